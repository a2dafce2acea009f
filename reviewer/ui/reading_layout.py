"""How a report's canonical text is set for reading: which paragraphs, and what each character looks like.

The text as printed breaks lines where the paper ended. For reading, the words of one finding flow as one
paragraph. The display text replaces characters one for one, so that every offset into the canonical text is
also an offset into the display text. No Qt here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Final

from reviewer.model import Spans

HIDDEN: Final = "\u200b"
"""Stands for a character that the page does not show again: a number set in the margin, a second space."""

LINE_BREAK: Final = "\u2028"
"""A line break inside a paragraph: an address, a sub-bullet."""

_BULLETS: Final = "•▪◼■●◦‣·\uf06e\uf0a7\uf02d\uf0be\uf0b7"
_BULLET_START: Final = re.compile(rf"[{_BULLETS}]|[-–*o]\s")
_LEAD: Final = re.compile(rf"\s*(?:[{_BULLETS}]|[-–*](?=\s)|\(?\d{{1,3}}[.)]?(?=\s|$))\s*")
_PARAGRAPH_BREAK: Final = re.compile(r"\n[^\S\n]*\n\s*")
_SPACES: Final = re.compile(r"\s{2,}|[^\S ]")
"""White space that is shown as something else than it is: all but a single space."""
_INVISIBLE: Final = dict.fromkeys("\0\ufffc\ufeff", HIDDEN) | dict.fromkeys(
    "\uf06e\uf0a7\uf02d\uf0be\uf0b7", "•"
)
_FULL_LINE: Final = 58
"""A printed line of at least so many characters ended because the paper did, not because the writer did."""

_SHORT_FURNITURE: Final = 3
"""Furniture of up to so many lines is a running header or footer and is set as one line."""


class Role(StrEnum):
    """What claims a piece of the text."""

    FINDING = "finding"
    JUDGEMENT = "judgement"
    HEADING = "heading"
    METADATA = "metadata"
    FURNITURE = "furniture"
    UNCLAIMED = "unclaimed"


_STRENGTH: Final = {role: place for place, role in enumerate(Role)}
"""Where two claims overlap the one of the earlier role is shown: a judgement inside the report's facts."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A piece of the text and what claims it; ``ref`` is the row's id for findings, judgements, headings.

    ``number`` is the printed number of a finding, so that it can stand in the margin.
    """

    start: int
    end: int
    role: Role
    ref: int | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph as shown: ``display[start:end]``. ``mark`` stands in the margin.

    ``ref`` belongs to the role: a finding's, judgement's or section's id.
    """

    start: int
    end: int
    role: Role
    ref: int | None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ReadingLayout:
    """The display text, as long as the canonical one, and its paragraphs, one line feed between each two."""

    display: str
    blocks: tuple[Block, ...]

    def block_at(self, offset: int) -> int:
        """The index of the paragraph that holds ``offset``; a separator belongs to the one before it."""
        low, high = 0, len(self.blocks) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.blocks[middle].start <= offset:
                low = middle
            else:
                high = middle - 1
        return low


def claims_of(spans: Spans, role: Role, ref: int | None = None, number: str | None = None) -> Iterator[Claim]:
    """One claim a span."""
    for start, end in spans:
        yield Claim(start, end, role, ref, number)


def arrange(text: str, claims: Iterable[Claim]) -> ReadingLayout:
    """Set ``text`` for reading. Claims may come in any order and may overlap.

    What no claim holds is set like unclaimed text. The result's ``display`` has the length of ``text``.
    """
    pieces = _pieces(text, claims)
    visible = text
    # Ten times faster than one translation of a long text in which there is nothing to translate.
    for character, shown_as in _INVISIBLE.items():
        visible = visible.replace(character, shown_as)
    shown = list(visible)
    blocks: list[Block] = []
    for group, separator in _groups(text, pieces):
        start = blocks[-1].end + 1 if blocks else 0
        end = len(text) if separator is None else separator
        main = _main(group)
        block = Block(start, end, main.role, main.ref, _mark(text, group))
        _set(text, shown, block, group)
        if separator is not None:
            shown[separator] = "\n"
        blocks.append(block)
    return ReadingLayout("".join(shown), tuple(_without_repeated_marks(blocks)))


def _without_repeated_marks(blocks: Iterable[Block]) -> Iterator[Block]:
    """A finding that goes on after a footer carries its number only once."""
    seen: set[int | None] = set()
    for block in blocks:
        if block.role is Role.FINDING:
            yield replace(block, mark="") if block.ref in seen else block
            seen.add(block.ref)
        else:
            yield block


def _pieces(text: str, claims: Iterable[Claim]) -> list[Claim]:
    """The claims without overlaps, trimmed of white space, the rest filled in, prose split at blank lines."""
    pieces: list[Claim] = []
    at = 0
    for claim in _without_overlaps(len(text), claims):
        pieces += _split(text, Claim(at, claim.start, Role.UNCLAIMED))
        pieces += _split(text, claim)
        at = claim.end
    pieces += _split(text, Claim(at, len(text), Role.UNCLAIMED))
    return pieces


def _without_overlaps(length: int, claims: Iterable[Claim]) -> list[Claim]:
    """The claims in reading order; each gives way to those of a stronger role, then to the earlier one."""
    ordered = sorted(claims, key=lambda c: (_STRENGTH[c.role], c.start, -c.end))
    kept: list[Claim] = []
    starts: list[int] = []
    for claim in ordered:
        at, end = max(claim.start, 0), min(claim.end, length)
        index = bisect_right(starts, at)
        if index and kept[index - 1].end > at:
            at = kept[index - 1].end
        while at < end:
            stop = min(end, starts[index]) if index < len(starts) else end
            if at < stop:
                kept.insert(index, Claim(at, stop, claim.role, claim.ref, claim.number))
                starts.insert(index, at)
                index += 1
            if index >= len(kept):
                break
            at = max(at, kept[index].end)
            index += 1
    return kept


