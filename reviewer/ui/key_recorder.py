"""A field that takes the next key pressed, whatever it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer.ui.keymap import pressed


class KeyRecorder(QLineEdit):
    """``recorded`` with the key in portable writing; ``left`` when Esc or leaving ends it without one."""

    recorded = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setPlaceholderText(self.tr("Press a key"))
        self.setAccessibleName(self.tr("Press the new key; Esc leaves it as it is"))
        self._done = False

    def event(self, event: QEvent) -> bool:
        # Keys that mean something to the window mean nothing here.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._take(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._end("")

    def _take(self, event: QKeyEvent) -> None:
        event.accept()
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._end("")
        elif key := pressed(event):
            self._end(key)

    def _end(self, key: str) -> None:
        if self._done:
            return
        self._done = True
        if key:
            self.recorded.emit(key)
        else:
            self.left.emit()
