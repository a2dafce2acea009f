"""The words that grade a service, and where they stand in a line."""

from __future__ import annotations

import re
from typing import Final

GRADE: Final = re.compile(
    r"\b(outstanding|good|requires?\s+improvement(?:\s+to\s+be\s+good)?|inadequate|adequate|satisfactory)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"^\W*(?:grade\s*\d\s*\(?)?({GRADE.pattern})\W*$", re.IGNORECASE)
_CELL = re.compile(rf"(?<![:–\-])\s+(?:grade\s*\d\s*\(?)?({GRADE.pattern})\W*$", re.IGNORECASE)
_VERB = re.compile(
    r"(?:\b(?:is|are|be|as|that|it|and|or|was|were|not|yet|judged|than)|[:–—-])$", re.IGNORECASE
)


def plain(grade: str) -> str:
    """A grade in the words that the scale uses: 'require improvement' → 'Requires improvement'."""
    words = " ".join(grade.split()).lower()
    if words.startswith("require"):
        return "Requires improvement to be good" if words.endswith("good") else "Requires improvement"
    return words.capitalize()


def alone(text: str) -> str | None:
    """The grade that a text consists of: 'Grade 3 (Adequate)', 'Good'."""
    match = _ALONE.match(text)
    return plain(match.group(2)) if match else None


def in_heading(heading: str) -> str | None:
    """The grade that a heading carries, the last one named: '…and protection: good', '…are inadequate'."""
    found = list(GRADE.finditer(heading))
    if not found or re.search(r"\bbecause\b|\bnot yet\b", heading, re.IGNORECASE):
        return None
    after = heading[found[-1].end() :].strip(" .)")
    return None if after else plain(found[-1].group(1))


def split_cell(heading: str) -> tuple[str, str | None]:
    """A heading whose last word is a table cell with the grade: ('Leadership…', 'Inadequate').

    A grade that belongs to the heading's own sentence ('… is good', '… require improvement') stays.
    """
    match = _CELL.search(heading)
    if not match or not match.group(2)[0].isupper():
        return heading, None
    before = heading[: match.start()].rstrip()
    if not before or _VERB.search(before):
        return heading, None
    return before, plain(match.group(2))
