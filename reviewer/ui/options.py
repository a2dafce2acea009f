"""The choices that pickers offer."""

from __future__ import annotations

from typing import Final

from reviewer.model import Polarity
from reviewer.store.rows import CodeRole
from reviewer.ui import codes, words
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
    """All kinds of the codebook in its order."""
    return _code_options(CodeRole.KIND)


def theme_options() -> list[Option]:
    """All themes of the codebook in its order."""
    return _code_options(CodeRole.THEME)


def _code_options(role: CodeRole) -> list[Option]:
    return [
        Option(row.key, row.label, tip=row.definition, key=row.shortcut, offered=not row.retired)
        for row in codes.in_use().of_role(role)
    ]


def polarity_options(colours: Colours) -> list[Option]:
    """All polarities with sign and colour."""
    return [Option(one, words.polarity(one), words.SIGNS[one], colours.of_polarity(one)) for one in Polarity]


def grade_options(current: str, *, none: bool = False) -> list[Option]:
    """The grades, the present one among them; with ``none``, none at all too."""
    grades = list(GRADES) if current in GRADES or not current else [current, *GRADES]
    options = [Option(grade, grade) for grade in grades]
    return [Option("", words.tr("no grade")), *options] if none else options
