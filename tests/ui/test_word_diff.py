"""The differences between two wordings, word by word."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reviewer.ui.theme import LIGHT
from reviewer.ui.word_diff import differences, differences_html, shared

PRINTED = "Most plans are too brief in their analysis, so actions are missed."
NOW = "Most plans are brief, so some actions are missed."


def test_what_is_gone_and_what_is_new() -> None:
    assert differences(PRINTED, NOW) == [
        ("same", "Most plans are "),
        ("gone", "too "),
        ("same", "brief"),
        ("gone", "in their analysis"),
        ("same", ", so "),
        ("new", "some "),
        ("same", "actions are missed."),
    ]


def test_marks_are_more_than_colour() -> None:
    said = differences_html(PRINTED, NOW, LIGHT)
    assert "[<s>too</s>]" in said
    assert "<b>some</b></u> actions" in said
    assert "brief <span" in said, "a space before what is gone"
    assert "&lt;i&gt;" in differences_html("a", "<i>", LIGHT)


def test_how_much_two_wordings_share() -> None:
    assert shared(PRINTED, NOW) > 0.7
    assert shared(PRINTED, PRINTED.upper()) == 1
    assert shared(PRINTED, "Planning is weak; look at the audit of most plans.") < 0.5
    assert shared(PRINTED, "") == shared("a", "b") == 0
    assert shared("…", "") == 1
    assert shared("word " * 3000, "word " * 2999) == 0, "too long to compare"


def test_in_brief_what_both_have_is_shortened() -> None:
    long = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    said = differences_html(f"{long} old", f"{long} new", LIGHT, brief=True)
    assert "one two three four … twelve thirteen fourteen" in said
    assert "seven" not in said


words = st.lists(st.sampled_from(["a", "plan", "late", ",", "."]), max_size=12).map(" ".join)


@given(words, words)
def test_the_runs_are_one_or_the_other_text(before: str, now: str) -> None:
    runs = differences(before, now)
    for wanted, left_out in ((before, "new"), (now, "gone")):
        told = "".join(text for what, text in runs if what != left_out)
        assert "".join(told.split()) == "".join(wanted.split())
    assert all(one[0] != other[0] for one, other in pairwise(runs))
