"""What all formats share: whole files or none, the same bytes, a choice of reports; and the JSON dataset."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from reviewer.exporting import FORMATS, ExportError, export
from reviewer.exporting.dataset import Dataset
from reviewer.exporting.files import Writing
from reviewer.model import joined
from reviewer.store import Store
from tests import factories


def read(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_bytes_again(store: Store, tmp_path: Path, name: str) -> None:
    first = export(store, name, tmp_path / "deep" / "a", printer=str.encode)
    second = export(store, name, tmp_path / "b", printer=str.encode)
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert sorted(path for path in tmp_path.glob("*/a/**/*") if path.is_file()) == sorted(first)
    assert FORMATS[name].name == name
    assert FORMATS[name].description


def test_the_order_of_import_does_not_show(tmp_path: Path) -> None:
    given = [factories.report(original=bytes([number]), name=f"{number}.pdf") for number in range(3)]
    found = []
    for number, order in enumerate((given, given[::-1])):
        with Store.open(tmp_path / f"{number}.sqlite", reviewer="ada") as store:
            for one in order:
                store.import_report(one.document, one.extraction, one.original, name=one.name)
            dataset = read(export(store, "json", tmp_path)[0])
        found.append([report["source"]["name"] for report in dataset["reports"]])
    assert found[0] == found[1]


def test_some_reports_and_progress(store: Store, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    ashby, northmere = (row.id for row in store.reports())
    export(store, "json", tmp_path, progress=lambda *step: heard.append(step))
    assert heard == [(0, 2), (1, 2), (2, 2)]
    (path,) = export(store, "json", tmp_path, report_ids=[northmere])
    assert [report["id"] for report in read(path)["reports"]] == [northmere]
    (path,) = export(store, "json", tmp_path, report_ids=[])
    assert read(path)["reports"] == []
    assert ashby != northmere


def test_an_unknown_format_is_a_bug(store: Store, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        export(store, "papyrus", tmp_path / "dataset")
    assert not (tmp_path / "dataset").exists()


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_that_ends_early_leaves_the_earlier_one(store: Store, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "dataset"
    before = {path: path.read_bytes() for path in export(store, name, folder, printer=str.encode)}
    finding = store.findings(store.reports()[0].id)[0].id
    store.set_wording(finding, "Other words.")
    store.set_theme([finding], "weather")
    store.flag(finding, reason="Ask again", due="2026-06-01")

    def cancel(done: int, total: int) -> None:
        if done == 1:
            raise RuntimeError("cancelled")

    with pytest.raises(RuntimeError, match="cancelled"):
        export(store, name, folder, progress=cancel, printer=str.encode)
    assert contents(folder) == before
    export(store, name, folder, printer=str.encode)
    assert contents(folder) != before
    assert set(contents(folder)) == set(before)


def test_a_full_disk_leaves_the_earlier_export(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "dataset"
    (path,) = export(store, "json", folder)
    before = path.read_bytes()

    def full(dataset: Dataset, writing: Writing) -> None:
        writing.open("dataset.json").write("{")
        raise OSError(28, "No space left on device", str(folder / "dataset.json"))

    monkeypatch.setattr("reviewer.exporting.json_dataset.write", full)
    with pytest.raises(ExportError, match="No space left on device"):
        export(store, "json", folder)
    assert path.read_bytes() == before
    assert list(folder.iterdir()) == [path]


def test_a_file_that_cannot_be_moved_into_place(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(self), None, str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExportError, match=r"findings\.csv can't be written: close it in other programs"):
        export(store, "csv", tmp_path / "dataset")
    assert list((tmp_path / "dataset").iterdir()) == []


def test_a_folder_that_cannot_be(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(ExportError, match="can't be written"):
        export(store, "csv", tmp_path / "file" / "dataset")
    with pytest.raises(ExportError, match="can't be written"):
        export(store, "csv", tmp_path / "file")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_files_are_their_owners_alone(store: Store, tmp_path: Path) -> None:
    for name in ("csv", "xlsx"):
        folder = tmp_path / "new" / name
        paths = export(store, name, folder)
        assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
        assert folder.stat().st_mode & 0o777 == 0o700


def test_an_edit_meanwhile_does_not_tear_the_dataset(store: Store, tmp_path: Path) -> None:
    second = store.reports()[1].id
    finding = store.findings(second)[4].id
    with Store.open(store.path, reviewer="ben") as other:

        def edit(done: int, total: int) -> None:
            if done == 0:
                other.set_wording(finding, "Changed meanwhile.")

        (path,) = export(store, "json", tmp_path / "dataset", progress=edit)
    assert "Changed meanwhile." not in path.read_text(encoding="utf-8")
    assert store.finding(finding).wording == "Changed meanwhile."


def test_the_json_dataset(store: Store, tmp_path: Path) -> None:
    (path,) = export(store, "json", tmp_path)
    assert path.name == "dataset.json"
    dataset = read(path)
    assert dataset["schema"] == "reviewer.dataset/2"
    ashby, northmere = dataset["reports"]
    assert (ashby["authority"], northmere["authority"]) == ("Ashby", "Northmere")
    given = factories.report()
    source = northmere["source"]
    assert (source["sha256"], source["name"]) == (given.document.sha256, "northmere.pdf")
    assert (source["media_type"], source["size"]) == ("application/pdf", len(given.original))
    assert base64.b64decode(source["bytes"]) == given.original
    assert northmere["text"] == factories.TEXT
    assert northmere["pages"][1] == {
        "number": 2,
        "start": len(factories.PAGE_ONE),
        "end": len(factories.TEXT),
    }
    assert [section["heading"] for section in northmere["sections"]] == [
        section.heading for section in given.extraction.sections
    ]
    for report in dataset["reports"]:
        for row in (*report["findings"], *report["judgements"]):
            assert joined(report["text"], tuple(map(tuple, row["spans"]))) == row["verbatim"]
            assert row["source_sha256"] == report["source"]["sha256"]
            assert (row["authority"], row["extractor"]) == (report["authority"], "0.1.0")
    summary, first, second, third, *_, added = northmere["findings"]
    assert first["machine"] == {
        "section": "Help and protection: good",
        "number": "1",
        "kind": "narrative",
        "polarity": "positive",
        "theme": "assessment",
        "text": "1. Social workers see children often and know them well.",
        "spans": [list(factories.at("1. Social workers see children often and know them well."))],
    }
    assert (first["number"], first["text"], first["decision"]) == ("1a", first["wording"], "corrected")
    assert (first["decided_by"], first["section"]) == ("ada", "Help and protection: good")
    assert [note["body"] for note in second["notes"]] == ["Compare with 2021.", "Ask the board."]
    assert second["follow_up"]["due"] == "2026-05-01"
    assert (third["decision"], third["follow_up"], third["notes"]) == ("rejected", None, [])
    assert (added["decision"], added["machine"], added["confidence"]) == ("added", None, None)
    assert [statement["polarity"] for statement in summary["statements"]] == ["positive", "negative"]
    assert summary["measures"][0]["value"] == 12
    assert northmere["judgements"][0]["machine"] == {"area": "Leadership", "grade": "Good"}
    assert [note["body"] for note in northmere["notes"]] == ["A careful report."]


def test_json_keeps_every_character(store: Store, tmp_path: Path) -> None:
    finding = store.findings(store.reports()[0].id)[0].id
    words = "=a\x00b\x07\u2028c\x85d “é” 🙂"
    store.set_wording(finding, words)
    (path,) = export(store, "json", tmp_path)
    dataset = read(path)
    assert dataset["reports"][0]["findings"][0]["wording"] == words
    assert "“é” 🙂".encode() in path.read_bytes()
    assert len(path.read_text(encoding="utf-8").splitlines()) == 4


def test_an_empty_store(tmp_path: Path) -> None:
    with Store.open(tmp_path / "reviewer.sqlite") as store:
        paths = export(store, "csv", tmp_path / "dataset")
        assert [path.read_bytes().count(b"\r\n") for path in paths] == [1] * 5
        (path,) = export(store, "json", tmp_path / "dataset")
        assert read(path)["reports"] == []
