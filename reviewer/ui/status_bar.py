"""The line at the foot: how far the report is, what is due, what nothing claims, saved when and where."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QStatusBar,
    QToolButton,
    QWidget,
)

from reviewer.store.rows import Decision
from reviewer.ui import words
from reviewer.ui.jobs import Jobs
from reviewer.ui.session import Session
from reviewer.ui.state_commands import STATE_ACTIONS
from reviewer.ui.theme import Theme


class StatusBar(QStatusBar):
    """Follows session and jobs. ``follow_ups`` and ``differences`` when their counts are clicked."""

    follow_ups = Signal()
    differences = Signal()

    def __init__(self, session: Session, jobs: Jobs, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._theme = theme
        self.setSizeGripEnabled(False)
        self.setAccessibleName(self.tr("State of the review"))
        self.decided = _label(self)
        self.state = QToolButton(self)
        self.state.setObjectName("quiet")
        self.state.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.state.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.state.setMenu(QMenu(self.state))
        self.due = _label(self)
        self.due.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.due.linkActivated.connect(lambda _link: self.follow_ups.emit())
        self.disputes = _label(self)
        self.disputes.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.disputes.linkActivated.connect(lambda _link: self.differences.emit())
        self.unclaimed = _label(self)
        self.warnings = _label(self)
        self.saved = _label(self)
        self.saved.linkActivated.connect(lambda _link: session.unsaved.retry())
        self.job = QWidget(self)
        self.job_name = _label(self.job)
        self.bar = QProgressBar(self.job)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel = QPushButton(self.tr("Cancel"), self.job)
        self.cancel.setObjectName("link")
        self.cancel.clicked.connect(jobs.cancel)
        self.saved.setContentsMargins(0, 0, 12, 0)
        line = QHBoxLayout(self.job)
        line.setContentsMargins(0, 0, 8, 0)
        line.setSpacing(8)
        for widget in (self.job_name, self.bar, self.cancel):
            line.addWidget(widget)
        holder = QWidget(self)
        left = QHBoxLayout(holder)
        left.setContentsMargins(8, 0, 0, 0)
        left.setSpacing(18)
        for shown in (self.decided, self.state, self.disputes, self.due, self.unclaimed, self.warnings):
            left.addWidget(shown)
        self.addWidget(holder)
        self.addPermanentWidget(self.job)
        self.addPermanentWidget(self.saved)
        for signal in (
            session.store_changed,
            session.report_changed,
            session.library_changed,
            session.changed,
            session.unsaved.changed,
            theme.changed,
        ):
            signal.connect(self._show)
        jobs.changed.connect(self._show_job)
        self._show()
        self._show_job()

    def add_actions(self, table: Mapping[str, QAction]) -> None:
        """Give the state its menu; ``table`` is the window's actions by name."""
        for name in STATE_ACTIONS:
            self.state.menu().addAction(table[name])

    def _show(self, *_ignored: object) -> None:
        c = self._theme.colours
        report = self._session.report
        self.decided.setText("")
        self.unclaimed.setText("")
        self.warnings.setText("")
        if report is not None:
            row = report.row
            decisions = [one.decision for one in report.findings] + [
                one.decision for one in report.judgements
            ]
            count = decisions.count(Decision.REJECTED)
            text = self.tr("<b>{decided} of {of}</b> decided · <b>{left}</b> left").format(
                decided=row.decided, of=row.findings, left=row.findings - row.decided
            )
            if count:
                text += " · " + self.tr("{count} rejected").format(count=count)
            self.decided.setText(text)
            state = words.report_state(row.state)
            self.state.setText(f"{state[:1].upper()}{state[1:]} ▾")
            self.state.setAccessibleName(self.tr("State of the report: {state}").format(state=state))
            self.state.setToolTip(
                self.tr("The state of the report, as it was set")
                if row.state_set
                else self.tr("The state of the report, as the work has it")
            )
            share = words.percent(row.unclaimed_share)
            self.unclaimed.setText(self.tr("unclaimed text {share}").format(share=share))
            if row.warnings == 1:
                self.warnings.setText(self.tr("1 warning"))
            elif row.warnings:
                self.warnings.setText(self.tr("{count} warnings").format(count=row.warnings))
            self.warnings.setToolTip("\n".join(report.source.warnings))
        self._show_disputes(c.negative)
        self._show_due(c.muted, c.negative)
        self._show_saved()
        self.state.setVisible(report is not None)
        for label in (self.decided, self.disputes, self.due, self.unclaimed, self.warnings):
            label.setVisible(bool(label.text()))

    def _show_disputes(self, bad: str) -> None:
        count = sum(row.disputes for row in self._session.reports) + self._session.code_disputes
        text = self.tr("1 difference to settle") if count == 1 else self.tr("{count} differences to settle")
        said = f"<a href='#' style='color:{bad};font-weight:600;text-decoration:none'>≠ {text}</a>"
        self.disputes.setText(said.format(count=count) if count else "")

    def _show_due(self, muted: str, bad: str) -> None:
        count = sum(row.follow_ups for row in self._session.reports)
        late = sum(row.overdue for row in self._session.reports)
        if not count:
            self.due.setText("")
            return
        text = self.tr("1 follow-up open") if count == 1 else self.tr("{count} follow-ups open")
        text = text.format(count=count)
        if late:
            said = self.tr("{count} overdue").format(count=late)
            text += f", <span style='color:{bad};font-weight:600'>{said}</span>"
        self.due.setText(f"<a href='#' style='color:{muted};text-decoration:none'>{text}</a>")

    def _show_saved(self) -> None:
        if not self._session.is_open:
            self.saved.setText("")
            return
        parts = []
        waiting = len(self._session.unsaved.waiting)
        if waiting:
            bad = self._theme.colours.negative
            said = (
                self.tr("1 edit not saved yet")
                if waiting == 1
                else self.tr("{count} edits not saved yet").format(count=waiting)
            )
            parts.append(f"<a href='#' style='color:{bad};font-weight:600;text-decoration:none'>⚠ {said}</a>")
        elif self._session.saved_at is not None:
            clock = QLocale().toString(self._session.saved_at.time(), "HH:mm:ss")
            parts.append(self.tr("saved {time}").format(time=clock))
        store = self._session.store
        parts.append(store.path.name)
        if store.read_only:
            parts.append(self.tr("read only"))
        parts.append(self.tr("reviewer: {name}").format(name=store.reviewer))
        self.saved.setText(" · ".join(parts))
        self.saved.setToolTip(str(store.path))

    def _show_job(self) -> None:
        job = self._jobs.current
        shown = job is not None and not job.quiet
        self.job.setVisible(shown)
        if job is None or not shown:
            return
        self.bar.setRange(0, self._jobs.all_parts)
        self.bar.setValue(self._jobs.done_parts)
        counted = f" {self._jobs.done_parts} / {self._jobs.all_parts}" if self._jobs.all_parts else ""
        remark = f" · {self._jobs.remark}" if self._jobs.remark else ""
        self.job_name.setText(f"{job.name}{counted}{remark}")


def _label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setProperty("tone", "muted")
    label.setTextFormat(Qt.TextFormat.RichText)
    return label
