"""Times what a reviewer waits for in the window, on a store of 550 reports: ``make bench``.

Each figure is wall time of the real window, drawn off screen: until everything that an action leads to is
painted. Starting is measured in whole processes, beside an empty window of the same toolkit, in turn.
Printed, never asserted: a busy machine proves nothing.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.large_store import large_store, many_reports
from tests.conftest import CORPUS, MISSING

ROUNDS = 5
STEPS = 150
EDITS = 60
TARGETS = {
    "open the longest report": "100",
    "next finding, text": "16, 95 of 100: 33",
    "next finding, text and pages": "16, 95 of 100: 33",
    "next finding, fields too": "a moment later",
    "edit": "16",
    "move a finding": "16",
    "filter": "50",
    "search everything": "50",
    "scroll a library of 10,000": "no stall",
}

EMPTY = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1440, 900)
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""
READY = """
import sys
from pathlib import Path
from reviewer import app as starting
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
QTimer.singleShot(0, QApplication.quit)
sys.exit(starting.run_window(Path(sys.argv[1])))
"""


def main() -> int:
    """Run what is asked for and print the table."""
    if len(sys.argv) > 2:
        print(json.dumps(PARTS[sys.argv[1]](Path(sys.argv[2]))))
        return 0
    if not CORPUS.is_dir():
        print(f"Nothing to measure: {MISSING}", file=sys.stderr)
        return 1
    store = large_store(CORPUS)
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    # As installed: compiled once.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        # A place of its own for settings, so that nobody's are read or written.
        variables |= {"XDG_CONFIG_HOME": folder, "HOME": folder, "APPDATA": folder}
        empty, ready = [], []
        for _ in range(ROUNDS):
            empty.append(_seconds([sys.executable, "-c", EMPTY], variables))
            ready.append(_seconds([sys.executable, "-c", READY, str(store)], variables))
        print(f"{'empty window':32} {statistics.median(empty) * 1000:7.0f} ms")
        print(f"{'window ready':32} {statistics.median(ready) * 1000:7.0f} ms")
        ratio = statistics.median(b / a for a, b in zip(empty, ready, strict=True))
        print(f"{'window ready / empty window':32} {ratio:7.2f}     (at most 3)")
        for part, path in (("bench", store), ("library", many_reports())):
            done = subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.window", part, str(path)],
                env=variables,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                print(done.stderr, file=sys.stderr)
                return 1
            _show(json.loads(done.stdout))
    return 0


def _show(found: dict[str, list[float]]) -> None:
    for name, values in found.items():
        if name == "memory":
            print(f"{'memory at the end':32} {values[0]:7.0f} MB  (under 350)")
            continue
        middle = statistics.median(values)
        late = sorted(values)[min(len(values) - 1, round(len(values) * 0.95))]
        print(
            f"{name:32} {middle:7.1f} ms  95 of 100: {late:6.1f}  longest: {max(values):6.1f}"
            f"  ({TARGETS[name]})"
        )


def _seconds(command: list[str], variables: dict[str, str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, env=variables, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def _window(path: Path):  # type: ignore[no-untyped-def]
    from PySide6.QtWidgets import QApplication

    from reviewer.app import spare_collections
    from reviewer.ui.main_window import MainWindow
    from reviewer.ui.settings import Settings
    from reviewer.ui.theme import Theme

    app = QApplication(sys.argv[:1])
    window = MainWindow(Theme(app), Settings(Path(os.environ["HOME"]) / "settings.ini"))
    assert window.open_store(path)
    window.show()
    _settle()
    # As the application itself does.
    spare_collections()
    return window


def _settle() -> None:
    """Let everything be laid out and painted that is waiting for it."""
    from PySide6.QtWidgets import QApplication

    for _ in range(3):
        QApplication.processEvents()


def _timed(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    _settle()
    return (time.perf_counter() - begin) * 1000


def bench(path: Path) -> dict[str, list[float]]:
    """What is done all day at the bench, in milliseconds."""
    from reviewer.store.rows import Decision
    from reviewer.ui.filters import FindingFilter
    from reviewer.ui.source_panel import Mode

    window = _window(path)
    session = window.session
    rows = sorted(session.reports, key=lambda row: -row.findings)
    longest = [
        row for row in rows if row.findings == rows[0].findings and row.media_type == "application/pdf"
    ]
    found: dict[str, list[float]] = {"open the longest report": []}
    for row in longest[:7]:
        session.open_report(rows[-1].id)
        _settle()
        found["open the longest report"].append(_timed(lambda row=row: session.open_report(row.id)))
    for name, mode in (("next finding, text", Mode.TEXT), ("next finding, text and pages", Mode.BOTH)):
        window.source.set_mode(mode)
        session.set_current(None)
        _settle()
        found[name] = [_timed(lambda: session.step(1)) for _ in range(STEPS)]
    window.source.set_mode(Mode.TEXT)
    session.set_current(None)
    _settle()
    found["next finding, fields too"] = [_timed(lambda: _next_with_fields(window)) for _ in range(STEPS)]
    _settle()
    found["edit"] = []
    for _ in range(EDITS):
        finding = session.finding
        assert finding is not None
        # Another one than it has: the store keeps what an earlier run of this left there.
        theme = "placements" if finding.theme == "workforce" else "workforce"
        found["edit"].append(_timed(lambda theme=theme: session.set_theme(theme)))
        assert session.finding is not None
        assert session.finding.theme == theme, "the edit was made"
        session.step(-1)
        _settle()
    found["move a finding"] = [
        _timed(window.action(("move_down", "move_up")[number % 2]).trigger) for number in range(EDITS // 2)
    ]
    negative = FindingFilter(polarities=frozenset({"negative"}))
    undecided = FindingFilter(decisions=frozenset({Decision.UNDECIDED.value}), words="children")
    wanted = (negative, undecided, FindingFilter())
    found["filter"] = [
        _timed(lambda one=one: window.filter_bar.set_filter(one)) for _ in range(7) for one in wanted
    ]
    search = getattr(session.store, "search", None)
    if search is not None:
        queries = ("minutes", '"child protection" conference*', "late NEAR minutes", "caseload*", "children")
        found["search everything"] = [_timed(lambda query=query: search(query)) for query in queries * 4]
    found["memory"] = [_memory()]
    window.close()
    return found


def _next_with_fields(window) -> None:  # type: ignore[no-untyped-def]
    """The next finding with the fields of the details, which otherwise follow a moment later."""
    window.session.step(1)
    window.flush()


def library(path: Path) -> dict[str, list[float]]:
    """A library of ten thousand reports, scrolled from end to end by pages."""
    window = _window(path)
    bar = window.library.view.verticalScrollBar()
    places = range(0, bar.maximum(), max(bar.maximum() // 300, 1))
    times = [_timed(lambda value=value: bar.setValue(value)) for value in places]
    window.close()
    return {"scroll a library of 10,000": times}


def _memory() -> float:
    """The most memory that this process had, in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


PARTS = {"bench": bench, "library": library}


if __name__ == "__main__":
    sys.exit(main())
