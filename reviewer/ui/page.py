"""What takes the whole window in place of the bench."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """A page. ``closed`` to go back to the bench."""

    closed = Signal()

    def panes(self) -> list[QWidget]:
        """The parts that F6 goes round."""
        return []
