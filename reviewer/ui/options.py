"""The choices that pickers offer."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from reviewer.model import DocumentType, Polarity
from reviewer.store.rows import CodeRole
from reviewer.ui import codes, words
from reviewer.ui.fields import Option
from reviewer.ui.outline import Outline
from reviewer.ui.session import OpenReport
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


def document_type_options() -> list[Option]:
    """All report families."""
    return [Option(one, words.document_type(one)) for one in DocumentType]


def authority_options() -> list[Option]:
    """The authorities of the register, found by their other names and their region too; ended ones last."""
    from reviewer.register import register

    return [
        Option(
            one.name,
            words.tr("{name} (until {year})").format(name=one.name, year=one.ended[:4])
            if one.ended
            else one.name,
            also=" ".join((*one.other_names, one.region)),
        )
        for one in sorted(register(), key=lambda one: (bool(one.ended), one.name.casefold()))
    ]


def section_options(report: OpenReport | None, none: str, *, but: Collection[int] = ()) -> list[Option]:
    """The headings of a report in reading order, each as deep as it stands, without those of ids in ``but``.

    ``none`` is what stands for no heading.
    """
    if report is None:
        return []
    outline = Outline(report.sections, report.findings)
    rows = [row for row in report.sections if row.id not in but]
    indents = {row.id: "\u2003" * outline.depth(row) for row in rows}
    return [
        Option("", none),
        *(Option(str(row.id), indents[row.id] + " ".join(row.heading.split())) for row in rows),
    ]
