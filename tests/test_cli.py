"""The command line: data on standard output, words on standard error, and the exit status."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import reviewer
from reviewer import cli, diagnostics, importing, worker
from reviewer.cli import main
from reviewer.resources import resource
from reviewer.store import Store
from tests import works

LETTER = resource("sample/2010-11-09_northmere_contact-referral-assessment.txt")


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    return tmp_path / "work.sqlite"


@pytest.fixture
def letters(tmp_path: Path) -> list[Path]:
    """Three files that can be read and, the second of them, one that cannot."""
    folder = tmp_path / "letters"
    folder.mkdir()
    shutil.copy(LETTER, folder / "a.txt")
    (folder / "b.pdf").write_bytes(b"<html><body>Sign in</body></html>")
    (folder / "c.md").write_text("# Findings\n\n- Größe: “naïve” 🙂 children are heard.\n", encoding="utf-8")
    (folder / "d.txt").write_text(
        "Staff in Eastwold listen to children and write it down.\n", encoding="utf-8"
    )
    return sorted(folder.iterdir())


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where reports of faults are kept, away from the user's own."""
    monkeypatch.setattr(diagnostics, "log_folder", lambda: tmp_path / "logs")
    return tmp_path / "logs"


def run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command as users run it, in a process of its own whose locale knows no UTF-8."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "reviewer", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, timeout=120, env=environment, **options)


def objects(output: bytes | str) -> list[dict[str, Any]]:
    text = output.decode("utf-8") if isinstance(output, bytes) else output
    assert text.endswith("\n")
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")]


def test_version_and_help() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout.decode().strip()) == (0, f"Reviewer {reviewer.__version__}")
    done = run("--help")
    assert done.returncode == 0
    for words in ("extract", "import", "list", "export", "--store", "examples:"):
        assert words in done.stdout.decode()


@pytest.mark.parametrize("command", ["extract", "import", "list", "export"])
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert f"  reviewer {command}" in said
    assert "--store PATH" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract"],
        ["import"],
        ["paint"],
        ["--colour"],
        ["list", "--format", "csv"],
        ["export", "--format", "csv"],
        ["export", "--output", "x"],
        ["export", "--format", "papyrus", "--output", "x"],
        ["extract", "--jobs", "0", "a.txt"],
        ["extract", "--jobs", "many", "a.txt"],
        ["--sto", "x", "list"],
    ],
    ids=" ".join,
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "usage: reviewer" in captured.err


def test_extract_prints_a_line_for_each_file_in_the_order_given(letters: list[Path]) -> None:
    given = [letters[2], letters[1], letters[0], letters[0].parent / "missing.txt", letters[3]]
    done = run("extract", *given)
    assert done.returncode == 1
    values = objects(done.stdout)
    assert [value["source"]["path"] for value in values] == [str(path) for path in given]
    assert [value.get("error", {}).get("code") for value in values] == [
        None,
        "not_a_report_file",
        None,
        "not_found",
        None,
    ]
    assert "“naïve” 🙂" in values[0]["text"]
    assert values[2]["schema"] == "reviewer.extraction/1"
    assert values[2]["findings"]
    said = done.stderr.decode()
    assert f"{letters[1]}: " in said
    assert "missing.txt: There is no such file." in said
    assert b"\r" not in done.stdout.replace(b"\\r", b"")


def test_extract_gives_the_same_bytes_with_any_number_of_workers(letters: list[Path]) -> None:
    one = run("extract", *letters, *letters, letters[0])
    two = run("extract", "--jobs", 2, *letters, *letters, letters[0])
    assert one.stdout == two.stdout
    assert len(objects(one.stdout)) == 9
    assert (one.returncode, two.returncode) == (1, 1)
    assert one.stderr == two.stderr


def test_extract_of_good_files_is_silent(letters: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(letters[0])]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    (value,) = objects(captured.out)
    assert value["source"]["path"] == str(letters[0])


