"""Fictional reports, built by hand, for tests that need a document and its extraction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from reviewer.model import (
    Extraction,
    Finding,
    Judgement,
    Measure,
    Metadata,
    ReportWarning,
    Section,
    Source,
    Spans,
    Statement,
    joined,
)
from reviewer.reading.document import Document, Line, Page

FOOTER: Final = "Northmere inspection report 2"

PAGE_ONE: Final = """\
Northmere Council
Inspection dates: 4 to 8 March 2024
Lead inspector: Ida Quill
Judgement Grade
Leadership Good
Experiences of care leavers Outstanding
Summary
Families in Northmere get help early. However, 12% of plans are late.
Help and protection: good
1. Social workers see children often and know them well.
2. Managers hold reviews on time, but the records of these
"""
PAGE_TWO: Final = f"""\
{FOOTER}
reviews are thin.
3. Return interviews happen within three days.
What needs to improve
- The timeliness of minutes – naïve 🙂 ones too.
- Supervision of newly qualified staff.
Nobody has placed these words.
"""
TEXT: Final = PAGE_ONE + PAGE_TWO


@dataclass(frozen=True)
class Imported:
    """What :meth:`Store.import_report` takes."""

    document: Document
    extraction: Extraction
    original: bytes
    name: str


def at(words: str, text: str = TEXT) -> tuple[int, int]:
    """The only place of ``words`` in ``text``."""
    assert text.count(words) == 1, words
    start = text.index(words)
    return start, start + len(words)


def report(
    *, original: bytes = b"%PDF fictional", name: str = "northmere.pdf", **metadata: object
) -> Imported:
    """A two-page report of six findings, two judgements and four headings, with a footer inside finding 2."""
    sha256 = hashlib.sha256(original).hexdigest()
    return Imported(document(sha256), extraction(sha256, **metadata), original, name)


def document(sha256: str) -> Document:
    """The report as a reader returns it."""
    pages = (
        Page(1, 0, len(PAGE_ONE), 595.0, 842.0),
        Page(2, len(PAGE_ONE), len(TEXT), 595.0, 842.0),
    )
    lines, start = [], 0
    for words in TEXT.splitlines(keepends=True):
        page = 1 if start < len(PAGE_ONE) else 2
        end = start + len(words.rstrip("\n"))
        lines.append(Line(start, end, page, None, "P", -1, 11.0, False, -1, ()))
        start += len(words)
    return Document(
        path="reports/northmere.pdf",
        sha256=sha256,
        media_type="application/pdf",
        text=TEXT,
        pages=pages,
        lines=tuple(lines),
        tagged=False,
        warnings=("Page 2 has no tags.",),
    )


def extraction(sha256: str, **metadata: object) -> Extraction:
    """The report as the machine extracts it; ``metadata`` sets fields of the report's facts anew."""
    facts: dict[str, object] = {
        "document_type": "ilacs",
        "authority": "Northmere",
        "inspection_start": "2024-03-04",
        "inspection_end": "2024-03-08",
        "lead_inspector": "Ida Quill",
        "team_inspectors": ("Tom Vale",),
        **metadata,
    }
    second = (at("2. Managers hold reviews on time, but the records of these"), at("reviews are thin."))
    return Extraction(
        source=Source("reports/northmere.pdf", sha256, "application/pdf", 2, len(TEXT)),
        text=TEXT,
        report=Metadata(**facts),  # type: ignore[arg-type]
        metadata_spans=((0, at("Judgement Grade")[1]),),
        judgements=(
            Judgement("Leadership", "Good", (at("Leadership Good"),), 1),
            Judgement(
                "Experiences of care leavers",
                "Outstanding",
                (at("Experiences of care leavers Outstanding"),),
                1,
            ),
        ),
        sections=(
            Section("s1", None, "Northmere Council", None, (at("Northmere Council"),), 1),
            Section("s2", "s1", "Summary", None, (at("Summary"),), 1),
            Section("s3", "s1", "Help and protection: good", "Good", (at("Help and protection: good"),), 1),
            Section("s4", "s1", "What needs to improve", None, (at("What needs to improve"),), 2),
        ),
        findings=(
            _finding(
                "f1",
                "s2",
                "Summary",
                None,
                "summary",
                "mixed",
                "early_help",
                (at("Families in Northmere get help early. However, 12% of plans are late."),),
                statements=(
                    Statement(
                        "Families in Northmere get help early.",
                        (at("Families in Northmere get help early."),),
                        "positive",
                    ),
                    Statement(
                        "However, 12% of plans are late.",
                        (at("However, 12% of plans are late."),),
                        "negative",
                    ),
                ),
                measures=(
                    Measure(
                        "12% of plans",
                        (at("12% of plans"),),
                        12.0,
                        "percent",
                        "plans that are late",
                        "2024-03",
                    ),
                ),
                why=("help early",),
            ),
            _finding(
                "f2",
                "s3",
                "Help and protection: good",
                "1",
                "narrative",
                "positive",
                "assessment",
                (at("1. Social workers see children often and know them well."),),
            ),
            _finding("f3", "s3", "Help and protection: good", "2", "narrative", "mixed", "recording", second),
            _finding(
                "f4",
                "s3",
                "Help and protection: good",
                "3",
                "narrative",
                "positive",
                "risk_exploitation_missing",
                (at("3. Return interviews happen within three days."),),
            ),
            _finding(
                "f5",
                "s4",
                "What needs to improve",
                None,
                "area_for_improvement",
                "negative",
                "child_protection",
                (at("The timeliness of minutes – naïve 🙂 ones too."),),
            ),
            _finding(
                "f6",
                "s4",
                "What needs to improve",
                None,
                "area_for_improvement",
                "negative",
                "workforce",
                (at("Supervision of newly qualified staff."),),
            ),
        ),
        furniture=(
            at(FOOTER),
            (at("- The")[0], at("- The")[0] + 1),
            (at("- Supervision")[0], at("- Supervision")[0] + 1),
        ),
        unclaimed=(at("Nobody has placed these words."),),
        markers=((at("- The")[0], at("- The")[0] + 1),),
        extractor="0.1.0",
        warnings=(ReportWarning("dates", "The dates are out of order."),),
    )


def _finding(
    key: str,
    section_id: str,
    section: str,
    number: str | None,
    kind: str,
    polarity: str,
    theme: str,
    spans: Spans,
    *,
    statements: tuple[Statement, ...] = (),
    measures: tuple[Measure, ...] = (),
    why: tuple[str, ...] = (),
) -> Finding:
    return Finding(
        id=key,
        section=section,
        section_id=section_id,
        number=number,
        kind=kind,
        polarity=polarity,
        theme=theme,
        page=1 if spans[0][0] < len(PAGE_ONE) else 2,
        text=joined(TEXT, spans),
        spans=spans,
        confidence=0.9,
        statements=statements,
        measures=measures,
        theme_why=why,
    )
