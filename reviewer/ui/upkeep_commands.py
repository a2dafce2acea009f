"""What the actions on whole stores do: back up, copy, restore, check, repair, salvage."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from reviewer.store.backup import Backup, Reason
from reviewer.store.backup import backups as made_backups
from reviewer.store.places import default_path
from reviewer.ui import words
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.upkeep import Looked, Restored, Upkeep

if TYPE_CHECKING:
    from reviewer.store.salvage import Salvaged
    from reviewer.ui.backups_dialog import BackupsDialog
    from reviewer.ui.check_dialog import CheckDialog
    from reviewer.ui.main_window import MainWindow


class UpkeepCommands(CommandGroup):
    """The actions on whole stores by the names of the table in ``actions``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self.upkeep = Upkeep(window.jobs, self)
        self.upkeep.failed.connect(lambda why: window.notice.say(why, bad=True))
        self.upkeep.ended.connect(self._close_stopped)
        self.backups: BackupsDialog | None = None
        self.checking: CheckDialog | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        return {
            "backup": self.back_up,
            "backups": self.show_backups,
            "copy_store": self.copy_store,
            "check_store": self.check,
        }

    def _close_stopped(self) -> None:
        """A check that failed or was cancelled has nothing to show."""
        if self.checking is not None and self.checking.running:
            self.checking.running = False
            self.checking.close()

    def _free(self) -> bool:
        """Whether nothing is under way and nothing waits to be saved; says what is in the way."""
        job = self._window.jobs.current
        if job is not None and not job.quiet:
            self._window.notice.say(
                self.tr(
                    "{job} is still under way: wait for it, or cancel it in the bar at the bottom."
                ).format(job=job.name),
                bad=True,
            )
            return False
        self.commit_fields()
        if self._session.unsaved.retry():
            return True
        self._window.notice.say(
            self.tr("Some edits are not saved yet: save them or undo them first."), bad=True
        )
        return False

    @staticmethod
    def commit_fields() -> None:
        """Store what is being typed."""
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()

    # Backups

    def of(self, store: Path) -> list[Backup]:
        """The backups of a store that can be restored, the latest first."""
        return [one for one in made_backups(store) if one.reason != Reason.DAMAGED]

    def back_up(self) -> None:
        """Make a backup now."""
        self.commit_fields()

        def done(made: Backup) -> None:
            self._window.notice.say(
                self.tr("Backed up and checked: {name}, {size}.").format(
                    name=made.path.name, size=words.size(made.size)
                ),
                action=self.tr("Show the backups"),
                do=self.show_backups,
            )
            if self.backups is not None:
                self.backups.read()

        self.upkeep.back_up(self._session.store.path, done)

    def show_backups(self, store: Path | None = None) -> None:
        """List the backups of ``store``, or of the open one."""
        from reviewer.ui.backups_dialog import BackupsDialog

        if store is None:
            store = self._session.store.path
        if self.backups is not None:
            self.backups.close()
        dialog = BackupsDialog(store, self._window.theme, self._window)
        dialog.now.setEnabled(self._session.is_open and self._session.store.path == store)
        dialog.backup_wanted.connect(self.back_up)
        dialog.restore_wanted.connect(partial(self.put_back, store))
        dialog.salvage_wanted.connect(partial(self.salvage, beside=store))
        dialog.finished.connect(self._forget_backups)
        self.backups = dialog
        dialog.show()

    def _forget_backups(self) -> None:
        self.backups = None

    def put_back(self, store: Path, chosen: Path) -> None:
        """Put a backup back as the store, then open it where it was left."""
        if not self._free():
            return
        session = self._session
        is_open = session.is_open and session.store.path == store
        at = session.report.row.id if is_open and session.report is not None else None
        item = session.current if is_open else None
        if is_open:
            session.leave()

        def done(restored: Restored) -> None:
            opened = not session.is_open and self._window.open_store(store)
            if opened and at in [row.id for row in session.reports]:
                session.open_report(at or 0, item)
            if restored.why:
                self._window.notice.say(restored.why, bad=True)
            else:
                self._tell_restored(store, chosen, restored.before)

        self.upkeep.restore(store, chosen, done)

    def _tell_restored(self, store: Path, chosen: Path, before: Backup | None) -> None:
        made = next((one.made_at for one in made_backups(store) if one.path == chosen), None)
        when = words.moment(made) if made else chosen.name
        text = self.tr("The store is as it was in the backup of {when}.").format(when=when)
        undo: Callable[[], object] | None = None
        if before is not None and before.reason == Reason.DAMAGED:
            text += " " + self.tr("The damaged file was set aside as {name}.").format(name=before.path.name)
        elif before is not None:
            undo = partial(self.put_back, store, before.path)
        self._window.notice.say(text, action=self.tr("Undo") if undo else "", do=undo)

    def copy_store(self) -> None:
        """Ask for a place and copy the store there; the store that is open stays open."""
        store = self._session.store.path
        target = self._ask_place(
            self.tr("Save a copy of the store"), Path.home() / f"{store.stem}-copy.sqlite"
        )
        if target is None:
            return

        def done(made: Path) -> None:
            self._window.notice.say(
                self.tr("Copied and checked: {path}.").format(path=made),
                action=self.tr("Open the folder"),
                do=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(made.parent))),
            )

        self.commit_fields()
        self.upkeep.copy(store, target, done)

    def move_store(self) -> None:
        """Ask for a better place, copy the store there and go on in the copy."""
        store = self._session.store.path
        place = default_path()
        if place.exists():
            place = place.with_name(f"{store.stem}.sqlite")
        target = self._ask_place(self.tr("Keep the store here from now on"), place)
        if target is None or not self._free():
            return

        def done(made: Path) -> None:
            if self._window.open_store(made):
                self._window.notice.say(
                    self.tr(
                        "Your work goes on in {path}. The file in the synchronised folder was left as it was."
                    ).format(path=made)
                )

        target.parent.mkdir(parents=True, exist_ok=True)
        self.upkeep.copy(store, target, done)

    def _ask_place(self, title: str, proposed: Path) -> Path | None:
        name, _chosen = QFileDialog.getSaveFileName(
            self._window,
            title,
            str(proposed),
            self.tr("Stores (*.sqlite *.review);;All files (*)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if not name:
            return None
        return Path(name if Path(name).suffix else f"{name}.sqlite")

    # Check, repair, salvage

    def check(self) -> None:
        """Check the whole store, in a dialog that does not block."""
        from reviewer.ui.check_dialog import CheckDialog

        if not self._free():
            return
        if self.checking is not None:
            self.checking.close()
        store = self._session.store
        dialog = CheckDialog(store.path.name, self._window.jobs, self._window.theme, self._window)
        dialog.repair_wanted.connect(self.repair)
        dialog.restore_wanted.connect(partial(self.show_backups, store.path))
        dialog.salvage_wanted.connect(partial(self.salvage, store.path))
        dialog.finished.connect(self._forget_check)
        self.checking = dialog
        dialog.begin(self.tr("Checking the store…"))
        dialog.show()
        writer = store.reviewer if self._session.writable else None
        self.upkeep.check(store.path, self._show_looked, writer=writer)

    def _forget_check(self) -> None:
        self.checking = None

    def _show_looked(self, looked: Looked) -> None:
        if self.checking is not None:
            self.checking.show_result(looked, writable=self._session.writable)

    def repair(self) -> None:
        """Mend what can be, then read everything anew."""
        store = self._session.store
        if not self._session.writable or not self._free():
            return

        def done(looked: Looked) -> None:
            if self._session.is_open and self._session.store.path == store.path:
                self._session.reopen(self._session.store.reviewer)
            self._show_looked(looked)

        if self.checking is not None:
            self.checking.begin(self.tr("Repairing the store…"))
            self.checking.said.setText(self.tr("First a backup is made."))
        self.upkeep.repair(store.path, done, writer=store.reviewer)

    def salvage(self, damaged: Path, beside: Path | None = None) -> None:
        """Ask for a new file, read into it what can be read, and open it."""
        near = beside or damaged
        target = self._ask_place(
            self.tr("Salvage into a new file"), near.with_name(f"{near.stem}-salvaged.sqlite")
        )
        if target is None or not self._free():
            return
        if self.checking is not None:
            self.checking.close()

        def done(salvaged: Salvaged) -> None:
            read, lost = sum(salvaged.read.values()), sum(salvaged.lost.values())
            if not self._window.open_store(salvaged.path):
                return
            text = self.tr("{read} rows were salvaged into {name}, none is known to be lost.")
            if lost:
                text = self.tr("{read} rows were salvaged into {name}, {lost} are known to be lost.")
            self._window.notice.say(
                text.format(read=read, name=salvaged.path.name, lost=lost)
                + " "
                + self.tr("The damaged file was left as it is; a backup of it may have more."),
                bad=bool(lost),
                action=self.tr("Show its backups"),
                do=partial(self.show_backups, near),
            )

        self.upkeep.salvage(damaged, target, done)
