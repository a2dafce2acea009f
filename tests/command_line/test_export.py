"""``reviewer export`` with its choices and recipes, and datasets that are imported again."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from reviewer.cli import main
from reviewer.exporting import FORMATS, ExportError, export
from reviewer.exporting.choice import Choice
from reviewer.exporting.counting import Counted, counted
from reviewer.exporting.recipes import Recipe, find, recipes, remove, save, to_toml
from reviewer.importing import Result, import_dataset
from reviewer.store import Store
from tests import factories


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    path = tmp_path / "work.sqlite"
    with Store.open(path, reviewer="ada") as store:
        for authority, kind in (("Northmere", "ilacs"), ("Ashby", "sif")):
            given = factories.report(original=authority.encode(), authority=authority, document_type=kind)
            made = store.import_report(
                given.document, given.extraction, given.original, name=f"{authority}.pdf"
            )
        findings = store.findings(made.report_id)
        store.accept([findings[0].id, findings[1].id])
        store.flag(findings[1].id, reason="Ask")
    return path


@pytest.fixture
def own_recipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "settings" / "recipes.toml"
    monkeypatch.setattr("reviewer.exporting.recipes.place", lambda: path)
    return path


def run(store_path: Path, output: Path, *options: str) -> int:
    return main(["export", "--store", str(store_path), "--output", str(output), *options])


def findings(folder: Path) -> list[dict[str, str]]:
    with (folder / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_format_has_a_line_of_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    lines = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    listed = {parts[1].strip(): parts[-1].strip() for parts in lines if len(parts) > 2}
    for one in FORMATS.values():
        assert listed[one.name] == one.description


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "pdf"])
def test_every_format_is_written(
    store_path: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(store_path, tmp_path / "out", "--format", name) == 0
    said = capsys.readouterr()
    paths = [Path(line) for line in said.out.splitlines()]
    assert paths
    assert all(path.stat().st_size for path in paths)
    assert said.err == "2 reports exported.\n"


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ([], 12),
        (["--authorities", "ashby"], 6),
        (["--types", "ilacs"], 6),
        (["--from", "2024", "--to", "2024-03"], 12),
        (["--from", "2024-04"], 0),
        (["--to", "2023-12-31"], 0),
        (["--reviewed"], 2),
        (["--decisions", "undecided"], 10),
        (["--follow-ups"], 1),
        (["--reports", "1"], 6),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_what_is_exported_can_be_chosen(
    store_path: Path, tmp_path: Path, options: list[str], count: int
) -> None:
    assert run(store_path, tmp_path / "out", "--format", "csv", *options) == 0
    assert len(findings(tmp_path / "out")) == count


@pytest.mark.parametrize(
    "options", [[], ["--format", "csv", "--from", "spring"], ["--format", "csv", "--decisions", "maybe"]]
)
def test_wrong_usage(store_path: Path, tmp_path: Path, options: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(store_path, tmp_path / "out", *options)
    assert ended.value.code == 2


def test_a_store_that_is_open_elsewhere_can_be_exported(store_path: Path, tmp_path: Path) -> None:
    with Store.open(store_path, reviewer="ben"):
        assert run(store_path, tmp_path / "out", "--format", "csv") == 0
    assert len(findings(tmp_path / "out")) == 12


# Recipes


def test_a_recipe_is_kept_and_repeated_with_the_same_bytes(
    store_path: Path, tmp_path: Path, own_recipes: Path
) -> None:
    options = ["--format", "xlsx", "--reviewed", "--fields", "kind", "text", "--save-recipe", "Board ‘pack’"]
    assert run(store_path, tmp_path / "first", *options) == 0
    assert run(store_path, tmp_path / "second", "--recipe", "Board ‘pack’") == 0
    first, second = (tmp_path / name / "findings.xlsx" for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()
    kept = recipes(own_recipes)["Board ‘pack’"]
    assert (kept.formats, kept.choice) == (("xlsx",), Choice(reviewed=True, fields=("kind", "text")))
    handed_on = tmp_path / "board.toml"
    handed_on.write_text(to_toml(kept), encoding="utf-8")
    assert run(store_path, tmp_path / "third", "--recipe", str(handed_on)) == 0
    assert (tmp_path / "third" / "findings.xlsx").read_bytes() == first.read_bytes()
    assert run(store_path, tmp_path / "fourth", "--recipe", str(handed_on), "--format", "csv") == 0
    assert len(findings(tmp_path / "fourth")) == 2


def test_a_recipe_of_several_formats_with_its_folder(
    store_path: Path, tmp_path: Path, own_recipes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "board"
    save(Recipe("board", ("csv", "followups-ics"), Choice(follow_ups=True), str(folder)))
    assert main(["export", "--store", str(store_path), "--recipe", "board"]) == 0
    assert {path.name for path in folder.iterdir()} >= {"findings.csv", "follow-ups.ics"}
    assert len(findings(folder)) == 1
    save(Recipe("elsewhere", ("csv",), Choice()))
    with pytest.raises(SystemExit):
        main(["export", "--store", str(store_path), "--recipe", "elsewhere"])
    assert "names no folder" in capsys.readouterr().err


def test_tables_of_chosen_columns(store_path: Path, tmp_path: Path) -> None:
    assert run(store_path, tmp_path, "--format", "csv", "--fields", "findings.wording", "authority") == 0
    (first, *_) = findings(tmp_path)
    assert list(first) == ["report_id", "authority", "finding_id", "wording", "missing"]
    assert json.loads(first["missing"]) == {"wording": "not_given"}
    with (tmp_path / "judgements.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == ["report_id", "authority", "judgement_id", "missing"]


def test_what_is_counted_is_what_is_written(store_path: Path, tmp_path: Path) -> None:
    for number, choice in enumerate(
        (
            Choice(),
            Choice(reviewed=True),
            Choice(follow_ups=True),
            Choice(document_types=("sif",), decisions=("undecided",)),
            Choice(authorities=("Nowhere",)),
        )
    ):
        with Store.open(store_path) as store:
            said = counted(choice, store.reports(), store.tallies())
            export(store, "csv", tmp_path / str(number), choice=choice)
        written = {
            name: (tmp_path / str(number) / f"{name}.csv").read_bytes().count(b"\r\n") - 1
            for name in ("reports", "findings", "judgements", "follow_ups")
        }
        assert said == Counted(**written)


def test_recipes_come_and_go(own_recipes: Path) -> None:
    everything = Choice(
        reports=("1", 'a"b\\c'),
        authorities=("É\x7f🙂",),
        document_types=("sif",),
        inspected_from="2013",
        inspected_to="2014-02-01",
        decisions=("accepted",),
        reviewed=True,
        follow_ups=True,
        fields=("kind",),
        sources=False,
    )
    save(Recipe("one", ("json",), everything))
    save(Recipe('t"wo', ("csv", "xlsx"), Choice(), "/tmp/out"))
    assert recipes() == {
        "one": Recipe("one", ("json",), everything),
        't"wo': Recipe('t"wo', ("csv", "xlsx"), Choice(), "/tmp/out"),
    }
    assert find("one").choice == everything
    remove("one")
    assert list(recipes()) == ['t"wo']
    with pytest.raises(ExportError, match="There is no recipe 'one'"):
        remove("one")
    with pytest.raises(ExportError, match="needs a name"):
        save(Recipe(" ", ("csv",), Choice()))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("format = 'csv", "is not a recipe"),
        ("reviewed = true", "names no format"),
        ("format = []", "names no format"),
        ("format = ['csv', 'papyrus']", "unknown format: papyrus"),
        ("format = 'csv'\noutput = 3", "output is no folder"),
        ("format = 'csv'\ncolour = 'red'", "colour is no setting"),
        ("format = 'csv'\nreviewed = 'yes'", "reviewed is neither"),
        ("format = 'csv'\nfields = 'kind'", "fields is no list"),
        ("format = 'csv'\ninspected_from = 2013", "inspected_from is no date"),
        ("format = 'csv'\ndecisions = ['maybe']", "decisions knows"),
    ],
)
def test_a_bad_recipe_is_refused(
    store_path: Path, tmp_path: Path, content: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(content, encoding="utf-8")
    assert run(store_path, tmp_path / "out", "--recipe", str(path)) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_recipe_that_is_not_there(store_path: Path, tmp_path: Path, own_recipes: Path) -> None:
    assert run(store_path, tmp_path / "out", "--recipe", "nobody's") == 1
    assert run(store_path, tmp_path / "out", "--recipe", str(tmp_path / "no.toml")) == 1


# Datasets come back


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_a_dataset_is_imported(
    store_path: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(store_path, tmp_path / "out", "--format", name) == 0
    other = tmp_path / "other.sqlite"
    dataset = tmp_path / "out" / f"dataset.{name}"
    for said in ("12 findings", "in the store already"):
        assert main(["import", "--store", str(other), str(dataset)]) == 0
        assert said in capsys.readouterr().err
    assert run(other, tmp_path / "again", "--format", name) == 0
    assert (tmp_path / "again" / f"dataset.{name}").read_bytes() == dataset.read_bytes()


def test_a_file_that_is_no_dataset(store_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "dataset.json"
    path.write_text(json.dumps({"schema": "weather"}), encoding="utf-8")
    with Store.open(store_path) as store:
        outcome = import_dataset(store, path)
        assert (outcome.result, outcome.code) == (Result.FAILED, "not_a_dataset")
        outcome = import_dataset(store, tmp_path / "missing.json")
        assert (outcome.result, outcome.code) == (Result.FAILED, "not_found")
        assert len(store.reports()) == 2
