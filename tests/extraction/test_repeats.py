"""Findings that say that they were made before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.extraction import repeats
from reviewer.model import Polarity


@pytest.mark.parametrize(
    ("text", "polarity", "expected"),
    [
        (
            "Records are weak. This was an area for development at the last inspection.",
            "negative",
            (True, False),
        ),
        (
            "Records are good. This was an area for development at the last inspection.",
            "positive",
            (False, True),
        ),
        ("The recommendations made at the previous inspection have not been met.", "negative", (True, False)),
        ("The areas identified at the previous inspection have been addressed.", "positive", (False, True)),
        (
            "Two of the areas identified at the inspection in 2010 have been addressed. Supervision is weak.",
            "mixed",
            (True, True),
        ),
        ("Several actions from the previous inspection remain.", "mixed", (True, False)),
        (
            "Late visits were raised at the last monitoring visit and still drift.",
            "negative",
            (True, False),
        ),
        ("Services have improved since the last inspection.", "positive", (False, False)),
        ("The last inspection was in March 2012.", "neutral", (False, False)),
        ("Leaders know their areas for improvement.", "positive", (False, False)),
    ],
)
def test_what_a_finding_says_of_earlier_ones(text: str, polarity: str, expected: tuple[bool, bool]) -> None:
    assert repeats.find(text, Polarity(polarity)) == expected


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    assert all(isinstance(flag, bool) for flag in repeats.find(text))


@pytest.mark.parametrize("unit", ["last ", "area ", "was an area ", "inspection in ", "has been "])
def test_a_very_long_text(unit: str) -> None:
    assert repeats.find(unit * 30_000) == (False, False)
