"""The extractor's accuracy, from corrections made in a store of fictional reports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer import cli
from reviewer.analysis import accuracy, accuracy_in_store
from reviewer.analysis.accuracy import Part, Rate, Score
from reviewer.analysis.pairing import Fault, pair
from reviewer.model import Measure, Spans
from reviewer.store import CodeRole, ReportState, Store
from tests import factories
from tests.factories import at


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """One report of six findings, none decided yet."""
    given = factories.report()
    with Store.open(tmp_path / "reviewer.sqlite", reviewer="ada") as opened:
        opened.import_report(given.document, given.extraction, given.original, name=given.name)
        yield opened


def finish(store: Store) -> Score:
    """Accept what is left, and measure."""
    store.accept(row.id for row in store.findings(1) if row.decision == "undecided")
    for judgement in store.judgements(1):
        if judgement.decision == "undecided":
            store.accept_judgement(judgement.id)
    store.set_report_state(1, ReportState.REVIEWED)
    (found,) = accuracy_in_store.scores(store)
    return found


def rate(score: Score, part: Part) -> tuple[int, int]:
    found = score.figures.rates[part]
    return found.right, found.of


def test_a_report_in_which_nothing_was_wrong(store: Store) -> None:
    assert accuracy_in_store.scores(store) == [], "not reviewed yet"
    score = finish(store)
    assert score.cases == ()
    assert score.figures.faults == {}
    for part in Part:
        right, of = rate(score, part)
        assert right == of > 0, part
    assert [one for one in score.figures.confidence if one.of] == [Rate(6, 6)]
    assert score.figures.unseen_share == pytest.approx(26 / score.figures.letters)


def test_what_was_seen_is_no_longer_unknown(store: Store) -> None:
    store.mark_seen(1, (at("Nobody has placed these words."),))
    assert finish(store).figures.unseen_share == 0


def test_codes_are_counted_one_by_one(store: Store) -> None:
    first, second, third, *_ = (row.id for row in store.findings(1))
    store.set_kind([first], "weakness")
    store.set_themes([second], ["workforce", "assessment"])
    store.set_polarity([third], "negative")
    score = finish(store)
    assert rate(score, Part.KIND) == rate(score, Part.THEME) == rate(score, Part.POLARITY) == (5, 6)
    assert rate(score, Part.ANY_THEME) == (6, 6)
    assert rate(score, Part.RECALL) == (6, 6)
    said = {(case.finding_id, case.fault, case.machine, case.reviewed) for case in score.cases}
    assert said == {
        (first, Fault.KIND, "summary", "weakness"),
        (second, Fault.THEME, "assessment", "workforce"),
        (third, Fault.POLARITY, "mixed", "negative"),
    }
    assert [one for one in score.figures.confidence if one.of] == [Rate(3, 6)]


def test_boundaries_say_where_they_were_wrong(store: Store) -> None:
    rows = store.findings(1)
    first, second = at("Families in Northmere get help early. However, 12% of plans are late.")
    store.set_spans(rows[0].id, ((first, second - len(" However, 12% of plans are late.")),))
    whole = rows[1].spans[0]
    store.set_spans(rows[1].id, ((whole[0] + len("1. "), whole[1]),))
    store.reject([rows[3].id])
    added = store.add_finding(1, (at("Nobody has placed these words."),)).created_id
    store.merge([rows[4].id, rows[5].id])
    score = finish(store)
    assert score.figures.faults == {
        Fault.END: 1,
        Fault.START: 1,
        Fault.NO_FINDING: 1,
        Fault.MISSED: 1,
        Fault.DIVIDED: 1,
        Fault.MEASURE: 1,
    }
    assert rate(score, Part.PRECISION) == (1, 6)
    assert rate(score, Part.RECALL) == (1, 5)
    assert rate(score, Part.TOUCHED) == (4, 5)
    missed = next(case for case in score.cases if case.fault is Fault.MISSED)
    assert (missed.finding_id, missed.machine, missed.reviewed) == (
        added,
        "",
        "Nobody has placed these words.",
    )
    rejected = next(case for case in score.cases if case.fault is Fault.NO_FINDING)
    assert rejected.finding_id == rows[3].id


def test_a_split_finding_was_joined_by_the_machine(store: Store) -> None:
    row = store.findings(1)[0]
    store.split(row.id, at("However, 12% of plans are late.")[0])
    assert Fault.JOINED in finish(store).figures.faults


def test_judgements_facts_and_measures(store: Store) -> None:
    judgement = store.judgements(1)[0]
    store.set_judgement(judgement.id, grade="Inadequate")
    store.set_metadata(1, "lead_inspector", "Ida Quill-Hart")
    finding = store.findings(1)[0]
    known = finding.measures[0]
    store.set_measure(
        finding.id, 0, Measure(known.text, known.spans, 21.0, known.unit, known.of, known.as_of)
    )
    score = finish(store)
    assert rate(score, Part.JUDGEMENTS) == (1, 2)
    assert score.figures.facts["lead_inspector"] == Rate(0, 1)
    assert score.figures.facts["authority"] == Rate(1, 1)
    assert "addressee" not in score.figures.facts, "neither side says any"
    assert rate(score, Part.MEASURES_RIGHT) == rate(score, Part.MEASURES_FOUND) == (0, 1)
    assert {case.fault for case in score.cases} == {Fault.JUDGEMENT, Fault.FACT, Fault.MEASURE}


def test_merged_codes_are_no_error_of_the_machine(store: Store) -> None:
    keys = {code.key: code.id for code in store.codes(CodeRole.THEME)}
    store.merge_codes(keys["early_help"], keys["front_door"])
    score = finish(store)
    assert rate(score, Part.THEME) == (6, 6)


def test_two_versions_side_by_side(store: Store) -> None:
    first, second, *_ = store.findings(1)
    store.set_theme([first.id], "workforce")
    review = accuracy_in_store.review_of(store, store.report(1))
    body = store.machine_extraction(1)
    old = accuracy.extracted(body)
    findings = list(old.findings)
    findings[0] = accuracy.Said(**{**_fields(findings[0]), "theme": "workforce"})
    findings[1] = accuracy.Said(**{**_fields(findings[1]), "polarity": "negative"})
    new = accuracy.Extracted("2", tuple(findings), old.judgements, old.facts)
    compared = accuracy.compare([accuracy.score(old, review)], [accuracy.score(new, review)])
    assert [(case.fault, case.finding_id) for case in compared.mended] == [(Fault.THEME, first.id)]
    assert [(case.fault, case.finding_id) for case in compared.broken] == [(Fault.POLARITY, second.id)]
    assert compared.first.rates[Part.THEME] == Rate(5, 6)
    assert compared.second.rates[Part.THEME] == Rate(6, 6)
    assert accuracy_in_store.versions(store, store.reports()) == ["0.1.0"]


def _fields(said: accuracy.Said) -> dict[str, object]:
    return {name: getattr(said, name) for name in said.__slots__}


def test_few_cases_give_a_wide_interval() -> None:
    # Examples of R. G. Newcombe, 'Two-sided confidence intervals for the single proportion', 1998, table I.
    assert Rate(81, 263).interval == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert Rate(15, 148).interval == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert Rate(0, 20).interval == pytest.approx((0, 0.1611), abs=5e-5)
    assert Rate(1, 29).interval == pytest.approx((0.0061, 0.1718), abs=5e-5)
    assert Rate(1, 29).small
    assert not Rate(1, 30).small
    assert Rate().share is Rate().interval is None


TEXT = "one two three four five six seven eight nine ten"


@given(st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=14, unique=True))
def test_every_passage_is_paired_or_faulted_once(cuts: list[int]) -> None:
    cuts = sorted(cuts)
    spans: list[Spans] = [((a, b),) for a, b in pairwise(cuts) if TEXT[a:b].strip()]
    same = pair(TEXT, spans, spans)
    assert len(same.exact) == len(spans)
    assert not same.faults
    other: list[Spans] = [((span[0][0], span[-1][1]),) for span in spans[::2]]
    found = pair(TEXT, spans, other)
    ours = [i for i, _ in found.exact] + [i for _, mine, _ in found.faults for i in mine]
    theirs = [j for _, j in found.exact] + [j for _, _, others in found.faults for j in others]
    assert sorted(ours) == list(range(len(spans)))
    assert sorted(theirs) == list(range(len(other)))


def test_the_command_line(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(store.path)
    assert cli.main(["accuracy", "--store", path]) == 1
    assert "No report is reviewed" in capsys.readouterr().err
    row = store.findings(1)[0]
    store.set_theme([row.id], "workforce")
    finish(store)
    assert cli.main(["accuracy", "--store", path, "--by", "family", "--format", "csv"]) == 0
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    theme = next(one for one in table if (one["group"], one["figure"]) == ("ilacs", "theme"))
    assert (theme["right"], theme["of"], theme["few"]) == ("5", "6", "True")
    assert cli.main(["accuracy", "--store", path, "--cases"]) == 0
    assert "theme: early_help → workforce" in capsys.readouterr().out
    assert cli.main(["accuracy", "--store", path]) == 0
    assert "5 of 6" in capsys.readouterr().out
    assert cli.main(["accuracy", "--store", path, "--compare", "0.1.0", "9"]) == 1
    assert "Version 9 has read no report" in capsys.readouterr().err
