"""What of a report's text nothing accounts for: no finding, heading or judgement, nothing set aside or seen.

The share of it is kept beside the report, and is counted again in every step that moves a claim.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Final

from reviewer.model import Span, Spans
from reviewer.store import extractions
from reviewer.store.database import StoreDatabase

_LINES: Final = re.compile(r"\S(?:.*\S)?")

_CLAIMS: Final = " UNION ALL ".join(
    f"SELECT json_group_array(json(spans)) AS spans FROM {table} WHERE report_id = ?1"
    for table in ("finding", "section", "judgement", "seen")
)


def start(db: StoreDatabase, report_id: int) -> None:
    """Count a report that has just come in."""
    text: str = db.value("SELECT text FROM report_text WHERE report_id = ?", (report_id,))
    visible = sum(map(len, text.split()))
    db.add("coverage", {"report_id": report_id, "visible": visible, "unclaimed_share": 0.0})
    recount(db, report_id)


def recount(db: StoreDatabase, report_id: int) -> None:
    """Count the share of visible characters that nothing accounts for again."""
    text, spans = _unclaimed(db, report_id)
    left = sum(len(word) for start, end in spans for word in text[start:end].split())
    db.execute(
        "UPDATE coverage SET unclaimed_share = 1.0 * ? / max(visible, 1) WHERE report_id = ?",
        (left, report_id),
    )


def unclaimed(db: StoreDatabase, report_id: int) -> Spans:
    """What nothing accounts for, line by line, without white space at the ends. Rejected findings count as
    looked at."""
    return _unclaimed(db, report_id)[1]


def _unclaimed(db: StoreDatabase, report_id: int) -> tuple[str, Spans]:
    row = db.one("SELECT text, furniture, metadata_spans FROM report_text WHERE report_id = ?", (report_id,))
    assert row is not None
    row |= extractions.places(db, report_id)
    claimed = [*json.loads(row["furniture"]), *json.loads(row["metadata_spans"])]
    for claims in db.all(_CLAIMS, (report_id,)):
        claimed += [span for spans in json.loads(claims["spans"]) for span in spans]
    return row["text"], tuple(_between(row["text"], claimed))


def _between(text: str, claimed: Iterable[list[int]]) -> Iterable[Span]:
    at = 0
    for start, end in [*sorted(claimed), [len(text), len(text)]]:
        if start > at:
            yield from ((at + line.start(), at + line.end()) for line in _LINES.finditer(text[at:start]))
        at = max(at, end)
