"""Full-text search over everything: the texts of the reports, findings as printed and reworded, notes.

Hits come in context, grouped by report, the report with the best hit first and the hits of each in reading
order. What a search costs does not grow with what it finds: beyond a limit, hits are only counted.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from reviewer.model import Span, Spans, joined_with_offsets
from reviewer.patterns import Matcher, PatternError, regular
from reviewer.store import codec
from reviewer.store.database import Row, StoreDatabase
from reviewer.store.search_index import SHIFT, passages
from reviewer.store.search_query import QueryError, fts_query

LIMIT: Final = 200
"""Hits of each kind that are shown."""

_UNRANKED: Final = 4_000
"""Where more than so many rows hold the words, none is a better hit than the others, and nobody asks in which
reports they are."""

_BEFORE: Final = 60
_LONGEST: Final = 220
"""Characters of an excerpt: before its first hit, and at most."""

_REGEX_SECONDS: Final = 2.0
"""How long a regular expression may take over one text."""

_EVERYTHING: Final = 50_000
"""Places of a regular expression beyond which nobody counts on."""

_SPACE: Final = re.compile(r"\s+")
_GLYPH: Final = re.compile("[\ue000-\uf8ff]")
"""Bullets of fonts of their own, which no other font has."""

# Noncharacters, which no text has.
_ON: Final = "\ufdd0"
_OFF: Final = "\ufdd1"

Progress = Callable[[int, int], None]


class Where(StrEnum):
    """What is looked through."""

    TEXT = "text"
    FINDINGS = "findings"
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A passage of a report's text, a finding or a note that holds what was looked for.

    ``excerpt`` is some of its words, ``marks`` the hits in them. ``places`` are the hits in the report's text
    where they are known at once: for a passage. A finding has instead ``spans``, its own words' places, and
    ``printed``, the hits in them as printed; see :func:`places`. ``start`` orders the hits of a report.
    """

    where: Where
    report_id: int
    excerpt: str
    marks: Spans
    rank: float = 0.0
    start: int = 0
    page: int | None = None
    finding_id: int | None = None
    section_id: int | None = None
    note_id: int | None = None
    number: str | None = None
    decision: str | None = None
    reworded: bool = False
    by: str | None = None
    places: Spans = ()
    spans: Spans = ()
    printed: Spans = ()


@dataclass(frozen=True, slots=True)
class SearchResults:
    """``hits``, those of a report together; ``counts`` how many there are in all, by kind.

    ``reports`` is in how many reports they are, None where they are too many to tell.
    """

    hits: tuple[SearchHit, ...] = ()
    counts: Mapping[Where, int] = field(default_factory=dict)
    reports: int | None = 0
    complete: bool = True
    """Whether all that was counted is shown."""


def search(
    db: StoreDatabase,
    typed: str,
    *,
    regex: bool = False,
    where: Iterable[Where] = tuple(Where),
    report_id: int | None = None,
    typing: bool = False,
    limit: int = LIMIT,
    progress: Progress | None = None,
) -> SearchResults:
    """Look for what was typed, in the language of :mod:`search_query` or as a regular expression.

    ``report_id`` for one report only; ``typing`` where the last word may not be whole yet; ``limit`` for each
    kind of hit. ``progress`` is told how many reports of how many a regular expression has gone through; what
    it raises ends the search. Raises QueryError, with a sentence for the reader, where nothing can be looked
    for.
    """
    wanted = [one for one in Where if one in set(where)]
    if regex:
        found = _by_expression(db, typed, wanted, report_id, progress)
    else:
        found = _by_index(db, fts_query(typed, typing=typing), wanted, report_id, limit)
    hits = _with_pages(db, _grouped([*found.hits, *_unsaid(found.passages, found.hits)], limit))
    return SearchResults(tuple(hits), found.counts, found.reports, sum(found.counts.values()) <= limit)


