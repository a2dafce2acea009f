"""Texts with labelled passages for doccano (sequence labelling), a JSON Lines file for each field.

doccano has one set of labels in a project, so kinds, themes and polarities are files of their own. Positions
are code points of the text, the end exclusive. Rejected findings are left out.
"""

from __future__ import annotations

from typing import Final

from reviewer.contract import to_line
from reviewer.exporting.dataset import Dataset
from reviewer.exporting.files import Writing

FIELDS: Final = ("kind", "theme", "polarity")


def write(dataset: Dataset, writing: Writing) -> None:
    """Write ``doccano-kind.jsonl``, ``doccano-theme.jsonl`` and ``doccano-polarity.jsonl``."""
    files = {field: writing.open(f"doccano-{field}.jsonl") for field in FIELDS}
    for number, report in enumerate(dataset, start=1):
        row = report.row
        findings = [finding for finding in report.findings if finding.decision != "rejected"]
        for field, file in files.items():
            labels = [
                [start, end, getattr(finding, field)] for finding in findings for start, end in finding.spans
            ]
            document = {
                "id": number,
                "text": report.source.text,
                "label": labels,
                "source": row.source_name,
                "source_sha256": row.source_sha256,
                "authority": row.authority,
                "document_type": row.document_type,
                "inspection_start": row.inspection_start,
            }
            file.write(to_line(document) + "\n")
