"""Themes across authorities, regions, families, years or grades: how often each comes up, and where.

Pure: codes in, counts out. Reports differ in length and kind, so every figure says what it is a share of, how
many reports stand behind it, and how many of them are reviewed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from reviewer import register
from reviewer.analysis import frameworks, naming
from reviewer.analysis.frameworks import Grade, Ladder
from reviewer.analysis.history import date_of, name_of
from reviewer.analysis.timeline import best_known_first, inspection_key, is_concern, is_strength
from reviewer.store.across import Coded
from reviewer.store.rows import Decision, JudgementRow, ReportRow, ReportState

UNKNOWN: Final = ""
"""The key of the group of those that have no authority, region, year or grade."""
TOGETHER: Final = "*"
"""The key of the column of an authority's neighbours together."""
FEW: Final = 3
"""With fewer reports than this, a group's shares say little of the group."""
_DECIDED: Final = frozenset({Decision.ACCEPTED, Decision.CORRECTED, Decision.ADDED})


class By(StrEnum):
    """What the columns are."""

    AUTHORITY = "authority"
    REGION = "region"
    FAMILY = "family"
    YEAR = "year"
    GRADE = "grade"
    NEIGHBOURS = "neighbours"


class Counted(StrEnum):
    """Which findings are counted."""

    CONCERNS = "concerns"
    STRENGTHS = "strengths"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is compared; empty parts let all through. ``first_year`` and ``last_year`` are included.

    ``authority`` is whose neighbours are shown, for ``By.NEIGHBOURS``. ``reviewed`` counts only what a
    reviewer has decided on; rejected findings never count.
    """

    by: By = By.AUTHORITY
    counted: Counted = Counted.CONCERNS
    families: Collection[str] = ()
    polarities: Collection[str] = ()
    kinds: Collection[str] = ()
    authorities: Collection[str] = ()
    regions: Collection[str] = ()
    first_year: str = ""
    last_year: str = ""
    reviewed: bool = False
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A column: the reports that it stands for, and how much of them is reviewed."""

    key: str
    label: str
    reports: tuple[int, ...] = ()
    reviewed: int = 0
    """How many of the reports are reviewed."""
    findings: int = 0
    """How many findings of them are counted in any theme."""
    decided: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """The findings of a group that have a theme; ``reports`` is in how many of its reports."""

    finding_ids: tuple[int, ...] = ()
    reports: int = 0
    decided: int = 0

    @property
    def count(self) -> int:
        """How many findings."""
        return len(self.finding_ids)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counts of themes (rows, those with most first) by groups (columns)."""

    choice: Choice
    groups: tuple[Group, ...]
    themes: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell] = field(repr=False)
    copies: int = 0
    """Files left out because another file is of the same inspection."""
    without: tuple[str, ...] = ()
    """Neighbours that have no report here."""

    def cell(self, theme: str, group: Group) -> Cell:
        """The findings of a group that have a theme."""
        return self.cells.get((theme, group.key), Cell())

    def share(self, theme: str, group: Group) -> float:
        """Of the findings counted in a group, the share that has the theme; 0 for a group without any."""
        return self.cell(theme, group).count / group.findings if group.findings else 0.0

    def says_little(self, group: Group) -> bool:
        """Whether few reports stand behind a column that is to speak for many."""
        of_one = self.choice.by in (By.AUTHORITY, By.NEIGHBOURS)
        return not of_one and len(group.reports) < FEW

    @property
    def own_groups(self) -> tuple[Group, ...]:
        """The columns without that of the neighbours together: no report is in two of them."""
        return tuple(group for group in self.groups if group.key != TOGETHER)

    @property
    def reports(self) -> int:
        """How many reports are compared, each counted once."""
        return len({report for group in self.groups for report in group.reports})

    @property
    def reviewed(self) -> int:
        """How many of the reports are reviewed."""
        return sum(group.reviewed for group in self.own_groups)


def compare(
    reports: Sequence[ReportRow],
    findings: Iterable[Coded],
    choice: Choice,
    *,
    judgements: Mapping[int, Sequence[JudgementRow]] | None = None,
    theme_order: Sequence[str] = (),
) -> Comparison:
    """Count. ``judgements`` of the reports are needed where grades are the columns."""
    passing = [row for row in reports if _has_report(row, choice)]
    kept = _without_copies(passing)
    grouped, labels, without = _grouped(kept, choice, judgements or {})
    group_of = {row.id: key for key, rows in grouped.items() for row in rows}
    found: defaultdict[tuple[str, str], list[Coded]] = defaultdict(list)
    counted: defaultdict[str, int] = defaultdict(int)
    decided: defaultdict[str, int] = defaultdict(int)
    totals: defaultdict[str, int] = defaultdict(int)
    for one in findings:
        key = group_of.get(one.report_id)
        if key is None or not _has_finding(one, choice):
            continue
        counted[key] += 1
        decided[key] += one.decision in _DECIDED
        for theme in dict.fromkeys(one.themes):
            found[theme, key].append(one)
            totals[theme] += 1
    groups = tuple(
        Group(
            key,
            labels.get(key, key),
            tuple(row.id for row in rows),
            sum(row.state is ReportState.REVIEWED for row in rows),
            counted[key],
            decided[key],
        )
        for key, rows in grouped.items()
    )
    place = {theme: number for number, theme in enumerate(theme_order)}
    themes = sorted(totals, key=lambda theme: (-totals[theme], place.get(theme, len(place)), theme))
    cells = {place: _cell(rows) for place, rows in found.items()}
    if choice.by is By.NEIGHBOURS:
        groups = _with_all_neighbours(groups, themes, cells)
    return Comparison(
        choice=choice,
        groups=groups,
        themes=tuple(themes),
        cells=cells,
        copies=_copies(passing, grouped),
        without=without,
    )


def _with_all_neighbours(
    groups: tuple[Group, ...], themes: Iterable[str], cells: dict[tuple[str, str], Cell]
) -> tuple[Group, ...]:
    """After the authority a column for its neighbours together, where there are several."""
    own, *near = groups
    if len(near) < 2:
        return groups
    together = Group(
        TOGETHER,
        f"{len(near)} neighbours together",
        tuple(report for group in near for report in group.reports),
        sum(group.reviewed for group in near),
        sum(group.findings for group in near),
        sum(group.decided for group in near),
    )
    for theme in themes:
        parts = [cells[theme, group.key] for group in near if (theme, group.key) in cells]
        cells[theme, TOGETHER] = Cell(
            tuple(finding for part in parts for finding in part.finding_ids),
            sum(part.reports for part in parts),
            sum(part.decided for part in parts),
        )
    return (own, together, *near)


def _cell(rows: Sequence[Coded]) -> Cell:
    return Cell(
        tuple(row.finding_id for row in rows),
        len({row.report_id for row in rows}),
        sum(row.decision in _DECIDED for row in rows),
    )


def _has_finding(one: Coded, choice: Choice) -> bool:
    if choice.reviewed and one.decision not in _DECIDED:
        return False
    if (choice.polarities and one.polarity not in choice.polarities) or (
        choice.kinds and one.kind not in choice.kinds
    ):
        return False
    if choice.counted is Counted.CONCERNS:
        return is_concern(one)
    return choice.counted is Counted.ALL or is_strength(one)


def _has_report(row: ReportRow, choice: Choice) -> bool:
    name = name_of(row.authority)
    year = date_of(row)[:4]
    return (
        (not choice.families or row.document_type in choice.families)
        and (not choice.authorities or name in choice.authorities)
        and (not choice.regions or region_of(name) in choice.regions)
        and (not choice.first_year or bool(year and year >= choice.first_year))
        and (not choice.last_year or bool(year and year <= choice.last_year))
    )


def region_of(name: str) -> str:
    """The region of an authority, '' where the register does not know it."""
    known = register.resolve(name).authority
    return known.region if known is not None else UNKNOWN


def _without_copies(reports: Iterable[ReportRow]) -> list[ReportRow]:
    """One file of each inspection: of those of one family, authority and first day, the best known."""
    best: dict[tuple[object, ...], ReportRow] = {}
    for row in sorted(reports, key=best_known_first):
        best.setdefault(inspection_key(row), row)
    return sorted(best.values(), key=lambda row: row.id)


def _copies(reports: Iterable[ReportRow], grouped: Grouped) -> int:
    """How many files were left out because one that is counted is of the same inspection."""
    counted = {row.id: inspection_key(row) for rows in grouped.values() for row in rows}
    keys = set(counted.values())
    return sum(row.id not in counted and inspection_key(row) in keys for row in reports)


Grouped = dict[str, list[ReportRow]]


def _grouped(
    reports: Sequence[ReportRow], choice: Choice, judgements: Mapping[int, Sequence[JudgementRow]]
) -> tuple[Grouped, dict[str, str], tuple[str, ...]]:
    """The reports by column, in the columns' order, with labels and the neighbours that have none."""
    if choice.by is By.NEIGHBOURS:
        return _beside_neighbours(reports, choice.authority)
    keys = {row.id: _key(row, choice.by, judgements.get(row.id, ())) for row in reports}
    order = {grade.value: number for number, grade in enumerate(Grade)}
    listed = sorted(set(keys.values()), key=lambda key: (key == UNKNOWN, order.get(key, 0), key.casefold()))
    grouped: Grouped = {key: [row for row in reports if keys[row.id] == key] for key in listed}
    return grouped, {key: _label(key, choice.by) for key in listed}, ()


