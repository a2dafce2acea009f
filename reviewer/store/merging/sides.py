"""One side of a merge: a report, or the codebook, as one store's log has it.

Each facet of each row has a register: who gave it the value that it has, and by which step. What nobody
touched has none, for it is as the machine said. A facet in dispute has all its versions in the register.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from reviewer.store import codec
from reviewer.store.database import Row
from reviewer.store.errors import StoreError
from reviewer.store.merging import facets
from reviewer.store.merging.facets import FACETS, THERE, Value

Tables = Mapping[str, Sequence[Row]]
"""Rows as the database has them, by table; images of changes as objects."""
Key = tuple[str, int]
Place = tuple[str, str]
"""What a row is known by, and the name of a facet."""

_ORDERED: Final = ("section", "judgement", "finding", "code")


@dataclass(frozen=True, slots=True)
class Said:
    """One version of a facet: who gave it, when, and by which step; ``step`` is empty for the machine's.

    ``accepted``: the value was there, and the whole row was said to be right.
    """

    value: Value
    by: str = ""
    at: str = ""
    step: str = ""
    accepted: bool = False

    def to_json(self) -> list[Value]:
        """As the tables hold it."""
        return [self.value, self.by, self.at, self.step]


Register = tuple[Said, ...]


def in_dispute(register: Register) -> bool:
    """Whether it has more than one value."""
    return len({codec.dumps(said.value) for said in register}) > 1


@dataclass(slots=True)
class Act:
    """What a facet became, and the steps that made it so; none where it was the machine."""

    steps: frozenset[str]
    value: Value


@dataclass
class Side:
    """A review as one store has it; see the module. ``rows`` are those that are there now."""

    rows: dict[str, tuple[str, Row]] = field(default_factory=dict)
    values: dict[str, dict[str, Value]] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    """For all rows that there ever were: their table."""
    heard: set[str] = field(default_factory=set)
    """The steps that this side knows of, its own and those of others that it merged."""
    registers: dict[Place, Register] = field(default_factory=dict)
    acts: dict[Place, list[Act]] = field(default_factory=lambda: defaultdict(list))
    first: dict[Place, Value] = field(default_factory=dict)
    """What the facets were before the first step; nothing for rows that a step made."""
    order: dict[str, list[str]] = field(default_factory=dict)
    places: list[tuple[str, str, list[str], str]] = field(default_factory=list)
    """Steps that put rows elsewhere: which step, the table, the rows that moved, when."""
    steps: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The steps that it knows of, to be read."""
    disputes: list[Row] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    keys: dict[Key, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    """The words of all headings that there ever were."""
    whole: bool = True
    """Whether the rows are what the log makes of them."""

    def register(self, place: Place) -> Register:
        """The register of a facet; of one that nobody touched, the value that it has."""
        found = self.registers.get(place)
        if found is not None:
            return found
        uid, name = place
        if name == THERE:
            return (Said(True),) if uid in self.rows else ()
        return (Said(self.values[uid][name]),) if uid in self.values else ()

    def common(self, place: Place, heard: set[str]) -> tuple[bool, Value]:
        """What a facet was when a side that has ``heard`` so much last knew of it; False where it did not."""
        for act in reversed(self.acts.get(place, [])):
            if act.steps <= heard:
                return True, act.value
        return (True, self.first[place]) if place in self.first else (False, None)

    def open_base(self, place: Place, steps: set[str]) -> list[Value]:
        """What a facet is while the versions of ``steps`` are in dispute, where they are so here."""
        uid, name = place
        found = [
            row
            for row in self.disputes
            if (row["uid"], row["field"]) == place
            and row["settled"] is None
            and {said["step"] for said in json.loads(row["sides"])} == steps
        ]
        return [
            facets.renamed(self.tables[uid], name, json.loads(row["base"])["value"], self._known)
            for row in found
        ]

    def _known(self, uid: str) -> str:
        return self.aliases.get(uid, uid)

    def renamed(self, aliases: Mapping[str, str]) -> Side:
        """The same with its rows known by other names."""

        def known(uid: str) -> str:
            return aliases.get(uid, uid)

        def value(place: Place, given: Value) -> Value:
            return facets.renamed(self.tables[place[0]], place[1], given, known)

        made = replace(
            self,
            rows={known(uid): row for uid, row in self.rows.items()},
            values={
                known(uid): {name: value((uid, name), one) for name, one in values.items()}
                for uid, values in self.values.items()
            },
            tables={known(uid): table for uid, table in self.tables.items()},
            registers={
                (known(uid), name): tuple(
                    replace(said, value=value((uid, name), said.value)) for said in register
                )
                for (uid, name), register in self.registers.items()
            },
            acts=defaultdict(list),
            first={(known(uid), name): value((uid, name), one) for (uid, name), one in self.first.items()},
            order={table: [known(uid) for uid in uids] for table, uids in self.order.items()},
            places=[(step, table, [*map(known, uids)], at) for step, table, uids, at in self.places],
            disputes=[{**row, "uid": known(row["uid"])} for row in self.disputes],
            aliases={**self.aliases, **aliases},
            keys={key: known(uid) for key, uid in self.keys.items()},
            headings={known(uid): heading for uid, heading in self.headings.items()},
        )
        for (uid, name), acts in self.acts.items():
            made.acts[known(uid), name] += [Act(act.steps, value((uid, name), act.value)) for act in acts]
        return made


def read_side(tables: Tables) -> Side:
    """The side that the rows and the log of a report tell, or those of the codebook.

    Raises StoreError where what came by earlier merges is not what a merge writes.
    """
    return _Reader(tables).read()


def group_aliases(*given: Mapping[str, str]) -> dict[str, str]:
    """One name for all rows that were found to be the same: the least of them."""
    least: dict[str, str] = {}

    def top(uid: str) -> str:
        while least.get(uid, uid) != uid:
            uid = least[uid]
        return uid

    for aliases in given:
        for one, other in aliases.items():
            low, high = sorted((top(one), top(other)))
            least[high] = low
    return {uid: top(uid) for uid in least if top(uid) != uid}


class _Reader:
    """The log, run through once backwards and once forwards."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        # What the report is known by everywhere.
        self._seed = tables["source"][0]["sha256"] if "source" in tables else "codebook"
        self._length = len(tables["report_text"][0]["text"]) if "report_text" in tables else 0
        self._side = Side()
        self._merged = {row["id"]: self._checked(row) for row in tables.get("merging", ())}
        self._names = group_aliases(*(body["aliases"] for body in self._merged.values()))
        self._steps = sorted(tables.get("step", ()), key=lambda row: int(row["id"]))
        self._changes: dict[int, list[Row]] = defaultdict(list)
        for change in sorted(tables.get("change", ()), key=lambda row: int(row["id"])):
            self._changes[change["step_id"]].append(change)
        self._state = self._at_first()
        self._last: dict[Key, dict[str, Value]] = {}
        self._seen: dict[tuple[str, ...], int] = defaultdict(int)
        self._saved: dict[int, tuple[dict[Place, Register], dict[Place, str]]] = {}

    def read(self) -> Side:
        side = self._side
        self._name_first()
        for step in self._steps:
            self._name_births(step, self._changes[step["id"]])
        for key, row in self._state.items():
            if key[0] in FACETS and row is not None:
                self._last[key] = found = facets.read(key[0], row, self._refer)
                uid = side.keys[key]
                side.first |= {(uid, name): one for name, one in found.items()}
                side.first[uid, THERE] = True
        for step in self._steps:
            self._follow(step, self._changes[step["id"]])
        for table in FACETS:
            rows = sorted(self._tables.get(table, ()), key=_in_order)
            for row in rows:
                uid = side.keys[table, row["id"]]
                side.rows[uid] = table, row
                side.values[uid] = facets.read(table, row, self._refer)
                side.whole = side.whole and self._last.get((table, row["id"])) == side.values[uid]
            if table in _ORDERED:
                side.order[table] = [side.keys[table, row["id"]] for row in rows]
        side.disputes = [
            {**row, "uid": side.keys[row["table_name"], row["row_id"]]}
            for row in self._tables.get("dispute", ())
            if (row["table_name"], row["row_id"]) in side.keys
        ]
        for body in self._merged.values():
            for told in body["heard"]:
                side.heard.add(told["uid"])
                side.steps.setdefault(told["uid"], told)
            side.places += [
                (step, table, [self._names.get(uid, uid) for uid in uids], at)
                for step, table, uids, at in body["moves"]
            ]
        side.aliases = dict(self._names)
        side.headings = {
            side.keys[key]: found["heading"] for key, found in self._last.items() if key[0] == "section"
        }
        return side

    # What rows are known by

    def _at_first(self) -> dict[Key, Row | None]:
        """Each row before the first step, None for one that a step made."""
        state: dict[Key, Row | None] = {
            (table, row["id"]): dict(row) for table in FACETS for row in self._tables.get(table, ())
        }
        for step in reversed(self._steps):
            for change in reversed(self._changes[step["id"]]):
                key = change["table_name"], change["row_id"]
                if change["before"] is None:
                    state[key] = None
                elif change["after"] is None:
                    state[key] = dict(change["before"])
                else:
                    state[key] = {**(state.get(key) or {}), **change["before"]}
        return state

    def _name(self, key: Key, uid: str) -> None:
        """Let a row be known by ``uid``, unless another row of this side is."""
        uid = self._names.get(uid, uid)
        found, number = uid, 1
        while found in self._side.tables:
            number += 1
            found = f"{uid}#{number}"
        self._side.keys[key] = found
        self._side.tables[found] = key[0]

    def _name_first(self) -> None:
        for key in sorted(self._state):
            row = self._state[key]
            if row is not None and key[0] in FACETS:
                self._name(key, _of_machine(key[0], row) or f"{key[0]}:{_digest(self._seed, *key)}")

    def _name_births(self, step: Row, changes: Sequence[Row]) -> None:
        step_uid = self._step_uid(step, changes)
        step["uid"] = step_uid
        body = next((c["after"]["body"] for c in changes if _merges(c) and c["before"] is None), None)
        given = {} if body is None else self._body(body)["born"]
        born: dict[str, int] = defaultdict(int)
        for change in changes:
            key = change["table_name"], change["row_id"]
            if change["before"] is not None or key[0] not in FACETS or key in self._side.keys:
                continue
            number = born[key[0]]
            born[key[0]] += 1
            listed = given.get(key[0], [])
            uid = _of_machine(key[0], change["after"]) or f"{key[0]}:{step_uid}.{number}"
            self._name(key, listed[number] if number < len(listed) else uid)

    def _step_uid(self, step: Row, changes: Sequence[Row]) -> str:
        """What a step is known by in every store: who did what, when, and what came of it."""
        became = [
            [change["table_name"], *sorted((name, one) for name, one in image.items() if not _local(name))]
            for change in changes
            for image in (change["after"] or {},)
        ]
        said = (self._seed, step["what"], step["by"], step["at"], step["name"], codec.dumps(became))
        self._seen[said] += 1
        return _digest(*said, self._seen[said])

    def _refer(self, table: str, row_id: int) -> str:
        return self._side.keys.get((table, row_id), f"{table}:lost:{row_id}")

    # What happened to each

    def _follow(self, step: Row, changes: Sequence[Row]) -> None:
        keys = dict.fromkeys(
            (change["table_name"], change["row_id"]) for change in changes if change["table_name"] in FACETS
        )
        before = {key: self._state.get(key) for key in keys}
        orders = self._orders(
            change["table_name"]
            for change in changes
            if change["before"] is not None and "position" in (change["after"] or ())
        )
        for change in changes:
            self._apply(change)
        merging = [change for change in changes if _merges(change)]
        machine = any(
            "extraction_number" in (change["after"] or {}) and change["before"] is not None
            for change in changes
            if change["table_name"] == "review"
        )
        changed = self._changed(before, changes)
        if merging:
            self._merge(merging, changed)
        elif machine:
            for place, one in changed.items():
                self._side.registers.pop(place, None)
                self._side.acts[place].append(Act(frozenset(), one))
        else:
            self._own(step, changes, changed)
        if not machine and not merging:
            self._moved(step, orders)

    def _apply(self, change: Row) -> None:
        key = change["table_name"], change["row_id"]
        if change["after"] is None:
            self._state[key] = None
        elif change["before"] is None:
            self._state[key] = dict(change["after"])
        else:
            self._state[key] = {**(self._state.get(key) or {}), **change["after"]}

    def _changed(self, before: dict[Key, Row | None], changes: Sequence[Row]) -> dict[Place, Value]:
        """The facets that a step changed, with what they became."""
        found: dict[Place, Value] = {}
        for key, was in before.items():
            uid, row = self._side.keys[key], self._state[key]
            if row is None:
                if was is not None:
                    found[uid, THERE] = {"into": self._into(key, was, changes)}
                continue
            if was is None:
                found[uid, THERE] = True
            known = self._last.get(key)
            self._last[key] = now = facets.read(key[0], row, self._refer)
            found |= {(uid, name): one for name, one in now.items() if known is None or known[name] != one}
        return found

    def _into(self, key: Key, was: Row, changes: Sequence[Row]) -> str | None:
        """What took the place of a row that a step took out: a finding its words, a heading its findings."""
        table, row_id = key
        updates = [one for one in changes if one["before"] is not None and one["after"] is not None]
        if table == "finding":
            for change in updates:
                if change["table_name"] == "finding" and "spans" in change["after"]:
                    return self._refer("finding", change["row_id"])
        if table == "section":
            for change in updates:
                if change["before"].get("section_id") == row_id:
                    to = change["after"].get("section_id")
                    return None if to is None else self._refer("section", to)
            return None if was["parent_id"] is None else self._refer("section", was["parent_id"])
        return None

    def _own(self, step: Row, changes: Sequence[Row], changed: dict[Place, Value]) -> None:
        side, uid = self._side, step["uid"]
        side.heard.add(uid)
        side.steps[uid] = self._told(step, changed)
        closing = [change for change in changes if change["table_name"] == "dispute"]
        for place, one in changed.items():
            # A decision that follows from another value says nothing on a dispute about it.
            if closing and in_dispute(side.registers.get(place, ())):
                continue
            side.registers[place] = (Said(one, step["by"], step["at"], uid),)
            side.acts[place].append(Act(frozenset({uid}), one))
        for change in closing:
            self._settle(change, step)
        for _registers, since in self._saved.values():
            since.update((place, uid) for place in changed)

    def _settle(self, change: Row, step: Row) -> None:
        """A dispute that was settled, or opened again by undoing that."""
        key: Key = ("dispute", change["row_id"])
        row = self._state.get(key) or change["before"] or {}
        of = row.get("table_name"), row.get("row_id")
        if of not in self._side.keys or "settled" not in {
            *(change["before"] or ()),
            *(change["after"] or ()),
        }:
            return
        place = self._side.keys[of], row["field"]
        now = self._now(of, place)
        if self._state.get(key) is not None and row["settled"] is None:
            register = self._sides(row, place)
        else:
            register = (Said(now, step["by"], step["at"], step["uid"]),)
        self._side.registers[place] = register
        self._side.acts[place].append(Act(frozenset({step["uid"]}), now))

    def _now(self, key: Key, place: Place) -> Value:
        """What a facet is at this point of the log."""
        if place[1] != THERE:
            return self._last[key][place[1]]
        if self._state.get(key) is not None:
            return True
        said = self._side.registers.get(place, ())
        return said[0].value if said else {"into": None}

    def _merge(self, merging: Sequence[Row], changed: dict[Place, Value]) -> None:
        """A step that merged gives each facet the register that it wrote down; undone, the earlier one."""
        side = self._side
        for change in merging:
            if change["after"] is not None:
                body = self._body(change["after"]["body"])
                self._saved[change["row_id"]] = dict(side.registers), {}
                side.registers = {}
                for uid, name, register in body["registers"]:
                    place = self._names.get(uid, uid), name
                    if place[0] in side.tables:
                        side.registers[place] = self._versions(place, register)
            elif change["row_id"] in self._saved:
                side.registers, since = self._saved.pop(change["row_id"])
                for place, uid in since.items():
                    if place in changed:
                        # Others may have seen what came after the merge: this is a later word on it.
                        side.registers[place] = (Said(changed[place], "", "", uid),)
        for place, one in changed.items():
            steps = frozenset(said.step for said in side.registers.get(place, ()))
            side.acts[place].append(Act(steps, one))

    def _orders(self, tables: Iterable[str]) -> dict[str, list[str]]:
        return {table: self._order(table) for table in dict.fromkeys(tables)}

    def _order(self, table: str) -> list[str]:
        rows = [{**row, "id": key[1]} for key, row in self._state.items() if key[0] == table and row]
        return [self._side.keys[table, row["id"]] for row in sorted(rows, key=_in_order)]

    def _moved(self, step: Row, before: dict[str, list[str]]) -> None:
        for table, was in before.items():
            now = self._order(table)
            kept = set(was) & set(now)
            moved = out_of_order([uid for uid in was if uid in kept], [uid for uid in now if uid in kept])
            if moved:
                self._side.places.append((step["uid"], table, sorted(moved), step["at"]))

    # What came by earlier merges

    def _told(self, step: Row, changed: dict[Place, Value]) -> dict[str, Any]:
        """A step as another store keeps it, to be read."""
        told = [
            [self._side.tables[uid], uid, name, self._was((uid, name)), one]
            for (uid, name), one in changed.items()
        ]
        return {**{name: step[name] for name in ("uid", "what", "name", "by", "at")}, "changes": told}

    def _was(self, place: Place) -> Value:
        acts = self._side.acts.get(place)
        return acts[-1].value if acts else self._side.first.get(place)

    def _sides(self, row: Row, place: Place) -> Register:
        said = json.loads(row["sides"])
        return self._versions(place, [[one[name] for name in ("value", "by", "at", "step")] for one in said])

    def _versions(self, place: Place, said: Iterable[Sequence[Any]]) -> Register:
        table, name = self._side.tables[place[0]], place[1]
        found = [Said(*one) for one in said]
        if not all(facets.is_one(table, name, one.value, self._length) for one in found):
            raise StoreError("What an earlier merge found in it makes no sense, nothing was changed.")

        def known(uid: str) -> str:
            return self._names.get(uid, uid)

        return tuple(replace(one, value=facets.renamed(table, name, one.value, known)) for one in found)

    def _checked(self, row: Row) -> dict[str, Any]:
        return self._body(row["body"])

    def _body(self, text: str) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(text)
        if not _is_body(body):
            raise StoreError("What is said of an earlier merge in it makes no sense, nothing was changed.")
        return body


def out_of_order(was: Sequence[str], now: Sequence[str]) -> set[str]:
    """The fewest of ``now``, the same in another order than ``was``, that must have moved."""
    places = {uid: place for place, uid in enumerate(was)}
    # The longest run of places that rises: the others moved.
    ends: list[int] = []
    came: list[int] = [-1] * len(now)
    for index, uid in enumerate(now):
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            if places[now[ends[middle]]] < places[uid]:
                low = middle + 1
            else:
                high = middle
        came[index] = ends[low - 1] if low else -1
        ends[low : low + 1] = [index]
    stays: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        stays.add(at)
        at = came[at]
    return {uid for index, uid in enumerate(now) if index not in stays}


def _in_order(row: Row) -> tuple[str, int, int]:
    return row.get("role", ""), row.get("position", 0), row["id"]


def _merges(change: Row) -> bool:
    return bool(change["table_name"] == "merging")


def _local(column: str) -> bool:
    """Whether a column holds an id, or a place among neighbours, which each store gives anew."""
    return column == "id" or column.endswith("_id") or column in ("position", "merged_into")


def _of_machine(table: str, row: Row) -> str | None:
    """What a row that the machine made is known by, None for another one."""
    if table in ("review", "code"):
        return f"code:{row['role']}:{row['key']}" if table == "code" else "review:"
    if table == "finding" and row.get("machine_id"):
        return f"finding:{row['machine_id']}:{_digest(row['machine'])}"
    if table == "section" and row.get("machine_id"):
        return f"section:{row['machine_id']}:{_digest(row['machine_heading'])}"
    if table == "judgement" and row.get("machine_area") is not None:
        return f"judgement:{_digest(row['machine_area'], row['machine_grade'], row['spans'])}"
    return None


def _digest(*said: object) -> str:
    return hashlib.sha256(codec.dumps(said).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _is_body(body: object) -> bool:
    """Whether it is what a merge wrote down."""
    if not isinstance(body, dict):
        return False
    checks: dict[str, Callable[[Any], bool]] = {
        "from": _texts,
        "heard": lambda told: isinstance(told, list) and all(map(_is_told, told)),
        "born": lambda born: isinstance(born, dict) and all(map(_texts, born.values())),
        "aliases": lambda names: isinstance(names, dict) and _texts(list(names.values())),
        "moves": lambda moves: isinstance(moves, list) and all(map(_is_move, moves)),
        "registers": lambda found: isinstance(found, list) and all(map(_is_register, found)),
    }
    return all(check(body.get(name)) for name, check in checks.items())


def _texts(given: object) -> bool:
    return isinstance(given, list) and all(isinstance(one, str) for one in given)


def _is_told(told: object) -> bool:
    return (
        isinstance(told, dict)
        and all(isinstance(told.get(name), str) for name in ("uid", "what", "name", "by", "at"))
        and isinstance(told.get("changes"), list)
        and all(isinstance(one, list) and len(one) == 5 for one in told["changes"])
    )


def _is_move(given: object) -> bool:
    return isinstance(given, list) and len(given) == 4 and _texts([*given[:2], given[3]]) and _texts(given[2])


def _is_register(given: object) -> bool:
    if not (isinstance(given, list) and len(given) == 3 and _texts(given[:2]) and isinstance(given[2], list)):
        return False
    return all(isinstance(said, list) and len(said) == 4 and _texts(said[1:]) for said in given[2])
