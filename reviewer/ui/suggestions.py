"""What the reviewers' decisions suggest for findings that nobody has decided on.

Learned beside the window, a moment after decisions were made; never at the start. A suggestion is only shown:
it becomes an edit when the reviewer takes it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.store import Store, StoreError
from reviewer.store.rows import Change, Decision, FindingRow
from reviewer.ui.jobs import Cancelled, Job, Jobs, Monitor
from reviewer.ui.session import Session
from reviewer.ui.settings import Settings

if TYPE_CHECKING:
    from reviewer.analysis.learning import Coded, Example, Lesson, Model, Suggestion

_SOON_MS: Final = 2500
"""So long after the latest decision learning begins."""
_LESSONS: Final = 8
"""How often a trial learns anew."""
_TRIED_AGAIN: Final = 1.25
"""A trial is made again when there are so many times the decisions of the last one."""
_REST: Final = 0.002
"""Seconds that learning rests now and then, so that the window never waits for it."""


class Mode(StrEnum):
    """Whether suggestions are shown: as a trial says, always, never."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Learned:
    """What one round of learning gave; ``lessons`` is None where no trial was made."""

    model: Model
    decisions: int
    lessons: list[Lesson] | None


class Suggestions(QObject):
    """Learns from the open store. ``changed`` when there is something else to show."""

    changed = Signal()

    def __init__(
        self, session: Session, jobs: Jobs, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._settings = settings
        self.mode = _mode(settings.choice("suggestions", Mode.AUTO))
        self.learned: Learned | None = None
        self.lessons: list[Lesson] = []
        """The latest trial's."""
        self._tried = 0
        self._learning = False
        self._known: dict[int, tuple[object, tuple[Suggestion, ...]]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SOON_MS)
        self._timer.timeout.connect(self.learn)
        jobs.changed.connect(self._follow_jobs)
        session.store_changed.connect(self._forget_store)
        session.changed.connect(self._follow)

    # Whether and what

    def set_mode(self, mode: Mode) -> None:
        """Choose whether suggestions are shown."""
        self.mode = mode
        self._settings.set_choice("suggestions", mode)
        if mode is not Mode.OFF and self.learned is None and self._session.is_open:
            self.learn()
        self.changed.emit()

    def shown_fields(self) -> frozenset[Coded]:
        """The fields that are suggested for: all when switched on, else those that a trial found better."""
        from reviewer.analysis.learning import Coded, helps

        if self.mode is Mode.OFF or self.learned is None:
            return frozenset()
        if self.mode is Mode.ON:
            return frozenset(Coded)
        return frozenset(what for what in Coded if helps(self.lessons, what))

    def of(self, row: FindingRow) -> tuple[Suggestion, ...]:
        """What is suggested for a finding and differs from what it has, the clearest first."""
        if row.decision is not Decision.UNDECIDED or self.learned is None:
            return ()
        fields = self.shown_fields()
        if not fields:
            return ()
        known = self._known.get(row.id)
        if known is None or known[0] is not self.learned:
            known = (self.learned, self.learned.model.suggest(self._example(row)))
            self._known[row.id] = known
        wanted = (
            one for one in known[1] if one.field in fields and getattr(row, one.field.value) != one.code
        )
        return tuple(sorted(wanted, key=lambda one: -one.lead))

    def alike(self, suggestion: Suggestion, rows: Iterable[FindingRow]) -> list[FindingRow]:
        """Those of the findings for which the same is suggested."""
        return [
            row
            for row in rows
            if any((one.field, one.code) == (suggestion.field, suggestion.code) for one in self.of(row))
        ]

    def doubt(self, row: FindingRow) -> float:
        """How much a decision on this finding would teach, 0 to 1; by the machine's own confidence where
        nothing was learned."""
        if self.learned is None:
            return 0.0 if row.confidence is None else 1.0 - row.confidence
        return self.learned.model.doubt(self._example(row))

    def _example(self, row: FindingRow) -> Example:
        from reviewer.analysis.learning_in_store import example

        report = self._session.report
        section = report.section(row.section_id) if report is not None else None
        family = report.row.document_type if report is not None else ""
        return example(row, section.heading if section is not None else None, family)

    # Taking

    def take(self, suggestion: Suggestion, rows: Sequence[FindingRow]) -> None:
        """Give findings the suggested code: one step, the reviewer's own."""
        store, ids = self._session.store, [row.id for row in rows]
        verb = {"kind": store.set_kind, "theme": store.set_theme, "polarity": store.set_polarity}[
            suggestion.field.value
        ]
        self._session.edit(lambda: verb(ids, suggestion.code))

    # Learning

    def learn(self) -> None:
        """Learn from all decisions of the store, beside the window; nothing while that is done already."""
        session = self._session
        if self._learning or self.mode is Mode.OFF or not session.is_open:
            return
        place, since, tried, base = session.store.path, self.since, self._tried, self._base_file()

        def work(monitor: Monitor) -> Learned:
            return _learn(place, since, tried, base, monitor)

        def done(result: object) -> None:
            self._learning = False
            assert isinstance(result, Learned)
            if session.is_open and session.store.path == place:
                self.learned = result
                if result.lessons is not None:
                    self.lessons, self._tried = result.lessons, result.decisions
                self._known.clear()
                self.changed.emit()

        self._learning = True
        self._jobs.run(Job(self.tr("Learning from decisions"), work, done, quiet=True))

    def _follow_jobs(self) -> None:
        """Learning that was cancelled can begin again."""
        if not self._jobs.busy:
            self._learning = False

    def _follow(self, change: Change) -> None:
        for finding_id in change.findings:
            self._known.pop(finding_id, None)
        if change.findings and self.mode is not Mode.OFF:
            self._timer.start()
        self.changed.emit()

    def _forget_store(self) -> None:
        self._timer.stop()
        self._learning = False
        self.learned = None
        self.lessons, self._tried = [], 0
        self._known.clear()
        self.changed.emit()

    # Looked into, reset, handed on

    @property
    def since(self) -> str:
        """Only decisions made since then count (UTC, ISO 8601); empty for all."""
        return self._settings.choice(self._since_key(), "") if self._session.is_open else ""

    def reset(self, now: str) -> None:
        """Forget: what was decided before ``now`` counts no longer, nor does a colleague's file."""
        self._settings.set_choice(self._since_key(), now)
        self._base_file().unlink(missing_ok=True)
        self._forget_store()
        self.learn()

    def _since_key(self) -> str:
        place = str(self._session.store.path.absolute())
        return "suggestions_since_" + place.replace("\\", "|").replace("/", "|")

    def write(self, path: Path) -> None:
        """Write what was learned to a file to hand on. ExportError where it can't be written."""
        from reviewer.analysis.learning import Model

        _write(path, self.learned.model if self.learned is not None else Model())

    def bring(self, path: Path) -> None:
        """Begin from what a colleague's Reviewer learned.

        OSError or ValueError where it is no such file, ExportError where it can't be kept.
        """
        from reviewer.analysis.learning import from_json

        _write(self._base_file(), from_json(json.loads(path.read_text(encoding="utf-8"))))
        self.learn()

    def _base_file(self) -> Path:
        """What learning begins from, beside the store."""
        store = self._session.store.path
        return store.with_name(f"{store.stem}-suggestions.json")


def _write(path: Path, model: Model) -> None:
    """Whole or not at all, to be read by its owner only."""
    from reviewer.analysis.learning import to_json
    from reviewer.exporting.files import Writing

    with Writing(path.parent) as writing:
        words = json.dumps(to_json(model), ensure_ascii=False, indent=0)
        writing.place(path.name).write_text(f"{words}\n", encoding="utf-8")


def _learn(place: Path, since: str, tried: int, base: Path, monitor: Monitor) -> Learned:
    from reviewer.analysis.learning import ENOUGH, from_json, learn, trial
    from reviewer.analysis.learning_in_store import decided_reports

    def progress() -> None:
        if monitor.cancelled():
            raise Cancelled
        time.sleep(_REST)

    try:
        before = from_json(json.loads(base.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        before = None
    try:
        with Store.open(place, read_only=True) as store:
            reports = decided_reports(store, since=since, progress=progress)
    except StoreError as error:
        # Whoever works in the store is told; a suggestion is not worth a message.
        raise Cancelled from error
    count = sum(map(len, reports))
    model = learn((one for report in reports for one in report), before=before, progress=progress)
    lessons = None
    if count >= ENOUGH and count >= tried * _TRIED_AGAIN:
        lessons = trial(reports, most=_LESSONS, progress=progress)
    return Learned(model, count, lessons)


def _mode(value: str) -> Mode:
    return Mode(value) if value in list(Mode) else Mode.AUTO