def test_paths_are_printed_as_given(letters: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(letters[0].parent)
    assert json.loads(worker.extract_line("./a.txt"))["source"]["path"] == "./a.txt"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_our_own_fault_and_a_crash_do_not_keep_the_others_out(
    letters: list[Path],
    logs: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    jobs: str,
) -> None:
    killer = letters[0].with_name("killer.txt")
    killer.write_bytes(b"Words that break a library.")
    monkeypatch.setattr(worker, "extract_line", works.fail_on_a_line)
    assert main(["extract", "--jobs", jobs, str(letters[0]), str(killer), str(letters[3])]) == 1
    captured = capsys.readouterr()
    failed, crashed, good = objects(captured.out)
    assert failed["error"]["code"] == "internal"
    assert crashed["error"]["code"] == "damaged"
    assert "error" not in good
    first, second, third = captured.err.splitlines()
    assert "IndexError" in first
    (report,) = logs.iterdir()
    assert second == f"A report, without words of your files, is in {report}"
    assert third.startswith(f"{killer}: ")
    assert "works.py" in report.read_text(encoding="utf-8")


def test_a_fault_of_ours_is_said_calmly(
    logs: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(options: object) -> int:
        raise ValueError("not a date: 'Northmere listens'")

    monkeypatch.setattr(cli, "_list", fail)
    assert main(["list", "--store", str(store_path)]) == 70
    (report,) = logs.iterdir()
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "Reviewer failed, please report it: ValueError: not a date: '…'",
        f"A report, without words of your files, is in {report}",
    ]
    assert "Northmere" not in report.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_reader_that_goes_away_is_no_error(letters: list[Path]) -> None:
    command = [sys.executable, "-m", "reviewer", "extract", *[str(letters[0])] * 40]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(60) == 141
    assert said == b""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_extract_stops_between_files(
    letters: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    write = sys.stdout.write

    def interrupted_write(text: str) -> int:
        signal.raise_signal(signal.SIGINT)
        return write(text)

    monkeypatch.setattr(sys.stdout, "write", interrupted_write)
    assert main(["extract", "--jobs", jobs, *[str(letters[0])] * 6]) == 130
    captured = capsys.readouterr()
    assert len(objects(captured.out)) == 1
    assert captured.err == "Stopped.\n"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_import_list_export(letters: list[Path], store_path: Path, tmp_path: Path) -> None:
    done = run("import", "--store", store_path, letters[0].parent)
    assert (done.returncode, done.stdout) == (1, b"")
    said = done.stderr.decode().splitlines()
    assert said[0].startswith(f"[1/4] {letters[0]}: ")
    assert said[0].endswith(" findings")
    assert f"[2/4] {letters[1]}: not imported: " in said[1]
    assert said[-1] == f"3 imported, 1 failed. Store: {store_path}"

    done = run("--store", store_path, "import", letters[0], letters[2])
    assert done.returncode == 0
    assert "in the store already" in done.stderr.decode()
    assert "2 already there" in done.stderr.decode()

    done = run("--store", store_path, "list", "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    rows = json.loads(done.stdout)
    assert sorted(row["source_name"] for row in rows) == ["a.txt", "c.md", "d.txt"]
    assert all(row["decided"] == 0 for row in rows)

    done = run("list", "--store", store_path)
    header, *lines = done.stdout.decode().splitlines()
    assert header.split() == ["id", "authority", "type", "inspected", "decided", "follow-ups", "file"]
    assert len(lines) == 3

    for name, files in {
        "csv": ["findings.csv", "judgements.csv", "reports.csv", "follow_ups.csv", "links.csv"],
        "json": ["dataset.json"],
    }.items():
        done = run("export", "--format", name, "--output", tmp_path / "out", "--store", store_path)
        assert done.returncode == 0
        assert done.stderr.decode() == "3 reports exported.\n"
        assert [Path(line) for line in done.stdout.decode().splitlines()] == [
            tmp_path / "out" / file for file in files
        ]
    with (tmp_path / "out" / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == sum(row["findings"] for row in rows)
    assert {row["source_name"] for row in found} == {"a.txt", "c.md", "d.txt"}


def test_overdue_follow_ups_are_listed(
    letters: list[Path], store_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--store", str(store_path), "import", str(letters[0])])
    with Store.open(store_path, reviewer="ada") as store:
        finding = store.findings(store.reports()[0].id)[0].id
        store.flag(finding, due="2001-02-03")
        store.accept([finding])
    capsys.readouterr()
    assert main(["--store", str(store_path), "list"]) == 0
    line = capsys.readouterr().out.splitlines()[1]
    assert "1 (1 overdue)" in line
    assert " 1/" in line


def test_an_interrupted_import_leaves_out_what_is_being_read(
    letters: list[Path], store_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = letters[1].with_suffix(".seen")

    def interrupt_soon() -> None:
        for _ in range(6_000):
            if seen.exists():
                break
            time.sleep(0.01)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(importing, "read_and_extract", works.hang_on_b)
    thread = threading.Thread(target=interrupt_soon)
    thread.start()
    try:
        assert main(["import", "--store", str(store_path), *map(str, letters)]) == 130
    finally:
        thread.join()
    assert capsys.readouterr().err.splitlines()[-1] == f"Stopped: 1 imported. Store: {store_path}"
    with Store.open(store_path) as store:
        assert [row.source_name for row in store.reports()] == ["a.txt"]


def test_a_second_interrupt_ends_at_once(
    letters: list[Path], store_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(path: Path) -> bytes:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        raise AssertionError("still running")

    monkeypatch.setattr(importing, "load", interrupted)
    assert main(["import", "--store", str(store_path), *map(str, letters)]) == 130
    assert capsys.readouterr().err == "Stopped.\n"
    with Store.open(store_path) as store:
        assert store.reports() == []


def test_a_folder_without_reports(
    tmp_path: Path, store_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["import", "--store", str(store_path), str(tmp_path / "empty")]) == 1
    assert "no reports in there" in capsys.readouterr().err
    assert not store_path.exists()


@pytest.mark.parametrize("command", [["list"], ["export", "--format", "csv", "--output", "out"]])
def test_a_store_that_is_not_there_is_not_made(
    command: list[str], store_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--store", str(store_path)]) == 1
    captured = capsys.readouterr()
    assert f"There is no store at {store_path}" in captured.err
    assert captured.out == ""
    assert not store_path.exists()


def test_a_store_that_is_none(letters: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    before = letters[0].read_bytes()
    for command in (["list"], ["import", str(letters[2])]):
        assert main([*command, "--store", str(letters[0])]) == 1
        assert "is not a store of Reviewer" in capsys.readouterr().err
    assert letters[0].read_bytes() == before


def test_an_empty_store(store_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(store_path):
        pass
    assert main(["list", "--store", str(store_path)]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "The store is empty" in captured.err
    assert main(["list", "--store", str(store_path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_an_export_that_cannot_be_written(
    letters: list[Path], store_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", "--store", str(store_path), str(letters[0])])
    assert main(["export", "--format", "csv", "--output", str(letters[0]), "--store", str(store_path)]) == 1
    assert "can't be written" in capsys.readouterr().err


def test_the_default_store_is_the_users_own(
    tmp_path: Path, letters: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("reviewer.store.places.default_path", lambda: tmp_path / "own" / "reviewer.sqlite")
    assert main(["import", str(letters[0])]) == 0
    assert (tmp_path / "own" / "reviewer.sqlite").exists()
    assert main(["list"]) == 0
    assert "a.txt" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "expected"), [([], None), (["--store", "x.sqlite"], Path("x.sqlite"))])
def test_without_a_command_the_window_opens(
    arguments: list[str], expected: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path | None] = []

    def run_window(store_path: Path | None) -> int:
        opened.append(store_path)
        return 0

    app = ModuleType("reviewer.app")
    monkeypatch.setattr(app, "run_window", run_window, raising=False)
    monkeypatch.setitem(sys.modules, "reviewer.app", app)
    assert main(arguments) == 0
    assert opened == [expected]


def test_extracting_and_helping_load_neither_window_nor_store() -> None:
    script = (
        "import sys, reviewer.cli; from reviewer.worker import extract_line; extract_line(sys.argv[1]);"
        "print([name for name in ('PySide6', 'sqlite_utils') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(LETTER)], capture_output=True, check=True, timeout=60
    )
    assert done.stdout.strip() == b"[]"


@pytest.mark.corpus
def test_published_reports_through_the_command_line(corpus: Path, store_path: Path, tmp_path: Path) -> None:
    files = [*sorted((corpus / "letters").iterdir()), *sorted((corpus / "bad-input").iterdir())]
    done = run("import", "--store", store_path, *files)
    assert done.returncode == 1
    assert done.stderr.decode().count("not imported") == 1
    done = run("export", "--store", store_path, "--format", "json", "--output", tmp_path)
    dataset = json.loads((tmp_path / "dataset.json").read_text(encoding="utf-8"))
    assert len(dataset["reports"]) == len(files) - 1
    extracted = {
        value["source"]["sha256"]: value
        for value in objects(run("extract", *files).stdout)
        if "error" not in value
    }
    for report in dataset["reports"]:
        machine = extracted[report["source"]["sha256"]]
        assert report["text"] == machine["text"]
        assert [row["spans"] for row in report["findings"]] == [row["spans"] for row in machine["findings"]]
        assert [row["verbatim"] for row in report["findings"]] == [
            " ".join(row["text"].split()) for row in machine["findings"]
        ]
