"""Plans that split reports: even, mixed, the same each time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.analysis.assigning import Work, make_plan

FAMILIES = ("ilacs", "sif", "focused_visit")


def reports(count: int) -> list[Work]:
    """Reports of three families, of 5 to 90 findings."""
    return [Work(n, f"{n * 7919 % 10007:05}", 5 + n * 37 % 86, FAMILIES[n % 3]) for n in range(1, count + 1)]


def test_everyone_gets_as_much_of_each_family() -> None:
    works = reports(60)
    plan = make_plan(works, ["Ada", "Ben", "Cem"], double=0.2)
    assert list(plan.names) == [one.report_id for one in works]
    assert len(plan.doubled) == 12
    family = {one.report_id: one.family for one in works}
    for name in ("Ada", "Ben", "Cem"):
        assert [sum(family[one] == kind for one in plan.of(name)) for kind in FAMILIES] == [8, 8, 8]
    loads = [plan.load(name) for name in ("Ada", "Ben", "Cem")]
    assert max(loads) - min(loads) <= 5
    assert sorted(family[one] for one in plan.doubled) == sorted(FAMILIES * 4)
    assert {plan.names[one] for one in plan.doubled} == {("Ada", "Ben"), ("Ada", "Cem"), ("Ben", "Cem")}


def test_the_plan_follows_from_the_reports_and_the_seed() -> None:
    works = reports(40)
    plan = make_plan(works, ["Ada", "Ben"], double=0.25, seed=3)
    assert make_plan(works, ["Ada", "Ben"], double=0.25, seed=3) == plan
    assert make_plan(works, ["Ada", "Ben"], double=0.25, seed=4).names != plan.names
    # Another store gives the reports other numbers.
    renumbered = [Work(one.report_id + 100, one.key, one.size, one.family) for one in reversed(works)]
    again = make_plan(renumbered, ["Ada", "Ben"], double=0.25, seed=3)
    assert {number - 100: names for number, names in again.names.items()} == plan.names


def test_what_is_assigned_stays_and_counts() -> None:
    works = reports(30)
    first = make_plan(works[:10], ["Ada"])
    plan = make_plan(works, ["Ada", "Ben"], double=0.1, given=first.names)
    assert all(plan.names[one.report_id] == ("Ada",) for one in works[:10])
    assert len(plan.doubled) == 3
    assert abs(plan.load("Ada") - plan.load("Ben")) < 0.25 * sum(one.size for one in works)


@pytest.mark.parametrize(
    ("names", "double", "said"),
    [([], 0.0, "at least one"), (["Ada"], 0.5, "two reviewers"), (["Ada", "Ben"], 1.5, "between 0 and 1")],
)
def test_what_cannot_be_is_refused(names: list[str], double: float, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make_plan(reports(3), names, double=double)


@given(
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from(FAMILIES)), max_size=25),
    st.integers(1, 4),
    st.floats(0, 1),
    st.integers(0, 5),
)
@settings(deadline=None, max_examples=60)
def test_what_always_holds(sizes: list[tuple[int, str]], people: int, double: float, seed: int) -> None:
    works = [Work(n, f"{n * 31 % 101}", size, family) for n, (size, family) in enumerate(sizes, start=1)]
    names = [f"R{n}" for n in range(people)]
    share = double if people > 1 else 0.0
    plan = make_plan(works, names, double=share, seed=seed)
    assert set(plan.names) == {one.report_id for one in works}
    assert all(1 <= len(set(given)) == len(given) <= 2 for given in plan.names.values())
    assert len(plan.doubled) == round(share * len(works))
    for kind in FAMILIES:
        counts = [
            sum(one.family == kind and name in plan.names[one.report_id] for one in works) for name in names
        ]
        assert max(counts) - min(counts) <= 2
