"""The sheet of keys: searched, recorded, conflicts named and settled, kept, in force at once; codes' keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.store.rows import CodeRole, Decision
from reviewer.ui import actions
from reviewer.ui.command_sheet import CommandSheet
from reviewer.ui.keymap import portable, pressed
from reviewer.ui.main_window import MainWindow
from tests.ui.test_review import CONTROL, SHIFT, Current, Go, press

MakeWindow = Callable[[Path | None], MainWindow]
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def sheet(window: MainWindow, qtbot: QtBot) -> CommandSheet:
    press(qtbot, window, Qt.Key.Key_F1)
    (made,) = window.findChildren(CommandSheet)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def choose(sheet: CommandSheet, action: str = "", column: int = 1, *, code_id: int = 0) -> None:
    item = sheet.item_of(action=action, code_id=code_id)
    assert item is not None
    sheet.table.setCurrentItem(item, column)
    sheet.table.setFocus()


def record(sheet: CommandSheet, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """Press Enter on the chosen key, then the new one."""
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    assert sheet.recorder is not None
    QTest.keyClick(sheet.recorder, key, held)
    QApplication.processEvents()


def shown(sheet: CommandSheet, action: str) -> list[str]:
    item = sheet.item_of(action=action)
    assert item is not None
    return [item.text(column) for column in (1, 2)]


def test_a_key_is_recorded_and_in_force_at_once(
    qtbot: QtBot, window: MainWindow, sheet: CommandSheet, go: Go, current: Current
) -> None:
    choose(sheet, "reject")
    record(sheet, Qt.Key.Key_Semicolon)
    assert shown(sheet, "reject") == [";", "Del"]
    assert window.action("reject").toolTip() == "Reject (;)"
    assert window.tool_bar.buttons["reject"].toolTip() == "Reject (;)"
    assert window.tool_bar.buttons["reject"]._key() == ";"
    item = sheet.item_of(action="reject")
    assert item is not None
    assert item.text(0) == "Reject · changed; usually X, Del"
    sheet.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.tree.setFocus()
    go("7")
    press(qtbot, window, Qt.Key.Key_X)
    assert current().decision is Decision.UNDECIDED, "the usual key does nothing any more"
    press(qtbot, window, Qt.Key.Key_Semicolon)
    assert current().decision is Decision.REJECTED


def test_keys_are_kept_for_the_next_start(
    window: MainWindow, sheet: CommandSheet, make_window: MakeWindow, store_path: Path
) -> None:
    choose(sheet, "about", 2)
    record(sheet, Qt.Key.Key_F12)
    choose(sheet, "reject", 2)
    QTest.keyClick(sheet.table, Qt.Key.Key_Delete)
    window.close()
    again = make_window(store_path)
    assert [key.toString() for key in again.action("about").shortcuts()] == ["Shift+F1", "F12"]
    assert [key.toString() for key in again.action("reject").shortcuts()] == ["X"]
    again.keymap.reset_all()
    assert [key.toString() for key in again.action("reject").shortcuts()] == ["X", "Del"]
    again.close()
    last = make_window(store_path)
    assert not last.keymap.is_changed("about")


def test_a_key_that_is_taken_is_named_and_can_be_taken_over(window: MainWindow, sheet: CommandSheet) -> None:
    choose(sheet, "reject")
    record(sheet, Qt.Key.Key_J)
    assert sheet.question.label.text() == "J is the key of ‘Next finding’."
    assert [button.text() for button in sheet.question.buttons] == ["Take it from there", "Leave it there"]
    assert QApplication.focusWidget() is sheet.question.buttons[0]
    assert window.keymap.keys("reject") == ("X", "Del"), "nothing is changed before the answer"
    sheet.question.buttons[1].click()
    assert not sheet.question.isVisible()
    assert window.keymap.keys("next") == ("J", "Ctrl+Down")
    record(sheet, Qt.Key.Key_J)
    QTest.keyClick(sheet.question.buttons[0], Qt.Key.Key_Return)
    assert window.keymap.keys("reject") == ("J", "Del")
    assert window.keymap.keys("next") == ("Ctrl+Down",)
    assert [key.toString() for key in window.action("next").shortcuts()] == ["Ctrl+Down"]


def test_usual_keys_come_back_for_one_and_for_all(window: MainWindow, sheet: CommandSheet) -> None:
    choose(sheet, "reject")
    record(sheet, Qt.Key.Key_J)
    sheet.question.buttons[0].click()
    choose(sheet, "next")
    assert sheet.reset_one.isEnabled()
    sheet.reset_one.click()
    assert window.keymap.keys("next") == ("Ctrl+Down",)
    assert "‘Reject’" in sheet.question.label.text(), "what has the other one now is said"
    choose(sheet, "reject")
    sheet.reset_one.click()
    assert window.keymap.keys("reject") == ("X", "Del")
    assert not sheet.reset_one.isEnabled()
    assert sheet.reset_all.isEnabled()
    sheet.reset_all.click()
    assert window.keymap.keys("next") == ("J", "Ctrl+Down")
    assert not sheet.reset_all.isEnabled()


def test_keys_that_move_about_or_open_menus_are_refused(window: MainWindow, sheet: CommandSheet) -> None:
    choose(sheet, "reject")
    record(sheet, Qt.Key.Key_Down)
    assert sheet.question.label.text() == "Down moves about in lists and fields. Choose another one."
    record(sheet, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    assert sheet.question.label.text() == "Alt+E opens the menu Edit. Choose another one."
    assert window.keymap.keys("reject") == ("X", "Del")


def test_a_key_that_begins_others_is_taken_by_each_of_them(window: MainWindow, sheet: CommandSheet) -> None:
    choose(sheet, "reject")
    record(sheet, Qt.Key.Key_T, CONTROL)
    count = 0
    while sheet.question.isVisible():
        assert "Ctrl+T is the key of ‘Show" in sheet.question.label.text() or count
        sheet.question.buttons[0].click()
        count += 1
    assert window.keymap.keys("reject") == ("Ctrl+T", "Del")
    assert not [
        spec.name for spec in actions.SPECS if any("Ctrl+T, " in one for one in window.keymap.keys(spec.name))
    ]


def test_esc_and_leaving_end_the_recording(window: MainWindow, sheet: CommandSheet) -> None:
    choose(sheet, "reject")
    record(sheet, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    assert sheet.recorder is None
    assert QApplication.focusWidget() is sheet.table
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    assert sheet.recorder is not None
    QTest.keyClick(sheet.recorder, Qt.Key.Key_Control, CONTROL)
    assert sheet.recorder is not None, "a modifier alone is no key"
    sheet.field.setFocus()
    assert sheet.recorder is None
    assert window.keymap.keys("reject") == ("X", "Del")


def test_the_sheet_is_searched_by_words_keys_and_menus(qtbot: QtBot, sheet: CommandSheet) -> None:
    def visible() -> list[str]:
        return [item.text(0) for _group, item in sheet._rows() if not item.isHidden()]

    assert len(visible()) >= len(actions.SPECS)
    qtbot.keyClicks(sheet.field, "reject")
    assert visible() == ["Reject"]
    sheet.field.setText("ctrl+k")
    assert "Find an action, report or finding" in visible()
    sheet.field.setText("help")
    texts = [actions.plain(actions.translated(spec.text)) for spec in actions.SPECS if spec.menu == "help"]
    assert visible() == [*texts, "Early help"]
    sheet.field.setText("zzzz")
    assert sheet.empty.isVisible()


def test_what_is_printed_on_a_key_is_the_key() -> None:
    def key(code: Qt.Key, held: Qt.KeyboardModifier, text: str) -> str:
        return pressed(QKeyEvent(QKeyEvent.Type.KeyPress, code, held, text))

    assert key(Qt.Key.Key_Question, SHIFT, "?") == "?"
    assert key(Qt.Key.Key_J, SHIFT, "J") == "Shift+J"
    assert key(Qt.Key.Key_5, Qt.KeyboardModifier.KeypadModifier, "5") == "5"
    assert key(Qt.Key.Key_Space, SHIFT, " ") == "Shift+Space"
    assert key(Qt.Key.Key_Shift, SHIFT, "") == ""
    assert portable("ctrl+shift+k") == "Ctrl+Shift+K"


def test_the_key_of_a_code_sets_it_on_the_selected_findings(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("7")
    store = window.session.store
    theme = next(row for row in store.codes(CodeRole.THEME) if row.key == "workforce")
    kind = next(row for row in store.codes(CodeRole.KIND) if row.key == "strength")
    window.session.edit(lambda: store.set_code(theme.id, shortcut="W"))
    window.session.edit(lambda: store.set_code(kind.id, shortcut="Ctrl+9"))
    press(qtbot, window, Qt.Key.Key_W)
    press(qtbot, window, Qt.Key.Key_9, CONTROL)
    assert (current().theme, current().kind) == ("workforce", "strength")
    window.details.finding.wording.setFocus()
    before = window.details.finding.wording.toPlainText()
    qtbot.keyClicks(window.details.finding.wording, "w")
    assert window.details.finding.wording.toPlainText() != before, "in a field a letter is a letter"
    window.tree.setFocus()
    window.session.edit(lambda: store.retire_code(theme.id))
    assert theme.id not in window.code_keys.actions


def test_an_action_keeps_its_key_where_a_code_has_the_same(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("7")
    store = window.session.store
    theme = next(row for row in store.codes(CodeRole.THEME) if row.key == "workforce")
    window.session.edit(lambda: store.set_code(theme.id, shortcut="X"))
    press(qtbot, window, Qt.Key.Key_X)
    assert current().decision is Decision.REJECTED
    assert current().theme != "workforce"
    press(qtbot, window, Qt.Key.Key_F1)
    (sheet,) = window.findChildren(CommandSheet)
    item = sheet.item_of(code_id=theme.id)
    assert item is not None
    assert item.text(0) == "Workforce · not in force: X is the key of ‘Restore’ here"
    sheet.close()


def test_codes_get_their_keys_in_the_sheet_too(window: MainWindow, sheet: CommandSheet) -> None:
    store = window.session.store
    theme = next(row for row in store.codes(CodeRole.THEME) if row.key == "workforce")
    choose(sheet, code_id=theme.id)
    record(sheet, Qt.Key.Key_W)
    assert [row.key for row in store.codes() if row.shortcut == "W"] == ["workforce"]
    assert store.codebook_undo_name() == "shortcut of theme ‘Workforce’"
    choose(sheet, "reject")
    record(sheet, Qt.Key.Key_W)
    assert sheet.question.label.text() == "W is the key of ‘Workforce’."
    sheet.question.buttons[0].click()
    assert window.keymap.keys("reject") == ("W", "Del")
    assert "W" not in {row.shortcut for row in store.codes()}


def test_the_palette_sets_codes_and_says_their_keys(window: MainWindow, go: Go, current: Current) -> None:
    go("7")
    store = window.session.store
    theme = next(row for row in store.codes(CodeRole.THEME) if row.key == "workforce")
    window.session.edit(lambda: store.set_code(theme.id, shortcut="W"))
    window.action("palette").trigger()
    palette = window.palette_popup
    palette.field.setText("theme workforce")
    assert palette.entries[0].words == "Theme: Workforce"
    assert palette.entries[0].hint == "W"
    palette.run_current()
    assert current().theme == "workforce"
