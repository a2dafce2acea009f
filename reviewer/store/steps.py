"""The one way that anything a reviewer sees is changed: named steps in an append-only log, undone and redone.

A step is one transaction. For each row it touches, the log keeps the image before and the image after: of
an updated row the fields that differ, of an inserted or deleted row all of them. Undo and redo are steps of
their own that point at the step they undo or redo and write its images back through the same writers, so the
log alone says what can be undone, and it still does after a restart or a crash.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any, Final, Protocol

from reviewer.store import coverage
from reviewer.store.database import Row, StoreDatabase, Values
from reviewer.store.errors import StoreError
from reviewer.store.rows import Change

Image = dict[str, object]

_TREE: Final = frozenset({"section", "judgement", "finding"})
_PLACE: Final = frozenset({"position", "section_id", "parent_id"})
_CLAIMS: Final = _TREE | {"seen"}
_GONE: Final = {
    "section": "That section",
    "judgement": "That judgement",
    "finding": "That finding",
    "note": "That note",
    "follow_up": "That follow-up",
    "tag": "That tag",
    "seen": "That passage",
    "review": "That report",
    "code": "That code",
    "assignment": "That assignment",
    "link": "That link",
    "merging": "What was heard from a colleague",
    "dispute": "That difference",
}


@dataclass(frozen=True, slots=True)
class Context:
    """Who edits which store: the reviewer's name, and a clock that gives UTC, ISO 8601 with seconds."""

    db: StoreDatabase
    by: str
    clock: Callable[[], str]


@dataclass(frozen=True, slots=True)
class _Touched:
    table: str
    row_id: int
    finding_id: int | None
    marks: frozenset[tuple[str, int]]
    before: Image | None
    after: Image | None


