"""Which earlier concern a later finding is likely about: the same issue, back, eased, worse or dealt with.

Pure: findings of one authority's reports in, ranked suggestions out; a reviewer decides. A finding is
compared statement by statement, because one paragraph has several subjects: by the terms that they share, the
rarer the better, and by the themes that their words name. What each part gives is measured and printed by
``python -m tests.benchmarks.recurrences``.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Final

from reviewer.analysis.terms import Term, dot, profile, terms, unit
from reviewer.extraction.codebook import Codebook
from reviewer.model import Kind, Polarity, Statement
from reviewer.store.rows import Relation

CONCERNS: Final = frozenset(
    {Kind.AREA_FOR_DEVELOPMENT, Kind.AREA_FOR_IMPROVEMENT, Kind.PRIORITY_ACTION, Kind.WEAKNESS}
)
"""Kinds that are concerns whatever their words."""

MOST: Final = 10
"""Candidates kept of each finding."""

_CRITICAL: Final = (Polarity.NEGATIVE, Polarity.MIXED)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts. The first three add up to the score of a perfect match, which is 1 then.

    ``whole`` is what the finding around a statement adds to its words. ``light`` is what praise in a finding
    that criticises counts, ``praised`` what criticism in an earlier finding that praises does. ``board`` is
    taken off where one finding is about the council and the other about the safeguarding board.
    ``synonyms`` says whether several names of a thing count as one.
    """

    words: float = 1.0
    statement_theme: float = 0.2
    finding_theme: float = 0.2
    whole: float = 0.6
    light: float = 0.5
    praised: float = 0.8
    board: float = 0.1
    strong: float = 0.47
    strong_addressed: float = 0.51
    said: float = 0.05
    synonyms: bool = True


@dataclass(frozen=True, slots=True)
class Subject:
    """A finding as it is compared. ``id`` and ``report`` are the caller's; ``date`` is its report's, ISO.

    ``board`` says that it is about the safeguarding children board. ``repeats`` and ``addresses`` are what
    the report itself says of an earlier inspection.
    """

    id: int
    report: int
    date: str
    kind: str
    polarity: str
    theme: str
    heading: str | None
    text: str
    statements: tuple[Statement, ...] = ()
    board: bool = False
    repeats: bool = False
    addresses: bool = False

    @property
    def is_concern(self) -> bool:
        """Whether it asks for something or finds fault."""
        return self.kind in CONCERNS or self.polarity in _CRITICAL


