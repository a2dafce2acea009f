"""Which earlier concern a later finding is likely about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.analysis.recurrence import MOST, History, Subject, Suggestion, is_before, relation
from reviewer.analysis.terms import terms
from reviewer.extraction import codebook
from reviewer.model import Statement
from reviewer.store.rows import Relation

MINUTES = Subject(
    1,
    1,
    "2011-05-04",
    "area_for_development",
    "negative",
    "child_protection",
    "Areas for development",
    "Minutes of child protection conferences are not sent out in time.",
)
CASELOADS = replace(MINUTES, id=2, theme="workforce", text="Caseloads in the assessment team are too high.")
DENTAL = replace(
    MINUTES, id=3, theme="health_and_wellbeing", text="Too few children in care see a dentist each year."
)
LATER = Subject(
    10,
    2,
    "2019-02-12",
    "narrative",
    "mixed",
    "child_protection",
    None,
    "Conferences are chaired well. However, their minutes still take weeks to reach parents.",
    (
        Statement("Conferences are chaired well.", (), "positive"),
        Statement("However, their minutes still take weeks to reach parents.", (), "negative"),
    ),
)


def suggestion(later: Subject, *earlier: Subject) -> Suggestion | None:
    return History((*earlier, later), codebook.load()).suggestion(later.id)


def best(later: Subject, *earlier: Subject) -> int | None:
    found = suggestion(later, *earlier)
    return found.candidates[0].earlier if found and found.candidates else None


def test_late_minutes_come_back() -> None:
    found = suggestion(LATER, MINUTES, CASELOADS, DENTAL)
    assert found is not None
    first = found.candidates[0]
    assert first.earlier == MINUTES.id
    assert first.later_part == "However, their minutes still take weeks to reach parents."
    assert ("minutes", "minutes") in first.why.words
    assert first.why.theme == "child_protection"


def test_other_names_of_the_same_thing() -> None:
    later = replace(
        LATER, text="Dental care of looked after children is poor.", statements=(), theme="context"
    )
    found = suggestion(later, MINUTES, CASELOADS, DENTAL)
    assert found is not None
    assert found.candidates[0].earlier == DENTAL.id
    assert ("looked after", "in care") in found.candidates[0].why.words


def test_praise_settles_an_earlier_concern() -> None:
    later = replace(LATER, polarity="positive", text="Caseloads are manageable in all teams.", statements=())
    found = suggestion(later, MINUTES, CASELOADS, DENTAL)
    assert found is not None
    assert found.candidates[0].earlier == CASELOADS.id
    assert found.candidates[0].relation is Relation.ADDRESSED


def test_what_has_no_counterpart_is_not_strong() -> None:
    later = replace(LATER, text="The court waits for reports on siblings.", statements=())
    found = suggestion(later, MINUTES, CASELOADS, DENTAL)
    assert found is not None
    assert not found.strong


def test_the_same_words_again_are_strong() -> None:
    found = suggestion(replace(MINUTES, id=9, date="2014-01-28"), MINUTES, CASELOADS, DENTAL)
    assert found is not None
    assert found.strong
    assert found.candidates[0].relation is Relation.RECURS


@pytest.mark.parametrize(
    "later",
    [
        replace(LATER, kind="context"),
        replace(LATER, polarity="neutral"),
    ],
)
def test_what_neither_praises_nor_finds_fault(later: Subject) -> None:
    assert suggestion(later, MINUTES) is None


def test_praise_and_later_reports_are_no_candidates() -> None:
    praise = replace(
        MINUTES, id=4, kind="strength", polarity="positive", text="Minutes are sent out in time."
    )
    newer = replace(MINUTES, id=5, date="2022-04-26")
    same = replace(MINUTES, id=6, date=LATER.date)
    assert best(LATER, praise, newer, same) is None


def test_a_second_file_of_an_inspection_is_named_once() -> None:
    copy = replace(MINUTES, id=7, report=3, text=MINUTES.text.replace(" ", "  "))
    found = suggestion(LATER, MINUTES, copy)
    assert found is not None
    assert [one.earlier for one in found.candidates] == [MINUTES.id]


def test_the_council_and_the_board_are_told_apart() -> None:
    board = replace(MINUTES, id=0, board=True)
    council = replace(MINUTES, id=8, text=MINUTES.text + " ")
    assert best(LATER, board, council) == council.id
    assert best(replace(LATER, board=True), board, council) == board.id


@pytest.mark.parametrize(
    ("earlier", "later", "before"),
    [
        ("2011-05-04", "2011-05-05", True),
        ("2011-05-04", "2011-05-04", False),
        ("2011-05-04", "2011-05", False),
        ("2011", "2011-05-04", False),
        ("2010", "2011-05-04", True),
        ("2011-05-04", "2010", False),
    ],
)
def test_dates_as_precise_as_the_report(earlier: str, later: str, before: bool) -> None:
    assert is_before(replace(MINUTES, date=earlier), replace(LATER, date=later)) is before


@pytest.mark.parametrize(
    ("kind", "polarity", "text", "guess"),
    [
        ("narrative", "positive", "Minutes are prompt.", Relation.ADDRESSED),
        ("narrative", "negative", "Minutes are late.", Relation.RECURS),
        ("narrative", "negative", "The timeliness of minutes has deteriorated.", Relation.WORSENED),
        (
            "narrative",
            "mixed",
            "Minutes are better now. However, some are still late.",
            Relation.IMPROVED_BUT_PERSISTS,
        ),
        ("area_for_improvement", "negative", "The timeliness of minutes.", Relation.RECURS),
    ],
)
def test_what_became_of_it(kind: str, polarity: str, text: str, guess: Relation) -> None:
    later = replace(LATER, kind=kind, polarity=polarity, text=text, statements=())
    assert relation(later, text, critical=polarity != "positive") is guess


def test_the_report_says_so_itself() -> None:
    later = replace(LATER, text="Minutes are late, as they were at the last inspection.", statements=())
    found = suggestion(later, MINUTES)
    assert found is not None
    assert found.candidates[0].why.said


_SUBJECTS = st.lists(
    st.builds(
        Subject,
        id=st.integers(0, 40),
        report=st.integers(0, 3),
        date=st.sampled_from(["", "2011", "2011-05", "2014-01-28", "2019-02-12"]),
        kind=st.sampled_from(["narrative", "context", "area_for_improvement"]),
        polarity=st.sampled_from(["positive", "negative", "mixed", "neutral"]),
        theme=st.sampled_from(["workforce", "child_protection"]),
        heading=st.none() | st.just("Minutes"),
        text=st.text("minutes late caseload 🙂'’-.", max_size=60),
        board=st.booleans(),
    ),
    max_size=25,
)


@given(_SUBJECTS)
def test_any_findings(subjects: list[Subject]) -> None:
    known = {one.id: one for one in subjects}
    for found in History(known.values(), codebook.load()).suggestions():
        assert 1 <= len(found.candidates) <= MOST
        values = [one.score for one in found.candidates]
        assert values == sorted(values, reverse=True)
        assert all(0 <= value <= 1.001 for value in values)
        for one in found.candidates:
            assert known[one.earlier].date[:4] <= known[found.later].date[:4]
            assert one.earlier != found.later


def test_terms_have_their_places() -> None:
    text = "Strategy discussions were recorded in 2014, the minutes late."
    found = {term.key: text[term.start : term.end] for term in terms(text)}
    assert found["strategy_meeting"] == "Strategy discussions"
    assert found["record"] == "minutes"
    assert "2014" not in found.values()
    assert {term.key for term in terms(text, synonyms=False)} >= {"minut~", "record~"}
