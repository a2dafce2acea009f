"""The log told again: what it says that the rows of a report must be, beside what they are.

The machine's extraction is where a report begins; each change of the log has the row before and after. So for
each field there is one value that it must have now, and one that it must have begun with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from reviewer.store import codec
from reviewer.store.database import Row, StoreDatabase

TABLES: Final = (
    "section",
    "judgement",
    "finding",
    "note",
    "follow_up",
    "tag",
    "seen",
    "review",
    "assignment",
    "link",
    "merging",
    "dispute",
)
_BY_HAND: Final = frozenset({"note", "follow_up", "tag", "seen", "assignment", "link", "merging", "dispute"})
"""Tables of which every row comes from a step."""

_OF_THE_STORE: Final = ("code", "merging", "dispute")
"""Tables of rows that belong to no report."""

_Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not as the log has it.

    ``what`` is ``value`` (``wanted`` has the fields that differ), ``absent`` (``wanted`` is the whole row),
    ``unwanted`` (nobody made it, or it was taken out), ``broken`` (the log does not follow on from itself) or
    ``machine`` (it did not begin as the machine's extraction has it).
    """

    report_id: int
    table: str
    row_id: int
    what: str
    wanted: Row


def differences(db: StoreDatabase, report_id: int) -> list[Difference]:
    """All rows of a report, or with 0 of the codebook, that are not as the log has them.

    Raises StoreError where it can't be read.
    """
    told = Told(db, report_id)
    return [*told.broken, *told.now(), *(told.at_first() if report_id else _torn(db))]


def _torn(db: StoreDatabase) -> Iterator[Difference]:
    """Parts, in the logs of reports, of a step of the whole store that is none, or another kind of step."""
    for row in db.all(
        "SELECT part.id FROM step AS part LEFT JOIN step AS whole ON whole.id = part.batch_id"
        " WHERE part.batch_id IS NOT NULL"
        " AND (whole.id IS NULL OR whole.report_id IS NOT NULL OR whole.what <> part.what)"
    ):
        yield Difference(0, "step", row["id"], "broken", {})


