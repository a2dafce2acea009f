"""The story of five published reports on one authority: what the first letter asked for comes back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from reviewer.analysis.history import authorities, of_store
from reviewer.analysis.threads import threads
from reviewer.exporting import export
from reviewer.importing import Result, import_files
from reviewer.store import Relation, Store
from tests import over_the_years

LETTER = "2011-01-13_coventry_contact-referral-assessment.txt"
FILES = (
    LETTER,
    "2014-03-21_coventry_single-inspection.txt",
    "2017-06-13_coventry.pdf",
    "2021-06-25_coventry_focused-visit.txt",
    "2022-08-12_coventry.pdf",
)


@pytest.mark.corpus
def test_late_minutes_over_the_years(corpus: Path, tmp_path: Path) -> None:
    paths = [next(corpus.glob(f"*/{name}")) for name in FILES]
    with Store.open(tmp_path / "coventry.sqlite", reviewer="ada") as store:
        outcomes = list(import_files(store, paths))
        assert [one.result for one in outcomes] == [Result.IMPORTED] * 5
        by_name = {row.source_name: row.id for row in store.reports()}
        (coventry,) = authorities(of_store(store, store.reports()))
        assert coventry.name == "Coventry"
        assert len(coventry.reports) == 5

        # The late minutes of the letter are what the next report's findings are about.
        minutes = over_the_years.finding(store, by_name[LETTER], "Minutes of initial child protection")
        again = {
            row.number: row.id for row in store.findings(by_name[FILES[1]]) if row.number in ("28", "52")
        }
        for finding in again.values():
            found = coventry.history.suggestion(finding)
            assert found is not None
            assert found.candidates[0].earlier == minutes
            assert any("strategy" in word for word, _ in found.candidates[0].why.words)
        later = coventry.history.suggestion(
            over_the_years.finding(store, by_name[FILES[2]], "When children may need immediate protection")
        )
        assert later is not None
        assert later.candidates[0].relation is Relation.ADDRESSED

        # Settled, they are seen in the tree, tie a thread, and go into the exports.
        store.settle(again["28"], minutes, Relation.RECURS)
        store.settle(again["52"], minutes, Relation.WORSENED)
        settled = next(one.earlier for one in later.candidates if one.earlier in (minutes, *again.values()))
        store.settle(later.later, settled, Relation.ADDRESSED)
        assert [mark.relation for mark in store.finding(again["28"]).links] == [Relation.RECURS]
        dates = {row.id: row.inspection_start or "" for row in store.reports()}
        (thread,) = threads(store.links(), dates)
        assert thread.years == ("2010", "2014", "2017")
        assert thread.is_addressed
        export(store, "csv", tmp_path / "dataset")
        with (tmp_path / "dataset" / "links.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert sorted(row["relation"] for row in rows) == ["addressed", "recurs", "worsened"]
        assert all(row["authority"] == "Coventry" for row in rows)
        assert store.check() == []
