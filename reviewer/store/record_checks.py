"""Whether a record from a file is one that the store could have made. Nothing in it is trusted."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from reviewer.model import Metadata
from reviewer.store.errors import StoreError
from reviewer.store.rows import Relation

Record = Mapping[str, list[dict[str, Any]]]

HIGHEST_ID: Final = 10**9
_HIGHEST: Final = 2**53
_LONGEST_NAME: Final = 255
_DEEPEST: Final = 40

_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_PARTIAL_DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_PARTIAL_DATES: Final = frozenset({"inspection_start", "inspection_end", "publication_date"})
_UNSAFE_NAME: Final = re.compile(r"[/\\\x00-\x1f\x7f]")
_ENUMS: Final[dict[str, frozenset[str]]] = {
    "decision": frozenset({"undecided", "accepted", "corrected", "added", "rejected"}),
    "polarity": frozenset({"positive", "negative", "mixed", "neutral"}),
    "priority": frozenset({"high", "normal", "low"}),
    "relation": frozenset(Relation),
}


class _Fault(Exception):  # noqa: N818
    """What is wrong; the place is added on the way out."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the schema. ``type`` is SQLite's: INTEGER, TEXT, REAL or BLOB."""

    table: str
    name: str
    type: str
    required: bool
    nullable: bool
    default: str | int | None = None

    @property
    def is_json(self) -> bool:
        """Whether it holds JSON text."""
        if (self.table, self.name) == ("note", "body"):
            return False
        return self.type == "TEXT" and self.name in JSON_COLUMNS


def check(
    record: Record, columns: Mapping[str, Mapping[str, Column]], links: Mapping[str, Mapping[str, str]]
) -> None:
    """Raise StoreError, with the place, where the record is not whole, typed and consistent with itself."""
    try:
        unknown = sorted(set(record) - set(columns))
        if unknown:
            raise _Fault(f"{unknown[0]}: this version does not know it, update Reviewer")
        for table in ("source", "report", "report_text"):
            if len(record.get(table, [])) != 1:
                raise _Fault(f"{table}: a report has exactly one")
        if len(record.get("source_bytes", [])) != 1:
            raise _Fault("the report's file is not in the dataset: export with the source files")
        for table, rows in record.items():
            for index, row in enumerate(rows):
                _at(f"{table} {index + 1}", lambda r=row, t=table: _row(r, columns[t]))  # type: ignore[misc]
        _source(record)
        _references(record, links)
        text = record["report_text"][0]["text"]
        _words(record, text)
        _log(record, columns)
        _facts(record)
    except _Fault as fault:
        raise StoreError(f"The dataset is not one of Reviewer's, nothing was imported: {fault}.") from fault


def check_codebook(record: Record, columns: Mapping[str, Mapping[str, Column]]) -> None:
    """The same of a codebook with its log."""
    try:
        if set(record) - {"code", "step", "change", "merging", "dispute"} or "code" not in record:
            raise _Fault("codebook: it has not the tables of one")
        for table, rows in record.items():
            for index, row in enumerate(rows):
                _at(f"{table} {index + 1}", lambda r=row, t=table: _row(r, columns[t]))  # type: ignore[misc]
        _references(record, {"code": {"merged_into": "code"}, "change": {"step_id": "step"}})
        _log(record, {"code": columns["code"], **{name: columns[name] for name in ("merging", "dispute")}})
    except _Fault as fault:
        raise StoreError(f"The codebook is not one of Reviewer's, nothing was imported: {fault}.") from fault


def _at(place: str, run: Callable[[], None]) -> None:
    try:
        run()
    except _Fault as fault:
        raise _Fault(f"{place}, {fault}") from None


def _row(row: object, columns: Mapping[str, Column], *, whole: bool = True) -> None:
    if not isinstance(row, dict):
        raise _Fault("it is no object")
    for name, value in row.items():
        column = columns.get(name)
        if column is None:
            raise _Fault(f"{str(name)[:40]}: this version does not know it, update Reviewer")
        if value is None:
            if not column.nullable:
                raise _Fault(f"{name}: it is missing")
            continue
        _at(name, lambda c=column, v=value: _value(c, v))  # type: ignore[misc]
    if whole:
        for column in columns.values():
            if column.required and column.name not in row:
                raise _Fault(f"{column.name}: it is missing")


def _value(column: Column, value: object) -> None:
    if column.is_json:
        JSON_COLUMNS[column.name](value)
        return
    if column.type == "INTEGER":
        _integer(value)
        if column.name == "id" or column.name.endswith("_id"):
            _id(value)
    elif column.type == "REAL":
        _number(value)
    elif column.type == "BLOB":
        if not isinstance(value, bytes):
            raise _Fault("it is no file content")
    else:
        _named_text(column.name, value)


