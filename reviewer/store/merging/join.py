"""Two sides joined: the same whichever of them is ours.

A version that the other side has heard of and no longer holds was replaced there. What is left is what
either side said without knowing of the other: if it is one value, it is that; where one side is back at what
both knew, it is the other's; otherwise it is in dispute, and until that is settled the facet is what both
knew last, or for a row that neither knew of, what was said first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from typing import Any, Final

from reviewer.store import codec
from reviewer.store.database import Row
from reviewer.store.merging import facets
from reviewer.store.merging.facets import FACETS, MARGINAL, THERE, Value
from reviewer.store.merging.order import joined_order
from reviewer.store.merging.sides import Place, Register, Said, Side, group_aliases, in_dispute

_MADE: Final = {"follow_up": ("created_at", "created_by"), "seen": ("seen_at", "seen_by")}
"""Who made a row, and when: of two rows that turn out to be one, the first."""

_ONCE: Final[Mapping[str, tuple[str, ...]]] = {
    "follow_up": (),
    "tag": ("name",),
    "link": ("earlier_sha256", "earlier_spans"),
    "assignment": ("reviewer",),
}
"""Tables in which there is one row for what it is on and these columns."""

_URGENCY: Final = ("high", "normal", "low")


@dataclass(frozen=True, slots=True)
class Dispute:
    """A facet that both sides changed differently; ``base`` is what it is until that is settled."""

    uid: str
    table: str
    field: str
    base: Value
    sides: Register

    @property
    def known_as(self) -> str:
        """The same in every store: the place, and the steps that it is about."""
        return codec.dumps([self.uid, self.field, *sorted(said.step for said in self.sides)])


@dataclass
class Joined:
    """What comes of two sides: for each row that is there its facets, its own columns and its decision."""

    tables: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, Value]] = field(default_factory=dict)
    made: dict[str, Row] = field(default_factory=dict)
    """Columns that are no facet, of rows that either side has."""
    order: dict[str, list[str]] = field(default_factory=dict)
    registers: dict[Place, Register] = field(default_factory=dict)
    disputes: list[Dispute] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)


def is_news(ours: Side, theirs: Side) -> bool:
    """Whether ``theirs`` has anything that ``ours`` has not heard of."""
    return not theirs.heard <= ours.heard


def same_rows(ours: Side, theirs: Side) -> tuple[Side, Side]:
    """Both sides with one name for each row, also for those that both made of the same words."""
    aliases = group_aliases(ours.aliases, theirs.aliases)
    ours, theirs = ours.renamed(aliases), theirs.renamed(aliases)
    for table in FACETS:
        found = _pairs(table, ours, theirs)
        if found:
            aliases = group_aliases(ours.aliases, theirs.aliases, found)
            ours, theirs = ours.renamed(aliases), theirs.renamed(aliases)
    return ours, theirs


def join(ours: Side, theirs: Side, resolved: Callable[[str, str], str] = lambda _role, key: key) -> Joined:
    """What comes of two sides that :func:`same_rows` gave.

    ``resolved`` has, for a role and a key of the codebook, the code that it was merged into.
    """
    return _Join(ours, theirs, resolved).run()


def _pairs(table: str, ours: Side, theirs: Side) -> dict[str, str]:
    """Rows that only one side knows of and that are the same as one that only the other knows of."""
    if table in ("review", "code"):
        return {}
    groups: list[dict[object, list[str]]] = []
    for side, other in ((ours, theirs), (theirs, ours)):
        found: dict[object, list[str]] = defaultdict(list)
        for uid, (of, row) in side.rows.items():
            if of == table and uid not in other.tables:
                found[_likeness(table, row, side.values[uid])].append(uid)
        groups.append(found)
    return {
        one: another
        for key, uids in groups[0].items()
        for one, another in zip(sorted(uids), sorted(groups[1].get(key, [])), strict=False)
    }


def _likeness(table: str, row: Row, values: Mapping[str, Value]) -> object:
    """What two rows have in common that were made for the same thing."""
    if table == "section":
        return row["spans"] if row["spans"] != "[]" else row["heading"].casefold()
    if table == "judgement":
        return row["area"].casefold(), row["spans"]
    if table in ("finding", "seen"):
        return row["spans"]
    if table == "tag":
        return values["on"], row["name"]
    if table == "assignment":
        return row["reviewer"].casefold()
    if table == "link":
        return values["on"], row["earlier_sha256"], row["earlier_spans"]
    if table == "follow_up":
        return values["on"]
    if table == "note":
        return codec.dumps([row["body"], values["on"], row["created_by"], row["created_at"]])
    return None


class _Join:
    """One joining; the two sides are never told apart but by what they say."""

    def __init__(self, ours: Side, theirs: Side, resolved: Callable[[str, str], str]) -> None:
        self._sides = (ours, theirs)
        self._resolved = resolved
        self._done = Joined()
        self._tables = {**ours.tables, **theirs.tables}
        self._open: dict[Place, Dispute] = {}
        self._into: dict[str, str | None] = {}
        self._pointed = [self._pointed_at(side) for side in self._sides]

    def run(self) -> Joined:
        done = self._done
        done.aliases = group_aliases(*(side.aliases for side in self._sides))
        for uid in sorted(self._tables):
            if not self._is_there(uid):
                continue
            table = self._tables[uid]
            done.tables[uid] = table
            done.values[uid] = {name: self._facet((uid, name)) for name in FACETS[table]}
            done.made[uid] = self._columns(uid, table)
        self._refer()
        self._no_circles()
        self._one_each()
        for table in ("section", "judgement", "finding", "code"):
            there = {uid for uid, of in done.tables.items() if of == table}
            done.order[table] = joined_order(table, *self._sides, there)
        done.disputes = [
            replace(one, base=done.values[uid].get(name, True))
            for (uid, name), one in sorted(self._open.items())
            if uid in done.tables
        ]
        done.registers = {
            place: register
            for place, register in sorted(done.registers.items())
            if place[0] in done.tables or place[1] == THERE
        }
        return done

    # One facet

    def _facet(self, place: Place) -> Value:
        uid, name = place
        facet = FACETS[self._tables[uid]][name]
        pair = [self._register(side, place) for side in self._sides]
        left = self._left(place, pair)
        base = self._base(place, left)
        values = {codec.dumps(said.value): said.value for said in left}
        if len(values) > 1 and facet.agree is not None:
            agreed = reduce(facet.agree, (values[key] for key in sorted(values)))
            left = tuple(replace(said, value=agreed) for said in left)
            values = {codec.dumps(agreed): agreed}
        if len(values) > 1:
            self._open[place] = Dispute(uid, self._tables[uid], name, base, left)
            self._done.registers[place] = left
            return base
        kept = tuple(said for said in left if said.step and not said.accepted)
        if kept:
            self._done.registers[place] = kept
        return left[0].value

    def _register(self, side: Side, place: Place) -> Register:
        """The register of a facet; what was accepted as it stands was said by who accepted it."""
        uid, name = place
        if uid not in side.rows:
            # What was said of it before it was taken out still counts, should it come back.
            return self._in_codes(name, side.registers.get(place, ()))
        table, row = side.rows[uid]
        register = self._in_codes(name, side.register(place))
        if (
            FACETS[table][name].decided
            and row["decision"] == "accepted"
            and all(not said.step for said in register)
        ):
            return (
                tuple(
                    replace(said, value=register[0].value, accepted=True)
                    for said in side.register((uid, "decision"))
                    if said.step and said.value == facets.STANDS
                )
                or register
            )
        return register

    def _in_codes(self, name: str, register: Register) -> Register:
        """Codes that were merged are those that they were merged into."""
        if name not in ("kind", "themes"):
            return register
        return tuple(replace(said, value=self._in_code(name, said.value)) for said in register)

    def _in_code(self, name: str, value: Value) -> Value:
        if name == "kind":
            return self._resolved("kind", value)
        main = self._resolved("theme", value[0])
        more = dict.fromkeys(self._resolved("theme", key) for key in codec.texts_from_text(value[1]))
        return [main, codec.dumps([key for key in more if key != main])]

    def _left(self, place: Place, pair: Sequence[Register]) -> Register:
        """The versions that neither side has replaced, the first one first; never none."""
        if not pair[0] or not pair[1]:
            return _sorted(pair[0] or pair[1] or (Said({"into": None}),))
        kept = [
            self._new(place, *self._sides, *pair),
            self._new(place, *self._sides[::-1], *pair[::-1]),
        ]
        left = {said.step: said for said in _sorted(said for register in kept for said in register)}
        if not left:
            return self._fallback(place, pair)
        # A machine's value that both hold says nothing beside what a person said.
        by_people = [said for said in left.values() if said.step]
        return _sorted(by_people or left.values())

    def _new(self, place: Place, side: Side, other: Side, own: Register, others: Register) -> Register:
        """The versions of one side that the other has as well, or has never heard of."""
        uid, name = place
        there = {said.step for said in others}
        if name == THERE and uid in other.rows and any(said.value is not True for said in own):
            # Whoever works on a row says that it is there, without a word on that.
            there |= {said.step for said in own if said.value is True}
        known, common = side.common(place, other.heard)
        if known and name != THERE:
            common = self._in_codes(name, (Said(common),))[0].value
        if in_dispute(own):
            # What is in dispute was said, also where it is what both knew.
            known = False
        return tuple(
            said
            for said in own
            if said.step in there
            or (
                said.step
                and said.step not in other.heard
                # What is back at what the other side knows was not changed for it.
                and (said.accepted or not known or said.value != common)
            )
        )

    def _fallback(self, place: Place, pair: Sequence[Register]) -> Register:
        """Neither holds a version that is news to the other: the side that did something since has it."""
        news = [
            any(not act.steps <= other.heard for act in side.acts.get(place, ()))
            for side, other in (self._sides, self._sides[::-1])
        ]
        if news[0] != news[1]:
            return _sorted(pair[news.index(True)])
        return _sorted({said.step: said for said in (*pair[0], *pair[1])}.values())

    def _base(self, place: Place, left: Register) -> Value:
        """What a facet is until a dispute is settled.

        What it is where it is in dispute already, else what both knew last, else what was said first.
        """
        found = [base for side in self._sides for base in side.open_base(place, {said.step for said in left})]
        if not found:
            for side, other in (self._sides, self._sides[::-1]):
                known, common = side.common(place, other.heard)
                if known:
                    found.append(common)
        values = [self._in_codes(place[1], (Said(value),))[0].value for value in found]
        return min(values, key=codec.dumps) if values else left[0].value

    # Rows

    def _is_there(self, uid: str) -> bool:
        """Whether a row is there; one that one side took out and the other worked on is, in dispute."""
        place = (uid, THERE)
        holders = [side for side in self._sides if uid in side.rows]
        pair = [side.register(place) for side in self._sides]
        left = self._left(place, pair)
        gone = [said for said in left if said.value is not True]
        by_people = tuple(said for said in left if said.step)
        if by_people:
            self._done.registers[place] = by_people
        if not holders:
            self._note_gone(uid, gone)
            return False
        if not gone:
            return True
        worked_on = [said for said in left if said.value is True]
        if len(holders) == 1:
            side, other = self._sides if holders[0] is self._sides[0] else self._sides[::-1]
            worked_on = worked_on or self._touches(uid, side, other)
        if self._tables[uid] in MARGINAL or not worked_on:
            self._note_gone(uid, gone)
            return False
        register = _sorted([*gone, worked_on[-1]])
        self._open[place] = Dispute(uid, self._tables[uid], THERE, True, register)
        self._done.registers[place] = register
        return True

    def _note_gone(self, uid: str, gone: Sequence[Said]) -> None:
        self._into[uid] = next((said.value["into"] for said in gone), None)

    def _touches(self, uid: str, side: Side, other: Side) -> list[Said]:
        """What one side said of a row without knowing that the other took it out, the last at the end."""
        found = []
        for name in FACETS[self._tables[uid]]:
            if name == "home":
                continue
            known, common = side.common((uid, name), other.heard)
            found += [
                said
                for said in side.registers.get((uid, name), ())
                if said.step and said.step not in other.heard and (not known or said.value != common)
            ]
        index = self._sides.index(side)
        for pointing in self._pointed[index].get(uid, ()):
            if pointing not in other.tables:
                found += [said for said in side.register((pointing, THERE)) if said.step]
        return [replace(said, value=True) for said in _sorted(found)]

    def _pointed_at(self, side: Side) -> dict[str, list[str]]:
        """For each finding and heading the notes, tags and follow-ups on it."""
        found: dict[str, list[str]] = defaultdict(list)
        for uid, values in sorted(side.values.items()):
            on = values.get("on")
            for one in on if isinstance(on, list) else [on]:
                if one is not None:
                    found[one].append(uid)
        return found

    def _columns(self, uid: str, table: str) -> Row:
        """The columns that are no facet; of two rows that are one, those of the row that was made first."""
        rows = [side.rows[uid][1] for side in self._sides if uid in side.rows]
        own = {column for facet in FACETS[table].values() for column in facet.columns}
        own |= {"id", "report_id", "position"}
        made = min(
            ({name: one for name, one in row.items() if name not in own} for row in rows),
            key=lambda row: codec.dumps([[row[name] for name in _MADE.get(table, ())], sorted(row.items())]),
        )
        if table == "note":
            body = self._done.values[uid]["body"]
            made["edited_at"] = max(
                (row["edited_at"] for row in rows if row["body"] == body and row["edited_at"]), default=None
            )
        if "decided_at" in made:
            made["decisions"] = sorted(
                (row["decided_at"], row["decided_by"], row["decision"])
                for row in self._decided_last(uid, table)
                if row["decided_at"]
            )
        return made

    def _decided_last(self, uid: str, table: str) -> list[Row]:
        """The rows of the sides that decided on it without the other knowing; else of both."""
        rows, news = [], []
        for side, other in (self._sides, self._sides[::-1]):
            if uid not in side.rows:
                continue
            rows.append(side.rows[uid][1])
            names = [name for name, facet in FACETS[table].items() if facet.decided or name == "decision"]
            if any(not act.steps <= other.heard for name in names for act in side.acts.get((uid, name), ())):
                news.append(rows[-1])
        return news or rows

    # What holds between rows

    def _refer(self) -> None:
        """What points to a row that is gone points to what took its place."""
        for uid, values in self._done.values.items():
            table = self._done.tables[uid]
            for name, facet in FACETS[table].items():
                if facet.refers and table != "code":
                    values[name] = facets.renamed(table, name, values[name], self._standing)

    def _standing(self, uid: str) -> Any:
        seen = set()
        found: str | None = uid
        while found is not None and found not in self._done.tables and found not in seen:
            seen.add(found)
            found = self._into.get(found)
        return found if found in self._done.tables else None

    def _no_circles(self) -> None:
        """Headings that would stand in one another stay where both knew them, in dispute."""
        parents = {uid: values["parent"] for uid, values in self._done.values.items() if "parent" in values}
        for uid in sorted(parents):
            if uid in _circle(parents, uid):
                for one in sorted(_circle(parents, uid)):
                    place = (one, "parent")
                    versions = {
                        codec.dumps(said.value): said for side in self._sides for said in side.register(place)
                    }
                    base = self._standing_parent(place)
                    parents[one] = self._done.values[one]["parent"] = base
                    if len(versions) > 1:
                        register = _sorted(versions.values())
                        self._open[place] = Dispute(one, "section", "parent", base, register)
                        self._done.registers[place] = register

    def _standing_parent(self, place: Place) -> str | None:
        base = self._base(place, (Said(None),))
        return None if base is None else self._standing(base)

    def _one_each(self) -> None:
        """A finding has one follow-up, each tag and each link once: of two, one, with all that both say."""
        groups: dict[object, list[str]] = defaultdict(list)
        for uid, table in list(self._done.tables.items()):
            if table in ("follow_up", "tag", "link") and self._lost(uid):
                self._drop(uid)
            elif table in _ONCE:
                on, made = self._done.values[uid].get("on"), self._done.made[uid]
                groups[table, on, *(made[name] for name in _ONCE[table])].append(uid)
        for uids in groups.values():
            first, *others = sorted(uids)
            for other in others:
                if self._done.tables[other] == "follow_up":
                    _unite(self._done.values[first], self._done.values[other])
                self._drop(other)

    def _lost(self, uid: str) -> bool:
        """Whether a row is on a finding that is gone, with nothing in its place."""
        was = any(side.values[uid]["on"] is not None for side in self._sides if uid in side.values)
        return was and self._done.values[uid]["on"] is None

    def _drop(self, uid: str) -> None:
        del self._done.tables[uid], self._done.values[uid], self._done.made[uid]


def _unite(values: dict[str, Value], other: Mapping[str, Value]) -> None:
    """Nothing of two follow-ups is lost: both reasons and owners, the earlier date, the higher priority."""
    for name in ("reason", "owner"):
        values[name] = "; ".join(dict.fromkeys(one[name] for one in (values, other) if one[name]))
    far = date.max.isoformat()
    due = min(values["due"] or far, other["due"] or far)
    values["due"] = None if due == far else due
    values["priority"] = min(values["priority"], other["priority"], key=_URGENCY.index)
    values["state"] = values["state"] if values["state"] == other["state"] else "open"


def _circle(parents: Mapping[str, str | None], first: str) -> set[str]:
    """The headings from ``first`` up to itself again, none where it stands at the top of all."""
    seen = [first]
    at = parents[first]
    while at is not None and at not in seen:
        seen.append(at)
        at = parents.get(at)
    return set(seen[seen.index(at) :]) if at is not None else set()


def _sorted(said: Iterable[Said]) -> Register:
    return tuple(sorted(said, key=lambda one: (one.at, one.step, codec.dumps(one.value))))
