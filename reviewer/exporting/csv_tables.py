"""Four tables for spreadsheets and data frames: findings, judgements, reports and follow-ups.

UTF-8 with a byte-order mark (so that Excel reads accents), commas, CRLF, a header row. Each row carries its
whole provenance. Rejected rows are in the tables, with ``decision`` saying so. Where a cell is empty, the
column ``missing`` says why: JSON text, column → reason. Spans are ``[[start,end],…]``, code points,
half-open.

A text that a spreadsheet could take for a formula, because it begins with ``=``, ``+``, ``-``, ``@`` (or
their full-width forms), a tab or a line end, gets an apostrophe in front, and so does one that begins with
apostrophes and then one of those. To read such a text back, take one apostrophe away. Control characters,
which spreadsheets drop or choke on, become their visible signs (␀ for NUL).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from reviewer.exporting.dataset import Dataset, Linked, ReportData
from reviewer.exporting.files import Writing
from reviewer.exporting.missing import Missing
from reviewer.exporting.records import records
from reviewer.exporting.tables import TABLES
from reviewer.model import Spans

if TYPE_CHECKING:
    from reviewer.store import FindingRow, FollowUpRow, JudgementRow, NoteRow

Record = dict[str, object]

_SOURCE: Final = (
    "report_id",
    "source_sha256",
    "source_name",
    "authority",
    "document_type",
    "inspection_start",
    "inspection_end",
    "publication_date",
    "extractor",
)
_PLACE: Final = ("page", "start", "end", "spans")
_DECISION: Final = ("decision", "decided_by", "decided_at")

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "findings": (
        *_SOURCE,
        "finding_id",
        "order",
        "section",
        "section_path",
        "number",
        "kind",
        "polarity",
        "theme",
        "text",
        "verbatim",
        "wording",
        *_PLACE,
        *_DECISION,
        "machine_section",
        "machine_number",
        "machine_kind",
        "machine_polarity",
        "machine_theme",
        "machine_text",
        "machine_spans",
        "confidence",
        "repeat_of_previous",
        "addressed_since_previous",
        "measures",
        "notes",
        "follow_up_state",
        "follow_up_reason",
        "follow_up_owner",
        "follow_up_due",
        "missing",
    ),
    "judgements": (
        *_SOURCE,
        "judgement_id",
        "order",
        "area",
        "grade",
        "verbatim",
        *_PLACE,
        *_DECISION,
        "machine_area",
        "machine_grade",
        "missing",
    ),
    "reports": (
        *_SOURCE,
        "media_type",
        "pages",
        "lead_inspector",
        "assigned_to",
        "imported_at",
        "findings",
        "judgements",
        "decided",
        "open_follow_ups",
        "unclaimed_share",
        "warnings",
        "notes",
        "missing",
    ),
    "follow_ups": (
        *_SOURCE,
        "follow_up_id",
        "finding_id",
        "section",
        "number",
        "text",
        "verbatim",
        *_PLACE,
        "reason",
        "owner",
        "due",
        "state",
        "created_by",
        "created_at",
        "missing",
    ),
    "links": (
        *_SOURCE,
        "link_id",
        "finding_id",
        "section",
        "number",
        "text",
        "relation",
        "earlier_finding_id",
        "earlier_report_id",
        "earlier_date",
        "earlier_number",
        "earlier_text",
        "earlier_sha256",
        "earlier_spans",
        "settled_by",
        "settled_at",
        "missing",
    ),
}
"""The columns of each table, in order."""

_KEYS: Final = {
    "findings": "finding_id",
    "judgements": "judgement_id",
    "reports": "report_id",
    "follow_ups": "follow_up_id",
    "links": "link_id",
}
_TIES: Final = frozenset({"report_id", "finding_id", "judgement_id", "follow_up_id", "link_id", "missing"})
"""The columns that tie tables together, and the one that says what is missing: never left out."""
_RISKY: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_SPECIAL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_CONTROL: Final = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n\r"} | {127: "␡"}


def write(dataset: Dataset, writing: Writing) -> None:
    """Write ``findings.csv``, ``judgements.csv``, ``reports.csv``, ``follow_ups.csv`` and ``links.csv``."""
    writers = {}
    kept = {
        table: [name for name in columns if name in _TIES or dataset.choice.has_column(table, name)]
        for table, columns in COLUMNS.items()
    }
    for table, columns in kept.items():
        file = writing.open(f"{table}.csv", encoding="utf-8-sig")
        writers[table] = csv.DictWriter(file, columns, lineterminator="\r\n", extrasaction="raise")
        writers[table].writeheader()
    for report in dataset:
        why = _reasons(report)
        for table, whole in _records(report):
            record = {name: whole[name] for name in kept[table] if name != "missing"}
            record["missing"] = _missing(
                record, whole, why[table, whole[_KEYS[table]]], why["reports", report.row.id]
            )
            writers[table].writerow({column: cell(value) for column, value in record.items()})


def cell(value: object) -> str | int | float:
    """A value as a cell: empty for None, numbers as they are, text that cannot run as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    text = without_controls(str(value))
    return f"'{text}" if _RISKY.match(text) else text


