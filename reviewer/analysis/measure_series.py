"""Figures that an authority's reports print again and again, as small series with their dates.

Reports are prose: two figures are taken to be of the same thing where they have the same unit and the words
around them say nearly the same. How alike those words are is kept with each point, and whoever reads the
series sees them: definitions may have changed all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from reviewer.model import Measure
from reviewer.store.rows import FindingRow, ReportRow

ALIKE: Final = 0.6
"""The least share of words that two figures' surroundings must have in common."""
SURELY_ALIKE: Final = 0.75
"""From this share on the wordings count as the same."""
_LEAST_WORDS: Final = 2
_ENOUGH_WORDS: Final = 3
_FEW_BUT_SAME: Final = 0.85
"""With fewer shared words than enough, nearly all of them must be shared."""
_BEFORE: Final = 90
_AFTER: Final = 110
_LABEL_WORDS: Final = 10
_LIST: Final = re.compile(r"([^.:;–]{10,160}?)(?:\([^)]{0,60}\)\s*)?:\s*[–•▪◼*-]\s")
"""What a list of figures is of stands before it: 'The proportion of … : – in primary schools 21% …'."""
_ASIDE: Final = re.compile(
    r"^\W*(?:at|in|as at|by|on|since|during)\b[^,]{0,40}\d{4}[^,\w]*,?\s*", re.IGNORECASE
)
_CLAUSE_ENDS: Final = re.compile(r"\s[–—-]\s|[,;:.()]")
_WORD: Final = re.compile(r"[a-z][a-z’']+")
_EMPTY: Final = frozenset(
    """a an and are as at be been being but by for from had has have in into is it its of on or that the their
    there these this those to was were which who will with whom when than then they them also
    about over under around approximately nearly almost only just more most less least some all any every each
    other same very such both per cent percent rate rates number numbers total average proportion percentage
    majority minority large small high low current currently previous previously recent last year years month
    months compared increase increased reduction reduced decrease rise rose figure figures data time end
    now during since follow follows following source break breaks down
    january february march april may june july august september october november december
    children child young people person authority local council city borough county including
    two three four five six seven eight nine ten national england""".split()
)


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one inspection. ``alike`` (0 to 1): how much of its wording the figure before it has."""

    report_id: int
    finding_id: int
    date: str
    """When the figure is of, as the report says; else when the inspection began."""
    dated: bool
    """Whether the report says when."""
    value: float
    value_to: float | None
    quoted: str
    sentence: str
    comparator: str | None
    alike: float

    @property
    def worded_alike(self) -> bool:
        """Whether it is worded nearly as the figure before it."""
        return self.alike >= SURELY_ALIKE


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of the same unit, of what seems the same thing, one for each of several inspections."""

    label: str
    unit: str
    theme: str
    points: tuple[Point, ...]

    @property
    def same_wording(self) -> bool:
        """Whether all its figures are worded nearly alike."""
        return all(point.worded_alike for point in self.points)


@dataclass(frozen=True, slots=True)
class _Seen:
    row: FindingRow
    measure: Measure
    words: frozenset[str]
    label: str
    sentence: str


def series(inspections: Sequence[tuple[ReportRow, Sequence[FindingRow]]]) -> tuple[Series, ...]:
    """The series of inspections given in date order; those with most points first."""
    growing: list[list[tuple[ReportRow, _Seen, float]]] = []
    for report, findings in inspections:
        _extend(growing, report, [one for row in findings for one in _seen(row)])
    lasting = [_series(points) for points in growing if len(points) > 1]
    return tuple(sorted(lasting, key=lambda one: (-len(one.points), not one.same_wording, one.label)))


