"""Statements and measures of a finding: added, corrected and taken out, one function each, one step each.

The machine's list stays as it was; the reviewer's stands beside it once it differs, and goes when it no
longer does. ``place`` counts from 0 in what :class:`~reviewer.store.rows.FindingRow` shows.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from reviewer.model import Measure, Polarity, Spans, Statement, joined
from reviewer.store import codec, queries
from reviewer.store.database import Row, Values
from reviewer.store.edits import edited, finding_standing, put, report_of, row_label, tidied
from reviewer.store.errors import StoreError
from reviewer.store.rows import Change, SourceText
from reviewer.store.steps import Context, step
from reviewer.store.words import clean, within

Part = TypeVar("Part", Statement, Measure)


def add_statement(context: Context, finding_id: int, spans: Spans, polarity: str) -> Change:
    """Add a statement. Raises StoreError where its words are not the finding's, ValueError for a polarity
    that is none."""
    value = str(Polarity(polarity))

    def add(found: list[Statement], source: SourceText, row: Row) -> None:
        kept = _inside(source, spans, row)
        found.append(Statement(joined(source.text, kept), kept, value))

    return _edit_statements(context, finding_id, "add statement to {}", add)


def set_statement(
    context: Context,
    finding_id: int,
    place: int,
    *,
    spans: Spans | None = None,
    polarity: str | None = None,
) -> Change:
    """Move a statement's boundaries, set its polarity, or both; None leaves as is. Raises as adding does."""
    value = None if polarity is None else str(Polarity(polarity))

    def change(found: list[Statement], source: SourceText, row: Row) -> None:
        one = _at(found, place)
        kept = one.spans if spans is None else _inside(source, spans, row)
        text = one.text if kept == one.spans else joined(source.text, kept)
        found[place] = Statement(text, kept, value or one.polarity)

    return _edit_statements(context, finding_id, "statement of {}", change)


def remove_statement(context: Context, finding_id: int, place: int) -> Change:
    """Take a statement out."""

    def remove(found: list[Statement], _source: SourceText, _row: Row) -> None:
        found.remove(_at(found, place))

    return _edit_statements(context, finding_id, "remove statement of {}", remove)


def add_measure(context: Context, finding_id: int, measure: Measure) -> Change:
    """Add a figure; its ``text`` follows from its spans.

    Raises StoreError where its words are not the finding's, ValueError for a value that is no number.
    """

    def add(found: list[Measure], source: SourceText, row: Row) -> None:
        found.append(_measured(measure, source, row))

    return _edit_measures(context, finding_id, "add figure to {}", add)


def set_measure(context: Context, finding_id: int, place: int, measure: Measure) -> Change:
    """Put ``measure`` in the place of another one. Raises as adding does."""

    def change(found: list[Measure], source: SourceText, row: Row) -> None:
        known = _at(found, place)
        same = measure.spans == known.spans
        tidy = dataclasses.replace(_plain(measure), text=known.text) if same else None
        found[place] = tidy or _measured(measure, source, row)

    return _edit_measures(context, finding_id, "figure of {}", change)


def remove_measure(context: Context, finding_id: int, place: int) -> Change:
    """Take a figure out."""

    def remove(found: list[Measure], _source: SourceText, _row: Row) -> None:
        found.remove(_at(found, place))

    return _edit_measures(context, finding_id, "remove figure of {}", remove)


def own_statements(row: Row, spans: Spans, statements: Sequence[Statement]) -> Values:
    """What the row is to hold so that, at ``spans``, the finding has these statements.

    None where the machine's own do, so that moved boundaries can bring them back.
    """
    machine = codec.statements_from_text(row["statements"])
    wanted = tuple(sorted(dict.fromkeys(statements), key=_start))
    same = wanted in (machine, tuple(one for one in machine if within(one.spans, spans)))
    return {"own_statements": None if same and row["machine_id"] else codec.statements_to_text(wanted)}


def own_measures(row: Row, spans: Spans, measures: Sequence[Measure]) -> Values:
    """The same for measures."""
    machine = codec.measures_from_text(row["measures"])
    wanted = tuple(sorted(dict.fromkeys(measures), key=_start))
    same = wanted in (machine, tuple(one for one in machine if within(one.spans, spans)))
    return {"own_measures": None if same and row["machine_id"] else codec.measures_to_text(wanted)}


def at(measure: Measure, spans: Spans, text: str) -> Measure:
    """The measure with its words at ``spans``."""
    if spans == measure.spans:
        return measure
    return dataclasses.replace(measure, spans=spans, text=joined(text, spans))


def _edit_statements(
    context: Context, finding_id: int, name: str, edit: Callable[[list[Statement], SourceText, Row], None]
) -> Change:
    def rule(row: Row, source: SourceText) -> Values:
        shown = queries.current_parts(row)[0]
        stored = row["statements"] if row["own_statements"] is None else row["own_statements"]
        cut_off = [one for one in codec.statements_from_text(stored) if one not in shown]
        found = list(shown)
        edit(found, source, row)
        return own_statements(row, codec.spans_from_text(row["spans"]), [*found, *cut_off])

    return _edit(context, finding_id, name, rule)


def _edit_measures(
    context: Context, finding_id: int, name: str, edit: Callable[[list[Measure], SourceText, Row], None]
) -> Change:
    def rule(row: Row, source: SourceText) -> Values:
        shown = queries.current_parts(row)[1]
        stored = row["measures"] if row["own_measures"] is None else row["own_measures"]
        cut_off = [one for one in codec.measures_from_text(stored) if one not in shown]
        found = list(shown)
        edit(found, source, row)
        return own_measures(row, codec.spans_from_text(row["spans"]), [*found, *cut_off])

    return _edit(context, finding_id, name, rule)


def _edit(context: Context, finding_id: int, name: str, rule: Callable[[Row, SourceText], Values]) -> Change:
    report_id = report_of(context.db, "finding", [finding_id])
    source = queries.source_text(context.db, report_id)
    with step(context, report_id, "") as edit:
        row = edit.row("finding", finding_id)
        edit.name = name.format(row_label("finding", row))
        put(edit, "finding", row, edited(row, rule(row, source), partial(finding_standing, edit.db)))
    return edit.change()


def _measured(measure: Measure, source: SourceText, row: Row) -> Measure:
    spans = _inside(source, measure.spans, row)
    return dataclasses.replace(_plain(measure), spans=spans, text=joined(source.text, spans))


def _plain(measure: Measure) -> Measure:
    """As typed: without white space at the ends, nothing instead of empty words."""
    for value in (measure.value, measure.value_to):
        if value is not None and not math.isfinite(value):
            raise ValueError(f"{value} is no number")
    return dataclasses.replace(
        measure,
        unit=clean(measure.unit),
        of=clean(measure.of),
        as_of=clean(measure.as_of or "") or None,
        comparator=clean(measure.comparator or "") or None,
    )


def _inside(source: SourceText, spans: Spans, row: Row) -> Spans:
    kept = tidied(source, spans)
    if not within(kept, codec.spans_from_text(row["spans"])):
        raise StoreError("These words are not the finding's: select some inside it, or move its boundaries.")
    return kept


def _at(found: list[Part], place: int) -> Part:
    if not 0 <= place < len(found):
        raise StoreError("That part is no longer in the finding.")
    return found[place]


def _start(part: Statement | Measure) -> tuple[Spans, str]:
    return part.spans, part.text
