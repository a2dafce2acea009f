"""A judgement table whose columns stand side by side in a text file, the grades' lines between the areas'.

A grade that wraps is set beside the middle of its area, so that its first line may stand above the area's.
But areas and grades both come in order: the first area has the first grade.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from reviewer.extraction import grades
from reviewer.model import Judgement, Span

_PIECE: Final = (
    r"(?:requires?|improvement|to|be|good|outstanding|inadequate|adequate)"
    r"(?:\s+(?:improvement|to|be|good))*"
)
_COLUMNS = re.compile(rf"(?P<area>\S.*?)?(?:\s{{3,}}|\t\s*|^)(?P<grade>{_PIECE})", re.IGNORECASE)
_EARLY = re.compile(r"\bRequires?(?:\s+improvement)?$")
_GRADE = re.compile(
    r"requires?\s+improvement(?:\s+to\s+be\s+good)?|outstanding|good|inadequate|adequate", re.IGNORECASE
)


@dataclass(slots=True)
class _Area:
    words: str
    spans: list[Span] = field(default_factory=list)


def side_by_side(lines: Sequence[tuple[str, Span]], begins: re.Pattern[str]) -> list[Judgement]:
    """The judgements of a table in columns; empty where areas and grades do not pair off.

    ``lines`` are words without the space around them, and their spans; ``begins`` matches the first words of
    an area.
    """
    areas: list[_Area] = []
    pieces: list[tuple[str, Span]] = []
    open_area = False
    for words, (start, end) in lines:
        match = _COLUMNS.fullmatch(words)
        if match:
            area = match.group("area") or ""
            # Only the end of a grade may have got a column of its own.
            early = _EARLY.search(area)
            at = start + (early.start() if early else match.start("grade"))
            area = area[: early.start()].rstrip() if early else area
            pieces.append((words[at - start :], (at, end)))
            words, end = area, start + len(area)
        if not words:
            continue
        if begins.match(words):
            areas.append(_Area(words, [(start, end)]))
            open_area = True
        elif open_area and words[:1].islower() and len(words) < 80:
            areas[-1].words += " " + words
            areas[-1].spans.append((start, end))
        elif len(areas) > 1:
            break
        else:
            pieces.clear()
            areas.clear()
            open_area = False
    found = _grades(pieces)
    if len(areas) < 2 or len(found) != len(areas):
        return []
    return [
        Judgement(_name(area.words), grade, tuple(sorted([*area.spans, *spans])), None)
        for area, (grade, spans) in zip(areas, found, strict=True)
    ]


def _name(words: str) -> str:
    return re.sub(r"^\W*(?:\d(?:\.\d)?[.)]?\s+)?", "", " ".join(words.split())).strip(" :–-|")


def _grades(pieces: list[tuple[str, Span]]) -> list[tuple[str, list[Span]]]:
    """The grades that the pieces spell out one after the other, each with the spans of its pieces."""
    text = ""
    places: list[tuple[int, int, Span]] = []
    for words, span in pieces:
        begin = len(text) + 1
        text += " " + words
        places.append((begin, len(text), span))
    return [
        (
            grades.plain(match.group()),
            [span for begin, end, span in places if begin < match.end() and end > match.start()],
        )
        for match in _GRADE.finditer(text)
    ]
