"""Earlier inspections that a report mentions, with their dates."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

from reviewer.extraction.dates import Dates, any_dates
from reviewer.model import PreviousInspection, Span, Spans

_KIND: Final = (
    r"(?:(?:ofsted|full|judge?ment|graded|short|standard|single|safeguarding|child\s+protection|adoption|fostering|ilacs|sif"
    r"|unannounced|announced|focus+ed|assurance|monitoring|virtual|joint|targeted|area|local|send|re-?|children[’']s\s+services"
    r"|looked\s+after\s+children)\s+){0,5}"
    r"(?:re-?inspections?|inspections?(?!\s+(?:and|act|board|notice|team|report:))|visits?\b|re-?visits?|jtais?\b)(?:\s*\([A-Za-z]{2,6}\))?"
)
_WHICH: Final = (
    r"(?:(?:last|previous|most\s+recent|recent|earlier|first|second|third|fourth|final|two|three|early|a|an|the|that"
    r"|further|subsequent)\s+){0,4}"
)
_MENTION: Final = re.compile(rf"\b(?P<what>{_WHICH}{_KIND})", re.IGNORECASE)
# Between what was done and when: 'of the local authority's services … was undertaken in'.
_BETWEEN: Final = re.compile(
    r"(?: report)?(?:,? (?:of|for|into|to|by|regarding) [^.;:]{1,160}?)?,?"
    r"(?: (?:was|were|took place|which|that|undertaken|published|carried out|conducted|completed)){0,4},?"
    r"(?: \(?(?:in|on|of|during|from|between|dated|at|and))?(?: (?:early|late|the end of))? \(?",
    re.IGNORECASE,
)
# 'In 2021, services were judged …'; 'since they were found to be inadequate in 2017'.
_JUDGED_AFTER: Final = re.compile(r",?[^.]{0,160}\b(?:judged|found to be|inspected)\b", re.IGNORECASE)
_JUDGED_BEFORE: Final = re.compile(
    r"\b(?:services|authority|council|they)\b[^.]{0,60}\b(?:judged|found to be|inspected)\b"
    r"[^.]{0,60} (?:in|since) \Z",
    re.IGNORECASE,
)
_OPENS: Final = re.compile(r"\b(?:In|Since) \Z")
_LABEL: Final = re.compile(
    r"dates?\s+of\s+(?:the\s+)?(?:previous|last)\s+(?:full\s+)?inspections?\s*:?\s*", re.IGNORECASE
)
_OTHER_SETTING: Final = re.compile(
    r"\bhomes?\b|\bschools?\b|colleges?\b|hospital|nurser(?:y|ies)|\bunits?\b"
    r"|constabulary|police\s+force|act\s+(?:19|20)\d{2}|in\s+post\s+since",
    re.IGNORECASE,
)
_SPACES: Final = re.compile(r"\s+")
_THEIR: Final = re.compile(r"\b(?:their|its)\s+\Z", re.IGNORECASE)
_AND: Final = re.compile(r"\s*(?:,|and|&|,\s*and)\s+(?:in\s+)?")
_SENTENCE_START: Final = re.compile(r"(?<=[.!?:;•▪◼])\s|\n\s*\n|\n\s*[•▪◼●-]\s|\n(?=\d{1,3}\.\s)")


def previous_inspections(text: str, before: str | None) -> tuple[PreviousInspection, ...]:
    """Earlier inspections and visits of the authority's services that the report dates, in reading order.

    ``before`` is the ISO date on which this inspection began; what is dated later is not earlier. The same
    date and kind mentioned again adds its span to the first mention.
    """
    found: dict[tuple[str, str], tuple[str, list[Span]]] = {}
    last: tuple[Dates, str] | None = None
    starts = [0, *(match.end() for match in _SENTENCE_START.finditer(text))]
    for dates in any_dates(text):
        if before is not None and dates.start >= before[: len(dates.start)]:
            continue
        mention = _mention(text, starts, dates)
        if mention is None and last and _AND.fullmatch(text[last[0].span[1] : dates.span[0]][:20]):
            mention = dates.span, last[1]
        if mention is None:
            continue
        span, what = mention
        last = dates, what
        found.setdefault((dates.start, _family(what)), (what, []))[1].append(span)
    return tuple(PreviousInspection(date, what, _united(spans)) for (date, _), (what, spans) in found.items())


def _mention(text: str, starts: list[int], dates: Dates) -> tuple[Span, str] | None:
    """What was done at that date, by the words of its sentence; None where they speak of something else."""
    at, end = dates.span
    label = next(iter(_LABEL.finditer(text, max(0, at - 60), at)), None)
    if label and not text[label.end() : at].strip():
        return (label.start(), end), "previous inspection"
    begin = max(starts[bisect_left(starts, at + 1) - 1], at - 300)
    stop = min(_sentence_end(text, starts, end), end + 160)
    if _OTHER_SETTING.search(text, begin, stop):
        return None
    best: re.Match[str] | None = None
    for match in _MENTION.finditer(text, begin, at):
        if _BETWEEN.fullmatch(_SPACES.sub(" ", text[match.end() : at])):
            best = None if _THEIR.search(text, max(begin, match.start() - 8), match.start()) else match
    if best:
        return (best.start("what"), end), _words(best.group("what"))
    after = _MENTION.match(text, end + 1, stop)
    if after and not text[end : end + 1].strip():
        return (at, after.end()), _words(after.group("what"))
    if dates.days == 0 and _is_judged(_SPACES.sub(" ", text[begin:at]), _SPACES.sub(" ", text[end:stop])):
        return (at, end), "inspection"
    return None


def _united(spans: Iterable[Span]) -> Spans:
    """Spans in order; those that overlap become one."""
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return tuple(united)


def _is_judged(before: str, after: str) -> bool:
    if _OPENS.search(before):
        return _JUDGED_AFTER.match(after) is not None
    return _JUDGED_BEFORE.search(before) is not None


def _sentence_end(text: str, starts: list[int], end: int) -> int:
    place = bisect_left(starts, end + 1)
    return starts[place] if place < len(starts) else len(text)


def _words(what: str) -> str:
    plain = " ".join(what.split()).casefold()
    return re.sub(r"^(?:(?:the|a|an|that)\s+)+", "", plain)


def _family(what: str) -> str:
    for kind in ("monitoring", "assurance", "focus", "jtai", "joint", "visit"):
        if kind in what:
            return kind
    return "inspection"
