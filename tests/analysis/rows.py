"""Rows of the store as a test wants them: fictional, everything else as in a fresh import."""

from __future__ import annotations

from itertools import count
from typing import Any

from reviewer.model import Measure
from reviewer.store.rows import Decision, FindingRow, JudgementRow, ReportRow

_ids = count(1)


def report(document_type: str, begun: str | None, **given: Any) -> ReportRow:
    """A report of Northmere, or of ``authority``."""
    number = next(_ids)
    row = {
        "id": number,
        "authority": "Northmere",
        "document_type": document_type,
        "inspection_start": begun,
        "inspection_end": None,
        "publication_date": None,
        "lead_inspector": None,
        "source_name": f"report-{number}.pdf",
        "source_sha256": f"{number:064}",
        "media_type": "application/pdf",
        "pages": 9,
        "imported_at": "2026-01-01T00:00:00Z",
        "extractor": "test",
        "findings": 0,
        "decided": 0,
        "follow_ups": 0,
        "overdue": 0,
        "warnings": 0,
        "unclaimed_share": 0.0,
    }
    return ReportRow(**(row | given))


def judgement(area: str, grade: str, decision: Decision = Decision.UNDECIDED) -> JudgementRow:
    """A judgement as printed."""
    return JudgementRow(next(_ids), 0, 1, area, grade, 1, (), decision, None, None, area, grade)


def finding(text: str, polarity: str, *themes: str, **given: Any) -> FindingRow:
    """A finding; the first theme is its main one."""
    row = {
        "id": next(_ids),
        "report_id": 0,
        "section_id": None,
        "position": 1,
        "number": None,
        "kind": "narrative",
        "polarity": polarity,
        "theme": themes[0],
        "page": 1,
        "spans": (),
        "verbatim": text,
        "wording": None,
        "decision": Decision.UNDECIDED,
        "decided_by": None,
        "decided_at": None,
        "confidence": 0.9,
        "repeat_of_previous": False,
        "addressed_since_previous": False,
        "statements": (),
        "measures": (),
        "theme_why": (),
        "machine": {},
        "notes": 0,
        "follow_up": None,
        "themes": themes,
    }
    return FindingRow(**(row | given))


def measure(text: str, value: float, unit: str, of: str = "", as_of: str | None = None) -> Measure:
    """A figure as printed."""
    return Measure(text, (), value, unit, of, as_of)
