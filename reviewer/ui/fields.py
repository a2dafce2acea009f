"""Fields that commit what was typed when they are left, and a picker that searches as one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRegularExpression,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.ui.actions import key_words
from reviewer.ui.theme import Theme, pixmap

_KEY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_FOUND_BY = _KEY_ROLE + 1
_TIP_LINES = 2
_SEVERAL = "\0"


class CommitLine(QLineEdit):
    """One line. ``committed`` with the text when Enter or leaving finds it changed; Esc leaves, and keeps."""

    committed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.editingFinished.connect(self.commit)

    def show_value(self, value: str) -> None:
        """Show the stored value; what is being typed at this moment is left alone."""
        if self.hasFocus() and self.text() != self._shown:
            return
        self._shown = value
        if self.text() != value:
            self.setText(value)
            self.setCursorPosition(0)

    def commit(self) -> None:
        """Hand over what was typed, if it differs from what is stored."""
        if self.text() != self._shown:
            self._shown = self.text()
            self.committed.emit(self._shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            super().keyPressEvent(event)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()


class CommitText(QPlainTextEdit):
    """Several lines, as high as the text up to ``most`` lines. Commits like a line, and by Ctrl+Enter."""

    committed = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, least: int = 1, most: int = 8) -> None:
        super().__init__(parent)
        self._shown = ""
        self._least = least
        self._most = most
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self._fit)

    def show_value(self, value: str) -> None:
        """Show the stored value; what is being typed at this moment is left alone."""
        if self.hasFocus() and self.toPlainText() != self._shown:
            return
        self._shown = value
        if self.toPlainText() != value:
            self.setPlainText(value)
        self._fit()

    def commit(self) -> None:
        """Hand over what was typed, if it differs from what is stored."""
        if self.toPlainText() != self._shown:
            self._shown = self.toPlainText()
            self.committed.emit(self._shown)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # The context menu takes the focus and gives it back.
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        with_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and with_control:
            self.commit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        # The layout of a plain text document measures its height in lines.
        lines = round(self.document().size().height())
        rows = min(max(lines, self._least), self._most)
        height = rows * self.fontMetrics().lineSpacing() + 14
        if height != self.height():
            self.setFixedHeight(height)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a picker: its code, its words, and the sign before them with its colour.

    ``tip`` says what it means and ``key`` which key sets it. One that is not ``offered`` any more is only
    listed where it is the present one. ``also`` holds other words by which it is found.
    """

    value: str
    words: str
    sign: str = ""
    colour: str = ""
    tip: str = ""
    key: str = ""
    offered: bool = True
    also: str = ""


