"""Lines to blocks: paragraphs, bullets, numbered paragraphs and headings, whole across pages and footers.

One reading for every source. Where a file is tagged its elements say where a block ends; where it is not, the
gap to the line above, the margin, the marker and the look say it, and the two must agree on the same report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from reviewer.extraction.furniture import body_size, running_lines
from reviewer.model import Span, Spans
from reviewer.reading.document import Document, Line

BULLETS: Final = "◼▪•●■□◾◆♦‣∙·–‒—\u25a0\uf0b7\uf0a7\uf06e"
_BULLET = re.compile(rf"^\s*([{BULLETS}]|[-*](?=\s)|o(?=\s\s*[A-Za-z‘“]))\s*")
_NUMBER = re.compile(
    r"^\s*(\d{1,3}(?:\.\d{1,2})?)(?:[-–]\d{1,3}(?=\.))?"
    r"(?:[.)](?:\s*(?=[^\s\d%])|\s+(?=\d))|[ \t]{2,}(?=[A-Z‘“'\"])|\t(?=\S))"
)
_SUB_ITEM = re.compile(r"^\s*\((?:[ivx]{1,4}|[a-z])\)\s*\S")
_ENDS = re.compile(r"[.!?:;…][’”\"')\]]*(?:\d{1,2})?\s*$")
_STOPS = re.compile(r"[.!?][’”\"')\]]*(?:\d{1,2})?\s*$")


@dataclass(slots=True)
class Block:
    """A heading, a paragraph or an item, with the lines it is printed on.

    ``marker`` is the span of its bullet or number, not part of its words. ``left`` is where its first line
    begins and ``inner`` where its words do, in points (0.0 where the source has no geometry).
    """

    lines: list[int]
    marker: Span | None = None
    bullet: str | None = None
    number: str | None = None
    left: float = 0.0
    inner: float = 0.0
    size: float = 0.0
    bold: bool = False
    tag: str = ""
    element: int = -1
    depth: int = 0
    page: int = 0
    cell: tuple[int, int, int] | None = None
    heading: bool = False
    notes: Spans = field(default=())
    """Raised marks of footnotes, not part of its words."""
    spans: Spans = field(default=())
    text: str = ""

    @property
    def start(self) -> int:
        """Offset of its first character, its marker included."""
        return self.marker[0] if self.marker else self.spans[0][0]


@dataclass(frozen=True, slots=True)
class Layout:
    """What all blocks of a document are measured against. Sizes and distances in points."""

    document: Document
    body: float
    pitch: float
    right: float
    floor: float
    """How low the body text of a full page stands."""
    justified: bool
    """Whether lines are stretched to the right margin, all but a paragraph's last."""
    spanning: bool
    """Whether the source's elements reach over pages, so that two elements are two paragraphs."""
    running: frozenset[int]
    unwrapped: bool
    """A text file that holds each paragraph on one line, so that a line's end is a paragraph's."""


