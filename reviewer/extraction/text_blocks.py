"""Lines to blocks where the source has no geometry: text, Markdown, web pages, Word files.

Two steps. First lines become paragraphs: an empty line ends one, and in wrapped text a line that stops before
the margin. Then paragraphs become blocks: a marker that stands alone gets its words, and what the end of a
page has cut off goes back to its item; a paragraph without a number between the 7th and the 8th is the 7th's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from reviewer.extraction import boilerplate
from reviewer.extraction.blocks import BULLETS, Block, Layout
from reviewer.extraction.text_margins import Margins
from reviewer.model import Span
from reviewer.reading.document import Document, Line

_BULLET = re.compile(
    rf"^\s*(?P<mark>[{BULLETS}](?:\s*(?=[{BULLETS}]))?|[-*+](?=\s|$)|o(?=\s+[A-Za-z‘“]|$))\s*"
)
_NUMBER = re.compile(
    r"^\s*(?P<mark>(?P<number>\d{1,3}(?:\.\d{1,2})?)(?:[-–]\d{1,3}(?=\.))?(?:[.)]|(?=[ \t]{2,}|\t)))"
    r"(?:\s*$|\s*(?=[^\s\d%])|\s+(?=\d))"
)
_SUB_ITEM = re.compile(r"^\s*\((?:[ivx]{1,4}|[a-z])\)\s*\S")
_ENDS = re.compile(r"[.!?:;…][’”\"')\]]*(?:\d{1,2}|[¹²³⁴-⁹])?\s*$")
_STOPS = re.compile(r"[.!?][’”\"')\]]*(?:\d{1,2}|[¹²³⁴-⁹])?\s*$")
_GOES_ON = re.compile(
    r"(?:,|\b(?:a|an|and|are|as|at|be|by|for|from|has|have|in|into|is|its|of|on|or|that|the|their|this|to|was"
    r"|were|which|who|with|within))\s*$"
)
_LEANS = re.compile(
    r"(?:However|This|These|They|It|Consequently|Therefore|Nevertheless|As a result|For example)\b"
)
"""Openings that lean on the sentence before: over a page's end the paragraph goes on."""
_OPENS = re.compile(
    r"(?:The next (?:full )?(?:area SEND )?inspection will|Ofsted and (?:the )?(?:CQC|Care Quality)"
    r"|A monitoring inspection|As a result of this inspection|The impact of leaders on"
    r"|The experiences? and progress of (?:children|care)|What (?:needs to|does the|is the area|is it like)"
    r"|Areas for (?:priority|improvement|development)|Yours (?:sincerely|faithfully)|Dear "
    r"|Any areas for|Ofsted will take|I am copying)"
)
"""Openings of headings and standing sentences that begin a paragraph wherever they begin a line."""
_PROSE: Final = 110
_PAGE_GAP: Final = 3
"""So many empty lines stand where a page ended, in files of converters that leave one between paragraphs."""


@dataclass(slots=True)
class _Paragraph:
    """Neighbouring lines of one paragraph. ``page_end`` and ``blanks`` tell what stands above it."""

    lines: list[int]
    words: str
    marker: Span | None = None
    bullet: str | None = None
    number: str | None = None
    indent: int = 0
    inner: int = -1
    blanks: int = 0
    page_end: bool = False
    full: bool = False
    """Whether the line above had no room for this paragraph's first word."""
    bold: bool = False
    spans: tuple[Span, ...] = ()
    nested: list[_Paragraph] = field(default_factory=list)

    @property
    def marked(self) -> bool:
        return self.marker is not None

    @property
    def prose(self) -> bool:
        return len(self.words) >= _PROSE

    @property
    def empty(self) -> bool:
        return self.marked and not self.words


def text_blocks(layout: Layout) -> list[Block]:
    """The blocks of a document without geometry, in reading order."""
    reader = _Reader(layout)
    reader.read()
    return _Assembler(reader.paragraphs, layout).blocks()


