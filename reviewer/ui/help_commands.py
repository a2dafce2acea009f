"""The help in the window: its window, made when first wanted, and what it says of keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewer.ui import actions
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.settings import Settings

if TYPE_CHECKING:
    from reviewer.ui.help_pages import ActionWords
    from reviewer.ui.help_window import HelpWindow
    from reviewer.ui.main_window import MainWindow


class HelpCommands(CommandGroup):
    """The actions of the help by the names of the table in ``actions``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.shown: HelpWindow | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        return {"help": self.open, "help_search": lambda: self.open("searching")}

    def open(self, name: str = "", at: str = "") -> None:
        """Show the help, at a page and a place in it."""
        if self.shown is None:
            from reviewer.ui.help_window import HelpWindow

            self.shown = HelpWindow(self._window.theme, self.words_of, self._window)
            geometry = self._window.settings.state("help")
            if geometry is not None:
                self.shown.restoreGeometry(geometry)
        self.shown.open(name, at)

    def words_of(self, name: str) -> ActionWords | None:
        """An action's words, keys and menu as they are now; None for one that there is not."""
        from reviewer.ui.help_pages import ActionWords

        spec = next((one for one in actions.SPECS if one.name == name), None)
        action = self._window.actions_by_name.get(name)
        if spec is None or action is None:
            return None
        # One Enter is as good as the other.
        pressed = [key for key in action.shortcuts() if key.toString() != "Enter"]
        keys = tuple(dict.fromkeys(actions.key_words(key) for key in pressed))
        return ActionWords(actions.plain(actions.translated(spec.text)), keys, _menu(spec.menu))

    def save(self, settings: Settings) -> None:
        """Remember where its window was."""
        if self.shown is not None:
            settings.set_state("help", self.shown.saveGeometry())
            self.shown.close()


def _menu(name: str) -> str:
    above = actions.SUBMENUS.get(name)
    words = actions.plain(actions.translated(actions.MENUS[name]))
    return words if above is None else f"{_menu(above)} › {words}"
