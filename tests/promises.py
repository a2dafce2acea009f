"""What holds for every document that can be read and for what is extracted from it, whatever the file is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from reviewer.contract import to_json, to_line
from reviewer.model import DocumentType, Extraction, Kind, Polarity, Spans
from reviewer.reading import Document

_BREAKS: Final = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


def broken(document: Document, extraction: Extraction) -> list[str]:
    """The promises that do not hold, in words without any of the file's own; empty where all hold."""
    return [*_of_document(document), *_of_extraction(document, extraction)]


def _of_document(document: Document) -> Iterator[str]:
    text = document.text
    if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        yield "the text holds half a surrogate pair"
    if any((char < " " and char not in "\n\t") or char == "\x7f" for char in text):
        yield "the text holds a control character"
    if any(char in text for char in _BREAKS):
        yield "the text holds line ends of several kinds"
    at = 0
    for line in document.lines:
        if line.start != at or line.end < line.start or text[line.end : line.end + 1] != "\n":
            yield "lines do not tile the text"
            break
        at = line.end + 1
    else:
        if at != len(text):
            yield "lines do not reach the end of the text"
    for line in document.lines:
        edges = [line.start, *(run.end for run in line.runs)]
        starts = [run.start for run in line.runs]
        if line.runs and (starts != edges[:-1] or edges[-1] != line.end):
            yield "runs do not tile their line"
            break
    at = 0
    for number, page in enumerate(document.pages, start=1):
        if (page.number, page.start) != (number, at) or page.end < page.start:
            yield "pages do not tile the text"
            break
        at = page.end
    else:
        if document.pages and at != len(text):
            yield "pages do not reach the end of the text"


def _of_extraction(document: Document, extraction: Extraction) -> Iterator[str]:
    if extraction.text != document.text:
        yield "the text is another one"
        return
    text = document.text
    claimed = bytearray(len(text))
    for name, spans in _claims(extraction):
        if not _inside(spans, len(text)):
            yield f"{name}: spans outside the text, empty or out of order"
            return
        for start, end in spans:
            claimed[start:end] = b"\1" * (end - start)
    for previous in extraction.report.previous_inspections:
        if not _inside(previous.spans, len(text)):
            yield "previous inspection: spans outside the text, empty or out of order"
    lost = sum(1 for char, taken in zip(text, claimed, strict=True) if not taken and not char.isspace())
    if lost:
        yield f"{lost} characters are lost"
    yield from _of_findings(text, extraction)
    yield from _of_output(extraction)


def _of_findings(text: str, extraction: Extraction) -> Iterator[str]:
    sections = {section.id for section in extraction.sections}
    if len(sections) < len(extraction.sections):
        yield "two sections have one id"
    if any(section.parent is not None and section.parent not in sections for section in extraction.sections):
        yield "a section stands in none that there is"
    if len({finding.id for finding in extraction.findings}) < len(extraction.findings):
        yield "two findings have one id"
    for finding in extraction.findings:
        quotes = [("finding", finding.text, finding.spans)]
        quotes += [("statement", part.text, part.spans) for part in finding.statements]
        quotes += [("measure", part.text, part.spans) for part in finding.measures]
        for name, words, spans in quotes:
            if not spans or not words.strip():
                yield f"a {name} of nothing"
            elif not _inside(spans, len(text)) or _bare(words) != _bare(
                "".join(text[start:end] for start, end in spans)
            ):
                yield f"a {name} reads otherwise than its spans"
        if finding.section_id is not None and finding.section_id not in sections:
            yield "a finding stands in a section that there is not"
        if finding.kind not in set(Kind) or finding.polarity not in set(Polarity):
            yield "a finding of no known kind"
        if not 0 <= finding.confidence <= 1:
            yield "a confidence that is no share"
    if extraction.report.document_type not in set(DocumentType):
        yield "a report of no known type"


def _of_output(extraction: Extraction) -> Iterator[str]:
    line = to_line(to_json(extraction))
    if len(line.splitlines()) != 1:
        yield "the line is several lines"
    if json.loads(line.encode("utf-8").decode("utf-8")) != to_json(extraction):
        yield "the line reads back as something else"


def _claims(extraction: Extraction) -> Iterator[tuple[str, Spans]]:
    yield from (("finding", finding.spans) for finding in extraction.findings)
    yield from (("judgement", judgement.spans) for judgement in extraction.judgements)
    yield from (("section", section.spans) for section in extraction.sections)
    yield "metadata", extraction.metadata_spans
    yield "furniture", extraction.furniture
    yield "unclaimed", extraction.unclaimed
    yield from (
        ("previous inspection", previous.spans) for previous in extraction.report.previous_inspections
    )


def _inside(spans: Spans, length: int) -> bool:
    """Whether spans lie in a text, in order, none empty, none over another."""
    at = 0
    for start, end in spans:
        if start < at or end <= start:
            return False
        at = end
    return at <= length


def _bare(words: str) -> str:
    return "".join(words.split())
