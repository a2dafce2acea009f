"""Follow-ups from a table: what was filled in elsewhere, put back to the findings that it is of.

The columns are those of the follow-ups export; ``finding_id`` and one more are enough. A column that is not
there leaves its field alone; an empty cell clears an owner, a reason or a date, and leaves the rest.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Final

from reviewer.exporting.missing import Missing
from reviewer.interchange.safe import RefusedError
from reviewer.reading.text import decode
from reviewer.store import FindingRow, FollowUpState, Store, StoreError

FIELDS: Final = ("reason", "owner", "due", "state")
_NOTHING: Final = frozenset({"", *Missing})
_MOST_CHARACTERS: Final = 1_000_000


def take_follow_ups(store: Store, data: bytes) -> tuple[int, list[str]]:
    """Put a table's rows into the store: how many changed something, and what is wrong, by row.

    Each row is one or two steps of its report's log. Raises RefusedError where it is no such table.
    """
    rows = _rows(decode(data))
    sources = {row.id: row.source_sha256 for row in store.reports()}
    changed, problems = 0, []
    for number, row in rows:
        try:
            changed += _take(store, row, sources)
        except (ValueError, StoreError) as error:
            problems.append(f"Row {number}: {error}")
    return changed, problems


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """The rows as a spreadsheet numbers them, without the apostrophe that keeps a formula from running."""
    csv.field_size_limit(_MOST_CHARACTERS)
    head = text.split("\n", 1)[0]
    # Spreadsheets of some countries write semicolons.
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if "finding_id" not in names or not set(names) & set(FIELDS):
            raise RefusedError(
                f"It is no table of follow-ups: it needs a column finding_id, and one of {', '.join(FIELDS)}."
            )
        return [
            (number, {name: _cell(value) for name, value in zip(names, values, strict=False)})
            for number, values in enumerate(reader, start=2)
            if any(value.strip() for value in values)
        ]
    except csv.Error as error:
        raise RefusedError(f"Its rows cannot be read: {error}.") from error


def _cell(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == "'" and value[1] in "=+-@":
        value = value[1:]
    return "" if value in _NOTHING else value


def _take(store: Store, row: Mapping[str, str], sources: Mapping[int, str]) -> bool:
    finding = _finding(store, row, sources)
    given = {name: row[name] for name in FIELDS if name in row}
    due = _due(given["due"]) if "due" in given else None
    state = _state(given["state"]) if given.get("state") else None
    follow_up = finding.follow_up
    if follow_up is None:
        if not any(given.values()):
            return False
        change = store.flag(finding.id, reason=given.get("reason", ""), owner=given.get("owner", ""), due=due)
        if change.created_id is not None and state not in (None, FollowUpState.OPEN):
            store.set_follow_up(change.created_id, state=state)
        return True
    change = store.set_follow_up(
        follow_up.id,
        reason=given.get("reason"),
        owner=given.get("owner"),
        due=due,
        clear_due="due" in given and due is None,
        state=state,
    )
    return bool(change.name)


def _finding(store: Store, row: Mapping[str, str], sources: Mapping[int, str]) -> FindingRow:
    reference = row.get("finding_id", "")
    if not reference.isascii() or not reference.isdigit():
        raise ValueError(f"finding_id is ‘{reference[:40]}’, not a number.")
    finding = store.finding(int(reference))
    sha256 = row.get("source_sha256", "")
    if sha256 and sources.get(finding.report_id) != sha256:
        raise ValueError(
            f"finding {reference} is of another report here: was the table made from another store?"
        )
    return finding


def _due(text: str) -> str | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"due is ‘{text[:40]}’: write it as 2026-05-31.") from None


def _state(text: str) -> FollowUpState:
    try:
        return FollowUpState(text.lower())
    except ValueError:
        states = ", ".join(state.value for state in FollowUpState)
        raise ValueError(f"state is ‘{text[:40]}’: it can be {states}.") from None
