"""What a reviewer worked on and the latest extraction of the report no longer has: kept, and listed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reviewer.model import Spans
from reviewer.store import codec, extractions
from reviewer.store.database import Row, StoreDatabase
from reviewer.store.reextract import paired, passage
from reviewer.store.rows import Decision


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A row of ``table`` (finding, judgement, section) that stands without a word of the machine's for it.

    ``decision`` is None for a section. ``words`` are the row's own.
    """

    report_id: int
    table: str
    id: int
    number: str | None
    words: str
    decision: Decision | None


def unplaced(db: StoreDatabase, report_id: int | None = None) -> list[Unplaced]:
    """Of one report or of all, in reading order: the machine once had them, and has them no more.

    What the reviewer added is not among them, nor what they rejected: that needs no place. Follows undo and
    redo, for it is found out anew each time. Raises StoreError.
    """
    found: list[Unplaced] = []
    for row in db.all(
        "SELECT id FROM review WHERE extraction_number > 0 AND (?1 IS NULL OR id = ?1) ORDER BY id",
        (report_id,),
    ):
        later = extractions.later(db, row["id"])
        if later is not None:
            found += _of_report(db, row["id"], later["body"])
    return found


def _of_report(db: StoreDatabase, report_id: int, said: dict[str, Any]) -> list[Unplaced]:
    found: list[Unplaced] = []
    for table in ("section", "judgement", "finding"):
        rows = db.all(f"SELECT * FROM {table} WHERE report_id = ? ORDER BY position, id", (report_id,))
        theirs = [codec.spans_from(one["spans"]) for one in said[f"{table}s"]]
        # All rows, for each takes its place from the others, as it did when they were merged.
        placed = paired([_place(table, row) for row in rows], theirs)
        found += [
            _unplaced(table, row)
            for index, row in enumerate(rows)
            if index not in placed and _is_the_machines(table, row) and row.get("decision") != "rejected"
        ]
    return found


def _is_the_machines(table: str, row: Row) -> bool:
    if table == "section":
        return row["machine_id"] is not None
    return row["machine_area"] is not None if table == "judgement" else row["machine"] != "{}"


def _place(table: str, row: Row) -> Spans:
    return passage(row) if table == "finding" else codec.spans_from_text(row["spans"])


def _unplaced(table: str, row: Row) -> Unplaced:
    decision = row.get("decision")
    return Unplaced(
        report_id=row["report_id"],
        table=table,
        id=row["id"],
        number=row.get("number"),
        words=_words(table, row),
        decision=None if decision is None else Decision(decision),
    )


def _words(table: str, row: Row) -> str:
    if table == "section":
        return str(row["heading"])
    if table == "judgement":
        return f"{row['area']}: {row['grade']}"
    return str(row["verbatim"] if row["wording"] is None else row["wording"])
