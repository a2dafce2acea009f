"""Two reviewers and the machine on the same reports: what is a unit, what agrees, and where not."""

from __future__ import annotations

import math
import random
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.analysis.agreement import krippendorff_alpha, report
from reviewer.analysis.double_coding import (
    NO,
    YES,
    Agreement,
    FieldAgreement,
    agreement,
    compare,
    units_of,
)
from reviewer.analysis.raters import MACHINE, Coded, CodedReport, Rater, machine_of, named_apart, rater_of
from reviewer.exporting.agreement import DIFFERENCES, FIGURES, differences, figures, to_csv, write
from reviewer.model import overlap
from reviewer.store import Store
from tests import factories
from tests.factories import at

Two = tuple[Store, Store, int]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    """Ada's and Ben's stores of the same report."""
    first = tmp_path / "ada.sqlite"
    with Store.open(first, reviewer="Ada") as store:
        given = factories.report()
        report_id = store.import_report(
            given.document, given.extraction, given.original, name=given.name
        ).report_id
    shutil.copy(first, tmp_path / "ben.sqlite")
    with ExitStack() as stack:
        ada, ben = (
            stack.enter_context(Store.open(tmp_path / f"{name.lower()}.sqlite", reviewer=name))
            for name in ("Ada", "Ben")
        )
        yield ada, ben, report_id


def field(found: Agreement, name: str) -> FieldAgreement:
    (one,) = [one for one in found.fields if one.field == name]
    return one


def coded(start: int, end: int, **values: str) -> Coded:
    given = {"kind": "narrative", "polarity": "neutral", "theme": "overall", **values}
    return Coded(((start, end),), f"words {start}", **given)


def rater(name: str, *findings: Coded, text: str = "x" * 1000) -> Rater:
    return Rater(name, {"sha": CodedReport("sha", 1, "Northmere", text, findings)})


def test_decisions_are_compared_and_nothing_else(two: Two) -> None:
    ada, ben, report_id = two
    ids = [row.id for row in ada.findings(report_id)]
    ada.accept(ids[:4])
    ben.accept(ids[:3])
    ben.set_polarity([ids[1]], "negative")
    ben.set_theme([ids[2]], "workforce")
    found = agreement([rater_of(ada), rater_of(ben)])
    assert (found.raters, found.reports) == (("Ada", "Ben"), 1)
    # The fourth is not yet decided on by Ben; the rest by neither.
    assert field(found, "polarity").report.units == 3
    assert field(found, "polarity").report.percent.value == pytest.approx(2 / 3)
    assert field(found, "theme").report.percent.value == pytest.approx(2 / 3)
    assert field(found, "kind").report.percent.value == 1
    assert field(found, "boundaries").report.percent.value == 1
    assert all(one.few for one in found.fields)
    assert [(one.field, one.codes) for one in found.disagreements] == [
        ("polarity", (ada.finding(ids[1]).polarity, "negative")),
        ("theme", (ada.finding(ids[2]).theme, "workforce")),
    ]
    assert found.disagreements[0].unit.codings[0] is not None
    assert found.disagreements[0].unit.codings[0].finding_id == ids[1]
    assert len(found.notes) == 1
    assert "not every finding there is decided on" in found.notes[0]
    everything = agreement([rater_of(ada, undecided=True), rater_of(ben, undecided=True)])
    assert field(everything, "polarity").report.units == len(ids)
    assert everything.notes == ()


def test_what_is_a_finding_and_where_it_ends(two: Two) -> None:
    ada, ben, report_id = two
    ids = [row.id for row in ada.findings(report_id)]
    for store in (ada, ben):
        store.accept(ids)
    ben.reject([ids[5]])
    ada.add_finding(report_id, (at("Nobody has placed these words."),))
    ben.set_spans(ids[1], (at("Social workers see children often"),))
    found = agreement([rater_of(ada), rater_of(ben)])
    presence = field(found, "presence").report
    assert presence.units == 7
    assert presence.percent.value == pytest.approx(5 / 7)
    apart = [one for one in found.disagreements if one.field == "presence"]
    assert [one.codes for one in apart] == [(YES, NO), (YES, NO)]
    bounds = field(found, "boundaries")
    assert bounds.report.units == 5
    assert bounds.report.percent.value == pytest.approx(4 / 5)
    assert bounds.texts == 1
    assert bounds.report.alpha.value is not None
    assert 0 < bounds.report.alpha.value < 1
    assert bounds.report.alpha.low is None, "one text gives no interval"
    (moved,) = [one for one in found.disagreements if one.field == "boundaries"]
    assert moved.unit.codings[0] is not None
    assert moved.unit.codings[0].finding_id == ids[1]


def test_the_machine_is_a_rater(two: Two) -> None:
    ada, ben, report_id = two
    ids = [row.id for row in ada.findings(report_id)]
    for store in (ada, ben):
        store.accept(ids)
    ada.set_kind([ids[0]], "strength")
    ada.add_finding(report_id, (at("Nobody has placed these words."),))
    merged = ben.merge(ids[1:3])
    assert merged.name
    found = compare([rater_of(ada), rater_of(ben), machine_of(ada)])
    assert [one.raters for one in found] == [
        ("Ada", "Ben"),
        ("Ada", MACHINE),
        ("Ben", MACHINE),
        ("Ada", "Ben", MACHINE),
    ]
    ours = found[1]
    assert field(ours, "presence").report.units == 7
    assert field(ours, "presence").report.percent.value == pytest.approx(6 / 7)
    assert field(ours, "kind").report.percent.value == pytest.approx(5 / 6)
    # What was merged is still one with a finding of the machine, and the other one is gone.
    theirs = found[2]
    assert field(theirs, "presence").report.units == 6
    assert field(theirs, "presence").report.percent.value == pytest.approx(5 / 6)


