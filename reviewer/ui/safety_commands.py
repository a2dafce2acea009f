"""What the window says of its store by itself: what is not saved, what is wrong with it, where it lies."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from reviewer.store.places import synchronised_folder
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.settings import Settings
from reviewer.ui.transfers import Summary
from reviewer.ui.upkeep import Looked
from reviewer.ui.upkeep_commands import UpkeepCommands

if TYPE_CHECKING:
    from reviewer.ui.damaged_dialog import DamagedDialog
    from reviewer.ui.main_window import MainWindow

_GOING: Final = "import_going"
_MOST_PATHS: Final = 500
"""Files dropped one by one beyond which they are not remembered; a folder is one."""

LOOK_AFTER_MS: Final = 1500
"""After a store is opened, it is looked at when the window has come to rest."""


class SafetyCommands(CommandGroup):
    """Follows the session; offers what can be done, through ``upkeep``."""

    def __init__(self, window: MainWindow, upkeep: UpkeepCommands) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._upkeep = upkeep
        self._told = False
        self.dialog: DamagedDialog | None = None
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(LOOK_AFTER_MS)
        self._look.timeout.connect(self.look)
        self._session.kept.connect(self._tell_kept)
        self._session.unsaved.changed.connect(self._tell_saved)
        self._session.damaged.connect(self._tell_damaged)
        self._session.store_changed.connect(self._look.start)
        self._closing = False
        window.transfers.started.connect(self._remember_import)
        window.transfers.imported.connect(self._forget_import)

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

    # After opening

    def look(self) -> None:
        """Look at the store that was opened: in a folder that is no good for it, or not whole."""
        if not self._session.is_open:
            return
        store = self._session.store
        if self._session.writable:
            self._offer_import(store.path)
            self._tell_place(store.path)
        self._upkeep.upkeep.check(store.path, partial(self._tell_looked, store.path), writer=None, quick=True)

    def _tell_place(self, path: Path) -> None:
        service = synchronised_folder(path)
        if service is not None:
            self._window.notice.say(
                self.tr(
                    "This store is in a folder that {service} copies to other computers. That can put back an"
                    " older one, or mix two. Keep the store elsewhere, and save a copy or an export there."
                ).format(service=service),
                bad=True,
                action=self.tr("Keep it elsewhere…"),
                do=self._upkeep.move_store,
            )
            return
        backups = self._upkeep.of(path) if not self._session.reports else []
        if backups:
            self._window.notice.say(
                self.tr("This store is empty, and there are backups of one that was here before."),
                action=self.tr("Show the backups"),
                do=self._upkeep.show_backups,
            )

    def _tell_looked(self, path: Path, looked: Looked) -> None:
        if not looked.problems or not self._session.is_open or self._session.store.path != path:
            return
        if looked.damaged:
            self._tell_damaged(path, self.tr("Parts of {name} can't be read.").format(name=path.name))
            return
        count = sum(problem.count for problem in looked.problems)
        self._window.notice.say(
            self.tr("Something in this store is not as it should be ({what}). Your work can go on.").format(
                what=f"{count}: {looked.problems[0].explanation}"
            ),
            bad=True,
            action=self.tr("Check and repair…"),
            do=self._upkeep.check,
        )

    # An import that was interrupted

    def _remember_import(self, paths: list[Path]) -> None:
        """For the case that the import does not come to its end."""
        named = [str(path.absolute()) for path in paths]
        kept = [str(self._session.store.path.absolute()), *named] if len(named) <= _MOST_PATHS else []
        self._keep_import(kept)

    def _forget_import(self, summary: Summary) -> None:
        if not (self._closing and summary.cancelled):
            self._keep_import([])

    def _keep_import(self, kept: list[str]) -> None:
        self._window.settings.set_choice(_GOING, json.dumps(kept))
        self._window.settings.save()

    def _offer_import(self, store: Path) -> None:
        """Once, for a batch that a crash or closing the window has cut short."""
        if self._window.jobs.busy:
            return
        kept = json.loads(self._window.settings.choice(_GOING, "[]") or "[]")
        if not kept or kept[0] != str(store.absolute()):
            return
        self._keep_import([])
        self._window.notice.say(
            self.tr("The last import did not come to its end. What came in is stored; the rest can follow."),
            action=self.tr("Go on importing"),
            do=partial(self._window.commands.import_paths, [Path(path) for path in kept[1:]]),
        )

    def save(self, settings: Settings) -> None:
        """An import that ends because the window closes is to be gone on with."""
        self._closing = True

    # Damage

    def _tell_damaged(self, path: Path, why: str) -> None:
        """Nothing more is written to it; the ways out are a click away."""
        session = self._session
        is_open = session.is_open and session.store.path == path
        if is_open and session.writable:
            # Comes back here when it is open to read only, or can't be.
            report, item = session.report, session.current
            session.unsaved.forget()
            if session.open(path, session.store.reviewer, read_only=True) and report is not None:
                session.open_report(report.row.id, item)
            is_open = session.is_open and session.store.path == path
        text = (
            self.tr("{why} It is open to read only, so nothing more can happen to it.").format(why=why)
            if is_open
            else why
        )
        self._window.notice.say(
            text,
            bad=True,
            action=self.tr("What to do…"),
            do=partial(self.show_damaged, path, readable=is_open),
        )

    def show_damaged(self, path: Path, *, readable: bool) -> None:
        """Offer the backups, or to salvage what can be read."""
        from reviewer.ui.damaged_dialog import DamagedDialog

        dialog = DamagedDialog(path, self._window.theme, self._window, readable=readable)
        dialog.restore_wanted.connect(partial(self._upkeep.show_backups, path))
        dialog.salvage_wanted.connect(partial(self._upkeep.salvage, path))
        dialog.finished.connect(self._forget_dialog)
        self.dialog = dialog
        dialog.show()

    def _forget_dialog(self) -> None:
        self.dialog = None
