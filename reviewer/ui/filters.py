"""Which findings the tree shows. Pure: a filter is a value, and a finding passes it or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from reviewer.store.rows import Decision, FindingRow


class Facet(StrEnum):
    """What a filter can choose by."""

    DECISION = "decision"
    POLARITY = "polarity"
    KIND = "kind"
    THEME = "theme"
    TAG = "tag"
    MARK = "mark"


class Mark(StrEnum):
    """What a finding can carry."""

    FOLLOW_UP = "follow_up"
    STAR = "star"
    NOTES = "notes"
    REPEAT = "repeat"
    UNSURE = "unsure"


UNSURE_BELOW = 0.7
"""A confidence under this is worth a second look."""


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Facets combine with *and*, the values of one with *or*; ``words`` must all occur, in any order."""

    decisions: frozenset[str] = frozenset()
    polarities: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    words: str = ""
    tags: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return any(self.values(facet) for facet in Facet) or bool(self.words.strip())

    def values(self, facet: Facet) -> frozenset[str]:
        """What is chosen of a facet; empty for everything."""
        return {
            Facet.DECISION: self.decisions,
            Facet.POLARITY: self.polarities,
            Facet.KIND: self.kinds,
            Facet.THEME: self.themes,
            Facet.TAG: self.tags,
            Facet.MARK: self.marks,
        }[facet]

    def having(self, facet: Facet, values: frozenset[str]) -> FindingFilter:
        """The filter with other values of a facet."""
        if facet is Facet.DECISION:
            return replace(self, decisions=values)
        if facet is Facet.POLARITY:
            return replace(self, polarities=values)
        if facet is Facet.KIND:
            return replace(self, kinds=values)
        if facet is Facet.THEME:
            return replace(self, themes=values)
        if facet is Facet.TAG:
            return replace(self, tags=values)
        return replace(self, marks=values)

    def toggled(self, facet: Facet, value: str) -> FindingFilter:
        """The filter with a value of a facet chosen, or no longer."""
        return self.having(facet, self.values(facet) ^ {value})

    def passes(self, finding: FindingRow) -> bool:
        """Whether the finding is shown."""
        return (
            (not self.decisions or finding.decision in self.decisions)
            and (not self.polarities or finding.polarity in self.polarities)
            and (not self.kinds or finding.kind in self.kinds)
            and (not self.themes or not self.themes.isdisjoint((finding.theme, *finding.themes)))
            and (not self.tags or not self.tags.isdisjoint(finding.tags))
            and (not self.marks or any(has_mark(finding, mark) for mark in self.marks))
            and self._has_words(finding)
        )

    def passes_judgement(self, decision: Decision, words: str) -> bool:
        """Whether a judgement is shown: it has no polarity, kind, theme, tag or mark."""
        if self.polarities or self.kinds or self.themes or self.tags or self.marks:
            return False
        return (not self.decisions or decision in self.decisions) and self._occur_in(words)

    def _has_words(self, finding: FindingRow) -> bool:
        number = finding.number or ""
        return self._occur_in(f"{number} {finding.text} {finding.verbatim}")

    def _occur_in(self, text: str) -> bool:
        folded = text.casefold()
        return all(word in folded for word in self.words.casefold().split())


def has_mark(finding: FindingRow, mark: str) -> bool:
    """Whether a finding carries a mark."""
    return {
        Mark.FOLLOW_UP: finding.follow_up is not None,
        Mark.STAR: finding.starred,
        Mark.NOTES: finding.notes > 0,
        Mark.REPEAT: finding.repeat_of_previous,
        Mark.UNSURE: finding.confidence is not None and finding.confidence < UNSURE_BELOW,
    }[Mark(mark)]
