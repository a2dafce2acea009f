"""Reports of faults: enough to mend them, nothing of a report, a person or a place."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import pytest

import reviewer
from reviewer import diagnostics
from reviewer.diagnostics import fault_report, summary, write_report

SECRET = "Northmere’s children are heard"


def fault() -> Exception:
    words = SECRET
    try:
        try:
            int(words)
        except ValueError as error:
            raise KeyError(words) from error
    except KeyError as error:
        return error
    raise AssertionError


def test_a_report_says_what_and_where() -> None:
    report = fault_report(fault(), None, "Qt 6")
    first, *rest = report.splitlines()
    assert reviewer.__version__ in first
    assert platform.python_version() in first
    assert platform.system() in first
    assert "Qt 6" in first
    assert [line for line in rest if not line.startswith("  ")] == [
        "",
        "ValueError: invalid literal for int() with base 10: '…'",
        "which led to",
        "KeyError",
    ]
    assert sum("tests/test_diagnostics.py" in line and "in fault" in line for line in rest) == 2


def test_a_report_holds_no_words_and_no_places() -> None:
    report = fault_report(fault())
    assert "Northmere" not in report
    assert "children" not in report
    assert str(Path.home()) not in report or str(Path.home()) == "/"
    assert str(Path(__file__).resolve().parents[2]) not in report


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError(), "ValueError"),
        (KeyError(SECRET), "KeyError"),
        (ValueError(f"bad: {SECRET!r} and 'more'"), "ValueError: bad: '…'"),
        (
            FileNotFoundError(2, "No such file", "/home/ada/x"),
            "FileNotFoundError: [Errno 2] No such file: '…'",
        ),
        (RuntimeError("two\nlines"), "RuntimeError: two lines"),
        (UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, "bad"), "UnicodeDecodeError"),
    ],
)
def test_a_summary_quotes_nothing(error: Exception, said: str) -> None:
    assert summary(error) == said
    assert len(summary(RuntimeError("x" * 10_000))) < 400


def test_errors_in_a_circle() -> None:
    one, two = ValueError("one"), ValueError("two")
    one.__cause__, two.__cause__ = two, one
    assert fault_report(one).count("ValueError") == 2


def test_reports_are_kept_for_their_owner_alone_and_thinned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnostics, "KEPT", 3)
    paths = [write_report(f"report {number}\n", tmp_path / "logs") for number in range(5)]
    assert None not in paths
    assert len(set(paths)) == 5
    last = paths[-1]
    assert last is not None
    assert last.read_text(encoding="utf-8") == "report 4\n"
    if sys.platform != "win32":
        assert last.stat().st_mode & 0o077 == 0
    assert len(list((tmp_path / "logs").iterdir())) == 3


def test_where_no_report_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert write_report("report", tmp_path / "file") is None
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
