"""Any edits, any two extractions: nothing that a reviewer did disappears, and the step can be undone."""

from __future__ import annotations

import dataclasses
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.model import Extraction, Finding, Judgement, Section, joined
from reviewer.store import Decision, Store, StoreError
from reviewer.store.aligning import on_text
from tests import factories
from tests.factories import PAGE_ONE, TEXT, at
from tests.torture.edits import edit_at_random


@pytest.fixture
def machine() -> Extraction:
    return factories.report().extraction


def newer(machine: Extraction, **changes: Any) -> Extraction:
    return dataclasses.replace(machine, extractor="0.2.0", **changes)


def with_finding(machine: Extraction, key: str, **changes: Any) -> Extraction:
    """A newer extraction in which one finding is another."""
    if "spans" in changes:
        changes["text"] = joined(TEXT, changes["spans"])
    findings = tuple(
        dataclasses.replace(one, **changes) if one.id == key else one for one in machine.findings
    )
    return newer(machine, findings=findings)


def state(store: Store, report_id: int) -> list[object]:
    return [
        store.findings(report_id),
        store.judgements(report_id),
        store.sections(report_id),
        store.notes(report_id),
        store.follow_ups(),
        store.report(report_id),
        store.source_text(report_id),
        store.machine_extraction(report_id),
    ]


def rejected(store: Store, table: str, row_id: int) -> bool:
    row = store.finding(row_id) if table == "finding" else store.judgement(row_id)
    return row.decision is Decision.REJECTED


def test_the_same_extraction_changes_nothing(store: Store, report_id: int, machine: Extraction) -> None:
    before = state(store, report_id)
    done = store.reextract(report_id, machine)
    assert done.change.name == ""
    assert state(store, report_id) == before
    assert store._db.value("SELECT count(*) FROM extraction") == 1


def test_what_nobody_looked_at_becomes_as_the_machine_has_it_now(
    store: Store, report_id: int, machine: Extraction, ids: Callable[[str], int]
) -> None:
    before = state(store, report_id)
    row_id = ids("1.")
    words = (at("Social workers see children often and know them well."),)
    done = store.reextract(report_id, with_finding(machine, "f2", theme="workforce", spans=words))
    row = store.finding(row_id)
    assert (row.theme, row.spans, row.decision) == ("workforce", words, Decision.UNDECIDED)
    assert row.machine["theme"] == "workforce"
    assert store.report(report_id).extractor == "0.2.0"
    assert store.machine_extraction(report_id)["extractor"] == "0.2.0"
    assert (done.new, done.replaced, done.without_place) == (0, 0, ())
    assert store.check() == []
    after = state(store, report_id)
    store.undo(report_id)
    assert state(store, report_id) == before
    assert store.check() == []
    store.redo(report_id)
    assert state(store, report_id) == after
    assert store.check() == []


def test_what_was_decided_stays_beside_the_machines_new_word(
    store: Store, report_id: int, machine: Extraction, ids: Callable[[str], int]
) -> None:
    row_id, accepted = ids("1."), ids("3.")
    store.set_wording(row_id, "Children are seen often.")
    store.set_theme([row_id], "early_help")
    store.accept([accepted])
    store.reextract(report_id, with_finding(machine, "f2", theme="workforce", polarity="negative"))
    row = store.finding(row_id)
    assert (row.wording, row.theme, row.polarity) == ("Children are seen often.", "early_help", "positive")
    assert row.decision is Decision.CORRECTED
    assert row.machine["polarity"] == "negative"
    done = store.reextract(report_id, with_finding(machine, "f4", theme="workforce"))
    # The other as well: the machine went back on its theme, which the reviewer has otherwise.
    assert set(done.differs) == {row_id, accepted}
    assert store.finding(accepted).theme == "risk_exploitation_missing"
    assert store.finding(accepted).decision is Decision.CORRECTED
    assert store.check() == []


def test_what_the_machine_now_finds_itself_is_not_there_twice(
    store: Store, report_id: int, machine: Extraction
) -> None:
    spans = (at("Nobody has placed these words."),)
    added = store.add_finding(report_id, spans).created_id
    assert added is not None
    store.set_theme([added], "workforce")
    found = Finding(
        "f7", "What needs to improve", "s4", None, "area_for_improvement", "negative", "other", 2,
        joined(TEXT, spans), spans, 0.9,
    )  # fmt: skip
    done = store.reextract(report_id, newer(machine, findings=(*machine.findings, found)))
    assert done.new == 0
    row = store.finding(added)
    assert row.theme == "workforce"
    assert row.machine["theme"] == "other"
    assert row.decision is Decision.CORRECTED
    assert len(store.findings(report_id)) == 7


