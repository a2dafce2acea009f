"""Reports in and datasets out, as jobs beside the window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from reviewer import diagnostics
from reviewer.outcome import Outcome, Result
from reviewer.resources import folder
from reviewer.store import Store, StoreError
from reviewer.store.places import default_path
from reviewer.ui.jobs import Cancelled, Job, Jobs, Monitor
from reviewer.ui.session import Session

if TYPE_CHECKING:
    from reviewer.exporting.choice import Choice

_LIBRARY_EVERY_MS = 700
"""A long import shows its reports as they come, but not each one at once."""

_SHARE = 20
"""Showing them takes at most one part in so many of the time: a library of thousands takes longer to read."""


@dataclass
class Summary:
    """How an import went."""

    imported: list[Outcome] = field(default_factory=list)
    already: list[Outcome] = field(default_factory=list)
    failed: list[Outcome] = field(default_factory=list)
    brought: list[Outcome] = field(default_factory=list)
    """Files of other programs."""
    cancelled: bool = False

    def add(self, outcome: Outcome) -> None:
        """Count one file."""
        if outcome.result is Result.IMPORTED and outcome.message:
            self.brought.append(outcome)
            return
        {Result.IMPORTED: self.imported, Result.ALREADY: self.already, Result.FAILED: self.failed}[
            outcome.result
        ].append(outcome)


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote into a folder; of one that was cancelled, the formats that were done by then."""

    folder: Path
    paths: tuple[Path, ...]
    cancelled: bool = False


class Transfers(QObject):
    """Imports and exports. ``imported``, ``exported``: one is done; ``read_failed``: a file is bad.

    ``started`` with the paths of an import.
    """

    started = Signal(list)
    imported = Signal(Summary)
    exported = Signal(Exported)
    read_failed = Signal(Outcome)
    failed = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._shown = QElapsedTimer()
        self._wait_ms = _LIBRARY_EVERY_MS

    def import_paths(self, paths: Iterable[Path]) -> None:
        """Import files and folders into the open store."""
        # What reads files loads when there are some.
        from reviewer.importing import files_in, import_files

        store = self._session.store
        wanted, place, reviewer = list(paths), store.path, store.reviewer
        summary = Summary()

        def work(monitor: Monitor) -> Summary:
            with Store.open(place, reviewer=reviewer) as own:
                files = files_in(wanted, cancelled=monitor.cancelled)
                monitor.progress(0, len(files))
                outcomes = import_files(own, files, cancelled=monitor.cancelled)
                for count, outcome in enumerate(outcomes, start=1):
                    monitor.progress(count, len(files), outcome)
            summary.cancelled = monitor.cancelled()
            return summary

        def part(outcome: object) -> None:
            assert isinstance(outcome, Outcome)
            summary.add(outcome)
            if outcome.details:
                diagnostics.write_report(outcome.details)
            if summary.already:
                self._jobs.remark = self.tr("{count} here already").format(count=len(summary.already))
            if outcome.result is Result.FAILED:
                self.read_failed.emit(outcome)
            elif outcome.result is Result.IMPORTED and self._is_time():
                self._show(place)

        def done(_result: object) -> None:
            self._show(place)
            self.imported.emit(summary)

        self._shown.start()
        self._wait_ms = _LIBRARY_EVERY_MS
        self.started.emit(wanted)
        self._jobs.run(Job(self.tr("Importing"), work, done, part))

    def export_to(self, output: Path, formats: Iterable[str], choice: Choice | None = None) -> None:
        """Write the dataset of the open store, or a choice of it, into a folder, in these formats."""
        from reviewer.exporting import ExportError, export
        from reviewer.ui.printing import to_pdf

        store = self._session.store
        place, reviewer, wanted = store.path, store.reviewer, tuple(formats)

        def work(monitor: Monitor) -> Exported | ExportError:
            made: list[Path] = []

            def progress(count: int, of: int, *, before: int) -> None:
                if monitor.cancelled():
                    raise Cancelled
                monitor.progress(before * of + count, len(wanted) * of)

            try:
                with Store.open(place, reviewer=reviewer, read_only=True) as own:
                    for before, name in enumerate(wanted):
                        told = partial(progress, before=before)
                        made += export(own, name, output, choice=choice, progress=told, printer=to_pdf)
            except Cancelled:
                return Exported(output, tuple(made), cancelled=True)
            except (ExportError, StoreError) as error:
                return ExportError(str(error))
            return Exported(output, tuple(made))

        def done(result: object) -> None:
            if isinstance(result, ExportError):
                self.failed.emit(str(result))
            else:
                self.exported.emit(result)

        self._jobs.run(Job(self.tr("Exporting"), work, done))

    def _is_time(self) -> bool:
        return self._shown.elapsed() >= self._wait_ms

    def _show(self, place: Path) -> None:
        """Show what came in, unless another store was opened meanwhile."""
        self._shown.restart()
        if self._session.is_open and self._session.store.path == place:
            self._session.read_library()
        self._wait_ms = max(_LIBRARY_EVERY_MS, _SHARE * self._shown.restart())


def sample_files() -> list[Path]:
    """The reports of the sample project."""
    from reviewer.importing import files_in

    return [path for path in files_in([folder() / "sample"]) if path.name[:1].isdigit()]


def sample_store() -> Path:
    """Where the sample project's store is: beside the reviewer's own."""
    return default_path().with_name("sample.sqlite")
