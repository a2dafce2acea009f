"""``reviewer search`` as one types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer.cli import main
from reviewer.store import Store
from tests import factories


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store of two reports with the same words."""
    place = tmp_path / "reports.sqlite"
    with Store.open(place, reviewer="AR") as store:
        for number, authority in enumerate(("Northmere", "Southmere")):
            given = factories.report(original=bytes([number]), authority=authority)
            store.import_report(given.document, given.extraction, given.original, name=f"{authority}.pdf")
        store.add_note(1, "Ask about interviews.")
    return place


def test_hits_are_printed_by_report(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", str(path), "search", "interviews"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "1  Northmere  ilacs  2024-03-04  Northmere.pdf",
        "    finding 3       3. Return interviews happen within three days.",
        "    note            Ask about interviews.",
        "2  Southmere  ilacs  2024-03-04  Southmere.pdf",
        "    finding 3       3. Return interviews happen within three days.",
    ]
    assert said.err == "2 passages, 2 findings, 1 note.\n"


def test_hits_for_other_programs(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ["--store", str(path), "search", "interviews", "--format", "json"]
    assert main([*wanted, "--in", "findings", "--report", "2"]) == 0
    given = json.loads(capsys.readouterr().out)
    assert given["counts"] == {"findings": 1}
    (hit,) = given["hits"]
    assert (hit["authority"], hit["number"], hit["where"]) == ("Southmere", "3", "findings")
    ((start, end),) = hit["marks"]
    assert hit["excerpt"][start:end] == "interviews"


def test_expressions_limits_and_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", str(path), "search", "--regex", r"\d+%", "--limit", "1"]) == 0
    said = capsys.readouterr()
    assert "12% of plans" in said.out
    assert "1 shown" in said.err
    assert main(["--store", str(path), "search", "zebra"]) == 0
    assert capsys.readouterr().err == "Nothing found.\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (['"late'], "quotation mark is not closed"),
        (["--regex", "("], "no regular expression"),
        (["late", "--report", "9"], "no longer in the store"),
    ],
)
def test_what_cannot_be_looked_for_is_said(
    path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(["--store", str(path), "search", *arguments]) == 1
    assert says in capsys.readouterr().err


def test_a_store_in_use_is_searched_and_one_that_is_not_there_is_named(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--store", str(path.with_name("none.sqlite")), "search", "x"]) == 1
    assert "There is no store" in capsys.readouterr().err
    with Store.open(path):
        assert main(["--store", str(path), "search", "interviews"]) == 0
