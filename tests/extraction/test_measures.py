"""The figures of a finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.extraction import measures


def figures(text: str) -> list[tuple[str, float, float | None, str]]:
    return [(text[m.start : m.end], m.value, m.value_to, m.unit) for m in measures.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Only 55% of children have a plan.", [("55%", 55, None, "percent")]),
        ("Some 12.5 per cent of visits were late.", [("12.5 per cent", 12.5, None, "percent")]),
        ("The rate is 86.9 per 10,000 children.", [("86.9 per 10,000", 86.9, None, "per 10,000")]),
        ("It takes 821 days on average.", [("821 days", 821, None, "days")]),
        ("The council added £1.4 million.", [("£1.4 million", 1_400_000, None, "GBP")]),
        ("There were 1,577 children in care.", [("1,577", 1577, None, "count")]),
        ("Caseloads are high (110–120).", [("110–120", 110, 120, "count")]),
        ("Twelve foster carers left.", [("Twelve", 12, None, "count")]),
        ("Almost a third of care leavers agree.", [("a third", 0.3333, None, "fraction")]),
        ("Adoptions have increased from 29 to 53.", [("29", 29, None, "count"), ("53", 53, None, "count")]),
        ("Seven of the 15 cases were good.", [("Seven", 7, None, "count"), ("15", 15, None, "count")]),
    ],
)
def test_figures(text: str, expected: list[tuple[str, float, float | None, str]]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "12. The panel is effective.",
        "It met on 3 March 2014 and between 4 and 8 May 2015.",
        "Section 47 enquiries follow the Children Act 1989 and regulation 44.",
        "Children aged 16–17 and 19- to 21-year-olds are helped.",
        "Support continues up to the age of 25 for those under 18.",
        "Results at Key Stage 2 and in Year 11 are better.",
        "They follow Working Together 2013.",
        "Call 0300 123 4567.",
        "Reviews take place within 15 days.",
        "In the last 12 months the team grew.",
        "The 0–19 model and the 24-hour line are valued.",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert figures(text) == []


def test_what_it_counts_as_of_when_and_compared_with_what() -> None:
    text = "At 31 March 2013, 18% of looked after children moved; the national average is 11%."
    (found,) = measures.find(text)
    assert text[found.start : found.end] == "18%"
    assert found.of == "looked after children moved"
    assert found.as_of == "2013-03-31"
    assert found.comparator == "the national average is 11%"


def test_a_business_year_is_its_second_year() -> None:
    (found,) = measures.find("During 2012–13 it took 821 days, which is 213 days longer than the target.")
    assert found.as_of == "2013"
    assert found.comparator == "213 days longer than the target"


def test_a_month_is_as_precise_as_it_is() -> None:
    assert measures.find("In December 2013, 84% were on time.")[0].as_of == "2013-12"


def test_the_subject_before_the_figure() -> None:
    assert measures.find("Attendance rates for pupils are good at 94%.")[0].of == "Attendance rates"


def test_a_bullet_is_as_of_the_date_in_its_lead_in() -> None:
    found = measures.find("Of the 60 children at 31 March 2013: • 20 (33%) lived elsewhere")
    assert [match.as_of for match in found] == ["2013-03-31"] * 3


@given(st.text(max_size=300) | st.text(alphabet="0123456789 ,.%£-–to()children of days", max_size=300))
def test_any_text_has_figures_in_order(text: str) -> None:
    last = 0
    for match in measures.find(text):
        assert last <= match.start < match.end <= len(text)
        assert match.unit
        last = match.end


@pytest.mark.parametrize(
    "unit", ["1", "1,", "1 to ", "% ", "5% of ", "£", "in the ", "national average ", "(1–2) "]
)
def test_a_very_long_text(unit: str) -> None:
    text = unit * 30_000
    assert all(0 <= match.start < match.end <= len(text) for match in measures.find(text))
