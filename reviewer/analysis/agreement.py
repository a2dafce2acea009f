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
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations
from typing import Final, TypeVar

from reviewer.model import Span

Code = Hashable
Unit = Sequence[Code | None]
"""The codes that the raters gave one unit, in the order of the raters; None where one gave none."""
Tally = Counter[tuple[Code | None, ...]]
"""How often each unit is there."""
Passages = Sequence[Span]
"""One rater's passages of one code in one text; they must not overlap."""
T = TypeVar("T")

SAMPLES: Final = 500
SEED: Final = 20_040
"""Fixed, so that the same data gives the same interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its bootstrap interval of 95%; None where too few samples gave a value."""

    value: float | None
    low: float | None
    high: float | None


NOTHING: Final = Interval(None, None, None)


@dataclass(frozen=True, slots=True)
class CodeReport:
    """Agreement on one code against all others: how many units it was given to by anyone, and alpha."""

    units: int
    alpha: Interval


@dataclass(frozen=True, slots=True)
class Report:
    """Agreement on one field: ``units`` that two raters or more coded, and the measures.

    ``kappa`` is the mean over pairs of raters where there are more than two.
    """

    units: int
    percent: Interval
    kappa: Interval
    alpha: Interval
    by_code: Mapping[Code, CodeReport]


def percent_agreement(units: Iterable[Unit]) -> float | None:
    """The share of pairs of codes of the same unit that are equal, 0 to 1."""
    equal = total = 0
    for unit, weight in _tally(units).items():
        for one, other in combinations([code for code in unit if code is not None], 2):
            equal += weight * (one == other)
            total += weight
    return equal / total if total else None


def cohen_kappa(first: Sequence[Code | None], second: Sequence[Code | None]) -> float | None:
    """Cohen's kappa of two raters' codes of the same units; units that one of them left out don't count."""
    return _kappa(Counter(zip(first, second, strict=True)))


def mean_kappa(units: Iterable[Unit]) -> float | None:
    """Cohen's kappa, the mean over all pairs of raters for which there is one."""
    tally = _tally(units)
    raters = len(next(iter(tally), ()))
    found = []
    for one, other in combinations(range(raters), 2):
        pairs: Tally = Counter()
        for unit, weight in tally.items():
            pairs[unit[one], unit[other]] += weight
        found.append(_kappa(pairs))
    values = [value for value in found if value is not None]
    return sum(values) / len(values) if values else None


def krippendorff_alpha(units: Iterable[Unit]) -> float | None:
    """Krippendorff's alpha for nominal codes, any number of raters, gaps allowed."""
    return _Coincidences.of(_tally(units)).alpha


def alpha_by_code(units: Iterable[Unit]) -> dict[Code, float | None]:
    """Alpha of each code against all others, in the order of the codes' names."""
    tally = _tally(units)
    codes = sorted({code for unit in tally for code in unit if code is not None}, key=str)
    found = _Coincidences.of(tally)
    return {code: found.alpha_of(code) for code in codes}


def unitising_disagreement(raters: Sequence[Passages], length: int) -> tuple[float, float]:
    """Observed and expected disagreement on the passages of one code in a text of ``length`` characters.

    Raises ValueError where a rater's passages overlap or leave the text.
    """
    return _disagreement([_Marked.of(raters, length)])


Text = tuple[Mapping[Code, Sequence[Passages]], int]
"""For each code the passages of each rater (the same raters in the same order), and the characters in all."""


def krippendorff_alpha_unitising(texts: Iterable[Text], codes: Iterable[Code] | None = None) -> float | None:
    """Krippendorff's alpha for boundaries, over all codes together; several texts are laid end to end.

    ``codes`` narrows it to some of them.
    """
    marked = marked_texts(texts)
    return unitising_alpha(marked, marked.keys() if codes is None else codes)


def marked_texts(texts: Iterable[Text]) -> dict[Code, list[_Marked]]:
    """For each code, every text as the measure needs it; a text without the code has none of it marked."""
    listed = list(texts)
    raters = max((len(given) for by_code, _ in listed for given in by_code.values()), default=0)
    codes = dict.fromkeys(code for by_code, _ in listed for code in by_code)
    return {
        code: [
            _Marked.of([*by_code.get(code, ()), *[()] * (raters - len(by_code.get(code, ())))], length)
            for by_code, length in listed
        ]
        for code in codes
    }


