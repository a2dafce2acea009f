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


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


_MONTHS: Final = _words(
    "january february march april may june july august september october november december"
)
_MONTH: Final = "(?:" + "|".join(_MONTHS) + ")"
_WORDS: Final = {
    word: float(number)
    for number, word in enumerate(
        _words(
            """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
            seventeen eighteen nineteen twenty"""
        ),
        start=2,
    )
}
_FRACTIONS: Final = {
    "a quarter": 0.25, "one quarter": 0.25, "a third": 1 / 3, "one third": 1 / 3, "half": 0.5, "a half": 0.5,
    "two thirds": 2 / 3, "three quarters": 0.75, "a fifth": 0.2, "one fifth": 0.2, "a tenth": 0.1,
}  # fmt: skip
_NUMBER_WORDS: Final = frozenset(
    (*_WORDS, "quarter", "quarters", "third", "thirds", "half", "fifth", "tenth")
)
_SPLIT: Final = re.compile(r"[\s\-–—,.;:()]+")
_SCALE: Final = {"m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "k": 1e3, "thousand": 1e3}

_DIGITS: Final = r"\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,4})?|\d{1,9}(?:\.\d{1,4})?"
_TO: Final = r"\s{0,2}(?:-|–|—|‑|\bto\b)\s{0,2}"
_NUMBER_OR_WORD: Final = re.compile(
    rf"(?P<pound>£\s?)?(?P<from>(?<![\w.,/\-–−])(?:{_DIGITS})|\b(?:{'|'.join(_WORDS)})\b)"
    rf"(?P<percent_from>\s?%)?(?:{_TO}£?(?P<to>{_DIGITS})(?![\d]|[.,]\d))?",
    re.IGNORECASE,
)
_ALONE: Final = re.compile(
    rf"(?P<pound>£\s?)?(?P<from>{_DIGITS}|\b(?:{'|'.join(_WORDS)})\b)(?P<percent_from>\s?%)?(?P<to>(?!))?",
    re.IGNORECASE,
)
_CHANGE: Final = re.compile(r"\bfrom\s\S{1,20}(?:\s?%)?\s{1,2}to\s", re.IGNORECASE)
"""'From 29 to 53' is a change, not a range."""
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
    rf"\s{{1,2}}(?:out of|of)(?: the| these| those)?(?: last| current)?\s{{1,2}}"
    rf"(?:{_DIGITS}|{'|'.join(_WORDS)})\b",
    re.IGNORECASE,
)

_NOT_BEFORE: Final = re.compile(
    r"(?:\b(?:section|sections|s|regulation|regulations|article|act|paragraph|paragraphs|para|no|nos|number|"
    r"recommendation|stage|stages|year|years|level|levels|tier|tiers|phase|phases|grade|grades|outcome|enabler|"
    r"standard|page|figure|table|annex|appendix|chapter|part|route|band|version|working together|together|"
    r"aged|age|ages|age of|ages of|age range|under|post|pre|reach|reached|reaching|turn|turned|turning|turns|"
    r"from birth to|tel|telephone|urn|room|unit|group|team|covid)\.?|"
    r"\bkey stages? \d (?:and|to|or)|\d\()\s{0,2}[‘’'\"]?$",
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
    _words(
        """children child people persons adults parents carers families adopters advisers advisors workers
        practitioners leavers girls boys pupils students siblings babies mothers fathers victims members
        schools homes placements households adoptions orders plans cases referrals re-referrals contacts
        assessments reviews conferences meetings visits audits interviews posts vacancies staff complaints
        compliments notifications episodes allegations enquiries investigations apprentices apprenticeships
        settings providers teams partners agencies authorities languages beds places units requests tenancies
        volunteers mentors advocates foster fostering residential births deaths incidents exclusions
        suspensions refugees individuals professionals managers officers responses surveys events sessions
        appeals tribunals applications agreements arrangements moves carer placement"""
    )
)
"""What a bare number may count: the noun is one of these within four words."""

_LISTED: Final = frozenset(
    _words("live lives lived are were is was have had has attend attended became become")
)
"""'19 live in …': what may follow a bare number at the start of a bullet."""

_CHANGED_BEFORE: Final = re.compile(
    rf"\b(?:increas|decreas|reduc|ris|rose|fall|fell|declin|grow|grew|dropp|went|gone)\w*(?: \w+)?"
    rf"(?: from(?: (?:{_DIGITS})(?: in [\d–−/-]{{4,9}})? to)?| to)\s$",
    re.IGNORECASE,
)
_NOT_A_CHANGE: Final = re.compile(
    r"\s?(?:%|per\b|days|weeks|months|years|hours|\w+ days|year)", re.IGNORECASE
)

