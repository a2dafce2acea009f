"""The tree of findings: one line a row, edited in place, always at the current finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStyleOptionViewItem, QTreeView, QWidget

from reviewer.store.rows import Change, Decision
from reviewer.ui.corrections import Corrections
from reviewer.ui.fields import PickerPopup
from reviewer.ui.filters import FindingFilter
from reviewer.ui.findings_model import FindingsModel
from reviewer.ui.part_corrections import PartCorrections
from reviewer.ui.session import Item, OpenReport, Session, Table
from reviewer.ui.theme import Theme
from reviewer.ui.tree_columns import TreeColumns
from reviewer.ui.tree_drops import Move
from reviewer.ui.tree_editing import PICKED, WORDED, Pickers, RowDelegate
from reviewer.ui.tree_nodes import Column, Node, NodeType
from reviewer.ui.tree_painting import INDENT, MARK_WIDTH, RowPainter, RowState, marks_of, repeated_starts

Index = QModelIndex | QPersistentModelIndex


class FindingsTree(QTreeView):
    """Shows a session's report through a filter; what is selected here is selected in the session."""

    filtered = Signal()
    part_chosen = Signal()
    """Another part of the same finding is current, or the finding itself again."""
    part_opened = Signal(int)
    """A figure of the current finding is to be corrected, the one at this place."""

    def __init__(
        self,
        session: Session,
        corrections: Corrections,
        parts: PartCorrections,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._corrections = corrections
        self._shown_report = 0
        self._pressed_arrow = False
        self._filter = FindingFilter()
        self._following = False
        self._opened: list[QPersistentModelIndex] = []
        self.findings_model = FindingsModel(self)
        self._row_painter = RowPainter(theme, self.findings_model)
        self.setObjectName("findings")
        self.setAccessibleName(self.tr("Findings"))
        self.setModel(self.findings_model)
        self.setItemDelegate(RowDelegate(session, corrections, self.findings_model, self))
        self._pickers = Pickers(session, corrections, parts, theme, self.findings_model)
        self.setUniformRowHeights(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.columns = TreeColumns(self, lambda: MARK_WIDTH * max(2, self._most_marks()) + 12)
        self.findings_model.moved.connect(self._move)
        self.selectionModel().selectionChanged.connect(self._select)
        self.selectionModel().currentChanged.connect(self._go)
        self.clicked.connect(self._click)
        session.report_changed.connect(self._rebuild)
        session.changed.connect(self._change)
        session.current_changed.connect(self._follow)
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def finding_filter(self) -> FindingFilter:
        """Which findings are shown."""
        return self._filter

    def set_filter(self, finding_filter: FindingFilter) -> None:
        """Show other findings."""
        self._filter = finding_filter
        self._rebuild()

    def pick(self, column: Column) -> PickerPopup | None:
        """Open the list of kinds, themes, polarities or grades at the current row."""
        item = self._session.current
        index = self.findings_model.index_of(item) if item is not None else QModelIndex()
        return self._pickers.open(self, index, column) if index.isValid() else None

    @property
    def part(self) -> Node | None:
        """The statement or figure whose row is current; None for other rows."""
        node = self.findings_model.node(self.currentIndex())
        return node if node is not None and node.type in (NodeType.STATEMENT, NodeType.MEASURE) else None

    def edit_at(self, column: Column) -> None:
        """Edit a cell of the current row in place."""
        item = self._session.current
        index = self.findings_model.index_of(item) if item is not None else QModelIndex()
        if index.isValid():
            self.scrollTo(index)
            self.edit(index.siblingAtColumn(column))

    # Following the session

    def _rebuild(self) -> None:
        report = self._session.report
        self._following = True
        at = self.verticalScrollBar().value()
        same = report is not None and report.row.id == self._shown_report
        folded = self._folded() if same else []
        self._shown_report = report.row.id if report is not None else 0
        self.setDragEnabled(self._session.writable)
        self.findings_model.show(report, self._filter)
        self.columns.fit()
        self._name_headings(report)
        for index in self._headings():
            self.expand(index)
        for item in folded:
            self.collapse(self.findings_model.index_of(item))
        self.verticalScrollBar().setValue(at)
        self._following = False
        self._follow()
        self._select_again()
        self.filtered.emit()

    def _rearrange(self, report: OpenReport) -> bool:
        """Where rows were only moved, they move; the tree is not built anew."""
        self._following = True
        moved = self.findings_model.rearrange(report)
        self._following = False
        if moved:
            self._name_headings(report)
            self._follow()
            self.filtered.emit()
        return moved

    def _name_headings(self, report: OpenReport | None) -> None:
        headings = [row.heading for row in report.sections] if report else []
        areas = [row.area for row in report.judgements] if report else []
        self._row_painter.repeated_starts = repeated_starts(headings) | repeated_starts(areas)

    def _headings(self, parent: QModelIndex = QModelIndex()) -> Iterator[QModelIndex]:  # noqa: B008
        """All headings, the outer ones first."""
        model = self.findings_model
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            node = model.node(index)
            if node is not None and node.type in (NodeType.SECTION, NodeType.JUDGEMENTS):
                yield index
                yield from self._headings(index)

    def _folded(self) -> list[Item]:
        nodes = [self.findings_model.node(index) for index in self._headings() if not self.isExpanded(index)]
        return [node.item for node in nodes if node is not None and node.item is not None]

    def _select_again(self) -> None:
        """What was selected together stays so when the rows are built anew."""
        chosen = self._session.selected
        if len(chosen) < 2:
            return
        # What the filter hides is edited with others no longer; what is current stays so.
        current = self._session.current
        alone = () if current is None or current.table is not Table.FINDING else (current.id,)
        items = {id_: Item(Table.FINDING, id_) for id_ in chosen}
        chosen = tuple(id_ for id_ in chosen if self.findings_model.index_of(items[id_]).isValid())
        self._session.selected = chosen or alone
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        self._following = True
        for finding_id in chosen:
            self.selectionModel().select(self.findings_model.index_of(items[finding_id]), flags)
        self._following = False

    def _change(self, change: Change) -> None:
        report = self._session.report
        if report is None or report.row.id != change.report_id:
            return
        hides = any(
            (row := report.finding(id_)) is not None
            and self._filter.passes(row) != self.findings_model.index_of(Item(Table.FINDING, id_)).isValid()
            for id_ in change.findings
        )
        if change.structure and self._rearrange(report):
            self.columns.fit()
            self.findings_model.refresh(change)
        elif change.structure or (hides and self._filter):
            self._rebuild()
        else:
            self.columns.fit()
            self.findings_model.refresh(change)

    def _follow(self) -> None:
        """Stand where the session stands: its finding opened, all others closed."""
        if self._following:
            return
        item = self._session.current
        index = self.findings_model.index_of(item) if item is not None else QModelIndex()
        here = self.findings_model.node(self.currentIndex())
        self._following = True
        if not index.isValid():
            self.setCurrentIndex(QModelIndex())
            self.clearSelection()
        elif here is None or here.item != item:
            above = index.parent()
            while above.isValid():
                self.expand(above)
                above = above.parent()
            self._open_only(index)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
            self._reveal(index)
        else:
            self._open_only(index)
        self._following = False

    def _open_only(self, index: QModelIndex) -> None:
        # A row that is being clicked on must not move, so those above it stay open for now.
        clicking = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        here = self.visualRect(index).top() if clicking else 0
        kept = [QPersistentModelIndex(index)]
        for opened in self._opened:
            if not opened.isValid() or opened == index:
                continue
            if clicking and self.visualRect(opened).top() < here:
                kept.append(opened)
            else:
                self.collapse(opened)
        self._opened = kept
        if index.parent().isValid() and self.findings_model.rowCount(index):
            self.expand(index)

    def _reveal(self, index: QModelIndex) -> None:
        """Bring a row and its parts into view, with a row to spare above and below."""
        rect = self.visualRect(index)
        parts = self.findings_model.rowCount(index)
        needed = rect.height() * (parts + 2)
        view = self.viewport().rect()
        if rect.top() < rect.height() or rect.top() + needed > view.height():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + rect.top() - view.height() // 3)

    def _select(self, _selected: QItemSelection, _deselected: QItemSelection) -> None:
        if self._following:
            return
        nodes = [self.findings_model.node(index) for index in self.selectionModel().selectedRows()]
        ids = [node.id for node in nodes if node is not None and node.type is NodeType.FINDING]
        parts = [node.id for node in nodes if node is not None and node.type > NodeType.JUDGEMENT]
        self._session.selected = tuple(dict.fromkeys(ids or parts))

    def _go(self, current: QModelIndex, _previous: QModelIndex) -> None:
        node = self.findings_model.node(current)
        if self._following or node is None:
            return
        same = node.item == self._session.current
        if node.item is not None:
            self._session.set_current(node.item)
        # Selecting comes after becoming current, and may hold more than this row.
        self._select(QItemSelection(), QItemSelection())
        if same:
            self.part_chosen.emit()

    def _move(self, move: Move) -> None:
        if move.table is Table.SECTION:
            self._corrections.move_section(move.ids[0], move.into, move.before)
        else:
            self._corrections.move_findings(list(move.ids), move.into, move.before)

    # Mouse and keyboard

    def _click(self, index: QModelIndex) -> None:
        node = self.findings_model.node(index)
        if node is None:
            return
        if node.type in (NodeType.SECTION, NodeType.JUDGEMENTS):
            # The arrow folds; elsewhere a click says which heading is meant, and two edit it.
            top = index.siblingAtColumn(0)
            if self._pressed_arrow or node.item is None:
                self.setExpanded(top, not self.isExpanded(top))
            return
        row = (
            self.findings_model.finding(node)
            if node.type is NodeType.FINDING
            else self.findings_model.judgement(node)
        )
        if row is not None and index.column() == Column.DECISION:
            if row.decision is Decision.REJECTED:
                self._session.restore()
            else:
                self._session.accept()

    def edit(  # type: ignore[override]
        self, index: Index, trigger: QAbstractItemView.EditTrigger | None = None, event: QEvent | None = None
    ) -> bool:
        if trigger is None:
            super().edit(index)
            return True
        asked = trigger == QAbstractItemView.EditTrigger.EditKeyPressed
        doubled = trigger == QAbstractItemView.EditTrigger.DoubleClicked
        if (asked or doubled) and not self._session.writable:
            return False
        node = self.findings_model.node(index)
        worded = node is not None and node.type in WORDED
        if worded or (asked and not self.model().flags(index) & Qt.ItemFlag.ItemIsEditable):
            index = index.sibling(index.row(), Column.WORDS)
        if doubled and worded and isinstance(event, QMouseEvent) and self._on_grade(event, index):
            self._pickers.open(self, index, Column.THEME)
            return False
        if (asked or doubled) and index.column() in PICKED:
            self._pickers.open(self, index, Column(index.column()))
            return False
        if (asked or doubled) and node is not None and node.type is NodeType.MEASURE:
            self.part_opened.emit(node.place)
            return False
        # Qt gives no event where a key or a call begins the editing; the types don't know.
        return bool(super().edit(index, trigger, cast(QEvent, event)))

    def _on_grade(self, event: QMouseEvent, index: Index) -> bool:
        node = self.findings_model.node(index)
        return node is not None and self._row_painter.grade_rect(self._row_rect(index), node).contains(
            event.position()
        )

    def _row_rect(self, index: Index) -> QRect:
        rect = self.visualRect(index)
        return QRect(0, rect.top(), self.viewport().width(), rect.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        node = self.findings_model.node(index)
        arrow = 28 + (node.depth * INDENT if node is not None else 0)
        self._pressed_arrow = event.position().x() < arrow
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        node = self.findings_model.node(index)
        top = index.siblingAtColumn(0)
        folds = node is not None and node.type is NodeType.SECTION and self.isExpanded(top)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            # Qt's own keys take no notice of Alt, which moves rows here.
            event.ignore()
        elif event.key() == Qt.Key.Key_Left and node is not None and node.parent is not None and not folds:
            self.setCurrentIndex(top.parent())
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and node is not None:
            self.setExpanded(index.siblingAtColumn(0), event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    # Painting

    def _most_marks(self) -> int:
        """How many drawings the findings with the most marks carry; a year has the room of two."""
        report = self._session.report
        findings = report.findings if report is not None else []
        return max(
            (len(marks_of(row, self._theme.colours)) + 2 * bool(row.links) for row in findings), default=0
        )

    def _restyle(self) -> None:
        self.columns.fit()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._restyle()

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node = self.findings_model.node(index)
        if node is None:
            return
        row = QRect(0, option.rect.top(), self.viewport().width(), option.rect.height())
        cells = {
            column: QRect(
                self.columnViewportPosition(column), row.top(), self.columnWidth(column), row.height()
            )
            for column in Column
            if not self.isColumnHidden(column)
        }
        first = index.sibling(index.row(), 0)
        state = RowState(
            selected=self.selectionModel().isSelected(first),
            current=self.currentIndex().siblingAtColumn(0) == first,
            expanded=self.isExpanded(first),
            focused=self.hasFocus(),
            hovered=row.contains(self.viewport().mapFromGlobal(self.cursor().pos())) and self.underMouse(),
        )
        self._row_painter.paint(painter, row, cells, node, state)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.viewport().update()
