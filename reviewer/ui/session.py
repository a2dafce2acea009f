"""What is open: the store, the report, the finding. One method a user action, one signal with its Change.

The window's parts hold no data of their own: they read the rows kept here and redraw when told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QDateTime, QObject, Signal

from reviewer.model import Spans
from reviewer.store import Store, StoreError, StoreInUseError
from reviewer.store.errors import is_damage, may_pass
from reviewer.store.rows import (
    Change,
    Decision,
    FindingRow,
    FollowUpRow,
    FollowUpState,
    JudgementRow,
    NoteRow,
    Priority,
    ReportRow,
    SectionRow,
    SourceText,
)
from reviewer.ui import codes
from reviewer.ui.unsaved import UnsavedEdits

_TRAIL = 200
"""How many places back one can go."""


class Table(StrEnum):
    """What an item is a row of."""

    FINDING = "finding"
    JUDGEMENT = "judgement"
    SECTION = "section"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Item:
    """A row that can be current in the tree, the text and the details."""

    table: Table
    id: int


class OpenReport:
    """The rows of the open report, as last read from the store."""

    def __init__(self, store: Store, report_id: int) -> None:
        self._store = store
        self.source: SourceText = store.source_text(report_id)
        self.row: ReportRow
        self.sections: list[SectionRow]
        self.judgements: list[JudgementRow]
        self.findings: list[FindingRow]
        self.unclaimed: Spans
        self.seen: Spans
        self._by_id: dict[int, int]
        self.row = store.report(report_id)
        self.read_all()

    def read_all(self) -> None:
        """Read every row again: some came, went or moved."""
        self.sections = self._store.sections(self.row.id)
        self.judgements = self._store.judgements(self.row.id)
        self.findings = self._store.findings(self.row.id)
        self._by_id = {finding.id: index for index, finding in enumerate(self.findings)}
        self._read_coverage()

    def _read_coverage(self) -> None:
        self.unclaimed = self._store.unclaimed(self.row.id)
        self.seen = self._store.seen(self.row.id)

    def read(self, change: Change) -> None:
        """Read again what ``change`` touched."""
        self.row = self._store.report(self.row.id)
        if change.coverage:
            self._read_coverage()
        if change.structure or any(id_ not in self._by_id for id_ in change.findings):
            self.read_all()
            return
        for finding_id in change.findings:
            self.findings[self._by_id[finding_id]] = self._store.finding(finding_id)
        if change.judgements:
            self.judgements = self._store.judgements(self.row.id)
        if change.sections:
            self.sections = self._store.sections(self.row.id)

    def finding(self, finding_id: int) -> FindingRow | None:
        """The finding of that id, None where this report has none."""
        index = self._by_id.get(finding_id)
        return None if index is None else self.findings[index]

    def judgement(self, judgement_id: int) -> JudgementRow | None:
        """The judgement of that id, None where this report has none."""
        return next((row for row in self.judgements if row.id == judgement_id), None)

    def section(self, section_id: int | None) -> SectionRow | None:
        """The heading of that id, None where this report has none."""
        return next((row for row in self.sections if row.id == section_id), None)

    def spans(self, item: Item) -> Spans:
        """Where an item's words stand, empty where it is gone."""
        if item.table is Table.FINDING:
            row: FindingRow | JudgementRow | SectionRow | None = self.finding(item.id)
        elif item.table is Table.JUDGEMENT:
            row = self.judgement(item.id)
        else:
            row = self.section(item.id) if item.table is Table.SECTION else None
        return row.spans if row is not None else ()