def without_controls(text: str) -> str:
    """A text whose control characters are visible signs, and whose line ends are LF."""
    if not _SPECIAL.search(text):
        return text
    return text.replace("\r\n", "\n").translate(_CONTROL)


def _records(report: ReportData) -> Iterator[tuple[str, Record]]:
    source = _source(report)
    yield "reports", {**source, **_report(report)}
    for order, judgement in enumerate(report.judgements, start=1):
        yield "judgements", {**source, **_judgement(report, judgement, order)}
    notes: dict[int | None, list[NoteRow]] = {}
    for note in report.notes:
        notes.setdefault(note.finding_id, []).append(note)
    for order, finding in enumerate(report.findings, start=1):
        path = report.headings(finding.section_id)
        yield "findings", {**source, **_finding(finding, order, path, notes.get(finding.id, []))}
        if finding.follow_up is not None:
            yield "follow_ups", {**source, **_follow_up(finding, finding.follow_up, path)}
    by_id = {finding.id: finding for finding in report.findings}
    for linked in report.links:
        finding = by_id[linked.row.finding_id]
        yield "links", {**source, **_link(finding, linked, report.headings(finding.section_id))}


def _reasons(report: ReportData) -> dict[tuple[str, object], Record]:
    """The rows that say why a value is missing, by table and key."""
    return {
        (table, record[TABLES[table].key]): dict(record)
        for table, record in records(report)
        if table in COLUMNS
    }


def _missing(record: Record, whole: Record, row: Record, report: Record) -> str | None:
    """Why cells of a row are empty, as JSON text: what the tables say, or else that nobody has given it.

    ``whole`` has the columns too that were not chosen.
    """
    why = {}
    for name, value in record.items():
        if value is None or value == "":
            known = row.get(name, report.get(name))
            why[name] = known.value if isinstance(known, Missing) else _otherwise(name, whole).value
    return json.dumps(why, separators=(",", ":")) if why else None


def _otherwise(name: str, record: Record) -> Missing:
    """Why a cell of a column that only these tables have is empty."""
    if name.startswith("follow_up_") and record.get("follow_up_state"):
        return Missing.NOT_GIVEN
    if name.startswith("follow_up_") or name == "warnings":
        return Missing.NOT_APPLICABLE
    if name in ("notes", "assigned_to"):
        return Missing.NOT_GIVEN
    return Missing.NOT_STATED


def _source(report: ReportData) -> Record:
    row = report.row
    return {
        "report_id": row.id,
        "source_sha256": row.source_sha256,
        "source_name": row.source_name,
        "authority": row.authority,
        "document_type": row.document_type,
        "inspection_start": row.inspection_start,
        "inspection_end": row.inspection_end,
        "publication_date": row.publication_date,
        "extractor": row.extractor,
    }


def _report(report: ReportData) -> Record:
    row = report.row
    return {
        "media_type": row.media_type,
        "pages": row.pages,
        "lead_inspector": row.lead_inspector,
        "assigned_to": _listed(row.assigned),
        "imported_at": row.imported_at,
        "findings": _standing(report.findings),
        "judgements": _standing(report.judgements),
        "decided": row.decided,
        "open_follow_ups": row.follow_ups,
        "unclaimed_share": round(row.unclaimed_share, 6),
        "warnings": _listed(report.source.warnings),
        "notes": _notes([note for note in report.notes if note.finding_id is None]),
    }