def test_what_has_no_place_is_kept_and_listed(
    store: Store, report_id: int, machine: Extraction, ids: Callable[[str], int]
) -> None:
    noted, flagged, worded, plain = ids("1."), ids("2."), ids("3."), ids("Families")
    store.add_note(report_id, "Ask the author.", noted)
    store.flag(flagged, reason="Check")
    store.set_wording(worded, "Interviews are quick.")
    store.accept_judgement(store.judgements(report_id)[0].id)
    done = store.reextract(report_id, newer(machine, findings=(), judgements=(), sections=()))
    kept = {row.id: row for row in store.findings(report_id)}
    assert set(kept) == {noted, flagged, worded}
    assert plain not in kept
    assert {("finding", noted), ("finding", flagged), ("finding", worded)} <= set(done.without_place)
    assert [note.body for note in store.notes(report_id, noted)] == ["Ask the author."]
    assert kept[flagged].follow_up is not None
    assert kept[worded].wording == "Interviews are quick."
    assert [row.area for row in store.judgements(report_id)] == ["Leadership"]
    # The heading that they stand under stays with them.
    assert [row.heading for row in store.sections(report_id)][-1] == "Help and protection: good"
    listed = store.unplaced()
    assert {(row.table, row.id) for row in listed} == set(done.without_place)
    assert [(row.number, row.words) for row in listed if row.id == worded and row.table == "finding"] == [
        ("3", "Interviews are quick.")
    ]
    store.reject([worded])
    assert worded not in {row.id for row in store.unplaced(report_id) if row.table == "finding"}
    store.undo(report_id)
    store.undo(report_id)
    assert store.unplaced() == []
    store.redo(report_id)
    assert {(row.table, row.id) for row in store.unplaced(report_id)} == set(done.without_place)
    assert store.check() == []


def test_a_passage_that_was_decided_on_is_not_claimed_again(
    store: Store, report_id: int, machine: Extraction, ids: Callable[[str], int]
) -> None:
    whole = ids("Families")
    store.accept([whole])
    halves = [at("Families in Northmere get help early."), at("However, 12% of plans are late.")]
    first = machine.findings[0]
    parts = tuple(
        dataclasses.replace(
            first, id=f"h{number}", spans=(span,), text=joined(TEXT, (span,)), statements=(), measures=()
        )
        for number, span in enumerate(halves)
    )
    done = store.reextract(report_id, newer(machine, findings=(*parts, *machine.findings[1:])))
    assert done.new == 0
    assert done.covered == 1
    assert store.finding(whole).verbatim == first.text


def test_facts_that_were_corrected_stay(store: Store, report_id: int, machine: Extraction) -> None:
    store.set_metadata(report_id, "authority", "North Mere")
    report = dataclasses.replace(machine.report, authority="Northmere Council", lead_inspector="I. Quill")
    store.reextract(report_id, newer(machine, report=report))
    assert store.report(report_id).authority == "North Mere"
    assert store.report(report_id).lead_inspector == "I. Quill"
    store.undo(report_id)
    assert store.report(report_id).lead_inspector == "Ida Quill"


def test_headings_that_were_corrected_stay(store: Store, report_id: int, machine: Extraction) -> None:
    (summary,) = [row.id for row in store.sections(report_id) if row.heading == "Summary"]
    store.set_section_heading(summary, "In short")
    before = {row.id: row.heading for row in store.sections(report_id)}
    sections = tuple(
        dataclasses.replace(one, heading=one.heading.upper(), grade="Good") for one in machine.sections
    )
    store.reextract(report_id, newer(machine, sections=sections))
    after = {row.id: row for row in store.sections(report_id)}
    for row_id, heading in before.items():
        assert after[row_id].heading == (heading if heading == "In short" else heading.upper())
        assert after[row_id].grade == "Good"


def test_another_file_is_refused(store: Store, report_id: int) -> None:
    other = factories.report(original=b"other").extraction
    with pytest.raises(StoreError, match="of another file"):
        store.reextract(report_id, other)
    with pytest.raises(StoreError, match="no longer in the store"):
        store.reextract(99, other)


def test_another_reading_is_put_on_the_stored_words(
    store: Store, report_id: int, machine: Extraction, ids: Callable[[str], int]
) -> None:
    """A newer reader that keeps no line ends, sees one space more, and finds a line that was not there."""
    row_id = ids("3.")
    store.set_wording(row_id, "Interviews are quick.")
    text = "A new first line.\n" + TEXT.replace("see children often", "see  children often")
    moved = shifted(machine, text)
    done = store.reextract(report_id, moved)
    assert done.lost_words == 0
    assert store.source_text(report_id).text == TEXT
    assert store.finding(row_id).wording == "Interviews are quick."
    assert [row.verbatim for row in store.findings(report_id)] == [one.text for one in machine.findings]
    assert store.check() == []


def test_words_that_are_not_there_have_no_place(machine: Extraction) -> None:
    text = TEXT.replace("Supervision of newly qualified staff.", "Quite other things.")
    moved, lost = on_text(machine, text)
    assert lost == 1
    assert moved.text == text
    for finding in moved.findings:
        assert finding.text == joined(text, finding.spans)
    assert {one.id for one in machine.findings} - {one.id for one in moved.findings} == {"f6"}


def shifted(machine: Extraction, text: str) -> Extraction:
    """The extraction as another reading of the file gives it."""
    moved, lost = on_text(machine, text)
    assert lost == 0
    return dataclasses.replace(moved, extractor="0.2.0")


def invented(chance: random.Random, machine: Extraction) -> Extraction:
    """Any extraction of the report: passages that don't overlap, codes at random, some as before."""
    cuts = sorted(chance.sample(range(len(TEXT)), chance.randrange(2, 24) & ~1))
    passages = [(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=True)]
    sections = tuple(
        Section(f"n{number}", None, f"Heading {number}", None, (passage,), 1)
        for number, passage in enumerate(chance.sample(passages, len(passages) // 3))
    ) + tuple(section for section in machine.sections if section.parent is None and chance.random() < 0.5)
    findings = []
    for number, span in enumerate(passages):
        words = joined(TEXT, (span,))
        if not words:
            continue
        section = chance.choice(sections) if sections and chance.random() < 0.7 else None
        findings.append(
            Finding(
                f"g{number}",
                None if section is None else section.heading,
                None if section is None else section.id,
                chance.choice([None, "1", "2"]),
                chance.choice(["strength", "weakness", "narrative"]),
                chance.choice(["positive", "negative", "mixed", "neutral"]),
                chance.choice(["workforce", "recording"]),
                1 if span[0] < len(PAGE_ONE) else 2,
                words,
                (span,),
                chance.random(),
            )
        )
    ids = {section.id for section in sections}
    findings += [
        dataclasses.replace(one, section_id=one.section_id if one.section_id in ids else None)
        for one in machine.findings
        if chance.random() < 0.5
    ]
    judgements = tuple(one for one in machine.judgements if chance.random() < 0.5) + tuple(
        Judgement(f"Area {number}", "Good", (span,), 1)
        for number, span in enumerate(chance.sample(passages, len(passages) // 4))
    )
    return dataclasses.replace(
        machine,
        extractor=f"0.{chance.randrange(2, 9)}.0",
        sections=sections,
        findings=tuple(findings),
        judgements=judgements,
    )


def reviewed(store: Store, report_id: int) -> dict[str, set[object]]:
    """All that a reviewer did and that may never disappear."""
    rows = store.findings(report_id)
    return {
        "wordings": {(row.id, row.wording) for row in rows if row.wording is not None},
        "codes": {
            (row.id, row.kind, row.polarity, row.theme, row.number, row.spans, row.decided_by, row.decided_at)
            for row in rows
            if row.decision is not Decision.UNDECIDED
        },
        "rejected": {row.id for row in rows if row.decision is Decision.REJECTED},
        "tags": {(row.id, tag) for row in rows for tag in row.tags},
        "notes": {(note.id, note.body, note.finding_id) for note in store.notes(report_id)},
        "follow-ups": {
            (row.id, row.finding_id, row.reason, row.owner, row.due, row.state) for row in store.follow_ups()
        },
        "grades": {
            (row.id, row.area, row.grade)
            for row in store.judgements(report_id)
            if row.decision is not Decision.UNDECIDED
        },
    }


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_nothing_reviewed_disappears(seed: int) -> None:
    chance = random.Random(seed)
    given_report = factories.report()
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "a.sqlite") as store:
        store._db.execute("PRAGMA synchronous = OFF")
        store._daily = None
        report_id = store.import_report(
            given_report.document, given_report.extraction, given_report.original, name="a.pdf"
        ).report_id
        for _ in range(2):
            for _ in range(chance.randrange(25)):
                edit_at_random(store, report_id, chance)
            before, did = state(store, report_id), reviewed(store, report_id)
            done = store.reextract(report_id, invented(chance, given_report.extraction))
            after = reviewed(store, report_id)
            for what, values in did.items():
                assert values <= after[what], what
            rows = {row.id for row in store.findings(report_id)}
            assert {one for table, one in done.without_place if table == "finding"} <= rows
            if done.change.name:
                standing = {
                    (table, one)
                    for table, one in done.without_place
                    if table == "section" or rejected(store, table, one) is False
                }
                assert {(row.table, row.id) for row in store.unplaced(report_id)} == standing
            for row in store.findings(report_id):
                assert row.verbatim == joined(TEXT, row.spans)
            assert store.check() == []
            if done.change.name:
                now = state(store, report_id)
                assert store.undo_name(report_id) == done.change.name
                store.undo(report_id)
                assert state(store, report_id) == before
                store.redo(report_id)
                assert state(store, report_id) == now
