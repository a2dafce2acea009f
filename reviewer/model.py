"""What the product speaks of: reports, sections, judgements, findings, and where their words stand.

Plain frozen dataclasses; nothing here imports anything else of ours. Every offset is a Unicode code point in
the report's canonical text, every span half-open: ``text[start:end]``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

SCHEMA: Final = "reviewer.extraction/1"

Span = tuple[int, int]
"""``(start, end)``: half-open code point offsets into a report's canonical text."""

Spans = tuple[Span, ...]
"""Spans in reading order; more than one where a page break or a footer interrupts the words."""


class DocumentType(StrEnum):
    """The report families; each has its own layout and its own reading of headings."""

    CRA_LETTER = "cra_letter"
    LOOKED_AFTER_CHILDREN = "looked_after_children"
    PROTECTION_OF_CHILDREN = "protection_of_children"
    SIF = "sif"
    ILACS = "ilacs"
    FOCUSED_VISIT = "focused_visit"
    MONITORING_VISIT = "monitoring_visit"
    JTAI = "jtai"
    AREA_SEND = "area_send"
    OTHER = "other"


class Kind(StrEnum):
    """What sort of finding it is; follows from the heading that the finding stands under."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    MEETS_REQUIREMENTS = "meets_requirements"
    AREA_FOR_DEVELOPMENT = "area_for_development"
    PRIORITY_ACTION = "priority_action"
    AREA_FOR_IMPROVEMENT = "area_for_improvement"
    SUMMARY = "summary"
    NARRATIVE = "narrative"
    PROGRESS = "progress"
    CONTEXT = "context"


class Polarity(StrEnum):
    """What a finding says about the quality of the service."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    MIXED = "mixed"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a finding with its own polarity."""

    text: str
    spans: Spans
    polarity: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that says something about the service: ``value`` ``unit`` of ``of``, ``as_of`` an ISO date.

    ``text`` is the quoted words, ``value_to`` the upper end where the report prints a range, ``comparator``
    the words that it is compared with ('the national average is 18%').
    """

    text: str
    spans: Spans
    value: float | None
    unit: str
    of: str
    as_of: str | None = None
    value_to: float | None = None
    comparator: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A graded area. ``page`` counts from 1; None where the source has no pages."""

    area: str
    grade: str
    spans: Spans
    page: int | None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading. ``parent`` is the ``id`` of the section that it stands in, None at the top."""

    id: str
    parent: str | None
    heading: str
    grade: str | None
    spans: Spans
    page: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One numbered paragraph, one top-level bullet or one body paragraph, as the machine extracted it.

    ``text`` reads as its ``spans`` joined with a space, white space aside. ``section`` is the heading it
    stands under and ``section_id`` that section's ``id``; both None before the first heading. ``confidence``
    (0 to 1) is how sure the extractor is of every field together. ``theme_why`` lists the indicator words of
    the codebook that spoke for the theme.
    """

    id: str
    section: str | None
    section_id: str | None
    number: str | None
    kind: str
    polarity: str
    theme: str
    page: int | None
    text: str
    spans: Spans
    confidence: float
    repeat_of_previous: bool = False
    addressed_since_previous: bool = False
    statements: tuple[Statement, ...] = ()
    measures: tuple[Measure, ...] = ()
    theme_why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviousInspection:
    """An earlier inspection that the report mentions; ``date`` is ISO, as precise as the report is."""

    date: str | None
    what: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Metadata:
    """The facts about a report. Dates are ISO 8601, as precise as the report; None where it does not say."""

    document_type: str
    authority: str | None = None
    inspection_start: str | None = None
    inspection_end: str | None = None
    publication_date: str | None = None
    lead_inspector: str | None = None
    team_inspectors: tuple[str, ...] = ()
    addressee: str | None = None
    copied_to: tuple[str, ...] = ()
    previous_inspections: tuple[PreviousInspection, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The file a report came from. ``pages`` is None for formats without pages."""

    path: str
    sha256: str
    media_type: str
    pages: int | None
    characters: int


@dataclass(frozen=True, slots=True)
class ReportWarning:
    """Something about the report that does not agree with itself, for the reviewer to look at."""

    code: str
    message: str
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything the machine took from one report. Never changed once stored."""

    source: Source
    text: str
    report: Metadata
    metadata_spans: Spans
    judgements: tuple[Judgement, ...]
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]
    furniture: Spans
    unclaimed: Spans
    markers: Spans = ()
    """Printed numbers and bullets of findings; each lies in ``furniture`` as well."""
    extractor: str = ""
    warnings: tuple[ReportWarning, ...] = field(default=())


def joined(text: str, spans: Spans) -> str:
    """The words at ``spans`` of ``text`` as one reads them: see :func:`joined_with_offsets`."""
    return joined_with_offsets(text, spans)[0]


def overlap(one: Spans, other: Spans) -> float:
    """The share of the characters of both that both have, 0 to 1."""
    if not one or not other or one[0][0] >= other[-1][1] or other[0][0] >= one[-1][1]:
        return 0.0
    common = sum(
        max(0, min(end, other_end) - max(start, other_start))
        for start, end in one
        for other_start, other_end in other
    )
    whole = sum(end - start for spans in (one, other) for start, end in spans) - common
    return common / whole if whole else 0.0


def joined_with_offsets(text: str, spans: Spans) -> tuple[str, list[int]]:
    """The words at ``spans`` of ``text``, and for each of their characters its offset in ``text``.

    Each run of white space, and each seam between spans, becomes one space (its offset is that of the first
    character it stands for); none is left at either end. A word broken after a hyphen at a line's end is
    closed up again.
    """
    pieces: list[str] = []
    offsets: list[int] = []
    for start, end in spans:
        if pieces and not pieces[-1].isspace():
            pieces.append(" ")
            offsets.append(start)
        for offset in range(start, end):
            char = text[offset]
            if not char.isspace():
                _close_hyphen(pieces, offsets, char)
                pieces.append(char)
                offsets.append(offset)
            elif pieces and not pieces[-1].isspace():
                pieces.append("\n" if char == "\n" else " ")
                offsets.append(offset)
            elif pieces and char == "\n":
                pieces[-1] = char
    while pieces and pieces[-1].isspace():
        pieces.pop()
        offsets.pop()
    return "".join(pieces).replace("\n", " "), offsets


def _close_hyphen(pieces: list[str], offsets: list[int], char: str) -> None:
    broken = len(pieces) > 2 and pieces[-1] == "\n" and pieces[-2] in "-\u2010\u2011" and pieces[-3].isalnum()
    if broken and char.isalnum():
        pieces.pop()
        offsets.pop()
