"""Extracting reports again with this version, as a job; and what of them has no place any more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from reviewer.store import Store, StoreError
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.deferred import Deferred
from reviewer.ui.jobs import Job, Monitor

if TYPE_CHECKING:
    from reviewer.reextracting import Outcome
    from reviewer.ui.main_window import MainWindow
    from reviewer.ui.unplaced_panel import UnplacedPanel


@dataclass
class Summary:
    """What became of the reports; ``failed`` are those that are as they were, with the reason."""

    same: int = 0
    merged: int = 0
    new: int = 0
    replaced: int = 0
    kept: int = 0
    without_place: int = 0
    failed: list[Outcome] = field(default_factory=list)
    cancelled: bool = False

    def add(self, outcome: Outcome) -> None:
        """Count one report."""
        done = outcome.done
        if done is None:
            self.failed.append(outcome)
        elif not done.change.name:
            self.same += 1
        else:
            self.merged += 1
            self.new += done.new
            self.replaced += done.replaced
            self.kept += done.kept
            self.without_place += len(done.without_place)


class ReextractionCommands(CommandGroup):
    """The actions on extracting again by the names of the table in ``actions``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self.holder = Deferred(self._make, window)

    def _make(self, parent: QWidget) -> UnplacedPanel:
        from reviewer.ui.unplaced_panel import UnplacedPanel

        panel = UnplacedPanel(self._session, parent)
        panel.opened.connect(self._window.open_item)
        return panel

    @property
    def panel(self) -> UnplacedPanel:
        """The list of what has no place, made when it is first asked for."""
        return self.holder.content

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        return {
            "reextract": self.this_report,
            "reextract_older": self.older_reports,
            "unplaced": self.show_unplaced,
        }

    def show_unplaced(self) -> None:
        """Show what was worked on and the latest extraction no longer has."""
        dock = self._window.unplaced_dock
        dock.show()
        dock.raise_()
        self.panel.read()
        self.panel.list.setFocus()

    def this_report(self) -> None:
        """Extract the open report again."""
        report = self._session.report
        if report is not None:
            self._extract([report.row.id])

    def older_reports(self) -> None:
        """Extract again what an earlier version has extracted."""
        from reviewer.reextracting import older

        wanted = older(self._session.reports)
        if wanted:
            self._extract(wanted)
        else:
            self._window.notice.say(self.tr("Every report was extracted by this version of Reviewer."))

    def _extract(self, report_ids: list[int]) -> None:
        store = self._session.store
        place, reviewer = store.path, store.reviewer
        summary = Summary()

        def work(monitor: Monitor) -> str:
            from reviewer.reextracting import reextract_reports

            try:
                with Store.open(place, reviewer=reviewer) as own:
                    monitor.progress(0, len(report_ids))
                    outcomes = reextract_reports(own, report_ids, cancelled=monitor.cancelled)
                    for count, outcome in enumerate(outcomes, start=1):
                        monitor.progress(count, len(report_ids), outcome)
            except StoreError as error:
                return str(error)
            summary.cancelled = monitor.cancelled()
            return ""

        def part(outcome: object) -> None:
            from reviewer.reextracting import Outcome

            assert isinstance(outcome, Outcome)
            summary.add(outcome)
            if outcome.done is not None and self._session.is_open and self._session.store.path == place:
                change = outcome.done.change
                self._session.edit(lambda: change)

        def done(why: object) -> None:
            if why:
                self._window.notice.say(str(why), bad=True)
            else:
                self._tell(summary)

        self._window.upkeep.commit_fields()
        self._window.jobs.run(Job(self.tr("Extracting again"), work, done, part))

    def _tell(self, summary: Summary) -> None:
        from reviewer.outcome import Outcome, Result

        parts = [
            one if count == 1 else many.format(count)
            for count, one, many in (
                (summary.merged, self.tr("1 report extracted again"), self.tr("{} reports extracted again")),
                (summary.same, self.tr("1 came out as it was"), self.tr("{} came out as they were")),
                (
                    summary.new,
                    self.tr("1 new"),
                    self.tr("{} new"),
                ),
                (summary.replaced, self.tr("1 replaced"), self.tr("{} replaced")),
                (summary.kept, self.tr("1 kept as decided"), self.tr("{} kept as decided")),
                (
                    summary.without_place,
                    self.tr("1 kept without a place in the new extraction"),
                    self.tr("{} kept without a place in the new extraction"),
                ),
                (len(summary.failed), self.tr("1 left as it was"), self.tr("{} left as they were")),
            )
            if count
        ]
        if summary.cancelled:
            parts.append(self.tr("cancelled"))
        for one in summary.failed:
            self._window.problems.add(Outcome(Path(one.name), Result.FAILED, message=one.message))
        action, do = "", None
        if summary.failed:
            action, do = self.tr("Show why"), self._window.problems_dock.show
        elif summary.without_place:
            action, do = self.tr("Show them"), self.show_unplaced
        self._window.notice.say(f"{', '.join(parts)}.", bad=bool(summary.failed), action=action, do=do)
