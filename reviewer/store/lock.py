"""Who has a store open: a small record beside it, kept fresh while it is, recognised as stale after a crash.

The record is ``NAME.owner`` beside the store. It is made whole under another name and then published, which
fails where there is one already, so of two that come at once one gets it. A thread writes it anew every few
seconds. It is stale when its process is gone (same machine) or when it was not written for a while (another
machine, or a process number that something else now has). An owner that slept through that finds out before
its next write, and does not write.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import sys
import tempfile
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from reviewer.store.errors import StoreError, StoreInUseError

BEAT: Final = 10.0
"""Seconds between two writes of the record."""

STALE: Final = 120.0
"""Seconds without a write after which nobody is taken to be there any more."""

_SIZE: Final = 512


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has a store: ``user`` on ``host``, in process ``pid``, since ``since`` (UTC, ISO 8601)."""

    host: str
    user: str
    pid: int
    since: str
    token: str

    @property
    def here(self) -> bool:
        """Whether that is this machine."""
        return self.host == platform.node()

    def described(self) -> str:
        """Who and since when, for a sentence."""
        place = "this computer" if self.here else self.host
        return f"{self.user} on {place}, since {self.since.replace('T', ' ').removesuffix('Z')} UTC"


class Lock:
    """A store that this process has. Taken by :func:`acquire`; each :meth:`release` answers one of those."""

    def __init__(self, path: Path, owner: Owner) -> None:
        self.owner = owner
        self.count = 1
        self._path = path
        self._beaten = time.time()
        self._lost = False
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="store owner", daemon=True)
        self._thread.start()

    def ensure(self) -> None:
        """Raise StoreError where another has taken the store over, for instance while this machine slept."""
        if not self._lost and time.time() - self._beaten > STALE / 2:
            self._beat()
        if self._lost:
            taker = _read(self._path)
            who = f" by {taker.described()}" if taker else ""
            raise StoreError(
                f"The store was opened{who} while this computer was away, nothing was changed: open it again."
            )

    def release(self) -> None:
        """Give the store back once; the last one takes the record away."""
        with _guard:
            self.count -= 1
            if self.count:
                return
            _held.pop(self._path, None)
        self._end.set()
        self._thread.join()
        if not self._lost and _read(self._path) == self.owner:
            with suppress(OSError):
                self._path.unlink()

    def _keep(self) -> None:
        while not self._end.wait(BEAT):
            self._beat()

    def _beat(self) -> None:
        found = _read(self._path)
        if found is not None and found != self.owner:
            self._lost = True
        elif not self._lost:
            # A drive that is away for a moment: the next beat tries again, and a write to the store says so.
            with suppress(OSError):
                descriptor = os.open(self._path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
                try:
                    os.write(descriptor, _record(self.owner))
                finally:
                    os.close(descriptor)
                self._beaten = time.time()


_guard: Final = threading.Lock()
_held: Final[dict[Path, Lock]] = {}


def owner_path(store: Path) -> Path:
    """Where the record of the store at ``store`` is."""
    place = store.resolve()
    return place.with_name(place.name + ".owner")


def owner_of(store: Path) -> Owner | None:
    """Who has the store, None where nobody has; a stale record counts as nobody. Changes nothing."""
    path = owner_path(store)
    found = _read(path)
    return None if found is None or _stale(path, found) else found


def held_here(store: Path) -> bool:
    """Whether this process has the store open for writing."""
    with _guard:
        return owner_path(store) in _held


def acquire(store: Path, user: str) -> Lock:
    """Take the store for this process; once more where it has it already.

    Raises StoreInUseError where another process has it, OSError where the folder cannot be written.
    """
    path = owner_path(store)
    with _guard:
        known = _held.get(path)
        if known is not None:
            known.count += 1
            return known
        owner = Owner(platform.node(), user, os.getpid(), _now(), uuid.uuid4().hex)
        for _ in range(5):
            if _publish(path, owner):
                _held[path] = Lock(path, owner)
                return _held[path]
            found = _read(path)
            if found is not None and not _stale(path, found):
                raise StoreInUseError(
                    f"The store at {store} is open already: {found.described()}. Close it there, or open it"
                    " here to read only.",
                    found,
                )
            if found is None and path.exists() and _age(path) <= STALE:
                time.sleep(0.05)
                continue
            _set_aside(path, found)
    raise StoreInUseError(f"The store at {store} is being opened by another: try again soon.", None)


def _publish(path: Path, owner: Owner) -> bool:
    """Put the record in its place, whole, unless there is one."""
    part = path.with_name(f"{path.name}.{owner.token}")
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    try:
        os.write(descriptor, _record(owner))
    finally:
        os.close(descriptor)
    try:
        if sys.platform == "win32":
            # On Windows a rename refuses to replace.
            part.rename(path)
        else:
            _link(part, path)
    except FileExistsError:
        return False
    finally:
        part.unlink(missing_ok=True)
    return True


def _link(part: Path, path: Path) -> None:
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links: made in place, empty for a moment.
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            os.write(descriptor, part.read_bytes())
        finally:
            os.close(descriptor)


def _set_aside(path: Path, stale: Owner | None) -> None:
    """Take a stale record away, and only that one: another process may have replaced it just now."""
    aside = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    try:
        path.rename(aside)
    except OSError:
        return
    taken = _read(aside)
    if taken is not None and taken != stale and not path.exists():
        with suppress(OSError):
            aside.rename(path)
    aside.unlink(missing_ok=True)


def _stale(path: Path, owner: Owner) -> bool:
    if owner.here and (owner.pid == os.getpid() or not alive(owner.pid)):
        with_us = _held.get(path)
        return with_us is None or with_us.owner != owner
    return _age(path) > STALE


def _age(path: Path) -> float:
    """Seconds since the record was written, by the clock of the file system that holds both."""
    try:
        written = path.stat().st_mtime
    except OSError:
        return 0.0
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}.") as probe:
            now = Path(probe.name).stat().st_mtime
    except OSError:
        now = time.time()
    return now - written


def alive(pid: int) -> bool:
    """Whether a process with this number runs on this machine."""
    if sys.platform == "win32":
        return _alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _alive_on_windows(pid: int) -> bool:
    # os.kill would end the process there.
    query, still_active = 0x1000, 259
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009
    handle = kernel.OpenProcess(query, False, pid)
    if not handle:
        return False
    try:
        status = ctypes.c_ulong()
        known = kernel.GetExitCodeProcess(handle, ctypes.byref(status))
        return not known or status.value == still_active
    finally:
        kernel.CloseHandle(handle)


def _read(path: Path) -> Owner | None:
    """The record, None where there is none or where it is not whole."""
    try:
        return Owner(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def _record(owner: Owner) -> bytes:
    """Always as long, so that writing it anew never leaves the end of a longer one."""
    return json.dumps(asdict(owner)).encode().ljust(_SIZE)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
