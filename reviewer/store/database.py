"""The connection: opened carefully, one transaction for each unit of work, faults explained."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlite_utils

from reviewer import __version__
from reviewer.store.errors import StoreError, explained
from reviewer.store.schema import APPLICATION_ID, VERSION, migrations

Row = dict[str, Any]
Values = Mapping[str, object]

_HEADER: Final = b"SQLite format 3\x00"
_WAIT_SECONDS: Final = 10.0


class StoreDatabase(sqlite_utils.Database):
    """A sqlite-utils database that explains faults and reads whole answers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._reads = False
        with explained(path):
            super().__init__(sqlite3.connect(path, timeout=_WAIT_SECONDS), execute_plugins=False, strict=True)

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
        if self.conn.in_transaction:
            with self.atomic():
                yield
            return
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
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


def connect(path: Path) -> StoreDatabase:
    """Open the store at ``path``, make it where there is nothing, bring an older one up to date.

    A file that is anything else is left as it is. Raises StoreError.
    """
    _refuse_other_files(path)
    db = StoreDatabase(path)
    try:
        with explained(path):
            _refuse_other_databases(db)
            _refuse_newer(db)
            db.execute("PRAGMA foreign_keys = ON")
            if db.value("PRAGMA journal_mode") != "wal":
                db.value("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            if db.value("PRAGMA user_version") < VERSION:
                _upgrade(db)
    except BaseException:
        db.close()
        raise
    return db


def _refuse_other_files(path: Path) -> None:
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
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
    with db.writing():
        migrations.apply(db)
        db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute(
            "INSERT INTO meta (key, value) VALUES ('written_by', ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (__version__,),
        )
