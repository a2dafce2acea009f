"""The codebook in the store: kinds and themes, edited by steps of the whole store, one function each.

The key of a code never changes; findings hold keys. A code that is retired or merged into another one is
kept, so that what the machine said keeps its meaning.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from reviewer.store import codec, codes
from reviewer.store.database import Row, StoreDatabase, Values
from reviewer.store.errors import StoreError
from reviewer.store.order import GAP
from reviewer.store.rows import Change, CodeRole
from reviewer.store.steps import Context, images, step
from reviewer.store.whole import WholeStep, undo, whole_step
from reviewer.store.words import clean

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


def add_code(
    context: Context,
    role: CodeRole,
    label: str,
    *,
    definition: str = "",
    colour: str = "",
    shortcut: str = "",
    key: str | None = None,
) -> Change:
    """Add a code at the end of its role; ``created_id`` is its id. The key follows from the label.

    Raises StoreError for a blank label, and for a label, key or shortcut that another code has; ValueError
    for a colour that is not ``#rrggbb`` in lower case or nothing.
    """
    role = CodeRole(role)
    values = _values(label=label, definition=definition, colour=colour, shortcut=shortcut)
    name = str(values["label"])
    with whole_step(context, f"add {role.value} ‘{name}’") as edit:
        _refuse_taken(context.db, role, values)
        last = context.db.value("SELECT max(position) FROM code WHERE role = ?", (role.value,)) or 0
        edit.own.insert(
            "code",
            {
                "role": role.value,
                "key": _free_key(context.db, role, key, name),
                "position": last + GAP,
                **values,
            },
        )
    return edit.change()


def set_code(
    context: Context,
    code_id: int,
    *,
    label: str | None = None,
    definition: str | None = None,
    colour: str | None = None,
    shortcut: str | None = None,
) -> Change:
    """Rename, define, colour a code or give it a shortcut; None leaves as is. Raises as adding does."""
    values = _values(label=label, definition=definition, colour=colour, shortcut=shortcut)
    with whole_step(context, "") as edit:
        row = edit.own.row("code", code_id)
        _refuse_taken(context.db, row["role"], values, but=code_id)
        fields = [field for field, value in values.items() if row[field] != value]
        edit.name = f"{' and '.join(fields)} of {_spoken(row)}"
        edit.own.update("code", code_id, values)
    return edit.change()


def retire_code(context: Context, code_id: int) -> Change:
    """Offer a code no longer; what uses it keeps it."""
    with whole_step(context, "") as edit:
        edit.name = f"retire {_spoken(edit.own.row('code', code_id))}"
        edit.own.update("code", code_id, {"retired": 1})
    return edit.change()


def restore_code(context: Context, code_id: int) -> Change:
    """Offer a retired code again. Raises StoreError for one that was merged into another."""
    with whole_step(context, "") as edit:
        row = edit.own.row("code", code_id)
        if row["merged_into"] is not None:
            raise StoreError(f"The {_spoken(row)} was merged into another one: undo that instead.")
        edit.name = f"restore {_spoken(row)}"
        edit.own.update("code", code_id, {"retired": 0})
    return edit.change()


def move_code(context: Context, code_id: int, before_id: int | None = None) -> Change:
    """Put a code before another one of its role, or at the end."""
    with whole_step(context, "") as edit:
        row = edit.own.row("code", code_id)
        edit.name = f"move of {_spoken(row)}"
        others = [one for one in _of_role(context.db, row["role"]) if one["id"] != code_id]
        place = len(others)
        if before_id is not None:
            place = next((index for index, one in enumerate(others) if one["id"] == before_id), -1)
            if place < 0:
                raise ValueError(f"code {before_id} is not of that role, or the same")
        others.insert(place, row)
        if others != _of_role(context.db, row["role"]):
            for index, one in enumerate(others, start=1):
                edit.own.update("code", one["id"], {"position": index * GAP})
    return edit.change()


def merge_codes(context: Context, code_id: int, into_id: int) -> Change:
    """Merge a code into another of its role: it retires, and what used it, in all reports, uses the other.

    No decision on a finding changes by it. Raises StoreError where one of the two is retired already, where
    they are the same or of two roles.
    """
    with whole_step(context, "") as edit:
        row, target = edit.own.row("code", code_id), edit.own.row("code", into_id)
        if row["role"] != target["role"] or code_id == into_id:
            raise StoreError("Choose another code of the same sort to merge it into.")
        if target["retired"] or row["merged_into"] is not None:
            raise StoreError(f"The {_spoken(target if target['retired'] else row)} is retired already.")
        edit.name = f"merge of {_spoken(row)} into ‘{target['label']}’"
        rewrite(edit, row["role"], row["key"], target["key"])
        edit.own.update("code", code_id, {"retired": 1, "merged_into": into_id})
    return edit.change()


def undo_codebook(context: Context) -> Change | None:
    """Take back the latest edit of the codebook; None where there is none.

    Raises StoreError where later edits of a report stand on it, or findings use a code that would go.
    """
    return undo(context, allowed=_refuse_used)


def as_merged(context: Context, report_id: int) -> None:
    """Let a report that has just come in use the codes that others were merged into, as a step of its own."""
    if context.db.value("SELECT 1 FROM code WHERE merged_into IS NOT NULL LIMIT 1") is None:
        return
    with step(context, report_id, "codes as merged") as edit:
        for row in edit.rows("finding"):
            values = {role: codes.resolved(context.db, role, row[role]) for role in ("kind", "theme")}
            edit.update("finding", row["id"], values)


def rewrite(edit: WholeStep, role: str, key: str, target: str) -> None:
    """Let all findings that use a code use another one, without a decision."""
    further = "OR EXISTS (SELECT 1 FROM json_each(more_themes) WHERE value = ?1)" if role == "theme" else ""
    for row in edit.db.all(
        f"SELECT id, report_id, {role} AS main, more_themes FROM finding WHERE {role} = ?1 {further}"
        " ORDER BY report_id, id",
        (key,),
    ):
        main = target if row["main"] == key else row["main"]
        values: dict[str, object] = {role: main}
        if role == "theme":
            more = dict.fromkeys(target if one == key else one for one in json.loads(row["more_themes"]))
            values["more_themes"] = codec.dumps([one for one in more if one != main])
        edit.part(row["report_id"]).update("finding", row["id"], values)


def _values(**given: str | None) -> dict[str, object]:
    values: dict[str, object] = {}
    for field, value in given.items():
        if value is None:
            continue
        typed = clean(value)
        values[field] = typed if field == "definition" else " ".join(typed.split())
    if values.get("label") == "":
        raise StoreError("A code needs a name.")
    if values.get("colour") and not _COLOUR.fullmatch(str(values["colour"])):
        raise ValueError(f"{values['colour']} is no colour: it is #rrggbb")
    return values


def _refuse_taken(db: StoreDatabase, role: str, values: Values, but: int = 0) -> None:
    for row in _others(db, but):
        if row["role"] == role and row["label"].casefold() == str(values.get("label", "")).casefold():
            raise StoreError(f"There is a {role} ‘{row['label']}’ already.")
        if values.get("shortcut") and row["shortcut"] == values["shortcut"] and not row["retired"]:
            raise StoreError(f"{row['shortcut']} is the shortcut of {_spoken(row)} already.")


def _others(db: StoreDatabase, but: int) -> Iterator[Row]:
    return (row for row in db.all("SELECT * FROM code ORDER BY id") if row["id"] != but)


def _free_key(db: StoreDatabase, role: CodeRole, key: str | None, label: str) -> str:
    taken = {row["key"] for row in db.all("SELECT key FROM code WHERE role = ?", (role.value,))}
    # What findings use without a code keeps its meaning only if no new code takes its key by chance.
    taken |= codes.uses(db, role).keys() if key is None else set()
    if key is not None:
        if key in taken:
            raise StoreError(f"There is a {role.value} with the key {key} already.")
        return key
    slug = "_".join(re.findall(r"\w+", label.casefold())) or role.value
    found, number = slug, 2
    while found in taken:
        found, number = f"{slug}_{number}", number + 1
    return found


def _of_role(db: StoreDatabase, role: str) -> list[Row]:
    return db.all("SELECT * FROM code WHERE role = ? ORDER BY position, id", (role,))


def _spoken(row: Row) -> str:
    return f"{row['role']} ‘{row['label']}’"


def _refuse_used(db: StoreDatabase, step_id: int) -> None:
    """Undoing an added code takes it away: not while findings use it."""
    for table, _row_id, before, after in images(db, step_id):
        if table == "code" and before is None and after is not None:
            count = codes.uses(db, CodeRole(str(after["role"]))).get(str(after["key"]), 0)
            if count:
                raise StoreError(
                    f"The {_spoken(after)} is used by {count} findings: retire it, or change those first."
                )
