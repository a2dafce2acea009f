"""Assigning reports to reviewers: the dialog, and what is done with its plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from reviewer.store import StoreError
from reviewer.ui.command_group import CommandGroup

if TYPE_CHECKING:
    from reviewer.ui.assign_dialog import AssignDialog
    from reviewer.ui.main_window import MainWindow

Names = Mapping[int, tuple[str, ...]]


class AssignCommands(CommandGroup):
    """The action that opens the dialog."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of the action."""
        return {"assign": self.open}

    def open(self) -> None:
        """Open the dialog for the reports that the library shows."""
        self.dialog().show()

    def dialog(self) -> AssignDialog:
        """The dialog, made anew."""
        from reviewer.ui.assign_dialog import AssignDialog

        window = self._window
        shown = window.library.library_model.shown()
        everything = window.session.reports
        reports = shown or everything
        dialog = AssignDialog(window.session, window.theme, reports, len(reports) == len(everything), window)
        dialog.wanted.connect(self.keep)
        return dialog

    def keep(self, plan: Names) -> None:
        """Keep a plan, and offer to take it back."""
        window, session = self._window, self._window.session
        before = {row.id: row.assigned for row in session.reports if row.id in plan}
        if not self._keep(plan):
            return
        count = sum(1 for report_id, names in plan.items() if before.get(report_id) != tuple(names))
        text = self.tr("1 report assigned.") if count == 1 else self.tr("{} reports assigned.").format(count)
        if not any(plan.values()):
            text = self.tr("{} reports are nobody's work now.").format(len(plan))
        window.notice.say(text, action=self.tr("Take back"), do=partial(self._keep, before))

    def _keep(self, plan: Names) -> bool:
        session = self._window.session
        try:
            changes = session.store.assign(plan)
        except StoreError as error:
            session.failed.emit(str(error))
            return False
        session.read_library()
        for change in changes:
            if session.report is not None and change.name and change.report_id == session.report.row.id:
                session.report.read(change)
                session.changed.emit(change)
        return True
