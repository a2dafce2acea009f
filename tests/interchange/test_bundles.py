"""A review in one file: what is written comes back, and what was tampered with does not."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer import interchange
from reviewer.interchange.bundles import merge_bundle, read_bundle, write_bundle
from reviewer.interchange.safe import RefusedError
from reviewer.store import Store, StoreError
from tests import factories
from tests.store.test_merging import finding, opened, state

Json = dict[str, Any]


@pytest.fixture
def ada(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "a" / "ada.sqlite", "ada") as store:
        report = store.reports()[0].id
        early = finding(store, "Families")
        store.set_kind([early], "strength")
        store.add_note(report, "Look – naïve 🙂.", early)
        store.flag(early, reason="Figures")
        yield store


@pytest.fixture
def ben(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "b" / "ben.sqlite", "ben") as store:
        yield store


def sent(store: Store, folder: Path) -> Path:
    return write_bundle(store, folder / "sent.reviewbundle", store.reports())


def changed(path: Path, change: Callable[[dict[str, bytes]], None], *, honest: bool = True) -> Path:
    """The bundle with other files; ``honest``: its manifest has their hashes."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    if honest:
        manifest = json.loads(files["manifest.json"])
        for name in manifest["files"]:
            if name in files:
                data = files[name]
                manifest["files"][name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        files["manifest.json"] = json.dumps(manifest).encode()
    made = path.with_name("changed.reviewbundle")
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made


def edit(name: str, do: Callable[[Json], None]) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        (found,) = [one for one in files if one.endswith(name)]
        value = json.loads(files[found])
        do(value)
        files[found] = json.dumps(value).encode()

    return change


def test_the_same_review_gives_the_same_bytes(ada: Store, tmp_path: Path) -> None:
    one = write_bundle(ada, tmp_path / "one", ada.reports())
    other = write_bundle(ada, tmp_path / "other.reviewbundle", ada.reports())
    assert one.name == "one.reviewbundle"
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as archive:
        names = archive.namelist()
    sha256 = ada.reports()[0].source_sha256
    parts = ("extraction.json", "review.json", "log.json", "source")
    assert sorted(names) == sorted(
        ["codebook.json", "manifest.json", *(f"reports/{sha256}/{part}" for part in parts)]
    )


def test_a_bundle_says_whose_it_is_and_as_of_when(ada: Store, tmp_path: Path) -> None:
    bundle = read_bundle(sent(ada, tmp_path))
    assert (bundle.sender, bundle.as_of) == ("ada", ada.history(ada.reports()[0].id)[0].at)


def test_only_the_chosen_reports_are_in_it(ada: Store, tmp_path: Path) -> None:
    other = factories.report(original=b"another", name="eastwold.pdf")
    ada.import_report(other.document, other.extraction, other.original, name=other.name)
    chosen = [row for row in ada.reports() if row.source_name == "eastwold.pdf"]
    bundle = read_bundle(write_bundle(ada, tmp_path / "one", chosen))
    assert [one["source"][0]["name"] for one in bundle.incoming.records] == ["eastwold.pdf"]


def test_it_is_merged_where_the_report_is_and_comes_whole_where_it_is_not(
    ada: Store, ben: Store, tmp_path: Path
) -> None:
    path = sent(ada, tmp_path)
    assert [one.what for one in merge_bundle(ben, path).reports] == ["merged"]
    assert state(ben) == state(ada)
    with Store.open(tmp_path / "cem.sqlite", reviewer="cem") as cem:
        assert [one.what for one in merge_bundle(cem, path).reports] == ["whole"]
        assert state(cem) == state(ada)
        assert cem.original(cem.reports()[0].id) == ada.original(ada.reports()[0].id)
        assert [one.what for one in merge_bundle(cem, path).reports] == ["known"]


def test_a_bundle_is_imported_like_any_file(ada: Store, ben: Store, tmp_path: Path) -> None:
    brought = interchange.bring(ben, sent(ada, tmp_path))
    assert brought.summary == "1 reports merged, 0 new, 0 differences to settle"
    assert not brought.refused


@pytest.mark.parametrize(
    ("change", "honest", "said"),
    [
        (lambda files: files.update({"codebook.json": b"{}"}), False, "changed or damaged on the way"),
        (lambda files: files.pop("codebook.json"), True, "codebook.json is missing"),
        (lambda files: files.pop("manifest.json"), False, "no manifest"),
        (lambda files: files.update({"../outside": b"x"}), True, "wants to be outside"),
        (edit("manifest.json", lambda one: one.update(format="reviewer.bundle/9")), True, "version reads"),
        (edit("manifest.json", lambda one: one.update(reports=[{"sha256": "../"}])), True, "the hash"),
        (edit("log.json", lambda value: value.update(finding=[])), True, "repeats a table"),
    ],
)  # fmt: skip
def test_what_is_no_whole_bundle_is_refused(
    ada: Store,
    ben: Store,
    tmp_path: Path,
    change: Callable[[dict[str, bytes]], None],
    honest: bool,
    said: str,
) -> None:
    before = state(ben)
    path = changed(sent(ada, tmp_path), change, honest=honest)
    with pytest.raises(RefusedError, match=said):
        merge_bundle(ben, path)
    assert state(ben) == before
    assert interchange.bring(ben, path).refused


@pytest.mark.parametrize(
    "change",
    [
        edit("review.json", lambda value: value["finding"][0].update(kind=None)),
        edit("review.json", lambda value: value["finding"][0].update(spans=[[0, 10**6]])),
        edit("review.json", lambda value: value["finding"][0].update(section_id=999)),
        edit("review.json", lambda value: value["follow_up"][0].update(state="lost")),
        edit("review.json", lambda value: value.update(sqlite_master=[])),
        edit("log.json", lambda value: value["change"][0]["after"].update(kind=7)),
        edit("log.json", lambda value: value["change"][0].update(table_name="sqlite_master")),
        edit("codebook.json", lambda value: value["code"][0].update(role=7)),
        lambda files: files.update({one: b"other" for one in files if one.endswith("/source")}),
    ],
)
def test_what_no_store_makes_is_refused_and_nothing_changes(
    ada: Store, ben: Store, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    ben.set_polarity([finding(ben, "Families")], "positive")
    before = state(ben)
    path = changed(sent(ada, tmp_path), change)
    with pytest.raises(StoreError):
        merge_bundle(ben, path)
    assert state(ben) == before


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"from": [], "heard": [7], "born": {}, "aliases": {}, "moves": [], "registers": []},
        {"from": [], "heard": [], "born": {}, "aliases": {}, "moves": [], "registers": [["x", "kind", [7]]]},
        "deep",
    ],
)
def test_a_made_up_earlier_merge_is_refused(ada: Store, ben: Store, tmp_path: Path, body: Any) -> None:
    deep: Any = []
    for _ in range(60):
        deep = [deep]
    given = {"from": deep} if body == "deep" else body

    def make_up(value: Json) -> None:
        step = value["step"][-1]["id"]
        report = value["step"][-1]["report_id"]
        row = {"id": 1, "report_id": report, "body": given}
        image = {**row, "body": json.dumps(given)}
        value["merging"] = [row]
        value["change"].append(
            {
                "id": 9999,
                "step_id": step,
                "table_name": "merging",
                "row_id": 1,
                "finding_id": None,
                "before": None,
                "after": image,
            }
        )

    before = state(ben)
    with pytest.raises(StoreError):
        merge_bundle(ben, changed(sent(ada, tmp_path), edit("log.json", make_up)))
    assert state(ben) == before


def test_a_file_that_is_no_zip_is_refused(ben: Store, tmp_path: Path) -> None:
    path = tmp_path / "x.reviewbundle"
    path.write_bytes(b"PK but no")
    with pytest.raises(RefusedError):
        merge_bundle(ben, path)
