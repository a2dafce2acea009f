"""Values that two reviewers changed differently: listed, and settled one by one, each settling one step.

Until then such a value is what both knew last, and what each of them says is kept beside it. Whoever edits
the value itself settles it, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from reviewer.store import codec, codes, records
from reviewer.store.database import Row, StoreDatabase
from reviewer.store.edits import edited, finding_standing, judgement_standing, passage_at, put, row_label
from reviewer.store.errors import StoreError
from reviewer.store.merging import facets
from reviewer.store.merging.facets import FACETS, REJECTED, STANDS, THERE, Value
from reviewer.store.merging.sides import read_side
from reviewer.store.queries import source_text
from reviewer.store.reshape import hand_over
from reviewer.store.rows import Change, Decision, DisputeRow, Version
from reviewer.store.steps import Context, Step, step
from reviewer.store.whole import whole_step


def listed(db: StoreDatabase, report_id: int | None = None, *, settled: bool = False) -> list[DisputeRow]:
    """Disputes of a report (0: of the codebook), or of all, in reading order: open ones, or settled ones."""
    only = "" if report_id is None else "AND report_id IS ?"
    values = () if report_id is None else (report_id or None,)
    rows = db.all(
        f"SELECT * FROM dispute WHERE settled IS {'NOT ' if settled else ''}NULL {only} ORDER BY id", values
    )
    made = [(_place(db, row), _dispute(db, row)) for row in rows]
    return [dispute for _place, dispute in sorted(made, key=lambda one: one[0])]


def dispute(db: StoreDatabase, dispute_id: int) -> DisputeRow:
    """One dispute. Raises StoreError where it is gone."""
    return _dispute(db, _row(db, dispute_id))


def counts(db: StoreDatabase) -> dict[int, int]:
    """How many are open, by report; 0 is the codebook."""
    rows = db.all("SELECT report_id, count(*) AS open FROM dispute WHERE settled IS NULL GROUP BY report_id")
    return {row["report_id"] or 0: row["open"] for row in rows}


def settle(context: Context, dispute_id: int, value: object) -> Change:
    """Settle a dispute with a value, in the form of the versions that it has; who settles decides on the row.

    Raises StoreError where it is settled already, or the value can't be given; ValueError for a value of
    another kind.
    """
    row = _row(context.db, dispute_id)
    if row["settled"] is not None:
        raise StoreError("That difference is settled already.")
    report_id = row["report_id"] or 0
    length = 0 if not report_id else len(source_text(context.db, report_id).text)
    if not facets.is_one(row["table_name"], row["field"], value, length):
        raise ValueError(f"{value!r} is no value of {row['field']}")
    if not report_id:
        with whole_step(context, f"settle {row['field']} of a code") as whole:
            _settle(whole.own, row, value)
        return whole.change()
    with step(context, report_id, "") as edit:
        _settle(edit, row, value)
    return edit.change()


def value_of(row: DisputeRow, typed: str) -> object:
    """What somebody types for a value of a dispute, in the form of its versions.

    Raises StoreError for what can't be typed: boundaries, parts and places are settled by choosing one, or
    by correcting the row itself.
    """
    text = typed.strip()
    facet = FACETS[row.table].get(row.field)
    if row.field == "themes":
        return [text, "[]"]
    if (
        facet is None
        or row.field in ("decision", "statements", "measures", "spans", "team_inspectors", "copied_to")
        or facet.refers
    ):
        raise StoreError("Choose one of the versions, or correct it in its place: that settles it, too.")
    return text or None


def settle_touched(edit: Step, touched: Iterable[tuple[str, int, Row | None]]) -> None:
    """Whoever edits a disputed value settles it: ``touched`` are tables, ids, and what rows became."""
    rows = edit.db.all(
        "SELECT * FROM dispute WHERE settled IS NULL AND report_id IS ?", (edit.report_id or None,)
    )
    if not rows:
        return
    changed = {(table, row_id): after for table, row_id, after in touched}
    for row in rows:
        of = row["table_name"], row["row_id"]
        if of not in changed:
            continue
        after = changed[of]
        if after is None:
            _close(edit, row, {"into": None}, None)
        elif row["field"] in facets.touching(of[0], after):
            now = edit.row(*of)
            _close(edit, row, facets.value(of[0], row["field"], now, _local), None)


def _local(table: str, row_id: int) -> str:
    return f"{table} {row_id}"


def _settle(edit: Step, row: Row, value: Value) -> None:
    table, row_id, name = row["table_name"], row["row_id"], row["field"]
    now = edit.row(table, row_id)
    what = row_label(table, now) if table in ("finding", "judgement", "section") else _spoken(table)
    if edit.report_id:
        edit.name = f"settle {spoken_field(name)} of {what}"
    shown = next((one["shown"] for one in json.loads(row["sides"]) if one["value"] == value), None)
    if name == THERE:
        if value is not True:
            _remove(edit, table, row_id, _find(edit, value["into"]) if value["into"] else None)
    elif name == "decision":
        _decide(edit, table, now, value)
    else:
        values = facets.columns(table, name, value, lambda uid: _find(edit, uid))
        if table == "finding" and name == "spans":
            source = source_text(edit.db, edit.report_id)
            values |= passage_at(source, codec.spans_from_text(value))
        if table == "section" and name == "parent":
            _refuse_circle(edit, row_id, values["parent_id"])
        _give(edit, table, now, values)
    _close(edit, row, value, shown)
    if name not in (THERE, "decision"):
        _decided(edit, table, row_id)


def _give(edit: Step, table: str, now: Row, values: Row) -> None:
    if table == "finding":
        put(edit, table, now, edited(now, values, lambda one: finding_standing(edit.db, one)))
    elif table == "judgement":
        put(edit, table, now, edited(now, values, judgement_standing))
    elif table == "note":
        edit.update(table, now["id"], {**values, "edited_at": edit.at})
    else:
        edit.update(table, now["id"], values)


def _decide(edit: Step, table: str, now: Row, value: Value) -> None:
    standing = finding_standing(edit.db, now) if table == "finding" else judgement_standing(now)
    if value == REJECTED:
        standing = Decision.REJECTED
    elif value == STANDS and standing is Decision.UNDECIDED:
        standing = Decision.ACCEPTED
    put(edit, table, now, {"decision": standing.value})


def _decided(edit: Step, table: str, row_id: int) -> None:
    """When the last difference of a row is settled, all of it was looked at."""
    if table not in ("finding", "judgement"):
        return
    left = edit.db.value(
        "SELECT count(*) FROM dispute WHERE settled IS NULL AND table_name = ? AND row_id = ?",
        (table, row_id),
    )
    now = edit.row(table, row_id)
    if not left and now["decision"] == Decision.UNDECIDED:
        put(edit, table, now, {"decision": Decision.ACCEPTED.value})


def _close(edit: Step, row: Row, value: Value, shown: str | None) -> None:
    said = {"value": value, "shown": shown, "by": edit.by, "at": edit.at}
    edit.update("dispute", row["id"], {"settled": codec.dumps(said)})


def _remove(edit: Step, table: str, row_id: int, into: int | None) -> None:
    """Take a row out as one of the reviewers did; what hangs on a finding goes to what took its place."""
    if table == "finding":
        if into is not None:
            hand_over(edit, row_id, into)
        for note in edit.of_finding("note", row_id):
            edit.update("note", note["id"], {"finding_id": None})
        for child in ("tag", "follow_up", "link"):
            for one in edit.of_finding(child, row_id):
                edit.delete(child, one["id"])
    if table == "section":
        for note in edit.db.all("SELECT id FROM note WHERE section_id = ? ORDER BY id", (row_id,)):
            edit.update("note", note["id"], {"section_id": into})
        for below in edit.rows("section"):
            if below["parent_id"] == row_id:
                edit.update("section", below["id"], {"parent_id": into})
        for finding in edit.rows("finding"):
            moved = {
                column: into for column in ("section_id", "home_section_id") if finding[column] == row_id
            }
            edit.update("finding", finding["id"], moved)
    edit.delete(table, row_id)


def _refuse_circle(edit: Step, section_id: int, parent_id: int | None) -> None:
    parents = {one["id"]: one["parent_id"] for one in edit.rows("section")}
    at = parent_id
    while at is not None:
        if at == section_id:
            raise StoreError("A section can't stand in itself: settle the other one first, or choose again.")
        at = parents.get(at)


def _find(edit: Step, uid: str) -> int | None:
    """The row that is known by this across stores. Raises StoreError where it is gone."""
    side = read_side(records.stored(edit.db, edit.report_id))
    if uid not in side.rows:
        raise StoreError("What that version points to is no longer here: choose another one.")
    row_id: int = side.rows[uid][1]["id"]
    return row_id


def spoken_field(name: str) -> str:
    """A facet in a step's name."""
    return {THERE: "removal", "spans": "boundaries", "on": "place"}.get(name, name.replace("_", " "))