def _extend(
    growing: list[list[tuple[ReportRow, _Seen, float]]], report: ReportRow, seen: Sequence[_Seen]
) -> None:
    """Put each figure of a report behind the series that it is most like; a new one where there is none."""
    likely = sorted(
        (
            (alike, -place, -number)
            for place, points in enumerate(growing)
            for number, one in enumerate(seen)
            if (alike := _alike(points[-1][1], one)) >= ALIKE
        ),
        reverse=True,
    )
    taken: set[int] = set()
    grown: set[int] = set()
    for alike, place, number in likely:
        if -place not in grown and -number not in taken:
            grown.add(-place)
            taken.add(-number)
            growing[-place].append((report, seen[-number], alike))
    growing += [[(report, one, 1.0)] for number, one in enumerate(seen) if number not in taken]


def _alike(first: _Seen, second: _Seen) -> float:
    if first.measure.unit != second.measure.unit:
        return 0.0
    shared = len(first.words & second.words)
    alike = shared / len(first.words | second.words)
    return alike if shared >= _ENOUGH_WORDS or alike >= _FEW_BUT_SAME else 0.0


def _series(points: list[tuple[ReportRow, _Seen, float]]) -> Series:
    _, last, _ = points[-1]
    return Series(
        label=last.label,
        unit=last.measure.unit,
        theme=last.row.theme,
        points=tuple(
            Point(
                report_id=report.id,
                finding_id=one.row.id,
                date=one.measure.as_of or report.inspection_start or report.publication_date or "",
                dated=one.measure.as_of is not None,
                value=one.measure.value or 0.0,
                value_to=one.measure.value_to,
                quoted=one.measure.text,
                sentence=one.sentence,
                comparator=one.measure.comparator,
                alike=alike,
            )
            for report, one, alike in points
        ),
    )


def _seen(row: FindingRow) -> Iterable[_Seen]:
    """The figures of a finding with the words around each, up to the figures next to it."""
    text, at = row.verbatim, 0
    places: list[tuple[Measure, int, int]] = []
    for measure in row.measures:
        start = text.find(measure.text, at)
        if measure.value is None or start < 0 or not measure.text:
            continue
        at = start + len(measure.text)
        places.append((measure, start, at))
    for number, (measure, start, end) in enumerate(places):
        first, last = _sentence(text, start, end)
        left = max(first, places[number - 1][2] if number else 0, start - _BEFORE)
        right = min(last, places[number + 1][1] if number + 1 < len(places) else len(text), end + _AFTER)
        before, after, lead = text[left:start], text[end:right], _lead(text, start)
        words = frozenset(_stems(f"{lead} {before} {after} {measure.of}"))
        if len(words) >= _LEAST_WORDS:
            label = _label(measure.of, lead, before, after)
            yield _Seen(row, measure, words, label, text[first:last].strip())


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    before = [match.end() for match in re.finditer(r"[.;:!?]\s+(?=[A-Z‘“])", text[:start])]
    after = re.search(r"[.;!?](?=\s|$)", text[end:])
    return (before[-1] if before else 0), (end + after.end() if after else len(text))


def _lead(text: str, start: int) -> str:
    """What the list that a figure stands in is of, '' where it stands in none."""
    found = list(_LIST.finditer(text, max(0, start - 500), start))
    return found[-1][1].strip() if found else ""


def _label(of: str, lead: str, before: str, after: str) -> str:
    """The words that name a figure: those after it where they say something, else those before it."""
    behind = _CLAUSE_ENDS.split(after.strip(" )"), maxsplit=1)[0].strip()
    if len(set(_stems(behind))) < _LEAST_WORDS:
        ahead = [part.strip() for part in _CLAUSE_ENDS.split(_ASIDE.sub("", before)) if part.strip()]
        said = next((part for part in reversed(ahead) if set(_stems(part))), "")
        behind = f"{said} {behind}".strip() if said else (of or behind)
    words = f"{lead}: {behind}" if lead else behind
    listed = words.split()
    short = " ".join(listed[:_LABEL_WORDS]) + ("…" if len(listed) > _LABEL_WORDS else "")
    return short[:1].upper() + short[1:]


def _stems(words: str) -> Iterable[str]:
    for word in _WORD.findall(words.casefold()):
        plain = word.replace("’", "'").removesuffix("'s").strip("'")
        if plain not in _EMPTY and len(plain) > 2:
            yield plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain
