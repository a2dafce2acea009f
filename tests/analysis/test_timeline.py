"""An authority over the years: ladders across frameworks, counts by theme, figures that come again."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.analysis import timeline_table
from reviewer.analysis.frameworks import Grade, Ladder
from reviewer.analysis.timeline import Given, Lane, State, Timeline, timeline
from reviewer.store import Store
from reviewer.store.rows import Decision, LinkRow, Relation
from tests.analysis.rows import finding, judgement, measure, report


def lane(found: Timeline, key: str) -> Lane:
    return next(one for one in found.lanes if one.key == key)


def states(found: Timeline, key: str) -> list[str]:
    """Each inspection on a ladder: its grade, else why there is none."""
    return [rung.judged.words if rung.judged else rung.state.value for rung in lane(found, key).rungs]


def northmere() -> list[Given]:
    """Six inspections of five frameworks, not in their order."""
    ilacs_2022 = Given(
        report("ilacs", "2022-06-20"),
        [
            judgement("The impact of leaders on social work practice with children and families", "Good"),
            judgement("The experiences and progress of children who need help and protection", "Good"),
            judgement("The experiences and progress of children in care and care leavers", "Good"),
            judgement("Overall effectiveness", "Good"),
        ],
        [],
    )
    ilacs_2026 = Given(
        report("ilacs", "2026-05-11"),
        [
            judgement(
                "The impact of leaders on social work practice with children and families", "Outstanding"
            ),
            judgement("The experiences and progress of children in care", "Good"),
            judgement("The experiences and progress of care leavers", "Requires improvement to be good"),
        ],
        [],
    )
    sif = Given(
        report("sif", "2014-03-03"),
        [
            judgement("The overall judgement", "Requires improvement"),
            judgement("Children who need help and protection", "Requires improvement"),
            judgement("Children looked after and achieving permanence", "Good"),
            judgement("Adoption performance", "Outstanding"),
            judgement("Experiences and progress of care leavers", "Inadequate"),
            judgement("Leadership, management and governance", "Inadequate", Decision.REJECTED),
            judgement("The effectiveness of the Local Safeguarding Children Board (LSCB)", "Good"),
        ],
        [],
    )
    early = Given(
        report("looked_after_children", "2012-10-01"),
        [
            judgement("Overall effectiveness", "Adequate"),
            judgement("Capacity to improve", "Good"),
            judgement("Outcomes for looked after children and young people", "Adequate"),
        ],
        [],
    )
    visit = Given(report("focused_visit", "2019-02-05"), [], [])
    return [ilacs_2026, ilacs_2022, sif, visit, early]


def test_inspections_come_in_date_order() -> None:
    found = timeline("Northmere", northmere())
    assert [one.date[:4] for one in found.inspections] == ["2012", "2014", "2019", "2022", "2026"]
    assert [one.is_visit for one in found.inspections] == [False, False, True, False, False]


def test_ladders_run_across_frameworks() -> None:
    found = timeline("Northmere", northmere())
    assert states(found, Ladder.CHILDREN_IN_CARE) == ["Adequate", "Good", "visit", "Good", "Good"]
    assert states(found, Ladder.CARE_LEAVERS) == [
        "not_part",
        "Inadequate",
        "visit",
        "Good",
        "Requires improvement",
    ]


def test_what_was_judged_as_one_stands_on_two_ladders_until_it_was_split() -> None:
    found = timeline("Northmere", northmere())
    care, leavers = lane(found, Ladder.CHILDREN_IN_CARE), lane(found, Ladder.CARE_LEAVERS)
    assert [rung.joint for rung in care.rungs] == [False, False, False, True, False]
    assert care.rungs[3].judged is leavers.rungs[3].judged


def test_not_part_of_a_framework_is_no_gap() -> None:
    found = timeline("Northmere", northmere())
    overall = lane(found, Ladder.OVERALL)
    assert [rung.state for rung in overall.rungs] == [
        State.GRADED,
        State.GRADED,
        State.VISIT,
        State.GRADED,
        State.NOT_PART,
    ]
    assert states(found, Ladder.ADOPTION) == ["not_part", "Outstanding", "visit", "not_part", "not_part"]


def test_a_grade_that_was_not_read_is_said_to_be_missing() -> None:
    found = timeline("Northmere", northmere())
    assert states(found, Ladder.LEADERS) == ["not_read", "not_read", "visit", "Good", "Outstanding"]
    assert lane(found, Ladder.HELP_AND_PROTECTION).rungs[4].state is State.NOT_READ


def test_board_and_early_judgements_stand_apart() -> None:
    found = timeline("Northmere", northmere())
    assert [one.key for one in found.lanes if one.apart] == [Ladder.BOARD, Ladder.CAPACITY]


def test_adequate_is_another_grade_than_requires_improvement() -> None:
    overall = lane(timeline("Northmere", northmere()), Ladder.OVERALL)
    first, second = (rung.judged for rung in overall.rungs[:2])
    assert first is not None
    assert second is not None
    assert (first.grade, second.grade) == (Grade.ADEQUATE, Grade.REQUIRES_IMPROVEMENT)
    assert "looked after" in first.scope
    assert not second.scope


def test_an_area_that_no_framework_knows_has_a_ladder_of_its_own() -> None:
    given = [Given(report("ilacs", "2024-01-08"), [judgement("The weather", "Good")], [])]
    found = timeline("Northmere", given)
    assert [(one.label, one.apart) for one in found.lanes] == [("The weather", True)]


def test_each_theme_of_a_finding_counts_it_once() -> None:
    rows = [
        finding("Plans are late.", "negative", "planning_and_review", "recording", "recording"),
        finding("Good and bad.", "mixed", "recording", decision=Decision.ACCEPTED),
        finding("All good.", "positive", "recording"),
        finding("Do this.", "positive", "workforce", kind="area_for_improvement"),
        finding("Not there.", "negative", "recording", decision=Decision.REJECTED),
        finding("So it is.", "neutral", "context"),
    ]
    (inspection,) = timeline("Northmere", [Given(report("ilacs", "2024-01-08"), [], rows)]).inspections
    recording = inspection.theme("recording")
    assert recording.concerns == (rows[0].id, rows[1].id)
    assert recording.strengths == (rows[2].id,)
    assert (recording.mixed, recording.decided) == (1, 1)
    assert inspection.theme("workforce").concerns == (rows[3].id,)
    assert inspection.theme("context").concerns == ()
    assert (inspection.findings, inspection.decided, inspection.concerns) == (5, 1, 3)


def test_two_files_of_one_inspection_are_counted_once() -> None:
    first = Given(report("sif", "2014-03-03", decided=3), [], [finding("Late.", "negative", "recording")])
    second = Given(report("sif", "2014-03-03", decided=9), [], [finding("Late.", "negative", "recording")])
    (inspection,) = timeline("Northmere", [first, second]).inspections
    assert inspection.report is second.row
    assert inspection.copies == (first.row,)
    assert len(inspection.theme("recording").concerns) == 1


def test_predecessors_are_told_apart() -> None:
    given = [
        Given(report("ilacs", "2018-01-08", authority="Northamptonshire County Council"), [], []),
        Given(report("ilacs", "2024-01-08", authority="West Northamptonshire"), [], []),
        Given(report("ilacs", None), [], []),
    ]
    found = timeline("West Northamptonshire", given)
    assert [one.own for one in found.inspections] == [False, True]
    assert found.predecessors == ("Northamptonshire County Council",)
    assert found.undated == (given[2].row,)


LOOKED_AFTER = "At 31 March {}, {} children were looked after by the local authority."


def test_figures_of_the_same_thing_make_a_series() -> None:
    given = [
        Given(
            report("sif", f"{year}-05-01"),
            [],
            [
                finding(
                    LOOKED_AFTER.format(year, number),
                    "neutral",
                    "context",
                    measures=(measure(str(number), number, "count", "children", f"{year}-03-31"),),
                )
            ],
        )
        for year, number in ((2014, 310), (2017, 290))
    ]
    (series,) = timeline("Northmere", given).series
    assert [(point.value, point.date, point.dated) for point in series.points] == [
        (310, "2014-03-31", True),
        (290, "2017-03-31", True),
    ]
    assert series.same_wording
    assert series.label == "Children were looked after by the local authority"


def test_figures_of_other_things_or_units_make_none() -> None:
    given = [
        Given(
            report("sif", "2014-05-01"),
            [],
            [
                finding(
                    "Caseloads of reviewing officers are 110 each.",
                    "negative",
                    "workforce",
                    measures=(measure("110", 110, "count"),),
                ),
                finding(
                    "Initial health assessments are on time for 55% of children looked after.",
                    "negative",
                    "health_and_wellbeing",
                    measures=(measure("55%", 55, "percent"),),
                ),
            ],
        ),
        Given(
            report("sif", "2017-05-01"),
            [],
            [
                finding(
                    "Adopters wait 110 days for an assessment of their home.",
                    "negative",
                    "court_and_permanence",
                    measures=(measure("110", 110, "count"),),
                ),
                finding(
                    "Initial health assessments are on time for 55 children looked after.",
                    "negative",
                    "health_and_wellbeing",
                    measures=(measure("55", 55, "count"),),
                ),
            ],
        ),
    ]
    assert timeline("Northmere", given).series == ()


def link(later: Given, earlier: Given, relation: Relation) -> LinkRow:
    """What the first finding of a report says of the first one of an earlier report."""
    return LinkRow(
        id=later.row.id,
        report_id=later.row.id,
        finding_id=later.findings[0].id,
        relation=relation,
        settled_by="AR",
        settled_at="2026-01-01T00:00:00Z",
        earlier_report_id=earlier.row.id,
        earlier_finding_id=earlier.findings[0].id,
        earlier_date=earlier.row.inspection_start or "",
        earlier_sha256=earlier.row.source_sha256,
        earlier_spans=(),
    )


def late_minutes(**of_last: object) -> tuple[list[Given], list[LinkRow]]:
    """Minutes that are late in 2011 and in 2014, and not in 2018."""
    given = [
        Given(
            report("cra_letter", "2011-01-10"), [], [finding("Minutes are late.", "negative", "recording")]
        ),
        Given(report("sif", "2014-01-10"), [], [finding("Minutes are still late.", "negative", "recording")]),
        Given(
            report("ilacs", "2018-01-10"),
            [],
            [finding("Minutes are on time.", "positive", "recording", **of_last)],
        ),
    ]
    links = [link(given[1], given[0], Relation.RECURS), link(given[2], given[1], Relation.ADDRESSED)]
    return given, links


def test_settled_links_make_threads() -> None:
    given, links = late_minutes()
    found = timeline("Northmere", given, links=links)
    rows = [row for row in timeline_table.rows(found) if row.part == "thread"]
    assert [(row.inspection.date[:4], row.value) for row in rows] == [
        ("2011", "first raised"),
        ("2014", "recurs"),
        ("2018", "addressed"),
    ]
    assert {row.what for row in rows} == {"Minutes are on time."}
    assert [row.place[1] for row in rows] == [0, 1, 2]
    assert len({row.place[0] for row in rows}) == 1


def test_threads_leave_out_what_is_rejected_and_who_is_not_shown() -> None:
    given, links = late_minutes(decision=Decision.REJECTED)
    (thread,) = timeline("Northmere", given, links=links).threads
    assert [knot.date[:4] for knot in thread.knots] == ["2011", "2014"]
    assert timeline("Northmere", given[:1], links=links).threads == ()


def test_table_says_what_the_picture_says() -> None:
    found = timeline("Northmere", northmere())
    listed = timeline_table.rows(found)
    assert len(listed) == sum(len(one.rungs) for one in found.lanes)
    values = {(row.what, row.inspection.date): row.value for row in listed}
    assert values["Care leavers", "2022-06-20"] == "Good (judged as one: children in care and care leavers)"
    assert values["Overall effectiveness", "2026-05-11"] == "not part of this framework"
    assert values["Leadership", "2019-02-05"] == "visit: no grades"
    record = timeline_table.record(listed[0])
    assert tuple(record) == timeline_table.COLUMNS
    assert record["words"] == "Overall effectiveness: Adequate"


@pytest.mark.corpus
def test_five_reports_of_coventry(corpus: Path, tmp_path: Path) -> None:
    from reviewer.importing import import_files

    names = (
        "letters/2011-01-13_coventry_contact-referral-assessment.txt",
        "childrens-services/2014-03-21_coventry.pdf",
        "childrens-services/2017-06-13_coventry.pdf",
        "letters/2021-06-25_coventry_focused-visit.txt",
        "childrens-services/2022-08-12_coventry.pdf",
    )
    with Store.open(tmp_path / "coventry.sqlite", reviewer="AR") as store:
        list(import_files(store, [corpus / name for name in names]))
        given = [Given(row, store.judgements(row.id), store.findings(row.id)) for row in store.reports()]
    found = timeline("Coventry", given)
    assert [one.date[:4] for one in found.inspections] == ["2010", "2014", "2017", "2021", "2022"]
    better = "Requires improvement"
    assert states(found, Ladder.OVERALL) == ["visit", "Inadequate", better, "visit", "Good"]
    assert states(found, Ladder.LEADERS) == ["visit", "Inadequate", better, "visit", "Good"]
    assert states(found, Ladder.HELP_AND_PROTECTION) == ["visit", "Inadequate", better, "visit", "Good"]
    assert states(found, Ladder.CHILDREN_IN_CARE) == ["visit", better, better, "visit", "Good"]
    assert states(found, Ladder.CARE_LEAVERS) == ["visit", better, "Good", "visit", "Good"]
    assert states(found, Ladder.ADOPTION) == ["visit", better, better, "visit", "not_part"]
    assert states(found, Ladder.BOARD) == ["visit", "Inadequate", "not_part", "visit", "not_part"]
    assert lane(found, Ladder.CARE_LEAVERS).rungs[4].joint
    rates = next(one for one in found.series if one.unit == "per 10,000")
    assert [point.value for point in rates.points] == [88.9, 81]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("authority", "files", "ladder", "expected"),
    [
        (
            "Tower Hamlets",
            ("2017-04-07_tower-hamlets.pdf", "2019-07-22_tower-hamlets.pdf"),
            Ladder.CHILDREN_IN_CARE,
            ["Requires improvement", "Good"],
        ),
        (
            "Hammersmith and Fulham",
            ("2016-03-29_hammersmith-and-fulham.pdf", "2019-10-15_hammersmith-and-fulham.pdf"),
            Ladder.LEADERS,
            ["Outstanding", "Good"],
        ),
        (
            "North East Lincolnshire",
            ("2021-11-26_north-east-lincolnshire.pdf", "2025-09-03_north-east-lincolnshire.pdf"),
            Ladder.CARE_LEAVERS,
            ["Inadequate", "Good"],
        ),
        ("Brent", ("2026-06-17_brent.pdf",), Ladder.CHILDREN_IN_CARE, ["Good"]),
    ],
)
def test_other_authorities_of_the_corpus(
    corpus: Path,
    tmp_path: Path,
    authority: str,
    files: tuple[str, ...],
    ladder: Ladder,
    expected: list[str],
) -> None:
    from reviewer.importing import import_files

    with Store.open(tmp_path / "some.sqlite", reviewer="AR") as store:
        list(import_files(store, [corpus / "childrens-services" / name for name in files]))
        given = [Given(row, store.judgements(row.id), store.findings(row.id)) for row in store.reports()]
    found = timeline(authority, given)
    assert states(found, ladder) == expected
    overall = [one for one in found.lanes if one.key == Ladder.OVERALL]
    assert (not overall) == (authority == "Brent")
    assert not any(rung.state is State.NOT_READ for one in found.lanes for rung in one.rungs)
