"""The tool bar: the few actions of every minute, each with its key beside it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolBar, QToolButton, QWidget

from reviewer.ui import actions
from reviewer.ui.theme import Theme, pixmap

ORDER = (
    "import",
    "export",
    "",
    "back",
    "next_undecided",
    "",
    "accept_next",
    "reject",
    "follow_up",
    "note",
    "add",
    "",
    "undo",
    "redo",
)
_ICON = 16
_GAP = 6
_ONLY_ICON = ("redo",)
_NO_ICON = ("import", "export", "next_undecided")


class ActionButton(QToolButton):
    """An action with icon, words and, small, its key."""

    def __init__(self, action: QAction, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._action = action
        self._theme = theme
        self._size = QSize()
        self._icon = next(spec.icon for spec in actions.SPECS if spec.name == action.objectName())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if action.objectName() == "next_undecided":
            self.setObjectName("primary")
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        theme.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
        self.setAccessibleName(actions.plain(self._action.text()))
        # Laying the bar out anew takes time, and most changes are of colour only.
        size = self._measured()
        if size != self._size:
            self._size = size
            self.updateGeometry()
        self.update()

    def _words(self) -> str:
        name = self._action.objectName()
        if name in _ONLY_ICON:
            return ""
        short = {
            "import": self.tr("Import…"),
            "export": self.tr("Export…"),
            "accept_next": self.tr("Accept"),
            "add": self.tr("Add"),
            "follow_up": self.tr("Follow up"),
        }
        return short.get(name) or actions.plain(self._action.text())

    def _key(self) -> str:
        text = actions.key_words(self._action.shortcut())
        # Only the keys that one presses by themselves are worth their place.
        return text if "+" not in text and self._words() else ""

    def _fonts(self) -> tuple[QFont, QFont]:
        return self._theme.font(bold=self.objectName() == "primary"), self._theme.font(0.86)

    def _shown(self) -> str:
        return QFontMetrics(self._fonts()[0]).elidedText(self._words(), Qt.TextElideMode.ElideRight, 170)

    def sizeHint(self) -> QSize:
        return self._size

    def _measured(self) -> QSize:
        font, small = self._fonts()
        width = 16
        if self._action.objectName() not in _NO_ICON:
            width += _ICON + (_GAP if self._words() else 0)
        width += QFontMetrics(font).horizontalAdvance(self._shown())
        if self._key():
            width += _GAP + QFontMetrics(small).horizontalAdvance(self._key())
        return QSize(width, QFontMetrics(font).height() + 14)

    def minimumSizeHint(self) -> QSize:
        return self._size

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        c = self._theme.colours
        font, small = self._fonts()
        colour = c.accent if self.objectName() == "primary" else c.text
        muted = c.accent if self.objectName() == "primary" else c.muted
        if not self.isEnabled():
            colour = muted = c.faint
        painter = QPainter(self)
        x, middle = 8, self.height() / 2
        if self._action.objectName() not in _NO_ICON and self._icon:
            drawing = pixmap(self._icon, colour, _ICON, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(x, round(middle - _ICON / 2)), drawing)
            x += _ICON + _GAP
        baseline = round(middle + (QFontMetrics(font).ascent() - QFontMetrics(font).descent()) / 2)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(QPoint(x, baseline), self._shown())
        x += QFontMetrics(font).horizontalAdvance(self._shown()) + _GAP
        painter.setFont(small)
        painter.setPen(QColor(muted))
        painter.drawText(QPoint(x, baseline), self._key())
        painter.end()


class SearchButton(QToolButton):
    """Looks like the field that it leads to: a lens, what it is for, its key."""

    def __init__(self, action: QAction, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._action = action
        self._theme = theme
        self.setObjectName("searchField")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(actions.plain(action.text()))
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        theme.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
        self.updateGeometry()
        self.update()

    def _key(self) -> str:
        return actions.key_words(self._action.shortcut())

    def sizeHint(self) -> QSize:
        font, small = QFontMetrics(self._theme.font()), QFontMetrics(self._theme.font(0.86))
        words = font.horizontalAdvance(self.tr("Search reports, findings, notes…"))
        return QSize(words + small.horizontalAdvance(self._key()) + _ICON + 40, font.height() + 14)

    def minimumSizeHint(self) -> QSize:
        return QSize(_ICON + 20, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        c = self._theme.colours
        font, small = self._theme.font(), self._theme.font(0.86)
        colour = c.muted if self.isEnabled() else c.faint
        painter = QPainter(self)
        middle = self.height() / 2
        drawing = pixmap("search", colour, _ICON, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(9, round(middle - _ICON / 2)), drawing)
        metrics, key = QFontMetrics(font), self._key()
        baseline = round(middle + (metrics.ascent() - metrics.descent()) / 2)
        painter.setPen(QColor(colour))
        room = self.width() - _ICON - 26
        beside = QFontMetrics(small).horizontalAdvance(key) + 12
        words = self.tr("Search reports, findings, notes…")
        if room - beside >= metrics.horizontalAdvance(words):
            painter.setFont(small)
            painter.drawText(QPoint(self.width() - beside + 2, baseline), key)
            room -= beside
        painter.setFont(font)
        for shown in (words, self.tr("Search…")):
            if metrics.horizontalAdvance(shown) <= room:
                painter.drawText(QPoint(_ICON + 17, baseline), shown)
                break
        painter.end()


class ToolBar(QToolBar):
    """The bar under the menus."""

    def __init__(self, known: Mapping[str, QAction], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tools")
        self.setWindowTitle(self.tr("Tools"))
        self.setMovable(False)
        self.setFloatable(False)
        self._theme = theme
        self.buttons: dict[str, ActionButton] = {}
        for name in ORDER:
            if not name:
                self.addSeparator()
                continue
            button = ActionButton(known[name], theme, self)
            self.buttons[name] = button
            self.addWidget(button)

    def add_search(self, action: QAction) -> None:
        """Put the way to the search at the right end."""
        space = QWidget(self)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self.search = SearchButton(action, self._theme, self)
        self.addWidget(self.search)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
