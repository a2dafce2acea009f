"""What every format draws from: one report at a time, with all that belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewer.exporting.choice import Choice
from reviewer.model import Spans, joined

if TYPE_CHECKING:
    from reviewer.store import (
        CodeRow,
        FindingRow,
        HistoryEntry,
        JudgementRow,
        LinkRow,
        NoteRow,
        ReportRow,
        SectionRow,
        SourceText,
        Store,
    )
    from reviewer.store.records import ReportRecord
    from reviewer.store.rows import DisputeRow, HeardStep

Progress = Callable[[int, int], None]
Printer = Callable[[str], bytes]
"""A web page as text to a PDF file's bytes."""


@dataclass(frozen=True)
class Linked:
    """What a finding says of an earlier concern; ``earlier`` is None where that is not in the store."""

    row: LinkRow
    earlier: FindingRow | None


@dataclass(frozen=True)
class ReportData:
    """One report as it is in the store. ``findings`` and ``judgements`` hold the rejected ones too.

    Where only some findings were chosen, only those are there, with their notes. ``choice`` is what was
    chosen.
    """

    row: ReportRow
    source: SourceText
    sections: list[SectionRow]
    judgements: list[JudgementRow]
    findings: list[FindingRow]
    notes: list[NoteRow]
    choice: Choice
    store: Store = field(repr=False)
    links: list[Linked] = field(default_factory=list)
    """What its findings say of earlier concerns, as settled."""
    disputes: list[DisputeRow] = field(default_factory=list)
    """What two reviewers changed differently, settled or open."""
    labels: Mapping[tuple[str, str], str] = field(repr=False, default_factory=dict)
    """The names of codes by role (``kind``, ``theme``) and key."""

    def label(self, role: str, key: str) -> str:
        """The name of a code; one that the codebook does not know reads as its own words."""
        return self.labels.get((role, key)) or key.replace("_", " ")

    def words(self, spans: Spans) -> str:
        """The report's words at ``spans``, as printed."""
        return joined(self.source.text, spans)

    def headings(self, section_id: int | None) -> list[str]:
        """The headings that a section stands under, itself the last; empty for no section."""
        by_id = {section.id: section for section in self.sections}
        found: list[str] = []
        while section_id is not None:
            section = by_id[section_id]
            found.insert(0, section.heading)
            section_id = section.parent_id
        return found

    def history(self) -> list[HistoryEntry]:
        """The log, the first step first; of what was chosen."""
        steps = self.store.history(self.row.id)[::-1]
        return [step for step in steps if self._has(step)] if self.choice.narrows_findings else steps

    def heard(self) -> list[HeardStep]:
        """What colleagues did to it, as their logs have it, the first first; nothing of it where only some
        findings were chosen."""
        return [] if self.choice.narrows_findings else self.store.heard(self.row.id)[::-1]

    def record(self) -> ReportRecord:
        """All that the store holds of the report, as it holds it; without the file unless it is wanted."""
        return self.store.record(self.row.id, sources=self.choice.sources)

    def original(self) -> bytes:
        """The file as it came."""
        return self.store.original(self.row.id)

    def _has(self, step: HistoryEntry) -> bool:
        kept = {("finding", row.id) for row in self.findings}
        kept |= {("judgement", row.id) for row in self.judgements}
        kept |= {("note", row.id) for row in self.notes}
        kept |= {("link", one.row.id) for one in self.links}
        kept |= {("follow_up", row.follow_up.id) for row in self.findings if row.follow_up}
        return any(table == "section" or (table, row_id) in kept for table, row_id, *_ in step.changes)


class Dataset:
    """The chosen reports, read one at a time, by authority and date.

    ``progress`` hears of each that is done; what it raises ends the export. ``printer`` makes PDF files,
    where the program that exports has one.
    """

    def __init__(
        self,
        store: Store,
        choice: Choice,
        report_ids: Iterable[int] | None = None,
        progress: Progress | None = None,
        printer: Printer | None = None,
    ) -> None:
        self.choice = choice
        self.printer = printer
        self._store = store
        self._ids = None if report_ids is None else set(report_ids)
        self._progress = progress
        self._labels = {(row.role.value, row.key): row.label for row in self.codes()}

    def rows(self) -> list[ReportRow]:
        """The reports that come, in their order."""
        rows = [row for row in self._store.reports() if self._ids is None or row.id in self._ids]
        return sorted((row for row in rows if self.choice.has_report(row)), key=_order)

    def codes(self) -> list[CodeRow]:
        """The store's kinds and themes, retired ones too."""
        return self._store.codes()

    def __iter__(self) -> Iterator[ReportData]:
        rows = self.rows()
        self._tell(0, len(rows))
        for done, row in enumerate(rows, start=1):
            yield self._report(row)
            self._tell(done, len(rows))

    def _tell(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(done, total)

    def _report(self, row: ReportRow) -> ReportData:
        store, choice = self._store, self.choice
        findings = [one for one in store.findings(row.id) if choice.has_finding(one)]
        kept = {one.id for one in findings}
        notes = store.notes(row.id)
        return ReportData(
            row=row,
            source=store.source_text(row.id),
            sections=store.sections(row.id),
            judgements=[one for one in store.judgements(row.id) if choice.has_judgement(one)],
            findings=findings,
            notes=[note for note in notes if note.finding_id is None or note.finding_id in kept],
            choice=choice,
            store=store,
            links=[
                Linked(
                    link, None if link.earlier_finding_id is None else store.finding(link.earlier_finding_id)
                )
                for link in store.links(row.id)
                if link.finding_id in kept
            ],
            disputes=[
                one
                for one in (*store.disputes(row.id, settled=True), *store.disputes(row.id))
                if not choice.narrows_findings or one.finding_id in kept
            ],
            labels=self._labels,
        )


def _order(row: ReportRow) -> tuple[bool, str, str, str]:
    """By what the reports say; the hash settles the rest, so that the order of import does not show."""
    date = row.inspection_start or row.publication_date or ""
    return row.authority is None, row.authority or "", date, row.source_sha256
