"""Tasks for Label Studio: ``labelstudio.json``, a task a report, and ``labelstudio-config.xml``.

What the machine said is a prediction, what a reviewer decided (and did not reject) an annotation; a report
that nobody has decided on has none. A finding is a region: its kind is the label, its theme and polarity are
choices of the region. One of several parts is several regions, joined by relations 'continues'. Positions are
code points of the text, the end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from reviewer.contract import to_line
from reviewer.exporting.dataset import Dataset, ReportData
from reviewer.exporting.files import Writing
from reviewer.exporting.refi_codes import CodeTree, guid
from reviewer.exporting.refi_xml import element

if TYPE_CHECKING:
    from reviewer.store import FindingRow

CONTINUES: Final = "continues"
_GROUPS: Final = {"kind": "Kind", "theme": "Theme", "polarity": "Polarity"}
Json = dict[str, Any]


def write(dataset: Dataset, writing: Writing) -> None:
    """Write the tasks, one a line, and the labelling configuration that they need."""
    file = writing.open("labelstudio.json")
    tree = CodeTree(dataset.codes())
    file.write("[")
    for number, report in enumerate(dataset, start=1):
        file.write((",\n" if number > 1 else "\n") + to_line(_task(number, report, tree)))
    file.write("\n]\n")
    writing.open("labelstudio-config.xml").write(_config(tree))


def _task(number: int, report: ReportData, tree: CodeTree) -> Json:
    row = report.row
    by_machine = [
        (f"machine {finding.position}", finding.machine, finding.confidence)
        for finding in report.findings
        if finding.machine
    ]
    decided = [finding for finding in report.findings if finding.decision not in ("undecided", "rejected")]
    by_reviewer = [(f"reviewer {finding.position}", _reviewed(finding), None) for finding in decided]
    task: Json = {
        "id": number,
        "data": {
            "text": report.source.text,
            "source": row.source_name,
            "source_sha256": row.source_sha256,
            "authority": row.authority,
            "document_type": row.document_type,
            "inspection_start": row.inspection_start,
        },
        "annotations": [],
        "predictions": [],
    }
    if by_machine:
        scores = [confidence for _, _, confidence in by_machine if confidence is not None]
        task["predictions"] = [
            {
                "model_version": f"Reviewer {row.extractor}".strip(),
                "score": round(sum(scores) / len(scores), 4) if scores else None,
                "result": list(_regions(report, by_machine, tree)),
            }
        ]
    if by_reviewer:
        task["annotations"] = [
            {
                "was_cancelled": False,
                "ground_truth": False,
                "created_at": max(finding.decided_at or "" for finding in decided),
                "result": list(_regions(report, by_reviewer, tree)),
            }
        ]
    return task


def _reviewed(row: FindingRow) -> Json:
    return {"spans": row.spans, "kind": row.kind, "theme": row.theme, "polarity": row.polarity}


def _regions(
    report: ReportData, findings: Iterable[tuple[str, Json, float | None]], tree: CodeTree
) -> Iterator[Json]:
    text = report.source.text
    for key, said, confidence in findings:
        ids = []
        for number, (start, end) in enumerate(said["spans"]):
            region = guid(report.row.source_sha256, key, number)[:8] + f"-{number}"
            ids.append(region)
            place = {"start": start, "end": end, "text": text[start:end]}
            for field, group in _GROUPS.items():
                tree.code(group, said[field])
                what = "labels" if field == "kind" else "choices"
                made: Json = {
                    "id": region,
                    "from_name": field,
                    "to_name": "text",
                    "type": what,
                    "value": {**place, what: [said[field]]},
                }
                if confidence is not None:
                    made["score"] = confidence
                yield made
        yield from _relations(ids)


def _relations(ids: Sequence[str]) -> Iterator[Json]:
    for one, other in pairwise(ids):
        yield {
            "type": "relation",
            "from_id": one,
            "to_id": other,
            "direction": "right",
            "labels": [CONTINUES],
        }


def _config(tree: CodeTree) -> str:
    """The labelling configuration: each value that is used, under the name that the tasks use."""
    values = {group: codes for group, codes in tree.groups() if group in _GROUPS.values()}
    kinds = [
        element("Label", {"value": code.key, "hint": f"{code.name}. {code.description}".strip()})
        for code in values["Kind"]
    ]
    controls = [element("Labels", {"name": "kind", "toName": "text"}, *kinds)]
    for field, group in _GROUPS.items():
        if field == "kind":
            continue
        choices = [
            element("Choice", {"value": code.key, "hint": f"{code.name}. {code.description}".strip()})
            for code in values[group]
        ]
        settings: dict[str, str | None] = {
            "name": field,
            "toName": "text",
            "perRegion": "true",
            "choice": "single",
        }
        controls.append(element("Choices", settings, *choices))
    relations = element("Relations", {}, element("Relation", {"value": CONTINUES}))
    text = element("Text", {"name": "text", "value": "$text", "granularity": "word"})
    return element("View", {}, *controls, relations, text)
