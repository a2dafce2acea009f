"""What LangExtract and Label Studio found, kept beside our own extraction of the report with the same text.

A passage counts as found in the report only where its words stand at its place, or at exactly one place where
the text is not the report's. What another machine made up or put in its own words stays without a place, and
says so. Nothing of it becomes a finding by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from reviewer.exporting.labelstudio import CONTINUES
from reviewer.interchange.matching import Matcher
from reviewer.interchange.projects import Taken, text_hash
from reviewer.interchange.safe import RefusedError
from reviewer.model import Span, Spans
from reviewer.store import OtherFinding, Store

_FIELDS: Final = {"kind": "Kind", "theme": "Theme", "polarity": "Polarity"}
_LEAST_WORDS: Final = 3
"""Words that a passage must have to be looked for in another text: fewer may stand there by chance."""
Json = dict[str, Any]


def is_langextract(head: object) -> bool:
    """Whether the first object of a file is an annotated document of LangExtract."""
    return isinstance(head, dict) and isinstance(head.get("extractions"), list) and "text" in head


def is_label_studio(head: object) -> bool:
    """Whether the first object of a file is a task of Label Studio."""
    return (
        isinstance(head, dict)
        and isinstance(head.get("data"), dict)
        and ("predictions" in head or "annotations" in head)
    )


def take_langextract(store: Store, documents: Iterator[object], name: str) -> Taken:
    """Keep what LangExtract found in reports of the store; ``name`` is of the file."""
    taken, reports, matcher = Taken(), _Reports(store), Matcher(store.codes(), ours=False)
    for number, document in enumerate(documents, start=1):
        if not is_langextract(document):
            taken.problems.append(f"Line {number} is no annotated document of LangExtract.")
            continue
        assert isinstance(document, dict)
        said = str(document.get("text") or "")
        found = reports.find(said, str(document.get("document_id") or ""))
        if found is None:
            taken.problems.append(f"Line {number}: its text is of no report in the store.")
            continue
        report_id, text = found
        findings = [
            _extraction(group, text, text == said, matcher) for group in _groups(document["extractions"])
        ]
        _keep(store, report_id, f"LangExtract, {name}", findings, taken)
    return taken


def take_label_studio(store: Store, tasks: Iterator[object], name: str) -> Taken:
    """Keep the predictions of Label Studio's tasks; annotations are a person's, and are left out."""
    taken, reports, matcher = Taken(), _Reports(store), Matcher(store.codes(), ours=False)
    left_out = 0
    for number, task in enumerate(tasks, start=1):
        if not is_label_studio(task):
            taken.problems.append(f"Task {number} is no task of Label Studio.")
            continue
        assert isinstance(task, dict)
        data = task["data"]
        texts = [value for value in data.values() if isinstance(value, str)]
        found = reports.find(max(texts, key=len, default=""), str(data.get("source_sha256") or ""))
        left_out += len(task.get("annotations") or [])
        if found is None:
            taken.problems.append(f"Task {number}: its text is of no report in the store.")
            continue
        report_id, text = found
        for prediction in task.get("predictions") or []:
            if isinstance(prediction, dict) and isinstance(prediction.get("result"), list):
                by = str(prediction.get("model_version") or name)
                findings = list(_regions(prediction["result"], text, text in texts, matcher))
                _keep(store, report_id, f"Label Studio, {by}", findings, taken)
    if left_out:
        taken.problems.append(f"{left_out} annotations were left out: only predictions are taken.")
    return taken


def read_lines(path: Path, data: bytes) -> Iterator[object]:
    """The objects of a JSON Lines file. Raises RefusedError."""
    for number, line in enumerate(data.decode("utf-8-sig", "replace").split("\n"), start=1):
        if line.strip():
            yield _parsed(line, f"Line {number} of {path.name} is not JSON.")


def read_json(path: Path, data: bytes) -> Iterator[object]:
    """The objects of a JSON file: those of its list, or the one it is. Raises RefusedError."""
    value = _parsed(data.decode("utf-8-sig", "replace"), f"{path.name} is not JSON.")
    yield from value if isinstance(value, list) else [value]


def _parsed(text: str, message: str) -> object:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedError(message) from error
    return value


class _Reports:
    """The reports of the store, found by their text, their file's hash or its name."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows = store.reports()
        self._by_text: dict[str, int] | None = None

    def find(self, text: str, name: str) -> tuple[int, str] | None:
        if self._by_text is None:
            self._by_text = {text_hash(self._store.source_text(row.id).text): row.id for row in self._rows}
        report_id = self._by_text.get(text_hash(text))
        if report_id is None and name:
            named = [row.id for row in self._rows if name in (row.source_sha256, row.source_name)]
            report_id = named[0] if len(named) == 1 else None
        return None if report_id is None else (report_id, self._store.source_text(report_id).text)


