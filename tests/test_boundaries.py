"""Where an edge goes: by word, sentence and line, over furniture, never out of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.boundaries import Edge, Unit, move_edge, reshaped, snapped

TEXT = (
    "7. Most plans are clear. Some are too\nbrief, e.g. those for older\n\n"
    "Inspection of Northmere\n2\n\n"
    "children. Dr. Reed agrees.\n\nA heading\n"
)
FURNITURE = ((TEXT.index("Inspection"), TEXT.index("2\n") + 1),)


def at(words: str, *, end: bool = False) -> int:
    return TEXT.index(words) + (len(words) if end else 0)


@pytest.mark.parametrize(
    ("begin", "unit", "by", "edge", "there"),
    [
        (at("clear.", end=True), Unit.WORD, 1, Edge.END, at("Some", end=True)),
        (at("clear.", end=True), Unit.WORD, -2, Edge.END, at("Most plans", end=True)),
        (at("Most"), Unit.WORD, 1, Edge.START, at("plans")),
        (at("Most"), Unit.WORD, -1, Edge.START, 0),
        (at("older", end=True), Unit.WORD, 1, Edge.END, at("children.", end=True)),
        (at("children. Dr"), Unit.WORD, -1, Edge.START, at("older")),
        (at("clear.", end=True), Unit.SENTENCE, 1, Edge.END, at("children.", end=True)),
        (at("children.", end=True), Unit.SENTENCE, -1, Edge.END, at("clear.", end=True)),
        (at("Some"), Unit.SENTENCE, 1, Edge.START, at("Dr. Reed")),
        (at("Dr. Reed"), Unit.SENTENCE, -1, Edge.START, at("Some")),
        (at("clear.", end=True), Unit.LINE, 1, Edge.END, at("too", end=True)),
        (at("clear.", end=True), Unit.LINE, 2, Edge.END, at("older", end=True)),
        (at("older", end=True), Unit.LINE, 1, Edge.END, at("agrees.", end=True)),
        (at("children. Dr"), Unit.LINE, -1, Edge.START, at("brief")),
    ],
)
def test_an_edge_moves(begin: int, unit: Unit, by: int, edge: Edge, there: int) -> None:
    assert move_edge(TEXT, begin, unit, by, FURNITURE, edge) == there


def test_an_edge_stays_where_nothing_is_further() -> None:
    last = at("A heading", end=True)
    assert move_edge(TEXT, last, Unit.WORD, 1, FURNITURE) == last
    assert move_edge(TEXT, 0, Unit.SENTENCE, -3, FURNITURE, Edge.START) == 0
    with pytest.raises(ValueError, match="outside"):
        move_edge(TEXT, len(TEXT) + 1, Unit.WORD, 1)


def test_a_long_stretch_of_furniture_is_stepped_over() -> None:
    text = "before " + "table of contents\n" * 2000 + "after it"
    furniture = ((7, text.index("after")),)
    assert move_edge(text, 6, Unit.WORD, 1, furniture) == text.index("after") + 5
    assert move_edge(text, text.index("after"), Unit.WORD, -1, furniture, Edge.START) == 0


def test_a_handle_rests_at_the_nearest_word() -> None:
    assert snapped(TEXT, at("clear") + 4, FURNITURE, Edge.END) == at("clear.", end=True)
    assert snapped(TEXT, at("clear") + 1, FURNITURE, Edge.START) == at("clear")
    assert snapped(TEXT, at("Northmere"), FURNITURE, Edge.END) in (
        at("older", end=True),
        at("children.", end=True),
    )


def test_what_is_gained_leaves_furniture_out_and_gaps_stay() -> None:
    some, older = at("Some"), at("older", end=True)
    children = (at("children."), at("children.", end=True))
    assert reshaped(TEXT, ((some, older),), some, children[1], FURNITURE) == ((some, older), children)
    assert reshaped(TEXT, ((some, older), children), some, older, FURNITURE) == ((some, older),)
    assert reshaped(TEXT, ((some, older), children), at("Most"), children[1], FURNITURE) == (
        (at("Most"), older),
        children,
    )
    assert reshaped(TEXT, ((some, older),), older, some, FURNITURE) == ()


@given(
    st.text(alphabet="ab. \n•A", max_size=80),
    st.integers(0, 80),
    st.sampled_from(Unit),
    st.sampled_from(Edge),
    st.booleans(),
    st.tuples(st.integers(0, 80), st.integers(0, 80)),
)
def test_edges_go_the_way_they_are_sent_and_never_rest_in_furniture(
    text: str, offset: int, unit: Unit, edge: Edge, forward: bool, hole: tuple[int, int]
) -> None:
    offset = min(offset, len(text))
    low, high = sorted(min(end, len(text)) for end in hole)
    there = move_edge(text, offset, unit, 1 if forward else -1, ((low, high),) if low < high else (), edge)
    assert there == offset or (there > offset) == forward
    if there != offset:
        inside = low <= there < high if edge is Edge.START else low < there <= high
        assert not inside
