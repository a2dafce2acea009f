"""Themes across authorities, regions, families, years and grades."""

from __future__ import annotations

from itertools import count

from reviewer.analysis.comparison import TOGETHER, UNKNOWN, By, Choice, Comparison, Counted, compare
from reviewer.store.across import Coded
from reviewer.store.rows import Decision, ReportRow, ReportState
from tests.analysis.rows import judgement, report

_ids = count(1)
_UNDECIDED = Decision.UNDECIDED


def coded(
    row: ReportRow, polarity: str, *themes: str, kind: str = "narrative", decision: Decision = _UNDECIDED
) -> Coded:
    return Coded(next(_ids), row.id, kind, polarity, themes, decision)


COVENTRY = report("sif", "2014-03-03", authority="Coventry City Council", state=ReportState.REVIEWED)
LATER = report("ilacs", "2022-03-03", authority="Coventry")
BRENT = report("ilacs", "2023-03-03", authority="London Borough of Brent")
UNHEARD = report("ilacs", None, authority="Northmere")
ROWS = [COVENTRY, LATER, BRENT, UNHEARD]
FINDINGS = [
    coded(COVENTRY, "negative", "workforce", "recording", decision=Decision.ACCEPTED),
    coded(COVENTRY, "mixed", "workforce"),
    coded(COVENTRY, "positive", "workforce"),
    coded(LATER, "negative", "recording"),
    coded(BRENT, "positive", "workforce", kind="area_for_improvement"),
    coded(UNHEARD, "neutral", "context"),
]


def figures(found: Comparison, theme: str) -> dict[str, int]:
    return {group.label: found.cell(theme, group).count for group in found.groups}


def test_by_authority() -> None:
    found = compare(ROWS, FINDINGS, Choice())
    assert [group.label for group in found.groups] == ["Brent", "Coventry", "Northmere"]
    assert figures(found, "workforce") == {"Brent": 1, "Coventry": 2, "Northmere": 0}
    coventry = found.groups[1]
    assert (len(coventry.reports), coventry.reviewed, coventry.findings, coventry.decided) == (2, 1, 3, 1)
    assert found.share("workforce", coventry) == 2 / 3
    assert found.cell("recording", coventry).reports == 2
    assert found.share("workforce", found.groups[2]) == 0
    assert (found.reports, found.reviewed) == (4, 1)


def test_themes_with_most_first_and_by_the_codebook_where_equal() -> None:
    found = compare(ROWS, FINDINGS, Choice(), theme_order=["recording", "workforce"])
    assert found.themes == ("workforce", "recording")
    strengths = compare(ROWS, FINDINGS, Choice(counted=Counted.STRENGTHS))
    assert strengths.themes == ("workforce",)


def test_by_region_family_and_year() -> None:
    assert figures(compare(ROWS, FINDINGS, Choice(By.REGION)), "workforce") == {
        "London": 1,
        "West Midlands": 2,
        "Region not known": 0,
    }
    assert figures(compare(ROWS, FINDINGS, Choice(By.FAMILY)), "recording") == {
        "ILACS inspection": 1,
        "Single inspection": 1,
    }
    years = compare(ROWS, FINDINGS, Choice(By.YEAR))
    assert [group.label for group in years.groups] == ["2014", "2022", "2023", "No date"]
    assert years.says_little(years.groups[0])


def test_by_grade() -> None:
    judgements = {
        COVENTRY.id: [judgement("The overall judgement", "Inadequate")],
        LATER.id: [judgement("Overall effectiveness", "Good")],
    }
    found = compare(ROWS, FINDINGS, Choice(By.GRADE), judgements=judgements)
    assert [group.key for group in found.groups] == ["good", "inadequate", UNKNOWN]
    assert figures(found, "recording") == {"Good": 1, "Inadequate": 1, "No overall grade": 0}


def test_filters_say_what_is_compared() -> None:
    assert compare(ROWS, FINDINGS, Choice(families=["sif"])).reports == 1
    assert compare(ROWS, FINDINGS, Choice(first_year="2022", last_year="2022")).reports == 1
    assert figures(compare(ROWS, FINDINGS, Choice(reviewed=True)), "workforce")["Coventry"] == 1
    assert figures(compare(ROWS, FINDINGS, Choice(polarities=["mixed"])), "workforce")["Coventry"] == 1
    assert figures(compare(ROWS, FINDINGS, Choice(kinds=["area_for_improvement"])), "workforce") == {
        "Brent": 1,
        "Coventry": 0,
        "Northmere": 0,
    }
    assert [group.label for group in compare(ROWS, FINDINGS, Choice(regions=["London"])).groups] == ["Brent"]
    assert [group.label for group in compare(ROWS, FINDINGS, Choice(authorities=["Brent"])).groups] == [
        "Brent"
    ]


def test_beside_its_neighbours() -> None:
    wolverhampton = report("ilacs", "2022-01-10", authority="Wolverhampton")
    derby = report("ilacs", "2023-01-10", authority="Derby")
    rows = [*ROWS, wolverhampton, derby]
    found = compare(
        rows,
        [*FINDINGS, coded(wolverhampton, "negative", "workforce"), coded(derby, "negative", "workforce")],
        Choice(By.NEIGHBOURS, authority="Coventry"),
    )
    first, together, *near = found.groups
    assert first.label == "Coventry"
    assert together.key == TOGETHER
    assert len(near) == 2
    assert {group.label for group in near} <= {"Wolverhampton", "Derby"}
    assert found.cell("workforce", together).count == 2
    assert found.reports == 4
    assert "Brent" not in found.without
    assert len(found.without) == 8


def test_two_files_of_one_inspection_are_compared_once() -> None:
    copy = report("sif", "2014-03-03", authority="Coventry", decided=5)
    found = compare([*ROWS, copy], FINDINGS, Choice())
    assert found.copies == 1
    assert copy.id in found.groups[1].reports
    assert COVENTRY.id not in found.groups[1].reports
