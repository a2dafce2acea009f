"""Standoff annotation for brat: a ``.txt`` and a ``.ann`` file for each report, and ``annotation.conf``.

A finding is a text-bound annotation of its kind, with theme, polarity and status as attributes. Positions are
code points of the ``.txt`` file, the end exclusive; a passage that goes over a line's end, and one of several
parts, is discontinuous (``;``), as brat wants it. Rejected findings are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from reviewer.exporting.dataset import Dataset, ReportData
from reviewer.exporting.files import Writing
from reviewer.exporting.qdpx import plain
from reviewer.exporting.refi_codes import KIND, POLARITY, STATUS, THEME, CodeTree
from reviewer.model import Spans

if TYPE_CHECKING:
    from reviewer.store import FindingRow

_ATTRIBUTES: Final = (THEME, POLARITY, STATUS)
_PIECE: Final = re.compile(r"[^\n]+")


def write(dataset: Dataset, writing: Writing) -> None:
    """Write the files, named after the reports' files and the beginnings of their hashes."""
    tree = CodeTree(dataset.codes())
    for report in dataset:
        name = f"{_stem(report.row.source_name)}-{report.row.source_sha256[:8]}"
        text = plain(report.source.text)
        writing.open(f"{name}.txt").write(text)
        writing.open(f"{name}.ann").write("".join(_lines(report, text, tree)))
    writing.open("annotation.conf").write(_configuration(tree))


def fragments(text: str, spans: Spans) -> list[tuple[int, int]]:
    """The pieces of ``spans`` that lie on one line each, without white space at their ends."""
    found = []
    for start, end in spans:
        for piece in _PIECE.finditer(text, start, end):
            words = piece[0]
            left = piece.start() + len(words) - len(words.lstrip())
            right = piece.end() - len(words) + len(words.rstrip())
            if left < right:
                found.append((left, right))
    return found


def _lines(report: ReportData, text: str, tree: CodeTree) -> Iterator[str]:
    number = attribute = note = 0
    for finding in report.findings:
        pieces = fragments(text, finding.spans)
        if finding.decision == "rejected" or not pieces:
            continue
        number += 1
        places = ";".join(f"{start} {end}" for start, end in pieces)
        words = " ".join(text[start:end] for start, end in pieces)
        yield f"T{number}\t{_type(tree.code(KIND, finding.kind).key)} {places}\t{_field(words)}\n"
        values = (finding.theme, finding.polarity, finding.decision.value)
        for group, value in zip(_ATTRIBUTES, values, strict=True):
            attribute += 1
            yield f"A{attribute}\t{group} T{number} {_type(tree.code(group, value).key)}\n"
        for remark in _remarks(report, finding):
            note += 1
            yield f"#{note}\tAnnotatorNotes T{number}\t{_field(' '.join(remark.split()))}\n"


def _remarks(report: ReportData, row: FindingRow) -> Iterator[str]:
    if row.wording is not None:
        yield f"Reworded: {row.wording}"
    if row.follow_up is not None:
        yield f"Follow-up ({row.follow_up.state.value}): {row.follow_up.reason}"
    for note in report.notes:
        if note.finding_id == row.id:
            yield note.body


def _configuration(tree: CodeTree) -> str:
    values = {group: [_type(code.key) for code in codes] for group, codes in tree.groups()}
    attributes = [f"{group}\tArg:<ENTITY>, Value:{'|'.join(values[group])}" for group in _ATTRIBUTES]
    parts = {"entities": values[KIND], "relations": [], "events": [], "attributes": attributes}
    return "\n".join("\n".join([f"[{name}]", *lines, ""]) for name, lines in parts.items())


def _stem(name: str) -> str:
    """A file's name without its ending, as every system takes it."""
    stem = re.sub(r"\.\w{1,8}$", "", name)
    return re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-.")[:80] or "report"


def _type(key: str) -> str:
    """A value as brat takes it: letters, digits, hyphens and underscores."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", key)


def _field(words: str) -> str:
    """Words as they stand in a field: line ends of all sorts and tabs as spaces."""
    return re.sub(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", " ", words)
