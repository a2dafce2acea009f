"""What goes into the store comes out of it: the file, the words, the machine's extraction, the rows."""

from __future__ import annotations

import dataclasses
import sqlite3
from pathlib import Path

import pytest

from reviewer.contract import to_json
from reviewer.model import joined
from reviewer.store import Decision, Store, StoreError
from tests import factories
from tests.factories import TEXT, at


def test_the_rows_of_a_report(store: Store, report_id: int) -> None:
    given = factories.report()
    row = store.report(report_id)
    assert (row.authority, row.document_type, row.lead_inspector) == ("Northmere", "ilacs", "Ida Quill")
    assert (row.inspection_start, row.inspection_end, row.publication_date) == (
        "2024-03-04",
        "2024-03-08",
        None,
    )
    assert (row.source_name, row.source_sha256) == ("northmere.pdf", given.document.sha256)
    assert (row.media_type, row.pages, row.extractor) == ("application/pdf", 2, "0.1.0")
    assert row.imported_at == "2026-03-01T10:00:00Z"
    assert (row.findings, row.decided, row.follow_ups, row.overdue) == (8, 0, 0, 0)
    assert row.warnings == 2
    visible = sum(map(len, TEXT.split()))
    assert row.unclaimed_share == pytest.approx(len("Nobodyhasplacedthesewords.") / visible)
    assert store.reports() == [row]


def test_the_words_and_the_file(store: Store, report_id: int) -> None:
    given = factories.report()
    text = store.source_text(report_id)
    bullet = at("- The")[0]
    assert text.text == TEXT
    assert text.pages == ((1, 0, len(factories.PAGE_ONE)), (2, len(factories.PAGE_ONE), len(TEXT)))
    assert text.furniture == given.extraction.furniture
    assert text.unclaimed == given.extraction.unclaimed
    assert text.markers == given.extraction.markers == ((bullet, bullet + 1),)
    assert text.metadata_spans == given.extraction.metadata_spans
    assert text.warnings == ("The dates are out of order.", "Page 2 has no tags.")
    assert store.original(report_id) == given.original
    assert store.find_source(given.document.sha256) == report_id
    assert store.find_source("0" * 64) is None


def test_the_extraction_is_kept_as_it_was(store: Store, report_id: int) -> None:
    kept = store.machine_extraction(report_id)
    said = to_json(factories.report().extraction)
    # Where the file was on the reviewer's machine is nobody's business.
    said["source"] = {**said["source"], "path": "northmere.pdf"}  # type: ignore[dict-item]
    assert kept == said
    assert list(kept) == list(to_json(factories.report().extraction))


def test_sections_and_judgements(store: Store, report_id: int) -> None:
    first, *rest = store.sections(report_id)
    assert (first.heading, first.parent_id, first.spans) == (
        "Northmere Council",
        None,
        (at("Northmere Council"),),
    )
    assert [(row.heading, row.parent_id, row.grade, row.page) for row in rest] == [
        ("Summary", first.id, None, 1),
        ("Help and protection: good", first.id, "Good", 1),
        ("What needs to improve", first.id, None, 2),
    ]
    leadership, leavers = store.judgements(report_id)
    assert (leadership.area, leadership.grade, leadership.decision) == (
        "Leadership",
        "Good",
        Decision.UNDECIDED,
    )
    assert (leavers.machine_area, leavers.machine_grade) == ("Experiences of care leavers", "Outstanding")
    assert store.judgement(leavers.id) == leavers


