"""An :class:`~reviewer.model.Extraction` as the JSON object of the extraction format, in deterministic bytes.

Keys come in the order of the format's description. Fields beyond it (``markers``, ``extractor``,
``warnings``, ``section_id``, ``theme_why``, ``value_to``, ``comparator``) are additions; a reader may ignore
them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Final

from reviewer.model import (
    SCHEMA,
    Extraction,
    Finding,
    Judgement,
    Measure,
    Metadata,
    ReportWarning,
    Section,
    Spans,
    Statement,
)

# Line ends to some readers of lines, and halves of surrogate pairs, which UTF-8 cannot hold.
_TO_ESCAPE: Final = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def to_json(extraction: Extraction) -> dict[str, object]:
    """The extraction as plain dicts, lists, strings and numbers. Raises nothing."""
    return {
        "schema": SCHEMA,
        "source": {
            "path": extraction.source.path,
            "sha256": extraction.source.sha256,
            "media_type": extraction.source.media_type,
            "pages": extraction.source.pages,
            "characters": extraction.source.characters,
        },
        "text": extraction.text,
        "report": metadata_to_json(extraction.report),
        "metadata_spans": _spans(extraction.metadata_spans),
        "judgements": [_judgement(judgement) for judgement in extraction.judgements],
        "sections": [_section(section) for section in extraction.sections],
        "findings": [_finding(finding) for finding in extraction.findings],
        "furniture": _spans(extraction.furniture),
        "unclaimed": _spans(extraction.unclaimed),
        "markers": _spans(extraction.markers),
        "extractor": extraction.extractor,
        "warnings": [_warning(warning) for warning in extraction.warnings],
    }


def to_line(value: Mapping[str, object]) -> str:
    """A JSON object as one line without its line end: compact, and one line to every reader of lines."""
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _TO_ESCAPE.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def error_line(path: str, code: str, message: str) -> str:
    """The line of a file that cannot be read; ``code`` as in ``ReadingError``."""
    return to_line({"source": {"path": path}, "error": {"code": code, "message": message}})


def statement_to_json(statement: Statement) -> dict[str, object]:
    """One statement as the format has it."""
    return {"text": statement.text, "spans": _spans(statement.spans), "polarity": statement.polarity}


def measure_to_json(measure: Measure) -> dict[str, object]:
    """One measure as the format has it."""
    return {
        "text": measure.text,
        "value": _number(measure.value),
        "unit": measure.unit,
        "of": measure.of,
        "as_of": measure.as_of,
        "spans": _spans(measure.spans),
        "value_to": _number(measure.value_to),
        "comparator": measure.comparator,
    }


def _spans(spans: Spans) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _number(value: float | None) -> int | float | None:
    """Whole numbers without a fraction, others rounded; JSON has no infinity."""
    if value is None or not math.isfinite(value):
        return None
    rounded = round(float(value), 6)
    return int(rounded) if rounded.is_integer() else rounded


def metadata_to_json(report: Metadata) -> dict[str, object]:
    """The facts about a report as the format has them."""
    return {
        "document_type": str(report.document_type),
        "authority": report.authority,
        "inspection_start": report.inspection_start,
        "inspection_end": report.inspection_end,
        "publication_date": report.publication_date,
        "lead_inspector": report.lead_inspector,
        "team_inspectors": list(report.team_inspectors),
        "addressee": report.addressee,
        "copied_to": list(report.copied_to),
        "previous_inspections": [
            {"date": previous.date, "what": previous.what, "spans": _spans(previous.spans)}
            for previous in report.previous_inspections
        ],
    }


def _judgement(judgement: Judgement) -> dict[str, object]:
    return {
        "area": judgement.area,
        "grade": judgement.grade,
        "spans": _spans(judgement.spans),
        "page": judgement.page,
    }


def _section(section: Section) -> dict[str, object]:
    return {
        "id": section.id,
        "parent": section.parent,
        "heading": section.heading,
        "grade": section.grade,
        "spans": _spans(section.spans),
        "page": section.page,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.id,
        "section": finding.section,
        "number": finding.number,
        "kind": str(finding.kind),
        "polarity": str(finding.polarity),
        "theme": finding.theme,
        "page": finding.page,
        "text": finding.text,
        "spans": _spans(finding.spans),
        "repeat_of_previous": finding.repeat_of_previous,
        "addressed_since_previous": finding.addressed_since_previous,
        "confidence": round(float(finding.confidence), 4),
        "statements": [statement_to_json(statement) for statement in finding.statements],
        "measures": [measure_to_json(measure) for measure in finding.measures],
        "section_id": finding.section_id,
        "theme_why": list(finding.theme_why),
    }


def _warning(warning: ReportWarning) -> dict[str, object]:
    return {"code": warning.code, "message": warning.message, "spans": _spans(warning.spans)}
