"""Agreement between reviewers: the page, made when first wanted, and the work behind it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from reviewer.store import Store, StoreError
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.export_commands import open_folder
from reviewer.ui.jobs import Cancelled, Job, Monitor
from reviewer.ui.session import Item, Table

if TYPE_CHECKING:
    from reviewer.analysis.double_coding import Agreement, Disagreement
    from reviewer.ui.agreement_page import AgreementPage
    from reviewer.ui.main_window import MainWindow


class AgreementCommands(CommandGroup):
    """The action that opens the page, and what the page asks for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._page: AgreementPage | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of the action."""
        return {"agreement": self.open}

    @property
    def page(self) -> AgreementPage:
        """The page."""
        if self._page is None:
            from reviewer.ui.agreement_page import AgreementPage

            window = self._window
            page = self._page = AgreementPage(window.session, window.theme, window)
            page.wanted.connect(self.compare)
            page.add_wanted.connect(self.add)
            page.export_wanted.connect(self.export)
            page.place_wanted.connect(self.show)
            page.closed.connect(self.close)
        return self._page

    def open(self) -> None:
        """Show the page."""
        self._window.show_page(self.page)
        self.page.figures.setFocus()

    def close(self) -> None:
        """Back to the bench."""
        self._window.show_page(self._window.bench)
        self._window.tree.setFocus()

    def compare(self) -> None:
        """Compare in the background, and show it."""
        page, store = self.page, self._window.session.store
        own, paths, undecided = store.path, tuple(page.paths), page.undecided.isChecked()
        page.say_busy()

        def work(monitor: Monitor) -> list[Agreement] | StoreError | Cancelled:
            try:
                return _compared((own, *paths), monitor, undecided=undecided)
            except (StoreError, Cancelled) as error:
                return error

        def done(result: object) -> None:
            if isinstance(result, StoreError):
                self._window.notice.say(str(result), bad=True)
                page.show_found([])
            elif isinstance(result, Cancelled):
                page.say_cancelled()
            elif isinstance(result, list) and self._is_current(own):
                page.show_found(result)

        self._window.jobs.run(Job(self.tr("Comparing"), work, done))

    def _is_current(self, path: Path) -> bool:
        session = self._window.session
        return session.is_open and session.store.path == path

    def add(self) -> None:
        """Ask for a colleague's files."""
        window = self._window
        files, _chosen = QFileDialog.getOpenFileNames(
            window,
            self.tr("Compare with a colleague"),
            window.settings.folder("colleague"),
            self.tr("Stores, bundles and datasets ({endings});;All files (*)").format(
                endings="*.sqlite *.review *.reviewbundle *.json *.jsonl"
            ),
        )
        if files:
            window.settings.set_folder("colleague", Path(files[0]).parent)
            self.page.compare_with([*self.page.paths, *map(Path, files)])

    def export(self) -> None:
        """Ask for a folder and write the tables into it."""
        from reviewer.exporting import ExportError
        from reviewer.exporting.agreement import write

        window = self._window
        folder = QFileDialog.getExistingDirectory(
            window, self.tr("Export the tables into a folder"), window.settings.folder("export")
        )
        if not folder:
            return
        window.settings.set_folder("export", Path(folder))
        try:
            paths = write(list(self.page.found), Path(folder))
        except ExportError as error:
            window.notice.say(str(error), bad=True)
            return
        window.notice.say(
            self.tr("{count} files written to {folder}.").format(count=len(paths), folder=folder),
            action=self.tr("Open the folder"),
            do=partial(open_folder, Path(folder)),
        )

    def show(self, difference: Disagreement) -> None:
        """Go to the words on which raters differ."""
        window, session = self._window, self._window.session
        unit = difference.unit
        row = next((row for row in session.reports if row.source_sha256 == unit.report_key), None)
        if row is None:
            window.notice.say(self.tr("This report is not in the open store."))
            return
        session.open_report(row.id)
        report = session.report
        if report is None:
            return
        # The numbers of a colleague's findings are not ours: the place says which finding it is.
        item = window.source.view.item_at(unit.spans[0][0]) if unit.spans else None
        mine = next((one for one in report.findings if one.spans == unit.spans), None)
        if mine is not None:
            item = Item(Table.FINDING, mine.id)
        if item is not None:
            session.set_current(item)
        window.show_page(window.bench)
        if item is None and unit.spans:
            window.source.view.show_offset(unit.spans[0][0])
            window.source.view.select((unit.spans[0][0], unit.spans[-1][1]))
        window.tree.setFocus()


def _compared(paths: tuple[Path, ...], monitor: Monitor, *, undecided: bool) -> list[Agreement]:
    """The raters of the files, the first with its machine, compared. Raises StoreError, Cancelled."""
    from reviewer.analysis.double_coding import compare
    from reviewer.analysis.raters import machine_of, rater_of
    from reviewer.interchange.opening import opened_to_read

    def progress(done: int, of: int) -> None:
        if monitor.cancelled():
            raise Cancelled
        monitor.progress(done, of)

    raters = []
    with ExitStack() as stack:
        for place, path in enumerate(paths):
            progress(0, 0)
            opened = opened_to_read(path) if place else Store.open(path, read_only=True)
            store = stack.enter_context(opened)
            raters.append(rater_of(store, undecided=undecided))
            if place == 0:
                machine = machine_of(store)
    return compare([*raters, machine], progress)
