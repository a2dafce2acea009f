"""Edits that the disk keeps out of the store: kept, never shown as done, saved when that works."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from reviewer import app
from reviewer.store import Store, StoreError
from reviewer.store.database import StoreDatabase
from reviewer.store.errors import explained
from reviewer.store.rows import Decision, FindingRow
from reviewer.ui.dialogs import FaultDialog
from reviewer.ui.main_window import MainWindow
from reviewer.ui.unsaved import UnsavedDialog
from tests.torture.faults import full_disk

Go = Callable[[str], FindingRow]

FAULTS = [
    (sqlite3.SQLITE_FULL, "database or disk is full", "The disk is full"),
    (sqlite3.SQLITE_READONLY, "attempt to write a readonly database", "read-only"),
    (sqlite3.SQLITE_IOERR, "disk I/O error", "check that it is still connected"),
    (sqlite3.SQLITE_CANTOPEN, "unable to open database file", "check that you may write"),
    (sqlite3.SQLITE_BUSY, "database is locked", "Another program is writing"),
]


class Disk(sqlite3.Connection):
    """A disk whose writes fail from the ``works``-th of each transaction on, while ``fault`` is set."""

    fault: tuple[int, str] | None = None
    works = 0
    done = 0

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        word = sql.lstrip().split()[0].upper()
        if word == "BEGIN":
            Disk.done = 0
        if Disk.fault is not None and word not in ("SELECT", "PRAGMA", "ROLLBACK"):
            Disk.done += 1
            if Disk.done > Disk.works:
                error = sqlite3.OperationalError(Disk.fault[1])
                error.sqlite_errorcode = Disk.fault[0]
                raise error
        return super().execute(sql, *parameters)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Disk]]:
    """Stores that are opened from now on stand on this disk."""
    connect = sqlite3.connect

    def on_the_disk(database: Any, *arguments: Any, **options: Any) -> sqlite3.Connection:
        return connect(database, *arguments, **{"factory": Disk, **options})

    monkeypatch.setattr("reviewer.store.database.sqlite3.connect", on_the_disk)
    monkeypatch.setattr("reviewer.store.store.Daily.due", lambda *_args: None)
    yield Disk
    Disk.fault, Disk.works = None, 0


def waiting(window: MainWindow) -> list[str]:
    return [edit.name for edit in window.session.unsaved.waiting]


def stored(path: Path, finding_id: int) -> FindingRow:
    with Store.open(path, read_only=True) as store:
        return store.finding(finding_id)


@pytest.mark.parametrize(("code", "words", "said"), FAULTS, ids=[fault[1] for fault in FAULTS])
def test_an_edit_that_the_disk_refuses_is_kept_told_and_saved_later(
    disk: type[Disk], window: MainWindow, go: Go, store_path: Path, code: int, words: str, said: str
) -> None:
    row = go("8")
    disk.fault = (code, words)
    window.session.set_theme("workforce")
    assert waiting(window) == ["edit of finding 8"]
    assert said in window.notice.label.text()
    assert "Your edit is kept" in window.notice.label.text()
    assert window.session.finding == row, "nothing is shown as done"
    assert "1 edit not saved yet" in window.status.saved.text()
    assert window.details.unsaved.isVisible()
    assert window.action("undo").text() == "Undo edit of finding 8"
    window.notice.button.click()
    assert said in window.notice.label.text(), "still so"
    disk.fault = None
    window.notice.button.click()
    assert waiting(window) == []
    assert window.notice.label.text() == "Everything is saved."
    assert stored(store_path, row.id).theme == "workforce"
    assert window.session.finding is not None
    assert window.session.finding.theme == "workforce"
    assert not window.details.unsaved.isVisible()
    assert "not saved" not in window.status.saved.text()


def test_no_write_of_an_edit_that_fails_leaves_half_of_it(
    disk: type[Disk], window: MainWindow, go: Go, store_path: Path
) -> None:
    """The n-th write of an edit fails, for all n, and then the same edit comes right."""
    row = go("9")
    disk.works = 0
    tried = 0
    while True:
        disk.fault = FAULTS[0][:2]
        window.session.set_kind("strength" if tried % 2 == 0 else "weakness")
        disk.fault = None
        if not window.session.unsaved:
            break
        assert stored(store_path, row.id) == row
        assert window.session.finding == row
        assert window.session.unsaved.retry()
        row = stored(store_path, row.id)
        assert window.session.finding == row
        disk.works += 1
        tried += 1
    assert tried >= 4, "begin, row, log and commit at least"


def test_the_timer_tries_again_by_itself(
    disk: type[Disk], qtbot: QtBot, window: MainWindow, go: Go, monkeypatch: pytest.MonkeyPatch
) -> None:
    go("8")
    window.session.unsaved._timer.setInterval(20)
    disk.fault = FAULTS[0][:2]
    window.session.accept()
    qtbot.wait(60)
    assert len(waiting(window)) == 1
    disk.fault = None
    qtbot.waitUntil(lambda: not window.session.unsaved)
    assert window.session.finding is not None
    assert window.session.finding.decision is Decision.ACCEPTED


def test_edits_wait_in_their_order_and_undo_takes_the_last_one_back(
    disk: type[Disk], window: MainWindow, go: Go, store_path: Path
) -> None:
    row = go("8")
    disk.fault = FAULTS[2][:2]
    window.session.set_wording(row.id, "First words.")
    window.session.set_wording(row.id, "Second words.")
    window.session.set_polarity("negative")
    assert len(waiting(window)) == 3
    assert "3 edits not saved yet" in window.status.saved.text()
    assert not window.action("redo").isEnabled()
    window.action("undo").trigger()
    assert len(waiting(window)) == 2
    disk.fault = None
    window.session.add_note("Came after.", row.id)
    assert waiting(window) == []
    now = stored(store_path, row.id)
    assert (now.wording, now.polarity, now.notes) == ("Second words.", row.polarity, row.notes + 1)
    with Store.open(store_path, read_only=True) as store:
        names = [entry.name for entry in store.history(row.report_id)]
    assert names[:3] == ["note on 8", "wording of 8", "wording of 8"]


def test_what_can_never_be_saved_is_said_and_keeps_nothing_back(
    disk: type[Disk], window: MainWindow, go: Go
) -> None:
    row = go("8")
    disk.fault = FAULTS[0][:2]
    session = window.session
    session.edit(lambda: session.store.set_wording(999_999, "Nowhere."))
    session.set_polarity("negative")
    disk.fault = None
    assert session.unsaved.retry()
    assert session.finding is not None
    assert (session.finding.id, session.finding.polarity) == (row.id, "negative")


def asked(window: MainWindow) -> UnsavedDialog:
    """The question that is open."""
    (dialog,) = questions(window)
    return dialog


def questions(window: MainWindow) -> list[UnsavedDialog]:
    return [one for one in window.findChildren(UnsavedDialog) if one.isVisible()]


def test_closing_tells_what_is_not_saved(disk: type[Disk], window: MainWindow, go: Go, qtbot: QtBot) -> None:
    go("8")
    disk.fault = FAULTS[0][:2]
    window.session.accept()
    assert not window.close()
    dialog = asked(window)
    assert dialog.title.text() == "1 edit is not saved yet"
    assert "The disk is full" in dialog.why.text()
    assert "edit of finding 8" in dialog.edits.item(0).text()
    dialog.stay.click()
    assert window.isVisible()
    assert len(waiting(window)) == 1
    assert not window.open_store(window.session.store.path), "another store would let them go as well"
    window.close()
    dialog = asked(window)
    dialog.again.click()
    qtbot.waitUntil(lambda: questions(window) not in ([], [dialog]))
    assert window.isVisible(), "it still can't be saved"
    disk.fault = None
    asked(window).again.click()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_closing_without_them_is_possible(disk: type[Disk], window: MainWindow, go: Go, qtbot: QtBot) -> None:
    go("8")
    disk.fault = FAULTS[0][:2]
    window.session.accept()
    window.close()
    asked(window).leave.click()
    qtbot.waitUntil(lambda: not window.isVisible())


@pytest.mark.skipif(sys.platform == "win32", reason="an open file keeps its folder in its place")
def test_a_drive_that_goes_and_comes_back_loses_nothing(
    window: MainWindow, go: Go, store_path: Path, tmp_path: Path
) -> None:
    window.session.add_note("The backup of the day is on its way.", None)
    window.session.store._daily.wait()  # type: ignore[union-attr]
    row = go("8")
    away = tmp_path / "away"
    away.mkdir()
    gone = [store_path.with_name(store_path.name + ending) for ending in ("", "-wal", "-shm")]
    for path in gone:
        path.rename(away / path.name)
    window.session.set_theme("workforce")
    assert "The store is no longer at" in window.notice.label.text()
    assert waiting(window) == ["edit of finding 8"]
    for path in gone:
        (away / path.name).rename(path)
    window.notice.button.click()
    assert waiting(window) == []
    assert stored(store_path, row.id).theme == "workforce"


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be replaced")
def test_a_file_that_was_put_in_the_stores_place_gets_the_edit_only_if_it_is_the_same(
    window: MainWindow, go: Go, store_path: Path, tmp_path: Path
) -> None:
    session = window.session
    row = go("8")
    older = session.store.backup().path
    session.set_polarity("mixed" if row.polarity != "mixed" else "negative")
    same = session.store.backup().path

    def put(path: Path) -> None:
        for ending in ("-wal", "-shm"):
            store_path.with_name(store_path.name + ending).unlink(missing_ok=True)
        shutil.copy(path, tmp_path / "coming")
        (tmp_path / "coming").replace(store_path)

    put(older)
    session.set_theme("workforce")
    assert "was replaced by another program" in window.notice.label.text()
    window.notice.button.click()
    assert len(waiting(window)) == 1, "an older store does not get what was done on a newer one"
    put(same)
    window.notice.button.click()
    window.notice.button.click()
    assert waiting(window) == []
    assert stored(store_path, row.id).theme == "workforce"
    assert session.store.check() == []


@pytest.mark.skipif(sys.platform == "win32", reason="the platform has no limit to the size of a file")
def test_a_disk_that_is_really_full(window: MainWindow, go: Go, store_path: Path) -> None:
    row = go("8")
    window.session.store._daily = None
    with full_disk(3000):
        window.session.add_note("word " * 4000, row.id)
        assert len(waiting(window)) == 1
        assert [note for note in window.session.notes() if note.body.startswith("word ")] == []
    assert window.session.unsaved.retry()
    assert [note.body[:9] for note in window.session.notes()][-1] == "word word"


def test_an_edit_that_is_stored_but_cannot_be_read_back_is_shown_later(
    window: MainWindow, go: Go, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = go("8")
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR

    def fails(db: StoreDatabase, _finding_id: int) -> FindingRow:
        with explained(db.path):
            raise error

    monkeypatch.setattr("reviewer.store.queries.finding", fails)
    window.session.set_theme("workforce")
    assert len(waiting(window)) == 1
    monkeypatch.undo()
    assert window.session.unsaved.retry()
    assert window.session.finding is not None
    assert window.session.finding.theme == "workforce"
    with Store.open(window.session.store.path, read_only=True) as store:
        assert len(store.history(row.report_id)) == 1


def test_a_store_that_cannot_be_read_is_said_wherever_it_is_met(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    app._show_faults(window)
    error = StoreError("The disk can't be read.")
    sys.excepthook(StoreError, error, None)
    assert window.notice.label.text() == "The disk can't be read."
    assert window.findChild(FaultDialog) is None
