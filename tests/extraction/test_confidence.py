"""How sure the extractor is of a finding as a whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewer.extraction import confidence


def test_all_fields_must_be_right() -> None:
    assert confidence.of_finding() == 1.0
    assert confidence.of_finding(0.9, 0.8) == 0.72
    assert confidence.of_finding(1.0, 0.9599) == 0.95
    assert confidence.of_finding(2.0, -1.0) == 0.0


@given(st.lists(st.floats(0, 1), max_size=5))
def test_it_is_never_above_the_least_sure_field(sure: list[float]) -> None:
    assert 0.0 <= confidence.of_finding(*sure) <= min([1.0, *sure]) + 1e-9


def test_a_whole_paragraph_has_sure_boundaries() -> None:
    whole = "Visits are regular and purposeful, and children say so."
    assert boundaries(whole) == 1.0
    assert boundaries("regular and purposeful, and children say so.") < 1.0
    assert boundaries("Visits are regular and purposeful, and children") < 1.0
    assert boundaries(whole, in_numbered_run=True) < 1.0
    assert boundaries(whole, in_numbered_run=True, numbered=True) == 1.0
    assert boundaries(whole, known_family=False) < 1.0


def boundaries(
    text: str, *, numbered: bool = False, in_numbered_run: bool = False, known_family: bool = True
) -> float:
    return confidence.of_boundaries(
        text, numbered=numbered, in_numbered_run=in_numbered_run, known_family=known_family
    )
