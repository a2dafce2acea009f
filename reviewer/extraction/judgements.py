"""Graded areas: from the table or list on the first pages, from the record of findings, or from headings.

The areas of each framework are known by how they begin; the grade is what the row's remaining words say. So
it makes no difference whether a table's cells wrap, interleave or stand on lines of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reviewer.extraction import grades
from reviewer.extraction.judgement_columns import side_by_side
from reviewer.extraction.layout import Block, Layout
from reviewer.extraction.structure import Structure
from reviewer.model import DocumentType, Judgement, Section, Span, Spans
from reviewer.reading.document import Document, Line

_CUT: Final = r"\s*$|\s{3,}|\t"
"""Where an area's words stop before the grade's column and go on in the next line."""
_ILACS: Final = (
    r"(?:the\s+)?impact\s+of\s+leaders\b",
    r"(?:the\s+)?experiences?\s+and\s+progress\s+of\b",
    r"overall\s+effectiveness\b",
)
_SIF: Final = (
    r"children\s+who\s+need\s+help\b",
    r"children\s+looked\s+after\b",
    r"adoption\s+performance\b",
    rf"(?:the\s+)?experiences?\s+and\s+progress\s+of(?:\s+care\b|{_CUT})",
    rf"leadership,?\s+management\s+and(?:\s+governance\b|{_CUT})",
)
_EARLY: Final = (
    r"overall\s+effectiveness\b",
    r"capacity\s+(?:to|for)\s+improve",
    r"(?:safeguarding\s+)?outcomes\s+for\b",
    r"(?:the\s+)?quality\s+of\s+(?:provision|practice)\b",
    rf"(?:the\s+)?effectiveness\s+of\s+the\s+help\s+and(?:\s+protection\b|{_CUT})",
    r"leadership\s+and\s+(?:management|governance)\b",
)
_AREAS: Final = {
    DocumentType.ILACS: _ILACS,
    DocumentType.SIF: _SIF,
    DocumentType.LOOKED_AFTER_CHILDREN: _EARLY,
    DocumentType.PROTECTION_OF_CHILDREN: _EARLY,
}
_NUMBERING = r"^\W*(?:\d(?:\.\d)?[.)]?\s+)?"
_ROW_GRADE = re.compile(
    r"(?<![\w’'])(?:(Outstanding|Good|Inadequate|Adequate|Not\s+judged)(?![\w’'])|(Requires)\b)", re.MULTILINE
)
_OVERALL = re.compile(
    rf"^\W*(the\s+overall\s+judge?ment)\s+is\b.*?({grades.GRADE.pattern})", re.IGNORECASE | re.DOTALL
)
_SERVICES = re.compile(
    rf"^\W*(children[’'‘]s\s+(?:social\s+care\s+)?services\s+in\s+.{{2,80}}?)\s+(?:is|are)?\s*({grades.GRADE.pattern})\W*\d?\W*$",
    re.IGNORECASE,
)
_BOARD = re.compile(
    r"^\W*((?:the\s+)?(?:effectiveness\s+of\s+)?(?:the\s+)?(?:[\w&’'\- ]+\s)?"
    r"(?:LSCB|local\s+safeguarding\s+children\s+board)(?:\s*\(\w*LSCB\))?)"
    rf"\s+(?:is\s+)?\**({grades.GRADE.pattern})\W*\d?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Row:
    """Neighbouring lines of a table: their words and spans."""

    words: str
    spans: tuple[Span, ...]
    page: int | None


def judgements(document_type: str, found: Structure, layout: Layout) -> list[Judgement]:
    """The report's graded areas in the order printed."""
    kind = DocumentType(document_type)
    if kind is DocumentType.AREA_SEND:
        return _outcome(found)
    areas = _AREAS.get(kind)
    if areas is None:
        return []
    front = [line for block in found.front for line in _rows(block, layout)]
    if kind is DocumentType.SIF:
        result = _sentences(front, (_OVERALL, _SERVICES)) + _table(front, areas)
        board = _sentences(front, (_BOARD,)) or _headings(found.sections, _BOARD)
        return result + board[:1]
    if kind in (DocumentType.LOOKED_AFTER_CHILDREN, DocumentType.PROTECTION_OF_CHILDREN):
        return _table(_record(found, layout), areas) or _graded(found.sections, areas)
    return _table(front, areas) or _graded(found.sections, areas)


def _rows(block: Block, layout: Layout) -> list[_Row]:
    lines = [layout.document.lines[index] for index in block.lines]
    return [_row(layout.document, line) for line in lines if layout.document.words(line).strip()]


def _row(document: Document, line: Line) -> _Row:
    words = document.words(line)
    start = line.start + len(words) - len(words.lstrip())
    return _Row(words.strip(), ((start, start + len(words.strip())),), line.page or None)


def _record(found: Structure, layout: Layout) -> list[_Row]:
    """The lines of the table 'Record of main findings' at the end."""
    section = next(
        (s for s in found.sections if re.match(r"\W*record\s+of\s+main", s.heading, re.IGNORECASE)), None
    )
    if section is None:
        return []
    after = section.spans[-1][1]
    document = layout.document
    lines = [document.lines[i] for i in range(len(document.lines)) if i not in layout.running]
    return [_row(document, line) for line in lines if line.start > after and document.words(line).strip()]


