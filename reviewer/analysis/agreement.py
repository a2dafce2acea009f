"""How far raters agree, beyond what chance would give: pure functions over codes and passages.

Codes are compared unit by unit: a unit is a finding that several raters coded, a code any hashable value,
None where a rater has none. Boundaries are compared as passages of texts, whose characters are the continuum.
All measures but the percentage are 1 for full agreement and about 0 for chance; None where there is nothing
to compare, or only one code was ever used, so that chance explains everything.

Sources: J. Cohen, 'A coefficient of agreement for nominal scales', 1960; K. Krippendorff, Content Analysis,
2nd edition, 2004, chapters 11.3 (nominal) and 12.4 (unitising, also in 'On the reliability of unitizing
continuous data', 1995).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Final, TypeVar

from reviewer.model import Span

Code = Hashable
Unit = Sequence[Code | None]
"""The codes that the raters gave one unit, in the order of the raters; None where one gave none."""
Passages = Sequence[Span]
"""One rater's passages of one code in one text; they must not overlap."""
T = TypeVar("T")

SAMPLES: Final = 1000
SEED: Final = 20_040
"""Fixed, so that the same data gives the same interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its bootstrap interval of 95%; None where too few samples gave a value."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """Agreement on one field: ``units`` that two raters or more coded, and the measures.

    ``kappa`` is the mean over pairs of raters where there are more than two. ``by_code`` is alpha of each
    code against all others.
    """

    units: int
    percent: float | None
    kappa: float | None
    alpha: Interval
    by_code: Mapping[Code, float | None]


def percent_agreement(units: Iterable[Unit]) -> float | None:
    """The share of pairs of codes of the same unit that are equal, 0 to 1."""
    equal = total = 0
    for unit in units:
        for one, other in combinations([code for code in unit if code is not None], 2):
            equal += one == other
            total += 1
    return equal / total if total else None


def cohen_kappa(first: Sequence[Code | None], second: Sequence[Code | None]) -> float | None:
    """Cohen's kappa of two raters' codes of the same units; units that one of them left out don't count."""
    pairs = [
        (one, other)
        for one, other in zip(first, second, strict=True)
        if one is not None and other is not None
    ]
    if not pairs:
        return None
    count = len(pairs)
    ours, theirs = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = sum(one == other for one, other in pairs) / count
    expected = sum(ours[code] * theirs[code] for code in ours) / count**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def mean_kappa(units: Sequence[Unit]) -> float | None:
    """Cohen's kappa, the mean over all pairs of raters for which there is one."""
    raters = list(zip(*units, strict=True))
    found = [cohen_kappa(one, other) for one, other in combinations(raters, 2)]
    values = [value for value in found if value is not None]
    return sum(values) / len(values) if values else None


def krippendorff_alpha(units: Iterable[Unit]) -> float | None:
    """Krippendorff's alpha for nominal codes, any number of raters, gaps allowed."""
    weights: dict[tuple[Code, Code], float] = {}
    for unit in units:
        codes = [code for code in unit if code is not None]
        if len(codes) < 2:
            continue
        for pair in permutations(codes, 2):
            weights[pair] = weights.get(pair, 0.0) + 1 / (len(codes) - 1)
    totals: dict[Code, float] = {}
    for (one, _), weight in weights.items():
        totals[one] = totals.get(one, 0.0) + weight
    count = sum(totals.values())
    chance = count**2 - sum(total**2 for total in totals.values())
    if count < 2 or chance <= 0:
        return None
    different = sum(weight for (one, other), weight in weights.items() if one != other)
    return 1 - (count - 1) * different / chance


def alpha_by_code(units: Sequence[Unit]) -> dict[Code, float | None]:
    """Alpha of each code against all others, in the order of the codes' names."""
    codes = sorted({code for unit in units for code in unit if code is not None}, key=str)
    return {
        code: krippendorff_alpha(
            [tuple(None if one is None else one == code for one in unit) for unit in units]
        )
        for code in codes
    }


