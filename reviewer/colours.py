"""The colours of the window and of pictures: light, dark, high contrast, and marks on white pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from reviewer.model import Polarity


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one scheme as ``#rrggbb``. A ``…_tint`` is the quiet ground under its mark."""

    dark: bool
    window: str
    panel: str
    line: str
    edge: str
    """Around a field: without it, nobody would see where the field is."""
    text: str
    muted: str
    faint: str
    accent: str
    accent_tint: str
    accent_hover: str
    hover: str
    positive: str
    positive_tint: str
    negative: str
    negative_tint: str
    mixed: str
    mixed_tint: str
    neutral: str
    neutral_tint: str
    follow_up: str
    follow_up_tint: str
    series: tuple[str, ...]
    """For codes of any number, told apart by people who see few colours; used in turn, beside a sign."""
    unseen: str
    """The hatching of text that nothing claims, and the ends of a dragged edge's path."""

    def of_polarity(self, polarity: str) -> str:
        """The colour of a polarity's sign and bar."""
        return {
            Polarity.POSITIVE: self.positive,
            Polarity.NEGATIVE: self.negative,
            Polarity.MIXED: self.mixed,
        }.get(Polarity(polarity), self.neutral)

    def tint_of_polarity(self, polarity: str) -> str:
        """The ground of a polarity's sign."""
        return {
            Polarity.POSITIVE: self.positive_tint,
            Polarity.NEGATIVE: self.negative_tint,
            Polarity.MIXED: self.mixed_tint,
        }.get(Polarity(polarity), self.neutral_tint)


LIGHT: Final = Colours(
    dark=False,
    window="#ffffff",
    panel="#f5f6f8",
    line="#dfe3e8",
    edge="#868f9b",
    text="#1d2430",
    muted="#5b6675",
    faint="#616b7a",
    accent="#1f5fbf",
    accent_tint="#e8f0fd",
    accent_hover="#dbe7fb",
    hover="#eceff3",
    positive="#00724f",
    positive_tint="#e2f4ec",
    negative="#b03a00",
    negative_tint="#fdeae0",
    mixed="#7a5a00",
    mixed_tint="#fbf1d3",
    neutral="#5b6675",
    neutral_tint="#eceff3",
    follow_up="#8a2b8f",
    follow_up_tint="#f7e9f8",
    series=("#1f5fbf", "#b03a00", "#00724f", "#8a2b8f", "#7a5a00", "#006a80", "#a3204f", "#5b6675"),
    unseen="#8a929e",
)
DARK: Final = Colours(
    dark=True,
    window="#1d2127",
    panel="#15181d",
    line="#323943",
    edge="#66707c",
    text="#e6eaf0",
    muted="#9aa5b3",
    faint="#929dac",
    accent="#7fb0ff",
    accent_tint="#22344f",
    accent_hover="#2a3f5f",
    hover="#262c35",
    positive="#58cfa3",
    positive_tint="#17382c",
    negative="#ff9a6b",
    negative_tint="#452517",
    mixed="#e8c45a",
    mixed_tint="#3d3214",
    neutral="#9aa5b3",
    neutral_tint="#2a3039",
    follow_up="#dd8fe2",
    follow_up_tint="#3b2340",
    series=("#7fb0ff", "#ff9a6b", "#58cfa3", "#dd8fe2", "#e8c45a", "#5fd0e0", "#ff8fb5", "#9aa5b3"),
    unseen="#626c78",
)
CONTRAST: Final = Colours(
    dark=True,
    window="#000000",
    panel="#000000",
    line="#8f8f8f",
    edge="#8f8f8f",
    text="#ffffff",
    muted="#e0e0e0",
    faint="#c8c8c8",
    accent="#ffd83d",
    accent_tint="#2e2600",
    accent_hover="#463a00",
    hover="#262626",
    positive="#5dffb4",
    positive_tint="#003820",
    negative="#ffb08a",
    negative_tint="#4a1c00",
    mixed="#ffe27a",
    mixed_tint="#3a2e00",
    neutral="#e0e0e0",
    neutral_tint="#2a2a2a",
    follow_up="#ffb0ff",
    follow_up_tint="#420042",
    series=("#9cc4ff", "#ffb08a", "#5dffb4", "#ffb0ff", "#ffe27a", "#7df0ff", "#ffa8c4", "#e0e0e0"),
    unseen="#8f8f8f",
)
PAPER: Final = replace(LIGHT, accent="#1449a0", text="#000000")
"""On pages as printed, which are white whatever the scheme."""

PAPER_IN_CONTRAST: Final = replace(
    PAPER,
    accent="#0000c8",
    accent_tint="#d0d8ff",
    positive_tint="#bdf0d8",
    negative_tint="#ffd2bd",
    mixed_tint="#ffe38f",
    neutral_tint="#d5dae0",
    line="#595959",
    edge="#595959",
    unseen="#808080",
)


_STANDS_OUT: Final = 5.5
"""The contrast of a mark with its ground that leaves 4.5 on the mark's own tint."""


def luminance(colour: str) -> float:
    """How bright ``#rrggbb`` is, 0 to 1, as WCAG counts it."""

    def part(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (part(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, as WCAG counts it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """``colour`` with a ``share`` of another one, 0 to 1."""
    parts = (
        round((1 - share) * int(colour[i : i + 2], 16) + share * int(other[i : i + 2], 16)) for i in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


@cache
def legible(colour: str, colours: Colours) -> str:
    """A colour that a reviewer chose, as a scheme can show it: itself where it stands out from the ground.

    One of the light scheme's series becomes the same of this scheme's; others go towards the colour of text
    as far as they have to.
    """
    if colour in LIGHT.series:
        return colours.series[LIGHT.series.index(colour)]
    found, share = colour, 0.0
    while contrast(found, colours.window) < _STANDS_OUT and share < 1:
        share += 0.05
        found = mixed(colour, colours.text, min(share, 1.0))
    return found
