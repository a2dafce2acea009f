"""What of a row is merged by itself: its facets, each one or more columns that belong together.

The value of a facet is what the columns hold, as the database has it; where they refer to other rows, what
those are known by across stores. A list where there is more than one column.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from reviewer.model import Spans
from reviewer.store import codec
from reviewer.store.database import Row
from reviewer.store.facts import FIELDS
from reviewer.store.record_checks import JSON_COLUMNS

Value = Any
"""JSON: text, a whole number, None, a list of these, or an object where a row is gone."""
Refer = Callable[[str, int], str]
"""What a row, by table and id, is known by."""

THERE: Final = "there"
"""The facet of being there at all: True, or ``{"into": …}`` with what took the row's place, if anything."""

MARGINAL: Final = frozenset({"seen", "tag", "assignment"})
"""Tables whose rows go where one side took them out, whatever the other did to them."""


@dataclass(frozen=True, slots=True)
class Facet:
    """``columns`` make the value; ``refers`` has, for those that hold ids, the table of the row.

    ``agree`` joins two values without asking; without it, two that differ are a dispute.
    """

    columns: tuple[str, ...]
    refers: tuple[tuple[str, str], ...] = ()
    agree: Callable[[Value, Value], Value] | None = None
    decided: bool = False
    """Whether accepting the row says that this is right as it stands."""


def _most(one: Value, other: Value) -> Value:
    return max(one, other)


def _later(one: Value, other: Value) -> Value:
    """Of two of who and when, the later."""
    return max((one, other), key=lambda who: (who[1], who[0]))


def _united(one: Value, other: Value) -> Value:
    found = {codec.dumps(item): item for value in (one, other) for item in json.loads(value)}
    return codec.dumps([found[key] for key in sorted(found)])


def _common(one: Value, other: Value) -> Value:
    """What lies in both of two lists of spans."""
    pairs = [
        (max(start, left), min(end, right))
        for start, end in codec.spans_from_text(one)
        for left, right in codec.spans_from_text(other)
    ]
    return codec.spans_to_text(tuple(sorted(span for span in pairs if span[0] < span[1])))


def _first(one: Value, other: Value) -> Value:
    return min((one, other), key=codec.dumps)


FACETS: Final[Mapping[str, Mapping[str, Facet]]] = {
    "section": {
        "heading": Facet(("heading",)),
        "grade": Facet(("grade",)),
        "parent": Facet(("parent_id",), (("parent_id", "section"),)),
    },
    "judgement": {
        "area": Facet(("area",), decided=True),
        "grade": Facet(("grade",), decided=True),
        "decision": Facet(("decision",)),
    },
    "finding": {
        "wording": Facet(("wording",), decided=True),
        "kind": Facet(("kind",), decided=True),
        "polarity": Facet(("polarity",), decided=True),
        "themes": Facet(("theme", "more_themes"), decided=True),
        "number": Facet(("number",), decided=True),
        "spans": Facet(("spans",), decided=True),
        "section": Facet(("section_id",), (("section_id", "section"),), decided=True),
        "home": Facet(("home_section_id",), (("home_section_id", "section"),), agree=_first),
        "statements": Facet(("own_statements",), decided=True),
        "measures": Facet(("own_measures",), decided=True),
        "absorbed": Facet(("absorbed",), agree=_united),
        "repeat_of_previous": Facet(("repeat_of_previous",), agree=_most),
        "addressed_since_previous": Facet(("addressed_since_previous",), agree=_most),
        "starred": Facet(("starred",), agree=_most),
        "decision": Facet(("decision",)),
    },
    "note": {
        "body": Facet(("body",)),
        "on": Facet(("finding_id", "section_id"), (("finding_id", "finding"), ("section_id", "section"))),
    },
    "follow_up": {
        "reason": Facet(("reason",)),
        "owner": Facet(("owner",)),
        "due": Facet(("due",)),
        "state": Facet(("state",)),
        "priority": Facet(("priority",)),
        "on": Facet(("finding_id",), (("finding_id", "finding"),), agree=_first),
    },
    "tag": {"on": Facet(("finding_id",), (("finding_id", "finding"),), agree=_first)},
    "link": {
        "relation": Facet(("relation",)),
        "settled": Facet(("settled_by", "settled_at"), agree=_later),
        "on": Facet(("finding_id",), (("finding_id", "finding"),), agree=_first),
    },
    "seen": {"spans": Facet(("spans",), agree=_common)},
    "assignment": {},
    "review": {
        **{name: Facet((name,)) for name in FIELDS},
        "state": Facet(("state",)),
        "starred": Facet(("starred",), agree=_most),
    },
    "code": {
        "label": Facet(("label",)),
        "definition": Facet(("definition",)),
        "colour": Facet(("colour",)),
        "shortcut": Facet(("shortcut",)),
        "retired": Facet(("retired", "merged_into"), (("merged_into", "code"),)),
    },
}
"""For each table that is merged its facets by name; a table comes after those that its rows refer to."""

