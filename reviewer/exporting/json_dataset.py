"""One JSON file with everything, nested by report: words, pages, sections, judgements, findings, notes.

UTF-8 without a byte-order mark, one report a line. Texts are exactly as in the store. Offsets are code points
into the report's ``text``, half-open. Rejected findings are there, with ``decision`` saying so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from reviewer import __version__
from reviewer.contract import measure_to_json, statement_to_json, to_line
from reviewer.exporting.dataset import ReportData
from reviewer.exporting.files import Writing

if TYPE_CHECKING:
    from reviewer.store import FindingRow, JudgementRow, NoteRow

SCHEMA: Final = "reviewer.dataset/1"
"""Raised when the meaning of a field changes."""


def write(reports: Iterable[ReportData], writing: Writing) -> None:
    """Write ``dataset.json``."""
    file = writing.open("dataset.json")
    head = to_line({"schema": SCHEMA, "made_by": f"Reviewer {__version__}"})
    file.write(head.removesuffix("}") + ',"reports":[')
    for index, report in enumerate(reports):
        file.write(",\n" if index else "\n")
        file.write(to_line(_report(report)))
    file.write("\n]}\n")


def _report(report: ReportData) -> dict[str, object]:
    row = report.row
    sections = {section.id: section for section in report.sections}
    notes: dict[int | None, list[NoteRow]] = {}
    for note in report.notes:
        notes.setdefault(note.finding_id, []).append(note)
    return {
        "id": row.id,
        "source": {"sha256": row.source_sha256, "name": row.source_name, "media_type": row.media_type},
        "document_type": row.document_type,
        "authority": row.authority,
        "inspection_start": row.inspection_start,
        "inspection_end": row.inspection_end,
        "publication_date": row.publication_date,
        "lead_inspector": row.lead_inspector,
        "imported_at": row.imported_at,
        "extractor": row.extractor,
        "warnings": list(report.source.warnings),
        "text": report.source.text,
        "pages": [
            {"number": number, "start": start, "end": end} for number, start, end in report.source.pages
        ],
        "metadata_spans": report.source.metadata_spans,
        "furniture": report.source.furniture,
        "unclaimed": report.source.unclaimed,
        "sections": [
            {
                "id": section.id,
                "parent": section.parent_id,
                "heading": section.heading,
                "grade": section.grade,
                "page": section.page,
                "spans": section.spans,
            }
            for section in report.sections
        ],
        "judgements": [_judgement(report, judgement) for judgement in report.judgements],
        "findings": [
            {
                **_provenance(report),
                "section": sections[finding.section_id].heading if finding.section_id is not None else None,
                **_finding(finding),
                "notes": [_note(note) for note in notes.get(finding.id, [])],
            }
            for finding in report.findings
        ],
        "notes": [_note(note) for note in notes.get(None, [])],
    }


def _provenance(report: ReportData) -> dict[str, object]:
    row = report.row
    return {
        "source_sha256": row.source_sha256,
        "source_name": row.source_name,
        "authority": row.authority,
        "document_type": row.document_type,
        "inspection_start": row.inspection_start,
        "inspection_end": row.inspection_end,
        "publication_date": row.publication_date,
        "extractor": row.extractor,
    }


def _judgement(report: ReportData, row: JudgementRow) -> dict[str, object]:
    return {
        **_provenance(report),
        "id": row.id,
        "area": row.area,
        "grade": row.grade,
        "page": row.page,
        "spans": row.spans,
        "verbatim": report.words(row.spans),
        "decision": row.decision.value,
        "decided_by": row.decided_by,
        "decided_at": row.decided_at,
        "machine": None
        if row.machine_area is None
        else {"area": row.machine_area, "grade": row.machine_grade},
    }


def _finding(row: FindingRow) -> dict[str, object]:
    return {
        "id": row.id,
        "section_id": row.section_id,
        "number": row.number,
        "kind": row.kind,
        "polarity": row.polarity,
        "theme": row.theme,
        "page": row.page,
        "spans": row.spans,
        "text": row.text,
        "verbatim": row.verbatim,
        "wording": row.wording,
        "decision": row.decision.value,
        "decided_by": row.decided_by,
        "decided_at": row.decided_at,
        "confidence": row.confidence,
        "repeat_of_previous": row.repeat_of_previous,
        "addressed_since_previous": row.addressed_since_previous,
        "statements": [statement_to_json(statement) for statement in row.statements],
        "measures": [measure_to_json(measure) for measure in row.measures],
        "theme_why": row.theme_why,
        "machine": row.machine or None,
        "follow_up": _follow_up(row),
    }


def _follow_up(row: FindingRow) -> dict[str, Any] | None:
    if row.follow_up is None:
        return None
    return {
        "id": row.follow_up.id,
        "reason": row.follow_up.reason,
        "owner": row.follow_up.owner,
        "due": row.follow_up.due,
        "state": row.follow_up.state.value,
        "created_by": row.follow_up.created_by,
        "created_at": row.follow_up.created_at,
    }


def _note(row: NoteRow) -> dict[str, object]:
    return {
        "id": row.id,
        "body": row.body,
        "created_by": row.created_by,
        "created_at": row.created_at,
        "edited_at": row.edited_at,
    }
