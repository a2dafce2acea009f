"""What an action of the window is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CONTEXT: Final = "Actions"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Marks ``text`` for translators, like Qt's own of that name, which is typed as giving any object."""
    return text


@dataclass(frozen=True, slots=True)
class Spec:
    """One action. ``keys`` in Qt's portable writing, the first is shown; ``needs`` is what must be open.

    Single letters act on the current finding while no field is being typed in.
    """

    name: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    needs: str = ""
    checkable: bool = False
    separator: bool = False
    """A line above it in the menu."""
