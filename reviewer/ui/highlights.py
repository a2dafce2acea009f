"""What a highlight says: by polarity, kind, theme or status, each with a colour, a sign and a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reviewer.store.rows import Decision, FindingRow
from reviewer.ui import words
from reviewer.ui.theme import Colours

SIGNS_OF_DECISIONS: Final[dict[str, str]] = {
    Decision.UNDECIDED: "○",
    Decision.ACCEPTED: "✓",
    Decision.CORRECTED: "✎",
    Decision.ADDED: "+",
    Decision.REJECTED: "✕",
}
_TINT: Final = 0.12
_TINT_IN_THE_DARK: Final = 0.24


class HighlightBy(StrEnum):
    """What the highlights of the source tell apart."""

    POLARITY = "polarity"
    KIND = "kind"
    THEME = "theme"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Mark:
    """How one code is shown: ``colour`` for bars, ``tint`` for grounds, and never without ``sign``."""

    code: str
    colour: str
    tint: str
    sign: str
    word: str


def code_of(finding: FindingRow, by: HighlightBy) -> str:
    """The code of a finding that the scheme shows."""
    if by is HighlightBy.KIND:
        return finding.kind
    if by is HighlightBy.THEME:
        return finding.theme
    if by is HighlightBy.STATUS:
        return finding.decision
    return finding.polarity


def mark_of(finding: FindingRow, by: HighlightBy, colours: Colours) -> Mark:
    """How a finding is marked under a scheme."""
    return mark(code_of(finding, by), by, colours)


def mark(code: str, by: HighlightBy, colours: Colours) -> Mark:
    """How a code is marked."""
    if by is HighlightBy.POLARITY:
        return Mark(
            code,
            colours.of_polarity(code),
            colours.tint_of_polarity(code),
            words.SIGNS.get(code, "·"),
            words.polarity(code),
        )
    if by is HighlightBy.STATUS:
        colour, tint = _of_decision(code, colours)
        return Mark(code, colour, tint, SIGNS_OF_DECISIONS.get(code, "○"), words.decision(Decision(code)))
    known = words.KINDS if by is HighlightBy.KIND else words.THEMES
    word = words.kind(code) if by is HighlightBy.KIND else words.theme(code)
    places = list(known)
    place = places.index(code) if code in known else len(places) + sum(map(ord, code))
    colour = colours.series[place % len(colours.series)]
    return Mark(code, colour, blend(colour, colours), sign(word), word)


def legend(findings: Iterable[FindingRow], by: HighlightBy, colours: Colours) -> list[tuple[Mark, int]]:
    """The marks that a report uses with how often, the scheme's own order or the most frequent first."""
    counts = Counter(code_of(finding, by) for finding in findings)
    order = {
        HighlightBy.POLARITY: list(words.POLARITIES),
        HighlightBy.STATUS: list(words.DECISIONS),
    }.get(by, [])
    codes = sorted(
        counts, key=lambda code: (order.index(code) if code in order else len(order), -counts[code])
    )
    return [(mark(code, by, colours), counts[code]) for code in codes]


def sign(word: str) -> str:
    """Two letters for a word or several: 'care leavers' is CL, 'recording' Re."""
    parts = [part for part in word.replace("&", " ").replace(",", " ").split() if part[0].isalnum()]
    if len(parts) > 1:
        return (parts[0][0] + parts[1][0]).upper()
    return word[:2].capitalize()


def blend(colour: str, colours: Colours) -> str:
    """A quiet ground for ``colour``."""
    share = _TINT_IN_THE_DARK if colours.dark else _TINT
    mixed = (
        round(share * int(colour[i : i + 2], 16) + (1 - share) * int(colours.window[i : i + 2], 16))
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _of_decision(code: str, c: Colours) -> tuple[str, str]:
    return {
        Decision.ACCEPTED: (c.positive, c.positive_tint),
        Decision.CORRECTED: (c.accent, c.accent_tint),
        Decision.ADDED: (c.follow_up, c.follow_up_tint),
        Decision.REJECTED: (c.negative, c.negative_tint),
    }.get(Decision(code), (c.neutral, c.neutral_tint))
