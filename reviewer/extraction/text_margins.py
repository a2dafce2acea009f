"""Where wrapped text wraps: whether a line had room for the next word, and so ends a paragraph.

The margin is learnt from the lines that surely go on, those before a line that begins in lower case: none of
them had room for the word that the next line begins with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
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


class Margins:
    """The margins of one document: of items, which are often narrower, and of plain paragraphs."""

    def __init__(self, lines: Iterable[str]) -> None:
        """``lines`` as printed, the empty ones too."""
        samples = list(_samples(lines))
        self._measure: Callable[[str], float] = _columns
        if _spread(samples, _extent) > _spread(samples, _columns):
            self._measure = _extent
        self._limits = {marked: self._limit(samples, marked=marked) for marked in (True, False)}
        whole = self._limit(samples, marked=None)
        self._limits = {marked: limit or whole for marked, limit in self._limits.items()}

    def room(self, line: str, word: str, *, marked: bool) -> bool:
        """Whether ``line``, of an item where ``marked``, had room for ``word``; False if unknown."""
        limit = self._limits[marked]
        return bool(limit) and self._measure(line.rstrip()) + self._measure(" " + word) < limit

    def _limit(self, samples: list[tuple[str, str, bool]], *, marked: bool | None) -> float:
        """The margin that most lines keep: they end before it, and with the next word would not have."""
        kept = [
            (self._measure(line), self._measure(line) + self._measure(" " + word))
            for line, word, of_item in samples
            if marked is None or of_item is marked
        ]
        if len(kept) < _FEWEST:
            return 0.0
        steps = sorted([(end, 1) for end, _ in kept] + [(fit, -1) for _, fit in kept])
        depth = best = 0
        limit = steps[0][0]
        for (place, step), (following, _) in zip(steps, [*steps[1:], steps[-1]], strict=True):
            depth += step
            if depth > best:
                best, limit = depth, (place + following) / 2
        return limit


def _samples(lines: Iterable[str]) -> Iterable[tuple[str, str, bool]]:
    """Lines that go on, the first word of the next, and whether they belong to an item."""
    above = ""
    marked = False
    for line in lines:
        words = line.split()
        if not words:
            # A marker may stand alone, an empty line before its words.
            marked = marked and len(above) < 6
            above = above if len(above) < 6 else ""
            continue
        if len(above) > 30 and words[0][0].islower():
            yield above, words[0], marked
        if _MARKED.match(line):
            marked = True
        above = line.rstrip()


def _columns(words: str) -> float:
    return float(len(words))


def _extent(words: str) -> float:
    return sum(_WIDTHS.get(char, _FIGURE) for char in words)


def _spread(samples: list[tuple[str, str, bool]], measure: Callable[[str], float]) -> float:
    """How alike the lines' ends are in a measure: near 1 where they are."""
    ends = sorted(measure(line) for line, _, _ in samples)
    return ends[len(ends) // 5] / ends[-1 - len(ends) // 50] if ends else 0.0
