"""Opening: what is a store and what is not, and the environment's faults in a sentence."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from reviewer import __version__
from reviewer.store import Decision, Store, StoreError, schema
from reviewer.store.errors import explained
from reviewer.store.places import default_path
from reviewer.store.store import utc_now
from tests import factories

TABLES = {
    "source",
    "source_bytes",
    "report",
    "report_text",
    "extraction",
    "section",
    "judgement",
    "finding",
    "note",
    "follow_up",
    "step",
    "change",
    "meta",
}


def test_a_new_store(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "größe.sqlite"
    with Store.open(path, reviewer="ada") as store:
        assert store.path == path
        assert store.reports() == []
        db = store._db
        assert db.value("PRAGMA journal_mode") == "wal"
        assert db.value("PRAGMA synchronous") == 2
        assert db.value("PRAGMA foreign_keys") == 1
        tables = {
            row["name"]: row["strict"] for row in db.all("PRAGMA table_list") if row["schema"] == "main"
        }
        assert set(tables) >= TABLES
        assert all(tables[name] for name in TABLES)
        assert db.all("PRAGMA foreign_key_check") == []


def test_the_schema_version_counts_the_migrations(store: Store) -> None:
    assert len(schema.migrations.pending(Database(memory=True))) == schema.VERSION
    assert schema.migrations.pending(store._db) == []
    assert store._db.value("PRAGMA user_version") == schema.VERSION


def test_the_reviewer_is_the_user_unless_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "ada.l")
    with Store.open(tmp_path / "a.sqlite") as store:
        assert store.reviewer == "ada.l"

    def nobody() -> str:
        raise OSError("No username set in the environment")

    monkeypatch.setattr("getpass.getuser", nobody)
    with Store.open(tmp_path / "a.sqlite") as store:
        assert store.reviewer == "reviewer"
    with Store.open(tmp_path / "a.sqlite", reviewer="Ben") as store:
        assert store.reviewer == "Ben"


def test_the_default_place_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    path = default_path()
    assert path.name == "reviewer.sqlite"
    assert path.parent.name == "Reviewer"
    assert not path.parent.exists()


def test_times_are_utc_with_seconds() -> None:
    now = utc_now()
    assert len(now) == len("2026-03-01T10:11:12Z")
    assert now.endswith("Z")


def fingerprint(path: Path) -> tuple[str, int]:
    return hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns


@pytest.mark.parametrize("content", [b"Dear Director,\n", b"%PDF-1.7 ...", b"SQLite", b"x"])
def test_another_file_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_bytes(content)
    before = fingerprint(path)
    with pytest.raises(StoreError, match=r"letter\.sqlite is not a store of Reviewer"):
        Store.open(path)
    assert fingerprint(path) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.sqlite"]


def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE finding (id INTEGER)")
    connection.commit()
    connection.close()
    before = fingerprint(path)
    with pytest.raises(StoreError, match="another program's database"):
        Store.open(path)
    assert fingerprint(path) == before


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite"
    path.touch()
    with Store.open(path) as store:
        assert store.reports() == []


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        Store.open(tmp_path)


def test_a_store_of_a_newer_version_is_left_as_it_is(store: Store, store_path: Path) -> None:
    store._db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    store._db.execute("UPDATE meta SET value = '9.9.9' WHERE key = 'written_by'")
    store.close()
    before = fingerprint(store_path)
    with pytest.raises(StoreError, match=rf"Reviewer 9\.9\.9, newer than this one \({__version__}\)"):
        Store.open(store_path)
    assert fingerprint(store_path) == before


def test_an_older_store_is_upgraded_with_all_that_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    old = Database(sqlite3.connect(path))
    schema.migrations.apply(old, stop_before="m0003_log")
    old.execute("PRAGMA user_version = 2")
    old.table("source").insert(
        {"sha256": "0" * 64, "name": "a.pdf", "media_type": "application/pdf", "size": 1}
    )
    old.close()
    with Store.open(path) as store:
        assert store.find_source("0" * 64) is None
        assert store._db.value("SELECT name FROM source") == "a.pdf"
        assert store._db.value("SELECT count(*) FROM step") == 0
        assert store._db.value("PRAGMA user_version") == schema.VERSION


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.sqlite"
    old = Database(sqlite3.connect(path))
    schema.migrations.apply(old, stop_before="m0003_log")
    old.execute("PRAGMA user_version = 2")
    old.close()

    def fail(db: Database) -> None:
        db.execute("CREATE TABLE half (way)")
        raise RuntimeError("half way")

    *whole, last = schema.migrations.pending(Database(memory=True))
    broken = [*whole, dataclasses.replace(last, fn=fail)]
    monkeypatch.setattr(schema.migrations, "_migrations", broken)
    with pytest.raises(StoreError, match=r"left as it was; there is a backup in .*backups\. half way"):
        Store.open(path)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    connection.close()


def test_a_damaged_store_says_so(store: Store, store_path: Path, report_id: int) -> None:
    store.close()
    content = bytearray(store_path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    store_path.write_bytes(content)
    with pytest.raises(StoreError, match="is damaged"), Store.open(store_path) as opened:
        opened.reports()


needs_permissions = pytest.mark.skipif(
    sys.platform == "win32" or getattr(os, "geteuid", lambda: 1)() == 0,
    reason="the platform or the superuser may write everywhere",
)


@needs_permissions
def test_a_folder_without_permission(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(StoreError, match="can't be opened"):
        Store.open(locked / "reviewer.sqlite")


def test_a_place_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(StoreError, match="can't be opened"):
        Store.open(tmp_path / "file" / "reviewer.sqlite")


def test_a_full_disk_changes_nothing(store: Store, report_id: int) -> None:
    """The size limit of a database fails with the error of a full disk."""
    before = store.findings(report_id)
    pages = store._db.value("PRAGMA page_count")
    store._db.value(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full, nothing was changed"):
        store.add_note(report_id, "word " * 20_000)
    assert store.findings(report_id) == before
    assert store.notes(report_id) == []
    assert store.undo_name(report_id) is None
    store._db.value("PRAGMA max_page_count = 1073741823")
    store.add_note(report_id, "word")
    assert len(store.notes(report_id)) == 1


def test_another_program_that_writes(store: Store, store_path: Path, report_id: int) -> None:
    store._db.execute("PRAGMA busy_timeout = 0")
    other = sqlite3.connect(store_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    finding = store.findings(report_id)[0].id
    with pytest.raises(StoreError, match="Another program is writing"):
        store.accept([finding])
    other.execute("ROLLBACK")
    other.close()
    store.accept([finding])
    assert store.finding(finding).decision is Decision.ACCEPTED


def test_a_read_only_store_can_be_read(store: Store, store_path: Path, report_id: int) -> None:
    store._db.execute("PRAGMA query_only = ON")
    assert len(store.findings(report_id)) == 6
    with pytest.raises(StoreError, match="read-only"):
        store.accept([store.findings(report_id)[0].id])


def test_our_own_mistakes_are_let_through(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        store._db.all("SELECT * FROM nowhere")
    with pytest.raises(sqlite3.IntegrityError), explained(store.path):
        store._db.execute("INSERT INTO note (report_id, body, created_by, created_at) VALUES (9, '', '', '')")
    with pytest.raises(sqlite3.ProgrammingError):
        store._db.value("SELECT ?")


def test_a_snapshot_does_not_see_what_comes_after(store: Store, store_path: Path, report_id: int) -> None:
    finding = store.findings(report_id)[0].id
    with Store.open(store_path, reviewer="ben") as other:
        with other.snapshot():
            assert other.finding(finding).decision is Decision.UNDECIDED
            store.accept([finding])
            with other.snapshot():
                assert other.finding(finding).decision is Decision.UNDECIDED
            with pytest.raises(RuntimeError, match="inside a snapshot"):
                other.reject([finding])
        assert other.finding(finding).decision is Decision.ACCEPTED
        other.reject([finding])
    assert store.finding(finding).decision is Decision.REJECTED


@pytest.fixture
def connection(store: Store, store_path: Path) -> Iterator[sqlite3.Connection]:
    """A store with a report, an edit, a note and a follow-up, opened past the product."""
    given = factories.report()
    report_id = store.import_report(given.document, given.extraction, given.original, name="a").report_id
    finding = store.findings(report_id)[0].id
    store.set_number(finding, "7")
    store.undo(report_id)
    opened = sqlite3.connect(store_path, isolation_level=None)
    opened.execute("PRAGMA foreign_keys = ON")
    opened.execute("PRAGMA recursive_triggers = ON")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE source SET name = 'b'",
        "DELETE FROM source",
        "UPDATE source_bytes SET bytes = x'00'",
        "DELETE FROM source_bytes",
        "UPDATE report_text SET text = 'Other words.'",
        "UPDATE report_text SET furniture = '[]'",
        "DELETE FROM report_text",
        "REPLACE INTO report_text VALUES (1, '[]', '[]', '[]', '[]', '[]', '[]', 'Other words.')",
        "UPDATE extraction SET body = '{}'",
        "DELETE FROM extraction",
        "UPDATE finding SET machine = '{}'",
        "UPDATE finding SET machine_id = 'f0'",
        "UPDATE judgement SET machine_grade = 'Good'",
        "UPDATE step SET name = 'accept 8'",
        "UPDATE step SET by = 'eve'",
        "DELETE FROM step",
        "UPDATE change SET after = NULL",
        "DELETE FROM change",
        "REPLACE INTO step SELECT id, report_id, batch_id, what, of_step_id, name, 'eve', at FROM step"
        " LIMIT 1",
    ],
)
def test_what_is_immutable_stays(connection: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=r"cannot be (changed|deleted)"):
        connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE finding SET decision = 'accepted'",
        "UPDATE finding SET decision = 'maybe', decided_by = 'a', decided_at = 'b'",
        "UPDATE finding SET decided_by = 'ada'",
        "UPDATE finding SET polarity = 'glum'",
        "UPDATE finding SET section_id = 999",
        "INSERT INTO step (report_id, what, name, by, at) VALUES (1, 'undo', 'undo nothing', 'ada', 'now')",
        "INSERT INTO change (step_id, table_name, row_id) VALUES (1, 'finding', 1)",
    ],
)
def test_what_does_not_fit_together_is_refused(connection: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be moved")
def test_nothing_is_written_to_a_file_that_is_no_longer_in_its_place(store_path: Path) -> None:
    store = Store.open(store_path)
    given = factories.report()
    report_id = store.import_report(
        given.document, given.extraction, given.original, name=given.name
    ).report_id
    store.add_note(report_id, "Before.")
    away = store_path.with_name("away.sqlite")
    store_path.rename(away)
    with pytest.raises(StoreError, match="no longer at"):
        store.add_note(report_id, "To nowhere.")
    other = Store.open(store_path.with_name("other.sqlite"))
    other.close()
    other.path.rename(store_path)
    with pytest.raises(StoreError, match="replaced by another program"):
        store.add_note(report_id, "To another file.")
    with pytest.raises(StoreError, match="put back the file"):
        store.reconnect()
    journal = store_path.with_name(store_path.name + "-wal")
    journal.unlink()
    with pytest.raises(StoreError, match="an older one in its place"):
        store.reconnect()
    journal.write_bytes(b"the journal of the file that is there now")
    store.close()
    assert journal.exists(), "closing takes nothing from the file that is there now"


def test_a_connection_can_be_made_anew(store: Store, report_id: int) -> None:
    store.add_note(report_id, "Before.")
    store.reconnect()
    store.add_note(report_id, "After.")
    assert [note.body for note in store.notes(report_id)] == ["Before.", "After."]
    assert store.check() == []
