"""Finds words within a report's text. No Qt here."""

from __future__ import annotations

import re
import time
from typing import Final

from reviewer.model import Span

LIMIT: Final = 5000
"""More hits than anyone reads."""

_SECONDS: Final = 0.3
"""Regular expressions can take for ever: after so long what was found is shown."""

_QUOTES: Final = {"'": "['‘’]", "’": "['‘’]", "‘": "['‘’]", '"': '["“”]', "“": '["“”]', "”": '["“”]'}
_DASHES: Final = "-‐‑–—"
_CHAINED: Final = re.compile(r"[+*}]\)?[^)|]*\)[+*{]")
"""A repetition of a repetition, which can take longer than anyone lives."""


class PatternError(ValueError):
    """A regular expression that cannot be used; the message is for the reviewer."""


def pattern(query: str, *, regex: bool) -> re.Pattern[str] | None:
    """What to look for: None where nothing is asked for.

    Plain words match in any case, over line breaks, with any kind of quotation mark or dash. Raises
    PatternError for a regular expression that is wrong or would take too long.
    """
    if not query.strip():
        return None
    if not regex:
        words = ("".join(_character(character) for character in word) for word in query.split())
        return re.compile(r"\s+".join(words), re.IGNORECASE)
    if _CHAINED.search(query):
        raise PatternError("A repeated group that repeats inside would take too long.")
    try:
        return re.compile(query, re.IGNORECASE | re.MULTILINE)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"Not a regular expression: {error}.") from error


def hits(text: str, wanted: re.Pattern[str]) -> tuple[tuple[Span, ...], bool]:
    """Where ``wanted`` stands, in order, none empty; and whether that is all there is."""
    found: list[Span] = []
    until = time.monotonic() + _SECONDS
    for match in wanted.finditer(text):
        if match.end() > match.start():
            found.append(match.span())
        if len(found) >= LIMIT or time.monotonic() > until:
            return tuple(found), False
    return tuple(found), True


def _character(character: str) -> str:
    if character in _QUOTES:
        return _QUOTES[character]
    if character in _DASHES:
        # A printed line may end after the hyphen.
        return rf"[{_DASHES}]\n?"
    return re.escape(character)
