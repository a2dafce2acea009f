"""What the actions on the state of a report do: it follows from the work, and can be said."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reviewer.store.rows import ReportState
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.session import Item, Table

if TYPE_CHECKING:
    from reviewer.ui.main_window import MainWindow

STATE_ACTIONS = (
    "state_reviewed",
    "state_second_look",
    "state_in_progress",
    "state_not_started",
    "state_of_work",
)
"""The actions that set the state, in the order of the menus."""


class StateCommands(CommandGroup):
    """The actions on the state of a report by the names of the table in ``actions``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        return {
            "state_reviewed": self.mark_reviewed,
            "state_second_look": partial(self.set_state, ReportState.SECOND_LOOK),
            "state_in_progress": partial(self.set_state, ReportState.IN_PROGRESS),
            "state_not_started": partial(self.set_state, ReportState.NOT_STARTED),
            "state_of_work": partial(self.set_state, None),
        }

    def checks(self) -> dict[str, bool]:
        """Which state the open report has, and whether that follows from the work."""
        report = self._session.report
        row = report.row if report is not None else None
        checks = {f"state_{state}": row is not None and row.state is state for state in ReportState}
        return checks | {"state_of_work": row is not None and not row.state_set}

    def set_state(self, state: ReportState | None) -> None:
        """Say how far the review of the open report is; None lets it follow from the work again."""
        report = self._session.report
        if report is not None:
            report_id, store = report.row.id, self._session.store
            self._session.edit(lambda: store.set_report_state(report_id, state))
        self._window.refresh_checks()

    def mark_reviewed(self) -> None:
        """Say that the open report is reviewed; where something is undecided, ask what is to become of it."""
        report = self._session.report
        self._window.refresh_checks()
        if report is None:
            return
        left = self._session.store.undecided(report.row.id)
        if not left.findings and not left.judgements:
            self.set_state(ReportState.REVIEWED)
            if left.unclaimed:
                self._tell_unclaimed(len(left.unclaimed))
            return
        shown, hidden = self._shown(), self.tr("Accept the rest")
        if len(shown[0]) + len(shown[1]) < len(left.findings) + len(left.judgements):
            hidden = self.tr("Accept those shown")
        choices: list[tuple[str, Callable[[], object]]] = [
            (self.tr("Go to the first"), self._go_to_first),
            (self.tr("Mark as reviewed anyway"), partial(self.set_state, ReportState.REVIEWED)),
        ]
        if shown[0] or shown[1]:
            choices.insert(1, (hidden, self._accept_and_mark))
        question = self.tr("{what} still undecided in this report.")
        self._window.notice.ask(
            question.format(what=self._counted(len(left.findings), len(left.judgements))), choices
        )

    def _counted(self, findings: int, judgements: int) -> str:
        """'12 findings and a judgement are', so that a sentence can go on."""
        parts = []
        if findings:
            parts.append(self.tr("1 finding") if findings == 1 else self.tr("{} findings").format(findings))
        if judgements:
            one, many = self.tr("1 judgement"), self.tr("{} judgements").format(judgements)
            parts.append(one if judgements == 1 else many)
        said = self.tr(" and ").join(parts)
        return self.tr("{} is").format(said) if findings + judgements == 1 else self.tr("{} are").format(said)

    def _shown(self) -> tuple[list[int], list[int]]:
        """The undecided findings and judgements that the tree's filter lets through."""
        report, model = self._session.report, self._window.tree.findings_model
        if report is None:
            return [], []
        findings = [row.id for row in report.findings if row.decision == "undecided"]
        judgements = [row.id for row in report.judgements if row.decision == "undecided"]
        return (
            [id_ for id_ in findings if model.index_of(Item(Table.FINDING, id_)).isValid()],
            [id_ for id_ in judgements if model.index_of(Item(Table.JUDGEMENT, id_)).isValid()],
        )

    def _accept_and_mark(self) -> None:
        """Accept what is shown; the report is reviewed once nothing is left, otherwise ask again."""
        self._window.corrections.accept_all(*self._shown())
        self.mark_reviewed()

    def _go_to_first(self) -> None:
        report = self._session.report
        if report is None:
            return
        left = self._session.store.undecided(report.row.id)
        if left.findings:
            self._window.open_item(report.row.id, Item(Table.FINDING, left.findings[0]))
        elif left.judgements:
            self._window.open_item(report.row.id, Item(Table.JUDGEMENT, left.judgements[0]))

    def _tell_unclaimed(self, count: int) -> None:
        one = self.tr("Reviewed. One line belongs to no finding and is not marked as seen.")
        many = self.tr("Reviewed. {count} lines belong to no finding and are not marked as seen.")
        self._window.notice.say(
            one if count == 1 else many.format(count=count),
            action=self.tr("Go to the first"),
            do=self._go_to_unclaimed,
        )

    def _go_to_unclaimed(self) -> None:
        report = self._session.report
        if report is not None and report.unclaimed:
            self._window.source.show_offset(report.unclaimed[0][0])
