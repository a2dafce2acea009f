"""The store's verbs. Each edit is one named, committed, undoable step of the report's append-only log."""

from __future__ import annotations

import getpass
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from reviewer.model import Extraction, Spans
from reviewer.reading.document import Document
from reviewer.store import (
    check,
    counting,
    edits,
    importing,
    queries,
    records,
    remarks,
    search,
    second,
    steps,
    taking_over,
)
from reviewer.store.backup import Backup, Daily, Reason, make
from reviewer.store.backup import backups as backups_of
from reviewer.store.bench import Bench
from reviewer.store.check import Problem
from reviewer.store.database import Row, StoreDatabase, connect, connect_to_read
from reviewer.store.errors import StoreError
from reviewer.store.reextract import Reextracted, reextract
from reviewer.store.rows import (
    Change,
    FindingRow,
    FollowUpRow,
    FollowUpState,
    HistoryEntry,
    ImportOutcome,
    JudgementRow,
    NotedRow,
    NoteRow,
    Priority,
    ReportRow,
    SectionRow,
    SourceText,
)
from reviewer.store.second import OtherExtraction, OtherFinding
from reviewer.store.sharing import Sharing
from reviewer.store.steps import Context
from reviewer.store.taking_back import take_back
from reviewer.store.unplaced import Unplaced, unplaced

__all__ = ["Store", "StoreError"]


