"""Pure rules about the words of a report: tidy spans, the page and the number of a passage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from reviewer.model import Span, Spans

_NUMBER: Final = r"(\d{1,3}(?:\.\d{1,2}){0,2})"
# "7.", "4.2", "112)" before the first word; a bare year or a figure with a unit is no paragraph number.
_NUMBER_FIRST: Final = re.compile(_NUMBER + r"(?:[.)]\s+|\t\s*|\s{2,}|\s(?=[A-Z‘'“]))(?=\S)")
_NUMBER_ALONE: Final = re.compile(r"\s*" + _NUMBER + r"[.)]?\s+")


def tidy(text: str, spans: Iterable[Span], *, furniture: Spans = ()) -> Spans:
    """Spans in reading order, merged where they overlap, without white space at their ends.

    What lies in ``furniture`` (a footer in the middle of a selection) is cut out, unless nothing else is
    left. Empty where no visible character is left. Raises ValueError for a span that leaves the text.
    """
    merged: list[Span] = []
    for start, end in sorted(spans):
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"span {start}–{end} leaves a text of {len(text)} characters")
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    cut = _trimmed(text, without(merged, furniture))
    return cut or _trimmed(text, merged)


def clean(text: str) -> str:
    """Typed text without white space at its ends, and without half characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def page_of(pages: Sequence[tuple[int, int, int]], offset: int) -> int | None:
    """The number of the page that ``offset`` is on, None in a source without pages."""
    found = None
    for number, start, _end in pages:
        if start > offset:
            break
        found = number
    return found


def numbered(text: str, spans: Spans) -> tuple[str | None, Spans]:
    """The paragraph number at the head of a passage, or before it on its line, and the passage without it.

    The number comes without its full stop; None, and the spans as they are, where there is none.
    """
    (start, end), *rest = spans
    first = _NUMBER_FIRST.match(text, start, end)
    if first:
        return first[1], ((first.end(), end), *rest)
    before = _NUMBER_ALONE.fullmatch(text, text.rfind("\n", 0, start) + 1, start)
    return (before[1] if before else None), spans


def cut(spans: Spans, offset: int) -> tuple[Spans, Spans]:
    """What of ``spans`` lies before ``offset``, and what lies after it."""
    before = tuple((start, min(end, offset)) for start, end in spans if start < offset)
    after = tuple((max(start, offset), end) for start, end in spans if offset < end)
    return before, after


def word_start(text: str, offset: int) -> int:
    """``offset``, or where the word begins that it lies inside of."""
    while 0 < offset < len(text) and text[offset - 1].isalnum() and text[offset].isalnum():
        offset -= 1
    return offset


def within(inner: Spans, outer: Spans) -> bool:
    """Whether each span of ``inner`` lies inside one of ``outer``."""
    return all(any(left <= start and end <= right for left, right in outer) for start, end in inner)


def without(spans: Iterable[Span], holes: Spans) -> list[Span]:
    """What is left of ``spans`` outside ``holes``."""
    left = list(spans)
    for hole_start, hole_end in holes:
        parts = []
        for start, end in left:
            if hole_end <= start or end <= hole_start:
                parts.append((start, end))
                continue
            parts += [(start, max(start, hole_start)), (min(end, hole_end), end)]
        left = parts
    return [(start, end) for start, end in left if start < end]


def _trimmed(text: str, spans: Iterable[Span]) -> Spans:
    kept = []
    for start, end in spans:
        words = text[start:end]
        left = start + len(words) - len(words.lstrip())
        right = end - len(words) + len(words.rstrip())
        if left < right:
            kept.append((left, right))
    return tuple(kept)