def test_findings_are_paired_by_their_words_and_their_origin() -> None:
    units, notes = units_of(
        [
            rater("a", coded(0, 100), coded(100, 200), coded(300, 400)),
            rater("b", coded(10, 90), coded(150, 400), coded(500, 510)),
        ]
    )
    assert notes == []
    assert [[one and one.spans[0] for one in unit.codings] for unit in units] == [
        [(0, 100), (10, 90)],
        [(100, 200), None],
        [None, (150, 400)],
        [(300, 400), None],
        [None, (500, 510)],
    ]
    moved = coded(600, 700), coded(750, 800)
    origin = ((600, 700),)
    units, _ = units_of(
        [
            rater("a", *(replace(one, origins=(origin,)) for one in moved[:1])),
            rater("b", replace(moved[1], origins=(origin,))),
        ]
    )
    assert len(units) == 1
    assert overlap(((0, 10),), ((5, 15),)) == pytest.approx(1 / 3)
    assert overlap((), ()) == 0


def test_other_texts_are_left_out() -> None:
    found = agreement([rater("a", coded(0, 9)), rater("b", coded(0, 9), text="y" * 1000)])
    assert found.reports == 0
    assert found.notes == (
        "Northmere: its text was read in different ways, so that places can't be compared.",
    )
    assert field(found, "kind").report.alpha.value is None


def test_figures_are_those_of_the_libraries() -> None:
    library = pytest.importorskip("krippendorff")
    metrics = pytest.importorskip("sklearn.metrics", exc_type=ImportError)
    themes = ["overall", "workforce", "placements", "recording"]
    ours = [coded(n * 10, n * 10 + 9, theme=themes[n * 5 % 4]) for n in range(60)]
    theirs = [coded(n * 10, n * 10 + 9, theme=themes[(n * 5 + (n % 7 == 0)) % 4]) for n in range(60)]
    found = field(agreement([rater("a", *ours), rater("b", *theirs)]), "theme").report
    first, second = ([one.theme for one in side] for side in (ours, theirs))
    assert found.kappa.value == pytest.approx(metrics.cohen_kappa_score(first, second))
    assert found.percent.value == pytest.approx(metrics.accuracy_score(first, second))
    for code in (None, *themes):
        data = [
            [float(themes.index(one) if code is None else one == code) for one in side]
            for side in (first, second)
        ]
        said = found.alpha.value if code is None else found.by_code[code].alpha.value
        assert said == pytest.approx(
            library.alpha(reliability_data=data, level_of_measurement="nominal", value_domain=None)
        )
    assert not math.isnan(float(found.alpha.value or 0))


def test_intervals_hold_the_value_as_often_as_they_say() -> None:
    """Of 100 samples of raters who agree by half, most intervals hold what a very large sample gives."""

    def sample(draw: random.Random, size: int) -> list[tuple[str, str]]:
        pairs = []
        for _ in range(size):
            code = draw.choice("abc")
            pairs.append((code, code if draw.random() < 0.5 else draw.choice("abc")))
        return pairs

    truth = krippendorff_alpha(sample(random.Random(0), 20_000))
    assert truth is not None
    held = 0
    for seed in range(100):
        one = report(sample(random.Random(seed + 1), 60), samples=200).alpha
        assert one.low is not None
        assert one.high is not None
        held += one.low <= truth <= one.high
    assert 85 <= held <= 100


def test_raters_of_one_name_are_told_apart(two: Two) -> None:
    ada, ben, _ = two
    raters = [rater_of(ada, "A"), rater_of(ben, "A"), rater("A"), rater("A")]
    assert [one.name for one in named_apart(raters)] == ["A", "A (ben)", "A (2)", "A (3)"]


def test_tables_say_all_of_it(two: Two, tmp_path: Path) -> None:
    ada, ben, report_id = two
    ids = [row.id for row in ada.findings(report_id)]
    ada.accept(ids)
    ben.accept(ids)
    ben.set_kind([ids[0]], "strength")
    found = compare([rater_of(ada), rater_of(ben)])
    rows = list(figures(found))
    assert {row["field"] for row in rows} == {"presence", "boundaries", "kind", "polarity", "theme"}
    (kind,) = [row for row in rows if row["field"] == "kind" and not row["code"]]
    assert (kind["raters"], kind["units"], kind["percent"]) == (
        "Ada & Ben",
        6,
        pytest.approx(5 / 6, abs=1e-6),
    )
    assert [row["rater"] for row in differences(found)] == ["Ada", "Ben"]
    assert to_csv(FIGURES, rows).count("\r\n") == len(rows) + 1
    assert to_csv(DIFFERENCES, differences(found)).splitlines()[2].endswith(f"Ben,strength,{ids[0]}")
    paths = write(found, tmp_path / "out")
    first = [path.read_bytes() for path in paths]
    assert [path.name for path in paths] == ["agreement.csv", "disagreements.csv", "agreement.json"]
    write(compare([rater_of(ada), rater_of(ben)]), tmp_path / "out")
    assert [path.read_bytes() for path in paths] == first


def test_progress_is_told_and_can_end_it(two: Two) -> None:
    ada, ben, _ = two
    told: list[tuple[int, int]] = []
    compare([rater_of(ada), rater_of(ben), machine_of(ada)], lambda done, of: told.append((done, of)))
    assert told == [(n, 4) for n in range(5)]
