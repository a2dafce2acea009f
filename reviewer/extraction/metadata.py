"""The facts about a report: authority, dates, inspectors, to whom it went; and where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from reviewer.extraction import people
from reviewer.extraction.authorities import find_authority
from reviewer.extraction.dates import Dates, any_dates, day_dates
from reviewer.extraction.furniture import running_lines
from reviewer.extraction.people import Person
from reviewer.extraction.previous import previous_inspections
from reviewer.model import DocumentType, Metadata, Span, Spans
from reviewer.reading.document import Document

_HEAD: Final = 8_000
"""Characters in which the facts of a cover or a letter's opening stand."""

_LETTERS: Final = frozenset(
    {
        DocumentType.CRA_LETTER,
        DocumentType.FOCUSED_VISIT,
        DocumentType.MONITORING_VISIT,
        DocumentType.JTAI,
        DocumentType.OTHER,
    }
)
# Directors of the inspectorates sign these letters; those who led the inspection do not.
_SIGNED_BY_DIRECTORS: Final = frozenset({DocumentType.JTAI})

_DATE_LABEL: Final = re.compile(
    r"(?<!previous )(?:\binspection\s+dates?|\bvisit\s+dates?|\bdates?\s+of\s+(?:the\s+)?(?:inspection|visit)"
    r"|\binspected\s+(?:from|on|between)|(?:^|\n)[ \t]*dates?)\s*[:–-]?\s*",
    re.IGNORECASE,
)
_DATE_SENTENCE: Final = re.compile(
    r"(?:conducted|carried\s+out|took\s+place|undertaken|visits?|inspections?|visited|inspected|services?[’']?|completed)"
    r"(?:\s+\((?:JTAI|ILACS)\))?(?:\s+(?:of|to|in|at|for|within)\s+[^.]{1,140}?)?,?\s+(?:(?:was|were)\s+(?:\w+\s+){1,2})?"
    r"(?:on|from|between|over|during|in)\s+(?:the\s+)?(?:(?:week|period|dates?)\s+(?:of|beginning|from|between)\s+)?"
    r"(?=(?:(?:mon|tues|wednes|thurs|fri)day\s+)?\d{1,2}\b)",
    re.IGNORECASE,
)
_BETWEEN_SENTENCE: Final = re.compile(r"(?:^|[.\n]\s*)(?:Between|From|On)\s+(?:the\s+)?(?=\d{1,2}\b)")
_PREVIOUS: Final = re.compile(
    r"(?:previous|last|earlier)\s+(?:\w+\s+){0,3}$|judged\s+[^.]{0,60}$", re.IGNORECASE
)
_PUBLISHED: Final = re.compile(
    r"(?:(?:^|\n)[ \t]*(?:report\s+)?(?:(?:first\s+)?published(?:\s+on)?|publication\s+date"
    r"|date\s+(?:of\s+publication|published))|\breport\s+published(?=\s*:)|\bpublished(?=\s*:\s*(?:All\s+)?\d))\s*[:–-]?\s*",
    re.IGNORECASE,
)
# A cover in two columns comes out as its labels and then what they label: 'Age group: Published: All …'.
_OTHER_VALUE: Final = re.compile(r"[\s:–-]*(?:All\s+)?")
_COVER_LINE: Final = re.compile(
    r"\s*(?:inspection\s+dates?|dates?\s+of\s+(?:the\s+)?(?:previous\s+)?inspection|date\s+of\s+previous|report\s+published"
    r"|published|publication|(?:deputy\s+)?lead\s+inspector|reporting\s+inspector|age\s+group|(?:her|his)\s+majesty[’']s\s+inspector"
    r"|website|visit\s+dates?|inspection\s+number|urn\b|reference)",
    re.IGNORECASE,
)
_REGARD: Final = re.compile(r"(?:re|ref|reference)\s*:", re.IGNORECASE)


@dataclass(slots=True)
class _Facts:
    """What has been found so far, and the spans it was found at."""

    spans: list[Span] = field(default_factory=list)

    def take(self, span: Span | None) -> None:
        if span is not None and span[0] < span[1]:
            self.spans.append(span)

    def name(self, person: Person | None) -> str | None:
        if person is None:
            return None
        self.take(person.span)
        return person.name


def find_metadata(
    document: Document, document_type: str, running: frozenset[int] | None = None
) -> tuple[Metadata, Spans]:
    """The facts, and the spans of what states them: letterhead, cover lines, dates, names.

    ``running`` holds the indexes of running lines where the caller knows them already.

    The spans do not overlap and are in order. Some may lie inside a sentence that is a finding's as well.
    """
    kind = DocumentType(document_type)
    text = document.text
    facts = _Facts()
    authority, span = find_authority(text)
    facts.take(span)
    greeting = people.salutation(text) if kind in _LETTERS else None
    published = _publication(text, greeting)
    inspection = _inspection_dates(text, published)
    for dates in (published, inspection):
        facts.take(dates.span if dates else None)
    lead, team = _inspectors(text, kind)
    block = published.span[1] if published and greeting and published.span[1] <= greeting.span[0] else 0
    addressed = people.addressee(text, block, greeting) if greeting else None
    copied = people.copies(text) if kind in _LETTERS else []
    start = inspection.start if inspection else None
    metadata = Metadata(
        document_type=kind.value,
        authority=authority,
        inspection_start=start,
        inspection_end=inspection.end if inspection else None,
        publication_date=published.start if published else None,
        lead_inspector=facts.name(lead),
        team_inspectors=tuple(dict.fromkeys(name for person in team if (name := facts.name(person)))),
        addressee=facts.name(addressed),
        copied_to=tuple(dict.fromkeys(name for person in copied if (name := facts.name(person)))),
        previous_inspections=previous_inspections(_without(document, running), start),
    )
    for line in _opening_lines(document, greeting):
        facts.take(line)
    return metadata, _merged(facts.spans)


