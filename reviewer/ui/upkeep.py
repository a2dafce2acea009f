"""Long work on a whole store, as jobs beside the window: back up, copy, restore, check, repair, salvage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from reviewer.store import Store, StoreError, backup
from reviewer.store.backup import Backup, Progress, Reason
from reviewer.store.check import Problem
from reviewer.store.salvage import Salvaged, salvage
from reviewer.store.store import utc_now
from reviewer.ui.jobs import Cancelled, Job, Jobs, Monitor

T = TypeVar("T")


@dataclass(frozen=True)
class Looked:
    """What a check has found; ``repaired`` where it was made after mending."""

    problems: tuple[Problem, ...]
    repaired: bool = False

    @property
    def damaged(self) -> bool:
        """Whether parts of the file can't be read."""
        return any(problem.kind == "damage" for problem in self.problems)

    @property
    def repairable(self) -> bool:
        """Whether mending in place may help."""
        return not self.damaged and any(problem.repairable for problem in self.problems)


@dataclass(frozen=True)
class Restored:
    """``before`` is the backup of what was there; ``why`` it came to nothing, and all is as it was."""

    before: Backup | None
    why: str = ""


class Upkeep(QObject):
    """Each method begins a job; ``done`` gets its result on the main thread.

    ``failed`` says why one came to nothing, ``ended`` comes after each, cancelled ones too, but for what
    nobody asked for.
    """

    failed = Signal(str)
    ended = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs

    def back_up(self, store: Path, done: Callable[[Backup], object]) -> None:
        """Make a backup and check it."""
        self._run(
            self.tr("Backing up"),
            lambda progress: backup.make(store, Reason.MANUAL, utc_now(), progress),
            done,
        )

    def copy(self, store: Path, target: Path, done: Callable[[Path], object]) -> None:
        """Copy a store to another place, where nothing may be yet."""

        def work(progress: Progress) -> Path:
            backup.copy_to(store, target, progress)
            return target

        self._run(self.tr("Copying the store"), work, done)

    def restore(self, store: Path, chosen: Path, done: Callable[[Restored], object]) -> None:
        """Put a backup back, which is not to be cancelled half way. The store must be closed."""

        def work(_progress: Progress) -> Restored:
            try:
                return Restored(backup.restore(store, chosen, utc_now()))
            except StoreError as error:
                return Restored(None, str(error))

        self._run(self.tr("Restoring"), work, done)

    def check(
        self, store: Path, done: Callable[[Looked], object], *, writer: str | None, quick: bool = False
    ) -> None:
        """Look whether a store is whole; without ``writer``, a reviewer's name, only what can be read."""

        def work(progress: Progress) -> Looked:
            with Store.open(store, reviewer=writer, read_only=writer is None) as own:
                return Looked(tuple(own.check(quick=quick, progress=progress)))

        self._run(self.tr("Checking the store"), work, done, quiet=quick)

    def repair(self, store: Path, done: Callable[[Looked], object], *, writer: str) -> None:
        """Mend what can be, after a backup."""

        def work(_progress: Progress) -> Looked:
            with Store.open(store, reviewer=writer) as own:
                return Looked(tuple(own.repair()), repaired=True)

        self._run(self.tr("Repairing the store"), work, done)

    def salvage(self, damaged: Path, into: Path, done: Callable[[Salvaged], object]) -> None:
        """Read what can be read of a damaged store into a new one."""
        self._run(
            self.tr("Salvaging"),
            lambda progress: salvage(damaged, into, now=utc_now, progress=progress),
            done,
        )

    def _run(
        self,
        name: str,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        *,
        quiet: bool = False,
    ) -> None:
        def guarded(monitor: Monitor) -> Callable[[], object]:
            def progress(count: int, of: int) -> None:
                if monitor.cancelled():
                    raise Cancelled
                monitor.progress(count, of)

            try:
                result = work(progress)
            except Cancelled:
                return lambda: None
            except StoreError as error:
                said = str(error)
                return lambda: None if quiet else self.failed.emit(said)
            return lambda: done(result)

        def told(tell: object) -> None:
            assert callable(tell)
            tell()
            if not quiet:
                self.ended.emit()

        self._jobs.run(Job(name, guarded, told, quiet=quiet))
