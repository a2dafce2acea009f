"""Nothing leaves the machine, and nothing of a report lies where it does not belong."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import reviewer
from reviewer.resources import resource
from reviewer.worker import Worker

SAMPLES = sorted(str(path) for path in resource("sample").iterdir() if path.suffix)
NETWORK = (
    *("socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "poplib", "imaplib", "telnetlib"),
    *("socketserver", "xmlrpc", "asyncio", "webbrowser", "requests", "httpx", "aiohttp", "urllib3"),
    *("PySide6.QtNetwork", "PySide6.QtWebEngineCore", "PySide6.QtWebSockets"),
)
GUARD = """
import os, sys
def guard(event, arguments):
    if event.partition(".")[0] in ("socket", "urllib", "http", "ftplib", "smtplib"):
        with open(os.environ["REVIEWER_TEST_CALLS"], "a", encoding="utf-8") as file:
            file.write(event + "\\n")
        raise RuntimeError("the network is not to be used")
sys.addaudithook(guard)
"""
WINDOW = """
import sys
from pathlib import Path
from reviewer.app import screenshot
screenshot(Path(sys.argv[1]), Path(sys.argv[2]))
print([name for name in sys.argv[3].split() if name in sys.modules])
"""

WORK = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from reviewer.exporting import FORMATS
from reviewer.ui.main_window import MainWindow
from reviewer.ui.settings import Settings
from reviewer.ui.theme import Theme

def main():
    app, folder = QApplication([]), Path(sys.argv[1])
    window = MainWindow(Theme(app), Settings(folder / "settings.ini"))
    window.open_store(folder / "work.sqlite")
    window.show()
    window.commands.import_paths([Path(path) for path in sys.argv[2:]])
    window.jobs.finish()
    session = window.session
    for _ in range(5):
        session.accept_and_go_on()
    session.set_wording(session.finding.id, "Said in other words.")
    session.add_note("A note.", session.finding.id)
    session.undo()
    window.safety.look()
    for name in ("backup", "reextract", "report_changes", "check_store"):
        window.action(name).trigger()
        window.jobs.finish()
    formats = [name for name, one in FORMATS.items() if not one.missing_extra]
    window.transfers.export_to(folder / "out", formats)
    window.jobs.finish()
    window.close()
    app.processEvents()
    print(len(list((folder / "out").rglob("*"))))

if __name__ == "__main__":
    main()
"""


@pytest.fixture
def guarded(tmp_path: Path) -> dict[str, str]:
    """An environment in which every Python process refuses the network and writes down who asked for it."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    root = str(Path(reviewer.__file__).resolve().parents[1])
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(tmp_path / "guard"), root)),
        "REVIEWER_TEST_CALLS": str(tmp_path / "calls"),
        "QT_QPA_PLATFORM": "offscreen",
    }


def run(environment: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300
    )


def test_the_guard_guards(guarded: dict[str, str], tmp_path: Path) -> None:
    done = run(guarded, "-c", "import socket; socket.socket()")
    assert done.returncode == 1
    assert "the network is not to be used" in done.stderr
    assert (tmp_path / "calls").read_text(encoding="utf-8") == "socket.__new__\n"


def test_no_command_uses_the_network(guarded: dict[str, str], tmp_path: Path) -> None:
    store = tmp_path / "work.sqlite"
    for arguments in (
        ["extract", *SAMPLES],
        ["extract", "--jobs", "2", *SAMPLES],
        ["import", "--store", store, *SAMPLES],
        ["list", "--store", store],
        ["export", "--store", store, "--format", "csv", "--output", tmp_path / "out"],
        ["export", "--store", store, "--format", "json", "--output", tmp_path / "out"],
    ):
        done = run(guarded, "-m", "reviewer", *arguments)
        assert done.returncode == 0, done.stderr
    assert not (tmp_path / "calls").exists()


def test_the_window_does_not_use_the_network(guarded: dict[str, str], tmp_path: Path) -> None:
    store = tmp_path / "work.sqlite"
    assert run(guarded, "-m", "reviewer", "import", "--store", store, *SAMPLES).returncode == 0
    qt = " ".join(name for name in NETWORK if name.startswith("PySide6"))
    done = run(guarded, "-c", WINDOW, store, tmp_path / "window.png", qt)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
    assert (tmp_path / "window.png").stat().st_size > 10_000
    assert not (tmp_path / "calls").exists()


def test_a_day_at_the_window_uses_no_network(guarded: dict[str, str], tmp_path: Path) -> None:
    """Import in worker processes, edits, backup, check, extraction again, every export."""
    script = tmp_path / "work.py"
    script.write_text(WORK, encoding="utf-8")
    done = run(guarded, script, tmp_path, *SAMPLES[:4])
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) > 20, done.stderr
    assert not (tmp_path / "calls").exists()


def test_no_module_of_ours_asks_for_the_network() -> None:
    asked = []
    for path in sorted(Path(reviewer.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            asked += [(path.name, name) for name in names if name in NETWORK or name.split(".")[0] in NETWORK]
    assert asked == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: Path(path).name[:4])
def test_reading_loads_no_network_modules(path: str, guarded: dict[str, str]) -> None:
    script = (
        "import sys, reviewer.cli; from reviewer.worker import extract_line; extract_line(sys.argv[1]);"
        "print([name for name in sys.argv[2].split() if name in sys.modules])"
    )
    # The module of sockets comes with the one of pipes; that none is made is tested above.
    done = run(guarded, "-c", script, path, " ".join(name for name in NETWORK if name != "socket"))
    assert done.stdout.strip() == "[]", done.stderr


def core_limit() -> tuple[int, int]:
    """How large a memory image the process may leave behind."""
    import resource

    return resource.getrlimit(resource.RLIMIT_CORE)


@pytest.mark.skipif(sys.platform == "win32", reason="the system writes no such files")
def test_a_crash_leaves_no_memory_image() -> None:
    with Worker(core_limit) as worker:
        assert worker.run() == (0, 0)
