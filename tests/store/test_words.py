"""Spans, pages and printed numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.store.words import clean, numbered, page_of, tidy, within

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
    ("text", "number", "words"),
    [
        ("7. Staff know children.", "7", "Staff know children."),
        ("4.2 Staff know children.", "4.2", "Staff know children."),
        ("112) staff", "112", "staff"),
        ("12\tstaff", "12", "staff"),
        ("12  staff", "12", "staff"),
        ("9 ‘Staff’ is", "9", "‘Staff’ is"),
        ("2014 was a hard year.", None, "2014 was a hard year."),
        ("12 children waited.", None, "12 children waited."),
        ("55% of children", None, "55% of children"),
        ("Staff know 7. children", None, "Staff know 7. children"),
        ("3.", None, "3."),
    ],
)
def test_a_number_at_the_head_of_a_passage(text: str, number: str | None, words: str) -> None:
    before, after = "On the line before.\n", " And after."
    whole = before + text + after
    start, end = len(before), len(before) + len(text)
    found, ((start, end), last) = numbered(whole, ((start, end), (end + 1, end + 4)))
    assert (found, whole[start:end], whole[slice(*last)]) == (number, words, "And")


@pytest.mark.parametrize(
    ("before", "number"),
    [("7. ", "7"), ("a\n 4.2\t", "4.2"), ("on page 7. ", None), ("7.\n", None), ("", None), ("2014 ", None)],
)
def test_a_number_before_a_passage(before: str, number: str | None) -> None:
    whole = f"{before}Staff know."
    spans = ((len(before), len(whole)),)
    assert numbered(whole, spans) == (number, spans)


def test_clean() -> None:
    assert clean("  a\nb \t") == "a\nb"
    assert clean("a\ud800b") == "a?b"
    assert clean("🙂 é") == "🙂 é"


def test_within() -> None:
    assert within(((2, 4), (6, 8)), ((0, 5), (6, 8)))
    assert not within(((2, 6),), ((0, 5), (5, 8)))
    assert within((), ())
