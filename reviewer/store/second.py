"""What another machine says of a report, or a person with another program, kept beside our own extraction.

It never becomes a finding by itself. It lies in the table of extractions, under the name of who said it with
``other:`` before it, and stays as it came, like every extraction.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from reviewer.model import Spans
from reviewer.store import codec
from reviewer.store.database import StoreDatabase
from reviewer.store.errors import StoreError
from reviewer.store.steps import Context

PREFIX: Final = "other:"


@dataclass(frozen=True, slots=True)
class OtherFinding:
    """A finding as another machine or program has it. Without ``spans`` its words are not in the report.

    ``kind``, ``polarity`` and ``theme`` are None where it does not say, or not in words of the codebook.
    ``said`` is what it says beyond them, by name. ``confidence`` is 0 to 1, None where it does not say.
    """

    spans: Spans
    text: str
    kind: str | None = None
    polarity: str | None = None
    theme: str | None = None
    said: tuple[tuple[str, str], ...] = ()
    confidence: float | None = None

    @property
    def grounded(self) -> bool:
        """Whether its words stand in the report."""
        return bool(self.spans)


@dataclass(frozen=True, slots=True)
class OtherExtraction:
    """What another machine or program, ``by`` name, says of a report; kept as it came."""

    id: int
    report_id: int
    by: str
    at: str
    findings: tuple[OtherFinding, ...]


def add(context: Context, report_id: int, by: str, findings: tuple[OtherFinding, ...]) -> bool:
    """Keep what ``by`` says of a report; False where exactly this is there already.

    Raises StoreError where the report is not there, ValueError where a passage leaves its text.
    """
    db = context.db
    with db.writing():
        length = db.value("SELECT length(text) FROM report_text WHERE report_id = ?", (report_id,))
        if length is None:
            raise StoreError("That report is no longer in the store.")
        for finding in findings:
            if not all(0 <= start < end <= length for start, end in finding.spans):
                raise ValueError("a passage leaves the text of the report")
        body = codec.dumps({"findings": [_to_json(finding) for finding in findings]})
        name = PREFIX + (" ".join(by.split()) or "another program")
        known = db.value(
            "SELECT 1 FROM extraction WHERE report_id = ? AND extractor = ? AND body = ?",
            (report_id, name, body),
        )
        if known is not None:
            return False
        db.add(
            "extraction",
            {"report_id": report_id, "extractor": name, "made_at": context.clock(), "body": body},
        )
    return True


def of_report(db: StoreDatabase, report_id: int | None = None) -> list[OtherExtraction]:
    """What others say of a report, or of all, in the order in which it came."""
    rows = db.all(
        "SELECT id, report_id, extractor, made_at, body FROM extraction"
        " WHERE extractor LIKE 'other:%' AND (?1 IS NULL OR report_id = ?1) ORDER BY report_id, id",
        (report_id,),
    )
    return [
        OtherExtraction(
            id=row["id"],
            report_id=row["report_id"],
            by=row["extractor"].removeprefix(PREFIX),
            at=row["made_at"],
            findings=tuple(map(_from_json, json.loads(row["body"])["findings"])),
        )
        for row in rows
    ]


def _to_json(finding: OtherFinding) -> dict[str, object]:
    return {
        "spans": [list(span) for span in finding.spans],
        "text": finding.text,
        "kind": finding.kind,
        "polarity": finding.polarity,
        "theme": finding.theme,
        "said": dict(finding.said),
        "confidence": finding.confidence,
    }


def _from_json(value: dict[str, Any]) -> OtherFinding:
    spans: Spans = codec.spans_from(value["spans"])
    return OtherFinding(
        spans=spans,
        text=value["text"],
        kind=value["kind"],
        polarity=value["polarity"],
        theme=value["theme"],
        said=tuple(value["said"].items()),
        confidence=value["confidence"],
    )
