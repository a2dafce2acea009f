"""Tags, stars, and passages seen that hold no finding: one function each, one step each."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.model import Spans, joined
from reviewer.store import codec, queries
from reviewer.store.database import StoreDatabase
from reviewer.store.edits import label, put, report_of, row_label, tidied
from reviewer.store.errors import StoreError
from reviewer.store.rows import Change
from reviewer.store.steps import Context, Step, step
from reviewer.store.words import clean, tidy, without


def tag(context: Context, finding_ids: Iterable[int], name: str) -> Change:
    """Put a tag on findings. Raises StoreError for a blank one."""
    ids = list(dict.fromkeys(finding_ids))
    return _tag(context, ids, name) if ids else Change(0, "")


def untag(context: Context, finding_ids: Iterable[int], name: str) -> Change:
    """Take a tag off findings."""
    ids = list(dict.fromkeys(finding_ids))
    return _untag(context, report_of(context.db, "finding", ids), ids, name) if ids else Change(0, "")


def tag_report(context: Context, report_id: int, name: str) -> Change:
    """Put a tag on a report. Raises StoreError for a blank one."""
    queries.require_report(context.db, report_id)
    spelt = _spelt(context.db, name)
    with step(context, report_id, f"tag the report with {spelt}") as edit:
        _add(edit, None, spelt)
    return edit.change()


def untag_report(context: Context, report_id: int, name: str) -> Change:
    """Take a tag off a report."""
    return _untag(context, report_id, [None], name)


def star(context: Context, finding_ids: Iterable[int], starred: bool) -> Change:
    """Star findings, or take their stars away. No decision."""
    ids = list(dict.fromkeys(finding_ids))
    if not ids:
        return Change(0, "")
    with step(context, report_of(context.db, "finding", ids), "") as edit:
        rows = [edit.row("finding", row_id) for row_id in ids]
        changed = [row for row in rows if put(edit, "finding", row, {"starred": int(starred)})]
        which = row_label("finding", changed[0]) if len(changed) == 1 else f"{len(changed)} findings"
        edit.name = f"{'star' if starred else 'unstar'} {which}"
    return edit.change()


def star_report(context: Context, report_id: int, starred: bool) -> Change:
    """Star a report, or take its star away."""
    queries.require_report(context.db, report_id)
    with step(context, report_id, f"{'star' if starred else 'unstar'} the report") as edit:
        edit.update("review", report_id, {"starred": int(starred)})
    return edit.change()


def mark_seen(context: Context, report_id: int, spans: Spans) -> Change:
    """Say that a passage was read and holds no finding.

    Raises StoreError for spans without a word, ValueError for spans outside the text.
    """
    source = queries.source_text(context.db, report_id)
    wanted = tidied(source, spans)
    with step(context, report_id, f"mark {label(None, joined(source.text, wanted))} as seen") as edit:
        left = tidy(source.text, without(wanted, seen(context.db, report_id)))
        if left:
            edit.insert("seen", {"spans": codec.spans_to_text(left), "seen_by": edit.by, "seen_at": edit.at})
    return edit.change()


def unmark_seen(context: Context, report_id: int, spans: Spans) -> Change:
    """Take that back for what lies in ``spans``. Raises ValueError for spans outside the text."""
    source = queries.source_text(context.db, report_id)
    wanted = tidy(source.text, spans)
    with step(context, report_id, f"unmark {label(None, joined(source.text, wanted))} as seen") as edit:
        for row in context.db.all("SELECT id, spans FROM seen WHERE report_id = ? ORDER BY id", (report_id,)):
            known = codec.spans_from_text(row["spans"])
            left = tidy(source.text, without(known, wanted))
            if not left:
                edit.delete("seen", row["id"])
            elif left != known:
                edit.update("seen", row["id"], {"spans": codec.spans_to_text(left)})
    return edit.change()


def seen(db: StoreDatabase, report_id: int) -> Spans:
    """The passages that were marked as seen, in reading order."""
    rows = db.all("SELECT spans FROM seen WHERE report_id = ?", (report_id,))
    return tuple(sorted(span for row in rows for span in codec.spans_from_text(row["spans"])))


def _tag(context: Context, ids: list[int], name: str) -> Change:
    spelt = _spelt(context.db, name)
    with step(context, report_of(context.db, "finding", ids), "") as edit:
        rows = [edit.row("finding", row_id) for row_id in ids]
        new = [row for row in rows if _add(edit, row["id"], spelt)]
        which = row_label("finding", new[0]) if len(new) == 1 else f"{len(new)} findings"
        edit.name = f"tag {which} with {spelt}"
    return edit.change()


def _add(edit: Step, finding_id: int | None, name: str) -> bool:
    known = "SELECT 1 FROM tag WHERE report_id = ? AND finding_id IS ? AND name = ?"
    if edit.db.value(known, (edit.report_id, finding_id, name)) is not None:
        return False
    edit.insert("tag", {"finding_id": finding_id, "name": name})
    return True


def _untag(context: Context, report_id: int, of: list[int] | list[None], name: str) -> Change:
    spelt = _spelt(context.db, name)
    with step(context, report_id, "") as edit:
        gone: list[int | None] = []
        for finding_id in of:
            row_id = context.db.value(
                "SELECT id FROM tag WHERE report_id = ? AND finding_id IS ? AND name = ?",
                (report_id, finding_id, spelt),
            )
            if row_id is not None:
                edit.delete("tag", row_id)
                gone.append(finding_id)
        which = f"{len(gone)} findings"
        if len(gone) == 1:
            which = "the report" if gone[0] is None else row_label("finding", edit.row("finding", gone[0]))
        edit.name = f"untag {which}: {spelt}"
    return edit.change()


def _spelt(db: StoreDatabase, name: str) -> str:
    """The tag as it is spelt where it is used already."""
    typed = " ".join(clean(name).split())
    if not typed:
        raise StoreError("A tag needs a name.")
    known: str | None = db.value(
        "SELECT name FROM tag WHERE name = ?1 COLLATE NOCASE ORDER BY name <> ?1 LIMIT 1", (typed,)
    )
    return known or typed
