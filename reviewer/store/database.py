"""The connection: opened carefully, one transaction for each unit of work, faults explained."""

from __future__ import annotations

import ctypes
import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from reviewer import __version__
from reviewer.store import backup, lock
from reviewer.store.errors import StoreError, explained
from reviewer.store.schema import APPLICATION_ID, VERSION, migrations
from reviewer.store.sqlite_library import Database

Row = dict[str, Any]
Values = Mapping[str, object]

_HEADER: Final = b"SQLite format 3\x00"
_WAIT_SECONDS: Final = 10.0
_ATTEMPTS: Final = 5


class StoreDatabase(Database):
    """A sqlite-utils database that explains faults and reads whole answers."""

    read_only = False
    """Whether :meth:`writing` refuses."""

    def __init__(self, path: Path, *, connection: sqlite3.Connection | None = None) -> None:
        self.path = path
        self._reads = False
        self._closing: list[Callable[[], None]] = []
        self._lock: lock.Lock | None = None
        self._file: tuple[int, int] | None = None
        self._latest: tuple[object, ...] | None = None
        with explained(path):
            opened = connection or sqlite3.connect(path, timeout=_WAIT_SECONDS)
            super().__init__(opened, execute_plugins=False, strict=True)
            # Reading works on a full disk, and no report's words lie about in the system's temporary folder.
            opened.execute("PRAGMA temp_store = MEMORY")

    def own(self, held: lock.Lock) -> None:
        """Take over the lock: made sure of before each transaction, released on closing."""
        self._lock = held
        self.when_closed(held.release)

    def watch(self) -> None:
        """From now on, notice before each transaction when the file at the path is no longer this one."""
        with explained(self.path):
            self._file = _identity(self.path)
        self._latest = _latest_step(self)

    def _refuse_another_file(self) -> None:
        """What is written to a file that was moved, deleted or replaced under us would be lost with it."""
        if self._file is None:
            return
        try:
            there = _identity(self.path)
        except OSError as error:
            raise StoreError(
                f"The store is no longer at {self.path}, nothing was changed: connect its drive again, or put"
                " the file back."
            ) from error
        if there != self._file:
            raise StoreError(
                f"The store at {self.path} was replaced by another program while it was open, nothing was"
                " changed: open it again."
            ) from OSError(errno.ESTALE, "another file is in its place")

    def refuse_mixed(self) -> None:
        """Raise StoreError where our journal lies beside another file: opening that would mix the two."""
        journal = self.path.with_name(self.path.name + "-wal")
        with explained(self.path):
            replaced = self._file is not None and _identity(self.path)[1] != self._file[1]
            if replaced and journal.exists() and journal.stat().st_size:
                raise StoreError(
                    f"The store at {self.path} was replaced by another program while it was open: put back"
                    " the file that was there."
                )

    def continues(self, former: StoreDatabase) -> bool:
        """Whether this file holds what ``former`` last wrote or found: the same store, not an older one."""
        if former._latest is None:
            return True
        return _step(self, former._latest[0]) == former._latest

    def when_closed(self, done: Callable[[], None]) -> None:
        """Have ``done`` called after closing, the latest first."""
        self._closing.append(done)

    def close(self) -> None:
        """Close the file, then give back what belongs to it."""
        try:
            if self._file is not None and not self._still_there():
                # Closing would take away the journal at that path, and it may be another file's by now.
                ctypes.pythonapi.Py_IncRef(ctypes.py_object(self.conn))
            else:
                super().close()
        finally:
            while self._closing:
                self._closing.pop()()

    def _still_there(self) -> bool:
        try:
            return _identity(self.path) == self._file
        except OSError:
            return True

    def execute(
        self, sql: str, parameters: Sequence[object] | dict[str, Any] | None = None
    ) -> sqlite3.Cursor:
        """Run one statement; commits at once unless inside :meth:`writing`. Raises StoreError."""
        with explained(self.path):
            return super().execute(sql, parameters)

    def all(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of a query as dicts. Raises StoreError."""
        with explained(self.path):
            cursor = self.conn.execute(sql, parameters)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def one(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """The first row of a query, None where there is none. Raises StoreError."""
        with explained(self.path):
            cursor = self.conn.execute(sql, parameters)
            row = cursor.fetchone()
            if row is None:
                return None
            return dict(zip((column[0] for column in cursor.description), row, strict=True))

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The first value of the first row, None where there is none. Raises StoreError."""
        with explained(self.path):
            row = self.conn.execute(sql, parameters).fetchone()
            return None if row is None else row[0]

    def add(self, table: str, values: Values) -> int:
        """Insert one row, return its id. Raises StoreError."""
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        cursor = self.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it is committed, or none. Inside another one it is part of that.

        The write lock is taken at the start, so that nothing read inside can go stale before it is written.
        """
        if self._reads:
            raise RuntimeError("an edit inside a snapshot would be thrown away with it")
        if self.read_only:
            raise StoreError("The store is open to read only, nothing was changed.")
        if self.conn.in_transaction:
            with explained(self.path), self.atomic():
                yield
            return
        if self._lock is not None:
            self._lock.ensure()
        self._refuse_another_file()
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            latest = self._latest if self._file is None else _latest_step(self)
            self.execute("COMMIT")
            self._latest = latest
        except BaseException:
            # What cannot be rolled back now, for the drive is gone, is when the file is next opened.
            with suppress(sqlite3.Error):
                self.rollback()
            raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All reads inside see the store as it was at the first of them, whoever writes meanwhile."""
        if self.conn.in_transaction:
            yield
            return
        self.execute("BEGIN")
        self._reads = True
        try:
            yield
        finally:
            self._reads = False
            self.rollback()


def connect(path: Path, *, user: str, now: Callable[[], str]) -> StoreDatabase:
    """Open the store at ``path``, make it where there is nothing, bring an older one up to date.

    An older one is backed up first. A file that is anything else is left as it is. Raises StoreInUseError
    where another process has the store, StoreError for all else that is in the way.
    """
    _refuse_other_files(path)
    with explained(path):
        backup.make_folder(path.parent)
        held = lock.acquire(path, user)
    try:
        with explained(path):
            if not path.exists():
                path.touch(mode=0o600)
        db = StoreDatabase(path)
    except BaseException:
        held.release()
        raise
    db.own(held)
    try:
        with explained(path):
            _refuse_other_databases(db)
            _refuse_newer(db)
            if 0 < db.value("PRAGMA user_version") < VERSION:
                backup.make(path, backup.Reason.UPGRADE, now())
            db.execute("PRAGMA foreign_keys = ON")
            if db.value("PRAGMA journal_mode") != "wal":
                db.value("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            if db.value("PRAGMA user_version") < VERSION:
                _upgrade(db)
            db.watch()
    except BaseException:
        db.close()
        raise
    return db


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _latest_step(db: StoreDatabase) -> tuple[object, ...] | None:
    latest = db.value("SELECT max(id) FROM step")
    return None if latest is None else _step(db, latest)


def _step(db: StoreDatabase, step_id: object) -> tuple[object, ...] | None:
    row = db.one("SELECT id, name, by, at FROM step WHERE id = ?", (step_id,))
    return None if row is None else tuple(row.values())


def connect_to_read(path: Path, *, now: Callable[[], str]) -> StoreDatabase:
    """Open the store at ``path`` to read only, whoever has it. Nothing at ``path`` is changed.

    A store of an older version, in a folder that can't be written, or in use on another machine, is read
    from a copy of this moment. Raises StoreError.
    """
    with explained(path):
        if not path.is_file():
            raise StoreError(f"There is no store at {path}.")
    _refuse_other_files(path)
    owner = lock.owner_of(path)
    if owner is None or owner.here:
        try:
            return _reading_in_place(path)
        except _NotInPlaceError:
            pass
    return _reading_a_copy(path, now)


class _NotInPlaceError(Exception):
    """The file has to be copied to be read."""


def _reading_in_place(path: Path) -> StoreDatabase:
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with explained(path):
        db = StoreDatabase(path, connection=sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS))
    db.read_only = True
    try:
        try:
            with explained(path):
                version = db.conn.execute("PRAGMA user_version").fetchone()[0]
        except StoreError as error:
            if isinstance(error.__cause__, sqlite3.OperationalError):
                # A journal that cannot be read without writing beside it.
                raise _NotInPlaceError from error
            raise
        _refuse_other_databases(db)
        _refuse_newer(db)
        if version < VERSION:
            raise _NotInPlaceError
        db.execute("PRAGMA query_only = ON")
    except BaseException:
        db.close()
        raise
    return db


def _reading_a_copy(path: Path, now: Callable[[], str]) -> StoreDatabase:
    """The store as it is now, from a folder of our own that goes with the connection."""
    folder = TemporaryDirectory(prefix="reviewer-", ignore_cleanup_errors=True)
    copy = Path(folder.name) / path.name
    try:
        _copy_files(path, copy)
        connect(copy, user="", now=now).close()
        db = StoreDatabase(copy)
    except BaseException:
        folder.cleanup()
        raise
    db.path = path
    db.read_only = True
    db.when_closed(folder.cleanup)
    db.execute("PRAGMA query_only = ON")
    return db


def _copy_files(path: Path, copy: Path) -> None:
    """Store and journal as one moment had them: tried again while another machine writes to them."""
    journal, copied_journal = (one.with_name(one.name + "-wal") for one in (path, copy))
    for attempt in range(_ATTEMPTS):
        with explained(path):
            shutil.copyfile(path, copy)
            copied_journal.unlink(missing_ok=True)
            if journal.exists():
                shutil.copyfile(journal, copied_journal)
        try:
            backup.verify(copy)
        except StoreError:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return


def _refuse_other_files(path: Path) -> None:
    with explained(path):
        if path.is_dir():
            raise StoreError(f"{path} is a folder: name a file for the store.")
        if path.exists() and path.stat().st_size > 0:
            with path.open("rb") as file:
                if file.read(len(_HEADER)) != _HEADER:
                    raise StoreError(
                        f"{path} is not a store of Reviewer, it was left as it is: choose another file."
                    )


def _refuse_other_databases(db: StoreDatabase) -> None:
    if db.value("PRAGMA application_id") == APPLICATION_ID:
        return
    if db.value("SELECT count(*) FROM sqlite_master") > 0:
        raise StoreError(
            f"{db.path} is another program's database, it was left as it is: choose another file."
        )


def _refuse_newer(db: StoreDatabase) -> None:
    if db.value("PRAGMA user_version") <= VERSION:
        return
    version = db.value("SELECT value FROM meta WHERE key = 'written_by'")
    raise StoreError(
        f"{db.path} was last used by Reviewer {version}, newer than this one ({__version__}), and was left as"
        " it is: update Reviewer to open it."
    )


def _upgrade(db: StoreDatabase) -> None:
    """All migrations that are missing, in one transaction: a failure leaves the file as it was."""
    try:
        with db.writing():
            migrations.apply(db)
            db.execute(f"PRAGMA user_version = {VERSION}")
            db.execute(
                "INSERT INTO meta (key, value) VALUES ('written_by', ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (__version__,),
            )
    except Exception as error:
        if db.value("PRAGMA user_version") == 0:
            raise
        raise StoreError(
            f"{db.path} can't be brought up to Reviewer {__version__} and was left as it was; there is a"
            f" backup in {backup.folder_of(db.path)}. {error}"
        ) from error
