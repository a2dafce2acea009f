"""The keys of codes: each sets its kind or theme on the selected findings."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from reviewer.store.rows import CodeRole
from reviewer.ui.keymap import Keymap
from reviewer.ui.session import Session


class CodeKeys(QObject):
    """An action of the window for each code with a key of its own, made anew when the codebook changes."""

    def __init__(self, session: Session, keymap: Keymap, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._keymap = keymap
        self._window = window
        self.actions: dict[int, QAction] = {}
        keymap.changed.connect(self._make)
        self._make()

    def set_code(self, role: CodeRole, key: str) -> None:
        """Give the selected findings a kind or theme."""
        if role is CodeRole.KIND:
            self._session.set_kind(key)
        else:
            self._session.set_theme(key)

    def _make(self) -> None:
        for action in self.actions.values():
            self._window.removeAction(action)
            action.deleteLater()
        self.actions = {}
        for row in self._keymap.codes():
            holder = self._keymap.holder(row.shortcut) if row.shortcut else None
            # A key that an action of this reviewer has does that: two would do nothing.
            if holder is None or holder.code_id != row.id:
                continue
            action = QAction(row.label, self)
            action.setShortcut(QKeySequence(row.shortcut))
            action.setAutoRepeat(False)
            action.triggered.connect(partial(self.set_code, row.role, row.key))
            self._window.addAction(action)
            self.actions[row.id] = action
