"""A finding, or a whole report, as it was at an earlier point: worked out from the log, itself one step."""

from __future__ import annotations

from typing import Final

from reviewer.store import steps
from reviewer.store.errors import StoreError
from reviewer.store.rows import Change
from reviewer.store.steps import Context, Image, step

_Key = tuple[str, int]

_REVIEW: Final = "table_name NOT IN ('assignment', 'merging', 'dispute')"
"""Whose work a report is, and what came from others, was never part of its review; a difference is settled
by the values that are given back."""

_HEADINGS: Final = frozenset({"section_id", "home_section_id"})
_LAST: Final = {"follow_up": 2, "link": 2, "note": 2, "tag": 2, "finding": 1}


def take_back(context: Context, report_id: int, step_id: int, finding_id: int | None = None) -> Change:
    """Put a report, or one of its findings with its notes and follow-up, as it was after a step.

    ``step_id`` 0 is as it was imported; undone and later steps stay in the log, and this one can be undone.
    Raises StoreError where the report has no such step, or the finding was not there then.
    """
    db = context.db
    with db.writing():
        known = db.value("SELECT name FROM step WHERE id = ? AND report_id = ?", (step_id, report_id))
        if step_id and known is None:
            raise StoreError("That step is no longer in the report's history.")
        wanted = _wanted(context, report_id, step_id, finding_id)
        if finding_id is not None and wanted.get(("finding", finding_id), {}) is None:
            raise StoreError("That finding was not there at that point.")
        what = "the report" if finding_id is None else "a finding"
        name = f"take {what} back to the import" if known is None else f"take {what} back to ‘{known}’"
        with step(context, report_id, name) as edit:
            # Rows that go first: another of their kind may take their place.
            order = sorted(wanted, key=lambda key: (wanted[key] is not None, _LAST.get(key[0], 0), key))
            for table, row_id in order:
                image = _possible(context, wanted[table, row_id])
                there = db.value(f"SELECT 1 FROM {table} WHERE id = ? AND report_id = ?", (row_id, report_id))
                if image is None:
                    if there:
                        edit.delete(table, row_id)
                elif there:
                    _put(edit, table, row_id, image)
                else:
                    edit.insert(table, image)
    return edit.change()


def _wanted(
    context: Context, report_id: int, step_id: int, finding_id: int | None
) -> dict[_Key, Image | None]:
    """For each row that later steps touched: the fields to give it back, all of a row that is gone, or None
    for one that was not there."""
    only = "" if finding_id is None else "AND finding_id = ?3"
    values = (report_id, step_id) if finding_id is None else (report_id, step_id, finding_id)
    wanted: dict[_Key, Image | None] = {}
    for row in context.db.all(
        "SELECT table_name, row_id, before, after FROM change JOIN step ON step.id = change.step_id"
        f" WHERE report_id = ?1 AND step_id > ?2 AND {_REVIEW} {only}"
        " ORDER BY change.id DESC",
        values,
    ):
        key = (row["table_name"], row["row_id"])
        before = steps.read(row["before"])
        if before is None or row["after"] is None:
            wanted[key] = before
        else:
            wanted[key] = {**(wanted.get(key) or {}), **before}
    return wanted


def _possible(context: Context, image: Image | None) -> Image | None:
    """Without headings that are gone by now: a finding stays where it stands, or stands under none."""
    if image is None:
        return None
    gone = {
        field
        for field in _HEADINGS & image.keys()
        if image[field] is not None
        and context.db.value("SELECT 1 FROM section WHERE id = ?", (image[field],)) is None
    }
    if "id" in image:
        return {field: None if field in gone else value for field, value in image.items()}
    return {field: value for field, value in image.items() if field not in gone}


def _put(edit: steps.Step, table: str, row_id: int, image: Image) -> None:
    now = edit.row(table, row_id)
    changed = {field: value for field, value in image.items() if now[field] != value}
    if any(field.startswith("machine") for field in changed):
        # What the machine said is never updated: as in a re-extraction, the row is put in anew.
        edit.delete(table, row_id)
        edit.insert(table, {**now, **changed})
    elif changed:
        edit.update(table, row_id, changed)
