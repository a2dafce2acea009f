"""Undo, words and codes of the current finding, finding things."""

from __future__ import annotations

from typing import Final

from reviewer.ui.actions.spec import QT_TRANSLATE_NOOP, Spec

SPECS: Final[tuple[Spec, ...]] = (
    Spec("undo", "edit", QT_TRANSLATE_NOOP("Actions", "&Undo"), ("Ctrl+Z",), "undo", "undo write"),
    Spec(
        "redo",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Redo"),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        "redo write",
    ),
    Spec(
        "copy",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Copy the selected words"),
        ("Ctrl+C",),
        needs="selection",
        separator=True,
    ),
    Spec(
        "reword",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Edit the &wording"),
        ("E",),
        "corrected",
        "finding write",
        separator=True,
    ),
    Spec("kind", "edit", QT_TRANSLATE_NOOP("Actions", "Change the &kind…"), ("K",), needs="finding write"),
    Spec("theme", "edit", QT_TRANSLATE_NOOP("Actions", "Change the &theme…"), ("T",), needs="finding write"),
    Spec(
        "filter",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Filter findings"),
        ("Ctrl+F",),
        "search",
        "report",
        separator=True,
    ),
    Spec("palette", "edit", QT_TRANSLATE_NOOP("Actions", "Find an actio&n, report or finding…"), ("Ctrl+K",)),
    Spec(
        "find",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Find &in this report"),
        ("/", "Ctrl+Alt+F"),
        "search",
        needs="report",
    ),
    Spec("find_next", "edit", QT_TRANSLATE_NOOP("Actions", "Ne&xt place found"), ("F3",), needs="report"),
    Spec(
        "find_previous",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Pre&vious place found"),
        ("Shift+F3",),
        needs="report",
    ),
    Spec(
        "search",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Search reports, findings and notes"),
        ("Ctrl+Shift+K",),
        "search",
        "reports",
        separator=True,
    ),
    Spec("search_next", "edit", QT_TRANSLATE_NOOP("Actions", "Next &hit"), ("F4",), needs="reports"),
    Spec(
        "search_previous",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Previous hi&t"),
        ("Shift+F4",),
        needs="reports",
    ),
    Spec("find_report", "edit", QT_TRANSLATE_NOOP("Actions", "Find a &report"), ("Ctrl+L",), "library"),
    Spec("clear_filter", "edit", QT_TRANSLATE_NOOP("Actions", "C&lear the filters"), ("Ctrl+Shift+L",)),
)
