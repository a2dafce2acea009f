"""The tree of judgements, headings, findings, statements and measures: plain nodes and a Qt model over them.

Model indexes carry a node's number, never a pointer: table, row id and place, packed into one integer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

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
from reviewer.ui.outline import Outline
from reviewer.ui.session import Item, OpenReport
from reviewer.ui.tree_drops import Drops, Move
from reviewer.ui.tree_nodes import (
    COUNTED,
    NAMELESS,
    Column,
    Node,
    NodeType,
    column_name,
    finding_text,
    key_of,
    measure_text,
    page_text,
)

__all__ = ["ROWS", "Column", "FindingsModel", "Move", "Node", "NodeType"]

ROWS: Final = "application/x-reviewer-rows"
"""Dragged rows: the numbers of their nodes."""

Index = QModelIndex | QPersistentModelIndex


class FindingsModel(QAbstractItemModel):
    """A report's findings under their headings, as far as the filter lets them through.

    ``moved`` asks for a :class:`Move`, the report being the session's to change.
    """

    moved = Signal(Move)

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

    def rearrange(self, report: OpenReport) -> bool:
        """Show the same rows in another order or under other rows; False, and nothing done, if others came.

        Views keep what is open, selected and current.
        """
        before = self._nodes, self._roots, self.shown
        self._nodes, self._roots, self.shown = {}, [], 0
        self._build(report)
        if self._report is not report or self._nodes.keys() != before[0].keys():
            self._nodes, self._roots, self.shown = before
            return False
        after = self._nodes, self._roots, self.shown
        self._nodes, self._roots, self.shown = before
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        self._nodes, self._roots, self.shown = after
        for index in kept:
            node = self._nodes[index.internalId()]
            self.changePersistentIndex(index, self.createIndex(node.row, index.column(), node.key))
        self.layoutChanged.emit()
        return True

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
        filtered = bool(self._filter)
        by_section: dict[int | None, list[FindingRow]] = {}
        for finding in report.findings:
            if not filtered or self._filter.passes(finding):
                by_section.setdefault(finding.section_id, []).append(finding)
        known = {section.id for section in report.sections}
        loose = [row for id_, rows in by_section.items() if id_ not in known for row in rows]
        if loose:
            self._add_findings(self._add(Node(NodeType.SECTION, 0)), loose)
        outline = Outline(report.sections, report.findings)
        kept = known if not self._filter else outline.with_parents(by_section)
        for section in outline.children(None):
            self._add_section(section, outline, kept, by_section, None)

    def _add_section(
        self,
        section: SectionRow,
        outline: Outline,
        kept: set[int],
        findings: Mapping[int | None, list[FindingRow]],
        parent: Node | None,
    ) -> None:
        """A heading that is kept: its own findings, then the headings that stand in it."""
        if section.id not in kept:
            return
        top = self._add(Node(NodeType.SECTION, section.id, depth=parent.depth + 1 if parent else 0), parent)
        self._add_findings(top, findings.get(section.id, []))
        for child in outline.children(section.id):
            self._add_section(child, outline, kept, findings, top)

    def _add_findings(self, top: Node, findings: list[FindingRow]) -> None:
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
        """How many of the rows under a heading and those in it are decided, and of how many."""
        decided = of = 0
        for child in self._children(node):
            if child.type is NodeType.SECTION:
                inner = self.progress(child)
                decided, of = decided + inner[0], of + inner[1]
                continue
            row = self.finding(child) or self.judgement(child)
            decided += row is not None and row.decision is not Decision.UNDECIDED
            of += 1
        return decided, of

    def shown_ids(self, node_type: NodeType) -> list[int]:
        """The ids of all findings, judgements or headings that the filter lets through, as they stand."""
        return [node.id for node in self._nodes.values() if node.type is node_type]

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
        return _flags(node.type, bool(node.id), index.column())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal and 0 <= section < len(Column)
        if across and role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return column_name(Column(section))
        if across and role == Qt.ItemDataRole.DisplayRole:
            return "" if Column(section) in NAMELESS else column_name(Column(section))
        if across and role == Qt.ItemDataRole.TextAlignmentRole:
            right = Column(section) in COUNTED
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    # Moving by drag and drop

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [ROWS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        keys = dict.fromkeys(index.internalId() for index in indexes if self.node(index) is not None)
        data.setData(ROWS, QByteArray(" ".join(map(str, keys)).encode()))
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        return self._drop(data, row, parent) is not None

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask for rows to be moved; what they are moved to comes back as a change of the report."""
        move = self._drop(data, row, parent)
        if move is None:
            return False
        self.moved.emit(move)
        return True

    def _drop(self, data: QMimeData, row: int, parent: Index) -> Move | None:
        keys = [int(key) for key in data.data(ROWS).toStdString().split()]
        return Drops(self._nodes, self._roots).meaning(keys, row, self.node(parent))

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
            return finding_text(finding, column)
        if judgement is not None:
            return {
                Column.DECISION: words.decision(judgement.decision),
                Column.WORDS: judgement.area,
                Column.THEME: judgement.grade,
                Column.PAGE: page_text(judgement.page),
                Column.MARKS: words.tr("in dispute") if judgement.disputes else "",
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
        if judgement is not None:
            return judgement.area
        section = self.section(node)
        return section.heading if section is not None else None

    def _tip_of_code(self, node: Node, column: Column) -> str | None:
        """What a code means, or what the marks say."""
        finding = self.finding(node)
        if finding is None or node.type is not NodeType.FINDING:
            return None
        if column is Column.MARKS:
            return finding_text(finding, column) or None
        role, key = (
            (CodeRole.KIND, finding.kind) if column is Column.KIND else (CodeRole.THEME, finding.theme)
        )
        row = codes.in_use().row(role, key)
        return f"{row.label}: {row.definition}" if row is not None and row.definition else None

    def _tip(self, node: Node) -> str | None:
        finding = self.finding(node)
        if node.type is NodeType.FINDING and finding is not None:
            return f"<p>{escape(finding.text)}</p>"
        section = self.section(node)
        return section.heading if section else None


@cache
def _flags(node_type: NodeType, has_id: bool, column: int) -> Qt.ItemFlag:
    """What can be done with a cell; asked for each row that is gone to, and the flags' sums take time."""
    flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
    if node_type is NodeType.SECTION:
        flags |= Qt.ItemFlag.ItemIsDropEnabled
    if node_type is NodeType.FINDING or (node_type is NodeType.SECTION and has_id):
        flags |= Qt.ItemFlag.ItemIsDragEnabled
    editable = {
        NodeType.FINDING: (Column.NUMBER, Column.POLARITY, Column.WORDS, Column.KIND, Column.THEME),
        NodeType.JUDGEMENT: (Column.WORDS,),
        NodeType.SECTION: (Column.WORDS,) if has_id else (),
    }.get(node_type, ())
    return flags | Qt.ItemFlag.ItemIsEditable if column in editable else flags
