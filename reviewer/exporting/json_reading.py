"""The lossless form back into records of the store. The file may come from anybody: nothing in it is trusted.

What the values may be is for the store to say (:meth:`reviewer.store.Store.restore_records`); here it is
read with limits and laid out as the store's tables.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reviewer.exporting.json_dataset import FLAGS, PROVENANCE, SCHEMA

if TYPE_CHECKING:
    from reviewer.store.records import ReportRecord

SUFFIXES: Final = (".json", ".jsonl")
"""The endings, in lower case, of files that may hold a dataset."""

LARGEST_FILE: Final = 1 << 30
LARGEST_LINE: Final = 1 << 29

_DERIVED: Final = frozenset({*PROVENANCE, "source_sha256", "source_name"})
_Row = dict[str, Any]


class DatasetError(Exception):
    """The file is not a dataset that can be imported, in one sentence for the reviewer."""


def read_dataset(path: Path) -> Iterator[ReportRecord]:
    """The reports of a dataset, one by one.

    Raises DatasetError where the file is no dataset, or not a whole one, and OSError where it cannot be read.
    """
    lines = path.suffix.lower() == ".jsonl"
    if not lines and path.stat().st_size > LARGEST_FILE:
        raise DatasetError(
            f"It is larger than {LARGEST_FILE >> 20} MB: export it as jsonl, which is read report by report."
        )
    reports = _from_lines(path) if lines else _from_object(path)
    for number, report in enumerate(reports, start=1):
        try:
            yield _record(_object(report, "it"))
        except DatasetError as error:
            raise DatasetError(f"Report {number} of the dataset: {error}") from error


def _from_object(path: Path) -> Iterator[object]:
    value = _object(_parsed(path.read_bytes()), "the file")
    _check_head(value)
    yield from _list(value, "reports")


def _from_lines(path: Path) -> Iterator[object]:
    with path.open("rb") as file:
        first = True
        while line := file.readline(LARGEST_LINE + 1):
            if len(line) > LARGEST_LINE:
                raise DatasetError(f"A line of it is longer than {LARGEST_LINE >> 20} MB.")
            if not line.strip():
                continue
            value = _parsed(line)
            if first:
                _check_head(_object(value, "the first line"))
                first = False
            else:
                yield value
        if first:
            raise DatasetError("The file is empty.")


def _check_head(head: _Row) -> None:
    schema = head.get("schema")
    if schema != SCHEMA:
        if isinstance(schema, str) and schema.startswith("reviewer.dataset/"):
            raise DatasetError(f"It is written in {schema[:40]}, this version reads {SCHEMA}.")
        raise DatasetError("It is not a dataset that Reviewer exported.")
    if head.get("complete") is not True:
        raise DatasetError("It holds a choice of the findings only: export all of them to import it.")
    if head.get("with_sources") is not True:
        raise DatasetError("It was exported without the reports' files: export it with them to import it.")


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise DatasetError("It is not UTF-8.") from error
    except RecursionError as error:
        raise DatasetError("It is nested too deeply.") from error
    except ValueError as error:
        raise DatasetError(f"It is no JSON: {error}.") from error


def _refuse(word: str) -> None:
    raise DatasetError(f"{word} is no number.")


def _record(report: _Row) -> ReportRecord:
    report_id, source = _get(report, "id"), dict(_object(_get(report, "source"), "source"))
    source_id = source.get("id")
    content = _bytes(source.pop("bytes", None))
    findings = [_object(one, "a finding") for one in _list(report, "findings")]
    log = [_object(one, "a step of the log") for one in _list(report, "log")]
    record: ReportRecord = {
        "source": [source],
        "source_bytes": [{"source_id": source_id, "bytes": content}],
        "report": [
            {**_object(_get(report, "imported"), "imported"), "id": report_id, "source_id": source_id}
        ],
        "report_text": [_text(report, report_id)],
        "extraction": _rows(report, "extractions", report_id=report_id),
        "section": _rows(report, "sections", report_id=report_id),
        "judgement": [
            {**_without(row, _DERIVED | {"verbatim", "machine"}), "report_id": report_id}
            for row in _rows(report, "judgements")
        ],
        "finding": sorted((_finding(row, report_id) for row in findings), key=_id),
        "note": _notes(report, findings, report_id),
        "follow_up": _follow_ups(findings, report_id),
        "step": [{**_without(step, {"changes"}), "report_id": report_id} for step in log],
        "change": [row for step in log for row in _rows(step, "changes", step_id=step.get("id"))],
    }
    for table, rows in _object(report.get("more", {}), "more").items():
        if table in record or not isinstance(rows, list):
            raise DatasetError(f"more, {table[:40]}: it has no place there.")
        record[table] = rows
    return record


def _text(report: _Row, report_id: object) -> _Row:
    pages = [_object(page, "a page") for page in _list(report, "pages")]
    names = ("furniture", "unclaimed", "metadata_spans", "markers", "warnings", "text")
    return {
        "report_id": report_id,
        "pages": [[page.get("number"), page.get("start"), page.get("end")] for page in pages],
        **{name: _get(report, name) for name in names},
    }


def _finding(row: _Row, report_id: object) -> _Row:
    kept = _without(row, _DERIVED | {"section", "text", "notes", "follow_up"})
    for name in FLAGS:
        if not isinstance(kept.get(name), bool):
            raise DatasetError(f"a finding, {name}: it is neither true nor false.")
        kept[name] = int(kept[name])
    return {**kept, "report_id": report_id, "machine": kept.get("machine") or {}}


def _notes(report: _Row, findings: list[_Row], report_id: object) -> list[_Row]:
    found = _rows(report, "notes", report_id=report_id, finding_id=None)
    for finding in findings:
        found += _rows(finding, "notes", report_id=report_id, finding_id=finding.get("id"))
    return sorted(found, key=_id)


def _follow_ups(findings: list[_Row], report_id: object) -> list[_Row]:
    found = [
        {**_object(row, "a follow-up"), "report_id": report_id, "finding_id": finding.get("id")}
        for finding in findings
        if (row := finding.get("follow_up")) is not None
    ]
    return sorted(found, key=_id)


def _rows(holder: _Row, name: str, **more: object) -> list[_Row]:
    return [{**_object(row, name), **more} for row in _list(holder, name)]


def _id(row: _Row) -> int:
    value = row.get("id")
    if not isinstance(value, int):
        raise DatasetError("an id is no whole number.")
    return value


def _bytes(value: object) -> bytes:
    if not isinstance(value, str):
        raise DatasetError("source, bytes: the report's file is missing.")
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise DatasetError("source, bytes: it is no base64.") from error


def _get(holder: _Row, name: str) -> Any:
    if name not in holder:
        raise DatasetError(f"{name}: it is missing.")
    return holder[name]


def _list(holder: _Row, name: str) -> list[Any]:
    value = _get(holder, name)
    if not isinstance(value, list):
        raise DatasetError(f"{name}: it is no list.")
    return value


def _object(value: object, name: str) -> _Row:
    if not isinstance(value, dict):
        raise DatasetError(f"{name}: it is no object.")
    return value


def _without(row: _Row, names: frozenset[str] | set[str]) -> _Row:
    return {name: value for name, value in row.items() if name not in names}
