"""Filters and the queue."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer.store import FindingFilter, Store
from tests.factories import at

Ids = Callable[[str], int]


@pytest.fixture
def reviewed(store: Store, report_id: int, ids: Ids) -> dict[str, int]:
    """Numbers 1 to 3 of the report and an added finding, each marked in its own way."""
    one, two, three = ids("1. Social"), ids("2. Managers"), ids("3. Return")
    store.set_themes([two], ["recording", "workforce", "overall"])
    store.set_star([one], True)
    store.tag([three], "ask")
    store.add_note(report_id, "Why?", three)
    store.flag(two)
    store.reject([three])
    store.set_wording(one, "ÉTUDE of practice")
    added = store.add_finding(report_id, (at("Nobody has placed these words."),)).created_id
    assert added is not None
    return {"one": one, "two": two, "three": three, "added": added}


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (FindingFilter(kinds=["narrative"]), ["one", "two", "three"]),
        (FindingFilter(polarities=["mixed"], kinds=["narrative", "summary"], words="hold"), ["two"]),
        (FindingFilter(themes=["workforce", "assessment"], flagged=True), ["two"]),
        (FindingFilter(themes=["recording", "assessment"]), ["one", "two"]),
        (FindingFilter(decisions=["rejected", "added"]), ["three", "added"]),
        (FindingFilter(flagged=True), ["two"]),
        (FindingFilter(flagged=False, kinds=["narrative"]), ["one", "three"]),
        (FindingFilter(starred=True), ["one"]),
        (FindingFilter(starred=False, kinds=["narrative"]), ["two", "three"]),
        (FindingFilter(noted=True), ["three"]),
        (FindingFilter(tags=["ask", "x"]), ["three"]),
        (FindingFilter(words="étude PRACTICE"), ["one"]),
        (FindingFilter(words="étude know them well"), ["one"]),
        (FindingFilter(words="étude recording"), []),
        (FindingFilter(kinds=["narrative"], min_confidence=0.95), []),
        (FindingFilter(kinds=["narrative"], min_confidence=0.9, max_confidence=0.9), ["one", "two", "three"]),
        (FindingFilter(max_confidence=0.5), []),
    ],
)
def test_filters(
    store: Store, report_id: int, reviewed: dict[str, int], wanted: FindingFilter, names: list[str]
) -> None:
    assert store.filter_findings(report_id, wanted) == [reviewed[name] for name in names]


def test_without_a_filter_all_pass(store: Store, report_id: int, reviewed: dict[str, int]) -> None:
    assert store.filter_findings(report_id, FindingFilter()) == [row.id for row in store.findings(report_id)]


def test_the_queue(store: Store, report_id: int, ids: Ids) -> None:
    everything = [row.id for row in store.findings(report_id)]
    assert store.queue(report_id) == everything
    store.accept([everything[0]])
    assert store.queue(report_id) == everything[1:]
    store._db.execute("UPDATE finding SET confidence = 0.2 WHERE id = ?", (everything[4],))
    store._db.execute("UPDATE finding SET confidence = 0.5 WHERE id = ?", (everything[2],))
    assert store.queue(report_id, "least_certain")[:3] == [everything[4], everything[2], everything[1]]
