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

from reviewer.extraction.codebook import Codebook, PolarityWord
from reviewer.extraction.phrases import Hit, Word, words
from reviewer.model import Polarity, Span

_REACH = 5
"""How many words a negator, or a word of concern, governs after it."""

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
    return _of_balance(_weigh(words(sentence), codebook, _Balance()), codebook, "statement")[0]


def of_finding(
    text: str,
    statements: Sequence[Span],
    *,
    kind: str,
    section: str | None,
    codebook: Codebook,
) -> Verdict:
    """The polarity of the finding ``text`` of ``kind`` under the heading ``section``, and of its ``statements``.

    The kind decides where the codebook gives it a polarity; otherwise the statements do. No text raises.
    """
    entry = codebook.kinds.get(kind)
    fixed = entry.polarity if entry is not None else None
    total = _prior(kind, section, codebook)
    before = _Balance()
    each: list[Polarity] = []
    for start, end in statements:
        balance = _weigh(words(text, start, end), codebook, before)
        each.append(_of_balance(balance, codebook, "statement")[0])
        total.add(_evened(balance, codebook))
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


def _evened(balance: _Balance, codebook: Codebook) -> _Balance:
    """A statement's balance on a scale where one long sentence does not outweigh all others."""
    level = codebook.settings.get("statement_level", 3.0)
    both = balance.praise + balance.concern
    factor = 1.0 / (1.0 + both / level)
    return _Balance(balance.praise * factor, balance.concern * factor)


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
    return polarity, round(1.0 / (1.0 + math.exp(-sharpness * margin)), 3)


def _weigh(said: Sequence[Word], codebook: Codebook, before: _Balance) -> _Balance:
    """The praise and the concern of one sentence; ``before`` is the balance of the sentence in front of it."""
    hits = codebook.polarity_words.find(said)
    breaks = [number for number, hit in enumerate(hits) if hit.payload.role == "contrast"]
    total = _Balance()
    for start, end in pairwise([0, *breaks, len(hits)]):
        total.add(_weigh_clause(hits[start:end]))
    if hits and hits[0].payload.role == "contrast" and hits[0].first == 0:
        if before.praise > before.concern:
            total.concern += hits[0].payload.weight
        elif before.concern > before.praise:
            total.praise += hits[0].payload.weight
    return total


def _weigh_clause(hits: Sequence[Hit[PolarityWord]]) -> _Balance:
    balance = _Balance()
    negator: Hit[PolarityWord] | None = None
    reverser: Hit[PolarityWord] | None = None
    governed = -1
    for hit in hits:
        role, weight = hit.payload.role, hit.payload.weight
        if negator is not None and hit.first >= negator.last + _REACH:
            balance.concern += negator.payload.weight
            negator = None
        if reverser is not None and hit.first >= reverser.last + _REACH:
            reverser = None
        if role == "praise":
            if negator is not None:
                balance.concern += weight
                governed, negator = hit.last + _REACH, None
            elif hit.first >= governed:
                balance.praise += weight
        elif role == "concern":
            if negator is not None or reverser is not None:
                balance.praise += 0.5 * weight
                negator = reverser = None
            else:
                balance.concern += weight
                governed = hit.last + _REACH
        elif role == "hedge":
            balance.concern += weight
        elif role == "negator":
            negator = hit
        elif role == "reverser":
            reverser = hit
    if negator is not None:
        balance.concern += negator.payload.weight
    return balance
