"""The verbs by which two reviewers share their work: merging a colleague's review, settling differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer.store import codes, disputes, queries, records, steps, whole
from reviewer.store.database import StoreDatabase
from reviewer.store.errors import StoreError
from reviewer.store.rows import Change, CodeRole, DisputeRow, HeardStep
from reviewer.store.steps import Context

if TYPE_CHECKING:
    from reviewer.store.backup import Backup, Reason
    from reviewer.store.merging.merge import Incoming, Merged, Progress


class Sharing:
    """A part of :class:`reviewer.store.Store`; each edit is one step and returns what it changed."""

    _db: StoreDatabase

    def _context(self) -> Context:
        raise NotImplementedError

    def backup(self, reason: Reason) -> Backup:
        """Of the whole class."""
        raise NotImplementedError

    def merge_review(self, incoming: Incoming, progress: Progress = lambda _done, _of: None) -> Merged:
        """Merge a colleague's review, in one step after a backup; reports that are not here come whole.

        What only one of both changed is as they have it, what both changed differently is left to settle.
        Merging the same once more changes nothing. Raises StoreError, and nothing is merged, where what comes
        is not what a store makes.
        """
        from reviewer.store.backup import Reason
        from reviewer.store.merging import merge

        return merge.merge(self._context(), incoming, progress, before=lambda: self.backup(Reason.MERGE))

    def undo_merge(self) -> Change | None:
        """Take the latest merge back, in all reports; None where the latest step of the store is none.

        Reports that came whole stay. StoreError, and nothing done, where later edits stand on it.
        """
        if self.merge_undo_name() is None:
            return None
        with self._db.writing():
            change = whole.undo(self._context(), allowed=lambda _db, _step_id: None)
            _refuse_lost_codes(self._db)
            return change

    def redo_merge(self) -> Change | None:
        """Do the merge again that was undone last; None where that was none."""
        return None if self.merge_redo_name() is None else whole.redo(self._context())

    def merge_undo_name(self) -> str | None:
        """The name of the merge that :meth:`undo_merge` would take back."""
        target = steps.undoable(self._db, 0)
        return target["name"] if target is not None and steps.is_merge(self._db, target["id"]) else None

    def merge_redo_name(self) -> str | None:
        """The name of the merge that :meth:`redo_merge` would do again."""
        target = steps.redoable(self._db, 0)
        return target["name"] if target is not None and steps.is_merge(self._db, target["id"]) else None

    def disputes(self, report_id: int | None = None, *, settled: bool = False) -> list[DisputeRow]:
        """What is left to settle, of all reports, of one, or (0) of the codebook; or what was settled."""
        return disputes.listed(self._db, report_id, settled=settled)

    def dispute(self, dispute_id: int) -> DisputeRow:
        """One difference."""
        return disputes.dispute(self._db, dispute_id)

    def dispute_counts(self) -> dict[int, int]:
        """How many differences are left to settle by report; 0 is the codebook."""
        return disputes.counts(self._db)

    def settle_dispute(self, dispute_id: int, value: object) -> Change:
        """Settle a difference with the value of one of its versions, or another one of its kind.

        StoreError where it is settled already; ValueError for a value of another kind.
        """
        return disputes.settle(self._context(), dispute_id, value)

    def heard(self, report_id: int) -> list[HeardStep]:
        """What colleagues did to a report, as their logs have it, the latest first."""
        return queries.heard(self._db, report_id)

    def codebook_record(self) -> records.ReportRecord:
        """The codebook with its log: ``table → rows``."""
        return records.codebook_record(self._db)


def _refuse_lost_codes(db: StoreDatabase) -> None:
    """Findings that were given a code since it came with a merge need it."""
    last: int = db.value("SELECT max(id) FROM step WHERE report_id IS NULL")
    for table, _row_id, before, after in steps.images(db, last):
        if table == "code" and before is not None and after is None:
            used = codes.uses(db, CodeRole(str(before["role"]))).get(str(before["key"]), 0)
            if used:
                raise StoreError(
                    f"The merge can't be undone: {used} findings use ‘{before['label']}’, which came with it."
                    " Change those first."
                )
