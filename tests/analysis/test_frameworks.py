"""Which ladder a judgement stands on, and what a framework does not judge at all."""

from __future__ import annotations

import pytest

from reviewer.analysis.frameworks import RUNGS, Grade, Ladder, grade, is_visit, judged, place, short_grade


@pytest.mark.parametrize(
    ("document_type", "area", "ladders"),
    [
        ("sif", "The overall judgement", (Ladder.OVERALL,)),
        ("sif", "Children’s services in Northmere", (Ladder.OVERALL,)),
        ("sif", "Children who need help and protection", (Ladder.HELP_AND_PROTECTION,)),
        ("sif", "Children looked after and achieving permanence", (Ladder.CHILDREN_IN_CARE,)),
        ("sif", "Adoption performance", (Ladder.ADOPTION,)),
        ("sif", "Experiences and progress of care leavers", (Ladder.CARE_LEAVERS,)),
        ("sif", "Leadership, management and governance", (Ladder.LEADERS,)),
        ("sif", "The effectiveness of the Local Safeguarding Children Board (LSCB)", (Ladder.BOARD,)),
        (
            "ilacs",
            "The experiences and progress of children in care and care leavers",
            (Ladder.CHILDREN_IN_CARE, Ladder.CARE_LEAVERS),
        ),
        ("ilacs", "The experiences and progress of children in care", (Ladder.CHILDREN_IN_CARE,)),
        ("ilacs", "The experiences and progress of care leavers", (Ladder.CARE_LEAVERS,)),
        (
            "ilacs",
            "The experiences and progress of children who need help and protection",
            (Ladder.HELP_AND_PROTECTION,),
        ),
        (
            "ilacs",
            "The impact of leaders on social work practice with children and families",
            (Ladder.LEADERS,),
        ),
        ("looked_after_children", "Capacity to improve", (Ladder.CAPACITY,)),
        (
            "looked_after_children",
            "Outcomes for looked after children and young people",
            (Ladder.CHILDREN_IN_CARE,),
        ),
        (
            "protection_of_children",
            "The effectiveness of the help and protection provided to children",
            (Ladder.HELP_AND_PROTECTION,),
        ),
        ("area_send", "Inspection outcome", (Ladder.AREA_SEND,)),
        ("ilacs", "The weather", ()),
    ],
)
def test_place(document_type: str, area: str, ladders: tuple[Ladder, ...]) -> None:
    assert place(document_type, area).ladders == ladders


def test_overall_of_an_early_inspection_is_of_less() -> None:
    assert place("looked_after_children", "Overall effectiveness").scope
    assert not place("looked_after_children", "Capacity to improve").scope
    assert not place("ilacs", "Overall effectiveness").scope


def test_adequate_and_requires_improvement_are_apart() -> None:
    assert grade("Adequate") is Grade.ADEQUATE
    assert grade("Requires improvement to be good") is grade("Requires improvement")
    assert grade("Adequate") is not grade("Requires improvement")
    assert grade("Inadequate") is Grade.INADEQUATE
    assert RUNGS[Grade.INADEQUATE] > RUNGS[Grade.ADEQUATE] > RUNGS[Grade.GOOD] > RUNGS[Grade.OUTSTANDING]


def test_words_that_are_no_grade_stay_as_printed() -> None:
    assert grade("Not judged") is Grade.OTHER
    assert short_grade("Not judged", (Ladder.LEADERS,)) == "Not judged"
    outcome = "The arrangements lead to inconsistent experiences and outcomes for children."
    assert short_grade(outcome, (Ladder.AREA_SEND,)) == "Inconsistent"


def test_no_overall_effectiveness_from_april_2026() -> None:
    assert Ladder.OVERALL in judged("ilacs", "2026-03-30")
    assert Ladder.OVERALL not in judged("ilacs", "2026-04-01")
    assert Ladder.OVERALL not in judged("ilacs", "2026-04")
    assert Ladder.ADOPTION not in judged("ilacs", "2020-01-01")


@pytest.mark.parametrize(
    "family", ["cra_letter", "focused_visit", "monitoring_visit", "jtai", "other", "new"]
)
def test_visits_and_letters_give_no_grades(family: str) -> None:
    assert is_visit(family)
    assert judged(family, "2020-01-01") == frozenset()
