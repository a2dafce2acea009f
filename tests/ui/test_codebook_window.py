"""The codebook's window: codes added, named, coloured, ordered, retired, merged; undo, redo, restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog
from pytestqt.qtbot import QtBot

from reviewer.store.rows import CodeRole, CodeRow
from reviewer.ui import words
from reviewer.ui.codebook_window import CodebookWindow
from reviewer.ui.main_window import MainWindow
from tests.ui.test_review import CONTROL, SHIFT, Current, Go, press
from tests.ui.test_window import controls

MakeWindow = Callable[[Path | None], MainWindow]
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def book(qtbot: QtBot, window: MainWindow, go: Go) -> CodebookWindow:
    go("7")
    press(qtbot, window, Qt.Key.Key_T, CONTROL, SHIFT)
    editor = window.codebook.editor
    assert editor is not None
    qtbot.waitExposed(editor)
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    return editor


def code(window: MainWindow, key: str) -> CodeRow:
    return next(row for row in window.session.store.codes(CodeRole.THEME) if row.key == key)


def labels(book: CodebookWindow) -> list[str]:
    return [book.list.item(place).text() for place in range(book.list.count())]


def test_it_opens_at_the_theme_of_the_current_finding(window: MainWindow, book: CodebookWindow) -> None:
    assert book.code is not None
    assert book.code.key == "assessment"
    assert book.form.label.text() == "Assessment"
    assert book.form.uses.text() == "1 finding in 1 report"
    assert QApplication.focusWidget() is book.list
    assert labels(book)[:2] == ["Early help", "Front door"]
    QTest.keyClick(book.list, Qt.Key.Key_1, CONTROL)
    assert labels(book)[0] == "Strength"
    QTest.keyClick(book.list, Qt.Key.Key_Escape)
    assert not book.isVisible()
    window.action("codebook").trigger()
    assert book.isVisible()


def test_a_code_is_added_named_defined_and_undone_and_there_after_a_restart(
    qtbot: QtBot, window: MainWindow, book: CodebookWindow, make_window: MakeWindow, store_path: Path
) -> None:
    QTest.keyClick(book.list, Qt.Key.Key_N, CONTROL)
    assert QApplication.focusWidget() is book.form.label
    assert book.form.label.selectedText() == "New theme"
    qtbot.keyClicks(book.form.label, "Edge of care")
    QTest.keyClick(book.form.label, Qt.Key.Key_Tab)
    book.form.definition.setPlainText("Children who may come into care.")
    book.list.setFocus()
    row = next(one for one in window.session.store.codes() if one.label == "Edge of care")
    assert row.definition == "Children who may come into care."
    assert book.actions_by_name["undo"].text() == "Undo definition of theme ‘Edge of care’"
    QTest.keyClick(book.list, Qt.Key.Key_Z, CONTROL)
    assert code(window, row.key).definition == ""
    QTest.keyClick(book.list, Qt.Key.Key_Y, CONTROL)
    assert code(window, row.key).definition == "Children who may come into care."
    window.close()
    again = make_window(store_path)
    assert words.theme(row.key) == "Edge of care"
    again.action("codebook").trigger()
    assert again.codebook.editor is not None
    assert again.codebook.editor.actions_by_name["undo"].isEnabled(), "the log says what can be undone"


def test_a_name_that_is_taken_is_refused_in_words(window: MainWindow, book: CodebookWindow) -> None:
    book.form.label.setFocus()
    book.form.label.setText("Recording")
    QTest.keyClick(book.form.label, Qt.Key.Key_Return)
    assert book.question.isVisible()
    assert book.question.label.text() == "There is a theme ‘Recording’ already."
    assert book.form.label.text() == "Assessment"
    assert code(window, "assessment").label == "Assessment"


def test_colours_are_chosen_by_name_or_at_will(window: MainWindow, book: CodebookWindow) -> None:
    purple = next(one for one in book.form.swatches.buttons.values() if one.accessibleName() == "Purple")
    purple.click()
    assert code(window, "assessment").colour == "#8a2b8f"
    assert purple.isChecked()
    book.form.swatches.buttons[""].click()
    assert code(window, "assessment").colour == ""
    book.form.swatches.other.click()
    dialog = book.form.swatches.findChild(QColorDialog)
    assert dialog is not None
    dialog.setCurrentColor(QColor("#123456"))
    dialog.accept()
    assert code(window, "assessment").colour == "#123456"
    assert book.form.swatches.other.toolTip() == "#123456"


def test_a_key_is_recorded_taken_over_and_removed(
    qtbot: QtBot, window: MainWindow, book: CodebookWindow, current: Current
) -> None:
    book.form.key.click()
    assert book.form.recorder is not None
    QTest.keyClick(book.form.recorder, Qt.Key.Key_Semicolon)
    assert code(window, "assessment").shortcut == ";"
    assert book.form.key.text() == ";"
    book.form.key.click()
    assert book.form.recorder is not None
    QTest.keyClick(book.form.recorder, Qt.Key.Key_X)
    assert book.question.label.text() == "X is the key of ‘Reject’."
    book.question.buttons[0].click()
    assert code(window, "assessment").shortcut == "X"
    assert "X" not in window.keymap.keys("reject")
    book.form.no_key.click()
    assert code(window, "assessment").shortcut == ""
    book.form.key.click()
    assert book.form.recorder is not None
    QTest.keyClick(book.form.recorder, Qt.Key.Key_Escape)
    assert book.form.recorder is None
    assert book.isVisible(), "Esc leaves the recording, not the window"


def test_codes_are_put_in_order_by_keys_and_by_dragging(window: MainWindow, book: CodebookWindow) -> None:
    QTest.keyClick(book.list, Qt.Key.Key_Up, ALT)
    assert labels(book)[:3] == ["Early help", "Assessment", "Front door"]
    assert [row.label for row in window.session.store.codes(CodeRole.THEME)][1] == "Assessment"
    QTest.keyClick(book.list, Qt.Key.Key_Down, ALT)
    assert labels(book)[:3] == ["Early help", "Front door", "Assessment"]
    item = book.list.takeItem(2)
    book.list.insertItem(0, item)
    book.list.setCurrentItem(item)
    book._dropped()
    assert labels(book)[:3] == ["Assessment", "Early help", "Front door"]
    QTest.keyClick(book.list, Qt.Key.Key_Z, CONTROL)
    assert labels(book)[:3] == ["Early help", "Front door", "Assessment"]


def test_a_code_moves_to_the_end_of_those_offered(window: MainWindow, book: CodebookWindow) -> None:
    store = window.session.store
    window.session.edit(lambda: store.retire_code(code(window, "context").id))
    book.show_code(code(window, "recording").id)
    for _ in range(3):
        book.shift(1)
    assert labels(book)[-3:] == ["Overall", "Recording", "Context · retired"]
    assert not book.actions_by_name["down"].isEnabled()


def test_a_retired_code_is_offered_no_longer_and_can_be_restored(
    window: MainWindow, book: CodebookWindow
) -> None:
    QTest.keyClick(book.list, Qt.Key.Key_Delete, CONTROL)
    assert labels(book)[-1] == "Assessment · retired"
    assert book.code is not None
    assert book.code.key == "assessment", "it stays current"
    assert book.form.state.text() == "Retired: it is not offered any more."
    assert book.form.retire.text() == "&Restore"
    book.form.retire.click()
    assert not code(window, "assessment").retired
    assert labels(book)[2] == "Assessment"


def test_merging_says_what_changed_and_is_one_step(
    window: MainWindow, book: CodebookWindow, current: Current
) -> None:
    QTest.keyClick(book.list, Qt.Key.Key_M, CONTROL)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()
    book.form.merge_into(code(window, "recording").id)
    assert (
        book.question.label.text()
        == "‘Assessment’ is merged into ‘Recording’: 1 finding in 1 report changed."
    )
    assert current().theme == "recording"
    assert book.code is not None
    assert book.code.key == "recording"
    assert "Assessment · merged" in labels(book)
    book.question.buttons[0].click()
    assert current().theme == "assessment"
    assert not code(window, "assessment").retired
    book.redo()
    assert current().theme == "recording"
    book.show_code(code(window, "assessment").id)
    assert book.form.state.text() == "Merged into ‘Recording’; undo that to have it back."
    assert not book.form.retire.isVisible()


def test_an_undo_that_later_edits_stand_on_is_refused_in_words(
    window: MainWindow, book: CodebookWindow
) -> None:
    book.form.merge_into(code(window, "recording").id)
    window.session.set_theme("workforce")
    book.undo()
    assert book.question.isVisible()
    assert "later edits in northmere-2026.pdf stand on it" in book.question.label.text()


def test_a_code_that_came_with_other_findings_can_be_added(
    window: MainWindow, book: CodebookWindow, current: Current
) -> None:
    window.session.set_theme("edge_of_care")
    assert labels(book)[-1] == "edge of care · not in the codebook"
    book.list.setCurrentRow(book.list.count() - 1)
    assert not book.form.label.isEnabled()
    book.form.adopt.click()
    assert words.theme("edge_of_care") == "Edge of care"
    assert book.code is not None
    assert book.code.key == "edge_of_care"


def test_the_history_lists_steps_and_what_was_undone(window: MainWindow, book: CodebookWindow) -> None:
    book.shift(1)
    book.shift(-1)
    QTest.keyClick(book.list, Qt.Key.Key_H, CONTROL)
    assert book.history.isVisible()
    book.undo()
    said = [book.history.topLevelItem(place).text(0) for place in range(book.history.topLevelItemCount())]  # type: ignore[union-attr]
    assert said == [
        "Undo move of theme ‘Assessment’",
        "Move of theme ‘Assessment’ · undone",
        "Move of theme ‘Assessment’",
    ]


def test_every_control_has_a_name_and_reading_only_edits_nothing(
    window: MainWindow, book: CodebookWindow, store_path: Path
) -> None:
    nameless = [
        f"{type(one).__name__} {one.objectName()}"
        for one in controls(book)
        if not (one.accessibleName() or getattr(one, "text", lambda: "")())
    ]
    assert nameless == []
    assert window.open_store(store_path, read_only=True)
    assert not book.form.label.isEnabled()
    for name in ("add", "up", "down", "retire", "merge", "undo", "redo"):
        assert not book.actions_by_name[name].isEnabled()
