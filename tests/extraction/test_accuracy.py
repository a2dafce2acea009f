"""Holds the accuracy reached on the hand-checked reports: a target that is met may not be lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.cli import main
from tests.benchmarks import score as scoring

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not scoring.SCORER.is_file(), reason=f"there is no scorer at {scoring.SCORER}"),
]


@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory) -> scoring.Score:
    target = tmp_path_factory.mktemp("score") / "extraction.jsonl"
    with pytest.MonkeyPatch.context() as patch, target.open("w", encoding="utf-8", newline="\n") as stream:
        patch.setattr("sys.stdout", stream)
        status = main(["extract", *map(str, scoring.gold_reports())])
    assert status == 0
    return scoring.score(target)


def test_findings_have_their_exact_words(score: scoring.Score) -> None:
    assert score.findings >= 0.99, score.table
    assert score.worst >= 0.97, score.table


def test_all_judgements_and_facts_are_right(score: scoring.Score) -> None:
    assert score.judgements == 1.0, score.table
    assert score.metadata == 1.0, score.table


@pytest.mark.parametrize("field", ["kind", "number", "section", "page", "sections"])
def test_place_and_kind(score: scoring.Score, field: str) -> None:
    assert getattr(score, field) >= 0.99, score.table


def test_polarity_and_theme(score: scoring.Score) -> None:
    assert score.polarity >= 0.92, score.table
    assert score.theme >= 0.85, score.table


def test_no_promise_is_broken(score: scoring.Score) -> None:
    assert score.broken == 0, score.table


def test_bad_input_costs_one_file(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = next(iter(sorted((corpus / "bad-input").iterdir())))
    good = next(iter(sorted((corpus / "letters").iterdir())))
    assert main(["extract", str(bad), str(good)]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert '"not_a_report_file"' in first
    assert '"findings"' in second
