"""Every stored database of an earlier layout: upgraded, failed half way, and upgraded after that."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database, Migrations

from reviewer.store import Store, StoreError, database, schema
from tests.torture.kills import Tally
from tests.torture.works import DATA


def upgrade_all(folder: Path) -> Tally:
    """Each stored database, upgraded whole, and with a fault before and after each migration."""
    tally = Tally()
    folder.mkdir(parents=True, exist_ok=True)
    for stored in sorted(DATA.glob("layout-*.sqlite")):
        place = folder / stored.stem
        place.mkdir()
        path = Path(shutil.copy(stored, place / "whole.sqlite"))
        tally.tried += 1
        tally.lost += _upgraded(path, stored)
        for number in range(len(schema.migrations._migrations) + 1):
            path = Path(shutil.copy(stored, place / f"fault-{number}.sqlite"))
            before = _dump(path)
            tally.tried += 1
            try:
                with _fault_at(number), Store.open(path):
                    pass
            except StoreError:
                if _dump(path) != before:
                    tally.lost.append(f"{stored.stem}, fault at migration {number + 1}: not as it was")
            tally.lost += _upgraded(path, stored)
    return tally


def _upgraded(path: Path, stored: Path) -> list[str]:
    old = _counts(stored)
    with Store.open(path) as store:
        lost = [f"{stored.stem}: {problem.count} {problem.explanation}" for problem in store.check()]
    new = _counts(path)
    return lost + [
        f"{stored.stem}: {count - new.get(table, 0)} of {table}"
        for table, count in old.items()
        if new.get(table, 0) < count
    ]


@contextmanager
def _fault_at(number: int) -> Iterator[None]:
    """Inside, a migration that fails stands before the ``number``-th, counted from 0, or after the last."""
    known = schema.migrations._migrations
    version = database.VERSION

    def fail(db: Database) -> None:
        db.execute("CREATE TABLE half (way)")
        raise sqlite3.OperationalError("a migration failed")

    broken = Migrations._Migration("a_migration_that_fails", fail)
    schema.migrations._migrations = [*known[:number], broken, *known[number:]]
    database.VERSION = version + 1  # type: ignore[misc]
    try:
        yield
    finally:
        schema.migrations._migrations = known
        database.VERSION = version  # type: ignore[misc]


def _dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def _counts(path: Path) -> dict[str, int]:
    connection = sqlite3.connect(path)
    try:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for (name,) in names
            if not name.startswith(("_", "sqlite_"))
        }
    finally:
        connection.close()