class Step:
    """The writers of one step. What they were given is in the log when the step ends; see :func:`step`.

    ``report_id`` 0 is the whole store: its steps write rows that belong to no report.
    """

    def __init__(self, context: Context, report_id: int, name: str, *, what: str, of: int | None) -> None:
        self.report_id = report_id
        self.name = name
        self.by = context.by
        self.at = context.clock()
        self.db = context.db
        self._what = what
        self._of = of
        self._touched: list[_Touched] = []
        self._created: int | None = None
        self._change: Change | None = None

    def row(self, table: str, row_id: int) -> Row:
        """The row as it now is. Raises StoreError where it is not in this report."""
        if self.report_id:
            sql = f"SELECT * FROM {table} WHERE id = ? AND report_id = ?"
            row = self.db.one(sql, (row_id, self.report_id))
        else:
            row = self.db.one(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
        if row is None:
            raise StoreError(f"{_GONE[table]} is no longer in the {'report' if self.report_id else 'store'}.")
        return row

    def rows(self, table: str) -> list[Row]:
        """All rows of the report by position: findings, sections or judgements."""
        return self.db.all(
            f"SELECT * FROM {table} WHERE report_id = ? ORDER BY position, id", (self.report_id,)
        )

    def places(self, table: str) -> list[Row]:
        """What :meth:`rows` gives, only ``id`` and ``position``, of findings ``section_id`` too: faster."""
        columns = "id, position, section_id" if table == "finding" else "id, position"
        return self.db.all(
            f"SELECT {columns} FROM {table} WHERE report_id = ? ORDER BY position, id", (self.report_id,)
        )

    def of_finding(self, table: str, finding_id: int) -> list[Row]:
        """The notes, tags or follow-up of a finding, the oldest first."""
        return self.db.all(f"SELECT * FROM {table} WHERE finding_id = ? ORDER BY id", (finding_id,))

    def update(self, table: str, row_id: int, values: Values) -> bool:
        """Set fields of a row; those that already are so don't count. Says whether anything changed."""
        row = self.row(table, row_id)
        after = {field: value for field, value in values.items() if row[field] != value}
        if not after:
            return False
        marks = ", ".join(f"{field} = ?" for field in after)
        self.db.execute(f"UPDATE {table} SET {marks} WHERE id = ?", (*after.values(), row_id))
        self._touch(table, row, {field: row[field] for field in after}, after)
        return True

    def insert(self, table: str, values: Values) -> int:
        """Add a row to this report, return its id. Ids are never given twice. The first is the step's own."""
        row_id = self.db.add(table, {"report_id": self.report_id, **values} if self.report_id else values)
        row = self.row(table, row_id)
        self._touch(table, row, None, row)
        self._created = self._created or row_id
        return row_id

    def delete(self, table: str, row_id: int) -> None:
        """Take a row out. Raises StoreError where it is not in this report."""
        row = self.row(table, row_id)
        self.db.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
        self._touch(table, row, row, None)

    def change(self) -> Change:
        """What the step changed; nothing, and no name, where all was so already. Ask after its end."""
        assert self._change is not None
        return self._change

    def _touch(self, table: str, row: Row, before: Image | None, after: Image | None) -> None:
        finding_id = row["id"] if table == "finding" else row.get("finding_id")
        marks = _marked(table, row, after or {})
        self._touched.append(_Touched(table, row["id"], finding_id, marks, before, after))

    def _settle_touched(self) -> None:
        """An edit of a value that reviewers disagree on settles that."""
        open_ones = "SELECT 1 FROM dispute WHERE settled IS NULL AND report_id IS ? LIMIT 1"
        if self.db.value(open_ones, (self.report_id or None,)) is not None:
            from reviewer.store.disputes import settle_touched

            settle_touched(self, [(one.table, one.row_id, one.after) for one in self._touched])

    @property
    def touched(self) -> bool:
        """Whether anything was changed so far."""
        return bool(self._touched)

    def write(self, *, batch_id: int | None = None, always: bool = False) -> int:
        """Put the step into the log, as part of another one if ``batch_id`` is given; return its id.

        One that changed nothing is left out, and 0 returned, unless ``always``.
        """
        if self._what == "edit" and not any(one.table in ("merging", "dispute") for one in self._touched):
            self._settle_touched()
        if not self._touched and not always:
            self._change = Change(self.report_id, "")
            return 0
        step_id = self.db.add(
            "step",
            {
                "report_id": self.report_id or None,
                "batch_id": batch_id,
                "what": self._what,
                "of_step_id": self._of,
                "name": self.name,
                "by": self.by,
                "at": self.at,
            },
        )
        for touched in self._touched:
            self.db.add(
                "change",
                {
                    "step_id": step_id,
                    "table_name": touched.table,
                    "row_id": touched.row_id,
                    "finding_id": touched.finding_id,
                    "before": _written(touched.before),
                    "after": _written(touched.after),
                },
            )
        self._change = _summary(self.report_id, self.name, self._touched, self._created)
        if self._change.coverage:
            coverage.recount(self.db, self.report_id)
        return step_id


class _Named(Protocol):
    name: str


@contextmanager
def step(
    context: Context, report_id: int, name: str, *, what: str = "edit", of: int | None = None
) -> Iterator[Step]:
    """One step: committed and logged at its end, or nothing at all. ``name`` may be set anew until then.

    A step that changes nothing leaves no trace in the log. Raises StoreError where the disk or another
    program is in the way.
    """
    edit = Step(context, report_id, name, what=what, of=of)
    with named(edit), context.db.writing():
        yield edit
        edit.write()


@contextmanager
def named(edit: _Named) -> Iterator[None]:
    """An error inside says which edit it was in the way of."""
    try:
        yield
    except StoreError as error:
        error.doing = error.doing or edit.name
        raise


def undo(context: Context, report_id: int) -> Change | None:
    """Take back the latest edit that stands; None where there is none.

    Raises StoreError where that is part of a step of the whole store.
    """
    with context.db.writing():
        target = undoable(context.db, report_id)
        if target is None:
            return None
        _refuse_part(context.db, target)
        with step(context, report_id, f"undo {target['name']}", what="undo", of=target["id"]) as edit:
            take_back(edit, target["id"])
        return edit.change()


def redo(context: Context, report_id: int) -> Change | None:
    """Do again what was undone last; None where there is nothing, or a new edit came since.

    Raises StoreError where that is part of a step of the whole store.
    """
    with context.db.writing():
        target = redoable(context.db, report_id)
        if target is None:
            return None
        _refuse_part(context.db, target)
        with step(context, report_id, f"redo {target['name']}", what="redo", of=target["id"]) as edit:
            do_again(edit, target["id"])
        return edit.change()


def undo_to(context: Context, report_id: int, step_id: int) -> Change | None:
    """Undo, or redo, until the edit ``step_id`` is the latest that stands; 0 undoes all.

    None where it is. Raises StoreError where it was undone and can't be redone, ValueError where it is no
    edit of the report.
    """
    db = context.db
    with db.writing():
        known = db.one("SELECT what, name FROM step WHERE id = ? AND report_id = ?", (step_id, report_id))
        if step_id != 0 and (known is None or known["what"] != "edit"):
            raise ValueError(f"step {step_id} is no edit of report {report_id}")
        found: list[Change] = []
        move = undo if step_id == 0 or _stands(db, step_id) else redo
        while (undoable(db, report_id) or {"id": 0})["id"] != step_id:
            change = move(context, report_id)
            if change is None:
                raise StoreError("That edit was undone and others came since: it can't be done again.")
            found.append(change)
    if not found:
        return None
    name = "undo all" if known is None else f"go to {known['name']}"
    return together(report_id, name, found)


def undoable(db: StoreDatabase, report_id: int) -> Row | None:
    """The edit (``id``, ``name``, ``batch_id``) that undo would take back: the latest whose last word is not
    an undo."""
    return db.one(
        """
        SELECT id, name, batch_id FROM step AS edit
        WHERE report_id IS ? AND what = 'edit' AND 'undo' IS NOT (
            SELECT what FROM step WHERE of_step_id = edit.id ORDER BY id DESC LIMIT 1
        )
        ORDER BY id DESC LIMIT 1
        """,
        (report_id or None,),
    )


def redoable(db: StoreDatabase, report_id: int) -> Row | None:
    """The edit (``id``, ``name``, ``batch_id``) that redo would do again: undone last, after the latest edit
    of all. A part of a step of the whole store only where that could be done again."""
    row = db.one(
        """
        SELECT edit.id, edit.name, edit.batch_id
        FROM step AS undoing JOIN step AS edit ON edit.id = undoing.of_step_id
        WHERE undoing.report_id IS :report AND undoing.what = 'undo'
          AND undoing.id > (SELECT max(id) FROM step WHERE report_id IS :report AND what = 'edit')
          AND NOT EXISTS (
              SELECT 1 FROM step AS later WHERE later.of_step_id = edit.id AND later.id > undoing.id
          )
        ORDER BY undoing.id DESC LIMIT 1
        """.replace(":report", "?1"),
        (report_id or None,),
    )
    if row is not None and row["batch_id"] is not None:
        whole = redoable(db, 0)
        return row if whole is not None and whole["id"] == row["batch_id"] else None
    return row


def take_back(edit: Step, step_id: int) -> None:
    """Write the images before a step, the last change first."""
    for table, row_id, before, after in reversed(images(edit.db, step_id)):
        _replay(edit, table, row_id, now=after, then=before)


def do_again(edit: Step, step_id: int) -> None:
    """Write the images after a step."""
    for table, row_id, before, after in images(edit.db, step_id):
        _replay(edit, table, row_id, now=before, then=after)


def images(db: StoreDatabase, step_id: int) -> list[tuple[str, int, Image | None, Image | None]]:
    """The changes of a step in their order: table, row id, before, after."""
    rows = db.all(
        "SELECT table_name, row_id, before, after FROM change WHERE step_id = ? ORDER BY id", (step_id,)
    )
    return [(row["table_name"], row["row_id"], read(row["before"]), read(row["after"])) for row in rows]


def _replay(edit: Step, table: str, row_id: int, *, now: Image | None, then: Image | None) -> None:
    if then is None:
        edit.delete(table, row_id)
    elif now is None:
        edit.insert(table, then)
    else:
        edit.update(table, row_id, then)


def read(image: str | None) -> Image | None:
    """An image as the log holds it, as a dict."""
    if image is None:
        return None
    fields: Image = json.loads(image)
    return fields


def _written(image: Image | None) -> str | None:
    return None if image is None else json.dumps(image, ensure_ascii=False, separators=(",", ":"))


def is_merge(db: StoreDatabase, step_id: int) -> bool:
    """Whether a step of the whole store, or a part of it, brought a colleague's review in."""
    sql = (
        "SELECT 1 FROM change JOIN step ON step.id = change.step_id"
        " WHERE table_name = 'merging' AND (step.id = ?1 OR step.batch_id = ?1) LIMIT 1"
    )
    return db.value(sql, (step_id,)) is not None


def _refuse_part(db: StoreDatabase, target: Row) -> None:
    if target["batch_id"] is not None:
        where = "as a whole in the menu File" if is_merge(db, target["batch_id"]) else "in the codebook"
        raise StoreError(f"The {target['name']} changed other reports as well: undo or redo it {where}.")


def _stands(db: StoreDatabase, step_id: int) -> bool:
    last = db.value("SELECT what FROM step WHERE of_step_id = ? ORDER BY id DESC LIMIT 1", (step_id,))
    return bool(last != "undo")


def together(report_id: int, name: str, changes: Sequence[Change]) -> Change:
    """Several changes as one."""
    values: dict[str, Any] = {}
    for field in fields(Change):
        found = [getattr(change, field.name) for change in changes]
        if isinstance(found[0], frozenset):
            values[field.name] = frozenset().union(*found)
        elif isinstance(found[0], bool):
            values[field.name] = any(found)
    return Change(report_id, name, **values)


def _marked(table: str, row: Row, after: Image) -> frozenset[tuple[str, int]]:
    """The finding or section that shows a mark for a note, a tag or a follow-up, before and after."""
    if table in _TREE:
        return frozenset()
    shown = (
        (shows, value)
        for shows in ("finding", "section")
        for value in (row.get(f"{shows}_id"), after.get(f"{shows}_id"))
    )
    return frozenset((shows, value) for shows, value in shown if isinstance(value, int))


def _summary(report_id: int, name: str, touched: list[_Touched], created: int | None) -> Change:
    ids: dict[str, set[int]] = defaultdict(set)
    structure = covers = report = False
    for one in touched:
        ids[one.table].add(one.row_id)
        came_or_went = one.before is None or one.after is None
        for table, row_id in one.marks:
            ids[table].add(row_id)
        report = report or (one.table == "tag" and one.finding_id is None)
        if one.table in _TREE:
            structure = structure or came_or_went or not _PLACE.isdisjoint(one.after or ())
        if one.table in _CLAIMS:
            covers = covers or came_or_went or "spans" in (one.after or ())
    return Change(
        report_id,
        name,
        findings=frozenset(ids["finding"]),
        judgements=frozenset(ids["judgement"]),
        sections=frozenset(ids["section"]),
        notes=frozenset(ids["note"]),
        follow_ups=frozenset(ids["follow_up"]),
        structure=structure,
        created_id=created,
        report=report or bool(ids["review"] or ids["assignment"]),
        codes=frozenset(ids["code"]),
        links=frozenset(ids["link"]),
        coverage=covers,
    )
