"""Threads: what links tie together, from the inspection that first raised a concern to the latest one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from reviewer.store.rows import LinkRow, Relation

_TIES: Final = frozenset(Relation) - {Relation.NOT_SAME}


@dataclass(frozen=True, slots=True)
class Knot:
    """A finding of a thread. ``relation`` is what it says of the concern before it, None for the first."""

    report_id: int
    finding_id: int
    date: str
    relation: Relation | None


@dataclass(frozen=True, slots=True)
class Thread:
    """Findings about one issue in the order of their inspections; ``reports`` are the inspections."""

    knots: tuple[Knot, ...]

    @property
    def reports(self) -> tuple[int, ...]:
        """The reports that it runs through, the earliest first."""
        return tuple(dict.fromkeys(knot.report_id for knot in self.knots))

    @property
    def length(self) -> int:
        """How many inspections it runs through."""
        return len(self.reports)

    @property
    def last(self) -> Knot:
        """The latest finding; of several in one report a concern rather than praise."""
        latest = [knot for knot in self.knots if knot.report_id == self.knots[-1].report_id]
        return next((knot for knot in latest if knot.relation is not Relation.ADDRESSED), latest[0])

    @property
    def is_addressed(self) -> bool:
        """Whether the latest inspection says that it is settled, and nothing else."""
        return self.last.relation is Relation.ADDRESSED

    @property
    def years(self) -> tuple[str, ...]:
        """The years of its inspections, '' for one without a date."""
        dates = {knot.report_id: knot.date for knot in self.knots}
        return tuple(dates[report][:4] for report in self.reports)


def threads(links: Iterable[LinkRow], dates: Mapping[int, str]) -> list[Thread]:
    """The threads that links make, the longest first, then the latest; ``dates`` are the reports' (ISO).

    Links that sleep, and those that say that two findings are not the same, tie nothing.
    """
    tied = [one for one in links if one.relation in _TIES and one.earlier_finding_id is not None]
    places: dict[int, int] = {}
    said: dict[int, list[tuple[str, Relation]]] = defaultdict(list)
    neighbours: dict[int, set[int]] = defaultdict(set)
    for link in tied:
        assert link.earlier_finding_id is not None
        assert link.earlier_report_id is not None
        places[link.finding_id] = link.report_id
        places[link.earlier_finding_id] = link.earlier_report_id
        said[link.finding_id].append((link.earlier_date, link.relation))
        neighbours[link.finding_id].add(link.earlier_finding_id)
        neighbours[link.earlier_finding_id].add(link.finding_id)
    found = [
        Thread(
            tuple(
                sorted(
                    (_knot(one, places[one], dates, said) for one in together),
                    key=lambda knot: (knot.date, knot.report_id, knot.finding_id),
                )
            )
        )
        for together in _together(neighbours)
    ]
    return sorted(found, key=lambda one: (-one.length, _backwards(one.last.date), one.knots[0].finding_id))


def _knot(
    finding: int, report: int, dates: Mapping[int, str], said: Mapping[int, list[tuple[str, Relation]]]
) -> Knot:
    # Of several earlier concerns the nearest counts.
    relation = max(said[finding], key=lambda one: one[0])[1] if finding in said else None
    return Knot(report, finding, dates.get(report, ""), relation)


def _together(neighbours: Mapping[int, set[int]]) -> Iterable[set[int]]:
    seen: set[int] = set()
    for first in sorted(neighbours):
        if first in seen:
            continue
        together, waiting = {first}, [first]
        while waiting:
            fresh = neighbours[waiting.pop()] - together
            together |= fresh
            waiting += fresh
        seen |= together
        yield together


def _backwards(date: str) -> tuple[int, ...]:
    """Sorts later dates first."""
    return tuple(-ord(char) for char in date)
