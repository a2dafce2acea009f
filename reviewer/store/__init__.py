"""The only place that knows SQL: one SQLite file with the sources, the machine's word, and the reviewer's."""

from reviewer.store.errors import StoreInUseError
from reviewer.store.filters import FindingFilter
from reviewer.store.rows import (
    Change,
    CodeRole,
    CodeRow,
    Decision,
    FindingRow,
    FollowUpRow,
    FollowUpState,
    HistoryEntry,
    ImportOutcome,
    JudgementRow,
    MetadataRow,
    NoteRow,
    Priority,
    ReportRow,
    ReportState,
    SectionRow,
    SourceText,
    TagRow,
    Undecided,
)
from reviewer.store.second import OtherExtraction, OtherFinding
from reviewer.store.store import Store, StoreError

__all__ = [
    "Change",
    "CodeRole",
    "CodeRow",
    "Decision",
    "FindingFilter",
    "FindingRow",
    "FollowUpRow",
    "FollowUpState",
    "HistoryEntry",
    "ImportOutcome",
    "JudgementRow",
    "MetadataRow",
    "NoteRow",
    "OtherExtraction",
    "OtherFinding",
    "Priority",
    "ReportRow",
    "ReportState",
    "SectionRow",
    "SourceText",
    "Store",
    "StoreError",
    "StoreInUseError",
    "TagRow",
    "Undecided",
]
