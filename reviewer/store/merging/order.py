"""The order of rows that two sides have: each row that one side moved goes where it was moved to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from reviewer.store.merging import facets
from reviewer.store.merging.sides import Side, out_of_order


def joined_order(table: str, one: Side, other: Side, there: set[str]) -> list[str]:
    """All rows of ``there`` in the order that both sides give them.

    Rows that neither moved, without the other knowing, stay in their order; a row that one side moved or
    made comes after the same neighbour as there. What both moved is where the later of them put it.
    """
    sides = (one, other)
    orders = [[uid for uid in side.order.get(table, []) if uid in there] for side in sides]
    moves = [_moves(table, side, against.heard) for side, against in (sides, sides[::-1])]
    both = set(orders[0]) & set(orders[1])
    moved = {*moves[0], *moves[1]}
    fixed = [[uid for uid in order if uid in both and uid not in moved] for order in orders]
    if fixed[0] != fixed[1]:
        # They never had the same order in common: what is out of order there is placed like a moved row.
        fixed.sort()
        loose = out_of_order(fixed[0], fixed[1])
        fixed = [[uid for uid in fixed[0] if uid not in loose]] * 2
    stays = set(fixed[0])
    after: dict[str | None, list[list[str]]] = defaultdict(lambda: [[], []])
    for index, order in enumerate(orders):
        anchor: str | None = None
        for uid in order:
            if uid in stays:
                anchor = uid
            elif _is_placed_by(uid, index, orders, moves):
                after[anchor][index].append(uid)
    result = _woven(after[None], sides)
    for uid in fixed[0]:
        result.append(uid)
        result += _woven(after[uid], sides)
    return result


def _moves(table: str, side: Side, heard: set[str]) -> dict[str, str]:
    """The rows that a side moved without the other knowing, and when."""
    found: dict[str, str] = {}
    for step, of, uids, at in side.places:
        if of == table and step not in heard:
            for uid in uids:
                found[uid] = max(found.get(uid, ""), f"{at} {step}")
    return found


def _is_placed_by(uid: str, index: int, orders: Sequence[list[str]], moves: Sequence[dict[str, str]]) -> bool:
    """Whether it is this side that says where a row is that has no fixed place."""
    if uid not in orders[1 - index]:
        return True
    mine, theirs = moves[index].get(uid, ""), moves[1 - index].get(uid, "")
    if mine == theirs:
        return orders[index] <= orders[1 - index] and not (orders[index] == orders[1 - index] and index == 1)
    return mine > theirs


def _woven(runs: Iterable[list[str]], sides: tuple[Side, Side]) -> list[str]:
    """Two runs as one: each keeps its order, the row whose words come first goes first."""
    left, right = map(list, runs)
    result: list[str] = []
    while left and right:
        first = min((left, right), key=lambda run: _place(run[0], sides))
        result.append(first.pop(0))
    return [*result, *left, *right]


def _place(uid: str, sides: tuple[Side, Side]) -> tuple[int, str]:
    rows = [side.rows[uid][1] for side in sides if uid in side.rows]
    found = [facets.spans_of(row) for row in rows if "spans" in row]
    return min((spans[0][0] for spans in found if spans), default=0), uid
