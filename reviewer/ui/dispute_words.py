"""What reviewers disagree on, in the window's words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from reviewer.exporting import versions
from reviewer.model import DocumentType
from reviewer.store.rows import DisputeRow, FollowUpState, Priority, ReportState, Version
from reviewer.ui import words
from reviewer.ui.words import QT_TRANSLATE_NOOP

_FIELDS: Final[dict[str, str]] = {
    "there": QT_TRANSLATE_NOOP("Words", "whether it is there"),
    "wording": QT_TRANSLATE_NOOP("Words", "wording"),
    "kind": QT_TRANSLATE_NOOP("Words", "kind"),
    "polarity": QT_TRANSLATE_NOOP("Words", "polarity"),
    "themes": QT_TRANSLATE_NOOP("Words", "themes"),
    "number": QT_TRANSLATE_NOOP("Words", "number"),
    "spans": QT_TRANSLATE_NOOP("Words", "boundaries"),
    "section": QT_TRANSLATE_NOOP("Words", "section"),
    "parent": QT_TRANSLATE_NOOP("Words", "heading above"),
    "statements": QT_TRANSLATE_NOOP("Words", "statements"),
    "measures": QT_TRANSLATE_NOOP("Words", "figures"),
    "decision": QT_TRANSLATE_NOOP("Words", "decision"),
    "body": QT_TRANSLATE_NOOP("Words", "note"),
    "reason": QT_TRANSLATE_NOOP("Words", "what to do"),
    "owner": QT_TRANSLATE_NOOP("Words", "owner"),
    "due": QT_TRANSLATE_NOOP("Words", "due"),
    "state": QT_TRANSLATE_NOOP("Words", "state"),
    "priority": QT_TRANSLATE_NOOP("Words", "priority"),
    "heading": QT_TRANSLATE_NOOP("Words", "heading"),
    "grade": QT_TRANSLATE_NOOP("Words", "grade"),
    "area": QT_TRANSLATE_NOOP("Words", "area"),
    "relation": QT_TRANSLATE_NOOP("Words", "link to an earlier concern"),
    "document_type": QT_TRANSLATE_NOOP("Words", "type"),
    "inspection_start": QT_TRANSLATE_NOOP("Words", "inspection began"),
    "inspection_end": QT_TRANSLATE_NOOP("Words", "inspection ended"),
    "publication_date": QT_TRANSLATE_NOOP("Words", "published"),
    "label": QT_TRANSLATE_NOOP("Words", "name"),
    "definition": QT_TRANSLATE_NOOP("Words", "meaning"),
    "colour": QT_TRANSLATE_NOOP("Words", "colour"),
    "shortcut": QT_TRANSLATE_NOOP("Words", "key"),
    "retired": QT_TRANSLATE_NOOP("Words", "retired or merged"),
}
_WHAT: Final[dict[str, str]] = {
    "finding": QT_TRANSLATE_NOOP("Words", "finding"),
    "judgement": QT_TRANSLATE_NOOP("Words", "judgement"),
    "section": QT_TRANSLATE_NOOP("Words", "heading"),
    "note": QT_TRANSLATE_NOOP("Words", "note"),
    "follow_up": QT_TRANSLATE_NOOP("Words", "follow-up"),
    "link": QT_TRANSLATE_NOOP("Words", "link"),
    "review": QT_TRANSLATE_NOOP("Words", "report"),
    "code": QT_TRANSLATE_NOOP("Words", "code"),
}


def field(dispute: DisputeRow) -> str:
    """Which value is in dispute."""
    return words.word(_FIELDS, dispute.field)


def table(dispute: DisputeRow) -> str:
    """What sort of thing it is a value of."""
    return words.word(_WHAT, dispute.table)


def value(dispute: DisputeRow, version: Version, text: str) -> str:
    """A version as the reader sees such values; ``text`` is the report's."""
    held = version.value
    spoken: dict[str, Callable[[str], str]] = {
        "kind": words.kind,
        "polarity": lambda code: f"{words.SIGNS.get(code, '')} {words.polarity(code)}".strip(),
        "priority": lambda code: words.priority(Priority(code)),
        "document_type": lambda code: words.document_type(DocumentType(code)),
    }
    if dispute.field == "there":
        return words.tr("keep it") if held is True else words.tr("take it out")
    if dispute.field == "themes" and isinstance(held, list):
        return ", ".join(map(words.theme, [held[0], *json.loads(held[1])]))
    if dispute.field == "decision":
        found = {None: words.tr("undecided"), "rejected": words.tr("rejected")}
        return found.get(held if held is None else str(held), words.tr("it stands"))
    if dispute.field == "state" and isinstance(held, str):
        return (
            words.follow_up_state(FollowUpState(held))
            if dispute.table == "follow_up"
            else words.report_state(ReportState(held))
        )
    if dispute.field in spoken and isinstance(held, str):
        return spoken[dispute.field](held)
    return versions.said(dispute, version, text)
