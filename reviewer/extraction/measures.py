"""Finds the figures of a finding: what they count, as of when, and what the report compares them with.

A figure is a percentage, rate, range, duration, sum of money, count ('657 children') or fraction ('almost a
third of'). Numbers that say nothing about the service are left out: dates, section and Act numbers, ages, key
stages, telephone numbers, time limits ('within 15 days', 'in the last 12 months').

Offsets are half-open code points into the text that was given. Each number is judged by a bounded number of
characters around it, so the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.extraction import statements
from reviewer.model import Span


@dataclass(frozen=True, slots=True)
class MeasureMatch:
    """A figure at ``text[start:end]``. ``unit`` is ``percent``, ``per 10,000`` (or the number printed),
    ``days`` and so on, ``GBP``, ``count`` or ``fraction``; ``value_to`` the upper end of a range; ``of`` the
    words for what is counted ('' where the sentence does not say); ``as_of`` an ISO date as precise as the
    report; ``comparator`` the words that it is compared with."""

    start: int
    end: int
    value: float
    value_to: float | None
    unit: str
    of: str
    as_of: str | None
    comparator: str | None


@dataclass(frozen=True, slots=True)
class _Figure:
    start: int
    end: int
    value: float
    value_to: float | None
    unit: str


_MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH: Final = "(?:" + "|".join(_MONTHS) + ")"
_WORDS: Final = {
    word: number
    for number, word in enumerate(
        [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        start=2,
    )
}
_FRACTIONS: Final = {
    "a quarter": 0.25, "one quarter": 0.25, "a third": 1 / 3, "one third": 1 / 3, "half": 0.5, "a half": 0.5,
    "two thirds": 2 / 3, "three quarters": 0.75, "a fifth": 0.2, "one fifth": 0.2, "a tenth": 0.1,
}  # fmt: skip
_SCALE: Final = {"m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "k": 1e3, "thousand": 1e3}

_DIGITS: Final = r"\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,4})?|\d{1,9}(?:\.\d{1,4})?"
_NUMBER: Final = rf"(?<![\w.,/£\-–])(?:{_DIGITS})(?![\d]|[.,]\d)"
_TO: Final = r"\s{0,2}(?:-|–|—|‑|\bto\b)\s{0,2}"
_NUMBER_OR_WORD: Final = re.compile(
    rf"(?P<pound>£\s?)?(?P<from>(?<![\w.,/\-–])(?:{_DIGITS})|\b(?:{'|'.join(_WORDS)})\b)"
    rf"(?P<percent_from>\s?%)?(?:{_TO}£?(?P<to>{_DIGITS})(?![\d]|[.,]\d))?",
    re.IGNORECASE,
)
_FRACTION: Final = re.compile(
    r"\b(a quarter|one[ -]quarter|a third|one[ -]third|a half|half|two[ -]thirds|three[ -]quarters|a fifth|"
    r"one[ -]fifth|a tenth) of\b",
    re.IGNORECASE,
)
_AFTER_PERCENT: Final = re.compile(r"\s{0,2}(?:%|per\s?cent\b)", re.IGNORECASE)
_AFTER_RATE: Final = re.compile(
    r"\s{1,2}(?:per|in every|for every)\s{1,2}(10,000|100,000|1,000|1000|100)\b", re.IGNORECASE
)
_AFTER_DURATION: Final = re.compile(
    r"\s{1,2}(working days|school days|days|weeks|months|years|hours|minutes)\b", re.IGNORECASE
)
_AFTER_SCALE: Final = re.compile(r"\s?(million|billion|thousand|bn|m|k)\b", re.IGNORECASE)
_OUT_OF: Final = re.compile(
    rf"\s{{1,2}}(?:out of|of)(?: the| these| those)?\s{{1,2}}(?:{_DIGITS}|{'|'.join(_WORDS)})\b",
    re.IGNORECASE,
)

_NOT_BEFORE: Final = re.compile(
    r"(?:\b(?:section|sections|s|regulation|regulations|article|act|paragraph|paragraphs|para|no|nos|number|"
    r"recommendation|stage|stages|year|years|level|levels|tier|tiers|phase|phases|grade|grades|outcome|enabler|"
    r"standard|page|figure|table|annex|appendix|chapter|part|route|band|version|working together|together|"
    r"aged|age|ages|age of|ages of|age range|under|post|pre|over the age of|under the age of|up to the age of|"
    r"reach|reached|reaching|turn|turned|turning|turns|from birth to|tel|telephone|"
    r"ofsted no|urn|room|unit|group|team|covid)\.?|[(\[]?\bkey stages? \d (?:and|to|or)|\d\()\s{0,2}[‘’'\"]?$",
    re.IGNORECASE,
)
_AGES_BEFORE: Final = re.compile(
    r"\bage[ds]?\b(?: of| from| between| range)?(?:\s?\d{1,2})?\s?(?:[-–]|to|and|or|,)?\s?$|"
    r"\b(?:under|over)(?:-|\s)?$|\bbetween (?:the )?ages?(?: of)? \d{0,2}(?: and )?$",
    re.IGNORECASE,
)
_AGE_AFTER: Final = re.compile(
    r"\s{0,2}(?:(?:,|and|or|to|[-–])\s{0,2}\d{1,2}\s{0,2})?(?:[-–‑]|\s){0,2}years?(?:[-–‑]|\s){0,2}"
    r"(?:olds?\b|of age)|\s{1,2}months?(?:[-–‑ ])old|[+]|[-–]plus|s\b",
    re.IGNORECASE,
)
_DATE_AFTER: Final = re.compile(
    rf"\s{{0,2}}(?:st|nd|rd|th)?\s{{0,2}}(?:(?:-|–|to|and)\s{{0,2}}\d{{1,2}}\s{{0,2}})?{_MONTH}\b",
    re.IGNORECASE,
)
_DATE_BEFORE: Final = re.compile(rf"\b{_MONTH}\s{{0,2}}$", re.IGNORECASE)
_LIMIT_BEFORE: Final = re.compile(
    r"\b(?:within|last|past|previous|preceding|next|first|every|coming|following|the|after|until|"
    r"than|up to|least|for|over|of|a|statutory|required|recommended)\s{1,2}(?:the )?$",
    re.IGNORECASE,
)
_HYPHENATED: Final = re.compile(r"[-–‑](?:\w)")

_COUNTED: Final = frozenset(
    [
        "children",
        "child",
        "people",
        "persons",
        "adults",
        "parents",
        "carers",
        "families",
        "adopters",
        "advisers",
        "advisors",
        "workers",
        "practitioners",
        "leavers",
        "girls",
        "boys",
        "pupils",
        "students",
        "siblings",
        "babies",
        "mothers",
        "fathers",
        "victims",
        "members",
        "schools",
        "homes",
        "placements",
        "households",
        "adoptions",
        "orders",
        "plans",
        "cases",
        "referrals",
        "re-referrals",
        "contacts",
        "assessments",
        "reviews",
        "conferences",
        "meetings",
        "visits",
        "audits",
        "interviews",
        "posts",
        "vacancies",
        "staff",
        "complaints",
        "compliments",
        "notifications",
        "inspections",
        "episodes",
        "allegations",
        "enquiries",
        "investigations",
        "apprentices",
        "apprenticeships",
        "inspectors",
        "settings",
        "providers",
        "teams",
        "partners",
        "agencies",
        "authorities",
        "languages",
        "beds",
        "places",
        "units",
        "requests",
        "tenancies",
        "volunteers",
        "mentors",
        "advocates",
        "foster",
        "fostering",
        "residential",
        "births",
        "deaths",
        "incidents",
        "exclusions",
        "suspensions",
        "refugees",
        "individuals",
        "professionals",
        "managers",
        "officers",
        "responses",
        "surveys",
        "events",
        "sessions",
        "appeals",
        "tribunals",
        "applications",
        "agreements",
        "arrangements",
        "moves",
        "carer",
        "placement",
    ]
)
"""What a bare number may count: the noun is one of these within four words."""

_STOPS: Final = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "should",
        "who",
        "which",
        "that",
        "when",
        "where",
        "while",
        "whilst",
        "but",
        "and",
        "or",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "on",
        "to",
        "with",
        "within",
        "since",
        "than",
        "compared",
        "during",
        "after",
        "before",
        "because",
        "so",
        "if",
        "although",
        "however",
        "this",
        "these",
        "those",
        "it",
        "they",
        "there",
        "their",
        "lived",
        "live",
        "living",
        "seen",
        "had",
        "received",
        "receive",
        "took",
        "take",
        "told",
        "said",
        "felt",
        "reported",
        "remain",
        "remained",
        "attend",
        "attended",
        "spoken",
        "currently",
        "now",
        "were",
        "placed",
        "subject",
        "also",
        "only",
        "still",
        "not",
        "per",
    ]
)
_CLAUSE: Final = re.compile(r"[.;:,()]")
_TOKEN: Final = re.compile(r"[^\s,;:.()]+")

_DATE: Final = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,2}})?\b(?P<month>{_MONTH})\s{{1,2}}(?P<year>(?:19|20)\d\d)\b|"
    r"\b(?P<first>(?:19|20)\d\d)\s?[-–/−]\s?(?P<second>(?:19|20)?\d\d)\b|\b(?P<bare>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_QUANTITY: Final = (
    rf"(?:£\s?)?(?:{_DIGITS})\s?(?:%|per ?cent|days|weeks|months)?(?:\s?(?:per|in every)\s10,000)?"
)
_COMPARATOR: Final = re.compile(
    rf"\(?\b(?:the |an |a )?(?:national|england|english|regional|government)\s(?:\w+\s){{0,2}}?"
    rf"(?:average|target|rate|figure|level|threshold)s?\b[^.;:()%]{{0,40}}?{_QUANTITY}|"
    rf"\bcompar(?:ed|able|ing)\s(?:with|to)\b[^.;:]{{3,90}}|"
    rf"\b{_QUANTITY}\s(?:longer|shorter|higher|lower|more|less|fewer|better|worse)\sthan\b[^.;:,]{{3,80}}|"
    rf"\b(?:longer|shorter|higher|lower|more|less|fewer|better|worse|above|below)\s(?:than\s)?(?:the|that|those|"
    rf"its|their|all|statistical|similar|national|england|other|both)\b[^.;:,]{{3,80}}|"
    rf"\b(?:in line with|similar to|than (?:those|that) )\s?[^.;:,]{{3,80}}|"
    rf"\b(?:an )?(?:increase|reduction|decrease|rise|fall|improvement) (?:from|of|on)\b[^.;:]{{1,70}}|"
    rf"\b(?:recommended|against a target|a target)\b[^.;:]{{1,60}}",
    re.IGNORECASE,
)
_AROUND: Final = 40
_LONGEST_SENTENCE: Final = 2000


def find(text: str) -> list[MeasureMatch]:
    """The figures of ``text`` in order, without overlaps. No text raises."""
    found: list[MeasureMatch] = []
    for start, end in statements.split(text):
        for piece in range(start, end, _LONGEST_SENTENCE):
            found.extend(_in_sentence(text, piece, min(end, piece + _LONGEST_SENTENCE)))
    return found


def _in_sentence(text: str, start: int, end: int) -> list[MeasureMatch]:
    sentence = text[start:end]
    figures = _figures(sentence)
    if not figures:
        return []
    compared = [match.span() for match in _COMPARATOR.finditer(sentence)]
    own = [figure for figure in figures if not any(a <= figure.start < b for a, b in compared)] or figures[:1]
    when = _dates(sentence)
    matches: list[MeasureMatch] = []
    for number, figure in enumerate(own):
        until = own[number + 1].start if number + 1 < len(own) else len(sentence)
        comparator = next((sentence[a:b] for a, b in compared if figure.end <= a < until), None)
        matches.append(
            MeasureMatch(
                start + figure.start,
                start + figure.end,
                figure.value,
                figure.value_to,
                figure.unit,
                _counted(sentence, figure),
                _as_of(when, figure),
                comparator.strip(" (),") if comparator else None,
            )
        )
    return matches


def _figures(sentence: str) -> list[_Figure]:
    """The figures of one sentence in order; overlapping ones: the first wins."""
    found = [figure for match in _NUMBER_OR_WORD.finditer(sentence) if (figure := _figure(sentence, match))]
    for match in _FRACTION.finditer(sentence):
        value = _FRACTIONS[match[1].lower().replace("-", " ")]
        found.append(_Figure(match.start(), match.end(1), round(value, 4), None, "fraction"))
    found.sort(key=lambda figure: (figure.start, -figure.end))
    kept: list[_Figure] = []
    for figure in found:
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return kept


def _figure(sentence: str, match: re.Match[str]) -> _Figure | None:
    """The figure that the number ``match`` begins, None when it is no figure about the service."""
    start, end = match.span()
    value = _value(match["from"])
    value_to = _value(match["to"]) if match["to"] else None
    before, after = sentence[max(0, start - _AROUND) : start], sentence[end : end + _AROUND]
    if match["pound"]:
        scale = _AFTER_SCALE.match(after)
        factor = _SCALE[scale[1].lower()] if scale else 1.0
        upper = value_to * factor if value_to is not None else None
        return _Figure(start, end + (scale.end() if scale else 0), value * factor, upper, "GBP")
    percent = _AFTER_PERCENT.match(after)
    if percent:
        return _Figure(start, end + percent.end(), value, value_to, "percent")
    if match["percent_from"]:
        stop = match.end("percent_from")
        return _Figure(start, stop, value, None, "percent")
    rate = _AFTER_RATE.match(after)
    if rate:
        return _Figure(start, end + rate.end(), value, value_to, f"per {rate[1]}")
    if _is_label(match, before, after):
        return None
    return _duration(match, before, after, value, value_to) or _count(match, before, after, value, value_to)


def _value(number: str) -> float:
    low = number.lower()
    return float(_WORDS[low]) if low in _WORDS else float(number.replace(",", ""))


def _is_label(match: re.Match[str], before: str, after: str) -> bool:
    """Whether the number names something (a section, a key stage, a year, an age, a date) or is a list number."""
    number = match["from"]
    if _NOT_BEFORE.search(before) or _AGES_BEFORE.search(before) or _AGE_AFTER.match(after):
        return True
    if _DATE_AFTER.match(after) or _DATE_BEFORE.search(before) or _HYPHENATED.match(after):
        return True
    year = re.fullmatch(r"(?:19|20)\d\d", number) is not None
    telephone = number.startswith("0") and len(number) > 1 and "." not in number
    telephone = telephone or re.match(r"\s\d{3,}", after) is not None
    list_number = match.start() == 0 and after[:1] in (".", ")")
    return year or telephone or list_number


def _duration(
    match: re.Match[str], before: str, after: str, value: float, value_to: float | None
) -> _Figure | None:
    unit = _AFTER_DURATION.match(after)
    if (
        unit is None
        or _LIMIT_BEFORE.search(before)
        or re.match(r"[ ](?:old|of age|ago)\b", after[unit.end() :])
    ):
        return None
    return _Figure(match.start(), match.end() + unit.end(), value, value_to, unit[1].lower())


def _count(
    match: re.Match[str], before: str, after: str, value: float, value_to: float | None
) -> _Figure | None:
    """A number of people or things: a noun that can be counted follows, or a share ('332 (52%)'), or a range in
    brackets that says how large something is ('high caseloads (110–120)')."""
    out_of = _OUT_OF.match(after)
    if out_of:
        return _Figure(match.start(), match.end(), value, value_to, "count")
    following = [
        token.lower().removesuffix("’s").removesuffix("'s") for token in _TOKEN.findall(_clause(after))[:4]
    ]
    for token in following:
        if token in _COUNTED or token.rpartition("-")[2] in _COUNTED:
            return _Figure(match.start(), match.end(), value, value_to, "count")
        if token in _STOPS:
            break
    share = re.match(r"\s\(?\d{1,3}(?:\.\d+)?\s?%", after) is not None
    bracketed = value_to is not None and before.endswith("(") and after.startswith(")")
    if share or bracketed:
        return _Figure(match.start(), match.end(), value, value_to, "count")
    return None


def _clause(after: str) -> str:
    cut = _CLAUSE.search(after)
    return after[: cut.start()] if cut else after


def _counted(sentence: str, figure: _Figure) -> str:
    """The words for what is counted: those after the figure ('of children …'), else the subject before it."""
    after = sentence[figure.end : figure.end + 120]
    tokens = _TOKEN.findall(_clause(after))
    if figure.unit in ("percent", "fraction") and tokens[:1] != ["of"]:
        tokens = []
    words = _until_stop(tokens[1:] if tokens[:1] == ["of"] else tokens)
    if words and figure.unit in ("percent", "fraction", "count"):
        return " ".join(words)
    subject = _until_stop(_TOKEN.findall(sentence[max(0, figure.start - 200) : figure.start]))
    return " ".join(subject)


def _until_stop(tokens: Sequence[str]) -> list[str]:
    words: list[str] = []
    for token in tokens:
        if token.lower() in _STOPS and words:
            if token.lower() == "and" and words[-1].lower() == "children":
                words.append(token)
                continue
            break
        if token.lower() not in _STOPS:
            words.append(token)
        if len(words) == 8:
            break
    while words and words[-1].lower() in ("and", "the", "a", "an", "of"):
        words.pop()
    return words


def _dates(sentence: str) -> list[tuple[Span, str]]:
    """Every date of the sentence as ISO, with where it stands; a business year is its second year."""
    found: list[tuple[Span, str]] = []
    for match in _DATE.finditer(sentence):
        if re.search(
            r"\b(?:Act|Regulations|Together[^.]{0,60}|Guidance)\s?\(?$", sentence[: match.start()][-70:]
        ):
            continue
        found.append((match.span(), _iso(match)))
    return found


def _iso(match: re.Match[str]) -> str:
    if match["month"]:
        month = _MONTHS.index(match["month"].lower()) + 1
        day = int(match["day"]) if match["day"] else 0
        return f"{match['year']}-{month:02}" + (f"-{day:02}" if 0 < day <= 31 else "")
    if match["first"]:
        second = match["second"]
        return second if len(second) == 4 else match["first"][:2] + second
    return match["bare"]


def _as_of(when: Sequence[tuple[Span, str]], figure: _Figure) -> str | None:
    """The date nearest to the figure, one before it preferred."""
    if not when:
        return None
    before = [iso for (_, end), iso in when if end <= figure.start]
    return before[-1] if before else when[0][1]
