"""What the store is asked for, as frozen values. Nothing here changes anything."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import fields, replace
from datetime import date
from typing import Any

from reviewer.model import Measure, Spans, Statement
from reviewer.store import assigning, codec, extractions, steps
from reviewer.store.database import Row, StoreDatabase
from reviewer.store.errors import StoreError
from reviewer.store.rows import (
    Decision,
    FindingRow,
    FollowUpRow,
    FollowUpState,
    HeardStep,
    HistoryEntry,
    JudgementRow,
    LinkMark,
    NotedRow,
    NoteRow,
    Priority,
    Relation,
    ReportRow,
    ReportState,
    SectionRow,
    SourceText,
    StepState,
    TagRow,
    UndoStep,
)
from reviewer.store.words import within

_DECIDED = "('accepted', 'corrected', 'added')"

_FINDING = """
    SELECT finding.*,
        (SELECT count(*) FROM note WHERE note.finding_id = finding.id) AS notes,
        (SELECT count(*) FROM dispute WHERE dispute.finding_id = finding.id AND settled IS NULL) AS disputes,
        (SELECT json_group_array(name) FROM (
            SELECT name FROM tag WHERE tag.finding_id = finding.id ORDER BY name
        )) AS tags,
        (SELECT json_group_array(json_array(relation, date)) FROM (
            SELECT link.relation, coalesce(facts.inspection_start, facts.publication_date, '') AS date
            FROM link
            JOIN source ON source.sha256 = link.earlier_sha256
            JOIN report ON report.source_id = source.id
            JOIN review AS facts ON facts.report_id = report.id
            WHERE link.finding_id = finding.id AND link.relation <> 'not_same'
            ORDER BY date, link.id
        )) AS links,
        follow_up.id AS follow_up_id, follow_up.reason, follow_up.owner, follow_up.due, follow_up.state,
        follow_up.priority, follow_up.created_by, follow_up.created_at
    FROM finding
    LEFT JOIN follow_up ON follow_up.finding_id = finding.id
"""

_JUDGEMENT = """
    SELECT judgement.*, (
        SELECT count(*) FROM dispute
        WHERE table_name = 'judgement' AND row_id = judgement.id AND settled IS NULL
    ) AS disputes
    FROM judgement
