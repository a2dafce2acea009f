"""Which findings of a report to show, and in which order to review them: ids only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from reviewer.store.database import StoreDatabase

QueueOrder = Literal["document", "least_certain"]

_ORDERS: Final[dict[QueueOrder, str]] = {
    "document": "position, id",
    "least_certain": "confidence IS NULL, confidence, position, id",
}


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """What a finding must be to be shown; all parts must hold, an empty or None part lets all through.

    Of several ``kinds``, ``polarities``, ``themes``, ``decisions`` or ``tags`` one is enough; further themes
    count. ``words`` must all occur in the words that count, the verbatim ones or the number, whatever their
    case. A finding without confidence (added) passes no limit on it.
    """

    kinds: Collection[str] = ()
    polarities: Collection[str] = ()
    themes: Collection[str] = ()
    decisions: Collection[str] = ()
    tags: Collection[str] = ()
    flagged: bool | None = None
    starred: bool | None = None
    noted: bool | None = None
    min_confidence: float | None = None
    max_confidence: float | None = None
    words: str = ""


def findings(db: StoreDatabase, report_id: int, wanted: FindingFilter) -> list[int]:
    """The ids of the findings of a report that pass, in reading order."""
    clauses, values = _clauses(wanted)
    rows = db.all(
        f"SELECT id, number, verbatim, wording FROM finding WHERE {' AND '.join(['report_id = ?', *clauses])}"
        " ORDER BY position, id",
        (report_id, *values),
    )
    words = wanted.words.casefold().split()
    if not words:
        return [row["id"] for row in rows]
    said = (
        (row["id"], f"{row['number'] or ''} {row['wording'] or ''} {row['verbatim']}".casefold())
        for row in rows
    )
    return [row_id for row_id, text in said if all(word in text for word in words)]


def queue(db: StoreDatabase, report_id: int, order: QueueOrder = "document") -> list[int]:
    """The ids of undecided findings of a report: as they come, or the least certain first."""
    rows = db.all(
        f"SELECT id FROM finding WHERE report_id = ? AND decision = 'undecided' ORDER BY {_ORDERS[order]}",
        (report_id,),
    )
    return [row["id"] for row in rows]


def _clauses(wanted: FindingFilter) -> tuple[list[str], list[object]]:
    clauses: list[str] = []
    values: list[object] = []
    one_of = "SELECT 1 FROM tag WHERE tag.finding_id = finding.id AND tag.name"
    for chosen, clause in (
        (wanted.kinds, "kind {}"),
        (wanted.polarities, "polarity {}"),
        (wanted.decisions, "decision {}"),
        (wanted.themes, "(theme {0} OR EXISTS (SELECT 1 FROM json_each(more_themes) WHERE value {0}))"),
        (wanted.tags, f"EXISTS ({one_of} {{}})"),
    ):
        if chosen:
            clauses.append(clause.format(f"IN ({', '.join('?' * len(chosen))})"))
            values += [str(value) for value in chosen] * clause.count("{")
    for flag, clause in (
        (wanted.flagged, "EXISTS (SELECT 1 FROM follow_up WHERE follow_up.finding_id = finding.id)"),
        (wanted.starred, "starred"),
        (wanted.noted, "EXISTS (SELECT 1 FROM note WHERE note.finding_id = finding.id)"),
    ):
        if flag is not None:
            clauses.append(clause if flag else f"NOT {clause}")
    for limit, clause in (
        (wanted.min_confidence, "confidence >= ?"),
        (wanted.max_confidence, "confidence <= ?"),
    ):
        if limit is not None:
            clauses.append(clause)
            values.append(limit)
    return clauses, values
