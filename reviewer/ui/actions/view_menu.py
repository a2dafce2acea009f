"""Panes, panels, looks."""

from __future__ import annotations

from typing import Final

from reviewer.ui.actions import columns_menu
from reviewer.ui.actions.spec import QT_TRANSLATE_NOOP, Spec

SPECS: Final[tuple[Spec, ...]] = (
    Spec(
        "follow_ups",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Follow-ups of all reports"),
        ("Ctrl+Shift+F",),
        "follow-ups",
        "store",
        checkable=True,
    ),
    Spec(
        "notes",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Notes of all reports"),
        ("Ctrl+Shift+N",),
        "note",
        "store",
        checkable=True,
    ),
    Spec(
        "over_the_years",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Authority over the &years"),
        ("Ctrl+Alt+Y",),
        "years",
        "reports",
    ),
    Spec(
        "across_authorities",
        "view",
        QT_TRANSLATE_NOOP("Actions", "A&cross authorities"),
        ("Ctrl+Alt+A",),
        "across",
        "reports",
    ),
    Spec(
        "alike",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Findings li&ke this one elsewhere"),
        ("Ctrl+Alt+L",),
        needs="finding",
    ),
    Spec(
        "library",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Library"),
        ("Ctrl+B",),
        "library",
        checkable=True,
    ),
    Spec(
        "findings_pane",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Findings and &details"),
        ("Ctrl+Shift+B",),
        checkable=True,
    ),
    Spec(
        "float_findings",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Findings in a window of their o&wn"),
        ("Ctrl+Shift+W",),
        checkable=True,
    ),
    Spec(
        "problems",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Files that couldn't be &read"),
        ("Ctrl+Shift+P",),
        checkable=True,
    ),
    Spec("facts", "view", QT_TRANSLATE_NOOP("Actions", "Facts &about the report"), ("I",), needs="report"),
    *columns_menu.SPECS,
    Spec(
        "text_view", "view", QT_TRANSLATE_NOOP("Actions", "Te&xt"), ("Alt+1",), checkable=True, separator=True
    ),
    Spec("pages_view", "view", QT_TRANSLATE_NOOP("Actions", "&Pages as printed"), ("Alt+2",), checkable=True),
    Spec(
        "both_views", "view", QT_TRANSLATE_NOOP("Actions", "&Both side by side"), ("Alt+3",), checkable=True
    ),
    Spec(
        "page_zoom_in",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Lar&ger pages"),
        ("Ctrl+Alt++", "Ctrl+Alt+="),
        needs="pages",
    ),
    Spec(
        "page_zoom_out",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Small&er pages"),
        ("Ctrl+Alt+-",),
        needs="pages",
    ),
    Spec(
        "page_fit",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Pages as &wide as the pane"),
        ("Ctrl+Alt+0",),
        needs="pages",
    ),
    Spec(
        "by_polarity",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Highlights by p&olarity"),
        ("Ctrl+Shift+1",),
        checkable=True,
        separator=True,
    ),
    Spec(
        "by_kind",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Highlights by k&ind"),
        ("Ctrl+Shift+2",),
        checkable=True,
    ),
    Spec(
        "by_theme",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Highlights by the&me"),
        ("Ctrl+Shift+3",),
        checkable=True,
    ),
    Spec(
        "by_status",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Highlights by stat&us"),
        ("Ctrl+Shift+4",),
        checkable=True,
    ),
    Spec(
        "legend",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Le&gend of the highlights"),
        ("Ctrl+Shift+E",),
        checkable=True,
    ),
    Spec(
        "unclaimed",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Hatch text that &nothing claims"),
        ("Ctrl+Shift+U",),
        checkable=True,
    ),
    Spec(
        "furniture",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Show text &set aside"),
        ("Ctrl+Shift+H",),
        checkable=True,
    ),
    Spec(
        "system",
        "view",
        QT_TRANSLATE_NOOP("Actions", "As the &system"),
        ("Ctrl+F9",),
        checkable=True,
        separator=True,
    ),
    Spec("light", "view", QT_TRANSLATE_NOOP("Actions", "&Light"), ("Ctrl+F10",), checkable=True),
    Spec("dark", "view", QT_TRANSLATE_NOOP("Actions", "&Dark"), ("Ctrl+F11",), checkable=True),
    Spec("contrast", "view", QT_TRANSLATE_NOOP("Actions", "&High contrast"), ("Ctrl+Alt+H",), checkable=True),
    Spec(
        "sans_face",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Read &without serifs"),
        ("Ctrl+Alt+R",),
        checkable=True,
    ),
    Spec(
        "zoom_in",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Larger te&xt"),
        ("Ctrl++", "Ctrl+="),
        separator=True,
    ),
    Spec("zoom_out", "view", QT_TRANSLATE_NOOP("Actions", "S&maller text"), ("Ctrl+-",)),
    Spec("zoom_reset", "view", QT_TRANSLATE_NOOP("Actions", "&Usual text size"), ("Ctrl+0",)),
    Spec("next_pane", "view", QT_TRANSLATE_NOOP("Actions", "Go to the next &pane"), ("F6",), separator=True),
)
