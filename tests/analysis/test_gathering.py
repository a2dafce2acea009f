"""Timelines and comparisons of what a store holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.analysis import gathering
from reviewer.analysis.comparison import By, Choice
from reviewer.store import Store
from reviewer.store.rows import CodeRole, Relation
from tests.factories import report


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A county, the two authorities that took its place, and one whose name no register knows."""
    opened = Store.open(tmp_path / "counties.sqlite", reviewer="AR")
    for number, (name, begun) in enumerate(
        (
            ("Northamptonshire County Council", "2018-05-01"),
            ("West Northamptonshire", "2023-05-01"),
            ("North Northamptonshire", "2022-05-01"),
            ("Northmere", "2024-03-04"),
        )
    ):
        given = report(original=b"%d" % number, name=f"{name}.pdf", authority=name, inspection_start=begun)
        opened.import_report(given.document, given.extraction, given.original, name=given.name)
    return opened


def test_authorities_by_their_names_in_the_register(store: Store) -> None:
    assert gathering.authorities(store) == [
        "North Northamptonshire",
        "Northamptonshire",
        "Northmere",
        "West Northamptonshire",
    ]


def test_predecessors_are_shown_where_they_are_wanted(store: Store) -> None:
    alone = gathering.timeline_of(store, "West Northamptonshire Council")
    assert [one.date[:4] for one in alone.inspections] == ["2023"]
    both = gathering.timeline_of(store, "West Northamptonshire", predecessors=True)
    assert [(one.date[:4], one.own) for one in both.inspections] == [("2018", False), ("2023", True)]
    unknown = gathering.timeline_of(store, "Northmere", predecessors=True)
    assert [one.own for one in unknown.inspections] == [True]


def test_links_to_a_predecessor_s_reports_are_threads_with_it(store: Store) -> None:
    county, west = (row.id for row in sorted(store.reports(), key=lambda row: row.id)[:2])
    store.settle(store.findings(west)[5].id, store.findings(county)[5].id, Relation.RECURS)
    assert gathering.timeline_of(store, "West Northamptonshire").threads == ()
    (thread,) = gathering.timeline_of(store, "West Northamptonshire", predecessors=True).threads
    assert [knot.report_id for knot in thread.knots] == [county, west]


def test_themes_are_named_as_the_codebook_names_them(store: Store) -> None:
    code = next(row for row in store.codes(CodeRole.THEME) if row.key == "workforce")
    store.set_code(code.id, label="Staff")
    assert gathering.names_of(store).theme("workforce") == "Staff"
    assert gathering.names_of(store).theme("not_in_there") == "Not in there"


def test_grades_are_read_where_they_are_the_columns(store: Store) -> None:
    first = store.reports()[0].id
    store.add_judgement(first, "Overall effectiveness", "Good")
    found = gathering.comparison_of(store, Choice(By.GRADE))
    assert {group.label: len(group.reports) for group in found.groups} == {"Good": 1, "No overall grade": 3}


def test_counting_can_be_ended(store: Store) -> None:
    class EndedError(Exception):
        pass

    def progress(_done: int, _of: int) -> None:
        raise EndedError

    with pytest.raises(EndedError):
        gathering.comparison_of(store, Choice(), progress=progress)
