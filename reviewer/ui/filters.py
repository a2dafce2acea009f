"""Which findings the tree shows. Pure: a filter is a value, and a finding passes it or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from reviewer.store.rows import Decision, FindingRow, Relation
from reviewer.ui.words import is_overdue


class Facet(StrEnum):
    """What a filter can choose by."""

    DECISION = "decision"
    POLARITY = "polarity"
    KIND = "kind"
    THEME = "theme"
    FOLLOW_UP = "follow_up"
    CONFIDENCE = "confidence"
    TAG = "tag"
    MARK = "mark"


class Mark(StrEnum):
    """What a finding can carry."""

    STAR = "star"
    NOTES = "notes"
    REPEAT = "repeat"


class Flag(StrEnum):
    """Whether a finding is marked for follow-up, and where that stands."""

    ANY = "any"
    OPEN = "open"
    WAITING = "waiting"
    OVERDUE = "overdue"
    DONE = "done"
    NONE = "none"


class Sureness(StrEnum):
    """How sure the machine is of a finding."""

    HIGH = "high"
    FAIR = "fair"
    LOW = "low"
    LEAST = "least"
    ADDED = "added"


LIMITS: Final = ((0.9, Sureness.HIGH), (0.7, Sureness.FAIR), (0.5, Sureness.LOW), (0.0, Sureness.LEAST))
"""From which confidence on it is called so."""

_FIELDS: Final = {
    Facet.DECISION: "decisions",
    Facet.POLARITY: "polarities",
    Facet.KIND: "kinds",
    Facet.THEME: "themes",
    Facet.FOLLOW_UP: "follow_ups",
    Facet.CONFIDENCE: "confidences",
    Facet.TAG: "tags",
    Facet.MARK: "marks",
}


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Facets combine with *and*, the values of one with *or*; ``words`` must all occur, in any order."""

    decisions: frozenset[str] = frozenset()
    polarities: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    follow_ups: frozenset[str] = frozenset()
    confidences: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    words: str = ""

    def __bool__(self) -> bool:
        return any(self.values(facet) for facet in Facet) or bool(self.words.strip())

    def values(self, facet: Facet) -> frozenset[str]:
        """What is chosen of a facet; empty for everything."""
        found: frozenset[str] = getattr(self, _FIELDS[facet])
        return found

    def having(self, facet: Facet, values: frozenset[str]) -> FindingFilter:
        """The filter with other values of a facet."""
        return replace(self, **{_FIELDS[facet]: values})  # type: ignore[arg-type]

    def toggled(self, facet: Facet, value: str) -> FindingFilter:
        """The filter with a value of a facet chosen, or no longer."""
        return self.having(facet, self.values(facet) ^ {value})

    def passes(self, finding: FindingRow) -> bool:
        """Whether the finding is shown."""
        for facet in Facet:
            chosen = self.values(facet)
            if chosen and chosen.isdisjoint(values_of(finding, facet)):
                return False
        return self._has_words(finding)

    def passes_judgement(self, decision: Decision, words: str) -> bool:
        """Whether a judgement is shown: it has a decision and words, and nothing else to choose by."""
        if any(self.values(facet) for facet in Facet if facet is not Facet.DECISION):
            return False
        return (not self.decisions or decision in self.decisions) and self._occur_in(words)

    def _has_words(self, finding: FindingRow) -> bool:
        number = finding.number or ""
        return self._occur_in(f"{number} {finding.text} {finding.verbatim}")

    def _occur_in(self, text: str) -> bool:
        folded = text.casefold()
        return all(word in folded for word in self.words.casefold().split())


def values_of(finding: FindingRow, facet: Facet) -> frozenset[str]:
    """What a finding has of a facet."""
    match facet:
        case Facet.DECISION:
            return frozenset((finding.decision,))
        case Facet.POLARITY:
            return frozenset((finding.polarity,))
        case Facet.KIND:
            return frozenset((finding.kind,))
        case Facet.THEME:
            return frozenset((finding.theme, *finding.themes))
        case Facet.FOLLOW_UP:
            return frozenset(_flags(finding))
        case Facet.CONFIDENCE:
            return frozenset((sureness(finding.confidence),))
        case Facet.TAG:
            return frozenset(finding.tags)
    has = {
        Mark.STAR: finding.starred,
        Mark.NOTES: finding.notes > 0,
        Mark.REPEAT: finding.repeat_of_previous
        or any(link.relation is not Relation.ADDRESSED for link in finding.links),
    }
    return frozenset(mark for mark, carried in has.items() if carried)


def sureness(confidence: float | None) -> Sureness:
    """What a confidence is called; a finding without one was added by a reviewer."""
    if confidence is None:
        return Sureness.ADDED
    return next(name for limit, name in LIMITS if confidence >= limit)


def _flags(finding: FindingRow) -> tuple[str, ...]:
    row = finding.follow_up
    if row is None:
        return (Flag.NONE,)
    late = (Flag.OVERDUE,) if is_overdue(row.due, row.state) else ()
    return (Flag.ANY, str(row.state), *late)
