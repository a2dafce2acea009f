"""The store's verbs. Each edit is one named, committed, undoable step of the report's append-only log."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from reviewer.model import Extraction, Spans
from reviewer.reading.document import Document
from reviewer.store.rows import (
    Change,
    FindingRow,
    FollowUpRow,
    FollowUpState,
    HistoryEntry,
    ImportOutcome,
    JudgementRow,
    NoteRow,
    ReportRow,
    SectionRow,
    SourceText,
)


class StoreError(Exception):
    """The store cannot do what was asked, in one sentence for the reviewer."""


class Store:
    """One SQLite file, used from the thread that opened it."""

    path: Path
    reviewer: str

    @classmethod
    def open(cls, path: Path, *, reviewer: str | None = None) -> Store:
        """Open the store at ``path``, made if it is not there, upgraded if it is older."""
        raise NotImplementedError

    def close(self) -> None: raise NotImplementedError
    def __enter__(self) -> Self: return self
    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: self.close()

    # Reading
    def reports(self) -> list[ReportRow]: raise NotImplementedError
    def report(self, report_id: int) -> ReportRow: raise NotImplementedError
    def find_source(self, sha256: str) -> int | None: raise NotImplementedError
    def source_text(self, report_id: int) -> SourceText: raise NotImplementedError
    def original(self, report_id: int) -> bytes: raise NotImplementedError
    def machine_extraction(self, report_id: int) -> dict[str, object]: raise NotImplementedError
    def sections(self, report_id: int) -> list[SectionRow]: raise NotImplementedError
    def judgements(self, report_id: int) -> list[JudgementRow]: raise NotImplementedError
    def findings(self, report_id: int) -> list[FindingRow]: raise NotImplementedError
    def finding(self, finding_id: int) -> FindingRow: raise NotImplementedError
    def judgement(self, judgement_id: int) -> JudgementRow: raise NotImplementedError
    def notes(self, report_id: int, finding_id: int | None = None) -> list[NoteRow]: raise NotImplementedError
    def follow_ups(self) -> list[FollowUpRow]: raise NotImplementedError
    def history(self, report_id: int, finding_id: int | None = None) -> list[HistoryEntry]: raise NotImplementedError
    def undo_name(self, report_id: int) -> str | None: raise NotImplementedError
    def redo_name(self, report_id: int) -> str | None: raise NotImplementedError

    # Import
    def import_report(self, document: Document, extraction: Extraction, original: bytes, *, name: str) -> ImportOutcome: raise NotImplementedError
    def remove_report(self, report_id: int) -> None: raise NotImplementedError

    # Edits; each is one step and returns what it changed
    def set_wording(self, finding_id: int, wording: str | None) -> Change: raise NotImplementedError
    def set_kind(self, finding_ids: Iterable[int], kind: str) -> Change: raise NotImplementedError
    def set_polarity(self, finding_ids: Iterable[int], polarity: str) -> Change: raise NotImplementedError
    def set_theme(self, finding_ids: Iterable[int], theme: str) -> Change: raise NotImplementedError
    def set_number(self, finding_id: int, number: str | None) -> Change: raise NotImplementedError
    def set_spans(self, finding_id: int, spans: Spans) -> Change: raise NotImplementedError
    def accept(self, finding_ids: Iterable[int]) -> Change: raise NotImplementedError
    def reject(self, finding_ids: Iterable[int]) -> Change: raise NotImplementedError
    def restore(self, finding_ids: Iterable[int]) -> Change: raise NotImplementedError
    def add_finding(self, report_id: int, spans: Spans) -> Change: raise NotImplementedError
    def accept_judgement(self, judgement_id: int) -> Change: raise NotImplementedError
    def reject_judgement(self, judgement_id: int) -> Change: raise NotImplementedError
    def restore_judgement(self, judgement_id: int) -> Change: raise NotImplementedError
    def set_judgement(self, judgement_id: int, *, area: str | None = None, grade: str | None = None) -> Change: raise NotImplementedError
    def add_note(self, report_id: int, body: str, finding_id: int | None = None) -> Change: raise NotImplementedError
    def edit_note(self, note_id: int, body: str) -> Change: raise NotImplementedError
    def remove_note(self, note_id: int) -> Change: raise NotImplementedError
    def flag(self, finding_id: int, *, reason: str = "", owner: str = "", due: str | None = None) -> Change: raise NotImplementedError
    def set_follow_up(self, follow_up_id: int, *, reason: str | None = None, owner: str | None = None, due: str | None = None, clear_due: bool = False, state: FollowUpState | None = None) -> Change: raise NotImplementedError
    def unflag(self, finding_id: int) -> Change: raise NotImplementedError
    def undo(self, report_id: int) -> Change | None: raise NotImplementedError
    def redo(self, report_id: int) -> Change | None: raise NotImplementedError
