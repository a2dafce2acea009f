"""What a reviewer's edits mean: values, decision, who and when."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable

import pytest

from reviewer.model import joined
from reviewer.store import Decision, Store, StoreError
from tests import factories
from tests.factories import PAGE_ONE, TEXT, at

Ids = Callable[[str], int]


def decided(store: Store, finding_id: int) -> tuple[Decision, str | None, str | None]:
    row = store.finding(finding_id)
    return row.decision, row.decided_by, row.decided_at


def test_accept_reject_restore(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("1. Social")
    assert decided(store, finding) == (Decision.UNDECIDED, None, None)
    store.accept([finding])
    assert decided(store, finding) == (Decision.ACCEPTED, "ada", "2026-03-01T10:00:02Z")
    store.reviewer = "ben"
    store.reject([finding])
    assert decided(store, finding) == (Decision.REJECTED, "ben", "2026-03-01T10:00:03Z")
    store.restore([finding])
    assert decided(store, finding) == (Decision.UNDECIDED, None, None)
    store.reject([finding])
    store.accept([finding])
    assert decided(store, finding)[0] is Decision.ACCEPTED


@pytest.mark.parametrize(
    "edit",
    [
        lambda store, finding: store.set_wording(finding, "They know children."),
        lambda store, finding: store.set_kind([finding], "strength"),
        lambda store, finding: store.set_polarity([finding], "mixed"),
        lambda store, finding: store.set_theme([finding], "workforce"),
        lambda store, finding: store.set_number(finding, None),
        lambda store, finding: store.set_spans(finding, (at("Social workers see children often"),)),
    ],
    ids=["wording", "kind", "polarity", "theme", "number", "spans"],
)
@pytest.mark.parametrize("first", ["undecided", "accepted", "corrected"])
def test_an_edit_is_a_correction(
    store: Store, report_id: int, ids: Ids, edit: Callable[[Store, int], object], first: str
) -> None:
    finding = ids("1. Social")
    machine = store.finding(finding).machine
    if first == "accepted":
        store.accept([finding])
    elif first == "corrected":
        store.set_number(finding, "9")
    edit(store, finding)
    assert decided(store, finding)[:2] == (Decision.CORRECTED, "ada")
    assert store.finding(finding).machine == machine
    store.accept([finding])
    assert decided(store, finding)[0] is Decision.CORRECTED
    store.reject([finding])
    store.restore([finding])
    assert decided(store, finding)[0] is Decision.CORRECTED
    store.reject([finding])
    store.accept([finding])
    assert decided(store, finding)[0] is Decision.CORRECTED


def test_all_values_back_as_the_machine_had_them_is_agreement(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("2. Managers")
    spans = store.finding(finding).spans
    store.set_polarity([finding], "negative")
    store.set_wording(finding, "Records are thin.")
    store.set_spans(finding, spans[:1])
    store.set_polarity([finding], "mixed")
    store.set_wording(finding, "")
    assert decided(store, finding)[0] is Decision.CORRECTED
    store.set_spans(finding, spans)
    assert decided(store, finding)[0] is Decision.ACCEPTED


def test_a_rejected_finding_stays_rejected_while_it_is_edited(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("1. Social")
    store.reject([finding])
    at_rejection = decided(store, finding)
    store.set_theme([finding], "workforce")
    assert decided(store, finding) == at_rejection
    store.restore([finding])
    assert decided(store, finding)[0] is Decision.CORRECTED


def test_wording_is_kept_beside_the_words_as_printed(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("1. Social")
    printed = store.finding(finding).verbatim
    store.set_wording(finding, "  Social workers know\nchildren \ud83d well. ")
    row = store.finding(finding)
    assert row.wording == row.text == "Social workers know\nchildren ? well."
    assert row.verbatim == printed
    store.set_wording(finding, printed)
    assert store.finding(finding).wording is None
    assert store.finding(finding).text == printed


def test_bulk_edits_count_what_they_change(store: Store, report_id: int) -> None:
    rows = store.findings(report_id)
    change = store.set_polarity((row.id for row in rows), "negative")
    assert change.name == "polarity of 4 findings to negative"
    assert change.findings == {row.id for row in rows if row.polarity != "negative"}
    assert store.report(report_id).decided == 4
    store.accept([row.id for row in rows] * 2)
    assert store.report(report_id).decided == 6
    store.reject([rows[0].id])
    report = store.report(report_id)
    assert (report.findings, report.decided) == (7, 5)


def test_a_polarity_that_is_none_is_a_bug(store: Store, report_id: int, ids: Ids) -> None:
    with pytest.raises(ValueError, match="glum"):
        store.set_polarity([ids("1. Social")], "glum")


def test_moved_boundaries_bring_words_and_page_along(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("3. Return")
    store.set_spans(finding, (at(" days.\nWhat needs to improve\n"), at("3. Return interviews")))
    row = store.finding(finding)
    assert row.spans == (at("3. Return interviews"), at("days.\nWhat needs to improve"))
    assert row.verbatim == "3. Return interviews days. What needs to improve"
    assert row.page == 2
    store.set_spans(finding, (at("Northmere Council"),))
    assert store.finding(finding).page == 1
    store.set_number(finding, "3b")
    assert store.finding(finding).verbatim == "Northmere Council"


def test_a_selection_across_a_footer_leaves_it_out(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("2. Managers")
    start, end = at("2. Managers")[0], at("reviews are thin.")[1]
    store.set_spans(finding, ((start, end - 6),))
    row = store.finding(finding)
    assert row.verbatim == "2. Managers hold reviews on time, but the records of these reviews are"
    assert len(row.spans) == 2
    store.set_spans(finding, ((start, end),))
    assert store.finding(finding).spans == tuple(row.machine["spans"])  # type: ignore[arg-type]
    assert store.finding(finding).decision is Decision.ACCEPTED
    store.set_spans(finding, (at(factories.FOOTER),))
    assert store.finding(finding).verbatim == factories.FOOTER


def test_a_selection_without_words_is_refused(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("1. Social")
    end = store.finding(finding).spans[0][1]
    for spans in ((), ((end, end + 1),), ((5, 5),)):
        with pytest.raises(StoreError, match="no words"):
            store.set_spans(finding, spans)
        with pytest.raises(StoreError, match="no words"):
            store.add_finding(report_id, spans)
    for spans in (((-1, 4),), ((4, len(TEXT) + 1),), ((9, 4),)):
        with pytest.raises(ValueError, match="leaves a text"):
            store.set_spans(finding, spans)
    assert store.history(report_id) == []


def test_statements_and_measures_follow_the_boundaries(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("Families")
    whole = store.finding(finding)
    store.set_spans(finding, (at("Families in Northmere get help early."),))
    cut = store.finding(finding)
    assert cut.statements == whole.statements[:1]
    assert cut.measures == ()
    store.set_spans(finding, whole.spans)
    assert store.finding(finding).statements == whole.statements
    assert store.finding(finding).measures == whole.measures


def test_an_added_finding_takes_after_its_place(store: Store, report_id: int, ids: Ids) -> None:
    change = store.add_finding(report_id, (at("Nobody has placed these words."),))
    assert change.structure
    assert change.created_id is not None
    assert change.findings == {change.created_id}
    row = store.finding(change.created_id)
    neighbour = store.finding(ids("Supervision"))
    assert (row.section_id, row.page, row.number) == (neighbour.section_id, 2, None)
    assert (row.kind, row.polarity, row.theme) == ("area_for_improvement", "negative", neighbour.theme)
    assert (row.decision, row.decided_by, row.machine) == (Decision.ADDED, "ada", {})
    assert (row.confidence, row.verbatim) == (None, "Nobody has placed these words.")
    assert store.findings(report_id)[-1] == row

    store.set_theme([row.id], "workforce")
    store.accept([row.id])
    assert store.finding(row.id).decision is Decision.ADDED
    store.reject([row.id])
    store.restore([row.id])
    assert store.finding(row.id).decision is Decision.ADDED
    store.reject([row.id])
    store.accept([row.id])
    assert store.finding(row.id).decision is Decision.ADDED


def test_what_is_known_better_than_its_place_says(store: Store, report_id: int) -> None:
    words = (at("Nobody has placed these words."),)
    added = store.add_finding(report_id, words, theme="workforce", polarity="mixed").created_id
    row = store.finding(added or 0)
    assert (row.kind, row.polarity, row.theme) == ("area_for_improvement", "mixed", "workforce")


def test_an_added_finding_stands_where_its_words_do(store: Store, report_id: int) -> None:
    added = store.add_finding(report_id, ((at("know them well")[0], PAGE_ONE.index(" on time")),)).created_id
    rows = store.findings(report_id)
    place = [row.id for row in rows].index(added or 0)
    assert rows[place - 1].verbatim.startswith("1. Social")
    assert rows[place + 1].verbatim.startswith("2. Managers")
    assert rows[place].polarity == "neutral"
    assert rows[place].kind == "narrative"


def test_an_added_finding_before_all_headings(store: Store, report_id: int) -> None:
    given = factories.report(original=b"bare")
    bare = dataclasses.replace(given.extraction, sections=(), findings=(), judgements=())
    bare_id = store.import_report(given.document, bare, given.original, name="bare.pdf").report_id
    for words in ("3. Return interviews happen within three days.", "Nobody has placed these words."):
        store.add_finding(bare_id, (at(words),))
    first, second = store.findings(bare_id)
    assert (first.section_id, first.number, first.kind, first.theme) == (None, "3", "narrative", "context")
    assert first.verbatim == "Return interviews happen within three days."
    assert (second.section_id, second.number, second.polarity) == (None, None, "neutral")
    store.add_finding(bare_id, (at("Lead inspector: Ida Quill"),))
    assert store.findings(bare_id)[0].verbatim == "Lead inspector: Ida Quill"


def test_there_is_always_room_for_one_more(store: Store, report_id: int) -> None:
    original = store.findings(report_id)
    start, end = at("1. Social workers see children often and know them well.")
    for offset in range(14):
        store.add_finding(report_id, ((start + offset + 3, end),))
    rows = store.findings(report_id)
    assert len({row.position for row in rows}) == len(rows) == 20
    added = [row.spans[0][0] for row in rows if row.decision is Decision.ADDED]
    assert added == sorted(added)
    starts = [row.spans[0][0] for row in rows]
    assert starts == sorted(starts)
    while store.undo(report_id):
        pass
    assert store.findings(report_id) == original


def test_judgements(store: Store, report_id: int) -> None:
    leadership, leavers = (row.id for row in store.judgements(report_id))
    assert store.accept_judgement(leadership).name == "accept ‘Leadership’"
    assert store.judgement(leadership).decision is Decision.ACCEPTED
    change = store.set_judgement(leadership, grade=" Requires improvement to be good ")
    assert (change.name, set(change.judgements)) == ("grade of ‘Leadership’", {leadership})
    row = store.judgement(leadership)
    assert (row.grade, row.machine_grade, row.decision) == (
        "Requires improvement to be good",
        "Good",
        Decision.CORRECTED,
    )
    assert store.accept_judgement(leadership).name == ""
    store.set_judgement(leadership, area="Leadership", grade="Good")
    assert store.judgement(leadership).decision is Decision.ACCEPTED
    store.set_judgement(leadership, area="Leaders", grade="Poor")
    store.reject_judgement(leadership)
    store.restore_judgement(leadership)
    assert store.judgement(leadership).decision is Decision.CORRECTED
    store.reject_judgement(leadership)
    store.accept_judgement(leadership)
    assert store.judgement(leadership).decision is Decision.CORRECTED
    store.reject_judgement(leavers)
    assert store.restore_judgement(leadership).name == ""
    assert store.restore_judgement(leavers).name == "restore ‘Experiences of care leavers’"
    row = store.judgement(leavers)
    assert (row.decision, row.decided_by, row.decided_at) == (Decision.UNDECIDED, None, None)
    store.reject_judgement(leavers)
    store.accept_judgement(leavers)
    assert store.judgement(leavers).decision is Decision.ACCEPTED
    for blank in ({"area": " "}, {"grade": ""}):
        with pytest.raises(StoreError, match="A judgement needs"):
            store.set_judgement(leavers, **blank)
    assert store.report(report_id).decided == 2
    while store.undo(report_id):
        pass
    assert [row.decision for row in store.judgements(report_id)] == [Decision.UNDECIDED] * 2


def test_kinds_and_themes_of_a_codebook_of_ones_own(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("1. Social")
    store.set_theme([finding], "fostering_in_northmere")
    assert store.finding(finding).theme == "fostering_in_northmere"


def test_a_finding_that_is_gone(store: Store, report_id: int) -> None:
    added = store.add_finding(report_id, (at("Nobody has placed these words."),)).created_id
    assert added is not None
    store.undo(report_id)
    for ask in (
        lambda: store.finding(added),
        lambda: store.set_wording(added, "x"),
        lambda: store.flag(added),
        lambda: store.judgement(999_999),
        lambda: store.set_follow_up(999_999, reason="x"),
        lambda: store.edit_note(999_999, "x"),
    ):
        with pytest.raises(StoreError, match=r"no longer in the (store|report)"):
            ask()


def test_the_machine_said_the_same_words(store: Store, report_id: int) -> None:
    """The store's own words for what the machine said agree with the extraction that it keeps."""
    kept = json.loads(json.dumps(store.machine_extraction(report_id)))["findings"]
    for row, said in zip(store.findings(report_id), kept, strict=True):
        assert row.machine == {
            **{field: said[field] for field in ("section", "number", "kind", "polarity", "theme", "text")},
            "spans": tuple(tuple(span) for span in said["spans"]),
        }
        assert joined(TEXT, row.spans) == row.verbatim
