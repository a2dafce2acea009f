"""Notes and follow-ups, one function each; every one is one step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reviewer.store.database import Row, StoreDatabase
from reviewer.store.edits import finding_label, row_label
from reviewer.store.errors import StoreError
from reviewer.store.queries import require_report
from reviewer.store.rows import Change, FollowUpState, Priority
from reviewer.store.steps import Context, Step, step
from reviewer.store.words import clean


def add_note(
    context: Context,
    report_id: int,
    body: str,
    finding_id: int | None = None,
    section_id: int | None = None,
) -> Change:
    """Add a note to a finding, to a section, or to the report as a whole.

    Raises StoreError for a blank one, ValueError for one on both a finding and a section.
    """
    words = _note_words(body)
    if finding_id is not None and section_id is not None:
        raise ValueError("a note is on a finding or on a section")
    require_report(context.db, report_id)
    with step(context, report_id, "") as edit:
        edit.name = f"note on {_of(edit, finding_id, section_id)}"
        edit.insert(
            "note",
            {
                "finding_id": finding_id,
                "section_id": section_id,
                "body": words,
                "created_by": edit.by,
                "created_at": edit.at,
            },
        )
    return edit.change()


def edit_note(context: Context, note_id: int, body: str) -> Change:
    """Change the words of a note; the log keeps the old ones. Raises StoreError for a blank one."""
    words = _note_words(body)
    note = _row(context.db, "note", note_id)
    with step(context, note["report_id"], "") as edit:
        edit.name = f"edit note on {_of(edit, note['finding_id'], note['section_id'])}"
        if edit.row("note", note_id)["body"] != words:
            edit.update("note", note_id, {"body": words, "edited_at": edit.at})
    return edit.change()


def remove_note(context: Context, note_id: int) -> Change:
    """Take a note out; the log keeps it."""
    note = _row(context.db, "note", note_id)
    with step(context, note["report_id"], "") as edit:
        edit.name = f"remove note on {_of(edit, note['finding_id'], note['section_id'])}"
        edit.delete("note", note_id)
    return edit.change()


def flag(
    context: Context,
    finding_id: int,
    *,
    reason: str = "",
    owner: str = "",
    due: str | None = None,
    priority: Priority | None = None,
) -> Change:
    """Mark a finding for follow-up. One that is marked is opened again, and what is given set anew.

    ``due`` is an ISO date; raises ValueError where it is none.
    """
    finding = _row(context.db, "finding", finding_id)
    with step(context, finding["report_id"], f"flag {finding_label(finding)}") as edit:
        known = context.db.value("SELECT id FROM follow_up WHERE finding_id = ?", (finding_id,))
        given = {"reason": clean(reason), "owner": clean(owner), "due": _iso(due)}
        urgency = {} if priority is None else {"priority": Priority(priority).value}
        if known is None:
            edit.insert(
                "follow_up",
                {
                    **given,
                    **urgency,
                    "finding_id": finding_id,
                    "state": FollowUpState.OPEN.value,
                    "created_by": edit.by,
                    "created_at": edit.at,
                },
            )
        else:
            kept = {field: value for field, value in given.items() if value}
            edit.update("follow_up", known, {**kept, **urgency, "state": FollowUpState.OPEN.value})
    return edit.change()


def set_follow_ups(
    context: Context,
    follow_up_ids: Iterable[int],
    *,
    reason: str | None = None,
    owner: str | None = None,
    due: str | None = None,
    clear_due: bool = False,
    state: FollowUpState | None = None,
    priority: Priority | None = None,
) -> Change:
    """Change follow-ups of one report alike; None leaves as is.

    ``due`` is an ISO date; raises ValueError where it is none.
    """
    values: dict[str, object] = {}
    if reason is not None:
        values["reason"] = clean(reason)
    if owner is not None:
        values["owner"] = clean(owner)
    if due is not None or clear_due:
        values["due"] = None if clear_due else _iso(due)
    if state is not None:
        values["state"] = FollowUpState(state).value
    if priority is not None:
        values["priority"] = Priority(priority).value
    rows = [_row(context.db, "follow_up", row_id) for row_id in dict.fromkeys(follow_up_ids)]
    if not rows:
        return Change(0, "")
    with step(context, rows[0]["report_id"], "") as edit:
        changed = [row for row in rows if edit.update("follow_up", row["id"], values)]
        edit.name = _follow_ups_name(edit, changed)
    return edit.change()


def remove_follow_ups(context: Context, follow_up_ids: Iterable[int]) -> Change:
    """Take follow-ups of one report out; the log keeps them."""
    rows = [_row(context.db, "follow_up", row_id) for row_id in dict.fromkeys(follow_up_ids)]
    if not rows:
        return Change(0, "")
    with step(context, rows[0]["report_id"], "") as edit:
        edit.name = f"remove {_follow_ups_name(edit, rows)}"
        for row in rows:
            edit.delete("follow_up", row["id"])
    return edit.change()


def _follow_ups_name(edit: Step, rows: list[Row]) -> str:
    if len(rows) == 1:
        return f"follow-up of {_of(edit, rows[0]['finding_id'], None)}"
    return f"{len(rows)} follow-ups"


def unflag(context: Context, finding_id: int) -> Change:
    """Take a finding's follow-up out; the log keeps it. Nothing where there is none."""
    finding = _row(context.db, "finding", finding_id)
    with step(context, finding["report_id"], f"unflag {finding_label(finding)}") as edit:
        known = context.db.value("SELECT id FROM follow_up WHERE finding_id = ?", (finding_id,))
        if known is not None:
            edit.delete("follow_up", known)
    return edit.change()


def _note_words(body: str) -> str:
    words = clean(body)
    if not words:
        raise StoreError("A note needs some words.")
    return words


def _iso(due: str | None) -> str | None:
    return date.fromisoformat(due).isoformat() if due else None


def _of(edit: Step, finding_id: int | None, section_id: int | None) -> str:
    if finding_id is not None:
        return finding_label(edit.row("finding", finding_id))
    return "the report" if section_id is None else row_label("section", edit.row("section", section_id))


def _row(db: StoreDatabase, table: str, row_id: int) -> Row:
    row = db.one(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
    if row is None:
        raise StoreError(f"That {table.replace('_', '-')} is no longer in the store.")
    return row
