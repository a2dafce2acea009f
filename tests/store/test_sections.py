"""Headings and judgements, corrected, added, moved and removed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer.store import Decision, Store, StoreError
from tests.factories import TEXT, at

Ids = Callable[[str], int]


def outline(store: Store, report_id: int) -> list[str]:
    """Headings with a dot for each level, and the first words of the findings under them, in order."""
    depth: dict[int | None, int] = {None: 0}
    lines = [row.verbatim[:8] for row in store.findings(report_id) if row.section_id is None]
    for section in store.sections(report_id):
        depth[section.id] = depth[section.parent_id] + 1
        lines.append("." * depth[section.id] + section.heading[:8])
        lines += [row.verbatim[:8] for row in store.findings(report_id) if row.section_id == section.id]
    return lines


def section(store: Store, report_id: int, heading: str) -> int:
    (found,) = [row.id for row in store.sections(report_id) if row.heading.startswith(heading)]
    return found


@pytest.fixture
def imported(store: Store, report_id: int) -> object:
    return store.sections(report_id), store.findings(report_id), store.judgements(report_id)


@pytest.fixture(autouse=True)
def all_can_be_undone(store: Store, report_id: int, imported: object) -> object:
    """Whatever a test here did, undoing it gives the imported report, and redoing it what was there last."""
    yield
    final = store.sections(report_id), store.findings(report_id), store.judgements(report_id)
    undone = 0
    while store.undo(report_id):
        undone += 1
    assert (store.sections(report_id), store.findings(report_id), store.judgements(report_id)) == imported
    for _ in range(undone):
        store.redo(report_id)
    assert (store.sections(report_id), store.findings(report_id), store.judgements(report_id)) == final


def test_a_heading_that_was_missed(store: Store, report_id: int, ids: Ids) -> None:
    change = store.add_section(report_id, spans=(at("2. Managers hold reviews on time"),))
    assert change.name == "add section ‘2. Managers hold reviews on…’"
    row = next(row for row in store.sections(report_id) if row.id == change.created_id)
    assert (row.heading, row.page, row.machine_heading) == ("2. Managers hold reviews on time", 1, None)
    assert row.spans == (at("2. Managers hold reviews on time"),)
    assert outline(store, report_id) == [
        ".Northmer",
        "..Summary",
        "Families",
        "..Help and",
        "1. Socia",
        "2. Manag",
        "..2. Manag",
        "3. Retur",
        "..What nee",
        "The time",
        "Supervis",
    ]
    assert store.finding(ids("3. Return")).decision is Decision.UNDECIDED
    store.set_polarity([ids("3. Return")], "mixed")
    store.set_polarity([ids("3. Return")], "positive")
    assert store.finding(ids("3. Return")).decision is Decision.ACCEPTED


def test_a_heading_that_is_not_printed(store: Store, report_id: int) -> None:
    leadership = store.add_section(report_id, " Leadership ").created_id
    top = section(store, report_id, "Northmere")
    first = store.add_section(report_id, "First", before_id=top).created_id
    under = store.add_section(report_id, "Under", parent_id=leadership).created_id
    rows = store.sections(report_id)
    assert rows[0].heading == "First"
    assert [row.heading for row in rows][-2:] == ["Leadership", "Under"]
    assert [row.parent_id for row in rows if row.id in (leadership, first, under)] == [None, top, leadership]
    added = next(row for row in rows if row.id == leadership)
    assert (added.spans, added.page) == ((), None)
    for blank in ({}, {"heading": " "}):
        with pytest.raises(StoreError, match="needs a heading"):
            store.add_section(report_id, **blank)
    with pytest.raises(StoreError, match="no words"):
        store.add_section(report_id, spans=((0, 0),))
    for gone in ({"parent_id": 999}, {"before_id": 999}):
        with pytest.raises(StoreError, match="section is no longer"):
            store.add_section(report_id, "x", **gone)


def test_the_first_heading_of_all(store: Store, report_id: int) -> None:
    for row in store.sections(report_id):
        store.remove_section(row.id)
    assert all(row.section_id is None for row in store.findings(report_id))
    assert all(row.decision is Decision.UNDECIDED for row in store.findings(report_id))
    added = store.add_section(report_id, spans=(at("Help and protection: good"),)).created_id
    assert [row.section_id for row in store.findings(report_id)] == [None] + [added] * 5


def test_a_corrected_heading(store: Store, report_id: int) -> None:
    row_id = section(store, report_id, "Help")
    change = store.set_section_heading(row_id, " Help and protection ")
    assert (change.name, set(change.sections), change.structure) == (
        "heading of ‘Help and protection: good’",
        {row_id},
        False,
    )
    assert store.set_section_grade(row_id, "Outstanding").name == "grade of ‘Help and protection’"
    row = next(row for row in store.sections(report_id) if row.id == row_id)
    assert (row.heading, row.grade) == ("Help and protection", "Outstanding")
    assert (row.machine_heading, row.machine_grade) == ("Help and protection: good", "Good")
    store.set_section_grade(row_id, " ")
    assert next(row for row in store.sections(report_id) if row.id == row_id).grade is None
    with pytest.raises(StoreError, match="needs a heading"):
        store.set_section_heading(row_id, "")
    with pytest.raises(StoreError, match="no longer in the store"):
        store.set_section_heading(999, "x")


def test_a_heading_that_is_none(store: Store, report_id: int, ids: Ids) -> None:
    help_id, summary = section(store, report_id, "Help"), section(store, report_id, "Summary")
    first, second = ids("1. Social"), ids("2. Managers")
    store.set_section([first], summary)
    store.reject([second])
    note = store.add_note(report_id, "Odd heading", section_id=help_id).created_id
    change = store.remove_section(help_id)
    assert change.name == "remove section ‘Help and protection: good’"
    assert change.coverage
    assert [row.section_id for row in store.findings(report_id)][:4] == [summary] * 4
    # Moved there by hand before: now it stands where its heading went.
    assert store.finding(first).decision is Decision.ACCEPTED
    assert store.finding(second).decision is Decision.REJECTED
    assert store.finding(ids("3. Return")).decision is Decision.UNDECIDED
    assert [row.id for row in store.notes(report_id, section_id=summary)] == [note]
    assert at("Help and protection: good") in store.unclaimed(report_id)


def test_the_top_heading_goes_and_what_stood_in_it_stays(store: Store, report_id: int) -> None:
    top = section(store, report_id, "Northmere")
    store.add_note(report_id, "All of it", section_id=top)
    store.remove_section(top)
    assert [row.parent_id for row in store.sections(report_id)] == [None] * 3
    assert [row.section_id for row in store.notes(report_id)] == [None]


def test_a_heading_moves_with_what_stands_under_it(store: Store, report_id: int, ids: Ids) -> None:
    top, summary, help_id, improve = (row.id for row in store.sections(report_id))
    change = store.move_section(improve, top, help_id)
    assert change.name == "move of section ‘What needs to improve’"
    assert outline(store, report_id)[3:6] == ["..What nee", "The time", "Supervis"]
    starts = [row.verbatim[:4] for row in store.findings(report_id)]
    assert starts == ["Fami", "The ", "Supe", "1. S", "2. M", "3. R"]
    assert all(row.decision is Decision.UNDECIDED for row in store.findings(report_id))
    store.move_section(summary, help_id)
    assert outline(store, report_id)[-2:] == ["...Summary", "Families"]
    store.move_section(help_id, None)
    assert outline(store, report_id)[-6:] == [
        ".Help and",
        "1. Socia",
        "2. Manag",
        "3. Retur",
        "..Summary",
        "Families",
    ]
    assert store.move_section(help_id, None).name == ""
    store.move_section(help_id, None, top)
    assert [row.id for row in store.sections(report_id)] == [help_id, summary, top, improve]
    assert store.findings(report_id)[0].verbatim.startswith("1. S")
    # Only deeper: the place stays.
    store.move_section(top, summary)
    assert [row.parent_id for row in store.sections(report_id)] == [None, help_id, summary, top]


def test_a_heading_cannot_stand_in_itself(store: Store, report_id: int) -> None:
    top, summary, help_id, improve = (row.id for row in store.sections(report_id))
    store.move_section(summary, help_id)
    for inside in (help_id, summary):
        with pytest.raises(StoreError, match="into itself"):
            store.move_section(help_id, inside)
    for before in (top, help_id):
        with pytest.raises(ValueError, match="does not stand there"):
            store.move_section(help_id, None if before == help_id else help_id and improve, before)


def test_an_added_judgement(store: Store, report_id: int) -> None:
    change = store.add_judgement(
        report_id, " Help ", "Good", (at("Leadership Good"), at("Families in Northmere"))
    )
    assert change.name == "add judgement ‘Help’"
    assert change.created_id is not None
    row = store.judgement(change.created_id)
    assert (row.area, row.grade, row.decision, row.decided_by) == ("Help", "Good", Decision.ADDED, "ada")
    assert (row.machine_area, row.page, row.spans[0]) == (None, 1, at("Leadership Good"))
    assert [one.area for one in store.judgements(report_id)][1] == "Help"
    last = store.add_judgement(report_id, "Overall", "Good").created_id
    assert store.judgements(report_id)[-1].id == last
    assert (store.judgements(report_id)[-1].page, store.judgements(report_id)[-1].spans) == (None, ())
    store.set_judgement(change.created_id, grade="Outstanding")
    assert store.judgement(change.created_id).decision is Decision.ADDED
    store.reject_judgement(change.created_id)
    store.restore_judgement(change.created_id)
    assert store.judgement(change.created_id).decision is Decision.ADDED
    for area, grade in ((" ", "Good"), ("Help", "")):
        with pytest.raises(StoreError, match="A judgement needs"):
            store.add_judgement(report_id, area, grade)
    with pytest.raises(ValueError, match="leaves a text"):
        store.add_judgement(report_id, "a", "b", ((0, len(TEXT) + 1),))


def test_a_heading_after_all_that_stands_in_another(store: Store, report_id: int) -> None:
    summary = section(store, report_id, "Summary")
    inner = store.add_section(report_id, "Inner", parent_id=summary)
    assert inner.created_id is not None
    store.add_section(report_id, "Beside it", after_id=summary)
    headings = [line for line in outline(store, report_id) if line.startswith(".")]
    at = headings.index("..Summary")
    assert headings[at : at + 3] == ["..Summary", "...Inner", "..Beside i"]
    store.add_section(report_id, "Innermost", after_id=inner.created_id)
    headings = [line for line in outline(store, report_id) if line.startswith(".")]
    assert headings[at : at + 4] == ["..Summary", "...Inner", "...Innermos", "..Beside i"]
    with pytest.raises(StoreError, match="no longer"):
        store.add_section(report_id, "Nowhere", after_id=999)
