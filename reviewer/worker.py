"""Work in a process of its own, within limits of time and memory, for one file after another.

A library that crashes, hangs or takes all memory on one file costs that file and a sentence about it, never
the window or the batch. The process is started once and used again; after a crash or a time-out the next
file gets a new one.

Memory is limited by the system where it can (Linux and other POSIX systems: ``RLIMIT_AS``). On macOS, which
does not hold that limit, and on Windows a thread in the process watches its size and ends it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Generic, TypeVar

from reviewer import diagnostics
from reviewer.model import Extraction
from reviewer.reading import Document, ReadingError, read, read_bytes

T = TypeVar("T")

_MB: Final = 1024 * 1024
_LOOK_EVERY: Final = 0.05
"""Seconds between two looks at whether the work was cancelled."""
_RENEW_AFTER: Final = 500
"""Files after which a process is replaced: what libraries leak goes with it."""
_TOO_BIG: Final = 77
"""The exit status of a process that grew beyond its limit."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: seconds, and more of them for each megabyte; bytes of memory."""

    seconds: float = 60.0
    seconds_per_mb: float = 3.0
    memory: int = 2048 * _MB

    def seconds_for(self, size: int) -> float:
        """How long a file of ``size`` bytes may take."""
        return self.seconds + self.seconds_per_mb * size / _MB


class Stopped(Exception):  # noqa: N818 - not an error
    """The work was cancelled; its process has been ended."""


class WorkError(Exception):
    """The work failed by a fault of ours; ``details`` is a report to copy, without words of the file."""

    def __init__(self, message: str, details: str) -> None:
        super().__init__(message)
        self.details = details


class BrokenOffError(ReadingError):
    """A file that reading came to no end with: the process died, took too long, or took too much memory."""


class _DiedError(Exception):
    """The process ended without an answer."""

    def __init__(self, status: int | None) -> None:
        super().__init__(f"exit status {status}")
        self.status = status


def read_and_extract(path: Path, data: bytes) -> tuple[Document, Extraction]:
    """Read a report's bytes and extract everything from them. Raises ReadingError."""
    from reviewer.extraction import extract

    document = read_bytes(path, data)
    return document, extract(document)


def extract_line(path: str) -> str:
    """The line of one file in the extraction format. Raises ReadingError."""
    from reviewer.contract import to_json, to_line
    from reviewer.extraction import extract

    value = to_json(extract(read(Path(path))))
    source = value["source"]
    assert isinstance(source, dict)
    source["path"] = path
    return to_line(value)


