"""Where a paragraph's own words overrule the kind that its heading gives it."""

from __future__ import annotations

import re

from reviewer.model import DocumentType, Kind

# Contact, referral and assessment letters sum up in one sentence before their first heading.
_SUMS_UP = re.compile(r"^the\s+(?:inspection|visit)\s+(?:has\s+)?(?:identified|found)\b", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:previous|last|earlier|preceding)\s+(?:\w+\s+){0,4}?inspection\b.*\b(?:address|progress|improve|complet|implement|resolv|met\b)",
    re.IGNORECASE | re.DOTALL,
)
_NONE_FOUND = re.compile(
    r"^(?:there\s+(?:are|were)\s+)?no\s+(?:areas?\s+(?:for|of|requiring)\s+)?(?:immediate\s+or\s+)?priority\s+actions?\b"
    r"|^no\s+(?:areas?|issues?|matters?|actions?)\s+(?:were|was|have\s+been|are|is)\s+(?:identified|found|required)\b"
    r"|^none\b.{0,40}$|^not\s+applicable\W*$",
    re.IGNORECASE,
)
# Area SEND: under the outcome stands what will happen next, too.
_WHAT_NEXT = re.compile(
    r"^(?:the\s+next\b|a\s+monitoring\s+inspection\b|ofsted\s+and\s+(?:the\s+)?(?:cqc|care\s+quality)|as\s+a\s+result\s+of\s+this\s+inspection"
    r"|(?:his|her)\s+majesty|hmci\b|the\s+(?:local\s+)?(?:area\s+)?partnership\s+(?:is|are)\s+(?:required|asked))",
    re.IGNORECASE,
)


# Single inspections of 2015 on: the box under a judgement's heading is its summary, with or without the word.
_JUDGEMENT_PART = re.compile(
    r"^\W*(?:the\s+)?(?:experiences?\s+and\s+progress|leadership,?\s+management)", re.IGNORECASE
)


def refined(
    kind: Kind, text: str, *, document_type: str, opening: bool, section: str | None, numbered: bool
) -> Kind:
    """The kind of a finding, from its heading's ``kind`` and its own words.

    ``opening`` says that it stands before the first heading of a letter but its title.
    """
    if kind is Kind.PRIORITY_ACTION and _NONE_FOUND.match(text):
        return Kind.CONTEXT
    if document_type == DocumentType.AREA_SEND and kind is Kind.SUMMARY and _WHAT_NEXT.match(text):
        return Kind.CONTEXT
    if document_type == DocumentType.SIF and kind is Kind.NARRATIVE and not numbered:
        return Kind.SUMMARY if section and _JUDGEMENT_PART.match(section) else kind
    if document_type == DocumentType.CRA_LETTER and opening and kind is Kind.CONTEXT:
        if _EARLIER.search(text):
            return Kind.PROGRESS
        if _SUMS_UP.match(text):
            return Kind.SUMMARY
    return kind
