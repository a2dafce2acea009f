"""Copies of a store in ``backups`` beside it: made online, verified, thinned, and put back.

A backup is one file, ``STEM-YYYYMMDDTHHMMSSZ-REASON.sqlite``, written under another name and moved when it
has been opened and checked. Restoring writes into the store as one transaction, after a backup of what is
there.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from reviewer.store import lock
from reviewer.store.errors import StoreError, explained, is_damage
from reviewer.store.schema import APPLICATION_ID, VERSION

Progress = Callable[[int, int], None]
"""Told how many pages of how many are done; what it raises ends the work, and nothing is left of it."""

FOLDER: Final = "backups"
LATEST: Final = 10
DAILY: Final = timedelta(days=14)
WEEKLY: Final = timedelta(days=91)

_PAGES: Final = 2048
_STAMP: Final = "%Y%m%dT%H%M%SZ"
_WAIT_SECONDS: Final = 10.0


class Reason(StrEnum):
    """What a backup was made before; ``MANUAL`` where somebody asked for it."""

    DAY = "day"
    UPGRADE = "upgrade"
    REEXTRACTION = "reextraction"
    MERGE = "merge"
    REPAIR = "repair"
    RESTORE = "restore"
    MANUAL = "manual"
    DAMAGED = "damaged"
    """A store that could not be read, as it was: not a backup to restore from, but nothing is thrown away."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup on the disk. ``made_at`` is UTC, ISO 8601; ``size`` in bytes."""

    path: Path
    made_at: str
    reason: str
    size: int


def folder_of(store: Path) -> Path:
    """Where the backups of the store at ``store`` are."""
    return store.resolve().parent / FOLDER


def backups(store: Path) -> list[Backup]:
    """The backups of a store, the latest first."""
    pattern = re.compile(
        re.escape(store.resolve().stem)
        + r"-(?P<stamp>\d{8}T\d{6}Z)-(?P<reason>[a-z]+)(?P<again>-\d+)?\.sqlite"
    )
    found: list[tuple[str, int, int, Backup]] = []
    try:
        entries = list(folder_of(store).iterdir())
    except OSError:
        return []
    for entry in entries:
        match = pattern.fullmatch(entry.name)
        if match is None:
            continue
        with suppress(ValueError, OSError):
            made = datetime.strptime(match["stamp"], _STAMP).replace(tzinfo=UTC)
            again = int((match["again"] or "-1")[1:])
            there = entry.stat()
            backup = Backup(entry, made.strftime("%Y-%m-%dT%H:%M:%SZ"), match["reason"], there.st_size)
            # Two of the same second may have been made for two reasons.
            found.append((match["stamp"], there.st_mtime_ns, again, backup))
    return [backup for *_, backup in sorted(found, key=lambda one: one[:3], reverse=True)]


def make(store: Path, reason: Reason, at: str, progress: Progress | None = None) -> Backup:
    """Back the store up as it is at this moment, check the copy, thin the backups.

    ``at`` is the time, UTC, ISO 8601. Raises StoreError where the disk is in the way or the store is
    damaged; then there is no backup.
    """
    with explained(store), closing(_reader(store)) as source:
        return _copy(source, store, reason, at, progress)


def copy_to(store: Path, target: Path, progress: Progress | None = None) -> None:
    """Copy the store as it is at this moment to another place, where nothing may be yet; whole or not at all.

    Raises StoreError where something is there, or where the disk is in the way.
    """
    if target.exists():
        raise StoreError(f"{target} is there already, nothing was copied: choose another name.")
    with explained(store), closing(_reader(store)) as source:
        try:
            _copy_into(source, target, progress)
        except StoreError as error:
            raise StoreError(f"There is no copy. {error}") from error


def verify(path: Path) -> int:
    """Open a file, read it through as SQLite checks it, return the version of its layout.

    Raises StoreError where it is no store, or damaged. Whether its rows make sense is not asked: a copy of a
    store that needs mending is a good copy.
    """
    with explained(path), closing(_reader(path)) as db:
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StoreError(f"{path} is not a store of Reviewer.")
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        said = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if said != "ok":
            raise StoreError(f"{path} is damaged.")
        return version


def restore(store: Path, chosen: Path, at: str, progress: Progress | None = None) -> Backup | None:
    """Put a backup back as the store; return the backup of what was there, None where nothing was.

    A store that cannot be read is set aside whole in the folder of the backups. The store must be closed,
    here and elsewhere. Raises StoreError, and leaves the store as it was, where the chosen file is not a
    whole store that this version can open.
    """
    version = verify(chosen)
    if version > VERSION:
        raise StoreError(f"{chosen} is of a newer Reviewer than this one: update Reviewer to restore it.")
    with explained(store):
        make_folder(store.resolve().parent)
        if lock.held_here(store):
            raise StoreError("The store is open here: close it before a backup is restored.")
        held = lock.acquire(store, "restore")
    try:
        before = _set_by(store, at)
        with explained(store):
            if not store.exists():
                _fresh(store)
            with closing(_reader(chosen)) as source, closing(_connect(store)) as target:
                source.backup(target, pages=-1, progress=_told(progress))
    finally:
        held.release()
    return before


