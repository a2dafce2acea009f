"""Files into the store: folders, one outcome a file, and nothing keeps the others out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer import importing
from reviewer.importing import Result, files_in, import_files
from reviewer.resources import resource
from reviewer.store import Store, StoreError
from tests import works

LETTER = "2010-11-09_northmere_contact-referral-assessment.txt"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store" / "reviewer.sqlite", reviewer="ada") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good letters, one copy of the first, a file that is no report, and what is to be left alone."""
    place = tmp_path / "reports"
    (place / "deeper").mkdir(parents=True)
    (place / ".hidden").mkdir()
    letter = resource(f"sample/{LETTER}")
    shutil.copy(letter, place / "b.txt")
    shutil.copy(letter, place / "deeper" / "copy.TXT")
    (place / "a.md").write_text("# Findings\n\n- Staff in Northmere listen to children.\n", encoding="utf-8")
    (place / "page.pdf").write_bytes(b"<!DOCTYPE html><html><body>Not found</body></html>")
    (place / ".hidden" / "c.txt").write_bytes(b"x")
    (place / ".d.txt").write_bytes(b"x")
    (place / "picture.png").write_bytes(b"x")
    return place


def test_files_in_folders(folder: Path) -> None:
    missing, named = folder / "missing.pdf", folder / "picture.png"
    assert files_in([folder]) == [
        folder / "a.md",
        folder / "b.txt",
        folder / "page.pdf",
        folder / "deeper" / "copy.TXT",
    ]
    assert files_in([missing, folder / "b.txt", folder / "deeper", folder / "b.txt", named]) == [
        missing,
        folder / "b.txt",
        folder / "deeper" / "copy.TXT",
        named,
    ]
    assert files_in([]) == []


def test_one_outcome_a_file(store: Store, folder: Path) -> None:
    outcomes = list(import_files(store, [*files_in([folder]), folder / "missing.pdf", folder]))
    assert [(outcome.path.name, outcome.result) for outcome in outcomes] == [
        ("a.md", Result.IMPORTED),
        ("b.txt", Result.IMPORTED),
        ("page.pdf", Result.FAILED),
        ("copy.TXT", Result.ALREADY),
        ("missing.pdf", Result.FAILED),
        ("reports", Result.FAILED),
    ]
    _, letter, page, copy, missing, itself = outcomes
    assert letter.report_id == copy.report_id
    assert letter.findings == len(store.findings(letter.report_id or 0)) > 5
    assert store.report(letter.report_id or 0).source_name == "b.txt"
    assert store.original(letter.report_id or 0) == (folder / "b.txt").read_bytes()
    assert (page.code, page.report_id, page.details) == ("not_a_report_file", None, "")
    assert page.message
    assert (missing.code, itself.code) == ("not_found", "not_a_report_file")
    assert len(store.reports()) == 2


def test_it_stops_between_files(store: Store, folder: Path) -> None:
    done: list[Path] = []

    def cancelled() -> bool:
        return len(done) == 1

    for outcome in import_files(store, files_in([folder]), cancelled=cancelled):
        done.append(outcome.path)
        assert len(store.reports()) == 1
    assert done == [folder / "a.md"]
    assert list(import_files(store, done, cancelled=lambda: True)) == []


def test_a_store_in_the_way(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Store, "import_report", full)
    (outcome,) = import_files(store, [folder / "b.txt"])
    assert (outcome.result, outcome.code, outcome.message) == (Result.FAILED, "store", "The disk is full.")


def test_neither_our_own_fault_nor_a_crash_keeps_the_others_out(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "read_and_extract", works.fail_on_a)
    killer = folder / "killer.txt"
    killer.write_bytes(b"Words that break a library.")
    first, second, third = import_files(store, [folder / "a.md", killer, folder / "b.txt"])
    assert (first.result, first.code) == (Result.FAILED, "internal")
    assert "IndexError: list index out of range" in first.message
    assert "works.py" in first.details
    assert (second.result, second.code, second.details) == (Result.FAILED, "damaged", "")
    assert third.result is Result.IMPORTED


def test_cancelling_ends_what_is_being_read(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "read_and_extract", works.hang_on_b)
    files = [folder / "a.md", folder / "b.txt", folder / "deeper" / "copy.TXT"]
    outcomes = list(import_files(store, files, cancelled=(folder / "b.seen").exists))
    assert [outcome.path.name for outcome in outcomes] == ["a.md"]
    assert [row.source_name for row in store.reports()] == ["a.md"]


def test_a_fault_in_the_store_is_our_own(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise KeyError("Northmere")

    monkeypatch.setattr(Store, "import_report", fail)
    (outcome,) = import_files(store, [folder / "b.txt"])
    assert (outcome.code, outcome.message.rpartition(": ")[2]) == ("internal", "KeyError")
    assert "reviewer/importing.py" in outcome.details
    assert "Northmere" not in outcome.details
