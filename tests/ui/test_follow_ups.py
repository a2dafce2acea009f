"""The follow-up board of all reports."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from reviewer.store.rows import FindingRow, FollowUpRow, FollowUpState, Priority
from reviewer.ui.fields import PickerPopup
from reviewer.ui.follow_up_groups import GroupBy, grouped
from reviewer.ui.follow_up_model import Column
from reviewer.ui.main_window import MainWindow
from reviewer.ui.theme import LIGHT

Go = Callable[[str], FindingRow]
AUDIT, SAMPLE, THANK = "Ask for the audit", "Sample conferences", "Thank them"


@pytest.fixture
def flagged(window: MainWindow, go: Go) -> MainWindow:
    """Three follow-ups in two reports: one overdue, one for later, one done."""
    store = window.session.store
    other = next(row for row in window.session.reports if row.authority == "Eastwold")
    seven, eight, away = go("7"), go("8"), store.findings(other.id)[0]
    edit = window.session.edit
    edit(lambda: store.flag(seven.id, reason=AUDIT, owner="Quality team", due="2020-01-31"))
    edit(lambda: store.flag(eight.id, reason=SAMPLE, owner="AR", due="2999-12-01"))
    edit(lambda: store.flag(away.id, reason=THANK, owner="AR"))
    done = next(row for row in store.follow_ups() if row.finding_id == away.id)
    edit(lambda: store.set_follow_up(done.id, state=FollowUpState.DONE))
    window.action("follow_ups").trigger()
    return window


def reasons(window: MainWindow) -> list[str]:
    return [row.reason for row in window.follow_ups.model.shown]


def headings(window: MainWindow) -> list[str]:
    model = window.follow_ups.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def choose(window: MainWindow, *wanted: str) -> None:
    """Select the follow-ups with these reasons; the first is current."""
    table = window.follow_ups.table
    selection = table.selectionModel()
    flags = selection.SelectionFlag
    selection.clearSelection()
    for place, reason in enumerate(wanted):
        row = next(one for one in window.follow_ups.model.shown if one.reason == reason)
        index = window.follow_ups.model.index_of(row.id)
        if not place:
            selection.setCurrentIndex(index, flags.NoUpdate)
        selection.select(index, flags.Select | flags.Rows)


def stored(window: MainWindow, reason: str) -> FollowUpRow:
    (row,) = [row for row in window.session.store.follow_ups() if row.reason == reason]
    return row


def row_of(**values: object) -> FollowUpRow:
    plain = {"reason": "", "owner": "", "due": None, "state": FollowUpState.OPEN}
    made = {"created_by": "AR", "created_at": "2026-01-01T00:00:00Z"}
    return FollowUpRow(1, 1, 1, **{**plain, **values}, **made)  # type: ignore[arg-type]


def test_headings_of_due_dates_go_from_overdue_to_none() -> None:
    wednesday = date(2026, 3, 4)
    dates = ["2026-03-03", "2026-03-04", "2026-03-08", "2026-03-09", None]
    rows = [row_of(due=due) for due in dates]
    rows.append(row_of(due="2020-01-01", state=FollowUpState.DONE))
    groups = grouped(rows, GroupBy.DUE, wednesday)
    assert [group.title for group in groups] == [
        "Overdue",
        "Today",
        "This week",
        "Later",
        "No date",
        "Done",
    ]
    assert [len(group.rows) for group in groups] == [1] * 6
    assert [group.late for group in groups] == [True, *[False] * 5]


def test_the_earliest_due_comes_first_and_overdue_stands_out(flagged: MainWindow) -> None:
    assert flagged.follow_ups_dock.isVisible()
    assert QApplication.focusWidget() is flagged.follow_ups.table
    assert headings(flagged) == ["Overdue · 1", "Later · 1"]
    model = flagged.follow_ups.model
    heading, due = model.index(0, 0), model.index(0, Column.DUE, model.index(0, 0))
    assert due.data() == "31 Jan 2020 · overdue"
    for index in (heading, due):
        assert index.data(Qt.ItemDataRole.ForegroundRole).name() == LIGHT.negative
    assert "1 overdue" in flagged.follow_ups.count.text()


def test_it_groups_by_owner_authority_and_state(flagged: MainWindow) -> None:
    board = flagged.follow_ups
    board.state.setCurrentText("All")
    for by, wanted in (
        ("By due date", ["Overdue · 1", "Later · 1", "Done · 1"]),
        ("By owner", ["AR · 2", "Quality team · 1"]),
        ("By authority", ["Eastwold · 1", "Northmere · 2"]),
        ("By state", ["Open · 2", "Done · 1"]),
    ):
        board.by.setCurrentText(by)
        assert headings(flagged) == wanted
    board.by.setCurrentText("Ungrouped")
    assert board.model.rowCount() == 3
    assert not board.model.parent(board.model.index(2, 0)).isValid()


def test_filters_by_state_owner_and_words(flagged: MainWindow) -> None:
    board = flagged.follow_ups
    board.state.setCurrentText("All")
    assert len(reasons(flagged)) == 3
    board.owner.setCurrentText("AR")
    assert sorted(reasons(flagged)) == [SAMPLE, THANK]
    board.state.setCurrentText("Done")
    assert reasons(flagged) == [THANK]
    board.owner.setCurrentText("Everyone")
    board.state.setCurrentText("Overdue")
    assert reasons(flagged) == [AUDIT]
    board.state.setCurrentText("All")
    board.field.setText("eastwold")
    assert reasons(flagged) == [THANK]
    board.field.setText("zebra")
    assert board.empty.isVisible()
    assert board.all_button.isVisible()
    board.all_button.click()
    assert len(reasons(flagged)) == 3


def test_it_sorts_within_the_headings(flagged: MainWindow) -> None:
    board = flagged.follow_ups
    board.by.setCurrentText("Ungrouped")
    board.state.setCurrentText("All")
    board.table.sortByColumn(Column.REASON, Qt.SortOrder.DescendingOrder)
    assert reasons(flagged) == [THANK, SAMPLE, AUDIT]
    board.table.sortByColumn(Column.OWNER, Qt.SortOrder.AscendingOrder)
    assert reasons(flagged) == [SAMPLE, THANK, AUDIT]
    board.table.sortByColumn(Column.NUMBER, Qt.SortOrder.AscendingOrder)
    assert reasons(flagged)[:2] == [AUDIT, SAMPLE]


def test_a_double_click_and_enter_open_the_place(flagged: MainWindow) -> None:
    board = flagged.follow_ups
    board.state.setCurrentText("All")
    choose(flagged, THANK)
    board.table.doubleClicked.emit(board.table.currentIndex())
    assert flagged.source.title.text() == "Eastwold"
    assert flagged.session.finding is not None
    assert flagged.session.finding.follow_up is not None
    board.table.setFocus()
    choose(flagged, AUDIT)
    QTest.keyClick(board.table, Qt.Key.Key_Return)
    assert flagged.session.finding is not None
    assert flagged.session.finding.number == "7"
    assert QApplication.focusWidget() is flagged.tree


def test_a_heading_folds_and_stays_folded(flagged: MainWindow, go: Go) -> None:
    board = flagged.follow_ups
    first = board.model.index(0, 0)
    assert board.table.isExpanded(first)
    board.table.doubleClicked.emit(first)
    assert not board.table.isExpanded(first)
    row = go("8").follow_up
    assert row is not None
    flagged.session.set_follow_up(row.id, reason="Sample twelve")
    assert not board.table.isExpanded(board.model.index(0, 0))
    assert board.table.isExpanded(board.model.index(1, 0))


def test_letters_edit_fields_where_they_stand(qtbot: QtBot, flagged: MainWindow) -> None:
    table = flagged.follow_ups.table
    opened: list[tuple[int, ...]] = []
    flagged.follow_ups.opened.connect(lambda *place: opened.append(place))
    choose(flagged, SAMPLE)
    decided = flagged.session.report and flagged.session.report.row.decided
    for key, typed, field, wanted in (
        (Qt.Key.Key_P, "high", "priority", Priority.HIGH),
        (Qt.Key.Key_S, "waiting", "state", FollowUpState.WAITING),
        (Qt.Key.Key_O, "Beth", "owner", "Beth"),
    ):
        QTest.keyClick(table, key)
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, PickerPopup)
        qtbot.keyClicks(popup.field, typed)
        QTest.keyClick(popup.field, Qt.Key.Key_Return)
        assert getattr(stored(flagged, SAMPLE), field) == wanted
    QTest.keyClick(table, Qt.Key.Key_D)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.actions()[0].trigger()
    menu.close()
    assert stored(flagged, SAMPLE).due == QDate.currentDate().toString(Qt.DateFormat.ISODate)
    QTest.keyClick(table, Qt.Key.Key_W)
    (field,) = table.viewport().findChildren(QLineEdit)
    assert field.text() == SAMPLE
    field.setText("Sample twenty")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Sample twenty" in reasons(flagged))
    assert stored(flagged, "Sample twenty").owner == "Beth"
    assert not opened, "Enter was the field's"
    QTest.keyClick(table, Qt.Key.Key_X)
    assert flagged.session.report is not None
    assert flagged.session.report.row.decided == decided, "the bench's letters mean nothing here"


def test_several_are_edited_at_once_and_undone_as_one(flagged: MainWindow) -> None:
    board = flagged.follow_ups
    board.state.setCurrentText("All")
    choose(flagged, AUDIT, THANK)
    before = flagged.session.store.follow_ups()
    pane = board.pane
    assert pane.title.text() == "2 follow-ups selected"
    assert pane.owner.placeholderText() == "several"
    assert pane.due.accessibleDescription() == "several"
    pane.owner.setText("Beth")
    pane.owner.commit()
    pane.due.picked.emit("")
    pane.priority.picked.emit("high")
    for reason in (AUDIT, THANK):
        row = stored(flagged, reason)
        assert (row.owner, row.due, row.priority) == ("Beth", None, Priority.HIGH)
    assert stored(flagged, SAMPLE).owner == "AR"
    assert "2 follow-ups changed" in flagged.notice.label.text()
    board.table.setFocus()
    for _ in range(3):
        flagged.action("undo").trigger()
    assert flagged.session.store.follow_ups() == before
    for _ in range(3):
        flagged.action("redo").trigger()
    assert stored(flagged, THANK).priority is Priority.HIGH
    flagged.action("undo").trigger()
    flagged.notice.hide()
    choose(flagged, AUDIT, THANK)
    board.edits.set(board.table.rows(), owner="Cy")
    flagged.notice.button.click()
    assert stored(flagged, THANK).owner == "Beth", "the notice takes it back, too"


def test_what_later_edits_stand_on_is_not_taken_back(flagged: MainWindow, go: Go) -> None:
    board = flagged.follow_ups
    choose(flagged, AUDIT)
    board.edits.set(board.table.rows(), owner="Beth")
    flagged.session.set_wording(go("5").id, "Later.")
    board.edits.undo()
    assert "Later edits" in flagged.notice.label.text()
    assert stored(flagged, AUDIT).owner == "Beth"
    flagged.tree.setFocus()
    flagged.action("undo").trigger()
    board.table.setFocus()
    flagged.action("undo").trigger()
    assert stored(flagged, AUDIT).owner == "Quality team"


def test_space_marks_as_done_and_del_removes(flagged: MainWindow) -> None:
    board = flagged.follow_ups
    board.state.setCurrentText("All")
    choose(flagged, AUDIT)
    QTest.keyClick(board.table, Qt.Key.Key_Space)
    assert stored(flagged, AUDIT).state is FollowUpState.DONE
    assert board.pane.done_button.text() == "Open again"
    QTest.keyClick(board.table, Qt.Key.Key_Space)
    assert stored(flagged, AUDIT).state is FollowUpState.OPEN
    choose(flagged, AUDIT, SAMPLE)
    QTest.keyClick(board.table, Qt.Key.Key_Delete)
    assert reasons(flagged) == [THANK]
    board.table.setFocus()
    flagged.action("undo").trigger()
    assert sorted(reasons(flagged)) == [AUDIT, SAMPLE, THANK]
    QTest.keyClick(board.table, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is flagged.tree


def test_the_history_of_a_follow_up_is_told(flagged: MainWindow) -> None:
    board = flagged.follow_ups
    choose(flagged, AUDIT)
    board.edits.set(board.table.rows(), owner="Beth", due="2020-02-01")
    board.edits.set(board.table.rows(), priority=Priority.HIGH)
    board.edits.undo()
    said = board.pane.history.toPlainText()
    for line in (
        "History",
        "Owner: Quality team → Beth",
        "Due: 31 Jan 2020 → 1 Feb 2020",
        "Undone: Priority: high → normal",
        "flagged",
        "AR",
    ):
        assert line in said


def test_the_menu_offers_what_the_keys_do(flagged: MainWindow) -> None:
    board = flagged.follow_ups
    choose(flagged, AUDIT)
    menu = board.menu(board.mapToGlobal(board.rect().center()))
    said = [action.text() for action in menu.actions() if action.text()]
    assert said == [
        "Open the place\tEnter",
        "Due…\tD",
        "Priority…\tP",
        "State…\tS",
        "Owner…\tO",
        "What to do…\tW",
        "Mark as done\tSpace",
        "Remove\tDel",
    ]
    menu.close()


@pytest.mark.parametrize(
    ("action", "ending"), [("follow_ups_table", ".csv"), ("follow_ups_calendar", ".ics")]
)
def test_what_is_shown_is_exported(
    qtbot: QtBot,
    flagged: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    action: str,
    ending: str,
) -> None:
    target = tmp_path / "out" / f"mine{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target.with_suffix("")), ""))
    assert flagged.action(action) in flagged.follow_ups.export.menu().actions()
    flagged.action(action).trigger()
    flagged.jobs.finish()
    assert "2 follow-ups written" in flagged.notice.label.text()
    said = target.read_text(encoding="utf-8-sig")
    assert AUDIT in said
    assert THANK not in said
    if ending == ".csv":
        with target.open(encoding="utf-8-sig", newline="") as file:
            assert [row["reason"] for row in csv.DictReader(file)] == [AUDIT, SAMPLE]
    flagged.follow_ups.field.setText("zebra")
    flagged.action(action).trigger()
    assert "shows no follow-up" in flagged.notice.label.text()


def test_the_board_follows_edits(flagged: MainWindow, go: Go) -> None:
    row = go("8").follow_up
    assert row is not None
    flagged.session.set_follow_up(row.id, reason="Sample twelve conferences")
    assert "Sample twelve conferences" in reasons(flagged)
    flagged.session.toggle_flag()
    assert reasons(flagged) == [AUDIT]
    flagged.tree.setFocus()
    flagged.action("undo").trigger()
    assert len(reasons(flagged)) == 2
    flagged.follow_ups_dock.hide()
    flagged.session.set_follow_up(row.id, reason="Unseen")
    flagged.action("follow_ups").trigger()
    assert "Unseen" in reasons(flagged)


def test_it_is_left_as_it_was(
    flagged: MainWindow, make_window: Callable[[Path | None], MainWindow], store_path: Path
) -> None:
    flagged.follow_ups.by.setCurrentText("By owner")
    flagged.follow_ups.table.header().resizeSection(Column.OWNER, 222)
    flagged.close()
    again = make_window(store_path)
    assert again.follow_ups.by.currentText() == "By owner"
    assert again.follow_ups.table.columnWidth(Column.OWNER) == 222


def test_it_is_spoken(flagged: MainWindow) -> None:
    board = flagged.follow_ups
    choose(flagged, AUDIT)
    index = board.model.index_of(board.table.rows()[0].id, Column.DUE)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Due: 31 Jan 2020 · overdue"
    pane = board.pane
    for widget in (pane.reason, pane.owner, pane.due, pane.state, pane.priority, pane.history, board.export):
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_the_priority_is_set_in_the_details(
    window: MainWindow, go: Go, current: Callable[[], FindingRow]
) -> None:
    go("8")
    window.session.toggle_flag()
    window.details.finding.follow_up.priority.picked.emit("high")
    row = current().follow_up
    assert row is not None
    assert row.priority is Priority.HIGH
    window.action("undo").trigger()
    row = current().follow_up
    assert row is not None
    assert row.priority is Priority.NORMAL


def test_the_count_in_the_status_bar_opens_the_list(window: MainWindow, go: Go) -> None:
    go("7")
    window.session.toggle_flag()
    assert "1 follow-up open" in window.status.due.text()
    window.status.due.linkActivated.emit("#")
    assert window.follow_ups_dock.isVisible()


def test_without_follow_ups_the_board_says_how_to_make_one(window: MainWindow) -> None:
    window.action("follow_ups").trigger()
    assert window.follow_ups.empty.isVisible()
    assert "Press F" in window.follow_ups.empty.text()
    window.action("follow_ups").trigger()
    assert not window.follow_ups_dock.isVisible()


def test_due_dates_from_the_menu(window: MainWindow, go: Go) -> None:
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
