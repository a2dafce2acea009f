"""Splitting reports between reviewers in the window, and the library that shows whose each one is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.ui.assign_commands import AssignCommands
from reviewer.ui.assign_dialog import AssignDialog
from reviewer.ui.library import spoken
from reviewer.ui.library_filter import LibraryFilter
from reviewer.ui.main_window import MainWindow

Open = Callable[[], AssignDialog]


@pytest.fixture
def open_dialog(window: MainWindow) -> Open:
    commands = next(group for group in window.command_groups if isinstance(group, AssignCommands))

    def opened() -> AssignDialog:
        dialog = commands.dialog()
        dialog.show()
        return dialog

    return opened


def assigned(window: MainWindow) -> dict[int, tuple[str, ...]]:
    return {row.id: row.assigned for row in window.session.store.reports()}


def test_a_plan_is_shown_kept_and_taken_back(window: MainWindow, open_dialog: Open) -> None:
    dialog = open_dialog()
    assert not dialog.isModal()
    dialog.names.setText("AR, Ben")
    dialog.double.setCurrentIndex(dialog.double.findData(30))
    loads = [dialog.loads.topLevelItem(place) for place in range(dialog.loads.topLevelItemCount())]
    assert [item.text(0) for item in loads if item] == ["AR", "Ben"]
    assert sum(int(item.text(1)) for item in loads if item) == 7 + 2
    assert dialog.list.topLevelItemCount() == 7
    first = dialog.plan
    dialog.mix.click()
    assert dialog.plan != first
    assert dialog.plan is not None
    wanted = dict(dialog.plan.names)
    dialog.assign.click()
    assert assigned(window) == wanted
    assert window.notice.label.text() == "7 reports assigned."
    report = window.session.report
    assert report is not None
    assert report.row.assigned == wanted[report.row.id]
    window.notice.button.click()
    assert set(assigned(window).values()) == {()}


def test_what_is_missing_is_said(open_dialog: Open) -> None:
    dialog = open_dialog()
    dialog.names.setText("AR")
    dialog.double.setCurrentIndex(dialog.double.findData(20))
    assert "two reviewers" in dialog.fault.text()
    assert not dialog.assign.isEnabled()
    assert dialog.loads.topLevelItemCount() == 0
    dialog.double.setCurrentIndex(dialog.double.findData(0))
    assert dialog.fault.isHidden()
    dialog.names.setText(" , ")
    assert "at least one" in dialog.fault.text()


def test_the_library_shows_whose_a_report_is(qtbot: QtBot, window: MainWindow, open_dialog: Open) -> None:
    rows = window.session.reports
    dialog = open_dialog()
    dialog.wanted.emit({rows[0].id: ("AR",), rows[1].id: ("AR", "Ben"), rows[2].id: ("Ben",)})
    dialog.close()
    bar = window.library.filter_bar
    bar.menu.aboutToShow.emit()
    said = [action.text() for action in bar.menu.actions()]
    assert [one for one in said if "work" in one] == ["my work\t2", "work of Ben\t2", "nobody's work\t4"]
    next(action for action in bar.menu.actions() if action.text().startswith("my work")).trigger()
    assert {row.id for row in window.library.library_model.shown()} == {rows[0].id, rows[1].id}
    assert bar.chips[0].text().startswith("my work")
    shared = window.session.store.report(rows[1].id)
    assert "work of AR, Ben" in spoken(shared)
    # Only what the library shows is assigned anew, or taken out.
    again = open_dialog()
    assert again.about.text() == "The 2 reports that the library shows"
    again.names.setText("Cem")
    assert again.plan is not None
    assert set(again.plan.names.values()) == {("AR",), ("AR", "Ben")}
    qtbot.mouseClick(again.again, Qt.MouseButton.LeftButton)
    assert again.plan is not None
    assert set(again.plan.names.values()) == {("Cem",)}
    again.clear_button.click()
    assert set(assigned(window).values()) == {(), ("Ben",)}
    bar.set_filter(replace(LibraryFilter(), assigned=frozenset({""})))
    assert len(window.library.library_model.shown()) == 6
    bar.set_filter(LibraryFilter(words="ben"))
    assert [row.id for row in window.library.library_model.shown()] == [rows[2].id]


def test_it_can_be_undone_in_the_report(window: MainWindow, open_dialog: Open, tmp_path: Path) -> None:
    report = window.session.report
    assert report is not None
    open_dialog().wanted.emit({report.row.id: ("Ben",)})
    assert window.action("undo").text() == "Undo assign the report to Ben"
    window.action("undo").trigger()
    assert window.session.store.report(report.row.id).assigned == ()


def test_the_action_opens_the_plan(window: MainWindow) -> None:
    window.action("assign").trigger()
    (dialog,) = window.findChildren(AssignDialog)
    assert dialog.isVisible()
    assert not dialog.isModal()
    dialog.close()
