"""How good the extractor is, as a picture: each share with its interval on one scale, and whether its
confidence can be relied on. Never by colour alone: each line says its figures."""

from __future__ import annotations

from typing import Final

from reviewer.analysis import naming
from reviewer.analysis.accuracy import BINS, SMALL, Figures, Part, Rate
from reviewer.pictures.shapes import Box, Dot, Drawing, Font, Measure, Path, Picture, Spot

PARTS: Final = {
    Part.PRECISION: "Words of a finding stood",
    Part.RECALL: "Findings found word for word",
    Part.TOUCHED: "Findings found at all",
    Part.KIND: "Kind",
    Part.POLARITY: "Polarity",
    Part.THEME: "Main theme",
    Part.ANY_THEME: "One of the themes",
    Part.JUDGEMENTS: "Judgements",
    Part.FACTS: "Facts about the report",
    Part.MEASURES_RIGHT: "Figures that stood",
    Part.MEASURES_FOUND: "Figures found",
}
_GUTTER: Final = 19.0
_FIGURES: Final = 15.0
_ROW: Final = 2.3
_SMALL: Final = 0.88
_LEAST_WIDTH: Final = 58.0
_TICKS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


def draw(figures: Figures, *, em: float, measure: Measure, width: float = 0.0) -> Picture:
    """The picture, at least ``width`` wide."""
    return _Chart(figures, Drawing(em, measure), width).picture()


class _Chart:
    def __init__(self, figures: Figures, drawing: Drawing, width: float) -> None:
        self._figures = figures
        self._drawing = drawing
        self._em = em = drawing.em
        self._width = max(width, _LEAST_WIDTH * em)
        self._left = _GUTTER * em
        self._right = self._width - _FIGURES * em

    def picture(self) -> Picture:
        em, drawing = self._em, self._drawing
        y = self._heading(2.0 * em, "What was right")
        top = y
        row = 0
        for part, name in PARTS.items():
            rate = self._figures.rates.get(part, Rate())
            if rate.of:
                self._line(row, y, name, rate)
                y += _ROW * em
                row += 1
        self._scale(top, y)
        y = self._heading(y + 3.4 * em, "Can its confidence be relied on?")
        y = self._reliability(y, row)
        for words in notes(self._figures):
            for line in drawing.wrapped(words, self._width - 2 * em, Font(_SMALL), 4):
                drawing.words(em, y, line, "muted", size=_SMALL)
                y += 1.3 * em
        return Picture(
            width=self._width,
            height=y + 0.6 * em,
            title=title(self._figures),
            description=" ".join(notes(self._figures)),
            em=em,
            shapes=tuple(drawing.shapes),
            spots=tuple(drawing.spots),
        )

    def _heading(self, y: float, words: str) -> float:
        self._drawing.words(self._em, y, words, bold=True)
        return y + 0.9 * self._em

    def _x(self, share: float) -> float:
        return self._left + share * (self._right - self._left)

    def _line(
        self, row: int, y: float, name: str, rate: Rate, expected: tuple[float, float] | None = None
    ) -> None:
        em, drawing = self._em, self._drawing
        middle = y + _ROW * em / 2
        drawing.words(em, middle + 0.35 * em, name, within=self._left - 2 * em)
        if expected is not None:
            low, high = map(self._x, expected)
            drawing.add(
                Box(low, middle - 0.55 * em, high - low, 1.1 * em, "neutral_tint", "neutral", radius=2)
            )
        share, interval = rate.share, rate.interval
        if share is None or interval is None:
            drawing.words(self._x(0), middle + 0.35 * em, "no case", "muted", size=_SMALL)
            said = f"{name}: no case"
        else:
            colour = "muted" if rate.small else "accent"
            low, high = (self._x(end) for end in interval)
            drawing.add(Path(((low, middle), (high, middle)), colour, 2.0, dashed=rate.small))
            for end in (low, high):
                drawing.add(Path(((end, middle - 0.3 * em), (end, middle + 0.3 * em)), colour, 2.0))
            drawing.add(Dot(self._x(share), middle, 0.38 * em, colour, "window", diamond=rate.small))
            few = " · few" if rate.small else ""
            drawing.words(
                self._right + 1.2 * em,
                middle + 0.35 * em,
                f"{naming.percent(share)} · {rate.right:,} of {rate.of:,}{few}",
                size=_SMALL,
                within=_FIGURES * em - 2 * em,
            )
            said = f"{name}: {rate_said(rate)}"
        drawing.spots.append(Spot(0.3 * em, y, self._width - 0.6 * em, _ROW * em, row, 0, said))

    def _scale(self, top: float, bottom: float) -> None:
        em, drawing = self._em, self._drawing
        lines = [Path(((self._x(tick), top), (self._x(tick), bottom)), "line", 1.0) for tick in _TICKS]
        drawing.shapes[0:0] = lines
        for tick in _TICKS:
            drawing.words(
                self._x(tick), bottom + 1.1 * em, naming.percent(tick), "muted", size=_SMALL, anchor="middle"
            )

    def _reliability(self, y: float, row: int) -> float:
        em = self._em
        top = y
        for low, high, rate in zip(BINS, BINS[1:], self._figures.confidence, strict=False):
            if rate.of:
                name = f"Said to be {naming.percent(low)} to {naming.percent(high)} sure"
                self._line(row, y, name, rate, (low, high))
                y += _ROW * em
                row += 1
        if y == top:
            self._drawing.words(em, y + em, "No finding has a confidence.", "muted")
            return y + 3 * em
        self._scale(top, y)
        return y + 3.2 * em


def title(figures: Figures) -> str:
    """What the picture shows."""
    return f"Accuracy of the extractor on {naming.count(figures.reports, 'reviewed report')}"


def rate_said(rate: Rate) -> str:
    """A share with its cases and its interval, in words."""
    share, interval = rate.share, rate.interval
    if share is None or interval is None:
        return "no case"
    low, high = map(naming.percent, interval)
    few = f"; few: fewer than {SMALL} cases say little" if rate.small else ""
    return f"{rate.right:,} of {rate.of:,}, {naming.percent(share)}, probably {low} to {high}{few}"


def notes(figures: Figures) -> list[str]:
    """What has to be known to read it."""
    found = [
        "The line through a point is its 95% interval; dashed with a square point where fewer than"
        f" {SMALL} cases stand behind it.",
        "A finding counts as right by its confidence where words, kind, polarity and theme all stood; the box"
        " is where the point would lie if confidence meant what it says.",
    ]
    unseen = figures.unseen_share
    if unseen:
        found.append(
            f"{naming.percent(unseen)} of the text is neither in a finding nor marked as seen: what the"
            " machine missed there is not known."
        )
    return found
