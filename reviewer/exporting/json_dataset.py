"""Everything, nested by report, to keep or to import again: the lossless form.

``dataset.json`` is one object with a report a line, ``dataset.jsonl`` a line that says what the file is and
then a report a line. UTF-8 without a byte-order mark; ``resources/schemas/dataset.schema.json`` describes
both. Values are exactly as in the store. Offsets are code points into the report's ``text``, half-open.
Rejected findings are there, with ``decision`` saying so.

``imported`` is what the machine read when the report came in; the facts beside it are as reviewed. Beside
what the store holds, findings and judgements repeat where they come from, so that each can be read by
itself; :mod:`reviewer.exporting.json_reading` passes over that.
"""

from __future__ import annotations

import base64
from typing import Any, Final

from reviewer import __version__
from reviewer.contract import to_line
from reviewer.exporting.dataset import Dataset, ReportData
from reviewer.exporting.files import Writing

SCHEMA: Final = "reviewer.dataset/2"
"""Raised when the meaning of a field changes."""

FLAGS: Final = frozenset({"repeat_of_previous", "addressed_since_previous"})
NESTED: Final = frozenset(
    {
        "source",
        "source_bytes",
        "report",
        "report_text",
        "extraction",
        "section",
        "judgement",
        "finding",
        "note",
        "follow_up",
        "step",
        "change",
    }
)
"""The tables that have a place of their own; others are under ``more``."""
PROVENANCE: Final = (
    "authority",
    "document_type",
    "inspection_start",
    "inspection_end",
    "publication_date",
    "extractor",
)
Row = dict[str, Any]


def write(dataset: Dataset, writing: Writing) -> None:
    """Write ``dataset.json``."""
    file = writing.open("dataset.json")
    file.write(to_line(_head(dataset)).removesuffix("}") + ',"reports":[')
    for index, report in enumerate(dataset):
        file.write(",\n" if index else "\n")
        file.write(to_line(_report(report)))
    file.write("\n]}\n")


def write_lines(dataset: Dataset, writing: Writing) -> None:
    """Write ``dataset.jsonl``."""
    file = writing.open("dataset.jsonl")
    file.write(to_line(_head(dataset)) + "\n")
    for report in dataset:
        file.write(to_line(_report(report)) + "\n")


def _head(dataset: Dataset) -> Row:
    choice = dataset.choice
    return {
        "schema": SCHEMA,
        "made_by": f"Reviewer {__version__}",
        "complete": not choice.narrows_findings,
        "with_sources": choice.sources,
    }


def _report(report: ReportData) -> Row:
    record = report.record()
    (source,), (row,), (text,) = record["source"], record["report"], record["report_text"]
    if "source_bytes" in record:
        source["bytes"] = base64.b64encode(record["source_bytes"][0]["bytes"]).decode("ascii")
    places = _without(text, "report_id")
    words = places.pop("text")
    pages = [{"number": number, "start": start, "end": end} for number, start, end in places.pop("pages")]
    return {
        "id": row["id"],
        "source": source,
        **{name: getattr(report.row, name) for name in (*PROVENANCE, "lead_inspector")},
        "imported": _without(row, "id", "source_id"),
        "text": words,
        "pages": pages,
        **places,
        "sections": [_without(section, "report_id") for section in record["section"]],
        "judgements": _judgements(report, record),
        "findings": _findings(report, record),
        "notes": [_without(note, "report_id", "finding_id") for note in _notes(record, None)],
        "extractions": [_without(one, "report_id") for one in record["extraction"]],
        "log": _log(record),
        "more": {table: rows for table, rows in record.items() if table not in NESTED},
    }


def _judgements(report: ReportData, record: dict[str, list[Row]]) -> list[Row]:
    kept = {judgement.id for judgement in report.judgements}
    return [
        {
            **_provenance(report),
            **_without(row, "report_id"),
            "verbatim": report.words(tuple((start, end) for start, end in row["spans"])),
            "machine": None
            if row["machine_area"] is None
            else {"area": row["machine_area"], "grade": row["machine_grade"]},
        }
        for row in record["judgement"]
        if row["id"] in kept
    ]


def _findings(report: ReportData, record: dict[str, list[Row]]) -> list[Row]:
    headings = {section.id: section.heading for section in report.sections}
    follow_ups = {row["finding_id"]: _without(row, "report_id", "finding_id") for row in record["follow_up"]}
    rows = {row["id"]: row for row in record["finding"]}
    return [
        {
            **_provenance(report),
            "section": headings.get(row["section_id"]),
            "text": finding.text,
            **{
                name: bool(value) if name in FLAGS else value
                for name, value in row.items()
                if name != "report_id"
            },
            "machine": row["machine"] or None,
            "follow_up": follow_ups.get(finding.id),
            "notes": [_without(note, "report_id", "finding_id") for note in _notes(record, finding.id)],
        }
        for finding, row in ((finding, rows[finding.id]) for finding in report.findings)
    ]


def _log(record: dict[str, list[Row]]) -> list[Row]:
    changes: dict[int, list[Row]] = {}
    for change in record["change"]:
        changes.setdefault(change["step_id"], []).append(_without(change, "step_id"))
    return [
        {**_without(step, "report_id"), "changes": changes.get(step["id"], [])} for step in record["step"]
    ]


def _notes(record: dict[str, list[Row]], finding_id: int | None) -> list[Row]:
    return [note for note in record["note"] if note["finding_id"] == finding_id]


def _provenance(report: ReportData) -> Row:
    row = report.row
    return {
        "source_sha256": row.source_sha256,
        "source_name": row.source_name,
        **{name: getattr(row, name) for name in PROVENANCE},
    }


def _without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}
