"""Figures that an authority's reports print again and again, as small series with their dates.

Reports are prose: two figures are taken to be of the same thing where they have the same unit and the words
around them say nearly the same. How alike those words are is kept with each point, and whoever reads the
series sees them: definitions may have changed all the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
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
_LABEL_WORDS: Final = 14
_VERBS: Final = frozenset({"was", "were", "is", "are", "had", "have", "has"})
_LIST: Final = re.compile(r":\s*[–•▪◼*-]\s")
"""Where a list begins; what its figures are of stands before: 'The proportion of … : – in primary 21% …'."""
_BRACKETS_LAST: Final = re.compile(r"\([^()]*\)\s*$")
_LEAD: Final = 160
"""Characters before a list in which it says what it is of."""
_LIST_LENGTH: Final = 500
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
    growing = _Growing()
    for report, findings in inspections:
        growing.extend(report, [one for row in findings for one in _seen(row)])
    lasting = [_series(points) for points in growing.all if len(points) > 1]
    return tuple(sorted(lasting, key=lambda one: (-len(one.points), not one.same_wording, one.label)))


class _Growing:
    """Series while they grow, found by the words of their latest figures."""

    def __init__(self) -> None:
        self.all: list[list[tuple[ReportRow, _Seen, float]]] = []
        self._by_word: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def extend(self, report: ReportRow, seen: Sequence[_Seen]) -> None:
        """Put each figure of a report behind the series that it is most like, else begin one with it."""
        likely = [
            (-alike, place, number)
            for number, one in enumerate(seen)
            for place in self._near(one)
            if (alike := _alike(self.all[place][-1][1], one)) >= ALIKE
        ]
        taken: set[int] = set()
        grown: set[int] = set()
        for unlike, place, number in sorted(likely):
            if place not in grown and number not in taken:
                grown.add(place)
                taken.add(number)
                self._append(place, (report, seen[number], -unlike))
        for number, one in enumerate(seen):
            if number not in taken:
                self.all.append([])
                self._append(len(self.all) - 1, (report, one, 1.0))

    def _near(self, one: _Seen) -> Iterable[int]:
        """The series whose latest figure has the unit and enough of the words of this one."""
        shared = Counter(
            place for word in one.words for place in self._by_word.get((one.measure.unit, word), ())
        )
        return (place for place, count in shared.items() if count >= _LEAST_WORDS)

    def _append(self, place: int, point: tuple[ReportRow, _Seen, float]) -> None:
        points = self.all[place]
        if points:
            for word in points[-1][1].words:
                self._by_word[points[-1][1].measure.unit, word].remove(place)
        points.append(point)
        for word in point[1].words:
            self._by_word[point[1].measure.unit, word].append(place)


def _alike(first: _Seen, second: _Seen) -> float:
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
    begins = [match.start() for match in _LIST.finditer(text, max(0, start - _LIST_LENGTH), start)]
    if not begins:
        return ""
    before = _BRACKETS_LAST.sub("", text[max(0, begins[-1] - _LEAD) : begins[-1]])
    return re.split(r"[.:;–]", before)[-1].strip()


def _label(of: str, lead: str, before: str, after: str) -> str:
    """The words that name a figure: those after it where they say something, those before it, or both."""
    behind = _CLAUSE_ENDS.split(after.strip(" )"), maxsplit=1)[0].strip()
    parts = [part.strip() for part in _CLAUSE_ENDS.split(_ASIDE.sub("", before)) if part.strip()]
    ahead = next((part for part in reversed(parts) if set(_stems(part))), "")
    if len(set(_stems(behind))) < _LEAST_WORDS:
        behind = f"{ahead} {behind}".strip() if ahead else (of or behind)
    elif ahead and behind.startswith("of "):
        behind = f"{ahead} … {behind}"
    elif behind.split(maxsplit=1)[0] in _VERBS:
        behind = f"… {behind}"
    listed = (f"{lead}: {behind}" if lead else behind).split()
    short = " ".join(listed[:_LABEL_WORDS]) + ("…" if len(listed) > _LABEL_WORDS else "")
    return short[:1].upper() + short[1:]


def _stems(words: str) -> Iterable[str]:
    for word in _WORD.findall(words.casefold()):
        plain = word.replace("’", "'").removesuffix("'s").strip("'")
        if plain not in _EMPTY and len(plain) > 2:
            yield plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain
