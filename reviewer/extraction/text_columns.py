"""Tables of improvements that stand in two columns side by side in a text file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reviewer.extraction.text_marks import ENDS, OPENS
from reviewer.model import Span
from reviewer.reading.document import Document

_HEAD = re.compile(r"^\s*Responsible\s+bod(?:y|ies)\s{3,}(?=Areas?\s+for\b)", re.IGNORECASE)
_GAP = re.compile(r"\s{2,}")
_SHIFT: Final = 5
"""So many characters the second column may stand elsewhere on the next page."""


@dataclass(frozen=True, slots=True)
class Cells:
    """What a line holds of the two columns; ``begins`` says that a new row begins with it."""

    left: Span | None
    right: Span | None
    begins: bool


def side_columns(document: Document, running: frozenset[int]) -> dict[int, Cells]:
    """The lines of such tables, by their index."""
    found: dict[int, Cells] = {}
    column = -1
    firsts: set[str] = set()
    ended, left_before, apart = True, False, False
    for index, line in enumerate(document.lines):
        words = document.words(line)
        if index in running or not words.strip():
            apart = True
            continue
        head = _HEAD.match(words)
        if head:
            column, firsts, ended, left_before = head.end(), set(), True, False
            continue
        if column < 0:
            continue
        parts = _parts(words, column)
        if parts is None:
            column = -1
            continue
        left, right = parts
        name = words[slice(*left)] if left else ""
        text = words[slice(*right)] if right else ""
        first = bool(name) and text[:1].isupper()
        begins = first and (
            (ended and (name in firsts or not left_before or not firsts)) or (apart and not left_before)
        )
        if begins:
            firsts.add(name)
        found[index] = Cells(_moved(left, line.start), _moved(right, line.start), begins)
        ended = bool(ENDS.search(text)) if text else ended
        left_before, apart = bool(name), False
    return found


def _parts(words: str, column: int) -> tuple[Span | None, Span | None] | None:
    """The parts of a line in the two columns; None where the line stands in both."""
    text = words.rstrip()
    begin = len(text) - len(text.lstrip())
    if begin >= column - _SHIFT:
        return None, (begin, len(text))
    for gap in _GAP.finditer(text, begin):
        if abs(gap.end() - column) <= _SHIFT:
            return (begin, gap.start()), (gap.end(), len(text))
    if len(text) < column and not OPENS.match(text.lstrip()):
        return (begin, len(text)), None
    return None


def _moved(span: Span | None, by: int) -> Span | None:
    return (span[0] + by, span[1] + by) if span else None
