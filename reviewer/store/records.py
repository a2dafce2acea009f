"""All that the store holds of a report, out of it and into another one, as it was.

A record is ``table → rows``, each row ``column → value``; columns of JSON text are decoded. Which tables and
columns there are is asked of the schema, so that what a later version adds is carried too. Ids are those of
the store; a store that has given none yet takes them as they are, another one shifts them all alike.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from reviewer.store import codec, queries, search_index
from reviewer.store.database import Row, StoreDatabase
from reviewer.store.errors import StoreError
from reviewer.store.extractions import without_path
from reviewer.store.record_checks import Column, check
from reviewer.store.rows import ImportOutcome
from reviewer.store.steps import Context

ReportRecord = dict[str, list[dict[str, Any]]]

_FIRST: Final = ("source", "source_bytes", "report")


@dataclass(frozen=True)
class Layout:
    """The tables that belong to reports: each after those that its rows point to."""

    db: StoreDatabase

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """Their names."""
        names = [
            row["name"]
            for row in self.db.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        links = {name: set(self._links_of(name).values()) - {name} for name in names}
        found = list(_FIRST)
        while True:
            more = [name for name in names if name not in found and links[name] and links[name] <= set(found)]
            if not more:
                return tuple(found)
            found += more

    @cached_property
    def links(self) -> dict[str, dict[str, str]]:
        """For each table: column → the table whose ids it holds."""
        return {name: self._links_of(name) for name in self.tables}

    @cached_property
    def columns(self) -> dict[str, dict[str, Column]]:
        """For each table its columns."""
        return {name: columns_of(self.db, name) for name in self.tables}

    def _links_of(self, table: str) -> dict[str, str]:
        return {row["from"]: row["table"] for row in self.db.all(f"PRAGMA foreign_key_list({table})")}


def record(db: StoreDatabase, report_id: int, *, sources: bool) -> ReportRecord:
    """All rows of a report, by table, in the order of their ids; without the file unless ``sources``.

    Raises StoreError where the report is not there.
    """
    layout = Layout(db)
    found: ReportRecord = {}
    for table in layout.tables:
        if table == "source_bytes" and not sources:
            continue
        found[table] = [_decoded(row, layout.columns[table]) for row in _rows(db, layout, table, report_id)]
    for extraction in found["extraction"]:
        # Stores of earlier versions hold the whole path.
        extraction["body"] = without_path(extraction["body"])
    for step in found["step"]:
        # A step of the whole store is, in another store, a step of the report.
        if "batch_id" in step:
            step["batch_id"] = None
    if not found["report"]:
        raise StoreError("That report is no longer in the store.")
    return found


def restore(context: Context, records: Iterable[ReportRecord]) -> list[ImportOutcome]:
    """Put reports into the store as they were, all or none; those whose file is there are passed over.

    Raises StoreError, with the place of the fault, where a record is not what :func:`record` makes.
    """
    db = context.db
    try:
        with db.writing():
            layout = Layout(db)
            floors = {table: _given(db, table) for table in layout.tables}
            # A review has the id of its report.
            floors["review"] = floors["report"]
            outcomes = [_restore(db, layout, floors, one) for one in records]
            _raise_floors(db, layout)
            return outcomes
    except sqlite3.IntegrityError as error:
        raise StoreError(f"The dataset does not hold together, nothing was imported: {error}.") from error


def _restore(db: StoreDatabase, layout: Layout, floors: dict[str, int], given: ReportRecord) -> ImportOutcome:
    check(given, layout.columns, layout.links)
    known = queries.find_source(db, given["source"][0]["sha256"])
    if known is not None:
        return ImportOutcome(known, already=True)
    for table in layout.tables:
        for row in given.get(table, []):
            db.add(table, _encoded(_shifted(layout, floors, table, row), layout.columns[table]))
    report_id = given["report"][0]["id"] + floors["report"]
    for row in given["report_text"]:
        search_index.add_text(db, report_id, row["text"])
    return ImportOutcome(report_id, already=False)


def as_stored(given: ReportRecord, columns: dict[str, dict[str, Column]]) -> dict[str, list[Row]]:
    """A record as the tables hold it, images of its log as objects.

    What an earlier layout did not have yet is as the schema says. Raises StoreError where that does not help.
    """
    found = {
        table: [_whole(_encoded(row, columns[table]), columns[table]) for row in rows]
        for table, rows in given.items()
    }
    for change in found.get("change", []):
        for image in ("before", "after"):
            held = change[image]
            if isinstance(held, str):
                change[image] = json.loads(held)
        _complete_images(change, columns[change["table_name"]])
    return found


def stored(db: StoreDatabase, report_id: int) -> dict[str, list[Row]]:
    """The same of a report in the store, or (0) of the codebook, without what it came from."""
    columns = Layout(db).columns
    if report_id:
        return as_stored(record(db, report_id, sources=False), columns)
    return as_stored(codebook_record(db), {**columns, "code": columns_of(db, "code")})


def codebook_record(db: StoreDatabase) -> ReportRecord:
    """The codebook with its log, as :func:`record` has a report."""
    columns = {**Layout(db).columns, "code": columns_of(db, "code")}
    whole = "IN (SELECT id FROM step WHERE report_id IS NULL)"
    queries_of = {
        "code": "SELECT * FROM code ORDER BY id",
        "step": "SELECT * FROM step WHERE report_id IS NULL ORDER BY id",
        "change": f"SELECT * FROM change WHERE step_id {whole} ORDER BY id",
        "merging": "SELECT * FROM merging WHERE report_id IS NULL ORDER BY id",
        "dispute": "SELECT * FROM dispute WHERE report_id IS NULL ORDER BY id",
    }
    return {
        table: [_decoded(row, columns[table]) for row in db.all(sql)] for table, sql in queries_of.items()
    }


def columns_of(db: StoreDatabase, table: str) -> dict[str, Column]:
    """The columns of a table as the schema has them."""
    return {
        row["name"]: Column(
            table,
            row["name"],
            row["type"],
            required=bool(row["notnull"]) and row["dflt_value"] is None and not row["pk"],
            nullable=not row["notnull"],
            default=_default(row["dflt_value"]),
        )
        for row in db.all(f"PRAGMA table_info({table})")
    }


def _default(written: str | None) -> str | int | None:
    if written is None or written == "NULL":
        return None
    return written[1:-1] if written.startswith("'") else int(written)


def _complete_images(change: Row, columns: dict[str, Column]) -> None:
    """An image of a whole row has all columns, those of later layouts too."""
    if change["before"] is None or change["after"] is None:
        for image in ("before", "after"):
            if change[image] is not None:
                change[image] = _whole(change[image], columns)


def _whole(row: Row, columns: dict[str, Column]) -> Row:
    for name, column in columns.items():
        if name not in row:
            if column.required:
                raise StoreError(f"The dataset does not hold together: a {column.table} has no {name}.")
            row[name] = column.default
    return row


def _rows(db: StoreDatabase, layout: Layout, table: str, report_id: int) -> list[Row]:
    where = {
        "source": "id IN (SELECT source_id FROM report WHERE id = ?)",
        "source_bytes": "source_id IN (SELECT source_id FROM report WHERE id = ?)",
        "report": "id = ?",
    }.get(table)
    if where is None and "report_id" in layout.columns[table]:
        where = "report_id = ?"
    if where is None:
        column, parent = next(iter(layout.links[table].items()))
        where = f"{column} IN (SELECT id FROM {parent} WHERE report_id = ?)"
    return db.all(f"SELECT * FROM {table} WHERE {where} ORDER BY rowid", (report_id,))


def _decoded(row: Row, columns: dict[str, Column]) -> dict[str, Any]:
    return {
        name: json.loads(value) if columns[name].is_json and value is not None else value
        for name, value in row.items()
    }


def _encoded(row: dict[str, Any], columns: dict[str, Column]) -> dict[str, Any]:
    return {
        name: codec.dumps(value) if columns[name].is_json and value is not None else value
        for name, value in row.items()
    }


def _shifted(layout: Layout, floors: dict[str, int], table: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row with its ids, and those that it points to, as the store will know them."""
    shifted = dict(row)
    if "id" in shifted:
        shifted["id"] += floors[table]
    for column, to in layout.links[table].items():
        if shifted.get(column) is not None:
            shifted[column] += floors[to]
    if table in ("change", "dispute") and "row_id" in row:
        # They outlive the rows that they are of, so these are no links.
        shifted["row_id"] += floors[row["table_name"]]
        if shifted.get("finding_id") is not None:
            shifted["finding_id"] += floors["finding"]
    if table == "change":
        of = row["table_name"]
        for image in ("before", "after"):
            if row[image] is not None:
                shifted[image] = _shifted(layout, floors, of, row[image])
    return shifted


def _given(db: StoreDatabase, table: str) -> int:
    """The highest id that a table ever gave."""
    return db.value("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)) or 0


def _raise_floors(db: StoreDatabase, layout: Layout) -> None:
    """Ids of rows that are only in the log are not given again, for undo may bring their rows back."""
    for row in db.all("SELECT table_name, max(row_id) AS highest FROM change GROUP BY table_name"):
        table, highest = row["table_name"], row["highest"]
        if table in layout.tables and highest > _given(db, table):
            db.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
            db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, highest))
