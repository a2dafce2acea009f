"""Tables, workbook, page and calendar, read by programs that others wrote."""

from __future__ import annotations

import csv
import datetime
import itertools
import json
import re
import shutil
import subprocess
import sys
import warnings
from html import escape
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml
from icalendar import Calendar
from openpyxl import load_workbook

from reviewer.exporting import ExportError, export
from reviewer.exporting.choice import Choice
from reviewer.exporting.follow_ups import folded
from reviewer.exporting.missing import Missing
from reviewer.exporting.tables import TABLES
from reviewer.exporting.xlsx import CHARACTERS
from reviewer.store import Store

DATASETS = ["sample", pytest.param("published", marks=pytest.mark.corpus)]


@pytest.fixture(params=DATASETS)
def dataset(request: pytest.FixtureRequest) -> Store:
    """The sample project; and twenty published reports."""
    store = request.getfixturevalue(request.param)
    assert isinstance(store, Store)
    return store


def run(*command: object, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        **options,
    )


def program(name: str) -> Path:
    """A program that was installed with a Python package."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    assert found, f"{name} is missing: install the extra 'dev'"
    return Path(found)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


# Data package


def test_the_data_package_is_valid(dataset: Store, tmp_path: Path) -> None:
    export(dataset, "datapackage", tmp_path)
    folder = tmp_path / "datapackage"
    done = run(program("frictionless"), "validate", "datapackage.json", "--json", cwd=folder)
    report = json.loads(done.stdout)
    assert (report["valid"], report["stats"]["errors"]) == (True, 0), done.stdout[-3000:]
    assert report["stats"]["tasks"] == len(TABLES)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    counts = {resource["name"]: resource["rows"] for resource in package["resources"]}
    assert counts == {name: len(rows_of(folder / f"{name}.csv")) for name in TABLES}
    assert counts["findings"] == sum(len(dataset.findings(row.id)) for row in dataset.reports())
    assert min(counts.values()) > 0


def test_the_validator_sees_a_table_that_was_changed(store: Store, tmp_path: Path) -> None:
    export(store, "datapackage", tmp_path)
    folder = tmp_path / "datapackage"
    table = folder / "notes.csv"
    table.write_bytes(table.read_bytes().replace(b"\r\n1,", b"\r\n1,77", 1))
    done = run(program("frictionless"), "validate", "datapackage.json", "--json", cwd=folder)
    errors = {error["type"] for task in json.loads(done.stdout)["tasks"] for error in task["errors"]}
    assert errors & {"hash-count", "byte-count"}
    assert "foreign-key" in errors


def test_the_data_package_is_csv_on_the_web(dataset: Store, tmp_path: Path) -> None:
    export(dataset, "datapackage", tmp_path)
    done = run(program("csvwvalidate"), "csv-metadata.json", cwd=tmp_path / "datapackage")
    assert (done.returncode, done.stdout.strip()) == (0, "OK"), done.stdout + done.stderr


def test_the_dictionary_names_every_column_and_the_citation_can_be_read(store: Store, tmp_path: Path) -> None:
    export(store, "datapackage", tmp_path)
    folder = tmp_path / "datapackage"
    said = (folder / "README.md").read_text(encoding="utf-8")
    for table in TABLES.values():
        assert f"### {table.name}" in said
        for column in table.columns:
            assert f"| `{column.name}` | {column.type} | {column.description}" in said
    citation = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["cff-version"], citation["type"]) == ("1.2.0", "dataset")
    assert citation["authors"] == [{"name": "ada"}]
    assert citation["date-released"] == "2026-03-01"


def test_a_missing_value_says_why(store: Store, tmp_path: Path) -> None:
    export(store, "datapackage", tmp_path)
    tables = {name: rows_of(tmp_path / "datapackage" / f"{name}.csv") for name in TABLES}
    findings = tables["findings"]
    added = next(row for row in findings if row["decision"] == "added")
    assert (added["machine_kind"], added["confidence"]) == ("not_applicable", "not_applicable")
    undecided = next(row for row in findings if row["decision"] == "undecided")
    assert (undecided["decided_by"], undecided["wording"]) == ("not_reviewed", "not_reviewed")
    accepted = next(row for row in findings if row["decision"] == "accepted")
    assert (accepted["wording"], accepted["number"]) == ("not_given", "not_stated")
    assert {row["publication_date"] for row in tables["reports"]} == {"not_stated"}
    assert {row["grade"] for row in tables["sections"]} == {"Good", "not_stated"}
    for name, table in TABLES.items():
        for column in table.columns:
            reasons = {row[column.name] for row in tables[name]} & {why.value for why in Missing}
            assert reasons <= {why.value for why in column.missing}, (name, column.name)
            assert column.missing or all(row[column.name] for row in tables[name]), (name, column.name)


# Excel


def test_the_workbook_reads_back(dataset: Store, tmp_path: Path) -> None:
    (path,) = export(dataset, "xlsx", tmp_path)
    book = load_workbook(path)
    assert book.sheetnames == ["Summary", *(table.title for table in TABLES.values())]
    assert len(book["Summary"]._charts) == 3
    for table in TABLES.values():
        sheet = book[table.title]
        assert tuple(cell.value for cell in sheet[1]) == tuple(column.name for column in table.columns)
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    reports = book["Reports"]
    names = [cell.value for cell in reports[1]]
    begun = [row[names.index("inspection_start")].value for row in reports.iter_rows(min_row=2)]
    assert any(isinstance(value, datetime.datetime) for value in begun)
    findings = book["Findings"]
    place = [cell.value for cell in findings[1]].index("report_id") + 1
    assert findings.max_row == 1 + sum(len(dataset.findings(row.id)) for row in dataset.reports())
    for row in (2, findings.max_row):
        cell = findings.cell(row, place)
        target = re.fullmatch(r"'?Reports'?!A(\d+)", cell.hyperlink.location)
        assert target
        assert reports.cell(int(target[1]), 1).value == cell.value
    book.close()


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "http://example.org", "a\x00b", "x" * 40_000])
def test_a_cell_is_text_whatever_it_says(store: Store, tmp_path: Path, text: str) -> None:
    report_id = store.reports()[0].id
    store.set_wording(store.findings(report_id)[0].id, text)
    (path,) = export(store, "xlsx", tmp_path)
    book = load_workbook(path)
    sheet = book["Findings"]
    column = [cell.value for cell in sheet[1]].index("wording") + 1
    cell = sheet.cell(2, column)
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert cell.value[:5] == text.replace("\x00", "␀")[:5]
    assert len(cell.value) <= CHARACTERS
    book.close()


def test_the_workbook_opens_in_libreoffice(sample: Store, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "ods", "--outdir", tmp_path / "opened"]
    (path,) = export(sample, "xlsx", tmp_path)
    done = run(*command, path)
    if not (tmp_path / "opened" / "findings.ods").exists():
        (tmp_path / "plain.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        run(*command, tmp_path / "plain.csv")
        if not (tmp_path / "opened" / "plain.ods").exists():
            pytest.skip("LibreOffice has no spreadsheets here: install libreoffice-calc")
        pytest.fail(done.stdout + done.stderr)
    assert "error" not in (done.stdout + done.stderr).lower()


# The report for reading


def test_the_page_is_valid_and_needs_nothing_else(dataset: Store, tmp_path: Path) -> None:
    (path,) = export(dataset, "html", tmp_path)
    text = path.read_text(encoding="utf-8")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        root = parser.parse(text)
    tags = {element.tag for element in root.iter() if isinstance(element.tag, str)}
    assert not tags & {"script", "img", "link", "iframe", "object"}
    assert not re.search(r"(?:src|url\(|@import)", text.partition("</style>")[0])
    assert "prefers-color-scheme: dark" in text
    assert root.get("lang") == "en-GB"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = {element.get("href") for element in root.iter("a")}
    standing = [
        row for one in dataset.reports() for row in dataset.findings(one.id) if row.decision != "rejected"
    ]
    assert {f"#{one}" for one in ids} >= targets
    assert targets >= {f"#finding-{row.id}" for row in standing}
    for table in root.iter("table"):
        assert table[0].tag == "caption"
        assert {cell.get("scope") for cell in table.iter("th")} <= {"col", "row"}
    levels = [int(element.tag[1]) for element in root.iter() if element.tag in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    marks = [" ".join("".join(mark.itertext()).split()) for mark in root.iter("mark")]
    assert len(marks) == len(standing)


def test_the_page_says_what_the_reviewer_said(store: Store, tmp_path: Path) -> None:
    report_id = next(row.id for row in store.reports() if row.authority == "Northmere")
    store.add_note(report_id, "<script>alert('x')</script> & more", store.findings(report_id)[1].id)
    (path,) = export(store, "html", tmp_path, report_ids=[report_id])
    text = path.read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; more" in text
    assert "Reworded: Social workers know children." in text
    assert "Follow-up (open, Bo Lind, by 2026-05-01): Ask for figures" in text
    assert "<s>3. Return interviews happen within three days.</s>" in text
    assert text.count("Northmere inspection report 2") == 0


def test_a_rejected_finding_is_plain_words(store: Store, tmp_path: Path) -> None:
    (path,) = export(store, "html", tmp_path)
    page = path.read_text(encoding="utf-8")
    rejected = next(
        one for row in store.reports() for one in store.findings(row.id) if one.decision == "rejected"
    )
    assert f'<p class="between">{escape(rejected.verbatim)}</p>' in page
    assert f'id="finding-{rejected.id}"' not in page


def test_a_pdf_needs_a_printer(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="export html"):
        export(store, "pdf", tmp_path)
    (path,) = export(store, "pdf", tmp_path, printer=lambda page: page.encode()[:15])
    assert path.read_bytes() == b"<!DOCTYPE html>"


# Follow-ups


def test_the_follow_ups_are_a_table(dataset: Store, tmp_path: Path) -> None:
    (path,) = export(dataset, "followups-csv", tmp_path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    wanted = sorted(str(row.id) for row in dataset.follow_ups())
    assert sorted(row["follow_up_id"] for row in rows) == wanted
    assert {(row["due"], row["state"], row["owner"]) for row in rows} == {("2026-05-01", "open", "Bo Lind")}


def test_every_follow_up_is_in_the_calendar(dataset: Store, tmp_path: Path) -> None:
    (path,) = export(dataset, "followups-ics", tmp_path)
    calendar = Calendar.from_ical(path.read_bytes())
    assert not calendar.errors
    dated = [row for row in dataset.follow_ups() if row.due]
    assert len(calendar.walk("VEVENT")) == len(dated)


def test_plain_tables_are_read_by_others(dataset: Store, tmp_path: Path) -> None:
    counts = {
        "reports": len(dataset.reports()),
        "findings": sum(len(dataset.findings(row.id)) for row in dataset.reports()),
        "judgements": sum(len(dataset.judgements(row.id)) for row in dataset.reports()),
        "follow_ups": len(dataset.follow_ups()),
        "links": len(dataset.links()),
    }
    names = [path.name for path in export(dataset, "csv", tmp_path)]
    done = run(program("frictionless"), "validate", *names, "--json", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert report["valid"], done.stdout[-3000:]
    assert {task["name"]: task["stats"]["rows"] for task in report["tasks"]} == counts


def test_the_follow_ups_are_a_calendar(store: Store, tmp_path: Path) -> None:
    first, second = store.reports()
    dateless, done = (row.id for row in store.findings(first.id)[:2])
    store.flag(dateless, reason="Ask; then,\nwait – \\ naïve 🙂 " + "long " * 40)
    store.flag(done, reason="Settled", due="2024-02-29")
    row = next(row for row in store.follow_ups() if row.reason == "Settled")
    from reviewer.store import FollowUpState

    store.set_follow_up(row.id, state=FollowUpState.DONE)
    (path,) = export(store, "followups-ics", tmp_path)
    content = path.read_bytes()
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(content)
    assert not calendar.errors
    events = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    assert set(events) == {"Northmere: Ask for figures", "Ashby: Settled", "Done: Ashby: Settled"} - {
        "Ashby: Settled"
    }
    event = events["Done: Ashby: Settled"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (datetime.date(2024, 2, 29), datetime.date(2024, 3, 1))
    (todo,) = calendar.walk("VTODO")
    assert str(todo["status"]) == "NEEDS-ACTION"
    assert str(todo["summary"]).startswith("Ashby: Ask; then, wait – \\ naïve 🙂 long")
    everything = [str(one["uid"]) for one in calendar.walk() if "uid" in one]
    assert len(everything) == len(set(everything)) == 3
    assert second.authority == "Northmere"


def test_long_lines_are_folded_between_characters() -> None:
    line = "DESCRIPTION:" + "é🙂" * 60
    pieces = list(folded(line))
    assert "".join(pieces) == line
    assert all(len((" " * bool(at) + piece).encode()) <= 75 for at, piece in enumerate(pieces))


# A choice


def test_a_choice_of_findings_and_columns(store: Store, tmp_path: Path) -> None:
    choice = Choice(authorities=("northmere",), reviewed=True, fields=("kind", "findings.text"))
    export(store, "datapackage", tmp_path, choice=choice)
    folder = tmp_path / "datapackage"
    findings = rows_of(folder / "findings.csv")
    assert list(findings[0]) == ["finding_id", "report_id", "section_id", "kind", "text"]
    assert len(findings) == 3
    assert list(rows_of(folder / "reports.csv")[0]) == ["report_id"]
    done = run(program("frictionless"), "validate", "datapackage.json", "--json", cwd=folder)
    assert json.loads(done.stdout)["valid"], done.stdout[-2000:]


def test_only_follow_ups(store: Store, tmp_path: Path) -> None:
    export(store, "datapackage", tmp_path, choice=Choice(follow_ups=True))
    tables = {name: rows_of(tmp_path / "datapackage" / f"{name}.csv") for name in TABLES}
    assert [len(tables[name]) for name in ("reports", "findings", "follow_ups", "judgements")] == [1, 1, 1, 0]
    assert {row["row_id"] for row in tables["changes"] if row["table"] == "finding"} <= {
        tables["findings"][0]["finding_id"]
    }
