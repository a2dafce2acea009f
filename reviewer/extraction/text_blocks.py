"""Paragraphs to blocks where the source has no geometry: text, Markdown, web pages, Word files.

A marker that stands alone gets its words, and what the end of a page has cut off goes back to its item; a
paragraph without a number between the 7th and the 8th is the 7th's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reviewer.extraction import boilerplate
from reviewer.extraction.layout import Block, Layout
from reviewer.extraction.text_marks import (
    ENDS,
    GOES_ON,
    LEANS,
    OPENS,
    STOPS,
    Paragraph,
    begins_inside,
    is_heading,
    is_prose,
    is_title,
)
from reviewer.extraction.text_paragraphs import paragraphs

_PAGE_GAP: Final = 3
"""So many empty lines stand where a page ended, in files of converters that leave one between paragraphs."""


def text_blocks(layout: Layout) -> list[Block]:
    """The blocks of a document without geometry, in reading order."""
    return _Assembler(paragraphs(layout), layout).blocks()


class _Assembler:
    """Paragraphs to blocks."""

    def __init__(self, paragraphs: list[Paragraph], layout: Layout) -> None:
        self.layout = layout
        self.document = layout.document
        self.paragraphs = _with_words(paragraphs)
        self.gaps = _page_gap(self.paragraphs)
        self.over_page = False
        self.inner: set[str | None] = set()
        """The bullets inside the item that is being read, and whether it has gone over a page."""

    def blocks(self) -> list[Block]:
        """The blocks, each of one paragraph or of several that belong together."""
        result: list[list[Paragraph]] = []
        for place, paragraph in enumerate(self.paragraphs):
            if result and self._belongs(place, paragraph, result[-1], result[-1][0]):
                result[-1].append(paragraph)
                self.over_page = self.over_page or paragraph.page_end
                self.inner.add(paragraph.bullet)
                continue
            result.append([paragraph])
            self.over_page = False
            self.inner = set()
        return [self._block(parts) for parts in result]

    def _belongs(self, place: int, paragraph: Paragraph, parts: list[Paragraph], top: Paragraph) -> bool:
        """Whether a paragraph is part of the item or the paragraph above it."""
        if paragraph.number or paragraph.spans or parts[-1].spans or self._tagged_apart(paragraph, parts[-1]):
            return False
        if paragraph.bullet:
            return self._is_nested(paragraph, parts, top)
        if paragraph.bold or is_title(paragraph.words):
            return False
        if boilerplate.is_standing(paragraph.words) or boilerplate.is_boilerplate(paragraph.words):
            return False
        if len(paragraph.words) < 160 and OPENS.match(paragraph.words):
            return False
        if parts[-1].bold and not parts[-1].marked:
            return False
        cut = paragraph.page_end or paragraph.blanks >= self.gaps
        if not ENDS.search(parts[-1].words):
            return self._completes(paragraph, parts[-1], cut=cut and (top.marked or parts[-1].prose))
        if self._is_lead_in(place, paragraph, top) or self._is_last_sentence(place, paragraph, top):
            return True
        if not is_prose(paragraph.words):
            return False
        if not top.marked:
            leans = paragraph.full or bool(LEANS.match(paragraph.words))
            return leans and paragraph.page_end and is_prose(parts[-1].words)
        return self._is_second(place, paragraph, top, cut=cut)

    def _completes(self, paragraph: Paragraph, last: Paragraph, *, cut: bool) -> bool:
        """Whether a paragraph goes on with the unfinished sentence above, ``cut`` by a page's end."""
        if begins_inside(paragraph.words):
            return last.marked or len(last.words) > 40 or not paragraph.blanks
        if is_title(paragraph.words):
            return False
        if GOES_ON.search(last.words) and len(last.words) > 40:
            return True
        return cut and is_prose(paragraph.words)

    def _is_lead_in(self, place: int, paragraph: Paragraph, top: Paragraph) -> bool:
        """Whether a line of a bullet introduces bullets of another kind: 'Of this number:'."""
        below = self.paragraphs[place + 1] if place + 1 < len(self.paragraphs) else None
        return (
            top.bullet is not None
            and paragraph.blanks == 0
            and paragraph.words.endswith(":")
            and below is not None
            and below.bullet not in (None, top.bullet)
        )

    def _is_last_sentence(self, place: int, paragraph: Paragraph, top: Paragraph) -> bool:
        """Whether a short sentence right under a numbered paragraph is its last."""
        if top.number is None or paragraph.blanks or not STOPS.search(paragraph.words):
            return False
        return self._counts_on(place, top)

    def _counts_on(self, place: int, top: Paragraph) -> bool:
        following = self._next_marked(place)
        number = top.number or ""
        return following is not None and number.isdigit() and following.number == str(int(number) + 1)

    def _is_second(self, place: int, paragraph: Paragraph, top: Paragraph, *, cut: bool) -> bool:
        """Whether a whole paragraph without a marker is more of the item above it."""
        inside = top.inner > top.indent and abs(paragraph.indent - top.inner) <= 1
        if top.number is not None:
            return inside or cut or self._counts_on(place, top)
        if inside:
            return True
        beside = self.paragraphs[place + 1] if place + 1 < len(self.paragraphs) else None
        if beside is None or beside.bullet is None:
            return False
        return cut or (paragraph.blanks == 0 and beside.bullet == top.bullet)

    def _next_marked(self, place: int) -> Paragraph | None:
        for paragraph in self.paragraphs[place + 1 : place + 8]:
            if paragraph.number is not None:
                return paragraph
        return None

    def _is_nested(self, paragraph: Paragraph, parts: list[Paragraph], top: Paragraph) -> bool:
        """Whether a bullet belongs to the item above: indented further, another glyph, or after a colon."""
        if not top.marked:
            return False
        if top.number is not None:
            return True
        line, first = self.document.lines[paragraph.lines[0]], self.document.lines[top.lines[0]]
        if line.depth and first.depth and line.depth != first.depth:
            return line.depth > first.depth
        deeper = paragraph.indent > top.indent
        if paragraph.page_end or self.over_page:
            deeper = paragraph.indent > top.indent + 3
        if paragraph.bullet == top.bullet:
            low = paragraph.words[:1].islower() or paragraph.words[:1].isdigit()
            opened = top.words.endswith(":") and not top.words[:1].islower()
            return (deeper and paragraph.indent > top.indent + (0 if self.layout.unwrapped else 1)) or (
                opened and low
            )
        if deeper or top.words.endswith(":") or parts[-1].words.endswith(":"):
            return True
        return paragraph.bullet in self.inner

    def _tagged_apart(self, paragraph: Paragraph, last: Paragraph) -> bool:
        line = self.document.lines[paragraph.lines[0]]
        above = self.document.lines[last.lines[-1]]
        return is_heading(line) or is_heading(above) or (line.cell is None) != (above.cell is None)

    def _block(self, parts: list[Paragraph]) -> Block:
        first = parts[0]
        lines = [index for part in parts for index in part.lines]
        line = self.document.lines[first.lines[0]]
        block = Block(
            lines,
            first.marker,
            first.bullet,
            first.number,
            size=max((self.document.lines[i].size for i in first.lines), default=0.0),
            bold=first.bold,
            tag=line.tag,
            element=line.element,
            depth=line.depth,
            page=line.page,
            cell=line.cell,
        )
        if first.spans:
            start, end = first.spans[0]
            if first.marker:
                start = first.marker[1]
                while start < end and self.document.text[start].isspace():
                    start += 1
            block.spans = ((start, end), *first.spans[1:])
        return block


def _with_words(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Markers that stand alone, with the words that follow them: '5.', an empty line, 'Children are…'."""
    result: list[Paragraph] = []
    waiting: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.empty:
            waiting.append(paragraph)
            if len(waiting) == 1:
                result.append(paragraph)
            continue
        if waiting and not paragraph.marked:
            marker = waiting.pop(0)
            if marker is not result[-1]:
                result.append(marker)
            marker.lines += paragraph.lines
            marker.words = paragraph.words
            marker.inner = paragraph.indent if paragraph.indent > marker.indent else -1
            continue
        waiting = []
        result.append(paragraph)
    return [paragraph for paragraph in result if paragraph.words]


def _page_gap(paragraphs: Sequence[Paragraph]) -> int:
    """How many empty lines tell of a page's end: more than stand between most paragraphs."""
    wide = sum(paragraph.blanks >= _PAGE_GAP for paragraph in paragraphs)
    return _PAGE_GAP if wide * 4 < len(paragraphs) or wide < 4 else 1_000
