"""Which key does what: the usual keys of the table, those that the reviewer chose, and those of codes.

What is chosen is kept in the settings, by action; the keys of codes are in the store's codebook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence

from reviewer.store.rows import CodeRole, CodeRow
from reviewer.ui import actions, codes
from reviewer.ui.session import Session
from reviewer.ui.settings import Settings

MOST: Final = 2
"""How many keys an action can have."""

_MOVING: Final = ("Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown", "Tab", "Backtab", "Esc")
"""By themselves or with Shift they move about, and leave fields and lists."""

_ONLY_MODIFIERS: Final = frozenset(
    {
        Qt.Key.Key_Control,
        Qt.Key.Key_Shift,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_unknown,
    }
)


@dataclass(frozen=True, slots=True)
class Holder:
    """What has a key: an action by its name, or a code by its id; and what it is called."""

    words: str
    action: str = ""
    code_id: int = 0


def portable(key: str) -> str:
    """A key in the one writing that is kept and compared."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def pressed(event: QKeyEvent) -> str:
    """The key that was pressed, in portable writing; empty while only modifiers are held."""
    key = Qt.Key(event.key())
    if key in _ONLY_MODIFIERS:
        return ""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    text = event.text()
    # Shift is part of what is printed on the key: ? is ?, not Shift+?.
    printed = bool(text) and text.isprintable() and not text.isalnum() and not text.isspace()
    if printed and held == Qt.KeyboardModifier.ShiftModifier:
        held = Qt.KeyboardModifier.NoModifier
    return portable(QKeySequence(QKeyCombination(held, key)).toString())


class Keymap(QObject):
    """The keys in force. ``changed`` when an action or a code has other ones."""

    changed = Signal()

    def __init__(
        self,
        known: Mapping[str, QAction],
        session: Session,
        settings: Settings,
        menu_titles: Callable[[], list[str]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._known = known
        self._session = session
        self._settings = settings
        self._menu_titles = menu_titles
        self._usual = {spec.name: tuple(map(portable, spec.keys)) for spec in actions.SPECS}
        for name in known:
            self._apply(name)
        session.codes_changed.connect(self.changed)

    # What there is

    def usual(self, name: str) -> tuple[str, ...]:
        """The keys that an action has unless others are chosen."""
        return self._usual[name]

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys that an action has."""
        chosen = self._settings.keys(name)
        return self._usual[name] if chosen is None else chosen

    def is_changed(self, name: str) -> bool:
        """Whether an action has other keys than the usual ones."""
        return self.keys(name) != self._usual[name]

    def holder(self, key: str) -> Holder | None:
        """What has a key, or one after it ('Ctrl+T, K' has Ctrl+T): an action, or a code that is offered."""
        wanted = portable(key)
        for name, action in self._known.items():
            if any(one == wanted or one.startswith(f"{wanted}, ") for one in self.keys(name)):
                return Holder(actions.plain(action.text()), action=name)
        for row in self.codes():
            if portable(row.shortcut) == wanted:
                return Holder(row.label, code_id=row.id)
        return None

    def codes(self) -> list[CodeRow]:
        """The codes that are offered, kinds first."""
        return [row for role in CodeRole for row in codes.in_use().offered(role)]

    def refusal(self, key: str) -> str:
        """Why a key can't be used for anything; empty where it can."""
        said = portable(key)
        shown = actions.key_words(key)
        if said.removeprefix("Shift+") in _MOVING:
            return self.tr("{key} moves about in lists and fields. Choose another one.").format(key=shown)
        for title in self._menu_titles():
            if said == f"Alt+{title.partition('&')[2][:1].upper()}":
                said = self.tr("{key} opens the menu {menu}. Choose another one.")
                return said.format(key=shown, menu=actions.plain(title))
        return ""

    # What is chosen

    def set_key(self, name: str, place: int, key: str) -> None:
        """Give an action a key in the first (0) or second place; empty takes the one there away."""
        keys = [one for one in self.keys(name) if one != portable(key)]
        # In its place, or behind those that there are.
        keys[place : place + 1] = [portable(key)] if key else []
        self._set(name, tuple(keys))

    def take(self, holder: Holder, key: str) -> None:
        """Take a key from what has it."""
        if holder.action:
            gone = portable(key)
            keys = self.keys(holder.action)
            left = tuple(one for one in keys if one != gone and not one.startswith(f"{gone}, "))
            self._set(holder.action, left)
        else:
            self.set_code_key(holder.code_id, "")

    def set_code_key(self, code_id: int, key: str) -> None:
        """Give a code a key; empty for none. A step of the codebook."""
        store = self._session.store
        self._session.edit(lambda: store.set_code(code_id, shortcut=portable(key) if key else ""))

    def reset(self, name: str) -> list[Holder]:
        """Give an action its usual keys again, but those that something else has by now: what has them."""
        others = [self.holder(key) for key in self._usual[name]]
        taken = [one for one in others if one is not None and one.action != name]
        free = tuple(
            key
            for key, one in zip(self._usual[name], others, strict=True)
            if one is None or one.action == name
        )
        self._set(name, free)
        return taken

    def reset_all(self) -> None:
        """Give every action its usual keys again."""
        for name in self._known:
            self._settings.set_keys(name, None)
            self._apply(name)
        self.changed.emit()

    def _set(self, name: str, keys: tuple[str, ...]) -> None:
        self._settings.set_keys(name, None if keys == self._usual[name] else keys[:MOST])
        self._apply(name)
        self.changed.emit()

    def _apply(self, name: str) -> None:
        action = self._known[name]
        action.setShortcuts([QKeySequence(key) for key in self.keys(name)])
        action.setToolTip(actions.tip(action))
