"""A new store from what a damaged one still says. The damaged file is only read.

Each row is tried, by its number where its neighbours can't be read. What belongs to something that is lost is
kept with a stand-in: an empty report, a text that has the words of its findings in their places.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from reviewer.store import codec, search_index
from reviewer.store.database import StoreDatabase, connect
from reviewer.store.errors import StoreError, explained
from reviewer.store.mending import complete, loosen
from reviewer.store.replay import TABLES

_MOST_TRIED: Final = 2_000_000
"""Row numbers that are tried one by one in a table, so that a mad number can't keep us for ever."""

_LONGEST: Final = 20_000_000
"""Characters beyond which no report goes; a position after that is damage."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """``read`` and ``lost`` count rows by table; ``lost`` is what is known to have been there."""

    path: Path
    read: dict[str, int]
    lost: dict[str, int]


def salvage(
    damaged: Path,
    into: Path,
    *,
    now: Callable[[], str],
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Salvaged:
    """Read what can be read of ``damaged`` into a new store at ``into``.

    ``progress`` is told how many tables of how many are done; what it raises ends the work.

    Raises StoreError where ``into`` is there already, where nothing can be read, or where the disk is in the
    way; then there is no new store.
    """
    if into.exists():
        raise StoreError(f"{into} is there already, nothing was salvaged: move it away first.")
    part = into.with_name(f".{into.name}.part")
    _remove(part)
    try:
        db = connect(part, user="salvage", now=now)
        with closing(db):
            read, lost = _fill(db, damaged, progress)
            with explained(part):
                db.value("PRAGMA journal_mode = DELETE")
        with explained(into):
            part.replace(into)
    finally:
        _remove(part)
    return Salvaged(into, read, lost)


def _fill(
    db: StoreDatabase, damaged: Path, progress: Callable[[int, int], None]
) -> tuple[dict[str, int], dict[str, int]]:
    read: dict[str, int] = {}
    lost: dict[str, int] = {}
    # Parents and children come in any state; what doesn't fit together is put right below.
    db.execute("PRAGMA foreign_keys = OFF")
    uri = f"{damaged.resolve().as_uri()}?mode=ro"
    with explained(damaged), closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as old:
        try:
            old.execute("PRAGMA schema_version").fetchone()
        except sqlite3.DatabaseError as error:
            raise StoreError(f"Nothing of {damaged} can be read: restore a backup.") from error
        with db.writing():
            tables = _tables(db)
            for done, table in enumerate(tables, start=1):
                _copy_table(db, old, table, read, lost)
                progress(done, len(tables))
            if not any(read.values()):
                raise StoreError(f"Nothing of {damaged} can be read: restore a backup.")
            _stand_in(db)
            search_index.rebuild(db)
    db.execute("PRAGMA foreign_keys = ON")
    return read, lost


def _tables(db: StoreDatabase) -> list[str]:
    """Our tables without those that SQLite and the search index keep for themselves."""
    rows = db.all("PRAGMA table_list")
    virtual = [row["name"] for row in rows if row["type"] == "virtual"]
    order = {row["name"]: row["rowid"] for row in db.all("SELECT rowid, name FROM sqlite_master")}
    names = [
        row["name"]
        for row in rows
        if row["schema"] == "main" and row["type"] == "table" and not row["name"].startswith(("sqlite_", "_"))
    ]
    return sorted(
        (name for name in names if not any(name.startswith(f"{table}_") for table in virtual)),
        key=lambda name: order[name],
    )


def _copy_table(
    db: StoreDatabase, old: sqlite3.Connection, table: str, read: dict[str, int], lost: dict[str, int]
) -> None:
    ours = [row["name"] for row in db.all(f"PRAGMA table_info({table})")]
    theirs = {name for name in _columns(old, table) if name in ours}
    if not theirs:
        return
    names = ", ".join(name for name in ours if name in theirs)
    marks = ", ".join("?" * len(theirs))
    read[table] = lost[table] = 0
    for row in _rows(old, table, names):
        if row is None:
            lost[table] += 1
            continue
        try:
            db.conn.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", row)
            read[table] += 1
        except sqlite3.IntegrityError:
            # Readable, and nonsense.
            lost[table] += 1


def _columns(old: sqlite3.Connection, table: str) -> list[str]:
    try:
        return [row[1] for row in old.execute(f"PRAGMA table_info({table})")]
    except sqlite3.DatabaseError:
        return []


def _rows(old: sqlite3.Connection, table: str, names: str) -> Iterator[tuple[Any, ...] | None]:
    """Each row of a table; None for one that is known to have been there and can't be read."""
    last = 0
    cursor = old.cursor()
    try:
        for rowid, *row in cursor.execute(f"SELECT rowid, {names} FROM {table} NOT INDEXED ORDER BY rowid"):
            last = rowid
            yield tuple(row)
        return
    except (sqlite3.DatabaseError, UnicodeDecodeError, OverflowError):
        pass
    known, highest = _known(old, table)
    for rowid in range(last + 1, min(highest, last + _MOST_TRIED) + 1):
        try:
            found = old.execute(f"SELECT {names} FROM {table} WHERE rowid = ?", (rowid,)).fetchone()
        except (sqlite3.DatabaseError, UnicodeDecodeError, OverflowError):
            yield None
            continue
        if found is not None:
            yield tuple(found)
        elif rowid in known:
            yield None


