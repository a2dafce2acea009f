"""Findings and judgements as W3C Web Annotations: ``annotations.jsonld``, one AnnotationCollection.

Each annotation has a target for each of its passages, found two ways: by position (code points of the
report's text, the end exclusive) and by quotation with some words before and after. The text is named by its
own hash (``ni:``, RFC 6920), and where it came from, the file, by its hash too. The codes are those of the
REFI-QDA project, as tags.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from reviewer import __version__
from reviewer.contract import to_line
from reviewer.exporting.dataset import Dataset, ReportData
from reviewer.exporting.files import Writing
from reviewer.exporting.refi_codes import Code, CodeTree, guid
from reviewer.model import Spans

if TYPE_CHECKING:
    from reviewer.store import FindingRow, JudgementRow, NoteRow

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
AROUND: Final = 32
"""Characters quoted before and after a passage."""

Json = dict[str, object]


def write(dataset: Dataset, writing: Writing) -> None:
    """Write ``annotations.jsonld``, one annotation a line."""
    file = writing.open("annotations.jsonld")
    head = {
        "@context": CONTEXT,
        "id": _urn("collection"),
        "type": "AnnotationCollection",
        "label": "Reviewed inspection reports",
        "generator": {
            "id": _urn("software"),
            "type": "Software",
            "name": f"Reviewer {__version__}",
        },
    }
    page = {"id": _urn("collection", 1), "type": "AnnotationPage", "startIndex": 0}
    file.write(to_line(head).removesuffix("}") + ',"first":' + to_line(page).removesuffix("}") + ',"items":[')
    total = 0
    tree = CodeTree(dataset.codes())
    for report in dataset:
        for annotation in _annotations(report, tree):
            file.write((",\n" if total else "\n") + to_line(annotation))
            total += 1
    file.write(f'\n]}},"total":{total}}}\n')


def _annotations(report: ReportData, tree: CodeTree) -> Iterator[Json]:
    source = _source(report)
    seen: dict[str, int] = {}
    for judgement in report.judgements:
        bodies = [_tag(code) for code in tree.of_judgement(judgement)]
        bodies.append({"type": "TextualBody", "purpose": "describing", "value": judgement.area})
        yield _annotation(report, source, judgement, bodies, seen)
    for finding in report.findings:
        bodies = [_tag(code) for code in tree.of_finding(finding)]
        bodies += _remarks(report, finding)
        yield _annotation(report, source, finding, bodies, seen)


def _annotation(
    report: ReportData,
    source: Json,
    row: FindingRow | JudgementRow,
    bodies: list[Json],
    seen: dict[str, int],
) -> Json:
    place = f"{type(row).__name__} {row.spans}"
    seen[place] = seen.get(place, 0) + 1
    made: Json = {
        "id": _urn(report.row.source_sha256, place, seen[place]),
        "type": "Annotation",
        "motivation": "classifying",
        "created": row.decided_at or report.row.imported_at,
        "creator": _person(row.decided_by)
        if row.decided_by
        else {"type": "Software", "name": f"Reviewer {report.row.extractor}".strip()},
    }
    return {**made, "body": bodies, "target": _targets(report.source.text, source, row.spans)}


def _source(report: ReportData) -> Json:
    text = report.source.text.encode("utf-8", "surrogatepass")
    return {
        "id": _named(hashlib.sha256(text).hexdigest()),
        "type": "Text",
        "format": "text/plain",
        "name": report.row.source_name,
        "via": _named(report.row.source_sha256),
    }


def _targets(text: str, source: Json, spans: Spans) -> list[Json]:
    return [
        {
            "type": "SpecificResource",
            "source": source,
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": text[start:end],
                    "prefix": text[max(0, start - AROUND) : start],
                    "suffix": text[end : end + AROUND],
                },
            ],
        }
        for start, end in spans
    ]


def _remarks(report: ReportData, row: FindingRow) -> Iterator[Json]:
    if row.wording is not None:
        yield {"type": "TextualBody", "purpose": "editing", "value": row.wording}
    if row.follow_up is not None:
        follow_up = row.follow_up
        facts = ("Follow-up", follow_up.reason, follow_up.owner, follow_up.due)
        yield _comment(": ".join(filter(None, facts)), follow_up.created_by, follow_up.created_at)
    for note in report.notes:
        if note.finding_id == row.id:
            yield _note(note)


def _note(note: NoteRow) -> Json:
    return _comment(note.body, note.created_by, note.created_at)


def _comment(value: str, by: str, at: str) -> Json:
    return {
        "type": "TextualBody",
        "purpose": "commenting",
        "value": value,
        "creator": _person(by),
        "created": at,
    }


def _tag(code: Code) -> Json:
    return {
        "id": f"urn:uuid:{code.guid}",
        "type": "TextualBody",
        "purpose": "tagging",
        "value": f"{code.group}: {code.name}",
    }


def _person(name: str) -> Json:
    return {"id": _urn("user", name), "type": "Person", "name": name}


def _urn(*parts: object) -> str:
    return f"urn:uuid:{guid('annotation', *parts)}"


def _named(sha256: str) -> str:
    return "ni:///sha-256;" + urlsafe_b64encode(bytes.fromhex(sha256)).decode("ascii").rstrip("=")
