"""The follow-up board in the window: its exports, its undo, how it is left."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from reviewer.store import Store
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.deferred import Deferred
from reviewer.ui.jobs import Cancelled, Job, Monitor
from reviewer.ui.settings import Settings

if TYPE_CHECKING:
    from reviewer.ui.follow_ups import FollowUps
    from reviewer.ui.main_window import MainWindow


class FollowUpCommands(CommandGroup):
    """The actions of the board by the names of the table in ``actions``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._kept: Settings | None = None
        self._made = False
        self.holder = Deferred(self._make, window)

    @property
    def _board(self) -> FollowUps:
        return self.holder.content

    def _make(self, parent: QWidget) -> FollowUps:
        """The board as it was left."""
        from reviewer.ui.follow_ups import FollowUps

        window = self._window
        board = FollowUps(self._session, window.theme, parent)
        board.left.connect(self.leave)
        board.edits.done.connect(self._tell)
        board.edits.refused.connect(lambda why: window.notice.say(why, bad=True))
        board.opened.connect(window.open_place)
        if self._kept is not None:
            self._restore(board, self._kept)
        menu = QMenu(board.export)
        for name in ("follow_ups_table", "follow_ups_calendar"):
            menu.addAction(window.action(name))
        board.export.setMenu(menu)
        self._made = True
        return board

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        return {
            "follow_ups": self.toggle,
            "follow_ups_table": partial(self.export, ".csv"),
            "follow_ups_calendar": partial(self.export, ".ics"),
            "undo": self.undo,
            "redo": self.redo,
        }

    def has(self) -> dict[str, bool]:
        """Undo and redo mean the board's edits where the focus is there."""
        if not self._is_here():
            return {}
        edits = self._board.edits
        found = {"undo": edits.can_undo, "redo": edits.can_redo}
        return {name: True for name, can in found.items() if can}

    def toggle(self) -> None:
        """Show the board with the focus in it, or hide it."""
        dock = self._window.follow_ups_dock
        dock.setVisible(not dock.isVisible())
        if dock.isVisible():
            dock.raise_()
            self._board.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Go on on the bench."""
        self._window.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Undo

    def _is_here(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.holder.isAncestorOf(focus)

    def undo(self) -> None:
        """Take back the board's latest edit where the focus is there, otherwise the open report's."""
        if self._is_here() and self._board.edits.can_undo:
            self._board.edits.undo()
        else:
            self._session.undo()

    def redo(self) -> None:
        """Do again what was undone last, in the same way."""
        if self._is_here() and self._board.edits.can_redo:
            self._board.edits.redo()
        else:
            self._session.redo()

    def _tell(self, done: str) -> None:
        self._window.notice.say(f"{done}.", action=self.tr("Undo"), do=self._board.edits.undo)
        self._window.follow()

    # Export

    def export(self, ending: str) -> None:
        """Ask for a file and write the follow-ups that the board shows, as a job."""
        board = self._board
        board.read_now()
        rows = board.model.shown
        if not rows:
            self._window.notice.say(self.tr("The board shows no follow-up that could be written."), bad=True)
            return
        folder = self._window.settings.folder("export") or str(Path.home())
        kinds = {
            ".csv": (self.tr("Follow-ups as a table"), self.tr("Tables (*.csv)")),
            ".ics": (self.tr("Follow-ups as a calendar"), self.tr("Calendars (*.ics)")),
        }
        title, kind = kinds[ending]
        name, _chosen = QFileDialog.getSaveFileName(
            self._window, title, str(Path(folder) / f"{self.tr('follow-ups')}{ending}"), kind
        )
        if not name:
            return
        from reviewer.exporting import ExportError

        path = Path(name)
        path = path if path.suffix.casefold() == ending else path.with_name(path.name + ending)
        self._window.settings.set_folder("export", path.parent)
        place = self._session.store.path

        def work(monitor: Monitor) -> ExportError | None:
            from reviewer.exporting.follow_ups import write_some

            def progress(done: int, of: int) -> None:
                if monitor.cancelled():
                    raise Cancelled
                monitor.progress(done, of)

            try:
                with Store.open(place, read_only=True) as own:
                    write_some(own, rows, path, progress=progress)
            except ExportError as error:
                return error
            return None

        def done(error: object) -> None:
            if isinstance(error, ExportError):
                self._window.notice.say(str(error), bad=True)
                return
            one = self.tr("1 follow-up written to {path}.")
            many = self.tr("{count} follow-ups written to {path}.")
            said = (one if len(rows) == 1 else many).format(count=len(rows), path=path)
            open_folder = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path.parent)))
            self._window.notice.say(said, action=self.tr("Open the folder"), do=open_folder)

        self._window.jobs.run(Job(self.tr("Exporting"), work, done))

    # Between two starts

    def restore(self, settings: Settings) -> None:
        """Have the board as it was left, once it is made."""
        self._kept = settings

    def _restore(self, board: FollowUps, settings: Settings) -> None:
        board.by.setCurrentIndex(max(0, board.by.findData(settings.choice("follow_ups_by", "due"))))
        header, parts = settings.state("follow_ups_columns"), settings.state("follow_ups_parts")
        if header is not None:
            board.table.header().restoreState(header)
        if parts is not None:
            board.parts.restoreState(parts)

    def save(self, settings: Settings) -> None:
        """Remember how the board is left."""
        if not self._made:
            return
        board = self._board
        board.pane.commit()
        settings.set_choice("follow_ups_by", board.by.currentData())
        settings.set_state("follow_ups_columns", board.table.header().saveState())
        settings.set_state("follow_ups_parts", board.parts.saveState())
