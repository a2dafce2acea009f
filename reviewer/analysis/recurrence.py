"""Which earlier concern a later finding is likely about: the same issue, back, eased, worse or dealt with.

Pure: findings of one authority's reports in, ranked suggestions out; a reviewer decides. A finding is
compared statement by statement, because one paragraph has several subjects: by the terms that they share, the
rarer the better, and by the themes that their words name. What each part gives is measured and printed by
``python -m tests.benchmarks.recurrences``.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nlargest
from itertools import islice
from typing import Final, NamedTuple

from reviewer.analysis.terms import Term, dot, heading_points, profile, terms_of, theme_points, unit
from reviewer.extraction.codebook import Codebook
from reviewer.extraction.phrases import words
from reviewer.model import Kind, Polarity, Statement
from reviewer.store.rows import Relation

CONCERNS: Final = frozenset(
    {Kind.AREA_FOR_DEVELOPMENT, Kind.AREA_FOR_IMPROVEMENT, Kind.PRIORITY_ACTION, Kind.WEAKNESS}
)
"""Kinds that are concerns whatever their words."""

MOST: Final = 10
"""Candidates kept of each finding."""

_SAID: Final = re.compile(
    r"\b(?:since|at|in|from|during|by|following)\s(?:\w+\s){0,2}?(?:last|previous|earlier|most recent|\d{4})"
    r"\s(?:\w+\s){0,3}?(?:inspection|visit)s?\b|\b(?:inspection|visit) in (?:\w+ )?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_CRITICAL: Final = (Polarity.NEGATIVE, Polarity.MIXED)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts. The first three add up to the score of a perfect match, which is 1 then.

    ``whole`` is what the finding around a statement adds to its words. ``light`` is what praise in a finding
    that criticises counts, ``praised`` what criticism in an earlier finding that praises does. ``board`` is
    taken off where one finding is about the council and the other about the safeguarding board.
    ``strong`` and ``strong_addressed`` are the scores from which a first candidate is likely right, the
    latter where the finding praises; ``said`` is taken off them where the report itself speaks of an earlier
    inspection. ``synonyms`` says whether several names of a thing count as one.
    """

    words: float = 1.0
    statement_theme: float = 0.2
    finding_theme: float = 0.2
    whole: float = 0.6
    light: float = 0.5
    praised: float = 0.8
    board: float = 0.1
    strong: float = 0.47
    strong_addressed: float = 0.55
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


