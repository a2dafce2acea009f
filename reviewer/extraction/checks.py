"""Where a report does not agree with itself, or not with its framework: warnings for the reviewer."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from reviewer.extraction import grades
from reviewer.model import DocumentType, Finding, Judgement, Metadata, ReportWarning, Section

# How many areas each framework grades: single inspections with and without the Safeguarding Children Board;
# ILACS with care leavers graded apart since 2023, and without overall effectiveness since April 2026.
_JUDGEMENTS: Final = {
    DocumentType.SIF: (6, 7),
    DocumentType.ILACS: (4, 5),
    DocumentType.LOOKED_AFTER_CHILDREN: (5,),
    DocumentType.PROTECTION_OF_CHILDREN: (4,),
    DocumentType.AREA_SEND: (1,),
    DocumentType.CRA_LETTER: (0,),
    DocumentType.FOCUSED_VISIT: (0,),
    DocumentType.MONITORING_VISIT: (0,),
    DocumentType.JTAI: (0,),
}
_WORDS: Final = re.compile(r"[a-z]{4,}")
_WEAK: Final = frozenset(
    [
        "experiences",
        "experience",
        "progress",
        "children",
        "that",
        "with",
        "from",
        "this",
        "judgement",
        "graded",
    ]
)


def warnings(
    report: Metadata,
    judgements: Sequence[Judgement],
    sections: Sequence[Section],
    findings: Sequence[Finding],
    set_aside: Collection[str] = (),
) -> tuple[ReportWarning, ...]:
    """All warnings, in the order in which a reader meets what they are about.

    ``set_aside`` are the printed numbers of paragraphs that are no findings, as in definitions of grades.
    """
    return (
        *_dates(report),
        *_judgement_count(report, judgements),
        *_grades(judgements, sections),
        *_numbers(findings, set_aside),
    )


def _dates(report: Metadata) -> list[ReportWarning]:
    found = []
    start, end, published = report.inspection_start, report.inspection_end, report.publication_date
    if _after(start, end):
        found.append(_warning("dates", f"The inspection ends ({end}) before it begins ({start})."))
    if _after(end or start, published):
        found.append(
            _warning(
                "dates", f"The report is dated {published}, before the inspection's end ({end or start})."
            )
        )
    return found


def _after(first: str | None, second: str | None) -> bool:
    """Whether one date lies after another, as far as the less precise of them tells."""
    if not first or not second:
        return False
    shared = min(len(first), len(second))
    return first[:shared] > second[:shared]


def _judgement_count(report: Metadata, judgements: Sequence[Judgement]) -> list[ReportWarning]:
    expected = _JUDGEMENTS.get(DocumentType(report.document_type))
    if expected is None or len(judgements) in expected:
        return []
    usual = " or ".join(str(number) for number in expected)
    return [
        _warning("judgements", f"{len(judgements)} judgements were found; reports of this kind have {usual}.")
    ]


def _grades(judgements: Sequence[Judgement], sections: Sequence[Section]) -> list[ReportWarning]:
    """Headings whose grade is another than the judgement table's for the same area."""
    found = []
    for section in sections:
        judgement = _judgement_of(section, judgements)
        if judgement is None or section.grade is None or _same(section.grade, judgement.grade):
            continue
        message = (
            f"'{section.heading}' says {section.grade.lower()}, the judgement is {judgement.grade.lower()}."
        )
        found.append(ReportWarning("grade", message, (*judgement.spans, *section.spans)))
    return found


def _judgement_of(section: Section, judgements: Sequence[Judgement]) -> Judgement | None:
    """The judgement about what a heading names: the one whose area's words are all in the heading."""
    words = _content(section.heading)
    fitting = [
        (len(area), judgement)
        for judgement in judgements
        if (area := _content(judgement.area)) and area <= words and grades.plain(judgement.grade)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _content(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(text.casefold())) - _WEAK


def _same(first: str, second: str) -> bool:
    def short(grade: str) -> str:
        return grades.plain(grade).casefold().removesuffix(" to be good")

    return short(first) == short(second)


def _numbers(findings: Sequence[Finding], set_aside: Collection[str]) -> list[ReportWarning]:
    """Gaps in the run of printed paragraph numbers. A run may begin again at 1."""
    found = []
    before: tuple[int, Finding] | None = None
    for finding in findings:
        if not finding.number or not finding.number.isdigit():
            continue
        number = int(finding.number)
        while before and str(before[0] + 1) in set_aside:
            before = (before[0] + 1, before[1])
        if before and number > before[0] + 1:
            one = number == before[0] + 2
            missing = (
                f"Paragraph {before[0] + 1} is" if one else f"Paragraphs {before[0] + 1} to {number - 1} are"
            )
            message = f"{missing} missing between {before[0]} and {number}."
            found.append(ReportWarning("numbers", message, (*before[1].spans[-1:], *finding.spans[:1])))
        before = (number, finding)
    return found


def _warning(code: str, message: str) -> ReportWarning:
    return ReportWarning(code, message)