class _KeysDelegate(QStyledItemDelegate):
    """The usual line, with the key of the choice small at the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        key = str(index.data(_KEY_ROLE) or "")
        if key:
            painter.save()
            painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(option.rect.adjusted(8, 0, -8, 0), right, key)
            painter.restore()


class PickerPopup(QFrame):
    """A list that narrows while one types. ``picked`` with the code; Esc closes without.

    With ``free``, what is typed can be picked too where no option reads so.
    """

    picked = Signal(str)

    def __init__(
        self, parent: QWidget, options: Sequence[Option], current: str, *, name: str, free: bool = False
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("pickerPopup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Type to search"))
        self.field.setAccessibleName(name)
        self.list = QListView(self)
        self.list.setObjectName("popup")
        self.list.setAccessibleName(name)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self._model = QStandardItemModel(self)
        for option in options:
            if not option.offered and option.value != current:
                continue
            item = QStandardItem(f"{option.sign}  {option.words}" if option.sign else option.words)
            item.setData(option.value, Qt.ItemDataRole.UserRole)
            item.setData(f"{option.words} {option.also}", _FOUND_BY)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 9))
            item.setData(option.tip, Qt.ItemDataRole.ToolTipRole)
            item.setData(key_words(option.key), _KEY_ROLE)
            if option.tip:
                item.setData(f"{option.words}: {option.tip}", Qt.ItemDataRole.AccessibleTextRole)
            if option.colour:
                item.setForeground(QColor(option.colour))
            self._model.appendRow(item)
        self.tip = QLabel(self)
        self.tip.setProperty("tone", "muted")
        self.tip.setWordWrap(True)
        self.tip.setContentsMargins(6, 2, 6, 2)
        self.tip.setVisible(any(option.tip for option in options))
        self._said = {option.words.casefold() for option in options}
        self._typed_item: QStandardItem | None = None
        if free:
            self._typed_item = QStandardItem()
            self._typed_item.setSizeHint(QSize(0, self.fontMetrics().height() + 9))
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setFilterRole(_FOUND_BY)
        self._proxy.setSourceModel(self._model)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.list.setModel(self._proxy)
        self.list.setItemDelegate(_KeysDelegate(self.list))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        layout.addWidget(self.tip)
        self.list.selectionModel().currentChanged.connect(self._explain)
        self.field.textChanged.connect(self._narrow)
        self.field.installEventFilter(self)
        self.list.clicked.connect(lambda _index: self.pick())
        self._mark(current)

    def open_at(self, corner: QPoint, width: int) -> None:
        """Open with the upper left corner at a point of the screen."""
        self.ensurePolished()
        self.list.ensurePolished()
        rows = min(self._model.rowCount(), 12)
        row = max(self.list.sizeHintForRow(0), self.fontMetrics().height() + 4)
        self.list.setFixedHeight(rows * row + 2)
        width = max(width, self.list.sizeHintForColumn(0) + 40, 200)
        if not self.tip.isHidden():
            # The choice changes under the eyes; the list must not.
            width = max(width, 300)
            self.tip.setFixedHeight(self.tip.fontMetrics().lineSpacing() * _TIP_LINES + 4)
        self.resize(width, self.sizeHint().height())
        screen = QApplication.screenAt(corner) or QApplication.primaryScreen()
        area = screen.availableGeometry()
        corner.setX(max(area.left(), min(corner.x(), area.right() - self.width())))
        corner.setY(max(area.top(), min(corner.y(), area.bottom() - self.height())))
        self.move(corner)
        self.show()
        self.field.setFocus()

    def pick(self) -> None:
        """Take the marked choice, or the first that is left."""
        index = self.list.currentIndex()
        if not index.isValid():
            index = self._proxy.index(0, 0)
        if index.isValid():
            value = index.data(Qt.ItemDataRole.UserRole)
            self.close()
            self.picked.emit(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                self.pick()
                return True
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)

    def _explain(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.tip.setText(str(current.data(Qt.ItemDataRole.ToolTipRole) or ""))

    def _narrow(self, text: str) -> None:
        self._offer_typed(text.strip())
        # Words that begin so come before words that merely hold it: quality is not equality.
        typed = QRegularExpression.escape(text.strip())
        usual = QRegularExpression.PatternOption.CaseInsensitiveOption
        self._proxy.setFilterRegularExpression(QRegularExpression(rf"\b{typed}", usual))
        if self._proxy.rowCount() == 0:
            self._proxy.setFilterRegularExpression(QRegularExpression(typed, usual))
        self.list.setCurrentIndex(self._proxy.index(0, 0))

    def _offer_typed(self, text: str) -> None:
        """Let what was typed itself be the last choice, where that is allowed and nothing else reads so."""
        item = self._typed_item
        if item is None:
            return
        if item.row() >= 0:
            self._model.takeRow(item.row())
        if text and text.casefold() not in self._said:
            item.setText(self.tr("Use “{text}”").format(text=text))
            item.setData(text, Qt.ItemDataRole.UserRole)
            item.setData(text, _FOUND_BY)
            self._model.appendRow(item)

    def _step(self, by: int) -> None:
        row = min(max(self.list.currentIndex().row() + by, 0), self._proxy.rowCount() - 1)
        self.list.setCurrentIndex(self._proxy.index(row, 0))

    def _mark(self, value: str) -> None:
        for row in range(self._proxy.rowCount()):
            index = self._proxy.index(row, 0)
            if index.data(Qt.ItemDataRole.UserRole) == value:
                self.list.setCurrentIndex(index)
                self.list.scrollTo(index)


class Picker(QToolButton):
    """A field that shows one of some choices, and opens the searching list. ``picked`` when it changes."""

    picked = Signal(str)

    def __init__(
        self, theme: Theme, options: Callable[[], Sequence[Option]], parent: QWidget, *, free: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName("picker")
        self._theme = theme
        self._options = options
        self._free = free
        self.signs_only = False
        """Whether there is room for the sign alone; the words are in the tip."""
        self._value = ""
        self._words = ""
        self._sign = ""
        self._colour = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open)

    def show_value(self, value: str) -> None:
        """Show the stored value."""
        option = next((one for one in self._options() if one.value == value), None)
        self._value = value
        self._words = option.words.strip() if option else value if self._free else value.replace("_", " ")
        self._sign = option.sign if option else ""
        self._colour = option.colour if option else ""
        self.setAccessibleDescription(self._words)
        self.setToolTip(f"{self._words}: {option.tip}" if option and option.tip else self._words)
        self.update()

    def show_several(self, text: str) -> None:
        """Show that several have several values; whichever is picked is another one."""
        self._value, self._words, self._sign, self._colour = _SEVERAL, text, "", ""
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        self.update()

    @property
    def value(self) -> str:
        """The value shown."""
        return self._value

    def open(self) -> PickerPopup:
        """Open the list under the field."""
        popup = PickerPopup(self, self._options(), self._value, name=self.accessibleName(), free=self._free)
        popup.picked.connect(self._pick)
        popup.open_at(self.mapToGlobal(QPoint(0, self.height() + 2)), self.width())
        return popup

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opens = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in opens:
            self.open()
        else:
            super().keyPressEvent(event)

    def _pick(self, value: str) -> None:
        if value != self._value:
            self.show_value(value)
            self.picked.emit(value)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        colours = self._theme.colours
        rect = self.rect().adjusted(9, 0, -26, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        if self._sign:
            font = self._theme.font(bold=True)
            painter.setFont(font)
            painter.setPen(QColor(self._colour or colours.text))
            painter.drawText(rect, middle, self._sign)
            rect.setLeft(rect.left() + QFontMetrics(font).horizontalAdvance("±") + 7)
        if not self.signs_only:
            painter.setFont(self.font())
            painter.setPen(QColor(colours.text if self.isEnabled() else colours.faint))
            shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, middle, shown)
        arrow = pixmap("down", colours.muted, 14, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(self.width() - 22, (self.height() - 14) // 2), arrow)
        painter.end()
