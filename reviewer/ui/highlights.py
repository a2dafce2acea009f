"""What a highlight says: by polarity, kind, theme or status, each with a colour, a sign and a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reviewer.colours import Colours, legible, mixed
from reviewer.store.rows import CodeRole, Decision, FindingRow
from reviewer.ui import codes, words

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
    role = CodeRole.KIND if by is HighlightBy.KIND else CodeRole.THEME
    book = codes.in_use()
    colour = colour_of(role, code, colours)
    return Mark(code, colour, blend(colour, colours), book.sign(role, code), book.label(role, code))


def colour_of(role: CodeRole, key: str, colours: Colours) -> str:
    """A kind or theme has its own colour, as far as the scheme lets that stand out, or one of the scheme."""
    book = codes.in_use()
    row = book.row(role, key)
    if row is not None and row.colour:
        return legible(row.colour, colours)
    return colours.series[book.hue(role, key) % len(colours.series)]


def legend(findings: Iterable[FindingRow], by: HighlightBy, colours: Colours) -> list[tuple[Mark, int]]:
    """The marks that a report uses with how often, the scheme's own order or the most frequent first."""
    counts = Counter(code_of(finding, by) for finding in findings)
    order = {
        HighlightBy.POLARITY: list(words.POLARITIES),
        HighlightBy.STATUS: list(words.DECISIONS),
    }.get(by, [])
    used = sorted(
        counts, key=lambda code: (order.index(code) if code in order else len(order), -counts[code])
    )
    return [(mark(code, by, colours), counts[code]) for code in used]


def blend(colour: str, colours: Colours) -> str:
    """A quiet ground for ``colour``."""
    return mixed(colours.window, colour, _TINT_IN_THE_DARK if colours.dark else _TINT)


def _of_decision(code: str, c: Colours) -> tuple[str, str]:
    return {
        Decision.ACCEPTED: (c.positive, c.positive_tint),
        Decision.CORRECTED: (c.accent, c.accent_tint),
        Decision.ADDED: (c.follow_up, c.follow_up_tint),
        Decision.REJECTED: (c.negative, c.negative_tint),
    }.get(Decision(code), (c.neutral, c.neutral_tint))
