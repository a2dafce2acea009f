"""What the action on the undo history does: it shows or hides the panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from reviewer.ui.command_group import CommandGroup
from reviewer.ui.deferred import Deferred

if TYPE_CHECKING:
    from reviewer.ui.main_window import MainWindow
    from reviewer.ui.undo_panel import UndoPanel


class UndoCommands(CommandGroup):
    """The action on the undo history by its name in the table in ``actions``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.holder = Deferred(self._make, window)

    def _make(self, parent: QWidget) -> UndoPanel:
        from reviewer.ui.undo_panel import UndoPanel

        return UndoPanel(self._window.session, self._window.theme, parent)

    @property
    def panel(self) -> UndoPanel:
        """The list of steps, made when it is first asked for."""
        return self.holder.content

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        return {"undo_history": self.toggle}

    def checks(self) -> dict[str, bool]:
        """Whether the panel is shown."""
        return {"undo_history": self._window.undo_dock.isVisible()}

    def toggle(self) -> None:
        """Show the steps, or hide them."""
        self._window.commands.toggle(self._window.undo_dock)
        if self._window.undo_dock.isVisible():
            self.panel.table.setFocus()
