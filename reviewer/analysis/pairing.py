"""Which passages of one list are which of another one's, and where those that differ do so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Final

from reviewer.model import Spans

_SHARED: Final = 0.5
"""Two passages are of one another where they share this much of the shorter one's letters."""


class Fault(StrEnum):
    """Where an error lies."""

    START = "start"
    END = "end"
    BOTH_ENDS = "both_ends"
    INSIDE = "inside"
    """A gap: both ends are right, what is left out between them is not."""
    JOINED = "joined"
    """One finding of the machine where there are several."""
    DIVIDED = "divided"
    """Several findings of the machine where there is one."""
    TANGLED = "tangled"
    """Several on both sides."""
    NO_FINDING = "no_finding"
    MISSED = "missed"
    KIND = "kind"
    POLARITY = "polarity"
    THEME = "theme"
    JUDGEMENT = "judgement"
    FACT = "fact"
    MEASURE = "measure"


BOUNDARY_FAULTS: Final = tuple(Fault)[: tuple(Fault).index(Fault.KIND)]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which of the machine's findings are which of the reviewed ones, by their places in the two lists."""

    exact: tuple[tuple[int, int], ...]
    near: tuple[tuple[int, int], ...]
    """One of each that share the greater part, but not all of their words."""
    faults: tuple[tuple[Fault, tuple[int, ...], tuple[int, ...]], ...]
    """Each boundary error with those it concerns."""


def pair(text: str, machine: Sequence[Spans], reviewed: Sequence[Spans]) -> Pairing:
    """Pair passages of ``text`` by the letters that they share; white space does not count."""
    letters = [0, *accumulate(not character.isspace() for character in text)]
    ours, theirs = ([_size(letters, spans) for spans in side] for side in (machine, reviewed))
    shared: dict[tuple[int, int], int] = {}
    for i, one in enumerate(machine):
        for j, other in enumerate(reviewed):
            if one and other and one[0][0] < other[-1][1] and other[0][0] < one[-1][1]:
                common = _common(letters, one, other)
                if common:
                    shared[i, j] = common
    exact = _exact(shared, ours, theirs)
    done_ours, done_theirs = {i for i, _ in exact}, {j for _, j in exact}
    links = [
        (i, j)
        for (i, j), common in shared.items()
        if i not in done_ours and j not in done_theirs and common >= _SHARED * min(ours[i], theirs[j])
    ]
    near: list[tuple[int, int]] = []
    faults: list[tuple[Fault, tuple[int, ...], tuple[int, ...]]] = []
    for mine, others in _groups(links):
        if len(mine) == len(others) == 1:
            near.append((mine[0], others[0]))
            fault = _where(letters, machine[mine[0]], reviewed[others[0]])
        else:
            fault = Fault.JOINED if len(mine) == 1 else Fault.DIVIDED if len(others) == 1 else Fault.TANGLED
        faults.append((fault, mine, others))
    linked = {i for i, _ in links} | done_ours
    reached = {j for _, j in links} | done_theirs
    faults += [(Fault.NO_FINDING, (i,), ()) for i in range(len(machine)) if i not in linked]
    faults += [(Fault.MISSED, (), (j,)) for j in range(len(reviewed)) if j not in reached]
    return Pairing(tuple(exact), tuple(near), tuple(faults))


def _exact(
    shared: Mapping[tuple[int, int], int], ours: Sequence[int], theirs: Sequence[int]
) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    taken: set[int] = set()
    last = -1
    for (i, j), common in sorted(shared.items()):
        if i != last and j not in taken and common == ours[i] == theirs[j]:
            found.append((i, j))
            taken.add(j)
            last = i
    return found


def _groups(links: Iterable[tuple[int, int]]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The sets of findings on both sides that hang together by their links."""
    groups: list[tuple[set[int], set[int]]] = []
    for i, j in links:
        touching = [group for group in groups if i in group[0] or j in group[1]]
        mine, others = {i}, {j}
        for group in touching:
            mine |= group[0]
            others |= group[1]
            groups.remove(group)
        groups.append((mine, others))
    return sorted((tuple(sorted(mine)), tuple(sorted(others))) for mine, others in groups)


def _size(letters: Sequence[int], spans: Spans) -> int:
    return sum(letters[end] - letters[start] for start, end in spans)


def _common(letters: Sequence[int], one: Spans, other: Spans) -> int:
    return sum(
        letters[min(end, stop)] - letters[max(start, begin)]
        for start, end in one
        for begin, stop in other
        if max(start, begin) < min(end, stop)
    )


def _where(letters: Sequence[int], machine: Spans, reviewed: Spans) -> Fault:
    start = letters[machine[0][0]] != letters[reviewed[0][0]]
    end = letters[machine[-1][1]] != letters[reviewed[-1][1]]
    if start and end:
        return Fault.BOTH_ENDS
    return Fault.START if start else Fault.END if end else Fault.INSIDE
