"""Agreement: published examples, well-kept libraries where they are installed, and what must always hold."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.analysis.agreement import (
    Unit,
    alpha_by_code,
    bootstrap,
    cohen_kappa,
    krippendorff_alpha,
    krippendorff_alpha_unitising,
    mean_kappa,
    percent_agreement,
    report,
    unitising_disagreement,
)

# K. Krippendorff, 'Computing Krippendorff's alpha-reliability', 2011, examples A and C.
BINARY = list(zip("0100000010", "1110010000", strict=True))
FOUR = [
    tuple(None if code == "." else code for code in unit)
    for unit in zip("123321412...", "1233224125.3", ".3332342251.", "12332441251.", strict=True)
]

codes = st.sampled_from(["a", "b", "c", None])
studies = st.integers(2, 4).flatmap(
    lambda raters: st.lists(st.tuples(*[codes] * raters), min_size=1, max_size=12)
)


def test_alpha_as_published() -> None:
    assert krippendorff_alpha(BINARY) == pytest.approx(0.095, abs=5e-4)
    assert krippendorff_alpha(FOUR) == pytest.approx(0.743, abs=5e-4)


def test_kappa_as_published() -> None:
    # 50 applications, two readers: both yes 20, both no 15, apart 5 and 10.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    first, second = zip(*pairs, strict=True)
    assert cohen_kappa(first, second) == pytest.approx(0.4)
    assert percent_agreement(pairs) == pytest.approx(0.7)


@given(studies)
@settings(deadline=None)
def test_alpha_as_the_library_has_it(units: list[Unit]) -> None:
    library = pytest.importorskip("krippendorff")
    ours = krippendorff_alpha(units)
    used = {code for unit in units for code in unit if code is not None}
    if ours is None or len(used) < 2:
        return
    numbers = {code: number for number, code in enumerate(sorted(map(str, used)))}
    data = [
        [math.nan if code is None else float(numbers[str(code)]) for code in rater]
        for rater in zip(*units, strict=True)
    ]
    theirs = library.alpha(reliability_data=data, level_of_measurement="nominal")
    assert ours == pytest.approx(theirs)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30))
@settings(deadline=None)
def test_kappa_as_the_library_has_it(units: list[tuple[str, str]]) -> None:
    metrics = pytest.importorskip("sklearn.metrics", exc_type=ImportError)
    first, second = zip(*units, strict=True)
    ours = cohen_kappa(first, second)
    if ours is not None:
        assert ours == pytest.approx(metrics.cohen_kappa_score(first, second))


@given(studies)
def test_what_always_holds(units: list[Unit]) -> None:
    alpha = krippendorff_alpha(units)
    assert alpha is None or alpha <= 1
    turned = [tuple(reversed(unit)) for unit in reversed(units)]
    assert krippendorff_alpha(turned) == (None if alpha is None else pytest.approx(alpha))
    share = percent_agreement(units)
    assert share is None or 0 <= share <= 1
    if alpha is not None and share == 1:
        assert alpha == pytest.approx(1)
    assert all(one is None or one <= 1 for one in alpha_by_code(units).values())
    mean = mean_kappa(units)
    assert mean is None or mean <= 1


def test_nothing_to_compare_gives_nothing() -> None:
    for units in ([], [("a", None)], [("a", "a"), ("a", "a")]):
        assert krippendorff_alpha(units) is None
        assert mean_kappa(units) is None
    assert percent_agreement([]) is None
    assert report([]).alpha.value is None


# -- boundaries


def test_unitising_alpha_as_another_implementation_has_it() -> None:
    """The figures of DKPro Agreement: of 10 places one rater marks 1 to 9, the other three single ones."""
    raters = [[(1, 9)], [(2, 3), (4, 5), (6, 7)]]
    observed, expected = unitising_disagreement(raters, 10)
    assert observed == pytest.approx(0.91)
    assert expected == pytest.approx(0.5351, abs=1e-4)
    assert krippendorff_alpha_unitising([({"A": raters}, 10)]) == pytest.approx(-0.7003, abs=2e-4)


def test_unitising_alpha_as_published() -> None:
    """K. Krippendorff, Content Analysis, 2nd edition, 2004, page 254: places 150 to 450, two observers."""
    text = {
        "c": [[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]],
        "k": [[(30, 90), (150, 200)], [(30, 90), (150, 200)]],
    }
    observed, expected = unitising_disagreement(text["c"], 300)
    assert (observed, expected) == (pytest.approx(0.0144, abs=1e-4), pytest.approx(0.0532, abs=1e-4))
    assert unitising_disagreement(text["k"], 300) == (0, pytest.approx(0.0490, abs=1e-4))
    assert krippendorff_alpha_unitising([(text, 300)]) == pytest.approx(0.8591, abs=5e-4)
    assert krippendorff_alpha_unitising([(text, 300)], ["c"]) == pytest.approx(0.7286, abs=1e-4)
    assert krippendorff_alpha_unitising([(text, 300)], ["k"]) == 1


def test_boundaries_near_each_other_agree_better_than_far_ones() -> None:
    def alpha(end: int) -> float:
        found = krippendorff_alpha_unitising([({"A": [[(10, 40)], [(10, end)]]}, 200)])
        assert found is not None
        return found

    assert alpha(40) == 1
    assert 1 > alpha(42) > alpha(60) > alpha(120)


def test_texts_are_laid_end_to_end() -> None:
    one = {"A": [[(0, 10)], [(0, 12)]], "B": [[], [(20, 30)]]}
    two = {"A": [[(5, 9)], [(5, 9)]]}
    together = {"A": [[(0, 10), (55, 59)], [(0, 12), (55, 59)]], "B": [[], [(20, 30)]]}
    apart = krippendorff_alpha_unitising([(one, 50), (two, 50)])
    assert apart == krippendorff_alpha_unitising([(together, 100)])
    only = krippendorff_alpha_unitising([(one, 50), (two, 50)], codes=["A"])
    assert only is not None
    assert apart is not None
    assert only > apart
    assert krippendorff_alpha_unitising([]) is None
    assert krippendorff_alpha_unitising([({"A": [[], []]}, 50)]) is None


@pytest.mark.parametrize("passages", [[(0, 5), (4, 8)], [(3, 3)], [(5, 11)], [(-1, 2)]])
def test_passages_that_cannot_be_are_refused(passages: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="passage"):
        unitising_disagreement([passages, []], 10)


ends = st.lists(st.integers(0, 40), min_size=0, max_size=8, unique=True).map(sorted)


@given(st.lists(ends, min_size=2, max_size=4))
def test_the_order_of_raters_does_not_matter(raters: list[list[int]]) -> None:
    given = [list(zip(row[::2], row[1::2], strict=False)) for row in raters]
    forward = unitising_disagreement(given, 40)
    assert forward == pytest.approx(unitising_disagreement(given[::-1], 40))
    assert min(forward) >= 0
    assert unitising_disagreement([given[0], given[0]], 40)[0] == 0


# -- intervals


def test_an_interval_is_the_same_each_time_and_holds_the_value() -> None:
    units = FOUR * 3
    found = bootstrap(units, krippendorff_alpha)
    assert found == bootstrap(units, krippendorff_alpha)
    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert found.low < found.value < found.high
    wider = bootstrap(FOUR, krippendorff_alpha)
    assert wider.low is not None
    assert wider.low < found.low


def test_too_little_gives_no_interval() -> None:
    found = bootstrap([("a", "b")], krippendorff_alpha)
    assert (found.low, found.high) == (None, None)


def test_a_report_of_a_field() -> None:
    found = report([*FOUR, ("1", None, None, None)])
    assert found.units == 11
    assert found.alpha.value == pytest.approx(0.743, abs=5e-4)
    assert list(found.by_code) == ["1", "2", "3", "4", "5"]
    assert found.by_code["5"].alpha.value == 1
    assert found.by_code["5"].units == 1
    for one in (found.percent, found.kappa, found.alpha, found.by_code["1"].alpha):
        assert one.value is not None
        assert one.low is not None
        assert one.high is not None
        assert one.low <= one.value <= one.high
    assert found == report([*FOUR, ("1", None, None, None)])