class Session(QObject):
    """The reviewer's session with one store. All edits go through :meth:`edit`."""

    store_changed = Signal()
    library_changed = Signal()
    report_changed = Signal()
    current_changed = Signal()
    changed = Signal(Change)
    codes_changed = Signal()
    selection_changed = Signal()
    failed = Signal(str)
    in_use = Signal(Path, str)
    damaged = Signal(Path, str)
    """The store there can't be read through; if it is open, then to read only."""
    kept = Signal(str)
    """An edit could not be saved for now, for this reason; it waits in ``unsaved``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store: Store | None = None
        self.reports: list[ReportRow] = []
        self.report: OpenReport | None = None
        self.current: Item | None = None
        self._selected: tuple[int, ...] = ()
        self.doubt: Callable[[FindingRow], float] | None = None
        """Where set, the queue begins with the finding of which it says most."""
        self.least_certain_first = False
        """Whether the queue begins with what the machine is least sure of."""
        self.saved_at: QDateTime | None = None
        self.code_disputes = 0
        """How many differences in the codebook are left to settle."""
        self._trail: list[Item] = []
        self._backup_fault: str | None = None
        self.unsaved = UnsavedEdits(self)

    # The store

    @property
    def store(self) -> Store:
        """The open store. Raises RuntimeError where none is."""
        if self._store is None:
            raise RuntimeError("no store is open")
        return self._store

    @property
    def is_open(self) -> bool:
        """Whether a store is open."""
        return self._store is not None

    @property
    def writable(self) -> bool:
        """Whether edits are possible: a store is open, and not to read only."""
        return self._store is not None and not self._store.read_only

    def open(self, path: Path, reviewer: str, *, read_only: bool = False) -> bool:
        """Open the store at ``path`` in place of the one now open; on failure that one stays open.

        ``in_use`` says that another process has it, or that nothing can be written where it is; it can then
        be opened to read only. One that is damaged is opened to read only as far as it can be read, and
        ``damaged`` says so. Stays where edits are not saved yet.
        """
        if not self.unsaved.retry():
            self.failed.emit(
                self.tr("Edits of the open store are not saved yet: save them or undo them first.")
            )
            return False
        wrong = ""
        try:
            store, reports = _opened(path, reviewer, read_only)
        except StoreInUseError as error:
            self.in_use.emit(path, str(error))
            return False
        except StoreError as error:
            if not is_damage(error):
                # In a folder that can't be written, for instance: to be read it needs no writing.
                readable = may_pass(error) and not read_only and path.is_file()
                (self.in_use.emit(path, str(error)) if readable else self.failed.emit(str(error)))
                return False
            wrong = str(error)
            try:
                store, reports = _opened(path, reviewer, True)
            except StoreError:
                self.damaged.emit(path, wrong)
                return False
        self.close()
        self._store = store
        self.saved_at = None
        self.reports = reports
        self._read_codes()
        self.code_disputes = store.dispute_counts().get(0, 0)
        self.store_changed.emit()
        self.library_changed.emit()
        self.report_changed.emit()
        if wrong:
            self.damaged.emit(path, wrong)
        return True

    def close(self) -> None:
        """Close the store; safe when none is open. What waits in ``unsaved`` is let go."""
        self.unsaved.forget()
        if self._store is not None:
            self._store.close()
        self._store = None
        self.report = None
        self.current = None
        self.selected = ()
        self.reports = []

    def leave(self) -> None:
        """Close the store and show that none is open."""
        self.close()
        self.store_changed.emit()
        self.library_changed.emit()
        self.report_changed.emit()
        self.current_changed.emit()

    def reopen(self, reviewer: str) -> None:
        """Open the same store under another reviewer's name, the same place on the screen."""
        place, report, current = self.store.path, self.report, self.current
        if self.open(place, reviewer, read_only=not self.writable) and report is not None:
            self.open_report(report.row.id, current)

    def read_library(self) -> None:
        """Read the list of reports again: an import or a removal has changed it."""
        self.reports = self.store.reports()
        self.library_changed.emit()

    def remove_report(self, report_id: int) -> None:
        """Take a report out of the store; this cannot be undone."""
        try:
            self.store.remove_report(report_id)
        except StoreError as error:
            self.failed.emit(str(error))
            return
        if self.report is not None and self.report.row.id == report_id:
            self.close_report()
        self.read_library()

    # What is open and current

    def open_report(self, report_id: int, item: Item | None = None) -> None:
        """Open a report at ``item``, or at its first undecided finding."""
        if self.report is None or self.report.row.id != report_id:
            try:
                self.report = OpenReport(self.store, report_id)
            except StoreError as error:
                self.failed.emit(str(error))
                return
            self.current = None
            self.selected = ()
            self._trail = []
            self.report_changed.emit()
        self.set_current(item or self.current or self._first())

    def close_report(self) -> None:
        """Show no report."""
        self.report = None
        self.current = None
        self.selected = ()
        self.report_changed.emit()
        self.current_changed.emit()

    def set_current(self, item: Item | None) -> None:
        """Make ``item`` the one that text, tree and details show."""
        if item == self.current:
            return
        if self.current is not None:
            self._trail = [*self._trail[-_TRAIL:], self.current]
        self._become(item)

    def go_back(self) -> None:
        """Make the item current that was so before; once more goes on back."""
        while self._trail:
            item = self._trail.pop()
            if item != self.current and self._exists(item):
                self._become(item)
                return

    @property
    def can_go_back(self) -> bool:
        """Whether another item was current before."""
        return bool(self._trail)

    def _become(self, item: Item | None) -> None:
        self.current = item
        # Whoever follows what is current needs no word of the selection that comes with it.
        self._selected = (item.id,) if item is not None and item.table is Table.FINDING else ()
        self.current_changed.emit()

    @property
    def finding(self) -> FindingRow | None:
        """The current finding."""
        if self.report is None or self.current is None or self.current.table is not Table.FINDING:
            return None
        return self.report.finding(self.current.id)

    @property
    def judgement(self) -> JudgementRow | None:
        """The current judgement."""
        if self.report is None or self.current is None or self.current.table is not Table.JUDGEMENT:
            return None
        return self.report.judgement(self.current.id)

    @property
    def section(self) -> SectionRow | None:
        """The current section."""
        if self.report is None or self.current is None or self.current.table is not Table.SECTION:
            return None
        return self.report.section(self.current.id)

    @property
    def selected(self) -> tuple[int, ...]:
        """The findings selected in the tree, in its order; more than one for bulk edits."""
        return self._selected

    @selected.setter
    def selected(self, ids: tuple[int, ...]) -> None:
        if ids != self._selected:
            self._selected = ids
            self.selection_changed.emit()

    def targets(self) -> list[FindingRow]:
        """The findings that an action means: the selected ones, in reading order."""
        if self.report is None:
            return []
        wanted = set(self.selected)
        return [finding for finding in self.report.findings if finding.id in wanted]

    def step(self, by: int) -> None:
        """Make the next (1) or previous (-1) finding in reading order current."""
        findings = self.report.findings if self.report else []
        if not findings:
            return
        here = next((i for i, row in enumerate(findings) if row == self.finding), None)
        there = 0 if here is None else min(max(here + by, 0), len(findings) - 1)
        self.set_current(Item(Table.FINDING, findings[there].id))

    def next_undecided(self, by: int = 1) -> bool:
        """Make the next undecided finding current, round the end of the report; False where none is left.

        With ``least_certain_first`` the next is the one that the machine is least sure of, with ``doubt`` the
        one of which that says most.
        """
        findings = self.report.findings if self.report else []
        doubt = self.doubt or (_machine_doubt if self.least_certain_first else None)
        if doubt is not None:
            left = [row for row in findings if row.decision is Decision.UNDECIDED and row != self.finding]
            if left:
                self.set_current(Item(Table.FINDING, max(left, key=doubt).id))
            return bool(left)
        here = next((i for i, row in enumerate(findings) if row == self.finding), -1 if by > 0 else 0)
        for distance in range(1, len(findings) + 1):
            row = findings[(here + by * distance) % len(findings)]
            if row.decision is Decision.UNDECIDED and row != self.finding:
                self.set_current(Item(Table.FINDING, row.id))
                return True
        return False

    def _first(self) -> Item | None:
        findings = self.report.findings if self.report else []
        undecided = (row for row in findings if row.decision is Decision.UNDECIDED)
        row = next(undecided, findings[0] if findings else None)
        return None if row is None else Item(Table.FINDING, row.id)

    # Edits

    def edit(self, step: Callable[[], Change | None]) -> Change | None:
        """Do one step in the store and tell the window; a refusal is shown, never raised.

        Where the disk, the folder or another program is in the way, the step waits in ``unsaved``.
        """
        if not self.unsaved.retry():
            self.unsaved.keep(step, None)
            return None
        try:
            change = step()
        except StoreError as error:
            if may_pass(error) and self.writable:
                self.unsaved.keep(step, error)
                self.kept.emit(str(error))
            elif is_damage(error) and self.writable:
                self.damaged.emit(self.store.path, str(error))
            else:
                self.failed.emit(str(error))
            return None
        try:
            return self.took(change)
        except StoreError as error:
            # It is done, and what the window shows is behind: it is read as soon as that is possible.
            self.unsaved.keep(lambda: change, error)
            self.kept.emit(str(error))
            return None

    def took(self, change: Change | None) -> Change | None:
        """Read what a step of the store has changed, and tell the window. Raises StoreError."""
        if change is None or not change.name:
            return None
        self.saved_at = QDateTime.currentDateTime()
        if change.report_id:
            self._read_report(change)
        else:
            change = self._read_whole(change)
        moved = self.report is not None and self._reads_otherwise(self.report, change)
        self.changed.emit(change)
        if moved:
            self.report_changed.emit()
            self.current_changed.emit()
        self._tell_backup_fault()
        if self.current is not None and self.report is not None and not self._exists(self.current):
            self.set_current(self._first())
        return change

    def _reads_otherwise(self, report: OpenReport, change: Change) -> bool:
        """Whether what is no finding was found elsewhere in the text: the report was extracted again."""
        if not (change.report and change.structure and change.report_id == report.row.id):
            return False
        before, report.source = report.source, self.store.source_text(report.row.id)
        return report.source != before

    def _read_report(self, change: Change) -> None:
        if self.report is not None and self.report.row.id == change.report_id:
            self.report.read(change)
            row = self.report.row
        else:
            row = self.store.report(change.report_id)
        self.reports = [row if known.id == row.id else known for known in self.reports]

    def _read_whole(self, change: Change) -> Change:
        """Read again what a step of the whole store touched; for the views, all of the open report has."""
        self.reports = self.store.reports()
        self.code_disputes = self.store.dispute_counts().get(0, 0)
        if change.codes:
            self._read_codes()
        if self.report is None:
            return change
        everything = replace(change, report_id=self.report.row.id, structure=True)
        self.report.read(everything)
        return everything

    def _read_codes(self) -> None:
        codes.use(self.store.codes())
        self.codes_changed.emit()

    def _tell_backup_fault(self) -> None:
        """The edit is stored all the same: once is enough."""
        fault = self.store.backup_fault
        if fault is not None and fault != self._backup_fault:
            self._backup_fault = fault
            self.failed.emit(fault)

    def _exists(self, item: Item) -> bool:
        report = self.report
        if report is None:
            return False
        if item.table is Table.FINDING:
            return report.finding(item.id) is not None
        if item.table is Table.JUDGEMENT:
            return report.judgement(item.id) is not None
        if item.table is Table.REPORT:
            return report.row.id == item.id
        return report.section(item.id) is not None

    def _ids(self, wanted: Iterable[FindingRow] | None = None) -> list[int]:
        return [row.id for row in (self.targets() if wanted is None else wanted)]

    def accept(self) -> None:
        """Accept the selected findings, or the current judgement."""
        change = None
        rows: list[FindingRow | JudgementRow] = [*self.targets()]
        if (judgement := self.judgement) is not None:
            rows = [judgement]
            change = self.edit(lambda: self.store.accept_judgement(judgement.id))
        elif ids := self._ids():
            change = self.edit(lambda: self.store.accept(ids))
        if change is None and any(row.disputes and row.decision is Decision.UNDECIDED for row in rows):
            self.failed.emit(
                self.tr(
                    "You and your colleague differ on it: settle that first (Tools, Differences to settle)."
                )
            )

    def accept_and_go_on(self) -> None:
        """Accept, and make the next undecided finding current."""
        judgement, report = self.judgement, self.report
        self.accept()
        if judgement is not None and report is not None:
            after = [row for row in report.judgements if row.position > judgement.position]
            left = next((row for row in after if row.decision is Decision.UNDECIDED), None)
            if left is not None:
                self.set_current(Item(Table.JUDGEMENT, left.id))
                return
        self.next_undecided()

    def reject(self) -> None:
        """Reject what is selected; once more brings it back."""
        if (judgement := self.judgement) is not None:
            again = judgement.decision is Decision.REJECTED
            verb = self.store.restore_judgement if again else self.store.reject_judgement
            self.edit(lambda: verb(judgement.id))
            return
        rows = self.targets()
        if rows and all(row.decision is Decision.REJECTED for row in rows):
            self.edit(lambda: self.store.restore(self._ids(rows)))
        elif rows:
            self.edit(lambda: self.store.reject(self._ids(rows)))

    def restore(self) -> None:
        """Take the decision back: what is selected is undecided again, with its corrections kept."""
        if (judgement := self.judgement) is not None:
            self.edit(lambda: self.store.restore_judgement(judgement.id))
        elif ids := self._ids():
            self.edit(lambda: self.store.restore(ids))

    def set_polarity(self, polarity: str) -> None:
        """Give the selected findings a polarity."""
        if ids := self._ids():
            self.edit(lambda: self.store.set_polarity(ids, polarity))

    def set_kind(self, kind: str) -> None:
        """Give the selected findings a kind."""
        if ids := self._ids():
            self.edit(lambda: self.store.set_kind(ids, kind))

    def set_theme(self, theme: str) -> None:
        """Give the selected findings a theme."""
        if ids := self._ids():
            self.edit(lambda: self.store.set_theme(ids, theme))

    def set_wording(self, finding_id: int, wording: str) -> None:
        """Reword a finding; its verbatim words, or none at all, take the rewording away."""
        row = self.report.finding(finding_id) if self.report else None
        if row is None:
            return
        words = " ".join(wording.split())
        same = words in ("", " ".join(row.verbatim.split()))
        self.edit(lambda: self.store.set_wording(finding_id, None if same else wording.strip()))

    def set_number(self, finding_id: int, number: str) -> None:
        """Set a finding's printed number; empty for none."""
        self.edit(lambda: self.store.set_number(finding_id, number.strip() or None))

    def set_judgement(self, judgement_id: int, *, area: str | None = None, grade: str | None = None) -> None:
        """Correct a judgement's area or grade."""
        self.edit(lambda: self.store.set_judgement(judgement_id, area=area, grade=grade))

    def add_finding(self, spans: Spans, *, theme: str | None = None, polarity: str | None = None) -> None:
        """Make a finding of the words at ``spans`` and make it current; its codes as its place suggests."""
        report = self.report
        if report is None:
            return
        change = self.edit(
            lambda: self.store.add_finding(report.row.id, spans, theme=theme, polarity=polarity)
        )
        if change is not None and change.created_id is not None:
            self.set_current(Item(Table.FINDING, change.created_id))

    def set_spans(self, finding_id: int, spans: Spans) -> None:
        """Give a finding other words of the text."""
        self.edit(lambda: self.store.set_spans(finding_id, spans))

    def split(self, finding_id: int, offset: int) -> None:
        """Divide a finding in two at ``offset``; the first half stays current."""
        self.edit(lambda: self.store.split(finding_id, offset))

    def merge(self) -> None:
        """Join the selected findings, or the current one with the next that is not rejected."""
        rows = self.targets()
        if len(rows) == 1 and self.report is not None:
            findings = self.report.findings
            after = findings[findings.index(rows[0]) + 1 :]
            rows += [row for row in after if row.decision is not Decision.REJECTED][:1]
        if len(rows) > 1 and self.edit(lambda: self.store.merge([row.id for row in rows])) is not None:
            self._become(Item(Table.FINDING, rows[0].id))

    def mark_seen(self, spans: Spans) -> None:
        """Say that a passage was read and holds no finding; once more takes that back."""
        report = self.report
        if report is None or not spans:
            return
        text, seen = report.source.text, set[int]()
        for start, end in report.seen:
            seen.update(range(start, end))
        known = all(at in seen or text[at].isspace() for start, end in spans for at in range(start, end))
        verb = self.store.unmark_seen if known else self.store.mark_seen
        self.edit(lambda: verb(report.row.id, spans))

    # Notes and follow-ups

    def notes(self, item: Item | None = None) -> list[NoteRow]:
        """The notes on an item, or on what is current: a finding, a section, otherwise the report."""
        if self.report is None:
            return []
        place = _note_place(item or self.current)
        notes = self.store.notes(self.report.row.id, *place)
        return [note for note in notes if (note.finding_id, note.section_id) == place]

    def add_note(self, body: str, finding_id: int | None, section_id: int | None = None) -> None:
        """Write a note on a finding, on a section or on the report; nothing where ``body`` is blank."""
        report = self.report
        if report is not None and body.strip():
            self.edit(lambda: self.store.add_note(report.row.id, body.strip(), finding_id, section_id))

    def note_on(self, item: Item, body: str) -> None:
        """Write a note on an item of the open report."""
        self.add_note(body, *_note_place(item))

    def edit_note(self, note_id: int, body: str) -> None:
        """Change a note; an emptied one is removed."""
        if body.strip():
            self.edit(lambda: self.store.edit_note(note_id, body.strip()))
        else:
            self.edit(lambda: self.store.remove_note(note_id))

    def remove_note(self, note_id: int) -> None:
        """Take a note away."""
        self.edit(lambda: self.store.remove_note(note_id))

    def toggle_flag(self) -> None:
        """Mark the current finding to come back to, or take the mark away."""
        finding = self.finding
        if finding is None:
            return
        if finding.follow_up is None:
            self.edit(lambda: self.store.flag(finding.id))
        else:
            self.edit(lambda: self.store.unflag(finding.id))

    def set_follow_up(
        self,
        follow_up_id: int,
        *,
        reason: str | None = None,
        owner: str | None = None,
        due: str | None = None,
        state: FollowUpState | None = None,
        priority: Priority | None = None,
    ) -> None:
        """Change a follow-up; an empty ``due`` takes the date away."""
        self.edit(
            lambda: self.store.set_follow_up(
                follow_up_id,
                reason=reason,
                owner=owner,
                due=due or None,
                clear_due=due == "",
                state=state,
                priority=priority,
            )
        )

    def follow_ups(self) -> list[FollowUpRow]:
        """All follow-ups of all reports."""
        return self.store.follow_ups() if self.is_open else []

    def owners(self) -> list[str]:
        """Everyone who was ever given a follow-up, in alphabetical order."""
        return sorted({row.owner for row in self.follow_ups() if row.owner}, key=str.casefold)

    # Undo

    def undo_name(self) -> str | None:
        """What undo would take back, None where nothing is left."""
        if self.unsaved:
            return self.unsaved.waiting[-1].name
        return self.store.undo_name(self.report.row.id) if self.report else None

    def redo_name(self) -> str | None:
        """What redo would do again, None where nothing is left."""
        if self.unsaved:
            return None
        return self.store.redo_name(self.report.row.id) if self.report else None

    def undo(self) -> None:
        """Take the latest step of the open report back, and show where."""
        report = self.report
        if self.unsaved:
            self.unsaved.take_back()
        elif report is not None:
            self._show(self.edit(lambda: self.store.undo(report.row.id)))

    def redo(self) -> None:
        """Do the step undone last again, and show where."""
        report = self.report
        if report is not None:
            self._show(self.edit(lambda: self.store.redo(report.row.id)))

    def go_to_step(self, step_id: int) -> None:
        """Have the open report as it was just after a step (0: as it came in), and show where."""
        report = self.report
        if report is not None:
            self._show(self.edit(lambda: self.store.undo_to(report.row.id, step_id)))

    def _show(self, change: Change | None) -> None:
        if change is None or self.report is None:
            return
        touched = _touched(self.report, change)
        if touched and self.current not in touched:
            self.set_current(touched[0])