def _known(old: sqlite3.Connection, table: str) -> tuple[set[int], int]:
    """Row numbers that an index still has, and the highest that was ever given."""
    known: set[int] = set()
    highest = 0
    try:
        # No column is asked for, so SQLite reads the smallest index.
        for (rowid,) in old.execute(f"SELECT rowid FROM {table}"):
            known.add(rowid)
    except sqlite3.DatabaseError:
        pass
    for sql in (
        f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'",
        f"SELECT rowid FROM {table} ORDER BY rowid DESC LIMIT 1",
        "SELECT max(seq) FROM sqlite_sequence",
    ):
        try:
            row = old.execute(sql).fetchone()
        except sqlite3.DatabaseError:
            continue
        if row and isinstance(row[0], int):
            highest = row[0]
            break
    return known, max(highest, max(known, default=0))


def _stand_in(db: StoreDatabase) -> None:
    """Make what is lost and referred to, as empty as can be, so that what refers to it stays."""
    reports = {
        row["id"]
        for table in ("report_text", "extraction", "step", *TABLES)
        for row in db.all(f"SELECT DISTINCT report_id AS id FROM {table} WHERE report_id IS NOT NULL")
    }
    there = {row["id"]: row["source_id"] for row in db.all("SELECT id, source_id FROM report")}
    sources = {row["id"] for row in db.all("SELECT id FROM source")}
    content = {row["id"] for row in db.all("SELECT source_id AS id FROM source_bytes")}
    for report_id in sorted(reports - there.keys()):
        # A report and its file usually have the same number; a file that nobody claims is better than none.
        free = (content | sources) - set(there.values())
        source_id = report_id if report_id in free else max([0, *sources, *content, *there.values()]) + 1
        there[report_id] = source_id
        _lost_report(db, report_id, source_id)
    for source_id in sorted({*there.values(), *content} - sources):
        _lost_source(db, source_id)
    for report_id in sorted(there):
        if db.value("SELECT 1 FROM report_text WHERE report_id = ?", (report_id,)) is None:
            _lost_text(db, report_id)
    loosen(db)
    _loose_log(db)
    complete(db)


def _loose_log(db: StoreDatabase) -> None:
    """Changes whose step is lost, steps that point at a lost one: they say nothing any more."""
    while True:
        gone = db.all(
            "SELECT id FROM step WHERE of_step_id IS NOT NULL AND of_step_id NOT IN (SELECT id FROM step)"
        )
        if not gone:
            break
        with_triggers = db.all(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('step', 'change')"
        )
        for row in with_triggers:
            db.execute(f"DROP TRIGGER {row['name']}")
        db.execute(
            "DELETE FROM step WHERE of_step_id IS NOT NULL AND of_step_id NOT IN (SELECT id FROM step)"
        )
        for row in with_triggers:
            db.execute(row["sql"])
    db.execute("DELETE FROM change WHERE step_id NOT IN (SELECT id FROM step)")


def _lost_report(db: StoreDatabase, report_id: int, source_id: int) -> None:
    db.add(
        "report",
        {
            "id": report_id,
            "source_id": source_id,
            "imported_at": "1970-01-01T00:00:00Z",
            "imported_by": "salvage",
            "document_type": "other",
            "extractor": "",
            "warnings": 1,
            "unclaimed_share": 0.0,
        },
    )


def _lost_source(db: StoreDatabase, source_id: int) -> None:
    content = db.value("SELECT bytes FROM source_bytes WHERE source_id = ?", (source_id,))
    sha256 = hashlib.sha256(f"lost {source_id}".encode() if content is None else content).hexdigest()
    media_type = "application/pdf" if content and content[:5] == b"%PDF-" else "application/octet-stream"
    db.conn.execute(
        "INSERT OR IGNORE INTO source (id, sha256, name, media_type, size) VALUES (?, ?, ?, ?, ?)",
        (source_id, sha256, f"lost file {source_id}", media_type, len(content or b"")),
    )


def _lost_text(db: StoreDatabase, report_id: int) -> None:
    """Spaces, with the words of the findings where they stood."""
    text: list[str] = []
    for row in db.all("SELECT spans, verbatim FROM finding WHERE report_id = ?", (report_id,)):
        words = iter(row["verbatim"])
        for start, end in _spans(row["spans"]):
            text += " " * (end - len(text))
            for place in range(start, end):
                text[place] = next(words, " ")
    said = [
        {"code": "salvaged", "message": "The text of this report is lost but for its findings.", "spans": []}
    ]
    db.add(
        "report_text",
        {
            "report_id": report_id,
            **dict.fromkeys(("pages", "furniture", "unclaimed", "metadata_spans", "markers"), "[]"),
            "warnings": codec.dumps(said),
            "text": "".join(text),
        },
    )


def _spans(text: str) -> list[tuple[int, int]]:
    try:
        return [(start, end) for start, end in codec.spans_from_text(text) if 0 <= start <= end < _LONGEST]
    except (ValueError, TypeError):
        return []


def _remove(part: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + ending).unlink(missing_ok=True)
