"""``reviewer agreement`` between stores, datasets and the machine."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from reviewer.cli import main
from reviewer.exporting import export
from reviewer.interchange.bundles import write_bundle
from reviewer.store import Store
from tests import factories


@pytest.fixture
def ada(tmp_path: Path) -> Path:
    """Ada's store; Ben's is beside it, and Cem's dataset."""
    path = tmp_path / "ada.sqlite"
    with Store.open(path, reviewer="Ada") as store:
        given = factories.report()
        store.import_report(given.document, given.extraction, given.original, name=given.name)
    shutil.copy(path, tmp_path / "ben.sqlite")
    shutil.copy(path, tmp_path / "cem.sqlite")
    for name in ("Ada", "Ben", "Cem"):
        with Store.open(tmp_path / f"{name.lower()}.sqlite", reviewer=name) as store:
            ids = [row.id for row in store.findings(store.reports()[0].id)]
            store.accept(ids)
            if name != "Ada":
                for row in store.findings(store.reports()[0].id)[:2]:
                    store.set_polarity([row.id], "neutral" if row.polarity != "neutral" else "mixed")
            if name == "Cem":
                export(store, "json", tmp_path)
            if name == "Ben":
                write_bundle(store, tmp_path / "ben", store.reports())
    return path


def run(store: Path, *options: str) -> int:
    return main(["agreement", "--store", str(store), *options])


def test_with_the_machine_and_with_colleagues(ada: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ada) == 0
    assert "Ada & the machine: 1 reports" in capsys.readouterr().out
    others = [str(ada.with_name("ben.reviewbundle")), str(ada.with_name("dataset.json"))]
    assert run(ada, *others, "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    (polarity,) = [row for row in rows if row["field"] == "polarity" and not row["code"]]
    assert (polarity["raters"], polarity["percent"]) == ("Ben & Cem", "1.0")
    assert run(ada, others[0], "--machine", "--format", "json", "--names", "A, B") == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["raters"] for one in found["comparisons"]] == [
        ["A", "B"],
        ["A", "the machine"],
        ["B", "the machine"],
        ["A", "B", "the machine"],
    ]
    assert {row["field"] for row in found["differences"]} == {"polarity"}


def test_where_they_differ(ada: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ada, str(ada.with_name("ben.sqlite")), "--disagreements") == 0
    said = capsys.readouterr().out
    assert "2 disagreements" in said
    assert "Ben: neutral" in said
    assert run(ada, str(ada.with_name("ben.sqlite")), "--disagreements", "--format", "csv") == 0
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == 4


def test_what_cannot_be_compared_is_said(
    ada: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.sqlite"
    Store.open(empty).close()
    assert run(ada, str(empty)) == 1
    assert "nothing to compare" in capsys.readouterr().err
    assert run(ada, str(tmp_path / "none.sqlite")) == 1
    broken = tmp_path / "broken.json"
    broken.write_text("{}", encoding="utf-8")
    assert run(ada, str(broken)) == 1
    assert "broken.json" in capsys.readouterr().err
    broken = broken.rename(tmp_path / "broken.reviewbundle")
    assert run(ada, str(broken)) == 1
    assert "broken.reviewbundle" in capsys.readouterr().err