STANDS: Final = "stands"
REJECTED: Final = "rejected"


def read(table: str, row: Row, refer: Refer) -> dict[str, Value]:
    """The facets of a row."""
    return {name: value(table, name, row, refer) for name in FACETS[table]}


def value(table: str, name: str, row: Row, refer: Refer) -> Value:
    """One facet of a row."""
    if name == "decision":
        # Whether it is accepted, corrected or added follows from the values.
        return {"undecided": None, "rejected": REJECTED}.get(row["decision"], STANDS)
    facet = FACETS[table][name]
    to = dict(facet.refers)
    found = [
        refer(to[column], row[column]) if column in to and row[column] is not None else row[column]
        for column in facet.columns
    ]
    return found[0] if len(found) == 1 else found


def columns(table: str, name: str, given: Value, find: Callable[[str], int | None]) -> Row:
    """The columns that give a row this value; ``find`` is the id of what a row is known by."""
    facet = FACETS[table][name]
    values = [given] if len(facet.columns) == 1 else given
    to = dict(facet.refers)
    return {
        column: find(one) if column in to and one is not None else one
        for column, one in zip(facet.columns, values, strict=True)
    }


def renamed(table: str, name: str, given: Value, known: Callable[[str], str]) -> Value:
    """A value with what its rows are known by put as ``known`` has it."""
    if name == THERE:
        return given if given is True else {"into": given["into"] and known(given["into"])}
    facet = FACETS[table][name]
    if not facet.refers:
        return given
    if len(facet.columns) == 1:
        return given and known(given)
    to = dict(facet.refers)
    return [
        known(one) if column in to and one is not None else one
        for column, one in zip(facet.columns, given, strict=True)
    ]


def touching(table: str, fields: Mapping[str, object]) -> set[str]:
    """The facets that a change of these columns is one of."""
    return {
        name for name, facet in FACETS.get(table, {}).items() if not fields.keys().isdisjoint(facet.columns)
    }


def is_one(table: str, name: str, given: object, length: int) -> bool:
    """Whether ``given`` can be the value of a facet; ``length`` is that of the report's text."""
    if name == THERE:
        return given is True or (
            isinstance(given, dict)
            and set(given) == {"into"}
            and (given["into"] is None or isinstance(given["into"], str))
        )
    facet = FACETS.get(table, {}).get(name)
    if facet is None:
        return False
    if name == "decision":
        return given in (None, STANDS, REJECTED)
    values = [given] if len(facet.columns) == 1 else given
    if not isinstance(values, list) or len(values) != len(facet.columns):
        return False
    return all(_fits(table, column, one, length) for column, one in zip(facet.columns, values, strict=True))


_NUMBERS: Final = frozenset({"repeat_of_previous", "addressed_since_previous", "starred", "retired"})
_NEVER_NONE: Final = frozenset(
    {"heading", "area", "kind", "polarity", "theme", "more_themes", "spans", "absorbed", "document_type"}
)
_CHOICES: Final[Mapping[str, frozenset[str]]] = {
    "polarity": frozenset({"positive", "negative", "mixed", "neutral"}),
    "priority": frozenset({"high", "normal", "low"}),
}


def _fits(table: str, column: str, given: object, length: int) -> bool:
    if column in _NUMBERS:
        return given in (0, 1) and not isinstance(given, bool)
    if given is None:
        return column not in _NEVER_NONE and (table, column) not in {("judgement", "grade"), ("note", "body")}
    if not isinstance(given, str) or given not in _CHOICES.get(column, {given}):
        return False
    if column in JSON_COLUMNS and table != "note":
        try:
            held = json.loads(given)
            JSON_COLUMNS[column](held)
        except Exception:
            return False
        if column in ("spans", "own_statements", "own_measures"):
            parts = [held] if column == "spans" else [part["spans"] for part in held]
            return all(0 <= start <= end <= length for spans in parts for start, end in spans)
    return True


def spans_of(row: Row) -> Spans:
    """Where a row's words stand."""
    return codec.spans_from_text(row["spans"])
