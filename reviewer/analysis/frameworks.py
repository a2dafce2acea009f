"""What each inspection framework judges, and on which ladder each of its judgements stands.

A ladder is one area of children's services over the years, whatever a framework called it. Frameworks differ
in which ladders they have: what is *not part* of one is not a gap. Visits and letters give no grades.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reviewer.model import DocumentType


class Ladder(StrEnum):
    """The areas that are judged, in the order in which they are shown."""

    OVERALL = "overall"
    LEADERS = "leaders"
    HELP_AND_PROTECTION = "help_and_protection"
    CHILDREN_IN_CARE = "children_in_care"
    CARE_LEAVERS = "care_leavers"
    ADOPTION = "adoption"
    BOARD = "board"
    CAPACITY = "capacity"
    QUALITY = "quality"
    AREA_SEND = "area_send"


LABELS: Final = {
    Ladder.OVERALL: "Overall effectiveness",
    Ladder.LEADERS: "Leadership",
    Ladder.HELP_AND_PROTECTION: "Help and protection",
    Ladder.CHILDREN_IN_CARE: "Children in care",
    Ladder.CARE_LEAVERS: "Care leavers",
    Ladder.ADOPTION: "Adoption",
    Ladder.BOARD: "Safeguarding children board",
    Ladder.CAPACITY: "Capacity to improve",
    Ladder.QUALITY: "Quality of practice or provision",
    Ladder.AREA_SEND: "Area SEND outcome",
}
APART: Final = frozenset({Ladder.BOARD, Ladder.CAPACITY, Ladder.QUALITY, Ladder.AREA_SEND})
"""Ladders that say nothing of the authority's own services, or that only one early framework had."""


class Grade(StrEnum):
    """The grades. *Adequate* (to 2013) and *requires improvement* (since) are grades of different scales."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    ADEQUATE = "adequate"
    SATISFACTORY = "satisfactory"
    INADEQUATE = "inadequate"
    OTHER = "other"


GRADE_LABELS: Final = {
    Grade.OUTSTANDING: "Outstanding",
    Grade.GOOD: "Good",
    Grade.REQUIRES_IMPROVEMENT: "Requires improvement",
    Grade.ADEQUATE: "Adequate",
    Grade.SATISFACTORY: "Satisfactory",
    Grade.INADEQUATE: "Inadequate",
}
RUNGS: Final = {
    Grade.OUTSTANDING: 0,
    Grade.GOOD: 1,
    Grade.REQUIRES_IMPROVEMENT: 2,
    Grade.ADEQUATE: 2,
    Grade.SATISFACTORY: 2,
    Grade.INADEQUATE: 3,
}
"""The rung that a grade stands on, 0 the best; each scale has four. The third rungs differ in meaning."""

_FOUR_AREAS: Final = frozenset(
    {Ladder.LEADERS, Ladder.HELP_AND_PROTECTION, Ladder.CHILDREN_IN_CARE, Ladder.CARE_LEAVERS}
)
_JUDGED: Final[dict[DocumentType, frozenset[Ladder]]] = {
    DocumentType.SIF: _FOUR_AREAS | {Ladder.OVERALL, Ladder.ADOPTION},
    DocumentType.ILACS: _FOUR_AREAS | {Ladder.OVERALL},
    DocumentType.LOOKED_AFTER_CHILDREN: frozenset(
        {Ladder.OVERALL, Ladder.LEADERS, Ladder.CHILDREN_IN_CARE, Ladder.CAPACITY, Ladder.QUALITY}
    ),
    DocumentType.PROTECTION_OF_CHILDREN: frozenset(
        {Ladder.OVERALL, Ladder.LEADERS, Ladder.HELP_AND_PROTECTION, Ladder.QUALITY}
    ),
    DocumentType.AREA_SEND: frozenset({Ladder.AREA_SEND}),
}
"""The board was reviewed with most single inspections; where it was not, nothing is missing."""

_NO_OVERALL_FROM: Final = "2026-04"
"""ILACS inspections that begin in this month or later have no overall effectiveness."""

_SCOPES: Final = {
    DocumentType.LOOKED_AFTER_CHILDREN: "of services for looked after children only",
    DocumentType.PROTECTION_OF_CHILDREN: "of the protection of children only",
}
"""What the overall judgement and that of leadership were of, where not of all children's services."""

