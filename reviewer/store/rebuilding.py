"""Rows of the machine that are lost, made again from its first extraction, with the ids that they had.

An import gives its findings, headings and judgements ids one after the other, in the order of the
extraction: from those that are left follows the id of each that is lost. What the log changed in them since
is put on top.
"""

from __future__ import annotations

import json
from typing import Any, Final

from reviewer.model import Finding, Judgement, Measure, Section, Statement
from reviewer.store import codec, coverage
from reviewer.store.database import Row, StoreDatabase
from reviewer.store.order import GAP
from reviewer.store.reextract import finding_values, judgement_values, section_values
from reviewer.store.replay import Told

_Item = dict[str, Any]

_ORDER: Final = ("section", "judgement", "finding")
"""Headings first, for findings stand in them."""


_CHANGED: Final = "SELECT row_id AS id FROM change JOIN step ON step.id = step_id WHERE report_id = ?1"
_NAMED: Final = {
    "section": f"{_CHANGED} AND table_name = 'section'"
    " UNION SELECT section_id FROM finding WHERE report_id = ?1 AND section_id IS NOT NULL",
    "judgement": f"{_CHANGED} AND table_name = 'judgement'",
    "finding": "SELECT finding_id AS id FROM change JOIN step ON step.id = step_id"
    " WHERE report_id = ?1 AND finding_id IS NOT NULL",
}
"""The ids that anything left names."""

_SAID: Final = frozenset(("area", "grade", "heading", "number", "kind", "polarity", "theme", "page"))


def rebuild(db: StoreDatabase, report_id: int) -> int:
    """Put back what the import of a report made and nobody took out; return how many rows that are.

    Where nothing tells which ids they had, they stay lost. Raises ValueError, KeyError or TypeError where log
    or extraction are no such things.
    """
    body = db.value(
        "SELECT body FROM extraction WHERE report_id = ? ORDER BY id LIMIT 1",
        (report_id,),
    )
    text = db.value("SELECT text FROM report_text WHERE report_id = ?", (report_id,))
    if body is None or text is None:
        return 0
    extraction = json.loads(body)
    told = Told(db, report_id)
    sections: dict[str, int] = {}
    made = 0
    for table in _ORDER:
        items: list[_Item] = extraction[f"{table}s"]
        first = _first_id(db, told, report_id, table, items)
        if table == "section":
            sections = {row["machine_id"]: row["id"] for row in told.begun("section")}
        if first is None:
            continue
        if table == "section":
            sections = {item["id"]: first + index for index, item in enumerate(items)}
        for index, item in enumerate(items):
            key = (table, first + index)
            if key in told.gone or _is_there(db, *key):
                continue
            values = {
                "id": first + index,
                "report_id": report_id,
                "position": (index + 1) * GAP,
                **_values(table, item, sections, text),
                **told.known.get(key, {}),
            }
            db.add(table, values)
            made += 1
    if made:
        coverage.recount(db, report_id)
    return made


def _first_id(db: StoreDatabase, told: Told, report_id: int, table: str, items: list[_Item]) -> int | None:
    """The id that the import gave to the first of ``items``, None where that can't be known."""
    known = {row["id"]: row for row in told.begun(table)}
    for row in db.all(_NAMED[table], (report_id,)):
        if (table, row["id"]) not in told.born:
            known.setdefault(row["id"], told.first.get((table, row["id"]), {}))
    if not known:
        last: int = db.value("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?", (table,))
        return last + 1
    firsts = set.intersection(
        *(
            {row_id - index for index, item in enumerate(items) if _may_be(item, row)}
            for row_id, row in known.items()
        )
    )
    return firsts.pop() if len(firsts) == 1 else None


def _may_be(item: _Item, row: Row) -> bool:
    """Whether the row could have begun as this item of the extraction, as far as it is known."""
    if row.get("machine_id") is not None:
        return bool(row["machine_id"] == item["id"])
    if row.get("machine_area") is not None:
        return (row["machine_area"], row["machine_grade"]) == (item["area"], item["grade"])
    return all(row[field] == item[field] for field in _SAID & row.keys() & item.keys())


def _is_there(db: StoreDatabase, table: str, row_id: int) -> bool:
    return db.value(f"SELECT 1 FROM {table} WHERE id = ?", (row_id,)) is not None


def _values(table: str, item: _Item, sections: dict[str, int], text: str) -> dict[str, object]:
    spans = codec.spans_from(item["spans"])
    if table == "judgement":
        return judgement_values(Judgement(item["area"], item["grade"], spans, item["page"]))
    if table == "section":
        section = Section(**{**item, "spans": spans})
        return {**section_values(section), "parent_id": sections.get(section.parent or "")}
    statements = (Statement(**{**one, "spans": codec.spans_from(one["spans"])}) for one in item["statements"])
    measures = (Measure(**{**one, "spans": codec.spans_from(one["spans"])}) for one in item["measures"])
    finding = Finding(
        **{
            **item,
            "spans": spans,
            "section_id": item["section_id"] if item["section_id"] in sections else None,
            "statements": tuple(statements),
            "measures": tuple(measures),
            "theme_why": tuple(item["theme_why"]),
        }
    )
    return finding_values(finding, sections, text)
