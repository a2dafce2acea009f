"""A document to an extraction: the order in which the parts of this package do their work."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reviewer.extraction import (
    EXTRACTOR_VERSION,
    checks,
    confidence,
    measures,
    polarity,
    repeats,
    statements,
    themes,
)
from reviewer.extraction import codebook as codebooks
from reviewer.extraction.blocks import blocks
from reviewer.extraction.families import family
from reviewer.extraction.families.detect import document_type
from reviewer.extraction.judgements import judgements
from reviewer.extraction.kinds import refined
from reviewer.extraction.metadata import find_metadata
from reviewer.extraction.structure import Item, Structure, structure
from reviewer.model import (
    DocumentType,
    Extraction,
    Finding,
    Measure,
    Metadata,
    Source,
    Span,
    Spans,
    Statement,
    joined_with_offsets,
)
from reviewer.reading.document import Document


def run(document: Document) -> Extraction:
    """Everything that can be taken from a report."""
    kind, _ = document_type(document)
    found_blocks, layout = blocks(document)
    found = structure(found_blocks, layout, family(kind))
    metadata, metadata_spans = find_metadata(document, kind)
    graded = judgements(kind, found, layout)
    numbered = frozenset(id(item.section) for item in found.items if item.block.number)
    findings = tuple(
        _finding(document, metadata, item, f"f{n}", id(item.section) in numbered)
        for n, item in enumerate(found.items, 1)
    )
    aside = set(found.furniture)
    set_aside = {block.number for block in found_blocks if block.number and aside & set(block.spans)}
    running = [(document.lines[index].start, document.lines[index].end) for index in sorted(layout.running)]
    furniture = _merged(document.text, [*found.furniture, *found.markers, *running])
    owned = [*found.metadata, *_outside(metadata_spans, found)]
    claimed = [
        *(span for finding in findings for span in finding.spans),
        *(span for section in found.sections for span in section.spans),
        *(span for judgement in graded for span in judgement.spans),
        *furniture,
        *owned,
    ]
    return Extraction(
        source=Source(
            document.path,
            document.sha256,
            document.media_type,
            len(document.pages) or None,
            len(document.text),
        ),
        text=document.text,
        report=metadata,
        metadata_spans=_merged(document.text, owned),
        judgements=tuple(graded),
        sections=tuple(found.sections),
        findings=findings,
        furniture=furniture,
        unclaimed=_unclaimed(document.text, claimed),
        markers=tuple(sorted(found.markers)),
        extractor=EXTRACTOR_VERSION,
        warnings=checks.warnings(metadata, graded, found.sections, findings, set_aside),
    )


def _finding(document: Document, metadata: Metadata, item: Item, name: str, in_numbered_run: bool) -> Finding:
    book = codebooks.load()
    text, offsets = joined_with_offsets(document.text, item.spans)
    heading = item.section.heading if item.section else None
    kind = refined(
        item.kind,
        text,
        document_type=metadata.document_type,
        opening=item.section is None or item.section.id == "s1",
        section=heading,
        numbered=item.block.number is not None,
    ).value
    sentences = statements.split(text)
    said = polarity.of_finding(text, sentences, kind=kind, section=heading, codebook=book)
    theme = themes.propose(
        text,
        kind=kind,
        section=heading,
        document_type=metadata.document_type,
        codebook=book,
        sentences=sentences,
    )
    repeat, addressed = repeats.find(text, said.polarity)
    whole = confidence.of_boundaries(
        text,
        numbered=item.block.number is not None,
        in_numbered_run=in_numbered_run,
        known_family=metadata.document_type != DocumentType.OTHER,
    )
    return Finding(
        id=name,
        section=heading,
        section_id=item.section.id if item.section else None,
        number=item.block.number,
        kind=kind,
        polarity=said.polarity,
        theme=theme.theme,
        page=item.block.page or None,
        text=text,
        spans=item.spans,
        confidence=confidence.of_finding(said.sure, theme.sure, whole),
        repeat_of_previous=repeat,
        addressed_since_previous=addressed,
        statements=tuple(
            Statement(text[start:end], _within(item.spans, offsets, start, end), value)
            for (start, end), value in zip(sentences, said.statements, strict=True)
        ),
        measures=tuple(
            Measure(
                text[match.start : match.end],
                _within(item.spans, offsets, match.start, match.end),
                match.value,
                match.unit,
                match.of,
                match.as_of,
                match.value_to,
                match.comparator,
            )
            for match in measures.find(text)
        ),
        theme_why=theme.why,
    )


def _within(spans: Spans, offsets: list[int], start: int, end: int) -> Spans:
    """The document spans of ``text[start:end]`` of a finding whose characters stand at ``offsets``."""
    first, last = offsets[start], offsets[end - 1] + 1
    return tuple((max(a, first), min(b, last)) for a, b in spans if a < last and b > first)


def _outside(spans: Iterable[Span], found: Structure) -> list[Span]:
    """Metadata spans, less what a finding or a heading holds: a name in a sentence stays the sentence's."""
    taken = sorted(
        [
            *(s for item in found.items for s in item.spans),
            *(s for section in found.sections for s in section.spans),
        ]
    )
    return [span for span in spans if not any(a < span[1] and b > span[0] for a, b in taken)]


def _merged(text: str, spans: Iterable[Span]) -> Spans:
    """Spans in order, white space at their ends cut off, overlapping ones joined."""
    result: list[Span] = []
    for start, end in sorted(spans):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return tuple(result)


def _unclaimed(text: str, claimed: Iterable[Span]) -> Spans:
    """What lies in no claimed span, white space aside."""
    result: list[Span] = []
    at = 0
    for start, end in [*sorted(claimed), (len(text), len(text))]:
        if start > at:
            result.extend((at + m.start(), at + m.end()) for m in re.finditer(r"\S(?:.*\S)?", text[at:start]))
        at = max(at, end)
    return tuple(result)
