"""What is exported: which reports, which findings of them, which columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reviewer.store import FindingRow, JudgementRow, ReportRow

REVIEWED: Final = frozenset({"accepted", "corrected", "added"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of the dataset; empty fields choose everything.

    ``reports`` are ids of the store or beginnings (8 characters or more) of a source file's SHA-256.
    ``inspected_from`` and ``inspected_to`` are ISO dates, both included, compared as far as the report's date
    (its inspection's beginning, else its publication) is precise. ``decisions`` chooses findings and
    judgements. ``fields`` keeps columns of the tables, named ``column`` or ``table.column``; keys stay.
    ``sources`` puts the reports' files into formats that can hold them.
    """

    reports: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    document_types: tuple[str, ...] = ()
    inspected_from: str | None = None
    inspected_to: str | None = None
    decisions: tuple[str, ...] = ()
    reviewed: bool = False
    follow_ups: bool = False
    fields: tuple[str, ...] = ()
    sources: bool = True

    @property
    def narrows_findings(self) -> bool:
        """Whether some findings of a chosen report may be left out."""
        return bool(self.decisions) or self.reviewed or self.follow_ups

    def has_report(self, row: ReportRow) -> bool:
        """Whether a report is chosen."""
        if self.reports and not any(_names(key, row) for key in self.reports):
            return False
        if self.authorities and (row.authority or "").casefold() not in map(str.casefold, self.authorities):
            return False
        if self.document_types and row.document_type not in self.document_types:
            return False
        if self.follow_ups and not row.follow_ups:
            return False
        return self._is_dated(row.inspection_start or row.publication_date)

    def has_finding(self, row: FindingRow) -> bool:
        """Whether a finding of a chosen report is chosen."""
        to_do = row.follow_up is not None and row.follow_up.state != "done"
        return self.has(row.decision, to_do=to_do)

    def has(self, decision: str, *, to_do: bool) -> bool:
        """Whether what is so decided is chosen; ``to_do``: with a follow-up that is not done."""
        return (to_do or not self.follow_ups) and self._is_decided(decision)

    def has_judgement(self, row: JudgementRow) -> bool:
        """Whether a judgement of a chosen report is chosen."""
        return not self.follow_ups and self._is_decided(row.decision)

    def has_column(self, table: str, column: str) -> bool:
        """Whether a column is chosen, keys apart."""
        return not self.fields or column in self.fields or f"{table}.{column}" in self.fields

    def _is_decided(self, decision: str) -> bool:
        if self.reviewed and decision not in REVIEWED:
            return False
        return not self.decisions or decision in self.decisions

    def _is_dated(self, date: str | None) -> bool:
        if self.inspected_from is None and self.inspected_to is None:
            return True
        if date is None:
            return False
        first, last = self.inspected_from or "", self.inspected_to or "9999"
        return first[: len(date)] <= date and date[: len(last)] <= last


def _names(key: str, row: ReportRow) -> bool:
    if key == str(row.id):
        return True
    return len(key) >= 8 and row.source_sha256.startswith(key.lower())
