"""Links to earlier concerns: settled, undone, carried along, and gone with either report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reviewer.store import LinkRow, Relation, Store, StoreError
from reviewer.store.salvage import salvage
from reviewer.store.store import utc_now
from tests import over_the_years
from tests.store.conftest import Clock


@dataclass
class Years:
    """A store of three letters; ``minutes`` is of the first, ``records`` and ``meetings`` of the second."""

    store: Store
    reports: list[int]

    def finding(self, report: int, begins: str) -> int:
        return over_the_years.finding(self.store, self.reports[report], begins)

    @property
    def minutes(self) -> int:
        return self.finding(0, "Minutes")

    @property
    def records(self) -> int:
        return self.finding(1, "The timeliness of records")

    @property
    def meetings(self) -> int:
        return self.finding(1, "Strategy meetings")

    def link(self) -> LinkRow:
        (found,) = self.store.links()
        return found


@pytest.fixture
def years(tmp_path: Path) -> Iterator[Years]:
    with Store.open(tmp_path / "reviewer.sqlite", reviewer="ada", clock=Clock()) as store:
        yield Years(store, over_the_years.bring_in(store))


def test_settled_and_seen(years: Years) -> None:
    change = years.store.settle(years.records, years.minutes, Relation.RECURS)
    assert change.report_id == years.reports[1]
    assert change.findings == {years.records}
    assert change.links == {years.link().id}
    assert "recurs (2011)" in change.name
    link = years.link()
    assert (link.finding_id, link.earlier_finding_id) == (years.records, years.minutes)
    assert (link.report_id, link.earlier_report_id) == (years.reports[1], years.reports[0])
    assert (link.relation, link.settled_by, link.earlier_date) == (Relation.RECURS, "ada", "2011-05-04")
    (mark,) = years.store.finding(years.records).links
    assert (mark.relation, mark.date) == (Relation.RECURS, "2011-05-04")
    assert years.store.links(years.reports[0]) == []
    assert years.store.links_of(years.records) == [link]


def test_said_anew_it_is_the_same_link(years: Years) -> None:
    years.store.settle(years.records, years.minutes, Relation.RECURS)
    first = years.link()
    assert years.store.settle(years.records, years.minutes, Relation.RECURS).name == ""
    years.store.settle(years.records, years.minutes, Relation.WORSENED)
    again = years.link()
    assert (again.id, again.relation) == (first.id, Relation.WORSENED)
    years.store.settle(years.records, years.minutes, Relation.NOT_SAME)
    assert years.store.finding(years.records).links == ()


def test_undone_and_done_again(years: Years) -> None:
    store, report = years.store, years.reports[1]
    store.settle(years.records, years.minutes, Relation.RECURS)
    store.unsettle(years.link().id)
    assert store.links() == []
    store.undo(report)
    assert years.link().relation is Relation.RECURS
    store.undo(report)
    assert store.links() == []
    store.redo(report)
    assert years.link().earlier_finding_id == years.minutes
    assert [entry.by for entry in store.history(report)] == ["ada"] * 5
    assert store.check() == []


def test_what_cannot_be_linked(years: Years) -> None:
    with pytest.raises(StoreError, match="in this report"):
        years.store.settle(years.records, years.meetings, Relation.RECURS)
    with pytest.raises(StoreError, match="no longer"):
        years.store.settle(years.records, 999, Relation.RECURS)
    with pytest.raises(StoreError, match="no longer"):
        years.store.unsettle(999)
    with pytest.raises(ValueError, match="same_but_different"):
        years.store.settle(years.records, years.minutes, "same_but_different")  # type: ignore[arg-type]
    assert years.store.links() == []


def test_the_earlier_finding_is_the_one_with_the_words(years: Years) -> None:
    store, first = years.store, years.reports[0]
    years.store.settle(years.records, years.minutes, Relation.RECURS)
    store.merge([years.minutes, years.finding(0, "Return interviews")])
    assert years.link().earlier_finding_id == years.finding(0, "Minutes")
    store.undo(first)
    words = store.finding(years.minutes)
    store.split(years.minutes, words.spans[0][0] + len("Minutes of child "))
    assert years.link().earlier_finding_id == years.finding(0, "protection conferences")
    assert store.check() == []


def test_links_go_with_a_finding_that_is_merged(years: Years) -> None:
    store = years.store
    store.settle(years.records, years.minutes, Relation.RECURS)
    store.settle(years.meetings, years.minutes, Relation.RECURS)
    store.settle(years.meetings, years.finding(0, "Caseloads"), Relation.NOT_SAME)
    records = years.records
    store.merge([records, years.meetings])
    assert sorted(link.relation for link in store.links_of(records)) == [Relation.NOT_SAME, Relation.RECURS]
    store.undo(years.reports[1])
    assert len(store.links_of(years.meetings)) == 2
    assert store.check() == []


def test_gone_with_the_later_report(years: Years) -> None:
    years.store.settle(years.records, years.minutes, Relation.RECURS)
    years.store.remove_report(years.reports[1])
    assert years.store.links() == []
    assert years.store.check() == []


def test_gone_with_the_earlier_report_and_back_with_undo(years: Years) -> None:
    store, later = years.store, years.reports[1]
    store.settle(years.records, years.minutes, Relation.RECURS)
    store.remove_report(years.reports[0])
    assert store.links() == []
    assert store.history(later)[0].name == "links to 2011-06-06_highmarsh.txt, which was removed"
    assert store.check() == []
    store.undo(later)
    asleep = years.link()
    assert (asleep.earlier_report_id, asleep.earlier_finding_id, asleep.earlier_date) == (None, None, "")
    assert store.finding(years.records).links == ()
    back = over_the_years.bring_in(store)
    assert back[0] not in years.reports
    assert years.link().earlier_finding_id == over_the_years.finding(store, back[0], "Minutes")
    assert store.check() == []


def test_carried_to_another_store_in_any_order(years: Years, tmp_path: Path) -> None:
    store = years.store
    store.settle(years.records, years.minutes, Relation.RECURS)
    later, earlier = (store.record(report) for report in (years.reports[1], years.reports[0]))
    with Store.open(tmp_path / "other.sqlite") as other:
        over_the_years.bring_in(other)
        other.remove_report(1)
        other.remove_report(2)
        other.restore_records([later])
        (link,) = other.links()
        assert link.earlier_report_id is None
        other.restore_records([earlier])
        (link,) = other.links()
        assert link.earlier_finding_id is not None
        assert other.finding(link.earlier_finding_id).verbatim.startswith("Minutes")
        assert other.finding(link.finding_id).verbatim.startswith("The timeliness of records")
        assert other.check() == []


@pytest.mark.parametrize(
    ("field", "value"), [("relation", "same"), ("earlier_spans", [[5, 1]]), ("earlier_sha256", "12")]
)
def test_a_link_from_a_file_is_not_trusted(years: Years, tmp_path: Path, field: str, value: object) -> None:
    years.store.settle(years.records, years.minutes, Relation.RECURS)
    record = years.store.record(years.reports[1])
    record["link"][0][field] = value
    with Store.open(tmp_path / "other.sqlite") as other:
        with pytest.raises(StoreError):
            other.restore_records([record])
        assert other.reports() == []


def test_taken_back_with_its_finding(years: Years) -> None:
    store, report = years.store, years.reports[1]
    store.settle(years.records, years.minutes, Relation.RECURS)
    store.take_back(report, 0, years.records)
    assert store.links() == []
    store.undo(report)
    assert years.link().relation is Relation.RECURS


def test_salvaged(years: Years, tmp_path: Path) -> None:
    years.store.settle(years.records, years.minutes, Relation.RECURS)
    years.store.close()
    salvage(tmp_path / "reviewer.sqlite", tmp_path / "new.sqlite", now=utc_now)
    with Store.open(tmp_path / "new.sqlite") as store:
        assert [link.relation for link in store.links()] == [Relation.RECURS]
        assert store.check() == []


def test_a_link_that_the_log_does_not_know_is_found(years: Years) -> None:
    years.store.settle(years.records, years.minutes, Relation.RECURS)
    years.store._db.execute("UPDATE link SET relation = 'worsened'")
    assert years.store.check() != []
    assert years.store.repair() == []
    assert years.link().relation is Relation.RECURS