def _judgement(report: ReportData, row: JudgementRow, order: int) -> Record:
    return {
        "judgement_id": row.id,
        "order": order,
        "area": row.area,
        "grade": row.grade,
        "verbatim": report.words(row.spans),
        **_place(row.page, row.spans),
        **_decision(row),
        "machine_area": row.machine_area,
        "machine_grade": row.machine_grade,
    }


def _finding(row: FindingRow, order: int, path: list[str], notes: list[NoteRow]) -> Record:
    machine: dict[str, Any] = row.machine
    follow_up = row.follow_up
    return {
        "finding_id": row.id,
        "order": order,
        "section": path[-1] if path else None,
        "section_path": " > ".join(path) or None,
        "number": row.number,
        "kind": row.kind,
        "polarity": row.polarity,
        "theme": row.theme,
        "text": row.text,
        "verbatim": row.verbatim,
        "wording": row.wording,
        **_place(row.page, row.spans),
        **_decision(row),
        **{
            f"machine_{field}": machine.get(field)
            for field in ("section", "number", "kind", "polarity", "theme", "text")
        },
        "machine_spans": _spans(machine["spans"]) if machine else None,
        "confidence": row.confidence,
        "repeat_of_previous": row.repeat_of_previous,
        "addressed_since_previous": row.addressed_since_previous,
        "measures": _listed(measure.text for measure in row.measures),
        "notes": _notes(notes),
        "follow_up_state": follow_up.state.value if follow_up else None,
        "follow_up_reason": follow_up.reason if follow_up else None,
        "follow_up_owner": follow_up.owner if follow_up else None,
        "follow_up_due": follow_up.due if follow_up else None,
    }


def _follow_up(finding: FindingRow, row: FollowUpRow, path: list[str]) -> Record:
    return {
        "follow_up_id": row.id,
        "finding_id": finding.id,
        "section": path[-1] if path else None,
        "number": finding.number,
        "text": finding.text,
        "verbatim": finding.verbatim,
        **_place(finding.page, finding.spans),
        "reason": row.reason,
        "owner": row.owner,
        "due": row.due,
        "state": row.state.value,
        "created_by": row.created_by,
        "created_at": row.created_at,
    }


def _link(finding: FindingRow, linked: Linked, path: list[str]) -> Record:
    row, earlier = linked.row, linked.earlier
    return {
        "link_id": row.id,
        "finding_id": row.finding_id,
        "section": path[-1] if path else None,
        "number": finding.number,
        "text": finding.text,
        "relation": row.relation.value,
        "earlier_finding_id": row.earlier_finding_id,
        "earlier_report_id": row.earlier_report_id,
        "earlier_date": row.earlier_date,
        "earlier_number": earlier.number if earlier else None,
        "earlier_text": earlier.text if earlier else None,
        "earlier_sha256": row.earlier_sha256,
        "earlier_spans": _spans(row.earlier_spans),
        "settled_by": row.settled_by,
        "settled_at": row.settled_at,
    }


def _standing(rows: Sequence[FindingRow | JudgementRow]) -> int:
    """How many there are without the rejected ones."""
    return sum(row.decision != "rejected" for row in rows)


def _decision(row: FindingRow | JudgementRow) -> Record:
    return {
        "decision": row.decision.value,
        "decided_by": row.decided_by,
        "decided_at": row.decided_at,
    }


def _place(page: int | None, spans: Spans) -> Record:
    return {
        "page": page,
        "start": spans[0][0] if spans else None,
        "end": spans[-1][1] if spans else None,
        "spans": _spans(spans),
    }


def _spans(spans: Spans) -> str:
    return json.dumps(spans, separators=(",", ":"))


def _notes(notes: list[NoteRow]) -> str | None:
    return _listed(f"{note.created_at[:10]} {note.created_by}: {note.body}" for note in notes)


def _listed(texts: Iterable[str]) -> str | None:
    return " | ".join(texts) or None
