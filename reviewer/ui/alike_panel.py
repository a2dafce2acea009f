"""The panel 'Findings like this one elsewhere': by likeness of their words, grouped by authority."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from reviewer.analysis.history import name_of
from reviewer.store import Store, StoreError
from reviewer.store.across import Alike
from reviewer.store.rows import FindingRow
from reviewer.ui import words
from reviewer.ui.brief_list import BriefLine, BriefList, Heading, Line
from reviewer.ui.jobs import Job, Jobs, Monitor
from reviewer.ui.picture_page import report_words
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme


class AlikePanel(QWidget):
    """``opened`` with a report's and a finding's id."""

    opened = Signal(int, int)

    def __init__(self, session: Session, jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._finding_id = 0
        self.head = QLabel(self)
        self.head.setWordWrap(True)
        self.head.setContentsMargins(14, 8, 14, 8)
        self.head.setProperty("tone", "muted")
        self.list = BriefList(theme, self)
        self.list.setAccessibleName(self.tr("Findings like this one elsewhere"))
        self.list.chosen.connect(self.opened)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.list, 1)
        session.store_changed.connect(self._forget)

    def look_for(self, finding: FindingRow) -> None:
        """Look, in a job, for what is worded like a finding, and show it when it is there."""
        self._finding_id = finding.id
        short = finding.text if len(finding.text) <= 160 else finding.text[:159].rsplit(" ", 1)[0] + "…"
        self.head.setText(self.tr("Looking for findings like “{words}”").format(words=short))
        self.list.show_lines(())
        place, finding_id = self._session.store.path, finding.id

        def work(_monitor: Monitor) -> list[Alike] | StoreError:
            try:
                with Store.open(place, read_only=True) as own:
                    return own.alike(finding_id)
            except StoreError as error:
                return error

        def done(result: object) -> None:
            if finding_id != self._finding_id:
                return
            if isinstance(result, StoreError):
                self.head.setText(str(result))
            elif isinstance(result, list):
                self._show(short, result)

        self._jobs.run(Job(self.tr("Looking for findings like this one"), work, done))

    def _forget(self) -> None:
        self._finding_id = 0
        self.head.setText("")
        self.list.show_lines(())

    def _show(self, short: str, found: list[Alike]) -> None:
        """Those of one authority together; the authority with the likest first."""
        reports = {row.id: row for row in self._session.reports}
        groups: dict[str, list[BriefLine]] = {}
        for one in found:
            row = reports.get(one.brief.report_id)
            if row is None:
                continue
            name = name_of(row.authority) or words.tr("Authority not known")
            likeness = words.tr("{share} alike").format(share=words.percent(one.likeness))
            # The heading names the authority already.
            where = report_words(row).partition(" · ")[2]
            groups.setdefault(name, []).append(
                BriefLine(one.brief, " · ".join(part for part in (where, likeness) if part), one.shared)
            )
        lines: list[Line] = []
        for name, members in groups.items():
            lines += [Heading(f"{name} ({len(members)})"), *members]
        count = sum(map(len, groups.values()))
        self.head.setText(
            self.tr("{count} of {groups} worded like “{words}”").format(
                count=self.tr("1 finding") if count == 1 else self.tr("{} findings").format(count),
                groups=self.tr("1 authority")
                if len(groups) == 1
                else self.tr("{} authorities").format(len(groups)),
                words=short,
            )
            if count
            else self.tr("No finding of another report is worded like “{words}”").format(words=short)
        )
        self.list.show_lines(lines)
