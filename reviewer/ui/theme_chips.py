"""The further themes of a finding: a chip each, made the first or taken away, and one more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from reviewer.ui import words
from reviewer.ui.fields import Option, PickerPopup
from reviewer.ui.flow_layout import FlowLayout
from reviewer.ui.theme import Theme

_REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)


class ThemeChip(QToolButton):
    """One further theme: a click or Enter opens what can be done with it, Del takes it away."""

    made_first = Signal()
    removed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.addAction(self.tr("Make it the &first")).triggered.connect(lambda: self.made_first.emit())
        menu.addAction(self.tr("&Remove")).triggered.connect(lambda: self.removed.emit())
        self.setMenu(menu)

    def event(self, event: QEvent) -> bool:
        # Its keys mean the theme here, not the finding.
        asks = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asks and cast(QKeyEvent, event).key() in (*_REMOVES, *_OPENS):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _REMOVES:
            self.removed.emit()
        elif event.key() in _OPENS:
            self.menu().popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        else:
            super().keyPressEvent(event)


class ThemeChips(QWidget):
    """All themes after the main one, and a button for one more, which searches as one types."""

    added = Signal(str)
    made_first = Signal(str)
    removed = Signal(str)

    def __init__(self, theme: Theme, options: Callable[[], Sequence[Option]], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._options = options
        self._themes: tuple[str, ...] = ()
        self.chips: list[ThemeChip] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.add = QToolButton(self)
        self.add.setObjectName("addFilter")
        self.add.setText(self.tr("+ Theme"))
        self.add.setAccessibleName(self.tr("Add a theme"))
        self.add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.add.clicked.connect(self.open)
        self._flow = FlowLayout(self)
        self._flow.addWidget(self.add)

    def show_themes(self, themes: Sequence[str]) -> None:
        """Show the themes of a finding; the first one is shown elsewhere."""
        if tuple(themes) == self._themes:
            return
        self._themes = tuple(themes)
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self.add)
        self.chips = [self._chip(theme) for theme in themes[1:]]
        for widget in (*self.chips, self.add):
            self._flow.addWidget(widget)
            widget.show()
        self.updateGeometry()

    def open(self) -> PickerPopup:
        """Open the list of themes that the finding has not."""
        left = [one for one in self._options() if one.value not in self._themes]
        popup = PickerPopup(self, left, "", name=self.add.accessibleName())
        popup.picked.connect(self.added.emit)
        popup.open_at(self.add.mapToGlobal(QPoint(0, self.add.height() + 2)), 220)
        return popup

    def _chip(self, theme: str) -> ThemeChip:
        chip = ThemeChip(self)
        name = words.theme(theme)
        chip.setText(name.replace("&", "&&"))
        chip.setAccessibleName(self.tr("Further theme {name}").format(name=name))
        chip.setToolTip(self.tr("Make it the first, or remove it (Del)"))
        chip.made_first.connect(partial(self.made_first.emit, theme))
        chip.removed.connect(partial(self.removed.emit, theme))
        return chip
