"""What the actions on the history do: show it, take it with one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer.store import StoreError
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.deferred import Deferred

if TYPE_CHECKING:
    from reviewer.ui.history_panel import HistoryPanel
    from reviewer.ui.main_window import MainWindow


class HistoryCommands(CommandGroup):
    """The actions on the history by the names of the table in ``actions``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self.holder = Deferred(self._make, window)

    def _make(self, parent: QWidget) -> HistoryPanel:
        from reviewer.ui.history_panel import HistoryPanel

        panel = HistoryPanel(self._session, self._window.theme, parent)
        panel.export_wanted.connect(self.export)
        return panel

    @property
    def panel(self) -> HistoryPanel:
        """The list of changes, made when it is first asked for."""
        return self.holder.content

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        return {
            "finding_changes": lambda: self.show(whole_report=False),
            "report_changes": lambda: self.show(whole_report=True),
        }

    def show(self, *, whole_report: bool) -> None:
        """Show the history of the current finding, or of the report."""
        dock = self._window.changes_dock
        dock.show()
        dock.raise_()
        self.panel.show_scope(whole_report)
        self.panel.list.setFocus()

    def export(self, finding_id: int) -> None:
        """Ask for a name and write the history that is shown."""
        from reviewer.exporting.files import ExportError
        from reviewer.exporting.history import write_history

        report = self._session.report
        if report is None:
            return
        stem = re.sub(r"\W+", "-", Path(report.row.source_name).stem).strip("-") or "report"
        name = f"{stem}-finding-{finding_id}-history.csv" if finding_id else f"{stem}-history.csv"
        chosen, _kind = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Export this history"),
            str(Path(self._window.settings.folder("export")) / name),
            self.tr("Tables (*.csv)"),
        )
        if not chosen:
            return
        path = Path(chosen if Path(chosen).suffix else f"{chosen}.csv")
        self._window.settings.set_folder("export", path.parent)
        try:
            rows = write_history(self._session.store, path, report.row.id, finding_id or None)
        except (ExportError, StoreError) as error:
            self._window.notice.say(str(error), bad=True)
            return
        self._window.notice.say(self.tr("{count} changes written to {path}.").format(count=rows, path=path))
