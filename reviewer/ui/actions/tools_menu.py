"""Upkeep, codebook, analyses."""

from __future__ import annotations

from typing import Final

from reviewer.ui.actions.spec import QT_TRANSLATE_NOOP, Spec

SPECS: Final[tuple[Spec, ...]] = (
    Spec(
        "finding_changes",
        "tools",
        QT_TRANSLATE_NOOP("Actions", "&History of this finding"),
        ("Ctrl+H",),
        needs="finding",
    ),
    Spec(
        "report_changes", "tools", QT_TRANSLATE_NOOP("Actions", "History of this &report"), (), needs="report"
    ),
    Spec(
        "check_store",
        "tools",
        QT_TRANSLATE_NOOP("Actions", "&Check the store…"),
        (),
        needs="store",
        separator=True,
    ),
)