def kept(made: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which backups stay: the last ten, the last of each day for two weeks, of each week for three months."""
    latest_first = sorted(set(made), reverse=True)
    keep = set(latest_first[:LATEST])
    days, weeks = set(), set()
    for moment in latest_first:
        age = now - moment
        day, week = moment.date(), moment.isocalendar()[:2]
        if age <= DAILY and day not in days:
            days.add(day)
            keep.add(moment)
        if age <= WEEKLY and week not in weeks:
            weeks.add(week)
            keep.add(moment)
    return keep


def thin(store: Path, at: str) -> list[Path]:
    """Delete the backups that need not be kept (see :func:`kept`); return them. One that is in use stays.

    Damaged stores that were set aside are not backups, and are never deleted.
    """
    ours = [backup for backup in backups(store) if backup.reason != Reason.DAMAGED]
    keep = kept(map(_moment, ours), datetime.fromisoformat(at))
    gone = []
    for backup in ours:
        if _moment(backup) not in keep:
            with suppress(OSError):
                backup.path.unlink()
                gone.append(backup.path)
    return gone


class Daily:
    """The backup before the first change of a day, made beside the work: the change need not wait for it.

    What the store holds when :meth:`due` is called is what will be in the backup. ``fault`` says why there is
    none; the next change tries again.
    """

    def __init__(self, store: Path) -> None:
        self.fault: str | None = None
        self._store = store
        self._day = ""
        self._thread: threading.Thread | None = None

    def due(self, at: str) -> None:
        """Begin today's backup, unless there is one or there is nothing to back up. Raises nothing."""
        if at[:10] == self._day or (self._thread is not None and self._thread.is_alive()):
            return
        if any(backup.made_at[:10] == at[:10] for backup in backups(self._store)):
            self._day = at[:10]
            return
        try:
            with explained(self._store):
                source = _reader(self._store)
                source.execute("BEGIN")
                if source.execute("SELECT 1 FROM report LIMIT 1").fetchone() is None:
                    source.close()
                    return
        except StoreError as error:
            self.fault = str(error)
            return
        self._day = at[:10]
        self._thread = threading.Thread(
            target=self._make, args=(source, at), name="store backup", daemon=True
        )
        self._thread.start()

    def wait(self) -> None:
        """Until the backup that was begun is there, or has failed."""
        if self._thread is not None:
            self._thread.join()

    def _make(self, source: sqlite3.Connection, at: str) -> None:
        try:
            with explained(self._store):
                _copy(source, self._store, Reason.DAY, at, None)
            self.fault = None
        except StoreError as error:
            self.fault = str(error)
            self._day = ""
        finally:
            source.close()


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter; one that is there stays as it is."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def set_aside(store: Path, at: str) -> Backup:
    """Move a store that cannot be read, with its journal, into the folder of the backups, as it is."""
    with explained(store):
        target = _name(store, Reason.DAMAGED, at)
        # The journal first: without its store it is nothing, with another store it would be poison.
        for ending in ("-wal", "-shm"):
            side = store.with_name(store.name + ending)
            if side.exists():
                side.replace(target.with_name(target.name + ending))
        store.replace(target)
        return Backup(target, at, Reason.DAMAGED, target.stat().st_size)


def _set_by(store: Path, at: str) -> Backup | None:
    if not store.exists() or store.stat().st_size == 0:
        return None
    try:
        return make(store, Reason.RESTORE, at)
    except StoreError as error:
        if not is_damage(error) and not _damaged(store):
            raise
        return set_aside(store, at)


def _damaged(store: Path) -> bool:
    """Whether it is the store, rather than the disk, that is in the way of a backup."""
    try:
        verify(store)
    except StoreError:
        with suppress(OSError):
            # It can be read as a file.
            with store.open("rb") as file:
                file.read(1)
            return True
    return False


def _copy(
    source: sqlite3.Connection, store: Path, reason: Reason, at: str, progress: Progress | None
) -> Backup:
    """Copy what ``source`` sees into a new backup of ``store``; whole and checked, or not at all."""
    target = _name(store, reason, at)
    _clear_parts(store)
    try:
        size = _copy_into(source, target, progress)
    except StoreError as error:
        raise StoreError(f"There is no backup. {error}") from error
    thin(store, at)
    return Backup(target, at, reason, size)


def _copy_into(source: sqlite3.Connection, target: Path, progress: Progress | None) -> int:
    """Copy what ``source`` sees into a new file, check that, give it its name; return its size."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with explained(part):
            _fresh(part)
            with closing(_connect(part)) as copy:
                source.backup(copy, pages=_PAGES if progress else -1, progress=_told(progress))
                # One file, without a journal beside it.
                copy.execute("PRAGMA journal_mode = DELETE")
        verify(part)
        with explained(part):
            with part.open("r+b") as file:
                os.fsync(file.fileno())
            part.replace(target)
            return target.stat().st_size
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                part.with_name(part.name + ending).unlink(missing_ok=True)


def _clear_parts(store: Path) -> None:
    """What processes that are no more left unfinished."""
    begins = f".{store.resolve().stem}-"
    for entry in folder_of(store).glob("*.part*"):
        match = re.search(r"\.(\d+)\.part", entry.name)
        if entry.name.startswith(begins) and match and not lock.alive(int(match[1])):
            with suppress(OSError):
                entry.unlink()


def _name(store: Path, reason: Reason, at: str) -> Path:
    with explained(store):
        folder = folder_of(store)
        make_folder(folder)
        stamp = datetime.fromisoformat(at).astimezone(UTC).strftime(_STAMP)
        stem = f"{store.resolve().stem}-{stamp}-{reason}"
        target, again = folder / f"{stem}.sqlite", 1
        while target.exists():
            again += 1
            target = folder / f"{stem}-{again}.sqlite"
        return target


def _moment(backup: Backup) -> datetime:
    return datetime.fromisoformat(backup.made_at)


def _told(progress: Progress | None) -> Callable[[int, int, int], None] | None:
    if progress is None:
        return None
    return lambda _status, remaining, total: progress(total - remaining, total)


def _fresh(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)


def _reader(path: Path) -> sqlite3.Connection:
    """A connection that only reads; it may be handed to another thread, one at a time."""
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro",
        uri=True,
        timeout=_WAIT_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
