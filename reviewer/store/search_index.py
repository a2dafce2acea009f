"""The full-text index of the store: what it is made of, and whether it agrees with the words.

Findings and notes are indexed where they are; triggers keep step with them. A report's text is indexed in
passages of a few sentences, so that words of a search are close to each other; they tile the text, and go
with it. Nothing here is the reviewer's: all of it can be made again.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Final

from reviewer.model import Span
from reviewer.store.errors import StoreError, explained, is_damage
from reviewer.store.sqlite_library import Database

if TYPE_CHECKING:
    from reviewer.store.database import StoreDatabase

SHIFT: Final = 20
"""A passage's row number is its report's, shifted by so many bits, and its place among the report's."""

_EXTERNAL: Final = {"finding_search": "finding", "note_search": "note"}
"""Indexes of other tables' columns; ``text_search`` keeps its passages itself."""

TABLES: Final = (*_EXTERNAL, "text_search")

_PARTS: Final = ("data", "idx", "content", "docsize", "config")
"""The tables that FTS5 keeps an index in."""

_COMPARE: Final = "INSERT INTO {0} ({0}, rank) VALUES ('integrity-check', 1)"

_LEAST: Final = 400
"""Characters from which on a passage ends with a sentence."""

_MOST: Final = 1500
"""Characters at which it ends anywhere."""

_UNIT: Final = re.compile(r"[^\n]*?[.!?][”’\"')\]]*(?=[ \n])[ \n]*|[^\n]*\n+|[^\n]+$")
_SENTENCE_END: Final = re.compile(r"[.!?:;][”’\"')\]]*\s*$|\n\s*\n$")


def passages(text: str) -> Iterator[Span]:
    """The text in passages, one after the other and without a gap: whole sentences, up to a limit."""
    start = end = 0
    for match in _UNIT.finditer(text):
        end = match.end()
        while end - start > _MOST:
            cut = text.rfind(" ", start + _LEAST, start + _MOST) + 1 or start + _MOST
            yield start, cut
            start = cut
        if end - start >= _LEAST and _SENTENCE_END.search(match[0]):
            yield start, end
            start = end
    if len(text) > start:
        yield start, len(text)


def add_text(db: Database, report_id: int, text: str) -> None:
    """Index a report's text."""
    first = report_id << SHIFT
    with_numbers = enumerate(passages(text))
    db.conn.executemany(
        "INSERT INTO text_search (rowid, text, start) VALUES (?, ?, ?)",
        ((first + number, text[start:end], start) for number, (start, end) in with_numbers),
    )


def rebuild(db: Database) -> None:
    """Make the whole index again from the words."""
    # Passages as well: what disagrees with its index can't be deleted.
    for table in TABLES:
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
    db.execute("DELETE FROM text_search")
    for report_id, text in db.execute("SELECT report_id, text FROM report_text").fetchall():
        add_text(db, report_id, text)
    # What was deleted is in the index until it is merged.
    db.execute("INSERT INTO text_search (text_search) VALUES ('optimize')")


def has_text(db: StoreDatabase, report_id: int, text: str) -> bool:
    """Whether the passages of a report are those of its text."""
    first = report_id << SHIFT
    rows = db.all(
        "SELECT rowid AS place, start, text FROM text_search WHERE rowid BETWEEN ? AND ? ORDER BY rowid",
        (first, first + (1 << SHIFT) - 1),
    )
    wanted = [(first + number, start, text[start:end]) for number, (start, end) in enumerate(passages(text))]
    return wanted == [(row["place"], row["start"], row["text"]) for row in rows]


def agrees(db: StoreDatabase, table: str) -> bool:
    """Whether one of ``TABLES`` agrees with the words that it is of.

    FTS5 compares them itself. To SQLite that is a write, though nothing changes: of a store that is open to
    read only, it is done in a copy of the index in memory. Raises StoreError where the disk is in the way.
    """
    try:
        if db.read_only:
            with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
                _copy(db, table, copy)
                copy.execute(_COMPARE.format(table))
        else:
            db.execute(_COMPARE.format(table))
    except (StoreError, sqlite3.DatabaseError) as error:
        if not is_damage(error):
            raise
        return False
    return True


def _copy(db: StoreDatabase, table: str, into: sqlite3.Connection) -> None:
    """An index, and the columns of the table that it is of."""
    (sql,) = (row["sql"] for row in db.all("SELECT sql FROM sqlite_master WHERE name = ?", (table,)))
    of = _EXTERNAL.get(table)
    if of is not None:
        columns = ", ".join(row["name"] for row in db.all(f"PRAGMA table_info({table})"))
        into.execute(f"CREATE TABLE {of} (id INTEGER PRIMARY KEY, {columns})")
        _copy_rows(db, f"SELECT id, {columns} FROM {of}", into, of)
    into.execute(sql)
    parts = [part for part in _PARTS if of is None or part != "content"]
    for part in parts:
        into.execute(f"DELETE FROM {table}_{part}")
        _copy_rows(db, f"SELECT * FROM {table}_{part}", into, f"{table}_{part}")


def _copy_rows(db: StoreDatabase, select: str, into: sqlite3.Connection, table: str) -> None:
    with explained(db.path):
        rows = db.conn.execute(select)
        marks = ", ".join("?" * len(rows.description))
        into.execute("BEGIN")
        into.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        into.execute("COMMIT")