def _table(rows: list[_Row], areas: tuple[str, ...]) -> list[Judgement]:
    """Rows that begin with an area's words, up to the next area or to where the row's grade is complete."""
    begins = re.compile(_NUMBERING + "(?:" + "|".join(areas) + ")", re.IGNORECASE)
    if rows and all(row.page is None for row in rows):
        found = side_by_side([(row.words, row.spans[0]) for row in rows], begins)
        if found:
            return found
    result: list[Judgement] = []
    index = 0
    while index < len(rows):
        if not begins.match(rows[index].words):
            index += 1
            continue
        taken = [rows[index]]
        index += 1
        while index < len(rows) and not begins.match(rows[index].words) and _belongs(taken, rows[index]):
            taken.append(rows[index])
            index += 1
        judgement = _judgement(taken)
        if judgement and all(judgement.area.casefold() != other.area.casefold() for other in result):
            result.append(judgement)
    return result


def _belongs(taken: list[_Row], row: _Row) -> bool:
    """Whether a line goes on with the row: its grade is still to come, or the line begins in mid-sentence."""
    words = " ".join(r.words for r in taken)
    if len(taken) > 6 or len(row.words) > 75:
        return False
    match = list(_ROW_GRADE.finditer(words))
    if not match:
        return True
    if match[-1].group(2) and not re.search(r"improvement", words, re.IGNORECASE):
        return True
    return row.words[:1].islower() or bool(re.match(r"^improvement\b", row.words, re.IGNORECASE))


def _judgement(taken: list[_Row]) -> Judgement | None:
    words = " ".join(" ".join(row.words.replace("**", "") for row in taken).split())
    words = re.sub(_NUMBERING, "", words)
    found = list(_ROW_GRADE.finditer(words))
    if not found:
        return None
    last = found[-1]
    if last.group(2):
        grade = "Requires improvement"
        area = words[: last.start()] + " " + words[last.end() :]
        if re.search(r"\bto\s+be\s+good\b", area, re.IGNORECASE):
            grade += " to be good"
        area = re.sub(r"\bimprovement\b", " ", area, count=1, flags=re.IGNORECASE)
        area = re.sub(r"\bto\s+be\s+good\b", " ", area, count=1, flags=re.IGNORECASE)
    else:
        grade = last.group(1).capitalize()
        area = words[: last.start()] + " " + words[last.end() :]
    area = re.sub(r"\(?\bgrade\s*\d\b\W*", " ", area, flags=re.IGNORECASE)
    area = " ".join(area.split()).strip(" :–-|\t()")
    if not area:
        return None
    spans = tuple(span for row in taken for span in row.spans)
    return Judgement(area, grade, spans, taken[0].page)


def _sentences(rows: list[_Row], patterns: tuple[re.Pattern[str], ...]) -> list[Judgement]:
    """The first line that says a grade in a sentence, or the first lines where it wraps."""
    for count in range(1, 4):
        for start in range(len(rows) - count + 1):
            found = _sentence(rows[start : start + count], patterns)
            if found:
                longer = _sentence(rows[start : start + count + 1], patterns)
                whole = longer and longer.area == found.area and longer.grade.startswith(found.grade)
                return [longer if longer and whole else found]
    return []


def _sentence(rows: list[_Row], patterns: tuple[re.Pattern[str], ...]) -> Judgement | None:
    text = " ".join(row.words for row in rows).replace("**", "")
    match = next(filter(None, (pattern.match(text) for pattern in patterns)), None)
    if match is None:
        return None
    spans = tuple(span for row in rows for span in row.spans)
    return Judgement(match.group(1).strip(), grades.plain(match.group(2)), spans, rows[0].page)


def _headings(sections: list[Section], pattern: re.Pattern[str]) -> list[Judgement]:
    for section in sections:
        match = pattern.match(section.heading)
        if match:
            return [
                Judgement(match.group(1).strip(), grades.plain(match.group(2)), section.spans, section.page)
            ]
    return []


def _graded(sections: list[Section], areas: tuple[str, ...]) -> list[Judgement]:
    """From headings that carry a grade, where a report has no table."""
    begins = re.compile(_NUMBERING + "(?:" + "|".join(areas) + ")", re.IGNORECASE)
    result: list[Judgement] = []
    for section in sections:
        if section.grade and begins.match(section.heading):
            area = re.sub(
                rf"[:\s–-]*(?:is|are)?\s*{grades.GRADE.pattern}\W*$", "", section.heading, flags=re.IGNORECASE
            )
            result.append(Judgement(area.strip(" :–-"), section.grade, section.spans, section.page))
    return result


def _outcome(found: Structure) -> list[Judgement]:
    """Area SEND: the first paragraph under 'Inspection outcome' is the judgement, in one sentence or two."""
    for item in found.items:
        if item.section and re.match(r"\W*inspection\s+outcome", item.section.heading, re.IGNORECASE):
            spans: Spans = item.block.spans
            return [Judgement("Inspection outcome", item.text, spans, item.block.page or None)]
    return []
