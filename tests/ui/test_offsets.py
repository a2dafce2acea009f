"""Code points and UTF-16 units agree for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.ui.offsets import Offsets, whole_words

TEXTS = st.text(st.sampled_from("ab é\n\u2022\uf0b7😀𝒜"), max_size=40)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(TEXTS)
def test_each_offset_goes_there_and_back(text: str) -> None:
    offsets = Offsets(text)
    assert offsets.units == units(text)
    for at in range(len(text) + 1):
        assert offsets.to_units(at) == units(text[:at])
        assert offsets.to_code_points(offsets.to_units(at)) == at


def test_the_middle_of_a_pair_is_its_character() -> None:
    offsets = Offsets("a😀b")
    assert [offsets.to_code_points(unit) for unit in range(5)] == [0, 1, 1, 2, 3]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ((1, 8), "One, two"),
        ((0, 3), "One"),
        ((4, 5), " "),
        ((6, 12), "two three"),
        ((3, 4), ","),
        ((13, 13), "three"),
        ((0, 14), "One, two three"),
    ],
)
def test_spans_reach_to_the_ends_of_their_words(span: tuple[int, int], words: str) -> None:
    text = "One, two three"
    start, end = whole_words(text, span)
    assert text[start:end] == words


@pytest.mark.parametrize("at", [-1, 4])
def test_offsets_outside_the_text_are_refused(at: int) -> None:
    offsets = Offsets("abc")
    with pytest.raises(ValueError, match="outside"):
        offsets.to_units(at)
    with pytest.raises(ValueError, match="outside"):
        offsets.to_code_points(at)
