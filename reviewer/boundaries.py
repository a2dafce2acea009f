"""Where a finding may begin and end: by word, by sentence, by printed line. Pure rules, for the bench.

Text set aside as furniture is stepped over: the word after the last one of a page is the first one of the
next page's body.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from reviewer.extraction.statements import split
from reviewer.model import Span, Spans

_WORD: Final = re.compile(r"\S+")
_LINE: Final = re.compile(r"[^\s](?:[^\n]*[^\s])?")
_REACH: Final = 6000
"""How many characters on either side of an edge are looked at first."""


class Edge(StrEnum):
    """The two ends of a passage."""

    START = "start"
    END = "end"


class Unit(StrEnum):
    """What an edge moves by."""

    WORD = "word"
    SENTENCE = "sentence"
    LINE = "line"


def move_edge(
    text: str, offset: int, unit: Unit, by: int, furniture: Spans = (), edge: Edge = Edge.END
) -> int:
    """Where the edge at ``offset`` goes when it moves by ``by`` units (negative: towards the beginning).

    A start goes to where units begin, an end to where they end. Without anything further in that direction
    it stays. Offsets are code points; raises ValueError outside of ``text``.
    """
    if not 0 <= offset <= len(text):
        raise ValueError(f"offset {offset} lies outside a text of {len(text)}")
    for _ in range(abs(by)):
        there = _next(text, offset, unit, furniture, edge, forward=by > 0)
        if there is None:
            break
        offset = there
    return offset


def snapped(text: str, offset: int, furniture: Spans = (), edge: Edge = Edge.END) -> int:
    """The word edge nearest to ``offset``: where a dragged handle comes to rest."""
    found = [
        _next(text, min(max(offset + nudge, 0), len(text)), Unit.WORD, furniture, edge, forward=forward)
        for nudge, forward in ((1, False), (-1, True))
    ]
    return min((at for at in found if at is not None), key=lambda at: abs(at - offset), default=offset)


def reshaped(text: str, spans: Spans, start: int, end: int, furniture: Spans = ()) -> Spans:
    """``spans`` made to reach from ``start`` to ``end``: what lies outside goes, what is gained comes in.

    Gaps inside ``spans`` stay gaps. What is gained holds no furniture, and no white space at its ends. Empty
    where ``start`` is not before ``end``.
    """
    if start >= end or not spans:
        return ()
    first, last = spans[0][0], spans[-1][1]
    kept = [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]
    gained = [*_without((start, min(first, end)), furniture), *_without((max(last, start), end), furniture)]
    joined: list[Span] = []
    for a, b in sorted([*gained, *kept]):
        if a >= b:
            continue
        if joined and a <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(b, joined[-1][1]))
        else:
            joined.append((a, b))
    return tuple(_trimmed(text, joined))


def _next(text: str, offset: int, unit: Unit, furniture: Spans, edge: Edge, *, forward: bool) -> int | None:
    """The nearest place beyond ``offset``; looked for nearby, then in the whole text."""
    low = text.rfind("\n", 0, max(0, offset - _REACH)) + 1
    high = text.find("\n", min(len(text), offset + _REACH))
    windows = ((low, len(text) if high < 0 else high), (0, len(text)))
    for low, high in windows:
        places = _places(text[low:high], unit, _shifted(furniture, low, high), edge)
        at = bisect_right(places, offset - low) if forward else bisect_left(places, offset - low) - 1
        # What the window cuts off is no beginning and no end.
        whole = (low, high) == windows[1]
        if 0 <= at < len(places) and (whole or places[at] > _REACH // 2 or low == 0):
            return low + places[at]
    return None


def _places(text: str, unit: Unit, furniture: Spans, edge: Edge) -> list[int]:
    shown = _blanked(text, furniture, around=unit is Unit.SENTENCE)
    if unit is Unit.SENTENCE:
        spans: Iterable[Span] = split(shown)
    else:
        spans = (match.span() for match in (_WORD if unit is Unit.WORD else _LINE).finditer(shown))
    return sorted({start if edge is Edge.START else end for start, end in spans})


def _blanked(text: str, furniture: Spans, *, around: bool) -> str:
    """``text`` with spaces for its furniture, and for the white space ``around`` it, as long as before."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(furniture):
        if around:
            start -= len(text[at:start]) - len(text[at:start].rstrip())
            end += len(text[end:]) - len(text[end:].lstrip()) if text[end : end + 1].isspace() else 0
        start, end = max(start, at), max(end, at)
        keeps_line = not around and "\n" in text[start:end]
        parts += [text[at:start], ("\n" if keeps_line else " ") * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _shifted(spans: Spans, low: int, high: int) -> Spans:
    return tuple((max(a, low) - low, min(b, high) - low) for a, b in spans if a < high and b > low)


def _without(span: Span, holes: Spans) -> list[Span]:
    left: list[Span] = []
    at, end = span
    for a, b in sorted(holes):
        if b <= at or a >= end:
            continue
        left.append((at, min(a, end)))
        at = max(at, b)
    return [*left, (at, end)] if at < end else left


def _trimmed(text: str, spans: Iterable[Span]) -> Iterable[Span]:
    for a, b in spans:
        words = text[a:b]
        if words.strip():
            yield a + len(words) - len(words.lstrip()), b - len(words) + len(words.rstrip())
