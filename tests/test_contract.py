"""The extraction format: fields, order, and bytes that are the same everywhere."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.contract import error_line, to_json, to_line
from reviewer.model import Measure
from tests import factories

EXTRACTION = factories.report().extraction


def test_the_fields_of_the_format() -> None:
    value = to_json(EXTRACTION)
    assert list(value) == [
        "schema",
        "source",
        "text",
        "report",
        "metadata_spans",
        "judgements",
        "sections",
        "findings",
        "furniture",
        "unclaimed",
        "markers",
        "extractor",
        "warnings",
    ]
    assert value["schema"] == "reviewer.extraction/1"
    back = json.loads(to_line(value))
    assert back["source"] == {
        "path": "reports/northmere.pdf",
        "sha256": EXTRACTION.source.sha256,
        "media_type": "application/pdf",
        "pages": 2,
        "characters": len(factories.TEXT),
    }
    assert back["report"]["team_inspectors"] == ["Tom Vale"]
    assert back["sections"][1]["parent"] == "s1"
    assert list(back["findings"][0])[:14] == [
        "id",
        "section",
        "number",
        "kind",
        "polarity",
        "theme",
        "page",
        "text",
        "spans",
        "repeat_of_previous",
        "addressed_since_previous",
        "confidence",
        "statements",
        "measures",
    ]
    assert back["findings"][0]["measures"][0] == {
        "text": "12% of plans",
        "value": 12,
        "unit": "percent",
        "of": "plans that are late",
        "as_of": "2024-03",
        "spans": [list(factories.at("12% of plans"))],
        "value_to": None,
        "comparator": None,
    }
    assert back["findings"][2]["spans"] == [list(span) for span in EXTRACTION.findings[2].spans]
    assert back["warnings"] == [{"code": "dates", "message": "The dates are out of order.", "spans": []}]


def test_a_value_that_went_through_json_is_the_same() -> None:
    assert json.loads(to_line(to_json(EXTRACTION))) == to_json(EXTRACTION)


@pytest.mark.parametrize(
    ("value", "written"),
    [(55.0, "55"), (86.9, "86.9"), (1 / 3, "0.333333"), (None, "null"), (float("inf"), "null"), (1e30, None)],
)
def test_numbers(value: float | None, written: str | None) -> None:
    finding = dataclasses.replace(
        EXTRACTION.findings[0],
        measures=(Measure("12%", ((0, 3),), value, "percent", "plans", value_to=value),),
    )
    line = to_line(to_json(dataclasses.replace(EXTRACTION, findings=(finding,))))
    measure = json.loads(line)["findings"][0]["measures"][0]
    if written is None:
        assert measure["value"] == measure["value_to"] == value
    else:
        assert f'"value":{written},' in line
        assert f'"value_to":{written},' in line


@given(st.text(st.characters(exclude_categories=())))
def test_a_line_is_one_line_of_utf_8_to_every_reader(text: str) -> None:
    line = to_line({"text": text})
    assert len(line.splitlines()) == 1
    assert json.loads(line.encode("utf-8")) == {"text": text}


def test_an_error() -> None:
    assert error_line("a/ü.pdf", "no_text", "It has scanned pages only.") == (
        '{"source":{"path":"a/ü.pdf"},"error":{"code":"no_text","message":"It has scanned pages only."}}'
    )
