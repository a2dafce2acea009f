"""Reports in by menu, drop and folder; what could not be read is said."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from reviewer.ui.main_window import MainWindow
from reviewer.ui.transfers import Summary, sample_files

LETTER = """\
12 May 2021

Dear Ms Quill

Focused visit to Ashby Vale children’s services

This letter summarises the findings of the visit to Ashby Vale on 4 and 5 May 2021.

Headline findings

Leaders know their services well. Plans are late in one team.

What needs to improve in this area of social work practice

- Plans that are made on time.
- Supervision in the duty team.
"""


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """A folder with two letters, one below it, and a web page that calls itself a PDF."""
    folder = tmp_path / "incoming"
    (folder / "older").mkdir(parents=True)
    (folder / "ashby-vale.txt").write_text(LETTER, encoding="utf-8")
    (folder / "older" / "eastwold.txt").write_text(LETTER.replace("Ashby Vale", "Eastwold"), encoding="utf-8")
    (folder / "broken.pdf").write_text("<!DOCTYPE html><html><body>Not found</body></html>", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


def imported(qtbot: QtBot, window: MainWindow, paths: list[Path]) -> Summary:
    with qtbot.waitSignal(window.transfers.imported, timeout=20_000) as heard:
        window.commands.import_paths(paths)
    summary = heard.args[0]
    assert isinstance(summary, Summary)
    return summary


def test_a_folder_is_imported_and_bad_files_are_listed(
    qtbot: QtBot, window: MainWindow, letters: Path
) -> None:
    before = len(window.session.reports)
    summary = imported(qtbot, window, [letters])
    assert [outcome.path.name for outcome in summary.imported] == ["ashby-vale.txt", "eastwold.txt"]
    assert len(window.session.reports) == before + 2
    assert "ashby-vale.txt" in [row.source_name for row in window.session.reports]
    assert window.notice.label.text() == "2 reports imported, 1 file couldn't be read."
    window.notice.button.click()
    assert window.problems_dock.isVisible()
    item = window.problems.list.topLevelItem(0)
    assert item is not None
    assert item.text(0) == "broken.pdf"
    assert "web page" in item.text(1)
    window.problems.copy.click()
    assert "broken.pdf" in QApplication.clipboard().text()
    window.problems.clear.click()
    assert window.problems.empty.isVisible()


def test_a_file_that_is_in_already_is_recognised(qtbot: QtBot, window: MainWindow, letters: Path) -> None:
    file = letters / "ashby-vale.txt"
    imported(qtbot, window, [file])
    copy = letters / "the same under another name.txt"
    copy.write_bytes(file.read_bytes())
    summary = imported(qtbot, window, [copy])
    assert len(summary.already) == 1
    assert window.notice.label.text() == "1 was here already."


def test_files_dropped_on_the_window_are_imported(qtbot: QtBot, window: MainWindow, letters: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(letters / "ashby-vale.txt"))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), copy, data, left, none)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(window.transfers.imported, timeout=20_000):
        window.dropEvent(QDropEvent(QPointF(300, 300), copy, data, left, none))
    assert window.notice.label.text() == "1 report imported."


def test_dropped_words_are_not_taken_for_files(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("only words")
    enter = QDragEnterEvent(
        QPoint(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.ignore()
    window.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_the_menu_asks_for_files_and_remembers_the_folder(
    qtbot: QtBot, window: MainWindow, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = letters / "ashby-vale.txt"
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(file)], ""))
    with qtbot.waitSignal(window.transfers.imported, timeout=20_000):
        window.action("import").trigger()
    assert window.settings.folder("import") == str(letters)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(letters))
    with qtbot.waitSignal(window.transfers.imported, timeout=20_000):
        window.action("import_folder").trigger()
    assert "1 was here already" in window.notice.label.text()


def test_an_empty_folder_is_said_to_be_one(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    imported(qtbot, window, [tmp_path / "empty"])
    assert window.notice.label.text().startswith("No reports found")


def test_an_import_can_be_cancelled_and_what_came_stays(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(30):
        text = LETTER.replace("Ashby Vale", f"Ashby Vale {number}")
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    before = len(window.session.reports)
    with qtbot.waitSignal(window.transfers.imported, timeout=20_000) as heard:
        window.commands.import_paths([folder])
        qtbot.waitUntil(lambda: window.jobs.done_parts >= 1)
        assert window.status.job.isVisible()
        assert window.status.bar.maximum() == 30
        window.status.cancel.click()
    summary = heard.args[0]
    assert summary.cancelled
    assert len(summary.imported) < 30
    assert len(window.session.reports) == before + len(summary.imported)
    assert window.notice.label.text().endswith("cancelled.")
    assert not window.status.job.isVisible()


def test_closing_the_window_ends_the_import(qtbot: QtBot, window: MainWindow, letters: Path) -> None:
    window.commands.import_paths([letters])
    window.close()
    assert not window.jobs.busy
    assert not window.session.is_open


def test_the_first_page_opens_the_sample_project(
    qtbot: QtBot, make_window: Callable[[Path | None], MainWindow]
) -> None:
    window = make_window(None)
    assert window.pages.currentWidget() is window.first_run
    assert sample_files(), "the sample project ships with the product"
    with qtbot.waitSignal(window.transfers.imported, timeout=60_000) as heard:
        window.first_run.sample_button.click()
    assert not heard.args[0].failed
    assert window.pages.currentWidget() is window.bench
    assert window.session.finding is not None
    assert window.source.view.toPlainText().strip()


def test_the_first_import_makes_the_reviewers_own_store(
    qtbot: QtBot, make_window: Callable[[Path | None], MainWindow], letters: Path, tmp_path: Path
) -> None:
    window = make_window(None)
    imported(qtbot, window, [letters / "ashby-vale.txt"])
    assert window.session.store.path == tmp_path / "own-reviewer.sqlite"
    assert window.session.report is not None


def test_a_batch_that_was_interrupted_goes_on_where_it_was(
    qtbot: QtBot, make_window: Callable[[Path | None], MainWindow], store_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(30):
        text = LETTER.replace("Ashby Vale", f"Ashby Vale {number}")
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    window = make_window(store_path)
    window.commands.import_paths([folder])
    qtbot.waitUntil(lambda: window.jobs.done_parts >= 2)
    window.close()
    window = make_window(store_path)
    came = len(window.session.reports)
    assert 9 <= came < 37
    window.safety.look()
    assert "did not come to its end" in window.notice.label.text()
    with qtbot.waitSignal(window.transfers.imported, timeout=20_000) as heard:
        window.notice.button.click()
        qtbot.waitUntil(lambda: "here already" in window.status.job_name.text())
    summary = heard.args[0]
    assert isinstance(summary, Summary)
    assert len(summary.already) == came - 7
    assert len(window.session.reports) == 37
    assert f"{came - 7} were here already" in window.notice.label.text()
    window.safety.look()
    assert "did not come" not in window.notice.label.text(), "offered once"


def test_ten_thousand_files_at_once_leave_the_window_usable(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    """Most are not there, and quickly told: they come faster than a window can follow."""
    turns = 0

    def turn() -> None:
        nonlocal turns
        turns += 1

    timer = QTimer()
    timer.timeout.connect(turn)
    timer.start(0)
    files = [tmp_path / f"{number}.pdf" for number in range(10_000)]
    with qtbot.waitSignal(window.transfers.imported, timeout=120_000):
        window.commands.import_paths(files)
        qtbot.waitUntil(lambda: window.status.bar.maximum() == 10_000)
    assert turns > 100, "the window had turns of its own between the files"
    assert window.problems.list.topLevelItemCount() == 10_000
    assert window.notice.label.text() == "10000 files couldn't be read."


def test_names_with_line_ends_take_one_line(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("the platform has no such names")
    odd = tmp_path / "ashby\nvale.txt"
    odd.write_text(LETTER, encoding="utf-8")
    bad = tmp_path / "no\nreport.pdf"
    bad.write_text("<!DOCTYPE html>", encoding="utf-8")
    imported(qtbot, window, [odd, bad])
    assert "ashby\ufffdvale.txt" in [row.source_name for row in window.session.reports]
    item = window.problems.list.topLevelItem(0)
    assert item is not None
    assert item.text(0) == "no\ufffdreport.pdf"
    window.problems.copy.click()
    assert len(QApplication.clipboard().text().splitlines()) == 1


def test_links_and_closed_folders_are_told_apart(
    qtbot: QtBot, window: MainWindow, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        (letters / "linked.txt").symlink_to(letters / "ashby-vale.txt")
        (letters / "round").symlink_to(letters, target_is_directory=True)
        (letters / "nowhere.txt").symlink_to(letters / "gone.txt")
    except OSError:
        pytest.skip("no links here")
    closed = letters / "closed"
    closed.mkdir()
    scan = os.scandir

    def refuse(path: object = ".") -> object:
        if Path(str(path)) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", refuse)
    summary = imported(qtbot, window, [letters])
    assert [one.path.name for one in summary.imported] == ["ashby-vale.txt", "eastwold.txt"]
    assert [one.path.name for one in summary.already] == ["linked.txt"]
    told = {one.path.name: one.message for one in summary.failed}
    assert told.keys() == {"broken.pdf", "nowhere.txt", "closed"}
    assert "Permission denied" in told["closed"]
