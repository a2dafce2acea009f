"""A colleague's reports and codebook into the store: what is new comes whole, the rest is merged."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from reviewer.store import codebook, codes, queries, records
from reviewer.store.database import Row, StoreDatabase
from reviewer.store.errors import StoreError
from reviewer.store.merging.join import is_news, join, same_rows
from reviewer.store.merging.sides import Side, read_side
from reviewer.store.merging.writing import Written, write
from reviewer.store.record_checks import check, check_codebook
from reviewer.store.records import Layout, ReportRecord
from reviewer.store.rows import Change, ReportOutcome
from reviewer.store.steps import Context
from reviewer.store.whole import WholeStep, whole_step

Progress = Callable[[int, int], None]
"""Told how many reports of how many are done; what it raises ends the merge, and nothing is left of it."""

CODEBOOK: Final = "codebook"
"""What stands for the codebook where a report has the hash of its file."""


@dataclass(frozen=True)
class Incoming:
    """A colleague's review: who sent it, the records of their reports, their codebook with its log."""

    sender: str
    records: Sequence[ReportRecord]
    codebook: ReportRecord | None = None


@dataclass(frozen=True)
class Merged:
    """What a merge did to each report and to the codebook; ``change`` is the step, nameless if none."""

    reports: tuple[ReportOutcome, ...]
    change: Change
    codebook: ReportOutcome | None = None

    @property
    def disputes(self) -> int:
        """How many differences are left to settle in what was merged."""
        found = (*self.reports, *([self.codebook] if self.codebook else []))
        return sum(one.disputes for one in found)


@dataclass
class _Pair:
    """A report that both have."""

    report_id: int
    record: ReportRecord
    theirs: dict[str, list[Row]]
    refused: str = ""
    sides: tuple[Side, Side] | None = field(default=None)


def merge(
    context: Context,
    incoming: Incoming,
    progress: Progress = lambda _done, _of: None,
    *,
    before: Callable[[], object] = lambda: None,
) -> Merged:
    """Merge a colleague's review into the store, in one step of the whole store: all or nothing.

    Reports that are not here come whole, before that step. A report of which the two have another extraction
    is left as it is, and the outcome says so. ``before`` is called before the first change, if there is
    anything new; nothing is merged where it raises. Raises StoreError where something in it is not what a
    store makes.
    """
    db = context.db
    try:
        with db.writing():
            found = _Incoming(db, incoming)
            if found.has_news():
                before()
            outcomes = [_came_whole(one) for one in found.new]
            came = records.restore(context, found.new)
            _keep_others(db, found.beside)
            with whole_step(context, f"merge of {incoming.sender}’s review") as edit:
                book = _merge_codebook(edit, found, incoming.sender)
                for done, pair in enumerate(found.pairs, start=1):
                    outcomes.append(_merge_report(edit, pair, incoming.sender))
                    progress(done, len(found.pairs))
                _follow_codes(edit, found)
            for one in came:
                codebook.as_merged(context, one.report_id)
            return Merged(tuple(outcomes), edit.change(), book)
    except sqlite3.IntegrityError as error:
        raise StoreError(f"The review does not hold together, nothing was merged: {error}.") from error


@dataclass
class _Others:
    report_id: int
    others: list[Row]


class _Incoming:
    """What comes, checked, beside what is here."""

    def __init__(self, db: StoreDatabase, incoming: Incoming) -> None:
        layout = Layout(db)
        columns = layout.columns
        self.new: list[ReportRecord] = []
        self.pairs: list[_Pair] = []
        self.beside: list[_Others] = []
        self.codebook: tuple[Side, Side] | None = None
        self.retired_before: dict[tuple[str, str], str] = {}
        if incoming.codebook is not None:
            self._codebook(db, incoming.codebook)
        for one in incoming.records:
            check(one, columns, layout.links)
            report_id = queries.find_source(db, one["source"][0]["sha256"])
            if report_id is None:
                self.new.append(one)
                continue
            pair = _Pair(report_id, one, records.as_stored(one, columns))
            self.pairs.append(pair)
            ours = records.stored(db, report_id)
            pair.refused = _why_not(ours, pair.theirs)
            if not pair.refused:
                pair.sides = same_rows(read_side(ours), _whole(read_side(pair.theirs)))
                self.beside.append(_Others(report_id, _new_others(ours, pair.theirs)))

    def has_news(self) -> bool:
        """Whether there is anything that the store has not heard of yet."""
        sides = [pair.sides for pair in self.pairs if pair.sides is not None]
        sides += [self.codebook] if self.codebook is not None else []
        others = any(one.others for one in self.beside)
        return bool(self.new) or others or any(is_news(*pair) for pair in sides)

    def _codebook(self, db: StoreDatabase, given: ReportRecord) -> None:
        columns = {**Layout(db).columns, "code": records.columns_of(db, "code")}
        check_codebook(given, columns)
        theirs = records.as_stored(given, columns)
        self.codebook = same_rows(read_side(records.stored(db, 0)), _whole(read_side(theirs)))


