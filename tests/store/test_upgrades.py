"""Databases of every earlier layout, stored in ``data``, opened by this version."""

from __future__ import annotations

import dataclasses
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from reviewer.store import Decision, FollowUpState, Store, StoreError, backup, schema

DATA = Path(__file__).with_name("data")
STORED = sorted(DATA.glob("layout-*.sqlite"))

NEVER_WRITTEN = {1, 2, 4}
"""Layouts that no version left behind: their migrations came together with the next one."""

Rows = dict[str, list[dict[str, Any]]]


def rows(path: Path) -> Rows:
    """All rows of a database by table, without those that SQLite and the migrations keep."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%fts5%'"
        )
        tables = [name for (name,) in names if not name.startswith(("sqlite_", "_", "meta"))]
        return {
            table: [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1")]
            for table in tables
        }
    finally:
        connection.close()


@pytest.fixture(params=STORED, ids=lambda path: path.stem)
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a stored database."""
    return Path(shutil.copy(request.param, tmp_path / "old.sqlite"))


def test_each_migration_has_a_store_of_the_layout_before_it() -> None:
    stored = {path.name: version_of(path) for path in STORED}
    assert {name: f"layout-{version}.sqlite" for name, version in stored.items()} == {
        name: name for name in stored
    }
    missing = set(range(1, schema.VERSION)) - NEVER_WRITTEN - set(stored.values())
    assert missing == set(), "store one made by the code before the migration: see the README in data"


def test_every_row_and_value_of_an_older_store_is_kept(stored: Path) -> None:
    before = rows(stored)
    with Store.open(stored) as store:
        assert store.check() == []
    after = rows(stored)
    for table, old in before.items():
        new = {next(iter(row.values())): row for row in after[table]}
        for row in old:
            key = next(iter(row.values()))
            assert {field: new[key][field] for field in row} == row, table


def test_an_older_store_is_backed_up_before_it_is_upgraded(stored: Path) -> None:
    old = rows(stored)
    version = version_of(stored)
    with Store.open(stored):
        pass
    made = backup.backups(stored)
    if version == schema.VERSION:
        assert made == []
        return
    (only,) = made
    assert only.reason == backup.Reason.UPGRADE
    assert version_of(only.path) == version
    assert rows(only.path) == old


def test_an_older_store_is_read_without_being_upgraded(stored: Path) -> None:
    before = stored.read_bytes()
    with Store.open(stored, read_only=True) as store:
        assert len(store.reports()) == 2
    assert stored.read_bytes() == before


def test_the_first_layout_reads_as_it_was_written(tmp_path: Path) -> None:
    path = Path(shutil.copy(DATA / "layout-3.sqlite", tmp_path / "old.sqlite"))
    with Store.open(path) as store:
        one, two = sorted(row.id for row in store.reports())
        assert [store.report(report).authority for report in (one, two)] == ["Northmere", "Southmere"]
        assert [row.source_name for row in store.reports()] == ["northmere.pdf", "southmere.pdf"]
        assert store.original(two) == b"%PDF another"
        first, second, third, fourth, fifth, sixth, added = store.findings(one)
        assert first.wording == "Early help reaches families; one plan in eight is late."
        assert first.follow_up is not None
        assert first.follow_up.state is FollowUpState.WAITING
        assert (first.follow_up.reason, first.follow_up.owner, first.follow_up.due) == (
            "Check the figure",
            "Ben",
            "2026-04-01",
        )
        assert (second.number, second.wording, second.theme) == ("1", "Seen often.", "early_help")
        assert (third.kind, third.polarity, third.decision) == ("weakness", "negative", Decision.CORRECTED)
        assert [row.decision for row in (fourth, fifth, sixth, added)] == [
            Decision.ACCEPTED,
            Decision.REJECTED,
            Decision.CORRECTED,
            Decision.ADDED,
        ]
        assert sixth.verbatim == "Supervision of newly qualified"
        assert (added.number, added.verbatim) == ("9", "Nobody has placed these words.")
        assert [row.grade for row in store.judgements(one)] == ["Requires improvement", "Outstanding"]
        assert [note.body for note in store.notes(one)] == [
            "Ask the author about the size of the sample.",
            "Read twice.",
        ]
        assert store.notes(two) == []
        assert store.redo_name(two) is not None
        undone = 0
        while store.undo(one) is not None:
            undone += 1
        assert undone == 20
        assert {row.decision for row in store.findings(one)} == {Decision.UNDECIDED}
        assert store.check() == []


def test_a_failed_upgrade_leaves_the_file_and_says_so(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows(stored)
    version = version_of(stored)

    def fail(db: Database) -> None:
        db.executescript("UPDATE finding SET wording = 'Lost.'; DROP TABLE note; CREATE TABLE half (way)")
        raise sqlite3.OperationalError("half way")

    broken = dataclasses.replace(schema.migrations._migrations[-1], name="broken", fn=fail)
    monkeypatch.setattr(schema.migrations, "_migrations", [*schema.migrations._migrations, broken])
    for module in ("schema", "database"):
        monkeypatch.setattr(
            f"reviewer.store.{module}.VERSION", schema.VERSION + 1 if module == "schema" else 99
        )
    with pytest.raises(StoreError, match=r"can't be brought up to .* left as it was; there is a backup in"):
        Store.open(stored)
    assert rows(stored) == before
    assert version_of(stored) == version
    monkeypatch.undo()
    with Store.open(stored) as store:
        assert store.check() == []


def version_of(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()
