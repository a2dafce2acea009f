"""What it means to drop rows of the findings tree somewhere. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer.ui.session import Table
from reviewer.ui.tree_nodes import Node, NodeType


@dataclass(frozen=True, slots=True)
class Move:
    """What a drop asks for: findings under a heading, a heading into another; before one there, or last."""

    table: Table
    ids: tuple[int, ...]
    into: int | None
    before: int | None


class Drops:
    """The nodes of a tree, for drops on them."""

    def __init__(self, nodes: Mapping[int, Node], roots: Sequence[int]) -> None:
        self._nodes = nodes
        self._roots = roots

    def meaning(self, keys: Sequence[int], row: int, target: Node | None) -> Move | None:
        """What a drop of these nodes at ``row`` under ``target`` (-1: on it) means; None for nothing.

        Without a target it is one between the top rows.
        """
        nodes = [self._nodes[key] for key in keys if key in self._nodes]
        kinds = {node.type for node in nodes}
        if kinds not in ({NodeType.FINDING}, {NodeType.SECTION}):
            return None
        if target is not None and target.type is not NodeType.SECTION:
            return None
        siblings = self._roots if target is None else target.children
        after = [self._nodes[key] for key in siblings[row:]] if row >= 0 else []
        if kinds == {NodeType.SECTION}:
            return self._of_section(nodes, target, after)
        if target is None:
            # Between two headings: at the end of the upper one.
            target = self._nodes[siblings[row - 1]] if 0 < row <= len(siblings) else None
            after = []
        if target is None or target.type is not NodeType.SECTION:
            return None
        before = next((node for node in after if node not in nodes), None)
        before_id = before.id if before is not None and before.type is NodeType.FINDING else None
        return Move(Table.FINDING, tuple(node.id for node in nodes), target.id or None, before_id)

    def _of_section(self, nodes: list[Node], target: Node | None, after: list[Node]) -> Move | None:
        if len(nodes) != 1 or (target is not None and not target.id):
            return None
        above = target
        while above is not None:
            if above in nodes:
                return None
            above = self._nodes[above.parent] if above.parent is not None else None
        rest = (node for node in after if node not in nodes)
        before = next((node.id for node in rest if node.type is NodeType.SECTION and node.id), None)
        return Move(Table.SECTION, (nodes[0].id,), target.id if target else None, before)
