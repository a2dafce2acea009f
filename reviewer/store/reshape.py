"""Findings divided, joined and put elsewhere, one function each; every one is one step."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Final

from reviewer.model import Measure, Span, Spans, Statement, joined
from reviewer.store import codec, order, parts, queries
from reviewer.store.database import Row, Values
from reviewer.store.edits import (
    edited,
    finding_standing,
    label,
    passage_at,
    put,
    report_of,
    row_label,
)
from reviewer.store.errors import StoreError
from reviewer.store.rows import Change, Decision
from reviewer.store.steps import Context, Step, step
from reviewer.store.words import cut, numbered, tidy, word_start

_COPIED: Final = ("section_id", "home_section_id", "kind", "polarity", "theme", "more_themes")
_URGENCY: Final = ("high", "normal", "low")
_NAMED: Final = 3


def split(context: Context, finding_id: int, offset: int) -> Change:
    """Divide a finding in two at ``offset``, a code point of the report's text; ``created_id`` is the second.

    Inside a word the cut is before it. The first keeps number, notes, tags and follow-up; the second stands
    after it under the same heading with the same codes, and with the number that is printed at its head, if
    any. Statements and measures go with their words; a rewording is taken back, for it said both. Raises
    StoreError where there are no words on one side.
    """
    report_id = report_of(context.db, "finding", [finding_id])
    source = queries.source_text(context.db, report_id)
    with step(context, report_id, "") as edit:
        row = edit.row("finding", finding_id)
        edit.name = f"split of {row_label('finding', row)}"
        left, right = cut(codec.spans_from_text(row["spans"]), word_start(source.text, offset))
        left, right = tidy(source.text, left), tidy(source.text, right)
        if not left or not right:
            raise StoreError("There are no words on one side: put the cursor between words of the finding.")
        number, right = numbered(source.text, right)
        statements, measures = queries.current_parts(row)
        rejected = row["decision"] == Decision.REJECTED
        [position] = order.room(edit, "finding", _index(edit.rows("finding"), finding_id) + 1)
        second = {
            **passage_at(source, right),
            **{field: row[field] for field in _COPIED},
            "position": position,
            "number": number,
            "own_statements": codec.statements_to_text(_shared(statements, right, source.text)),
            "own_measures": codec.measures_to_text(_given(measures, left, right, source.text)),
            "decision": (Decision.REJECTED if rejected else Decision.ADDED).value,
            "decided_by": edit.by,
            "decided_at": edit.at,
        }
        edit.insert("finding", second)
        first = {
            **passage_at(source, left),
            "wording": None,
            **parts.own_statements(row, left, _shared(statements, left, source.text)),
            **parts.own_measures(row, left, _given(measures, right, left, source.text)),
        }
        row = edit.row("finding", finding_id)
        put(edit, "finding", row, edited(row, first, partial(finding_standing, edit.db)))
    return edit.change()


def merge(context: Context, finding_ids: Iterable[int]) -> Change:
    """Join findings of one report into the first of them in reading order, which keeps its codes.

    The words come in reading order, statements and measures are united, rewordings stand one after another;
    notes, tags, stars and follow-ups move along. The others go; ``absorbed`` keeps what the machine said of
    them. Raises StoreError for fewer than two.
    """
    ids = list(dict.fromkeys(finding_ids))
    if len(ids) < 2:
        raise StoreError("Select the findings to merge: there must be at least two.")
    report_id = report_of(context.db, "finding", ids)
    source = queries.source_text(context.db, report_id)
    with step(context, report_id, "") as edit:
        rows = sorted((edit.row("finding", row_id) for row_id in ids), key=lambda row: row["position"])
        edit.name = f"merge of {_listed(rows)}"
        first, *others = rows
        spans = tidy(source.text, [span for row in rows for span in codec.spans_from_text(row["spans"])])
        found = [queries.current_parts(row) for row in rows]
        values: Values = {
            **passage_at(source, spans),
            **parts.own_statements(first, spans, [one for statements, _ in found for one in statements]),
            **parts.own_measures(first, spans, [one for _, measures in found for one in measures]),
            **_united(rows),
        }
        for row in others:
            hand_over(edit, row["id"], first["id"])
        for row in others:
            edit.delete("finding", row["id"])
        now = edit.row("finding", first["id"])
        if now["decision"] == Decision.REJECTED and any(
            row["decision"] != Decision.REJECTED for row in others
        ):
            put(edit, "finding", now, {"decision": finding_standing(edit.db, now).value})
            now = edit.row("finding", first["id"])
        put(edit, "finding", now, edited(now, values, partial(finding_standing, edit.db)))
    return edit.change()


def set_section(context: Context, finding_ids: Iterable[int], section_id: int | None) -> Change:
    """Put findings under another heading, at the place that their words have among those there."""

    def place_in(edit: Step, row: Row) -> int:
        others = [other for other in edit.rows("finding") if other["id"] != row["id"]]
        start = codec.spans_from_text(row["spans"])[0][0]
        for place, other in enumerate(others):
            if other["section_id"] == section_id and codec.spans_from_text(other["spans"])[0][0] > start:
                return place
        return end_of_section(edit, others, section_id)

    ids = list(dict.fromkeys(finding_ids))
    if not ids:
        return Change(0, "")
    with step(context, report_of(context.db, "finding", ids), "") as edit:
        rows = [edit.row("finding", row_id) for row_id in ids]
        rows = [row for row in rows if row["section_id"] != section_id]
        edit.name = _moving(edit, rows, section_id)
        for row in rows:
            positions = order.moved(edit, "finding", [row["id"]], place_in(edit, row))
            _put_at(edit, row["id"], section_id, positions)
    return edit.change()


def move_findings(
    context: Context, finding_ids: Iterable[int], section_id: int | None, before_id: int | None = None
) -> Change:
    """Put findings, in their reading order, under a heading: before one that stands there, or at the end.

    Only another heading is a correction; another place is not. Raises ValueError where ``before_id`` stands
    under another heading or is moved itself.
    """
    ids = set(finding_ids)
    if not ids:
        return Change(0, "")
    with step(context, report_of(context.db, "finding", [*ids]), "") as edit:
        chosen = sorted(
            (edit.row("finding", row_id) for row_id in ids), key=lambda row: (row["position"], row["id"])
        )
        others = [row for row in edit.places("finding") if row["id"] not in ids]
        if before_id is None:
            place = end_of_section(edit, others, section_id)
        elif before_id in ids or edit.row("finding", before_id)["section_id"] != section_id:
            raise ValueError(f"finding {before_id} does not stay under that heading")
        else:
            place = _index(others, before_id)
        edit.name = _moving(edit, chosen, section_id)
        positions = order.moved(edit, "finding", [row["id"] for row in chosen], place)
        for row in chosen:
            _put_at(edit, row["id"], section_id, positions)
    return edit.change()


def end_of_section(edit: Step, rows: Sequence[Row], section_id: int | None) -> int:
    """The place among ``rows`` after the last finding of a heading, or where its first would stand."""
    places: dict[int | None, int] = {None: -1}
    places |= {section["id"]: index for index, section in enumerate(edit.places("section"))}
    if section_id not in places:
        raise StoreError("That section is no longer in the report.")
    here = [place for place, row in enumerate(rows, start=1) if row["section_id"] == section_id]
    earlier = [
        place for place, row in enumerate(rows, start=1) if places[row["section_id"]] < places[section_id]
    ]
    return max(here or earlier, default=0)


def _put_at(edit: Step, finding_id: int, section_id: int | None, positions: dict[int, int]) -> None:
    row = edit.row("finding", finding_id)
    values = dict(edited(row, {"section_id": section_id}, partial(finding_standing, edit.db)))
    if finding_id in positions:
        values["position"] = positions[finding_id]
    put(edit, "finding", row, values)


def _moving(edit: Step, rows: Sequence[Row], section_id: int | None) -> str:
    which = row_label("finding", rows[0]) if len(rows) == 1 else f"{len(rows)} findings"
    if all(row["section_id"] == section_id for row in rows):
        return f"move of {which}"
    if section_id is None:
        return f"move of {which} before all headings"
    return f"move of {which} to {label(None, edit.row('section', section_id)['heading'])}"


def _index(rows: Sequence[Row], row_id: int) -> int:
    return next(index for index, row in enumerate(rows) if row["id"] == row_id)


def _listed(rows: Sequence[Row]) -> str:
    if len(rows) > _NAMED:
        return f"{len(rows)} findings"
    *most, last = (row_label("finding", row) for row in rows)
    return f"{', '.join(most)} and {last}"


def _shared(statements: Iterable[Statement], spans: Spans, text: str) -> list[Statement]:
    """The statements as far as they lie in ``spans``."""
    found = ((one, tidy(text, _common(one.spans, spans))) for one in statements)
    return [
        one if kept == one.spans else Statement(joined(text, kept), kept, one.polarity)
        for one, kept in found
        if kept
    ]


def _given(measures: Iterable[Measure], others: Spans, spans: Spans, text: str) -> list[Measure]:
    """The measures that lie in ``spans`` with more of their words than in ``others``, the first half on a
    tie."""
    kept = []
    for one in measures:
        mine, theirs = tidy(text, _common(one.spans, spans)), _common(one.spans, others)
        first = spans < others
        if mine and (_size(mine), first) > (_size(theirs), not first):
            kept.append(parts.at(one, mine, text))
    return kept


def _common(spans: Spans, others: Spans) -> Spans:
    pairs: Iterable[Span] = (
        (max(start, left), min(end, right)) for start, end in spans for left, right in others
    )
    return tuple((start, end) for start, end in pairs if start < end)


def _size(spans: Spans) -> int:
    return sum(end - start for start, end in spans)


def _united(rows: Sequence[Row]) -> Values:
    """What the first of merged findings takes over from all of them."""
    wording = None
    if any(row["wording"] is not None for row in rows):
        wording = " ".join(row["verbatim"] if row["wording"] is None else row["wording"] for row in rows)
    absorbed = [one for row in rows for one in json.loads(row["absorbed"])]
    absorbed += [machine for row in rows[1:] if (machine := json.loads(row["machine"]))]
    return {
        "wording": wording,
        "absorbed": codec.dumps(absorbed),
        "starred": max(row["starred"] for row in rows),
        "repeat_of_previous": max(row["repeat_of_previous"] for row in rows),
        "addressed_since_previous": max(row["addressed_since_previous"] for row in rows),
    }


def hand_over(edit: Step, from_id: int, to_id: int) -> None:
    """Notes, tags, links and the follow-up of one finding to another."""
    for note in edit.of_finding("note", from_id):
        edit.update("note", note["id"], {"finding_id": to_id})
    known = {tag["name"] for tag in edit.of_finding("tag", to_id)}
    for tag in edit.of_finding("tag", from_id):
        if tag["name"] in known:
            edit.delete("tag", tag["id"])
        else:
            edit.update("tag", tag["id"], {"finding_id": to_id})
    linked = {(link["earlier_sha256"], link["earlier_spans"]) for link in edit.of_finding("link", to_id)}
    for link in edit.of_finding("link", from_id):
        if (link["earlier_sha256"], link["earlier_spans"]) in linked:
            edit.delete("link", link["id"])
        else:
            edit.update("link", link["id"], {"finding_id": to_id})
    for theirs in edit.of_finding("follow_up", from_id):
        mine = edit.of_finding("follow_up", to_id)
        if not mine:
            edit.update("follow_up", theirs["id"], {"finding_id": to_id})
            continue
        edit.delete("follow_up", theirs["id"])
        edit.update("follow_up", mine[0]["id"], _one_follow_up(mine[0], theirs))


def _one_follow_up(mine: Row, theirs: Row) -> Values:
    """Nothing of two follow-ups is lost: both reasons and owners, the earlier date, the higher priority."""
    far = date.max.isoformat()
    due = min(mine["due"] or far, theirs["due"] or far)
    return {
        **{
            field: "; ".join(dict.fromkeys(one[field] for one in (mine, theirs) if one[field]))
            for field in ("reason", "owner")
        },
        "due": None if due == far else due,
        "priority": min(mine["priority"], theirs["priority"], key=_URGENCY.index),
        "state": mine["state"] if mine["state"] == theirs["state"] else "open",
    }
