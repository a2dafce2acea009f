"""Whose work a report is: the names of reviewers, one step a report. A report of several is coded by each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reviewer.store.database import StoreDatabase
from reviewer.store.errors import StoreError
from reviewer.store.rows import Change
from reviewer.store.steps import Context, step
from reviewer.store.words import clean


def assign(context: Context, plan: Mapping[int, Sequence[str]]) -> list[Change]:
    """Make reports the work of these reviewers and nobody else's: all of the plan or nothing.

    No names take a report out of the plan. Each report gets a step of its own, so that its log is complete
    and its other edits can be undone as before. Names are spelt as they are elsewhere in the plan of the
    store. Raises StoreError for a blank name and for a report that is not there.
    """
    db = context.db
    changes = []
    with db.writing():
        spelt = _Names(db)
        for report_id, names in plan.items():
            if db.value("SELECT 1 FROM report WHERE id = ?", (report_id,)) is None:
                raise StoreError("That report is no longer in the store.")
            wanted = sorted({spelt.known(name) for name in names}, key=str.casefold)
            what = f"assign the report to {' and '.join(wanted)}" if wanted else "assign the report to nobody"
            with step(context, report_id, what) as edit:
                rows = db.all(
                    "SELECT id, reviewer FROM assignment WHERE report_id = ? ORDER BY id", (report_id,)
                )
                for row in rows:
                    if row["reviewer"] not in wanted:
                        edit.delete("assignment", row["id"])
                for name in wanted:
                    if name not in {row["reviewer"] for row in rows}:
                        edit.insert("assignment", {"reviewer": name})
            changes.append(edit.change())
    return changes


def assigned(db: StoreDatabase, report_id: int | None = None) -> dict[int, tuple[str, ...]]:
    """For each report that is somebody's, or for one, the names in alphabetical order."""
    names: dict[int, list[str]] = defaultdict(list)
    for row in db.all(
        "SELECT report_id, reviewer FROM assignment WHERE ?1 IS NULL OR report_id = ?1"
        " ORDER BY report_id, reviewer COLLATE NOCASE",
        (report_id,),
    ):
        names[row["report_id"]].append(row["reviewer"])
    return {report: tuple(given) for report, given in names.items()}


def reviewers(db: StoreDatabase) -> list[str]:
    """Everyone who has work in the plan or has edited anything, in alphabetical order."""
    rows: Iterable[str] = (
        row["name"] for row in db.all("SELECT reviewer AS name FROM assignment UNION SELECT by FROM step")
    )
    return sorted(rows, key=lambda name: (name.casefold(), name))


class _Names:
    """One spelling for each name: that which is there already, else the first that is given."""

    def __init__(self, db: StoreDatabase) -> None:
        self._known: dict[str, str] = {
            row["reviewer"].casefold(): row["reviewer"]
            for row in db.all("SELECT DISTINCT reviewer FROM assignment")
        }

    def known(self, name: str) -> str:
        typed = " ".join(clean(name).split())
        if not typed:
            raise StoreError("A reviewer needs a name.")
        return self._known.setdefault(typed.casefold(), typed)
