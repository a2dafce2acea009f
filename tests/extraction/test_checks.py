"""Warnings where a report does not agree with itself. All reports here are invented."""

from __future__ import annotations

from dataclasses import replace

from reviewer.extraction.checks import warnings
from reviewer.model import Finding, Judgement, Metadata, Section

REPORT = Metadata("ilacs", "Northmere", inspection_start="2024-03-04", inspection_end="2024-03-15")
AREAS = (
    "The impact of leaders on social work practice with children and families",
    "The experiences and progress of children who need help and protection",
    "The experiences and progress of children in care",
    "The experiences and progress of care leavers",
    "Overall effectiveness",
)
JUDGEMENTS = tuple(Judgement(area, "Good", ((n, n + 1),), 1) for n, area in enumerate(AREAS))


def section(heading: str, grade: str | None) -> Section:
    return Section("s1", None, heading, grade, ((100, 120),), 2)


def finding(number: str | None) -> Finding:
    return Finding("f", None, None, number, "narrative", "positive", "overall", 1, "Words.", ((5, 11),), 1.0)


def codes(
    report: Metadata = REPORT,
    *,
    judgements: tuple[Judgement, ...] = JUDGEMENTS,
    sections: tuple[Section, ...] = (),
    numbers: str = "",
) -> list[str]:
    findings = [finding(number) for number in numbers.split()]
    return [warning.code for warning in warnings(report, judgements, sections, findings)]


def test_a_report_that_agrees_with_itself_draws_none() -> None:
    sections = (section("The experiences and progress of children in care: good", "Good"),)
    assert codes(sections=sections, numbers="1 2 3 1 2") == []


def test_dates_out_of_order() -> None:
    assert codes(replace(REPORT, inspection_end="2024-03-01")) == ["dates"]
    assert codes(replace(REPORT, publication_date="2024-02-20")) == ["dates"]
    assert codes(replace(REPORT, publication_date="2024-03")) == []
    assert codes(replace(REPORT, inspection_start=None, inspection_end=None)) == []


def test_a_number_of_judgements_that_the_framework_does_not_have() -> None:
    assert codes(judgements=JUDGEMENTS[:2]) == ["judgements"]
    assert codes(judgements=JUDGEMENTS[:4]) == []
    assert codes(replace(REPORT, document_type="other"), judgements=()) == []


def test_a_heading_with_another_grade_than_the_table() -> None:
    heading = "The experiences and progress of children who need help and protection: inadequate"
    assert codes(sections=(section(heading, "Inadequate"),)) == ["grade"]
    assert codes(sections=(section("What needs to improve", None),)) == []


def test_requires_improvement_reads_the_same_in_both_wordings() -> None:
    judgements = (
        *JUDGEMENTS[:3],
        replace(JUDGEMENTS[3], grade="Requires improvement to be good"),
        JUDGEMENTS[4],
    )
    heading = section(
        "The experiences and progress of care leavers: requires improvement", "Requires improvement"
    )
    assert codes(judgements=judgements, sections=(heading,)) == []


def test_a_paragraph_number_that_is_missing() -> None:
    found = warnings(REPORT, JUDGEMENTS, (), [finding("1"), finding("2"), finding("5")])
    assert [(warning.code, warning.message) for warning in found] == [
        ("numbers", "Paragraphs 3 to 4 are missing between 2 and 5.")
    ]


def test_a_number_among_definitions_is_not_missing() -> None:
    findings = [finding("1"), finding("2"), finding("4")]
    assert warnings(REPORT, JUDGEMENTS, (), findings, {"3"}) == ()
