"""The report's own facts and the state of its review: one function each, one step each.

What the machine read is kept beside, and never changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any, Final

from reviewer.model import DocumentType, Metadata, PreviousInspection
from reviewer.store import codec, coverage, queries
from reviewer.store.database import StoreDatabase
from reviewer.store.errors import StoreError
from reviewer.store.rows import Change, MetadataRow, ReportState, Undecided
from reviewer.store.steps import Context, step
from reviewer.store.words import clean

_DATES: Final = frozenset({"inspection_start", "inspection_end", "publication_date"})
_LISTS: Final = frozenset({"team_inspectors", "copied_to"})
_FIXED: Final = frozenset({"previous_inspections"})
FIELDS: Final = tuple(field.name for field in fields(Metadata) if field.name not in _FIXED)
"""The fields of the metadata that a reviewer can correct."""

_PARTIAL_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

Value = str | Sequence[str] | None


def metadata(db: StoreDatabase, report_id: int) -> MetadataRow:
    """The facts about a report, as reviewed and as the machine read them. StoreError where it is gone."""
    row = db.one("SELECT * FROM review WHERE report_id = ?", (report_id,))
    if row is None:
        raise StoreError("That report is no longer in the store.")
    machine = json.loads(row["machine"])
    said = _metadata(machine)
    now = {name: json.loads(row[name]) if name in _LISTS else row[name] for name in FIELDS}
    return MetadataRow(
        report_id, _metadata({**now, "previous_inspections": machine["previous_inspections"]}), said
    )


def set_metadata(context: Context, report_id: int, field: str, value: Value) -> Change:
    """Correct one of :data:`FIELDS`; nothing, or None, clears it.

    ``document_type`` is one of DocumentType, dates are ISO as far as they are known, ``team_inspectors`` and
    ``copied_to`` are lists of names. Raises StoreError for a date that is none, ValueError for another field
    and for an unknown type.
    """
    if field not in FIELDS:
        raise ValueError(f"{field} is no fact that can be corrected")
    queries.require_report(context.db, report_id)
    with step(context, report_id, f"{field.replace('_', ' ')} of the report") as edit:
        edit.update("review", report_id, {field: _stored(field, value)})
    return edit.change()


def set_state(context: Context, report_id: int, state: ReportState | None) -> Change:
    """Say how far the review is; None lets it follow from the work again."""
    queries.require_report(context.db, report_id)
    value = None if state is None else ReportState(state).value
    said = "as the work has it" if value is None else f"to {value.replace('_', ' ')}"
    with step(context, report_id, f"state of the report {said}") as edit:
        edit.update("review", report_id, {"state": value})
    return edit.change()


def undecided(db: StoreDatabase, report_id: int) -> Undecided:
    """What is left to decide, in reading order, and what nothing claims."""
    queries.require_report(db, report_id)
    findings, judgements = (
        tuple(
            row["id"]
            for row in db.all(
                f"SELECT id FROM {table} WHERE report_id = ? AND decision = 'undecided'"
                " ORDER BY position, id",
                (report_id,),
            )
        )
        for table in ("finding", "judgement")
    )
    return Undecided(findings, judgements, coverage.unclaimed(db, report_id))


def _stored(field: str, value: Value) -> str | None:
    if field in _LISTS:
        names = [value] if isinstance(value, str) else value or ()
        return codec.dumps([name for name in map(clean, names) if name])
    if not (value is None or isinstance(value, str)):
        raise ValueError(f"{field} has one value")
    typed = clean(value or "") or None
    if field == "document_type":
        return DocumentType(typed or DocumentType.OTHER).value
    if field in _DATES and typed is not None:
        return _date(typed)
    return typed


def _date(typed: str) -> str:
    try:
        if not _PARTIAL_DATE.fullmatch(typed):
            raise ValueError(typed)
        date.fromisoformat((typed + "-01-01")[:10])
    except ValueError:
        raise StoreError(f"{typed} is no date: write 2024-03-04, 2024-03 or 2024.") from None
    return typed


def _metadata(said: dict[str, Any]) -> Metadata:
    return Metadata(
        **{
            **said,
            **{name: tuple(said[name]) for name in _LISTS},
            "previous_inspections": tuple(
                PreviousInspection(one["date"], one["what"], codec.spans_from(one["spans"]))
                for one in said["previous_inspections"]
            ),
        }
    )
