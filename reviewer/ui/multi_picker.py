"""A field that shows how many of some choices are made, and opens a searching list of boxes to tick."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.ui.fields import Option
from reviewer.ui.theme import Theme, pixmap

_ROWS = 12


class TickList(QFrame):
    """The list of a :class:`MultiPicker`. ``ticked`` with the values whenever they change; Esc closes."""

    ticked = Signal(list)

    def __init__(
        self, parent: QWidget, options: Sequence[Option], chosen: Iterable[str], *, name: str
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("pickerPopup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Type to search"))
        self.field.setAccessibleName(self.tr("Search: {name}").format(name=name))
        self.list = QListView(self)
        self.list.setObjectName("popup")
        self.list.setAccessibleName(name)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setUniformItemSizes(True)
        self._model = QStandardItemModel(self)
        self._before: object = None
        wanted = set(chosen)
        for option in options:
            item = QStandardItem(option.words)
            item.setData(option.value, Qt.ItemDataRole.UserRole)
            item.setCheckable(True)
            item.setCheckState(Qt.CheckState.Checked if option.value in wanted else Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 9))
            item.setToolTip(option.words)
            self._model.appendRow(item)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.list.setModel(self._proxy)
        self.all = QPushButton(self.tr("Tick those shown"), self)
        self.none = QPushButton(self.tr("Untick all"), self)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 0, 0)
        for button in (self.all, self.none):
            button.setObjectName("link")
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        layout.addLayout(buttons)
        self.field.textChanged.connect(self._proxy.setFilterFixedString)
        self.field.installEventFilter(self)
        self.list.pressed.connect(self._press)
        self.list.clicked.connect(self._click)
        self._model.itemChanged.connect(lambda _item: self.ticked.emit(self.values()))
        self.all.clicked.connect(lambda: self._set(shown=True, state=Qt.CheckState.Checked))
        self.none.clicked.connect(lambda: self._set(shown=False, state=Qt.CheckState.Unchecked))

    def values(self) -> list[str]:
        """The values that are ticked, in the order of the list."""
        items = (self._model.item(row) for row in range(self._model.rowCount()))
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def open_at(self, corner: QPoint, width: int) -> None:
        """Open with the upper left corner at a point of the screen."""
        self.ensurePolished()
        self.list.ensurePolished()
        row = max(self.list.sizeHintForRow(0), self.fontMetrics().height() + 9)
        self.list.setFixedHeight(min(self._model.rowCount(), _ROWS) * row + 2)
        self.resize(max(width, 280), self.sizeHint().height())
        screen = QApplication.screenAt(corner) or QApplication.primaryScreen()
        area = screen.availableGeometry()
        corner.setX(max(area.left(), min(corner.x(), area.right() - self.width())))
        corner.setY(max(area.top(), min(corner.y(), area.bottom() - self.height())))
        self.move(corner)
        self.show()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                index = self._proxy.index(0, 0)
                if self.field.text() and index.isValid():
                    self._flip(index.row())
                    self.field.clear()
                else:
                    self.close()
                return True
            if event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                self.list.setCurrentIndex(self._proxy.index(0, 0))
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close()
        else:
            super().keyPressEvent(event)

    def _press(self, index: QModelIndex) -> None:
        self._before = index.data(Qt.ItemDataRole.CheckStateRole)

    def _click(self, index: QModelIndex) -> None:
        # A click on the box has ticked it by now; one on the words is meant so too.
        if index.data(Qt.ItemDataRole.CheckStateRole) == self._before:
            self._flip(index.row())

    def _flip(self, row: int) -> None:
        item = self._model.itemFromIndex(self._proxy.mapToSource(self._proxy.index(row, 0)))
        ticked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

    def _set(self, *, shown: bool, state: Qt.CheckState) -> None:
        self._model.blockSignals(True)
        if shown:
            for row in range(self._proxy.rowCount()):
                self._model.itemFromIndex(self._proxy.mapToSource(self._proxy.index(row, 0))).setCheckState(
                    state
                )
        else:
            for row in range(self._model.rowCount()):
                self._model.item(row).setCheckState(state)
        self._model.blockSignals(False)
        self.list.viewport().update()
        self.ticked.emit(self.values())


class MultiPicker(QToolButton):
    """Shows what is chosen: ``everything`` in words where nothing is. ``changed`` with each tick."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        options: Callable[[], Sequence[Option]],
        everything: str,
        several: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("picker")
        self._theme = theme
        self._options = options
        self._everything = everything
        self._several = several
        self._values: tuple[str, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open)
        self._say()

    @property
    def values(self) -> tuple[str, ...]:
        """What is chosen; nothing means everything."""
        return self._values

    def show_values(self, values: Iterable[str]) -> None:
        """Choose these, also where they are not among the options."""
        self._values = tuple(values)
        self._say()

    def open(self) -> TickList:
        """Open the list under the field."""
        known = {option.value for option in self._options()}
        others = [Option(value, value) for value in self._values if value not in known]
        popup = TickList(self, [*self._options(), *others], self._values, name=self.accessibleName())
        popup.ticked.connect(self._take)
        popup.open_at(self.mapToGlobal(QPoint(0, self.height() + 2)), self.width())
        return popup

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open()
        else:
            super().keyPressEvent(event)

    def _take(self, values: list[str]) -> None:
        self.show_values(values)
        self.changed.emit()

    def _say(self) -> None:
        words = {option.value: option.words for option in self._options()} if self._values else {}
        named = [words.get(value, value) for value in self._values]
        self._words = self._everything
        if len(named) > 1:
            self._words = self._several.format(count=len(named))
        elif named:
            self._words = named[0]
        self.setAccessibleDescription(", ".join(named) or self._everything)
        self.setToolTip("\n".join(named[:20]))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        colours = self._theme.colours
        rect = self.rect().adjusted(9, 0, -26, 0)
        painter.setFont(self.font())
        colour = colours.text if self.isEnabled() else colours.faint
        painter.setPen(QColor(colour))
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)
        arrow = pixmap("down", colours.muted, 14, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(self.width() - 22, (self.height() - 14) // 2), arrow)
        painter.end()
