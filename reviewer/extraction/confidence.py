"""How sure the extractor is that a finding is right in every field."""

from __future__ import annotations

import math


def of_finding(*sure: float) -> float:
    """The confidence (0 to 1, two decimals, rounded down) from how ``sure`` each field is.

    A finding is right when all its fields are, and they go wrong independently: where its boundaries are
    unclear its theme is no less clear. Values outside 0 to 1 are taken as the nearer end.
    """
    product = math.prod(min(1.0, max(0.0, value)) for value in sure)
    return math.floor(product * 100 + 1e-9) / 100


def of_boundaries(text: str, *, numbered: bool, in_numbered_run: bool, known_family: bool) -> float:
    """How sure (0 to 1) it is that a finding begins and ends where it should.

    The mistakes are where a page or a table cut a paragraph: it then begins in mid-sentence, or ends without
    a full stop, or has no number among paragraphs that have one. In a document of no known family the
    headings, and so what is a finding at all, are guessed.
    """
    sure = 1.0
    if text[:1].islower():
        sure *= 0.85
    if text.rstrip("’”\"')]")[-1:] not in ".!?" and not numbered:
        sure *= 0.9
    if in_numbered_run and not numbered:
        sure *= 0.8
    if len(text) < 30 or len(text) > 3_000:
        sure *= 0.8
    return sure if known_family else sure * 0.8
