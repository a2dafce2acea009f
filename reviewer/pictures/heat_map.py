"""A comparison as a grid: themes as rows, groups as columns; the darker a cell, the larger its share.

Never by colour alone: each cell says its count and its share.
"""

from __future__ import annotations

from math import ceil
from typing import Final

from reviewer.analysis import naming
from reviewer.analysis.comparison import FEW, Comparison, Counted, Group
from reviewer.analysis.naming import Names
from reviewer.pictures.shapes import Box, Drawing, Font, Measure, Path, Picture, Spot, Target

_GUTTER: Final = 15.0
_COLUMN: Final = 6.4
_WIDEST_COLUMN: Final = 12.0
_ROW: Final = 2.6
_FACT: Final = 1.7
_SMALL: Final = 0.86
_LEAST_WIDTH: Final = 48.0
_GROUND: Final = 45
"""How much of the colour the largest share gets, in percent: words on it stay easy to read."""
_STEPS: Final = 5
_WEIGHTY: Final = 20
"""Groups with so many findings set the scale of the colours."""
_COLOURS: Final = {Counted.CONCERNS: "negative", Counted.STRENGTHS: "positive", Counted.ALL: "accent"}


def draw(
    comparison: Comparison, *, em: float, measure: Measure, width: float = 0.0, names: Names | None = None
) -> Picture:
    """The picture, at least ``width`` wide."""
    return _Map(comparison, Drawing(em, measure), names or Names(), width).picture()


class _Map:
    def __init__(self, comparison: Comparison, drawing: Drawing, names: Names, width: float) -> None:
        self._comparison = comparison
        self._drawing = drawing
        self._names = names
        self._em = em = drawing.em
        count = max(1, len(comparison.groups))
        self._left = _GUTTER * em
        longest = [word for group in comparison.groups for word in group.label.split()]
        self._heads = [Font(size, bold=True) for size in (0.95, 0.88, 0.8)]
        # Names of one long word are shown whole, in the smallest of the sizes.
        needed = max((drawing.measure(word, self._heads[-1]) for word in longest), default=0.0) + 0.9 * em
        least = min(max(_COLUMN * em, needed), _WIDEST_COLUMN * em)
        self._column = min(max(least, (width - self._left - em) / count), _WIDEST_COLUMN * em)
        self._width = max(width, _LEAST_WIDTH * em, self._left + count * self._column + em)
        self._colour = _COLOURS[comparison.choice.counted]
        # Three findings of a short letter would be the darkest, and everything else pale.
        weighty = [group for group in comparison.groups if group.findings >= _WEIGHTY]
        self._most = max(
            (
                comparison.share(theme, group)
                for theme in comparison.themes
                for group in weighty or comparison.groups
            ),
            default=0.0,
        )

    def picture(self) -> Picture:
        em, comparison = self._em, self._comparison
        top = self._header()
        y = top
        for number, theme in enumerate(comparison.themes, start=1):
            words, font = self._drawing.fitted(self._names.theme(theme), self._left - 1.6 * em)
            self._drawing.words(em, y + _ROW * em / 2 + 0.35 * em, words, size=font.size)
            for column, group in enumerate(comparison.groups):
                self._cell(number, column, y, theme, group)
            y += _ROW * em
        y = self._scale(y + 1.2 * em)
        for words in notes(comparison):
            for line in self._drawing.wrapped(words, self._width - 2 * em, Font(_SMALL), 4):
                self._drawing.words(em, y, line, "muted", size=_SMALL)
                y += 1.3 * em
        return Picture(
            width=self._width,
            height=y + 0.6 * em,
            title=title(comparison),
            description=" ".join(notes(comparison)),
            em=em,
            shapes=tuple(self._drawing.shapes),
            spots=tuple(self._drawing.spots),
            frozen_left=self._left,
            frozen_top=top,
        )

    def _header(self) -> float:
        em, drawing, comparison = self._em, self._drawing, self._comparison
        room = self._column - 0.8 * em
        longest = [word for group in comparison.groups for word in group.label.split()]
        fonts = self._heads
        wide = {font: max((drawing.measure(word, font) for word in longest), default=0.0) for font in fonts}
        font = next((one for one in fonts if wide[one] <= room), fonts[-1])
        labels = [drawing.wrapped(group.label, room, font, 3) for group in comparison.groups]
        lines = max(map(len, labels), default=1)
        facts = 0.9 * em + lines * 1.2 * em
        for number, words in enumerate(("Reports", "of them reviewed", "Findings counted")):
            y = facts + (number * _FACT + 1.0) * em
            drawing.words(em, y, words, "muted", size=_SMALL, within=self._left - 1.8 * em)
        height = facts + (3 * _FACT + 0.3) * em
        for column, (group, wrapped) in enumerate(zip(comparison.groups, labels, strict=True)):
            x = self._left + (column + 0.5) * self._column
            for number, line in enumerate(wrapped):
                y = 1.6 * em + (number + lines - len(wrapped)) * 1.2 * em
                drawing.words(x, y, line, size=font.size, bold=True, anchor="middle")
            few = " (few)" if comparison.says_little(group) else ""
            counts = (f"{len(group.reports):,}{few}", f"{group.reviewed:,}", f"{group.findings:,}")
            for number, count in enumerate(counts):
                y = facts + (number * _FACT + 1.0) * em
                drawing.words(x, y, count, "muted", size=_SMALL, anchor="middle")
            drawing.spots.append(
                Spot(
                    self._left + column * self._column + 2,
                    0.3 * em,
                    self._column - 4,
                    height - 0.6 * em,
                    0,
                    column,
                    group_said(group),
                    Target(group.reports[0] if len(group.reports) == 1 else None),
                )
            )
        drawing.add(Path(((0, height), (self._width, height)), "line"))
        return height + 0.35 * em

    def _cell(self, row: int, column: int, y: float, theme: str, group: Group) -> None:
        em = self._em
        cell, share = self._comparison.cell(theme, group), self._comparison.share(theme, group)
        x = self._left + column * self._column
        left, top, wide, high = x + 1.5, y + 1.5, self._column - 3, _ROW * em - 3
        step = min(_STEPS, ceil(share / self._most * _STEPS)) if share else 0
        fill = f"{self._colour}/{step * _GROUND // _STEPS}" if step else "neutral_tint/45"
        self._drawing.add(Box(left, top, wide, high, fill, radius=3))
        middle = x + self._column / 2
        if cell.count:
            percent = naming.percent(share)
            gap = 0.45 * em
            number_font, share_font = Font(1.0, bold=True), Font(_SMALL)
            number = f"{cell.count:,}"
            first = self._drawing.measure(number, number_font)
            whole = first + gap + self._drawing.measure(percent, share_font)
            baseline = y + _ROW * em / 2 + 0.36 * em
            start = middle - whole / 2
            self._drawing.words(start, baseline, number, bold=True)
            self._drawing.words(start + first + gap, baseline, percent, size=_SMALL)
        else:
            words = "0" if group.findings else "–"
            self._drawing.words(middle, y + _ROW * em / 2 + 0.36 * em, words, "muted", anchor="middle")
        name = f"{self._names.theme(theme)}, {group.label}: {cell_said(self._comparison, theme, group)}"
        report = group.reports[0] if len(group.reports) == 1 else None
        target = Target(report, finding_ids=cell.finding_ids)
        self._drawing.spots.append(Spot(left, top, wide, high, row, column, name, target))

    def _scale(self, y: float) -> float:
        """The five grounds with the shares that they stand for."""
        if not self._most:
            return y
        em, x = self._em, self._em
        used = self._drawing.words(x, y, "Share of findings counted:", "muted", size=_SMALL)
        x += used + em
        for step in range(1, _STEPS + 1):
            ground = f"{self._colour}/{step * _GROUND // _STEPS}"
            self._drawing.add(Box(x, y - 0.85 * em, 1.6 * em, 1.1 * em, ground, radius=3))
            x += 1.9 * em
            words = f"to {naming.percent(self._most * step / _STEPS)}" if step < _STEPS else "more"
            x += self._drawing.words(x, y, words, "muted", size=_SMALL) + 1.2 * em
        return y + 2.0 * em


