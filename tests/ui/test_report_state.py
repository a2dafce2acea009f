"""The state of a report: follows from the work, is set by key, asks what is left, filters the library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reviewer.store.rows import Decision, ReportRow, ReportState
from reviewer.ui.filters import Facet
from reviewer.ui.library import Group
from reviewer.ui.library_filter import LibraryFilter
from reviewer.ui.main_window import MainWindow
from tests.ui.test_review import CONTROL, SHIFT, Go, press

MakeWindow = Callable[[Path | None], MainWindow]


def row(window: MainWindow) -> ReportRow:
    assert window.session.report is not None
    return window.session.report.row


def decide_all(window: MainWindow) -> None:
    report = window.session.report
    assert report is not None
    window.corrections.accept_all([one.id for one in report.findings], [one.id for one in report.judgements])


def authorities(window: MainWindow) -> list[str]:
    model = window.library.library_model
    rows = [model.row_at(model.index(place)) for place in range(model.rowCount())]
    return [one.authority for one in rows if isinstance(one, Group)]


def test_the_state_follows_from_the_work(window: MainWindow, go: Go) -> None:
    state = window.status.state
    assert row(window).state is ReportState.NOT_STARTED
    assert state.text() == "Not started ▾"
    go("5")
    window.session.accept()
    assert row(window).state is ReportState.IN_PROGRESS
    assert state.text() == "In progress ▾"
    assert window.action("state_in_progress").isChecked()
    assert window.action("state_of_work").isChecked()
    decide_all(window)
    assert state.text() == "Reviewed ▾"
    assert "<b>0</b> left" in window.status.decided.text()
    window.action("undo").trigger()
    assert state.text() == "In progress ▾"


def test_it_can_be_set_undone_and_is_there_after_a_restart(
    qtbot: QtBot, window: MainWindow, make_window: MakeWindow, store_path: Path
) -> None:
    press(qtbot, window, Qt.Key.Key_R, CONTROL, SHIFT)
    assert row(window).state is ReportState.SECOND_LOOK
    assert window.status.state.text() == "Needs a second look ▾"
    assert window.action("state_second_look").isChecked()
    assert not window.action("state_of_work").isChecked()
    assert window.action("undo").text() == "Undo state of the report to second look"
    press(qtbot, window, Qt.Key.Key_Z, CONTROL)
    assert row(window).state is ReportState.NOT_STARTED
    press(qtbot, window, Qt.Key.Key_Y, CONTROL)
    window.action("state_in_progress").trigger()
    window.action("state_not_started").trigger()
    assert row(window).state is ReportState.NOT_STARTED
    assert row(window).state_set
    press(qtbot, window, Qt.Key.Key_R, CONTROL, SHIFT)
    window.close()
    again = make_window(store_path)
    assert row(again).state is ReportState.SECOND_LOOK
    again.action("state_of_work").trigger()
    assert row(again).state is ReportState.NOT_STARTED
    assert not row(again).state_set


def test_reviewed_asks_about_what_is_undecided_and_blocks_nothing(
    qtbot: QtBot, window: MainWindow, go: Go
) -> None:
    eight = go("8")
    press(qtbot, window, Qt.Key.Key_R, CONTROL)
    notice = window.notice
    assert notice.isVisible()
    assert notice.label.text() == "13 findings and 4 judgements are still undecided in this report."
    assert [one.text() for one in notice.choices] == [
        "Go to the first",
        "Accept the rest",
        "Mark as reviewed anyway",
    ]
    assert QApplication.focusWidget() is notice.choices[0]
    assert QApplication.activeModalWidget() is None
    assert row(window).state is ReportState.NOT_STARTED
    assert not window.action("state_reviewed").isChecked(), "it is not, yet"
    QTest.keyClick(notice.choices[0], Qt.Key.Key_Return)
    assert not notice.isVisible()
    assert window.session.finding is not None
    assert window.session.finding.id != eight.id
    assert QApplication.focusWidget() is window.tree


def test_esc_leaves_the_question(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_R, CONTROL)
    QTest.keyClick(window.notice.choices[0], Qt.Key.Key_Escape)
    assert not window.notice.isVisible()
    assert row(window).state is ReportState.NOT_STARTED
    window.notice.say("Something else.")
    assert window.notice.choices == []


def test_marking_anyway_and_accepting_the_rest(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_R, CONTROL)
    window.notice.choices[2].click()
    assert row(window).state is ReportState.REVIEWED
    assert row(window).decided == 0
    window.action("undo").trigger()
    press(qtbot, window, Qt.Key.Key_R, CONTROL)
    window.notice.choices[1].click()
    assert row(window).decided == row(window).findings
    assert row(window).state_set
    assert "belong" in window.notice.label.text(), "what nothing claims is said, too"
    window.notice.button.click()
    assert not window.notice.isVisible()
    for _ in range(2):  # the state, then all that was accepted
        window.action("undo").trigger()
    assert row(window).decided == 0


def test_only_what_the_filter_shows_is_accepted(qtbot: QtBot, window: MainWindow) -> None:
    window.filter_bar.toggle(Facet.POLARITY, "negative")
    shown = window.tree.findings_model.shown
    press(qtbot, window, Qt.Key.Key_R, CONTROL)
    assert window.notice.choices[1].text() == "Accept those shown"
    window.notice.choices[1].click()
    report = window.session.report
    assert report is not None
    accepted = [one for one in report.findings if one.decision is Decision.ACCEPTED]
    assert len(accepted) == shown
    assert {one.polarity for one in accepted} == {"negative"}
    assert not row(window).state_set
    assert window.notice.isVisible(), "what is left is asked about again"
    assert [one.text() for one in window.notice.choices] == ["Go to the first", "Mark as reviewed anyway"]


def test_the_library_shows_and_filters_by_state_star_and_tag(window: MainWindow) -> None:
    library, store = window.library, window.session.store
    by_name = {one.authority: one for one in window.session.reports if one.authority != "Northmere"}
    session = window.session
    session.edit(lambda: store.set_report_state(by_name["Ashby Vale"].id, ReportState.SECOND_LOOK))
    session.edit(lambda: store.set_report_star(by_name["Eastwold"].id, True))
    session.edit(lambda: store.tag_report(by_name["Eastwold"].id, "Round 2"))
    index = library.library_model.index_of(by_name["Ashby Vale"].id)
    assert "needs a second look" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    bar = library.filter_bar

    def choose(text: str) -> None:
        bar.menu.aboutToShow.emit()
        next(one for one in bar.menu.actions() if one.text().startswith(text)).trigger()

    choose("needs a second look")
    assert authorities(window) == ["Ashby Vale"]
    assert [chip.text() for chip in bar.chips] == ["needs a second look ×"]
    bar.chips[0].click()
    choose("starred")
    assert authorities(window) == ["Eastwold"]
    choose("Round 2")
    assert [chip.text() for chip in bar.chips] == ["starred ×", "Round 2 ×"]
    bar.field.setText("ashby")
    assert authorities(window) == []
    assert library.empty.text() == "No report is like that."
    choose("Clear these filters")
    assert bar.library_filter == LibraryFilter("ashby")
    assert authorities(window) == ["Ashby Vale"]
    bar.field.setText("round 2")
    assert authorities(window) == ["Eastwold"], "tags are among the words"


def test_the_context_menu_of_the_library_acts_on_its_report(window: MainWindow, qtbot: QtBot) -> None:
    view = window.library.view
    view.customContextMenuRequested.emit(view.visualRect(view.currentIndex()).center())
    menus = [one for one in window.findChildren(QMenu) if one.isVisible()]
    (menu,) = menus
    texts = [one.text() for one in menu.actions() if isinstance(one, QAction) and one.text()]
    assert any("second look" in text for text in texts)
    menu.close()