"""


def reports(db: StoreDatabase, *, today: date, report_id: int | None = None) -> list[ReportRow]:
    """All reports, or one: by authority, the newest inspection first. Overdue: due before ``today``."""
    only, one = ("", ()) if report_id is None else ("WHERE report_id = ?", (report_id,))
    live: dict[int, int] = defaultdict(int)
    decided: dict[int, int] = defaultdict(int)
    for table in ("finding", "judgement"):
        for row in db.all(
            f"SELECT report_id, sum(decision <> 'rejected') AS live, sum(decision IN {_DECIDED}) AS decided"
            f" FROM {table} {only} GROUP BY report_id",
            one,
        ):
            live[row["report_id"]] += row["live"]
            decided[row["report_id"]] += row["decided"]
    follow_ups = {
        row["report_id"]: row
        for row in db.all(
            f"SELECT report_id, sum(state <> 'done') AS open, sum(state <> 'done' AND due < ?) AS overdue"
            f" FROM follow_up {only} GROUP BY report_id",
            (today.isoformat(), *one),
        )
    }
    tags: dict[int, list[str]] = defaultdict(list)
    for row in db.all(
        f"SELECT report_id, name FROM tag {only or 'WHERE 1'} AND finding_id IS NULL ORDER BY name", one
    ):
        tags[row["report_id"]].append(row["name"])
    assigned = assigning.assigned(db, report_id)
    disputes = {
        row["report_id"]: row["open"]
        for row in db.all(
            f"SELECT report_id, count(*) AS open FROM dispute {only or 'WHERE 1'} AND settled IS NULL"
            " GROUP BY report_id",
            one,
        )
    }
    rows = db.all(
        f"""
        SELECT report.id, imported_at, pages, extractor, warnings, review.*, coverage.unclaimed_share,
            source.name, source.sha256, source.media_type
        FROM report
        JOIN source ON source.id = report.source_id
        JOIN review ON review.report_id = report.id
        JOIN coverage ON coverage.report_id = report.id
        {only.replace("report_id", "report.id")}
        ORDER BY review.authority IS NULL, review.authority COLLATE NOCASE,
            coalesce(review.inspection_start, review.publication_date, '') DESC, report.id
        """,
        one,
    )
    for row in rows:
        if row["extraction_number"]:
            later = extractions.later(db, row["id"])
            if later is not None:
                row |= {"extractor": later["extractor"], "warnings": len(later["body"]["warnings"])}
    return [
        ReportRow(
            id=row["id"],
            authority=row["authority"],
            document_type=row["document_type"],
            inspection_start=row["inspection_start"],
            inspection_end=row["inspection_end"],
            publication_date=row["publication_date"],
            lead_inspector=row["lead_inspector"],
            source_name=row["name"],
            source_sha256=row["sha256"],
            media_type=row["media_type"],
            pages=row["pages"],
            imported_at=row["imported_at"],
            extractor=row["extractor"],
            findings=live[row["id"]],
            decided=decided[row["id"]],
            follow_ups=follow_ups[row["id"]]["open"] if row["id"] in follow_ups else 0,
            overdue=(follow_ups[row["id"]]["overdue"] or 0) if row["id"] in follow_ups else 0,
            warnings=row["warnings"],
            unclaimed_share=row["unclaimed_share"],
            state=_state(row["state"], live[row["id"]], decided[row["id"]]),
            state_set=row["state"] is not None,
            starred=bool(row["starred"]),
            tags=tuple(tags[row["id"]]),
            assigned=assigned.get(row["id"], ()),
            disputes=disputes.get(row["id"], 0),
        )
        for row in rows
    ]


def _state(said: str | None, live: int, decided: int) -> ReportState:
    """As the reviewer has set it, or as the work has it."""
    if said is not None:
        return ReportState(said)
    if decided == 0:
        return ReportState.NOT_STARTED
    return ReportState.REVIEWED if decided == live else ReportState.IN_PROGRESS


def report(db: StoreDatabase, report_id: int, *, today: date) -> ReportRow:
    """One report. Raises StoreError where it is not there."""
    found = reports(db, today=today, report_id=report_id)
    if not found:
        raise StoreError("That report is no longer in the store.")
    return found[0]


def require_report(db: StoreDatabase, report_id: int) -> None:
    """Raises StoreError where the report is not there."""
    if db.value("SELECT 1 FROM report WHERE id = ?", (report_id,)) is None:
        raise StoreError("That report is no longer in the store.")


def tags(db: StoreDatabase) -> list[TagRow]:
    """All tags of all reports and findings, by name."""
    rows = db.all("SELECT name, count(*) AS uses FROM tag GROUP BY name ORDER BY name COLLATE NOCASE, name")
    return [TagRow(**row) for row in rows]


def find_source(db: StoreDatabase, sha256: str) -> int | None:
    """The report that came from the file with this hash, None where there is none."""
    found: int | None = db.value(
        "SELECT report.id FROM report JOIN source ON source.id = report.source_id WHERE sha256 = ?", (sha256,)
    )
    return found


def source_text(db: StoreDatabase, report_id: int) -> SourceText:
    """The report's words. Raises StoreError where it is not there."""
    row = _one(db, "SELECT * FROM report_text WHERE report_id = ?", report_id)
    row |= extractions.places(db, report_id)
    return SourceText(
        report_id=report_id,
        text=row["text"],
        pages=tuple((number, start, end) for number, start, end in json.loads(row["pages"])),
        furniture=codec.spans_from_text(row["furniture"]),
        unclaimed=codec.spans_from_text(row["unclaimed"]),
        metadata_spans=codec.spans_from_text(row["metadata_spans"]),
        warnings=tuple(warning["message"] for warning in json.loads(row["warnings"])),
        markers=codec.spans_from_text(row["markers"]),
    )


def original(db: StoreDatabase, report_id: int) -> bytes:
    """The file as it came. Raises StoreError where the report is not there."""
    row = _one(
        db,
        "SELECT bytes FROM source_bytes JOIN report ON report.source_id = source_bytes.source_id"
        " WHERE report.id = ?",
        report_id,
    )
    content: bytes = row["bytes"]
    return content


def machine_extraction(db: StoreDatabase, report_id: int) -> dict[str, object]:
    """The extraction that the review is of, as the machine made it: the object of the extraction format."""
    row = _one(
        db,
        f"SELECT body, text FROM extraction JOIN report_text USING (report_id)"
        f" WHERE report_id = ?1 AND {extractions.CURRENT}",
        report_id,
    )
    body: dict[str, object] = json.loads(row["body"])
    # The text is kept once, beside the extraction; its place in the object is held by null.
    return {**body, "text": row["text"]}


