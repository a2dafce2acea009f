"""A pane that can leave the window, for a second screen, and come back to its place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget


class FloatingPane(QWidget):
    """The window that ``pane`` floats in. Closing it puts the pane back; ``moved`` says either.

    It is a tool window of the main one, so that every shortcut works in it.
    """

    moved = Signal()

    def __init__(self, pane: QWidget, home: QSplitter, title: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self._pane = pane
        self._home = home
        self._place = home.indexOf(pane)
        self._sizes: list[int] = []
        self.setWindowTitle(title)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.resize(640, 860)

    @property
    def floats(self) -> bool:
        """Whether the pane is out of the window."""
        return self._layout.count() > 0

    def set_floats(self, floats: bool) -> None:
        """Let the pane float, or put it back."""
        if floats == self.floats:
            return
        if floats:
            self._sizes = self._home.sizes()
            self._layout.addWidget(self._pane)
            self._pane.show()
            self.show()
        else:
            self._home.insertWidget(self._place, self._pane)
            self._home.setSizes(self._sizes)
            self.hide()
        self.moved.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.set_floats(False)