_AREAS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), ladders)
    for pattern, ladders in (
        (r"\bLSCB\b|safeguarding\s+children\s+board", (Ladder.BOARD,)),
        (r"\binspection\s+outcome\b", (Ladder.AREA_SEND,)),
        (r"\bcapacity\s+(?:to|for)\s+improve", (Ladder.CAPACITY,)),
        (r"\bquality\s+of\s+(?:provision|practice)\b", (Ladder.QUALITY,)),
        (r"\badoption\b", (Ladder.ADOPTION,)),
        (r"\bleader", (Ladder.LEADERS,)),
        (r"\bhelp\b.*\bprotection\b|\bprotection\s+of\s+children\b", (Ladder.HELP_AND_PROTECTION,)),
        (
            r"\b(?:in\s+care|looked\s+after)\b.*\bcare\s+leavers\b",
            (Ladder.CHILDREN_IN_CARE, Ladder.CARE_LEAVERS),
        ),
        (r"\bcare\s+leavers\b|\bleaving\s+care\b", (Ladder.CARE_LEAVERS,)),
        (r"\b(?:in\s+care|looked\s+after)\b", (Ladder.CHILDREN_IN_CARE,)),
        (
            r"\boverall\b|\bchildren[’'‘]?s\s+(?:social\s+care\s+)?services\s+in\b",
            (Ladder.OVERALL,),
        ),
    )
)
_SEND: Final = (
    (re.compile(r"\bwidespread\b|\bsystemic\b", re.IGNORECASE), "Systemic failings"),
    (re.compile(r"\binconsistent\b", re.IGNORECASE), "Inconsistent"),
    (re.compile(r"\btypically\b.*\bpositive\b", re.IGNORECASE | re.DOTALL), "Typically positive"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a judgement stands: on one ladder or, where an area was judged as one, on two; none: its own.

    ``scope`` says what it is of where that is less than the ladder's name says, else it is empty.
    """

    ladders: tuple[Ladder, ...]
    scope: str = ""


def place(document_type: str, area: str) -> Place:
    """The ladders of a judgement, by the area's words as printed."""
    ladders = next((found for pattern, found in _AREAS if pattern.search(area)), ())
    narrow = set(ladders) & {Ladder.OVERALL, Ladder.LEADERS}
    scope = _SCOPES.get(_type(document_type), "") if narrow else ""
    return Place(ladders, scope)


def grade(printed: str) -> Grade:
    """The grade of a judgement's words; OTHER for words that are none of the scales'."""
    words = " ".join(printed.casefold().split())
    for found in Grade:
        if found is not Grade.OTHER and words.startswith(found.replace("_", " ")):
            return found
    return Grade.REQUIRES_IMPROVEMENT if words.startswith("require improvement") else Grade.OTHER


def short_grade(printed: str, ladders: tuple[Ladder, ...]) -> str:
    """A grade in the words of its scale; an area SEND outcome, which is a sentence, in two."""
    known = grade(printed)
    if known is not Grade.OTHER:
        return GRADE_LABELS[known]
    if Ladder.AREA_SEND in ladders:
        return next((short for pattern, short in _SEND if pattern.search(printed)), printed)
    return printed


def judged(document_type: str, begun: str) -> frozenset[Ladder]:
    """The ladders that an inspection of this framework judges; ``begun`` is the ISO date, '' if not known.

    Empty for visits and letters, which give no grades.
    """
    kind = _type(document_type)
    ladders = _JUDGED.get(kind, frozenset())
    if kind is DocumentType.ILACS and begun[:7] >= _NO_OVERALL_FROM:
        return ladders - {Ladder.OVERALL}
    return ladders


def is_visit(document_type: str) -> bool:
    """Whether the family's reports give no grades: letters, focused and monitoring visits, joint ones."""
    return _type(document_type) not in _JUDGED


def _type(document_type: str) -> DocumentType:
    try:
        return DocumentType(document_type)
    except ValueError:
        return DocumentType.OTHER
