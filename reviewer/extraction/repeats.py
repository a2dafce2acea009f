"""Whether a finding says that it was said before, or that what was said before has been dealt with.

Reports say so themselves: 'This was an area for development at the last inspection', 'The recommendations of
the 2015 inspection have not been met'. What such a sentence means depends on whether the finding now praises
or criticises.
"""

from __future__ import annotations

import re
from typing import Final

from reviewer.extraction import statements
from reviewer.model import Polarity

_INSPECTION: Final = (
    r"(?:\b(?:last|previous|earlier|most recent)\s(?:[\w’']{1,20}\s){0,6}?(?:inspections?|visits?)\b"
    r"|\b(?:inspections?|visits?)\s(?:[\w’']{1,20}\s){0,8}?(?:in|of)\s(?:\w{3,9}\s)?(?:19|20)\d\d\b)"
)
_POINT: Final = (
    r"\b(?:areas?|recommendations?|weakness(?:es)?|shortfalls?|issues?|concerns?|priority actions?|actions|"
    r"deficits?|failings)\b"
)
_EARLIER: Final = re.compile(r"inspection|visit|(?:19|20)\d\d", re.IGNORECASE)
_MENTION: Final = re.compile(
    rf"{_POINT}[^.]{{0,120}}{_INSPECTION}"
    rf"|\b(?:identified|highlighted|raised|noted|recommended|criticised)\b[^.]{{0,60}}{_INSPECTION}"
    rf"|{_INSPECTION}[^.]{{0,60}}{_POINT}",
    re.IGNORECASE,
)
_WAS_POINT: Final = re.compile(
    rf"\b(?:was|were|had been|has been|have been)\s(?:\w{{1,12}}\s){{0,3}}?{_POINT}[^.]{{0,60}}"
    rf"(?:{_INSPECTION}|\b(?:in|from)\s(?:\w{{3,9}}\s)?(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_DONE: Final = re.compile(
    r"\b(?:has|have|had|been|are|is)\s(?:\w{1,14}\s){0,3}?"
    r"(?:addressed|resolved|rectified|completed|implemented|met|remedied|actioned)\b",
    re.IGNORECASE,
)
_NOT_DONE: Final = re.compile(
    r"\b(?:not|never|yet to be)\s(?:\w{1,14}\s){0,3}?"
    r"(?:addressed|resolved|rectified|completed|implemented|met|remedied|actioned|tackled|improved)\b"
    r"|\b(?:remains?|remained|still|persists?|once again|once more|recurring)\b"
    r"|\b(?:little|limited|insufficient|no) (?:progress|improvement)\b",
    re.IGNORECASE,
)
_PARTLY: Final = re.compile(
    r"\b(?:some|most|many|several|a number|one|two|three|four|five|the majority|not all)\s(?:of\s)?",
    re.IGNORECASE,
)
_LONGEST: Final = 1200


def find(text: str, polarity: str | None = None) -> tuple[bool, bool]:
    """``(repeat_of_previous, addressed_since_previous)`` of the finding ``text``. No text raises.

    ``polarity`` is the finding's: a sentence such as 'this was a recommendation at the last inspection' means
    a repeat in a finding that criticises, and one that has been dealt with in a finding that praises.
    """
    repeat = addressed = False
    if _EARLIER.search(text) is None:
        return False, False
    for start, end in statements.split(text):
        sentence = text[start : min(end, start + _LONGEST)]
        was_point = _WAS_POINT.search(sentence) is not None
        if not was_point and _MENTION.search(sentence) is None:
            continue
        if _NOT_DONE.search(sentence):
            repeat = True
        elif _DONE.search(sentence):
            addressed = True
            partly = _PARTLY.match(sentence) is not None
            repeat = repeat or (partly and polarity in (Polarity.MIXED, Polarity.NEGATIVE))
        elif was_point:
            praised = polarity == Polarity.POSITIVE
            addressed, repeat = addressed or praised, repeat or not praised
    return repeat, addressed
