"""Whether a store is whole, and mending it where it is not.

Every problem is counted by kind and explained; no explanation holds a word of a report. A repair writes only
what the log, the immutable text or the machine's extraction say, in one transaction; nothing is dropped.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from reviewer.model import joined
from reviewer.store import codec, errors, search_index
from reviewer.store.database import Row, StoreDatabase
from reviewer.store.errors import StoreError, explained
from reviewer.store.mending import complete, loosen, past_rules
from reviewer.store.rebuilding import rebuild
from reviewer.store.replay import Difference, differences
from reviewer.store.schema import migrations
from reviewer.store.sqlite_library import Database

Progress = Callable[[int, int], None]

_EXPLANATIONS: Final = {
    "damage": "parts of the file can't be read as they were written",
    "index": "entries of an index don't agree with their table",
    "rules": "values break a rule of their table",
    "schema": "tables, indexes or rules of the store are missing",
    "references": "rows refer to others that are not there",
    "search": "the search index doesn't agree with the words",
    "missing": "reports lack their text, their file or the machine's extraction",
    "source": "files are not those that were imported: their hash differs",
    "spans": "positions lie outside their text",
    "words": "findings don't read as their positions in the text",
    "log": "rows are not as the log of changes has them",
    "machine": "rows did not begin as the machine's extraction has them",
}
_REPAIRABLE: Final = frozenset({"index", "schema", "references", "search", "words", "log", "machine"})
_SMALL: Final = 128 * 2**20
"""Bytes up to which a file is read through even when checking quickly: that takes a moment only, and is done
beside the work."""

_MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """``count`` of one ``kind``, explained; ``where`` names some of them, without words of a report."""

    kind: str
    count: int
    where: tuple[str, ...] = ()

    @property
    def explanation(self) -> str:
        """What is wrong, as the end of a sentence that begins with the count."""
        return _EXPLANATIONS[self.kind]

    @property
    def repairable(self) -> bool:
        """Whether :func:`repair` may mend some of it in place."""
        return self.kind in _REPAIRABLE


def check(db: StoreDatabase, *, quick: bool = False, progress: Progress | None = None) -> list[Problem]:
    """All problems of a store by kind, none where it is whole.

    ``quick`` looks only at what can be seen at once (structure of a small file, missing parts), for each
    opening. ``progress`` is told how many reports of how many are done. Raises StoreError where the disk is
    in the way; a file that is damaged is a problem, not an error.
    """
    found: dict[str, list[str]] = defaultdict(list)
    # Not the write lock: one moment, whoever writes meanwhile.
    with db.reading():
        try:
            for kind, where in _all(db, quick, progress):
                found[kind].append(where)
        except StoreError as error:
            if not errors.is_damage(error):
                raise
            found["damage"].append("the check ended there")
    if not quick and "damage" not in found:
        for kind, where in _search(db):
            found[kind].append(where)
    return [
        Problem(kind, len(found[kind]), tuple(dict.fromkeys(found[kind]))[:_MOST_NAMED])
        for kind in _EXPLANATIONS
        if kind in found
    ]


def repair(db: StoreDatabase) -> list[Problem]:
    """Mend in place what can be, in one transaction; return what is left. Back up first.

    Raises StoreError where the disk is in the way; then nothing is changed.
    """
    kinds = {problem.kind for problem in check(db)}
    if "damage" not in kinds and kinds & _REPAIRABLE:
        with db.writing():
            if "schema" in kinds:
                for _name, sql in _missing_objects(db):
                    db.execute(sql)
            # First, for what is mended below goes through its triggers, and they through what is in it.
            search_index.rebuild(db)
            if "index" in kinds:
                db.execute("REINDEX")
            if kinds & {"log", "machine", "references"}:
                complete(db)
                for (report_id,) in _report_ids(db):
                    _rebuild(db, report_id)
                for (report_id,) in [*_report_ids(db), (0,)]:
                    _tell_again(db, _differences(db, report_id))
            if "references" in kinds:
                loosen(db)
            if "words" in kinds:
                _mend_words(db)
            complete(db)
    return check(db)


def _all(db: StoreDatabase, quick: bool, progress: Progress | None) -> Iterator[tuple[str, str]]:
    yield from _structure(db, quick)
    for name, _sql in _missing_objects(db):
        yield "schema", name
    for row in db.all(
        """
        SELECT report.id FROM report
        LEFT JOIN report_text ON report_text.report_id = report.id
        LEFT JOIN source_bytes ON source_bytes.source_id = report.source_id
        WHERE report_text.report_id IS NULL OR source_bytes.source_id IS NULL
            OR NOT EXISTS (SELECT 1 FROM extraction WHERE extraction.report_id = report.id)
        """
    ):
        yield "missing", f"report {row['id']}"
    if quick:
        return
    with explained(db.path):
        for table, rowid, parent, _ in db.conn.execute("PRAGMA foreign_key_check").fetchall():
            yield "references", f"{table} {rowid} to {parent}"
    yield from _sources(db)
    for difference in _differences(db, 0):
        yield "log", f"{difference.table} {difference.row_id}"
    reports = _report_ids(db)
    for done, (report_id,) in enumerate(reports, start=1):
        yield from _places(db, report_id)
        for difference in _differences(db, report_id):
            kind = "machine" if difference.what == "machine" else "log"
            yield kind, f"{difference.table} {difference.row_id} of report {report_id}"
        if progress is not None:
            progress(done, len(reports))


def _structure(db: StoreDatabase, quick: bool) -> Iterator[tuple[str, str]]:
    if quick:
        pages = db.value("PRAGMA page_count") * db.value("PRAGMA page_size")
        if pages > _SMALL:
            return
    pragma = "quick_check" if quick else "integrity_check"
    with explained(db.path):
        for (said,) in db.conn.execute(f"PRAGMA {pragma}").fetchall():
            if said == "ok":
                continue
            if re.search(r"missing from index|wrong # of entries in index|non-unique entry in index", said):
                yield "index", said.rsplit(" ", 1)[-1]
            elif re.match(r"(NULL value|CHECK constraint|non-\w+ value)", said):
                yield "rules", said.split(" in ", 1)[-1]
            else:
                yield "damage", said.splitlines()[0][:80]


def _missing_objects(db: StoreDatabase) -> list[tuple[str, str]]:
    """``(name, SQL)`` of what the migrations make and this store lacks, tables first."""
    fresh = Database(memory=True)
    try:
        migrations.apply(fresh)
        wanted = fresh.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
            " ORDER BY type <> 'table', rowid"
        ).fetchall()
        shadows = [name for name, sql in wanted if sql.upper().startswith("CREATE VIRTUAL")]
    finally:
        fresh.close()
    there = {row["name"] for row in db.all("SELECT name FROM sqlite_master")}
    return [
        (name, sql)
        for name, sql in wanted
        if name not in there and not any(name.startswith(f"{table}_") for table in shadows)
    ]


def _search(db: StoreDatabase) -> Iterator[tuple[str, str]]:
    """By itself: a comparison is a write to SQLite, which in the snapshot would lock others out."""
    there = {row["name"] for row in db.all("SELECT name FROM sqlite_master")}
    for table in search_index.TABLES:
        # One that is not there is missing from the schema.
        if table in there and not search_index.agrees(db, table):
            yield "search", table


def _sources(db: StoreDatabase) -> Iterator[tuple[str, str]]:
    for row in db.all("SELECT id, sha256, size FROM source ORDER BY id"):
        content = db.value("SELECT bytes FROM source_bytes WHERE source_id = ?", (row["id"],))
        if content is None:
            continue
        if len(content) != row["size"] or hashlib.sha256(content).hexdigest() != row["sha256"]:
            yield "source", f"file {row['id']}"


def _places(db: StoreDatabase, report_id: int) -> Iterator[tuple[str, str]]:
    text = db.value("SELECT text FROM report_text WHERE report_id = ?", (report_id,))
    if text is None:
        return
    if not search_index.has_text(db, report_id, text):
        yield "search", f"text of report {report_id}"
    for table in ("section", "judgement", "finding"):
        for row in db.all(f"SELECT * FROM {table} WHERE report_id = ?", (report_id,)):
            if not _inside(row["spans"], len(text)):
                yield "spans", f"{table} {row['id']} of report {report_id}"
            elif table == "finding" and row["verbatim"] != _read(text, row):
                yield "words", f"finding {row['id']} of report {report_id}"


def _inside(spans: str, length: int) -> bool:
    try:
        pairs = codec.spans_from_text(spans)
        return all(0 <= start <= end <= length for start, end in pairs)
    except (ValueError, TypeError):
        return False


def _read(text: str, row: Row) -> str:
    return joined(text, codec.spans_from_text(row["spans"]))


def _report_ids(db: StoreDatabase) -> list[tuple[int]]:
    return [(row["id"],) for row in db.all("SELECT id FROM report ORDER BY id")]


def _differences(db: StoreDatabase, report_id: int) -> list[Difference]:
    try:
        return differences(db, report_id)
    except (ValueError, KeyError, TypeError, AttributeError):
        # An image or an extraction that is no JSON, or not of the kind that it should be.
        return [Difference(report_id, "log", 0, "broken", {})]


def _rebuild(db: StoreDatabase, report_id: int) -> None:
    with suppress(ValueError, KeyError, TypeError, AttributeError):
        rebuild(db, report_id)


def _tell_again(db: StoreDatabase, wrong: list[Difference]) -> None:
    """Give rows the values that the log has; rows that the log knows nothing of stay."""
    for one in wrong:
        if not one.wanted:
            continue
        if one.what == "absent":
            finding = one.wanted.get("finding_id")
            if finding and db.value("SELECT 1 FROM finding WHERE id = ?", (finding,)) is None:
                continue
            columns = {row["name"] for row in db.all(f"PRAGMA table_info({one.table})")}
            db.add(one.table, {field: value for field, value in one.wanted.items() if field in columns})
        elif one.what in {"value", "machine"}:
            marks = ", ".join(f"{field} = ?" for field in one.wanted)
            # The rules keep what the machine said from every edit; the log knows what that was.
            past_rules(
                db,
                one.table,
                f"UPDATE {one.table} SET {marks} WHERE id = ?",
                (*one.wanted.values(), one.row_id),
            )


def _mend_words(db: StoreDatabase) -> None:
    """What a finding's positions say is what was printed there."""
    for (report_id,) in _report_ids(db):
        text = db.value("SELECT text FROM report_text WHERE report_id = ?", (report_id,))
        if text is None:
            continue
        for row in db.all("SELECT id, spans, verbatim FROM finding WHERE report_id = ?", (report_id,)):
            if _inside(row["spans"], len(text)) and row["verbatim"] != _read(text, row):
                db.execute("UPDATE finding SET verbatim = ? WHERE id = ?", (_read(text, row), row["id"]))
