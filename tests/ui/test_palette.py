"""The command palette: typing finds actions, reports and findings, Enter does them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.store.rows import Decision
from reviewer.ui.main_window import MainWindow
from reviewer.ui.palette import Entry, ranked
from tests.ui.test_review import CONTROL, Current, Go, press


def entries(*said: str) -> list[Entry]:
    return [Entry(one, "", lambda: None) for one in said]


def found(listed: list[Entry], typed: str) -> list[str]:
    return [entry.words for entry in ranked(listed, typed)]


def test_words_may_come_in_any_order_and_beginnings_come_first() -> None:
    listed = entries("Unaccepted minutes", "Take an accepted one", "Accept and go on", "Export")
    assert found(listed, "accept") == ["Accept and go on", "Take an accepted one", "Unaccepted minutes"]
    assert found(listed, "on ACCEPT") == ["Accept and go on", "Take an accepted one"]
    assert found(listed, "") == [entry.words for entry in listed]
    assert found(listed, "nowhere") == []


def open_palette(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_K, CONTROL)
    qtbot.waitUntil(window.palette_popup.isVisible)


def test_an_action_is_found_and_done(qtbot: QtBot, window: MainWindow, go: Go, current: Current) -> None:
    five = go("5")
    open_palette(qtbot, window)
    qtbot.keyClicks(window.palette_popup.field, "reject")
    assert window.palette_popup.entries[0].words == "Reject"
    assert window.palette_popup.entries[0].hint == "X"
    qtbot.keyClick(window.palette_popup.field, Qt.Key.Key_Return)
    assert not window.palette_popup.isVisible()
    assert window.session.store.finding(five.id).decision is Decision.REJECTED


def test_a_finding_is_found_by_its_words(qtbot: QtBot, window: MainWindow, go: Go, current: Current) -> None:
    eight = go("8")
    go("5")
    open_palette(qtbot, window)
    window.palette_popup.field.setText(" ".join(eight.text.split()[:5]))
    qtbot.keyClick(window.palette_popup.field, Qt.Key.Key_Return)
    assert current().id == eight.id


def test_a_report_is_found_and_opened(qtbot: QtBot, window: MainWindow) -> None:
    other = next(row for row in window.session.reports if row.authority == "Eastwold")
    open_palette(qtbot, window)
    qtbot.keyClicks(window.palette_popup.field, "eastwold")
    entry = next(one for one in window.palette_popup.entries if one.hint == "report")
    entry.run()
    assert window.session.report is not None
    assert window.session.report.row.authority == other.authority


def test_keys_choose_and_esc_leaves(qtbot: QtBot, window: MainWindow, go: Go) -> None:
    go("5")
    open_palette(qtbot, window)
    field = window.palette_popup.field
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert window.palette_popup.list.currentIndex().row() == 1
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert window.palette_popup.list.currentIndex().row() == 0
    qtbot.keyClicks(field, "zzzz")
    assert [entry.hint for entry in window.palette_popup.entries] == ["search"], "it may stand in a report"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not window.palette_popup.isVisible()
    assert QApplication.focusWidget() is not field
