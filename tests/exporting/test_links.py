"""What became of earlier concerns, in each kind of export."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from jsonschema import Draft202012Validator

from reviewer.exporting import export
from reviewer.exporting.choice import Choice
from reviewer.importing import import_dataset
from reviewer.resources import resource
from reviewer.store import Relation, Store
from tests import over_the_years
from tests.store.conftest import Clock


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three letters; the late minutes of the first recur in the second."""
    with Store.open(tmp_path / "reviewer.sqlite", reviewer="ada", clock=Clock()) as opened:
        first, second, _ = over_the_years.bring_in(opened)
        records = over_the_years.finding(opened, second, "The timeliness of records")
        opened.settle(records, over_the_years.finding(opened, first, "Minutes"), Relation.RECURS)
        yield opened


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_as_a_table(store: Store, tmp_path: Path) -> None:
    export(store, "csv", tmp_path / "csv")
    (row,) = rows_of(tmp_path / "csv" / "links.csv")
    assert row["relation"] == "recurs"
    assert row["text"] == "The timeliness of records of strategy meetings and conferences."
    assert row["earlier_text"].startswith("Minutes of child protection conferences")
    assert row["earlier_date"] == "2011-05-04"
    assert (row["settled_by"], row["source_name"]) == ("ada", "2019-03-18_highmarsh.txt")
    assert json.loads(row["missing"]).keys() >= {"number", "earlier_number"}


def test_a_link_to_a_report_that_is_left_out_is_whole(store: Store, tmp_path: Path) -> None:
    later = store.reports()[1].id
    export(store, "datapackage", tmp_path, report_ids=[later])
    folder = tmp_path / "datapackage"
    (row,) = rows_of(folder / "links.csv")
    assert row["earlier_text"].startswith("Minutes")
    frictionless = shutil.which("frictionless", path=str(Path(sys.executable).parent))
    assert frictionless
    done = subprocess.run(
        [frictionless, "validate", "datapackage.json", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(done.stdout)["valid"], done.stdout[-2000:]


def test_in_a_database(store: Store, tmp_path: Path) -> None:
    path = next(one for one in export(store, "sqlite", tmp_path) if one.suffix in (".sqlite", ".db"))
    db = sqlite3.connect(path)
    try:
        found = db.execute("SELECT relation, findings.text FROM links JOIN findings USING (finding_id)")
        assert found.fetchall() == [
            ("recurs", "The timeliness of records of strategy meetings and conferences.")
        ]
    finally:
        db.close()


def test_in_the_report_for_reading(store: Store, tmp_path: Path) -> None:
    (path,) = export(store, "html", tmp_path)
    page = path.read_text(encoding="utf-8")
    assert "<caption>Earlier concerns</caption>" in page
    assert "↻ 2011 recurs" in page


def test_in_a_project_of_other_programs(store: Store, tmp_path: Path) -> None:
    project, said = export(store, "qdpx", tmp_path)
    with ZipFile(project) as archive:
        words = archive.read("project.qde").decode()
    assert 'name="Earlier concern"' in words
    assert "Relation: recurs" in words
    assert "links to earlier concerns" in said.read_text(encoding="utf-8")


def test_without_loss_and_back(store: Store, tmp_path: Path) -> None:
    (path,) = export(store, "json", tmp_path, choice=Choice(sources=True))
    dataset = json.loads(path.read_text(encoding="utf-8"))
    schema = json.loads(resource("schemas/dataset.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(dataset)
    with Store.open(tmp_path / "back.sqlite") as back:
        import_dataset(back, path)
        (link,) = back.links()
        assert link.earlier_finding_id is not None
        assert back.finding(link.earlier_finding_id).verbatim.startswith("Minutes")
        assert back.check() == []
    dataset["reports"][1]["more"]["link"][0]["relation"] = "same"
    assert list(Draft202012Validator(schema).iter_errors(dataset))


def test_only_those_of_findings_that_were_chosen(store: Store, tmp_path: Path) -> None:
    export(store, "csv", tmp_path / "reviewed", choice=Choice(reviewed=True))
    assert rows_of(tmp_path / "reviewed" / "links.csv") == []