def _touched(report: OpenReport, change: Change) -> list[Item]:
    """What a step changed that is still there: the heading that was moved rather than what moved with it."""
    changed = (
        (Table.SECTION, change.sections, [row.id for row in report.sections]),
        (Table.FINDING, change.findings, [row.id for row in report.findings]),
        (Table.JUDGEMENT, change.judgements, [row.id for row in report.judgements]),
    )
    found = [Item(table, id_) for table, ids, known in changed for id_ in known if id_ in ids]
    if not found and change.report and not change.notes:
        found = [Item(Table.REPORT, report.row.id)]
    return found


def _note_place(item: Item | None) -> tuple[int | None, int | None]:
    """The finding's and the section's id that a note on an item has."""
    if item is None:
        return None, None
    return (
        item.id if item.table is Table.FINDING else None,
        item.id if item.table is Table.SECTION else None,
    )


def _opened(path: Path, reviewer: str, read_only: bool) -> tuple[Store, list[ReportRow]]:
    """The store with its reports. Raises StoreError, and leaves nothing open, where they can't be read."""
    store = Store.open(path, reviewer=reviewer or None, read_only=read_only)
    try:
        return store, store.reports()
    except BaseException:
        store.close()
        raise


def _machine_doubt(row: FindingRow) -> float:
    return 0.0 if row.confidence is None else 1.0 - row.confidence
