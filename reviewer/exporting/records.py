"""The rows of a report, for each of :data:`reviewer.exporting.tables.TABLES`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reviewer.exporting import missing, versions
from reviewer.exporting.choice import Choice
from reviewer.exporting.dataset import Linked, ReportData
from reviewer.exporting.missing import Missing
from reviewer.exporting.tables import TABLES, Record, Table, Value
from reviewer.model import Measure, Spans, Statement

if TYPE_CHECKING:
    from reviewer.store import (
        FindingRow,
        FollowUpRow,
        HistoryEntry,
        JudgementRow,
        NoteRow,
        SectionRow,
    )
    from reviewer.store.rows import DisputeRow, HeardStep


def chosen_tables(choice: Choice) -> dict[str, Table]:
    """The tables with the columns that were chosen."""
    if not choice.fields:
        return TABLES
    return {
        name: table.chosen(frozenset(one.name for one in table.columns if choice.has_column(name, one.name)))
        for name, table in TABLES.items()
    }


def records(report: ReportData) -> Iterator[tuple[str, Record]]:
    """All rows of a report, with the name of their table; a row comes after those that it points to."""
    yield "reports", _report(report)
    for order, judgement in enumerate(report.judgements, start=1):
        yield "judgements", _judgement(report, judgement, order)
    for order, section in enumerate(report.sections, start=1):
        yield "sections", _section(report, section, order)
    for order, finding in enumerate(report.findings, start=1):
        yield "findings", _finding(report, finding, order)
        for number, statement in enumerate(finding.statements, start=1):
            yield "statements", _statement(finding.id, statement, number)
        for number, measure in enumerate(finding.measures, start=1):
            yield "measures", _measure(finding.id, measure, number)
        if finding.follow_up is not None:
            yield "follow_ups", _follow_up(report, finding.follow_up)
    for linked in report.links:
        yield "links", _link(linked)
    for note in report.notes:
        yield "notes", _note(note)
    for dispute in report.disputes:
        yield "settlements", _settlement(report, dispute)
    for step in report.history():
        yield from (("changes", change) for change in changes(report.row.id, step))
    for told in report.heard():
        yield from (("changes", change) for change in heard_changes(report.row.id, told))


def reasons(table: Table, record: Record) -> str | None:
    """Why values of a row are missing, as JSON text; None where none is."""
    why = {
        column.name: value.value
        for column in table.columns
        if isinstance(value := record[column.name], Missing)
    }
    return json.dumps(why, separators=(",", ":")) if why else None


def _report(report: ReportData) -> Record:
    row = report.row
    return {
        "report_id": row.id,
        "source_sha256": row.source_sha256,
        "source_name": row.source_name,
        "media_type": row.media_type,
        "state": row.state.value,
        "starred": row.starred,
        "tags": _json(row.tags),
        "assigned_to": _json(row.assigned),
        "pages": Missing.NOT_APPLICABLE if row.pages is None else row.pages,
        "characters": len(report.source.text),
        "document_type": row.document_type,
        **{
            name: missing.fact(report, getattr(row, name))
            for name in (
                "authority",
                "inspection_start",
                "inspection_end",
                "publication_date",
                "lead_inspector",
            )
        },
        "imported_at": row.imported_at,
        "extractor": row.extractor or Missing.NOT_STATED,
        "findings": _standing(report.findings),
        "judgements": _standing(report.judgements),
        "decided": row.decided,
        "open_follow_ups": row.follow_ups,
        "unclaimed_share": round(row.unclaimed_share, 6),
        "warnings": _json(report.source.warnings),
    }


def _judgement(report: ReportData, row: JudgementRow, order: int) -> Record:
    return {
        "judgement_id": row.id,
        "report_id": row.report_id,
        "order": order,
        "area": row.area or Missing.UNREADABLE,
        "grade": row.grade or Missing.UNREADABLE,
        # A reviewer may add a judgement that is not printed as one.
        "verbatim": report.words(row.spans) or Missing.NOT_STATED,
        "page": missing.page(report, row.page),
        **_place(row.spans),
        **_decision(row),
        "machine_area": _machine(row.machine_area, made=row.machine_area is not None),
        "machine_grade": _machine(row.machine_grade, made=row.machine_area is not None),
    }


def _section(report: ReportData, row: SectionRow, order: int) -> Record:
    return {
        "section_id": row.id,
        "report_id": row.report_id,
        "parent_id": _or(row.parent_id, Missing.NOT_APPLICABLE),
        "order": order,
        "heading": row.heading,
        "grade": missing.grade(report, row.grade),
        "page": missing.page(report, row.page),
        **_place(row.spans),
        "machine_heading": _machine(row.machine_heading, made=row.machine_heading is not None),
        "machine_grade": _machine(row.machine_grade, made=row.machine_heading is not None),
    }


def _finding(report: ReportData, row: FindingRow, order: int) -> Record:
    machine: dict[str, Any] = row.machine
    unworded = Missing.NOT_REVIEWED if row.decision == "undecided" else Missing.NOT_GIVEN
    return {
        "finding_id": row.id,
        "report_id": row.report_id,
        "section_id": _or(row.section_id, Missing.NOT_APPLICABLE),
        "order": order,
        "number": _or(row.number, Missing.NOT_STATED),
        "kind": row.kind,
        "polarity": row.polarity,
        "theme": row.theme,
        "themes": _json(row.themes or (row.theme,)),
        "starred": row.starred,
        "tags": _json(row.tags),
        "text": row.text,
        "verbatim": row.verbatim,
        "wording": _or(row.wording, unworded),
        "page": missing.page(report, row.page),
        **_place(row.spans),
        **_decision(row),
        "confidence": _or(row.confidence, Missing.NOT_APPLICABLE),
        "repeat_of_previous": row.repeat_of_previous,
        "addressed_since_previous": row.addressed_since_previous,
        **{
            f"machine_{name}": _machine(machine.get(name), made=bool(machine))
            for name in ("section", "number", "kind", "polarity", "theme", "text")
        },
        "machine_spans": _json(machine["spans"]) if machine else Missing.NOT_APPLICABLE,
    }


def _statement(finding_id: int, statement: Statement, number: int) -> Record:
    return {
        "statement_id": f"{finding_id}-{number}",
        "finding_id": finding_id,
        "order": number,
        "text": statement.text,
        "polarity": statement.polarity,
        **_place(statement.spans),
    }


def _measure(finding_id: int, measure: Measure, number: int) -> Record:
    return {
        "measure_id": f"{finding_id}-{number}",
        "finding_id": finding_id,
        "order": number,
        "text": measure.text,
        "value": _or(measure.value, Missing.UNREADABLE),
        "value_to": _or(measure.value_to, Missing.NOT_STATED),
        "unit": measure.unit or Missing.NOT_STATED,
        "of": measure.of or Missing.NOT_STATED,
        "as_of": measure.as_of or Missing.NOT_STATED,
        "comparator": measure.comparator or Missing.NOT_STATED,
        **_place(measure.spans),
    }


def _follow_up(report: ReportData, row: FollowUpRow) -> Record:
    return {
        "follow_up_id": row.id,
        "finding_id": row.finding_id,
        "report_id": report.row.id,
        "state": row.state.value,
        "priority": row.priority.value,
        "owner": row.owner or Missing.NOT_GIVEN,
        "due": row.due or Missing.NOT_GIVEN,
        "reason": row.reason or Missing.NOT_GIVEN,
        "created_by": row.created_by,
        "created_at": row.created_at,
    }


def _link(linked: Linked) -> Record:
    row, earlier = linked.row, linked.earlier
    return {
        "link_id": row.id,
        "finding_id": row.finding_id,
        "report_id": row.report_id,
        "relation": row.relation.value,
        "earlier_finding_id": _or(row.earlier_finding_id, Missing.NOT_STATED),
        "earlier_report_id": _or(row.earlier_report_id, Missing.NOT_STATED),
        "earlier_date": row.earlier_date or Missing.NOT_STATED,
        "earlier_number": (earlier and earlier.number) or Missing.NOT_STATED,
        "earlier_text": Missing.NOT_STATED if earlier is None else earlier.text,
        "earlier_sha256": row.earlier_sha256,
        "earlier_spans": _json(row.earlier_spans),
        "settled_by": row.settled_by,
        "settled_at": row.settled_at,
    }


def _note(row: NoteRow) -> Record:
    return {
        "note_id": row.id,
        "report_id": row.report_id,
        "finding_id": _or(row.finding_id, Missing.NOT_APPLICABLE),
        "section_id": _or(row.section_id, Missing.NOT_APPLICABLE),
        "body": row.body,
        "created_by": row.created_by,
        "created_at": row.created_at,
        "edited_at": row.edited_at or Missing.NOT_GIVEN,
    }


def changes(report_id: int, step: HistoryEntry) -> Iterator[Record]:
    """The rows of the table ``changes`` for a step of a report's log."""
    for number, (table, row_id, name, before, after) in enumerate(step.changes, start=1):
        yield {
            "change_id": f"{step.id}-{number}",
            "report_id": report_id,
            "step": step.id,
            "at": step.at,
            "by": step.by,
            "edit": step.name,
            "undone": step.undone,
            "table": table,
            "row_id": row_id,
            "field": name,
            "before": Missing.NOT_APPLICABLE if before is None else str(before),
            "after": Missing.NOT_APPLICABLE if after is None else str(after),
        }


