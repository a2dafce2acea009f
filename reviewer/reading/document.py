"""What every reader returns: the canonical text of a report, its pages, and its lines with their looks.

The canonical text holds every character that a reader of the report sees, in reading order. It is immutable:
all offsets anywhere in the product point into it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Box = tuple[float, float, float, float]
"""``(left, bottom, right, top)`` in PDF points, origin at the lower left corner of the page."""


class ReadingError(Exception):
    """A file that cannot be read as a report: the file's fault or the environment's, never a bug.

    ``code`` is one of ``not_found``, ``not_a_report_file``, ``encrypted``, ``damaged``, ``no_text``,
    ``too_large``; ``message`` is one sentence for the reviewer that says what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


MAX_CHARACTERS = 5_000_000
"""Characters that a report may have at most: some forty times the longest published one."""


def refuse_endless(characters: int) -> None:
    """Raise ReadingError, ``too_large``, where a text has more characters than any report."""
    if characters > MAX_CHARACTERS:
        raise ReadingError(
            "too_large", f"It has more than {MAX_CHARACTERS // 1_000_000} million characters: no report does."
        )


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters of one line that look alike and belong to one structure element.

    ``tag`` is the structure role, the nearest of: ``H1``…``H6``, ``P``, ``LI`` (list item body), ``Lbl`` (its
    bullet or number), ``TD``, ``TH``, ``Note``, ``TOC``, ``Link``, ``Figure``, ``Artifact`` (running header,
    footer, page number), or ``""`` where the source says nothing. ``element`` numbers the structure element
    within the document (the same on all its lines), -1 for none. ``size`` is in points, 0.0 where unknown.
    ``depth`` is how deep the list is nested (1 for a top-level item, 0 outside lists). ``cell`` is ``(table,
    row, column)`` for text in a table that the source marks as one: table and row are numbers that no other
    table or row of the document has, column counts from 0.
    """

    start: int
    end: int
    tag: str
    element: int
    size: float
    bold: bool
    depth: int = 0
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; ``text[start:end]`` is its words without the line end.

    ``page`` counts from 1 (0 for sources without pages). ``box`` is None where the source has no geometry.
    ``tag``, ``element``, ``size``, ``bold``, ``depth`` and ``cell`` are those of most of its characters.
    ``source_index`` is the index of its first character in PDFium's text of the page (1:1 from there on), -1
    elsewhere.
    """

    start: int
    end: int
    page: int
    box: Box | None
    tag: str
    element: int
    size: float
    bold: bool
    source_index: int
    runs: tuple[Run, ...]
    depth: int = 0
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number from 1, its half-open offsets in the text, its size in points."""

    number: int
    start: int
    end: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Document:
    """A source file as read. ``tagged`` says whether the source's own structure could be used."""

    path: str
    sha256: str
    media_type: str
    text: str
    pages: tuple[Page, ...]
    lines: tuple[Line, ...]
    tagged: bool
    warnings: tuple[str, ...] = field(default=())

    def words(self, line: Line) -> str:
        """The line's words."""
        return self.text[line.start : line.end]
