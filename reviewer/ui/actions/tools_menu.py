"""Upkeep, codebook, analyses."""

from __future__ import annotations

from typing import Final

from reviewer.ui.actions.spec import QT_TRANSLATE_NOOP, Spec

SPECS: Final[tuple[Spec, ...]] = (
    Spec(
        "codebook",
        "tools",
        QT_TRANSLATE_NOOP("Actions", "Code&book…"),
        ("Ctrl+Shift+T",),
        needs="store",
    ),
    Spec(
        "finding_changes",
        "tools",
        QT_TRANSLATE_NOOP("Actions", "&History of this finding"),
        ("Ctrl+H",),
        needs="finding",
    ),
    Spec(
        "report_changes",
        "tools",
        QT_TRANSLATE_NOOP("Actions", "History of this &report"),
        ("Ctrl+Shift+V",),
        needs="report",
    ),
    Spec(
        "reextract",
        "tools",
        QT_TRANSLATE_NOOP("Actions", "E&xtract this report again"),
        ("Ctrl+Shift+X",),
        needs="report write",
        separator=True,
    ),
    Spec(
        "reextract_older",
        "tools",
        QT_TRANSLATE_NOOP("Actions", "Extract what &older versions read again"),
        ("Ctrl+Shift+Alt+X",),
        needs="reports write",
    ),
    Spec(
        "unplaced",
        "tools",
        QT_TRANSLATE_NOOP("Actions", "Kept without a &place after that"),
        ("Ctrl+Shift+G",),
        needs="reports",
    ),
    Spec(
        "accuracy",
        "tools",
        QT_TRANSLATE_NOOP("Actions", "&How good the extractor is"),
        ("Ctrl+Alt+M",),
        needs="reports",
        separator=True,
    ),
    Spec(
        "suggestions",
        "tools",
        QT_TRANSLATE_NOOP("Actions", "&Suggestions from decisions"),
        ("Ctrl+Alt+S",),
        checkable=True,
    ),
    Spec(
        "suggestions_learned",
        "tools",
        QT_TRANSLATE_NOOP("Actions", "What suggestions have &learned…"),
        ("Ctrl+Alt+U",),
        needs="store",
    ),
    Spec(
        "check_store",
        "tools",
        QT_TRANSLATE_NOOP("Actions", "&Check the store…"),
        ("Ctrl+Shift+C",),
        needs="store",
        separator=True,
    ),
    Spec(
        "assign",
        "tools",
        QT_TRANSLATE_NOOP("Actions", "A&ssign reports to reviewers…"),
        ("Ctrl+Alt+W",),
        needs="reports write",
        separator=True,
    ),
    Spec(
        "settle",
        "tools",
        QT_TRANSLATE_NOOP("Actions", "&Differences to settle"),
        ("Ctrl+Shift+Alt+D",),
        needs="reports",
        checkable=True,
    ),
    Spec(
        "agreement",
        "tools",
        QT_TRANSLATE_NOOP("Actions", "&Agreement between reviewers"),
        ("Ctrl+Alt+G",),
        needs="reports",
    ),
)
