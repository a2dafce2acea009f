"""Dates as reports print them: single days, ranges and lists of days, months, years; all to ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from reviewer.model import Span

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SHORT: Final = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
_NUMBERS: Final = {name: number for number, name in enumerate(_MONTHS, start=1)} | _SHORT

_MONTH = rf"(?:{'|'.join(_MONTHS)}|(?:{'|'.join(sorted(_SHORT, key=len, reverse=True))})\b\.?)"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s{1,3})?"
_DAY = rf"{_WEEKDAY}(?<![\d.,£])\d{{1,2}}(?!\d)(?:\s?(?:st|nd|rd|th)\b)?"
_YEAR = r"(?:19|20)\d{2}(?!\d)"
_ITEM = rf"{_DAY}(?:\s{{0,3}}(?:of\s{{1,3}})?{_MONTH}(?:,?\s{{0,3}}{_YEAR})?)?"
_TIE = r"\s{0,3}(?:[-–—‑−]|to\b|and\b|&|until\b|through\b|,\s{0,3}and\b|,)\s{0,3}(?:(?:on|from|the)\s{1,3})?"
_CHAIN = re.compile(rf"{_ITEM}(?:{_TIE}{_ITEM}){{0,7}}", re.IGNORECASE)
_PART = re.compile(
    rf"(?P<day>\d{{1,2}})(?:\s?(?:st|nd|rd|th)\b)?"
    rf"(?:\s{{0,3}}(?:of\s{{1,3}})?(?P<month>{_MONTH})(?:,?\s{{0,3}}(?P<year>{_YEAR}))?)?",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"\b(?P<month>{_MONTH}),?\s{{0,3}}(?P<year>{_YEAR})", re.IGNORECASE)
_NUMERIC = re.compile(rf"(?<![\d/.])(\d{{1,2}})[/.](\d{{1,2}})[/.]({_YEAR})")
_BARE_YEAR = re.compile(rf"(?<![\d/–-]){_YEAR}(?![/–-]\d)")


@dataclass(frozen=True, slots=True)
class Dates:
    """One printed date or range: ISO ``start`` and ``end`` (the same for a single day), and where it stands.

    ``days`` is how many days are printed: 0 for a month or a year alone.
    """

    start: str
    end: str
    span: Span
    days: int


def day_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[Dates]:
    """Dates to the day, with a year, in ``text[start:end]``, in order.

    ``28 January–5 February 2014``, ``7 and 8 December 2010``, ``24 April to 18 May 2017``, ``13/06/2017``.
    """
    end = len(text) if end is None else end
    found = [*_chains(text, start, end), *_numeric(text, start, end)]
    yield from sorted(found, key=lambda dates: dates.span)


def any_dates(text: str, start: int = 0, end: int | None = None) -> list[Dates]:
    """Dates as precise as they are printed: days, months with their year, then bare years; none overlap."""
    end = len(text) if end is None else end
    months = [
        Dates(month, month, match.span(), 0)
        for match in _MONTH_YEAR.finditer(text, start, end)
        if (month := f"{match.group('year')}-{_month(match.group('month')):02d}")
    ]
    years = [
        Dates(year.group(), year.group(), year.span(), 0) for year in _BARE_YEAR.finditer(text, start, end)
    ]
    return _added(_added(list(day_dates(text, start, end)), months), years)


def _added(found: list[Dates], more: list[Dates]) -> list[Dates]:
    """Both lists in order, without those of ``more`` that overlap one of ``found``; both are in order."""
    result: list[Dates] = []
    at = 0
    for dates in more:
        while at < len(found) and found[at].span[1] <= dates.span[0]:
            result.append(found[at])
            at += 1
        if at == len(found) or found[at].span[0] >= dates.span[1]:
            result.append(dates)
    return result + found[at:]


def _month(name: str) -> int:
    return _NUMBERS[name.rstrip(".").casefold()]


def _chains(text: str, start: int, end: int) -> Iterator[Dates]:
    for match in _CHAIN.finditer(text, start, end):
        parts = [
            (int(part.group("day")), part.group("month"), part.group("year"))
            for part in _PART.finditer(text, match.start(), match.end())
        ]
        span = match.span()
        # A list that runs on into other numbers ends with the last part that names a month.
        while parts and parts[-1][1] is None:
            parts.pop()
        if parts:
            last = [part for part in _PART.finditer(text, *span) if part.group("month")][-1]
            days = _resolve(parts)
            if days:
                yield Dates(min(days).isoformat(), max(days).isoformat(), (span[0], last.end()), len(days))


def _resolve(parts: list[tuple[int, str | None, str | None]]) -> list[date]:
    """Fill in months and years from the right, as ``28 January–5 February 2014`` leaves them out."""
    month: int | None = None
    year: int | None = None
    days: list[date] = []
    for day, name, printed in reversed(parts):
        after = month
        if name:
            month = _month(name)
        if printed:
            year = int(printed)
        elif year is not None and after is not None and month is not None and month > after:
            year -= 1
        if month is None or year is None:
            continue
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    days.reverse()
    return days


def _numeric(text: str, start: int, end: int) -> Iterator[Dates]:
    for match in _NUMERIC.finditer(text, start, end):
        try:
            day = date(int(match.group(3)), int(match.group(2)), int(match.group(1))).isoformat()
        except ValueError:
            continue
        yield Dates(day, day, match.span(), 1)
