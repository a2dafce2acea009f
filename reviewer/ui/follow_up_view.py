"""The tree of the board: keys that act on the selected follow-ups, fields edited where they stand."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from reviewer.store.rows import FollowUpRow, FollowUpState, Priority
from reviewer.ui.due_field import due_menu
from reviewer.ui.fields import Option, PickerPopup
from reviewer.ui.follow_up_edits import FollowUpEdits
from reviewer.ui.follow_up_fields import priority_options, state_options
from reviewer.ui.follow_up_groups import GroupBy, owners
from reviewer.ui.follow_up_model import EDITED, Column, FollowUpsModel
from reviewer.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

KEYS: Final = {
    Qt.Key.Key_D: Column.DUE,
    Qt.Key.Key_P: Column.PRIORITY,
    Qt.Key.Key_S: Column.STATE,
    Qt.Key.Key_O: Column.OWNER,
    Qt.Key.Key_W: Column.REASON,
}
"""Letters that open a field of the selected follow-ups."""


class FollowUpsView(QTreeView):
    """``opened``: Enter or a double click; ``done_wanted``: Space; ``remove_wanted``: Del; ``left``: Esc."""

    opened = Signal()
    done_wanted = Signal()
    remove_wanted = Signal()
    left = Signal()
    selected = Signal()

    def __init__(self, model: FollowUpsModel, edits: FollowUpEdits, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._edits = edits
        self._closed: set[str] = set()
        self._filling = False
        self.setObjectName("followUps")
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setAllColumnsShowFocus(True)
        self.setIndentation(16)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSortingEnabled(True)
        header = self.header()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.usual_widths()
        self.sortByColumn(Column.DUE, Qt.SortOrder.AscendingOrder)
        self.doubleClicked.connect(self._double_click)
        self.collapsed.connect(lambda index: self._fold(index, closed=True))
        self.expanded.connect(lambda index: self._fold(index, closed=False))
        self.selectionModel().selectionChanged.connect(self._tell)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._put_back)
        self._kept: tuple[list[int], int | None, int] = ([], None, 0)

    def usual_widths(self) -> None:
        """As wide as what they usually hold."""
        em = self.fontMetrics().horizontalAdvance("0")
        for column, width in (
            (Column.DUE, 26),
            (Column.PRIORITY, 9),
            (Column.STATE, 9),
            (Column.OWNER, 15),
            (Column.REASON, 29),
            (Column.AUTHORITY, 14),
            (Column.NUMBER, 6),
        ):
            self.header().resizeSection(column, em * width)

    # What is selected

    def rows(self) -> list[FollowUpRow]:
        """The selected follow-ups, in their order on the screen."""
        chosen = {index.row() << 20 | index.internalId() for index in self.selectionModel().selectedRows()}
        found = []
        for group in range(max(1, len(self._model.groups))):
            inside = 0 if self._model.by is GroupBy.NOTHING else group + 1
            rows = self._model.groups[group].rows if self._model.groups else ()
            found += [row for place, row in enumerate(rows) if place << 20 | inside in chosen]
        return found

    def current_row(self) -> FollowUpRow | None:
        """The follow-up that the keys are on."""
        return self._model.row_at(self.currentIndex())

    def _keep(self) -> None:
        current = self.current_row()
        ids = [row.id for row in self.rows()]
        self._kept = (ids, current.id if current else None, self.verticalScrollBar().value())

    def _put_back(self) -> None:
        """Headings across all columns, open as they were; the selection where its rows still are."""
        ids, current, scrolled = self._kept
        self._filling = True
        flags = self.selectionModel().SelectionFlag
        index = self._model.index_of(current) if current is not None else QModelIndex()
        if not index.isValid() and self._model.shown:
            index = self._model.index_of(self._model.shown[0].id)
        self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        for row_id in ids:
            self.selectionModel().select(self._model.index_of(row_id), flags.Select | flags.Rows)
        # At last, for going to a row opens its heading.
        for number, group in enumerate(self._model.groups if self._model.by is not GroupBy.NOTHING else ()):
            self.setFirstColumnSpanned(number, QModelIndex(), True)
            self.setExpanded(self._model.index(number, 0), group.title not in self._closed)
        self.verticalScrollBar().setValue(scrolled)
        self._filling = False
        self.selected.emit()

    def _tell(self) -> None:
        if not self._filling:
            self.selected.emit()

    def _fold(self, index: QModelIndex, *, closed: bool) -> None:
        if not self._filling and self._model.row_at(index) is None and index.isValid():
            title = self._model.groups[index.row()].title
            (self._closed.add if closed else self._closed.discard)(title)

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        super().drawRow(painter, options, index)
        current = self.currentIndex()
        if self.hasFocus() and (index.row(), index.internalId()) == (current.row(), current.internalId()):
            painter.setPen(QPen(QColor(self._theme.colours.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(options.rect.adjusted(1, 1, -2, -2))

    # Keys

    def event(self, event: QEvent) -> bool:
        # The window's letters act on the finding on the bench; here they would surprise.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            letter = bool(event.text()) and event.text().isprintable()
            if plain and (letter or event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Escape)):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key is Qt.Key.Key_F2:
            column = Column(max(0, self.currentIndex().column()))
            self.edit_column(column if column in EDITED else Column.REASON)
        elif plain and key in KEYS:
            self.edit_column(KEYS[key])
        elif plain and key is Qt.Key.Key_Space:
            self.done_wanted.emit()
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_wanted.emit()
        elif key is Qt.Key.Key_Escape:
            self.left.emit()
        elif event.text().isprintable() and event.text().strip() and plain:
            event.accept()
        else:
            super().keyPressEvent(event)

    def _double_click(self, index: QModelIndex) -> None:
        if self._model.row_at(index) is None:
            first = index.siblingAtColumn(0)
            self.setExpanded(first, not self.isExpanded(first))
        else:
            self.opened.emit()

    # Editing in place

    def edit_column(self, column: Column) -> QWidget | None:
        """Open a field of the selected follow-ups where it stands; returns what opened."""
        row, rows = self.current_row(), self.rows()
        if row is None:
            return None
        if row not in rows:
            rows = [row]
        index = self._model.index_of(row.id, column)
        self.scrollTo(index)
        if column is Column.REASON:
            self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.NoUpdate)
            self.edit(index)
            return self.indexWidget(index)
        at = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        if column is Column.DUE:
            menu = due_menu(self, row.due or "", lambda due: self._edits.set(rows, due=due))
            menu.popup(at)
            return menu
        return self._pick(column, row, rows, at)

    def _pick(self, column: Column, row: FollowUpRow, rows: list[FollowUpRow], at: QPoint) -> PickerPopup:
        free = column is Column.OWNER
        if free:
            options = [Option(owner, owner) for owner in owners(self._model.rows)]
            current = row.owner
        else:
            options = priority_options() if column is Column.PRIORITY else state_options()
            current = str(row.priority if column is Column.PRIORITY else row.state)
        popup = PickerPopup(self, options, current, name=self._model.title(column), free=free)

        def take(value: str) -> None:
            if column is Column.OWNER:
                self._edits.set(rows, owner=value.strip())
            elif column is Column.PRIORITY:
                self._edits.set(rows, priority=Priority(value))
            else:
                self._edits.set(rows, state=FollowUpState(value))

        popup.picked.connect(take)
        popup.open_at(at, self.columnWidth(column))
        return popup

    def take_reason(self, index: Index, text: str) -> None:
        """What was typed in place."""
        row, rows = self._model.row_at(index), self.rows()
        if row is not None and text.strip() != row.reason:
            wanted = rows if row in rows else [row]
            # Once the field is closed, for the rows are read anew then.
            QTimer.singleShot(0, self, lambda: self._edits.set(wanted, reason=text.strip()))


class _Delegate(QStyledItemDelegate):
    """A selected row keeps its colours; what to do is typed where it stands."""

    def __init__(self, view: FollowUpsView) -> None:
        super().__init__(view)
        self._view = view

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        palette, state = option.palette, option.state
        colour = index.data(Qt.ItemDataRole.ForegroundRole) or palette.text()
        palette.setBrush(QPalette.ColorRole.HighlightedText, QBrush(colour))
        option.palette = palette
        # The row as a whole shows where the keys are.
        option.state = state & ~QStyle.StateFlag.State_HasFocus

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = QLineEdit(parent)
        field.setAccessibleName(self._view.tr("What to do"))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            self._view.take_reason(index, editor.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in enter:
            # Or the key would go on to the list, and open the place.
            self.commitData.emit(watched)
            self.closeEditor.emit(watched)
            return True
        return super().eventFilter(watched, event)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index):  # type: ignore[no-untyped-def]
        size = super().sizeHint(option, index)
        size.setHeight(self._view.fontMetrics().height() + 14)
        return size