def measure(document: Document) -> Layout:
    """The document's common measures."""
    running = running_lines(document)
    body = body_size(document)
    gaps: list[float] = []
    rights: list[float] = []
    floor = 1e9
    before: Line | None = None
    for index, line in enumerate(document.lines):
        if index in running or line.box is None:
            continue
        if abs(line.size - body) < 0.6:
            rights.append(line.box[2])
            floor = min(floor, line.box[1])
        if before is not None and before.box is not None and before.page == line.page:
            gap = before.box[1] - line.box[1]
            if abs(line.size - body) < 0.6 and 0.7 * body < gap < 1.7 * body:
                gaps.append(gap)
        before = line
    rights.sort()
    right = rights[int(len(rights) * 0.97)] if rights else 0.0
    justified = sum(abs(edge - right) < 2 for edge in rights) > len(rights) / 3
    pages = {line.element: line.page for line in document.lines if line.element >= 0}
    spanning = any(line.element >= 0 and pages[line.element] != line.page for line in document.lines)
    plain = [line for line in document.lines if line.box is None and line.end > line.start]
    long_lines = sum(line.end - line.start > 160 for line in plain)
    unwrapped = bool(plain) and long_lines >= max(3, len(plain) // 20)
    return Layout(
        document,
        body,
        median(gaps) if gaps else 1.2 * body,
        right,
        floor,
        justified,
        spanning,
        running,
        unwrapped,
    )


def blocks(document: Document) -> tuple[list[Block], Layout]:
    """The document's blocks in reading order; running lines are in none of them."""
    from reviewer.extraction.text_blocks import text_blocks

    layout = measure(document)
    if not any(line.box for line in document.lines):
        found = text_blocks(layout)
        for block in found:
            _finish(block, layout)
        return found, layout
    builder = _Builder(layout)
    for index, line in enumerate(document.lines):
        if index in layout.running:
            continue
        if not document.words(line).strip():
            builder.blank()
            continue
        builder.add(index, line)
    found = list(_rejoined(builder.blocks, layout))
    for block in found:
        _finish(block, layout)
    return found, layout


def _rejoined(found: list[Block], layout: Layout) -> Iterator[Block]:
    """The blocks, a paragraph at a page's head given back to the numbered one that it goes on with.

    Between the 7th and the 8th it is the 7th's, wherever the page cut it.
    """
    before: Block | None = None
    for place, block in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        if before is not None and following is not None and _is_rest(before, block, following, layout):
            before.lines.extend(block.lines)
            continue
        yield block
        before = block


def _is_rest(before: Block, block: Block, following: Block, layout: Layout) -> bool:
    lines = layout.document.lines
    return bool(
        before.number
        and not (block.number or block.bullet)
        and following.number
        and before.number.isdigit()
        and following.number == str(int(before.number) + 1)
        and block.page == lines[before.lines[-1]].page + 1
        and not block.bold
        and not _looks_heading(block, layout)
        and _STOPS.search(layout.document.words(lines[block.lines[-1]]))
    )


class _Builder:
    """Adds line after line to the current block, or begins another."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.document = layout.document
        self.blocks: list[Block] = []
        self.last: Line | None = None
        self.blanks = 0
        self.count = 0

    def blank(self) -> None:
        self.blanks += 1

    def add(self, index: int, line: Line) -> None:
        words = self.document.words(line)
        marker, bullet, number = self._marker(line, words)
        current = self.blocks[-1] if self.blocks else None
        if current is not None and self._continues(current, line, words, bullet, number):
            current.lines.append(index)
        elif marker is None and (earlier := self._resumes(line, words)) is not None:
            earlier.lines.append(index)
        else:
            self._begin(index, line, marker, bullet, number)
        self.last = line
        self.blanks = 0

    def _begin(
        self, index: int, line: Line, marker: Span | None, bullet: str | None, number: str | None
    ) -> None:
        if number and "." not in number:
            self.count = int(number)
        self.blocks.append(
            Block(
                [index],
                marker,
                bullet,
                number,
                line.box[0] if line.box else 0.0,
                line.box[0] if line.box else 0.0,
                line.size,
                _all_bold(self.document, line, marker),
                line.tag,
                line.element,
                line.depth,
                line.page,
                line.cell,
            )
        )

    # -- markers

    def _marker(self, line: Line, words: str) -> tuple[Span | None, str | None, str | None]:
        match = _BULLET.match(words)
        if match and match.end() < len(words):
            return (line.start + match.start(1), line.start + match.end(1)), match.group(1), None
        if match and match.end() == len(words) and len(words.strip()) == 1 and match.group(1) not in "-*–—·o":
            return (line.start + match.start(1), line.start + match.end(1)), match.group(1), None
        match = _NUMBER.match(words)
        if match and self._is_next(match.group(1), line):
            end = match.start() + len(match.group().rstrip())
            return (line.start + match.start(1), line.start + end), None, match.group(1)
        return None, None, None

    def _is_next(self, number: str, line: Line) -> bool:
        """Whether a number at a line's start counts on from the last paragraph's.

        Without the running count, 'until the age of / 25. Young people…' would begin a paragraph. A number
        that leaves a gap is believed only where the layout sets it apart.
        """
        if "." in number:
            return self._stands_apart(line)
        value = int(number)
        apart, ended = self._stands_apart(line), self._ended()
        if value == self.count + 1:
            return apart or ended or self.layout.unwrapped
        if value == 1:
            return ended or apart
        return 0 < self.count < value <= self.count + 4 and ended and (apart or self.layout.unwrapped)

    def _ended(self) -> bool:
        if self.last is None:
            return True
        block = self.blocks[-1]
        if self.blanks or _looks_heading(block, self.layout):
            return True
        return bool(_ENDS.search(self.document.words(self.last)))

    def _stands_apart(self, line: Line) -> bool:
        """Whether the line begins left of the lines around it, or its number is a label of its own."""
        if line.tag == "Lbl" or (line.runs and line.runs[0].tag == "Lbl"):
            return True
        if line.box is None or self.last is None or self.last.box is None:
            return False
        if self.last.page != line.page:
            return True
        if line.element >= 0 and line.element != self.last.element:
            return True
        return line.box[0] < self.last.box[0] - 6 or self._gap(line) > 1.25 * self.layout.pitch

    def _gap(self, line: Line) -> float:
        if line.box is None or self.last is None or self.last.box is None:
            return 0.0
        return self.last.box[1] - line.box[1]

    # -- the decision

    def _continues(
        self, current: Block, line: Line, words: str, bullet: str | None, number: str | None
    ) -> bool:
        last = self.last
        assert last is not None
        if number:
            return False
        if bullet:
            return self._is_nested(current, line, bullet)
        if (current.number or current.bullet) and _SUB_ITEM.match(words):
            return True
        if (line.tag == "TOC") != (last.tag == "TOC"):
            return False
        if line.box is None or last.box is None:
            return self._continues_text(current, line, words)
        if line.page != last.page:
            return self._continues_page(current, line, words)
        return self._continues_here(current, line, words)

    def _is_nested(self, current: Block, line: Line, bullet: str) -> bool:
        """Whether a bullet belongs to the item above: indented further, or nested in the structure."""
        if current.bullet is None and current.number is None:
            return False
        if line.box is None:
            last = self.document.words(self.document.lines[current.lines[-1]])
            deeper = self._indent(line) > self._indent(self.document.lines[current.lines[0]])
            if current.number is not None:
                return deeper or len(current.lines) > 1 or last.rstrip().endswith(":")
            return deeper or (bullet != current.bullet and last.rstrip().endswith(":"))
        if current.number is not None:
            return line.box[0] > current.left + 6
        if line.depth > current.depth > 0:
            return True
        # The same glyph a little further in is the same list, printed unevenly.
        return line.box[0] > current.left + (25 if bullet == current.bullet else 9)

    def _indent(self, line: Line) -> int:
        words = self.document.words(line)
        return len(words) - len(words.lstrip())

    def _continues_text(self, current: Block, line: Line, words: str) -> bool:
        """Text files: a line a paragraph, or wrapped lines; a page's end leaves blank lines in a sentence."""
        if _tag_breaks(line) or _tag_breaks_after(current):
            return False
        if self.blanks == 0 and self._indent(line) and (current.bullet or current.number):
            return True
        begins_low = words.lstrip()[:1].islower()
        ended = bool(_ENDS.search(self.document.words(self.document.lines[current.lines[-1]])))
        if self.blanks == 0:
            return not self._own_line(current, line) and (not ended or begins_low)
        return begins_low and not ended

    def _own_line(self, current: Block, line: Line) -> bool:
        """Whether neighbouring lines of a text file are paragraphs of their own, as address blocks are."""
        last = self.document.words(self.document.lines[current.lines[-1]])
        return len(last) < 60 and not self.document.words(line).lstrip()[:1].islower()

    def _continues_here(self, current: Block, line: Line, words: str) -> bool:
        last = self.last
        assert last is not None
        assert last.box is not None
        assert line.box is not None
        gap = self._gap(line)
        if gap < -2 or self._differs(current, line):
            return False
        if line.element >= 0 and last.element >= 0 and line.element == last.element:
            # A paragraph of the source may hold several, set apart by empty lines.
            return gap < 1.6 * max(self.layout.pitch, 1.15 * line.size) or (
                gap < 3.2 * self.layout.pitch and not _STOPS.search(self.document.words(last))
            )
        pitch = max(self.layout.pitch, 1.15 * line.size)
        if self._is_inside(current, line) and gap < 2.2 * pitch:
            return True
        if gap > 1.32 * pitch:
            return False
        if line.element >= 0 and last.element >= 0:
            # Two elements, one paragraph: a stray line end in the source's own structure.
            return words.lstrip()[:1].islower() and not _ENDS.search(self.document.words(last))
        return self._hangs(current, line) or not self._ended_early(current, line, words)

    def _hangs(self, current: Block, line: Line) -> bool:
        """Whether a line is the second of an item whose words stand right of its marker."""
        hanging = bool(current.number or current.bullet) and len(current.lines) == 1
        return hanging and line.box is not None and line.box[0] > current.left + 8

    def _ended_early(self, current: Block, line: Line, words: str) -> bool:
        """Whether the line above ends a paragraph: it ends a sentence, and the next word had room in it."""
        last = self.last
        assert last is not None
        assert last.box is not None
        above = self.document.words(last)
        if not _STOPS.search(above) or words.lstrip()[:1].islower() or not words.split():
            return False
        boxes = [self.document.lines[index].box for index in current.lines]
        right = max((box[2] for box in boxes if box), default=0.0) if len(boxes) > 1 else self.layout.right
        width = (last.box[2] - last.box[0]) / max(1, len(above.strip()))
        return last.box[2] + (len(words.split()[0]) + 1) * width < right - 2

    def _is_inside(self, current: Block, line: Line) -> bool:
        """Whether a line without a marker stands where an item's own words do: its second paragraph, or a
        list in it whose bullets got lost."""
        if line.box is None or line.bold or not (current.number or current.bullet):
            return False
        inner = self._inner(current)
        if inner > current.left + 5 and abs(line.box[0] - inner) < 3:
            return True
        return line.box[0] > max(current.left + 30, inner + 9)

    def _differs(self, current: Block, line: Line) -> bool:
        """Whether the line looks unlike the block: another size, or bold after light."""
        if line.element >= 0 and line.element == current.element and abs(line.size - current.size) < 0.6:
            return False
        bold = _all_bold(self.document, line, None)
        if abs(line.size - current.size) > 0.8 and min(line.end - line.start, 30) > 3:
            return True
        return bold != current.bold and (bold or current.bold) and self._bold_matters(current, line, bold)

    def _bold_matters(self, current: Block, line: Line, bold: bool) -> bool:
        return bold or all(_all_bold(self.document, self.document.lines[i], None) for i in current.lines)

    def _continues_page(self, current: Block, line: Line, words: str) -> bool:
        """Over a page's end: the sentence goes on, or the item does (its words stand right of its marker)."""
        if line.element >= 0 and self.last is not None and line.element == self.last.element:
            return True
        if self._differs(current, line):
            return False
        if _looks_heading(current, self.layout):
            return words.lstrip()[:1].islower() and line.bold == current.bold
        if line.tag == "TOC" or (_tag_breaks(line) and (line.bold or line.size > self.layout.body + 0.9)):
            return False
        last = self.last
        assert last is not None
        assert last.box is not None
        assert line.box is not None
        begins_low = words.lstrip()[:1].islower()
        ended = bool(_ENDS.search(self.document.words(last)))
        if begins_low and not _STOPS.search(self.document.words(last)):
            return True
        if abs(line.box[0] - last.box[0]) > 100:
            return False
        if not ended:
            return not (line.bold and not current.bold)
        if current.number is not None or current.bullet is not None:
            if len(current.lines) == 1:
                return 8 < line.box[0] - current.left < 60
            inner = self._inner(current)
            return abs(line.box[0] - inner) < 5 and inner > current.left + 5
        return self._runs_on(last, line, words)

    def _runs_on(self, last: Line, line: Line, words: str) -> bool:
        """Whether an unnumbered paragraph is cut between two sentences.

        The page is full to its last line, that line is full to the next word, and what follows is no short
        line: half of the paragraphs that end so go on, and most of those that no empty line parts.
        """
        assert last.box is not None
        assert line.box is not None
        if self.layout.spanning and line.element >= 0 and last.element >= 0:
            return False
        above = self.document.words(last).strip()
        if last.box[1] > self.layout.floor + 2 * self.layout.pitch or abs(line.box[0] - last.box[0]) > 3:
            return False
        width = (last.box[2] - last.box[0]) / max(1, len(above))
        room = 0.0 if self.layout.justified else (len(words.split()[0]) + 1) * width
        full = last.box[2] + room > self.layout.right - 2
        return full and line.box[2] - line.box[0] > (self.layout.right - line.box[0]) / 2

    def _resumes(self, line: Line, words: str) -> Block | None:
        """The cell of the page before that this line goes on with, where another column came between."""
        if line.box is None or not words.lstrip()[:1].islower():
            return None
        for block in reversed(self.blocks[-4:-1]):
            last = self.document.lines[block.lines[-1]]
            if last.box is None or last.page == line.page:
                continue
            if last.page != line.page - 1 or abs(last.box[0] - line.box[0]) > 5:
                return None
            ended = _ENDS.search(self.document.words(last)) or _looks_heading(block, self.layout)
            return None if ended else block
        return None

    def _inner(self, block: Block) -> float:
        for index in block.lines[1:]:
            box = self.document.lines[index].box
            if box is not None:
                return box[0]
        return block.left


def _all_bold(document: Document, line: Line, marker: Span | None) -> bool:
    """Whether every visible character of the line, its marker aside, is bold."""
    seen = False
    for run in line.runs:
        start = max(run.start, marker[1]) if marker else run.start
        if document.text[start : run.end].strip():
            seen = True
            if not run.bold:
                return False
    return seen


def _tag_breaks(line: Line) -> bool:
    return line.tag.startswith("H") and len(line.tag) == 2


def _tag_breaks_after(block: Block) -> bool:
    return block.tag.startswith("H") and len(block.tag) == 2


def _looks_heading(block: Block, layout: Layout) -> bool:
    """Whether a block looks like a heading: bold, larger than the body or tagged as one, and no sentence."""
    if block.number is not None or block.bullet is not None or len(block.lines) > 4:
        return False
    document = layout.document
    text = " ".join(document.words(document.lines[index]) for index in block.lines).strip()
    if not text or len(text) > 260 or not any(char.isalpha() for char in text):
        return False
    if re.search(r"[.;,]$", text) and len(text) > 60:
        return False
    if block.tag.startswith("H") and len(block.tag) == 2 and text[-1] not in ".;,":
        return True
    return block.bold or block.size > layout.body + 0.9


def _finish(block: Block, layout: Layout) -> None:
    document = layout.document
    block.heading = _looks_heading(block, layout)
    block.notes = tuple(_notes(block, document))
    block.spans = block.spans or tuple(_pieces(block, document))
    block.text = " ".join(" ".join(document.text[start:end] for start, end in block.spans).split())
    for index in block.lines[1:]:
        box = document.lines[index].box
        if box is not None:
            block.inner = box[0]
            break


def _notes(block: Block, document: Document) -> Iterator[Span]:
    """Small raised numbers after a word: 'the area³'. PDFium may begin a line with one."""
    for place, index in enumerate(block.lines):
        line = document.lines[index]
        for run in line.runs:
            words = document.text[run.start : run.end]
            if not (0 < run.size < line.size - 2 and re.fullmatch(r"\s*\d{1,2}(?:,\s?\d{1,2})*\s*", words)):
                continue
            after_word = run.start > line.start and not document.text[run.start - 1].isspace()
            if after_word or (place and run.start == line.start):
                yield run.start, run.start + len(words.rstrip())


def _pieces(block: Block, document: Document) -> Iterator[Span]:
    """The block's words: lines that follow one another are one span, an interruption begins another."""
    open_span: Span | None = None
    previous = -1
    for index in block.lines:
        for start, end in _line_pieces(block, document, document.lines[index]):
            if (
                open_span is not None
                and index == previous + 1
                and not _between(block.notes, open_span[1], start)
            ):
                open_span = (open_span[0], end)
            else:
                if open_span is not None:
                    yield open_span
                open_span = (start, end)
            previous = index
    if open_span is not None:
        yield open_span


def _between(notes: Spans, start: int, end: int) -> bool:
    return any(start <= note[0] < end for note in notes)


def _line_pieces(block: Block, document: Document, line: Line) -> Iterator[Span]:
    """A line's words, cut where its marker and the marks of footnotes stand."""
    start = line.start
    if block.marker and start <= block.marker[0] < line.end:
        start = block.marker[1]
    for cut, after in [*(note for note in block.notes if start <= note[0] < line.end), (line.end, line.end)]:
        first, last = start, cut
        while first < last and document.text[first].isspace():
            first += 1
        while last > first and document.text[last - 1].isspace():
            last -= 1
        if first < last:
            yield first, last
        start = after
