"""Findings divided, joined and put elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer.model import joined
from reviewer.store import Decision, FollowUpState, Store, StoreError
from tests import factories
from tests.factories import TEXT, at

Ids = Callable[[str], int]


def words(store: Store, report_id: int) -> list[str]:
    """The first words of each finding, in order."""
    return [" ".join(row.verbatim.split()[:2]) for row in store.findings(report_id)]


def section(store: Store, report_id: int, heading: str) -> int:
    (found,) = [row.id for row in store.sections(report_id) if row.heading.startswith(heading)]
    return found


def undo_all(store: Store, report_id: int) -> None:
    while store.undo(report_id):
        pass


def test_split(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("Families")
    before = store.findings(report_id)
    store.set_themes([finding], ["early_help", "recording"])
    store.tag([finding], "ask")
    store.add_note(report_id, "Both?", finding)
    start = at("However, 12% of plans are late.")[0]
    change = store.split(finding, start + 3)
    assert change.name == "split of ‘Families in Northmere get…’"
    assert change.structure
    assert change.coverage
    assert change.created_id is not None
    first, second = store.finding(finding), store.finding(change.created_id)
    assert first.verbatim == "Families in Northmere get help early."
    assert second.verbatim == "However, 12% of plans are late."
    assert [row.id for row in store.findings(report_id)][:2] == [first.id, second.id]
    assert (first.decision, second.decision) == (Decision.CORRECTED, Decision.ADDED)
    assert (second.kind, second.themes, second.section_id) == (
        "summary",
        ("early_help", "recording"),
        first.section_id,
    )
    assert (second.machine, second.confidence, second.number) == ({}, None, None)
    assert [one.polarity for one in first.statements] == ["positive"]
    assert [one.polarity for one in second.statements] == ["negative"]
    assert (first.measures, [one.value for one in second.measures]) == ((), [12.0])
    assert (first.notes, second.notes, first.tags, second.tags) == (1, 0, ("ask",), ())
    undo_all(store, report_id)
    assert store.findings(report_id) == before


def test_a_split_inside_a_statement_and_a_figure(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("Families")
    second = store.split(finding, at("of plans are late.")[0]).created_id
    assert second is not None
    first, rest = store.finding(finding), store.finding(second)
    assert [one.text for one in first.statements] == [
        "Families in Northmere get help early.",
        "However, 12%",
    ]
    assert [(one.text, one.polarity) for one in rest.statements] == [("of plans are late.", "negative")]
    assert first.measures == ()
    assert [(one.text, one.value) for one in rest.measures] == [("of plans", 12.0)]
    store.undo(report_id)
    second = store.split(finding, at("plans are late.")[0]).created_id
    assert [one.text for one in store.finding(finding).measures] == ["12% of"]
    assert second is not None
    assert store.finding(second).measures == ()


def test_the_second_half_has_its_printed_number(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("1. Social")
    spans = (at("1. Social workers see children often and know them well."), *store.finding(ids("2.")).spans)
    store.set_spans(finding, spans)
    store.set_wording(finding, "Two things.")
    change = store.split(finding, at("2. Managers")[0])
    assert change.created_id is not None
    row = store.finding(change.created_id)
    assert (row.number, row.verbatim[:8]) == ("2", "Managers")
    assert len(row.spans) == 2
    first = store.finding(finding)
    assert (first.number, first.wording, first.decision) == ("1", None, Decision.ACCEPTED)


def test_a_split_without_words_on_one_side(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("1. Social")
    start, end = store.finding(finding).spans[0]
    for offset in (0, start, start + 1, end, end + 40, len(TEXT)):
        if offset == start + 1:
            continue
        with pytest.raises(StoreError, match="no words on one side"):
            store.split(finding, offset)
    assert store.history(report_id) == []


def test_a_rejected_finding_stays_so_in_both_halves(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("Families")
    store.reject([finding])
    second = store.split(finding, at("However, 12%")[0]).created_id
    assert second is not None
    assert {store.finding(row).decision for row in (finding, second)} == {Decision.REJECTED}
    store.restore([second])
    assert store.finding(second).decision is Decision.ADDED


def test_merge(store: Store, report_id: int, ids: Ids) -> None:
    before = store.findings(report_id)
    first, second, third = ids("1. Social"), ids("2. Managers"), ids("3. Return")
    store.set_wording(third, "Return interviews are quick.")
    store.add_note(report_id, "Why?", second)
    store.tag([first, second], "ask")
    store.tag([second], "later")
    store.set_star([third], True)
    store.flag(second, reason="Figures", owner="Bo", due="2026-05-02")
    store.flag(third, reason="Dates", due="2026-05-01", priority="high")
    change = store.merge([third, first, second])
    assert change.name == "merge of 1, 2 and 3"
    row = store.finding(first)
    assert {first, second, third} <= change.findings
    assert row.verbatim.startswith("1. Social workers")
    assert row.verbatim == joined(TEXT, row.spans)
    assert row.verbatim.endswith("within three days.")
    assert factories.FOOTER not in row.verbatim
    assert row.wording is not None
    assert row.wording.endswith("reviews are thin. Return interviews are quick.")
    assert (row.number, row.kind, row.polarity, row.theme) == ("1", "narrative", "positive", "assessment")
    assert row.decision is Decision.CORRECTED
    assert [one["number"] for one in row.absorbed] == ["2", "3"]
    assert (row.notes, row.tags, row.starred) == (1, ("ask", "later"), True)
    assert row.follow_up is not None
    assert (row.follow_up.reason, row.follow_up.owner) == ("Figures; Dates", "Bo")
    assert (row.follow_up.due, row.follow_up.priority, row.follow_up.state) == (
        "2026-05-01",
        "high",
        FollowUpState.OPEN,
    )
    assert len(store.findings(report_id)) == 4
    store.undo(report_id)
    assert len(store.findings(report_id)) == 6
    store.redo(report_id)
    assert store.finding(first) == row
    undo_all(store, report_id)
    assert store.findings(report_id) == before


def test_merge_unites_statements_and_figures(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("Families")
    whole = store.finding(finding)
    second = store.split(finding, at("However, 12%")[0]).created_id
    assert second is not None
    assert store.merge([second, finding]).name == (
        "merge of ‘Families in Northmere get…’ and ‘However, 12% of plans are…’"
    )
    row = store.finding(finding)
    assert (row.statements, row.measures, row.verbatim) == (
        whole.statements,
        whole.measures,
        whole.verbatim,
    )
    assert store.merge(row.id for row in store.findings(report_id)).name == "merge of 6 findings"
    assert len(store.finding(finding).statements) == 2


def test_follow_ups_that_differ_stay_open_and_single_ones_move(
    store: Store, report_id: int, ids: Ids
) -> None:
    first, second, third = ids("1. Social"), ids("2. Managers"), ids("3. Return")
    store.flag(second, reason="Ask")
    store.merge([first, second])
    moved = store.finding(first).follow_up
    assert moved is not None
    assert moved.reason == "Ask"
    store.set_follow_up(moved.id, state=FollowUpState.DONE)
    store.flag(third, reason="Ask")
    store.merge([first, third])
    both = store.finding(first).follow_up
    assert both is not None
    assert (both.reason, both.due, both.state) == ("Ask", None, FollowUpState.OPEN)


def test_merging_brings_rejected_ones_back_unless_all_are(store: Store, report_id: int, ids: Ids) -> None:
    first, second = ids("1. Social"), ids("2. Managers")
    store.reject([first])
    store.merge([first, second])
    assert store.finding(first).decision is Decision.CORRECTED
    store.undo(report_id)
    store.reject([second])
    store.merge([first, second])
    assert store.finding(first).decision is Decision.REJECTED
    inside = store.add_finding(report_id, (at("Social workers see"),)).created_id
    assert inside is not None
    store.merge([inside, first])
    assert store.finding(min(first, inside)).decision is not Decision.REJECTED


def test_one_finding_cannot_be_merged(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("1. Social")
    with pytest.raises(StoreError, match="at least two"):
        store.merge([finding, finding])
    other = factories.report(original=b"another")
    other_id = store.import_report(other.document, other.extraction, other.original, name="b").report_id
    with pytest.raises(StoreError, match="no longer in the report"):
        store.merge([finding, store.findings(other_id)[0].id])


def test_another_heading_is_a_correction(store: Store, report_id: int, ids: Ids) -> None:
    before = store.findings(report_id)
    finding, improve = ids("2. Managers"), section(store, report_id, "What needs")
    change = store.set_section([finding], improve)
    assert change.name == "move of 2 to ‘What needs to improve’"
    assert change.structure
    row = store.finding(finding)
    assert (row.section_id, row.decision) == (improve, Decision.CORRECTED)
    assert words(store, report_id) == [
        "Families in",
        "1. Social",
        "3. Return",
        "2. Managers",
        "The timeliness",
        "Supervision of",
    ]
    assert store.set_section([finding], improve).name == ""
    assert store.set_section([], improve).name == ""
    store.set_section([finding], section(store, report_id, "Help"))
    assert store.finding(finding).decision is Decision.ACCEPTED
    assert words(store, report_id)[1:4] == ["1. Social", "2. Managers", "3. Return"]
    undo_all(store, report_id)
    assert store.findings(report_id) == before


def test_before_all_headings_and_under_an_empty_one(store: Store, report_id: int, ids: Ids) -> None:
    third = ids("3. Return")
    assert store.set_section([third], None).name == "move of 3 before all headings"
    assert words(store, report_id)[0] == "3. Return"
    top = section(store, report_id, "Northmere")
    families = ids("Families")
    store.set_section([third, families], top)
    assert [store.finding(row).section_id for row in (third, families)] == [top, top]
    assert words(store, report_id)[:2] == ["Families in", "3. Return"]
    with pytest.raises(StoreError, match="section is no longer"):
        store.set_section([third], 999)


def test_moving_within_a_heading_is_no_correction(store: Store, report_id: int, ids: Ids) -> None:
    first, second, third = ids("1. Social"), ids("2. Managers"), ids("3. Return")
    here = section(store, report_id, "Help")
    change = store.move_findings([third, second], here, first)
    assert (change.name, change.structure) == ("move of 2 findings", True)
    assert words(store, report_id)[1:4] == ["2. Managers", "3. Return", "1. Social"]
    assert store.finding(second).decision is Decision.UNDECIDED
    assert store.move_findings([third, second], here, first).name == ""
    assert store.move_findings([second], here).name == "move of 2"
    assert words(store, report_id)[1:4] == ["3. Return", "1. Social", "2. Managers"]
    improve, last = section(store, report_id, "What needs"), ids("Supervision")
    assert store.move_findings([first], improve, last).name == "move of 1 to ‘What needs to improve’"
    assert words(store, report_id)[3:] == ["The timeliness", "1. Social", "Supervision of"]
    assert store.finding(first).decision is Decision.CORRECTED
    assert store.move_findings([], here).name == ""
    for before in (first, last):
        with pytest.raises(ValueError, match="does not stay"):
            store.move_findings([first], here, before)


def test_there_is_room_for_any_number_of_moves(store: Store, report_id: int, ids: Ids) -> None:
    first, third = ids("1. Social"), ids("3. Return")
    here = section(store, report_id, "Help")
    before = store.findings(report_id)
    for _ in range(12):
        store.move_findings([third], here, first)
        store.move_findings([third], here, ids("2. Managers"))
    assert words(store, report_id)[1:4] == ["1. Social", "3. Return", "2. Managers"]
    undo_all(store, report_id)
    assert store.findings(report_id) == before


def test_several_themes(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("1. Social")
    assert store.finding(finding).themes == ("assessment",)
    change = store.set_themes([finding], ["assessment", "workforce", "recording", "workforce"])
    assert change.name == "themes of 1 to Assessment…"
    row = store.finding(finding)
    assert (row.theme, row.themes) == ("assessment", ("assessment", "workforce", "recording"))
    assert row.decision is Decision.CORRECTED
    store.set_theme([finding], "workforce")
    assert store.finding(finding).themes == ("workforce", "recording")
    store.set_themes([finding], ["assessment"])
    assert store.finding(finding).decision is Decision.ACCEPTED
    with pytest.raises(ValueError, match="not enough values"):
        store.set_themes([finding], [])
