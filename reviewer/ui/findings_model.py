"""The tree of judgements, headings, findings, statements and measures: plain nodes and a Qt model over them.

Model indexes carry a node's number, never a pointer: table, row id and place, packed into one integer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reviewer.model import Measure, Statement
from reviewer.store.rows import (
    Change,
    CodeRole,
    Decision,
    FindingRow,
    JudgementRow,
    ReportRow,
    SectionRow,
)
from reviewer.ui import codes, words
from reviewer.ui.filters import FindingFilter
from reviewer.ui.session import Item, OpenReport, Table

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns of the tree."""

    DECISION = 0
    NUMBER = 1
    POLARITY = 2
    WORDS = 3
    KIND = 4
    THEME = 5
    MARKS = 6


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


class FindingsModel(QAbstractItemModel):
    """A report's findings under their headings, as far as the filter lets them through."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report: OpenReport | None = None
        self._filter = FindingFilter()
        self._nodes: dict[int, Node] = {}
        self._roots: list[int] = []
        self.shown = 0
        """How many findings the filter lets through."""

    def show(self, report: OpenReport | None, finding_filter: FindingFilter) -> None:
        """Show a report through a filter."""
        self.beginResetModel()
        self._report = report
        self._filter = finding_filter
        self._nodes = {}
        self._roots = []
        self.shown = 0
        if report is not None:
            self._build(report)
        self.endResetModel()

    def refresh(self, change: Change) -> None:
        """Repaint the rows of what changed."""
        keys = [Node(NodeType.FINDING, id_).key for id_ in change.findings]
        keys += [Node(NodeType.JUDGEMENT, id_).key for id_ in change.judgements]
        keys += [Node(NodeType.SECTION, id_).key for id_ in change.sections]
        keys += self._roots[:1] if change.report else []
        for key in keys:
            node = self._nodes.get(key)
            if node is None:
                continue
            index = self._index_of(node)
            self.dataChanged.emit(index, index.siblingAtColumn(len(Column) - 1))
            parent = index.parent()
            if parent.isValid():
                self.dataChanged.emit(parent, parent)

    def _build(self, report: OpenReport) -> None:
        self._add(Node(NodeType.REPORT, report.row.id))
        judgements = [
            row
            for row in report.judgements
            if self._filter.passes_judgement(row.decision, f"{row.area} {row.grade}")
        ]
        if judgements:
            top = self._add(Node(NodeType.JUDGEMENTS, 0))
            for row in judgements:
                self._add(Node(NodeType.JUDGEMENT, row.id), top)
        by_section: dict[int | None, list[FindingRow]] = {}
        for finding in report.findings:
            if self._filter.passes(finding):
                by_section.setdefault(finding.section_id, []).append(finding)
        known = {section.id for section in report.sections}
        loose = [row for id_, rows in by_section.items() if id_ not in known for row in rows]
        if loose:
            self._add_section(0, loose)
        for section in report.sections:
            rows = by_section.get(section.id, [])
            if rows or not self._filter:
                self._add_section(section.id, rows)

    def _add_section(self, section_id: int, findings: list[FindingRow]) -> None:
        top = self._add(Node(NodeType.SECTION, section_id))
        self.shown += len(findings)
        for finding in findings:
            node = self._add(Node(NodeType.FINDING, finding.id), top)
            parts = len(finding.statements) if len(finding.statements) > 1 else 0
            for place in range(parts):
                self._add(Node(NodeType.STATEMENT, finding.id, place), node)
            for place in range(len(finding.measures)):
                self._add(Node(NodeType.MEASURE, finding.id, place), node)

    def _add(self, node: Node, parent: Node | None = None) -> Node:
        siblings = self._roots if parent is None else parent.children
        node.row = len(siblings)
        node.parent = None if parent is None else parent.key
        siblings.append(node.key)
        self._nodes[node.key] = node
        return node

    # What a row shows

    def node(self, index: Index) -> Node | None:
        """The node of an index, None for an invalid one."""
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def index_of(self, item: Item) -> QModelIndex:
        """The index of an item's row, invalid where the filter hides it."""
        node = self._nodes.get(key_of(item))
        return QModelIndex() if node is None else self._index_of(node)

    def finding(self, node: Node) -> FindingRow | None:
        """The finding that a row shows or is a part of."""
        if self._report is None or node.type not in (
            NodeType.FINDING,
            NodeType.STATEMENT,
            NodeType.MEASURE,
        ):
            return None
        return self._report.finding(node.id)

    def judgement(self, node: Node) -> JudgementRow | None:
        """The judgement that a row shows."""
        shows = self._report is not None and node.type is NodeType.JUDGEMENT
        return self._report.judgement(node.id) if shows and self._report else None

    def section(self, node: Node) -> SectionRow | None:
        """The heading that a row shows."""
        shows = self._report is not None and node.type is NodeType.SECTION
        return self._report.section(node.id) if shows and self._report else None

    def report(self) -> ReportRow | None:
        """The report that is shown."""
        return self._report.row if self._report is not None else None

    def statement(self, node: Node) -> Statement | None:
        """The statement that a row shows."""
        finding = self.finding(node)
        if finding is None or node.type is not NodeType.STATEMENT or node.place >= len(finding.statements):
            return None
        return finding.statements[node.place]

    def measure(self, node: Node) -> Measure | None:
        """The measure that a row shows."""
        finding = self.finding(node)
        if finding is None or node.type is not NodeType.MEASURE or node.place >= len(finding.measures):
            return None
        return finding.measures[node.place]

    def progress(self, node: Node) -> tuple[int, int]:
        """How many of the rows under a heading are decided, and of how many."""
        decided = 0
        for child in self._children(node):
            row = self.finding(child) or self.judgement(child)
            decided += row is not None and row.decision is not Decision.UNDECIDED
        return decided, len(node.children)

    def heading(self, node: Node) -> str:
        """A top row's words."""
        if node.type is NodeType.JUDGEMENTS:
            return self.tr("Judgements")
        if node.type is NodeType.REPORT and self._report is not None:
            row = self._report.row
            parts = (words.report_title(row), words.document_type(row.document_type), words.report_days(row))
            return " · ".join(part for part in parts if part)
        section = self.section(node)
        return section.heading if section else self.tr("Before the first heading")

    def _children(self, node: Node) -> Iterator[Node]:
        return (self._nodes[key] for key in node.children)

    def _index_of(self, node: Node) -> QModelIndex:
        return self.createIndex(node.row, 0, node.key)

    # The model

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        node = self.node(parent) if parent is not None else None
        siblings = self._roots if node is None else node.children
        if not 0 <= row < len(siblings) or not 0 <= column < len(Column):
            return QModelIndex()
        return self.createIndex(row, column, siblings[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        node = self.node(index)
        if node is None or node.parent is None:
            return QModelIndex()
        return self._index_of(self._nodes[node.parent])

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is None or not parent.isValid():
            return len(self._roots)
        node = self.node(parent)
        return len(node.children) if node is not None and parent.column() == 0 else 0

    def columnCount(self, parent: Index | None = None) -> int:
        return len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        node = self.node(index)
        if node is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        editable = {
            NodeType.FINDING: (Column.NUMBER, Column.POLARITY, Column.WORDS, Column.KIND, Column.THEME),
            NodeType.JUDGEMENT: (Column.WORDS,),
        }.get(node.type, ())
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in editable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        node = self.node(index)
        if node is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(node, Column(index.column()))
        if role == Qt.ItemDataRole.EditRole:
            return self._edited(node, Column(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == Column.WORDS:
            return self._tip(node)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (
            Column.KIND,
            Column.THEME,
            Column.MARKS,
        ):
            return self._tip_of_code(node, Column(index.column()))
        return None

    def _text(self, node: Node, column: Column) -> str:
        finding, judgement = self.finding(node), self.judgement(node)
        if node.type is NodeType.FINDING and finding is not None:
            return _finding_text(finding, column)
        if judgement is not None:
            return {
                Column.DECISION: words.decision(judgement.decision),
                Column.WORDS: judgement.area,
                Column.THEME: judgement.grade,
            }.get(column, "")
        statement, measure = self.statement(node), self.measure(node)
        if statement is not None:
            return {Column.POLARITY: words.polarity(statement.polarity), Column.WORDS: statement.text}.get(
                column, ""
            )
        if measure is not None:
            return measure_text(measure) if column is Column.WORDS else ""
        if node.type is NodeType.REPORT:
            return self.heading(node) if column is Column.DECISION else ""
        if column is Column.DECISION:
            decided, of = self.progress(node)
            grade = getattr(self.section(node), "grade", None) or ""
            return self.tr("{heading} {grade}, {decided} of {of} decided").format(
                heading=self.heading(node), grade=grade, decided=decided, of=of
            )
        return ""

    def _edited(self, node: Node, column: Column) -> object:
        finding, judgement = self.finding(node), self.judgement(node)
        if finding is not None:
            return {
                Column.NUMBER: finding.number or "",
                Column.POLARITY: finding.polarity,
                Column.WORDS: finding.text,
                Column.KIND: finding.kind,
                Column.THEME: finding.theme,
            }.get(column)
        return judgement.grade if judgement is not None else None

    def _tip_of_code(self, node: Node, column: Column) -> str | None:
        """What a code means, or what the marks say."""
        finding = self.finding(node)
        if finding is None or node.type is not NodeType.FINDING:
            return None
        if column is Column.MARKS:
            return _finding_text(finding, column) or None
        role, key = (
            (CodeRole.KIND, finding.kind) if column is Column.KIND else (CodeRole.THEME, finding.theme)
        )
        row = codes.in_use().row(role, key)
        return f"{row.label}: {row.definition}" if row is not None and row.definition else None

    def _tip(self, node: Node) -> str | None:
        finding = self.finding(node)
        if node.type is NodeType.FINDING and finding is not None:
            return f"<p>{_escaped(finding.text)}</p>"
        section = self.section(node)
        return section.heading if section else None


def measure_text(measure: Measure) -> str:
    """A measure in one line: the quoted words, and of what."""
    return f"{measure.text} · {measure.of}" if measure.of else measure.text


def _finding_text(finding: FindingRow, column: Column) -> str:
    marks = []
    if finding.follow_up is not None:
        marks.append(words.follow_up_state(finding.follow_up.state))
    if finding.starred:
        marks.append(words.tr("starred"))
    if finding.repeat_of_previous:
        marks.append(words.tr("raised before"))
    if finding.notes:
        one, many = words.tr("1 note"), words.tr("{count} notes").format(count=finding.notes)
        marks.append(one if finding.notes == 1 else many)
    marks += finding.tags
    return {
        Column.DECISION: words.decision(finding.decision),
        Column.NUMBER: finding.number or "",
        Column.POLARITY: words.polarity(finding.polarity),
        Column.WORDS: " ".join(finding.text.split()),
        Column.KIND: words.kind(finding.kind),
        Column.THEME: words.theme(finding.theme),
        Column.MARKS: ", ".join(marks),
    }[column]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
