"""Failing writes: at the n-th statement of a recorded session, and at every size that a file may reach."""

from __future__ import annotations

import random
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from reviewer.exporting import ExportError, export
from reviewer.model import Measure
from reviewer.store import Store, StoreError
from reviewer.store.rows import CodeRole, ReportState
from tests import factories
from tests.factories import at
from tests.torture.kills import Tally
from tests.torture.works import FORMATS_TRIED

Action = Callable[[Store], object]

_FAULTS: Final = (
    (sqlite3.SQLITE_IOERR, "disk I/O error"),
    (sqlite3.SQLITE_FULL, "database or disk is full"),
    (sqlite3.SQLITE_READONLY, "attempt to write a readonly database"),
    (sqlite3.SQLITE_CANTOPEN, "unable to open database file"),
)


class FailingConnection(sqlite3.Connection):
    """Fails once, at the write statement whose turn it is; ``countdown`` None never."""

    countdown: int | None = None
    fault: tuple[int, str] = _FAULTS[0]
    writes = 0

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        if not sql.lstrip().upper().startswith(("SELECT", "PRAGMA", "ROLLBACK")):
            FailingConnection.writes += 1
            if FailingConnection.countdown is not None:
                FailingConnection.countdown -= 1
                if FailingConnection.countdown == 0:
                    FailingConnection.countdown = None
                    error = sqlite3.OperationalError(self.fault[1])
                    error.sqlite_errorcode = self.fault[0]
                    raise error
        return super().execute(sql, *parameters)


@contextmanager
def failing(store: Store, countdown: int | None, fault: tuple[int, str] = _FAULTS[0]) -> Iterator[None]:
    """Inside, the store's ``countdown``-th write fails."""
    db = store._db
    own = db.conn
    db.conn = sqlite3.connect(store.path, factory=FailingConnection)
    for pragma in ("foreign_keys = ON", "synchronous = OFF", "recursive_triggers = ON"):
        db.conn.execute(f"PRAGMA {pragma}")
    FailingConnection.fault = fault
    FailingConnection.countdown = countdown
    FailingConnection.writes = 0
    try:
        yield
    finally:
        FailingConnection.countdown = None
        db.conn.close()
        db.conn = own


def session() -> list[Action]:
    """A short day: an import, each kind of edit, undo and redo, an undone import of what is there."""
    other = factories.report(original=b"other", name="other.pdf")

    def first(store: Store, index: int) -> int:
        return store.findings(1)[index].id

    return [
        lambda store: store.import_report(other.document, other.extraction, other.original, name=other.name),
        lambda store: store.set_wording(first(store, 0), "Early help."),
        lambda store: store.set_kind([first(store, 1), first(store, 2)], "strength"),
        lambda store: store.set_polarity([first(store, 3)], "negative"),
        lambda store: store.set_theme([first(store, 3)], "workforce"),
        lambda store: store.set_number(first(store, 4), "7"),
        lambda store: store.set_spans(first(store, 5), (at("Supervision of newly qualified"),)),
        lambda store: store.accept([first(store, 1)]),
        lambda store: store.reject([first(store, 2)]),
        lambda store: store.restore([first(store, 2)]),
        lambda store: store.add_finding(1, (at("Nobody has placed these words."),)),
        lambda store: store.add_note(1, "Ask the author.", first(store, 0)),
        lambda store: store.edit_note(store.notes(1)[0].id, "Ask both."),
        lambda store: store.flag(first(store, 0), reason="Check", owner="Ben"),
        lambda store: store.unflag(first(store, 0)),
        lambda store: store.set_judgement(store.judgements(1)[0].id, grade="Inadequate"),
        lambda store: store.undo(1),
        lambda store: store.undo(1),
        lambda store: store.redo(1),
        lambda store: store.remove_note(store.notes(1)[0].id),
        lambda store: store.split(first(store, 0), at("However, 12%")[0]),
        lambda store: store.merge([first(store, 0), first(store, 1)]),
        lambda store: store.set_themes([first(store, 3), first(store, 4)], ["workforce", "recording"]),
        lambda store: store.add_statement(first(store, 1), (at("Social workers see"),), "positive"),
        lambda store: store.add_measure(
            first(store, 1), Measure("", (at("know them well"),), 2.0, "count", "visits")
        ),
        lambda store: store.add_section(1, "Leaders", before_id=store.sections(1)[-1].id),
        lambda store: store.move_section(store.sections(1)[-1].id, store.sections(1)[0].id),
        lambda store: store.remove_section(store.sections(1)[1].id),
        lambda store: store.tag([first(store, 1), first(store, 2)], "timeliness"),
        lambda store: store.set_star([first(store, 1)], True),
        lambda store: store.mark_seen(1, (at("Nobody has placed"),)),
        lambda store: store.set_metadata(1, "team_inspectors", ["Tom Vale", "Ida Quill"]),
        lambda store: store.set_report_state(1, ReportState.SECOND_LOOK),
        lambda store: store.assign({1: ["ada"], 2: ["ben"]}),
        lambda store: store.add_code(CodeRole.THEME, "Kinship care", key="kinship"),
        lambda store: store.merge_codes(_code(store, "workforce"), _code(store, "kinship")),
        lambda store: store.undo_codebook(),
        lambda store: store.redo_codebook(),
        lambda store: store.reextract(
            2, replace(other.extraction, extractor="0.2.0", findings=other.extraction.findings[1:])
        ),
        lambda store: store.take_back(1, store.history(1)[6].id),
        lambda store: store.undo_to(1, [one.id for one in store.history(1) if one.what == "edit"][1]),
        lambda store: store.remove_report(2),
    ]


