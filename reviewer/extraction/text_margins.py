"""Where wrapped text wraps: whether a line had room for the next word, and so ends a paragraph.

The margin is learnt from the lines that surely go on, those before a line that begins in lower case: none of
them had room for the word that the next line begins with.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

_WIDTHS: Final = {
    char: width / 100
    for width, chars in (
        (22, "ijl'’‘"),
        (31, " ,.!fI"),
        (35, ":;trJ()-[]"),
        (40, '“”"/'),
        (46, "cszv?"),
        (50, "kxyL"),
        (58, "ABEFPSTVXYZK"),
        (66, "CDHNRUw&"),
        (71, "GOQ+"),
        (84, "mMW%—"),
    )
    for char in chars
}
"""Of the letters of a usual sans serif, in ems; the others are about as wide as a figure."""
_FIGURE: Final = 0.55
_MARKED = re.compile(r"\s*(?:[^\w\s(‘“\"']|\d{1,3}[.)]|o\s)")
_FEWEST: Final = 12
"""So many lines teach a margin."""
_FULL: Final = 0.88
"""Where too few lines teach one: a line this near to the longest is full."""
_NEAR: Final = 24
"""So many lines are asked for the margin beside them."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """A line that goes on: its number, its words, and the first word of the next line."""

    number: int
    line: str
    word: str


class Margins:
    """The margins of a document, of items and of plain paragraphs, as they are near the line asked about."""

    def __init__(self, lines: Iterable[str]) -> None:
        """``lines`` as printed, the empty ones too."""
        lines = list(lines)
        samples = list(_samples(lines))
        everything = [sample for _, sample in samples]
        wider = _spread(everything, _extent) > _spread(everything, _columns)
        self._measure: Callable[[str], float] = _extent if wider else _columns
        self._samples = {
            marked: [sample for of_item, sample in samples if of_item is marked] for marked in (True, False)
        }
        for marked, kept in self._samples.items():
            if len(kept) < _FEWEST:
                self._samples[marked] = everything if len(everything) >= _FEWEST else []
        self._numbers = {marked: [s.number for s in kept] for marked, kept in self._samples.items()}
        self._limits: dict[tuple[bool, int], float] = {}
        longest = max(map(self._measure, map(str.rstrip, lines)), default=0.0)
        self._unknown = _FULL * longest if longest > self._measure("x" * 50) else 0.0

    def room(self, number: int, line: str, word: str, *, marked: bool) -> bool:
        """Whether line ``number``, of an item where ``marked``, had room for ``word``; False if unknown."""
        limit = self._limit(number, marked=marked)
        return bool(limit) and self._measure(line.rstrip()) + self._measure(" " + word) < limit

    def _limit(self, number: int, *, marked: bool) -> float:
        """The margin that most lines near by keep: they end before it; with the next word they would not."""
        kept = self._samples[marked]
        if not kept:
            return self._unknown
        first = max(0, min(bisect_left(self._numbers[marked], number) - _NEAR // 2, len(kept) - _NEAR))
        if (marked, first) not in self._limits:
            self._limits[marked, first] = self._fit(kept[first : first + _NEAR])
        return self._limits[marked, first]

    def _fit(self, samples: list[_Sample]) -> float:
        steps = []
        for sample in samples:
            end = self._measure(sample.line)
            steps += [(end, 1), (end + self._measure(" " + sample.word), -1)]
        steps.sort()
        depth = best = 0
        limit = steps[0][0]
        for (place, step), (following, _) in zip(steps, [*steps[1:], steps[-1]], strict=True):
            depth += step
            if depth > best:
                best, limit = depth, (place + following) / 2
        return limit


def _samples(lines: Iterable[str]) -> Iterator[tuple[bool, _Sample]]:
    """Lines that go on, and whether they belong to an item."""
    above = ""
    marked = False
    for number, line in enumerate(lines):
        words = line.split()
        if not words:
            # A marker may stand alone, an empty line before its words.
            marked = marked and len(above) < 6
            above = above if len(above) < 6 else ""
            continue
        if len(above) > 30 and above[-1] not in "-‐" and words[0][0].islower():
            yield marked, _Sample(number - 1, above, words[0])
        if _MARKED.match(line):
            marked = True
        above = line.rstrip()


def _columns(words: str) -> float:
    return float(len(words))


def _extent(words: str) -> float:
    return sum(_WIDTHS.get(char, _FIGURE) for char in words)


def _spread(samples: list[_Sample], measure: Callable[[str], float]) -> float:
    """How alike the lines' ends are in a measure: near 1 where they are."""
    ends = sorted(measure(sample.line) for sample in samples)
    return ends[len(ends) // 5] / ends[-1 - len(ends) // 50] if ends else 0.0