def _beside_neighbours(
    reports: Sequence[ReportRow], name: str
) -> tuple[Grouped, dict[str, str], tuple[str, ...]]:
    known = register.resolve(name).authority
    near = [one.name for one in register.neighbours(known)] if known is not None else []
    by_name: defaultdict[str, list[ReportRow]] = defaultdict(list)
    for row in reports:
        by_name[name_of(row.authority)].append(row)
    own = known.name if known is not None else name
    grouped: Grouped = {own: by_name[own]}
    grouped |= {one: by_name[one] for one in near if by_name[one]}
    return grouped, {}, tuple(one for one in near if not by_name[one])


def _key(row: ReportRow, by: By, judgements: Sequence[JudgementRow]) -> str:
    if by is By.REGION:
        return region_of(name_of(row.authority))
    if by is By.FAMILY:
        return row.document_type
    if by is By.YEAR:
        return date_of(row)[:4]
    if by is By.GRADE:
        return overall_grade(row, judgements)
    return name_of(row.authority)


def overall_grade(row: ReportRow, judgements: Sequence[JudgementRow]) -> str:
    """The grade of all children's services together that a report gives, '' where it gives none."""
    for judgement in judgements:
        place = frameworks.place(row.document_type, judgement.area)
        if (
            judgement.decision is not Decision.REJECTED
            and Ladder.OVERALL in place.ladders
            and not place.scope
        ):
            return frameworks.grade(judgement.grade).value
    return UNKNOWN


def _label(key: str, by: By) -> str:
    if key == UNKNOWN:
        return {
            By.REGION: "Region not known",
            By.YEAR: "No date",
            By.GRADE: "No overall grade",
        }.get(by, "Authority not known")
    if by is By.FAMILY:
        return naming.family(key)
    return naming.plain(key) if by is By.GRADE else key
