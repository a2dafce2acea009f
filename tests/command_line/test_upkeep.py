"""``reviewer backup``, ``restore`` and ``check``, from the command line."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from reviewer import cli
from reviewer.exporting import export
from reviewer.store import Store, lock
from tests import factories
from tests.store.test_lock import OTHER, leave


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    path = tmp_path / "reviewer.sqlite"
    given = factories.report()
    with Store.open(path, reviewer="ada") as store:
        store.import_report(given.document, given.extraction, given.original, name=given.name)
        store.accept([1])
    return path


def run(store_path: Path, *arguments: str) -> int:
    return cli.main([arguments[0], "--store", str(store_path), *arguments[1:]])


def decision(store_path: Path) -> str:
    with Store.open(store_path, read_only=True) as store:
        return store.finding(1).decision.value


def test_a_backup_and_back(store_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(store_path, "backup") == 0
    made = Path(capsys.readouterr().out.strip())
    assert made.parent == store_path.parent / "backups"
    with Store.open(store_path) as store:
        store.reject([1])
    assert run(store_path, "restore", "--list") == 0
    listed = capsys.readouterr().out
    assert made.name in listed
    assert "manual" in listed
    assert run(store_path, "restore", made.name) == 0
    assert decision(store_path) == "accepted"
    undo = capsys.readouterr().err.strip().rsplit(" ", 1)[-1]
    assert run(store_path, "restore", undo) == 0
    assert decision(store_path) == "rejected"


def test_what_cannot_be_restored(store_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(store_path, "restore", "nothing.sqlite") == 1
    assert "There is no backup nothing.sqlite" in capsys.readouterr().err
    assert run(store_path.with_name("none.sqlite"), "backup") == 1
    assert "There is no store" in capsys.readouterr().err
    leave(store_path, OTHER)
    run(store_path, "backup")
    assert run(store_path, "restore") == 1
    assert "ben on another-machine" in capsys.readouterr().err
    lock.owner_path(store_path).unlink()


def test_a_store_in_use_can_be_listed_exported_and_backed_up(
    store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    leave(store_path, OTHER)
    assert run(store_path, "list") == 0
    assert "Northmere" in capsys.readouterr().out
    assert run(store_path, "export", "--format", "csv", "--output", str(tmp_path / "out")) == 0
    assert run(store_path, "backup") == 0
    assert run(store_path, "import", str(tmp_path / "out")) == 1


def test_check_and_repair(store_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(store_path, "check") == 0
    assert "The store is whole." in capsys.readouterr().err
    with Store.open(store_path) as store:
        store._db.execute("UPDATE finding SET verbatim = 'Secret words.' WHERE id = 2")
    assert run(store_path, "check") == 1
    said = capsys.readouterr()
    assert "1: findings don't read as their positions in the text (finding 2 of report 1)" in said.out
    assert "Secret" not in said.out + said.err
    assert run(store_path, "check", "--repair") == 0
    assert "Repaired" in capsys.readouterr().err
    assert run(store_path, "check") == 0


def test_a_damaged_file_is_salvaged_beside(store_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = bytearray(store_path.read_bytes())
    data[-8192:] = b"\xa5" * 8192
    store_path.write_bytes(data)
    assert run(store_path, "check") == 1
    assert run(store_path, "check", "--repair") == 1
    said = capsys.readouterr()
    salvaged = Path(said.out.splitlines()[-1])
    assert salvaged.name == "reviewer-salvaged.sqlite"
    assert store_path.read_bytes() == bytes(data)
    with Store.open(salvaged) as store:
        assert store.reports()


def test_a_synchronised_folder_draws_a_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "letter.txt"
    report.write_text(factories.TEXT, encoding="utf-8")
    run(tmp_path / "Dropbox" / "reviewer.sqlite", "import", str(report))
    assert "Dropbox copies between computers" in capsys.readouterr().err


def test_nothing_goes_to_the_network(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    given = factories.report(original=b"other", name="other.pdf")
    with Store.open(store_path, reviewer="ada") as store:
        store.import_report(given.document, given.extraction, given.original, name=given.name)
        store.set_wording(1, "Other words.")
        store.add_note(1, "A note.")
        store.undo(1)
        store.backup()
        assert store.check() == []
        for format in ("csv", "json"):  # noqa: A001
            assert export(store, format, tmp_path / format)


def test_reextracting_keeps_what_was_decided(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "letter.txt"
    report.write_text(factories.TEXT, encoding="utf-8")
    store_path = tmp_path / "store" / "reviewer.sqlite"
    assert run(store_path, "import", str(report)) == 0
    with Store.open(store_path, reviewer="ada") as store:
        (row, *_) = store.findings(1)
        store.set_wording(row.id, "Reworded.")
        machine = store.machine_extraction(1)
    capsys.readouterr()
    assert run(store_path, "reextract", "1") == 0
    assert "letter.txt: as it was" in capsys.readouterr().err
    assert run(store_path, "reextract", "9") == 1
    assert "There is no report 9" in capsys.readouterr().err
    with Store.open(store_path) as store:
        assert store.finding(row.id).wording == "Reworded."
        assert store.machine_extraction(1) == machine
        assert "reextraction" in {one.reason for one in store.backups()}
