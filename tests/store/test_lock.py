"""Who has a store: taken once, told to others, stale after a crash, given up by who slept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from reviewer.store import Store, StoreError, StoreInUseError, lock
from reviewer.store.places import synchronised_folder
from tests import factories

OTHER = lock.Owner("another-machine", "ben", 4321, "2026-03-01T09:00:00Z", "t0ken")


def leave(store_path: Path, owner: lock.Owner, *, age: float = 0.0) -> Path:
    """A record as another process writes it."""
    path = lock.owner_path(store_path)
    path.write_text(json.dumps(asdict(owner)), encoding="utf-8")
    when = time.time() - age
    os.utime(path, (when, when))
    return path


def gone_pid() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_an_open_store_has_an_owner_and_a_closed_one_has_none(store_path: Path) -> None:
    assert lock.owner_of(store_path) is None
    with Store.open(store_path, reviewer="ada"):
        owner = json.loads(lock.owner_path(store_path).read_bytes())
        assert owner["user"] == "ada"
        assert owner["pid"] == os.getpid()
        with Store.open(store_path, reviewer="ada"):
            pass
        assert lock.owner_path(store_path).exists()
        assert lock.held_here(store_path)
    assert not lock.owner_path(store_path).exists()
    assert not lock.held_here(store_path)


def test_another_process_is_told_who_has_the_store(store: Store, store_path: Path, report_id: int) -> None:
    script = (
        "import sys; from pathlib import Path; from reviewer.store import Store, StoreInUseError\n"
        "try: Store.open(Path(sys.argv[1]))\n"
        "except StoreInUseError as error: print(error.owner.user, error.owner.pid); print(error)\n"
        "with Store.open(Path(sys.argv[1]), read_only=True) as store: print(len(store.reports()))\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, str(store_path)], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert said[0] == f"ada {os.getpid()}"
    assert said[1].startswith(f"The store at {store_path} is open already: ada on this computer, since ")
    assert said[2] == "1"


def test_a_lock_left_by_a_crash_is_stale(store_path: Path) -> None:
    leave(store_path, replace(OTHER, host=lock.platform.node(), pid=gone_pid()))
    assert lock.owner_of(store_path) is None
    with Store.open(store_path):
        pass
    assert list(store_path.parent.glob("*.owner*")) == []


def test_a_number_that_something_else_now_has_is_stale_after_a_while(store_path: Path) -> None:
    mine = replace(OTHER, host=lock.platform.node(), pid=os.getppid())
    leave(store_path, mine)
    with pytest.raises(StoreInUseError, match="ben on this computer"):
        Store.open(store_path)
    leave(store_path, mine, age=lock.STALE + 60)
    with Store.open(store_path):
        pass


def test_another_machine_is_believed_while_its_heart_beats(store_path: Path) -> None:
    leave(store_path, OTHER, age=lock.STALE / 2)
    with pytest.raises(
        StoreInUseError, match="ben on another-machine, since 2026-03-01 09:00:00 UTC"
    ) as told:
        Store.open(store_path)
    assert told.value.owner == OTHER
    leave(store_path, OTHER, age=lock.STALE + 60)
    with Store.open(store_path) as store:
        assert store.reports() == []


def test_a_store_in_use_on_another_machine_is_read_from_a_copy(
    store: Store, store_path: Path, report_id: int
) -> None:
    store.close()
    leave(store_path, OTHER)
    before = {entry.name: entry.read_bytes() for entry in store_path.parent.iterdir()}
    with Store.open(store_path, read_only=True) as reading:
        assert reading.path == store_path
        assert len(reading.findings(report_id)) == 6
        with pytest.raises(StoreError, match="open to read only, nothing was changed"):
            reading.accept([reading.findings(report_id)[0].id])
    assert {entry.name: entry.read_bytes() for entry in store_path.parent.iterdir()} == before


def test_a_damaged_record_holds_only_for_a_while(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lock.owner_path(store_path)
    path.write_bytes(b"{half")
    monkeypatch.setattr(lock.time, "sleep", lambda _: None)
    with pytest.raises(StoreInUseError, match="being opened by another"):
        Store.open(store_path)
    old = time.time() - lock.STALE - 60
    os.utime(path, (old, old))
    with Store.open(store_path):
        pass


def test_who_slept_while_another_took_over_does_not_write(
    store: Store, store_path: Path, report_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = store.findings(report_id)[0].id
    store.accept([finding])
    leave(store_path, OTHER)
    later = time.time() + lock.STALE
    monkeypatch.setattr(lock.time, "time", lambda: later)
    with pytest.raises(StoreError, match=r"opened by ben on another-machine.*nothing was changed"):
        store.reject([finding])
    assert store.finding(finding).decision == "accepted"
    store.close()
    # The other's record is not ours to take away.
    assert lock.owner_path(store_path).exists()


def test_the_record_is_written_anew(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "BEAT", 0.01)
    with Store.open(store_path):
        path = lock.owner_path(store_path)
        os.utime(path, (0, 0))
        for _ in range(500):
            if path.stat().st_mtime > 0:
                break
            time.sleep(0.01)
        assert path.stat().st_mtime > 0


def test_a_stale_record_is_taken_away_only_if_it_is_still_that_one(store_path: Path) -> None:
    path = leave(store_path, OTHER)
    lock._set_aside(path, replace(OTHER, token="older"))
    assert json.loads(path.read_bytes())["token"] == OTHER.token
    lock._set_aside(path, OTHER)
    assert not path.exists()


def test_reading_changes_nothing_and_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no store"):
        Store.open(tmp_path / "none.sqlite", read_only=True)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "letter.sqlite").write_bytes(b"Dear Director,\n")
    with pytest.raises(StoreError, match="is not a store of Reviewer"):
        Store.open(tmp_path / "letter.sqlite", read_only=True)


def test_every_verb_refuses_when_reading_only(store: Store, store_path: Path, report_id: int) -> None:
    finding = store.findings(report_id)[0].id
    judgement = store.judgements(report_id)[0].id
    given = factories.report(original=b"other")
    with Store.open(store_path, read_only=True) as reading:
        assert reading.read_only
        for verb in (
            lambda: reading.set_wording(finding, "Other words."),
            lambda: reading.add_note(report_id, "A note."),
            lambda: reading.flag(finding),
            lambda: reading.accept_judgement(judgement),
            lambda: reading.undo(report_id),
            lambda: reading.remove_report(report_id),
            lambda: reading.import_report(given.document, given.extraction, given.original, name=given.name),
        ):
            with pytest.raises(StoreError, match="read only, nothing was changed"):
                verb()
        # What another writes meanwhile is seen.
        store.accept([finding])
        assert reading.finding(finding).decision == "accepted"


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive - Northmere Council/Reviews", "OneDrive"),
        ("Dropbox/a/b", "Dropbox"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Library/CloudStorage/GoogleDrive-ada@example.org/My Drive", "Google Drive"),
        ("Documents", None),
        ("Dropboxes", None),
    ],
)
def test_synchronised_folders_are_known(tmp_path: Path, folder: str, service: str | None) -> None:
    assert synchronised_folder(tmp_path / folder / "reviewer.sqlite") == service


def test_a_synchronised_folder_under_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = tmp_path / "Shared" / "team"
    shared.mkdir(parents=True)
    assert synchronised_folder(shared / "reviewer.sqlite") is None
    (tmp_path / "Shared" / ".dropbox").touch()
    assert synchronised_folder(shared / "reviewer.sqlite") == "Dropbox"
    monkeypatch.setenv("OneDrive", str(tmp_path / "Work"))
    assert synchronised_folder(tmp_path / "Work" / "reviewer.sqlite") == "OneDrive"
