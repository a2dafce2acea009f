"""What a step of the log changed, in the reviewer's words: which thing, from what, to what. Pure."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from reviewer.store.rows import CodeRole, Decision, HistoryEntry
from reviewer.ui import codes, words
from reviewer.ui.words import QT_TRANSLATE_NOOP

Name = Callable[[str, int, Mapping[str, Any]], str]
"""How the window calls a row: its table, its id, and the fields of it that are known here."""

_HIDDEN: Final = frozenset(
    (
        *("id", "report_id", "position", "decided_by", "decided_at", "created_by", "created_at", "edited_at"),
        *("seen_by", "seen_at", "home_section_id", "machine_id", "machine", "machine_heading"),
        *("machine_grade", "machine_area", "confidence", "theme_why", "verbatim", "absorbed", "page"),
        *("statements", "measures", "extraction_number", "finding_id", "report", "settled_by"),
        *("settled_at", "earlier_sha256", "earlier_spans"),
    )
)
"""Fields that say nothing by themselves: they come with others, or belong to the machine."""

FIELDS: Final[dict[str, str]] = {
    "number": QT_TRANSLATE_NOOP("Words", "number"),
    "kind": QT_TRANSLATE_NOOP("Words", "kind"),
    "polarity": QT_TRANSLATE_NOOP("Words", "polarity"),
    "theme": QT_TRANSLATE_NOOP("Words", "theme"),
    "more_themes": QT_TRANSLATE_NOOP("Words", "further themes"),
    "wording": QT_TRANSLATE_NOOP("Words", "wording"),
    "spans": QT_TRANSLATE_NOOP("Words", "place in the text"),
    "decision": QT_TRANSLATE_NOOP("Words", "decision"),
    "section_id": QT_TRANSLATE_NOOP("Words", "heading"),
    "parent_id": QT_TRANSLATE_NOOP("Words", "heading above"),
    "own_statements": QT_TRANSLATE_NOOP("Words", "statements"),
    "own_measures": QT_TRANSLATE_NOOP("Words", "figures"),
    "starred": QT_TRANSLATE_NOOP("Words", "star"),
    "body": QT_TRANSLATE_NOOP("Words", "note"),
    "reason": QT_TRANSLATE_NOOP("Words", "what to do"),
    "owner": QT_TRANSLATE_NOOP("Words", "owner"),
    "due": QT_TRANSLATE_NOOP("Words", "due"),
    "state": QT_TRANSLATE_NOOP("Words", "state"),
    "priority": QT_TRANSLATE_NOOP("Words", "priority"),
    "name": QT_TRANSLATE_NOOP("Words", "tag"),
    "heading": QT_TRANSLATE_NOOP("Words", "heading"),
    "grade": QT_TRANSLATE_NOOP("Words", "grade"),
    "area": QT_TRANSLATE_NOOP("Words", "area"),
    "document_type": QT_TRANSLATE_NOOP("Words", "type"),
    "inspection_start": QT_TRANSLATE_NOOP("Words", "inspection began"),
    "inspection_end": QT_TRANSLATE_NOOP("Words", "inspection ended"),
    "publication_date": QT_TRANSLATE_NOOP("Words", "published"),
    "lead_inspector": QT_TRANSLATE_NOOP("Words", "lead inspector"),
    "team_inspectors": QT_TRANSLATE_NOOP("Words", "team inspectors"),
    "copied_to": QT_TRANSLATE_NOOP("Words", "copied to"),
    "relation": QT_TRANSLATE_NOOP("Words", "what became of it"),
}
_CAME: Final[dict[str, str]] = {
    "finding": "spans",
    "judgement": "area",
    "section": "heading",
    "note": "body",
    "follow_up": "reason",
    "tag": "name",
    "seen": "spans",
    "assignment": "reviewer",
    "link": "relation",
}
"""What of a row that came or went is shown."""


@dataclass(frozen=True)
class Line:
    """One thing that a step changed; ``before`` or ``after`` is empty where there was, or is, nothing."""

    what: str
    before: str
    after: str


def lines(
    entry: HistoryEntry,
    name: Name,
    text: str,
    headings: Mapping[int, str],
) -> list[Line]:
    """What a step changed, in its order; ``text`` is the report's, ``headings`` are by their ids."""
    found: list[Line] = []
    for (table, row_id), (before, after) in _by_row(entry).items():
        called = name(table, row_id, after or before or {})
        if before is None or after is None:
            field = _CAME.get(table)
            shown = after if before is None else before
            value = "" if field is None or shown is None else _value(field, shown.get(field), text, headings)
            if table == "judgement" and shown is not None:
                value = f"{value}: {shown.get('grade') or ''}"
            value = value or called
            found.append(Line(called, "" if before is None else value, value if before is None else ""))
            continue
        for field in after:
            if field in _HIDDEN or before.get(field) == after[field]:
                continue
            values = (_value(field, one.get(field), text, headings) for one in (before, after))
            found.append(Line(f"{called}: {words.word(FIELDS, field)}", *values))
    return found


def _by_row(
    entry: HistoryEntry,
) -> dict[tuple[str, int], tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Each row as it was before the step and after it: None where it was not there.

    A row that was taken out and put in anew in one step, as a re-extraction does, is one that changed.
    """
    first: dict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
    last: dict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
    for table, row_id, field, before, after in entry.changes:
        first[table, row_id].setdefault(field, before)
        last[table, row_id][field] = after
    # Of a row that came or went, the log has all fields: its id says which.
    return {
        key: (
            None if "id" in first[key] and first[key]["id"] is None else first[key],
            None if "id" in last[key] and last[key]["id"] is None else last[key],
        )
        for key in first
    }


def _value(field: str, value: object, text: str, headings: Mapping[int, str]) -> str:
    if value is None or value == "":
        return ""
    code = str(value)
    if field in ("kind", "theme"):
        return codes.in_use().label(CodeRole(field), code)
    read = _READ.get(field)
    if read is not None:
        return read(code)
    if field == "spans":
        return " … ".join(text[start:end] for start, end in json.loads(code))
    if field in ("section_id", "parent_id"):
        return headings.get(int(code), words.tr("a heading that is gone"))
    if field == "state":
        return words.word(words.FOLLOW_UP_STATES, code)
    return code


def _texts(code: str) -> str:
    return "; ".join(str(item["text"]) if isinstance(item, dict) else str(item) for item in json.loads(code))


_READ: Final[dict[str, Callable[[str], str]]] = {
    "polarity": words.polarity,
    "decision": lambda code: words.decision(Decision(code)),
    "document_type": words.document_type,
    "relation": lambda code: words.tr(code.replace("_", " ")),
    "starred": lambda code: words.tr("yes") if code == "1" else words.tr("no"),
    "more_themes": lambda code: ", ".join(
        codes.in_use().label(CodeRole.THEME, key) for key in json.loads(code)
    ),
    "own_statements": _texts,
    "own_measures": _texts,
    "team_inspectors": _texts,
    "copied_to": _texts,
    "due": words.day,
    "inspection_start": words.day,
    "inspection_end": words.day,
    "publication_date": words.day,
}