class Told:
    """The log of one report, run through once; 0 is that of the whole store, whose rows are the codes.

    ``known`` has of each row that the log names the fields as they must be now, ``first`` those that it must
    have begun with; ``gone`` are those that were taken out, ``born`` those that a step has made.
    """

    def __init__(self, db: StoreDatabase, report_id: int) -> None:
        self.broken: list[Difference] = []
        self._db = db
        self._report_id = report_id
        self.first: dict[_Key, Row] = {}
        self.known: dict[_Key, Row] = {}
        self.born: set[_Key] = set()
        self.gone: set[_Key] = set()
        tables = set(TABLES if report_id else _OF_THE_STORE)
        for change in db.all(
            "SELECT change.* FROM change JOIN step ON step.id = change.step_id WHERE report_id IS ?"
            " ORDER BY change.id",
            (report_id or None,),
        ):
            tables.add(change["table_name"])
            self._follow(change)
        self._rows = {(table, row["id"]): row for table in sorted(tables) for row in self._all(table)}

    def _all(self, table: str) -> list[Row]:
        if not self._report_id:
            only = "WHERE report_id IS NULL" if table in TABLES else ""
            return self._db.all(f"SELECT * FROM {table} {only}")
        key = "id" if table == "report" else "report_id"
        return self._db.all(f"SELECT * FROM {table} WHERE {key} = ?", (self._report_id,))

    def _follow(self, change: Row) -> None:
        key: _Key = (change["table_name"], change["row_id"])
        before, after = (
            None if image is None else json.loads(image) for image in (change["before"], change["after"])
        )
        known = self.known.setdefault(key, {})
        if before is None:
            if key not in self.gone and (known or key in self.born):
                self._break(key)
            if key not in self.first:
                self.born.add(key)
                self.first[key] = {}
            self.gone.discard(key)
            self.known[key] = dict(after or {})
            return
        if key in self.gone or any(known.get(field, value) != value for field, value in before.items()):
            self._break(key)
        first = self.first.setdefault(key, {})
        if key not in self.born:
            for field, value in before.items():
                first.setdefault(field, value)
        if after is None:
            self.gone.add(key)
            self.known[key] = {}
        else:
            known.update(after)

    def _break(self, key: _Key) -> None:
        self.broken.append(Difference(self._report_id, *key, "broken", {}))

    def now(self) -> Iterator[Difference]:
        """Where the rows are not what the log makes of them."""
        for key, known in self.known.items():
            row = self._rows.get(key)
            if key in self.gone:
                if row is not None:
                    yield self._difference(key, "unwanted", {})
            elif row is None:
                yield self._difference(key, "absent", known if key in self.born else {})
            else:
                wrong = {
                    field: value for field, value in known.items() if field in row and row[field] != value
                }
                if wrong:
                    yield self._difference(key, "value", wrong)
        for table, row_id in self._rows.keys() - self.known.keys():
            if table in _BY_HAND:
                yield self._difference((table, row_id), "unwanted", {})

    def at_first(self) -> Iterator[Difference]:
        """Where the rows did not begin as the machine's first extraction has them."""
        body = self._db.value(
            "SELECT body FROM extraction WHERE report_id = ? ORDER BY id LIMIT 1", (self._report_id,)
        )
        if body is None:
            return
        extraction = json.loads(body)
        for table, expected in (
            ("finding", {item["id"]: _finding(item) for item in extraction["findings"]}),
            ("section", {item["id"]: _section(item) for item in extraction["sections"]}),
        ):
            found = {row["machine_id"]: row for row in self.begun(table) if row["machine_id"]}
            items = {item["id"]: item for item in extraction[f"{table}s"]}
            for machine_id, values in expected.items():
                item = items[machine_id]
                row = found.get(machine_id)
                if row is None:
                    yield Difference(self._report_id, table, 0, "machine", {})
                    continue
                wrong = {field: value for field, value in values.items() if row[field] != value}
                if table == "finding" and json.loads(row["machine"]) != json.loads(_machine(item)):
                    wrong["machine"] = _machine(item)
                if wrong:
                    # A later step may have set the field; then it is the log that says what it is now.
                    known = self.known.get((table, row["id"]), {})
                    mendable = {field: value for field, value in wrong.items() if field not in known}
                    yield self._difference((table, row["id"]), "machine", mendable)
            for machine_id in found.keys() - expected.keys():
                yield self._difference((table, found[machine_id]["id"]), "machine", {})
        yield from self._judgements(extraction["judgements"])

    def _judgements(self, expected: list[dict[str, Any]]) -> Iterator[Difference]:
        found = sorted(
            (row for row in self.begun("judgement") if row["machine_area"] is not None),
            key=lambda row: row["id"],
        )
        if len(found) != len(expected):
            yield Difference(self._report_id, "judgement", 0, "machine", {})
            return
        for row, item in zip(found, expected, strict=True):
            values = {field: item[field] for field in ("area", "grade", "page")}
            if any(row[field] != value for field, value in values.items()):
                yield self._difference(("judgement", row["id"]), "machine", {})

    def begun(self, table: str) -> Iterator[Row]:
        """The rows as the import made them."""
        for key in self._rows.keys() | self.first.keys():
            if key[0] == table and key not in self.born:
                row = {**self._rows.get(key, {}), **self.first.get(key, {})}
                if "machine_id" in row or "machine_area" in row:
                    yield {"id": key[1], **row}

    def _difference(self, key: _Key, what: str, wanted: Row) -> Difference:
        return Difference(self._report_id, *key, what, wanted)


def _finding(item: dict[str, Any]) -> Row:
    return {
        **{field: item[field] for field in ("number", "kind", "polarity", "theme", "page")},
        "spans": codec.dumps(item["spans"]),
        "wording": None,
        "decision": "undecided",
    }


def _machine(item: dict[str, Any]) -> str:
    fields = ("section", "number", "kind", "polarity", "theme", "text", "spans")
    return codec.dumps({field: item[field] for field in fields})


def _section(item: dict[str, Any]) -> Row:
    return {
        **{field: item[field] for field in ("heading", "grade", "page")},
        "machine_heading": item["heading"],
        "machine_grade": item["grade"],
        "spans": codec.dumps(item["spans"]),
    }
