"""Follow-ups, notes, and the shape of findings."""

from __future__ import annotations

from typing import Final

from reviewer.ui.actions.spec import QT_TRANSLATE_NOOP, Spec

SPECS: Final[tuple[Spec, ...]] = (
    Spec(
        "follow_up",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "&Follow up"),
        ("F",),
        "flag-outline",
        "finding write",
    ),
    Spec("note", "annotate", QT_TRANSLATE_NOOP("Actions", "&Note"), ("N",), "note", "report write"),
    Spec(
        "report_note",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "Note on the &report"),
        ("Shift+N",),
        needs="report write",
    ),
    Spec("tag", "annotate", QT_TRANSLATE_NOOP("Actions", "&Tag…"), ("G",), "tag", "finding write"),
    Spec(
        "report_tag",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "Tag the rep&ort…"),
        ("Shift+G",),
        needs="report write",
    ),
    Spec("star", "annotate", QT_TRANSLATE_NOOP("Actions", "St&ar"), ("*",), "star-outline", "finding write"),
    Spec(
        "report_star",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "Star the repor&t"),
        ("Ctrl+D",),
        needs="report write",
        checkable=True,
    ),
    Spec(
        "add",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "&Add a finding from the selection"),
        ("A",),
        "added",
        "selection write",
        separator=True,
    ),
    Spec(
        "take_over",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "Take &over a finding of others"),
        ("O",),
        needs="other write",
    ),
    Spec(
        "use_selection",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "&Use the selection as this finding's words"),
        ("U",),
        needs="finding selection write",
    ),
    Spec(
        "edge_start",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "Move the &start"),
        ("[",),
        needs="finding write",
        separator=True,
    ),
    Spec(
        "edge_end", "annotate", QT_TRANSLATE_NOOP("Actions", "Move the &end"), ("]",), needs="finding write"
    ),
    Spec(
        "split",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "S&plit at the cursor"),
        ("S",),
        needs="finding write",
    ),
    Spec(
        "merge",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "&Merge with the next or the selected"),
        ("M",),
        needs="finding write",
    ),
    Spec(
        "seen",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "Mark as seen, &without a finding"),
        ("V",),
        needs="report write",
    ),
    Spec(
        "add_statement",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "Add a s&tatement from the selection"),
        ("Shift+S",),
        needs="finding selection write",
        separator=True,
    ),
    Spec(
        "add_measure",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "Add a fi&gure from the selection"),
        ("Shift+M",),
        needs="finding selection write",
    ),
    Spec(
        "section_selected",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "Add a section from the sele&ction"),
        ("Shift+H",),
        needs="selection write",
        separator=True,
    ),
    Spec(
        "section_after",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "Add a section afte&r this one"),
        ("Ctrl+J",),
        needs="section write",
    ),
    Spec(
        "section_before",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "Add a section &before this one"),
        ("Ctrl+Shift+J",),
        needs="section write",
    ),
    Spec(
        "section_under",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "Add a section un&der this one"),
        ("Ctrl+Alt+J",),
        needs="section write",
    ),
    Spec(
        "add_judgement",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "Add a &judgement"),
        ("Shift+Q",),
        needs="report write",
    ),
)
