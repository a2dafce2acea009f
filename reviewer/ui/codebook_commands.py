"""What the action on the codebook does: it opens its window, made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewer.store.rows import CodeRole
from reviewer.ui import codes
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.settings import Settings

if TYPE_CHECKING:
    from reviewer.ui.codebook_window import CodebookWindow
    from reviewer.ui.main_window import MainWindow


class CodebookCommands(CommandGroup):
    """The action on the codebook by its name in the table in ``actions``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.editor: CodebookWindow | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        return {"codebook": self.open}

    def open(self) -> None:
        """Open the codebook, at the theme of the current finding."""
        from reviewer.ui.codebook_window import CodebookWindow

        window = self._window
        finding = window.session.finding
        if self.editor is None:
            self.editor = CodebookWindow(window.session, window.keymap, window.theme, window)
            state = window.settings.state("codebook")
            if state is not None:
                self.editor.restoreGeometry(state)
            if finding is not None:
                row = codes.in_use().row(CodeRole.THEME, finding.theme)
                if row is not None:
                    self.editor.show_code(row.id)
        self.editor.show()
        self.editor.raise_()
        self.editor.activateWindow()
        self.editor.list.setFocus()

    def save(self, settings: Settings) -> None:
        """Remember where the codebook's window was."""
        if self.editor is not None:
            settings.set_state("codebook", self.editor.saveGeometry())
            self.editor.close()
