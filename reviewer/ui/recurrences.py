"""What the findings of an authority may be about in its earlier reports: worked out in the background, kept.

One authority at a time: that of the report which is looked at. Edits of its findings make it stale; what was
worked out is shown until the new is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.store import Store, StoreError
from reviewer.store.rows import Change, ReportRow
from reviewer.ui.jobs import Job, Jobs, Monitor
from reviewer.ui.session import Session

if TYPE_CHECKING:
    from reviewer.analysis.history import Authority
    from reviewer.analysis.recurrence import Subject, Suggestion

_AFTER_AN_EDIT: Final = 1500
"""Milliseconds without an edit until stale suggestions are worked out again."""


class Recurrences(QObject):
    """``changed`` when there is something new to show."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        # Its own, so that a suggestion need not wait for an import.
        self.jobs = Jobs(self)
        self._name = ""
        self._asked = 0
        self._stale = True
        self._running = False
        self.fault = ""
        """Why the suggestions could not be worked out, empty where they could."""
        self._authority: Authority | None = None
        self._suggestions: Mapping[int, Suggestion] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_AN_EDIT)
        self._timer.timeout.connect(self._start)
        session.changed.connect(self._change)
        session.library_changed.connect(self.mark_stale)
        session.store_changed.connect(self.forget)

    # What is known

    @property
    def is_ready(self) -> bool:
        """Whether suggestions are there, be they a little old."""
        return self._authority is not None

    def suggestion(self, finding_id: int) -> Suggestion | None:
        """What a finding may be about; None where nothing speaks for anything, or is not known yet."""
        return self._suggestions.get(finding_id)

    def subject(self, finding_id: int) -> Subject | None:
        """A finding of the authority as it was compared."""
        return None if self._authority is None else self._authority.subjects.get(finding_id)

    # Working it out

    def look_at(self, report: ReportRow) -> None:
        """Have the suggestions for the authority of a report, now or as soon as they are worked out."""
        from reviewer.analysis.history import name_of

        name = name_of(report.authority)
        if name != self._name:
            self._name = name
            self._authority, self._suggestions = None, {}
            self._stale = True
            self._running = False
            self._start()
        elif self._stale and not self._running and not self._timer.isActive():
            self._start()

    def mark_stale(self) -> None:
        """Work it out again when next looked at."""
        self._stale = True

    def forget(self) -> None:
        """Another store is open, or none."""
        self._timer.stop()
        self._asked += 1
        self._name, self._authority, self._suggestions = "", None, {}
        self._stale, self._running = True, False
        self.changed.emit()

    def finish(self) -> None:
        """The window closes: wait for what runs, and begin nothing more."""
        self._timer.stop()
        self._asked += 1
        self.jobs.cancel()
        self.jobs.finish()

    def _change(self, change: Change) -> None:
        # A link says nothing of the words.
        if change.links or not (change.findings or change.structure or change.report):
            return
        self._stale = True
        if self._name and self.is_ready:
            self._timer.start()

    def _start(self) -> None:
        from reviewer.analysis.history import same_authority

        if not self._session.is_open or not self._name:
            return
        self._asked += 1
        self._stale, self._running, self.fault = False, True, ""
        asked, name, place = self._asked, self._name, self._session.store.path
        rows = same_authority(name, self._session.reports)

        def work(_monitor: Monitor) -> tuple[Authority | None, dict[int, Suggestion]] | StoreError:
            from reviewer.analysis.history import authorities, of_store

            try:
                with Store.open(place, read_only=True) as own, own.snapshot():
                    reports = of_store(own, rows)
            except StoreError as error:
                return error
            authority = next((one for one in authorities(reports) if one.name == name), None)
            if authority is None:
                return None, {}
            return authority, {one.later: one for one in authority.suggestions()}

        def done(result: object) -> None:
            if asked != self._asked:
                return
            self._running = False
            if isinstance(result, StoreError):
                self.fault = str(result)
            elif isinstance(result, tuple):
                self._authority, self._suggestions = result
            self.changed.emit()

        self.jobs.run(Job(self.tr("Comparing with earlier reports"), work, done, quiet=True))
