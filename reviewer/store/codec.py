"""Spans, statements and measures as the JSON text that the tables hold, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from reviewer.contract import measure_to_json, statement_to_json
from reviewer.model import Measure, Spans, Statement


def dumps(value: object) -> str:
    """Compact JSON text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def spans_to_text(spans: Spans) -> str:
    """``[[start,end],…]``."""
    return dumps([[start, end] for start, end in spans])


def spans_from(value: Iterable[Iterable[int]]) -> Spans:
    """Spans from decoded JSON."""
    return tuple((start, end) for start, end in value)


def spans_from_text(text: str) -> Spans:
    """Spans from JSON text."""
    return spans_from(json.loads(text))


def statements_to_text(statements: Iterable[Statement]) -> str:
    """Statements as JSON text, in the form of the extraction format."""
    return dumps([statement_to_json(statement) for statement in statements])


def statements_from_text(text: str) -> tuple[Statement, ...]:
    """Statements from JSON text."""
    if text == "[]":
        return ()
    return tuple(
        Statement(text=item["text"], spans=spans_from(item["spans"]), polarity=item["polarity"])
        for item in json.loads(text)
    )


def measures_to_text(measures: Iterable[Measure]) -> str:
    """Measures as JSON text, in the form of the extraction format."""
    return dumps([measure_to_json(measure) for measure in measures])


def measures_from_text(text: str) -> tuple[Measure, ...]:
    """Measures from JSON text."""
    if text == "[]":
        return ()
    items: list[dict[str, Any]] = json.loads(text)
    return tuple(Measure(**{**item, "spans": spans_from(item["spans"])}) for item in items)


def texts_from_text(text: str) -> list[str]:
    """A list of texts from JSON text."""
    found: list[str] = json.loads(text)
    return found