def _named_text(name: str, value: object) -> None:
    text = _text(value)
    if name in _ENUMS and text not in _ENUMS[name]:
        raise _Fault(f"{text[:40]!r} is none of its values")
    if (name == "at" or name.endswith("_at")) and not _TIME.fullmatch(text):
        raise _Fault(f"{text[:40]!r} is no time such as 2026-03-01T10:11:12Z")
    if name in _PARTIAL_DATES and not _PARTIAL_DATE.fullmatch(text):
        raise _Fault(f"{text[:40]!r} is no date such as 2026-03-01")
    if name == "due":
        try:
            right = date.fromisoformat(text).isoformat() == text
        except ValueError:
            right = False
        if not right:
            raise _Fault(f"{text[:40]!r} is no date such as 2026-03-01")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Fault("it is no text")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise _Fault("it has half characters") from None
    return value


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _HIGHEST:
        raise _Fault("it is no whole number")
    return value


def _id(value: object) -> None:
    if not 1 <= _integer(value) <= HIGHEST_ID:
        raise _Fault(f"it is not between 1 and {HIGHEST_ID}")


def _number(value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _Fault("it is no number")


# Columns of JSON text, by what they hold


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _Fault("it is no list")
    return value


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Fault("it is no object")
    _plain(value, _DEEPEST)
    return value


def _plain(value: object, depth: int) -> None:
    """Any JSON value, not nested beyond reason."""
    if depth == 0:
        raise _Fault("it is nested too deeply")
    if isinstance(value, dict):
        for key, inner in value.items():
            _text(key)
            _plain(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            _plain(inner, depth - 1)
    elif isinstance(value, str):
        _text(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        _number(value)


def _spans(value: object) -> None:
    last = 0
    for span in _list(value):
        if not isinstance(span, list) or len(span) != 2:
            raise _Fault("a span is two whole numbers")
        start, end = map(_integer, span)
        if start < last or end < start:
            raise _Fault("its spans are not in order")
        last = end


def _any_spans(value: object) -> None:
    """Spans of the text that may touch upon one another."""
    for span in _list(value):
        _spans([span])


def _pages(value: object) -> None:
    last = 0
    for page in _list(value):
        if not isinstance(page, list) or len(page) != 3:
            raise _Fault("a page is three whole numbers")
        _, start, end = map(_integer, page)
        if start < last or end < start:
            raise _Fault("its pages are not in order")
        last = end


def _texts(value: object) -> None:
    for one in _list(value):
        _text(one)


def _fields(value: object, kinds: Mapping[str, Callable[[object], object]], optional: frozenset[str]) -> None:
    given = _object(value)
    for name, kind in kinds.items():
        if given.get(name) is None:
            if name in optional:
                continue
            raise _Fault(f"{name}: it is missing")
        _at(name, lambda k=kind, v=given[name]: k(v) and None)  # type: ignore[misc]
    unknown = sorted(set(given) - set(kinds))
    if unknown:
        raise _Fault(f"{unknown[0][:40]}: this version does not know it, update Reviewer")


def _statements(value: object) -> None:
    for one in _list(value):
        _fields(one, {"text": _text, "spans": _spans, "polarity": _text}, frozenset())


def _measures(value: object) -> None:
    kinds: dict[str, Callable[[object], object]] = {
        "text": _text,
        "value": _number,
        "unit": _text,
        "of": _text,
        "as_of": _text,
        "spans": _spans,
        "value_to": _number,
        "comparator": _text,
    }
    for one in _list(value):
        _fields(one, kinds, frozenset({"value", "as_of", "value_to", "comparator"}))


def _warnings(value: object) -> None:
    for one in _list(value):
        _fields(one, {"code": _text, "message": _text, "spans": _any_spans}, frozenset())


def _machine(value: object) -> None:
    given = _object(value)
    if "spans" in given:
        _spans(given["spans"])


def _machines(value: object) -> None:
    for one in _list(value):
        _spans(_object(one).get("spans"))


def _objects(value: object) -> None:
    for one in _list(value):
        _object(one)


JSON_COLUMNS: Final[dict[str, Callable[[object], object]]] = {
    "pages": _pages,
    "furniture": _any_spans,
    "unclaimed": _any_spans,
    "metadata_spans": _any_spans,
    "markers": _any_spans,
    "spans": _any_spans,
    "earlier_spans": _any_spans,
    "warnings": _warnings,
    "statements": _statements,
    "measures": _measures,
    "own_statements": _statements,
    "own_measures": _measures,
    "theme_why": _texts,
    "more_themes": _texts,
    "team_inspectors": _texts,
    "copied_to": _texts,
    "absorbed": _machines,
    "machine": _machine,
    "body": _object,
    "before": _object,
    "after": _object,
    "base": _object,
    "sides": _objects,
    "settled": _object,
}
"""The columns that hold JSON text, where they hold text, with what checks a decoded value."""


# What the rows say of one another


def _source(record: Record) -> None:
    source, content = record["source"][0], record["source_bytes"][0]["bytes"]
    if hashlib.sha256(content).hexdigest() != source["sha256"]:
        raise _Fault("source 1, bytes: the file is not the one that the report came from")
    if len(content) != source["size"]:
        raise _Fault("source 1, size: it is not the file's")
    if not 0 < len(source["name"]) <= _LONGEST_NAME or _UNSAFE_NAME.search(source["name"]):
        raise _Fault("source 1, name: it is no file name")


def _references(record: Record, links: Mapping[str, Mapping[str, str]]) -> None:
    ids: dict[str, set[int]] = {}
    for table, rows in record.items():
        given = [row["id"] for row in rows if "id" in row]
        ids[table] = set(given)
        if len(ids[table]) != len(given):
            raise _Fault(f"{table}: an id is given twice")
    for table, rows in record.items():
        for index, row in enumerate(rows, start=1):
            for column, to in links.get(table, {}).items():
                if row.get(column) is not None and row[column] not in ids.get(to, set()):
                    raise _Fault(f"{table} {index}, {column}: there is no such {to}")
    _no_circles({row["id"]: row.get("parent_id") for row in record.get("section", [])})


def _no_circles(parents: Mapping[int, int | None]) -> None:
    for first in parents:
        seen = {first}
        at = parents[first]
        while at is not None:
            if at in seen:
                raise _Fault("section: headings stand in one another")
            seen.add(at)
            at = parents[at]


def _words(record: Record, text: str) -> None:
    """Every place lies in the text; what is called verbatim is there."""
    length = len(text)
    places = record["report_text"][0]
    for name in ("furniture", "unclaimed", "metadata_spans", "markers"):
        _inside(places[name], length, name)
    if places["pages"] and places["pages"][-1][2] > length:
        raise _Fault("report_text 1, pages: they leave the text")
    for table in ("section", "judgement", "finding", "seen"):
        for index, row in enumerate(record.get(table, []), start=1):
            _inside(row["spans"], length, f"{table} {index}")
    for index, row in enumerate(record.get("finding", []), start=1):
        place = f"finding {index}"
        for name in ("statements", "measures", "own_statements", "own_measures", "absorbed"):
            for part in row.get(name) or ():
                _inside(part["spans"], length, place)
        machine = row.get("machine")
        if machine:
            _at(place, lambda m=machine: _spans(m.get("spans")))  # type: ignore[misc]
            _inside(machine["spans"], length, place)
        said = "".join(text[start:end] for start, end in row["spans"])
        if "".join(said.split()) != "".join(row["verbatim"].split()):
            raise _Fault(f"{place}, verbatim: these are not the words at its spans")


def _facts(record: Record) -> None:
    """What the machine read of the report has the fields that it has."""
    for row in record.get("review", []):
        names = {field.name for field in fields(Metadata)}
        if set(row["machine"]) != names:
            raise _Fault("review 1, machine: it has not the fields of a report's facts")
        for name in ("team_inspectors", "copied_to"):
            _texts(row["machine"][name])
        for previous in _list(row["machine"]["previous_inspections"]):
            _fields(previous, {"date": _text, "what": _text, "spans": _any_spans}, frozenset({"date"}))
        for name in names - {"team_inspectors", "copied_to", "previous_inspections"}:
            if row["machine"][name] is not None:
                _text(row["machine"][name])


def _inside(spans: list[list[int]], length: int, place: str) -> None:
    if any(not 0 <= start <= end <= length for start, end in spans):
        raise _Fault(f"{place}, spans: they leave the text")


def _log(record: Record, columns: Mapping[str, Mapping[str, Column]]) -> None:
    """Undo writes the log's images: they hold what the tables could."""
    for index, row in enumerate(record.get("dispute", []), start=1):
        if row["table_name"] not in columns:
            raise _Fault(f"dispute {index}, table_name: it is none of its values")
    report_id = record["report"][0]["id"] if "report" in record else None
    for index, row in enumerate(record.get("change", []), start=1):
        place = f"change {index}"
        table = row["table_name"]
        if table not in columns or table in ("source", "source_bytes", "report_text", "extraction"):
            raise _Fault(f"{place}, table_name: it is none of its values")
        _at(place, lambda r=row: _id(r["row_id"]))  # type: ignore[misc]
        for name in ("before", "after"):
            image = row.get(name)
            if image is None:
                continue
            _at(f"{place}, {name}", lambda i=image, t=table: _image(i, columns[t]))  # type: ignore[misc]
            if image.get("id", row["row_id"]) != row["row_id"] or (
                image.get("report_id", report_id) != report_id
            ):
                raise _Fault(f"{place}, {name}: it is of another row")


def _image(image: Mapping[str, object], columns: Mapping[str, Column]) -> None:
    """An image holds values as the database does: JSON as text."""
    decoded = dict(image)
    for name, value in image.items():
        if name in columns and columns[name].is_json and value is not None:
            try:
                decoded[name] = json.loads(_text(value))
            except (ValueError, RecursionError):
                raise _Fault(f"{name}: it is no JSON") from None
    _row(decoded, columns, whole=False)
