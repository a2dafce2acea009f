"""How a block looks, and its words: without its marker, without footnote marks, in spans of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.extraction.layout import Block, Layout
from reviewer.model import Span, Spans
from reviewer.reading.document import Document, Line


def all_bold(document: Document, line: Line, marker: Span | None) -> bool:
    """Whether every visible character of the line, its marker aside, is bold."""
    seen = False
    for run in line.runs:
        start = max(run.start, marker[1]) if marker else run.start
        if document.text[start : run.end].strip():
            seen = True
            if not run.bold:
                return False
    return seen


def looks_heading(block: Block, layout: Layout) -> bool:
    """Whether a block looks like a heading: bold, larger than the body or tagged as one, and no sentence."""
    if block.number is not None or block.bullet is not None or len(block.lines) > 4:
        return False
    document = layout.document
    text = " ".join(document.words(document.lines[index]) for index in block.lines).strip()
    if not text or len(text) > 260 or not any(char.isalpha() for char in text):
        return False
    if re.search(r"[.;,]$", text) and len(text) > 60:
        return False
    if block.tag.startswith("H") and len(block.tag) == 2 and text[-1] not in ".;,":
        return True
    return block.bold or block.size > layout.body + 0.9


def finish(block: Block, layout: Layout) -> None:
    """Say of a block whose lines are all there what it looks like and what its words are."""
    document = layout.document
    block.heading = looks_heading(block, layout)
    block.notes = tuple(_notes(block, document))
    block.spans = block.spans or tuple(_pieces(block, document))
    block.text = " ".join(" ".join(document.text[start:end] for start, end in block.spans).split())
    for index in block.lines[1:]:
        box = document.lines[index].box
        if box is not None:
            block.inner = box[0]
            break


def _notes(block: Block, document: Document) -> Iterator[Span]:
    """Small raised numbers after a word: 'the area³'. PDFium may begin a line with one."""
    for place, index in enumerate(block.lines):
        line = document.lines[index]
        for run in line.runs:
            words = document.text[run.start : run.end]
            if not (0 < run.size < line.size - 2 and re.fullmatch(r"\s*\d{1,2}(?:,\s?\d{1,2})*\s*", words)):
                continue
            after_word = run.start > line.start and not document.text[run.start - 1].isspace()
            if after_word or (place and run.start == line.start):
                yield run.start, run.start + len(words.rstrip())


def _pieces(block: Block, document: Document) -> Iterator[Span]:
    """The block's words: lines that follow one another are one span, an interruption begins another."""
    open_span: Span | None = None
    previous = -1
    for index in block.lines:
        for start, end in _line_pieces(block, document, document.lines[index]):
            if (
                open_span is not None
                and index == previous + 1
                and not _between(block.notes, open_span[1], start)
            ):
                open_span = (open_span[0], end)
            else:
                if open_span is not None:
                    yield open_span
                open_span = (start, end)
            previous = index
    if open_span is not None:
        yield open_span


def _between(notes: Spans, start: int, end: int) -> bool:
    return any(start <= note[0] < end for note in notes)


def _line_pieces(block: Block, document: Document, line: Line) -> Iterator[Span]:
    """A line's words, cut where its marker and the marks of footnotes stand."""
    start = line.start
    if block.marker and start <= block.marker[0] < line.end:
        start = block.marker[1]
    for cut, after in [*(note for note in block.notes if start <= note[0] < line.end), (line.end, line.end)]:
        first, last = start, cut
        while first < last and document.text[first].isspace():
            first += 1
        while last > first and document.text[last - 1].isspace():
            last -= 1
        if first < last:
            yield first, last
        start = after