def places(text: str, hit: SearchHit) -> Spans:
    """Where the hits of ``hit`` stand in its report's ``text``; none for a note."""
    if hit.places or not hit.printed:
        return hit.places
    _words, offsets = joined_with_offsets(text, hit.spans)
    inside = ((start, min(end, len(offsets))) for start, end in hit.printed)
    return tuple((offsets[start], offsets[end - 1] + 1) for start, end in inside if start < end)


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage of a text with its hits."""

    report_id: int
    start: int
    words: str
    marks: Spans
    rank: float


@dataclass
class _Found:
    hits: list[SearchHit] = field(default_factory=list)
    passages: list[_Passage] = field(default_factory=list)
    counts: dict[Where, int] = field(default_factory=dict)
    reports: int | None = 0


# The index


def _by_index(db: StoreDatabase, query: str, where: list[Where], report_id: int | None, limit: int) -> _Found:
    found = _Found()
    reports: set[int] | None = set()
    for one in where:
        count = found.counts[one] = _counted(db, one, query, report_id)
        ranked = count <= _UNRANKED
        rows = _rows(db, one, query, report_id, limit, ranked=ranked) if count else []
        if one is Where.TEXT:
            found.passages += map(_passage, rows)
        else:
            found.hits += map(_finding_hit if one is Where.FINDINGS else _note_hit, rows)
        if report_id is not None:
            reports = reports or ({report_id} if count else set())
        elif ranked and reports is not None:
            reports |= {row[0] for row in db.execute(_REPORTS[one], (query,)).fetchall()}
        else:
            reports = None
    found.reports = None if reports is None else len(reports)
    return found


_TABLES: Final = {Where.TEXT: "text_search", Where.FINDINGS: "finding_search", Where.NOTES: "note_search"}
_REPORTS: Final = {
    Where.TEXT: f"SELECT DISTINCT rowid >> {SHIFT} FROM text_search WHERE text_search MATCH ?1",
    # The index has all that is asked for: no row of the table, which is long, is read.
    Where.FINDINGS: "SELECT DISTINCT report_id FROM finding INDEXED BY finding_place"
    " WHERE id IN (SELECT rowid FROM finding_search WHERE finding_search MATCH ?1)",
    Where.NOTES: "SELECT DISTINCT report_id FROM note"
    " WHERE id IN (SELECT rowid FROM note_search WHERE note_search MATCH ?1)",
}
_ROWS: Final = {
    Where.TEXT: "SELECT rowid AS place, start, highlight(text_search, 0, ?2, ?3) AS words, {rank} AS rank"
    " FROM text_search WHERE text_search MATCH ?1 {only} {order} LIMIT ?4",
    Where.FINDINGS: "SELECT finding.id, finding.report_id, finding.spans, finding.page, finding.number,"
    " finding.decision, highlight(finding_search, 0, ?2, ?3) AS printed,"
    " highlight(finding_search, 1, ?2, ?3) AS wording, {rank} AS rank"
    " FROM finding_search JOIN finding ON finding.id = finding_search.rowid"
    " WHERE finding_search MATCH ?1 {only} {order} LIMIT ?4",
    Where.NOTES: "SELECT note.*, finding.number, highlight(note_search, 0, ?2, ?3) AS words, {rank} AS rank"
    " FROM note_search JOIN note ON note.id = note_search.rowid"
    " LEFT JOIN finding ON finding.id = note.finding_id"
    " WHERE note_search MATCH ?1 {only} {order} LIMIT ?4",
}
_ONLY: Final = {
    Where.TEXT: f"AND rowid BETWEEN {{0}} << {SHIFT} AND ({{0}} << {SHIFT}) + {(1 << SHIFT) - 1}",
    Where.FINDINGS: "AND finding_search.rowid IN (SELECT id FROM finding WHERE report_id = {0})",
    Where.NOTES: "AND note_search.rowid IN (SELECT id FROM note WHERE report_id = {0})",
}


def _counted(db: StoreDatabase, where: Where, query: str, report_id: int | None) -> int:
    table = _TABLES[where]
    only = "" if report_id is None else _ONLY[where].format("?2")
    values = (query,) if report_id is None else (query, report_id)
    count: int = db.value(f"SELECT count(*) FROM {table} WHERE {table} MATCH ?1 {only}", values)
    return count


def _rows(
    db: StoreDatabase, where: Where, query: str, report_id: int | None, limit: int, *, ranked: bool
) -> list[Row]:
    only = ""
    values: tuple[object, ...] = (query, _ON, _OFF, limit)
    if report_id is not None:
        only, values = _ONLY[where].format("?5"), (*values, report_id)
    rank, order = ("rank", "ORDER BY rank") if ranked else ("0.0", "")
    return db.all(_ROWS[where].format(only=only, rank=rank, order=order), values)


def _passage(row: Row) -> _Passage:
    words, marks = _unmarked(row["words"])
    return _Passage(row["place"] >> SHIFT, row["start"], words, marks, row["rank"])


def _finding_hit(row: Row) -> SearchHit:
    printed, marks = _unmarked(row["printed"])
    wording, own_marks = _unmarked(row["wording"] or "")
    return _finding(row, (printed, marks), (wording, own_marks) if row["wording"] else None)


def _finding(row: Row, printed: tuple[str, Spans], wording: tuple[str, Spans] | None) -> SearchHit:
    """The words that count are shown where they have a hit, those printed otherwise."""
    reworded = wording is not None and bool(wording[1])
    excerpt, shown = _excerpt(*(wording if wording is not None and reworded else printed))
    spans = codec.spans_from_text(row["spans"])
    return SearchHit(
        Where.FINDINGS,
        row["report_id"],
        excerpt,
        shown,
        rank=row["rank"],
        start=spans[0][0] if spans else 0,
        page=row["page"],
        finding_id=row["id"],
        number=row["number"],
        decision=row["decision"],
        reworded=reworded,
        spans=spans,
        printed=printed[1],
    )


def _note_hit(row: Row) -> SearchHit:
    return _note(row, *_unmarked(row["words"]))


def _note(row: Row, words: str, marks: Spans) -> SearchHit:
    excerpt, shown = _excerpt(words, marks)
    return SearchHit(
        Where.NOTES,
        row["report_id"],
        excerpt,
        shown,
        rank=row["rank"],
        # Notes come after what is printed.
        start=1 << 62 | row["id"],
        finding_id=row["finding_id"],
        section_id=row["section_id"],
        note_id=row["id"],
        number=row["number"],
        by=row["created_by"],
    )


def _unmarked(words: str) -> tuple[str, Spans]:
    """What ``highlight`` gave, without its marks, and where they were."""
    pieces: list[str] = []
    marks: list[Span] = []
    length = 0
    for number, piece in enumerate(re.split(f"[{_ON}{_OFF}]", words)):
        # Marks come in pairs: every second piece is a hit.
        if number % 2:
            marks.append((length, length + len(piece)))
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), tuple(marks)


# Regular expressions


def _by_expression(
    db: StoreDatabase, typed: str, where: list[Where], report_id: int | None, progress: Progress | None
) -> _Found:
    if not typed:
        raise QueryError("Type a regular expression to look for.")
    try:
        wanted = regular(typed, seconds=_REGEX_SECONDS)
        return _matched(db, wanted, where, report_id, progress)
    except PatternError as error:
        raise QueryError(str(error)) from error


def _matched(
    db: StoreDatabase, wanted: Matcher, where: list[Where], report_id: int | None, progress: Progress | None
) -> _Found:
    found = _Found()
    only = "" if report_id is None else "WHERE id = ?"
    reports = db.all(f"SELECT id FROM report {only} ORDER BY id", () if report_id is None else (report_id,))
    for done, row in enumerate(reports, start=1):
        if Where.TEXT in where:
            found.passages += _text_matches(db, wanted, row["id"])
        if Where.FINDINGS in where:
            found.hits += _finding_matches(db, wanted, row["id"])
        if Where.NOTES in where:
            found.hits += _note_matches(db, wanted, row["id"])
        if progress is not None:
            progress(done, len(reports))
        if len(found.hits) + len(found.passages) > _EVERYTHING:
            break
    counts = Counter([*(hit.where for hit in found.hits), *(Where.TEXT for _ in found.passages)])
    found.counts = {one: counts[one] for one in where}
    found.reports = len({*(hit.report_id for hit in found.hits), *(one.report_id for one in found.passages)})
    return found


def _spans_of(wanted: Matcher, text: str) -> list[Span]:
    return [(start, end) for start, end in wanted(text) if end > start]


def _text_matches(db: StoreDatabase, wanted: Matcher, report_id: int) -> Iterator[_Passage]:
    text = db.value("SELECT text FROM report_text WHERE report_id = ?", (report_id,)) or ""
    found = _spans_of(wanted, text)
    if not found:
        return
    tiles = list(passages(text))
    starts = [start for start, _ in tiles]
    by_tile: dict[int, list[Span]] = {}
    for span in found:
        by_tile.setdefault(bisect_right(starts, span[0]) - 1, []).append(span)
    for tile, spans in by_tile.items():
        start = tiles[tile][0]
        end = max(tiles[tile][1], spans[-1][1])
        marks = tuple((one - start, two - start) for one, two in spans)
        yield _Passage(report_id, start, text[start:end], marks, -len(spans))


def _finding_matches(db: StoreDatabase, wanted: Matcher, report_id: int) -> Iterator[SearchHit]:
    for row in db.all(
        "SELECT id, report_id, spans, page, number, decision, verbatim, wording FROM finding"
        " WHERE report_id = ?",
        (report_id,),
    ):
        printed = _spans_of(wanted, row["verbatim"])
        own = _spans_of(wanted, row["wording"]) if row["wording"] else []
        if printed or own:
            row["rank"] = -len(printed or own)
            wording = (row["wording"], tuple(own)) if row["wording"] else None
            yield _finding(row, (row["verbatim"], tuple(printed)), wording)


def _note_matches(db: StoreDatabase, wanted: Matcher, report_id: int) -> Iterator[SearchHit]:
    for row in db.all(
        "SELECT note.*, finding.number FROM note LEFT JOIN finding ON finding.id = note.finding_id"
        " WHERE note.report_id = ?",
        (report_id,),
    ):
        found = _spans_of(wanted, row["body"])
        if found:
            yield _note({**row, "rank": -len(found)}, row["body"], tuple(found))


# Putting together


def _unsaid(passages: Iterable[_Passage], hits: Iterable[SearchHit]) -> Iterator[SearchHit]:
    """The passages as hits, but for what findings among ``hits`` say: nobody reads the same words twice.

    A passage stays where all that was looked for is in it besides.
    """
    claimed: dict[int, list[Span]] = defaultdict(list)
    for hit in hits:
        if hit.printed:
            claimed[hit.report_id].extend(hit.spans)
    for spans in claimed.values():
        spans.sort()
    for one in passages:
        spans = claimed.get(one.report_id, [])
        marks = tuple(mark for mark in one.marks if not _inside(spans, one.start + mark[0]))
        if marks != one.marks and _said(one, marks) != _said(one, one.marks):
            continue
        excerpt, shown = _excerpt(one.words, marks)
        yield SearchHit(
            Where.TEXT,
            one.report_id,
            excerpt,
            shown,
            rank=one.rank,
            start=one.start + (marks[0][0] if marks else 0),
            places=tuple((one.start + start, one.start + end) for start, end in marks),
        )


def _inside(spans: list[Span], offset: int) -> bool:
    at = bisect_right(spans, (offset, 1 << 62)) - 1
    return at >= 0 and offset < spans[at][1]


def _said(passage: _Passage, marks: Spans) -> set[str]:
    return {passage.words[start:end].casefold() for start, end in marks}


def _grouped(hits: list[SearchHit], limit: int) -> list[SearchHit]:
    """The best hits, those of a report together in reading order, the report with the best hit first."""
    best = sorted(hits, key=lambda hit: (hit.rank, hit.report_id, hit.start))[:limit]
    order: dict[int, int] = {}
    for hit in best:
        order.setdefault(hit.report_id, len(order))
    return sorted(best, key=lambda hit: (order[hit.report_id], hit.start, hit.where))


def _with_pages(db: StoreDatabase, hits: list[SearchHit]) -> list[SearchHit]:
    """Say of passages on which page they begin."""
    wanted = sorted({hit.report_id for hit in hits if hit.where is Where.TEXT})
    marks = ", ".join("?" * len(wanted))
    rows = db.all(f"SELECT report_id, pages FROM report_text WHERE report_id IN ({marks})", wanted)
    pages = {row["report_id"]: json.loads(row["pages"]) for row in rows}

    def page(hit: SearchHit) -> int | None:
        begun = [number for number, start, _end in pages[hit.report_id] if start <= hit.start]
        return begun[-1] if begun else None

    return [replace(hit, page=page(hit)) if hit.where is Where.TEXT else hit for hit in hits]


def _excerpt(words: str, marks: Spans) -> tuple[str, Spans]:
    """Some of the words around the first hit, on one line, with the hits in them."""
    first = marks[0][0] if marks else 0
    start = max(0, first - _BEFORE)
    end = min(len(words), start + _LONGEST)
    if start > 0:
        space = _SPACE.search(words, start, first)
        start = space.end() if space else start
    if end < len(words):
        cut = max(words.rfind(" ", first, end), words.rfind("\n", first, end))
        end = cut if cut > first else end
    said = "… " if words[:start].strip() else ""
    shown: list[Span] = []
    at = start
    for one, two in marks:
        if start <= one < end:
            said = _joined(said, words[at:one])
            begin = len(said)
            at = min(two, end)
            said = _joined(said, words[one:at])
            shown.append((begin, len(said)))
    said = _joined(said, words[at:end]).rstrip()
    return said + (" …" if words[end:].strip() else ""), tuple(shown)


def _joined(said: str, more: str) -> str:
    """Two pieces of text, each run of white space in the second as one space."""
    more = _GLYPH.sub("•", _SPACE.sub(" ", more))
    return said + (more.lstrip() if not said or said.endswith(" ") else more)


def as_json(hit: SearchHit, extra: Mapping[str, Any]) -> dict[str, Any]:
    """A hit for other programs: what is known of it, and ``extra``."""
    return {
        **extra,
        "where": hit.where.value,
        "report_id": hit.report_id,
        "finding_id": hit.finding_id,
        "section_id": hit.section_id,
        "note_id": hit.note_id,
        "page": hit.page,
        "number": hit.number,
        "decision": hit.decision,
        "reworded": hit.reworded,
        "excerpt": hit.excerpt,
        "marks": [list(mark) for mark in hit.marks],
    }
