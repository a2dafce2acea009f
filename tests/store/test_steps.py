"""Named steps, undo and redo: one transaction each, an append-only log, and it survives a restart."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.store import Change, Decision, Store, StoreError
from reviewer.store.steps import Context, step
from tests import factories
from tests.factories import at

Ids = Callable[[str], int]


def log_size(path: Path) -> tuple[int, int]:
    connection = sqlite3.connect(path)
    steps = connection.execute("SELECT count(*) FROM step").fetchone()[0]
    changes = connection.execute("SELECT count(*) FROM change").fetchone()[0]
    connection.close()
    return steps, changes


def test_a_step_has_a_name_and_says_what_it_changed(store: Store, report_id: int, ids: Ids) -> None:
    second, third, summary = ids("1. Social"), ids("2. Managers"), ids("Families")
    assert store.accept([second]) == Change(report_id, "accept 1", findings=frozenset({second}))
    assert store.set_polarity([third], "negative").name == "polarity of 2 to negative"
    assert store.set_wording(second, "Social workers know children well.").name == "wording of 1"
    assert store.reject([second, third, summary]).name == "reject 3 findings"
    assert store.set_kind([summary], "area_for_improvement").name == (
        "kind of ‘Families in Northmere get…’ to Area for improvement"
    )
    assert store.undo_name(report_id) == "kind of ‘Families in Northmere get…’ to Area for improvement"
    assert store.redo_name(report_id) is None


def test_undo_and_redo_step_by_step(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("1. Social")
    before = store.finding(finding)
    store.accept([finding])
    accepted = store.finding(finding)
    store.set_theme([finding], "workforce")
    corrected = store.finding(finding)
    assert corrected.decision is Decision.CORRECTED

    undone = store.undo(report_id)
    assert undone == Change(report_id, "undo theme of 1 to Workforce", findings=frozenset({finding}))
    assert store.finding(finding) == accepted
    assert (store.undo_name(report_id), store.redo_name(report_id)) == ("accept 1", "theme of 1 to Workforce")
    store.undo(report_id)
    assert store.finding(finding) == before
    assert (store.undo_name(report_id), store.redo_name(report_id)) == (None, "accept 1")
    assert store.undo(report_id) is None

    assert store.redo(report_id) == Change(report_id, "redo accept 1", findings=frozenset({finding}))
    assert store.finding(finding) == accepted
    store.redo(report_id)
    assert store.finding(finding) == corrected
    assert store.redo(report_id) is None


def test_a_new_edit_clears_what_could_be_redone(store: Store, report_id: int, ids: Ids) -> None:
    first, second = ids("1. Social"), ids("3. Return")
    store.accept([first])
    store.reject([second])
    store.undo(report_id)
    store.undo(report_id)
    store.set_number(second, "3a")
    assert store.redo_name(report_id) is None
    assert store.redo(report_id) is None
    store.undo(report_id)
    assert store.redo_name(report_id) == "number of 3"
    assert store.undo_name(report_id) is None
    store.redo(report_id)
    assert store.finding(second).number == "3a"
    assert store.redo(report_id) is None


def test_back_and_forth_many_times(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("1. Social")
    for number in ("a", "b", "c"):
        store.set_number(finding, number)
    for _ in range(3):
        store.undo(report_id)
        store.undo(report_id)
        assert store.finding(finding).number == "a"
        store.redo(report_id)
        assert store.finding(finding).number == "b"
        store.redo(report_id)
        assert store.finding(finding).number == "c"
        assert store.redo(report_id) is None


def test_undo_survives_a_restart(store_path: Path, store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("2. Managers")
    original = store.findings(report_id)
    store.accept([finding])
    added = store.add_finding(report_id, (at("Nobody has placed these words."),)).created_id
    store.add_note(report_id, "Check with the board.", added)
    store.undo(report_id)
    final = store.findings(report_id)
    store.close()

    with Store.open(store_path, reviewer="ben") as again:
        assert again.findings(report_id) == final
        assert again.redo_name(report_id) == "note on ‘Nobody has placed these words.’"
        while again.undo(report_id):
            pass
        assert again.findings(report_id) == original
    with Store.open(store_path, reviewer="cay") as again:
        assert again.redo(report_id) is not None
        assert again.redo(report_id) is not None
        assert again.findings(report_id) == final
        again.redo(report_id)
        assert [note.body for note in again.notes(report_id, added)] == ["Check with the board."]
        assert [entry.by for entry in again.history(report_id)] == ["cay"] * 3 + ["ben"] * 2 + ["ada"] * 4


def test_undo_keeps_to_its_report(store: Store, report_id: int, ids: Ids) -> None:
    other = factories.report(original=b"another")
    other_id = store.import_report(
        other.document, other.extraction, other.original, name="other.pdf"
    ).report_id
    store.accept([ids("1. Social")])
    assert store.undo_name(other_id) is None
    assert store.undo(other_id) is None
    assert store.undo_name(report_id) == "accept 1"


def test_what_changes_nothing_leaves_no_trace(
    store: Store, report_id: int, ids: Ids, store_path: Path
) -> None:
    finding, other = ids("1. Social"), ids("3. Return")
    store.accept([finding])
    store.undo(report_id)
    before = log_size(store_path)
    nothing = Change(report_id, "")
    assert store.set_polarity([finding], "positive") == nothing
    assert store.set_theme([finding, other], store.finding(finding).theme).findings == frozenset({other})
    store.undo(report_id)
    assert store.set_wording(finding, None) == nothing
    assert store.set_wording(finding, "1. Social workers see children often\nand know them well. ") == nothing
    assert store.set_number(finding, " 1 ") == nothing
    assert store.set_spans(finding, store.finding(finding).spans) == nothing
    assert store.restore([finding]) == nothing
    assert store.unflag(finding) == nothing
    assert store.accept([]) == Change(0, "")
    assert log_size(store_path) == (before[0] + 2, before[1] + 2)


def test_nothing_that_can_be_redone_is_lost_by_an_edit_that_changes_nothing(
    store: Store, report_id: int, ids: Ids
) -> None:
    finding = ids("1. Social")
    store.accept([finding])
    store.undo(report_id)
    store.set_polarity([finding], "positive")
    assert store.redo_name(report_id) == "accept 1"


def test_a_step_is_all_or_nothing(store: Store, report_id: int, ids: Ids, store_path: Path) -> None:
    other = factories.report(original=b"another")
    other_id = store.import_report(
        other.document, other.extraction, other.original, name="other.pdf"
    ).report_id
    foreign = store.findings(other_id)[0].id
    before = store.findings(report_id)
    with pytest.raises(StoreError, match="no longer in the report"):
        store.accept([ids("1. Social"), foreign])
    with pytest.raises(StoreError, match="no longer in the store"):
        store.accept([999_999])
    assert store.findings(report_id) == before
    assert log_size(store_path) == (0, 0)


def test_a_failure_inside_a_step_takes_all_of_it_back(
    store: Store, report_id: int, ids: Ids, store_path: Path
) -> None:
    finding = ids("1. Social")
    context = Context(store._db, "ada", lambda: "2026-03-01T10:00:00Z")

    def doomed() -> None:
        with step(context, report_id, "doomed") as edit:
            edit.update("finding", finding, {"number": "9"})
            edit.insert("note", {"body": "n", "created_by": "ada", "created_at": edit.at})
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        doomed()
    assert store.finding(finding).number == "1"
    assert store.notes(report_id) == []
    assert log_size(store_path) == (0, 0)
    store.accept([finding])
    assert store.undo_name(report_id) == "accept 1"


def test_history_says_who_did_what_when(store: Store, report_id: int, ids: Ids) -> None:
    finding, other = ids("1. Social"), ids("3. Return")
    store.set_number(finding, "1a")
    store.reviewer = "ben"
    store.reject([other])
    store.undo(report_id)
    undoing, rejecting, numbering = store.history(report_id)
    assert (numbering.name, numbering.by, numbering.undone) == ("number of 1", "ada", False)
    assert numbering.at < rejecting.at < undoing.at
    assert ("finding", finding, "number", "1", "1a") in numbering.changes
    assert ("finding", finding, "decision", "undecided", "corrected") in numbering.changes
    assert (rejecting.name, rejecting.by, rejecting.undone) == ("reject 3", "ben", True)
    assert (undoing.name, undoing.undone) == ("undo reject 3", False)
    assert ("finding", other, "decision", "rejected", "undecided") in undoing.changes


def test_history_of_one_finding_has_its_notes_and_follow_up(store: Store, report_id: int, ids: Ids) -> None:
    finding, other = ids("1. Social"), ids("3. Return")
    store.accept([finding, other])
    store.accept([other])
    store.reject([other])
    note = store.add_note(report_id, "First", finding).created_id
    assert note is not None
    store.edit_note(note, "Second")
    store.remove_note(note)
    store.flag(finding, reason="Ask")
    store.add_note(report_id, "On the whole")
    names = [entry.name for entry in store.history(report_id, finding)]
    assert names == ["flag 1", "remove note on 1", "edit note on 1", "note on 1", "accept 2 findings"]
    removal = store.history(report_id, finding)[1]
    assert ("note", note, "body", "Second", None) in removal.changes
    assert store.history(report_id)[0].name == "note on the report"


def test_ids_are_never_given_twice(store: Store, report_id: int) -> None:
    first = store.add_finding(report_id, (at("Nobody has placed"),)).created_id
    store.undo(report_id)
    second = store.add_finding(report_id, (at("these words."),)).created_id
    assert first is not None
    assert second is not None
    assert second > first


def test_another_window_on_the_same_store(store: Store, store_path: Path, report_id: int, ids: Ids) -> None:
    finding = ids("1. Social")
    with Store.open(store_path, reviewer="ben") as other:
        store.accept([finding])
        assert other.finding(finding).decided_by == "ada"
        assert other.undo(report_id) is not None
    assert store.redo_name(report_id) == "accept 1"
    assert store.finding(finding).decision is Decision.UNDECIDED


def test_undo_steps_say_where_each_edit_is(store: Store, report_id: int) -> None:
    first = store.findings(report_id)[0].id
    assert store.undo_steps(report_id) == []
    store.accept([first])
    store.set_kind([first], "progress")
    store.undo(report_id)
    assert [step.state for step in store.undo_steps(report_id)] == ["undone", "stands"]
    store.redo(report_id)
    assert [step.state for step in store.undo_steps(report_id)] == ["stands", "stands"]
    store.undo(report_id)
    store.set_theme([first], "recording")
    steps = store.undo_steps(report_id)
    assert [step.state for step in steps] == ["stands", "replaced", "stands"]
    assert steps[0].name.endswith("to Recording")
    assert not steps[0].batch
