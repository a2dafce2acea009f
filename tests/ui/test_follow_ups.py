"""The list of follow-ups of all reports."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.store.rows import FindingRow, FollowUpState
from reviewer.ui.follow_ups import Column
from reviewer.ui.main_window import MainWindow
from reviewer.ui.theme import LIGHT

Go = Callable[[str], FindingRow]


@pytest.fixture
def flagged(window: MainWindow, go: Go) -> MainWindow:
    """Three follow-ups in two reports: one overdue, one waiting, one done."""
    store = window.session.store
    other = next(row for row in window.session.reports if row.authority == "Eastwold")
    seven, eight, away = go("7"), go("8"), store.findings(other.id)[0]
    edit = window.session.edit
    edit(lambda: store.flag(seven.id, reason="Ask for the audit", owner="Quality team", due="2020-01-31"))
    edit(lambda: store.flag(eight.id, reason="Sample conferences", owner="AR", due="2999-12-01"))
    edit(lambda: store.flag(away.id, reason="Thank them", owner="AR"))
    done = next(row for row in store.follow_ups() if row.finding_id == away.id)
    edit(lambda: store.set_follow_up(done.id, state=FollowUpState.DONE))
    window.action("follow_ups").trigger()
    return window


def reasons(window: MainWindow) -> list[str]:
    shown = window.follow_ups.shown
    return [shown.index(row, Column.REASON).data() for row in range(shown.rowCount())]


def test_the_earliest_due_comes_first_and_overdue_stands_out(flagged: MainWindow) -> None:
    assert flagged.follow_ups_dock.isVisible()
    assert reasons(flagged) == ["Ask for the audit", "Sample conferences"]
    due = flagged.follow_ups.shown.index(0, Column.DUE)
    assert due.data() == "31 Jan 2020 · overdue"
    assert due.data(Qt.ItemDataRole.ForegroundRole).name() == LIGHT.negative
    assert "1 overdue" in flagged.follow_ups.count.text()


def test_filters_by_state_owner_and_words(flagged: MainWindow) -> None:
    panel = flagged.follow_ups
    panel.state.setCurrentText("All")
    assert len(reasons(flagged)) == 3
    panel.owner.setCurrentText("AR")
    assert reasons(flagged) == ["Sample conferences", "Thank them"]
    panel.state.setCurrentText("Done")
    assert reasons(flagged) == ["Thank them"]
    panel.owner.setCurrentText("Everyone")
    panel.state.setCurrentText("Overdue")
    assert reasons(flagged) == ["Ask for the audit"]
    panel.state.setCurrentText("All")
    panel.field.setText("eastwold")
    assert reasons(flagged) == ["Thank them"]


def test_a_double_click_and_enter_open_the_place(qtbot: QtBot, flagged: MainWindow) -> None:
    panel = flagged.follow_ups
    panel.state.setCurrentText("All")
    last = panel.shown.index(2, Column.REASON)
    assert last.data() == "Thank them"
    panel.table.doubleClicked.emit(last)
    assert flagged.source.title.text() == "Eastwold"
    assert flagged.session.finding is not None
    assert flagged.session.finding.follow_up is not None
    panel.table.setFocus()
    panel.table.setCurrentIndex(panel.shown.index(0, Column.DUE))
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert flagged.session.finding is not None
    assert flagged.session.finding.number == "7"
    assert QApplication.focusWidget() is flagged.tree


def test_the_list_follows_edits(flagged: MainWindow, go: Go) -> None:
    row = go("8").follow_up
    assert row is not None
    flagged.session.set_follow_up(row.id, reason="Sample twelve conferences")
    assert "Sample twelve conferences" in reasons(flagged)
    flagged.session.toggle_flag()
    assert reasons(flagged) == ["Ask for the audit"]
    flagged.action("undo").trigger()
    assert len(reasons(flagged)) == 2


def test_the_count_in_the_status_bar_opens_the_list(window: MainWindow, go: Go) -> None:
    go("7")
    window.session.toggle_flag()
    assert "1 follow-up open" in window.status.due.text()
    window.status.due.linkActivated.emit("#")
    assert window.follow_ups_dock.isVisible()


def test_without_follow_ups_the_list_says_how_to_make_one(window: MainWindow) -> None:
    window.action("follow_ups").trigger()
    assert window.follow_ups.empty.isVisible()
    assert "Press F" in window.follow_ups.empty.text()
    window.action("follow_ups").trigger()
    assert not window.follow_ups_dock.isVisible()


def test_due_dates_from_the_menu(qtbot: QtBot, window: MainWindow, go: Go) -> None:
    go("8")
    window.session.toggle_flag()
    due = window.details.finding.follow_up.due
    due.open()
    assert due.menu_shown is not None
    due.menu_shown.actions()[1].trigger()
    due.menu_shown.close()
    row = window.session.finding
    assert row is not None
    assert row.follow_up is not None
    assert row.follow_up.due == QDate.currentDate().addDays(7).toString(Qt.DateFormat.ISODate)