def title(comparison: Comparison) -> str:
    """What the picture shows."""
    choice = comparison.choice
    what = {Counted.CONCERNS: "Concerns", Counted.STRENGTHS: "Strengths", Counted.ALL: "Findings"}
    by = f"{choice.authority} beside its statistical neighbours" if choice.authority else f"by {choice.by}"
    return f"{what[choice.counted]} by theme, {by}"


def group_said(group: Group) -> str:
    """A group in words."""
    return (
        f"{group.label}: {naming.count(len(group.reports), 'report')}, {group.reviewed} of them reviewed; "
        f"{naming.count(group.findings, 'finding')} counted, {group.decided} decided"
    )


def cell_said(comparison: Comparison, theme: str, group: Group) -> str:
    """A cell in words."""
    cell = comparison.cell(theme, group)
    if not cell.count:
        return "none" if group.findings else "nothing to count"
    share = naming.percent(comparison.share(theme, group))
    return (
        f"{naming.count(cell.count, 'finding')}, {share} of {group.findings:,}, in {cell.reports} of "
        f"{naming.count(len(group.reports), 'report')}; {cell.decided} decided"
    )


def notes(comparison: Comparison) -> list[str]:
    """What is compared, and what has to be known to read it."""
    choice = comparison.choice
    counted = {
        Counted.CONCERNS: "Concerns are findings that are negative, mixed, or ask for something to be done.",
        Counted.STRENGTHS: "Strengths are findings that only praise.",
        Counted.ALL: "All findings are counted, neutral ones too.",
    }[choice.counted]
    parts = [f"{naming.count(comparison.reports, 'report')}, {comparison.reviewed} of them reviewed"]
    if choice.families:
        parts.append("of " + ", ".join(map(naming.family, sorted(choice.families))))
    if choice.first_year or choice.last_year:
        parts.append(f"from {choice.first_year or 'the first'} to {choice.last_year or 'the last'}")
    if choice.regions:
        parts.append("in " + ", ".join(sorted(choice.regions)))
    if choice.authorities:
        parts.append("about " + ", ".join(sorted(choice.authorities)))
    for name, chosen in (("polarity", choice.polarities), ("kind", choice.kinds)):
        if chosen:
            parts.append(f"{name}: " + ", ".join(naming.plain(one).lower() for one in sorted(chosen)))
    if choice.reviewed:
        parts.append("only findings that are decided")
    found = ["; ".join(parts) + "."]
    found.append(
        f"{counted} Rejected ones are left out; a finding with several themes counts once in each, so that "
        "shares add up to more than 100%."
    )
    if any(map(comparison.says_little, comparison.groups)):
        found.append(f"Few: fewer than {FEW} reports stand behind a column, so that its shares say little.")
    if comparison.copies:
        found.append(
            f"{naming.count(comparison.copies, 'file')} left out: another file is of the same inspection."
        )
    if comparison.without:
        found.append(f"Neighbours without a report here: {', '.join(comparison.without)}.")
    return found
