"""What reviewers disagree on, in words: of what, which value of it, and what each version is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from reviewer.model import joined

if TYPE_CHECKING:
    from reviewer.store import Store
    from reviewer.store.rows import DisputeRow, Version

FIELDS: Final = {
    "there": "whether it is there",
    "spans": "boundaries",
    "on": "place",
    "parent": "section above",
    "due": "due date",
    "retired": "retired or merged",
}
"""Names of fields that are not their own words."""

_DECISIONS: Final = {None: "undecided", "stands": "stands", "rejected": "rejected"}


def field_name(dispute: DisputeRow) -> str:
    """The value that is in dispute, in words."""
    return FIELDS.get(dispute.field, dispute.field.replace("_", " "))


def said(dispute: DisputeRow, version: Version, text: str = "") -> str:
    """A version in words; ``text`` is the report's, for boundaries. Empty where nothing is said."""
    value: Any = version.value
    if dispute.field == "there":
        return "there" if value is True else "taken out"
    if version.shown is not None:
        return version.shown
    if dispute.field == "decision":
        return _DECISIONS[value]
    if value is None:
        return _nothing(dispute)
    return _spoken(dispute.field, value, text)


def _spoken(field: str, value: Any, text: str) -> str:
    if field == "themes":
        return ", ".join([value[0], *json.loads(value[1])])
    if field == "retired":
        into = "" if value[1] is None else f", merged into {str(value[1]).rpartition(':')[2]}"
        return f"retired{into}" if value[0] else "in use"
    if field == "spans":
        spans = tuple((start, end) for start, end in json.loads(value))
        return joined(text, spans) if text else value
    if field in ("statements", "measures"):
        return " | ".join(_part(part) for part in json.loads(value)) or "none"
    if field in ("team_inspectors", "copied_to"):
        return ", ".join(json.loads(value))
    if isinstance(value, list):
        return "elsewhere" if any(value) else "on the report"
    return str(value)


def _part(part: dict[str, Any]) -> str:
    return f"{part['text']} ({part['polarity']})" if "polarity" in part else str(part["text"])


def _nothing(dispute: DisputeRow) -> str:
    if dispute.field == "wording":
        return "as printed"
    if dispute.field in ("statements", "measures"):
        return "as the machine has them"
    return "none"


def of_what(store: Store, dispute: DisputeRow) -> str:
    """What the value is of: a finding by its number or first words, a judgement by its area, and so on."""
    if dispute.table == "finding":
        row = store.finding(dispute.row_id)
        return f"finding {row.number}" if row.number else f"finding ‘{_short(row.text)}’"
    if dispute.table == "judgement":
        return f"judgement ‘{_short(store.judgement(dispute.row_id).area)}’"
    if dispute.table == "section" and dispute.report_id is not None:
        rows = [row for row in store.sections(dispute.report_id) if row.id == dispute.row_id]
        return f"section ‘{_short(rows[0].heading)}’" if rows else "section"
    if dispute.table == "code":
        found = [row for row in store.codes() if row.id == dispute.row_id]
        return f"{found[0].role.value} ‘{found[0].label}’" if found else "a code"
    return {"review": "the report", "follow_up": "a follow-up"}.get(dispute.table, f"a {dispute.table}")


def _short(words: str, most: int = 40) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + "…"
