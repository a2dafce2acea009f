"""An authority over the years: its inspections in date order, with what each judged and found.

Pure: rows of the store in, frozen values out. Rejected findings and judgements are left out; how much of an
inspection is reviewed is said beside every figure of it. What a framework does not judge is another thing
than a grade that was not read, and neither is a low grade.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from reviewer.analysis import frameworks, measure_series
from reviewer.analysis.frameworks import Grade, Ladder
from reviewer.analysis.history import date_of, name_of
from reviewer.analysis.measure_series import Series
from reviewer.analysis.threads import Thread, threads
from reviewer.model import Kind, Polarity
from reviewer.store.rows import Decision, FindingRow, JudgementRow, LinkRow, ReportRow

CONCERN_KINDS: Final = frozenset({Kind.AREA_FOR_DEVELOPMENT, Kind.AREA_FOR_IMPROVEMENT, Kind.PRIORITY_ACTION})
_DECIDED: Final = frozenset({Decision.ACCEPTED, Decision.CORRECTED, Decision.ADDED})


@dataclass(frozen=True, slots=True)
class Given:
    """A report as the store has it; rejected rows may be among the others."""

    row: ReportRow
    judgements: Sequence[JudgementRow]
    findings: Sequence[FindingRow]


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement on its ladders. ``words`` is the grade in the words of its scale, ``printed`` as it stands.

    No ladders where its area is none that we know: it has one of its own, named ``area``.
    """

    ladders: tuple[Ladder, ...]
    area: str
    grade: Grade
    words: str
    printed: str
    scope: str
    report_id: int
    judgement_id: int
    decision: Decision

    @property
    def rung(self) -> int | None:
        """0 for the best to 3; None where the words are no grade of a scale."""
        return frameworks.RUNGS.get(self.grade)


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """What one inspection found about one theme: ids of findings. A ``mixed`` concern holds praise too."""

    theme: str
    concerns: tuple[int, ...] = ()
    strengths: tuple[int, ...] = ()
    mixed: int = 0
    decided: int = 0
    """How many of the concerns and strengths a reviewer has decided on."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection or visit; the figures are those of ``report``.

    ``copies`` are other files of the same inspection, whose findings are not counted again.
    """

    report: ReportRow
    own: bool
    """Whether it is the authority's, not a predecessor's."""
    judgements: tuple[Judged, ...]
    themes: tuple[ThemeCount, ...]
    findings: int
    decided: int
    concerns: int
    strengths: int
    copies: tuple[ReportRow, ...] = ()

    @property
    def date(self) -> str:
        """When it began, else when its report came out; ISO, '' where neither is known."""
        return date_of(self.report)

    @property
    def is_visit(self) -> bool:
        """Whether it is of a family that gives no grades, and has none."""
        return frameworks.is_visit(self.report.document_type) and not self.judgements

    def theme(self, theme: str) -> ThemeCount:
        """The counts of one theme."""
        return next((one for one in self.themes if one.theme == theme), ThemeCount(theme))


