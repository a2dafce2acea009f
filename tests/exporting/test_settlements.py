"""What two reviewers changed differently, in the exports: who said what, and how it was settled."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reviewer.exporting import export
from reviewer.exporting.json_reading import read_dataset
from reviewer.interchange.bundles import write_bundle
from reviewer.interchange.opening import opened_to_read
from reviewer.resources import resource
from reviewer.store import Store
from tests import factories
from tests.store.test_merging import Two, finding, merge, opened, state


@pytest.fixture
def merged(tmp_path: Path) -> Iterator[Store]:
    """A store in which one difference is settled and one is open."""
    with (
        opened(tmp_path / "a" / "own.sqlite", "ada") as ada,
        opened(tmp_path / "b" / "own.sqlite", "ben") as ben,
    ):
        two: Two = (ada, ben)
        for store, kind, grade in zip(two, ("strength", "weakness"), ("Good!", "Poor"), strict=True):
            store.set_kind([finding(store, "Families")], kind)
            store.set_judgement(store.judgements(store.reports()[0].id)[0].id, grade=grade)
        merge(ada, ben)
        (kind_one,) = [one.id for one in ada.disputes() if one.field == "kind"]
        ada.settle_dispute(kind_one, "weakness")
        yield ada


def rows(store: Store, folder: Path, table: str) -> list[dict[str, str]]:
    export(store, "datapackage", folder)
    (path,) = folder.rglob(f"{table}.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tables_say_who_said_what(merged: Store, tmp_path: Path) -> None:
    settled, left = rows(merged, tmp_path / "out", "settlements")
    assert (settled["field"], settled["state"], settled["value"]) == ("kind", "settled", "weakness")
    assert (settled["settled_by"], settled["machine"]) == ("ada", "summary")
    said: list[dict[str, Any]] = json.loads(settled["said"])
    assert [(one["by"], one["value"]) for one in said] == [("ada", "strength"), ("ben", "weakness")]
    assert (left["field"], left["state"], left["value"]) == ("grade", "open", "Good")
    assert (left["finding_id"], left["settled_by"]) == ("not_applicable", "not_reviewed")


def test_a_colleagues_edits_are_in_the_audit_trail(merged: Store, tmp_path: Path) -> None:
    changes = rows(merged, tmp_path / "out", "changes")
    assert {row["by"] for row in changes} == {"ada", "ben"}
    theirs = [row for row in changes if row["by"] == "ben" and row["field"] == "kind"]
    assert [(row["before"], row["after"]) for row in theirs] == [("summary", "weakness")]


def test_the_lossless_form_brings_them_back(merged: Store, tmp_path: Path) -> None:
    (path,) = export(merged, "json", tmp_path / "out")
    schema = json.loads(resource("schemas/dataset.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(path.read_text(encoding="utf-8")))
    with Store.open(tmp_path / "again.sqlite", reviewer="cem") as again:
        # Where there is a report already, the others get other ids.
        other = factories.report(original=b"another", name="eastwold.pdf", authority="Ashby")
        again.import_report(other.document, other.extraction, other.original, name=other.name)
        again.restore_records(read_dataset(path))
        report = next(row.id for row in again.reports() if row.source_name == "northmere.pdf")
        for settled in (False, True):
            ours, theirs = again.disputes(settled=settled), merged.disputes(settled=settled)
            assert [(one.field, one.sides, one.settled) for one in ours] == [
                (one.field, one.sides, one.settled) for one in theirs
            ]
        assert [step.uid for step in again.heard(report)] == [
            step.uid for step in merged.heard(merged.reports()[0].id)
        ]
        assert state(again, report) == state(merged)
        assert again.check() == []
        (left,) = again.disputes()
        again.settle_dispute(left.id, "Poor")
        assert again.judgements(report)[0].grade == "Poor"


def test_a_bundle_is_opened_to_be_compared(merged: Store, tmp_path: Path) -> None:
    path = write_bundle(merged, tmp_path / "own.reviewbundle", merged.reports())
    with opened_to_read(path) as store:
        assert store.findings(store.reports()[0].id) == merged.findings(merged.reports()[0].id)
