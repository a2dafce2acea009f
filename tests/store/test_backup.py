"""Backups: whole, checked, thinned, put back; never half a file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.store import Store, StoreError, backup, schema
from reviewer.store.backup import DAILY, LATEST, WEEKLY, Daily, Reason
from tests import factories

AT = "2026-03-02T08:00:00Z"
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def content(path: Path) -> list[str]:
    """A whole database as SQL."""
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_a_backup_is_the_store_in_one_file(store: Store, store_path: Path, report_id: int) -> None:
    store.accept([store.findings(report_id)[0].id])
    assert store._daily is not None
    store._daily.wait()
    said: list[tuple[int, int]] = []
    made = backup.make(store_path, Reason.MANUAL, AT, lambda done, of: said.append((done, of)))
    assert made.path == store_path.parent / "backups" / "reviewer-20260302T080000Z-manual.sqlite"
    assert made in backup.backups(store_path)
    assert content(made.path) == content(store_path)
    assert said[-1][0] == said[-1][1] > 0
    assert [entry.name for entry in made.path.parent.iterdir() if entry.name.startswith(".")] == []
    backup.verify(made.path)


@pytest.mark.skipif(sys.platform == "win32", reason="the platform keeps other permissions")
def test_store_and_backups_are_their_owners(tmp_path: Path) -> None:
    path = tmp_path / "new" / "reviewer.sqlite"
    with Store.open(path) as store:
        given = factories.report()
        store.import_report(given.document, given.extraction, given.original, name=given.name)
        made = store.backup()
        for place in (
            path,
            path.with_name(path.name + "-wal"),
            made.path,
            path.with_name(path.name + ".owner"),
        ):
            assert place.stat().st_mode & 0o777 == 0o600, place
        for folder in (path.parent, made.path.parent):
            assert folder.stat().st_mode & 0o777 == 0o700, folder


def test_two_in_one_second_are_both_kept(store: Store, store_path: Path) -> None:
    first = backup.make(store_path, Reason.MANUAL, AT)
    second = backup.make(store_path, Reason.MANUAL, AT)
    assert [one.path for one in backup.backups(store_path)] == [second.path, first.path]


def test_other_files_are_no_backups(store: Store, store_path: Path) -> None:
    folder = backup.folder_of(store_path)
    folder.mkdir()
    for name in ("other-20260302T080000Z-manual.sqlite", "reviewer-20269902T080000Z-manual.sqlite", "a.txt"):
        (folder / name).touch()
    assert backup.backups(store_path) == []
    backup.thin(store_path, "2036-03-02T08:00:00Z")
    assert len(list(folder.iterdir())) == 3


def test_progress_that_raises_leaves_nothing(store: Store, store_path: Path, report_id: int) -> None:
    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.make(store_path, Reason.MANUAL, AT, stop)
    assert list(backup.folder_of(store_path).iterdir()) == []


def test_a_place_that_cannot_be_written_leaves_nothing(store: Store, store_path: Path) -> None:
    backup.folder_of(store_path).write_bytes(b"in the way")
    with pytest.raises(StoreError, match="can't be opened"):
        backup.make(store_path, Reason.MANUAL, AT)
    assert store.reports() == []


def test_what_is_damaged_is_not_backed_up(store: Store, store_path: Path, report_id: int) -> None:
    store.close()
    damage(store_path)
    with pytest.raises(StoreError, match=r"There is no backup|damaged"):
        backup.make(store_path, Reason.MANUAL, AT)
    assert backup.backups(store_path) == []
    assert list(backup.folder_of(store_path).iterdir()) == []


def test_the_remains_of_a_crash_are_cleared(store: Store, store_path: Path) -> None:
    folder = backup.folder_of(store_path)
    folder.mkdir()
    remains = folder / ".reviewer-20260302T080000Z-day.sqlite.999999999.part"
    at_work = folder / f".reviewer-20260302T080000Z-day.sqlite.{os.getpid()}.part"
    remains.touch()
    at_work.touch()
    backup.make(store_path, Reason.MANUAL, AT)
    assert not remains.exists()
    assert at_work.exists()


def test_restoring_puts_everything_back_and_can_be_undone(
    store: Store, store_path: Path, report_id: int
) -> None:
    finding = store.findings(report_id)[0].id
    store.accept([finding])
    made = store.backup()
    store.reject([finding])
    store.add_note(report_id, "Later.")
    with pytest.raises(StoreError, match="open here: close it"):
        backup.restore(store_path, made.path, AT)
    store.close()
    later = content(store_path)
    before = backup.restore(store_path, made.path, AT)
    assert content(store_path) == content(made.path)
    assert before is not None
    assert before.reason == Reason.RESTORE
    assert content(before.path) == later
    with Store.open(store_path) as again:
        assert again.finding(finding).decision == "accepted"
        assert again.check() == []
    backup.restore(store_path, before.path, AT)
    with Store.open(store_path) as again:
        assert again.finding(finding).decision == "rejected"
        assert [note.body for note in again.notes(report_id)] == ["Later."]


def test_a_store_that_is_gone_or_damaged_is_restored(store: Store, store_path: Path, report_id: int) -> None:
    made = store.backup()
    store.close()
    store_path.unlink()
    assert backup.restore(store_path, made.path, AT) is None
    assert content(store_path) == content(made.path)
    damage(store_path)
    damaged = store_path.read_bytes()
    aside = backup.restore(store_path, made.path, AT)
    assert aside is not None
    assert aside.reason == Reason.DAMAGED
    assert aside.path.read_bytes() == damaged
    assert content(store_path) == content(made.path)
    backup.thin(store_path, "2036-03-02T08:00:00Z")
    assert aside.path.exists()


def test_only_a_whole_backup_of_this_version_is_restored(
    store: Store, store_path: Path, report_id: int, tmp_path: Path
) -> None:
    made = store.backup()
    store.close()
    before = content(store_path)
    newer = tmp_path / "newer.sqlite"
    shutil.copy(made.path, newer)
    connection = sqlite3.connect(newer)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    damage(made.path)
    other = tmp_path / "other.sqlite"
    sqlite3.connect(other).close()
    for path, why in ((newer, "newer Reviewer"), (made.path, "damaged"), (other, "not a store")):
        with pytest.raises(StoreError, match=why):
            backup.restore(store_path, path, AT)
    assert content(store_path) == before


def test_the_first_change_of_a_day_is_backed_up_as_it_was_before(store_path: Path) -> None:
    given = factories.report()
    with Store.open(store_path) as store:
        store.import_report(given.document, given.extraction, given.original, name=given.name)
    with Store.open(store_path) as store:
        assert store.backups() == []
        store.accept([1])
        store.accept([2])
    (made,) = backup.backups(store_path)
    assert made.reason == Reason.DAY
    connection = sqlite3.connect(made.path)
    assert connection.execute("SELECT count(*) FROM step").fetchone() == (0,)
    connection.close()


def test_each_day_has_one(store: Store, store_path: Path, report_id: int) -> None:
    daily = Daily(store_path)
    for at in ("2026-03-01T09:00:00Z", "2026-03-01T23:00:00Z", "2026-03-02T07:00:00Z"):
        daily.due(at)
        daily.wait()
    again = Daily(store_path)
    again.due("2026-03-02T07:01:00Z")
    again.wait()
    days = [one.made_at for one in backup.backups(store_path) if one.made_at < "2026-04"]
    assert days == ["2026-03-02T07:00:00Z", "2026-03-01T09:00:00Z"]


def test_a_backup_that_fails_does_not_keep_the_edit(store: Store, store_path: Path, report_id: int) -> None:
    backup.folder_of(store_path).write_bytes(b"in the way")
    finding = store.findings(report_id)[0].id
    store.accept([finding])
    assert store._daily is not None
    store._daily.wait()
    assert store.finding(finding).decision == "accepted"
    assert store.backup_fault is not None
    assert "can't be opened" in store.backup_fault
    backup.folder_of(store_path).unlink()
    store.reject([finding])
    store._daily.wait()
    assert store.backup_fault is None
    assert [one.reason for one in store.backups()] == [Reason.DAY]


moments = st.lists(
    st.integers(0, 200 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes)), max_size=80
)


@given(moments)
def test_which_backups_stay(made: list[datetime]) -> None:
    keep = backup.kept(made, NOW)
    latest_first = sorted(set(made), reverse=True)
    assert keep >= set(latest_first[:LATEST])
    for moment in latest_first:
        if NOW - moment <= DAILY:
            assert any(one.date() == moment.date() and one >= moment for one in keep)
        if NOW - moment <= WEEKLY:
            assert any(one.isocalendar()[:2] == moment.isocalendar()[:2] and one >= moment for one in keep)
    days, weeks = int(DAILY.days) + 1, int(WEEKLY.days / 7) + 2
    assert len(keep) <= LATEST + days + weeks
    assert backup.kept(keep, NOW) == keep


def test_thinning(store: Store, store_path: Path) -> None:
    folder = backup.folder_of(store_path)
    folder.mkdir()
    for hours in range(0, 24 * 120, 7):
        stamp = (NOW - timedelta(hours=hours)).strftime("%Y%m%dT%H%M%SZ")
        (folder / f"reviewer-{stamp}-day.sqlite").touch()
    gone = backup.thin(store_path, AT)
    left = backup.backups(store_path)
    assert len(left) + len(gone) == len(range(0, 24 * 120, 7))
    assert LATEST + 13 <= len(left) <= LATEST + 30
    assert backup.thin(store_path, AT) == []


def damage(path: Path) -> None:
    """Overwrite most of a store, as a failing disk does."""
    data = bytearray(path.read_bytes())
    data[4096 * 3 :] = b"\xa5" * (len(data) - 4096 * 3)
    path.write_bytes(data)


def test_a_copy_elsewhere_is_whole_and_takes_nobodys_place(
    store: Store, report_id: int, tmp_path: Path
) -> None:
    store.add_note(report_id, "Kept.")
    target = tmp_path / "stick" / "copy.sqlite"
    with pytest.raises(StoreError, match="There is no copy"):
        backup.copy_to(store.path, target)
    target.parent.mkdir()
    backup.copy_to(store.path, target)
    with Store.open(target) as copy:
        assert [note.body for note in copy.notes(report_id)] == ["Kept."]
        assert copy.check() == []
    with pytest.raises(StoreError, match="there already"):
        backup.copy_to(store.path, target)
