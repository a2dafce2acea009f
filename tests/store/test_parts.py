"""Statements and measures of a finding, corrected."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from reviewer.model import Measure
from reviewer.store import Decision, Store, StoreError
from tests.factories import at

Ids = Callable[[str], int]


def test_statements(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("Families")
    before = store.finding(finding)
    assert store.set_statement(finding, 1, polarity="mixed").name == (
        "statement of ‘Families in Northmere get…’"
    )
    row = store.finding(finding)
    assert [one.polarity for one in row.statements] == ["positive", "mixed"]
    assert row.decision is Decision.CORRECTED
    store.set_statement(finding, 1, polarity="negative")
    assert store.finding(finding).statements == before.statements
    assert store.finding(finding).decision is Decision.ACCEPTED

    store.set_statement(finding, 0, spans=(at("Families in Northmere get"),))
    row = store.finding(finding)
    assert (row.statements[0].text, row.statements[0].polarity) == ("Families in Northmere get", "positive")
    assert store.add_statement(finding, (at("help early"),), "neutral").name.startswith("add statement to")
    assert [one.text for one in store.finding(finding).statements][:2] == [
        "Families in Northmere get",
        "help early",
    ]
    assert store.remove_statement(finding, 0).name.startswith("remove statement of")
    assert len(store.finding(finding).statements) == 2
    while store.undo(report_id):
        pass
    assert store.finding(finding) == before


def test_what_boundaries_cut_off_is_not_lost_by_an_edit(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("Families")
    whole = store.finding(finding)
    store.set_spans(finding, (at("Families in Northmere get help early."),))
    store.set_statement(finding, 0, polarity="neutral")
    store.add_measure(finding, Measure("", (at("early"),), None, "", "help"))
    assert len(store.finding(finding).statements) == 1
    store.set_spans(finding, whole.spans)
    row = store.finding(finding)
    assert [one.polarity for one in row.statements] == ["neutral", "negative"]
    assert [one.text for one in row.measures] == ["early", "12% of plans"]


def test_parts_of_an_added_finding(store: Store, report_id: int) -> None:
    added = store.add_finding(report_id, (at("Nobody has placed these words."),)).created_id
    assert added is not None
    store.add_statement(added, (at("Nobody has placed"),), "negative")
    assert [one.text for one in store.finding(added).statements] == ["Nobody has placed"]
    store.remove_statement(added, 0)
    row = store.finding(added)
    assert (row.statements, row.decision) == ((), Decision.ADDED)


def test_figures(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("Families")
    before = store.finding(finding)
    (known,) = before.measures
    corrected = replace(
        known, value=13.0, value_to=15.0, comparator=" one in ten ", as_of="", unit=" percent"
    )
    assert store.set_measure(finding, 0, corrected).name == "figure of ‘Families in Northmere get…’"
    (row,) = store.finding(finding).measures
    assert (row.value, row.value_to, row.comparator, row.as_of) == (13.0, 15.0, "one in ten", None)
    assert (row.unit, row.text) == ("percent", "12% of plans")
    store.set_measure(finding, 0, replace(known, spans=(at("12%"),)))
    assert store.finding(finding).measures[0].text == "12%"
    assert store.finding(finding).decision is Decision.CORRECTED
    store.set_measure(finding, 0, known)
    assert store.finding(finding).measures == (known,)
    assert store.finding(finding).decision is Decision.ACCEPTED
    store.add_measure(finding, Measure("x", (at("However"),), 1.0, "", "words"))
    assert [one.text for one in store.finding(finding).measures] == ["However", "12% of plans"]
    store.remove_measure(finding, 1)
    assert [one.text for one in store.finding(finding).measures] == ["However"]
    while store.undo(report_id):
        pass
    assert store.finding(finding) == before


def test_what_is_no_part(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("Families")
    for ask in (
        lambda: store.add_statement(finding, (at("Social workers see"),), "positive"),
        lambda: store.add_measure(finding, Measure("", (at("three days"),), 3.0, "days", "")),
    ):
        with pytest.raises(StoreError, match="not the finding's"):
            ask()
    for gone in (
        lambda: store.set_statement(finding, 2, polarity="mixed"),
        lambda: store.remove_statement(finding, -1),
        lambda: store.remove_measure(finding, 1),
    ):
        with pytest.raises(StoreError, match="no longer in the finding"):
            gone()
    with pytest.raises(ValueError, match="glum"):
        store.add_statement(finding, (at("help early"),), "glum")
    with pytest.raises(ValueError, match="inf"):
        store.add_measure(finding, Measure("", (at("12%"),), math.inf, "", ""))
    assert store.history(report_id) == []
