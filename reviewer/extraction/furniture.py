"""Lines that are no part of a report's own flow: running headers and footers, page numbers, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from reviewer.extraction.running_text import running_text
from reviewer.reading.document import Document, Line

_HEAD: Final = 0.90
_FOOT: Final = 0.12
"""Shares of a page's height: running headers stand above the first, running footers below the second."""
_MARGIN: Final = 0.25
_OUTERMOST: Final = 3
"""In what share of a page's height, and how near its end in lines, a wide margin's running lines stand."""

_PAGE_NUMBER = re.compile(r"^\W*(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\W*$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


def body_size(document: Document) -> float:
    """The font size, in points, of most of the text; 0.0 where the source has no fonts."""
    sizes: Counter[float] = Counter()
    for line in document.lines:
        sizes[line.size] += line.end - line.start
    return sizes.most_common(1)[0][0] if sizes else 0.0


def running_lines(document: Document) -> frozenset[int]:
    """Indexes of the lines that are running headers, running footers, page numbers or footnotes."""
    found = {index for index, line in enumerate(document.lines) if _is_marked(document, line)}
    if not document.pages:
        found |= running_text(document)
    found |= _raised_numbers(document)
    heights = {page.number: page.height for page in document.pages}
    bands: dict[int, list[int]] = {}
    repeats: Counter[str] = Counter()
    for index, line in enumerate(document.lines):
        height = heights.get(line.page, 0.0)
        if line.box is None or not height:
            continue
        if line.box[1] > height * _HEAD or line.box[3] < height * _FOOT:
            bands.setdefault(line.page, []).append(index)
    for indexes in bands.values():
        repeats.update({_shape(document, document.lines[index]) for index in indexes})
    wanted = max(3, len(document.pages) // 4)
    for indexes in bands.values():
        for index in indexes:
            words = document.words(document.lines[index])
            if _PAGE_NUMBER.match(words) or repeats[_shape(document, document.lines[index])] >= wanted:
                found.add(index)
    found |= _recurring(document, heights)
    found |= _footnotes(document, body_size(document), heights, found)
    return frozenset(found)


def _recurring(document: Document, heights: dict[int, float]) -> set[int]:
    """Headers and footers of wide margins: the same words, numbers aside, at one height of many pages."""
    by_page: dict[int, list[int]] = {}
    for index, line in enumerate(document.lines):
        if line.box is not None and document.words(line).strip():
            by_page.setdefault(line.page, []).append(index)
    places: dict[tuple[str, int], set[int]] = {}
    for page, indexes in by_page.items():
        indexes.sort(key=lambda index: _bottom(document.lines[index]))
        height = heights.get(page, 0.0)
        for index in {*indexes[:_OUTERMOST], *indexes[-_OUTERMOST:]}:
            bottom = _bottom(document.lines[index])
            if not height * _MARGIN < bottom < height * (1 - _MARGIN):
                places.setdefault((_shape(document, document.lines[index]), round(bottom)), set()).add(index)
    wanted = max(3, len(by_page) // 4) if len(by_page) > 5 else 2
    return {index for found in places.values() if len(found) >= wanted for index in found}


def _bottom(line: Line) -> float:
    return line.box[1] if line.box else 0.0


def _raised_numbers(document: Document) -> set[int]:
    """The mark of a footnote that got a line of its own: a small number between larger words."""
    body = body_size(document)
    return {
        index
        for index, line in enumerate(document.lines)
        if 0 < line.size < body - 2 and _is_mark(document, line)
    }


def _is_marked(document: Document, line: Line) -> bool:
    return line.tag in ("Artifact", "Note")


def _shape(document: Document, line: Line) -> str:
    """The line's words without numbers: the page number may stand on the line or beside it."""
    return " ".join(_DIGITS.sub(" ", document.words(line)).casefold().split())


def _footnotes(
    document: Document, body: float, heights: dict[int, float], found: set[int] | frozenset[int]
) -> set[int]:
    """Small print at the foot of a page that begins with a raised number: from there to the page's end."""
    notes: set[int] = set()
    if body < 8:
        return notes
    by_page: dict[int, list[int]] = {}
    for index, line in enumerate(document.lines):
        if index not in found and line.box is not None and document.words(line).strip():
            by_page.setdefault(line.page, []).append(index)
    for page, indexes in by_page.items():
        notes.update(_page_notes(document, indexes, body, heights.get(page, 0.0)))
    return notes


def _page_notes(document: Document, indexes: Sequence[int], body: float, height: float) -> list[int]:
    small: list[int] = []
    for index in reversed(indexes):
        line = document.lines[index]
        biggest = max(
            (run.size for run in line.runs if document.text[run.start : run.end].strip()), default=line.size
        )
        if biggest > body - 1.2 or line.box is None or line.box[3] > height * 0.6:
            break
        small.append(index)
    small.reverse()
    for place, index in enumerate(small):
        mark = document.lines[index - 1] if index else None
        raised = mark is not None and mark.page == document.lines[index].page and _is_mark(document, mark)
        if raised or re.match(r"^\s*[\d*†]{1,2}\s*\D", document.words(document.lines[index])):
            return small[place:]
    return []


def _is_mark(document: Document, line: Line) -> bool:
    return bool(re.fullmatch(r"\s*\d{1,2}\s*", document.words(line)))
