"""Findings of another machine taken over by the reviewer: added, or their codes given to ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer.model import Span
from reviewer.store import Decision, OtherFinding, Store, StoreError
from tests.factories import at

LOOSE = "Nobody has placed these words."


def said(store: Store, report_id: int, *spans: Span, **codes: str | None) -> int:
    """Keeps a finding of another machine; the id of what it is in."""
    text = store.source_text(report_id).text
    words = " ".join(text[start:end] for start, end in spans)
    store.add_other(report_id, "Marble", [OtherFinding(tuple(spans), words, **codes)])  # type: ignore[arg-type]
    return store.others(report_id)[-1].id


def test_a_new_finding_is_added_as_they_have_it(store: Store, report_id: int) -> None:
    other = said(store, report_id, at(LOOSE), kind="strength", polarity="positive", theme="workforce")
    before = store.findings(report_id)
    change = store.take_over(other, 0)
    assert change.name == "take over ‘Nobody has placed these words.’ from Marble"
    assert change.created_id is not None
    row = store.finding(change.created_id)
    assert (row.kind, row.polarity, row.theme) == ("strength", "positive", "workforce")
    assert (row.decision, row.decided_by, row.verbatim) == (Decision.ADDED, "ada", LOOSE)
    # It is ours now: once more changes nothing.
    assert store.take_over(other, 0).name == ""
    store.undo(report_id)
    assert store.findings(report_id) == before
    store.redo(report_id)
    assert store.check() == []


def test_ours_gets_their_codes_and_keeps_its_words(
    store: Store, report_id: int, ids: Callable[[str], int]
) -> None:
    mine = ids("1.")
    store.set_themes([mine], ["recording", "workforce"])
    (start, end), *_ = store.finding(mine).spans
    other = said(store, report_id, (start + 3, end), theme="workforce", polarity="mixed", kind="no such kind")
    spans, kind = store.finding(mine).spans, store.finding(mine).kind
    assert store.take_over(other, 0).name == "take over 1 from Marble"
    row = store.finding(mine)
    assert (row.spans, row.kind, row.polarity) == (spans, kind, "mixed")
    assert row.themes == ("workforce",)
    assert row.decision is Decision.CORRECTED


def test_what_we_rejected_comes_back(store: Store, report_id: int, ids: Callable[[str], int]) -> None:
    mine = ids("1.")
    store.reject([mine])
    other = said(store, report_id, *store.finding(mine).spans)
    store.take_over(other, 0)
    assert store.finding(mine).decision is Decision.ACCEPTED


def test_what_cannot_be_taken_over(store: Store, report_id: int) -> None:
    other = said(store, report_id)
    with pytest.raises(StoreError, match="not in this report"):
        store.take_over(other, 0)
    for wrong in ((other, 1), (other, -1), (999, 0), (1, 0)):
        with pytest.raises(StoreError, match="no longer in the store"):
            store.take_over(*wrong)
