"""What links tie together over the years."""

from __future__ import annotations

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from reviewer.analysis.threads import threads
from reviewer.store.rows import LinkRow, Relation

DATES = {1: "2011-05-04", 2: "2014-01-28", 3: "2017-03-06", 4: "2022-06-20"}
_NUMBERS = count(1)


def link(later: int, earlier: int | None, relation: Relation = Relation.RECURS) -> LinkRow:
    """Findings are numbered by their reports: 30 to 39 are of report 3."""
    report = None if earlier is None else earlier // 10
    return LinkRow(
        id=next(_NUMBERS),
        report_id=later // 10,
        finding_id=later,
        relation=relation,
        settled_by="ada",
        settled_at="2026-03-01T10:00:00Z",
        earlier_report_id=report,
        earlier_finding_id=earlier,
        earlier_date=DATES.get(report or 0, ""),
        earlier_sha256="0" * 64,
        earlier_spans=((0, 1),),
    )


def test_a_chain_is_one_thread() -> None:
    (thread,) = threads([link(20, 10), link(30, 20), link(40, 30, Relation.ADDRESSED)], DATES)
    assert [knot.finding_id for knot in thread.knots] == [10, 20, 30, 40]
    assert [knot.relation for knot in thread.knots] == [
        None,
        Relation.RECURS,
        Relation.RECURS,
        Relation.ADDRESSED,
    ]
    assert thread.length == 4
    assert thread.years == ("2011", "2014", "2017", "2022")
    assert thread.is_addressed


def test_findings_of_one_inspection_lengthen_nothing() -> None:
    (thread,) = threads([link(20, 10), link(21, 10, Relation.WORSENED)], DATES)
    assert thread.length == 2
    assert len(thread.knots) == 3
    assert not thread.is_addressed


def test_a_concern_beside_praise_is_not_settled() -> None:
    (thread,) = threads([link(20, 10, Relation.ADDRESSED), link(21, 10)], DATES)
    assert thread.last.finding_id == 21
    assert not thread.is_addressed


def test_the_longest_first_then_the_latest() -> None:
    found = threads([link(20, 10), link(31, 21), link(41, 31), link(42, 32)], DATES)
    assert [thread.knots[0].finding_id for thread in found] == [21, 32, 10]


def test_what_ties_nothing() -> None:
    assert threads([link(20, 10, Relation.NOT_SAME), link(30, None)], DATES) == []


@given(
    st.lists(
        st.tuples(st.integers(20, 49), st.integers(10, 39), st.sampled_from(list(Relation))).filter(
            lambda one: one[0] // 10 > one[1] // 10
        ),
        max_size=40,
    )
)
def test_each_finding_is_in_one_thread(given: list[tuple[int, int, Relation]]) -> None:
    found = threads([link(*one) for one in given], DATES)
    knots = [knot.finding_id for thread in found for knot in thread.knots]
    tied = {one for later, earlier, relation in given if relation != "not_same" for one in (later, earlier)}
    assert sorted(knots) == sorted(tied)
    lengths = [thread.length for thread in found]
    assert lengths == sorted(lengths, reverse=True)
    assert all(length >= 2 for length in lengths)