def _without(document: Document, running: frozenset[int] | None) -> str:
    """The text with headers, footers and footnotes blanked out, every offset kept."""
    pieces: list[str] = []
    at = 0
    for index in sorted(running_lines(document) if running is None else running):
        line = document.lines[index]
        pieces.append(document.text[at : line.start])
        pieces.append(" " * (line.end - line.start))
        at = line.end
    pieces.append(document.text[at:])
    return "".join(pieces)


# -- dates ------------------------------------------------------------------------------------------------


def _publication(text: str, greeting: people.Salutation | None) -> Dates | None:
    """The date that the report prints as its own: 'Report published: …', or a letter's date."""
    for label in _PUBLISHED.finditer(text[:_HEAD]):
        for dates in any_dates(text, label.end(), min(len(text), label.end() + 40)):
            labelled = ":" in label.group() or not text[dates.span[1] : dates.span[1] + 80].partition("\n")[
                0
            ].strip(" .")
            if labelled and _OTHER_VALUE.fullmatch(text[label.end() : dates.span[0]]):
                return dates
    if greeting is None:
        return None
    for dates in day_dates(text, 0, greeting.span[0]):
        if dates.days == 1:
            return dates
    return None


def _inspection_dates(text: str, published: Dates | None) -> Dates | None:
    """When the inspection was: by its label, else by the sentence that says so, else the first range."""
    for label in _DATE_LABEL.finditer(text[:_HEAD]):
        dates = next(day_dates(text, label.end(), min(len(text), label.end() + 90)), None)
        # A bare 'Date:' with a single day is a letter's own.
        bare = label.group().strip().casefold().startswith("date") and " of " not in label.group().casefold()
        if (
            dates
            and not (bare and dates.days == 1)
            and not text[label.end() : dates.span[0]].strip(" \t\n:-–")
        ):
            return dates
    found = [
        dates
        for dates in day_dates(text, 0, min(len(text), _HEAD))
        if published is None or dates.span != published.span
    ]
    for lead in (_DATE_SENTENCE, _BETWEEN_SENTENCE):
        for match in lead.finditer(text[:_HEAD]):
            dates = next((d for d in found if match.end() <= d.span[0] <= match.end() + 12), None)
            if dates and not _PREVIOUS.search(text[max(0, match.start() - 80) : match.start()]):
                return dates
    ranges = [
        d
        for d in found
        if d.start != d.end and not _PREVIOUS.search(text[max(0, d.span[0] - 60) : d.span[0]])
    ]
    return ranges[0] if ranges else None


# -- people -----------------------------------------------------------------------------------------------


def _inspectors(text: str, kind: DocumentType) -> tuple[Person | None, list[Person]]:
    """The lead inspector and the others, as the family names them."""
    if kind is DocumentType.AREA_SEND:
        columns = people.team_in_columns(text)
        if columns:
            return _lead_of_columns(columns)
    labelled = people.lead_by_label(text)
    listed = people.inspectors_in_sentence(text) if kind in _LETTERS else []
    team = people.team_by_label(text) or listed
    signed = people.signatory(text) if kind in _LETTERS and kind not in _SIGNED_BY_DIRECTORS else None
    lead = labelled or signed or (listed[0] if listed else None)
    return lead, [person for person in team if lead is None or person.name != lead.name]


def _lead_of_columns(columns: list[Person]) -> tuple[Person | None, list[Person]]:
    """The inspectorate that leads is Ofsted; its inspectors stand in the first column."""
    ofsted = [person for person in columns if "cqc" not in person.role.casefold()]
    lead = next((person for person in ofsted if "lead" in person.role.casefold()), None)
    lead = lead or (ofsted[0] if ofsted else columns[0])
    others = [*ofsted, *(person for person in columns if person not in ofsted)]
    return lead, [person for person in others if person != lead]


# -- what is only metadata --------------------------------------------------------------------------------


def _opening_lines(document: Document, greeting: people.Salutation | None) -> list[Span]:
    """A letter's lines down to 'Dear …'; a cover's down to its first fact, and its other lines with facts."""
    if greeting is not None:
        return [(line.start, line.end) for line in document.lines if line.start < greeting.span[1]]
    marked: list[int] = []
    for index, line in enumerate(document.lines):
        if line.start > 2_500 or line.page > 1:
            break
        if _COVER_LINE.match(document.words(line)):
            marked.append(index)
    if not marked:
        return []
    return [
        (line.start, line.end)
        for index, line in enumerate(document.lines[: marked[-1] + 1])
        if index < marked[0] or index in marked
    ]


def _merged(spans: list[Span]) -> Spans:
    """In order, overlapping ones joined."""
    result: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return tuple(result)
