"""A finding or a report as it was at any earlier point, as one step that can itself be undone."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.store import Decision, Store, StoreError
from tests import factories
from tests.factories import at
from tests.torture.edits import edit_at_random


def state(store: Store, report_id: int) -> list[Any]:
    return [
        store.findings(report_id),
        store.judgements(report_id),
        store.sections(report_id),
        store.notes(report_id),
        store.follow_ups(),
        # Whose work it is, is no part of the review.
        dataclasses.replace(store.report(report_id), assigned=()),
    ]


def test_a_finding_goes_back_and_the_others_stay(
    store: Store, report_id: int, ids: Callable[[str], int]
) -> None:
    one, other = ids("1."), ids("2.")
    store.set_wording(one, "First.")
    (point, *_) = store.history(report_id)
    store.set_wording(one, "Second.")
    store.add_note(report_id, "A note.", one)
    store.flag(one)
    store.set_wording(other, "Other.")
    before = state(store, report_id)
    change = store.take_back(report_id, point.id, one)
    assert change.name == "take a finding back to ‘wording of 1’"
    assert store.finding(one).wording == "First."
    assert store.notes(report_id, one) == []
    assert store.follow_ups() == []
    assert store.finding(other).wording == "Other."
    store.undo(report_id)
    assert state(store, report_id) == before
    store.take_back(report_id, 0, one)
    assert store.finding(one).decision is Decision.UNDECIDED
    assert store.check() == []


def test_a_point_that_is_not_there(store: Store, report_id: int, ids: Callable[[str], int]) -> None:
    store.accept([ids("1.")])
    with pytest.raises(StoreError, match="no longer in the report's history"):
        store.take_back(report_id, 99)
    (point, *_) = store.history(report_id)
    added = store.add_finding(report_id, (at("Nobody has placed these words."),)).created_id
    with pytest.raises(StoreError, match="not there at that point"):
        store.take_back(report_id, point.id, added)
    assert store.take_back(report_id, store.history(report_id)[0].id).name == ""


def test_a_report_goes_back_past_a_re_extraction(store: Store, report_id: int) -> None:
    machine = factories.report().extraction
    before = state(store, report_id)
    store.accept([1])
    newer = dataclasses.replace(machine, extractor="0.2.0", findings=machine.findings[1:4], judgements=())
    store.reextract(report_id, newer)
    after = state(store, report_id)
    store.take_back(report_id, 0)
    assert state(store, report_id) == before
    assert store.report(report_id).extractor == "0.1.0"
    store.undo(report_id)
    assert state(store, report_id) == after
    assert store.check() == []


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_report_is_as_it_was_at_any_point(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    chance = random.Random(seed)
    folder: Path = tmp_path_factory.mktemp("store")
    given_report = factories.report()
    with Store.open(folder / "a.sqlite") as store:
        store._db.execute("PRAGMA synchronous = OFF")
        store._daily = None
        report_id = store.import_report(
            given_report.document, given_report.extraction, given_report.original, name="a.pdf"
        ).report_id
        states = {0: state(store, report_id)}
        for _ in range(chance.randrange(2, 25)):
            edit_at_random(store, report_id, chance)
            history = store.history(report_id)
            if history:
                states[history[0].id] = state(store, report_id)
        for point in chance.sample(list(states), min(3, len(states))):
            now = state(store, report_id)
            change = store.take_back(report_id, point)
            assert state(store, report_id) == states[point]
            assert store.check() == []
            if change.name:
                store.undo(report_id)
                assert state(store, report_id) == now


def test_a_finding_goes_back_though_its_heading_is_gone(
    store: Store, report_id: int, ids: Callable[[str], int]
) -> None:
    finding = ids("3.")
    heading = store.add_section(report_id, "Passing").created_id
    store.set_section([finding], heading)
    store.set_theme([finding], "workforce")
    step = store.history(report_id, finding)[0].id
    store.set_theme([finding], "recording")
    store.set_section([finding], store.sections(report_id)[0].id)
    assert heading is not None
    store.remove_section(heading)
    now = store.finding(finding).section_id
    store.take_back(report_id, step, finding)
    row = store.finding(finding)
    assert (row.theme, row.section_id) == ("workforce", now)
    assert store.check() == []
    store.undo(report_id)
    assert store.finding(finding).theme == "recording"
