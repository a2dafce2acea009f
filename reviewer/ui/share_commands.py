"""Two reviewers: sharing reports in a bundle, merging a colleague's, settling what differs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer.store import Store, StoreError
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.deferred import Deferred
from reviewer.ui.export_commands import open_folder
from reviewer.ui.jobs import Cancelled, Job, Monitor
from reviewer.ui.session import Item

if TYPE_CHECKING:
    from reviewer.store.merging.merge import Merged
    from reviewer.ui.main_window import MainWindow
    from reviewer.ui.settle_panel import SettlePanel
    from reviewer.ui.share_dialog import ShareDialog

SUFFIX = ".reviewbundle"


class ShareCommands(CommandGroup):
    """The actions of sharing and settling by the names of the table in ``actions``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self.holder = Deferred(self._make, window)

    def _make(self, parent: QWidget) -> SettlePanel:
        from reviewer.ui.settle_panel import SettlePanel

        panel = SettlePanel(self._session, self._window.theme, parent)
        panel.shown.connect(self.follow)
        panel.opened.connect(self._window.open_item)
        return panel

    @property
    def panel(self) -> SettlePanel:
        """The list of differences, made when it is first asked for."""
        return self.holder.content

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        return {
            "share": self.open,
            "merge_review": self.ask,
            "undo_merge": self.undo,
            "redo_merge": self.redo,
            "settle": self.settle,
        }

    def checks(self) -> dict[str, bool]:
        """Whether the differences are shown."""
        return {"settle": self._window.settle_dock.isVisible()}

    def has(self) -> dict[str, bool]:
        """Whether there is a merge to take back, or to do again."""
        open_ = self._session.is_open
        return {
            "merged": open_ and self._session.store.merge_undo_name() is not None,
            "unmerged": open_ and self._session.store.merge_redo_name() is not None,
        }

    # Out

    def open(self) -> None:
        """Choose the reports to share."""
        self.dialog().show()

    def dialog(self) -> ShareDialog:
        """The dialog, made anew: one's own work is ticked, or else all that the library shows."""
        from reviewer.ui.share_dialog import ShareDialog

        reports = self._session.reports
        shown = self._window.library.library_model.shown() or reports
        mine = [row.id for row in shown if self._session.store.reviewer in row.assigned]
        dialog = ShareDialog(reports, mine or [row.id for row in shown], self._window)
        dialog.wanted.connect(self.ask_where)
        return dialog

    def ask_where(self, ids: Sequence[int]) -> None:
        """Ask for a file and write the bundle."""
        window = self._window
        name = self.tr("review by {name}").format(name=self._session.store.reviewer) + SUFFIX
        chosen, _kind = QFileDialog.getSaveFileName(
            window,
            self.tr("Share reports"),
            str(Path(window.settings.folder("share")) / name),
            self.tr("Review bundles ({endings})").format(endings=f"*{SUFFIX}"),
        )
        if chosen:
            window.settings.set_folder("share", Path(chosen).parent)
            self.write(Path(chosen), ids)

    def write(self, path: Path, ids: Sequence[int]) -> None:
        """Write a bundle of these reports in the background."""
        place, reviewer, wanted = self._session.store.path, self._session.store.reviewer, set(ids)

        def work(monitor: Monitor) -> Path | str:
            from reviewer.exporting import ExportError
            from reviewer.interchange.bundles import write_bundle

            try:
                with Store.open(place, reviewer=reviewer, read_only=True) as own:
                    rows = [row for row in own.reports() if row.id in wanted]
                    return write_bundle(own, path, rows, partial(_progress, monitor))
            except (ExportError, StoreError) as error:
                return str(error)

        def done(result: object) -> None:
            if isinstance(result, Path):
                text = self.tr("{count} reports shared in {name}.").format(
                    count=len(wanted), name=result.name
                )
                self._window.notice.say(
                    self.tr("1 report shared in {name}.").format(name=result.name)
                    if len(wanted) == 1
                    else text,
                    action=self.tr("Open the folder"),
                    do=partial(open_folder, result.parent),
                )
            else:
                self._window.notice.say(str(result), bad=True)

        self._window.upkeep.commit_fields()
        self._window.jobs.run(Job(self.tr("Sharing"), work, done))

    # In

    def ask(self) -> None:
        """Ask for a colleague's bundle and merge it."""
        window = self._window
        files, _kind = QFileDialog.getOpenFileNames(
            window,
            self.tr("Merge a colleague’s review"),
            window.settings.folder("share"),
            self.tr("Review bundles ({endings});;All files (*)").format(endings=f"*{SUFFIX}"),
        )
        if files:
            window.settings.set_folder("share", Path(files[0]).parent)
            self.merge([Path(file) for file in files])

    def merge(self, paths: Sequence[Path]) -> None:
        """Merge bundles into the open store in the background, one after another."""
        for path in paths:
            self._merge(path)

    def _merge(self, path: Path) -> None:
        place, reviewer = self._session.store.path, self._session.store.reviewer

        def work(monitor: Monitor) -> Merged | str:
            from reviewer.interchange.bundles import merge_bundle
            from reviewer.interchange.safe import RefusedError

            try:
                with Store.open(place, reviewer=reviewer) as own:
                    return merge_bundle(own, path, partial(_progress, monitor))
            except (RefusedError, StoreError) as error:
                return f"{path.name}: {error}"
            except OSError as error:
                return f"{path.name}: {error.strerror or error}"

        def done(result: object) -> None:
            if isinstance(result, str):
                self._window.notice.say(result, bad=True)
            elif self._session.is_open and self._session.store.path == place:
                self._came(result)  # type: ignore[arg-type]

        self._window.upkeep.commit_fields()
        self._window.jobs.run(Job(self.tr("Merging"), work, done))

    def _came(self, merged: Merged) -> None:
        self._session.read_library()
        if merged.change.name:
            self._session.edit(lambda: merged.change)
        self._tell(merged)
        if self._session.report is None and self._session.reports:
            self._session.open_report(self._session.reports[0].id)

    def _tell(self, merged: Merged) -> None:
        by = {
            what: [one for one in merged.reports if one.what == what]
            for what in ("merged", "whole", "known", "refused")
        }
        parts = [
            one if len(found) == 1 else many.format(len(found))
            for found, one, many in (
                (by["merged"], self.tr("1 report merged"), self.tr("{} reports merged")),
                (by["whole"], self.tr("1 new report"), self.tr("{} new reports")),
                (by["known"], self.tr("1 with nothing new"), self.tr("{} with nothing new")),
                (by["refused"], self.tr("1 left as it was"), self.tr("{} left as they were")),
            )
            if found
        ]
        text = f"{', '.join(parts) or self.tr('Nothing in it')}."
        if by["refused"]:
            first = by["refused"][0]
            text += " " + self.tr("{name}: {why}.").format(name=first.name, why=first.why)
        if merged.disputes:
            count = merged.disputes
            more = self.tr("1 difference to settle.") if count == 1 else self.tr("{} differences to settle.")
            text += " " + more.format(count)
            self._window.notice.say(text, action=self.tr("Settle them"), do=self.show_panel)
        elif merged.change.name and not by["refused"]:
            self._window.notice.say(text, action=self.tr("Take back"), do=self.undo)
        else:
            self._window.notice.say(text, bad=bool(by["refused"]))

    def undo(self) -> None:
        """Take the latest merge back, in all reports."""
        if self._session.edit(self._session.store.undo_merge) is not None:
            self._window.notice.say(
                self.tr("The merge was taken back; reports that were new stay."),
                action=self.tr("Do it again"),
                do=self.redo,
            )

    def redo(self) -> None:
        """Do the merge again that was taken back last."""
        if self._session.edit(self._session.store.redo_merge) is not None:
            self._window.notice.say(self.tr("The merge was done again."))

    # Settling

    def settle(self) -> None:
        """Show what is left to settle, or hide it."""
        dock = self._window.settle_dock
        if dock.isVisible() and self.panel.list.hasFocus():
            dock.hide()
            self._window.tree.setFocus()
        else:
            self.show_panel()

    def show_panel(self) -> None:
        """Show what is left to settle."""
        dock = self._window.settle_dock
        dock.show()
        dock.raise_()
        self.panel.read()
        self.panel.list.setFocus()

    def follow(self, report_id: int, item: Item | None) -> None:
        """Show the words of a difference on the bench, and stay in the list."""
        window = self._window
        if window.pages.currentWidget() is not window.bench:
            window.show_page(window.bench)
        self._session.open_report(report_id, item)


def _progress(monitor: Monitor, done: int, of: int) -> None:
    if monitor.cancelled():
        raise Cancelled
    monitor.progress(done, of)
