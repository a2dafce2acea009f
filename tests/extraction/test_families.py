"""Fictional reports of every family, in the forms of converters: findings, kinds, headings, judgements."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from reviewer.extraction import extract
from reviewer.model import Extraction, Finding
from reviewer.reading import read_bytes
from tests.extraction.renderings import FOLDER, RENDERINGS, Expected, expected

NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
# A paragraph that ends with its line says nowhere in wrapped lines that it ends.
ENOUGH = {"wrapped": 0.88, "laid_out": 0.88}
FAMILIES = {name: re.sub(r"_\d{4}.*", "", name) for name in NAMES}

JUDGEMENTS = {
    "ilacs_2019_short": [
        "Requires improvement to be good",
        "Requires improvement to be good",
        "Good",
        "Requires improvement to be good",
    ],
    "protection_of_children_2012": ["Adequate", "Adequate", "Adequate", "Good"],
    "sif_2017_reinspection": [
        "Requires improvement to be good",
        "Requires improvement",
        "Requires improvement",
        "Good",
        "Inadequate",
        "Requires improvement",
    ],
}


@cache
def extracted(name: str, form: str) -> Extraction:
    suffix, render = RENDERINGS[form]
    return extract(read_bytes(Path(name + suffix), render(name).encode()))


def squash(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def pairs(name: str, form: str) -> list[tuple[Expected, Finding]]:
    found = {squash(finding.text): finding for finding in extracted(name, form).findings}
    return [(wanted, found[squash(wanted.text)]) for wanted in expected(name) if squash(wanted.text) in found]


CASES = [pytest.param(name, form, id=f"{name}-{form}") for name in NAMES for form in RENDERINGS]


@pytest.mark.parametrize(("name", "form"), CASES)
def test_findings_begin_and_end_as_in_the_report(name: str, form: str) -> None:
    wanted = {squash(finding.text) for finding in expected(name)}
    found = {squash(finding.text) for finding in extracted(name, form).findings}
    share = 2 * len(wanted & found) / (len(wanted) + len(found))
    assert share >= ENOUGH.get(form, 1.0), (sorted(wanted - found), sorted(found - wanted))


@pytest.mark.parametrize(("name", "form"), CASES)
def test_findings_have_their_kind_number_and_heading(name: str, form: str) -> None:
    for wanted, found in pairs(name, form):
        assert (found.kind, found.number) == (wanted.kind, wanted.number), wanted.text
        assert squash(found.section or "") == squash(wanted.section or ""), wanted.text


@pytest.mark.parametrize(("name", "form"), CASES)
def test_the_family_is_told_and_nothing_is_left_over(name: str, form: str) -> None:
    report = extracted(name, form)
    assert report.report.document_type == FAMILIES[name]
    assert not report.unclaimed


@pytest.mark.parametrize("form", RENDERINGS)
@pytest.mark.parametrize("name", JUDGEMENTS)
def test_judgements(name: str, form: str) -> None:
    assert [judgement.grade for judgement in extracted(name, form).judgements] == JUDGEMENTS[name]


def test_no_areas_for_priority_action_is_no_priority_action() -> None:
    kinds = {finding.kind for finding in extracted("jtai_2024", "letters").findings}
    assert "priority_action" not in kinds


def test_a_number_in_a_sentence_begins_no_paragraph() -> None:
    for form in ("letters", "wrapped", "laid_out"):
        numbers = [f.number for f in extracted("protection_of_children_2012", form).findings if f.number]
        assert numbers == [str(number) for number in range(2, 17)]
