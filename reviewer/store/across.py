"""Findings of all reports at once: their codes for counting, their words, those that are alike."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from reviewer.store.database import Row, StoreDatabase
from reviewer.store.errors import StoreError
from reviewer.store.rows import Decision

_AT_ONCE: Final = 500
_QUERY_WORDS: Final = 60
_LOOKED_AT: Final = 300
_COVERED_COUNTS: Final = 2
"""How much more it counts that words are there than that others are."""
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_COMMON: Final = frozenset(
    """about after all also and any are because been before being both but can children could during each for
    from had has have having however into its more most not other our out over some such than that the their
    them then there these they this those through under very was well were what when where which while who
    will with within would young people""".split()
)


@dataclass(frozen=True, slots=True)
class Coded:
    """How a finding is coded; ``themes`` are all of them, the main one first."""

    finding_id: int
    report_id: int
    kind: str
    polarity: str
    themes: tuple[str, ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class Brief:
    """A finding as lists of several reports show it. ``text`` is the words that count."""

    finding_id: int
    report_id: int
    number: str | None
    kind: str
    polarity: str
    theme: str
    decision: Decision
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Alike:
    """A finding that is like another: ``likeness`` 0 to 1, ``shared`` the words that both have."""

    brief: Brief
    likeness: float
    shared: tuple[str, ...]


def coded(db: StoreDatabase) -> list[Coded]:
    """The codes of all findings that are not rejected, by report in reading order."""
    return [
        Coded(
            row["id"],
            row["report_id"],
            row["kind"],
            row["polarity"],
            (row["theme"], *json.loads(row["more_themes"])),
            Decision(row["decision"]),
        )
        for row in db.all(
            "SELECT id, report_id, kind, polarity, theme, more_themes, decision FROM finding"
            " WHERE decision <> 'rejected' ORDER BY report_id, position, id"
        )
    ]


def briefs(db: StoreDatabase, finding_ids: Iterable[int]) -> list[Brief]:
    """These findings in the order given; those that are gone are left out."""
    wanted = list(dict.fromkeys(finding_ids))
    found: dict[int, Brief] = {}
    for some in _batches(wanted):
        marks = ", ".join("?" * len(some))
        found |= {row["id"]: _brief(row) for row in db.all(f"{_BRIEF} WHERE id IN ({marks})", some)}
    return [found[finding_id] for finding_id in wanted if finding_id in found]


_BRIEF: Final = """
    SELECT id, report_id, number, kind, polarity, theme, decision, page,
        coalesce(wording, verbatim) AS text
    FROM finding
"""


def _batches(values: Sequence[int]) -> Iterable[Sequence[int]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def _brief(row: Row) -> Brief:
    return Brief(
        finding_id=row["id"],
        report_id=row["report_id"],
        number=row["number"],
        kind=row["kind"],
        polarity=row["polarity"],
        theme=row["theme"],
        decision=Decision(row["decision"]),
        page=row["page"],
        text=row["text"],
    )


def alike(db: StoreDatabase, finding_id: int, *, least: float = 0.2, most: int = 60) -> list[Alike]:
    """Findings of other reports whose words are most like those of this one, the likest first.

    Found by BM25 over the stems of the words, against what the finding itself would get; long findings,
    which have some of any words, come after short ones that say the same. Rejected ones are left out. The
    index is made anew each time, in memory: 60,000 findings take two seconds, so not on the main thread.
    StoreError where the finding is gone.
    """
    own = briefs(db, [finding_id])
    if not own:
        raise StoreError("That finding is no longer in the store.")
    words = _content(own[0].text)[:_QUERY_WORDS]
    if not words:
        return []
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute(
            "CREATE VIRTUAL TABLE words USING fts5 (said, content = '', tokenize = 'porter unicode61')"
        )
        rows = db.all(
            "SELECT id, coalesce(wording, verbatim) AS text FROM finding WHERE id = ?1 OR"
            " (decision <> 'rejected' AND report_id <> (SELECT report_id FROM finding WHERE id = ?1))",
            (finding_id,),
        )
        index.executemany(
            "INSERT INTO words (rowid, said) VALUES (?, ?)", ((row["id"], row["text"]) for row in rows)
        )
        query = " OR ".join(f'"{word}"' for word in words)
        ranked = index.execute(
            "SELECT rowid, -bm25(words) AS score FROM words WHERE words MATCH ? ORDER BY score DESC LIMIT ?",
            (query, _LOOKED_AT),
        ).fetchall()
        (best,) = index.execute(
            "SELECT -bm25(words) FROM words WHERE words MATCH ? AND rowid = ?", (query, finding_id)
        ).fetchone()
    scores = {row_id: min(1.0, score / best) for row_id, score in ranked if score > 0}
    scores.pop(finding_id, None)
    found = [_alike(brief, scores[brief.finding_id], words) for brief in briefs(db, scores)]
    found.sort(key=lambda one: (-one.likeness, one.brief.finding_id))
    return [one for one in found if one.likeness >= least][:most]


def _alike(brief: Brief, covered: float, words: Sequence[str]) -> Alike:
    """``covered`` is how much of the finding looked for is in this one; what else is in it counts, too."""
    shared = _shared(words, brief.text)
    own = len(shared) / max(1, len(_content(brief.text)))
    weight = _COVERED_COUNTS**2
    likeness = (1 + weight) * own * covered / (weight * own + covered) if own and covered else 0.0
    return Alike(brief, likeness, shared)


def _content(text: str) -> list[str]:
    """The words that say something, each once, in their order."""
    found = dict.fromkeys(_WORD.findall(text.casefold().replace("’", "'")))
    return [word for word in found if word not in _COMMON]


def _shared(words: Sequence[str], text: str) -> tuple[str, ...]:
    """Those of ``words`` that ``text`` has in some form."""
    stems = {_stem(word) for word in _content(text)}
    return tuple(word for word in words if _stem(word) in stems)


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
