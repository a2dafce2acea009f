"""The accuracy of extractors on the reviewed reports of a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict

from reviewer.analysis.accuracy import Extracted, Reviewed, Score, extracted, score
from reviewer.store import ReportRow, ReportState, Store


def reviewed_reports(store: Store) -> list[ReportRow]:
    """The reports that count: those reviewed to the end."""
    return [row for row in store.reports() if row.state is ReportState.REVIEWED]


def review_of(store: Store, row: ReportRow) -> Reviewed:
    """What the reviewers made of a report."""
    source = store.source_text(row.id)
    merged = {
        (code.role.value, code.key): code.merged_into
        for code in store.codes()
        if code.merged_into is not None
    }
    return Reviewed(
        row.id,
        row.document_type,
        row.authority or "",
        source.text,
        tuple(store.findings(row.id)),
        tuple(store.judgements(row.id)),
        asdict(store.metadata(row.id).values),
        store.unclaimed(row.id),
        {key: _last(merged, key) for key in merged},
    )


def _last(merged: dict[tuple[str, str], str], key: tuple[str, str]) -> str:
    """Where a chain of merges ends."""
    role, now = key
    while (role, now) in merged:
        now = merged[role, now]
    return now


def scores(
    store: Store,
    rows: Iterable[ReportRow] | None = None,
    *,
    extractor: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> list[Score]:
    """The figures of each reviewed report (or of ``rows``): of the extraction that its review began with.

    With ``extractor``, of that version, where it has read the report. ``progress`` is told how many of how
    many are done; what it raises ends the work.
    """
    wanted = reviewed_reports(store) if rows is None else list(rows)
    found = []
    for count, row in enumerate(wanted, start=1):
        said = _said(store, row, extractor)
        if said is not None:
            found.append(score(said, review_of(store, row)))
        progress(count, len(wanted))
    return found


def _said(store: Store, row: ReportRow, extractor: str | None) -> Extracted | None:
    if extractor is None:
        return extracted(store.machine_extraction(row.id))
    body = store.machine_extractions(row.id).get(extractor)
    return None if body is None else extracted(body)


def versions(store: Store, rows: Sequence[ReportRow]) -> list[str]:
    """The versions of the extractor that have read any of the reports, in the order of their numbers."""
    found = {name for row in rows for name in store.machine_extractions(row.id)}
    return sorted(found, key=lambda name: [(not part.isdigit(), part.zfill(8)) for part in name.split(".")])