class Worker(Generic[T]):
    """A process that does ``work`` for one file after another. For one thread at a time.

    ``work`` is a function of a module (it is sent by name), its arguments and result can be pickled.
    """

    def __init__(self, work: Callable[..., T], limits: Limits | None = None) -> None:
        self._work = work
        self._limits = limits or Limits()
        self._process: BaseProcess | None = None
        # Connections, of another class on Windows.
        self._tasks: Any = None
        self._answers: Any = None
        self._served = 0
        self._ready = False

    def __enter__(self) -> Worker[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the process, where none runs: the first ``run`` does, this lets it come up meanwhile."""
        if self._process is not None:
            return
        # Spawned on every platform: a copy of a process that runs threads may hang.
        context = multiprocessing.get_context("spawn")
        tasks, self._tasks = context.Pipe(duplex=False)
        self._answers, answers = context.Pipe(duplex=False)
        process = context.Process(
            target=_serve,
            args=(tasks, answers, self._work, self._limits.memory),
            name="reviewer-reading",
            daemon=True,
        )
        try:
            process.start()
        finally:
            tasks.close()
            answers.close()
        self._process = process
        self._served = 0
        self._ready = False

    def close(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        for connection in (self._tasks, self._answers):
            if connection is not None:
                connection.close()
        self._tasks = self._answers = None
        if process is not None:
            process.kill()
            process.join()
            process.close()

    def run(self, *arguments: object, size: int = 0, cancelled: Callable[[], bool] = lambda: False) -> T:
        """Do the work for one file of ``size`` bytes and return its result.

        Raises ReadingError as the work does; ``damaged`` where the process dies or takes too long;
        ``too_large`` where it needs more memory than it may have. Raises WorkError where the work fails by
        another exception, Stopped as soon as ``cancelled`` says so. OSError where no process can be started.
        """
        seconds = self._limits.seconds_for(size)
        fresh = self._process is None
        try:
            try:
                return self._ask(arguments, seconds, cancelled)
            except (_DiedError, MemoryError):
                self.close()
                if fresh:
                    raise
                # What earlier files left behind may be to blame: the result must not depend on them.
                return self._ask(arguments, seconds, cancelled)
        except MemoryError:
            self.close()
            raise _too_large() from None
        except _DiedError as death:
            self.close()
            if death.status == _TOO_BIG:
                raise _too_large() from None
            raise BrokenOffError(
                "damaged", "It cannot be read to the end: the file is damaged. Download it again."
            ) from None
        except (ReadingError, WorkError):
            if not self._ready:
                self.close()
            raise
        except BaseException:
            # Interrupted while the process works: its answer must not be taken for the next file's.
            self.close()
            raise

    def _ask(self, arguments: tuple[object, ...], seconds: float, cancelled: Callable[[], bool]) -> T:
        if self._served >= _RENEW_AFTER:
            self.close()
        self.start()
        assert self._process is not None
        try:
            self._tasks.send(arguments)
        except OSError:
            raise self._death() from None
        until = time.monotonic() + seconds
        while True:
            ready = wait([self._answers, self._process.sentinel], _LOOK_EVERY)
            if self._answers in ready:
                answer = self._receive()
                if self._ready:
                    self._served += 1
                    return self._result(answer)
                self._ready = True
                continue
            if ready:
                raise self._death()
            if cancelled():
                self.close()
                raise Stopped
            if time.monotonic() > until:
                self.close()
                raise BrokenOffError(
                    "damaged",
                    f"Reading it took longer than {seconds:.0f} seconds and was stopped: it may be damaged.",
                )

    def _receive(self) -> Any:
        try:
            return self._answers.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            raise self._death() from None

    def _result(self, answer: tuple[str, Any, str]) -> T:
        kind, value, details = answer
        if kind == "refused":
            raise ReadingError(value, details)
        if kind == "memory":
            raise MemoryError
        if kind == "failed":
            raise WorkError(value, details)
        result: T = value
        return result

    def _death(self) -> Exception:
        """What it means that the process ended: before it was ready, it is no file's fault."""
        assert self._process is not None
        self._process.join(5)
        status = self._process.exitcode
        if self._ready:
            return _DiedError(status)
        said = f"the process that reads files cannot start (exit status {status})"
        return WorkError(said, f"{diagnostics.versions()}\n\n{said}\n")


def _too_large() -> BrokenOffError:
    return BrokenOffError("too_large", "Reading it takes more memory than a report needs. It was stopped.")


# -- in the process ---------------------------------------------------------------------------------------


def _serve(tasks: Connection, answers: Connection, work: Callable[..., Any], memory: int) -> None:
    """Answer tasks until nobody asks any more."""
    # Ctrl+C goes to the whole group; the process that asks decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _be_quiet()
    _limit_memory(memory)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answers.send("ready")
    while True:
        try:
            arguments = tasks.recv()
        except (EOFError, OSError):
            return
        answer = _answered(work, arguments)
        del arguments
        try:
            answers.send(answer)
        except MemoryError:
            del answer
            answers.send(("memory", "", ""))


def _answered(work: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[str, Any, str]:
    try:
        return "done", work(*arguments), ""
    except ReadingError as error:
        return "refused", error.code, error.message
    except MemoryError:
        return "memory", "", ""
    except RecursionError:
        return "refused", "damaged", "It is nested deeper than any report. Download it again."
    except Exception as error:
        return "failed", diagnostics.summary(error), diagnostics.fault_report(error)


def _be_quiet() -> None:
    """What a library prints must not end up among our output."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)


def _end_with_parent() -> None:
    """A process that hangs must not outlive the one that would have ended it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _limit_memory(memory: int) -> None:
    if sys.platform == "win32":
        import ctypes

        # No dialog about a crash: it is said in the list of what was not imported.
        ctypes.windll.kernel32.SetErrorMode(0x0001 | 0x0002)
    else:
        import resource

        with contextlib.suppress(OSError, ValueError):
            # A memory image would hold the report's text.
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform != "darwin":
            with contextlib.suppress(OSError, ValueError):
                hard = resource.getrlimit(resource.RLIMIT_AS)[1]
                soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
                resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
                return
    threading.Thread(target=end_when_big, args=(memory,), daemon=True).start()


def end_when_big(memory: int, every: float = 0.1) -> None:
    """End this process when it has taken more than ``memory`` bytes; look every so many seconds."""
    before = peak_memory() if sys.platform == "linux" else 0
    while peak_memory() <= max(memory, before):
        time.sleep(every)
    os._exit(_TOO_BIG)


def peak_memory() -> int:
    """The most bytes that this process had in memory at once."""
    if sys.platform == "win32":
        return _windows_peak()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _windows_peak() -> int:
    if sys.platform != "win32":
        return 0
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("peak", "now", "a", "b", "c", "d", "pagefile", "e")),
        )

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    kernel = ctypes.windll.kernel32
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    ask = kernel.K32GetProcessMemoryInfo
    ask.argtypes = (wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD)
    return int(counters.peak) if ask(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb) else 0