class _Reader:
    """Lines to paragraphs."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.document = layout.document
        self.paragraphs: list[_Paragraph] = []
        self.blanks = 0
        self.page_end = False
        self.count = 0
        self.margins = _margins(layout)
        self.numbers = _numbers(layout)

    def read(self) -> None:
        for index, line in enumerate(self.document.lines):
            if index in self.layout.running:
                self.page_end = True
                continue
            words = self.document.words(line)
            if not words.strip():
                self.blanks += 1
                continue
            self._line(index, line, words)
            self.blanks = 0
            self.page_end = False

    def _line(self, index: int, line: Line, words: str) -> None:
        current = self.paragraphs[-1] if self.paragraphs else None
        if cells := _prose_cells(self.document, line):
            for start, end in cells:
                self._begin(index, line, self.document.text[start:end], start, whole=False)
            return
        marker = self._marker(index, line, words)
        if current is not None and marker is None and self._continues(current, index, line, words):
            current.lines.append(index)
            current.words = f"{current.words} {words.strip()}"
            if current.inner < 0 and not current.empty:
                current.inner = _indent(words)
            return
        self._begin(index, line, words, line.start, marker=marker)

    def _begin(
        self,
        index: int,
        line: Line,
        words: str,
        start: int,
        *,
        marker: re.Match[str] | None = None,
        whole: bool = True,
    ) -> None:
        if not whole:
            marker = self._marker(index, line, words)
        number = marker.groupdict().get("number") if marker else None
        if number and "." not in number:
            self.count = int(number)
        rest = words[marker.end() :] if marker else words
        span = (start + marker.start("mark"), start + marker.end("mark")) if marker else None
        self.paragraphs.append(
            _Paragraph(
                [index],
                rest.strip(),
                span,
                marker.group("mark") if marker and not number else None,
                number,
                _indent(words),
                _indent(words) + marker.end() - marker.start("mark")
                if marker and self._aligned(marker)
                else -1,
                self.blanks,
                self.page_end,
                self._is_full(rest) if self.page_end else False,
                _all_bold(self.document, line, span),
                () if whole else ((start + len(words) - len(words.lstrip()), start + len(words.rstrip())),),
            )
        )

    def _is_full(self, words: str) -> bool:
        if self.margins is None or not self.paragraphs or not words.split():
            return False
        return not self._has_room(self.paragraphs[-1], words.split()[0])

    def _aligned(self, marker: re.Match[str]) -> bool:
        return not self.layout.unwrapped and marker.end() - marker.end("mark") > 0

    # -- markers

    def _marker(self, index: int, line: Line, words: str) -> re.Match[str] | None:
        if line.tag == "TOC":
            return None
        bullet = _BULLET.match(words)
        if bullet and (bullet.end() < len(words.rstrip()) or bullet.group("mark") not in "-*+–—·o"):
            return bullet
        number = _NUMBER.match(words)
        if number and self._is_next(index, number.group("number")):
            return number
        return None

    def _is_next(self, index: int, number: str) -> bool:
        """Whether a number at a line's start counts on from the last paragraph's.

        Without the running count, 'until the age of / 25. Young people…' would begin a paragraph; where even
        the count fits, the better placed of two candidates is taken.
        """
        strong = self._ended()
        if "." in number:
            return strong
        value = int(number)
        if value == self.count + 1:
            return strong or not self.numbers.again(value, index)
        if value == 1:
            return strong or (self.numbers.run_from(1, index) and not self.numbers.again(1, index))
        if not strong:
            return False
        if 0 < self.count < value <= self.count + 4:
            return True
        return value > self.count and self.numbers.run_from(value, index)

    def _ended(self) -> bool:
        if not self.paragraphs or self.blanks or self.page_end:
            return True
        current = self.paragraphs[-1]
        last = self.document.lines[current.lines[-1]]
        above = self.document.words(last)
        if self.margins is None and len(above) < _PROSE:
            return True
        return bool(_ENDS.search(above)) or self._has_room(current, "x" * 20)

    def _has_room(self, current: _Paragraph, word: str) -> bool:
        """Whether the last line of a paragraph of wrapped text had room for another word."""
        if self.margins is None:
            return False
        index = current.lines[-1]
        above = self.document.words(self.document.lines[index])
        return self.margins.room(index, above, word, marked=current.marked)

    # -- does a line go on with the paragraph above?

    def _continues(self, current: _Paragraph, index: int, line: Line, words: str) -> bool:
        last = self.document.lines[current.lines[-1]]
        if self._apart(current, last, line):
            return False
        if line.element >= 0 and line.element == last.element and line.cell == last.cell:
            return line.cell is None
        if self.blanks or self.page_end:
            return False
        if current.marked and _SUB_ITEM.match(words):
            return True
        if current.empty:
            return True
        if self.margins is None:
            return self._continues_line(current, last, words)
        return not self._leads(index, last, words) and self._continues_wrapped(current, last, words)

    def _apart(self, current: _Paragraph, last: Line, line: Line) -> bool:
        """Whether tags or looks say that the lines are not of one paragraph."""
        if (line.tag == "TOC") != (last.tag == "TOC") or (line.cell is None) != (last.cell is None):
            return True
        if line.cell is not None and last.cell is not None and line.cell[:2] != last.cell[:2]:
            return True
        same = line.element >= 0 and line.element == last.element
        if not same and (_is_heading(line) or _is_heading(last) or (line.element >= 0 and last.element >= 0)):
            return True
        if current.spans:
            return True
        if abs(line.size - last.size) > 0.8 and not same:
            return True
        return _all_bold(self.document, line, None) != current.bold and not same

    def _continues_line(self, current: _Paragraph, last: Line, words: str) -> bool:
        """A line a paragraph: only a stray line end is followed by more of the same."""
        low = words.lstrip()[:1].islower()
        above = self.document.words(last)
        if not _ENDS.search(above):
            return low or (len(above) > 40 and bool(_GOES_ON.search(above)))
        return current.marked and _indent(words) > current.indent

    def _leads(self, index: int, last: Line, words: str) -> bool:
        """Whether a line looks like a heading over a list: no sentence, after one, and a marker follows."""
        if (
            not words.lstrip()[:1].isupper()
            or _STOPS.search(words)
            or not _ENDS.search(self.document.words(last))
        ):
            return False
        for following in range(index + 1, min(index + 4, len(self.document.lines))):
            below = self.document.words(self.document.lines[following])
            if below.strip():
                return bool(_BULLET.match(below) or _NUMBER.match(below))
        return False

    def _continues_wrapped(self, current: _Paragraph, last: Line, words: str) -> bool:
        above = self.document.words(last).rstrip()
        first = words.split()[0]
        if words.lstrip()[:1].islower():
            return True
        if (
            above.endswith("?")
            and not current.marked
            and len(current.lines) <= 2
            and len(current.words) < 120
        ):
            return False
        if _ENDS.search(above):
            return not (_OPENS.match(words.lstrip()) or self._has_room(current, first))
        if not first[0].isupper() or _GOES_ON.search(above):
            return True
        # Titles break anywhere in a sentence; only much room tells of an end without a stop.
        return not self._has_room(current, first + "x" * 8)


class _Assembler:
    """Paragraphs to blocks."""

    def __init__(self, paragraphs: list[_Paragraph], layout: Layout) -> None:
        self.layout = layout
        self.document = layout.document
        self.paragraphs = _with_words(paragraphs)
        self.gaps = _page_gap(self.paragraphs)

    def blocks(self) -> list[Block]:
        result: list[list[_Paragraph]] = []
        top: _Paragraph | None = None
        for place, paragraph in enumerate(self.paragraphs):
            previous = result[-1] if result else None
            if previous is not None and top is not None and self._belongs(place, paragraph, previous, top):
                previous.append(paragraph)
                continue
            result.append([paragraph])
            top = paragraph
        return [self._block(parts) for parts in result]

    def _belongs(self, place: int, paragraph: _Paragraph, parts: list[_Paragraph], top: _Paragraph) -> bool:
        """Whether a paragraph is part of the item or the paragraph above it."""
        if paragraph.number or paragraph.spans or parts[-1].spans or self._tagged_apart(paragraph, parts[-1]):
            return False
        if paragraph.bullet:
            return self._is_nested(paragraph, parts, top)
        if paragraph.bold or self._is_title(place):
            return False
        if boilerplate.is_standing(paragraph.words) or boilerplate.is_boilerplate(paragraph.words):
            return False
        if parts[-1].bold and not parts[-1].marked:
            return False
        cut = paragraph.page_end or paragraph.blanks >= self.gaps
        if not _ENDS.search(parts[-1].words):
            return self._completes(place, paragraph, parts[-1], cut=cut and (top.marked or parts[-1].prose))
        if self._is_lead_in(place, paragraph, top) or self._is_last_sentence(place, paragraph, top):
            return True
        if not _is_prose(paragraph.words):
            return False
        if not top.marked:
            leans = paragraph.full or bool(_LEANS.match(paragraph.words))
            return leans and paragraph.page_end and _is_prose(parts[-1].words)
        return self._is_second(place, paragraph, top, cut=cut)

    def _completes(self, place: int, paragraph: _Paragraph, last: _Paragraph, *, cut: bool) -> bool:
        """Whether a paragraph goes on with the unfinished sentence above it, ``cut`` by a page's end or not."""
        if _begins_inside(paragraph.words):
            return last.marked or len(last.words) > 40 or not paragraph.blanks
        if self._is_title(place):
            return False
        if _GOES_ON.search(last.words) and len(last.words) > 40:
            return True
        return cut and _is_prose(paragraph.words)

    def _is_lead_in(self, place: int, paragraph: _Paragraph, top: _Paragraph) -> bool:
        """Whether a line of a bullet introduces bullets of another kind: 'Of this number:'."""
        below = self.paragraphs[place + 1] if place + 1 < len(self.paragraphs) else None
        return (
            top.bullet is not None
            and paragraph.blanks == 0
            and paragraph.words.endswith(":")
            and below is not None
            and below.bullet not in (None, top.bullet)
        )

    def _is_last_sentence(self, place: int, paragraph: _Paragraph, top: _Paragraph) -> bool:
        """Whether a short sentence right under a numbered paragraph is its last."""
        if top.number is None or paragraph.blanks or not _STOPS.search(paragraph.words):
            return False
        return self._counts_on(place, top)

    def _counts_on(self, place: int, top: _Paragraph) -> bool:
        following = self._next_marked(place)
        number = top.number or ""
        return following is not None and number.isdigit() and following.number == str(int(number) + 1)

    def _is_second(self, place: int, paragraph: _Paragraph, top: _Paragraph, *, cut: bool) -> bool:
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

    def _next_marked(self, place: int) -> _Paragraph | None:
        for paragraph in self.paragraphs[place + 1 : place + 8]:
            if paragraph.number is not None:
                return paragraph
        return None

    def _is_nested(self, paragraph: _Paragraph, parts: list[_Paragraph], top: _Paragraph) -> bool:
        """Whether a bullet belongs to the item above: indented further, another glyph, or after a colon."""
        if not top.marked:
            return False
        if top.number is not None:
            return True
        line, first = self.document.lines[paragraph.lines[0]], self.document.lines[top.lines[0]]
        if line.depth and first.depth:
            return line.depth > first.depth
        deeper = paragraph.indent > top.indent
        if paragraph.page_end or any(part.page_end for part in parts[1:]):
            deeper = paragraph.indent > top.indent + 3
        if paragraph.bullet == top.bullet:
            low = paragraph.words[:1].islower() or paragraph.words[:1].isdigit()
            opened = top.words.endswith(":") and not top.words[:1].islower()
            return (deeper and paragraph.indent > top.indent + (0 if self.layout.unwrapped else 1)) or (
                opened and low
            )
        if deeper or top.words.endswith(":") or parts[-1].words.endswith(":"):
            return True
        return any(part.bullet == paragraph.bullet for part in parts[1:])

    def _tagged_apart(self, paragraph: _Paragraph, last: _Paragraph) -> bool:
        line = self.document.lines[paragraph.lines[0]]
        above = self.document.lines[last.lines[-1]]
        return _is_heading(line) or _is_heading(above) or (line.cell is None) != (above.cell is None)

    def _is_title(self, place: int) -> bool:
        """Whether a paragraph looks like a heading: short, and no sentence."""
        return _is_title(self.paragraphs[place].words)

    def _block(self, parts: list[_Paragraph]) -> Block:
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
            block.spans = ((start, end),)
        return block


