"""Whose work a report is: in its row, its log, its undo, and in what leaves the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.exporting import export
from reviewer.importing import Result, import_dataset
from reviewer.store import Store, StoreError
from tests import factories


@pytest.fixture
def two(store: Store, report_id: int) -> tuple[int, int]:
    given = factories.report(original=b"%PDF other", authority="Ashby")
    return report_id, store.import_report(
        given.document, given.extraction, given.original, name="ashby.pdf"
    ).report_id


def test_a_plan_is_kept_and_undone(store: Store, two: tuple[int, int]) -> None:
    one, other = two
    changes = store.assign({one: ("Ben", "ada"), other: ["Ben"]})
    assert [change.name for change in changes] == [
        "assign the report to ada and Ben",
        "assign the report to Ben",
    ]
    assert all(change.report for change in changes)
    assert store.report(one).assigned == ("ada", "Ben")
    assert {row.id: row.assigned for row in store.reports()} == {one: ("ada", "Ben"), other: ("Ben",)}
    assert store.reviewers() == ["ada", "Ben"]
    # As spelt before; nothing changes then.
    assert [change.name for change in store.assign({one: [" ben ", "ADA"]})] == [""]
    store.assign({one: ["Cem"]})
    store.undo(one)
    assert store.report(one).assigned == ("ada", "Ben")
    store.undo(one)
    assert store.report(one).assigned == ()
    store.redo(one)
    assert store.report(one).assigned == ("ada", "Ben")
    assert store.report(other).assigned == ("Ben",)
    assert store.assign({one: []})[0].name == "assign the report to nobody"
    assert store.check() == []


def test_all_of_a_plan_or_nothing(store: Store, two: tuple[int, int]) -> None:
    with pytest.raises(StoreError, match="A reviewer needs a name"):
        store.assign({two[0]: ["Ada"], two[1]: [" "]})
    with pytest.raises(StoreError, match="no longer in the store"):
        store.assign({two[0]: ["Ada"], 99: ["Ada"]})
    assert store.report(two[0]).assigned == ()


def test_going_back_in_a_review_leaves_the_plan(store: Store, report_id: int) -> None:
    store.accept([store.findings(report_id)[0].id])
    store.assign({report_id: ["Ben"]})
    store.take_back(report_id, 0)
    assert store.report(report_id).decided == 0
    assert store.report(report_id).assigned == ("Ben",)


def test_it_goes_with_the_lossless_form(store: Store, two: tuple[int, int], tmp_path: Path) -> None:
    store.assign({two[0]: ["Ada", "Ben"]})
    (path,) = export(store, "json", tmp_path)
    with Store.open(tmp_path / "other.sqlite") as other:
        assert import_dataset(other, path).result is Result.IMPORTED
        assert {row.authority: row.assigned for row in other.reports()} == {
            "Northmere": ("Ada", "Ben"),
            "Ashby": (),
        }
        assert other.check() == []
