"""Long work beside the window: one job after another, each in a thread, told back on the main one."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

_AHEAD = 32
"""Reports of progress that a job may be ahead of the window."""

_LONGEST_S = 5.0
"""A window that is busy for longer is not waited for."""


class Cancelled(Exception):  # noqa: N818 - not an error
    """A job saw that it was cancelled, and left."""


class Monitor:
    """What a running job is given: whether it was cancelled, and where it says how far it is."""

    def __init__(self, report: Callable[[int, int, object], None]) -> None:
        self._report = report
        self._cancel = threading.Event()
        self._room = threading.Semaphore(_AHEAD)

    def cancel(self) -> None:
        """Ask the job to stop."""
        self._cancel.set()

    def cancelled(self) -> bool:
        """Whether the job was asked to stop."""
        return self._cancel.is_set()

    def progress(self, done: int, of: int, result: object = None) -> None:
        """Say that ``done`` of ``of`` parts are done; ``result`` is what the latest part gave.

        Waits while the window is behind: ten thousand quick parts at once would leave it no time of its own.
        """
        self._room.acquire(timeout=_LONGEST_S)
        self._report(done, of, result)

    def heard(self) -> None:
        """Say that the window has dealt with one report of progress."""
        self._room.release()


@dataclass(frozen=True)
class Job:
    """Work with its name. ``work`` runs in a thread; the others run on the main thread.

    A ``quiet`` one is nothing that the reviewer asked for: the status bar does not speak of it.
    """

    name: str
    work: Callable[[Monitor], object]
    done: Callable[[object], None]
    part: Callable[[object], None] = lambda _result: None
    quiet: bool = False


class Jobs(QObject):
    """Runs jobs, one at a time: PDFium and the store's long writes never meet.

    ``changed`` when a job starts, advances or ends; ``failed`` with what a job raised.
    """

    changed = Signal()
    failed = Signal(Exception)
    _advanced = Signal(int, int, object)
    _ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Job] = deque()
        self._thread: threading.Thread | None = None
        self._monitor: Monitor | None = None
        self.current: Job | None = None
        self.done_parts = 0
        self.all_parts = 0
        self.remark = ""
        """What is to be said of the running job beside how far it is."""
        self._advanced.connect(self._advance, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a job runs or waits."""
        return self.current is not None or bool(self._waiting)

    def run(self, job: Job) -> None:
        """Run a job as soon as those before it are done."""
        self._waiting.append(job)
        self._next()

    def cancel(self) -> None:
        """Stop the running job at the next good place, and forget those that wait."""
        self._waiting.clear()
        if self._monitor is not None:
            self._monitor.cancel()
        self.changed.emit()

    def finish(self) -> None:
        """Wait until nothing runs, results delivered. For closing the window, and for tests."""
        while self.busy:
            thread = self._thread
            if thread is not None:
                thread.join(0.05)
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(self)

    def _next(self) -> None:
        if self.current is not None or not self._waiting:
            return
        job = self._waiting.popleft()
        monitor = Monitor(self._advanced.emit)
        self.current = job
        self._monitor = monitor
        self.done_parts = self.all_parts = 0
        self.remark = ""
        self._thread = threading.Thread(target=self._work, args=(job, monitor), name=job.name)
        self._thread.start()
        self.changed.emit()

    def _work(self, job: Job, monitor: Monitor) -> None:
        try:
            self._ended.emit(job.work(monitor), None)
        except Exception as error:
            self._ended.emit(None, error)

    def _advance(self, done: int, of: int, result: object) -> None:
        self.done_parts, self.all_parts = done, of
        if self._monitor is not None:
            self._monitor.heard()
        if self.current is not None and result is not None:
            self.current.part(result)
        self.changed.emit()

    def _end(self, result: object, error: Exception | None) -> None:
        job, thread = self.current, self._thread
        if thread is not None:
            thread.join()
        self.current = self._thread = self._monitor = None
        if isinstance(error, Cancelled):
            pass
        elif error is not None:
            self.failed.emit(error)
        elif job is not None:
            job.done(result)
        self._next()
        self.changed.emit()
