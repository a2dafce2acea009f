"""English words for codes and dates in figures that are written to files: short, sentence case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from reviewer.model import DocumentType

FAMILIES: Final[Mapping[str, str]] = {
    DocumentType.CRA_LETTER: "Contact and referral",
    DocumentType.LOOKED_AFTER_CHILDREN: "Looked after children",
    DocumentType.PROTECTION_OF_CHILDREN: "Protection of children",
    DocumentType.SIF: "Single inspection",
    DocumentType.ILACS: "ILACS inspection",
    DocumentType.FOCUSED_VISIT: "Focused visit",
    DocumentType.MONITORING_VISIT: "Monitoring visit",
    DocumentType.JTAI: "Joint area inspection",
    DocumentType.AREA_SEND: "Area SEND",
    DocumentType.OTHER: "Other report",
}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNITS: Final = {"percent": "%", "count": "number", "fraction": "share", "GBP": "£"}


def plain(code: str) -> str:
    """A code as words: ``early_help`` is 'Early help'."""
    words = code.replace("_", " ")
    return words[:1].upper() + words[1:]


def family(code: str) -> str:
    """The name of a report family."""
    return FAMILIES.get(code) or plain(code)


def day(iso: str | None) -> str:
    """A date as precise as it is: '9 Mar 2026', 'Mar 2026', '2026'."""
    year, _, rest = (iso or "").partition("-")
    month, _, date = rest.partition("-")
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return year
    words = f"{_MONTHS[int(month) - 1]} {year}"
    return f"{int(date)} {words}" if date.isdigit() else words


def count(number: int, one: str, many: str = "") -> str:
    """'1 report', '2 reports'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """A share of 0 to 1 in whole percent; what is not quite nothing or all is not said to be."""
    if 0 < share < 0.005:
        return "<1%"
    if 0.995 <= share < 1:
        return ">99%"
    return f"{share:.0%}"


def unit(code: str) -> str:
    """A measure's unit."""
    return _UNITS.get(code, code)


def figure(value: float, value_to: float | None, of_unit: str) -> str:
    """A figure with its unit where that is short: '45%', '£250,000', '110–120', '821 days'."""
    words = f"{value:,.10g}" if value_to is None else f"{value:,.10g}–{value_to:,.10g}"
    if of_unit == "percent":
        return f"{words}%"
    if of_unit == "GBP":
        return f"£{words}"
    return words if of_unit in ("count", "fraction") else f"{words} {of_unit}"


@dataclass(frozen=True, slots=True)
class Names:
    """What codes are called where the figures are shown: a codebook may have named them anew."""

    themes: Mapping[str, str] = field(default_factory=dict)
    family: Callable[[str], str] = family
    day: Callable[[str | None], str] = day

    def theme(self, code: str) -> str:
        """A theme's name."""
        return self.themes.get(code) or plain(code)
