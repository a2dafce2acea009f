"""What keeps a store safe, in the window: edits that wait, backups, checks, history, re-extraction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.ui.command_group import CommandGroup

if TYPE_CHECKING:
    from reviewer.ui.main_window import MainWindow


class SafetyCommands(CommandGroup):
    """The actions of upkeep by the names of the table in ``actions``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._told = False
        self._session.kept.connect(self._tell_kept)
        self._session.unsaved.changed.connect(self._tell_saved)

    # Edits that wait

    def _tell_kept(self, why: str) -> None:
        self._told = True
        self._window.notice.say(
            self.tr("{why} Your edit is kept and will be saved as soon as that works.").format(why=why),
            bad=True,
            action=self.tr("Try again now"),
            do=self._try_again,
        )

    def _try_again(self) -> None:
        unsaved = self._session.unsaved
        if not unsaved.retry():
            self._tell_kept(unsaved.waiting[0].why)

    def _tell_saved(self) -> None:
        self._window.follow()
        if self._told and not self._session.unsaved:
            self._told = False
            self._window.notice.say(self.tr("Everything is saved."))
