"""What lines become: blocks, and the measures of a document that blocks are judged by."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import Final

from reviewer.extraction.furniture import body_size, running_lines
from reviewer.model import Span, Spans
from reviewer.reading.document import Document, Line

BULLETS: Final = "◼▪•●■□◾◆♦‣∙·–‒—\u25a0\uf0b7\uf0a7\uf06e"


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
