"""Lines of a file without geometry to paragraphs, each with its marker.

An empty line ends a paragraph; in wrapped text so does a line that had room for the next word.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from reviewer.extraction import grades
from reviewer.extraction.layout import Layout
from reviewer.extraction.text_columns import Cells, side_columns
from reviewer.extraction.text_margins import Margins
from reviewer.extraction.text_marks import (
    BULLET,
    ENDS,
    GOES_ON,
    NUMBER,
    OPENS,
    PROSE,
    STOPS,
    SUB_ITEM,
    Paragraph,
    all_bold,
    indent_of,
    is_heading,
)
from reviewer.model import Span
from reviewer.reading.document import Document, Line


def paragraphs(layout: Layout) -> list[Paragraph]:
    """The paragraphs of a document without geometry, in reading order; running lines are in none."""
    reader = _Reader(layout)
    reader.read()
    return reader.paragraphs


class _Reader:
    """Lines to paragraphs."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.document = layout.document
        self.paragraphs: list[Paragraph] = []
        self.blanks = 0
        self.page_end = False
        self.count = 0
        self.columns = side_columns(self.document, layout.running)
        self.cell: Paragraph | None = None
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
        if index in self.columns:
            self._side_by_side(index, line, self.columns[index])
            return
        if cells := _prose_cells(self.document, line):
            for start, end in cells:
                self._begin(index, line, self.document.text[start:end], start, whole=False)
            return
        marker = self._marker(index, line, words)
        if current is not None and marker is None and self._continues(current, index, line, words):
            current.lines.append(index)
            current.words = f"{current.words} {words.strip()}"
            if current.inner < 0 and not current.empty:
                current.inner = indent_of(words)
            return
        self._begin(index, line, words, line.start, marker=marker)

    def _side_by_side(self, index: int, line: Line, cells: Cells) -> None:
        """A line of a table in two columns: names on the left, a paragraph that goes on line after line."""
        text = self.document.text
        if cells.left:
            self._begin(index, line, text[slice(*cells.left)], cells.left[0], whole=False)
        if not cells.right:
            return
        words = text[slice(*cells.right)]
        if self.cell is None or cells.begins or BULLET.match(words):
            self._begin(index, line, words, cells.right[0], whole=False)
            self.cell = self.paragraphs[-1]
        else:
            self.cell.words += " " + words
            self.cell.spans += (cells.right,)
            self.cell.lines.append(index)

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
            Paragraph(
                [index],
                rest.strip(),
                span,
                marker.group("mark") if marker and not number else None,
                number,
                indent_of(words),
                indent_of(words) + marker.end() - marker.start("mark")
                if marker and self._aligned(marker)
                else -1,
                self.blanks,
                self.page_end,
                self._is_full(rest) if self.page_end else False,
                all_bold(self.document, line, span),
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
        bullet = BULLET.match(words)
        if bullet and (bullet.end() < len(words.rstrip()) or bullet.group("mark") not in "-*+–—·o"):
            return bullet
        number = NUMBER.match(words)
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
        if self.margins is None and len(above) < PROSE:
            return True
        return bool(ENDS.search(above)) or self._has_room(current, "x" * 20)

    def _has_room(self, current: Paragraph, word: str) -> bool:
        """Whether the last line of a paragraph of wrapped text had room for another word."""
        if self.margins is None:
            return False
        index = current.lines[-1]
        above = self.document.words(self.document.lines[index])
        return self.margins.room(index, above, word, marked=current.marked)

    # -- does a line go on with the paragraph above?

    def _continues(self, current: Paragraph, index: int, line: Line, words: str) -> bool:
        last = self.document.lines[current.lines[-1]]
        if self._apart(current, last, line):
            return False
        if line.element >= 0 and line.element == last.element and line.cell == last.cell:
            return line.cell is None
        if self.blanks or self.page_end:
            return False
        if current.marked and SUB_ITEM.match(words):
            return True
        if current.empty:
            return True
        if self.margins is None:
            return self._continues_line(current, last, words)
        return not self._leads(index, last, words) and self._continues_wrapped(current, last, words)

    def _apart(self, current: Paragraph, last: Line, line: Line) -> bool:
        """Whether tags or looks say that the lines are not of one paragraph."""
        if (line.tag == "TOC") != (last.tag == "TOC") or (line.cell is None) != (last.cell is None):
            return True
        if line.cell is not None and last.cell is not None and line.cell[:2] != last.cell[:2]:
            return True
        same = line.element >= 0 and line.element == last.element
        if not same and (is_heading(line) or is_heading(last) or (line.element >= 0 and last.element >= 0)):
            return True
        if current.spans:
            return True
        if abs(line.size - last.size) > 0.8 and not same:
            return True
        return all_bold(self.document, line, None) != current.bold and not same

    def _continues_line(self, current: Paragraph, last: Line, words: str) -> bool:
        """A line a paragraph: only a stray line end is followed by more of the same."""
        low = words.lstrip()[:1].islower()
        above = self.document.words(last)
        if not ENDS.search(above):
            return low or (len(above) > 40 and bool(GOES_ON.search(above)))
        return current.marked and indent_of(words) > current.indent

    def _leads(self, index: int, last: Line, words: str) -> bool:
        """Whether a line looks like a heading over a list: no sentence, after one, and a marker follows."""
        if (
            not words.lstrip()[:1].isupper()
            or STOPS.search(words)
            or not ENDS.search(self.document.words(last))
        ):
            return False
        for following in range(index + 1, min(index + 4, len(self.document.lines))):
            below = self.document.words(self.document.lines[following])
            if below.strip():
                return bool(BULLET.match(below) or NUMBER.match(below))
        return False

    def _continues_wrapped(self, current: Paragraph, last: Line, words: str) -> bool:
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
        if ENDS.search(above):
            return not (OPENS.match(words.lstrip()) or self._has_room(current, first))
        if not first[0].isupper() or GOES_ON.search(above):
            return True
        # Titles break anywhere in a sentence; only much room tells of an end without a stop.
        return not self._has_room(current, first + "x" * 8)


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
        match = NUMBER.match(words)
        if match and ended and "." not in match.group("number"):
            found.strong.setdefault(int(match.group("number")), []).append(index)
        ended = bool(ENDS.search(words)) or (layout.unwrapped and len(words) < PROSE)
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
    if "\t" not in text or NUMBER.match(text) or BULLET.match(text):
        return []
    cells: list[Span] = []
    at = line.start
    for cell in text.split("\t"):
        start = at + len(cell) - len(cell.lstrip())
        end = at + len(cell.rstrip())
        if start < end:
            cells.append((start, end))
        at += len(cell) + 1
    words = [document.text[start:end] for start, end in cells]
    prose = any(len(cell) >= PROSE or (len(cell) >= 45 and ENDS.search(cell)) for cell in words)
    return cells if len(cells) > 1 and prose and not any(map(grades.alone, words)) else []
