"""Lines to blocks where the source has pages: paragraphs and items, whole across pages and footers.

Where a file is tagged its elements say where a block ends; where it is not, the gap to the line above, the
margin, the marker and the look say it, and the two must agree on the same report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.extraction.block_words import all_bold, looks_heading
from reviewer.extraction.layout import BULLETS, Block, Layout
from reviewer.model import Span
from reviewer.reading.document import Box, Document, Line

_BULLET = re.compile(rf"^\s*([{BULLETS}]|[-*](?=\s)|o(?=\s\s*[A-Za-z‘“]))\s*")
_NUMBER = re.compile(
    r"^\s*(\d{1,3}(?:\.\d{1,2})?)(?:[-–]\d{1,3}(?=\.))?"
    r"(?:[.)](?:\s*(?=[^\s\d%])|\s+(?=\d))|[ \t]{2,}(?=[A-Z‘“'\"])|\t(?=\S))"
)
_SUB_ITEM = re.compile(r"^\s*\((?:[ivx]{1,4}|[a-z])\)\s*\S")
_ENDS = re.compile(r"[.!?:;…][’”\"')\]]*(?:\d{1,2})?\s*$")
_STOPS = re.compile(r"[.!?][’”\"')\]]*(?:\d{1,2})?\s*$")


def page_blocks(layout: Layout) -> list[Block]:
    """The blocks of a document whose lines have places on pages; running lines are in none of them."""
    builder = _Builder(layout)
    for index, line in enumerate(layout.document.lines):
        if index not in layout.running and layout.document.words(line).strip():
            builder.add(index, line)
    return list(_rejoined(builder.blocks, layout))


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
        and not looks_heading(block, layout)
        and _STOPS.search(layout.document.words(lines[block.lines[-1]]))
    )


def _box(line: Line) -> Box:
    """Where a line stands; readers of pages give every line a box."""
    return line.box or (0.0, 0.0, 0.0, 0.0)


def _is_tagged_heading(line: Line) -> bool:
    return line.tag.startswith("H") and len(line.tag) == 2


class _Builder:
    """Adds line after line to the current block, or begins another."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.document = layout.document
        self.blocks: list[Block] = []
        self.last: Line | None = None
        self.count = 0

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
                _box(line)[0],
                _box(line)[0],
                line.size,
                all_bold(self.document, line, marker),
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
            return apart or ended
        if value == 1:
            return ended or apart
        return 0 < self.count < value <= self.count + 4 and ended and apart

    def _ended(self) -> bool:
        if self.last is None:
            return True
        block = self.blocks[-1]
        if looks_heading(block, self.layout):
            return True
        return bool(_ENDS.search(self.document.words(self.last)))

    def _stands_apart(self, line: Line) -> bool:
        """Whether the line begins left of the lines around it, or its number is a label of its own."""
        if line.tag == "Lbl" or (line.runs and line.runs[0].tag == "Lbl"):
            return True
        if self.last is None:
            return False
        if self.last.page != line.page:
            return True
        if line.element >= 0 and line.element != self.last.element:
            return True
        return _box(line)[0] < _box(self.last)[0] - 6 or self._gap(line) > 1.25 * self.layout.pitch

    def _gap(self, line: Line) -> float:
        return _box(self.last)[1] - _box(line)[1] if self.last else 0.0

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
        if line.page != last.page:
            return self._continues_page(current, line, words)
        return self._continues_here(current, line, words)

    def _is_nested(self, current: Block, line: Line, bullet: str) -> bool:
        """Whether a bullet belongs to the item above: indented further, or nested in the structure."""
        if current.bullet is None and current.number is None:
            return False
        if current.number is not None:
            return _box(line)[0] > current.left + 6
        if line.depth > current.depth > 0:
            return True
        # The same glyph a little further in is the same list, printed unevenly.
        same = bullet == current.bullet and not (
            self._introduces(current) and _begins_low(self.document, line)
        )
        return _box(line)[0] > current.left + (25 if same else 9)

    def _introduces(self, block: Block) -> bool:
        """Whether an item leads up to a list: 'The proportion of children:'."""
        lines = (self.document.lines[index] for index in block.lines[:12])
        return any(self.document.words(line).rstrip().endswith(":") for line in lines)

    def _continues_here(self, current: Block, line: Line, words: str) -> bool:
        last = self.last
        assert last is not None
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
            return self._is_stray(current, line, words)
        return self._hangs(current, line) or not self._ended_early(current, line, words)

    def _is_stray(self, current: Block, line: Line, words: str) -> bool:
        """Two elements, one paragraph for a reader: a stray line end in the source's own structure.

        The sentence goes on, or there is no more room between the lines than inside a paragraph and none left
        on the line above.
        """
        last = self.last
        assert last is not None
        if words.lstrip()[:1].islower() and not _ENDS.search(self.document.words(last)):
            return True
        plain = not (current.number or current.bullet or line.bold or current.bold)
        close = self._gap(line) < 1.08 * self.layout.pitch and abs(_box(line)[0] - _box(last)[0]) < 2
        wide = _box(last)[2] - _box(last)[0] > (self.layout.right - _box(last)[0]) / 2
        return (
            plain
            and close
            and wide
            and len(current.lines) > 1
            and not self._ended_early(current, line, words)
        )

    def _hangs(self, current: Block, line: Line) -> bool:
        """Whether a line is the second of an item whose words stand right of its marker."""
        hanging = bool(current.number or current.bullet) and len(current.lines) == 1
        return hanging and _box(line)[0] > current.left + 8

    def _ended_early(self, current: Block, line: Line, words: str) -> bool:
        """Whether the line above ends a paragraph: it ends a sentence, and the next word had room in it."""
        last = self.last
        assert last is not None
        above = self.document.words(last)
        if not _STOPS.search(above) or words.lstrip()[:1].islower() or not words.split():
            return False
        rights = [_box(self.document.lines[index])[2] for index in current.lines]
        right = max(rights) if len(rights) > 1 else self.layout.right
        return _box(last)[2] + self._room(last, words) < right - 2

    def _room(self, last: Line, words: str) -> float:
        """How wide the first of the words is with the space before it, printed like the last line."""
        left, _, right, _ = _box(last)
        width = (right - left) / max(1, len(self.document.words(last).strip()))
        return (len(words.split()[0]) + 1) * width

    def _is_inside(self, current: Block, line: Line) -> bool:
        """Whether a line without a marker stands where an item's own words do: its second paragraph, or a
        list in it whose bullets got lost."""
        if line.bold or not (current.number or current.bullet):
            return False
        inner = self._inner(current)
        if inner > current.left + 5 and abs(_box(line)[0] - inner) < 3:
            return True
        return _box(line)[0] > max(current.left + 30, inner + 9)

    def _differs(self, current: Block, line: Line) -> bool:
        """Whether the line looks unlike the block: another size, or bold after light."""
        if line.element >= 0 and line.element == current.element and abs(line.size - current.size) < 0.6:
            return False
        bold = all_bold(self.document, line, None)
        if abs(line.size - current.size) > 0.8 and min(line.end - line.start, 30) > 3:
            return True
        return bold != current.bold and (bold or current.bold) and self._bold_matters(current, line, bold)

    def _bold_matters(self, current: Block, line: Line, bold: bool) -> bool:
        return bold or all(all_bold(self.document, self.document.lines[i], None) for i in current.lines)

    def _continues_page(self, current: Block, line: Line, words: str) -> bool:
        """Over a page's end: the sentence goes on, or the item does (its words stand right of its marker)."""
        if line.element >= 0 and self.last is not None and line.element == self.last.element:
            return True
        if self._differs(current, line):
            return False
        if looks_heading(current, self.layout):
            return words.lstrip()[:1].islower() and line.bold == current.bold
        if line.tag == "TOC" or (
            _is_tagged_heading(line) and (line.bold or line.size > self.layout.body + 0.9)
        ):
            return False
        last = self.last
        assert last is not None
        begins_low = words.lstrip()[:1].islower()
        ended = bool(_ENDS.search(self.document.words(last)))
        if begins_low and not _STOPS.search(self.document.words(last)):
            return True
        if abs(_box(line)[0] - _box(last)[0]) > 100:
            return False
        if not ended:
            return not (line.bold and not current.bold)
        if current.number is not None or current.bullet is not None:
            if len(current.lines) == 1:
                return 8 < _box(line)[0] - current.left < 60
            inner = self._inner(current)
            return abs(_box(line)[0] - inner) < 5 and inner > current.left + 5
        return self._runs_on(last, line, words)

    def _runs_on(self, last: Line, line: Line, words: str) -> bool:
        """Whether an unnumbered paragraph is cut between two sentences.

        The page is full to its last line, that line is full to the next word, and what follows is no short
        line: half of the paragraphs that end so go on, and most of those that no empty line parts.
        """
        if self.layout.spanning and line.element >= 0 and last.element >= 0:
            return False
        left, bottom, right, _ = _box(last)
        if bottom > self.layout.floor + 2 * self.layout.pitch or abs(_box(line)[0] - left) > 3:
            return False
        room = 0.0 if self.layout.justified else self._room(last, words)
        return right + room > self.layout.right - 2 and _box(line)[2] - left > (self.layout.right - left) / 2

    def _resumes(self, line: Line, words: str) -> Block | None:
        """The cell of the page before that this line goes on with, where another column came between."""
        if not words.lstrip()[:1].islower():
            return None
        for block in reversed(self.blocks[-4:-1]):
            last = self.document.lines[block.lines[-1]]
            if last.page == line.page:
                continue
            if last.page != line.page - 1 or abs(_box(last)[0] - _box(line)[0]) > 5:
                return None
            ended = _ENDS.search(self.document.words(last)) or looks_heading(block, self.layout)
            return None if ended else block
        return None

    def _inner(self, block: Block) -> float:
        """Where the words of an item stand: its second line has no marker."""
        return _box(self.document.lines[block.lines[1]])[0] if len(block.lines) > 1 else block.left


def _begins_low(document: Document, line: Line) -> bool:
    """Whether the words after a bullet begin in lower case or with a figure."""
    words = _BULLET.sub("", document.words(line))
    return words[:1].islower() or words[:1].isdigit()
