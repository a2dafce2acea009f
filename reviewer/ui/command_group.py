"""What a part of the window adds to its actions; the window has a list of such groups."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from reviewer.ui.settings import Settings


class CommandGroup(QObject):
    """Handlers of some actions of the table in ``actions``, their switches, what they need, what is kept."""

    def handlers(self) -> dict[str, Callable[[], None]]:
        """For each action's name, what it does."""
        return {}

    def checks(self) -> dict[str, bool]:
        """For each action that is a switch, whether it is on."""
        return {}

    def has(self) -> dict[str, bool]:
        """For each word in ``Spec.needs`` that this group answers for, whether it is there now."""
        return {}

    def submenus(self) -> dict[str, tuple[str, Callable[[QMenu], None]]]:
        """For the action that it comes after: the words of a submenu, and what fills it as it opens."""
        return {}

    def restore(self, settings: Settings) -> None:
        """Leave things as they were when the window was closed."""

    def save(self, settings: Settings) -> None:
        """Keep how things are left."""
