"""Splits the words of a finding into statements: its sentences, and the bullets inside it.

Offsets are half-open code points into the text that was given. The text may be a finding's joined text, where
line breaks have become spaces, so a bullet is known by its glyph or, for a dash, by the colon before the
first one. Every scan looks at a bounded number of characters on either side, so the time is linear in the
length.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from reviewer.model import Span

_ABBREVIATIONS: Final = frozenset(
    """e.g eg i.e ie etc viz cf vs v no nos st mr mrs ms miss mx dr prof rev revd sir hon rt cllr
    jr snr sr approx dept ltd inc plc co fig figs para paras p pp vol vols ed eds al ref tel ext art arts
    sch reg regs s ss sec jan feb mar apr jun jul aug sep sept oct nov dec ave rd""".split()
)
"""Words that are followed by a full stop inside a sentence."""

_BEFORE_NUMBERS: Final = frozenset(
    "no nos p pp s ss sec art arts fig figs para paras vol vols sch reg regs ext tel ref".split()
)
"""Abbreviations only before a number: 'No. 160035', but 'The answer was no. The team…'."""

_ENDS_OR_CONTINUES: Final = frozenset("etc jr snr sr ltd inc plc co al e.t.c".split())
"""Abbreviations that often end a sentence as well: before a capital letter they do."""

_NOT_INITIALS_AFTER: Final = frozenset(
    "appendix annex annexe area category class group level part phase section stage tier type".split()
)
"""'Group B. The…' ends a sentence although a single capital looks like an initial."""

_STARTERS: Final = frozenset(
    """a all also although an as at both but by children during each few following for from he however if
    in inspectors it its leaders local managers many more most no not of on only other our overall parents
    plans senior she social some staff that the their then there therefore these they this those to we when
    where which while with you young""".split()
)
"""Words that seldom are surnames: after 'U.K.' one of them begins a new sentence."""

_GLYPHS: Final = "•●▪■◼◾◦○‣⁃∙·►▶➢➤✓❖\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d\u2043"
_DASHES: Final = "-–—"
_BULLET: Final = re.compile(rf"(?:(?<=\s)|^)[{re.escape(_GLYPHS)}]+(?=\s|\w)")
_DASH_BULLET: Final = re.compile(rf"(?:(?<=\s)|^)[{_DASHES}](?=\s)")
_STOP: Final = re.compile(r"[.!?…]+")
_CLOSING: Final = frozenset("\"'”’»)]}")
_OPENING: Final = frozenset("\"'“‘«([{")
_BLANK_LINE: Final = re.compile(r"\n[ \t\r\f\v]*\n")
_WORD_BACK: Final = 24
_ASIDE: Final = re.compile(r"[(\[][^.!?()\[\]]{1,80}[)\]][.]?(?=\s|$)")
_WORD: Final = re.compile(r"[^\W\d_]+")


def split(text: str) -> list[Span]:
    """The statements of ``text`` in order, without the white space and bullet glyphs around them.

    Spans do not overlap, none is empty, and together they hold every letter and digit of the text. A lead-in
    that ends in a colon before bullets is a statement, and so is each bullet. No text raises.
    """
    cuts = sorted({0, len(text), *_sentence_cuts(text), *_bullet_cuts(text)})
    spans: list[Span] = []
    for start, end in pairwise(cuts):
        begin, finish = _trimmed(text, start, end)
        if begin == finish:
            continue
        if any(character.isalnum() for character in text[begin:finish]):
            spans.append((begin, finish))
        elif spans:
            spans[-1] = (spans[-1][0], finish)
    return spans


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] in _GLYPHS or _is_dash(text, start, end)):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _GLYPHS):
        end -= 1
    return start, end


def _is_dash(text: str, here: int, end: int) -> bool:
    return text[here] in _DASHES and here + 1 < end and text[here + 1].isspace()


def _sentence_cuts(text: str) -> list[int]:
    """Where a sentence ends: after its full stop, closing quotes, footnote number and short aside."""
    cuts = [match.end() for match in _BLANK_LINE.finditer(text)]
    for match in _STOP.finditer(text):
        end = _end_of_sentence(text, match.start(), match.end())
        if end is not None:
            cuts.append(end)
    return cuts


def _end_of_sentence(text: str, stop: int, after: int) -> int | None:
    """The end of the sentence whose full stop is ``text[stop:after]``; None when it ends no sentence."""
    size = len(text)
    end = after
    while end < size and end < after + 4 and text[end] in _CLOSING:
        end += 1
    if end == size:
        return None
    if not text[end].isspace():
        return _glued(text, stop, end)
    here = end
    while here < size and here < end + 8 and text[here].isspace():
        here += 1
    if here == size or not _can_begin(text, here):
        return None
    if text[stop:after] == "." and end == after and _is_abbreviation(text, stop, here):
        return None
    aside = _ASIDE.match(text, here)
    return aside.end() if aside else end


def _glued(text: str, stop: int, end: int) -> int | None:
    """A footnote number between the full stop and the space ('…plans.12 The…'), or no space at all."""
    before = text[stop - 1] if stop else " "
    number = end
    while number < len(text) and number < end + 2 and text[number].isdigit():
        number += 1
    if number > end and not before.isdigit() and number + 1 < len(text) and text[number].isspace():
        return number if _can_begin(text, number + 1) and not text[number + 1].isdigit() else None
    following = text[end : end + 2]
    joined_by_converter = (
        text[stop:end].startswith(".")
        and (before.islower() or before.isdigit() or before in _CLOSING)
        and len(following) == 2
        and following[0].isupper()
        and following[1].islower()
    )
    return end if joined_by_converter and not _in_address(text, stop, end) else None


def _in_address(text: str, stop: int, end: int) -> bool:
    """Whether the full stop stands in a web or mail address: no sentence ends there."""
    start = max(0, stop - 60)
    run = text[start:stop].split()
    left = run[-1] if run and not text[stop - 1].isspace() else ""
    right = text[end : end + 40].split()
    token = left + "." + (right[0] if right else "")
    return any(mark in token for mark in ("/", "@", "www")) or "." in left.strip(".")


def _can_begin(text: str, here: int) -> bool:
    """Whether a sentence can begin at ``here``: a capital, a number, or a bullet, after opening quotes."""
    limit = min(len(text), here + 4)
    while here < limit and text[here] in _OPENING:
        here += 1
    if here >= len(text):
        return False
    character = text[here]
    return character.isupper() or character.isdigit() or character in _GLYPHS or _caseless(character)


def _caseless(character: str) -> bool:
    return character.isalpha() and not character.islower() and not character.isupper()


def _is_abbreviation(text: str, stop: int, following: int) -> bool:
    """Whether the full stop at ``stop`` belongs to an abbreviation or an initial before ``following``."""
    back = text[max(0, stop - _WORD_BACK) : stop]
    words = back.split()
    if not words or back[-1:].isspace():
        return False
    word = words[-1].lstrip("".join(_OPENING))
    low = word.lower()
    if low in _BEFORE_NUMBERS:
        return text[following].isdigit()
    if low in _ENDS_OR_CONTINUES:
        return False
    if low in _ABBREVIATIONS:
        return True
    begins = _WORD.match(text, following)
    if "." in word and all(len(part) == 1 and part.isalpha() for part in word.split(".")):
        return begins is not None and begins.group().lower() not in _STARTERS
    if len(word) == 1 and word.isupper() and word != "I":
        previous = words[-2].lower() if len(words) > 1 else ""
        return previous not in _NOT_INITIALS_AFTER and text[following].isupper() and not _starter(begins)
    return False


def _starter(match: re.Match[str] | None) -> bool:
    return match is not None and match.group().lower() in _STARTERS


def _bullet_cuts(text: str) -> list[int]:
    """Where a bullet begins. A dash counts after a colon or a line break, and then to the end of the list."""
    cuts = [match.start() for match in _BULLET.finditer(text)]
    listed: str | None = None
    for match in _DASH_BULLET.finditer(text):
        start = match.start()
        before = text[max(0, start - 8) : start]
        opens = before.rstrip().endswith(":") or "\n" in before[len(before.rstrip()) :]
        if opens:
            listed = match.group()
        if opens or start == 0 or listed == match.group():
            cuts.append(start)
    return cuts
