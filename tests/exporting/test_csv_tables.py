"""The tables: provenance in each row, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.exporting import export
from reviewer.exporting.csv_tables import COLUMNS, cell
from reviewer.model import joined
from reviewer.store import Store
from tests import factories
from tests.exporting.conftest import Table
from tests.factories import at

Tables = Callable[[], dict[str, Table]]


def row_of(table: Table, **values: str) -> dict[str, str]:
    (found,) = [row for row in table if all(row[field] == value for field, value in values.items())]
    return found


def test_the_tables_and_their_columns(tables: Tables) -> None:
    found = tables()
    assert set(found) == {"findings", "judgements", "reports", "follow_ups", "links"}
    assert {name: len(table) for name, table in found.items()} == {
        "findings": 13,
        "judgements": 4,
        "reports": 2,
        "follow_ups": 1,
        "links": 0,
    }
    for name, table in found.items():
        assert name == "links" or tuple(table[0]) == COLUMNS[name]


def test_each_row_leads_back_to_the_page_and_the_words(store: Store, tables: Tables) -> None:
    found = tables()
    texts = {row.source_sha256: store.source_text(row.id).text for row in store.reports()}
    for name in ("findings", "judgements", "follow_ups"):
        for row in found[name]:
            spans = tuple(tuple(span) for span in json.loads(row["spans"]))
            assert joined(texts[row["source_sha256"]], spans) == row["verbatim"].removeprefix("'")
            assert (int(row["start"]), int(row["end"])) == (spans[0][0], spans[-1][1])
            assert row["page"] in ("1", "2")
            assert row["source_name"] in ("northmere.pdf", "ashby.pdf")
            assert (row["document_type"], row["extractor"]) == ("ilacs", "0.1.0")
            assert (row["inspection_start"], row["inspection_end"]) == ("2024-03-04", "2024-03-08")
            assert (
                row["authority"] == {"northmere.pdf": "Northmere", "ashby.pdf": "Ashby"}[row["source_name"]]
            )


def test_a_corrected_finding(tables: Tables) -> None:
    row = row_of(tables()["findings"], number="1a")
    expected = {
        "source_sha256": factories.report().document.sha256,
        "section": "Help and protection: good",
        "section_path": "Northmere Council > Help and protection: good",
        "order": "2",
        "kind": "strength",
        "polarity": "mixed",
        "theme": "workforce",
        "text": "Social workers know children.",
        "wording": "Social workers know children.",
        "verbatim": "Social workers see children often",
        "page": "1",
        "spans": json.dumps([at("Social workers see children often")], separators=(",", ":")),
        "decision": "corrected",
        "decided_by": "ada",
        "machine_section": "Help and protection: good",
        "machine_number": "1",
        "machine_kind": "narrative",
        "machine_polarity": "positive",
        "machine_theme": "assessment",
        "machine_text": "1. Social workers see children often and know them well.",
        "machine_spans": json.dumps(
            [at("1. Social workers see children often and know them well.")], separators=(",", ":")
        ),
        "confidence": "0.9",
        "repeat_of_previous": "false",
        "follow_up_state": "",
        "notes": "",
    }
    assert {field: row[field] for field in expected} == expected
    assert re.fullmatch(r"2026-03-01T10:00:\d\dZ", row["decided_at"])


def test_the_other_decisions(tables: Tables) -> None:
    northmere = [row for row in tables()["findings"] if row["authority"] == "Northmere"]
    assert [row["decision"] for row in northmere] == [
        "accepted",
        "corrected",
        "undecided",
        "rejected",
        "undecided",
        "undecided",
        "added",
    ]
    added, undecided, summary = northmere[-1], northmere[4], northmere[0]
    assert (added["machine_kind"], added["machine_spans"], added["confidence"]) == ("", "", "")
    assert (undecided["decided_by"], undecided["decided_at"], undecided["wording"]) == ("", "", "")
    assert summary["measures"] == "12% of plans"


def test_notes_and_follow_ups(tables: Tables) -> None:
    found = tables()
    row = row_of(found["findings"], number="2", authority="Northmere")
    assert row["notes"] == "2026-03-01 ada: Compare with 2021. | 2026-03-01 ada: Ask the board."
    follow_up = {"state": "open", "reason": "Ask for figures", "owner": "Bo Lind", "due": "2026-05-01"}
    assert {field: row[f"follow_up_{field}"] for field in follow_up} == follow_up
    (listed,) = found["follow_ups"]
    assert {field: listed[field] for field in follow_up} == follow_up
    assert (listed["finding_id"], listed["number"], listed["created_by"]) == (row["finding_id"], "2", "ada")
    assert listed["text"] == row["verbatim"]


def test_judgements_and_reports(tables: Tables) -> None:
    found = tables()
    row = row_of(found["judgements"], area="Leadership", authority="Northmere")
    assert (row["grade"], row["machine_grade"], row["decision"]) == ("Outstanding", "Good", "corrected")
    assert row["verbatim"] == "Leadership Good"
    ashby, northmere = found["reports"]
    assert (ashby["authority"], northmere["authority"]) == ("Ashby", "Northmere")
    assert (northmere["findings"], northmere["judgements"], northmere["decided"]) == ("6", "2", "4")
    assert (northmere["pages"], northmere["lead_inspector"]) == ("2", "Ida Quill")
    assert northmere["notes"] == "2026-03-01 ada: A careful report."
    assert northmere["warnings"] == "The dates are out of order. | Page 2 has no tags."
    assert northmere["open_follow_ups"] == "1"


def test_an_empty_cell_says_why(tables: Tables) -> None:
    found = tables()
    for table in found.values():
        for row in table:
            why = json.loads(row["missing"]) if row["missing"] else {}
            assert set(why) == {name for name, value in row.items() if not value} - {"missing"}
    undecided = row_of(found["findings"], number="3", authority="Ashby")
    assert json.loads(undecided["missing"]) == {
        "publication_date": "not_stated",
        "wording": "not_reviewed",
        "decided_by": "not_reviewed",
        "decided_at": "not_reviewed",
        "measures": "not_stated",
        "notes": "not_given",
        "follow_up_state": "not_applicable",
        "follow_up_reason": "not_applicable",
        "follow_up_owner": "not_applicable",
        "follow_up_due": "not_applicable",
    }


def test_the_bytes_are_for_spreadsheets_and_always_the_same(store: Store, tmp_path: Path) -> None:
    first = {path.name: path.read_bytes() for path in export(store, "csv", tmp_path / "a")}
    second = {path.name: path.read_bytes() for path in export(store, "csv", tmp_path / "b")}
    assert first == second
    for content in first.values():
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")
    assert "naïve 🙂".encode() in first["findings.csv"]


RISKY = [
    "=1+1",
    "+44 20 7946 0000",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    "'=1+1",
]


@pytest.mark.parametrize("text", RISKY)
def test_no_reviewer_can_write_a_formula(store: Store, tables: Tables, text: str) -> None:
    report_id = next(row.id for row in store.reports() if row.authority == "Northmere")
    finding = store.findings(report_id)[0].id
    store.set_number(finding, text)
    store.set_theme([finding], text)
    store.set_wording(finding, text)
    store.flag(finding, reason=text, owner=text)
    store.set_judgement(store.judgements(report_id)[1].id, area=text, grade=text)
    begins = re.compile(r"[=+\-@\t\r\n＝]")
    seen = 0
    for table in tables().values():
        for row in table:
            for value in row.values():
                assert not begins.match(value)
                seen += value == "'" + text.strip()
    assert seen >= 8


def test_no_imported_name_can_be_a_formula(store: Store, tables: Tables) -> None:
    given = factories.report(
        original=b"evil", authority='=HYPERLINK("http://example.org")', lead_inspector="@x"
    )
    store.import_report(given.document, given.extraction, given.original, name="-evil.pdf")
    for name, table in tables().items():
        if name not in ("follow_ups", "links"):
            row = next(row for row in table if row["source_name"] == "'-evil.pdf")
            assert row["authority"] == '\'=HYPERLINK("http://example.org")'


@given(st.text(max_size=20))
def test_a_text_cell_is_safe_and_can_be_read_back(text: str) -> None:
    written = cell(text)
    assert isinstance(written, str)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert not any(ord(character) < 32 and character not in "\t\n\r" for character in written)
    back = written[1:] if re.match(r"'+[=+\-@\t\r\n＝＋－＠]", written) else written
    kept = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n\r"} | {127: "␡"}
    assert back == text.replace("\r\n", "\n").translate(kept)


def test_numbers_stay_numbers() -> None:
    assert cell(-3) == -3
    assert cell(-0.5) == -0.5
    assert cell(True) == "true"
    assert cell(None) == ""


def test_control_characters_and_line_ends_survive(store: Store, tmp_path: Path) -> None:
    report_id = store.reports()[0].id
    finding = store.findings(report_id)[0].id
    store.set_wording(finding, 'a\x00b\x07c\r\nnew "line", and ; more')
    path = export(store, "csv", tmp_path / "dataset", report_ids=[report_id])[0]
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert rows[0]["wording"] == 'a␀b␇c\nnew "line", and ; more'
    assert len(rows) == 6