def machine_extractions(db: StoreDatabase, report_id: int) -> dict[str, dict[str, object]]:
    """What each version of our extractor said of a report, the latest word of each, without the text."""
    rows = db.all(
        "SELECT extractor, body FROM extraction"
        " WHERE report_id = ? AND extractor NOT LIKE 'other:%' ORDER BY id",
        (report_id,),
    )
    return {row["extractor"]: json.loads(row["body"]) for row in rows}


def sections(db: StoreDatabase, report_id: int) -> list[SectionRow]:
    """Headings in reading order."""
    return [
        SectionRow(
            id=row["id"],
            report_id=report_id,
            parent_id=row["parent_id"],
            position=row["position"],
            heading=row["heading"],
            grade=row["grade"],
            page=row["page"],
            spans=codec.spans_from_text(row["spans"]),
            machine_heading=row["machine_heading"],
            machine_grade=row["machine_grade"],
            notes=row["notes"],
        )
        for row in db.all(
            "SELECT section.*, (SELECT count(*) FROM note WHERE note.section_id = section.id) AS notes"
            " FROM section WHERE report_id = ? ORDER BY position, id",
            (report_id,),
        )
    ]


def judgements(db: StoreDatabase, report_id: int) -> list[JudgementRow]:
    """Judgements in reading order, rejected ones too."""
    rows = db.all(f"{_JUDGEMENT} WHERE report_id = ? ORDER BY position, id", (report_id,))
    return [_judgement(row) for row in rows]


def judgement(db: StoreDatabase, judgement_id: int) -> JudgementRow:
    """One judgement. Raises StoreError where it is not there."""
    return _judgement(_one(db, f"{_JUDGEMENT} WHERE id = ?", judgement_id, "judgement"))


def findings(
    db: StoreDatabase, report_id: int, known: dict[int, tuple[Row, FindingRow]] | None = None
) -> list[FindingRow]:
    """Findings in reading order, rejected ones too.

    ``known`` keeps by id what was read the last time: a row that reads the same is not decoded again.
    """
    rows = db.all(
        f"{_FINDING} WHERE finding.report_id = ? ORDER BY finding.position, finding.id", (report_id,)
    )
    before = known or {}
    found = []
    for row in rows:
        was = before.get(row["id"])
        found.append(was[1] if was is not None and was[0] == row else _finding(row))
    if known is not None:
        known.clear()
        known.update((row["id"], (row, made)) for row, made in zip(rows, found, strict=True))
    return found


def finding(db: StoreDatabase, finding_id: int) -> FindingRow:
    """One finding. Raises StoreError where it is not there."""
    return _finding(_one(db, f"{_FINDING} WHERE finding.id = ?", finding_id, "finding"))


def notes(
    db: StoreDatabase, report_id: int, finding_id: int | None = None, section_id: int | None = None
) -> list[NoteRow]:
    """Notes in the order they were made: all of a report, or those of one finding or one section."""
    only, values = "", [report_id]
    for column, row_id in (("finding_id", finding_id), ("section_id", section_id)):
        if row_id is not None:
            only += f" AND {column} = ?"
            values.append(row_id)
    return [
        NoteRow(**row)
        for row in db.all(f"SELECT * FROM note WHERE report_id = ?{only} ORDER BY created_at, id", values)
    ]


def all_notes(db: StoreDatabase) -> list[NotedRow]:
    """The notes of all reports with what they are on, the latest first."""
    rows = db.all(
        """
        SELECT note.*, review.authority, review.document_type, review.inspection_start,
            review.publication_date, source.name AS source_name, section.heading,
            finding.number AS finding_number,
            coalesce(finding.wording, finding.verbatim) AS finding_text
        FROM note
        JOIN report ON report.id = note.report_id
        JOIN source ON source.id = report.source_id
        JOIN review ON review.report_id = note.report_id
        LEFT JOIN section ON section.id = note.section_id
        LEFT JOIN finding ON finding.id = note.finding_id
        ORDER BY note.created_at DESC, note.id DESC
        """
    )
    own = {field.name for field in fields(NoteRow)}
    return [
        NotedRow(
            note=NoteRow(**{name: value for name, value in row.items() if name in own}),
            **{name: value for name, value in row.items() if name not in own},
        )
        for row in rows
    ]


def follow_up_history(db: StoreDatabase, follow_up_id: int) -> list[HistoryEntry]:
    """What was done to a follow-up, the latest first. StoreError where it is not there."""
    row = _one(db, "SELECT report_id, finding_id FROM follow_up WHERE id = ?", follow_up_id, "follow-up")
    found = []
    for entry in history(db, row["report_id"], row["finding_id"]):
        own = tuple(change for change in entry.changes if change[:2] == ("follow_up", follow_up_id))
        if own:
            found.append(replace(entry, changes=own))
    return found


def follow_ups(db: StoreDatabase) -> list[FollowUpRow]:
    """All follow-ups of all reports: the earliest due first, those without a date last."""
    rows = db.all(
        """
        SELECT follow_up.*, review.authority, coalesce(finding.wording, finding.verbatim) AS finding_text,
            finding.number AS finding_number
        FROM follow_up
        JOIN finding ON finding.id = follow_up.finding_id
        JOIN review ON review.report_id = follow_up.report_id
        ORDER BY due IS NULL, due, follow_up.id
        """
    )
    return [
        FollowUpRow(**{**row, "state": FollowUpState(row["state"]), "priority": Priority(row["priority"])})
        for row in rows
    ]


def history(
    db: StoreDatabase, report_id: int, finding_id: int | None = None, latest: int | None = None
) -> list[HistoryEntry]:
    """The log of a report (0: of the whole store), the latest step first; all, or what touched a finding.

    With ``latest`` at most so many steps.
    """
    only, values = "", [report_id or None]
    if finding_id is not None:
        only = "AND id IN (SELECT step_id FROM change WHERE finding_id = ?)"
        values.append(finding_id)
    values.append(-1 if latest is None else latest)
    chosen = f"SELECT id FROM step WHERE report_id IS ? {only} ORDER BY id DESC LIMIT ?"
    changes: dict[int, list[tuple[str, int, str, object, object]]] = defaultdict(list)
    # What was heard from colleagues, and where they differ, is told by itself: see heard() and disputes.
    told = "table_name NOT IN ('merging', 'dispute')"
    for row in db.all(f"SELECT * FROM change WHERE step_id IN ({chosen}) AND {told} ORDER BY id", values):
        changes[row["step_id"]] += _fields(row)
    entries = db.all(
        f"""
        SELECT id, name, by, at, what, batch_id, 'undo' IS (
            SELECT what FROM step AS later WHERE later.of_step_id = step.id ORDER BY later.id DESC LIMIT 1
        ) AS undone
        FROM step WHERE id IN ({chosen}) ORDER BY id DESC
        """,
        values,
    )
    return [
        HistoryEntry(
            id=row["id"],
            name=row["name"],
            by=row["by"],
            at=row["at"],
            undone=bool(row["undone"]),
            changes=tuple(changes[row["id"]]),
            what=row["what"],
            batch=row["batch_id"] is not None,
        )
        for row in entries
    ]


def heard(db: StoreDatabase, report_id: int) -> list[HeardStep]:
    """What colleagues did to a report (0: to the codebook), the latest first; undone merges told nothing."""
    rows = db.all(
        "SELECT body, (SELECT max(step_id) FROM change WHERE table_name = 'merging' AND row_id = merging.id)"
        " AS step_id FROM merging WHERE report_id IS ? ORDER BY id DESC",
        (report_id or None,),
    )
    told = {one["uid"]: (one, row["step_id"]) for row in rows for one in json.loads(row["body"])["heard"]}
    return [
        HeardStep(
            **{name: one[name] for name in ("uid", "what", "name", "by", "at")},
            changes=tuple((table, uid, name, was, now) for table, uid, name, was, now in one["changes"]),
            merged_in=step_id,
        )
        for one, step_id in sorted(told.values(), key=lambda pair: pair[0]["at"], reverse=True)
    ]