def heard_changes(report_id: int, step: HeardStep) -> Iterator[Record]:
    """The same for a step of a colleague's log that came with a merge."""
    for number, (table, _uid, name, before, after) in enumerate(step.changes, start=1):
        yield {
            "change_id": f"{step.uid}-{number}",
            "report_id": report_id,
            "step": Missing.NOT_APPLICABLE,
            "at": step.at,
            "by": step.by,
            "edit": step.name,
            "undone": False,
            "table": table,
            "row_id": Missing.NOT_APPLICABLE,
            "field": name,
            "before": Missing.NOT_APPLICABLE if before is None else _text(before),
            "after": Missing.NOT_APPLICABLE if after is None else _text(after),
        }


def _text(value: object) -> str:
    return value if isinstance(value, str) else _json(value)


def _settlement(report: ReportData, one: DisputeRow) -> Record:
    there = {finding.id for finding in report.findings}
    text = report.source.text
    stands = one.base if one.settled is None else one.settled
    said = [{"by": side.by, "at": side.at, "value": versions.said(one, side, text)} for side in one.sides]
    machine = None if one.machine is None else versions.said(one, one.machine, text)
    return {
        "settlement_id": one.id,
        "report_id": report.row.id,
        "finding_id": one.finding_id if one.finding_id in there else Missing.NOT_APPLICABLE,
        "of": one.table,
        "field": one.field,
        "state": "open" if one.settled is None else "settled",
        "said": _json(said),
        "machine": _machine(machine, made=machine is not None),
        "value": versions.said(one, stands, text),
        "settled_by": Missing.NOT_REVIEWED if one.settled is None else one.settled.by,
        "settled_at": Missing.NOT_REVIEWED if one.settled is None else one.settled.at,
    }


def _standing(rows: Sequence[FindingRow | JudgementRow]) -> int:
    """How many there are without the rejected ones."""
    return sum(row.decision != "rejected" for row in rows)


def _decision(row: FindingRow | JudgementRow) -> Record:
    return {
        "decision": row.decision.value,
        "decided_by": row.decided_by or Missing.NOT_REVIEWED,
        "decided_at": row.decided_at or Missing.NOT_REVIEWED,
    }


def _place(spans: Spans) -> Record:
    return {
        "start": spans[0][0] if spans else Missing.NOT_STATED,
        "end": spans[-1][1] if spans else Missing.NOT_STATED,
        "spans": _json(spans),
    }


def _machine(value: str | None, *, made: bool) -> Value:
    """What the machine read; not applicable in a row that a reviewer added."""
    if not made:
        return Missing.NOT_APPLICABLE
    return value or Missing.NOT_STATED


def _or(value: Value | None, why: Missing) -> Value:
    return why if value is None else value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
