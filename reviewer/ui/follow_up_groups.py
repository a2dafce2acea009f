"""Which follow-ups the board shows, and under which headings. No widgets here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from reviewer.store.rows import FollowUpRow, FollowUpState, Priority
from reviewer.ui import words


class GroupBy(StrEnum):
    """What the headings say."""

    DUE = "due"
    OWNER = "owner"
    AUTHORITY = "authority"
    STATE = "state"
    NOTHING = "nothing"


class Shown(StrEnum):
    """Which follow-ups are shown, by how far they are."""

    NOT_DONE = "not_done"
    OVERDUE = "overdue"
    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows pass that meet all of it; ``owner`` None is everyone, ``""`` nobody yet."""

    shown: Shown = Shown.NOT_DONE
    owner: str | None = None
    held: str = ""

    def passes(self, row: FollowUpRow, today: date) -> bool:
        """Whether a row is shown."""
        if self.owner is not None and row.owner != self.owner:
            return False
        if not _STATES[self.shown](row, today):
            return False
        said = f"{row.reason} {row.owner} {row.authority or ''} {row.finding_number or ''} {row.finding_text}"
        return all(word in said.casefold() for word in self.held.casefold().split())


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with its rows; ``late`` where they are overdue."""

    title: str
    rows: tuple[FollowUpRow, ...]
    late: bool = False


_STATES: Final[dict[Shown, Callable[[FollowUpRow, date], bool]]] = {
    Shown.NOT_DONE: lambda row, _today: row.state is not FollowUpState.DONE,
    Shown.OVERDUE: lambda row, today: words.is_overdue(row.due, row.state, today),
    Shown.OPEN: lambda row, _today: row.state is FollowUpState.OPEN,
    Shown.WAITING: lambda row, _today: row.state is FollowUpState.WAITING,
    Shown.DONE: lambda row, _today: row.state is FollowUpState.DONE,
    Shown.ALL: lambda _row, _today: True,
}
_PRIORITIES: Final = {Priority.HIGH: 0, Priority.NORMAL: 1, Priority.LOW: 2}


def urgency(row: FollowUpRow) -> tuple[bool, str, int, int]:
    """What is due first comes first, those without a date last; then by priority."""
    return row.due is None, row.due or "", _PRIORITIES[row.priority], row.id


def by_priority(row: FollowUpRow) -> int:
    """High before normal before low."""
    return _PRIORITIES[row.priority]


def grouped(rows: Iterable[FollowUpRow], by: GroupBy, today: date) -> list[Group]:
    """The rows under their headings, in their order; the headings in the order in which one works on them."""
    if by is GroupBy.NOTHING:
        return [Group("", tuple(rows))]
    found: dict[tuple[int, str], list[FollowUpRow]] = {}
    titles: dict[tuple[int, str], str] = {}
    for row in rows:
        order, key, title = _HEADINGS[by](row, today)
        found.setdefault((order, key), []).append(row)
        titles[order, key] = title
    late = by is GroupBy.DUE
    return [
        Group(titles[key], tuple(found[key]), late=late and key[0] == 0)
        for key in sorted(found, key=lambda one: (one[0], one[1].casefold()))
    ]


_Heading = tuple[int, str, str]
"""Its place, the key within that, and its words."""


def _by_due(row: FollowUpRow, today: date) -> _Heading:
    if row.state is FollowUpState.DONE:
        return 5, "", words.tr("Done")
    if row.due is None:
        return 4, "", words.tr("No date")
    if words.is_overdue(row.due, row.state, today):
        return 0, "", words.tr("Overdue")
    if row.due == today.isoformat():
        return 1, "", words.tr("Today")
    # To the end of the week, Monday to Sunday.
    if row.due <= (today + timedelta(days=6 - today.weekday())).isoformat():
        return 2, "", words.tr("This week")
    return 3, "", words.tr("Later")


def _by_owner(row: FollowUpRow, _today: date) -> _Heading:
    return (0, row.owner, row.owner) if row.owner else (1, "", words.tr("Nobody yet"))


def _by_authority(row: FollowUpRow, _today: date) -> _Heading:
    if row.authority:
        return 0, row.authority, row.authority
    return 1, "", words.tr("Authority not known")


def _by_state(row: FollowUpRow, _today: date) -> _Heading:
    said = words.follow_up_state(row.state)
    return list(FollowUpState).index(row.state), "", said[:1].upper() + said[1:]


_HEADINGS: Final[dict[GroupBy, Callable[[FollowUpRow, date], _Heading]]] = {
    GroupBy.DUE: _by_due,
    GroupBy.OWNER: _by_owner,
    GroupBy.AUTHORITY: _by_authority,
    GroupBy.STATE: _by_state,
}


def owners(rows: Sequence[FollowUpRow]) -> list[str]:
    """Everyone who has a follow-up, in alphabetical order."""
    return sorted({row.owner for row in rows if row.owner}, key=str.casefold)
