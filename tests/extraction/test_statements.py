"""Sentences and bullets inside a finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.extraction import statements


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in statements.split(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Ofsted's guidance (No. 160035) sets out what happens.",
        "Children in St. Agnes are seen by Dr. Hale and Mrs. Poole, e.g. at home.",
        "The board, i.e. its chair J. R. Marsh, met the team.",
        "Caseloads rose by 3.5 vs. 2.1 in the year before.",
        "Details are at www.northmere.example/help.html and in the report.",
        "Plans, reviews, visits etc. are timely.",
        "Performance is 4.2 per cent above the target; staff know why; leaders do not.",
    ],
)
def test_one_sentence_stays_whole(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Visits are timely. Plans are not.", ["Visits are timely.", "Plans are not."]),
        ("Plans are clear.12 The team is stable.", ["Plans are clear.12", "The team is stable."]),
        ("Staff said: ‘We are proud.’ They stay.", ["Staff said: ‘We are proud.’", "They stay."]),
        ("It rose in 2013–14.The team grew.", ["It rose in 2013–14.", "The team grew."]),
        (
            "Too few are seen. (Recommendation) Plans drift.",
            ["Too few are seen. (Recommendation)", "Plans drift."],
        ),
        ("Why wait? Nobody knows… Yet they do.", ["Why wait?", "Nobody knows…", "Yet they do."]),
        ("The answer was no. Nothing changed.", ["The answer was no.", "Nothing changed."]),
        ("They are in group B. Staff know them.", ["They are in group B.", "Staff know them."]),
        ("Plans, reviews etc. All were late.", ["Plans, reviews etc.", "All were late."]),
    ],
)
def test_where_a_sentence_ends(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("glyph", ["•", "\uf0b7", "▪", "-", "–"])
def test_each_bullet_is_a_statement(glyph: str) -> None:
    text = f"The board should ensure that: {glyph} minutes are sent promptly {glyph} visits are recorded"
    assert sentences(text) == [
        "The board should ensure that:",
        "minutes are sent promptly",
        "visits are recorded",
    ]


def test_a_dash_in_a_sentence_is_no_bullet() -> None:
    text = "The team – small but stable – knows its children."
    assert sentences(text) == [text]


def test_bullets_on_lines_of_their_own() -> None:
    assert sentences("Leaders should:\n- act\n- listen") == ["Leaders should:", "act", "listen"]


def test_nothing_but_space_has_no_statements() -> None:
    assert statements.split(" \n\t ") == []


@given(st.text(alphabet=st.characters(), max_size=300) | st.text(alphabet=" .!?…•-–:\n(A)b1’", max_size=300))
def test_any_text_is_split_in_order_and_loses_no_letter(text: str) -> None:
    spans = statements.split(text)
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert not text[last:start].strip() or not any(c.isalnum() for c in text[last:start])
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        last = end
    assert not any(character.isalnum() for character in text[last:])


@pytest.mark.parametrize("unit", [".", "- ", "A. ", "(", "’", "• ", ": - ", "a", "\n", ".1 "])
def test_a_very_long_text_is_split(unit: str) -> None:
    text = unit * 200_000
    spans = statements.split(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
