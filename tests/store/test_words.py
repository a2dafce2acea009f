"""Spans, pages and printed numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.store.words import clean, page_of, printed_number, tidy, within

TEXT = "One two.  \nFooter\n three four. "


def test_tidy() -> None:
    assert tidy(TEXT, [(0, 11)]) == ((0, 8),)
    assert tidy(TEXT, [(18, 31), (0, 9)]) == ((0, 8), (19, 30))
    assert tidy(TEXT, [(0, 5), (2, 8)]) == ((0, 8),)
    assert tidy(TEXT, [(0, 3), (4, 7)]) == ((0, 3), (4, 7))
    assert tidy(TEXT, [(8, 11)]) == ()
    assert tidy(TEXT, []) == ()


def test_tidy_cuts_furniture_out() -> None:
    footer = ((11, 17),)
    assert tidy(TEXT, [(0, 30)], furniture=footer) == ((0, 8), (19, 30))
    assert tidy(TEXT, [(0, 14)], furniture=footer) == ((0, 8),)
    assert tidy(TEXT, [(14, 30)], furniture=footer) == ((19, 30),)
    assert tidy(TEXT, [(12, 15)], furniture=footer) == ((12, 15),)


@pytest.mark.parametrize("span", [(-1, 3), (3, 2), (0, len(TEXT) + 1)])
def test_a_span_outside_the_text(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="leaves a text"):
        tidy(TEXT, [span])


@given(st.text(max_size=40), st.data())
def test_tidy_spans_are_in_order_and_begin_and_end_with_a_character(text: str, data: st.DataObject) -> None:
    offsets = st.integers(0, len(text))
    spans = [tuple(sorted(pair)) for pair in data.draw(st.lists(st.tuples(offsets, offsets), max_size=5))]
    furniture = tuple(tuple(sorted(data.draw(st.tuples(offsets, offsets)))) for _ in range(2))
    tidied = tidy(text, spans, furniture=furniture)  # type: ignore[arg-type]
    for start, end in tidied:
        assert text[start:end]
        assert text[start:end] == text[start:end].strip()
    assert all(left[1] <= right[0] for left, right in pairwise(tidied))
    assert tidy(text, tidied) == tidied
    inside = {offset for start, end in spans for offset in range(start, end)}
    assert inside.issuperset(offset for start, end in tidied for offset in range(start, end))


def test_page_of() -> None:
    pages = ((1, 0, 10), (2, 10, 20), (3, 20, 30))
    assert [page_of(pages, offset) for offset in (0, 9, 10, 29, 30)] == [1, 1, 2, 3, 3]
    assert page_of((), 5) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7. Staff know children.", "7"),
        ("4.2 Staff know children.", "4.2"),
        ("112) staff", "112"),
        ("12\tstaff", "12"),
        ("12  staff", "12"),
        ("9 ‘Staff’ is", "9"),
        ("2014 was a hard year.", None),
        ("12 children waited.", None),
        ("55% of children", None),
        ("Staff know 7. children", None),
        ("3.", None),
        ("", None),
    ],
)
def test_printed_number(text: str, number: str | None) -> None:
    assert printed_number(text) == number


def test_clean() -> None:
    assert clean("  a\nb \t") == "a\nb"
    assert clean("a\ud800b") == "a?b"
    assert clean("🙂 é") == "🙂 é"


def test_within() -> None:
    assert within(((2, 4), (6, 8)), ((0, 5), (6, 8)))
    assert not within(((2, 6),), ((0, 5), (5, 8)))
    assert within((), ())
