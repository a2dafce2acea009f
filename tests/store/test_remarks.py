"""Notes and follow-ups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from reviewer.store import Change, FollowUpState, Priority, Store, StoreError
from tests import factories

Ids = Callable[[str], int]


def test_notes(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("1. Social")
    change = store.add_note(report_id, "  Compare with 2021. ", finding)
    assert change.created_id is not None
    assert change == Change(
        report_id,
        "note on 1",
        findings=frozenset({finding}),
        notes=frozenset({change.created_id}),
        created_id=change.created_id,
    )
    store.add_note(report_id, "A careful report.")
    first, second = store.notes(report_id)
    assert (first.body, first.finding_id, first.created_by, first.edited_at) == (
        "Compare with 2021.",
        finding,
        "ada",
        None,
    )
    assert (second.body, second.finding_id) == ("A careful report.", None)
    assert store.notes(report_id, finding) == [first]
    assert store.finding(finding).notes == 1

    assert store.edit_note(first.id, "Compare with 2020.").name == "edit note on 1"
    edited = store.notes(report_id, finding)[0]
    assert (edited.body, edited.created_at) == ("Compare with 2020.", first.created_at)
    assert edited.edited_at is not None
    assert edited.edited_at > edited.created_at
    assert store.edit_note(first.id, "Compare with 2020.") == Change(report_id, "")
    assert store.remove_note(second.id).name == "remove note on the report"
    assert store.notes(report_id) == [edited]
    store.undo(report_id)
    assert store.notes(report_id) == [edited, second]


def test_a_blank_note_is_refused(store: Store, report_id: int) -> None:
    note = store.add_note(report_id, "x").created_id
    assert note is not None
    with pytest.raises(StoreError, match="needs some words"):
        store.add_note(report_id, " \n ")
    with pytest.raises(StoreError, match="needs some words"):
        store.edit_note(note, "")
    with pytest.raises(StoreError, match="no longer in the store"):
        store.add_note(999_999, "x")
    with pytest.raises(StoreError, match="no longer in the report"):
        store.add_note(report_id, "x", 999_999)


def test_follow_ups(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("3. Return")
    change = store.flag(finding, reason="Ask for the figures", owner="Bo Lind", due="2026-05-01")
    follow_up = store.finding(finding).follow_up
    assert follow_up is not None
    assert change.follow_ups == {follow_up.id}
    assert (change.name, set(change.findings), change.structure) == ("flag 3", {finding}, False)
    assert (follow_up.reason, follow_up.owner, follow_up.due) == (
        "Ask for the figures",
        "Bo Lind",
        "2026-05-01",
    )
    assert (follow_up.state, follow_up.created_by) == (FollowUpState.OPEN, "ada")
    (listed,) = store.follow_ups()
    assert (listed.authority, listed.finding_number) == ("Northmere", "3")
    assert listed.finding_text == "3. Return interviews happen within three days."

    assert store.set_follow_up(follow_up.id, state=FollowUpState.DONE, owner="").name == "follow-up of 3"
    store.set_follow_up(follow_up.id, clear_due=True, reason="Settled")
    done = store.finding(finding).follow_up
    assert done is not None
    assert (done.state, done.owner, done.due, done.reason) == (FollowUpState.DONE, "", None, "Settled")
    assert store.set_follow_up(follow_up.id, state=FollowUpState.DONE) == Change(report_id, "")

    store.flag(finding, due="2026-06-01")
    again = store.finding(finding).follow_up
    assert again is not None
    assert (again.id, again.state, again.due, again.reason) == (
        follow_up.id,
        FollowUpState.OPEN,
        "2026-06-01",
        "Settled",
    )
    assert store.unflag(finding).name == "unflag 3"
    assert store.finding(finding).follow_up is None
    assert store.follow_ups() == []
    store.undo(report_id)
    assert store.finding(finding).follow_up == again


def test_a_due_date_is_a_date(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("3. Return")
    with pytest.raises(ValueError, match="tomorrow"):
        store.flag(finding, due="tomorrow")
    store.flag(finding, due="")
    follow_up = store.follow_ups()[0]
    assert follow_up.due is None
    with pytest.raises(ValueError, match="31/12"):
        store.set_follow_up(follow_up.id, due="31/12/2026")
    store.set_follow_up(follow_up.id, due="2026-12-31")
    assert store.follow_ups()[0].due == "2026-12-31"


def test_the_board_is_by_due_date_over_all_reports(store: Store, report_id: int, ids: Ids) -> None:
    given = factories.report(original=b"another", authority="Ashby")
    other = store.import_report(given.document, given.extraction, given.original, name="b.pdf").report_id
    store.flag(ids("1. Social"), due="2026-05-02")
    store.flag(ids("3. Return"))
    elsewhere = store.findings(other)[0].id
    store.flag(elsewhere, due="2026-05-01")
    store.set_wording(elsewhere, "In other words.")
    board = store.follow_ups()
    assert [(row.authority, row.due) for row in board] == [
        ("Ashby", "2026-05-01"),
        ("Northmere", "2026-05-02"),
        ("Northmere", None),
    ]
    assert board[0].finding_text == "In other words."


def test_overdue_is_counted(store: Store, report_id: int, ids: Ids) -> None:
    today = date.today()  # noqa: DTZ011
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    store.flag(ids("1. Social"), due=yesterday.isoformat())
    store.flag(ids("2. Managers"), due=tomorrow.isoformat())
    store.flag(ids("3. Return"))
    store.flag(ids("Families"), due=yesterday.isoformat())
    done = store.finding(ids("Families")).follow_up
    assert done is not None
    store.set_follow_up(done.id, state=FollowUpState.DONE)
    report = store.report(report_id)
    assert (report.follow_ups, report.overdue) == (3, 1)


def test_follow_ups_of_a_report_are_changed_and_removed_in_one_step(
    store: Store, report_id: int, ids: Callable[[str], int]
) -> None:
    for words in ("1.", "2.", "3."):
        store.flag(ids(words), owner="Ada")
    rows = store.follow_ups()
    change = store.set_follow_ups([row.id for row in rows[:2]], owner="Ben", priority=Priority.HIGH)
    assert change.name == "2 follow-ups"
    assert change.follow_ups == {row.id for row in rows[:2]}
    assert sorted(row.owner for row in store.follow_ups()) == ["Ada", "Ben", "Ben"]
    again = store.set_follow_ups([row.id for row in rows], owner="Ben")
    assert len(again.follow_ups) == 1, "what is so already does not count"
    assert again.name.startswith("follow-up of ")
    assert store.set_follow_ups([], owner="Cy").name == ""
    step = store.undo_step(report_id)
    removed = store.remove_follow_ups([row.id for row in rows])
    assert removed.name == "remove 3 follow-ups"
    assert store.follow_ups() == []
    assert store.undo_step(report_id) != step
    store.undo(report_id)
    assert store.undo_step(report_id) == step
    assert store.redo_step(report_id) is not None
    assert len(store.follow_ups()) == 3
    assert store.check() == []
