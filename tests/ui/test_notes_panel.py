"""The panel of notes: over one report or all, filtered, searched, edited in place, gone to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.ui.fields import CommitText
from reviewer.ui.main_window import MainWindow
from reviewer.ui.notes_panel import Column, NotesPanel
from reviewer.ui.session import Item, Table
from tests.ui.test_review import CONTROL, SHIFT, Go, press


@pytest.fixture
def noted(window: MainWindow, go: Go) -> MainWindow:
    """Notes on a finding, a section and the report of Northmere, and on the report of Eastwold."""
    store = window.session.store
    report = window.session.report
    assert report is not None
    seven = go("7")
    window.session.add_note("Ask for the audit.\nAnd its date.", seven.id)
    window.session.add_note("Half a page only.", None, report.sections[1].id)
    window.session.add_note("A careful report.", None)
    other = next(row for row in window.session.reports if row.authority == "Eastwold")
    store.reviewer = "Bo Reed"
    store.add_note(other.id, "Ask for the timetable.")
    return window


def panel(qtbot: QtBot, window: MainWindow) -> NotesPanel:
    press(qtbot, window, Qt.Key.Key_N, CONTROL, SHIFT)
    assert window.notes_dock.isVisible()
    assert window.action("notes").isChecked()
    return window.notes_panel.content


def said(shown: NotesPanel, column: Column = Column.NOTE) -> list[str]:
    model = shown.table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_the_notes_of_the_open_report_and_of_all(qtbot: QtBot, noted: MainWindow) -> None:
    notes = panel(qtbot, noted)
    assert QApplication.focusWidget() is notes.field
    assert sorted(said(notes)) == [
        "A careful report.",
        "Ask for the audit. And its date.",
        "Half a page only.",
    ]
    assert notes.count.text() == "3 of 4 shown"
    notes.reports.setCurrentIndex(1)
    assert len(said(notes)) == 4
    assert {"the report"} <= set(said(notes, Column.ON))
    notes.by.setCurrentIndex(notes.by.findData("Bo Reed"))
    assert said(notes) == ["Ask for the timetable."]
    assert said(notes, Column.REPORT)[0].startswith("Eastwold · ")
    notes.by.setCurrentIndex(0)
    notes.tables.setCurrentIndex(notes.tables.findData(Table.SECTION))
    assert said(notes) == ["Half a page only."]
    notes.tables.setCurrentIndex(0)
    qtbot.keyClicks(notes.field, "ask audit")
    assert said(notes) == ["Ask for the audit. And its date."]
    qtbot.keyClicks(notes.field, "zzz")
    assert notes.empty.isVisible()
    assert not notes.table.isVisible()


def test_enter_goes_to_what_a_note_is_on_in_any_report(qtbot: QtBot, noted: MainWindow) -> None:
    notes = panel(qtbot, noted)
    notes.reports.setCurrentIndex(1)
    qtbot.keyClicks(notes.field, "timetable")
    notes.table.setFocus()
    notes.table.selectRow(0)
    press(qtbot, noted, Qt.Key.Key_Return)
    report = noted.session.report
    assert report is not None
    assert report.row.authority == "Eastwold"
    assert noted.session.current == Item(Table.REPORT, report.row.id)
    assert QApplication.focusWidget() is noted.tree


def test_a_note_is_edited_and_removed_in_the_list_and_undone(qtbot: QtBot, noted: MainWindow) -> None:
    notes = panel(qtbot, noted)
    notes.reports.setCurrentIndex(1)
    qtbot.keyClicks(notes.field, "timetable")
    notes.table.setFocus()
    notes.table.selectRow(0)
    press(qtbot, noted, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, CommitText)
    editor.setPlainText("Ask for the timetable\nof visits.")
    qtbot.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    assert said(notes) == ["Ask for the timetable of visits."]
    assert said(notes, Column.WHEN)[0].endswith("edited")
    assert noted.action("undo").text() == "Undo edit note on the report", "in the report that it is in"
    notes.table.setFocus()
    notes.table.selectRow(0)
    press(qtbot, noted, Qt.Key.Key_Delete)
    assert said(notes) == []
    noted.action("undo").trigger()
    assert said(notes) == ["Ask for the timetable of visits."]
    noted.action("undo").trigger()
    assert said(notes) == ["Ask for the timetable."]


def test_the_list_follows_what_is_written_and_what_is_reworded(
    qtbot: QtBot, noted: MainWindow, go: Go
) -> None:
    notes = panel(qtbot, noted)
    seven = go("7")
    noted.session.add_note("One more.", seven.id)
    assert "One more." in said(notes)
    noted.session.set_wording(seven.id, "Said otherwise.")
    assert "7  Said otherwise." in said(notes, Column.ON)
    noted.action("notes").trigger()
    assert not noted.notes_dock.isVisible()
    noted.session.add_note("While hidden.", seven.id)
    noted.action("notes").trigger()
    assert "While hidden." in said(notes)


def test_an_empty_list_says_how_to_begin(qtbot: QtBot, window: MainWindow) -> None:
    notes = panel(qtbot, window)
    assert notes.empty.isVisible()
    assert notes.empty.text().startswith("No notes yet. N writes one")
