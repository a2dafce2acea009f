"""A SQLite file with the same tables, ready for Datasette: views, foreign keys, indexes and full-text search.

A value that is missing is NULL; the column ``missing`` of each table says why: JSON text, column → reason.
The table ``columns`` is the data dictionary, ``missing_values`` the reasons in words; ``metadata.json`` says
the same to Datasette. Nothing of it is the store's own layout, which may change.
"""

from __future__ import annotations

import errno
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from reviewer.exporting.datapackage import DESCRIPTION, TITLE
from reviewer.exporting.dataset import Dataset
from reviewer.exporting.files import Writing
from reviewer.exporting.missing import MEANINGS, Missing
from reviewer.exporting.records import chosen_tables, reasons, records
from reviewer.exporting.tables import Record, Table

FOLDER: Final = "sqlite"
_TYPES: Final = {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}
_SEARCHED: Final = {"findings": ("text", "verbatim"), "notes": ("body",), "sections": ("heading",)}

_VIEWS: Final = {
    "findings_with_report": (
        "Findings that stand, with the facts of their report.",
        """
        SELECT findings.finding_id, reports.authority, reports.document_type, reports.inspection_start,
            sections.heading, findings.number, findings.kind, findings.polarity, findings.theme,
            findings.text, findings.page, findings.decision, reports.source_name, findings.report_id
        FROM findings JOIN reports USING (report_id) LEFT JOIN sections USING (section_id)
        WHERE findings.decision <> 'rejected'
        """,
    ),
    "open_follow_ups": (
        "Follow-ups that are not done, the earliest due first.",
        """
        SELECT follow_ups.follow_up_id, follow_ups.due, follow_ups.state, follow_ups.owner,
            follow_ups.reason, reports.authority, findings.text, follow_ups.finding_id, follow_ups.report_id
        FROM follow_ups JOIN findings USING (finding_id) JOIN reports
            ON reports.report_id = follow_ups.report_id
        WHERE follow_ups.state <> 'done' ORDER BY follow_ups.due IS NULL, follow_ups.due
        """,
    ),
    "themes": (
        "How many findings that stand there are of each theme and polarity.",
        """
        SELECT theme, polarity, count(*) AS findings FROM findings WHERE decision <> 'rejected'
        GROUP BY theme, polarity ORDER BY theme, polarity
        """,
    ),
}


def write(dataset: Dataset, writing: Writing) -> None:
    """Write ``sqlite/dataset.sqlite`` and ``sqlite/metadata.json``."""
    tables = chosen_tables(dataset.choice)
    place = writing.place(f"{FOLDER}/dataset.sqlite")
    try:
        views = _fill(place, dataset, tables)
    except sqlite3.OperationalError as error:
        full = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if full else errno.EIO, f"{error}") from error
    writing.open(f"{FOLDER}/metadata.json").write(
        json.dumps(_metadata(tables, views), ensure_ascii=False, indent=2) + "\n"
    )


def _fill(place: Path, dataset: Dataset, tables: dict[str, Table]) -> list[str]:
    """Write the database; return the names of its views."""
    with closing(sqlite3.connect(place, isolation_level=None)) as db:
        # Nobody sees the file before it is whole.
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("BEGIN")
        for table in tables.values():
            db.execute(_create(table))
        inserts = {name: _insert(table) for name, table in tables.items()}
        for report in dataset:
            for name, record in records(report):
                db.execute(inserts[name], _row(tables[name], record))
        _dictionary(db, tables)
        _indexes(db, tables)
        _search(db, tables)
        # They need columns that a choice may have left out.
        views = [] if dataset.choice.fields else list(_VIEWS)
        for name in views:
            db.execute(f"CREATE VIEW {name} AS {' '.join(_VIEWS[name][1].split())}")
        db.execute("COMMIT")
        db.execute("ANALYZE")
        db.execute("VACUUM")
    return views


def _create(table: Table) -> str:
    parts = []
    for column in table.columns:
        words = [f'"{column.name}"', _TYPES.get(column.type, "TEXT")]
        if column.name == table.key:
            words.append("PRIMARY KEY")
        if not column.missing:
            words.append("NOT NULL")
        if column.name in table.links:
            words.append(f"REFERENCES {table.links[column.name]}")
        parts.append(" ".join(words))
    parts.append("missing TEXT")
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(parts) + "\n) STRICT"


def _insert(table: Table) -> str:
    marks = ", ".join("?" * (len(table.columns) + 1))
    return f"INSERT INTO {table.name} VALUES ({marks})"


def _row(table: Table, record: Record) -> list[object]:
    values: list[object] = [
        None if isinstance(value := record[column.name], Missing) else value for column in table.columns
    ]
    return [*values, reasons(table, record)]


def _dictionary(db: sqlite3.Connection, tables: dict[str, Table]) -> None:
    db.execute(
        'CREATE TABLE columns ("table" TEXT NOT NULL, "column" TEXT NOT NULL, type TEXT NOT NULL,'
        ' description TEXT NOT NULL, PRIMARY KEY ("table", "column")) STRICT'
    )
    db.executemany(
        "INSERT INTO columns VALUES (?, ?, ?, ?)",
        [
            (table.name, column.name, column.type, column.description)
            for table in tables.values()
            for column in table.columns
        ],
    )
    db.execute("CREATE TABLE missing_values (reason TEXT PRIMARY KEY, meaning TEXT NOT NULL) STRICT")
    db.executemany(
        "INSERT INTO missing_values VALUES (?, ?)",
        [(why.value, meaning) for why, meaning in MEANINGS.items()],
    )


def _indexes(db: sqlite3.Connection, tables: dict[str, Table]) -> None:
    for table in tables.values():
        wanted = [*table.links]
        if table.name == "findings":
            wanted += [name for name in ("theme", "polarity", "kind", "decision") if _has(table, name)]
        for name in wanted:
            db.execute(f'CREATE INDEX "{table.name}_{name}" ON {table.name} ("{name}")')


def _search(db: sqlite3.Connection, tables: dict[str, Table]) -> None:
    """Full-text search by the names that Datasette looks for: ``table_fts``."""
    for name, searched in _SEARCHED.items():
        columns = [column for column in searched if _has(tables[name], column)]
        if columns:
            listed = ", ".join(columns)
            db.execute(
                f'CREATE VIRTUAL TABLE {name}_fts USING fts5({listed}, content="{name}",'
                f" content_rowid='{tables[name].key}', tokenize='porter unicode61')"
            )
            db.execute(f"INSERT INTO {name}_fts({name}_fts) VALUES ('rebuild')")


def _metadata(tables: dict[str, Table], views: list[str]) -> dict[str, object]:
    described: dict[str, dict[str, object]] = {
        table.name: {
            "title": table.title,
            "description": table.description,
            "columns": {column.name: column.description for column in table.columns},
        }
        for table in tables.values()
    }
    if views:
        described["findings"]["facets"] = ["theme", "polarity", "kind", "decision"]
    shown = {name: {"title": name.replace("_", " "), "description": _VIEWS[name][0]} for name in views}
    return {
        "title": TITLE,
        "description": DESCRIPTION,
        "databases": {"dataset": {"tables": {**described, **shown}}},
    }


def _has(table: Table, name: str) -> bool:
    return any(column.name == name for column in table.columns)
