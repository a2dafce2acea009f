"""A finding of another machine or program taken over: one step, by the reviewer's own decision."""

from __future__ import annotations

import json

from reviewer.model import Polarity, overlap
from reviewer.store import codec, queries, second
from reviewer.store.database import Row, StoreDatabase, Values
from reviewer.store.edits import edited, finding_standing, insert_finding, put, row_label
from reviewer.store.errors import StoreError
from reviewer.store.rows import Change, Decision
from reviewer.store.steps import Context, Step, step

SAME = 0.5
"""Of the words of two findings together, the share that both must have to be the same one."""


def take_over(context: Context, other_id: int, place: int) -> Change:
    """Take over finding ``place`` (from 0) of what another one says: add it, or its codes where it is ours.

    Where one of ours has most of its words, that one gets the kind, polarity and theme that the other one
    says, keeps its boundaries, and is no longer rejected; otherwise a finding is added. Nothing where all is
    so already. Raises StoreError where its words are not in the report, or it is gone.
    """
    other = _other(context.db, other_id)
    if not 0 <= place < len(other.findings):
        raise StoreError("That finding is no longer in the store.")
    theirs = other.findings[place]
    if not theirs.grounded:
        raise StoreError("Its words are not in this report: find the passage, and add it by hand.")
    source = queries.source_text(context.db, other.report_id)
    with step(context, other.report_id, "") as edit:
        ours = _ours(edit, theirs)
        if ours is None:
            said = insert_finding(edit, source, theirs.spans, _codes(edit.db, theirs, None))
        else:
            said = row_label("finding", ours)
            _agree(edit, ours, _codes(edit.db, theirs, ours))
        edit.name = f"take over {said} from {other.by}"
    return edit.change()


def _other(db: StoreDatabase, other_id: int) -> second.OtherExtraction:
    report_id = db.value(
        "SELECT report_id FROM extraction WHERE id = ? AND extractor LIKE 'other:%'", (other_id,)
    )
    if report_id is None:
        raise StoreError("That finding is no longer in the store.")
    return next(one for one in second.of_report(db, report_id) if one.id == other_id)


def _ours(edit: Step, theirs: second.OtherFinding) -> Row | None:
    """The finding of ours that shares most of its words with theirs, if any is the same one."""
    shares = [
        (overlap(codec.spans_from_text(row["spans"]), theirs.spans), row) for row in edit.rows("finding")
    ]
    best, row = max(shares, key=lambda one: one[0], default=(0.0, None))
    return row if best >= SAME else None


def _codes(db: StoreDatabase, theirs: second.OtherFinding, ours: Row | None) -> Values:
    """What they say in words of the codebook."""
    values: dict[str, object] = {}
    if theirs.kind and _knows(db, "kind", theirs.kind):
        values["kind"] = theirs.kind
    if theirs.theme and _knows(db, "theme", theirs.theme):
        values["theme"] = theirs.theme
        if ours is not None:
            further = [theme for theme in json.loads(ours["more_themes"]) if theme != theirs.theme]
            values["more_themes"] = codec.dumps(further)
    if theirs.polarity in tuple(Polarity):
        values["polarity"] = theirs.polarity
    return values


def _knows(db: StoreDatabase, role: str, key: str) -> bool:
    return db.value("SELECT 1 FROM code WHERE role = ? AND key = ?", (role, key)) is not None


def _agree(edit: Step, ours: Row, values: Values) -> None:
    changed = edited(ours, values, lambda row: finding_standing(edit.db, row))
    if ours["decision"] == Decision.REJECTED:
        now = finding_standing(edit.db, {**ours, **values})
        decision = Decision.ACCEPTED if now is Decision.UNDECIDED else now
        changed = {**values, "decision": decision.value}
    if changed:
        put(edit, "finding", ours, changed)
