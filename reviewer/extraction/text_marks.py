"""What lines of text files are told by: markers, how sentences end and begin, what a paragraph is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reviewer.extraction.layout import BULLETS
from reviewer.model import Span
from reviewer.reading.document import Document, Line

BULLET = re.compile(
    rf"^\s*(?P<mark>[{BULLETS}](?:\s*(?=[{BULLETS}]))?|[-*+](?=\s|$)|o(?=\s+[A-Za-z‘“]|$))\s*"
)
NUMBER = re.compile(
    r"^\s*(?P<mark>(?P<number>\d{1,3}(?:\.\d{1,2})?)(?:[-–]\d{1,3}(?=\.))?(?:[.)]|(?=[ \t]{2,}|\t)))"
    r"(?:\s*$|\s*(?=[^\s\d%])|\s+(?=\d))"
)
SUB_ITEM = re.compile(r"^\s*\((?:[ivx]{1,4}|[a-z])\)\s*\S")
ENDS = re.compile(r"[.!?:;…][’”\"')\]]*(?:\d{1,2}|[¹²³⁴-⁹])?\s*$")
STOPS = re.compile(r"[.!?][’”\"')\]]*(?:\d{1,2}|[¹²³⁴-⁹])?\s*$")
GOES_ON = re.compile(
    r"(?:,|\b(?:a|an|and|are|as|at|be|by|for|from|has|have|in|into|is|its|of|on|or|that|the|their|this|to|was"
    r"|were|which|who|with|within))\s*$"
)
LEANS = re.compile(
    r"(?:However|This|These|They|It|Consequently|Therefore|Nevertheless|As a result|For example)\b"
)
"""Openings that lean on the sentence before: over a page's end the paragraph goes on."""
OPENS = re.compile(
    r"(?:The next (?:full )?(?:area SEND )?inspection will|Ofsted and (?:the )?(?:CQC|Care Quality)"
    r"|A monitoring inspection|As a result of this inspection|The impact of leaders on"
    r"|The experiences? and progress of (?:children|care)|The graded judge?ment"
    r"|What (?:needs to|does the|is the area|is it like)|Areas for (?:priority|improvement|development)"
    r"|Yours (?:sincerely|faithfully)|Dear "
    r"|Any areas for|Ofsted will take|I am copying|From the evidence gathered"
    r"|The inspection (?:sampled|identified)|Inspectors looked at the"
    r"|This visit was carried out|The visit considered|The methodology for)"
)
"""Openings of headings and standing sentences that begin a paragraph wherever they begin a line."""
PROSE: Final = 110


@dataclass(slots=True)
class Paragraph:
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

    @property
    def marked(self) -> bool:
        return self.marker is not None

    @property
    def prose(self) -> bool:
        return len(self.words) >= PROSE

    @property
    def empty(self) -> bool:
        return self.marked and not self.words


def indent_of(words: str) -> int:
    return len(words) - len(words.lstrip())


def is_heading(line: Line) -> bool:
    return len(line.tag) == 2 and line.tag[0] == "H"


def begins_inside(words: str) -> bool:
    """Whether words begin as no paragraph does: in lower case, or with a figure or a bracket."""
    return not (words[:1].isupper() or words[:1] in "‘“'\"" or re.match(r"\d\.\d", words))


def is_prose(words: str) -> bool:
    return len(words) >= 40 and bool(STOPS.search(words) or len(words) >= PROSE)


def is_title(words: str) -> bool:
    return len(words) < 120 and (words.endswith("?") or not ENDS.search(words)) and words[:1].isupper()


def all_bold(document: Document, line: Line, marker: Span | None) -> bool:
    seen = False
    for run in line.runs:
        start = max(run.start, marker[1]) if marker else run.start
        if document.text[start : run.end].strip():
            seen = True
            if not run.bold:
                return False
    return seen
