"""Backups, restoring, checks, repair, damage and bad places, in the window."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reviewer.store import Store, backup
from reviewer.store.rows import FindingRow
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, Table

Go = Callable[[str], FindingRow]
MakeWindow = Callable[[Path | None], MainWindow]


def damage(path: Path) -> bytes:
    """Spoil the pages of an extraction in a closed store; returns what the file is then."""
    data = bytearray(path.read_bytes())
    page = data.index(b'"unclaimed":') // 4096 * 4096
    data[page : page + 4096] = b"\xa5" * 4096
    path.write_bytes(data)
    return bytes(data)


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[str]:
    """Answer the file dialog with this; returns what it proposed."""
    proposed: list[str] = []

    def answer(
        _parent: object, _title: str, place: str, *_rest: object, **_options: object
    ) -> tuple[str, str]:
        proposed.append(place)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return proposed


def test_a_backup_is_made_from_the_menu(window: MainWindow, store_path: Path) -> None:
    window.action("backup").trigger()
    window.jobs.finish()
    made = backup.backups(store_path)[0]
    assert made.reason == "manual"
    assert made.path.name in window.notice.label.text()
    window.notice.button.click()
    assert window.upkeep.backups is not None
    assert window.upkeep.backups.list.topLevelItemCount() == len(backup.backups(store_path))
    window.upkeep.backups.close()


def test_restoring_is_a_click_and_so_is_taking_it_back(window: MainWindow, go: Go, store_path: Path) -> None:
    row = go("8")
    window.session.store._daily = None
    window.session.set_wording(row.id, "Before the backup.")
    window.action("backup").trigger()
    window.jobs.finish()
    window.session.set_wording(row.id, "After the backup.")
    window.action("backups").trigger()
    dialog = window.upkeep.backups
    assert dialog is not None
    item = dialog.list.topLevelItem(0)
    assert item is not None
    assert item.text(1) == "asked for"
    assert item.text(0).startswith("today ")
    assert "kB" in item.text(2) or "KB" in item.text(2)
    dialog.restore.click()
    window.jobs.finish()
    assert window.session.current == Item(Table.FINDING, row.id)
    assert window.session.finding is not None
    assert window.session.finding.wording == "Before the backup."
    assert "The store is as it was in the backup of today" in window.notice.label.text()
    assert window.notice.button.text() == "Undo"
    window.notice.button.click()
    window.jobs.finish()
    assert window.session.finding is not None
    assert window.session.finding.wording == "After the backup."
    assert [made.reason for made in backup.backups(store_path)][:3] == [
        "restore",
        "restore",
        "manual",
    ]


def test_restoring_waits_for_other_work_and_for_unsaved_edits(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, store_path: Path
) -> None:
    made = window.session.store.backup()
    window.upkeep.upkeep.copy(store_path, store_path.with_name("copy.sqlite"), lambda _made: None)
    window.upkeep.put_back(store_path, made.path)
    assert "Copying the store is still under way" in window.notice.label.text()
    window.jobs.finish()
    monkeypatch.setattr(window.session.unsaved, "retry", lambda: False)
    window.upkeep.put_back(store_path, made.path)
    assert "not saved yet" in window.notice.label.text()
    assert window.session.is_open
    monkeypatch.undo()


def test_a_store_without_backups_says_so(window: MainWindow, store_path: Path) -> None:
    shutil.rmtree(backup.folder_of(store_path))
    window.action("backups").trigger()
    dialog = window.upkeep.backups
    assert dialog is not None
    assert dialog.empty.isVisible()
    assert not dialog.restore.isEnabled()
    dialog.now.click()
    window.jobs.finish()
    assert dialog.list.isVisible()
    assert dialog.restore.isEnabled()
    dialog.close()


def test_a_restore_that_fails_leaves_all_as_it_was(window: MainWindow, go: Go, store_path: Path) -> None:
    row = go("8")
    broken = store_path.with_name("broken.sqlite")
    broken.write_bytes(b"no store")
    window.upkeep.put_back(store_path, broken)
    window.jobs.finish()
    assert window.session.finding == row
    assert "broken.sqlite" in window.notice.label.text()


def test_a_copy_is_saved_elsewhere(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, store_path: Path
) -> None:
    target = tmp_path / "stick"
    target.mkdir()
    choose(monkeypatch, target / "northmere")
    window.action("copy_store").trigger()
    window.jobs.finish()
    with Store.open(target / "northmere.sqlite", read_only=True) as copy:
        assert len(copy.reports()) == 7
    assert window.session.store.path == store_path
    window.action("copy_store").trigger()
    window.jobs.finish()
    assert "there already" in window.notice.label.text()


def test_a_store_in_a_synchronised_folder_says_what_to_do(
    make_window: MakeWindow, store_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "OneDrive - Northmere" / "reports.sqlite"
    place.parent.mkdir()
    store_path.rename(place)
    window = make_window(place)
    window.safety.look()
    window.jobs.finish()
    said = window.notice.label.text()
    assert "folder that OneDrive copies to other computers" in said
    assert "Keep the store elsewhere" in said
    target = tmp_path / "data" / "reports.sqlite"
    monkeypatch.setattr("reviewer.ui.upkeep_commands.default_path", lambda: target)
    proposed = choose(monkeypatch, target)
    window.notice.button.click()
    window.jobs.finish()
    assert proposed == [str(target)]
    assert window.session.store.path == target
    assert len(window.session.reports) == 7
    assert place.exists(), "what was there is left as it was"
    window.safety.look()
    window.jobs.finish()
    assert "OneDrive copies" not in window.notice.label.text()


def test_an_empty_store_beside_backups_points_to_them(
    make_window: MakeWindow, store_path: Path, tmp_path: Path
) -> None:
    with Store.open(store_path) as store:
        store.backup()
    store_path.rename(tmp_path / "lost.sqlite")
    window = make_window(store_path)
    window.safety.look()
    window.jobs.finish()
    assert "there are backups" in window.notice.label.text()
    window.notice.button.click()
    assert window.upkeep.backups is not None
    window.upkeep.backups.restore.click()
    window.jobs.finish()
    assert len(window.session.reports) == 7


# Checks


def test_a_whole_store_is_said_to_be_whole(window: MainWindow) -> None:
    window.action("check_store").trigger()
    dialog = window.upkeep.checking
    assert dialog is not None
    assert dialog.bar.isVisible()
    assert dialog.close_button.text() == "Cancel"
    window.jobs.finish()
    assert dialog.title.text() == "The store is whole."
    assert not dialog.list.isVisible()
    assert not dialog.repair.isVisible()
    dialog.close()
    assert window.upkeep.checking is None


def test_problems_are_counted_explained_and_repaired(
    qtbot: QtBot, window: MainWindow, go: Go, store_path: Path
) -> None:
    row = go("8")
    db = window.session.store._db
    db.execute("UPDATE finding SET verbatim = 'Slipped in.' WHERE id = ?", (row.id,))
    db.execute("DROP INDEX finding_report")
    window.action("check_store").trigger()
    window.jobs.finish()
    dialog = window.upkeep.checking
    assert dialog is not None
    assert dialog.title.text() == "2 problems"
    rows = [dialog.list.topLevelItem(index) for index in range(2)]
    told = {item.text(1): (item.text(0), item.text(2)) for item in rows if item is not None}
    assert told["findings don't read as their positions in the text"][0] == "1"
    assert f"finding {row.id}" in told["findings don't read as their positions in the text"][1]
    assert "Slipped in" not in repr(told), "no words of a report"
    dialog.repair.click()
    assert dialog.title.text() == "Repairing the store…"
    window.jobs.finish()
    assert dialog.title.text() == "Repaired."
    assert not dialog.repair.isVisible()
    assert window.session.finding == row, "the window shows the store as it is now"
    assert backup.backups(store_path)[0].reason == "repair"
    dialog.close()


def test_a_check_can_be_cancelled_and_work_goes_on_meanwhile(
    window: MainWindow, go: Go, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = go("8")
    window.action("check_store").trigger()
    dialog = window.upkeep.checking
    assert dialog is not None
    window.session.set_wording(row.id, "Edited while it checks.")
    dialog.close_button.click()
    window.jobs.finish()
    assert window.upkeep.checking is None
    assert window.session.finding is not None
    assert window.session.finding.wording == "Edited while it checks."
    window.action("check_store").trigger()
    window.status.cancel.click()
    window.jobs.finish()
    assert window.upkeep.checking is None, "one that is cancelled below goes as well"


def test_opening_looks_quietly_and_says_calmly_what_is_wrong(
    qtbot: QtBot, make_window: MakeWindow, store_path: Path
) -> None:
    window = make_window(store_path)
    window.safety.look()
    assert not window.status.job.isVisible(), "nobody asked for it"
    window.jobs.finish()
    assert not window.notice.isVisible()
    window.session.store._db.execute("DROP INDEX finding_report")
    window.safety._look.setInterval(10)
    window.open_store(store_path)
    qtbot.waitUntil(window.notice.isVisible)
    assert "Your work can go on" in window.notice.label.text()
    window.notice.button.click()
    window.jobs.finish()
    assert window.upkeep.checking is not None
    assert window.upkeep.checking.repair.isVisible()
    window.upkeep.checking.close()


# Damage


def test_a_damaged_store_opens_to_read_only_and_is_salvaged(
    make_window: MakeWindow, store_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spoilt = damage(store_path)
    window = make_window(None)
    window.open_store(store_path)
    window.safety.look()
    window.jobs.finish()
    assert window.session.is_open
    assert not window.session.writable
    assert "read only" in window.notice.label.text()
    window.notice.button.click()
    dialog = window.safety.dialog
    assert dialog is not None
    assert dialog.restore.isEnabled()
    proposed = choose(monkeypatch, tmp_path / "salvaged.sqlite")
    dialog.salvage.click()
    window.jobs.finish()
    assert proposed == [str(store_path.with_name("northmere-salvaged.sqlite"))]
    assert window.session.store.path == tmp_path / "salvaged.sqlite"
    assert window.session.writable
    assert len(window.session.reports) == 7
    assert "were salvaged" in window.notice.label.text()
    assert store_path.read_bytes() == spoilt


def test_a_store_that_cannot_be_opened_at_all_offers_its_backups(
    make_window: MakeWindow, store_path: Path
) -> None:
    with Store.open(store_path) as store:
        store.backup()
    store_path.write_bytes(store_path.read_bytes()[:20_000])
    window = make_window(None)
    assert not window.open_store(store_path)
    assert "is damaged" in window.notice.label.text()
    window.notice.button.click()
    dialog = window.safety.dialog
    assert dialog is not None
    dialog.restore.click()
    assert window.upkeep.backups is not None
    window.upkeep.backups.restore.click()
    window.jobs.finish()
    assert len(window.session.reports) == 7
    assert "set aside as" in window.notice.label.text()
    assert any(made.reason == "damaged" for made in backup.backups(store_path))


def test_damage_that_is_met_at_work_ends_all_writing(window: MainWindow, go: Go, store_path: Path) -> None:
    row = go("8")
    window.session.damaged.emit(store_path, "Parts of the store can't be read.")
    assert window.session.is_open
    assert not window.session.writable
    assert window.session.finding == row
    assert "open to read only" in window.notice.label.text()


# Versions and others


def test_a_store_of_a_newer_version_is_refused_with_the_version(
    make_window: MakeWindow, store_path: Path
) -> None:
    with Store.open(store_path) as store:
        store._db.execute("UPDATE meta SET value = '99.1' WHERE key = 'written_by'")
        store._db.execute("PRAGMA user_version = 999")
    window = make_window(None)
    assert not window.open_store(store_path)
    said = window.notice.label.text()
    assert "Reviewer 99.1" in said
    assert "update Reviewer to open it" in said


def test_a_second_window_is_told_who_has_the_store(make_window: MakeWindow, store_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from reviewer.store import Store\n"
        "with Store.open(Path(sys.argv[1]), reviewer='Ben'): print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(store_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"open"
        window = make_window(None)
        window.open_store(store_path)
        assert "Ben on this computer, since" in window.notice.label.text()
        window.notice.button.click()
        assert not window.session.writable
        made = store_path.with_name("copy.sqlite")
        backup.copy_to(store_path, made)
        window.upkeep.put_back(store_path, made)
        window.jobs.finish()
        assert "is open already" in window.notice.label.text(), "nothing is restored under another's hands"
        other.communicate()


def test_a_store_in_a_folder_that_cannot_be_written_can_be_read(
    make_window: MakeWindow, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(store: Path, _user: str) -> None:
        raise PermissionError(13, "Permission denied", str(store))

    monkeypatch.setattr("reviewer.store.lock.acquire", refuse)
    window = make_window(None)
    assert not window.open_store(store_path)
    assert "Permission denied" in window.notice.label.text()
    assert window.notice.button.text() == "Open to read only"
    window.notice.button.click()
    assert len(window.session.reports) == 7
    assert not window.session.writable
