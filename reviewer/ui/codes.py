"""The codebook of the open store as the whole window shows it: names, order, colours, definitions, keys.

One for the window, as there is one store: painters and models ask for a code's name many times a second. The
session puts it in place when a store is opened and whenever the codebook is edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from reviewer.store.rows import CodeRole, CodeRow

_SHORT: Final = 3
"""Words of so few small letters ('and', 'of') give no letter to a sign."""


class Codebook:
    """The codes as last read from the store; never changes."""

    def __init__(self, rows: Sequence[CodeRow] = ()) -> None:
        self.rows = tuple(rows)
        self._by_key = {(row.role, row.key): row for row in rows}
        self._signs: dict[int, str] = {}
        self._hues: dict[int, int] = {}
        for role in CodeRole:
            self._mark(role)

    def row(self, role: CodeRole, key: str) -> CodeRow | None:
        """The code of that key, None where the codebook has none."""
        return self._by_key.get((role, key))

    def by_id(self, code_id: int) -> CodeRow | None:
        """The code of that id, None where it is gone."""
        return next((row for row in self.rows if row.id == code_id), None)

    def of_role(self, role: CodeRole) -> list[CodeRow]:
        """The codes of a role in their order, retired ones too."""
        return [row for row in self.rows if row.role == role]

    def offered(self, role: CodeRole) -> list[CodeRow]:
        """The codes of a role that are to be chosen from, in their order."""
        return [row for row in self.of_role(role) if not row.retired]

    def label(self, role: CodeRole, key: str) -> str:
        """The name of a code; a key that the codebook does not know reads as its own words."""
        row = self.row(role, key)
        return row.label if row is not None else key.replace("_", " ")

    def sign(self, role: CodeRole, key: str) -> str:
        """Two letters for a code, its own among those of its role as far as its letters allow."""
        row = self.row(role, key)
        return self._signs[row.id] if row is not None else sign(self.label(role, key))

    def hue(self, role: CodeRole, key: str) -> int:
        """Which of the scheme's colours a code without one of its own has, counted without end.

        It follows from when the code came, so that putting codes in another order changes no colour.
        """
        row = self.row(role, key)
        return self._hues[row.id] if row is not None else len(self.of_role(role)) + sum(map(ord, key))

    def keys_in_order(self, role: CodeRole, used: Iterable[str]) -> list[str]:
        """The keys to choose from where ``used`` are in use: those offered, then the retired and unknown."""
        offered = [row.key for row in self.offered(role)]
        rest = set(used) - set(offered)
        retired = [row.key for row in self.of_role(role) if row.key in rest]
        return [*offered, *retired, *sorted(rest - set(retired))]

    def _mark(self, role: CodeRole) -> None:
        rows = self.of_role(role)
        for place, row in enumerate(sorted(rows, key=lambda one: one.id)):
            self._hues[row.id] = place
        taken: set[str] = set()
        for row in sorted(rows, key=lambda one: one.retired):
            found = next((one for one in _signs(row.label) if one not in taken), sign(row.label))
            self._signs[row.id] = found
            taken.add(found)


def sign(word: str) -> str:
    """Two letters for a word or several: 'Care leavers' is CL, 'Recording' Re."""
    return next(_signs(word), "·")


def _signs(words: str) -> Iterator[str]:
    """The two letters that could stand for a code, the best first."""
    parts = [part for part in words.replace("&", " ").replace(",", " ").split() if part[0].isalnum()]
    # One-word labels of a small word, and labels in capitals, keep it.
    weighty = [part for part in parts if len(part) > _SHORT or not part.islower()] or parts
    if len(weighty) > 1:
        yield from ((weighty[0][0] + part[0]).upper() for part in weighty[1:])
    if weighty:
        first = weighty[0]
        yield first[:2].capitalize()
        yield from ((first[0] + letter).capitalize() for letter in first[2:] if letter.isalnum())


_in_use = Codebook()


def use(rows: Sequence[CodeRow]) -> None:
    """Show these codes from now on."""
    global _in_use
    _in_use = Codebook(rows)


def in_use() -> Codebook:
    """The codebook that the window shows."""
    return _in_use
