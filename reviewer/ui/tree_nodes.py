"""The rows and columns of the findings tree: plain nodes, and the words that stand in their cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from reviewer.model import Measure
from reviewer.store.rows import FindingRow
from reviewer.ui import words
from reviewer.ui.session import Item, Table


class Column(IntEnum):
    """The columns of the tree."""

    DECISION = 0
    NUMBER = 1
    POLARITY = 2
    WORDS = 3
    KIND = 4
    THEME = 5
    CONFIDENCE = 6
    PAGE = 7
    FOLLOW_UP = 8
    TAGS = 9
    MARKS = 10


class NodeType(IntEnum):
    """What a row of the tree stands for."""

    JUDGEMENTS = 0
    SECTION = 1
    FINDING = 2
    JUDGEMENT = 3
    STATEMENT = 4
    MEASURE = 5
    REPORT = 6


@dataclass(slots=True)
class Node:
    """One row. ``id`` is the store's for headings, findings, judgements; the finding's for its parts."""

    type: NodeType
    id: int
    place: int = 0
    row: int = 0
    parent: int | None = None
    depth: int = 0
    """How many headings a heading stands in."""
    children: list[int] = field(default_factory=list)

    @property
    def key(self) -> int:
        """The number that stands for this node in model indexes."""
        return (self.id << 12) | (self.place << 3) | self.type

    @property
    def item(self) -> Item | None:
        """What becomes current when the row does; a part of a finding means its finding."""
        if self.type in (NodeType.FINDING, NodeType.STATEMENT, NodeType.MEASURE):
            return Item(Table.FINDING, self.id)
        if self.type is NodeType.JUDGEMENT:
            return Item(Table.JUDGEMENT, self.id)
        if self.type is NodeType.SECTION and self.id:
            return Item(Table.SECTION, self.id)
        return Item(Table.REPORT, self.id) if self.type is NodeType.REPORT else None


def key_of(item: Item) -> int:
    """The number of the node that shows ``item``."""
    node_type = {
        Table.FINDING: NodeType.FINDING,
        Table.JUDGEMENT: NodeType.JUDGEMENT,
        Table.SECTION: NodeType.SECTION,
        Table.REPORT: NodeType.REPORT,
    }[item.table]
    return Node(node_type, item.id).key


def measure_text(measure: Measure) -> str:
    """A measure in one line: the quoted words, and of what."""
    return f"{measure.text} · {measure.of}" if measure.of else measure.text


def finding_text(finding: FindingRow, column: Column) -> str:
    """What a finding's cell says."""
    return {
        Column.DECISION: words.decision(finding.decision),
        Column.NUMBER: finding.number or "",
        Column.POLARITY: words.polarity(finding.polarity),
        Column.WORDS: " ".join(finding.text.split()),
        Column.KIND: words.kind(finding.kind),
        Column.THEME: ", ".join(map(words.theme, finding.themes)),
        Column.CONFIDENCE: "" if finding.confidence is None else words.percent(finding.confidence),
        Column.PAGE: page_text(finding.page),
        Column.FOLLOW_UP: follow_up_text(finding),
        Column.TAGS: ", ".join(finding.tags),
        Column.MARKS: ", ".join(_marks(finding)),
    }[column]


def page_text(page: int | None) -> str:
    """A page's number; empty where the source has no pages."""
    return "" if page is None else words.number(page)


def follow_up_text(finding: FindingRow) -> str:
    """A follow-up in a few words: its state, or that it is overdue, and by when."""
    row = finding.follow_up
    if row is None:
        return ""
    late = words.is_overdue(row.due, row.state)
    state = words.tr("overdue") if late else words.follow_up_state(row.state)
    return f"{state} · {words.day(row.due)}" if row.due else state


def _marks(finding: FindingRow) -> list[str]:
    marks = []
    if finding.follow_up is not None:
        marks.append(words.follow_up_state(finding.follow_up.state))
    if finding.disputes:
        marks.append(words.tr("in dispute"))
    if finding.starred:
        marks.append(words.tr("starred"))
    if finding.repeat_of_previous:
        marks.append(words.tr("raised before"))
    marks += [words.linked(mark) for mark in finding.links]
    if finding.notes:
        one, many = words.tr("1 note"), words.tr("{count} notes").format(count=finding.notes)
        marks.append(one if finding.notes == 1 else many)
    return [*marks, *finding.tags]


def column_name(column: Column) -> str:
    """What a column shows, in a word or two."""
    return {
        Column.DECISION: words.tr("Decision"),
        Column.NUMBER: words.tr("No."),
        Column.POLARITY: words.tr("Polarity"),
        Column.WORDS: words.tr("Words"),
        Column.KIND: words.tr("Kind"),
        Column.THEME: words.tr("Theme"),
        Column.CONFIDENCE: words.tr("Sure"),
        Column.PAGE: words.tr("Page"),
        Column.FOLLOW_UP: words.tr("Follow-up"),
        Column.TAGS: words.tr("Tags"),
        Column.MARKS: words.tr("Marks"),
    }[column]


COUNTED: Final = frozenset({Column.NUMBER, Column.CONFIDENCE, Column.PAGE})
"""Columns of figures, which end in line."""
NAMELESS: Final = frozenset({Column.DECISION, Column.POLARITY, Column.MARKS})
"""Columns of drawings, too narrow for a name above them."""
