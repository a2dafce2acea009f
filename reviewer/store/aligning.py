"""An extraction of one reading of a report, put on the words of another: the stored text never changes.

A newer version may read a file a little differently (a space, a hyphen, a footer's place). Words that both
readings share, in the same order, carry the positions over; what has no word in common is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from reviewer.model import Extraction, Finding, Spans, Statement, joined

_WORD: Final = re.compile(r"\S+")
_LINE: Final = re.compile(r"[^\n]+")

_Place = tuple[int, int]


def on_text(extraction: Extraction, text: str) -> tuple[Extraction, int]:
    """The extraction with its positions in ``text``, and how many of its findings have no place there."""
    if extraction.text == text:
        return extraction, 0
    carry = _Carry(extraction.text, text)
    findings = [one for finding in extraction.findings if (one := _finding(finding, carry, text)) is not None]
    moved = replace(
        extraction,
        text=text,
        findings=tuple(findings),
        judgements=tuple(
            replace(one, spans=spans)
            for one in extraction.judgements
            if (spans := carry.spans(one.spans)) or not one.spans
        ),
        sections=tuple(replace(one, spans=carry.spans(one.spans)) for one in extraction.sections),
        warnings=tuple(replace(one, spans=carry.spans(one.spans)) for one in extraction.warnings),
        metadata_spans=carry.spans(extraction.metadata_spans),
        furniture=carry.spans(extraction.furniture),
        unclaimed=carry.spans(extraction.unclaimed),
        markers=carry.spans(extraction.markers),
        source=replace(extraction.source, characters=len(text)),
        report=replace(
            extraction.report,
            previous_inspections=tuple(
                replace(one, spans=carry.spans(one.spans)) for one in extraction.report.previous_inspections
            ),
        ),
    )
    return moved, len(extraction.findings) - len(findings)


def _finding(finding: Finding, carry: _Carry, text: str) -> Finding | None:
    spans = carry.spans(finding.spans)
    if not spans:
        return None
    statements = (
        Statement(joined(text, moved), moved, one.polarity)
        for one in finding.statements
        if (moved := carry.spans(one.spans))
    )
    return replace(
        finding,
        spans=spans,
        text=joined(text, spans),
        statements=tuple(statements),
        measures=tuple(
            replace(one, spans=moved, text=joined(text, moved))
            for one in finding.measures
            if (moved := carry.spans(one.spans))
        ),
    )


class _Carry:
    """Where the words of one text are in another."""

    def __init__(self, old: str, new: str) -> None:
        self._words = [match.span() for match in _WORD.finditer(old)]
        self._starts = [start for start, _ in self._words]
        self._targets: dict[int, _Place] = {}
        ours = [match.span() for match in _WORD.finditer(new)]
        their_lines, our_lines = _lines(old, self._words), _lines(new, ours)
        # Whole lines first: comparing all words with all words takes too long.
        matcher = SequenceMatcher(
            None, [line for line, *_ in their_lines], [line for line, *_ in our_lines], autojunk=False
        )
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            theirs = [place for line in their_lines[i1:i2] for place in range(line[1], line[2])]
            mine = [place for line in our_lines[j1:j2] for place in range(line[1], line[2])]
            if tag == "equal":
                pairs = list(zip(theirs, mine, strict=True))
            elif tag == "replace":
                pairs = _paired(
                    [old[slice(*self._words[one])] for one in theirs],
                    [new[slice(*ours[one])] for one in mine],
                )
                pairs = [(theirs[left], mine[right]) for left, right in pairs]
            else:
                continue
            self._targets.update((left, ours[right]) for left, right in pairs)

    def spans(self, spans: Spans) -> Spans:
        """The spans from the first to the last word in them that is there; none where no word is."""
        moved: list[tuple[int, int]] = []
        for start, end in spans:
            found = [self._target(word, start, end) for word in self._inside(start, end)]
            places = [place for place in found if place is not None]
            if places:
                span = places[0][0], places[-1][1]
                if span[0] < span[1] and (not moved or moved[-1][1] <= span[0]):
                    moved.append(span)
        return tuple(moved)

    def _inside(self, start: int, end: int) -> range:
        first = max(0, bisect_left(self._starts, start) - 1)
        if first < len(self._words) and self._words[first][1] <= start:
            first += 1
        return range(first, bisect_left(self._starts, end))

    def _target(self, word: int, start: int, end: int) -> _Place | None:
        """Where a word is, or the part of it that lies within ``start`` and ``end``."""
        place = self._targets.get(word)
        if place is None:
            return None
        here = self._words[word]
        if here[1] - here[0] != place[1] - place[0]:
            return place
        return place[0] + max(0, start - here[0]), place[1] - max(0, here[1] - end)


def _lines(text: str, words: list[_Place]) -> list[tuple[str, int, int]]:
    """Each line as its words say it, with the first of them and the one after the last."""
    lines, at = [], 0
    for match in _LINE.finditer(text):
        first = at
        while at < len(words) and words[at][0] < match.end():
            at += 1
        if at > first:
            lines.append((" ".join(match[0].split()), first, at))
    return lines


def _paired(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [
        (block.a + index, block.b + index)
        for block in matcher.get_matching_blocks()
        for index in range(block.size)
    ]
