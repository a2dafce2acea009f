"""A report into the store, whole or not at all, and out of it again."""

from __future__ import annotations

import hashlib
import json

from reviewer.contract import metadata_to_json
from reviewer.model import Extraction, Finding, Spans, joined
from reviewer.reading.document import Document
from reviewer.store import codebook, codec, coverage, links, queries, search_index
from reviewer.store.database import StoreDatabase
from reviewer.store.errors import StoreError
from reviewer.store.extractions import body_of
from reviewer.store.order import GAP
from reviewer.store.rows import ImportOutcome
from reviewer.store.steps import Context


def import_report(
    context: Context, document: Document, extraction: Extraction, original: bytes, *, name: str
) -> ImportOutcome:
    """Store a report with its file's bytes in one transaction; the same bytes are not stored twice.

    ``name`` is the file's name as shown. Raises StoreError where ``original`` is not what ``document`` was
    read from, and where the disk or another program is in the way.
    """
    sha256 = hashlib.sha256(original).hexdigest()
    if sha256 != document.sha256:
        raise StoreError(f"{name} changed while it was being read: import it again.")
    if extraction.text != document.text:
        raise ValueError("the extraction is of another text")
    db = context.db
    body = body_of(extraction)
    with db.writing():
        known = queries.find_source(db, sha256)
        if known is not None:
            return ImportOutcome(known, already=True)
        source_id = db.add(
            "source",
            {"sha256": sha256, "name": name, "media_type": document.media_type, "size": len(original)},
        )
        db.add("source_bytes", {"source_id": source_id, "bytes": original})
        report_id = _add_report(context, source_id, document, extraction)
        db.add(
            "extraction",
            {
                "report_id": report_id,
                "extractor": extraction.extractor,
                "made_at": context.clock(),
                "body": body,
            },
        )
        sections = _add_sections(db, report_id, extraction)
        _add_judgements(db, report_id, extraction)
        for index, finding in enumerate(extraction.findings, start=1):
            section_id = None if finding.section_id is None else sections[finding.section_id]
            _add_finding(db, report_id, section_id, index * GAP, finding, extraction.text)
        search_index.add_text(db, report_id, extraction.text)
        coverage.start(db, report_id)
        codebook.as_merged(context, report_id)
    return ImportOutcome(report_id, already=False)


def remove_report(context: Context, report_id: int) -> None:
    """Take a report out with its file, its review and its log, and the links of other reports to it.

    Raises StoreError where it is not there.
    """
    with context.db.writing():
        source_id = context.db.value("SELECT source_id FROM report WHERE id = ?", (report_id,))
        if source_id is None:
            raise StoreError("That report is no longer in the store.")
        links.forget_report(context, report_id)
        context.db.execute("DELETE FROM report WHERE id = ?", (report_id,))
        context.db.execute("DELETE FROM source WHERE id = ?", (source_id,))


def _add_report(context: Context, source_id: int, document: Document, extraction: Extraction) -> int:
    report = extraction.report
    warnings = [
        {"code": warning.code, "message": warning.message, "spans": warning.spans}
        for warning in extraction.warnings
    ]
    said = {warning["message"] for warning in warnings}
    warnings += [
        {"code": "reading", "message": message, "spans": ()}
        for message in document.warnings
        if message not in said
    ]
    facts = {
        "document_type": str(report.document_type),
        "authority": report.authority,
        "inspection_start": report.inspection_start,
        "inspection_end": report.inspection_end,
        "publication_date": report.publication_date,
        "lead_inspector": report.lead_inspector,
    }
    report_id = context.db.add(
        "report",
        {
            "source_id": source_id,
            "imported_at": context.clock(),
            "imported_by": context.by,
            **facts,
            "pages": len(document.pages) or None,
            "extractor": extraction.extractor,
            "warnings": len(warnings),
            "unclaimed_share": _share(extraction.text, extraction.unclaimed),
        },
    )
    context.db.add(
        "review",
        {
            "id": report_id,
            "report_id": report_id,
            **facts,
            "team_inspectors": codec.dumps(report.team_inspectors),
            "addressee": report.addressee,
            "copied_to": codec.dumps(report.copied_to),
            "machine": codec.dumps(metadata_to_json(report)),
        },
    )
    context.db.add(
        "report_text",
        {
            "report_id": report_id,
            "pages": json.dumps([[page.number, page.start, page.end] for page in document.pages]),
            "furniture": codec.spans_to_text(extraction.furniture),
            "unclaimed": codec.spans_to_text(extraction.unclaimed),
            "metadata_spans": codec.spans_to_text(extraction.metadata_spans),
            "markers": codec.spans_to_text(extraction.markers),
            "warnings": codec.dumps(warnings),
            "text": extraction.text,
        },
    )
    return report_id


def _add_sections(db: StoreDatabase, report_id: int, extraction: Extraction) -> dict[str, int]:
    ids: dict[str, int] = {}
    for index, section in enumerate(extraction.sections, start=1):
        ids[section.id] = db.add(
            "section",
            {
                "report_id": report_id,
                "machine_id": section.id,
                # A parent is a heading further up, so it is in already.
                "parent_id": None if section.parent is None else ids[section.parent],
                "position": index * GAP,
                "heading": section.heading,
                "grade": section.grade,
                "machine_heading": section.heading,
                "machine_grade": section.grade,
                "page": section.page,
                "spans": codec.spans_to_text(section.spans),
            },
        )
    return ids


def _add_judgements(db: StoreDatabase, report_id: int, extraction: Extraction) -> None:
    for index, judgement in enumerate(extraction.judgements, start=1):
        db.add(
            "judgement",
            {
                "report_id": report_id,
                "position": index * GAP,
                "area": judgement.area,
                "grade": judgement.grade,
                "page": judgement.page,
                "spans": codec.spans_to_text(judgement.spans),
                "machine_area": judgement.area,
                "machine_grade": judgement.grade,
            },
        )


def _add_finding(
    db: StoreDatabase, report_id: int, section_id: int | None, position: int, finding: Finding, text: str
) -> None:
    kind, polarity = str(finding.kind), str(finding.polarity)
    machine = {
        "section": finding.section,
        "number": finding.number,
        "kind": kind,
        "polarity": polarity,
        "theme": finding.theme,
        "text": finding.text,
        "spans": finding.spans,
    }
    db.add(
        "finding",
        {
            "report_id": report_id,
            "section_id": section_id,
            "home_section_id": section_id,
            "position": position,
            "number": finding.number,
            "kind": kind,
            "polarity": polarity,
            "theme": finding.theme,
            "page": finding.page,
            "spans": codec.spans_to_text(finding.spans),
            "verbatim": joined(text, finding.spans),
            "confidence": finding.confidence,
            "repeat_of_previous": int(finding.repeat_of_previous),
            "addressed_since_previous": int(finding.addressed_since_previous),
            "statements": codec.statements_to_text(finding.statements),
            "measures": codec.measures_to_text(finding.measures),
            "theme_why": codec.dumps(finding.theme_why),
            "machine_id": finding.id,
            "machine": codec.dumps(machine),
        },
    )


def _share(text: str, spans: Spans) -> float:
    """Non-space characters in ``spans`` over all non-space characters, 0 to 1."""
    total = sum(map(len, text.split()))
    part = sum(len(word) for start, end in spans for word in text[start:end].split())
    return part / total if total else 0.0
