"""The codebook that ships, and what is wrong with a broken one."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.extraction import codebook
from reviewer.model import Kind, Polarity
from reviewer.resources import resource

THEMES = """early_help front_door assessment child_protection planning_and_review risk_exploitation_missing
court_and_permanence placements care_leavers health_and_wellbeing education_and_employment
voice_and_participation disability_and_send equality_and_diversity supervision_and_oversight quality_assurance
workforce leadership_and_partnership recording overall context""".split()


def broken(old: str, new: str) -> str:
    source = resource("codebook.toml").read_text(encoding="utf-8")
    assert old in source
    return source.replace(old, new, 1)


def test_the_default_codebook_has_every_kind_and_theme_with_label_and_definition() -> None:
    book = codebook.load()
    assert list(book.themes) == THEMES
    assert sorted(book.kinds) == sorted(kind.value for kind in Kind)
    assert all(entry.label and entry.definition for entry in [*book.themes.values(), *book.kinds.values()])
    assert book.kinds["context"].theme == "context"
    assert book.kinds["area_for_improvement"].polarity == Polarity.NEGATIVE


def test_the_same_file_is_read_once() -> None:
    assert codebook.load() is codebook.load()


def test_a_codebook_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(broken('label = "Early help"', 'label = "Help early on"'), encoding="utf-8")
    assert codebook.load(path).themes["early_help"].label == "Help early on"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('label = "Early help"', "", "[themes.early_help] has no label"),
        ("[kinds.progress]", "[kinds.advance]", "no kind 'progress'"),
        ('polarity = "neutral"', 'polarity = "so-so"', "no such polarity: 'so-so'"),
        ('theme = "context"', 'theme = "weather"', "no such theme: 'weather'"),
        ('"early help" = 4', '"early help" = "much"', "gives 'early help' no weight"),
        ('"early help" = 4', '"early? help" = 4', "not a phrase"),
        ("[polarity.praise]", "[polarity.applause]", "[polarity.applause] is not one of"),
        ("[polarity.praise]", '[polarity.praise]\n"however" = 1', "lists 'however' twice"),
        ("[priors.summary]", "[priors.summary]\nweather = 1", "[priors.summary] has no such theme"),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, message: str) -> None:
    with pytest.raises(codebook.CodebookError) as caught:
        codebook.parse(broken(old, new))
    assert message in str(caught.value)


@pytest.mark.parametrize("source", ["", "kinds = 3", "[themes.a]\nlabel = 'A'\ndefinition = 'B'"])
def test_a_file_that_is_no_codebook(source: str) -> None:
    with pytest.raises(codebook.CodebookError):
        codebook.parse(source)


def test_a_file_that_is_not_toml(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("themes = [", encoding="utf-8")
    with pytest.raises(codebook.CodebookError, match=r"own\.toml is not a TOML file"):
        codebook.load(path)
