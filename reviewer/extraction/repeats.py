"""Whether a finding says that it was said before, or that what was said before has been dealt with."""

from __future__ import annotations

import re
from typing import Final

from reviewer.extraction import statements

_EARLIER: Final = (
    r"(?:(?:at|in|from|by|during|of|since|following)\s(?:the|its|our|their)\s(?:last|previous|earlier|most recent)\s"
    r"(?:\w+\s){0,6}?(?:inspections?|visits?|reviews?|report)"
    r"|(?:at|in|from|by|during|of|since|following)\s(?:the|an?)\s(?:\w+\s){0,5}?(?:inspection|focused visit|monitoring visit)s?\s"
    r"(?:of|in|held in|carried out in)\s(?:\w+\s){0,6}?(?:19|20)\d\d"
    r"|previous(?:ly)?\s(?:inspections?|identified|highlighted|reported))"
)
_EARLIER_POINT: Final = re.compile(
    rf"\b(?:(?:an?|one of the|two of the|all(?: of)? the|the|this|these|most of the|some of the|many of the)\s)?"
    rf"(?:areas?|recommendations?|weaknesses|weakness|shortfalls?|issues?|concerns?|priority actions?|deficits?)\s"
    rf"(?:\w+\s){{0,4}}?(?:\w+\s){{0,6}}?{_EARLIER}",
    re.IGNORECASE,
)
_WAS_POINT: Final = re.compile(
    r"\b(?:was|were|had been|has been|have been)\s(?:also\s)?(?:identified as\s|highlighted as\s|noted as\s|raised as\s|reported as\s)?"
    r"(?:an?\s)?(?:areas? (?:for|of) (?:\w+\s)?(?:development|improvement)|recommendations?|priority actions?|"
    r"weakness(?:es)?|concerns?|issues?|shortfalls?)\b[^.]{0,60}?"
    r"(?:\b(?:last|previous|earlier|most recent)\b[^.]{0,60}?\b(?:inspection|visit|review)s?\b|\b(?:in|from) (?:\w+ )?(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_IDENTIFIED_BEFORE: Final = re.compile(
    r"\b(?:identified|highlighted|raised|noted|reported|found|recommended|criticised)\b[^.]{0,40}?\b(?:at|in|by|during|since|from)\s"
    r"(?:the|its|our|their|an?)\s(?:last|previous|earlier|most recent)\b[^.]{0,60}?\b(?:inspection|visit|review)s?\b",
    re.IGNORECASE,
)
_STILL: Final = re.compile(
    r"\b(?:remains?|remained|still|continues? to be|persists?|again|once more|repeat(?:ed)?|recurring|"
    r"not (?:yet |been |all been |fully |sufficiently |adequately )*(?:addressed|resolved|improved|tackled|rectified|implemented)|"
    r"(?:little|limited|insufficient|too little) progress|as was the case)\b",
    re.IGNORECASE,
)
_ADDRESSED: Final = re.compile(
    r"\b(?:(?:has|have|had|been|are|is|were|was)\s(?:now\s|all\s|also\s|both\s|largely\s|fully\s|mostly\s|since\s|been\s|satisfactorily\s|"
    r"successfully\s|effectively\s|appropriately\s|subsequently\s)*"
    r"(?:addressed|resolved|rectified|completed|implemented|met|remedied|actioned|strengthened|improved)|"
    r"(?:improvement|improved|improvements|progress)\b[^.]{0,40}\bsince)\b",
    re.IGNORECASE,
)
_NOT_ADDRESSED: Final = re.compile(
    r"\b(?:not|never|yet to be)\s(?:\w+\s){0,3}?(?:addressed|resolved|rectified|completed|implemented|met|improved)\b",
    re.IGNORECASE,
)
_LONGEST: Final = 1200


def find(text: str) -> tuple[bool, bool]:
    """``(repeat_of_previous, addressed_since_previous)`` of a finding, from its own words. No text raises.

    A finding repeats an earlier one when it says that an earlier inspection found the same and does not say that
    it has been dealt with; it is addressed when it says that it has.
    """
    repeat = addressed = False
    spans = statements.split(text)
    for number, (start, end) in enumerate(spans):
        sentence = text[start : min(end, start + _LONGEST)]
        if not _mentions(sentence):
            continue
        near = text[spans[max(0, number - 1)][0] : spans[min(len(spans) - 1, number + 1)][1]][: 3 * _LONGEST]
        done = _ADDRESSED.search(sentence) is not None and _NOT_ADDRESSED.search(sentence) is None
        addressed = addressed or done
        repeat = repeat or (
            not done and (_WAS_POINT.search(sentence) is not None or _STILL.search(near) is not None)
        )
    return repeat, addressed


def _mentions(sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in (_EARLIER_POINT, _WAS_POINT, _IDENTIFIED_BEFORE))
