"""The colours that a code can have: the scheme's own, one of eight that suit every scheme, or any other."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QButtonGroup, QColorDialog, QHBoxLayout, QToolButton, QWidget

from reviewer.colours import LIGHT, legible
from reviewer.ui.theme import Theme

_SIDE = 16


class Swatches(QWidget):
    """``picked`` with a colour as ``#rrggbb``, or nothing for the scheme's own."""

    picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._value = ""
        self._own = ""
        names = (
            self.tr("Blue"),
            self.tr("Orange-red"),
            self.tr("Green"),
            self.tr("Purple"),
            self.tr("Ochre"),
            self.tr("Teal"),
            self.tr("Crimson"),
            self.tr("Slate"),
        )
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self._add(row, "", self.tr("Automatic"))
        for colour, name in zip(LIGHT.series, names, strict=True):
            self._add(row, colour, name)
        self.other = QToolButton(self)
        self.other.setObjectName("quiet")
        self.other.setText(self.tr("Other…"))
        self.other.setAccessibleName(self.tr("Another colour"))
        self.other.clicked.connect(self._ask)
        row.addWidget(self.other)
        row.addStretch(1)
        theme.changed.connect(self._paint)

    def show_value(self, colour: str, own: str) -> None:
        """Show the colour of a code; ``own`` is the one that it has where it has none of its own."""
        self._value, self._own = colour, own
        self._paint()

    def _add(self, row: QHBoxLayout, colour: str, name: str) -> None:
        button = QToolButton(self)
        button.setObjectName("swatch")
        button.setCheckable(True)
        button.setIconSize(QSize(_SIDE, _SIDE))
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(partial(self.picked.emit, colour))
        self._group.addButton(button)
        self.buttons[colour] = button
        row.addWidget(button)

    def _paint(self) -> None:
        colours = self._theme.colours
        for colour, button in self.buttons.items():
            button.setIcon(self._icon(legible(colour, colours) if colour else self._own, filled=bool(colour)))
            button.setChecked(colour == self._value)
        is_other = self._value not in self.buttons
        self.other.setIcon(self._icon(legible(self._value, colours), filled=True) if is_other else QIcon())
        self.other.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.other.setToolTip(self._value if is_other else self.tr("Choose any colour"))
        self._group.setExclusive(not is_other)

    def _icon(self, colour: str, *, filled: bool) -> QIcon:
        """A square of the colour; the scheme's own is an outline."""
        picture = QPixmap(QSize(_SIDE, _SIDE) * self.devicePixelRatioF())
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(colour or self._theme.colours.muted)
        painter.setPen(QPen(ink, 1.6))
        if filled:
            painter.setBrush(ink)
        painter.drawRoundedRect(2, 2, _SIDE - 4, _SIDE - 4, 3, 3)
        painter.end()
        return QIcon(picture)

    def _ask(self) -> None:
        dialog = QColorDialog(QColor(self._value or self._own), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self.picked.emit(colour.name()))
        dialog.open()
