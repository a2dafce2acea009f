"""The lossless form: it validates, comes back as it was, and refuses what is not ours."""

from __future__ import annotations

import base64
import copy
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reviewer.exporting import export
from reviewer.exporting.choice import Choice
from reviewer.exporting.json_reading import DatasetError, read_dataset
from reviewer.resources import resource
from reviewer.store import Priority, ReportState, Store, StoreError
from tests import factories

Json = dict[str, Any]


@pytest.fixture
def busy(store: Store) -> Store:
    """The store with undone steps and rows that only the log knows."""
    make_busy(store)
    return store


def make_busy(store: Store) -> None:
    report_id = store.reports()[1].id
    finding = store.findings(report_id)[0].id
    made = store.add_note(report_id, "Gone again.", finding).created_id
    assert made is not None
    store.remove_note(made)
    store.set_kind([finding], "strength")
    store.undo(report_id)


@pytest.fixture(scope="module")
def exported(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The busy store as ``dataset.json``."""
    folder = tmp_path_factory.mktemp("exported")
    shutil.copy(filled, folder / "reviewer.sqlite")
    with Store.open(folder / "reviewer.sqlite", reviewer="ada") as store:
        make_busy(store)
        (path,) = export(store, "json", folder)
    return path.read_bytes()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "empty.sqlite", reviewer="ben") as opened:
        yield opened


def schema() -> Json:
    value: Json = json.loads(resource("schemas/dataset.schema.json").read_text(encoding="utf-8"))
    return value


def write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_it_comes_back_as_it_was(busy: Store, empty: Store, tmp_path: Path, name: str) -> None:
    (path,) = export(busy, name, tmp_path / "out")
    outcomes = empty.restore_records(read_dataset(path))
    assert [outcome.already for outcome in outcomes] == [False, False]
    (again,) = export(empty, name, tmp_path / "again")
    assert again.read_bytes() == path.read_bytes()
    for row in busy.reports():
        assert empty.findings(row.id) == busy.findings(row.id)
        assert empty.judgements(row.id) == busy.judgements(row.id)
        assert empty.history(row.id) == busy.history(row.id)
        assert empty.machine_extraction(row.id) == busy.machine_extraction(row.id)
        assert empty.original(row.id) == busy.original(row.id)
        assert empty.redo_name(row.id) == busy.redo_name(row.id)
    assert empty.reports() == busy.reports()


@pytest.mark.parametrize("name", ["sample", pytest.param("published", marks=pytest.mark.corpus)])
def test_real_reports_come_back_as_they_were(
    name: str, request: pytest.FixtureRequest, empty: Store, tmp_path: Path
) -> None:
    given: Store = request.getfixturevalue(name)
    (path,) = export(given, "jsonl", tmp_path / "out")
    described = schema()
    head, *reports = path.read_text(encoding="utf-8").split("\n")[:-1]
    Draft202012Validator(described).validate(json.loads(head))
    one = Draft202012Validator({**described, "$ref": "#/$defs/report", "type": "object", "required": []})
    for report in reports:
        one.validate(json.loads(report))
    assert len(empty.restore_records(read_dataset(path))) == len(given.reports())
    (again,) = export(empty, "jsonl", tmp_path / "again")
    assert again.read_bytes() == path.read_bytes()
    for row in given.reports():
        assert empty.findings(row.id) == given.findings(row.id)
        # A step of the whole store is, in another store, one of the report.
        assert empty.history(row.id) == [replace(entry, batch=False) for entry in given.history(row.id)]
    assert empty.check() == []


def test_undo_works_on_what_came_back(busy: Store, empty: Store, tmp_path: Path) -> None:
    (path,) = export(busy, "json", tmp_path / "out")
    empty.restore_records(read_dataset(path))
    report_id = empty.reports()[1].id
    note = empty.add_note(report_id, "New.").created_id
    assert note is not None
    while empty.undo_name(report_id):
        empty.undo(report_id)
    machine = empty.machine_extraction(report_id)["findings"]
    assert isinstance(machine, list)
    assert [row.decision for row in empty.findings(report_id)] == ["undecided"] * len(machine)
    while empty.redo_name(report_id):
        empty.redo(report_id)
    assert "New." in [note.body for note in empty.notes(report_id)]


def test_every_sort_of_edit_comes_back(store: Store, empty: Store, tmp_path: Path) -> None:
    report_id = store.reports()[1].id
    summary, first, second, third, *_ = store.findings(report_id)
    store.split(summary.id, summary.spans[0][0] + len("Families in Northmere get help early."))
    store.merge([first.id, second.id])
    store.set_themes([third.id], ["workforce", "recording"])
    store.set_star([third.id], True)
    store.tag([first.id], "board")
    store.tag([third.id], "board")
    store.untag([third.id], "board")
    store.tag_report(report_id, "pilot")
    store.set_report_star(report_id, True)
    store.set_report_state(report_id, ReportState.SECOND_LOOK)
    store.set_metadata(report_id, "authority", "Southmere")
    store.add_section(report_id, "A heading of our own")
    store.set_section_heading(store.sections(report_id)[1].id, "In short")
    store.add_note(report_id, "On a section.", section_id=store.sections(report_id)[0].id)
    store.add_judgement(report_id, "Overall", "Good")
    store.flag(third.id, priority=Priority.HIGH)
    store.mark_seen(report_id, store.source_text(report_id).furniture)
    (path,) = export(store, "json", tmp_path / "out")
    Draft202012Validator(schema()).validate(json.loads(path.read_bytes()))
    empty.restore_records(read_dataset(path))
    (again,) = export(empty, "json", tmp_path / "again")
    assert again.read_bytes() == path.read_bytes()
    assert empty.findings(report_id) == store.findings(report_id)
    assert empty.reports() == store.reports()
    assert empty.metadata(report_id) == store.metadata(report_id)
    assert empty.tags() == store.tags()
    while store.undo_name(report_id):
        assert empty.undo(report_id) == store.undo(report_id)
    assert empty.findings(report_id) == store.findings(report_id)


def test_into_a_filled_store(busy: Store, tmp_path: Path) -> None:
    given = factories.report(original=b"another", authority="Eastwold")
    (path,) = export(busy, "json", tmp_path / "out")
    with Store.open(tmp_path / "filled.sqlite", reviewer="ben") as filled:
        filled.import_report(given.document, given.extraction, given.original, name="east.pdf")
        before = filled.findings(filled.reports()[0].id)
        outcomes = filled.restore_records(read_dataset(path))
        assert [outcome.already for outcome in outcomes] == [False, False]
        again = filled.restore_records(read_dataset(path))
        assert [(one.report_id, one.already) for one in again] == [(one.report_id, True) for one in outcomes]
        named = {row.authority: row.id for row in filled.reports()}
        assert filled.findings(named["Eastwold"]) == before
        for row in busy.reports():
            theirs, ours = filled.findings(named[row.authority]), busy.findings(row.id)
            assert [one.text for one in theirs] == [one.text for one in ours]
            assert [one.follow_up is None for one in theirs] == [one.follow_up is None for one in ours]
            assert len(filled.history(named[row.authority])) == len(busy.history(row.id))
        assert filled.undo(named["Northmere"]) is not None


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_it_is_as_the_published_schema_says(busy: Store, tmp_path: Path, name: str) -> None:
    described = schema()
    Draft202012Validator.check_schema(described)
    (path,) = export(busy, name, tmp_path)
    validator = Draft202012Validator(described)
    if name == "json":
        validator.validate(json.loads(path.read_bytes()))
        return
    head, *reports = path.read_text(encoding="utf-8").splitlines()
    validator.validate(json.loads(head))
    one = Draft202012Validator({**described, "$ref": "#/$defs/report", "type": "object", "required": []})
    for report in reports:
        one.validate(json.loads(report))


def test_the_schema_refuses_what_is_wrong(busy: Store, tmp_path: Path) -> None:
    (path,) = export(busy, "json", tmp_path)
    value = json.loads(path.read_bytes())
    value["reports"][0]["findings"][0]["polarity"] = "glum"
    del value["reports"][0]["findings"][1]["spans"]
    value["reports"][1]["source"]["sha256"] = "x"
    assert len(list(Draft202012Validator(schema()).iter_errors(value))) == 3


def test_parts_are_not_imported(store: Store, tmp_path: Path) -> None:
    (path,) = export(store, "json", tmp_path, choice=Choice(reviewed=True))
    with pytest.raises(DatasetError, match="a choice of the findings only"):
        list(read_dataset(path))
    (path,) = export(store, "json", tmp_path, choice=Choice(sources=False))
    assert b'"bytes"' not in path.read_bytes()
    with pytest.raises(DatasetError, match="without the reports' files"):
        list(read_dataset(path))


Damage = Callable[[Json], object]


def _set(*path: str | int, to: object) -> Damage:
    def damage(value: Json) -> None:
        place: Any = value
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return damage


def _drop(*path: str | int) -> Damage:
    def damage(value: Json) -> None:
        place: Any = value
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return damage


_R = ("reports", 1)
_DEEP: Any = []
for _ in range(60):
    _DEEP = [_DEEP]

DAMAGES: dict[str, tuple[Damage, str]] = {
    "schema": (_set("schema", to="reviewer.dataset/99"), "this version reads"),
    "another file": (_set("schema", to=None), "not a dataset"),
    "no reports": (_set("reports", to={}), "reports: it is no list"),
    "no object": (_set(*_R, to=7), "Report 2 .* no object"),
    "id as text": (_set(*_R, "id", to="1"), "no whole number"),
    "id too high": (_set(*_R, "id", to=10**12), "between 1 and"),
    "id below one": (_set(*_R, "findings", 0, "id", to=-4), "between 1 and"),
    "id twice": (
        lambda v: v["reports"][1]["findings"][0].update(id=v["reports"][1]["findings"][1]["id"]),
        "twice",
    ),
    "base64": (_set(*_R, "source", "bytes", to="§"), "no base64"),
    "other file": (
        _set(*_R, "source", "bytes", to=base64.b64encode(b"other").decode()),
        "not the one that the report came from",
    ),
    "name with a path": (_set(*_R, "source", "name", to="../../evil.pdf"), "no file name"),
    "text as list": (_set(*_R, "text", to=["x"]), "no text"),
    "span outside": (_set(*_R, "findings", 0, "spans", to=[[0, 10**6]]), "leave the text"),
    "span reversed": (_set(*_R, "findings", 0, "spans", to=[[9, 3]]), "not in order"),
    "span of three": (_set(*_R, "findings", 0, "spans", to=[[1, 2, 3]]), "two whole numbers"),
    "span of fractions": (_set(*_R, "findings", 0, "spans", to=[[1.5, 2]]), "no whole number"),
    "words that are not there": (_set(*_R, "findings", 0, "verbatim", to="Made up."), "not the words"),
    "polarity": (_set(*_R, "findings", 0, "polarity", to="glum"), "none of its values"),
    "decision": (_set(*_R, "findings", 0, "decision", to="maybe"), "none of its values"),
    "decision without a name": (_set(*_R, "findings", 0, "decided_by", to=None), "does not hold together"),
    "time": (_set(*_R, "findings", 0, "decided_at", to="yesterday"), "no time"),
    "date": (_set(*_R, "imported", "inspection_start", to="2024-13-01"), "no date"),
    "due": (_set(*_R, "findings", 2, "follow_up", "due", to="2026-02-30"), "no date"),
    "flag": (_set(*_R, "findings", 0, "repeat_of_previous", to=1), "neither true nor false"),
    "confidence": (_set(*_R, "findings", 0, "confidence", to="high"), "no number"),
    "field unknown": (_set(*_R, "findings", 0, "colour", to="red"), "update Reviewer"),
    "field missing": (_drop(*_R, "findings", 0, "kind"), "kind: it is missing"),
    "table unknown": (_set(*_R, "more", "sqlite_master", to=[]), "update Reviewer"),
    "section elsewhere": (_set(*_R, "findings", 0, "section_id", to=999), "there is no such section"),
    "sections in a circle": (
        lambda v: v["reports"][1]["sections"][0].update(parent_id=v["reports"][1]["sections"][1]["id"]),
        "stand in one another",
    ),
    "a statement's spans": (_set(*_R, "findings", 0, "statements", 0, "spans", to="all"), "no list"),
    "a measure's field": (_set(*_R, "findings", 0, "measures", 0, "sql", to="x"), "update Reviewer"),
    "a log that writes elsewhere": (
        _set(*_R, "log", 0, "changes", 0, "table_name", to="source"),
        "none of its",
    ),
    "a log with another column": (
        _set(*_R, "log", 0, "changes", 0, "after", to={"kind = 'x'; --": "y"}),
        "update Reviewer",
    ),
    "a log with no JSON": (_set(*_R, "log", 0, "changes", 0, "after", to={"spans": "[["}), "no JSON"),
    "a log of another row": (_set(*_R, "log", 0, "changes", 0, "after", to={"id": 5000}), "another row"),
    "half a character": (_set(*_R, "findings", 0, "wording", to="\ud83d"), "half characters"),
    "nested": (_set(*_R, "extractions", 0, "body", to={"x": _DEEP}), "nested too deeply"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_nothing_hostile_comes_in(exported: bytes, empty: Store, tmp_path: Path, name: str) -> None:
    damage, said = DAMAGES[name]
    value = json.loads(exported)
    before = copy.deepcopy(value)
    damage(value)
    assert value != before
    with pytest.raises((DatasetError, StoreError)) as refused:
        empty.restore_records(read_dataset(write(tmp_path / "damaged.json", value)))
    assert re.search(said, str(refused.value)), refused.value
    assert len(str(refused.value)) < 300
    assert empty.reports() == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"schema": NaN}', "no number"),
        (b'{"schema": 1' + b"0" * 5000 + b"}", "no JSON"),
        (b"[]", "no object"),
    ],
    ids=["empty", "bytes", "nested", "nan", "digits", "list"],
)
def test_files_of_other_kinds(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "dataset.json"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=said):
        list(read_dataset(path))


def test_too_large_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.exporting.json_reading.LARGEST_FILE", 10)
    monkeypatch.setattr("reviewer.exporting.json_reading.LARGEST_LINE", 10)
    for name in ("dataset.json", "dataset.jsonl"):
        path = tmp_path / name
        path.write_bytes(b" " * 20)
        with pytest.raises(DatasetError, match=r"larger than|longer than"):
            list(read_dataset(path))


def test_an_empty_file_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "dataset.jsonl"
    path.write_bytes(b"\n")
    with pytest.raises(DatasetError, match="empty"):
        list(read_dataset(path))