def test_findings(store: Store, report_id: int) -> None:
    rows = store.findings(report_id)
    given = factories.report().extraction.findings
    assert [row.verbatim for row in rows] == [joined(TEXT, finding.spans) for finding in given]
    assert [row.position for row in rows] == sorted({row.position for row in rows})
    first, third = rows[0], rows[2]
    assert first.statements == given[0].statements
    assert first.measures == given[0].measures
    assert first.theme_why == ("help early",)
    assert (first.wording, first.text, first.decided_by, first.decided_at) == (
        None,
        first.verbatim,
        None,
        None,
    )
    assert third.spans == given[2].spans
    assert third.machine == {
        "section": "Help and protection: good",
        "number": "2",
        "kind": "narrative",
        "polarity": "mixed",
        "theme": "recording",
        "text": "2. Managers hold reviews on time, but the records of these reviews are thin.",
        "spans": given[2].spans,
    }
    headings = {row.id: row.heading for row in store.sections(report_id)}
    assert [headings[row.section_id or 0] for row in rows] == [finding.section for finding in given]
    assert store.finding(third.id) == third


def test_the_same_bytes_are_stored_once(store: Store, report_id: int) -> None:
    given = factories.report(name="other-name.pdf")
    outcome = store.import_report(given.document, given.extraction, given.original, name=given.name)
    assert outcome.already
    assert outcome.report_id == report_id
    assert len(store.reports()) == 1


def test_a_file_that_changed_meanwhile_is_refused(store: Store) -> None:
    given = factories.report()
    with pytest.raises(StoreError, match=r"northmere\.pdf changed while it was being read"):
        store.import_report(given.document, given.extraction, b"other bytes", name=given.name)
    assert store.reports() == []


def test_an_extraction_of_another_text_is_a_bug(store: Store) -> None:
    given = factories.report()
    other = dataclasses.replace(given.extraction, text="Something else.")
    with pytest.raises(ValueError, match="another text"):
        store.import_report(given.document, other, given.original, name=given.name)


def test_an_import_that_fails_leaves_nothing(store: Store, store_path: Path) -> None:
    given = factories.report()
    broken = dataclasses.replace(
        given.extraction,
        findings=(
            *given.extraction.findings,
            dataclasses.replace(given.extraction.findings[0], polarity="odd"),
        ),
    )
    with pytest.raises(sqlite3.IntegrityError):
        store.import_report(given.document, broken, given.original, name=given.name)
    assert store.reports() == []
    assert store.find_source(given.document.sha256) is None
    with sqlite3.connect(store_path) as connection:
        tables = ("source", "source_bytes", "report", "report_text", "extraction", "section", "finding")
        assert [connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables] == [
            (0,)
        ] * 7
    connection.close()
    assert not store.import_report(given.document, given.extraction, given.original, name=given.name).already


def test_a_report_is_removed_with_all_that_hangs_on_it(
    store: Store, report_id: int, store_path: Path
) -> None:
    other = factories.report(original=b"another", name="another.pdf")
    other_id = store.import_report(
        other.document, other.extraction, other.original, name=other.name
    ).report_id
    finding = store.findings(report_id)[0].id
    store.accept([finding])
    store.add_note(report_id, "See the letter.", finding)
    store.flag(finding, reason="Ask")
    store.undo(report_id)
    store.remove_report(report_id)
    assert [row.id for row in store.reports()] == [other_id]
    connection = sqlite3.connect(store_path)
    for table in ("source", "report", "report_text", "extraction"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,), table
    for table in ("note", "follow_up", "step", "change"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    connection.close()
    for gone in (
        store.report,
        store.source_text,
        store.original,
        store.machine_extraction,
        store.remove_report,
    ):
        with pytest.raises(StoreError, match="no longer in the store"):
            gone(report_id)
    assert store.findings(report_id) == []


def test_reports_come_by_authority_newest_first(store: Store) -> None:
    for number, (authority, start) in enumerate(
        [("Zedford", "2020-01-01"), ("ashby", "2019"), ("Ashby", "2023-05"), (None, "2024-01-01")]
    ):
        given = factories.report(
            original=str(number).encode(), name=f"{number}.pdf", authority=authority, inspection_start=start
        )
        store.import_report(given.document, given.extraction, given.original, name=given.name)
    assert [row.source_name for row in store.reports()] == ["2.pdf", "1.pdf", "0.pdf", "3.pdf"]
