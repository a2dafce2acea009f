"""Follow-ups by themselves: a table to work from, and a calendar.

The calendar is iCalendar (RFC 5545). A follow-up with a date is an event of that whole day, free of time, for
most calendars show nothing else; one without is a to-do. Both have the same UID in every export.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewer import __version__
from reviewer.exporting.choice import Choice
from reviewer.exporting.csv_tables import cell
from reviewer.exporting.dataset import Dataset, Progress, ReportData
from reviewer.exporting.files import Writing

if TYPE_CHECKING:
    from reviewer.store import FindingRow, FollowUpRow, Store

COLUMNS: Final = (
    "due",
    "state",
    "priority",
    "owner",
    "reason",
    "authority",
    "section",
    "number",
    "finding",
    "page",
    "source_name",
    "inspection_start",
    "publication_date",
    "created_by",
    "created_at",
    "report_id",
    "finding_id",
    "follow_up_id",
    "source_sha256",
)
_OCTETS: Final = 75
_LINE_ENDS: Final = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_STATUS: Final = {"open": "NEEDS-ACTION", "waiting": "IN-PROCESS", "done": "COMPLETED"}
_PRIORITY: Final = {"high": 1, "normal": 5, "low": 9}

_Found = tuple[ReportData, "FindingRow", "FollowUpRow"]


def write_csv(dataset: Dataset, writing: Writing) -> None:
    """Write ``follow-ups.csv``: those not done first, the earliest due first. Cells as in the CSV tables."""
    _write_table(list(_follow_ups(dataset)), writing, "follow-ups.csv")


def write_ics(dataset: Dataset, writing: Writing) -> None:
    """Write ``follow-ups.ics``."""
    _write_calendar(list(_follow_ups(dataset)), writing, "follow-ups.ics")


def write_some(
    store: Store, follow_ups: Iterable[FollowUpRow], path: Path, *, progress: Progress | None = None
) -> None:
    """Write these follow-ups to ``path``: a calendar where its name ends so (.ics), otherwise a table.

    What ``progress`` raises ends it, and nothing is written then. Raises ExportError where the file can't be
    written.
    """
    wanted = {row.id: row.report_id for row in follow_ups}
    dataset = Dataset(store, Choice(), set(wanted.values()), progress)
    write = _write_calendar if path.suffix.casefold() == ".ics" else _write_table
    with Writing(path.parent) as writing:
        write([one for one in _follow_ups(dataset) if one[2].id in wanted], writing, path.name)


def _write_table(found: list[_Found], writing: Writing, name: str) -> None:
    file = writing.open(name, encoding="utf-8-sig")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for report, finding, row in sorted(found, key=lambda one: _order(one[2])):
        headings = report.headings(finding.section_id)
        facts = report.row
        values = {
            "due": row.due,
            "state": row.state.value,
            "priority": row.priority.value,
            "owner": row.owner,
            "reason": row.reason,
            "authority": facts.authority,
            "section": headings[-1] if headings else None,
            "number": finding.number,
            "finding": finding.text,
            "page": finding.page,
            "source_name": facts.source_name,
            "inspection_start": facts.inspection_start,
            "publication_date": facts.publication_date,
            "created_by": row.created_by,
            "created_at": row.created_at,
            "report_id": facts.id,
            "finding_id": finding.id,
            "follow_up_id": row.id,
            "source_sha256": facts.source_sha256,
        }
        writer.writerow([cell(values[column]) for column in COLUMNS])


def _write_calendar(found: list[_Found], writing: Writing, name: str) -> None:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Reviewer//Reviewer {__version__}//EN"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:Follow-ups of inspection reports"]
    for report, finding, row in sorted(found, key=lambda one: _order(one[2])):
        lines += _component(report, finding, row)
    lines.append("END:VCALENDAR")
    file = writing.open(name)
    for line in lines:
        file.write("\r\n ".join(folded(line)) + "\r\n")


def folded(line: str) -> Iterator[str]:
    """The line in pieces of 75 octets and fewer, the space that goes before all but the first counted in."""
    piece, size = "", 0
    for character in line:
        octets = len(character.encode("utf-8"))
        if size + octets > _OCTETS:
            yield piece
            piece, size = "", 1
        piece += character
        size += octets
    yield piece


def _follow_ups(dataset: Dataset) -> Iterator[_Found]:
    for report in dataset:
        for finding in report.findings:
            if finding.follow_up is not None:
                yield report, finding, finding.follow_up


def _order(row: FollowUpRow) -> tuple[bool, bool, str]:
    return row.state == "done", row.due is None, row.due or ""


def _component(report: ReportData, finding: FindingRow, row: FollowUpRow) -> Iterable[str]:
    kind = "VTODO" if row.due is None else "VEVENT"
    where = report.row.authority or report.row.source_name
    what = row.reason or finding.text
    summary = f"{'Done: ' if row.state == 'done' else ''}{where}: {_short(what)}"
    words = [
        finding.text,
        f"Owner: {row.owner}" if row.owner else "",
        f"State: {row.state.value}",
        f"From {report.row.source_name}" + (f", page {finding.page}" if finding.page else ""),
    ]
    yield f"BEGIN:{kind}"
    yield f"UID:{report.row.source_sha256[:16]}-{_moment(row.created_at)}-{row.id}@reviewer"
    # RFC 5545 wants a moment; the data's own keeps the bytes the same.
    yield f"DTSTAMP:{_moment(row.created_at)}"
    yield f"CREATED:{_moment(row.created_at)}"
    if row.due is not None:
        due = date.fromisoformat(row.due)
        yield f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
    else:
        yield f"STATUS:{_STATUS[row.state.value]}"
    yield f"PRIORITY:{_PRIORITY[row.priority.value]}"
    yield f"SUMMARY:{_escaped(summary)}"
    yield "DESCRIPTION:" + _escaped("\n".join(word for word in words if word))
    yield f"CATEGORIES:{_escaped(row.state.value)}"
    yield f"END:{kind}"


def _moment(at: str) -> str:
    return at.replace("-", "").replace(":", "")


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 80 else words[:79].rsplit(" ", 1)[0] + "…"


def _escaped(text: str) -> str:
    plain = "".join(
        one for one in _LINE_ENDS.sub("\n", text) if one in "\n\t" or not (ord(one) < 32 or ord(one) == 127)
    )
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")
