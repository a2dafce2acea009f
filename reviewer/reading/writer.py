"""Builds a :class:`Document` from words and marks, for sources that have no pages."""

from __future__ import annotations

import re
from typing import Final

from reviewer.reading.document import Document, Line, Run

GLYPHS: Final = "◼▪•●■□◾◆♦‣∙\uf0b7\uf0a7\uf06e"
"""Bullets that are used for nothing else."""

_SPLIT = re.compile(f"(?=[{GLYPHS}])")
_OWN_MARKER = re.compile(rf"\s*(?:[{GLYPHS}–—-]|\d{{1,3}}[.)]|\([a-z0-9]{{1,3}}\)|[a-z][.)])")
_BLOCKS: Final = frozenset(
    {"p", "div", "blockquote", "section", "figure", "figcaption", "caption", "title", "pre"}
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INTO_SPACE: Final = dict.fromkeys(map(ord, "\r\n\f\v\x85\u2028\u2029"), " ")


class Writer:
    """Takes words, line ends and HTML tags in reading order, and keeps count of offsets.

    ``bold`` and ``size`` (points, 0.0 where unknown) are the looks of the words that follow; ``role``, where
    set, is their tag, element and list depth, and goes before what open HTML tags say. Lines come out with
    page 0 and no box.
    """

    def __init__(self) -> None:
        self.bold = False
        self.size = 0.0
        self.role: tuple[str, int, int] | None = None
        self._pieces: list[str] = []
        self._lines: list[Line] = []
        self._runs: list[Run] = []
        self._at = 0
        self._start = 0
        self._wordy = False
        self._ended = False
        self._bulleted = False
        self._loose = False
        self._elements = 0
        self._heading = 0
        self._lists: list[tuple[str, int]] = []
        self._item = -1
        self._pending = ""
        self._table = 0
        self._row = 0
        self._column = -1
        self._cell_tag = ""
        self._cell = -1
        self._cell_broken = False
        self._cell_wordy = False
        self._paragraph = -1

    def new_element(self) -> int:
        """A number that no other element of the document has."""
        self._elements += 1
        return self._elements

    @property
    def in_cell(self) -> bool:
        """Whether words go to a table's cell."""
        return self._column >= 0

    # -- words

    def text(self, words: str, tag: str = "") -> None:
        """Add words to the line; ``tag`` where the source says what they are and no open element does."""
        words = words.translate(_INTO_SPACE)
        if not words:
            return
        if self._cell_broken and words.strip():
            self._cell_broken = False
            self._flush()
        if self._loose and self._item < 0 and words.strip():
            # Words after an empty line and outside an item: the list's own end is missing.
            self._lists = []
            self._loose = False
        if self._pending and words.strip():
            label = "" if _OWN_MARKER.match(words) else self._pending
            self._pending = ""
            if label:
                self._add(label, "Lbl")
                words = words.lstrip()
        if not self._bulleted and self._begins_with_bullet(words):
            self._bulleted = True
        if not (self._bulleted or self._lists):
            self._add(words, tag)
            return
        # Two bullets on one line: a converter dropped the line end between them.
        for piece in _SPLIT.split(words):
            if piece and piece[0] in GLYPHS and self._wordy:
                self._flush()
                self._bulleted = True
            self._add(piece, tag)

    def _begins_with_bullet(self, words: str) -> bool:
        return not self._wordy and bool(words.strip()) and words.lstrip()[0] in GLYPHS

    def _add(self, words: str, tag: str) -> None:
        if not words:
            return
        tag, element, depth, cell = self._role(tag)
        bold = self.bold or self._heading > 0
        self._runs.append(Run(self._at, self._at + len(words), tag, element, self.size, bold, depth, cell))
        self._pieces.append(words)
        self._at += len(words)
        self._ended = False
        if words.strip():
            self._wordy = self._cell_wordy = True

    def _role(self, tag: str) -> tuple[str, int, int, tuple[int, int, int] | None]:
        cell = (self._table, self._row, self._column) if self._column >= 0 else None
        depth = len(self._lists)
        if self.role:
            return tag or self.role[0], self.role[1], self.role[2], cell
        if self._heading:
            return f"H{self._heading}", self._elements, 0, cell
        if self._item >= 0 and depth:
            return tag or "LI", self._item, depth, cell
        if cell:
            return tag or self._cell_tag, self._cell, 0, cell
        if self._paragraph >= 0:
            return tag or "P", self._paragraph, 0, None
        return tag, -1, 0, None

    # -- lines

    def end_line(self) -> None:
        """End the line, an empty one too. An empty one also ends what a tag began and none has ended."""
        if self._ended and not self._runs:
            # A tag has ended this line already.
            self._ended = False
            return
        if not self._wordy:
            self.bold = False
            self._heading = 0
            self._item = -1
            self._pending = ""
            self._column = -1
            self._row = 0
            self._paragraph = -1
            self._loose = bool(self._lists)
        self._flush()
        self._ended = False

    def page_end(self) -> None:
        """Leave an empty line tagged ``Artifact`` where a page of the source ended."""
        if self._runs:
            self._flush()
        self._lines.append(Line(self._at, self._at, 0, None, "Artifact", -1, 0.0, False, -1, ()))
        self._pieces.append("\n")
        self._at += 1
        self._start = self._at

    def _flush(self) -> None:
        runs = _merged(self._runs)
        if runs:
            main = max(runs, key=lambda run: (run.tag != "Lbl", run.end - run.start))
            looks = (main.tag, main.element, main.size, main.bold, -1, tuple(runs), main.depth, main.cell)
        else:
            looks = ("", -1, 0.0, False, -1, (), 0, None)
        self._lines.append(Line(self._start, self._at, 0, None, *looks))
        self._pieces.append("\n")
        self._at += 1
        self._start = self._at
        self._runs = []
        self._bulleted = False
        self._wordy = self._cell_wordy = False
        self._ended = True

    def end_block(self) -> None:
        """End the line and leave one empty line, unless there is nothing to part from."""
        if self._runs:
            self._flush()
        if self._lines and self._lines[-1].runs:
            self._flush()

    def heading(self, level: int) -> None:
        """Begin a heading of this level; 0 ends it."""
        if level == 0 or self._runs:
            self.end_block()
        self._heading = level
        if level:
            self._elements += 1

    def row(self) -> None:
        """Begin a row of the current table, or of a new one."""
        if self._runs:
            self._flush()
        if self._table == 0 or (self._lines and self._lines[-1].cell is None):
            self._table += 1
        self._elements += 1
        self._row = self._elements
        self._column = -1

    def cell(self, tag: str) -> None:
        """Begin the next cell of the row: ``TD`` or ``TH``."""
        if self._row == 0:
            self.row()
        self._cell_broken = False
        if self._column >= 0 and self._runs:
            self._add("\t", "")
        self._cell_wordy = False
        self._column += 1
        self._elements += 1
        self._cell = self._elements
        self._cell_tag = tag

    def end_row(self) -> None:
        """End the row."""
        if self._runs:
            self._flush()
        self._cell_broken = False
        self._column = -1
        self._row = 0

    # -- HTML

    def tag(self, name: str, *, closing: bool) -> None:
        """Take one HTML tag, in lower case; unbalanced ones do no harm."""
        if name in ("b", "strong"):
            self.bold = not closing
        elif name in _HEADINGS:
            self.heading(0 if closing else int(name[1]))
        elif name in _BLOCKS:
            self._end_block_or_cell_line()
            self._paragraph = self.new_element() if name == "p" and not closing else -1
        elif name in ("br", "hr"):
            if self._column < 0:
                self._flush()
            else:
                self._cell_broken = self._cell_wordy
        elif name in ("ul", "ol"):
            self._list(name, closing=closing)
        elif name == "li":
            self._list_item(closing=closing)
        elif name in ("table", "tr", "td", "th"):
            self._table_tag(name, closing=closing)

    def _end_block_or_cell_line(self) -> None:
        if self._column < 0 and self._item < 0:
            self.end_block()
        elif self._column < 0:
            if self._wordy:
                self._flush()
        else:
            self._cell_broken = self._cell_wordy

    def begin_list(self, name: str, start: int = 1) -> None:
        """Begin a list, ``ul`` or ``ol``; its first number is ``start``."""
        self._list(name, closing=False)
        if self._lists:
            self._lists[-1] = (name, start - 1)

    def _list(self, name: str, *, closing: bool) -> None:
        if closing:
            if self._lists:
                self._lists.pop()
        elif len(self._lists) < 20:
            self._lists.append((name, 0))
        if self._runs:
            self._flush()
        self._item = -1
        self._pending = ""

    def _list_item(self, *, closing: bool) -> None:
        if self._wordy:
            self._flush()
        self._item = -1
        self._pending = ""
        if closing:
            return
        self._elements += 1
        self._item = self._elements
        self._loose = False
        name, count = self._lists.pop() if self._lists else ("ul", 0)
        self._lists.append((name, count + 1))
        self._pending = f"{count + 1}. " if name == "ol" else "• "

    def _table_tag(self, name: str, *, closing: bool) -> None:
        if name == "table":
            self.end_row()
            if not closing:
                self._table += 1
        elif name == "tr":
            self.end_row() if closing else self.row()
        elif not closing:
            self.cell(name.upper())

    # -- the end

    def close(self) -> None:
        """End the last line; empty lines at the end are dropped."""
        if self._runs:
            self._flush()
        while self._lines and self._lines[-1].start == self._lines[-1].end:
            self._lines.pop()
            self._pieces.pop()
            self._at -= 1

    def document(self, path: str, sha256: str, media_type: str) -> Document:
        """What has been written, as a document."""
        lines = tuple(self._lines)
        tagged = any(line.tag not in ("", "TOC", "Artifact") for line in lines)
        return Document(path, sha256, media_type, "".join(self._pieces), (), lines, tagged)


def _merged(runs: list[Run]) -> list[Run]:
    """Neighbours that look alike as one."""
    found: list[Run] = []
    for run in runs:
        if found:
            last = found[-1]
            same = (last.tag, last.element, last.size, last.bold, last.depth, last.cell)
            if same == (run.tag, run.element, run.size, run.bold, run.depth, run.cell):
                found[-1] = Run(
                    last.start, run.end, run.tag, run.element, run.size, run.bold, run.depth, run.cell
                )
                continue
        found.append(run)
    return found