@dataclass(frozen=True, slots=True)
class Why:
    """What speaks for a candidate.

    ``words`` are what both say, the weightiest first, each as the later and as the earlier one prints it.
    ``theme`` is the theme that they share, ``said`` whether the later report itself says that it was found
    before. ``terms`` are the keys of the shared terms, to mark them in both texts.
    """

    words: tuple[tuple[str, str], ...]
    theme: str | None
    said: bool
    terms: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier concern. ``score`` runs from 0 to 1; ``later_part`` and ``earlier_part`` are the statements
    that are most alike."""

    earlier: int
    score: float
    relation: Relation
    why: Why
    later_part: str
    earlier_part: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a later finding may be about, the likeliest first; ``strong`` where the first is likely right."""

    later: int
    candidates: tuple[Candidate, ...]
    strong: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A statement with what it is compared by. ``weight`` is what it counts."""

    subject: Subject
    text: str
    critical: bool
    weight: float
    vector: Mapping[str, float]
    themes: Mapping[str, float]


_Pair = tuple[float, _Part, _Part]


class History:
    """The findings of one authority over the years. Built once for a set of findings, then only asked."""

    def __init__(
        self, subjects: Iterable[Subject], codebook: Codebook, weights: Weights | None = None
    ) -> None:
        self._weights = weights or Weights()
        self._codebook = codebook
        self._subjects = {
            one.id: one for one in subjects if one.kind != Kind.CONTEXT and one.polarity != Polarity.NEUTRAL
        }

    def suggestion(self, later: int) -> Suggestion | None:
        """What the finding may be about; None for one that neither finds fault nor praises, or is unknown."""
        subject = self._subjects.get(later)
        if subject is None:
            return None
        ranked = self._ranked(subject)
        candidates = tuple(self._candidate(subject, *pair) for pair in ranked)
        return Suggestion(later, candidates, self._is_strong(subject, candidates))

    def suggestions(self) -> list[Suggestion]:
        """Those of all findings, in the order in which they were given; without those that have none."""
        found = (self.suggestion(one) for one in self._subjects)
        return [one for one in found if one is not None and one.candidates]

    def _ranked(self, later: Subject) -> list[_Pair]:
        """The best pair of statements with each earlier finding, the best of all first."""
        best: dict[int, _Pair] = {}
        for part in self._later_parts(later):
            for place, value in self._alike(part.vector).items():
                earlier = self._concerns[place]
                if not is_before(earlier.subject, later):
                    continue
                score = value * self._weights.words
                score += self._weights.statement_theme * dot(part.themes, earlier.themes)
                score *= part.weight * earlier.weight
                known = best.get(earlier.subject.id)
                if known is None or score > known[0]:
                    best[earlier.subject.id] = (score, part, earlier)
        ranked = [
            (self._with_finding(score, later, earlier.subject), part, earlier)
            for score, part, earlier in best.values()
        ]
        ranked.sort(key=lambda pair: (-pair[0], pair[2].subject.id))
        return list(islice(_once(ranked), MOST))

    def _with_finding(self, score: float, later: Subject, earlier: Subject) -> float:
        weights = self._weights
        score += weights.finding_theme * dot(self._themes[later.id], self._themes[earlier.id])
        if later.board != earlier.board:
            score -= weights.board
        return score / (weights.words + weights.statement_theme + weights.finding_theme)

    def _alike(self, vector: Mapping[str, float]) -> dict[int, float]:
        """How like each concern is, by its place; those that share nothing are left out."""
        found: defaultdict[int, float] = defaultdict(float)
        for term, value in vector.items():
            for place, other in self._postings.get(term, ()):
                found[place] += value * other
        return found

    def _candidate(self, later: Subject, score: float, part: _Part, earlier: _Part) -> Candidate:
        return Candidate(
            earlier.subject.id,
            round(score, 3),
            relation(later, part.text, critical=part.critical),
            self._why(later, part, earlier),
            part.text,
            earlier.text,
        )

    def _is_strong(self, later: Subject, candidates: tuple[Candidate, ...]) -> bool:
        if not candidates:
            return False
        addressed = candidates[0].relation is Relation.ADDRESSED
        least = self._weights.strong_addressed if addressed else self._weights.strong
        if candidates[0].why.said:
            least -= self._weights.said
        return candidates[0].score >= least

    def _why(self, later: Subject, part: _Part, earlier: _Part) -> Why:
        shared = sorted(
            part.vector.keys() & earlier.vector.keys(),
            key=lambda term: (-part.vector[term] * earlier.vector[term], term),
        )
        ours, theirs = self._printed(part), self._printed(earlier)
        shown = [(ours[term], theirs[term]) for term in shared if term in ours and term in theirs]
        theme = later.theme if later.theme == earlier.subject.theme else None
        return Why(tuple(shown[:_MOST_WORDS]), theme, later.repeats or later.addresses, frozenset(shared))

    def _printed(self, part: _Part) -> dict[str, str]:
        """How the statement, or else the finding around it, prints its terms."""
        found: dict[str, str] = {}
        for text in (part.text, part.subject.text):
            for term in self._terms(text):
                found.setdefault(term.key, text[term.start : term.end].lower())
        return found

    # What is made once

    def _terms(self, text: str) -> tuple[Term, ...]:
        return terms(text, synonyms=self._weights.synonyms)

    @cached_property
    def _rarity(self) -> dict[str, float]:
        """What a term says: the less, the more statements have it."""
        counts: Counter[str] = Counter()
        total = 0
        for subject in self._subjects.values():
            for statement in _statements(subject):
                total += 1
                counts.update({term.key for term in self._terms(statement.text)})
        return {term: math.log(1 + (total - count + 0.5) / (count + 0.5)) for term, count in counts.items()}

    @cached_property
    def _themes(self) -> dict[int, dict[str, float]]:
        return {
            subject.id: profile(subject.text, subject.heading, self._codebook)
            for subject in self._subjects.values()
        }

    @cached_property
    def _concerns(self) -> list[_Part]:
        """All statements that find fault."""
        return [
            part
            for subject in self._subjects.values()
            for part in self._parts(subject)
            if part.critical and part.weight
        ]

    @cached_property
    def _postings(self) -> dict[str, list[tuple[int, float]]]:
        """For each term the concerns, by their place, that have it."""
        found: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, part in enumerate(self._concerns):
            for term, value in part.vector.items():
                found[term].append((place, value))
        return dict(found)

    def _later_parts(self, subject: Subject) -> list[_Part]:
        parts = self._parts(subject)
        if not subject.is_concern:
            return [_weighed(part, 1.0) for part in parts]
        return [part if part.critical else _weighed(part, self._weights.light) for part in parts]

    def _parts(self, subject: Subject) -> list[_Part]:
        whole = self._vector(subject.text)
        statements = _statements(subject)
        listed = subject.kind in CONCERNS
        criticism = any(one.polarity in _CRITICAL for one in statements)
        parts = []
        for one in statements:
            # A finding that criticises as a whole does so where its statements don't say.
            critical = listed or one.polarity in _CRITICAL or (subject.is_concern and not criticism)
            vector: defaultdict[str, float] = defaultdict(float, self._vector(one.text))
            for term, value in whole.items():
                vector[term] += self._weights.whole * value
            weight = 1.0 if subject.is_concern else self._weights.praised
            themes = profile(one.text, None, self._codebook)
            parts.append(_Part(subject, one.text, critical, weight, unit(vector), themes))
        return parts

    def _vector(self, text: str) -> dict[str, float]:
        counts = Counter(term.key for term in self._terms(text))
        rarity = self._rarity
        return unit({term: (1 + math.log(count)) * rarity.get(term, 0.0) for term, count in counts.items()})


_MOST_WORDS: Final = 6


def _statements(subject: Subject) -> tuple[Statement, ...]:
    return subject.statements or (Statement(subject.text, (), subject.polarity),)


def _weighed(part: _Part, weight: float) -> _Part:
    return _Part(part.subject, part.text, part.critical, weight, part.vector, part.themes)


def _once(ranked: Iterable[_Pair]) -> Iterator[_Pair]:
    """Without what is worth nothing, and without the same words in another file of the same inspection."""
    seen: set[tuple[str, str]] = set()
    for pair in ranked:
        key = (pair[2].subject.date, "".join(pair[2].subject.text.split()))
        if pair[0] > 0 and key not in seen:
            seen.add(key)
            yield pair


def is_before(earlier: Subject, later: Subject) -> bool:
    """Whether one report is plainly earlier than the other; dates may be no more than a month or a year."""
    shared = min(len(earlier.date), len(later.date))
    return earlier.date[:shared] < later.date[:shared]


# What became of it

_BETTER: Final = re.compile(
    r"\b(?:improv(?:ed|ing|ement|ements)|progress(?:ed)?|better|strengthen(?:ed|ing)|stronger|reduc(?:ed|ing)"
    r"|now|more (?:robust|consistent|timely|effective|stable)|action has been taken|steps|beginning to|begun"
    r"|increasingly|most|many|majority|positive)\b",
    re.IGNORECASE,
)
_STILL: Final = re.compile(
    r"\b(?:however|but|although|though|yet|not (?:all|always|yet|consistently|sufficiently)|remains?|still"
    r"|further|some|despite|while|whilst|needs? to)\b",
    re.IGNORECASE,
)
_WORSE: Final = re.compile(
    r"\b(?:worsen\w*|deteriorat\w*|declin(?:e|ed|ing)|got worse|has increased|have increased|growing"
    r"|significant(?:ly)? (?:rise|increase)|too many cases)\b",
    re.IGNORECASE,
)


def relation(later: Subject, part: str, *, critical: bool) -> Relation:
    """A guess at what became of the earlier concern, from how the later finding speaks of it."""
    if not later.is_concern:
        return Relation.ADDRESSED
    if not critical:
        return Relation.ADDRESSED if later.addresses else Relation.IMPROVED_BUT_PERSISTS
    if _WORSE.search(part):
        return Relation.WORSENED
    eased = later.polarity == Polarity.MIXED or _BETTER.search(later.text)
    if eased and later.kind not in CONCERNS and _BETTER.search(later.text) and _STILL.search(later.text):
        return Relation.IMPROVED_BUT_PERSISTS
    return Relation.RECURS
