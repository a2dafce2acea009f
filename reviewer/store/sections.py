"""Headings and judgements, corrected, added, moved and removed: one function each, one step each.

What stands under a heading follows it without a decision: only a finding moved by itself is corrected.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reviewer.model import Spans, joined
from reviewer.store import codec, order, queries
from reviewer.store.database import Row, Values
from reviewer.store.edits import finding_standing, label, put, report_of, tidied
from reviewer.store.errors import StoreError
from reviewer.store.rows import Change, Decision
from reviewer.store.steps import Context, Step, step
from reviewer.store.words import clean, page_of


def add_section(
    context: Context,
    report_id: int,
    heading: str | None = None,
    *,
    spans: Spans = (),
    parent_id: int | None = None,
    before_id: int | None = None,
    after_id: int | None = None,
) -> Change:
    """Add a heading: the words at ``spans``, or ``heading`` where it is given; ``created_id`` is its id.

    It stands before the heading ``before_id``, or beside the heading ``after_id`` after all that stands in
    it, otherwise where its words are, otherwise at the end of ``parent_id`` or of the report; it stands in
    ``parent_id``, otherwise beside the heading that it follows. The findings below it, up to the next
    heading, stand under it then. Raises StoreError where there are no words, ValueError for spans outside the
    text.
    """
    source = queries.source_text(context.db, report_id)
    kept = tidied(source, spans) if spans else ()
    words = clean(heading) if heading is not None else joined(source.text, kept)
    if not words:
        raise StoreError("A section needs a heading.")
    with step(context, report_id, f"add section {label(None, words)}") as edit:
        rows = edit.rows("section")
        place = len(rows)
        beside_id = before_id if after_id is None else after_id
        last_id = parent_id if after_id is None else after_id
        if before_id is not None:
            place = _index(edit, rows, before_id)
        elif kept and after_id is None:
            place = order.place_of_words(rows, kept[0][0])
        elif last_id is not None:
            _index(edit, rows, last_id)
            inside = _inside(rows, last_id)
            place = max(index for index, row in enumerate(rows, 1) if row["id"] in inside)
        above = rows[place - 1] if place else None
        beside = above["parent_id"] if above else None
        if parent_id is not None:
            edit.row("section", parent_id)
        elif beside_id is not None:
            beside = edit.row("section", beside_id)["parent_id"]
        section_id = edit.insert(
            "section",
            {
                "parent_id": beside if parent_id is None else parent_id,
                "position": order.room(edit, "section", place)[0],
                "heading": words,
                "page": page_of(source.pages, kept[0][0]) if kept else None,
                "spans": codec.spans_to_text(kept),
            },
        )
        if kept:
            _adopt(edit, section_id, None if above is None else above["id"], kept[-1][1])
    return edit.change()


def set_heading(context: Context, section_id: int, heading: str) -> Change:
    """Correct the words of a heading. Raises StoreError for a blank one."""
    words = clean(heading)
    if not words:
        raise StoreError("A section needs a heading.")
    return _set(context, section_id, "heading of {}", {"heading": words})


def set_grade(context: Context, section_id: int, grade: str | None) -> Change:
    """Set or clear the grade that stands in a heading."""
    return _set(context, section_id, "grade of {}", {"grade": clean(grade or "") or None})


def remove_section(context: Context, section_id: int) -> Change:
    """Take a heading out. What stands under it goes to the heading before it; its notes too."""
    with step(context, report_of(context.db, "section", [section_id]), "") as edit:
        row = edit.row("section", section_id)
        edit.name = f"remove section {label(None, row['heading'])}"
        rows = edit.rows("section")
        place = _index(edit, rows, section_id)
        target = rows[place - 1]["id"] if place else None
        for child in rows:
            if child["parent_id"] == section_id:
                edit.update("section", child["id"], {"parent_id": row["parent_id"]})
        for finding in edit.rows("finding"):
            _follow(edit, finding, section_id, target)
        for note in context.db.all("SELECT id FROM note WHERE section_id = ? ORDER BY id", (section_id,)):
            edit.update("note", note["id"], {"section_id": target})
        edit.delete("section", section_id)
    return edit.change()


def move_section(
    context: Context, section_id: int, parent_id: int | None, before_id: int | None = None
) -> Change:
    """Put a heading with all that stands under it into another one: before ``before_id``, or at the end.

    ``parent_id`` None is the top. Raises StoreError where it would stand in itself, ValueError where
    ``before_id`` does not stand in ``parent_id``.
    """
    with step(context, report_of(context.db, "section", [section_id]), "") as edit:
        row = edit.row("section", section_id)
        edit.name = f"move of section {label(None, row['heading'])}"
        rows = edit.rows("section")
        inside = _inside(rows, section_id)
        if parent_id is not None and edit.row("section", parent_id)["id"] in inside:
            raise StoreError("A section can't be moved into itself.")
        others = [one for one in rows if one["id"] not in inside]
        if before_id is not None:
            if before_id in inside or edit.row("section", before_id)["parent_id"] != parent_id:
                raise ValueError(f"section {before_id} does not stand there")
            place = _index(edit, others, before_id)
        else:
            end = _inside(others, parent_id)
            place = max((index for index, one in enumerate(others, 1) if one["id"] in end), default=0)
        moving = [one["id"] for one in rows if one["id"] in inside]
        positions = order.moved(edit, "section", moving, place)
        for one_id, position in positions.items():
            edit.update("section", one_id, {"position": position})
        edit.update("section", section_id, {"parent_id": parent_id})
        if positions:
            _bring_findings(edit, inside)
    return edit.change()


def add_judgement(context: Context, report_id: int, area: str, grade: str, spans: Spans = ()) -> Change:
    """Add a graded area that the machine missed; ``created_id`` is its id.

    Raises StoreError for a blank area or grade, and where the spans that are given hold no word.
    """
    source = queries.source_text(context.db, report_id)
    kept = tidied(source, spans) if spans else ()
    values = {"area": clean(area), "grade": clean(grade)}
    for field, value in values.items():
        if not value:
            raise StoreError(f"A judgement needs {'an area' if field == 'area' else 'a grade'}.")
    with step(context, report_id, f"add judgement {label(None, values['area'])}") as edit:
        rows = edit.rows("judgement")
        place = order.place_of_words(rows, kept[0][0]) if kept else len(rows)
        edit.insert(
            "judgement",
            {
                **values,
                "position": order.room(edit, "judgement", place)[0],
                "page": page_of(source.pages, kept[0][0]) if kept else None,
                "spans": codec.spans_to_text(kept),
                "decision": Decision.ADDED.value,
                "decided_by": edit.by,
                "decided_at": edit.at,
            },
        )
    return edit.change()


def _set(context: Context, section_id: int, name: str, values: Values) -> Change:
    with step(context, report_of(context.db, "section", [section_id]), "") as edit:
        edit.name = name.format(label(None, edit.row("section", section_id)["heading"]))
        edit.update("section", section_id, values)
    return edit.change()


def _adopt(edit: Step, section_id: int, above_id: int | None, end: int) -> None:
    """Let the findings below a new heading stand under it."""
    for row in edit.rows("finding"):
        if row["section_id"] == above_id and codec.spans_from_text(row["spans"])[0][0] >= end:
            _follow(edit, row, above_id, section_id)


def _follow(edit: Step, row: Row, from_id: int | None, to_id: int | None) -> None:
    """A finding goes where its heading went; a correction that this makes good is one no longer."""
    values = {field: to_id for field in ("section_id", "home_section_id") if row[field] == from_id}
    if (
        row["decision"] == Decision.CORRECTED
        and finding_standing(edit.db, {**row, **values}) is Decision.UNDECIDED
    ):
        put(edit, "finding", row, {**values, "decision": Decision.ACCEPTED.value})
    else:
        put(edit, "finding", row, values)


def _bring_findings(edit: Step, sections: Collection[int | None]) -> None:
    """Put the findings of moved headings where these are now."""
    places = {section["id"]: place for place, section in enumerate(edit.rows("section"))}
    last = max(place for section_id, place in places.items() if section_id in sections)
    rows = edit.rows("finding")
    moving = [row["id"] for row in rows if row["section_id"] in sections]
    moving.sort(key=lambda row_id: _place_of(rows, places, row_id))
    others = [row for row in rows if row["section_id"] not in sections]
    place = next(
        (index for index, row in enumerate(others) if places.get(row["section_id"], -1) > last), len(others)
    )
    for row_id, position in order.moved(edit, "finding", moving, place).items():
        edit.update("finding", row_id, {"position": position})


def _place_of(rows: Sequence[Row], places: dict[int, int], row_id: int) -> tuple[int, int]:
    row = next(row for row in rows if row["id"] == row_id)
    return places[row["section_id"]], row["position"]


def _inside(rows: Sequence[Row], section_id: int | None) -> set[int | None]:
    """A heading and all that stand in it, however deep; with None all there are."""
    found: set[int | None] = {section_id}
    while True:
        more = {row["id"] for row in rows if row["parent_id"] in found} - found
        if not more:
            return found
        found |= more


def _index(edit: Step, rows: Sequence[Row], section_id: int) -> int:
    edit.row("section", section_id)
    return next(index for index, row in enumerate(rows) if row["id"] == section_id)