class _Said(NamedTuple):
    """What a statement says: its terms, and what speaks for which theme."""

    terms: tuple[Term, ...]
    points: dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A statement with what it is compared by."""

    text: str
    critical: bool
    vector: Mapping[str, float]
    themes: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class _Finding:
    """A finding with what it is compared by. ``vector`` is that of its words as a whole."""

    subject: Subject
    parts: tuple[_Part, ...]
    vector: Mapping[str, float]
    themes: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    """The two statements of two findings that are most alike."""

    score: float
    later: _Part
    earlier: _Part
    finding: _Finding


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
        self._prints: dict[_Part, dict[str, str]] = {}
        self._headings: dict[str, dict[str, float]] = {}
        self._relations: dict[_Part, Relation] = {}

    def suggestion(self, later: int) -> Suggestion | None:
        """What the finding may be about; None for one that neither finds fault nor praises, or is unknown."""
        if later not in self._subjects:
            return None
        subject = self._subjects[later]
        candidates = tuple(self._candidate(subject, pair) for pair in self._ranked(self._findings[later]))
        return Suggestion(later, candidates, self._is_strong(candidates))

    def suggestions(self) -> list[Suggestion]:
        """Those of all findings, in the order in which they were given; without those that have none."""
        found = (self.suggestion(one) for one in self._subjects)
        return [one for one in found if one is not None and one.candidates]

    def _ranked(self, later: _Finding) -> list[_Pair]:
        """The best pair of statements with each earlier finding, the best of all first."""
        pairs = [self._best_pair(later, earlier) for earlier in self._likely(later)]
        pairs.sort(key=lambda pair: (-pair.score, pair.finding.subject.id))
        return list(islice(_once(pairs), MOST))

    def _likely(self, later: _Finding) -> list[_Finding]:
        """The earlier concerns whose words as a whole are most like: worth a closer look."""
        found: defaultdict[int, float] = defaultdict(float)
        end = bisect_left(self._concerns, later.subject.date, key=lambda one: one.subject.date)
        for term, value in later.vector.items():
            for place, other in self._postings.get(term, ()):
                if place >= end:
                    break
                found[place] += value * other
        places = nlargest(_CLOSER, found, key=lambda place: (found[place], -place))
        likely = (self._concerns[place] for place in places)
        return [one for one in likely if is_before(one.subject, later.subject)]

    def _best_pair(self, later: _Finding, earlier: _Finding) -> _Pair:
        weights = self._weights
        best = (-1.0, later.parts[0], earlier.parts[0])
        finds_fault = later.subject.is_concern
        praised = 1.0 if earlier.subject.is_concern else weights.praised
        for theirs in earlier.parts:
            if not theirs.critical:
                continue
            for ours in later.parts:
                factor = praised * (weights.light if finds_fault and not ours.critical else 1.0)
                words_alike = weights.words * dot(ours.vector, theirs.vector)
                if (words_alike + weights.statement_theme) * factor <= best[0]:
                    continue
                score = words_alike + weights.statement_theme * dot(ours.themes, theirs.themes)
                if score * factor > best[0]:
                    best = (score * factor, ours, theirs)
        score = best[0] + weights.finding_theme * dot(later.themes, earlier.themes)
        if later.subject.board != earlier.subject.board:
            score -= weights.board
        whole = weights.words + weights.statement_theme + weights.finding_theme
        return _Pair(score / whole, best[1], best[2], earlier)

    def _candidate(self, later: Subject, pair: _Pair) -> Candidate:
        return Candidate(
            pair.finding.subject.id,
            round(pair.score, 3),
            self._relation(later, pair.later),
            self._why(later, pair),
            pair.later.text,
            pair.earlier.text,
        )

    def _relation(self, later: Subject, part: _Part) -> Relation:
        if part not in self._relations:
            self._relations[part] = relation(later, part.text, critical=part.critical)
        return self._relations[part]

    def _is_strong(self, candidates: tuple[Candidate, ...]) -> bool:
        if not candidates:
            return False
        addressed = candidates[0].relation is Relation.ADDRESSED
        least = self._weights.strong_addressed if addressed else self._weights.strong
        if candidates[0].why.said:
            least -= self._weights.said
        return candidates[0].score >= least

    def _why(self, later: Subject, pair: _Pair) -> Why:
        ours, theirs = pair.later.vector, pair.earlier.vector
        shared = sorted(ours.keys() & theirs.keys(), key=lambda term: (-ours[term] * theirs[term], term))
        earlier = pair.finding.subject
        printed = self._printed(later, pair.later), self._printed(earlier, pair.earlier)
        shown = [(printed[0][term], printed[1][term]) for term in shared[:_MOST_WORDS]]
        said = later.repeats or later.addresses or _SAID.search(pair.later.text) is not None
        theme = later.theme if later.theme == earlier.theme else None
        return Why(tuple(shown), theme, said, frozenset(shared))

    def _printed(self, subject: Subject, part: _Part) -> dict[str, str]:
        """How the statement, or else the finding around it, prints its terms."""
        found = self._prints.get(part)
        if found is None:
            found = self._prints[part] = {}
            statements, language = _statements(subject), self._language[subject.id]
            spoken = sorted(zip(statements, language, strict=True), key=lambda one: one[0].text != part.text)
            for statement, said in spoken:
                for term in said.terms:
                    found.setdefault(term.key, statement.text[term.start : term.end].lower())
        return found

    # What is made once

    @cached_property
    def _language(self) -> dict[int, list[_Said]]:
        """What each statement of each finding says, read once."""
        return {
            key: [
                _Said(terms_of(heard, synonyms=self._weights.synonyms), theme_points(heard, self._codebook))
                for heard in (words(one.text) for one in _statements(subject))
            ]
            for key, subject in self._subjects.items()
        }

    @cached_property
    def _rarity(self) -> dict[str, float]:
        """What a term says: the less, the more statements have it."""
        counts: Counter[str] = Counter()
        total = 0
        for statements in self._language.values():
            total += len(statements)
            for said in statements:
                counts.update({term.key for term in said.terms})
        return {term: math.log(1 + (total - count + 0.5) / (count + 0.5)) for term, count in counts.items()}

    @cached_property
    def _findings(self) -> dict[int, _Finding]:
        return {key: self._finding(subject) for key, subject in self._subjects.items()}

    @cached_property
    def _concerns(self) -> list[_Finding]:
        """The findings in which anything finds fault, in the order of their dates."""
        found = [one for one in self._findings.values() if any(part.critical for part in one.parts)]
        return sorted(found, key=lambda one: one.subject.date)

    @cached_property
    def _postings(self) -> dict[str, list[tuple[int, float]]]:
        """For each term that tells findings apart the concerns, by their place, that have it."""
        found: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, one in enumerate(self._concerns):
            for term, value in one.vector.items():
                found[term].append((place, value))
        most = max(_FEW, len(self._concerns) * _COMMON)
        return {term: places for term, places in found.items() if len(places) <= most}

    def _finding(self, subject: Subject) -> _Finding:
        statements, language = _statements(subject), self._language[subject.id]
        counts = [Counter(term.key for term in said.terms) for said in language]
        points = [said.points for said in language]
        whole = self._vector(sum(counts, Counter()))
        listed = subject.kind in CONCERNS
        criticism = any(one.polarity in _CRITICAL for one in statements)
        parts = []
        for one, said, about in zip(statements, counts, points, strict=True):
            # A finding that criticises as a whole does so where its statements don't say.
            critical = listed or one.polarity in _CRITICAL or (subject.is_concern and not criticism)
            vector = defaultdict(float, self._vector(said))
            for term, value in whole.items():
                vector[term] += self._weights.whole * value
            parts.append(_Part(one.text, critical, unit(vector), profile(about)))
        if subject.heading:
            points.append(self._heading(subject.heading))
        return _Finding(subject, tuple(parts), whole, profile(_sum(points)))

    def _heading(self, heading: str) -> dict[str, float]:
        if heading not in self._headings:
            said = heading_points(heading, self._codebook)
            self._headings[heading] = {theme: value * _HEADING for theme, value in said.items()}
        return self._headings[heading]

    def _vector(self, counts: Mapping[str, int]) -> dict[str, float]:
        rarity = self._rarity
        return unit({term: (1 + math.log(count)) * rarity[term] for term, count in counts.items()})


_MOST_WORDS: Final = 6

_CLOSER: Final = 20
"""Earlier concerns that are compared statement by statement."""

_COMMON: Final = 0.25
_FEW: Final = 30
"""A term in more than this share of the concerns, and in more than a few, does not help to find those."""

_LEAST: Final = 0.1
"""A candidate with a lower score is none."""

_HEADING: Final = 0.5
"""How much a heading says of what stands under it."""


def _statements(subject: Subject) -> tuple[Statement, ...]:
    return subject.statements or (Statement(subject.text, (), subject.polarity),)


def _sum(vectors: Iterable[Mapping[str, float]]) -> dict[str, float]:
    total: defaultdict[str, float] = defaultdict(float)
    for vector in vectors:
        for key, value in vector.items():
            total[key] += value
    return total


def _once(ranked: Iterable[_Pair]) -> Iterator[_Pair]:
    """Without what is hardly alike, and without the same words in another file of the same inspection."""
    seen: set[tuple[str, str]] = set()
    for pair in ranked:
        earlier = pair.finding.subject
        key = (earlier.date, "".join(earlier.text.split()))
        if pair.score >= _LEAST and key not in seen:
            seen.add(key)
            yield pair


def is_before(earlier: Subject, later: Subject) -> bool:
    """Whether one report is plainly earlier than the other; dates may be no more than a month or a year."""
    shared = min(len(earlier.date), len(later.date))
    return earlier.date[:shared] < later.date[:shared]


# What became of it

_BETTER: Final = re.compile(
    r"\b(?:improv(?:ed|ing|ement|ements)|progress(?:ed)?|better|strengthen(?:ed|ing)|stronger|reduc(?:ed|ing)|fallen|fewer"
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
    r"|significant(?:ly)? (?:rise|increase))\b",
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
