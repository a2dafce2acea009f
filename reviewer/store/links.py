"""Links between a finding and an earlier concern of the same authority, as a reviewer settled them.

A link is a row of the later report's, in its log like any edit. What it points at is of another report, which
has a log of its own, may be taken out and brought in again, and may be in one store and not in another. So
the earlier finding is named by what never changes: its file, and where its words stood in it. It is the
finding that has those words now; where the report or such a finding isn't there, the link sleeps.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reviewer.model import Spans
from reviewer.store import codec
from reviewer.store.database import Row, StoreDatabase
from reviewer.store.edits import finding_label
from reviewer.store.errors import StoreError
from reviewer.store.rows import Change, LinkRow, Relation
from reviewer.store.steps import Context, step

SPOKEN: Final = {
    Relation.RECURS: "recurs",
    Relation.ADDRESSED: "addressed",
    Relation.WORSENED: "worsened",
    Relation.IMPROVED_BUT_PERSISTS: "improved but persists",
    Relation.NOT_SAME: "not the same",
}
"""Relations in the names of steps."""

_LINK: Final = """
    SELECT link.*, finding.number, earlier.id AS earlier_report_id,
        coalesce(facts.inspection_start, facts.publication_date, '') AS earlier_date
    FROM link
    JOIN finding ON finding.id = link.finding_id
    LEFT JOIN source ON source.sha256 = link.earlier_sha256
    LEFT JOIN report AS earlier ON earlier.source_id = source.id
    LEFT JOIN review AS facts ON facts.report_id = earlier.id
"""


def settle(context: Context, finding_id: int, earlier_id: int, relation: Relation) -> Change:
    """Say what a finding of a later report says of an earlier concern; said before, it is said anew.

    Raises StoreError where one of them is no longer there or both are of one report.
    """
    relation = Relation(relation)
    db = context.db
    later, earlier = _finding(db, finding_id), _finding(db, earlier_id)
    if later["report_id"] == earlier["report_id"]:
        raise StoreError("Both findings are in this report: choose one of an earlier report.")
    with step(context, later["report_id"], "") as edit:
        edit.name = f"{finding_label(later)}: {SPOKEN[relation]}{_since(db, earlier['report_id'])}"
        known = _between(db, later, earlier)
        settled = {"relation": relation.value, "settled_by": edit.by, "settled_at": edit.at}
        if known is None:
            sha256 = db.value(
                "SELECT sha256 FROM source JOIN report ON report.source_id = source.id WHERE report.id = ?",
                (earlier["report_id"],),
            )
            place = {"earlier_sha256": sha256, "earlier_spans": earlier["spans"]}
            edit.insert("link", {"finding_id": finding_id, **place, **settled})
        elif known.relation is not relation:
            edit.update("link", known.id, settled)
    return edit.change()


def unsettle(context: Context, link_id: int) -> Change:
    """Take a link out; the log keeps it. Raises StoreError where it is no longer there."""
    row = context.db.one("SELECT * FROM link WHERE id = ?", (link_id,))
    if row is None:
        raise StoreError("That link is no longer in the store.")
    with step(context, row["report_id"], "") as edit:
        later = edit.row("finding", row["finding_id"])
        edit.name = f"{finding_label(later)}: no longer {SPOKEN[Relation(row['relation'])]}"
        edit.delete("link", link_id)
    return edit.change()


def links(db: StoreDatabase, report_id: int | None = None) -> list[LinkRow]:
    """All links, or those of one later report, sleeping ones too, in the order in which they were made."""
    only, one = ("", ()) if report_id is None else ("WHERE link.report_id = ?", (report_id,))
    return _resolved(db, db.all(f"{_LINK} {only} ORDER BY link.id", one))


def links_of(db: StoreDatabase, finding_id: int) -> list[LinkRow]:
    """The links of one later finding, sleeping ones too."""
    return _resolved(db, db.all(f"{_LINK} WHERE link.finding_id = ? ORDER BY link.id", (finding_id,)))


def forget_report(context: Context, report_id: int) -> None:
    """Take out the links of other reports to one that is about to go, each by a step of its own report."""
    db = context.db
    gone = db.one(
        "SELECT source.sha256, source.name FROM source JOIN report ON report.source_id = source.id"
        " WHERE report.id = ?",
        (report_id,),
    )
    if gone is None:
        return
    rows = db.all(
        "SELECT id, report_id FROM link WHERE earlier_sha256 = ? AND report_id <> ? ORDER BY id",
        (gone["sha256"], report_id),
    )
    for later in sorted({row["report_id"] for row in rows}):
        with step(context, later, f"links to {gone['name']}, which was removed") as edit:
            for row in rows:
                if row["report_id"] == later:
                    edit.delete("link", row["id"])


def _resolved(db: StoreDatabase, rows: Iterable[Row]) -> list[LinkRow]:
    places = _Places(db)
    return [
        LinkRow(
            id=row["id"],
            report_id=row["report_id"],
            finding_id=row["finding_id"],
            relation=Relation(row["relation"]),
            settled_by=row["settled_by"],
            settled_at=row["settled_at"],
            earlier_report_id=row["earlier_report_id"],
            earlier_finding_id=places.finding(row["earlier_report_id"], row["earlier_spans"]),
            earlier_date=row["earlier_date"],
            earlier_sha256=row["earlier_sha256"],
            earlier_spans=codec.spans_from_text(row["earlier_spans"]),
        )
        for row in rows
    ]


class _Places:
    """Which finding has which words, asked of each report once."""

    def __init__(self, db: StoreDatabase) -> None:
        self._db = db
        self._known: dict[int, list[tuple[int, str, Spans]]] = {}

    def finding(self, report_id: int | None, spans: str) -> int | None:
        """The finding that stood at ``spans``, or the one that has most of those words; rejected ones too."""
        if report_id is None:
            return None
        findings = self._findings(report_id)
        for finding_id, place, _ in findings:
            if place == spans:
                return finding_id
        wanted = codec.spans_from_text(spans)
        shared = [(_common(wanted, has), -finding_id) for finding_id, _, has in findings]
        most, best = max(shared, default=(0, 0))
        return -best if most else None

    def _findings(self, report_id: int) -> list[tuple[int, str, Spans]]:
        if report_id not in self._known:
            rows = self._db.all(
                "SELECT id, spans FROM finding WHERE report_id = ? ORDER BY position, id", (report_id,)
            )
            self._known[report_id] = [
                (row["id"], row["spans"], codec.spans_from_text(row["spans"])) for row in rows
            ]
        return self._known[report_id]


def _common(one: Spans, other: Spans) -> int:
    """How many characters two places share."""
    return sum(max(0, min(end, right) - max(start, left)) for start, end in one for left, right in other)


def _finding(db: StoreDatabase, finding_id: int) -> Row:
    row = db.one("SELECT * FROM finding WHERE id = ?", (finding_id,))
    if row is None:
        raise StoreError("That finding is no longer in the store.")
    return row


def _between(db: StoreDatabase, later: Row, earlier: Row) -> LinkRow | None:
    return next((one for one in links_of(db, later["id"]) if one.earlier_finding_id == earlier["id"]), None)


def _since(db: StoreDatabase, report_id: int) -> str:
    date = db.value(
        "SELECT coalesce(inspection_start, publication_date) FROM review WHERE report_id = ?", (report_id,)
    )
    return f" ({date[:4]})" if date else ""
