"""The choices that pickers offer."""

from __future__ import annotations

from typing import Final

from reviewer.model import Kind, Polarity
from reviewer.ui import words
from reviewer.ui.fields import Option
from reviewer.ui.theme import Colours

GRADES: Final = (
    "Outstanding",
    "Good",
    "Requires improvement to be good",
    "Requires improvement",
    "Adequate",
    "Satisfactory",
    "Inadequate",
)
"""The grades that reports print; another one is taken as it is read."""


def kind_options() -> list[Option]:
    """All kinds, in the order of the format."""
    return [Option(kind, words.kind(kind)) for kind in Kind]


def theme_options() -> list[Option]:
    """All themes of the codebook."""
    return [Option(code, words.theme(code)) for code in words.THEMES]


def polarity_options(colours: Colours) -> list[Option]:
    """All polarities with sign and colour."""
    return [Option(one, words.polarity(one), words.SIGNS[one], colours.of_polarity(one)) for one in Polarity]


def grade_options(current: str, *, none: bool = False) -> list[Option]:
    """The grades, the present one among them; with ``none``, none at all too."""
    grades = list(GRADES) if current in GRADES or not current else [current, *GRADES]
    options = [Option(grade, grade) for grade in grades]
    return [Option("", words.tr("no grade")), *options] if none else options
