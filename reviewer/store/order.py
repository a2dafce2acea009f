"""Places in reading order: positions with gaps, so that something fits in between without moving the rest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from reviewer.store import codec
from reviewer.store.database import Row
from reviewer.store.steps import Step

GAP: Final = 1024
"""Between the positions of neighbours, as they come in."""


def room(
    edit: Step, table: str, place: int, count: int = 1, *, without: Collection[int] = frozenset()
) -> list[int]:
    """``count`` free positions before the row at ``place`` in reading order; past the end, after the last.

    Rows whose ids are in ``without`` are passed over: they are on the move themselves. Where there is no room
    the others move apart.
    """
    rows = [row for row in edit.places(table) if row["id"] not in without]
    before: int = rows[place - 1]["position"] if place else 0
    if place >= len(rows):
        return [before + GAP * number for number in range(1, count + 1)]
    gap = rows[place]["position"] - before
    if gap > count:
        return [before + gap * number // (count + 1) for number in range(1, count + 1)]
    for index, row in enumerate(rows, start=1):
        edit.update(table, row["id"], {"position": (index if index <= place else index + count) * GAP})
    return [(place + number) * GAP for number in range(1, count + 1)]


def moved(edit: Step, table: str, ids: Sequence[int], place: int) -> dict[int, int]:
    """New positions for the rows of ``ids``, in this order, before the row at ``place`` among the others.

    Empty where they stand there already.
    """
    rows = [row["id"] for row in edit.places(table)]
    others = [row_id for row_id in rows if row_id not in ids]
    if [*others[:place], *ids, *others[place:]] == rows:
        return {}
    return dict(zip(ids, room(edit, table, place, len(ids), without=ids), strict=True))


def place_of_words(rows: Sequence[Row], offset: int) -> int:
    """The place after the last row whose words begin at or before ``offset``."""
    place = 0
    for index, row in enumerate(rows, start=1):
        spans = codec.spans_from_text(row["spans"])
        if spans and spans[0][0] <= offset:
            place = index
    return place
