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