def _spoken(table: str) -> str:
    return {"review": "the report", "follow_up": "a follow-up", "code": "a code"}.get(table, f"a {table}")


def _row(db: StoreDatabase, dispute_id: int) -> Row:
    row = db.one("SELECT * FROM dispute WHERE id = ?", (dispute_id,))
    if row is None:
        raise StoreError("That difference is no longer in the store.")
    return row


def _place(db: StoreDatabase, row: Row) -> tuple[int, int, int, int]:
    """By report, then where the row is in it, then by age."""
    table = row["table_name"]
    of = ("finding", row["finding_id"]) if row["finding_id"] is not None else (table, row["row_id"])
    where = -1
    if of[0] in ("finding", "judgement", "section"):
        where = db.value(f"SELECT position FROM {of[0]} WHERE id = ?", (of[1],)) or 0
    rank = (
        ("review", "judgement", "section", "finding").index(of[0])
        if of[0]
        in (
            "review",
            "judgement",
            "section",
            "finding",
        )
        else 4
    )
    return row["report_id"] or 0, rank, where, row["id"]


def _dispute(db: StoreDatabase, row: Row) -> DisputeRow:
    base, settled = json.loads(row["base"]), row["settled"] and json.loads(row["settled"])
    return DisputeRow(
        id=row["id"],
        report_id=row["report_id"],
        finding_id=row["finding_id"],
        table=row["table_name"],
        row_id=row["row_id"],
        field=row["field"],
        base=Version(base["value"], "", "", base.get("shown")),
        sides=tuple(_version(one) for one in json.loads(row["sides"])),
        machine=_machine(db, row),
        settled=None if settled is None else _version(settled),
    )