class State(StrEnum):
    """What an inspection says on a ladder."""

    GRADED = "graded"
    NOT_PART = "not_part"
    NOT_READ = "not_read"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Rung:
    """One inspection on one ladder. ``judged`` where it is graded; ``joint`` where with another ladder."""

    state: State
    judged: Judged | None = None
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A ladder with one rung for each inspection of the timeline. ``key`` is a Ladder, or an area's words."""

    key: str
    label: str
    apart: bool
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything there is of an authority; ``undated`` reports have no place in it."""

    authority: str
    inspections: tuple[Inspection, ...]
    lanes: tuple[Lane, ...]
    themes: tuple[str, ...]
    """Themes that any inspection has a concern or strength in, those with most concerns first."""
    series: tuple[Series, ...]
    undated: tuple[ReportRow, ...] = ()
    predecessors: tuple[str, ...] = ()
    """Those whose inspections are shown with it."""
    threads: tuple[Thread, ...] = ()
    """Concerns that settled links tie together, as far as their inspections are shown."""
    words: Mapping[int, str] = field(default_factory=dict, repr=False)
    """The words of the findings that the threads run through."""

    def column(self, report_id: int) -> int | None:
        """Which inspection a report is, itself or as another file of it."""
        return next(
            (
                number
                for number, one in enumerate(self.inspections)
                if report_id in (one.report.id, *(copy.id for copy in one.copies))
            ),
            None,
        )


class Codes(Protocol):
    """What says whether a finding is a concern or a strength."""

    @property
    def kind(self) -> str:
        """Its kind."""

    @property
    def polarity(self) -> str:
        """Its polarity."""


def is_concern(row: Codes) -> bool:
    """Whether a finding asks for something: negative, mixed, or listed as what has to be done."""
    return row.kind in CONCERN_KINDS or row.polarity in (Polarity.NEGATIVE, Polarity.MIXED)


def is_strength(row: Codes) -> bool:
    """Whether a finding only praises."""
    return row.polarity == Polarity.POSITIVE and not is_concern(row)


def inspection_key(row: ReportRow) -> tuple[object, ...]:
    """What files of one inspection have in common: family, authority and first day, where that is known."""
    exact = row.authority and row.inspection_start and len(row.inspection_start) == 10
    return (name_of(row.authority), row.document_type, row.inspection_start) if exact else (row.id,)


def best_known_first(row: ReportRow) -> tuple[int, bool, int]:
    """Sorts files of one inspection: the most reviewed, then those with pages, then the first imported."""
    return -row.decided, row.pages is None, row.id


def timeline(authority: str, given: Sequence[Given], *, links: Iterable[LinkRow] = ()) -> Timeline:
    """The reports of an authority, and of predecessors that are to be shown with it, as one timeline.

    ``authority`` is its name in the register. A report whose authority is another one is taken to be a
    predecessor's.
    """
    dated = [one for one in given if date_of(one.row)]
    undated = tuple(one.row for one in given if not date_of(one.row))
    found = sorted((_inspection(same, authority) for same in _same(dated)), key=_order)
    tied = _tied(dated, links)
    by_report = {one.row.id: one.findings for one in dated}
    pairs = [(one.report, [row for row in by_report[one.report.id] if _stands(row)]) for one in found]
    return Timeline(
        authority=authority,
        inspections=tuple(found),
        lanes=_lanes(found),
        themes=_themes(found),
        series=measure_series.series(pairs),
        undated=undated,
        predecessors=tuple(
            dict.fromkeys(one.report.authority for one in found if not one.own and one.report.authority)
        ),
        threads=tied,
        words=_words(dated, tied),
    )


def _tied(dated: Sequence[Given], links: Iterable[LinkRow]) -> tuple[Thread, ...]:
    """The threads through at least two of the reports, without what leaves them or was rejected."""
    dates = {one.row.id: date_of(one.row) for one in dated}
    standing = {row.id for one in dated for row in one.findings if _stands(row)}
    found = (
        Thread(tuple(knot for knot in thread.knots if knot.finding_id in standing))
        for thread in threads(links, dates)
    )
    return tuple(one for one in found if one.length > 1)


def _words(dated: Sequence[Given], tied: Iterable[Thread]) -> dict[int, str]:
    wanted = {knot.finding_id for thread in tied for knot in thread.knots}
    return {row.id: row.text for one in dated for row in one.findings if row.id in wanted}


def _stands(row: FindingRow | JudgementRow) -> bool:
    return row.decision != Decision.REJECTED


def _order(one: Inspection) -> tuple[str, str, int]:
    return one.date, one.report.publication_date or "", one.report.id


def _same(given: Sequence[Given]) -> list[list[Given]]:
    """Files of one inspection together, the best known first."""
    groups: defaultdict[tuple[object, ...], list[Given]] = defaultdict(list)
    for one in sorted(given, key=lambda one: best_known_first(one.row)):
        groups[inspection_key(one.row)].append(one)
    return list(groups.values())


def _inspection(same: list[Given], authority: str) -> Inspection:
    first, *others = same
    standing = [row for row in first.findings if _stands(row)]
    return Inspection(
        report=first.row,
        own=name_of(first.row.authority) == authority,
        judgements=tuple(_judged(first.row, row) for row in first.judgements if _stands(row)),
        themes=_counts(standing),
        findings=len(standing),
        decided=sum(row.decision in _DECIDED for row in standing),
        concerns=sum(map(is_concern, standing)),
        strengths=sum(map(is_strength, standing)),
        copies=tuple(one.row for one in others),
    )


def _judged(report: ReportRow, row: JudgementRow) -> Judged:
    place = frameworks.place(report.document_type, row.area)
    return Judged(
        ladders=place.ladders,
        area=row.area,
        grade=frameworks.grade(row.grade),
        words=frameworks.short_grade(row.grade, place.ladders),
        printed=row.grade,
        scope=place.scope,
        report_id=report.id,
        judgement_id=row.id,
        decision=row.decision,
    )


def _counts(findings: Iterable[FindingRow]) -> tuple[ThemeCount, ...]:
    """Each theme of a finding counts it once."""
    concerns: defaultdict[str, list[int]] = defaultdict(list)
    strengths: defaultdict[str, list[int]] = defaultdict(list)
    mixed: defaultdict[str, int] = defaultdict(int)
    decided: defaultdict[str, int] = defaultdict(int)
    for row in findings:
        into = concerns if is_concern(row) else strengths if is_strength(row) else None
        if into is None:
            continue
        for theme in dict.fromkeys(row.themes or (row.theme,)):
            into[theme].append(row.id)
            mixed[theme] += row.polarity == Polarity.MIXED
            decided[theme] += row.decision in _DECIDED
    return tuple(
        ThemeCount(theme, tuple(concerns[theme]), tuple(strengths[theme]), mixed[theme], decided[theme])
        for theme in dict.fromkeys((*concerns, *strengths))
    )


def _themes(found: Sequence[Inspection]) -> tuple[str, ...]:
    concerns: defaultdict[str, int] = defaultdict(int)
    strengths: defaultdict[str, int] = defaultdict(int)
    for inspection in found:
        for one in inspection.themes:
            concerns[one.theme] += len(one.concerns)
            strengths[one.theme] += len(one.strengths)
    return tuple(sorted(concerns, key=lambda theme: (-concerns[theme], -strengths[theme], theme)))


def _lanes(found: Sequence[Inspection]) -> tuple[Lane, ...]:
    """The ladders that any of the inspections has, in their order; unknown areas after them."""
    shown: dict[str, tuple[str, bool]] = {}
    graded = {ladder for one in found for judged in one.judgements for ladder in judged.ladders}
    for ladder in Ladder:
        if ladder in graded:
            shown[ladder] = (frameworks.LABELS[ladder], ladder in frameworks.APART)
    for one in found:
        for judged in one.judgements:
            if not judged.ladders:
                shown.setdefault(judged.area.casefold(), (judged.area, True))
    return tuple(
        Lane(key, label, apart, tuple(_rung(one, key) for one in found))
        for key, (label, apart) in shown.items()
    )


def _rung(inspection: Inspection, key: str) -> Rung:
    for judged in inspection.judgements:
        if key in judged.ladders or (not judged.ladders and judged.area.casefold() == key):
            return Rung(State.GRADED, judged, joint=len(judged.ladders) > 1)
    if inspection.is_visit:
        return Rung(State.VISIT)
    report = inspection.report
    expected = frameworks.judged(report.document_type, report.inspection_start or "")
    return Rung(State.NOT_READ if key in expected else State.NOT_PART)
