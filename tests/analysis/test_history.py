"""Findings of authorities over the years: who belongs together, and what is compared."""

from __future__ import annotations

from pathlib import Path

from reviewer.analysis.history import Report, authorities, of_store, predecessors
from reviewer.analysis.recurrence import Subject
from reviewer.store import Store
from tests import over_the_years


def report(number: int, authority: str, date: str, text: str = "Minutes of conferences are late.") -> Report:
    subject = Subject(number, number, date, "weakness", "negative", "child_protection", None, text)
    return Report(number, authority, date, (subject,), {})


def test_predecessors_are_looked_back_at() -> None:
    assert predecessors("Cumberland") == ("Cumbria",)
    before, after = report(1, "Cumbria", "2017-11-06"), report(2, "Cumberland", "2024-03-04")
    found = {one.name: one for one in authorities([after, before])}
    (suggested,) = found["Cumberland"].suggestions()
    assert [one.earlier for one in suggested.candidates] == [1]
    assert list(found["Cumbria"].suggestions()) == []


def test_authorities_are_kept_apart() -> None:
    reports = [report(1, "Highmarsh", "2017"), report(2, "Southvale", "2019"), report(3, "", "2021")]
    found = authorities([*reports, report(4, "Highmarsh", "")])
    assert [one.name for one in found] == ["Highmarsh", "Southvale"]
    assert [list(one.suggestions()) for one in found] == [[], []]


def test_findings_of_a_store_as_they_were_reviewed(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.sqlite") as store:
        first, second, _ = over_the_years.bring_in(store)
        minutes = over_the_years.finding(store, first, "Minutes")
        records = over_the_years.finding(store, second, "The timeliness of records")
        (highmarsh,) = authorities(of_store(store, store.reports()))
        suggested = {one.later: one for one in highmarsh.suggestions()}
        assert suggested[records].candidates[0].earlier == minutes
        assert highmarsh.printed[records].path == "2019-03-18_highmarsh.txt"
        store.reject([minutes])
        (highmarsh,) = authorities(of_store(store, store.reports()))
        assert minutes not in highmarsh.subjects
        store.set_wording(records, "Too few children see a dentist.")
        (highmarsh,) = authorities(of_store(store, store.reports()))
        assert highmarsh.subjects[records].text == "Too few children see a dentist."
