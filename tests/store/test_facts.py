"""The report's facts and state, tags, stars, passages seen, and going to a moment of the history."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer.store import Change, Decision, Priority, ReportState, Store, StoreError, TagRow, Undecided
from tests import factories
from tests.factories import TEXT, at

Ids = Callable[[str], int]


def test_facts_are_corrected_beside_the_machines(store: Store, report_id: int) -> None:
    before = store.metadata(report_id)
    assert (before.values, before.corrected) == (before.machine, frozenset())
    assert before.values == factories.report().extraction.report
    change = store.set_metadata(report_id, "authority", " Ashby ")
    assert change == Change(report_id, "authority of the report", report=True)
    store.set_metadata(report_id, "document_type", "sif")
    store.set_metadata(report_id, "inspection_start", "2024-03")
    store.set_metadata(report_id, "publication_date", "2024")
    store.set_metadata(report_id, "inspection_end", "")
    store.set_metadata(report_id, "team_inspectors", ["Tom Vale", " ", "Una Wye "])
    store.set_metadata(report_id, "copied_to", "The board")
    store.set_metadata(report_id, "addressee", None)
    store.set_metadata(report_id, "lead_inspector", "Ida Quill-Day")
    row = store.metadata(report_id)
    assert row.machine == before.machine
    assert row.values.team_inspectors == ("Tom Vale", "Una Wye")
    assert row.values.copied_to == ("The board",)
    assert row.corrected == {
        "authority",
        "document_type",
        "inspection_start",
        "inspection_end",
        "publication_date",
        "team_inspectors",
        "copied_to",
        "lead_inspector",
    }
    report = store.report(report_id)
    assert (report.authority, report.document_type, report.inspection_start) == ("Ashby", "sif", "2024-03")
    store.flag(store.findings(report_id)[0].id)
    assert store.follow_ups()[0].authority == "Ashby"
    while store.undo(report_id):
        pass
    assert store.metadata(report_id) == before
    assert store.report(report_id).authority == "Northmere"


def test_facts_that_are_none(store: Store, report_id: int) -> None:
    for typed in ("4 March 2024", "2024-3-4", "2024-02-30", "2024-13"):
        with pytest.raises(StoreError, match="is no date: write 2024-03-04"):
            store.set_metadata(report_id, "inspection_end", typed)
    with pytest.raises(ValueError, match="poem"):
        store.set_metadata(report_id, "document_type", "poem")
    with pytest.raises(ValueError, match="no fact that can be corrected"):
        store.set_metadata(report_id, "previous_inspections", ())
    with pytest.raises(ValueError, match="has one value"):
        store.set_metadata(report_id, "addressee", ["a", "b"])
    for ask in (
        lambda: store.set_metadata(999, "authority", "x"),
        lambda: store.metadata(999),
        lambda: store.set_report_state(999, None),
        lambda: store.undecided(999),
        lambda: store.tag_report(999, "x"),
        lambda: store.set_report_star(999, True),
    ):
        with pytest.raises(StoreError, match="no longer in the store"):
            ask()
    store.set_metadata(report_id, "document_type", None)
    assert store.report(report_id).document_type == "other"


def test_the_state_follows_from_the_work_unless_set(store: Store, report_id: int) -> None:
    def state() -> tuple[ReportState, bool]:
        row = store.report(report_id)
        return row.state, row.state_set

    assert state() == (ReportState.NOT_STARTED, False)
    rows = store.findings(report_id)
    store.accept([rows[0].id])
    assert state() == (ReportState.IN_PROGRESS, False)
    change = store.set_report_state(report_id, ReportState.SECOND_LOOK)
    assert (change.name, change.report) == ("state of the report to second look", True)
    assert state() == (ReportState.SECOND_LOOK, True)
    store.accept([row.id for row in rows])
    for judgement in store.judgements(report_id):
        store.reject_judgement(judgement.id)
    assert state() == (ReportState.SECOND_LOOK, True)
    assert store.set_report_state(report_id, None).name == "state of the report as the work has it"
    assert state() == (ReportState.REVIEWED, False)


def test_what_is_left_to_decide(store: Store, report_id: int, ids: Ids) -> None:
    left = store.undecided(report_id)
    assert left.findings == tuple(row.id for row in store.findings(report_id))
    assert left.judgements == tuple(row.id for row in store.judgements(report_id))
    assert left.unclaimed == (at("Nobody has placed these words."),)
    store.accept(left.findings)
    store.reject_judgement(left.judgements[0])
    store.accept_judgement(left.judgements[1])
    assert store.undecided(report_id) == Undecided((), (), left.unclaimed)
    assert store.undecided(report_id)
    store.mark_seen(report_id, left.unclaimed)
    assert not store.undecided(report_id)


def test_what_nothing_claims_follows_the_edits(store: Store, report_id: int, ids: Ids) -> None:
    nobody = at("Nobody has placed these words.")
    share = store.report(report_id).unclaimed_share
    assert store.unclaimed(report_id) == (nobody,) == store.source_text(report_id).unclaimed
    change = store.mark_seen(report_id, ((nobody[0], nobody[0] + 10),))
    assert (change.name, change.coverage) == ("mark ‘Nobody has’ as seen", True)
    assert store.seen(report_id) == ((nobody[0], nobody[0] + 10),)
    assert [TEXT[slice(*span)] for span in store.unclaimed(report_id)] == ["placed these words."]
    assert 0 < store.report(report_id).unclaimed_share < share
    store.mark_seen(report_id, (nobody,))
    assert store.unclaimed(report_id) == ()
    assert store.mark_seen(report_id, (nobody,)).name == ""
    assert store.report(report_id).unclaimed_share == 0
    store.unmark_seen(report_id, (at("placed these"),))
    assert [TEXT[slice(*span)] for span in store.unclaimed(report_id)] == ["placed these"]
    store.unmark_seen(report_id, ((0, nobody[0] + 10),))
    assert [TEXT[slice(*span)] for span in store.seen(report_id)] == ["words."]
    assert store.unmark_seen(report_id, ((0, 5),)).name == ""
    store.add_finding(report_id, (nobody,))
    assert store.unclaimed(report_id) == ()
    store.set_spans(ids("1. Social"), (at("Social workers see children often"),))
    assert [TEXT[slice(*span)] for span in store.unclaimed(report_id)] == ["1.", "and know them well."]
    with pytest.raises(StoreError, match="no words"):
        store.mark_seen(report_id, ((nobody[1], nobody[1]),))
    while store.undo(report_id):
        pass
    assert store.unclaimed(report_id) == (nobody,)
    assert store.seen(report_id) == ()
    assert store.report(report_id).unclaimed_share == share


def test_tags(store: Store, report_id: int, ids: Ids) -> None:
    first, second = ids("1. Social"), ids("2. Managers")
    assert store.tag([first], "  Ask   again ").name == "tag 1 with Ask again"
    change = store.tag([first, second], "ask AGAIN")
    assert (change.name, set(change.findings), change.report) == ("tag 2 with Ask again", {second}, False)
    assert store.tag([second], "Ask again").name == ""
    assert store.tag([first, second], "board").name == "tag 2 findings with board"
    change = store.tag_report(report_id, "board")
    assert (change.name, change.report) == ("tag the report with board", True)
    assert store.tag_report(report_id, "board").name == ""
    assert store.finding(first).tags == ("Ask again", "board")
    assert store.finding(first).decision is Decision.UNDECIDED
    assert store.report(report_id).tags == ("board",)
    assert store.tags() == [TagRow("Ask again", 2), TagRow("board", 3)]
    assert store.untag([first], "Board").name == "untag 1: board"
    assert store.untag([first, second], "ask again").name == "untag 2 findings: Ask again"
    assert store.untag_report(report_id, "board").name == "untag the report: board"
    assert store.untag_report(report_id, "board").name == ""
    assert store.tags() == [TagRow("board", 1)]
    assert store.tag([], "x") == store.untag([], "x") == store.set_star([], True) == Change(0, "")
    for blank in (lambda: store.tag([first], " "), lambda: store.tag_report(report_id, "")):
        with pytest.raises(StoreError, match="A tag needs a name"):
            blank()
    while store.undo(report_id):
        pass
    assert store.tags() == []


def test_stars(store: Store, report_id: int, ids: Ids) -> None:
    first, second = ids("1. Social"), ids("2. Managers")
    assert store.set_star([first], True).name == "star 1"
    assert store.set_star([first, second, ids("3. Return")], True).name == "star 2 findings"
    assert store.set_star([first], False).name == "unstar 1"
    assert [row.id for row in store.findings(report_id) if row.starred] == [second, ids("3. Return")]
    assert store.set_report_star(report_id, True).name == "star the report"
    assert store.report(report_id).starred
    assert store.set_report_star(report_id, True).name == ""
    store.set_report_star(report_id, False)
    assert not store.report(report_id).starred


def test_notes_on_a_section(store: Store, report_id: int, ids: Ids) -> None:
    section = store.sections(report_id)[2]
    change = store.add_note(report_id, "Graded twice", section_id=section.id)
    assert (change.name, set(change.sections)) == ("note on ‘Help and protection: good’", {section.id})
    (note,) = store.notes(report_id, section_id=section.id)
    assert (note.section_id, note.finding_id) == (section.id, None)
    assert store.sections(report_id)[2].notes == 1
    store.add_note(report_id, "A finding", ids("1. Social"))
    assert store.notes(report_id, section_id=section.id) == [note]
    assert store.edit_note(note.id, "Once").name == "edit note on ‘Help and protection: good’"
    with pytest.raises(ValueError, match="on a finding or on a section"):
        store.add_note(report_id, "Both", ids("1. Social"), section.id)
    with pytest.raises(StoreError, match="section is no longer"):
        store.add_note(report_id, "x", section_id=999)


def test_priority_and_history_of_a_follow_up(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("3. Return")
    store.accept([finding])
    store.flag(finding, reason="Ask")
    row = store.finding(finding).follow_up
    assert row is not None
    assert row.priority is Priority.NORMAL
    store.flag(finding, priority=Priority.LOW)
    store.set_follow_up(row.id, priority=Priority.HIGH)
    assert store.follow_ups()[0].priority is Priority.HIGH
    store.set_number(finding, "3a")
    entries = store.follow_up_history(row.id)
    assert [entry.name for entry in entries] == ["follow-up of 3", "flag 3", "flag 3"]
    assert entries[0].changes == (("follow_up", row.id, "priority", "low", "high"),)
    with pytest.raises(ValueError, match="urgent"):
        store.set_follow_up(row.id, priority="urgent")  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="no longer in the store"):
        store.follow_up_history(999)


def test_going_to_a_moment_of_the_history(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("1. Social")
    imported = store.findings(report_id)
    for number in ("a", "b", "c"):
        store.set_number(finding, number)
    store.tag([finding], "x")
    tagged, third, second, first = (entry.id for entry in store.history(report_id))
    change = store.undo_to(report_id, first)
    assert change is not None
    assert (change.name, set(change.findings), change.structure) == ("go to number of 1", {finding}, False)
    assert (store.finding(finding).number, store.finding(finding).tags) == ("a", ())
    assert store.undo_to(report_id, first) is None
    store.undo_to(report_id, third)
    assert store.finding(finding).number == "c"
    assert [entry.what for entry in store.history(report_id)][:3] == ["redo", "redo", "undo"]
    change = store.undo_to(report_id, 0)
    assert change is not None
    assert change.name == "undo all"
    assert store.findings(report_id) == imported
    assert store.undo_to(report_id, 0) is None
    store.undo_to(report_id, tagged)
    assert store.finding(finding).tags == ("x",)
    store.undo_to(report_id, second)
    store.set_number(finding, "d")
    with pytest.raises(StoreError, match="can't be done again"):
        store.undo_to(report_id, third)
    assert store.finding(finding).number == "d"
    undoing = next(entry.id for entry in store.history(report_id) if entry.what == "undo")
    for wrong in (undoing, 999):
        with pytest.raises(ValueError, match="is no edit"):
            store.undo_to(report_id, wrong)
