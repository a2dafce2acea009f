"""The undo history: lists the steps, goes back and forward by Enter and click, says what is gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.store.rows import CodeRole, Decision
from reviewer.ui.main_window import MainWindow
from reviewer.ui.undo_panel import Column, UndoPanel
from tests.ui.test_review import CONTROL, SHIFT, Current, Go, press

MakeWindow = Callable[[Path | None], MainWindow]


@pytest.fixture
def panel(qtbot: QtBot, window: MainWindow, go: Go) -> UndoPanel:
    """The panel over three steps on finding 7."""
    go("7")
    window.session.accept()
    window.session.set_polarity("negative")
    window.session.set_theme("recording")
    press(qtbot, window, Qt.Key.Key_Z, SHIFT)
    assert window.undo_dock.isVisible()
    assert window.action("undo_history").isChecked()
    return window.undo_history.panel


def said(panel: UndoPanel) -> list[tuple[str, str]]:
    model = panel.steps_model
    return [
        (model.index(row, Column.STEP).data(), model.index(row, Column.STATE).data())
        for row in range(model.rowCount())
    ]


def choose(panel: UndoPanel, row: int) -> None:
    panel.table.setCurrentIndex(panel.steps_model.index(row, 0))
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_Return)


def test_it_lists_the_steps_and_where_the_report_is(window: MainWindow, panel: UndoPanel) -> None:
    assert said(panel) == [
        ("Theme of 7 to Recording", "▸ now"),
        ("Polarity of 7 to negative", ""),
        ("Accept 7", ""),
        ("As the machine read it", ""),
    ]
    model = panel.steps_model
    assert model.index(0, Column.BY).data() == "AR"
    assert model.index(0, Column.WHEN).data().startswith("today")
    assert QApplication.focusWidget() is panel.table
    assert panel.table.currentIndex().row() == 0


def test_enter_goes_back_and_forward(window: MainWindow, panel: UndoPanel, current: Current) -> None:
    choose(panel, 2)
    assert (current().decision, current().polarity, current().theme) == (
        Decision.ACCEPTED,
        "mixed",
        "assessment",
    )
    assert [state for _step, state in said(panel)] == ["undone", "undone", "▸ now", ""]
    assert window.action("undo").text() == "Undo accept 7"
    assert window.action("redo").text() == "Redo polarity of 7 to negative"
    choose(panel, 3)
    assert current().decision is Decision.UNDECIDED
    assert [state for _step, state in said(panel)] == ["undone", "undone", "undone", "▸ now"]
    choose(panel, 0)
    assert (current().polarity, current().theme) == ("negative", "recording")
    assert [state for _step, state in said(panel)] == ["▸ now", "", "", ""]


def test_a_click_goes_there_and_shows_where(
    window: MainWindow, panel: UndoPanel, go: Go, current: Current
) -> None:
    go("12")
    place = panel.table.visualRect(panel.steps_model.index(1, 0)).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert current().number == "7"
    assert current().theme == "assessment"


def test_what_was_undone_before_a_new_edit_is_gone_for_good(window: MainWindow, panel: UndoPanel) -> None:
    choose(panel, 2)
    window.session.set_kind("strength")
    assert said(panel) == [
        ("Kind of 7 to Strength", "▸ now"),
        ("Theme of 7 to Recording", "undone for good"),
        ("Polarity of 7 to negative", "undone for good"),
        ("Accept 7", ""),
        ("As the machine read it", ""),
    ]
    assert not panel.steps_model.flags(panel.steps_model.index(1, 0)) & Qt.ItemFlag.ItemIsEnabled
    choose(panel, 3)
    assert said(panel)[0][1] == "undone"


def test_it_is_there_after_a_restart(
    window: MainWindow, panel: UndoPanel, make_window: MakeWindow, store_path: Path, qtbot: QtBot
) -> None:
    choose(panel, 1)
    window.close()
    again = make_window(store_path)
    assert again.undo_dock.isVisible(), "the layout is kept"
    assert [state for _step, state in said(again.undo_history.panel)] == ["undone", "▸ now", "", ""]
    again.action("undo_history").trigger()
    assert not again.undo_dock.isVisible()


def test_a_step_of_the_codebook_is_said_and_undone_there(window: MainWindow, panel: UndoPanel) -> None:
    store = window.session.store
    by_key = {row.key: row.id for row in store.codes(CodeRole.THEME)}
    window.session.edit(lambda: store.merge_codes(by_key["recording"], by_key["placements"]))
    assert said(panel)[0] == ("Merge of theme ‘Recording’ into ‘Placements’", "▸ now · by the codebook")
    choose(panel, 1)
    assert window.notice.isVisible()
    assert "in the codebook" in window.notice.label.text()
    assert said(panel)[0][1].startswith("▸ now")


def test_it_follows_the_report_that_is_open(qtbot: QtBot, window: MainWindow, panel: UndoPanel) -> None:
    other = next(row for row in window.session.reports if row.authority == "Eastwold")
    window.session.open_report(other.id)
    assert said(panel) == [("As the machine read it", "▸ now")]
    window.tree.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert said(panel)[0][1] == "▸ now"
    press(qtbot, window, Qt.Key.Key_Z, CONTROL)
    assert said(panel)[-1][1] == "▸ now"
    window.session.close_report()
    assert panel.empty.isVisible()