def unitising_alpha(marked: Mapping[Code, Sequence[_Marked]], codes: Iterable[Code]) -> float | None:
    """Alpha of some of the codes that :func:`marked_texts` gave, together."""
    found = [_disagreement(marked[code]) for code in codes if code in marked]
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
    (found,) = bootstrap_all(values, (measure,), samples=samples, seed=seed)
    return found


def bootstrap_all(
    values: Sequence[T],
    measures: Sequence[Callable[[Sequence[T]], float | None]],
    *,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> list[Interval]:
    """Several measures with their intervals, from the same draws."""
    draw = random.Random(seed)
    found: list[list[float]] = [[] for _ in measures]
    for _ in range(samples if len(values) > 1 else 0):
        drawn = draw.choices(values, k=len(values))
        for measure, known in zip(measures, found, strict=True):
            if (one := measure(drawn)) is not None:
                known.append(one)
    return [
        _interval(measure(values), known, samples) for measure, known in zip(measures, found, strict=True)
    ]


def report(units: Sequence[Unit], *, samples: int = SAMPLES, seed: int = SEED) -> Report:
    """All measures of one field; every unit has as many places as there are raters."""
    compared = [tuple(unit) for unit in units if sum(code is not None for code in unit) > 1]
    used = Counter(code for unit in compared for code in {code for code in unit if code is not None})
    codes = sorted(used, key=str)
    if not compared:
        return Report(0, NOTHING, NOTHING, NOTHING, {})
    # Few units are different: each draw is counted once, and every measure works on the counts.
    draw = random.Random(seed)
    whole = Counter(compared)
    values: list[list[float]] = [[] for _ in range(3 + len(codes))]
    for _ in range(samples if len(compared) > 1 else 0):
        for known, one in zip(
            values, _measures(Counter(draw.choices(compared, k=len(compared))), codes), strict=True
        ):
            if one is not None:
                known.append(one)
    percent, kappa, alpha, *by_code = (
        _interval(value, known, samples) for value, known in zip(_measures(whole, codes), values, strict=True)
    )
    return Report(
        units=len(compared),
        percent=percent,
        kappa=kappa,
        alpha=alpha,
        by_code={code: CodeReport(used[code], one) for code, one in zip(codes, by_code, strict=True)},
    )


def _measures(tally: Tally, codes: Sequence[Code]) -> list[float | None]:
    found = _Coincidences.of(tally)
    return [
        percent_agreement(tally),
        mean_kappa(tally),
        found.alpha,
        *(found.alpha_of(code) for code in codes),
    ]


@dataclass(frozen=True, slots=True)
class _Coincidences:
    """Krippendorff's matrix of coincidences, as far as nominal alpha needs it: its sums and its diagonal."""

    totals: Mapping[Code, float]
    equal: Mapping[Code, float]
    count: float

    @classmethod
    def of(cls, tally: Tally) -> _Coincidences:
        totals: dict[Code, float] = {}
        equal: dict[Code, float] = {}
        for unit, times in tally.items():
            codes = [code for code in unit if code is not None]
            if len(codes) < 2:
                continue
            for code, given in Counter(codes).items():
                totals[code] = totals.get(code, 0.0) + times * given
                equal[code] = equal.get(code, 0.0) + times * given * (given - 1) / (len(codes) - 1)
        return cls(totals, equal, sum(totals.values()))

    @property
    def alpha(self) -> float | None:
        """Of all codes together."""
        chance = self.count**2 - sum(total**2 for total in self.totals.values())
        return self._alpha(self.count - sum(self.equal.values()), chance)

    def alpha_of(self, code: Code) -> float | None:
        """Of one code against all others."""
        total = self.totals.get(code, 0.0)
        # Every pair that is apart counts in both its orders.
        return self._alpha(2 * (total - self.equal.get(code, 0.0)), 2 * total * (self.count - total))

    def _alpha(self, different: float, chance: float) -> float | None:
        if self.count < 2 or chance <= 0:
            return None
        return 1 - (self.count - 1) * different / chance


def _interval(value: float | None, found: list[float], samples: int) -> Interval:
    if value is None or 2 * len(found) <= samples:
        return Interval(value, None, None)
    found = sorted(found)
    edge = int(0.025 * (len(found) - 1))
    return Interval(value, found[edge], found[-1 - edge])


def _tally(units: Iterable[Unit]) -> Tally:
    """Units that are alike counted together; a count is taken as it is."""
    return units if isinstance(units, Counter) else Counter(map(tuple, units))


def _kappa(pairs: Tally) -> float | None:
    ours: Counter[Code | None] = Counter()
    theirs: Counter[Code | None] = Counter()
    equal = 0
    for (one, other), weight in pairs.items():
        if one is not None and other is not None:
            ours[one] += weight
            theirs[other] += weight
            equal += weight * (one == other)
    count = ours.total()
    if not count:
        return None
    chance = sum(ours[code] * theirs[code] for code in ours)
    return None if chance == count**2 else (equal / count - chance / count**2) / (1 - chance / count**2)


@dataclass(frozen=True, slots=True)
class _Marked:
    """What the measure needs of one code in one text: differences of all pairs, lengths of passages and gaps.

    ``gaps`` holds for each rater the gap before the first passage, those between, and the one after the last;
    None where there is no passage, so that all is one gap.
    """

    raters: int
    length: int
    differences: int
    passages: tuple[int, ...]
    gaps: tuple[tuple[int, tuple[int, ...], int] | None, ...]

    @classmethod
    def of(cls, raters: Sequence[Passages], length: int) -> _Marked:
        """Raises ValueError where a rater's passages overlap or leave the text."""
        sections = [_sections(passages, length) for passages in raters]
        return cls(
            raters=len(raters),
            length=length,
            differences=sum(
                _distance(one, other)
                for ours, theirs in permutations(sections, 2)
                for one, other in _meeting(ours, theirs)
            ),
            passages=tuple(end - start for rater in sections for start, end, used in rater if used),
            gaps=tuple(_gaps(rater, length) for rater in sections),
        )


def _gaps(sections: Sequence[_Section], length: int) -> tuple[int, tuple[int, ...], int] | None:
    used = [(start, end) for start, end, is_passage in sections if is_passage]
    if not used:
        return None
    between = tuple(after - end for (_, end), (after, _) in pairwise(used) if after > end)
    return used[0][0], between, length - used[-1][1]


def _disagreement(texts: Sequence[_Marked]) -> tuple[float, float]:
    """Observed and expected disagreement on one code in texts that are laid end to end."""
    count = texts[0].raters if texts else 0
    length = sum(text.length for text in texts)
    if count < 2 or not length:
        return 0.0, 0.0
    marked = [size for text in texts for size in text.passages]
    gaps = sorted(
        gap for rater in range(count) for gap in _laid(text.gaps[rater] or text.length for text in texts)
    )
    # Of the gaps from each place of the sorted list on: how long they are together.
    longer = [0]
    for gap in reversed(gaps):
        longer.append(longer[-1] + gap)
    chance = 0.0
    for size in marked:
        fitting = len(gaps) - bisect_left(gaps, size)
        room = longer[fitting] - fitting * (size - 1)
        chance += (len(marked) - 1) / 3 * (2 * size**3 - 3 * size**2 + size) + size**2 * room
    everything = count * length * (count * length - 1) - sum(size * (size - 1) for size in marked)
    observed = sum(text.differences for text in texts) / (count * (count - 1) * length**2)
    return observed, 2 / length * chance / everything if everything else 0.0


def _laid(texts: Iterable[tuple[int, tuple[int, ...], int] | int]) -> Iterator[int]:
    """One rater's gaps; that at the end of a text goes on in the next. A number is an unmarked text."""
    open_gap = 0
    for text in texts:
        if isinstance(text, int):
            open_gap += text
            continue
        before, between, after = text
        if open_gap + before:
            yield open_gap + before
        yield from between
        open_gap = after
    if open_gap:
        yield open_gap


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
