"""``reviewer recurrences``, from a store and from files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer import cli
from reviewer.store import Store
from tests import over_the_years


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    path = tmp_path / "reviewer.sqlite"
    with Store.open(path) as store:
        over_the_years.bring_in(store)
    return path


def test_from_a_store(store_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["recurrences", "--store", str(store_path), "--format", "jsonl"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    minutes = next(one for one in found if one["later"]["text"].startswith("The timeliness of records"))
    assert minutes["later"]["path"] == "2019-03-18_highmarsh.txt"
    first = minutes["candidates"][0]
    assert first["earlier"]["text"].startswith("Minutes of child protection conferences")
    assert first["relation"] == "recurs"
    assert any("records / minutes" in reason for reason in first["why"])
    assert {"later", "candidates", "strong", "authority"} == minutes.keys()


def test_files_give_what_a_store_gives(
    store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["recurrences", "--store", str(store_path), "--format", "jsonl"])
    stored = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    over_the_years.write(tmp_path / "letters")
    assert cli.main(["recurrences", str(tmp_path / "letters"), "--format", "jsonl"]) == 0
    files = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for one in files:
        for place in (one["later"], *(other["earlier"] for other in one["candidates"])):
            place["path"] = Path(place["path"]).name
    assert files == stored


def test_words_for_people(store_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["recurrences", "--store", str(store_path), "--strong", "--authority", "highmarsh council"]
    assert cli.main(arguments) == 0
    out = capsys.readouterr().out
    assert out.startswith("Highmarsh\n")
    assert "2019: Children who go missing are offered return home interviews promptly" in out
    assert "addressed  2011: Return interviews" in out
    assert "Recording has not kept up" not in out


def test_what_is_not_there(store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["recurrences", "--store", str(store_path), "--authority", "Southvale"]) == 1
    assert "There is no report of Southvale here." in capsys.readouterr().err
    missing = tmp_path / "none.txt"
    assert cli.main(["recurrences", str(missing)]) == 1
    assert "none.txt" in capsys.readouterr().err
    assert cli.main(["recurrences", "--store", str(tmp_path / "none.sqlite")]) == 1


def test_many_authorities_in_several_processes(
    store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "many"
    for number in range(16):
        name = f"Hamlet{chr(65 + number)}"
        for file, text in over_the_years.LETTERS.items():
            folder.mkdir(exist_ok=True)
            (folder / f"{number:02}-{file}").write_text(text.replace("Highmarsh", name), encoding="utf-8")
    with Store.open(tmp_path / "many.sqlite") as store:
        from reviewer.importing import files_in, import_files

        assert len(list(import_files(store, files_in([folder])))) == 48
    printed = []
    for jobs in ("1", "2"):
        arguments = ["recurrences", "--store", str(tmp_path / "many.sqlite"), "--format", "jsonl"]
        assert cli.main([*arguments, "--jobs", jobs]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert len({json.loads(line)["authority"] for line in printed[0].splitlines()}) == 16
