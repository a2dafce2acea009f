"""The only place that knows SQL: one SQLite file with the sources, the machine's word, and the reviewer's."""

from reviewer.store.errors import StoreInUseError
from reviewer.store.rows import (
    Change,
    Decision,
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
from reviewer.store.second import OtherExtraction, OtherFinding
from reviewer.store.store import Store, StoreError

__all__ = [
    "Change",
    "Decision",
    "FindingRow",
    "FollowUpRow",
    "FollowUpState",
    "HistoryEntry",
    "ImportOutcome",
    "JudgementRow",
    "NoteRow",
    "OtherExtraction",
    "OtherFinding",
    "ReportRow",
    "SectionRow",
    "SourceText",
    "Store",
    "StoreError",
    "StoreInUseError",
]
