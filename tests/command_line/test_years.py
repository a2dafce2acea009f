"""``reviewer timeline`` and ``reviewer compare``."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from reviewer.analysis import comparison
from reviewer.cli import main
from reviewer.command_line import years
from reviewer.store import Store


@pytest.fixture(scope="module")
def place(sample: Store) -> str:
    return str(sample.path)


def test_timeline_as_table(place: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["timeline", "--authority", "Northmere", "--format", "csv", "--store", place]) == 0
    rows = list(csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode("utf-8-sig"))))
    overall = {row["date"][:4]: row["value"] for row in rows if row["what"] == "Overall effectiveness"}
    assert overall["2010"] == "visit: no grades"
    assert overall["2014"] in ("Good", "Requires improvement", "Inadequate", "Outstanding")
    assert {row["part"] for row in rows} >= {"judgement", "theme"}


def test_timeline_as_data(place: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["timeline", "--authority", "Northmere", "--store", place]) == 0
    whole = json.loads(capfdbinary.readouterr().out)
    assert [one["date"][:4] for one in whole["inspections"]] == ["2010", "2014"]
    assert [one["visit"] for one in whole["inspections"]] == [True, False]
    assert all(one["figures"] for one in whole["inspections"])
    assert sum(figure.get("concerns", 0) for figure in whole["inspections"][1]["figures"]) > 0


def test_an_authority_without_reports_is_told(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", "--authority", "Nowhere", "--store", place]) == 1
    said = capsys.readouterr()
    assert not said.out
    assert "no dated report of Nowhere" in said.err
    assert "Northmere" in said.err


def test_pictures_and_pages_are_whole_files(place: str, tmp_path: Path) -> None:
    for command in (("timeline", "--authority", "Northmere"), ("compare", "--by", "year")):
        for form in ("svg", "html"):
            output = tmp_path / f"{command[0]}.{form}"
            assert main([*command, "--format", form, "--output", str(output), "--store", place]) == 0
            assert output.stat().st_mode & 0o077 == 0 or sys.platform == "win32"
        assert ET.parse(tmp_path / f"{command[0]}.svg").getroot().tag.endswith("svg")
        page = (tmp_path / f"{command[0]}.html").read_text(encoding="utf-8")
        assert page.count("<svg") >= 1
        assert page.count("<table>") >= 2
        assert "<script" not in page


def test_png_is_drawn_without_a_window(place: str, tmp_path: Path) -> None:
    output = tmp_path / "northmere.png"
    command = [sys.executable, "-m", "reviewer", "timeline", "--authority", "Northmere", "--format", "png"]
    subprocess.run([*command, "--output", str(output), "--store", place], check=True)
    assert output.read_bytes().startswith(b"\x89PNG")


def test_compare_as_table_and_data(place: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["compare", "--format", "csv", "--store", place]) == 0
    rows = list(csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode("utf-8-sig"))))
    assert {row["group"] for row in rows} == {"Northmere", "Eastwold"}
    northmere = next(row for row in rows if row["group"] == "Northmere" and int(row["findings"]))
    assert float(northmere["share"]) == pytest.approx(
        int(northmere["findings"]) / int(northmere["findings_of_group"]), abs=1e-4
    )
    assert main(["compare", "--by", "grade", "--count", "strengths", "--store", place]) == 0
    whole = json.loads(capfdbinary.readouterr().out)
    assert (whole["by"], whole["counted"]) == ("grade", "strengths")
    assert sum(group["reports"] for group in whole["groups"]) == 3


def test_compare_beside_neighbours(place: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["compare", "--beside", "Northmere", "--store", place]) == 0
    whole = json.loads(capfdbinary.readouterr().out)
    assert [group["group"] for group in whole["groups"]] == ["Northmere"]


def test_a_choice_that_nothing_passes_is_told(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--from", "1999", "--to", "1999", "--store", place]) == 1
    assert "No finding" in capsys.readouterr().err


def test_wrong_year(place: str) -> None:
    with pytest.raises(SystemExit) as end:
        main(["compare", "--from", "last", "--store", place])
    assert end.value.code == 2


def test_the_choices_of_the_parser_are_those_of_the_comparison() -> None:
    assert [*years.BYS, comparison.By.NEIGHBOURS] == list(comparison.By)
    assert list(years.COUNTED) == list(comparison.Counted)
