"""Deciding: the queue, accepting and rejecting, polarity."""

from __future__ import annotations

from typing import Final

from reviewer.ui.actions.spec import QT_TRANSLATE_NOOP, Spec

SPECS: Final[tuple[Spec, ...]] = (
    Spec(
        "accept_next",
        "review",
        QT_TRANSLATE_NOOP("Actions", "Accept and go &on"),
        ("Return", "Enter"),
        "accept",
        "item write",
    ),
    Spec("accept", "review", QT_TRANSLATE_NOOP("Actions", "&Accept"), ("Ctrl+Return",), needs="item write"),
    Spec(
        "accept_shown",
        "review",
        QT_TRANSLATE_NOOP("Actions", "Accept all that is s&hown"),
        ("Ctrl+Shift+Return",),
        needs="report write",
    ),
    Spec("reject", "review", QT_TRANSLATE_NOOP("Actions", "&Reject"), ("X", "Del"), "reject", "item write"),
    Spec("restore", "review", QT_TRANSLATE_NOOP("Actions", "R&estore"), ("R",), "restore", "rejected write"),
    Spec(
        "next_undecided",
        "review",
        QT_TRANSLATE_NOOP("Actions", "&Next undecided"),
        ("Space",),
        "next",
        "report",
        separator=True,
    ),
    Spec(
        "least_certain",
        "review",
        QT_TRANSLATE_NOOP("Actions", "&Least certain first"),
        ("L",),
        checkable=True,
    ),
    Spec("back", "review", QT_TRANSLATE_NOOP("Actions", "&Back"), ("Shift+Space",), "back", "trail"),
    Spec("next", "review", QT_TRANSLATE_NOOP("Actions", "Next &finding"), ("J", "Ctrl+Down"), needs="report"),
    Spec(
        "previous",
        "review",
        QT_TRANSLATE_NOOP("Actions", "&Previous finding"),
        ("Shift+J", "Ctrl+Up"),
        needs="report",
    ),
    Spec(
        "positive",
        "review",
        QT_TRANSLATE_NOOP("Actions", "&Positive"),
        ("1",),
        needs="finding write",
        separator=True,
    ),
    Spec("negative", "review", QT_TRANSLATE_NOOP("Actions", "&Negative"), ("2",), needs="finding write"),
    Spec("mixed", "review", QT_TRANSLATE_NOOP("Actions", "&Mixed"), ("3",), needs="finding write"),
    Spec("neutral", "review", QT_TRANSLATE_NOOP("Actions", "Ne&utral"), ("4",), needs="finding write"),
    Spec(
        "state_reviewed",
        "review",
        QT_TRANSLATE_NOOP("Actions", "Report re&viewed"),
        ("Ctrl+R",),
        needs="report write",
        checkable=True,
        separator=True,
    ),
    Spec(
        "state_second_look",
        "review",
        QT_TRANSLATE_NOOP("Actions", "Report needs a &second look"),
        ("Ctrl+Shift+R",),
        needs="report write",
        checkable=True,
    ),
    Spec(
        "state_in_progress",
        "review",
        QT_TRANSLATE_NOOP("Actions", "Report &in progress"),
        ("Ctrl+Shift+I",),
        needs="report write",
        checkable=True,
    ),
    Spec(
        "state_not_started",
        "review",
        QT_TRANSLATE_NOOP("Actions", "Report not s&tarted"),
        ("Ctrl+Shift+0",),
        needs="report write",
        checkable=True,
    ),
    Spec(
        "state_of_work",
        "review",
        QT_TRANSLATE_NOOP("Actions", "State of the report as the &work has it"),
        ("Ctrl+Shift+9",),
        needs="report write",
        checkable=True,
    ),
)