def _whole(theirs: Side) -> Side:
    if not theirs.whole:
        raise StoreError("The review in it is not what its own log says, nothing was merged: share it again.")
    return theirs


def _why_not(ours: dict[str, list[Row]], theirs: dict[str, list[Row]]) -> str:
    """Why two reviews of a file can't be merged, nothing where they can."""
    if ours["report_text"][0]["text"] != theirs["report_text"][0]["text"]:
        return "its words were read differently there: extract it again here and there, then share it again"
    here, there = _extraction(ours), _extraction(theirs)
    if here != there:
        version = there.get("extractor") if isinstance(there, dict) else None
        again = "extract it again here and there, then share it again"
        return f"it was extracted there by version {version}: {again}"
    return ""


def _extraction(tables: dict[str, list[Row]]) -> Any:
    """The extraction that the review is of, without what differs from machine to machine."""
    made = [row for row in tables["extraction"] if not row["extractor"].startswith("other:")]
    number = tables["review"][0]["extraction_number"] if tables.get("review") else 0
    if number >= len(made):
        return None
    body = json.loads(made[number]["body"])
    if isinstance(body, dict) and isinstance(body.get("source"), dict):
        body["source"].pop("path", None)
    return body


def _new_others(ours: dict[str, list[Row]], theirs: dict[str, list[Row]]) -> list[Row]:
    """What other machines say of a report there, and not here."""
    here = {(row["extractor"], row["body"]) for row in ours["extraction"]}
    return [
        row
        for row in theirs["extraction"]
        if row["extractor"].startswith("other:") and (row["extractor"], row["body"]) not in here
    ]


def _keep_others(db: StoreDatabase, beside: Iterable[_Others]) -> None:
    for one in beside:
        for row in one.others:
            db.add(
                "extraction",
                {
                    "report_id": one.report_id,
                    **{name: row[name] for name in ("extractor", "made_at", "body")},
                },
            )


def _came_whole(record: ReportRecord) -> ReportOutcome:
    source = record["source"][0]
    findings = len(record.get("finding", []))
    return ReportOutcome(None, source["name"], source["sha256"], "whole", came={"finding": findings})


def _merge_codebook(edit: WholeStep, found: _Incoming, sender: str) -> ReportOutcome | None:
    if found.codebook is None:
        return None
    ours, theirs = found.codebook
    if not is_news(ours, theirs):
        return ReportOutcome(0, "", CODEBOOK, "known", disputes=_open(edit.db, 0))
    found.retired_before = _merged_codes(edit.db)
    done = write(edit.own, ours, theirs, join(ours, theirs), sender=sender)
    return _outcome(0, "", CODEBOOK, done)


def _merge_report(edit: WholeStep, pair: _Pair, sender: str) -> ReportOutcome:
    source = pair.record["source"][0]
    name, sha256 = source["name"], source["sha256"]
    if pair.sides is None:
        return ReportOutcome(pair.report_id, name, sha256, "refused", why=pair.refused)
    ours, theirs = pair.sides
    if not is_news(ours, theirs):
        return ReportOutcome(pair.report_id, name, sha256, "known", disputes=_open(edit.db, pair.report_id))
    joined = join(ours, theirs, lambda role, key: codes.resolved(edit.db, role, key))
    return _outcome(
        pair.report_id, name, sha256, write(edit.part(pair.report_id), ours, theirs, joined, sender=sender)
    )


def _outcome(report_id: int, name: str, sha256: str, done: Written) -> ReportOutcome:
    return ReportOutcome(
        report_id, name, sha256, "merged", dict(done.came), dict(done.went), dict(done.changed), done.disputes
    )


def _open(db: StoreDatabase, report_id: int) -> int:
    count: int = db.value(
        "SELECT count(*) FROM dispute WHERE report_id IS ? AND settled IS NULL", (report_id or None,)
    )
    return count


def _merged_codes(db: StoreDatabase) -> dict[tuple[str, str], str]:
    return {
        (row["role"], row["key"]): codes.resolved(db, row["role"], row["key"])
        for row in db.all("SELECT role, key FROM code WHERE merged_into IS NOT NULL")
    }


def _follow_codes(edit: WholeStep, found: _Incoming) -> None:
    """Where a code was merged into another there, reports that only we have use that one, too."""
    if found.codebook is None:
        return
    for (role, key), target in sorted(_merged_codes(edit.db).items()):
        if found.retired_before.get((role, key)) != target:
            codebook.rewrite(edit, role, key, target)
