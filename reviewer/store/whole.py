"""Steps of the whole store: one edit that changes the codebook, and what uses it in any number of reports.

Such a step has a part in the log of each report that it changed, so that each log is complete by itself. It
is undone and redone as a whole, or not at all: out of turn with the edits of a report that came later, which
is safe as long as none of them touched the same fields of the same rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from reviewer.store.database import Row, StoreDatabase
from reviewer.store.errors import StoreError
from reviewer.store.rows import Change
from reviewer.store.steps import (
    Context,
    Image,
    Step,
    do_again,
    images,
    named,
    redoable,
    take_back,
    together,
    undoable,
)

_STANDS: Final = """
    'undo' IS NOT (
        SELECT what FROM step AS last WHERE last.of_step_id = edit.id ORDER BY last.id DESC LIMIT 1
    )
"""
_LATER: Final = f"""
    SELECT id FROM step AS edit WHERE report_id = ?1 AND what = 'edit' AND id > ?2 AND {_STANDS}
"""
"""The edits after the part that stand."""

_UNDONE: Final = f"""
    SELECT id FROM step AS edit WHERE report_id = ?1 AND what = 'edit' AND id < ?2 AND NOT ({_STANDS})
        AND ?2 < (SELECT max(id) FROM step AS last WHERE last.of_step_id = edit.id)
"""
"""The edits before the part that were undone after it was: they will want their place before it."""


class WholeStep:
    """The writers of one step of the whole store; see :func:`whole_step`."""

    def __init__(self, context: Context, name: str, *, what: str, of: int | None) -> None:
        self.name = name
        self.db = context.db
        self.own = Step(context, 0, name, what=what, of=of)
        self._context = context
        self._what = what
        self._parts: dict[int, Step] = {}
        self._change: Change | None = None

    def part(self, report_id: int, of: int | None = None) -> Step:
        """The writers for one report; ``of`` is the part that is undone or redone."""
        if report_id not in self._parts:
            self._parts[report_id] = Step(self._context, report_id, self.name, what=self._what, of=of)
        return self._parts[report_id]

    def change(self) -> Change:
        """What the step changed, in all reports. Ask after its end."""
        assert self._change is not None
        return self._change

    def write(self) -> None:
        """Put the step and its parts into the log, unless it changed nothing."""
        parts = [part for part in self._parts.values() if part.touched]
        self.own.name = self.name
        step_id = self.own.write(always=bool(parts))
        for part in parts:
            part.name = self.name
            part.write(batch_id=step_id)
        whole = together(0, self.own.change().name, [self.own.change(), *(part.change() for part in parts)])
        self._change = replace(
            whole,
            created_id=self.own.change().created_id,
            reports=frozenset(part.report_id for part in parts),
        )


@contextmanager
def whole_step(
    context: Context, name: str, *, what: str = "edit", of: int | None = None
) -> Iterator[WholeStep]:
    """One step of the whole store: committed and logged at its end, or nothing at all."""
    edit = WholeStep(context, name, what=what, of=of)
    with named(edit), context.db.writing():
        yield edit
        edit.write()


def undo(context: Context, *, allowed: Callable[[StoreDatabase, int], None]) -> Change | None:
    """Take back the latest step of the whole store that stands; None where there is none.

    ``allowed`` raises where something outside the log is in the way of undoing the step of that id. Raises
    StoreError where later edits stand on it.
    """
    with context.db.writing():
        target = undoable(context.db, 0)
        if target is None:
            return None
        allowed(context.db, target["id"])
        parts = _parts(context.db, target["id"])
        for part in parts:
            _refuse(context.db, part, target["name"], "undone", _LATER)
        with whole_step(context, f"undo {target['name']}", what="undo", of=target["id"]) as edit:
            for part in parts:
                take_back(edit.part(part["report_id"], part["id"]), part["id"])
            take_back(edit.own, target["id"])
        return edit.change()


def redo(context: Context) -> Change | None:
    """Do again the step of the whole store that was undone last; None where there is none.

    Raises StoreError where edits since are in its way.
    """
    with context.db.writing():
        target = redoable(context.db, 0)
        if target is None:
            return None
        parts = _parts(context.db, target["id"])
        for part in parts:
            _refuse(context.db, part, target["name"], "done again", _LATER, _UNDONE)
        with whole_step(context, f"redo {target['name']}", what="redo", of=target["id"]) as edit:
            do_again(edit.own, target["id"])
            for part in parts:
                do_again(edit.part(part["report_id"], part["id"]), part["id"])
        return edit.change()


def _parts(db: StoreDatabase, step_id: int) -> list[Row]:
    return db.all(
        "SELECT id, report_id FROM step WHERE batch_id = ? AND what = 'edit' ORDER BY id", (step_id,)
    )


def _refuse(db: StoreDatabase, part: Row, name: str, what: str, *edits: str) -> None:
    """Raise StoreError where ``edits`` of the part's report touched what it touched."""
    touched: dict[tuple[str, int], set[str]] = defaultdict(set)
    for table, row_id, before, after in images(db, part["id"]):
        touched[table, row_id] |= {*(before or ()), *(after or ())}
    for chosen in edits:
        for row in db.all(chosen, (part["report_id"], part["id"])):
            for table, row_id, before, after in images(db, row["id"]):
                if _overlap(touched.get((table, row_id), set()), before, after):
                    report = db.value(
                        "SELECT name FROM source JOIN report ON report.source_id = source.id"
                        " WHERE report.id = ?",
                        (part["report_id"],),
                    )
                    raise StoreError(
                        f"The {name} can't be {what}: later edits in {report} stand on it. Undo or redo those"
                        " first."
                    )


def _overlap(fields: set[str], before: Image | None, after: Image | None) -> bool:
    if before is None or after is None:
        return bool(fields)
    return not fields.isdisjoint(after)
