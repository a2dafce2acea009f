"""Files into the store: folders, one outcome a file, and nothing keeps the others out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer import importing
from reviewer.importing import Result, files_in, import_file, import_files
from reviewer.reading import Document, read_bytes
from reviewer.resources import resource
from reviewer.store import Store, StoreError

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
    outcome = import_file(store, folder / "b.txt")
    assert (outcome.result, outcome.code, outcome.message) == (Result.FAILED, "store", "The disk is full.")


def test_our_own_fault_does_not_keep_the_others_out(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_on_one(path: Path, data: bytes) -> Document:
        if path.name == "a.md":
            raise IndexError("list index out of range")
        return read_bytes(path, data)

    monkeypatch.setattr(importing, "read_bytes", fail_on_one)
    first, second = import_files(store, [folder / "a.md", folder / "b.txt"])
    assert (first.result, first.code) == (Result.FAILED, "internal")
    assert "IndexError: list index out of range" in first.message
    assert "Traceback" in first.details
    assert second.result is Result.IMPORTED
