"""The tree of findings: one line a row, edited in place, always at the current finding."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from reviewer.store.rows import Change, Decision
from reviewer.ui.fields import CommitText, Option, PickerPopup
from reviewer.ui.filters import FindingFilter
from reviewer.ui.findings_model import Column, FindingsModel, NodeType
from reviewer.ui.options import grade_options, kind_options, polarity_options, theme_options
from reviewer.ui.session import Item, Session, Table
from reviewer.ui.theme import Theme
from reviewer.ui.tree_painting import MARK_WIDTH, RowPainter, RowState, marks_of, repeated_starts

Index = QModelIndex | QPersistentModelIndex


class FindingsTree(QTreeView):
    """Shows a session's report through a filter; what is selected here is selected in the session."""

    filtered = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._filter = FindingFilter()
        self._following = False
        self._opened: list[QPersistentModelIndex] = []
        self.findings_model = FindingsModel(self)
        self._row_painter = RowPainter(theme, self.findings_model)
        self.setObjectName("findings")
        self.setAccessibleName(self.tr("Findings"))
        self.setModel(self.findings_model)
        self.setItemDelegate(RowDelegate(session, theme, self.findings_model, self))
        self.setHeaderHidden(True)
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
        header = self.header()
        header.setMinimumSectionSize(16)
        header.setStretchLastSection(False)
        for column in Column:
            mode = QHeaderView.ResizeMode.Stretch if column is Column.WORDS else QHeaderView.ResizeMode.Fixed
            header.setSectionResizeMode(column, mode)
        self.setColumnHidden(Column.KIND, True)
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

    def show_column(self, column: Column, shown: bool) -> None:
        """Show or hide a column."""
        self.setColumnHidden(column, not shown)

    def pick(self, column: Column) -> PickerPopup | None:
        """Open the list of kinds, themes, polarities or grades at the current row."""
        item = self._session.current
        index = self.findings_model.index_of(item) if item is not None else QModelIndex()
        return self._pick_at(index.siblingAtColumn(column)) if index.isValid() else None

    def edit_words(self) -> None:
        """Reword the current finding in place."""
        self.edit(self.currentIndex().siblingAtColumn(Column.WORDS))

    # Following the session

    def _rebuild(self) -> None:
        report = self._session.report
        self._following = True
        at = self.verticalScrollBar().value()
        self.findings_model.show(report, self._filter)
        self._fit_marks()
        headings = [row.heading for row in report.sections] if report else []
        areas = [row.area for row in report.judgements] if report else []
        self._row_painter.repeated_starts = repeated_starts(headings) | repeated_starts(areas)
        for row in range(self.findings_model.rowCount()):
            self.expand(self.findings_model.index(row, 0))
        self.verticalScrollBar().setValue(at)
        self._following = False
        self._follow()
        self.filtered.emit()

    def _change(self, change: Change) -> None:
        report = self._session.report
        if report is None or report.row.id != change.report_id:
            return
        hides = any(
            (row := report.finding(id_)) is not None
            and self._filter.passes(row) != self.findings_model.index_of(Item(Table.FINDING, id_)).isValid()
            for id_ in change.findings
        )
        if change.structure or (hides and self._filter):
            self._rebuild()
        else:
            self._fit_marks()
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
            self.expand(index.parent())
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
        here = self.visualRect(index).top()
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
        if node.item is not None:
            self._session.set_current(node.item)
        # Selecting comes after becoming current, and may hold more than this row.
        self._select(QItemSelection(), QItemSelection())

    # Mouse and keyboard

    def _click(self, index: QModelIndex) -> None:
        node = self.findings_model.node(index)
        if node is None:
            return
        if node.type in (NodeType.SECTION, NodeType.JUDGEMENTS):
            top = index.siblingAtColumn(0)
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
        if asked and not self.model().flags(index) & Qt.ItemFlag.ItemIsEditable:
            index = index.sibling(index.row(), Column.WORDS)
        node = self.findings_model.node(index)
        is_grade = node is not None and node.type is NodeType.JUDGEMENT
        if (asked or doubled) and (is_grade or index.column() in PICKED):
            if self.model().flags(index) & Qt.ItemFlag.ItemIsEditable:
                self._pick_at(index.sibling(index.row(), index.column()))
            return False
        # Qt gives no event where a key or a call begins the editing; the types don't know.
        return bool(super().edit(index, trigger, cast(QEvent, event)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        node = self.findings_model.node(index)
        if event.key() == Qt.Key.Key_Left and node is not None and node.parent is not None:
            self.setCurrentIndex(index.siblingAtColumn(0).parent())
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and node is not None:
            self.setExpanded(index.siblingAtColumn(0), event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def _pick_at(self, index: QModelIndex) -> PickerPopup | None:
        node = self.findings_model.node(index)
        if node is None:
            return None
        if node.type is NodeType.JUDGEMENT:
            judgement = self.findings_model.judgement(node)
            assert judgement is not None
            id_, current = judgement.id, judgement.grade
            popup = PickerPopup(self, grade_options(current), current, name=self.tr("Grade"))
            popup.picked.connect(lambda grade: self._session.set_judgement(id_, grade=grade))
        else:
            options, name, setter = self._picker(Column(index.column()))
            value = str(index.data(Qt.ItemDataRole.EditRole) or "")
            popup = PickerPopup(self, options, value, name=name)
            popup.picked.connect(setter)
        rect = self.visualRect(index)
        if rect.isEmpty():
            rect = self.visualRect(index.siblingAtColumn(Column.WORDS))
        popup.open_at(self.viewport().mapToGlobal(rect.bottomLeft()), 220)
        return popup

    def _picker(self, column: Column) -> tuple[list[Option], str, Callable[[str], None]]:
        return {
            Column.POLARITY: (
                polarity_options(self._theme.colours),
                self.tr("Polarity"),
                self._session.set_polarity,
            ),
            Column.KIND: (kind_options(), self.tr("Kind"), self._session.set_kind),
        }.get(column, (theme_options(), self.tr("Theme"), self._session.set_theme))

    # Painting

    def _marks_width(self) -> int:
        """As wide as the most marks that a finding carries need, and for two at least."""
        report = self._session.report
        findings = report.findings if report is not None else []
        most = max((len(marks_of(row, self._theme.colours)) for row in findings), default=0)
        return MARK_WIDTH * max(2, most) + 12

    def _fit_marks(self) -> None:
        self.header().resizeSection(Column.MARKS, self._marks_width())

    def _restyle(self) -> None:
        metrics = self.fontMetrics()
        em = metrics.horizontalAdvance("0")
        # In a narrow pane the words keep their place and the codes give way.
        code = max(em * 5, min(em * 14, self.viewport().width() // 4))
        widths = {
            Column.DECISION: 34,
            Column.NUMBER: em * 3 + 10,
            Column.POLARITY: metrics.height() + 7,
            Column.KIND: code,
            Column.THEME: code,
            Column.MARKS: self._marks_width(),
        }
        for column, width in widths.items():
            self.header().resizeSection(column, width)
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


PICKED = (Column.POLARITY, Column.KIND, Column.THEME)


class RowDelegate(QStyledItemDelegate):
    """The height of a row, and the fields that edit it in place."""

    def __init__(self, session: Session, theme: Theme, model: FindingsModel, parent: QTreeView) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._model = model
        self._view = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, self._view.fontMetrics().height() + 14)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        if index.column() == Column.NUMBER:
            line = QLineEdit(parent)
            line.setAccessibleName(self.tr("Printed number"))
            return line
        field = CommitText(parent, least=2, most=10)
        field.setAccessibleName(self.tr("Wording"))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QLineEdit):
            editor.setText(value)
        elif isinstance(editor, CommitText):
            editor.show_value(value)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        node = self._model.node(index)
        finding = self._model.finding(node) if node is not None else None
        if finding is None:
            return
        if isinstance(editor, QLineEdit) and editor.text() != (finding.number or ""):
            self._session.set_number(finding.id, editor.text())
        elif isinstance(editor, CommitText) and editor.toPlainText() != finding.text:
            self._session.set_wording(finding.id, editor.toPlainText())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)
        if isinstance(editor, CommitText):
            rect.setRight(self._view.viewport().width() - 8)
            editor.setFixedWidth(rect.width())
            top = min(rect.top(), self._view.viewport().height() - editor.height() - 4)
            editor.move(QPoint(rect.left(), max(0, top)))
        else:
            editor.setGeometry(rect.adjusted(-8, 2, 8, -2))

    def eventFilter(self, editor: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        # Esc leaves without losing what was typed, and Enter ends the wording instead of breaking the line.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            ends = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain
            if ends or event.key() == Qt.Key.Key_Escape:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                return True
        return super().eventFilter(editor, event)
