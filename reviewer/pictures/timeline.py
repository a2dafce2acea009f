"""An authority over the years as one grid: an inspection a column; ladders, themes and figures as rows.

Grades stand on their rung and say their name; concerns and strengths are bars that say their number. What a
framework does not judge says so; visits are marks without a grade.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from reviewer.analysis import naming, timeline_table
from reviewer.analysis.frameworks import Grade, Ladder
from reviewer.analysis.measure_series import Point, Series
from reviewer.analysis.naming import Names
from reviewer.analysis.threads import Thread
from reviewer.analysis.timeline import Inspection, Lane, Rung, State, ThemeCount, Timeline
from reviewer.pictures.shapes import Anchor, Box, Dot, Drawing, Font, Measure, Path, Picture, Spot, Target
from reviewer.pictures.timeline_words import (
    NARROWER,
    OLD_SCALE,
    about,
    counts_said,
    describe,
    description,
    notes,
    said,
)
from reviewer.store.rows import Relation

# All in text sizes.
_GUTTER: Final = 15.0
_COLUMN: Final = 9.8
_WIDEST_COLUMN: Final = 26.0
_EDGE: Final = 1.0
_PILL: Final = 1.75
_STEP: Final = 0.78
_LANE: Final = 3 * _STEP + _PILL + 0.9
_THEME: Final = 2.0
_THREAD: Final = 4.2
_SERIES: Final = 4.8
_TITLE: Final = 2.9
_SMALL: Final = 0.86
_GRADE_SIZES: Final = (0.92, 0.86, 0.78)
_WIDEST_LEAST: Final = 14.0
_LEAST_WIDTH: Final = 46.0

Part = Literal["judgement", "thread", "theme", "figure"]
PARTS: Final[tuple[Part, ...]] = ("judgement", "thread", "theme", "figure")
TITLES: Final[dict[Part, str]] = {
    "judgement": "Judgements",
    "thread": "What keeps coming back",
    "theme": "Concerns and strengths by theme",
    "figure": "Figures that come again",
}
_LOOKS: Final[dict[Grade, tuple[str, str, str, bool]]] = {
    # Ground, edge, words, dashed edge. The name of the grade stands in it, too.
    Grade.OUTSTANDING: ("positive", "positive", "window", False),
    Grade.GOOD: ("positive_tint", "positive", "positive", False),
    Grade.REQUIRES_IMPROVEMENT: ("mixed_tint", "mixed", "mixed", False),
    Grade.ADEQUATE: ("window", "mixed", "mixed", True),
    Grade.SATISFACTORY: ("window", "mixed", "mixed", True),
    Grade.INADEQUATE: ("negative", "negative", "window", False),
    Grade.OTHER: ("neutral_tint", "neutral", "text", False),
}
_RELATIONS: Final = {
    Relation.RECURS: "negative",
    Relation.WORSENED: "negative",
    Relation.IMPROVED_BUT_PERSISTS: "mixed",
    Relation.ADDRESSED: "positive",
}


@dataclass(frozen=True, slots=True)
class _Grid:
    left: float
    column: float
    count: int

    def middle(self, index: int) -> float:
        return self.left + (index + 0.5) * self.column

    def start(self, index: int) -> float:
        return self.left + index * self.column

    @property
    def right(self) -> float:
        return self.left + self.count * self.column


def draw(
    timeline: Timeline,
    *,
    em: float,
    measure: Measure,
    width: float = 0.0,
    names: Names | None = None,
    shares: bool = False,
    parts: Sequence[Part] = PARTS,
) -> Picture:
    """The picture, at least ``width`` wide, or some ``parts`` of it, each under the same heads.

    With ``shares`` themes say percentages of the findings.
    """
    return _Page(timeline, Drawing(em, measure), names or Names(), width, shares).picture(parts)


class _Page:
    def __init__(
        self, timeline: Timeline, drawing: Drawing, names: Names, width: float, shares: bool
    ) -> None:
        self._timeline = timeline
        self._drawing = drawing
        self._names = names
        self._shares = shares
        self._em = drawing.em
        count = max(1, len(timeline.inspections))
        left = _GUTTER * self._em
        room = (width - left - _EDGE * self._em) / count
        # Grades are shown whole, in the smallest of their sizes.
        grades = {one.words for inspection in timeline.inspections for one in inspection.judgements}
        smallest = Font(_GRADE_SIZES[-1], bold=True)
        needed = max((drawing.measure(words, smallest) for words in grades), default=0.0) + 1.8 * self._em
        least = min(max(_COLUMN * self._em, needed), _WIDEST_LEAST * self._em)
        column = min(max(least, room), _WIDEST_COLUMN * self._em)
        self._grid = _Grid(left, column, len(timeline.inspections))
        self._width = max(width, _LEAST_WIDTH * self._em, self._grid.right + _EDGE * self._em)
        self._row = 0
        self._y = 0.0

    def picture(self, parts: Sequence[Part]) -> Picture:
        timeline, em = self._timeline, self._em
        self._header()
        top = self._y
        drawn = {
            "judgement": self._lanes,
            "thread": self._threads,
            "theme": self._themes,
            "figure": self._series,
        }
        for part in parts:
            drawn[part]()
        self._notes()
        title = f"{timeline.authority} over the years"
        if len(parts) == 1:
            title += f": {TITLES[parts[0]].lower()}"
        return Picture(
            width=self._width,
            height=self._y + em,
            title=title,
            description=description(timeline, self._names),
            em=em,
            shapes=tuple(self._drawing.shapes),
            spots=tuple(self._drawing.spots),
            frozen_left=self._grid.left,
            frozen_top=top,
        )

    # The head: what each column is

    def _header(self) -> None:
        em, drawing = self._em, self._drawing
        foreign = any(not one.own for one in self._timeline.inspections)
        height = (6.7 if foreign else 5.4) * em
        for index, one in enumerate(self._timeline.inspections):
            self._column_head(index, one)
            self._spot(index, 0.5 * em, height - 0.5 * em, about(one, self._names), Target(one.report.id))
        self._row += 1
        self._y = height
        drawing.add(Path(((0, height), (self._width, height)), "line"))

    def _column_head(self, index: int, one: Inspection) -> None:
        em = self._em
        x, room = self._grid.middle(index), self._grid.column - em
        drawing, y = self._drawing, 1.7 * self._em
        when = self._names.day(one.date)
        drawing.words(x, y, when, bold=True, anchor="middle", within=room)
        y += 1.3 * em
        family = self._names.family(one.report.document_type)
        shift = 0.55 * em if one.is_visit else 0.0
        shown, font = drawing.fitted(family, room - 2 * shift)
        wide = drawing.words(x + shift, y, shown, "muted", size=font.size, anchor="middle")
        if one.is_visit:
            mark = x + shift - wide / 2 - 0.65 * em
            drawing.add(Dot(mark, y - 0.33 * em, 0.36 * em, "window", "neutral", diamond=True))
        y += 1.25 * em
        if not one.own:
            name = one.report.authority or ""
            drawing.words(x, y, name, "follow_up", size=_SMALL, anchor="middle", within=room)
            y += 1.25 * em
        decided = f"{one.decided} of {one.findings} decided" if one.findings else "no findings"
        drawing.words(x, y, decided, "muted", size=_SMALL, anchor="middle", within=room)
        bar = min(room, 6.5 * em)
        left = x - bar / 2
        drawing.add(Box(left, y + 0.4 * em, bar, 0.2 * em, "line", radius=0.1 * em))
        if one.decided:
            done = max(0.2 * em, bar * one.decided / one.findings)
            drawing.add(Box(left, y + 0.4 * em, done, 0.2 * em, "accent", radius=0.1 * em))

    # Sections

    def _section(self, title: str, legend: Callable[[float, float], None] | None = None) -> None:
        y = self._y + 1.9 * self._em
        used = self._drawing.words(self._em, y, title, bold=True, size=1.05)
        if legend is not None:
            legend(max(self._grid.left + 0.7 * self._em, used + 2.5 * self._em), y)
        self._y += _TITLE * self._em

    def _label(self, words: str, height: float, *, lines: int = 2, size: float = 1.0) -> None:
        em, room = self._em, self._grid.left - 1.6 * self._em
        if lines == 1:
            shown, font = self._drawing.fitted(words, room)
            wrapped, size = [shown], font.size
        else:
            wrapped = self._drawing.wrapped(words, room, Font(size), lines)
        step = 1.25 * em * size
        y = self._y + (height - step * len(wrapped)) / 2 + 0.95 * em * size
        for line in wrapped:
            self._drawing.words(em, y, line, size=size, within=room)
            y += step

    def _end_row(self, height: float, *, strong: bool = False) -> None:
        self._y += height
        self._row += 1
        colour = "line" if strong else "line/70"
        self._drawing.add(Path(((self._em, self._y), (self._grid.right, self._y)), colour))

    def _spot(self, index: int, top: float, bottom: float, name: str, target: Target) -> None:
        inset = 0.25 * self._em
        self._drawing.spots.append(
            Spot(
                self._grid.start(index) + inset,
                top,
                self._grid.column - 2 * inset,
                bottom - top,
                self._row,
                index,
                name,
                target,
            )
        )

    # Ladders

    def _lanes(self) -> None:
        lanes = self._timeline.lanes
        if not lanes:
            return
        self._section(TITLES["judgement"])
        top = self._y
        apart = next((i for i, lane in enumerate(lanes) if lane.apart), len(lanes))
        height = (len(lanes) * _LANE + (2.0 if 0 < apart < len(lanes) else 0)) * self._em
        for index, one in enumerate(self._timeline.inspections):
            if one.is_visit:
                x = self._grid.start(index) + 0.25 * self._em
                band = self._grid.column - 0.5 * self._em
                self._drawing.add(Box(x, top, band, height, "neutral_tint/55", radius=6))
        for number, lane in enumerate(lanes):
            if number == apart and number:
                self._drawing.words(self._em, self._y + 1.35 * self._em, "Judged apart", "muted", size=_SMALL)
                self._y += 2.0 * self._em
            self._lane(lane, first=number == 0)
        self._joints(lanes, top)

    def _rung_y(self, rung: int) -> float:
        return self._y + (0.45 + _PILL / 2 + rung * _STEP) * self._em

    def _lane(self, lane: Lane, *, first: bool) -> None:
        em = self._em
        height = _LANE * em
        for rung in range(4):
            y = self._rung_y(rung)
            self._drawing.add(Path(((self._grid.left, y), (self._grid.right, y)), "line/45"))
        self._label(lane.label, height)
        self._connect(lane)
        for index, (one, rung_) in enumerate(zip(self._timeline.inspections, lane.rungs, strict=True)):
            self._cell(index, one, rung_, first=first)
            name = f"{lane.label}, {describe(one, self._names)}: {said(rung_)}"
            judged = rung_.judged
            target = Target(one.report.id, judged.judgement_id) if judged else Target(one.report.id)
            self._spot(index, self._y + 0.15 * em, self._y + height - 0.15 * em, name, target)
        self._end_row(height)

    def _connect(self, lane: Lane) -> None:
        """Steps from each grade to the next; dashed where the scale is another."""
        graded = [
            (index, rung.judged)
            for index, rung in enumerate(lane.rungs)
            if rung.judged is not None and rung.judged.rung is not None
        ]
        for (first, before), (second, after) in pairwise(graded):
            start, end = self._grid.middle(first), self._grid.middle(second)
            level, next_level = self._rung_y(before.rung or 0), self._rung_y(after.rung or 0)
            turn = self._grid.start(second)
            changed = (before.grade in OLD_SCALE) != (after.grade in OLD_SCALE)
            points = ((start, level), (turn, level), (turn, next_level), (end, next_level))
            self._drawing.add(Path(points, "muted/75", width=1.5, dashed=changed))

    def _cell(self, index: int, inspection: Inspection, rung: Rung, *, first: bool) -> None:
        em, x = self._em, self._grid.middle(index)
        centre = self._y + _LANE * em / 2
        if rung.judged is not None:
            self._pill(x, rung)
        elif rung.state is State.VISIT:
            self._drawing.add(Dot(x, centre, 0.3 * em, "window", "neutral", diamond=True))
            if first:
                y = self._y + 1.15 * em
                self._drawing.words(x, y, "Visit: no grades", "muted", size=_SMALL, anchor="middle")
        else:
            unread = rung.state is State.NOT_READ
            lines = ("? No grade", "read here") if unread else ("Not part of", "this framework")
            room = self._grid.column - em
            wide = max(self._drawing.measure(line, Font(_SMALL)) for line in lines)
            ground = Box(x - wide / 2 - 0.4 * em, centre - 1.2 * em, wide + 0.8 * em, 2.4 * em, "window")
            self._drawing.add(ground)
            for number, line in enumerate(lines):
                y = centre + (number * 1.1 - 0.2) * em
                colour = "mixed" if unread else "faint"
                self._drawing.words(x, y, line, colour, size=_SMALL, anchor="middle", within=room)

    def _pill(self, x: float, rung: Rung) -> None:
        em, judged = self._em, rung.judged
        assert judged is not None
        fill, stroke, colour, dashed = _LOOKS[judged.grade]
        level = judged.rung
        y = self._rung_y(level) if level is not None else self._y + _LANE * em / 2
        whole = judged.words + (NARROWER if judged.scope else "")
        room = self._grid.column - 1.6 * em
        words, font = self._drawing.fitted(whole, room, bold=True, sizes=_GRADE_SIZES)
        wide = self._drawing.measure(words, font) + 1.2 * em
        box = Box(x - wide / 2, y - _PILL * em / 2, wide, _PILL * em, fill, stroke, 0.45 * em, dashed)
        # What is under a pill that is not filled whole must not show through it.
        self._drawing.add(Box(box.x, box.y, box.width, box.height, "window", radius=box.radius), box)
        self._drawing.words(x, y + 0.34 * em, words, colour, size=font.size, bold=True, anchor="middle")

    def _joints(self, lanes: Sequence[Lane], top: float) -> None:
        """Where one judgement stands on two ladders, a bar holds them together."""
        places = {lane.key: number for number, lane in enumerate(lanes)}
        care, leavers = places.get(Ladder.CHILDREN_IN_CARE), places.get(Ladder.CARE_LEAVERS)
        if care is None or leavers is None:
            return
        em = self._em
        for index, rung in enumerate(lanes[care].rungs):
            if not rung.joint or rung.judged is None:
                continue
            level = rung.judged.rung or 0
            x = self._grid.middle(index)
            offset = (0.45 + _PILL / 2 + level * _STEP) * em
            first = top + care * _LANE * em + offset + _PILL * em / 2
            last = top + leavers * _LANE * em + offset - _PILL * em / 2
            colour = _LOOKS[rung.judged.grade][1]
            self._drawing.add(Path(((x, first), (x, last)), colour, width=2))
            middle = (first + last) / 2
            words, font = "judged as one", Font(_SMALL)
            wide = self._drawing.measure(words, font) + 0.6 * em
            self._drawing.add(Box(x - wide / 2, middle - 0.7 * em, wide, 1.4 * em, "window"))
            self._drawing.words(x, middle + 0.3 * em, words, "muted", size=_SMALL, anchor="middle")

    # What keeps coming back

    def _threads(self) -> None:
        timeline = self._timeline
        if not timeline.threads:
            return
        self._y += 0.6 * self._em
        self._section(TITLES["thread"], self._threads_legend)
        for thread in timeline.threads:
            self._thread(thread)

    def _threads_legend(self, x: float, y: float) -> None:
        words = "concerns that a reviewer has linked, with what became of each"
        self._drawing.words(x, y, words, "muted", size=_SMALL, within=self._width - x - self._em)

    def _thread(self, thread: Thread) -> None:
        em, height = self._em, _THREAD * self._em
        latest = self._timeline.words.get(thread.last.finding_id, "")
        self._label(latest, height, lines=3, size=0.92)
        places = timeline_table.columns_of(self._timeline, thread)
        y = self._y + height / 2 - 0.4 * em
        first, last = self._grid.middle(places[0][0]), self._grid.middle(places[-1][0])
        self._drawing.add(Path(((first, y), (last, y)), "follow_up", width=2))
        for column, knots in places:
            x = self._grid.middle(column)
            relation = knots[-1].relation
            colour = _RELATIONS.get(relation, "follow_up") if relation is not None else "follow_up"
            raised = relation is None
            self._drawing.add(Dot(x, y, 0.42 * em, "window" if raised else colour, colour))
            words = timeline_table.relation_words(knots)
            room = self._grid.column - em
            shown, font = self._drawing.fitted(words, room, bold=not raised, sizes=(0.9, 0.82))
            self._drawing.words(
                x, y + 1.5 * em, shown, "muted" if raised else colour, size=font.size, bold=font.bold,
                anchor="middle",
            )  # fmt: skip
            inspection = self._timeline.inspections[column]
            quoted = " / ".join(self._timeline.words.get(knot.finding_id, "") for knot in knots)
            name = f"{describe(inspection, self._names)}: {words}. “{quoted}”"
            target = Target(inspection.report.id, finding_ids=tuple(knot.finding_id for knot in knots))
            self._spot(column, self._y + 0.15 * em, self._y + height - 0.15 * em, name, target)
        self._end_row(height)

    # Themes

    def _themes(self) -> None:
        timeline = self._timeline
        if not timeline.themes:
            return
        self._y += 0.6 * self._em
        self._section(TITLES["theme"], self._legend)
        most = max((self._amount(one, len(ids)) for one, ids in self._all_counts()), default=0.0) or 1.0
        for theme in timeline.themes:
            self._label(self._names.theme(theme), _THEME * self._em, lines=1)
            for index, one in enumerate(timeline.inspections):
                self._theme_cell(index, one, one.theme(theme), most)
            self._end_row(_THEME * self._em)

    def _all_counts(self) -> Iterator[tuple[Inspection, tuple[int, ...]]]:
        for one in self._timeline.inspections:
            for counted in one.themes:
                yield one, counted.concerns
                yield one, counted.strengths

    def _amount(self, inspection: Inspection, count: int) -> float:
        return count / max(1, inspection.findings) if self._shares else float(count)

    def _theme_cell(self, index: int, inspection: Inspection, counted: ThemeCount, most: float) -> None:
        em, x = self._em, self._grid.middle(index)
        height, top = 0.95 * em, self._y + (_THEME - 0.95) / 2 * em
        room = self._grid.column / 2 - 2.6 * em
        self._drawing.add(Path(((x, self._y + 0.3 * em), (x, self._y + (_THEME - 0.3) * em)), "line"))
        baseline = self._y + _THEME * em / 2 + 0.33 * em
        for ids, side, colour, sign in (
            (counted.concerns, -1, "negative", "\u2212"),
            (counted.strengths, 1, "positive", "+"),
        ):
            if not ids:
                continue
            amount = self._amount(inspection, len(ids))
            wide = max(0.25 * em, room * amount / most)
            left = x - wide if side < 0 else x
            self._drawing.add(Box(left, top, wide, height, colour, radius=1.5))
            number = naming.percent(amount) if self._shares else str(len(ids))
            at = x + side * (wide + 0.35 * em)
            anchor: Anchor = "end" if side < 0 else "start"
            self._drawing.words(
                at, baseline, f"{sign}{number}", colour, size=_SMALL, bold=True, anchor=anchor
            )
        none = not counted.concerns and not counted.strengths
        if none:
            self._drawing.words(x + 0.45 * em, baseline, "none", "faint", size=_SMALL)
        name = (
            f"{self._names.theme(counted.theme)}, {describe(inspection, self._names)}: "
            f"{counts_said(counted, inspection)}"
        )
        target = Target(inspection.report.id, finding_ids=counted.concerns + counted.strengths)
        self._spot(index, self._y + 0.1 * em, self._y + (_THEME - 0.1) * em, name, target)

    def _legend(self, x: float, y: float) -> None:
        em = self._em
        measured = "% of an inspection's findings" if self._shares else "number of findings"
        for colour, words in (("negative", "\u2212 concerns"), ("positive", "+ strengths")):
            self._drawing.add(Box(x, y - 0.75 * em, 0.9 * em, 0.9 * em, colour, radius=1.5))
            x += 1.4 * em + self._drawing.words(x + 1.3 * em, y, words, "muted", size=_SMALL) + 1.2 * em
        self._drawing.words(x, y, measured, "muted", size=_SMALL)

    # Figures that recur

    def _series(self) -> None:
        if not self._timeline.series:
            return
        self._y += 0.6 * self._em
        self._section(TITLES["figure"], self._series_legend)
        for one in self._timeline.series:
            self._one_series(one)

    def _series_legend(self, x: float, y: float) -> None:
        words = "each scaled on its own; dashed where worded differently; definitions may have changed"
        self._drawing.words(x, y, words, "muted", size=_SMALL, within=self._width - x - self._em)

    def _one_series(self, series: Series) -> None:
        em, height = self._em, _SERIES * self._em
        self._label(series.label, height, lines=3, size=0.92)
        places = {one.report.id: index for index, one in enumerate(self._timeline.inspections)}
        low = min(point.value for point in series.points)
        high = max(point.value_to or point.value for point in series.points)
        spread = (high - low) or 1.0

        def y_of(point: Point) -> float:
            return self._y + (2.9 - 1.2 * (point.value - low) / spread) * em

        for before, after in pairwise(series.points):
            ends = tuple(
                (self._grid.middle(places[point.report_id]), y_of(point)) for point in (before, after)
            )
            self._drawing.add(Path(ends, "accent/80", width=1.5, dashed=not after.worded_alike))
        for point in series.points:
            self._point(places[point.report_id], point, y_of(point), series, height)
        self._end_row(height)

    def _point(self, index: int, point: Point, y: float, series: Series, height: float) -> None:
        em, x = self._em, self._grid.middle(index)
        self._drawing.add(Dot(x, y, 0.32 * em, "accent", "window"))
        figure = naming.figure(point.value, point.value_to, series.unit)
        self._drawing.words(x, y - 0.65 * em, figure, bold=True, anchor="middle")
        when = self._names.day(point.date) if point.dated else "at the inspection"
        room = self._grid.column - em
        baseline = self._y + height - 0.45 * em
        self._drawing.words(x, baseline, when, "muted", size=_SMALL, anchor="middle", within=room)
        inspection = self._timeline.inspections[index]
        alike = "" if point.worded_alike else "; worded differently from the figure before it"
        name = (
            f"{series.label}, {describe(inspection, self._names)}: {figure} ({when}){alike}. "
            f"“{point.sentence}”"
        )
        target = Target(inspection.report.id, finding_ids=(point.finding_id,))
        self._spot(index, self._y + 0.1 * em, self._y + height - 0.1 * em, name, target)

    # What has to be known to read it

    def _notes(self) -> None:
        self._y += 1.2 * self._em
        room = self._width - 2 * self._em
        for words in notes(self._timeline):
            for line in self._drawing.wrapped(words, room, Font(_SMALL), 3):
                self._drawing.words(self._em, self._y, line, "muted", size=_SMALL)
                self._y += 1.3 * self._em