def _version(said: dict[str, Any]) -> Version:
    return Version(said["value"], said["by"], said["at"], said.get("shown"), said.get("step", ""))


def _machine(db: StoreDatabase, row: Row) -> Version | None:
    """What the machine said of the value; None where it said nothing."""
    table, name = row["table_name"], row["field"]
    if table not in ("finding", "judgement", "section", "review") or name == THERE:
        return None
    now = db.one(f"SELECT * FROM {table} WHERE id = ?", (row["row_id"],))
    if now is None:
        return None
    if table == "finding":
        return _machine_finding(db, row, json.loads(now["machine"]))
    if table == "review":
        machine = json.loads(now["machine"])
        value = machine.get(name)
        text = codec.dumps(value) if isinstance(value, list) else value
        return Version(text, "", "") if name in machine else None
    said = now["machine_area" if table == "judgement" else "machine_heading"] is not None
    column = f"machine_{name}"
    return Version(now[column], "", "") if said and column in now else None


def _machine_finding(db: StoreDatabase, row: Row, machine: dict[str, Any]) -> Version | None:
    name = row["field"]
    if not machine:
        return None
    if name == "section":
        base = json.loads(row["base"])
        return Version(base["value"], "", "", base["shown"]) if base["shown"] == machine["section"] else None
    found: dict[str, Value] = {
        "kind": codes.resolved(db, "kind", machine["kind"]),
        "polarity": machine["polarity"],
        "number": machine["number"],
        "themes": [codes.resolved(db, "theme", machine["theme"]), "[]"],
        "spans": codec.dumps(machine["spans"]),
        "wording": None,
        "statements": None,
        "measures": None,
    }
    return Version(found[name], "", "") if name in found else None
