"""A set of reports split between reviewers: a plan that the same reports and the same seed give again."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from reviewer.store import ReportRow

_MOST_SWAPS: Final = 2000
"""Far more than a plan needs; each one makes it more even, so that it ends by itself."""


@dataclass(frozen=True, slots=True)
class Work:
    """A report to assign. ``key`` tells it apart in any store; ``size`` is how much work it is."""

    report_id: int
    key: str
    size: int
    family: str


def works_of(rows: Iterable[ReportRow], by: Literal["findings", "pages"]) -> list[Work]:
    """Reports as work: as much as they have to decide on, or as many pages as they have."""
    return [
        Work(
            row.id,
            row.source_sha256,
            (row.pages or 1) if by == "pages" else row.findings,
            row.document_type,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Plan:
    """Who codes what: ``names`` for each report in the order it was given, the double-coded with two."""

    names: Mapping[int, tuple[str, ...]]
    sizes: Mapping[int, int] = field(default_factory=dict)

    @property
    def doubled(self) -> list[int]:
        """The reports that two reviewers code independently."""
        return [report_id for report_id, names in self.names.items() if len(names) > 1]

    def of(self, name: str) -> list[int]:
        """The reports of one reviewer."""
        return [report_id for report_id, names in self.names.items() if name in names]

    def load(self, name: str) -> int:
        """How much work a reviewer has, in the unit of the sizes."""
        return sum(self.sizes.get(report_id, 0) for report_id in self.of(name))


def make_plan(
    works: Iterable[Work],
    reviewers: Sequence[str],
    *,
    double: float = 0.0,
    seed: int = 1,
    given: Mapping[int, Sequence[str]] | None = None,
) -> Plan:
    """Split reports between reviewers; a share ``double`` (0 to 1) of them goes to two each.

    Every reviewer gets about as many reports of each family as the others, and about as much work. The share
    is taken from all families alike. ``given`` is what is assigned already: it stays, and counts. Raises
    ValueError without reviewers, for a share that is none, and for double coding by one person.
    """
    names = list(dict.fromkeys(reviewers))
    if not names:
        raise ValueError("Name at least one reviewer.")
    if not 0 <= double <= 1:
        raise ValueError("The share to code twice is between 0 and 1.")
    if double and len(names) < 2:
        raise ValueError("Coding twice needs two reviewers or more.")
    listed = list(works)
    draw = random.Random(seed)
    # In an order of the reports' own, so that the plan does not depend on the store.
    mixed = sorted(listed, key=lambda one: one.key)
    draw.shuffle(mixed)
    known = {
        one.report_id: tuple(given[one.report_id]) for one in mixed if given and given.get(one.report_id)
    }
    wanted = round(double * len(mixed)) - sum(len(there) > 1 for there in known.values())
    twice = _spread([one for one in mixed if one.report_id not in known], wanted)
    sharing = _Sharing(names, draw)
    for one in mixed:
        if one.report_id in known:
            sharing.give(one, known[one.report_id])
    free = [one for one in mixed if one.report_id not in known]
    largest: dict[str, int] = defaultdict(int)
    for one in free:
        largest[one.family] = max(largest[one.family], one.size)
    # The largest first, families with large reports before others: what comes at the end evens out.
    for one in sorted(free, key=lambda one: (-largest[one.family], one.family, -one.size)):
        sharing.share(one, 2 if one.report_id in twice else 1)
    sharing.even_out([one for one in free if one.report_id not in twice])
    return Plan(
        {one.report_id: sharing.names[one.report_id] for one in listed},
        {one.report_id: one.size for one in listed},
    )


def _spread(works: Sequence[Work], count: int) -> frozenset[int]:
    """``count`` of the reports, taken from each family in proportion to its number."""
    families: dict[str, list[Work]] = defaultdict(list)
    for one in works:
        families[one.family].append(one)
    # The place of each in its family, as a share of it: the lowest of all families come first.
    ranked = sorted(
        ((place + 0.5) / len(members), family, one.report_id)
        for family, members in families.items()
        for place, one in enumerate(members)
    )
    return frozenset(report_id for _, _, report_id in ranked[: max(0, count)])


class _Sharing:
    """What each reviewer has so far."""

    def __init__(self, names: Sequence[str], draw: random.Random) -> None:
        self.names: dict[int, tuple[str, ...]] = {}
        self._all = list(names)
        self._loads: Counter[str] = Counter()
        self._families: Counter[tuple[str, str]] = Counter()
        self._pairs: Counter[tuple[str, ...]] = Counter()
        # Who is first where all else is equal.
        self._rank = {name: place for place, name in enumerate(draw.sample(self._all, len(self._all)))}

    def give(self, work: Work, names: Sequence[str]) -> None:
        """Give a report to these reviewers."""
        self.names[work.report_id] = tuple(sorted(names, key=str.casefold))
        self._pairs[tuple(sorted(names))] += 1
        for name in names:
            self._loads[name] += work.size
            self._families[name, work.family] += 1

    def share(self, work: Work, count: int) -> None:
        """Give a report to those who have the least of its family, and of all."""
        self.give(
            work,
            min(
                combinations(self._all, count),
                key=lambda group: (
                    sum(self._families[name, work.family] for name in group),
                    self._pairs[tuple(sorted(group))] if count > 1 else 0,
                    sum(self._loads[name] for name in group),
                    [self._rank[name] for name in group],
                ),
            ),
        )

    def even_out(self, works: Sequence[Work]) -> None:
        """Exchange reports of one family between two reviewers, or hand one over to whoever has fewer of it,
        for as long as that evens their loads."""
        for _ in range(_MOST_SWAPS):
            best = self._best_swap(works)
            if best is None:
                return
            one, ours, other, theirs = best
            self._pass_on(ours, one, other)
            if theirs is not None:
                self._pass_on(theirs, other, one)

    def _pass_on(self, work: Work, giver: str, taker: str) -> None:
        self.names[work.report_id] = (taker,)
        self._loads[giver] -= work.size
        self._loads[taker] += work.size
        self._families[giver, work.family] -= 1
        self._families[taker, work.family] += 1

    def _best_swap(self, works: Sequence[Work]) -> tuple[str, Work, str, Work | None] | None:
        most = max(self._all, key=lambda name: (self._loads[name], self._rank[name]))
        found: tuple[int, str, Work, Work | None] | None = None
        for ours in (one for one in works if self.names[one.report_id] == (most,)):
            for other, theirs, moved in self._offers(works, most, ours):
                apart = self._loads[most] - self._loads[other]
                # What is moved must leave the two nearer than they were.
                gain = apart - abs(apart - 2 * moved)
                if gain > 0 and (found is None or gain > found[0]):
                    found = gain, other, ours, theirs
        if found is None:
            return None
        _, other, ours, theirs = found
        return most, ours, other, theirs

    def _offers(self, works: Sequence[Work], most: str, ours: Work) -> Iterator[tuple[str, Work | None, int]]:
        """Who could take a report, what for, and how much work goes over by it."""
        for other in self._all:
            if self._families[other, ours.family] < self._families[most, ours.family]:
                yield other, None, ours.size
        for theirs in works:
            (other,) = self.names[theirs.report_id]
            if theirs.family == ours.family and other != most:
                yield other, theirs, ours.size - theirs.size
