"""Finds words, or a regular expression, in a text. Neither Qt nor SQL here."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Final

from reviewer.model import Span

LIMIT: Final = 5000
"""More hits than anyone reads."""

_SECONDS: Final = 0.3
"""Regular expressions can take for ever: after so long what was found in a text is shown."""

_QUOTES: Final = {"'": "['‘’]", "’": "['‘’]", "‘": "['‘’]", '"': '["“”]', "“": '["“”]', "”": '["“”]'}
_DASHES: Final = "-‐‑–—"

Matcher = Callable[[str], Iterator[Span]]
"""Gives the places in a text, in order; empty ones too. Raises TooLongError."""


class PatternError(ValueError):
    """A regular expression that cannot be used; the message is for the reviewer."""


class TooLongError(PatternError):
    """A regular expression took longer over a text than anyone waits."""


def pattern(query: str, *, regex: bool) -> Matcher | None:
    """What to look for: None where nothing is asked for.

    Plain words match in any case, over line breaks, with any kind of quotation mark or dash. Raises
    PatternError for a regular expression that is wrong.
    """
    if not query.strip():
        return None
    if regex:
        return regular(query)
    words = ("".join(_character(character) for character in word) for word in query.split())
    wanted = re.compile(r"\s+".join(words), re.IGNORECASE)
    return lambda text: (match.span() for match in wanted.finditer(text))


def regular(query: str, *, seconds: float = _SECONDS) -> Matcher:
    """A regular expression, in any case, that takes at most ``seconds`` over a text.

    A space in it matches a line end as well, for reports are printed in lines; ``^`` and ``$`` match
    there. Raises PatternError where it is wrong.
    """
    # Takes time to load, and unlike Python's own can be stopped.
    import regex

    try:
        wanted = regex.compile(_over_lines(query), regex.IGNORECASE | regex.MULTILINE | regex.VERSION0)
    except (regex.error, OverflowError, RecursionError, ValueError) as error:
        raise PatternError(f"This is no regular expression: {error}.") from error

    def places(text: str) -> Iterator[Span]:
        try:
            # Without the interpreter's lock, so that the window goes on meanwhile.
            for match in wanted.finditer(text, timeout=seconds, concurrent=True):
                yield match.span()
        except TimeoutError as error:
            raise TooLongError("This regular expression takes too long: make it simpler.") from error

    return places


def hits(text: str, wanted: Matcher) -> tuple[tuple[Span, ...], bool]:
    """Where ``wanted`` stands, in order, none empty; and whether that is all there is."""
    found: list[Span] = []
    until = time.monotonic() + _SECONDS
    try:
        for start, end in wanted(text):
            if end > start:
                found.append((start, end))
            if len(found) >= LIMIT or time.monotonic() > until:
                return tuple(found), False
    except TooLongError:
        return tuple(found), False
    return tuple(found), True


def _over_lines(query: str) -> str:
    """The expression with each space as any white space, but in sets and behind a backslash."""
    found: list[str] = []
    in_set = escaped = False
    for character in query:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif in_set:
            in_set = character != "]" or found[-1] in ("[", "^")
        elif character == "[":
            in_set = True
        elif character == " ":
            character = r"\s"
        found.append(character)
    return "".join(found)


def _character(character: str) -> str:
    if character in _QUOTES:
        return _QUOTES[character]
    if character in _DASHES:
        # A printed line may end after the hyphen.
        return rf"[{_DASHES}]\n?"
    return re.escape(character)
