"""Any edits of two or three reviewers, exchanged in any way: all come to the same, and nothing is lost."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.model import Kind, Measure, Polarity
from reviewer.store import Change, Decision, FollowUpState, Relation, ReportState, Store, StoreError
from reviewer.store.facts import FIELDS
from reviewer.store.merging.facets import FACETS, MARGINAL
from tests import factories
from tests.factories import TEXT
from tests.store.test_merging import merge, opened, shared, state

Do = Callable[[Store], Change | None]
Op = tuple[str, int, int, str]

WORDS = ("", "One.", "Two.", "naïve 🙂", "2024-05")


def report(store: Store) -> int:
    return next(row.id for row in store.reports() if row.source_name == "northmere.pdf")


def pick(rows: Any, number: int) -> int:
    listed = list(rows)
    if not listed:
        raise StoreError("There is none.")
    row_id: int = listed[number % len(listed)].id
    return row_id


def spans(one: int, other: int) -> tuple[tuple[int, int], ...]:
    start, end = sorted((one * 41 % len(TEXT), other * 53 % len(TEXT)))
    return ((start, min(end, start + 90)),)


OPS: dict[str, Callable[[Store, int, int, str], Change | None]] = {
    "kind": lambda s, a, b, w: s.set_kind([f(s, a)], [*Kind][b % 3]),
    "polarity": lambda s, a, b, w: s.set_polarity([f(s, a)], [*Polarity][b % 4]),
    "themes": lambda s, a, b, w: s.set_themes(
        [f(s, a)], [["workforce"], ["recording", "overall"], ["placements"]][b % 3]
    ),
    "wording": lambda s, a, b, w: s.set_wording(f(s, a), w),
    "number": lambda s, a, b, w: s.set_number(f(s, a), w),
    "spans": lambda s, a, b, w: s.set_spans(f(s, a), spans(a, b)),
    "accept": lambda s, a, b, w: s.accept([f(s, a), f(s, b)]),
    "reject": lambda s, a, b, w: s.reject([f(s, a)]),
    "restore": lambda s, a, b, w: s.restore([f(s, a)]),
    "add": lambda s, a, b, w: s.add_finding(report(s), spans(a, b)),
    "split": lambda s, a, b, w: s.split(f(s, a), s.finding(f(s, a)).spans[0][0] + b * 5),
    "merge": lambda s, a, b, w: s.merge([f(s, a), f(s, b)]),
    "section": lambda s, a, b, w: s.set_section([f(s, a)], pick(s.sections(report(s)), b)),
    "move": lambda s, a, b, w: s.move_findings([f(s, a)], pick(s.sections(report(s)), b)),
    "statement": lambda s, a, b, w: s.set_statement(f(s, a), 0, polarity=[*Polarity][b % 4]),
    "measure": lambda s, a, b, w: s.add_measure(
        f(s, a), Measure("", s.finding(f(s, a)).spans[:1], float(b), "percent", "plans")
    ),
    "add section": lambda s, a, b, w: s.add_section(report(s), w, spans=spans(a, b)),
    "heading": lambda s, a, b, w: s.set_section_heading(pick(s.sections(report(s)), a), w),
    "grade": lambda s, a, b, w: s.set_section_grade(pick(s.sections(report(s)), a), w),
    "remove section": lambda s, a, b, w: s.remove_section(pick(s.sections(report(s)), a)),
    "move section": lambda s, a, b, w: s.move_section(
        pick(s.sections(report(s)), a), pick(s.sections(report(s)), b)
    ),
    "judgement": lambda s, a, b, w: s.set_judgement(pick(s.judgements(report(s)), a), grade=w),
    "accept judgement": lambda s, a, b, w: s.accept_judgement(pick(s.judgements(report(s)), a)),
    "reject judgement": lambda s, a, b, w: s.reject_judgement(pick(s.judgements(report(s)), a)),
    "add judgement": lambda s, a, b, w: s.add_judgement(report(s), w, "Good", spans(a, b)),
    "fact": lambda s, a, b, w: s.set_metadata(
        report(s), FIELDS[a % len(FIELDS)], "sif" if FIELDS[a % len(FIELDS)] == "document_type" else w
    ),
    "state": lambda s, a, b, w: s.set_report_state(report(s), [*ReportState][a % 4]),
    "star": lambda s, a, b, w: s.set_star([f(s, a)], bool(b % 2)),
    "star report": lambda s, a, b, w: s.set_report_star(report(s), bool(b % 2)),
    "tag": lambda s, a, b, w: s.tag([f(s, a)], ["board", "ask"][b % 2]),
    "untag": lambda s, a, b, w: s.untag([f(s, a)], ["board", "ask"][b % 2]),
    "tag report": lambda s, a, b, w: s.tag_report(report(s), ["board", "ask"][b % 2]),
    "seen": lambda s, a, b, w: s.mark_seen(report(s), spans(a, b)),
    "unseen": lambda s, a, b, w: s.unmark_seen(report(s), spans(a, b)),
    "note": lambda s, a, b, w: s.add_note(report(s), w, f(s, a)),
    "note on section": lambda s, a, b, w: s.add_note(report(s), w, section_id=pick(s.sections(report(s)), a)),
    "edit note": lambda s, a, b, w: s.edit_note(pick(s.notes(report(s)), a), w),
    "remove note": lambda s, a, b, w: s.remove_note(pick(s.notes(report(s)), a)),
    "flag": lambda s, a, b, w: s.flag(f(s, a), reason=w, owner=["", "Bo"][b % 2]),
    "unflag": lambda s, a, b, w: s.unflag(f(s, a)),
    "follow-up": lambda s, a, b, w: s.set_follow_up(
        pick(s.follow_ups(), a), state=[*FollowUpState][b % 3], owner=w
    ),
    "undo": lambda s, a, b, w: s.undo(report(s)),
    "redo": lambda s, a, b, w: s.redo(report(s)),
    "take back": lambda s, a, b, w: s.take_back(report(s), pick([*s.history(report(s)), Zero()], a)),
    "settle": lambda s, a, b, w: s.settle_dispute(pick(s.disputes(), a), version(s, a, b)),
    "link": lambda s, a, b, w: s.settle(f(s, a), s.findings(earlier(s))[b % 3].id, [*Relation][b % 4]),
    "assign": lambda s, a, b, w: s.assign({report(s): [["ada"], ["ben"], ["ada", "ben"]][a % 3]})[0],
}


class Zero:
    id = 0


def earlier(store: Store) -> int:
    """Another report of the store, with an earlier inspection."""
    return next(row.id for row in store.reports() if row.source_name == "eastwold.pdf")


def f(store: Store, number: int) -> int:
    return pick(store.findings(report(store)), number)


def version(store: Store, which: int, number: int) -> object:
    sides = store.dispute(pick(store.disputes(), which)).sides
    return sides[number % len(sides)].value


numbers = st.integers(0, 12)
ops = st.tuples(st.sampled_from(sorted(OPS)), numbers, numbers, st.sampled_from(WORDS))
work = st.lists(ops, max_size=10)


def do(store: Store, edits: list[Op]) -> None:
    for name, a, b, word in edits:
        with suppress(StoreError):
            OPS[name](store, a, b, word)


@contextmanager
def stores(*names: str) -> Iterator[list[Store]]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        made = [opened(Path(folder) / name / "own.sqlite", name) for name in names]
        for store in made:
            stack.enter_context(store)
        before = factories.report(
            original=b"earlier",
            name="eastwold.pdf",
            inspection_start="2020-03-04",
            inspection_end="2020-03-08",
        )
        for store in made:
            store.import_report(before.document, before.extraction, before.original, name=before.name)
            # A copy of the store at each merge is tested elsewhere.
            store.backup = lambda *_args, **_more: None  # type: ignore[method-assign, assignment]
        yield made


def whole(store: Store) -> None:
    """What holds in any store."""
    assert store.check() == []
    assert store._db.all("PRAGMA foreign_key_check") == []
    for table in ("finding", "section", "judgement"):
        rows = store._db.all(f"SELECT report_id, position FROM {table}")
        assert len({tuple(row.values()) for row in rows}) == len(rows)
    disputed = {(one.table, one.row_id) for one in store.disputes()}
    for row in store.findings(report(store)):
        if ("finding", row.id) in disputed:
            continue
        corrected = row.wording is not None or any(
            getattr(row, name) != row.machine.get(name) for name in ("kind", "polarity", "theme", "number")
        )
        if row.machine and row.decision in (Decision.UNDECIDED, Decision.ACCEPTED):
            assert not corrected
        assert row.decision is not Decision.ADDED or not row.machine


class Kept:
    """What a side says before a merge, to be found after it."""

    def __init__(self, store: Store, untouched: dict[str, Any]) -> None:
        self.changed = [
            (uid, name, value)
            for uid, (table, values, _more) in state(store)["rows"].items()
            for name, value in values.items()
            if FACETS[table][name].agree is None
            and not FACETS[table][name].refers
            and table not in MARGINAL
            and name != "decision"
            and (uid not in untouched["rows"] or untouched["rows"][uid][1][name] != value)
        ]
        self.notes = sorted(note.body for note in store.notes(report(store)))

    def is_in(self, store: Store, aliases: dict[str, str]) -> None:
        now = state(store)
        said: dict[tuple[str, str], list[Any]] = {}
        for dispute in store.disputes():
            said.setdefault((dispute.table, dispute.field), []).extend(one.value for one in dispute.sides)
        gone = [one for one in store.disputes() if one.field == "there"]
        for uid, name, value in self.changed:
            known = aliases.get(uid, uid)
            if known not in now["rows"]:
                # Follow-ups and tags of findings that were joined are joined, too.
                assert known.split(":")[0] in ("follow_up", "tag", "section") or gone, uid
                continue
            table, values, _more = now["rows"][known]
            if table == "follow_up" and values[name] != value:
                assert str(value or "") in str(values[name]) or value in said.get((table, name), []), (
                    uid,
                    name,
                )
                continue
            assert values[name] == value or value in said.get((table, name), []), (uid, name, value)


BASIC = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@BASIC
@given(work, work)
def test_either_way_the_same_comes_of_it_and_nothing_is_lost(one: list[Op], other: list[Op]) -> None:
    with stores("ada", "ben") as (ada, ben):
        untouched = state(ada)
        do(ada, one)
        do(ben, other)
        kept = [Kept(ada, untouched), Kept(ben, untouched)]
        sent = shared(ada), shared(ben)
        ada.merge_review(sent[1])
        ben.merge_review(sent[0])
        assert state(ada) == state(ben)
        aliases = dict(pair for row in ada._db.all("SELECT body FROM merging") for pair in body(row))
        for was in kept:
            was.is_in(ada, aliases)
            bodies = [note.body for note in ada.notes(report(ada))]
            assert all(note in bodies for note in was.notes) or ada.disputes()
        whole(ada)
        whole(ben)


def body(row: dict[str, Any]) -> list[tuple[str, str]]:
    import json

    return list(json.loads(row["body"])["aliases"].items())


@BASIC
@given(st.lists(st.tuples(work, work, st.sampled_from(["both", "first", "second"])), max_size=3))
def test_exchanged_again_and_again(rounds: list[tuple[list[Op], list[Op], str]]) -> None:
    with stores("ada", "ben") as (ada, ben):
        for one, other, how in rounds:
            do(ada, one)
            do(ben, other)
            sent = shared(ada), shared(ben)
            if how != "second":
                ada.merge_review(sent[1])
            if how != "first":
                ben.merge_review(sent[0])
            if how == "both":
                assert state(ada) == state(ben)
            for store, came in ((ada, sent[1]), (ben, sent[0])):
                if how == "both":
                    before = state(store), store.history(report(store))
                    store.merge_review(came)
                    assert (state(store), store.history(report(store))) == before
        sent = shared(ada), shared(ben)
        merge(ada, ben)
        ben.merge_review(sent[0])
        assert state(ada) == state(ben)
        whole(ada)
        whole(ben)


@BASIC
@given(work, work, work)
def test_a_merge_is_undone_and_done_again(one: list[Op], other: list[Op], later: list[Op]) -> None:
    with stores("ada", "ben") as (ada, ben):
        do(ada, one)
        do(ben, other)
        before = state(ada)
        ada.merge_review(shared(ben))
        merged = state(ada)
        if ada.undo_merge() is None:
            assert merged == before
            return
        assert state(ada) == before
        ada.redo_merge()
        assert state(ada) == merged
        ada.undo_merge()
        do(ben, later)
        sent = shared(ada), shared(ben)
        ada.merge_review(sent[1])
        ben.merge_review(sent[0])
        assert state(ada) == state(ben)
        whole(ada)


@settings(BASIC, max_examples=10)
@given(work, work, work, work)
def test_three_reviewers_come_to_the_same(
    one: list[Op], other: list[Op], third: list[Op], later: list[Op]
) -> None:
    with stores("ada", "ben", "cem") as (ada, ben, cem):
        do(ada, one)
        do(ben, other)
        do(cem, third)
        merge(ada, ben)
        do(ada, later)
        merge(cem, ben)
        sent = shared(ada), shared(cem)
        ada.merge_review(sent[1])
        cem.merge_review(sent[0])
        assert state(ada) == state(cem)
        merge(ben, ada)
        assert state(ben) == state(ada)
        whole(ben)