def _split(text: str, claim: Claim) -> Iterator[Claim]:
    words = text[claim.start : claim.end]
    if claim.role in (Role.FINDING, Role.HEADING, Role.JUDGEMENT):
        cuts = [0, len(words)]
    else:
        cuts = [0, *(match.end() for match in _PARAGRAPH_BREAK.finditer(words)), len(words)]
    for start, end in pairwise(cuts):
        part = words[start:end]
        if part.strip():
            left = start + len(part) - len(part.lstrip())
            right = end - len(part) + len(part.rstrip())
            yield Claim(claim.start + left, claim.start + right, claim.role, claim.ref, claim.number)


def _groups(text: str, pieces: list[Claim]) -> Iterator[tuple[list[Claim], int | None]]:
    """The pieces of each paragraph, with the offset of the white space that ends it (None at the end)."""
    group: list[Claim] = []
    for piece, following in pairwise([*pieces, None]):
        assert piece is not None
        group.append(piece)
        if following is None:
            break
        gap = text[piece.end : following.start]
        if gap and not _belong_together(text, group, following, gap):
            yield group, following.start - 1
            group = []
    if group or not text.strip():
        yield group or [Claim(0, 0, Role.UNCLAIMED)], None


def _belong_together(text: str, group: list[Claim], following: Claim, gap: str) -> bool:
    last = group[-1]
    if len(group) > 1 and last.role is Role.FURNITURE and group[-2].end == last.start:
        last = group[-2]  # the mark of a footnote, set right behind a word
    if last.role is following.role and last.ref == following.ref:
        return last.role in (Role.FINDING, Role.HEADING, Role.JUDGEMENT) or gap.count("\n") < 2
    return len(group) == 1 and _is_lead(text, last, following)


def _is_lead(text: str, claim: Claim, following: Claim) -> bool:
    """Whether a piece is nothing but the printed number or the bullet of the finding after it."""
    if claim.role is Role.FINDING or following.role is not Role.FINDING:
        return False
    words = text[claim.start : claim.end]
    is_number = following.number is not None and words.strip("(). ") == following.number.strip("(). ")
    return is_number or (len(words) == 1 and words in f"{_BULLETS}-–*")


def _main(group: list[Claim]) -> Claim:
    """What a paragraph is: its longest piece, not the number before it or a footnote mark after it."""
    return max(group, key=lambda claim: claim.end - claim.start)


def _mark(text: str, group: list[Claim]) -> str:
    main = _main(group)
    if main.role is not Role.FINDING:
        return ""
    if main.number:
        return main.number
    return "•" if _LEAD.match(text, group[0].start, main.end) else ""


def _hidden_lead(text: str, group: list[Claim]) -> int:
    """Where the words begin that the margin does not show already: after a printed number or a bullet."""
    first = group[0]
    if _main(group).role is not Role.FINDING:
        return first.start
    if first.role is not Role.FINDING:
        if not _is_lead(text, first, group[1]):
            return first.start
        first = group[1]
    lead_end = first.start
    match = _LEAD.match(text, first.start, first.end)
    if match is None:
        return lead_end
    number = match.group().strip("(). \n\t")
    if number.isdigit() and (first.number or "").strip("(). ") != number:
        return lead_end
    return match.end()


def _set(text: str, shown: list[str], block: Block, group: list[Claim]) -> None:
    """Choose what stands for each white space of the paragraph, and hide what the margin shows."""
    lead = _hidden_lead(text, group)
    shown[block.start : lead] = HIDDEN * (lead - block.start)
    last = group[-1].end
    shown[last : block.end] = HIDDEN * (block.end - last)
    breaks = _Breaks(text, group)
    for run in _SPACES.finditer(text, lead, last):
        start, end = run.span()
        if "\n" in run.group() and breaks.keeps(start, end):
            shown[start:end] = HIDDEN * (end - start - 1) + LINE_BREAK
        elif "\n" in run.group() and _rejoins(text, start, end):
            shown[start:end] = HIDDEN * (end - start)
        else:
            shown[start:end] = " " + HIDDEN * (end - start - 1)


def _rejoins(text: str, start: int, end: int) -> bool:
    """A hyphen at the end of a printed line joins its two halves without a space."""
    return text[start - 1] == "-" and text[start - 2 : start - 1].isalpha() and text[end : end + 1].islower()


class _Breaks:
    """Which of a paragraph's printed line breaks are shown as such."""

    def __init__(self, text: str, group: list[Claim]) -> None:
        self._text = text
        self._role = group[-1].role
        self._start = group[0].start
        lines = text.count("\n", group[0].start, group[-1].end) + 1
        self._footer = self._role is Role.FURNITURE and lines <= _SHORT_FURNITURE

    def keeps(self, start: int, end: int) -> bool:
        """Whether the break in the white space ``text[start:end]`` stays."""
        if self._footer or self._role is Role.HEADING:
            return False
        if _BULLET_START.match(self._text, end):
            return True
        if self._role is Role.FINDING:
            return False
        line_start = max(self._text.rfind("\n", 0, start) + 1, self._start)
        return start - line_start < _FULL_LINE
