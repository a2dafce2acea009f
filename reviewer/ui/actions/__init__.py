"""Every action of the window in one table, a module for each menu: its words, its keys, its icon."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence

from reviewer.ui.actions import (
    annotate_menu,
    earlier_menu,
    edit_menu,
    file_menu,
    help_menu,
    review_menu,
    tools_menu,
    view_menu,
)
from reviewer.ui.actions.spec import CONTEXT, QT_TRANSLATE_NOOP, Spec
from reviewer.ui.theme import Theme, icon

__all__ = [
    "MENUS",
    "SPECS",
    "SUBMENUS",
    "Spec",
    "build",
    "key_words",
    "plain",
    "restyle",
    "tip",
    "translated",
]

MENUS: Final = {
    "file": QT_TRANSLATE_NOOP("Actions", "&File"),
    "edit": QT_TRANSLATE_NOOP("Actions", "&Edit"),
    "review": QT_TRANSLATE_NOOP("Actions", "&Review"),
    "annotate": QT_TRANSLATE_NOOP("Actions", "&Annotate"),
    "view": QT_TRANSLATE_NOOP("Actions", "&View"),
    "columns": QT_TRANSLATE_NOOP("Actions", "Columns o&f the tree"),
    "earlier": QT_TRANSLATE_NOOP("Actions", "&Earlier concerns"),
    "tools": QT_TRANSLATE_NOOP("Actions", "&Tools"),
    "help": QT_TRANSLATE_NOOP("Actions", "&Help"),
}

SUBMENUS: Final = {"columns": "view", "earlier": "review"}
"""Menus in another one, where their first action comes in the table."""

SPECS: Final = (
    *file_menu.SPECS,
    *edit_menu.SPECS,
    *review_menu.SPECS,
    *earlier_menu.SPECS,
    *annotate_menu.SPECS,
    *view_menu.SPECS,
    *tools_menu.SPECS,
    *help_menu.SPECS,
)

_REPEATED: Final = frozenset({"next", "previous", "zoom_in", "zoom_out", "move_up", "move_down"})


def build(parent: QObject, theme: Theme, handlers: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """Make every action of the table. Raises KeyError for one that nothing handles."""
    actions: dict[str, QAction] = {}
    for spec in SPECS:
        action = QAction(translated(spec.text), parent)
        action.setObjectName(spec.name)
        action.setCheckable(spec.checkable)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        # A letter held down would accept one finding after another.
        action.setAutoRepeat(spec.name in _REPEATED)
        action.triggered.connect(lambda _checked=False, handler=handlers[spec.name]: handler())
        actions[spec.name] = action
    restyle(actions, theme)
    return actions


def restyle(actions: Mapping[str, QAction], theme: Theme) -> None:
    """Colour the icons for the scheme, and say the keys in the tips."""
    for spec in SPECS:
        action = actions[spec.name]
        if spec.icon:
            action.setIcon(icon(spec.icon, theme.colours))
        action.setToolTip(tip(action))


def tip(action: QAction) -> str:
    """An action's words with its key."""
    text = plain(action.text())
    key = key_words(action.shortcut())
    return f"{text} ({key})" if key else text


def key_words(key: QKeySequence | str) -> str:
    """A key as it is printed on this machine's keyboard; empty for none."""
    said = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    if said.endswith("Enter"):
        return QCoreApplication.translate(CONTEXT, "{key} (number pad)").format(key=said)
    return said.replace("Return", "Enter")


def plain(text: str) -> str:
    """A menu text without its marks."""
    return text.replace("&", "").rstrip("…")


def translated(text: str) -> str:
    """A text of the table in the reader's language."""
    return QCoreApplication.translate(CONTEXT, text)
