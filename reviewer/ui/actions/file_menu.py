"""Files, stores, in and out."""

from __future__ import annotations

from typing import Final

from reviewer.ui.actions.spec import QT_TRANSLATE_NOOP, Spec

SPECS: Final[tuple[Spec, ...]] = (
    Spec(
        "import", "file", QT_TRANSLATE_NOOP("Actions", "&Import files…"), ("Ctrl+O",), "import", needs="write"
    ),
    Spec(
        "import_folder",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Import a &folder…"),
        ("Ctrl+Shift+O",),
        needs="write",
    ),
    Spec(
        "import_other",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Import from another &program…"),
        ("Ctrl+Alt+I",),
        needs="write",
    ),
    Spec("export", "file", QT_TRANSLATE_NOOP("Actions", "&Export…"), ("Ctrl+E",), "export", "reports"),
    Spec(
        "export_again",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Export a&gain"),
        ("Ctrl+Alt+E",),
        needs="reports",
    ),
    Spec(
        "follow_ups_table",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Export the follow-ups as a &table…"),
        ("Ctrl+Alt+T",),
        needs="reports",
    ),
    Spec(
        "follow_ups_calendar",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Export the follow-ups as a ca&lendar…"),
        ("Ctrl+Alt+C",),
        needs="reports",
    ),
    Spec(
        "share",
        "file",
        QT_TRANSLATE_NOOP("Actions", "S&hare with a colleague…"),
        ("Ctrl+Shift+Alt+S",),
        needs="reports",
        separator=True,
    ),
    Spec(
        "merge_review",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Merge a colleague’s review…"),
        ("Ctrl+Shift+Alt+M",),
        needs="write store",
    ),
    Spec(
        "undo_merge",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Undo the latest merge"),
        ("Ctrl+Shift+Alt+Z",),
        needs="write merged",
    ),
    Spec(
        "redo_merge",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Do the merge again"),
        ("Ctrl+Shift+Alt+Y",),
        needs="write unmerged",
    ),
    Spec("new_store", "file", QT_TRANSLATE_NOOP("Actions", "Ne&w store…"), ("Ctrl+N",), separator=True),
    Spec("open_store", "file", QT_TRANSLATE_NOOP("Actions", "&Open a store…"), ("Ctrl+Alt+O",), "open"),
    Spec(
        "open_sample",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Open the &sample project"),
        ("Ctrl+Shift+M",),
        "sample",
    ),
    Spec(
        "backup",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Back up now"),
        ("Ctrl+Shift+S",),
        needs="store",
        separator=True,
    ),
    Spec(
        "backups",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Res&tore a backup…"),
        ("Ctrl+Shift+Y",),
        needs="store",
    ),
    Spec(
        "copy_store",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Save a &copy of the store…"),
        ("Ctrl+Shift+D",),
        needs="store",
    ),
    Spec(
        "reviewer", "file", QT_TRANSLATE_NOOP("Actions", "Reviewer &name…"), ("Ctrl+Shift+A",), separator=True
    ),
    Spec(
        "remove_report",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Remove this report…"),
        ("Ctrl+Shift+Del",),
        needs="report write",
    ),
    Spec("quit", "file", QT_TRANSLATE_NOOP("Actions", "&Quit"), ("Ctrl+Q",), separator=True),
)
