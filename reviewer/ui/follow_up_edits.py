"""Edits of follow-ups from the board: of several reports at once, taken back as one, whatever is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from PySide6.QtCore import QObject, Signal

from reviewer.store.rows import Change, FollowUpRow, FollowUpState, Priority
from reviewer.ui.session import Session


@dataclass(frozen=True, slots=True)
class _Edit:
    """What was done: its step in the log of each report."""

    name: str
    steps: tuple[tuple[int, int], ...]


class FollowUpEdits(QObject):
    """Each edit is one step in each report that it touches. ``done``: what was done, ``refused``: why not."""

    done = Signal(str)
    refused = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._made: list[_Edit] = []
        self._undone: list[_Edit] = []
        session.store_changed.connect(self._forget)

    def _forget(self) -> None:
        self._made.clear()
        self._undone.clear()

    def set(
        self,
        rows: Sequence[FollowUpRow],
        *,
        reason: str | None = None,
        owner: str | None = None,
        due: str | None = None,
        state: FollowUpState | None = None,
        priority: Priority | None = None,
    ) -> None:
        """Change follow-ups alike; None leaves as is, an empty ``due`` takes the date away."""

        def step(ids: list[int]) -> Change:
            return self._session.store.set_follow_ups(
                ids,
                reason=reason,
                owner=owner,
                due=due or None,
                clear_due=due == "",
                state=state,
                priority=priority,
            )

        self._do(rows, step, self.tr("1 follow-up changed"), self.tr("{count} follow-ups changed"))

    def remove(self, rows: Sequence[FollowUpRow]) -> None:
        """Take follow-ups away; their findings stay."""
        self._do(
            rows,
            self._session.store.remove_follow_ups,
            self.tr("1 follow-up removed"),
            self.tr("{count} follow-ups removed"),
        )

    def _do(
        self, rows: Sequence[FollowUpRow], step: Callable[[list[int]], Change], one: str, many: str
    ) -> None:
        steps: list[tuple[int, int]] = []
        changed = 0
        for report_id, of_report in groupby(sorted(rows, key=_report), key=_report):
            change = self._session.edit(partial(step, [row.id for row in of_report]))
            made = self._session.store.undo_step(report_id) if change is not None else None
            if change is not None and made is not None:
                changed += len(change.follow_ups)
                steps.append((report_id, made))
        if steps:
            name = one if changed == 1 else many.format(count=changed)
            self._made.append(_Edit(name, tuple(steps)))
            self._undone.clear()
            self.done.emit(name)

    @property
    def can_undo(self) -> bool:
        """Whether an edit of the board stands."""
        return bool(self._made)

    @property
    def can_redo(self) -> bool:
        """Whether one was undone last."""
        return bool(self._undone)

    def undo(self) -> None:
        """Take the latest edit back, in all its reports or in none."""
        if not self._made:
            return
        store = self._session.store
        edit = self._made[-1]
        if not self._are(edit, store.undo_step):
            self.refused.emit(
                self.tr("Later edits of the same report stand on it: undo those first, in the report.")
            )
            return
        self._made.pop()
        for report_id, _ in edit.steps:
            self._session.edit(partial(store.undo, report_id))
        self._undone.append(edit)

    def redo(self) -> None:
        """Do again what was undone last, in all its reports or in none."""
        if not self._undone:
            return
        store = self._session.store
        edit = self._undone.pop()
        if not self._are(edit, store.redo_step):
            self.refused.emit(self.tr("It can't be done again: the report was edited since."))
            return
        for report_id, _ in edit.steps:
            self._session.edit(partial(store.redo, report_id))
        self._made.append(edit)

    @staticmethod
    def _are(edit: _Edit, step_of: Callable[[int], int | None]) -> bool:
        reports: Iterable[tuple[int, int]] = edit.steps
        return all(step_of(report_id) == step_id for report_id, step_id in reports)


def _report(row: FollowUpRow) -> int:
    return row.report_id