def _keep(store: Store, report_id: int, by: str, findings: list[OtherFinding], taken: Taken) -> None:
    if not store.add_other(report_id, by, findings):
        taken.problems.append(f"Report {report_id}: what {by} says is there already.")
        return
    taken.beside.append(report_id)
    taken.findings += len(findings)
    lost = sum(not finding.grounded for finding in findings)
    if lost:
        taken.problems.append(f"Report {report_id}: {lost} of {len(findings)} have no place in the text.")


# -- LangExtract


def _groups(extractions: list[Any]) -> Iterator[list[Json]]:
    """The extractions; parts of one finding, as Reviewer writes them, together."""
    before: object = None
    group: list[Json] = []
    for one in extractions:
        if not isinstance(one, dict):
            continue
        parts = isinstance(one.get("attributes"), dict) and "part" in one["attributes"]
        key = one.get("group_index") if parts else None
        if group and (key is None or key != before):
            yield group
            group = []
        group.append(one)
        before = key
    if group:
        yield group


def _extraction(group: list[Json], text: str, same: bool, matcher: Matcher) -> OtherFinding:
    spans: list[Span] = []
    for one in group:
        place = one.get("char_interval")
        start, end = (
            (place.get("start_pos"), place.get("end_pos")) if isinstance(place, dict) else (None, None)
        )
        span = _grounded(text, start, end, str(one.get("extraction_text") or ""), same)
        if span is not None:
            spans.append(span)
    first = group[0]
    attributes = first.get("attributes") if isinstance(first.get("attributes"), dict) else {}
    said = {"class": first.get("extraction_class"), **(attributes or {})}
    said |= {"description": first.get("description"), "alignment": first.get("alignment_status")}
    words = " ".join(str(one.get("extraction_text") or "") for one in group)
    # All parts or none: half a finding would be another one.
    return _finding(tuple(spans) if len(spans) == len(group) else (), words, said, None, matcher)


# -- Label Studio


def _regions(result: list[Any], text: str, same: bool, matcher: Matcher) -> Iterator[OtherFinding]:
    regions: dict[str, list[Json]] = {}
    following: dict[str, str] = {}
    for number, one in enumerate(result):
        if not isinstance(one, dict):
            continue
        if one.get("type") == "relation":
            if CONTINUES in (one.get("labels") or []):
                following[str(one.get("from_id"))] = str(one.get("to_id"))
        elif isinstance(one.get("value"), dict) and "start" in one["value"]:
            regions.setdefault(str(one.get("id") or number), []).append(one)
    parts = set(following.values())
    for key in regions:
        if key in parts:
            continue
        chain = [key]
        while (after := following.get(chain[-1])) in regions and after not in chain:
            chain.append(after)
        yield _region([regions[one] for one in chain], text, same, matcher)


def _region(chain: list[list[Json]], text: str, same: bool, matcher: Matcher) -> OtherFinding:
    spans = []
    words = []
    for members in chain:
        value = members[0]["value"]
        words.append(str(value.get("text") or ""))
        span = _grounded(text, value.get("start"), value.get("end"), words[-1], same)
        if span is not None:
            spans.append(span)
    said: dict[str, object] = {}
    score = None
    for one in chain[0]:
        what = str(one.get("type") or "")
        values = one["value"].get(what)
        if isinstance(values, list) and values:
            said[str(one.get("from_name") or what)] = ", ".join(map(str, values))
        score = one.get("score") if isinstance(one.get("score"), int | float) else score
    return _finding(tuple(spans) if len(spans) == len(chain) else (), " ".join(words), said, score, matcher)


# -- both


def _finding(
    spans: Spans, words: str, said: Mapping[str, object], score: float | None, matcher: Matcher
) -> OtherFinding:
    values: dict[str, str] = {}
    others = []
    for name, value in said.items():
        if value in (None, "", []):
            continue
        written = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        path = (name, written) if name in _FIELDS else (written,)
        found = matcher.value(path) if name in (*_FIELDS, "class", "label") else None
        if found is not None and found[0] in _FIELDS.values() and found[0] not in values:
            values[found[0]] = found[1]
        else:
            others.append((name, written))
    polarity = values.get("Polarity")
    return OtherFinding(
        spans=tuple(sorted(spans)),
        text=words.encode("utf-8", "replace").decode("utf-8"),
        kind=values.get("Kind"),
        polarity=polarity,
        theme=values.get("Theme"),
        said=tuple(others),
        confidence=None if score is None else min(1.0, max(0.0, float(score))),
    )


def _grounded(text: str, start: object, end: object, words: str, same: bool) -> Span | None:
    """Where words stand in a report's text, None where they don't."""
    if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
        if _plain(text[start:end]) == _plain(words):
            return start, end
        if same and not words.strip() and text[start:end].strip():
            return start, end
    if same or len(words.split()) < _LEAST_WORDS:
        return None
    pattern = r"\s+".join(map(re.escape, words.split()))
    places = [found.span() for found in re.finditer(pattern, text)]
    return places[0] if len(places) == 1 else None


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
