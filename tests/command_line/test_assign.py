"""``reviewer assign``: plans by command, kept in the store and exported."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from reviewer.cli import main
from reviewer.exporting import export
from reviewer.store import Store
from tests import factories


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    path = tmp_path / "work.sqlite"
    with Store.open(path, reviewer="ada") as store:
        for number in range(10):
            given = factories.report(
                original=f"report {number}".encode(), document_type="ilacs" if number % 2 else "sif"
            )
            store.import_report(given.document, given.extraction, given.original, name=f"{number}.pdf")
    return path


def run(store_path: Path, *options: str) -> int:
    return main(["assign", "--store", str(store_path), *options])


def assigned(store_path: Path) -> list[tuple[str, ...]]:
    with Store.open(store_path, read_only=True) as store:
        return [row.assigned for row in store.reports()]


def test_a_plan_is_made_shown_and_kept(store_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(store_path, "--reviewers", "Ada, Ben", "--double", "0.2", "--format", "json") == 0
    said = capsys.readouterr()
    assert "2 of 10 reports are coded twice." in said.err
    assert "Ada: 6 reports, 2 of them shared" in said.err
    plan = json.loads(said.out)
    assert [tuple(one["reviewers"]) for one in plan] == assigned(store_path)
    assert run(store_path, "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert sorted(row["reviewers"] for row in rows)[4:6] == ["Ada; Ben", "Ada; Ben"]
    with Store.open(store_path) as store:
        export(store, "csv", store_path.parent / "out")
    with (store_path.parent / "out" / "reports.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["assigned_to"] for row in csv.DictReader(file)} == {"Ada", "Ben", "Ada | Ben"}


def test_a_dry_run_keeps_nothing_and_clear_takes_all(
    store_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(store_path, "--reviewers", "Ada,Ben", "--dry-run") == 0
    assert assigned(store_path) == [()] * 10
    assert run(store_path, "--reviewers", "Ada,Ben", "--types", "sif", "--by", "pages") == 0
    assert sorted(assigned(store_path)).count(()) == 5
    capsys.readouterr()
    assert run(store_path, "--clear") == 0
    assert assigned(store_path) == [()] * 10
    assert "Nobody has work assigned." in capsys.readouterr().err


def test_what_cannot_be_assigned_is_said(store_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(store_path, "--reviewers", "Ada", "--double", "0.5") == 1
    assert "two reviewers" in capsys.readouterr().err
    assert run(store_path, "--reviewers", "Ada", "--types", "jtai") == 1
    assert run(store_path.with_name("none.sqlite"), "--reviewers", "Ada") == 1
    for wrong in (("--reviewers", " ,"), ("--reviewers", "Ada", "--double", "2")):
        with pytest.raises(SystemExit):
            run(store_path, *wrong)