def utc_now() -> str:
    """The time, UTC, ISO 8601 with seconds: ``2026-03-01T10:11:12Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Store(Bench, Sharing):
    """One SQLite file, used from the thread that opened it; another thread opens its own.

    Every method raises StoreError where a row is no longer there, and where the disk or another program is in
    the way; nothing is half done then. An edit that would change nothing writes nothing and returns a Change
    with nothing in it. ``reviewer`` is the name that edits are signed with.
    """

    path: Path
    reviewer: str

    def __init__(self, db: StoreDatabase, reviewer: str, clock: Callable[[], str]) -> None:
        self.path = db.path
        self.reviewer = reviewer
        self._db = db
        self._read: dict[int, tuple[Row, FindingRow]] = {}
        self._clock = clock
        self._daily = None if db.read_only else Daily(db.path)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        reviewer: str | None = None,
        clock: Callable[[], str] = utc_now,
        read_only: bool = False,
    ) -> Store:
        """Open the store at ``path``, made if it is not there, upgraded (after a backup) if it is older.

        ``reviewer`` is the user's own name on this machine unless given. With ``read_only`` it must be there,
        nothing of it is changed, and edits raise StoreError. Raises StoreInUseError where another process has
        it open and ``read_only`` is not asked for; StoreError, and leaves the file as it is, where it is
        anything but a store that this version can use.
        """
        name = reviewer or _user()
        db = connect_to_read(path, now=utc_now) if read_only else connect(path, user=name, now=utc_now)
        return cls(db, name, clock)

    @property
    def read_only(self) -> bool:
        """Whether edits raise StoreError."""
        return self._db.read_only

    @property
    def backup_fault(self) -> str | None:
        """Why the backup before the first change of the day could not be made, None where it could."""
        return None if self._daily is None else self._daily.fault

    def reconnect(self) -> None:
        """Open the file anew, for a connection that is of no use any more: its drive was away for a while.

        Raises StoreError, and stays as it is, where the file is not there or is no longer the same store.
        """
        if self._db.read_only:
            return
        self._db.refuse_mixed()
        fresh = connect(self.path, user=self.reviewer, now=utc_now)
        if not fresh.continues(self._db):
            fresh.close()
            raise StoreError(
                f"The store at {self.path} is not as it was when it was last written to, nothing was changed:"
                " another program has put an older one in its place. Open it again to see what it holds."
            )
        former, self._db = self._db, fresh
        with suppress(StoreError, sqlite3.Error):
            former.close()

    def close(self) -> None:
        """Close the file. Everything is committed already; a backup on its way is waited for."""
        if self._daily is not None:
            self._daily.wait()
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Reading

    def reports(self) -> list[ReportRow]:
        """All reports: by authority, the newest inspection first."""
        return queries.reports(self._db, today=_today())

    def report(self, report_id: int) -> ReportRow:
        """One report with its counts."""
        return queries.report(self._db, report_id, today=_today())

    def find_source(self, sha256: str) -> int | None:
        """The report that came from the file with this hash, None where there is none."""
        return queries.find_source(self._db, sha256)

    def source_text(self, report_id: int) -> SourceText:
        """The immutable words of a report, with its pages and warnings."""
        return queries.source_text(self._db, report_id)

    def original(self, report_id: int) -> bytes:
        """The file as it came."""
        return queries.original(self._db, report_id)

    def machine_extraction(self, report_id: int) -> dict[str, object]:
        """What the machine extracted: the object of the extraction format, never changed."""
        return queries.machine_extraction(self._db, report_id)

    def machine_extractions(self, report_id: int) -> dict[str, dict[str, object]]:
        """What each version of the extractor said : ``version → object of the format``, without the text."""
        return queries.machine_extractions(self._db, report_id)

    def sections(self, report_id: int) -> list[SectionRow]:
        """Headings in reading order."""
        return queries.sections(self._db, report_id)

    def judgements(self, report_id: int) -> list[JudgementRow]:
        """Judgements in reading order, rejected ones too."""
        return queries.judgements(self._db, report_id)

    def findings(self, report_id: int) -> list[FindingRow]:
        """Findings in reading order, rejected ones too."""
        return queries.findings(self._db, report_id, self._read)

    def finding(self, finding_id: int) -> FindingRow:
        """One finding."""
        return queries.finding(self._db, finding_id)

    def judgement(self, judgement_id: int) -> JudgementRow:
        """One judgement."""
        return queries.judgement(self._db, judgement_id)

    def notes(
        self, report_id: int, finding_id: int | None = None, section_id: int | None = None
    ) -> list[NoteRow]:
        """Notes in the order they were made: all of a report, or those of one finding or one section."""
        return queries.notes(self._db, report_id, finding_id, section_id)

    def all_notes(self) -> list[NotedRow]:
        """The notes of all reports with what they are on, the latest first."""
        return queries.all_notes(self._db)

    def follow_ups(self) -> list[FollowUpRow]:
        """All follow-ups of all reports: the earliest due first, those without a date last."""
        return queries.follow_ups(self._db)

    def tallies(self) -> list[counting.Tally]:
        """How many findings and judgements there are, by report and decision."""
        return counting.tallies(self._db)

    def history(
        self, report_id: int, finding_id: int | None = None, latest: int | None = None
    ) -> list[HistoryEntry]:
        """The log, undo and redo included, the latest step first: all, or what touched one finding.

        With ``latest`` at most so many steps.
        """
        return queries.history(self._db, report_id, finding_id, latest)

    def undo_name(self, report_id: int) -> str | None:
        """The name of the step that undo would take back, None where there is none."""
        target = steps.undoable(self._db, report_id)
        return None if target is None else target["name"]

    def undo_step(self, report_id: int) -> int | None:
        """The id of the step that undo would take back, None where there is none."""
        target = steps.undoable(self._db, report_id)
        return None if target is None else target["id"]

    def redo_step(self, report_id: int) -> int | None:
        """The id of the step that redo would do again, None where there is none."""
        target = steps.redoable(self._db, report_id)
        return None if target is None else target["id"]

    def redo_name(self, report_id: int) -> str | None:
        """The name of the step that redo would do again, None where there is none."""
        target = steps.redoable(self._db, report_id)
        return None if target is None else target["name"]

    def search(
        self,
        typed: str,
        *,
        regex: bool = False,
        where: Iterable[search.Where] = tuple(search.Where),
        report_id: int | None = None,
        typing: bool = False,
        limit: int = search.LIMIT,
        progress: Callable[[int, int], None] | None = None,
    ) -> search.SearchResults:
        """Look for words in texts, findings and notes. QueryError for what can't be looked for.

        See ``search.search``.
        """
        return search.search(
            self._db,
            typed,
            regex=regex,
            where=where,
            report_id=report_id,
            typing=typing,
            limit=limit,
            progress=progress,
        )

    def snapshot(self) -> AbstractContextManager[None]:
        """All reads inside see the store as it was at the first of them. RuntimeError for edits inside."""
        return self._db.reading()

    # Upkeep

    def check(
        self, *, quick: bool = False, progress: Callable[[int, int], None] | None = None
    ) -> list[Problem]:
        """What is wrong with the store, counted by kind; ``quick`` for each opening. See ``check.check``."""
        return check.check(self._db, quick=quick, progress=progress)

    def repair(self) -> list[Problem]:
        """Mend in place what can be, after a backup; return what is left."""
        self.backup(Reason.REPAIR)
        return check.repair(self._db)

    def backup(
        self,
        reason: Reason = Reason.MANUAL,
        progress: Callable[[int, int], None] | None = None,
    ) -> Backup:
        """A verified copy in the folder ``backups`` beside the store. What ``progress`` raises ends it."""
        if self._daily is not None:
            self._daily.wait()
        return make(self.path, reason, utc_now(), progress)

    def backups(self) -> list[Backup]:
        """The backups of this store, the latest first."""
        return backups_of(self.path)

    # Import

    def import_report(
        self, document: Document, extraction: Extraction, original: bytes, *, name: str
    ) -> ImportOutcome:
        """Store a report whole or not at all; the same bytes are not stored twice. ``name``: of the file."""
        return importing.import_report(self._context(), document, extraction, original, name=name)

    def record(self, report_id: int, *, sources: bool = True) -> records.ReportRecord:
        """All that there is of a report: ``table → rows``. Without its file unless ``sources``."""
        return records.record(self._db, report_id, sources=sources)

    def restore_records(self, given: Iterable[records.ReportRecord]) -> list[ImportOutcome]:
        """Put records into the store as they were, all or none; those whose file is there stay out.

        Nothing in them is trusted: StoreError says where one is not what :meth:`record` gives.
        """
        return records.restore(self._context(), given)

    def add_other(self, report_id: int, by: str, findings: Iterable[OtherFinding]) -> bool:
        """Keep what another machine or program says, beside our own; False where it is there already."""
        return second.add(self._context(), report_id, by, tuple(findings))

    def others(self, report_id: int | None = None) -> list[OtherExtraction]:
        """What other machines and programs say of a report, or of all, in the order in which it came."""
        return second.of_report(self._db, report_id)

    def take_over(self, other_id: int, place: int) -> Change:
        """Take over finding ``place`` (from 0) of what another one says; see ``taking_over.take_over``."""
        return taking_over.take_over(self._context(), other_id, place)

    def reextract(self, report_id: int, extraction: Extraction) -> Reextracted:
        """Merge a newer extraction of the same file into a review: one step that loses nothing reviewed.

        Make a backup before. See ``reextract.reextract``.
        """
        return reextract(self._context(), report_id, extraction)

    def unplaced(self, report_id: int | None = None) -> list[Unplaced]:
        """What was worked on and the latest extraction no longer has: of one report, or of all."""
        return unplaced(self._db, report_id)

    def remove_report(self, report_id: int) -> None:
        """Take a report out with its file, its review and its log. This cannot be undone."""
        importing.remove_report(self._context(), report_id)

    # Edits; each is one step and returns what it changed

    def set_wording(self, finding_id: int, wording: str | None) -> Change:
        """Reword a finding; None, nothing, or the words as printed take a rewording back."""
        return edits.set_wording(self._context(), finding_id, wording)

    def set_kind(self, finding_ids: Iterable[int], kind: str) -> Change:
        """Set the kind of findings of one report."""
        return edits.set_kind(self._context(), finding_ids, kind)

    def set_polarity(self, finding_ids: Iterable[int], polarity: str) -> Change:
        """Set the polarity of findings of one report."""
        return edits.set_polarity(self._context(), finding_ids, polarity)

    def set_theme(self, finding_ids: Iterable[int], theme: str) -> Change:
        """Set the theme of findings of one report."""
        return edits.set_theme(self._context(), finding_ids, theme)

    def set_number(self, finding_id: int, number: str | None) -> Change:
        """Set or clear the printed number."""
        return edits.set_number(self._context(), finding_id, number)

    def set_spans(self, finding_id: int, spans: Spans) -> Change:
        """Move a finding's boundaries; verbatim words and page follow. StoreError where no word is left."""
        return edits.set_spans(self._context(), finding_id, spans)

    def accept(self, finding_ids: Iterable[int]) -> Change:
        """Say that findings of one report are right as they stand; takes rejection back."""
        return edits.accept(self._context(), finding_ids)

    def reject(self, finding_ids: Iterable[int]) -> Change:
        """Say that there are no such findings; they are kept."""
        return edits.reject(self._context(), finding_ids)

    def restore(self, finding_ids: Iterable[int]) -> Change:
        """Take rejection back: added, corrected or undecided, as the values say."""
        return edits.restore(self._context(), finding_ids)

    def add_finding(
        self, report_id: int, spans: Spans, *, theme: str | None = None, polarity: str | None = None
    ) -> Change:
        """Add what the machine missed; ``created_id`` is its id. StoreError where there is no word.

        Codes follow from its place, unless they are given.
        """
        return edits.add_finding(self._context(), report_id, spans, theme=theme, polarity=polarity)

    def accept_judgement(self, judgement_id: int) -> Change:
        """Say that a judgement is right as it stands; takes rejection back."""
        return edits.accept_judgement(self._context(), judgement_id)

    def reject_judgement(self, judgement_id: int) -> Change:
        """Say that there is no such judgement; it is kept."""
        return edits.reject_judgement(self._context(), judgement_id)

    def restore_judgement(self, judgement_id: int) -> Change:
        """Take rejection back: added, corrected or undecided, as the values say."""
        return edits.restore_judgement(self._context(), judgement_id)

    def set_judgement(
        self, judgement_id: int, *, area: str | None = None, grade: str | None = None
    ) -> Change:
        """Correct the area, the grade or both; None leaves as is."""
        return edits.set_judgement(self._context(), judgement_id, area=area, grade=grade)

    def add_note(
        self, report_id: int, body: str, finding_id: int | None = None, section_id: int | None = None
    ) -> Change:
        """Add a note to a finding, to a section, or to the report as a whole; ``created_id`` is its id."""
        return remarks.add_note(self._context(), report_id, body, finding_id, section_id)

    def edit_note(self, note_id: int, body: str) -> Change:
        """Change the words of a note."""
        return remarks.edit_note(self._context(), note_id, body)

    def remove_note(self, note_id: int) -> Change:
        """Take a note out; the log keeps it."""
        return remarks.remove_note(self._context(), note_id)

    def flag(
        self,
        finding_id: int,
        *,
        reason: str = "",
        owner: str = "",
        due: str | None = None,
        priority: Priority | None = None,
    ) -> Change:
        """Mark a finding for follow-up, or open its follow-up again; ``due`` is an ISO date."""
        return remarks.flag(
            self._context(), finding_id, reason=reason, owner=owner, due=due, priority=priority
        )

    def set_follow_up(
        self,
        follow_up_id: int,
        *,
        reason: str | None = None,
        owner: str | None = None,
        due: str | None = None,
        clear_due: bool = False,
        state: FollowUpState | None = None,
        priority: Priority | None = None,
    ) -> Change:
        """Change a follow-up; None leaves as is."""
        return self.set_follow_ups(
            [follow_up_id],
            reason=reason,
            owner=owner,
            due=due,
            clear_due=clear_due,
            state=state,
            priority=priority,
        )

    def set_follow_ups(
        self,
        follow_up_ids: Iterable[int],
        *,
        reason: str | None = None,
        owner: str | None = None,
        due: str | None = None,
        clear_due: bool = False,
        state: FollowUpState | None = None,
        priority: Priority | None = None,
    ) -> Change:
        """Change follow-ups of one report alike, in one step; None leaves as is."""
        return remarks.set_follow_ups(
            self._context(),
            follow_up_ids,
            reason=reason,
            owner=owner,
            due=due,
            clear_due=clear_due,
            state=state,
            priority=priority,
        )

    def remove_follow_ups(self, follow_up_ids: Iterable[int]) -> Change:
        """Take follow-ups of one report out, in one step; the log keeps them."""
        return remarks.remove_follow_ups(self._context(), follow_up_ids)

    def unflag(self, finding_id: int) -> Change:
        """Take a finding's follow-up out; the log keeps it."""
        return remarks.unflag(self._context(), finding_id)

    def undo(self, report_id: int) -> Change | None:
        """Take back the latest edit of a report that stands; None where there is none."""
        return steps.undo(self._context(), report_id)

    def redo(self, report_id: int) -> Change | None:
        """Do again what was undone last; None where there is nothing, or a new edit came since."""
        return steps.redo(self._context(), report_id)

    def take_back(self, report_id: int, step_id: int, finding_id: int | None = None) -> Change:
        """Put a report, or one finding, as it was after a step of its history (0: as imported)."""
        return take_back(self._context(), report_id, step_id, finding_id)

    def _context(self) -> Context:
        if self._daily is not None and not self._db.conn.in_transaction:
            self._daily.due(utc_now())
        return Context(self._db, self.reviewer, self._clock)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # No name in the environment, and no user database to ask.
        return "reviewer"


def _today() -> date:
    return datetime.now().astimezone().date()
