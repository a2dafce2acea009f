"""What a damaged store lacks and can do without: references to nothing, rows that others bring along."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from reviewer.store import coverage
from reviewer.store.database import StoreDatabase

_LOOSE: Final = (
    ("finding", "section_id", "section"),
    ("finding", "home_section_id", "section"),
    ("section", "parent_id", "section"),
    ("note", "finding_id", "finding"),
    ("note", "section_id", "section"),
    ("step", "batch_id", "step"),
    ("code", "merged_into", "code"),
)
_BECOME_NOTES: Final = (
    ("follow_up", "Follow-up", ("reason", "owner", "due", "state")),
    ("link", "Link to an earlier concern", ("relation",)),
)
_NOTHING: Final = {
    "document_type": "other",
    "team_inspectors": [],
    "copied_to": [],
    "previous_inspections": [],
}


def loosen(db: StoreDatabase) -> None:
    """Let rows stand alone whose heading or finding is lost: notes and tags of the report, or notes of it."""
    for table, column, target in _LOOSE:
        gone = f"{column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {target})"
        if db.value(f"SELECT 1 FROM {table} WHERE {gone} LIMIT 1") is not None:
            past_rules(db, table, f"UPDATE {table} SET {column} = NULL WHERE {gone}")
    gone = "finding_id IS NOT NULL AND finding_id NOT IN (SELECT id FROM finding)"
    db.execute(f"UPDATE OR IGNORE tag SET finding_id = NULL WHERE {gone}")
    db.execute(f"DELETE FROM tag WHERE {gone}")
    for table, what, fields in _BECOME_NOTES:
        for row in db.all(f"SELECT * FROM {table} WHERE {gone}"):
            said = "; ".join(str(row[field]) for field in fields if row[field])
            by, at = ("created_by", "created_at") if table == "follow_up" else ("settled_by", "settled_at")
            note = {"report_id": row["report_id"], "body": f"{what} of a finding that is lost: {said}"}
            db.add("note", {**note, "created_by": row[by], "created_at": row[at]})
            db.execute(f"DELETE FROM {table} WHERE id = ?", (row["id"],))


def complete(db: StoreDatabase) -> None:
    """Make the rows again that each report has beside it, from what there is of it."""
    for report in db.all("SELECT * FROM report WHERE id NOT IN (SELECT report_id FROM review)"):
        said = db.value(
            "SELECT json_extract(body, '$.report') FROM extraction"
            " WHERE report_id = ? AND json_valid(body) ORDER BY id LIMIT 1",
            (report["id"],),
        )
        machine = json.loads(said) if said else {}
        names = ("authority", "inspection_start", "inspection_end", "publication_date", "lead_inspector")
        facts = {name: report[name] for name in ("document_type", *names)}
        db.add(
            "review",
            {
                **facts,
                "id": report["id"],
                "report_id": report["id"],
                "team_inspectors": json.dumps(machine.get("team_inspectors", [])),
                "addressee": machine.get("addressee"),
                "copied_to": json.dumps(machine.get("copied_to", [])),
                "machine": said or json.dumps({**_NOTHING, **facts, "addressee": None}),
            },
        )
    for row in db.all(
        "SELECT report_id FROM report_text WHERE report_id NOT IN (SELECT report_id FROM coverage)"
    ):
        coverage.start(db, row["report_id"])


def past_rules(db: StoreDatabase, table: str, sql: str, values: Sequence[object] = ()) -> None:
    """Run a statement that the triggers against changing a table would refuse; the search index follows."""
    rules = db.all(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND sql LIKE '%RAISE%'",
        (table,),
    )
    for rule in rules:
        db.execute(f"DROP TRIGGER {rule['name']}")
    db.execute(sql, tuple(values))
    for rule in rules:
        db.execute(rule["sql"])
