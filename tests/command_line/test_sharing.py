"""``reviewer bundle``, ``merge`` and ``conflicts``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer.cli import main
from reviewer.command_line.sharing import LEFT_TO_SETTLE
from reviewer.store import Store
from tests.store.test_merging import finding, opened


@pytest.fixture
def stores(tmp_path: Path) -> tuple[Path, Path]:
    """Two stores of the same report, in which both changed one kind and each something else."""
    paths = tmp_path / "a" / "own.sqlite", tmp_path / "b" / "own.sqlite"
    for path, name, kind in zip(paths, ("ada", "ben"), ("strength", "weakness"), strict=True):
        with opened(path, name) as store:
            store.set_kind([finding(store, "Families")], kind)
            store.set_theme(
                [finding(store, "Social workers" if name == "ada" else "timeliness")], "workforce"
            )
    return paths


def test_a_review_goes_over_and_comes_back(
    stores: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, ben = map(str, stores)
    bundle = tmp_path / "from-ada"
    assert main(["--store", ada, "bundle", "--output", str(bundle), "--reviewer", "ada"]) == 0
    made = capsys.readouterr().out.strip()
    assert made == f"{bundle}.reviewbundle"
    assert main(["--store", ben, "merge", made, "--reviewer", "ben"]) == LEFT_TO_SETTLE
    said = capsys.readouterr()
    assert said.out == "northmere.pdf: 2 findings changed; 1 to settle\n"
    assert "1 left to settle" in said.err
    assert main(["--store", ben, "merge", made]) == LEFT_TO_SETTLE
    assert capsys.readouterr().out == "northmere.pdf: nothing new\n"
    with Store.open(stores[1], reviewer="ben") as store:
        store.settle_dispute(store.disputes()[0].id, "strength")
    assert main(["--store", ben, "conflicts"]) == 0
    assert main(["--store", ben, "conflicts", "--settled"]) == 0
    assert "  settled by ben" in capsys.readouterr().out


def test_conflicts_are_listed_with_all_that_was_said(
    stores: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, ben = map(str, stores)
    main(["--store", ada, "bundle", "--output", str(tmp_path / "x"), "--reviewer", "ada"])
    main(["--store", ben, "merge", str(tmp_path / "x.reviewbundle"), "--reviewer", "ben"])
    capsys.readouterr()
    assert main(["--store", ben, "conflicts"]) == LEFT_TO_SETTLE
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "northmere.pdf, finding ‘Families in Northmere get help early.…’: kind"
    assert lines[1:] == [
        "  ada, 2026-03-01: strength",
        "  ben, 2026-03-01: weakness",
        "  the machine: summary",
    ]
    assert main(["--store", ben, "conflicts", "--format", "json"]) == LEFT_TO_SETTLE
    (one,) = json.loads(capsys.readouterr().out)
    assert one["until_settled"] == "summary"
    assert [side["said"] for side in one["sides"]] == ["strength", "weakness"]


def test_a_merge_is_taken_back(
    stores: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, ben = map(str, stores)
    main(["--store", ada, "bundle", "--output", str(tmp_path / "x"), "--reviewer", "ada"])
    main(["--store", ben, "merge", str(tmp_path / "x.reviewbundle")])
    assert main(["--store", ben, "merge", "--undo"]) == 0
    assert "Taken back: merge of ada’s review." in capsys.readouterr().err
    with Store.open(stores[1]) as store:
        assert store.finding(finding(store, "Families")).kind == "weakness"
    assert main(["--store", ben, "merge", "--undo"]) == 1


def test_what_cannot_be_merged_says_why(
    stores: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, _ben = map(str, stores)
    bad = tmp_path / "bad.reviewbundle"
    bad.write_bytes(b"no zip")
    assert main(["--store", ada, "merge", str(bad)]) == 1
    assert "not a zip file" in capsys.readouterr().err
    assert main(["--store", ada, "merge", str(tmp_path / "none")]) == 1
    assert "can't be opened" in capsys.readouterr().err
    assert main(["--store", ada, "bundle", "--output", str(bad), "--authorities", "Nowhere"]) == 1
    with pytest.raises(SystemExit, match="2"):
        main(["--store", ada, "merge"])
