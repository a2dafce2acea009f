"""Help."""

from __future__ import annotations

from typing import Final

from reviewer.ui.actions.spec import QT_TRANSLATE_NOOP, Spec

SPECS: Final[tuple[Spec, ...]] = (
    Spec("help", "help", QT_TRANSLATE_NOOP("Actions", "&Help"), ("Ctrl+F1",)),
    Spec("help_search", "help", QT_TRANSLATE_NOOP("Actions", "How to &search"), ("Ctrl+Shift+F1",)),
    Spec("shortcuts", "help", QT_TRANSLATE_NOOP("Actions", "&Keys and actions"), ("F1",)),
    Spec("about", "help", QT_TRANSLATE_NOOP("Actions", "&About Reviewer"), ("Shift+F1",)),
)