def undo_steps(db: StoreDatabase, report_id: int) -> list[UndoStep]:
    """The edits of a report without what undid and redid them, the latest first."""
    rows = db.all(
        """
        SELECT edit.id, edit.name, edit.by, edit.at, edit.batch_id, max(later.id) AS last_id, later.what
        FROM step AS edit LEFT JOIN step AS later ON later.of_step_id = edit.id
        WHERE edit.report_id = ? AND edit.what = 'edit'
        GROUP BY edit.id ORDER BY edit.id DESC
        """,
        (report_id,),
    )
    latest = rows[0]["id"] if rows else 0

    def state(row: Row) -> StepState:
        if row["what"] != "undo":
            return StepState.STANDS
        return StepState.UNDONE if row["last_id"] > latest else StepState.REPLACED

    return [
        UndoStep(row["id"], row["name"], row["by"], row["at"], state(row), row["batch_id"] is not None)
        for row in rows
    ]


def _fields(change: Row) -> list[tuple[str, int, str, object, object]]:
    before, after = steps.read(change["before"]), steps.read(change["after"])
    return [
        (change["table_name"], change["row_id"], field, (before or {}).get(field), (after or {}).get(field))
        for field in (before or after or {})
    ]


def _judgement(row: Row) -> JudgementRow:
    return JudgementRow(
        **{**row, "spans": codec.spans_from_text(row["spans"]), "decision": Decision(row["decision"])}
    )


def _finding(row: Row) -> FindingRow:
    machine: dict[str, Any] = json.loads(row["machine"])
    spans = codec.spans_from_text(row["spans"])
    if machine:
        machine["spans"] = codec.spans_from(machine["spans"])
    statements, measures = _current_parts(row, spans, machine.get("spans"))
    return FindingRow(
        id=row["id"],
        report_id=row["report_id"],
        section_id=row["section_id"],
        position=row["position"],
        number=row["number"],
        kind=row["kind"],
        polarity=row["polarity"],
        theme=row["theme"],
        page=row["page"],
        spans=spans,
        verbatim=row["verbatim"],
        wording=row["wording"],
        decision=Decision(row["decision"]),
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        confidence=row["confidence"],
        repeat_of_previous=bool(row["repeat_of_previous"]),
        addressed_since_previous=bool(row["addressed_since_previous"]),
        statements=statements,
        measures=measures,
        theme_why=tuple(json.loads(row["theme_why"])),
        machine=machine,
        notes=row["notes"],
        follow_up=_follow_up(row),
        themes=(row["theme"], *json.loads(row["more_themes"])),
        disputes=row["disputes"],
        starred=bool(row["starred"]),
        tags=tuple(json.loads(row["tags"])),
        absorbed=tuple(json.loads(row["absorbed"])),
        links=tuple(LinkMark(Relation(relation), date) for relation, date in json.loads(row["links"])),
    )


def current_parts(row: Row) -> tuple[tuple[Statement, ...], tuple[Measure, ...]]:
    """The statements and measures of a finding's row: the reviewer's, otherwise the machine's.

    Those that moved boundaries cut off are left out; they come back when the boundaries do.
    """
    machine = json.loads(row["machine"])
    said = codec.spans_from(machine["spans"]) if machine else None
    return _current_parts(row, codec.spans_from_text(row["spans"]), said)


def _current_parts(
    row: Row, spans: Spans, said: Spans | None
) -> tuple[tuple[Statement, ...], tuple[Measure, ...]]:
    own_statements, own_measures = row["own_statements"], row["own_measures"]
    statements = codec.statements_from_text(row["statements"] if own_statements is None else own_statements)
    measures = codec.measures_from_text(row["measures"] if own_measures is None else own_measures)
    # The machine's own may leave its spans: a sentence is not cut where a footer is.
    as_read = said == spans
    if not as_read or own_statements is not None:
        statements = tuple(one for one in statements if within(one.spans, spans))
    if not as_read or own_measures is not None:
        measures = tuple(one for one in measures if within(one.spans, spans))
    return statements, measures


def _follow_up(row: Row) -> FollowUpRow | None:
    if row["follow_up_id"] is None:
        return None
    return FollowUpRow(
        id=row["follow_up_id"],
        report_id=row["report_id"],
        finding_id=row["id"],
        reason=row["reason"],
        owner=row["owner"],
        due=row["due"],
        state=FollowUpState(row["state"]),
        created_by=row["created_by"],
        created_at=row["created_at"],
        finding_text=row["verbatim"] if row["wording"] is None else row["wording"],
        finding_number=row["number"],
        priority=Priority(row["priority"]),
    )


def _one(db: StoreDatabase, sql: str, row_id: int, what: str = "report") -> Row:
    row = db.one(sql, (row_id,))
    if row is None:
        raise StoreError(f"That {what} is no longer in the store.")
    return row
