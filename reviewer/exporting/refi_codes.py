"""The codes of a REFI-QDA project: the codebook and the decisions as one tree.

REFI-QDA has codes and nothing else to say things of a passage with. So each field of a finding is a group of
codes ('Kind', 'Theme', 'Polarity', 'Status'…) that itself cannot be coded with, and each value a code in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from reviewer.store import CodeRow, FindingRow, JudgementRow

NAMESPACE: Final = UUID("69940f66-53e6-4a3c-8492-9310ae79a827")
"""Never changed: what is exported again keeps its GUIDs."""

KIND: Final = "Kind"
THEME: Final = "Theme"
POLARITY: Final = "Polarity"
STATUS: Final = "Status"
CONFIDENCE: Final = "Confidence"
EARLIER: Final = "Earlier inspections"
FOLLOW_UP: Final = "Follow-up"
JUDGEMENT: Final = "Judgement"
TAG: Final = "Tag"

_ROLES: Final = {"kind": KIND, "theme": THEME}

GROUPS: Final = {
    KIND: "What sort of finding it is, by the heading that it stands under.",
    THEME: "What the finding is about.",
    POLARITY: "What the finding says about the quality of the service.",
    STATUS: "What the reviewer decided; rejected passages have no other code.",
    CONFIDENCE: "How sure the machine is of all that it says of the finding.",
    EARLIER: "What the finding says of earlier inspections.",
    FOLLOW_UP: "Findings to come back to.",
    JUDGEMENT: "The grade of an area; the passage is named after the area.",
    TAG: "The reviewer's own words for findings.",
}

REJECTED: Final = "rejected"
REPEATED: Final = "said_before"
ADDRESSED: Final = "addressed"
_BANDS: Final = (
    ("high", 0.9, "Sure (0.9 and above)"),
    ("middle", 0.7, "Fairly sure (0.7 to 0.9)"),
    ("low", 0.0, "Not sure (below 0.7)"),
)
_COLOURS: Final = {"positive": "#2E7D32", "negative": "#C62828", "mixed": "#EF6C00", "neutral": "#607D8B"}
_NAMES: Final = {
    (EARLIER, REPEATED): "Said before",
    (EARLIER, ADDRESSED): "Addressed since",
    **{(CONFIDENCE, key): name for key, _, name in _BANDS},
}


@dataclass(frozen=True, slots=True)
class Code:
    """A code: the group it stands in, its key in the store, its name and what it means."""

    group: str
    key: str
    name: str
    description: str = ""
    colour: str | None = None

    @property
    def guid(self) -> str:
        """Always the same for the same group and key."""
        return guid("code", self.group, self.key)


class CodeTree:
    """The codes there are, by group; :meth:`code` adds what the codebook does not have."""

    def __init__(self, book: Iterable[CodeRow]) -> None:
        """``book`` is the store's codebook; of its retired codes only those that are used come in."""
        # With the first export, not with the program.
        from reviewer.store import Decision, FollowUpState

        self._book = {(_ROLES[row.role.value], row.key): row for row in book}
        self._codes: dict[str, dict[str, Code]] = {group: {} for group in GROUPS}
        for (group, key), row in self._book.items():
            if not row.retired:
                self._add(group, key, row.label, row.definition, row.colour or None)
        for polarity in _COLOURS:
            self._add(POLARITY, polarity, _name(polarity), "")
        for decision in Decision:
            self._add(STATUS, decision.value, _name(decision.value), "")
        for key, _, name in _BANDS:
            self._add(CONFIDENCE, key, name, "")
        for key in (REPEATED, ADDRESSED):
            self._add(EARLIER, key, _NAMES[EARLIER, key], "")
        for state in FollowUpState:
            self._add(FOLLOW_UP, state.value, f"Follow-up {state.value}", "")
        standing = [code for codes in self._codes.values() for code in codes.values()]
        self._place = {code: place for place, code in enumerate(standing)}

    def code(self, group: str, key: str) -> Code:
        """The code of a value, made where the codebook has none."""
        found = self._codes[group].get(key)
        if found is not None:
            return found
        row = self._book.get((group, key))
        if row is not None:
            return self._add(group, key, row.label, row.definition, row.colour or None)
        # A tag is the reviewer's own word, as it was typed.
        return self._add(group, key, _NAMES.get((group, key)) or (key if group == TAG else _name(key)), "")

    def groups(self) -> list[tuple[str, list[Code]]]:
        """Groups that have codes, with their codes in the order of the codebook, then of the alphabet."""
        return [
            (
                group,
                sorted(codes.values(), key=lambda code: (self._place.get(code, len(self._place)), code.key)),
            )
            for group, codes in self._codes.items()
            if codes
        ]

    def of_finding(self, row: FindingRow) -> list[Code]:
        """The codes of a finding; of a rejected one only that it is."""
        status = self.code(STATUS, row.decision.value)
        if row.decision == REJECTED:
            return [status]
        found = [
            self.code(KIND, row.kind),
            *(self.code(THEME, theme) for theme in getattr(row, "themes", ()) or (row.theme,)),
            self.code(POLARITY, row.polarity),
            status,
            *(self.code(TAG, tag) for tag in getattr(row, "tags", ())),
        ]
        if row.confidence is not None:
            found.append(self.code(CONFIDENCE, band(row.confidence)))
        if row.repeat_of_previous:
            found.append(self.code(EARLIER, REPEATED))
        if row.addressed_since_previous:
            found.append(self.code(EARLIER, ADDRESSED))
        if row.follow_up is not None:
            found.append(self.code(FOLLOW_UP, row.follow_up.state.value))
        return found

    def of_judgement(self, row: JudgementRow) -> list[Code]:
        """The codes of a judgement; of a rejected one only that it is."""
        status = self.code(STATUS, row.decision.value)
        if row.decision == REJECTED:
            return [status]
        return [self.code(JUDGEMENT, " ".join(row.grade.casefold().split())), status]

    def _add(self, group: str, key: str, label: str, description: str, colour: str | None = None) -> Code:
        # Some programs want a name once in all groups.
        taken = {code.name.casefold() for codes in self._codes.values() for code in codes.values()}
        name = f"{label} ({group.lower()})" if label.casefold() in taken else label
        code = Code(group, key, name, description, _COLOURS.get(key) if group == POLARITY else colour)
        self._codes[group][key] = code
        return code


def guid(*parts: object) -> str:
    """A GUID that is always the same for the same parts."""
    return str(uuid5(NAMESPACE, "\x1f".join(map(str, parts))))


def band(confidence: float) -> str:
    """The key of the code for a confidence from 0 to 1."""
    return next(key for key, least, _ in _BANDS if confidence >= least)


def normalised(name: str) -> str:
    """A code's name as it is compared: letters and digits of its words, without what stands in brackets."""
    words = re.findall(r"[^\W_]+", re.sub(r"\([^()]*\)\s*$", "", name).casefold().replace("&", " and "))
    return " ".join(words)


def _name(key: str) -> str:
    words = key.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
