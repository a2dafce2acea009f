"""What two sides came to, written into ours as part of one step."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from reviewer.store import codec, queries
from reviewer.store.database import Row, StoreDatabase
from reviewer.store.edits import finding_standing, judgement_standing, passage_at
from reviewer.store.merging import facets
from reviewer.store.merging.facets import FACETS, REJECTED, THERE, Value
from reviewer.store.merging.join import Dispute, Joined
from reviewer.store.merging.sides import Said, Side
from reviewer.store.order import GAP
from reviewer.store.rows import Decision
from reviewer.store.steps import Step

_CHILDREN: Final = ("note", "follow_up", "tag", "link", "seen", "assignment")
_ORDERED: Final = ("section", "judgement", "finding", "code")


@dataclass
class Written:
    """What a merge did to our rows: for each table how many came, went and changed."""

    came: Counter[str] = field(default_factory=Counter)
    went: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    disputes: int = 0
    """How many differences are left to settle."""


def write(edit: Step, ours: Side, theirs: Side, joined: Joined, *, sender: str) -> Written:
    """Make our rows those of ``joined``, and note what was heard from ``sender``."""
    return _Writer(edit, ours, theirs, joined).run(sender)


class _Writer:
    """One report, or the codebook."""

    def __init__(self, edit: Step, ours: Side, theirs: Side, joined: Joined) -> None:
        self._edit = edit
        self._ours = ours
        self._theirs = theirs
        self._joined = joined
        self._ids = {uid: row_id for (_table, row_id), uid in ours.keys.items()}
        self._born: dict[str, list[str]] = defaultdict(list)
        self._changed: set[str] = set()
        self._source = queries.source_text(edit.db, edit.report_id) if edit.report_id else None
        self._disputed = {one.uid for one in joined.disputes if one.field != THERE}
        self._written = Written()

    def run(self, sender: str) -> Written:
        gone = [uid for uid in self._ours.rows if uid not in self._joined.tables]
        self._take_out(uid for uid in gone if self._ours.tables[uid] in _CHILDREN)
        for table in FACETS:
            uids = [uid for uid, of in sorted(self._joined.tables.items()) if of == table]
            self._free(table, uids)
            for uid in uids:
                self._row(table, uid)
            for uid in uids:
                self._point(table, uid)
        self._take_out(uid for uid in gone if self._ours.tables[uid] not in _CHILDREN)
        for table in _ORDERED:
            self._place(table)
        for uid, table in sorted(self._joined.tables.items()):
            if table in ("finding", "judgement"):
                self._decide(table, uid)
        for uid in self._changed - {uid for born in self._born.values() for uid in born}:
            self._written.changed[self._joined.tables[uid]] += 1
        self._write_disputes()
        self._note(sender)
        return self._written

    # Rows

    def _take_out(self, uids: Iterable[str]) -> None:
        for uid in uids:
            table = self._ours.tables[uid]
            self._edit.delete(table, self._ids[uid])
            self._written.went[table] += 1

    def _free(self, table: str, uids: Iterable[str]) -> None:
        """Rows of which there is one a finding leave their places before others take them."""
        if table not in ("follow_up", "tag", "link"):
            return
        for uid in uids:
            if uid in self._ours.rows and self._ours.values[uid]["on"] != self._joined.values[uid]["on"]:
                self._edit.delete(table, self._ids[uid])
                self._changed.add(uid)

    def _row(self, table: str, uid: str) -> None:
        """A row with all but what points to rows that may not be there yet."""
        values = self._values(table, uid, pointing=table in _CHILDREN)
        row_id = self._ids.get(uid)
        if row_id is not None and self._is_there(table, row_id):
            if self._edit.update(table, row_id, values):
                self._changed.add(uid)
            return
        made = {name: one for name, one in self._joined.made[uid].items() if name not in ("decisions",)}
        if table in _ORDERED:
            made["position"] = (len(self._joined.order[table]) + 1 + len(self._joined.tables)) * GAP
        if table in ("finding", "judgement"):
            # Who decided what comes when all values are there.
            made |= {"decision": Decision.UNDECIDED.value, "decided_by": None, "decided_at": None}
        if row_id is not None:
            made["id"] = row_id
        self._ids[uid] = self._edit.insert(table, {**made, **values})
        if row_id is None:
            self._born[table].append(uid)
            self._written.came[table] += 1
        else:
            self._changed.add(uid)

    def _is_there(self, table: str, row_id: int) -> bool:
        return self._edit.db.value(f"SELECT 1 FROM {table} WHERE id = ?", (row_id,)) is not None

    def _values(self, table: str, uid: str, *, pointing: bool) -> Row:
        found: Row = {}
        for name, facet in FACETS[table].items():
            if name != "decision" and (pointing or not facet.refers):
                found |= facets.columns(table, name, self._joined.values[uid][name], self._ids.__getitem__)
        if table == "finding":
            assert self._source is not None
            found |= passage_at(self._source, codec.spans_from_text(found["spans"]))
        if table == "note":
            found["edited_at"] = self._joined.made[uid]["edited_at"]
        if table in ("follow_up", "seen"):
            made = self._joined.made[uid]
            found |= {name: one for name, one in made.items() if name.endswith(("_by", "_at"))}
        return found

    def _point(self, table: str, uid: str) -> None:
        values = {
            column: one
            for name, facet in FACETS[table].items()
            if facet.refers and table not in _CHILDREN
            for column, one in facets.columns(
                table, name, self._joined.values[uid][name], self._ids.__getitem__
            ).items()
        }
        if values and self._edit.update(table, self._ids[uid], values):
            self._changed.add(uid)

    def _place(self, table: str) -> None:
        wanted = self._joined.order.get(table, [])
        rows = self._rows(table)
        if [row["id"] for row in rows] != [self._ids[uid] for uid in wanted]:
            for number, uid in enumerate(wanted, start=1):
                self._edit.update(table, self._ids[uid], {"position": number * GAP})

    def _rows(self, table: str) -> list[Row]:
        if table == "code":
            return [] if self._edit.report_id else _codes(self._edit.db)
        return self._edit.rows(table) if self._edit.report_id else []

    # Decisions

    def _decide(self, table: str, uid: str) -> None:
        """The decision that follows from what both said; while part of it is in dispute, from the values."""
        row = self._edit.row(table, self._ids[uid])
        said = self._joined.values[uid]["decision"]
        standing = finding_standing(self._edit.db, row) if table == "finding" else judgement_standing(row)
        decision = standing
        if said == REJECTED:
            decision = Decision.REJECTED
        elif said is not None and standing is Decision.UNDECIDED and uid not in self._disputed:
            decision = Decision.ACCEPTED
        by, at = (None, None) if decision is Decision.UNDECIDED else self._who(uid, decision)
        values = {"decision": decision.value, "decided_by": by, "decided_at": at}
        if self._edit.update(table, row["id"], values):
            self._changed.add(uid)

    def _who(self, uid: str, decision: Decision) -> tuple[str, str]:
        decisions = self._joined.made[uid]["decisions"]
        same = [one for one in decisions if one[2] == decision.value]
        if same or decisions:
            at, by, _decision = max(same or decisions)
            return by, at
        said = [
            (one.at, one.by)
            for name in FACETS[self._joined.tables[uid]]
            for one in self._joined.registers.get((uid, name), ())
            if one.at
        ]
        at, by = max(said, default=(self._edit.at, self._edit.by))
        return by, at

    # Disputes

    def _write_disputes(self) -> None:
        wanted = self._disputes()
        there: dict[str, Row] = {}
        for row in self._ours.disputes:
            known = _known_as(row)
            if known not in wanted or known in there:
                self._edit.delete("dispute", row["id"])
            else:
                there[known] = row
        for known, values in sorted(wanted.items()):
            if known in there:
                self._edit.update("dispute", there[known]["id"], values)
            else:
                self._edit.insert("dispute", values)
        self._written.disputes = len(self._joined.disputes)

    def _disputes(self) -> dict[str, Row]:
        """All disputes there are to be: open ones, and those that were settled here or there."""
        open_now = {one.known_as: one for one in self._joined.disputes}
        contested = {(one.uid, one.field) for one in self._joined.disputes}
        wanted = {known: self._dispute(one) for known, one in open_now.items()}
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in (*self._ours.disputes, *self._theirs.disputes):
            if row["uid"] in self._ids:
                rows[_known_as(row)].append(row)
        for known, found in rows.items():
            if known in open_now:
                continue
            settled = [row["settled"] for row in found if row["settled"] is not None]
            first = min(found, key=lambda row: str(row["sides"]))
            if settled:
                last = max(settled, key=_when)
            elif (first["uid"], first["field"]) in contested:
                continue
            else:
                last = codec.dumps(self._settled_by_joining(first))
            wanted[known] = {
                **{name: first[name] for name in ("table_name", "field", "base", "sides")},
                **self._of(first["uid"], first["table_name"]),
                "settled": last,
            }
        return wanted

    def _settled_by_joining(self, row: Row) -> dict[str, Value]:
        place = row["uid"], row["field"]
        register = self._joined.registers.get(place, ())
        last = register[-1] if register else Said(None)
        value = self._joined.values.get(place[0], {}).get(place[1], last.value)
        return {"value": value, "shown": self._shown(*place, value), "by": last.by, "at": last.at}

    def _dispute(self, one: Dispute) -> Row:
        sides = [
            {
                "value": said.value,
                "shown": self._shown(one.uid, one.field, said.value),
                "by": said.by,
                "at": said.at,
                "step": said.step,
            }
            for said in one.sides
        ]
        base = {"value": one.base, "shown": self._shown(one.uid, one.field, one.base)}
        return {
            **self._of(one.uid, one.table),
            "table_name": one.table,
            "field": one.field,
            "base": codec.dumps(base),
            "sides": codec.dumps(sides),
            "settled": None,
        }

    def _of(self, uid: str, table: str) -> Row:
        on: Value = uid if table == "finding" else self._joined.values.get(uid, {}).get("on")
        finding = on[0] if isinstance(on, list) else on
        return {"row_id": self._ids[uid], "finding_id": self._ids.get(finding) if finding else None}

    def _shown(self, uid: str, name: str, value: Value) -> str | None:
        """The heading that a value means, for what it is known by says nothing to a reader."""
        if name not in ("section", "parent") or not isinstance(value, str):
            return None
        if value in self._joined.values:
            return str(self._joined.values[value]["heading"])
        sides = (self._ours, self._theirs)
        return min((side.headings[value] for side in sides if value in side.headings), default=None)

    # What was heard

    def _note(self, sender: str) -> None:
        theirs = self._theirs
        heard = [theirs.steps[uid] for uid in theirs.steps if uid not in self._ours.heard]
        names = dict.fromkeys([sender, *sorted({str(step["by"]) for step in heard})])
        body = {
            "from": [name for name in names if name],
            "heard": heard,
            "born": self._born,
            "aliases": self._joined.aliases,
            "moves": [move for move in theirs.places if move[0] not in self._ours.heard],
            "registers": [
                [uid, name, [said.to_json() for said in register]]
                for (uid, name), register in self._joined.registers.items()
                if uid in self._ids or name == THERE
            ],
        }
        self._edit.insert("merging", {"body": codec.dumps(body)})


def _codes(db: StoreDatabase) -> list[Row]:
    return db.all("SELECT * FROM code ORDER BY role, position, id")


def _known_as(row: Mapping[str, Any]) -> str:
    """As :attr:`Dispute.known_as`, of a row of the table."""
    steps = sorted(str(one["step"]) for one in json.loads(row["sides"]))
    return codec.dumps([row["uid"], row["field"], *steps])


def _when(settled: str) -> tuple[str, str]:
    return json.loads(settled)["at"], settled
