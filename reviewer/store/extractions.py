"""Which of a report's extractions its review is of. All are kept; an undone one comes back by redo."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from reviewer.contract import to_json
from reviewer.model import Extraction
from reviewer.store import codec
from reviewer.store.database import Row, StoreDatabase

CURRENT: Final = """extraction.id = (
    SELECT id FROM extraction WHERE report_id = ?1 AND extractor NOT LIKE 'other:%' ORDER BY id
    LIMIT 1 OFFSET coalesce((SELECT extraction_number FROM review WHERE report_id = ?1), 0)
)"""
"""The extraction of the report ``?1`` that its review is of."""

_PLACES: Final = ("furniture", "unclaimed", "metadata_spans", "markers", "warnings")


def body_of(extraction: Extraction) -> str:
    """An extraction as it is stored: without the text, which is the report's, and without where the file was.

    A path tells the name of its owner, and what else is on their machine.
    """
    return codec.dumps(without_path({**to_json(extraction), "text": None}))


def without_path(body: Any) -> Any:
    """The body of an extraction with the file's name in place of its path; anything else as it is."""
    source = body.get("source") if isinstance(body, dict) else None
    if not isinstance(source, dict) or not isinstance(source.get("path"), str):
        return body
    name = re.split(r"[/\\]", source["path"])[-1]
    return {**body, "source": {**source, "path": name}}


def later(db: StoreDatabase, report_id: int) -> Row | None:
    """``extractor`` and ``body`` (decoded) where the review is of a later extraction than the first."""
    row = db.one(
        f"SELECT extractor, body FROM extraction WHERE report_id = ?1 AND {CURRENT}"
        " AND 0 < (SELECT extraction_number FROM review WHERE report_id = ?1)",
        (report_id,),
    )
    return None if row is None else {**row, "body": json.loads(row["body"])}


def places(db: StoreDatabase, report_id: int) -> Row:
    """What a later extraction says of the text, as columns of ``report_text``; empty for the first one."""
    row = later(db, report_id)
    return {} if row is None else {name: codec.dumps(row["body"][name]) for name in _PLACES}
