"""What other machines and programs say, and what comes from them: the panel, taking over, importing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDockWidget, QFileDialog

from reviewer.model import Spans
from reviewer.outcome import Outcome
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.session import Item, Table

if TYPE_CHECKING:
    from reviewer.ui.brought_dialog import BroughtDialog
    from reviewer.ui.main_window import MainWindow
    from reviewer.ui.others_panel import OtherRow, OthersPanel


class OthersCommands(CommandGroup):
    """The actions on others' findings, and the way in for their files."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._panel: OthersPanel | None = None
        self._dock: QDockWidget | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        return {
            "others": self.toggle,
            "take_over": self.take_over,
            "import_other": self.import_files,
        }

    def checks(self) -> dict[str, bool]:
        """Whether the panel is shown."""
        return {"others": self._dock is not None and self._dock.isVisible()}

    def has(self) -> dict[str, bool]:
        """Whether there is a finding to take over."""
        row = self._panel.current() if self._panel is not None else None
        return {"other": row is not None and self._panel is not None and self._panel.can_take(row)}

    @property
    def panel(self) -> OthersPanel:
        """The panel, in its dock."""
        if self._panel is None:
            from reviewer.ui.others_panel import OthersPanel

            window = self._window
            panel = self._panel = OthersPanel(self._session, window.theme, window)
            panel.place_wanted.connect(self._mark)
            panel.opened.connect(self.open)
            panel.take_wanted.connect(self.take_over)
            panel.current_changed.connect(window.follow)
            dock = self._dock = window._dock("others", self.tr("Findings of others"), panel)
            window.tabifyDockWidget(window.follow_ups_dock, dock)
            dock.hide()
            dock.visibilityChanged.connect(self._visible)
        return self._panel

    def toggle(self) -> None:
        """Show the panel, or hide it."""
        if self._dock is not None and self._dock.isVisible():
            self._dock.hide()
        else:
            self.show()

    def show(self) -> None:
        """Show the panel with the focus in its list."""
        panel = self.panel
        assert self._dock is not None
        self._window.show_page(self._window.bench)
        self._dock.show()
        self._dock.raise_()
        panel.table.setFocus()
        if panel.current() is None and panel.rows_model.rows:
            panel.table.selectRow(0)

    def take_over(self) -> None:
        """Take the current finding over, and go on to the next."""
        row = self.panel.current()
        if row is None:
            return
        store = self._session.store
        change = self._session.edit(lambda: store.take_over(row.other_id, row.place))
        if change is not None and change.created_id is not None:
            self._session.set_current(Item(Table.FINDING, change.created_id))

    def open(self, row: OtherRow) -> None:
        """Go to the finding of ours, or to the words."""
        if row.ours is not None:
            self._session.set_current(Item(Table.FINDING, row.ours.id))
        elif row.finding.grounded:
            self._window.source.show_offset(row.finding.spans[0][0])
        self._window.tree.setFocus()

    def _mark(self, spans: Spans) -> None:
        self._window.source.show_places(spans, spans[0])

    def _visible(self, visible: bool) -> None:
        if not visible and self._dock is not None and self._dock.isHidden():
            self._window.source.show_places((), None)
        self._window.refresh_checks()

    # Their files

    def import_files(self) -> None:
        """Ask for files of other programs and bring them in."""
        window = self._window
        kinds = (
            (self.tr("All of these"), "*.qdpx *.qdc *.json *.jsonl *.csv"),
            (self.tr("REFI-QDA projects and codebooks: NVivo, ATLAS.ti, MAXQDA, QualCoder"), "*.qdpx *.qdc"),
            (self.tr("Label Studio predictions"), "*.json"),
            (self.tr("LangExtract findings"), "*.jsonl"),
            (self.tr("Datasets of Reviewer"), "*.json *.jsonl"),
            (self.tr("Tables of follow-ups"), "*.csv"),
        )
        files, _chosen = QFileDialog.getOpenFileNames(
            window,
            self.tr("Import from another program"),
            window.settings.folder("import"),
            ";;".join(f"{text} ({endings})" for text, endings in kinds),
        )
        if files:
            window.settings.set_folder("import", Path(files[0]).parent)
            window.commands.import_paths([Path(file) for file in files])

    def tell(self, outcomes: list[Outcome], also: str) -> None:
        """Say what files of other programs brought, with a way to all of it, and what else came."""
        window = self._window
        count = len(outcomes)
        left = sum(len(one.problems) for one in outcomes)
        text = outcomes[0].message if count == 1 else self.tr("{} files brought in").format(count)
        text = f"{text[:1].upper()}{text[1:]}"
        if left:
            said = (
                self.tr("1 thing did not come over") if left == 1 else self.tr("{} things did not come over")
            )
            text += "; " + said.format(left)
        text += f"; {also}" if also else ""
        beside = next((report_id for one in outcomes for report_id in one.beside), None)
        if beside is not None and self._session.report is None:
            self._session.open_report(beside)
        window.notice.say(
            f"{text}.", action=self.tr("Show what"), do=lambda: self.show_brought(outcomes).show()
        )

    def show_brought(self, outcomes: list[Outcome]) -> BroughtDialog:
        """The list of what came and what did not."""
        from reviewer.ui.brought_dialog import BroughtDialog

        dialog = BroughtDialog(outcomes, self._window.theme, self._window)
        dialog.beside_wanted.connect(lambda: self._show_beside(outcomes))
        return dialog

    def _show_beside(self, outcomes: list[Outcome]) -> None:
        reports = [report_id for one in outcomes for report_id in one.beside]
        report = self._session.report
        if reports and (report is None or report.row.id not in reports):
            self._session.open_report(reports[0])
        self.show()
