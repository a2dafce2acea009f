"""The same issue in earlier reports: the panel, what became of a concern, the board."""

from __future__ import annotations

from typing import Final

from reviewer.ui.actions.spec import QT_TRANSLATE_NOOP, Spec

SPECS: Final[tuple[Spec, ...]] = (
    Spec(
        "earlier",
        "earlier",
        QT_TRANSLATE_NOOP("Actions", "&Show earlier concerns"),
        ("B",),
        "repeat",
        needs="report",
        checkable=True,
    ),
    Spec(
        "earlier_recurs",
        "earlier",
        QT_TRANSLATE_NOOP("Actions", "It &recurs"),
        ("Ctrl+Alt+1",),
        needs="earlier write",
        separator=True,
    ),
    Spec(
        "earlier_improved",
        "earlier",
        QT_TRANSLATE_NOOP("Actions", "It &improved but persists"),
        ("Ctrl+Alt+2",),
        needs="earlier write",
    ),
    Spec(
        "earlier_worsened",
        "earlier",
        QT_TRANSLATE_NOOP("Actions", "It &worsened"),
        ("Ctrl+Alt+3",),
        needs="earlier write",
    ),
    Spec(
        "earlier_addressed",
        "earlier",
        QT_TRANSLATE_NOOP("Actions", "It was &addressed"),
        ("Ctrl+Alt+4",),
        needs="earlier write",
    ),
    Spec(
        "earlier_not_same",
        "earlier",
        QT_TRANSLATE_NOOP("Actions", "It is &not the same"),
        ("Ctrl+Alt+5",),
        needs="earlier write",
    ),
    Spec(
        "earlier_clear",
        "earlier",
        QT_TRANSLATE_NOOP("Actions", "&Take back what became of it"),
        ("Ctrl+Alt+6",),
        needs="earlier write",
    ),
    Spec(
        "earlier_next",
        "earlier",
        QT_TRANSLATE_NOOP("Actions", "Ne&xt earlier concern"),
        ("Ctrl+Alt+Down",),
        needs="earlier",
        separator=True,
    ),
    Spec(
        "earlier_previous",
        "earlier",
        QT_TRANSLATE_NOOP("Actions", "&Previous earlier concern"),
        ("Ctrl+Alt+Up",),
        needs="earlier",
    ),
    Spec(
        "earlier_open",
        "earlier",
        QT_TRANSLATE_NOOP("Actions", "&Go to the earlier concern"),
        ("Ctrl+Alt+P",),
        needs="earlier",
    ),
    Spec(
        "coming_back",
        "earlier",
        QT_TRANSLATE_NOOP("Actions", "What &keeps coming back"),
        ("Ctrl+Alt+K",),
        needs="reports",
        separator=True,
    ),
)
