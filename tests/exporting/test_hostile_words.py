"""Every format, with words that would like to be formulas, scripts or fields, or that tell paths."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from openpyxl import load_workbook

from reviewer.exporting import FORMATS, export
from reviewer.exporting.history import write_history
from reviewer.importing import import_files
from reviewer.resources import resource
from reviewer.store import Store
from reviewer.store.rows import CodeRole
from tests import factories
from tests.torture.works import DATA

FORMULAS = ["=HYPERLINK(1)", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1", "＝1+1", "'=1+1"]
SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"
RISKY = re.compile(r"[=+\-@\t\r＝＋－＠]")
TRIED = [name for name, one in FORMATS.items() if not one.missing_extra and name != "pdf"]


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Store]:
    """A store in which every word that anyone can write is meant badly."""
    with Store.open(tmp_path / "secret place" / "reviewer.sqlite", reviewer="=me()") as store:
        given = factories.report(
            name="=evil.pdf", authority='=HYPERLINK("http://x")', lead_inspector="@x", addressee="-1"
        )
        report_id = store.import_report(
            given.document, given.extraction, given.original, name=given.name
        ).report_id
        rows = store.findings(report_id)
        for row, words in zip(rows, FORMULAS, strict=False):
            store.set_wording(row.id, words)
        for words in FORMULAS:
            store.add_note(report_id, words, rows[0].id)
        store.add_note(report_id, SCRIPT)
        store.set_wording(rows[4].id, SCRIPT)
        code = store.add_code(CodeRole.THEME, "=code()", definition="=define()").created_id
        key = next(row.key for row in store.codes(CodeRole.THEME) if row.id == code)
        store.set_theme([rows[0].id], key)
        store.flag(rows[1].id, reason="=1+1\r\nATTENDEE:evil", owner="@owner")
        store.tag([rows[0].id], "=tag()")
        store.tag_report(report_id, "+tag")
        store.set_metadata(report_id, "team_inspectors", ["=Tom()", "-Ida"])
        store.set_section_heading(store.sections(report_id)[0].id, "=Heading()")
        store.set_judgement(store.judgements(report_id)[0].id, grade="=Grade()")
        store.assign({report_id: ["=ben()"]})
        yield store


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file, and every file in those that are packed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            yield path.name, data
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(io.BytesIO(data)) as packed:
                    for name in packed.namelist():
                        yield f"{path.name}/{name}", packed.read(name)


@pytest.mark.parametrize("name", TRIED)
def test_no_cell_runs_as_a_formula(hostile: Store, tmp_path: Path, name: str) -> None:
    export(hostile, name, tmp_path / "out")
    for path in (tmp_path / "out").rglob("*"):
        if path.suffix in (".csv", ".tsv"):
            with path.open(encoding="utf-8-sig", newline="") as file:
                for row in csv.reader(file, delimiter="\t" if path.suffix == ".tsv" else ","):
                    bad = [one for one in row if RISKY.match(one) and not is_number(one)]
                    assert bad == [], path.name
        elif path.suffix == ".xlsx":
            for sheet in load_workbook(path).worksheets:
                formulas = [
                    cell.value for cells in sheet.iter_rows() for cell in cells if cell.data_type == "f"
                ]
                assert not [one for one in formulas if any(words in str(one) for words in FORMULAS)]
                assert not [one for one in formulas if re.search("me|code|tag|Tom|cmd|evil", str(one))]


def is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def test_the_history_cannot_run_either(hostile: Store, tmp_path: Path) -> None:
    write_history(hostile, tmp_path / "history.csv", 1)
    with (tmp_path / "history.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) > 30
    assert [one for row in rows for one in row if RISKY.match(one) and not is_number(one)] == []


@pytest.mark.parametrize("name", TRIED)
def test_no_page_runs_a_script(hostile: Store, tmp_path: Path, name: str) -> None:
    export(hostile, name, tmp_path / "out")
    for path, data in files(tmp_path / "out"):
        if not path.endswith((".html", ".htm", ".svg")):
            continue
        page = html5lib.parse(data.decode(), namespaceHTMLElements=False)
        for element in page.iter():
            assert element.tag not in ("script", "iframe", "object", "embed", "img", "link"), path
            assert not [one for one in element.attrib if one.lower().startswith("on")], path
            assert "javascript:" not in str(element.attrib.get("href", "")), path


def test_a_calendar_gets_no_fields_from_words(hostile: Store, tmp_path: Path) -> None:
    export(hostile, "followups-ics", tmp_path / "out")
    ((_, data),) = files(tmp_path / "out")
    assert not [line for line in data.decode().split("\r\n") if line.startswith("ATTENDEE")]
    assert b"ATTENDEE:evil" in data.replace(b"\r\n ", b"")


def test_stores_of_earlier_versions_tell_no_paths_either(tmp_path: Path) -> None:
    old = Path(shutil.copy(DATA / "layout-3.sqlite", tmp_path / "old.sqlite"))
    with Store.open(old) as store:
        assert b"reports/northmere.pdf" in old.read_bytes()
        export(store, "json", tmp_path / "out")
    ((_, data),) = files(tmp_path / "out")
    assert b"reports/northmere.pdf" not in data


@pytest.mark.parametrize("name", TRIED)
def test_no_export_tells_where_the_files_were(tmp_path: Path, name: str) -> None:
    place = tmp_path / "home of ada" / "reports"
    place.mkdir(parents=True)
    for sample in sorted(resource("sample").glob("*.txt"))[:1]:
        (place / sample.name).write_bytes(sample.read_bytes())
    with Store.open(tmp_path / "home of ada" / "reviewer.sqlite", reviewer="ada") as store:
        (outcome,) = import_files(store, sorted(place.iterdir()))
        store.accept([store.findings(outcome.report_id or 0)[0].id])
        export(store, name, tmp_path / "out")
    told = [file for file, data in files(tmp_path / "out") if b"home of ada" in data or b"home%20of" in data]
    assert told == []