_STOPS: Final = frozenset(
    _words(
        """is are was were be been being has have had do does did will would can could may might must should
        who which that when where while whilst but and or as at by for from in into on to with within since
        than compared during after before because so if although however this these those it they there their
        lived live living seen had received receive took take told said felt reported remain remained attend
        attended spoken currently now were placed subject also only still not per"""
    )
)
_ARTICLES: Final = frozenset(
    ("the", "a", "an", "of", "and", "some", "around", "approximately", "about", "just")
)
_LONGEST_NAME: Final = 8
_CLAUSE: Final = re.compile(r"[.;:,()]")
_BREAK: Final = re.compile(r"[.,](?!\d)|[;:()]|\b(?:but|although|while|whilst)\b")
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
    """The figures of ``text`` in order, without overlaps. No text raises.

    A figure in a bullet is as of the date in the lead-in above it ('At 31 March 2013:').
    """
    found: list[MeasureMatch] = []
    heading_date: str | None = None
    for start, end in statements.split(text):
        for piece in range(start, end, _LONGEST_SENTENCE):
            sentence = text[piece : min(end, piece + _LONGEST_SENTENCE)]
            if not _may_count(sentence):
                heading_date = None if sentence.endswith(":") else heading_date
                continue
            when = _dates(sentence)
            found.extend(_in_sentence(sentence, piece, when, heading_date))
            if sentence.endswith(":"):
                heading_date = when[-1][1] if when else None
    return found


def _may_count(sentence: str) -> bool:
    """Whether a number is in the sentence at all; most have none."""
    return any(map(str.isdigit, sentence)) or not _NUMBER_WORDS.isdisjoint(_SPLIT.split(sentence.lower()))


def _in_sentence(
    sentence: str, start: int, when: Sequence[tuple[Span, str]], heading_date: str | None
) -> list[MeasureMatch]:
    figures = _figures(sentence)
    compared = [match.span() for match in _COMPARATOR.finditer(sentence)] if figures else []
    own = [figure for figure in figures if not any(a <= figure.start < b for a, b in compared)] or figures[:1]
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
                _as_of(when, figure) or heading_date,
                comparator.strip(" (),") if comparator else None,
            )
        )
    return matches


def _figures(sentence: str) -> list[_Figure]:
    """The figures of one sentence in order; overlapping ones: the first wins."""
    found: list[_Figure] = []
    at = 0
    while match := _NUMBER_OR_WORD.search(sentence, at):
        at = match.end()
        if match["to"] and _CHANGE.search(sentence[max(0, match.start() - 5) : match.end()]):
            at = match.end("from")
            match = _ALONE.match(sentence, match.start()) or match
        figure = _figure(sentence, match)
        if figure is not None:
            found.append(figure)
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
    return _WORDS[low] if low in _WORDS else float(number.replace(",", ""))


def _is_label(match: re.Match[str], before: str, after: str) -> bool:
    """Whether the number names something (a section, a key stage, a year, an age, a date) or a list item."""
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
    """A number of people or things: a noun that can be counted follows, or a share ('332 (52%)'), or it is a
    range in brackets ('high caseloads (110–120)'), heads a bullet or changes ('has increased to 53')."""
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
    share = re.match(r"\s\(?(?:or\s)?\d{1,3}(?:\.\d+)?\s?%", after) is not None
    bracketed = value_to is not None and before.endswith("(") and after.startswith(")")
    listed = not before.strip() and following[:1] and following[0] in _LISTED
    changed = _CHANGED_BEFORE.search(before) and not _NOT_A_CHANGE.match(after)
    if share or bracketed or listed or changed:
        return _Figure(match.start(), match.end(), value, value_to, "count")
    return None


def _clause(after: str) -> str:
    cut = _CLAUSE.search(after)
    return after[: cut.start()] if cut else after


def _counted(sentence: str, figure: _Figure) -> str:
    """The words for what is counted: those after the figure ('of children …'), else the subject before it."""
    tokens = _TOKEN.findall(_DATE.sub(" ", _clause(sentence[figure.end : figure.end + 120])))
    if figure.unit in ("percent", "fraction", "count"):
        if tokens[:1] == ["of"]:
            tokens = tokens[1:]
        elif figure.unit != "count":
            tokens = []
        words = _until_stop(tokens)
        if words:
            return " ".join(words)
    clauses = _BREAK.split(sentence[max(0, figure.start - 200) : figure.start])
    for clause in reversed(clauses):
        words = _until_stop(_TOKEN.findall(_DATE.sub(" ", clause)))
        if len(words) > 1:
            return " ".join(words)
    return ""


def _until_stop(tokens: Sequence[str]) -> list[str]:
    """The first words of ``tokens`` that name something: up to a verb or preposition, eight at most."""
    words: list[str] = []
    for token in tokens:
        low = token.lower()
        kept = words and (
            (low == "and" and words[-1].lower() == "children") or (low == "after" and words[-1] == "looked")
        )
        if low in _STOPS and not kept:
            if words:
                break
            continue
        words.append(token)
        if len(words) == _LONGEST_NAME:
            break
    while words and words[-1].lower() in _ARTICLES:
        words.pop()
    while words and words[0].lower() in _ARTICLES:
        words.pop(0)
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
