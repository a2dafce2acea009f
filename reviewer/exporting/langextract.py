"""Annotated documents of LangExtract: ``langextract.jsonl``, a report a line.

An extraction's class is the finding's kind, its other fields are attributes. A finding of several parts is
several extractions of one group. Positions are code points of the text, the end exclusive, and the text of an
extraction is exactly what stands there. Rejected findings are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.contract import to_line
from reviewer.exporting.dataset import Dataset, ReportData
from reviewer.exporting.files import Writing

if TYPE_CHECKING:
    from reviewer.store import FindingRow


def write(dataset: Dataset, writing: Writing) -> None:
    """Write ``langextract.jsonl``."""
    file = writing.open("langextract.jsonl")
    for report in dataset:
        document = {
            "extractions": list(_extractions(report)),
            "text": report.source.text,
            "document_id": report.row.source_sha256,
        }
        file.write(to_line(document) + "\n")


def _extractions(report: ReportData) -> Iterator[dict[str, object]]:
    index = 0
    findings = [finding for finding in report.findings if finding.decision != "rejected"]
    for group, finding in enumerate(findings):
        for part, (start, end) in enumerate(finding.spans, start=1):
            attributes = _attributes(report, finding)
            if len(finding.spans) > 1:
                attributes["part"] = f"{part} of {len(finding.spans)}"
            yield {
                "extraction_class": finding.kind,
                "extraction_text": report.source.text[start:end],
                "char_interval": {"start_pos": start, "end_pos": end},
                "alignment_status": "match_exact",
                "extraction_index": index,
                "group_index": group,
                "description": None,
                "attributes": attributes,
            }
            index += 1


def _attributes(report: ReportData, row: FindingRow) -> dict[str, str]:
    headings = report.headings(row.section_id)
    found = {
        "theme": row.theme,
        "polarity": row.polarity,
        "status": row.decision.value,
        "number": row.number,
        "section": headings[-1] if headings else None,
        "wording": row.wording,
    }
    return {name: value for name, value in found.items() if value}
