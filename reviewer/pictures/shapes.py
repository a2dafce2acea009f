"""What a picture is made of. Lengths are pixels at one picture pixel a screen pixel; y grows downwards.

Colours are names of fields of :class:`reviewer.colours.Colours`, so that a picture takes the look of whatever
shows it; ``name/40`` is that colour at 40% over what lies below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Font:
    """``size`` times the picture's text size."""

    size: float = 1.0
    bold: bool = False


Measure = Callable[[str, Font], float]
"""The width of a text, in pixels."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; without ``fill`` or ``stroke`` where they are empty."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    radius: float = 0.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle, or a square on its corner (``diamond``), around a point."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str = ""
    diamond: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; ``y`` is its baseline."""

    x: float
    y: float
    text: str
    colour: str = "text"
    font: Font = Font()
    anchor: Anchor = "start"


Shape = Box | Path | Dot | Words


@dataclass(frozen=True, slots=True)
class Target:
    """What a part of a picture stands for, to be opened: a report, a judgement of it, or findings."""

    report_id: int | None = None
    judgement_id: int | None = None
    finding_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """A part of a picture that can be pointed at, and gone to by keys: the cell of a grid.

    ``name`` says in words what stands there, for tips and for those who don't see it.
    """

    x: float
    y: float
    width: float
    height: float
    row: int
    column: int
    name: str
    target: Target = Target()


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes in the order in which they are painted, and what can be pointed at.

    What lies left of ``frozen_left`` and above ``frozen_top`` names the rest, and stays in sight when the
    rest is scrolled.
    """

    width: float
    height: float
    title: str
    description: str
    em: float
    """The size of the text, in pixels."""
    shapes: tuple[Shape, ...]
    spots: tuple[Spot, ...]
    frozen_left: float = 0.0
    frozen_top: float = 0.0


@dataclass
class Drawing:
    """A picture while it is drawn: shapes and spots are added as they come."""

    em: float
    measure: Measure
    shapes: list[Shape] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    def add(self, *shapes: Shape) -> None:
        """Paint shapes over what is there."""
        self.shapes += shapes

    def words(
        self,
        x: float,
        y: float,
        text: str,
        colour: str = "text",
        *,
        size: float = 1.0,
        bold: bool = False,
        anchor: Anchor = "start",
        within: float | None = None,
    ) -> float:
        """A line of text, shortened to fit ``within``; returns how wide it is."""
        font = Font(size, bold)
        shown = text if within is None else self.elided(text, within, font)
        if shown:
            self.add(Words(x, y, shown, colour, font, anchor))
        return self.measure(shown, font)

    def fitted(
        self, text: str, width: float, *, bold: bool = False, sizes: Sequence[float] = (1.0, 0.93, 0.86)
    ) -> tuple[str, Font]:
        """A text in the first of the sizes in which it has room; in the last one shortened if need be."""
        fonts = [Font(size, bold) for size in sizes]
        font = next((one for one in fonts if self.measure(text, one) <= width), fonts[-1])
        return self.elided(text, width, font), font

    def elided(self, text: str, width: float, font: Font) -> str:
        """As much of a text as there is room for, with an ellipsis where that is not all."""
        if self.measure(text, font) <= width:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.measure(text[:middle].rstrip() + "…", font) <= width:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + "…" if low else ""

    def wrapped(self, text: str, width: float, font: Font, most: int) -> list[str]:
        """A text in lines of at most ``width``, ``most`` of them; the last is shortened."""
        lines: list[str] = []
        left = text.split()
        while left and len(lines) < most - 1:
            count = 1
            while count < len(left) and self.measure(" ".join(left[: count + 1]), font) <= width:
                count += 1
            lines.append(self.elided(" ".join(left[:count]), width, font))
            left = left[count:]
        if left:
            lines.append(self.elided(" ".join(left), width, font))
        return lines
