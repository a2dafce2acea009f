"""What a sentence, and a finding, says about the quality of the service.

A sentence is read clause by clause for the codebook's words of praise and concern. Concern takes the edge off
the praise that it governs ('a lack of timely plans'), a negator turns what follows round ('not effective',
'without delay'), 'However' counts against what came before. A finding adds up its statements; a reader takes
away both sides where neither is small beside the other, and that is *mixed*.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from reviewer.extraction.codebook import Codebook, PolarityWord
from reviewer.extraction.phrases import Hit, Word, words
from reviewer.model import Polarity, Span

_REACH: Final = 8
"""How many words after it a negator governs praise; a word of concern governs to the end of its clause."""

_REACH_TO_CONCERN: Final = 4
"""How many words after it a negator or a reverser governs concern: 'no undue delay', 'reduce drift'."""

_REVERSED: Final = 0.5
"""'Without delay' is less praise than 'delay' is concern."""

_CONCESSIONS: Final = frozenset(("although", "though", "while", "whilst", "despite", "notwithstanding"))
"""At the start of a sentence they begin a clause that ends at the comma: 'Although X, Y'."""

_CONDITIONS: Final = frozenset(("when", "where", "if", "once", "until"))
"""So do these, for a clause that says little about the service: 'When children are unhappy, staff listen'."""

_SURE_WITHOUT_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """The polarity of a finding, how sure (0 to 1) it is, and the polarity of each statement in order."""

    polarity: Polarity
    sure: float
    statements: tuple[Polarity, ...]


@dataclass(slots=True)
class _Balance:
    praise: float = 0.0
    concern: float = 0.0

    def add(self, other: _Balance) -> None:
        self.praise += other.praise
        self.concern += other.concern

    @property
    def share(self) -> float:
        """The share of concern, 0 to 1; 0.5 where there is nothing."""
        both = self.praise + self.concern
        return self.concern / both if both else 0.5


def of_statement(sentence: str, codebook: Codebook) -> Polarity:
    """The polarity of one sentence. No text raises."""
    return _of_balance(_weigh(sentence, words(sentence), codebook, _Balance()), codebook, "statement")[0]


def of_finding(
    text: str,
    statements: Sequence[Span],
    *,
    kind: str,
    section: str | None,
    codebook: Codebook,
) -> Verdict:
    """The polarity of the finding ``text`` of ``kind`` under the heading ``section``, and of its statements.

    The kind decides where the codebook gives it a polarity; otherwise the statements do. No text raises.
    """
    entry = codebook.kinds.get(kind)
    fixed = entry.polarity if entry is not None else None
    total = _prior(kind, section, codebook)
    before = _Balance()
    each: list[Polarity] = []
    for start, end in statements:
        balance = _weigh(text, words(text, start, end), codebook, before)
        each.append(_of_balance(balance, codebook, "statement")[0])
        total.add(balance)
        before = balance
    if fixed is not None:
        return Verdict(Polarity(fixed), 1.0, tuple(each))
    polarity, sure = _of_balance(total, codebook, "finding")
    return Verdict(polarity, sure, tuple(each))


def _prior(kind: str, section: str | None, codebook: Codebook) -> _Balance:
    """What the kind and the grade in the heading make likely before a word is read."""
    balance = _Balance(praise=codebook.settings.get(f"praise_{kind}", 0.0))
    for hit in codebook.polarity_headings.find(words(section or "")):
        if hit.payload > 0:
            balance.praise += hit.payload
        else:
            balance.concern -= hit.payload
    return balance


def _of_balance(balance: _Balance, codebook: Codebook, what: str) -> tuple[Polarity, float]:
    """The polarity that the share of concern stands for, and how sure it is."""
    least = codebook.settings.get(f"{what}_least", 0.3)
    if balance.praise + balance.concern < least:
        return Polarity.NEUTRAL, _SURE_WITHOUT_WORDS
    low = codebook.settings.get(f"{what}_mixed_from", 0.3)
    high = codebook.settings.get(f"{what}_mixed_to", 0.7)
    share = balance.share
    polarity = Polarity.POSITIVE if share < low else Polarity.NEGATIVE if share > high else Polarity.MIXED
    margin = min(abs(share - low), abs(share - high))
    sharpness = codebook.settings.get("polarity_sharpness", 12.0)
    floor = codebook.settings.get("polarity_floor", 0.7)
    lead = 2.0 / (1.0 + math.exp(-sharpness * margin)) - 1.0
    return polarity, round(floor + (1.0 - floor) * lead, 3)


def _weigh(text: str, said: Sequence[Word], codebook: Codebook, before: _Balance) -> _Balance:
    """The praise and the concern of one sentence; ``before`` is the balance of the one in front of it."""
    hits = codebook.polarity_words.find(said)
    breaks = [number for number, hit in enumerate(hits) if hit.payload.role == "contrast"]
    opening = hits[0] if hits and hits[0].first == 0 and hits[0].payload.role == "contrast" else None
    conceded = bool(said) and said[0].word in _CONCESSIONS
    condition = bool(said) and said[0].word in _CONDITIONS
    aside = 0
    if conceded or condition:
        comma = _comma(text, said)
        aside = next((n for n, hit in enumerate(hits) if hit.first >= comma), len(hits)) if comma else 0
        breaks = sorted({*breaks, aside})
    total = _Balance()
    for start, end in pairwise([0, *breaks, len(hits)]):
        clause = _Clause()
        for hit in hits[start:end]:
            clause.read(hit)
        balance = clause.finish()
        if end <= aside:
            factor = codebook.settings.get("conceded" if conceded else "condition", 1.0)
            balance = _Balance(balance.praise * factor, balance.concern * factor)
        total.add(balance)
    if opening is not None and not conceded:
        if before.praise > before.concern:
            total.concern += opening.payload.weight
        elif before.concern > before.praise:
            total.praise += opening.payload.weight
    return total


def _comma(text: str, said: Sequence[Word]) -> int:
    """The index of the word after the first comma, 0 when there is none."""
    for number, (word, after) in enumerate(pairwise(said), start=1):
        if "," in text[word.end : after.start]:
            return number
    return 0


class _Clause:
    """Weighs one clause, its hits given in order."""

    def __init__(self) -> None:
        self.balance = _Balance()
        self._negator: Hit[PolarityWord] | None = None
        self._reverser: Hit[PolarityWord] | None = None
        self._governed = False

    def read(self, hit: Hit[PolarityWord]) -> None:
        role = hit.payload.role
        self._leave_behind(hit)
        if role == "praise":
            self._praise(hit.payload.weight)
        elif role == "concern":
            self._concern(hit)
        elif role == "both":
            self.balance.add(_Balance(hit.payload.weight, hit.payload.weight))
        elif role == "hedge":
            self.balance.concern += hit.payload.weight
        elif role == "negator":
            self._negator = hit
        elif role == "reverser":
            self._reverser = hit
        elif role == "aim":
            self._governed = True

    def finish(self) -> _Balance:
        if self._negator is not None:
            self.balance.concern += self._negator.payload.weight
        return self.balance

    def _leave_behind(self, hit: Hit[PolarityWord]) -> None:
        """Forget a negator or reverser that is too far back to govern ``hit``."""
        if self._negator is not None and hit.first >= self._negator.last + _REACH:
            self.balance.concern += self._negator.payload.weight
            self._negator = None
        if self._reverser is not None and hit.first >= self._reverser.last + _REACH:
            self._reverser = None

    def _praise(self, weight: float) -> None:
        if self._negator is not None:
            self.balance.concern += weight
            self._governed, self._negator = True, None
        elif not self._governed:
            self.balance.praise += weight

    def _concern(self, hit: Hit[PolarityWord]) -> None:
        weight = hit.payload.weight
        before = self._negator or self._reverser
        if before is not None and hit.first < before.last + _REACH_TO_CONCERN:
            self.balance.praise += _REVERSED * weight
            self._negator = self._reverser = None
        else:
            self.balance.concern += weight
            self._governed = True
