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
        QT_TRANSLATE_NOOP("Actions", "Edit the &wording or heading"),
        ("E",),
        "corrected",
        "words write",
        separator=True,
    ),
    Spec("kind", "edit", QT_TRANSLATE_NOOP("Actions", "Change the &kind…"), ("K",), needs="finding write"),
    Spec("theme", "edit", QT_TRANSLATE_NOOP("Actions", "Change the &theme…"), ("T",), needs="finding write"),
    Spec(
        "more_themes",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "A&dd a theme…"),
        ("Shift+T",),
        needs="finding write",
    ),
    Spec(
        "number",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Change the nu&mber"),
        ("Shift+E",),
        needs="finding write",
    ),
    Spec(
        "section",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Put under another &section…"),
        ("H",),
        needs="finding write",
    ),
    Spec("grade", "edit", QT_TRANSLATE_NOOP("Actions", "Change the &grade…"), ("Q",), needs="graded write"),
    Spec(
        "move_up",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Move u&p"),
        ("Alt+Up",),
        needs="movable write",
        separator=True,
    ),
    Spec(
        "move_down", "edit", QT_TRANSLATE_NOOP("Actions", "Move d&own"), ("Alt+Down",), needs="movable write"
    ),
    Spec(
        "move_out",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Move out, or to the section &before"),
        ("Alt+Left",),
        needs="movable write",
    ),
    Spec(
        "move_in",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Move in, or to the section &after"),
        ("Alt+Right",),
        needs="movable write",
    ),
    Spec(
        "remove_part",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Remove the section, statement or figur&e"),
        ("Shift+Del",),
        "delete",
        "part write",
    ),
    Spec(
        "filter",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Filter findings"),
        ("Ctrl+F",),
        "search",
        "report",
        separator=True,
    ),
    Spec("filter_by", "edit", QT_TRANSLATE_NOOP("Actions", "Filter b&y…"), ("Shift+F",), needs="report"),
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
