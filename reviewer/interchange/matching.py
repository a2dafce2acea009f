"""The codes of another program as kinds, themes and polarities of ours, where their names say so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reviewer.exporting.refi_codes import (
    CONFIDENCE,
    EARLIER,
    FOLLOW_UP,
    JUDGEMENT,
    KIND,
    POLARITY,
    STATUS,
    TAG,
    THEME,
    CodeTree,
    normalised,
)

if TYPE_CHECKING:
    from reviewer.store import CodeRow

_GROUPS: Final = {
    "kind": KIND,
    "kinds": KIND,
    "theme": THEME,
    "themes": THEME,
    "polarity": POLARITY,
    "status": STATUS,
    "confidence": CONFIDENCE,
    "earlier inspections": EARLIER,
    "follow up": FOLLOW_UP,
    "judgement": JUDGEMENT,
    "judgements": JUDGEMENT,
}
_OPEN: Final = (THEME, KIND, POLARITY)
"""The groups whose codes are known wherever they stand, in the order of trying."""
_GROWING: Final = (KIND, THEME, JUDGEMENT)
"""The groups that may have codes of which our codebook knows nothing."""


@dataclass(frozen=True, slots=True)
class Matched:
    """What the codes of a passage say: ``values`` by group, the first of each; ``others`` have no place.

    In a project of ours, ``more_themes`` are the themes after the first, and ``tags`` the reviewer's.
    """

    values: dict[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    more_themes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Matcher:
    """Finds the value that a code stands for.

    Kinds, themes and polarities are taken from any project, decisions and the like only from one of ours.
    """

    def __init__(self, book: Iterable[CodeRow], *, ours: bool) -> None:
        """``book`` is the store's codebook; ``ours`` where the project was written by this program."""
        self._ours = ours
        self._groups = {name: group for name, group in _GROUPS.items() if ours or group in _OPEN}
        self._keys: dict[tuple[str, str], str] = {}
        rows = list(book)
        for group, codes in CodeTree(rows).groups():
            for code in codes:
                self._keys[group, normalised(code.name)] = code.key
                self._keys.setdefault((group, normalised(code.key)), code.key)
        # What is no longer offered is known all the same, under what took its place where something did.
        into = {(row.role, row.key): row.merged_into for row in rows}
        for row in (row for row in rows if row.retired):
            key = row.key
            while (target := into.get((row.role, key))) is not None:
                key = target
            for name in (row.label, row.key):
                self._keys.setdefault((_GROUPS[row.role.value], normalised(name)), key)

    def value(self, path: tuple[str, ...]) -> tuple[str, str] | None:
        """The group and key of a code, given its name and those of the codes it stands in; None for none."""
        name = normalised(path[-1])
        for above in reversed(path[:-1]):
            group = self._groups.get(normalised(above))
            if group is not None:
                key = self._keys.get((group, name))
                if key is None and group in _GROWING and name:
                    key = path[-1] if group == JUDGEMENT else re.sub(r"\s", "_", name)
                return None if key is None else (group, key)
        for group in _OPEN:
            if (group, name) in self._keys:
                return group, self._keys[group, name]
        return None

    def matched(self, paths: Iterable[tuple[str, ...]]) -> Matched:
        """What codes say together."""
        values: dict[str, str] = {}
        others: dict[str, None] = {}
        themes: list[str] = []
        tags: list[str] = []
        for path in paths:
            found = self.value(path)
            if self._ours and path[:-1] == (TAG,):
                tags.append(path[-1].removesuffix(f" ({TAG.lower()})"))
            elif found is None or values.setdefault(found[0], found[1]) != found[1]:
                if self._ours and found is not None and found[0] == THEME:
                    themes.append(found[1])
                else:
                    others[" › ".join(path)] = None
            elif found[0] == EARLIER:
                # Both can be said of one finding.
                values[f"{EARLIER} {values.pop(EARLIER)}"] = "yes"
        return Matched(values, tuple(others), tuple(themes), tuple(tags))
