"""Findings of authorities over the years, from a store or from extractions, as recurrence compares them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from reviewer import register
from reviewer.analysis.recurrence import History, Subject, Suggestion
from reviewer.extraction import codebook
from reviewer.model import Spans, Statement
from reviewer.store import Decision, FindingRow, ReportRow, SectionRow, Store

_BOARD: Final = re.compile(r"\bsafeguarding children(?:['’]s)? board\b|\blscb\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printed:
    """Where a finding is printed: the file, and its number there."""

    path: str
    number: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """A report's findings, ready to compare. ``authority`` is the register's name, or as printed."""

    id: int
    authority: str
    date: str
    subjects: tuple[Subject, ...]
    printed: Mapping[int, Printed]


class Authority:
    """One authority's reports, and those of its predecessors, for which nothing is suggested."""

    def __init__(self, name: str, own: Sequence[Report], before: Sequence[Report] = ()) -> None:
        self.name = name
        self.reports = (*before, *own)
        self._own = own

    @cached_property
    def history(self) -> History:
        """All its findings."""
        subjects = (subject for report in self.reports for subject in report.subjects)
        return History(subjects, codebook.load())

    @cached_property
    def subjects(self) -> dict[int, Subject]:
        """Its findings, its predecessors' too, by id."""
        return {subject.id: subject for report in self.reports for subject in report.subjects}

    @cached_property
    def printed(self) -> dict[int, Printed]:
        """Where each finding is printed."""
        return {key: place for report in self.reports for key, place in report.printed.items()}

    def suggestions(self) -> Iterator[Suggestion]:
        """Those of its own reports in the order of their dates, each report's in reading order."""
        for report in sorted(self._own, key=lambda one: (one.date, one.id)):
            for subject in report.subjects:
                found = self.history.suggestion(subject.id)
                if found is not None and found.candidates:
                    yield found


def authorities(reports: Iterable[Report]) -> list[Authority]:
    """The authorities of the reports, in the order of their names; reports that name none are left out."""
    by_name: defaultdict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if report.authority and report.date:
            by_name[report.authority].append(report)
    return [
        Authority(name, own, [one for before in predecessors(name) for one in by_name.get(before, ())])
        for name, own in sorted(by_name.items(), key=lambda pair: pair[0].casefold())
    ]


def name_of(authority: str | None) -> str:
    """The register's name of an authority, or what is its own of the name, '' where there is none."""
    resolved = register.resolve(authority)
    return resolved.name if resolved.known else register.plain_name(resolved.name)


def predecessors(name: str) -> tuple[str, ...]:
    """The names of those before an authority; none for one that the register does not know."""
    found = register.find(name)
    return tuple(one.name for one in register.predecessors(found)) if found else ()


def same_authority(name: str, rows: Iterable[ReportRow]) -> list[ReportRow]:
    """The reports of an authority and of its predecessors."""
    wanted = {name, *predecessors(name)}
    return [row for row in rows if name_of(row.authority) in wanted]


# From a store


def date_of(row: ReportRow) -> str:
    """When the inspection began, else when its report came out; ISO, '' where neither is known."""
    return row.inspection_start or row.publication_date or ""


def of_store(store: Store, rows: Iterable[ReportRow]) -> list[Report]:
    """Reports of a store; rejected findings are left out."""
    return [_from_rows(row, store.findings(row.id), store.sections(row.id)) for row in rows]


def _from_rows(row: ReportRow, findings: Iterable[FindingRow], sections: Iterable[SectionRow]) -> Report:
    headings = {one.id: (one.heading, one.parent_id) for one in sections}
    stand = [one for one in findings if one.decision is not Decision.REJECTED]
    subjects = tuple(
        Subject(
            id=one.id,
            report=row.id,
            date=date_of(row),
            kind=one.kind,
            polarity=one.polarity,
            theme=one.theme,
            heading=headings[one.section_id][0] if one.section_id in headings else None,
            text=one.text,
            statements=one.statements if one.wording is None else (),
            board=_is_board(one.section_id, headings),
            repeats=one.repeat_of_previous,
            addresses=one.addressed_since_previous,
        )
        for one in stand
    )
    printed = {one.id: Printed(row.source_name, one.number) for one in stand}
    return Report(row.id, name_of(row.authority), date_of(row), subjects, printed)


# From objects of the extraction format


def of_extractions(extractions: Iterable[Mapping[str, Any]]) -> list[Report]:
    """Reports as ``reviewer extract`` gives them; ids count the findings of all of them."""
    reports: list[Report] = []
    first = 0
    for number, extraction in enumerate(extractions):
        reports.append(_from_extraction(number, first, extraction))
        first += len(extraction["findings"])
    return reports


def _from_extraction(number: int, first: int, extraction: Mapping[str, Any]) -> Report:
    facts = extraction["report"]
    date = facts["inspection_start"] or facts["publication_date"] or ""
    headings = {one["id"]: (one["heading"], one["parent"]) for one in extraction["sections"]}
    subjects = tuple(
        Subject(
            id=key,
            report=number,
            date=date,
            kind=one["kind"],
            polarity=one["polarity"],
            theme=one["theme"],
            heading=one["section"],
            text=one["text"],
            statements=tuple(
                Statement(said["text"], _spans(said["spans"]), said["polarity"]) for said in one["statements"]
            ),
            board=_is_board(one["section_id"], headings),
            repeats=one["repeat_of_previous"],
            addresses=one["addressed_since_previous"],
        )
        for key, one in enumerate(extraction["findings"], start=first)
    )
    path = extraction["source"]["path"]
    printed = {
        key: Printed(path, one["number"]) for key, one in enumerate(extraction["findings"], start=first)
    }
    return Report(number, name_of(facts["authority"]), date, subjects, printed)


def _spans(given: Iterable[Sequence[int]]) -> Spans:
    return tuple((start, end) for start, end in given)


_Headings = Mapping[Any, tuple[str, Any]]


def _is_board(section: object, headings: _Headings) -> bool:
    """Whether a heading above the finding names the safeguarding children board."""
    while section in headings:
        heading, section = headings[section]
        if _BOARD.search(heading):
            return True
    return False
