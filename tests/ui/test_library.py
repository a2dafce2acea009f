"""The library: groups, order, counts, filter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.store.rows import FindingRow
from reviewer.ui.library import Group, progress_text
from reviewer.ui.main_window import MainWindow

Go = Callable[[str], FindingRow]


def rows(window: MainWindow) -> list[str]:
    model = window.library.library_model
    found = []
    for place in range(model.rowCount()):
        row = model.row_at(model.index(place))
        assert row is not None
        found.append(row.authority.upper() if isinstance(row, Group) else str(row.inspection_start)[:4])
    return found


def test_reports_stand_under_their_authority_the_newest_first(window: MainWindow) -> None:
    assert rows(window) == [
        "ASHBY VALE",
        "2019",
        "EASTWOLD",
        "2023",
        "2022",
        "NORTHMERE",
        "2026",
        "2021",
        "2014",
        "2010",
    ]


def test_the_filter_finds_by_authority_type_date_and_file(qtbot: QtBot, window: MainWindow) -> None:
    window.action("find_report").trigger()
    assert QApplication.focusWidget() is window.library.field
    qtbot.keyClicks(window.library.field, "eastwold send")
    assert rows(window) == ["EASTWOLD", "2023"]
    window.library.field.setText("dec 2010")
    assert rows(window) == ["NORTHMERE", "2010"]
    window.library.field.setText("nothing like this")
    assert window.library.empty.isVisible()
    assert window.library.empty.text() == "No report holds these words."
    window.library.field.clear()
    assert len(rows(window)) == 10


def test_arrow_keys_skip_headings_and_open_reports(qtbot: QtBot, window: MainWindow) -> None:
    view = window.library.view
    view.setFocus()
    view.setCurrentIndex(window.library.library_model.index(1))
    assert window.windowTitle() == "Ashby Vale — Reviewer"
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert window.windowTitle() == "Eastwold — Reviewer"
    assert window.source.title.text() == "Eastwold"
    assert window.session.current is not None, "the first undecided finding is current"


def test_progress_follows_each_edit(window: MainWindow, go: Go) -> None:
    model = window.library.library_model
    report = window.session.report
    assert report is not None

    def said() -> str:
        row = model.row_at(model.index_of(report.row.id))
        assert row is not None
        assert not isinstance(row, Group)
        return progress_text(row)

    assert said() == "new"
    go("5")
    window.session.accept()
    assert said() == "6%"
    for row in report.judgements:
        window.session.edit(lambda row=row: window.session.store.accept_judgement(row.id))  # type: ignore[misc]
    window.session.edit(lambda: window.session.store.accept([row.id for row in report.findings]))
    assert said() == "✓"


def test_rows_speak(window: MainWindow, go: Go) -> None:
    seven = go("7")
    window.session.edit(lambda: window.session.store.flag(seven.id, due="2020-02-03"))
    model = window.library.library_model
    said = model.index_of(seven.report_id).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == (
        "Northmere, Inspection, 9–13 Mar 2026, not started, 0 of 17 decided, 1 follow-ups, 1 overdue,"
        " 1 warnings"
    )
