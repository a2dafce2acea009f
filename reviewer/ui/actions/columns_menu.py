"""Which columns the tree of findings has; a menu in the view menu."""

from __future__ import annotations

from typing import Final

from reviewer.ui.actions.spec import QT_TRANSLATE_NOOP, Spec


def _column(name: str, text: str, key: str) -> Spec:
    return Spec(f"{name}_column", "columns", text, (f"Ctrl+T, {key}",), checkable=True)


SPECS: Final[tuple[Spec, ...]] = (
    _column("decision", QT_TRANSLATE_NOOP("Actions", "Show &decisions in the tree"), "D"),
    _column("number", QT_TRANSLATE_NOOP("Actions", "Show &numbers in the tree"), "N"),
    _column("polarity", QT_TRANSLATE_NOOP("Actions", "Show &polarities in the tree"), "P"),
    _column("kind", QT_TRANSLATE_NOOP("Actions", "Show &kinds in the tree"), "K"),
    _column("theme", QT_TRANSLATE_NOOP("Actions", "Show &themes in the tree"), "T"),
    _column("confidence", QT_TRANSLATE_NOOP("Actions", "Show how &sure the machine is in the tree"), "S"),
    _column("page", QT_TRANSLATE_NOOP("Actions", "Show pa&ges in the tree"), "G"),
    _column("follow_up", QT_TRANSLATE_NOOP("Actions", "Show &follow-ups in the tree"), "F"),
    _column("tags", QT_TRANSLATE_NOOP("Actions", "Show t&ags in the tree"), "A"),
    _column("marks", QT_TRANSLATE_NOOP("Actions", "Show &marks in the tree"), "M"),
    Spec(
        "headings",
        "columns",
        QT_TRANSLATE_NOOP("Actions", "Na&mes of the columns"),
        ("Ctrl+T, H",),
        checkable=True,
        separator=True,
    ),
)