def unitising_disagreement(raters: Sequence[Passages], length: int) -> tuple[float, float]:
    """Observed and expected disagreement on the passages of one code in a text of ``length`` characters.

    Raises ValueError where a rater's passages overlap or leave the text.
    """
    sections = [_sections(passages, length) for passages in raters]
    count = len(raters)
    if count < 2:
        return 0.0, 0.0
    differences = sum(
        _distance(one, other)
        for ours, theirs in permutations(sections, 2)
        for one, other in _meeting(ours, theirs)
    )
    marked = [end - start for rater in sections for start, end, used in rater if used]
    gaps = [end - start for rater in sections for start, end, used in rater if not used]
    chance = sum(
        (len(marked) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
        + size**2 * sum(gap - size + 1 for gap in gaps if gap >= size)
        for size in marked
    )
    everything = count * length * (count * length - 1) - sum(size * (size - 1) for size in marked)
    observed = differences / (count * (count - 1) * length**2)
    return observed, 2 / length * chance / everything if everything else 0.0


def krippendorff_alpha_unitising(
    texts: Iterable[tuple[Mapping[Code, Sequence[Passages]], int]], codes: Iterable[Code] | None = None
) -> float | None:
    """Krippendorff's alpha for boundaries, over all codes together; several texts are laid end to end.

    Each text is, for each code, the passages of each rater (the same raters in the same order), and its
    length in characters. ``codes`` narrows it to some of them.
    """
    laid: dict[Code, list[list[Span]]] = {}
    raters = total = 0
    for by_code, length in texts:
        for code, given in by_code.items():
            raters = max(raters, len(given))
            for rater, passages in enumerate(given):
                row = laid.setdefault(code, [])
                row.extend([] for _ in range(rater + 1 - len(row)))
                row[rater] += [(total + start, total + end) for start, end in passages]
        total += length
    wanted = set(laid) if codes is None else set(codes)
    found = [
        unitising_disagreement([*rows, *([[]] * (raters - len(rows)))], total)
        for code, rows in laid.items()
        if code in wanted
    ]
    expected = sum(chance for _, chance in found)
    return 1 - sum(seen for seen, _ in found) / expected if expected > 0 else None


def bootstrap(
    values: Sequence[T],
    measure: Callable[[Sequence[T]], float | None],
    *,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> Interval:
    """A measure with its 95% interval, by drawing as many units again, with replacement.

    The same values in the same order give the same interval. Draws that give no value don't count; where more
    than half give none there is no interval.
    """
    draw = random.Random(seed)
    value = measure(values)
    found = sorted(
        one
        for _ in range(samples if len(values) > 1 else 0)
        if (one := measure(draw.choices(values, k=len(values)))) is not None
    )
    if value is None or 2 * len(found) <= samples:
        return Interval(value, None, None)
    return Interval(value, found[int(0.025 * (len(found) - 1))], found[-1 - int(0.025 * (len(found) - 1))])


def report(units: Sequence[Unit]) -> Report:
    """All measures of one field; every unit has as many places as there are raters."""
    compared = [unit for unit in units if sum(code is not None for code in unit) > 1]
    return Report(
        units=len(compared),
        percent=percent_agreement(compared),
        kappa=mean_kappa(compared),
        alpha=bootstrap(compared, krippendorff_alpha),
        by_code=alpha_by_code(compared),
    )


_Section = tuple[int, int, bool]
"""Start, end, and whether it is a passage or a gap."""


def _sections(passages: Passages, length: int) -> list[_Section]:
    """A rater's passages and the gaps between them, which cover the whole text."""
    found: list[_Section] = []
    at = 0
    for start, end in sorted(passages):
        if start < at or not start < end <= length:
            raise ValueError(f"passage {start}–{end} is empty, overlaps another one or leaves the text")
        if at < start:
            found.append((at, start, False))
        found.append((start, end, True))
        at = end
    if at < length:
        found.append((at, length, False))
    return found


def _meeting(ours: Sequence[_Section], theirs: Sequence[_Section]) -> Iterable[tuple[_Section, _Section]]:
    """The pairs of sections that have a character in common."""
    index = other = 0
    while index < len(ours) and other < len(theirs):
        yield ours[index], theirs[other]
        end, other_end = ours[index][1], theirs[other][1]
        index += end <= other_end
        other += other_end <= end


def _distance(one: _Section, other: _Section) -> int:
    """How far two sections that meet differ, squared: two passages at both ends, one in a gap wholly."""
    (start, end, used), (other_start, other_end, other_used) = one, other
    if used and other_used:
        return (start - other_start) ** 2 + (end - other_end) ** 2
    if used and other_start <= start and end <= other_end:
        return (end - start) ** 2
    if other_used and start <= other_start and other_end <= end:
        return (other_end - other_start) ** 2
    return 0