def _with_words(paragraphs: list[_Paragraph]) -> list[_Paragraph]:
    """Markers that stand alone, with the words that follow them: '5.', an empty line, 'Children are…'."""
    result: list[_Paragraph] = []
    waiting: list[_Paragraph] = []
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


def _page_gap(paragraphs: Sequence[_Paragraph]) -> int:
    """How many empty lines tell of a page's end: more than stand between most paragraphs."""
    wide = sum(paragraph.blanks >= _PAGE_GAP for paragraph in paragraphs)
    return _PAGE_GAP if wide * 4 < len(paragraphs) or wide < 4 else 1_000


class _Numbers:
    """Where each number stands at a line's start, and where it stands well: after an empty line or a stop."""

    def __init__(self) -> None:
        self.strong: dict[int, list[int]] = {}

    def again(self, value: int, index: int) -> bool:
        """Whether the number comes again, well placed, before the next number does."""
        later = self._after(value, index)
        following = self._after(value + 1, index)
        return later is not None and (following is None or later < following)

    def run_from(self, value: int, index: int) -> bool:
        """Whether the next two numbers follow in order."""
        second = self._after(value + 1, index)
        return second is not None and self._after(value + 2, second) is not None

    def _after(self, value: int, index: int) -> int | None:
        places = self.strong.get(value, [])
        at = bisect_right(places, index)
        return places[at] if at < len(places) else None


