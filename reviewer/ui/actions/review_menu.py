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
)
