"""What every format draws from: one report at a time, with all that belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.model import Spans, joined

if TYPE_CHECKING:
    from reviewer.store import FindingRow, JudgementRow, NoteRow, ReportRow, SectionRow, SourceText, Store


@dataclass(frozen=True)
class ReportData:
    """One report as it is in the store. ``findings`` and ``judgements`` hold the rejected ones too."""

    row: ReportRow
    source: SourceText
    sections: list[SectionRow]
    judgements: list[JudgementRow]
    findings: list[FindingRow]
    notes: list[NoteRow]

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


def gather(
    store: Store, report_ids: Iterable[int] | None, progress: Callable[[int, int], None] | None
) -> Iterator[ReportData]:
    """The reports, read one at a time, by authority and date; ``progress`` hears of each that is done."""
    wanted = None if report_ids is None else set(report_ids)
    rows = [row for row in store.reports() if wanted is None or row.id in wanted]
    rows.sort(key=_order)
    if progress is not None:
        progress(0, len(rows))
    for done, row in enumerate(rows, start=1):
        yield ReportData(
            row=row,
            source=store.source_text(row.id),
            sections=store.sections(row.id),
            judgements=store.judgements(row.id),
            findings=store.findings(row.id),
            notes=store.notes(row.id),
        )
        if progress is not None:
            progress(done, len(rows))


def _order(row: ReportRow) -> tuple[bool, str, str, str]:
    """By what the reports say; the hash settles the rest, so that the order of import does not show."""
    date = row.inspection_start or row.publication_date or ""
    return row.authority is None, row.authority or "", date, row.source_sha256