def _numbers(layout: Layout) -> _Numbers:
    document = layout.document
    found = _Numbers()
    ended = True
    for index, line in enumerate(document.lines):
        words = document.words(line)
        if index in layout.running or not words.strip():
            ended = True
            continue
        match = _NUMBER.match(words)
        if match and ended and "." not in match.group("number"):
            found.strong.setdefault(int(match.group("number")), []).append(index)
        ended = bool(_ENDS.search(words)) or (layout.unwrapped and len(words) < _PROSE)
    return found


def _margins(layout: Layout) -> Margins | None:
    """None for a file that holds each paragraph on one line."""
    if layout.unwrapped:
        return None
    document = layout.document
    return Margins(
        document.words(line) if index not in layout.running and line.cell is None else ""
        for index, line in enumerate(document.lines)
    )


def _prose_cells(document: Document, line: Line) -> list[Span]:
    """The cells of a table row that holds prose; empty for a row of short cells, which is read as a whole."""
    text = document.text[line.start : line.end]
    if "\t" not in text or _NUMBER.match(text) or _BULLET.match(text):
        return []
    cells: list[Span] = []
    at = line.start
    for cell in text.split("\t"):
        start = at + len(cell) - len(cell.lstrip())
        end = at + len(cell.rstrip())
        if start < end:
            cells.append((start, end))
        at += len(cell) + 1
    return cells if len(cells) > 1 and any(end - start >= 60 for start, end in cells) else []


def _indent(words: str) -> int:
    return len(words) - len(words.lstrip())


def _is_heading(line: Line) -> bool:
    return len(line.tag) == 2 and line.tag[0] == "H"


def _begins_inside(words: str) -> bool:
    """Whether words begin as no paragraph does: in lower case, or with a figure or a bracket."""
    return not (words[:1].isupper() or words[:1] in "‘“'\"" or re.match(r"\d\.\d", words))


def _is_prose(words: str) -> bool:
    return len(words) >= 40 and bool(_STOPS.search(words) or len(words) >= _PROSE)


def _is_title(words: str) -> bool:
    return len(words) < 120 and (words.endswith("?") or not _ENDS.search(words)) and words[:1].isupper()


def _all_bold(document: Document, line: Line, marker: Span | None) -> bool:
    seen = False
    for run in line.runs:
        start = max(run.start, marker[1]) if marker else run.start
        if document.text[start : run.end].strip():
            seen = True
            if not run.bold:
                return False
    return seen
