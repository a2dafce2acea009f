"""How a program counts positions in a text, found out from the passages themselves.

REFI-QDA counts Unicode code points of the file, the end exclusive. Programs differ: some count a line end of
two characters as one, the byte-order mark as a character, UTF-16 units, or the last character as included. A
way of counting is judged by whether passages begin and end between words, and read as they are named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from reviewer.model import Span

Passage = tuple[int, int, str]
"""Start and end as a program counts them, and the passage's name, which often begins with its words."""

_NAMED_FROM: Final = 12
"""Characters of a name that have to agree before it counts as a quotation."""
_MOST_CLEAN: Final = 0.8
"""The share of beginnings and ends that must lie between words where another way of counting is taken."""


@dataclass(frozen=True, slots=True)
class Counting:
    """A way of counting; the standard one is all False."""

    mark: bool = False
    line_end_as_one: bool = False
    utf16: bool = False
    end_included: bool = False


def cleaned(raw: str) -> str:
    """A text as it is kept: no byte-order mark, LF alone."""
    return raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def placed(raw: str, passages: Sequence[Passage]) -> tuple[list[Span | None], Counting]:
    """Where passages of the file's text ``raw`` stand in :func:`cleaned`, None outside; how they count.

    Another way of counting than the standard one is taken only where it makes plainly more sense.
    """
    text = cleaned(raw)
    standard = Counting()
    best, most = standard, _score(text, _spans(raw, passages, standard), passages)
    needed = max(most + max(1, len(passages) // 5), _MOST_CLEAN * 2 * len(passages))
    for way in _ways(raw):
        score = _score(text, _spans(raw, passages, way), passages)
        if score >= needed and score > most:
            best, most = way, score
    return _spans(raw, passages, best), best


def _ways(raw: str) -> list[Counting]:
    """The ways that make a difference in this text, the more usual first."""
    choices = (
        (False, True) if raw.startswith("\ufeff") else (False,),
        (False, True) if "\r\n" in raw else (False,),
        (False, True) if any(char > "\uffff" for char in raw) else (False,),
        (False, True),
    )
    return sorted((Counting(*flags) for flags in product(*choices)), key=_unusual)


def _unusual(way: Counting) -> int:
    return sum((way.mark, way.line_end_as_one, way.utf16, way.end_included))


def _spans(raw: str, passages: Sequence[Passage], way: Counting) -> list[Span | None]:
    places = _places(raw, way)
    last = len(places) - 1
    found: list[Span | None] = []
    for start, end, _ in passages:
        if way.end_included:
            end += 1
        if 0 <= start < end <= last and places[start] < places[end]:
            found.append((places[start], places[end]))
        else:
            found.append(None)
    return found


def _places(raw: str, way: Counting) -> list[int]:
    """For each position as counted, and the one behind the last, the offset in the cleaned text."""
    places: list[int] = []
    offset = 0
    for index, char in enumerate(raw):
        if index == 0 and char == "\ufeff":
            if way.mark:
                places.append(0)
            continue
        second = char == "\n" and index > 0 and raw[index - 1] == "\r"
        if second:
            # Counted, but no character of its own: it stands where the next one does.
            if not way.line_end_as_one:
                places.append(offset)
            continue
        places.append(offset)
        if way.utf16 and char > "\uffff":
            places.append(offset)
        offset += 1
    places.append(offset)
    return places


def _score(text: str, spans: Sequence[Span | None], passages: Sequence[Passage]) -> int:
    score = 0
    for span, (_, _, name) in zip(spans, passages, strict=True):
        if span is None:
            continue
        start, end = span
        score += not _inside_word(text, start) and not text[start].isspace()
        score += not _inside_word(text, end) and not text[end - 1].isspace()
        score += 2 * _reads_as(text[start:end], name)
    return score


def _inside_word(text: str, offset: int) -> bool:
    return 0 < offset < len(text) and text[offset - 1].isalnum() and text[offset].isalnum()


def _reads_as(words: str, name: str) -> bool:
    quoted = " ".join(name.rstrip("….").split())
    return len(quoted) >= _NAMED_FROM and " ".join(words.split()).startswith(quoted)