def _code(store: Store, key: str) -> int:
    return next(row.id for row in store.codes(CodeRole.THEME) if row.key == key)


def state(store: Store) -> str:
    """Everything that a reviewer can see, and the log, as text to compare."""
    return repr(
        [
            [
                store.findings(row.id),
                store.judgements(row.id),
                store.sections(row.id),
                store.notes(row.id),
                store.history(row.id),
                store.metadata(row.id),
                store.seen(row.id),
                row,
            ]
            for row in store.reports()
        ]
        + [store.follow_ups(), store.tags(), store.codes(), store.codebook_history()]
    )


def fail_each_write(folder: Path, every: int = 1, told: Callable[[str], None] = lambda _: None) -> Tally:
    """Fail at each ``every``-th write of the session in turn; the action, tried again, comes right."""
    tally = Tally()
    states, writes = _recorded(folder / "whole")
    told(f"{writes} writes in a session")
    for countdown in range(1, writes + 1, every):
        fault = _FAULTS[countdown // every % len(_FAULTS)]
        place = folder / f"fault-{countdown}"
        tally.tried += 1
        tally.lost += [
            f"write {countdown} ({fault[1]}): {one}" for one in _with_fault(place, countdown, fault, states)
        ]
    return tally


def _recorded(folder: Path) -> tuple[list[str], int]:
    with closing(_fresh(folder)) as store, failing(store, None):
        states = [state(store)]
        for action in session():
            action(store)
            states.append(state(store))
        return states, FailingConnection.writes


def _fresh(folder: Path) -> Store:
    folder.mkdir(parents=True)
    store = Store.open(folder / "reviewer.sqlite", reviewer="ada", clock=lambda: "2026-03-01T10:00:00Z")
    # The backup of the day has a connection of its own; here it would only take time.
    store._daily = None
    given = factories.report()
    store.import_report(given.document, given.extraction, given.original, name=given.name)
    return store


def _with_fault(folder: Path, countdown: int, fault: tuple[int, str], states: list[str]) -> Iterator[str]:
    with closing(_fresh(folder)) as store:
        failed = 0
        with failing(store, countdown, fault):
            for number, action in enumerate(session()):
                try:
                    action(store)
                except StoreError as error:
                    failed += 1
                    if not str(error).endswith("."):
                        yield f"the message is no sentence: {error}"
                    if state(store) != states[number]:
                        yield f"half of action {number + 1}"
                    action(store)
                if state(store) != states[number + 1]:
                    yield f"action {number + 1} after its retry"
        if failed != 1:
            yield f"{failed} errors were told"
        for problem in store.check():
            yield f"{problem.count} {problem.explanation}"


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """Inside, no file of this process grows beyond ``size`` bytes. Not on Windows."""
    assert sys.platform != "win32"
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fill_the_disk(folder: Path, steps: int, seed: int) -> Tally:
    """Real failing writes, by the system: edits, imports, backups and exports on a disk that is full."""
    tally = Tally()
    if sys.platform == "win32":
        return tally
    chance = random.Random(seed)
    with closing(_fresh(folder)) as store:
        exported = folder / "out"
        for _ in range(steps):
            tally.tried += 4
            tally.lost += list(_edit_on_a_full_disk(store, chance))
            tally.lost += list(_import_on_a_full_disk(store, chance))
            tally.lost += list(_backup_on_a_full_disk(store, chance))
            name = chance.choice(FORMATS_TRIED)
            tally.lost += list(_export_on_a_full_disk(store, exported / name, name, chance))
        tally.lost += [f"{problem.count} {problem.explanation}" for problem in store.check()]
    return tally


def _sizes(store: Store) -> int:
    journal = store.path.with_name(store.path.name + "-wal")
    return max(store.path.stat().st_size, journal.stat().st_size if journal.exists() else 0)


def _edit_on_a_full_disk(store: Store, chance: random.Random) -> Iterator[str]:
    before = state(store)
    words = "word " * chance.randrange(4_000, 40_000)
    with full_disk(chance.randrange(2_000, _sizes(store))):
        try:
            store.add_note(1, words)
        except StoreError:
            if state(store) != before:
                yield "half of an edit on a full disk"
    if state(store) == before:
        store.add_note(1, words)
    (*_, note) = store.notes(1)
    if note.body != words.strip():
        yield "an edit, tried again on a full disk"
    store.remove_note(note.id)


def _import_on_a_full_disk(store: Store, chance: random.Random) -> Iterator[str]:
    given = factories.report(original=chance.randbytes(200_000), name="more.pdf")
    before = state(store)
    outcome = None
    with full_disk(chance.randrange(2_000, _sizes(store) + 200_000)):
        try:
            outcome = store.import_report(given.document, given.extraction, given.original, name=given.name)
        except StoreError:
            if state(store) != before:
                yield "half of an import on a full disk"
    again = store.import_report(given.document, given.extraction, given.original, name=given.name)
    if again.already != (outcome is not None) or store.original(again.report_id) != given.original:
        yield "an import, tried again on a full disk"
    store.remove_report(again.report_id)


def _backup_on_a_full_disk(store: Store, chance: random.Random) -> Iterator[str]:
    before = {made.path for made in store.backups()}
    with full_disk(chance.randrange(0, store.path.stat().st_size)):
        try:
            made = store.backup()
        except StoreError:
            if {made.path for made in store.backups()} - before:
                yield "half of a backup on a full disk"
            if any(entry.name.startswith(".") for entry in (store.path.parent / "backups").iterdir()):
                yield "remains of a backup on a full disk"
        else:
            yield f"a backup of {made.size} bytes that the disk had no room for"


def _export_on_a_full_disk(store: Store, folder: Path, name: str, chance: random.Random) -> Iterator[str]:
    if not folder.exists():
        export(store, name, folder)
    before = _files(folder)
    store.set_theme([store.findings(1)[0].id], chance.choice(["workforce", "recording", "early_help"]))
    with full_disk(chance.randrange(0, max(map(len, before.values())))):
        try:
            export(store, name, folder)
        except ExportError:
            if _files(folder) != before:
                yield f"an earlier export as {name}, on a full disk"


def _files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
