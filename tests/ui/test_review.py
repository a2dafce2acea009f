"""Reviewing in the real window: each action by its key, committed at once, undone and redone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.store import Store
from reviewer.store.rows import Decision, FindingRow
from reviewer.ui.findings_model import Column
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, Table

Go = Callable[[str], FindingRow]
Current = Callable[[], FindingRow]


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Press a key where the focus is."""
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    qtbot.keyClick(QApplication.focusWidget() or window, key, held)


CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_enter_accepts_and_goes_on_and_undo_takes_it_back(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    five = go("5")
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.session.store.finding(five.id).decision is Decision.ACCEPTED
    assert current().number == "6"
    assert window.action("undo").text() == "Undo accept 5"
    press(qtbot, window, Qt.Key.Key_Z, CONTROL)
    assert window.session.store.finding(five.id).decision is Decision.UNDECIDED
    assert current().id == five.id, "undo shows what it changed"
    assert window.action("redo").text() == "Redo accept 5"
    press(qtbot, window, Qt.Key.Key_Z, CONTROL, SHIFT)
    assert window.session.store.finding(five.id).decision is Decision.ACCEPTED


def test_x_rejects_and_restores(qtbot: QtBot, window: MainWindow, go: Go, current: Current) -> None:
    go("9")
    press(qtbot, window, Qt.Key.Key_X)
    assert current().decision is Decision.REJECTED
    assert window.action("reject").text() == "&Restore"
    press(qtbot, window, Qt.Key.Key_X)
    assert current().decision is Decision.UNDECIDED
    press(qtbot, window, Qt.Key.Key_X)
    press(qtbot, window, Qt.Key.Key_R)
    assert current().decision is Decision.UNDECIDED


@pytest.mark.parametrize(
    ("key", "polarity"),
    [
        (Qt.Key.Key_1, "positive"),
        (Qt.Key.Key_2, "negative"),
        (Qt.Key.Key_3, "mixed"),
        (Qt.Key.Key_4, "neutral"),
    ],
)
def test_figures_set_the_polarity(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current, key: Qt.Key, polarity: str
) -> None:
    go("10" if polarity != "neutral" else "7")
    press(qtbot, window, key)
    assert current().polarity == polarity
    assert current().decision is Decision.CORRECTED
    window.action("undo").trigger()
    assert current().decision is Decision.UNDECIDED


def test_space_goes_to_the_next_undecided_round_the_end_and_back(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("12")
    press(qtbot, window, Qt.Key.Key_Space)
    assert current().number == "13"
    press(qtbot, window, Qt.Key.Key_Space)
    assert current().text.startswith("Children in Northmere")
    press(qtbot, window, Qt.Key.Key_Space, SHIFT)
    assert current().number == "13"
    press(qtbot, window, Qt.Key.Key_Space, SHIFT)
    assert current().number == "12"


def test_j_moves_and_letters_reach_the_finding_from_the_text_too(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("5")
    window.source.view.setFocus()
    press(qtbot, window, Qt.Key.Key_J)
    assert current().number == "6"
    press(qtbot, window, Qt.Key.Key_J, SHIFT)
    assert current().number == "5"
    press(qtbot, window, Qt.Key.Key_X)
    assert current().decision is Decision.REJECTED


def test_letters_typed_in_a_field_are_letters(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("8")
    press(qtbot, window, Qt.Key.Key_E)
    field = window.details.finding.wording
    assert QApplication.focusWidget() is field
    before = current().text
    qtbot.keyClicks(field, " xfn 12")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert current().wording == before + " xfn 12", "Esc leaves and keeps what was typed"
    assert current().decision is Decision.CORRECTED
    assert QApplication.focusWidget() is not field
    assert window.action("undo").text().startswith("Undo ")
    window.action("undo").trigger()
    assert current().wording is None
    assert field.toPlainText() == before


def test_enter_in_the_number_commits_it_and_accepts_nothing(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("8")
    field = window.details.finding.number
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "8a")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert current().number == "8a"
    assert current().decision is Decision.CORRECTED
    assert field.text() == "8a"


def test_what_is_typed_belongs_to_the_finding_it_was_typed_for(
    qtbot: QtBot, window: MainWindow, go: Go
) -> None:
    eight = go("8")
    field = window.details.finding.wording
    field.setFocus()
    field.setPlainText("Minutes go out late.")
    nine = go("9")
    assert window.session.store.finding(eight.id).wording == "Minutes go out late."
    assert window.session.store.finding(nine.id).wording is None
    assert field.toPlainText() == nine.text


def test_verbatim_words_take_the_rewording_away(window: MainWindow, go: Go, current: Current) -> None:
    eight = go("8")
    window.session.set_wording(eight.id, "Shorter.")
    assert current().wording == "Shorter."
    assert eight.verbatim.rstrip(".") in window.details.finding.rewording.text()
    window.session.set_wording(eight.id, eight.verbatim)
    assert current().wording is None


def test_kind_and_theme_by_the_searching_list(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("8")
    for column, typed, read in (
        (Column.THEME, "quality", lambda: current().theme),
        (Column.KIND, "priority", lambda: current().kind),
    ):
        popup = window.tree.pick(column)
        assert popup is not None
        qtbot.keyClicks(popup.field, typed)
        qtbot.keyClick(popup.field, Qt.Key.Key_Return)
        assert read() in ("quality_assurance", "priority_action")
    assert "machine said theme" in window.details.finding.said.text()
    assert "machine said kind" in window.details.finding.said.text()
    assert window.details.finding.theme.value == "quality_assurance"


def test_k_and_t_open_the_list_and_esc_changes_nothing(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("8")
    before = current()
    for key in (Qt.Key.Key_K, Qt.Key.Key_T):
        press(qtbot, window, key)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        qtbot.keyClick(popup.field, Qt.Key.Key_Escape)
        assert QApplication.activePopupWidget() is None
    assert current() == before


def test_pickers_of_the_details_open_by_keyboard(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("10")
    picker = window.details.finding.polarity
    picker.setFocus()
    qtbot.keyClick(picker, Qt.Key.Key_Space)
    popup = QApplication.activePopupWidget()
    assert popup is not None, "Space opens the list instead of going to the next finding"
    qtbot.keyClick(popup.field, Qt.Key.Key_Up)
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    assert current().polarity == "mixed"


def test_several_selected_findings_change_in_one_step(qtbot: QtBot, window: MainWindow, go: Go) -> None:
    first = go("11")
    press(qtbot, window, Qt.Key.Key_Down, SHIFT)
    press(qtbot, window, Qt.Key.Key_Down, SHIFT)
    assert len(window.session.selected) == 3
    press(qtbot, window, Qt.Key.Key_X)
    report = window.session.report
    assert report is not None
    rejected = [row.number for row in report.findings if row.decision is Decision.REJECTED]
    assert rejected == ["11", "12", "13"]
    window.action("undo").trigger()
    assert window.session.store.finding(first.id).decision is Decision.UNDECIDED
    assert window.session.undo_name() is None


def test_judgements_are_accepted_one_after_another_and_corrected(qtbot: QtBot, window: MainWindow) -> None:
    report = window.session.report
    assert report is not None
    first = report.judgements[0]
    window.session.set_current(Item(Table.JUDGEMENT, first.id))
    assert window.details.judgement.isVisible()
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.session.store.judgement(first.id).decision is Decision.ACCEPTED
    second = window.session.judgement
    assert second is not None
    assert second.id == report.judgements[1].id
    window.session.set_judgement(second.id, grade="Requires improvement to be good")
    assert window.details.judgement.grade.value == "Requires improvement to be good"
    assert "machine said grade" in window.details.judgement.said.text()
    press(qtbot, window, Qt.Key.Key_X)
    assert window.session.store.judgement(second.id).decision is Decision.REJECTED


def test_notes_are_written_edited_and_removed(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("7")
    press(qtbot, window, Qt.Key.Key_N)
    notes = window.details.annotations.notes
    assert QApplication.focusWidget() is notes.new
    qtbot.keyClicks(notes.new, "Ask for the audit.")
    qtbot.keyClick(notes.new, Qt.Key.Key_Return, CONTROL)
    assert current().notes == 1
    assert notes.new.toPlainText() == ""
    (card,) = notes.cards
    assert card.body.toPlainText() == "Ask for the audit."
    assert card.by.text().startswith("AR · today")
    card.body.setFocus()
    card.body.setPlainText("Ask for the 2025 audit.")
    qtbot.keyClick(card.body, Qt.Key.Key_Escape)
    assert window.session.notes()[0].body == "Ask for the 2025 audit."
    assert card.by.text().endswith("edited")
    notes.cards[0].remove.click()
    assert current().notes == 0
    assert notes.cards == []
    window.action("undo").trigger()
    assert [card.body.toPlainText() for card in notes.cards] == ["Ask for the 2025 audit."]


def test_follow_up_by_one_key_then_reason_owner_and_date(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("8")
    press(qtbot, window, Qt.Key.Key_F)
    fields = window.details.finding.follow_up
    assert QApplication.focusWidget() is fields.reason
    qtbot.keyClicks(fields.reason, "Sample ten conferences")
    qtbot.keyClick(fields.reason, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is fields.owner
    qtbot.keyClicks(fields.owner, "Quality team")
    qtbot.keyClick(fields.owner, Qt.Key.Key_Return)
    fields.due.picked.emit("2026-11-30")
    fields.state.picked.emit("waiting")
    row = current().follow_up
    assert row is not None
    assert (row.reason, row.owner, row.due, row.state) == (
        "Sample ten conferences",
        "Quality team",
        "2026-11-30",
        "waiting",
    )
    fields.due.picked.emit("")
    assert current().follow_up is not None
    assert current().follow_up.due is None
    window.tree.setFocus()
    press(qtbot, window, Qt.Key.Key_F)
    assert current().follow_up is None
    window.action("undo").trigger()
    assert current().follow_up is not None
    assert fields.reason.text() == "Sample ten conferences"


def test_edits_survive_closing_and_so_does_undo(
    qtbot: QtBot,
    window: MainWindow,
    go: Go,
    store_path: Path,
    make_window: Callable[[Path | None], MainWindow],
) -> None:
    five = go("5")
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_2)
    window.details.finding.wording.setFocus()
    window.details.finding.wording.setPlainText("Typed just before closing.")
    window.close()
    with Store.open(store_path, reviewer="AR") as store:
        six = next(row for row in store.findings(five.report_id) if row.number == "6")
        assert six.wording == "Typed just before closing."
    again = make_window(store_path)
    assert again.session.report is not None
    assert again.session.report.row.id == five.report_id, "the report that was open is open again"
    for _ in range(3):
        again.action("undo").trigger()
    assert again.session.undo_name() is None
    assert again.session.store.finding(five.id).decision is Decision.UNDECIDED
    again.action("redo").trigger()
    assert again.session.store.finding(five.id).decision is Decision.ACCEPTED


def test_the_status_bar_counts_and_says_when_it_was_saved(qtbot: QtBot, window: MainWindow, go: Go) -> None:
    status = window.status
    assert status.decided.text() == "<b>0 of 17</b> decided · <b>17</b> left"
    go("5")
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_X)
    assert status.decided.text().startswith("<b>1 of 16</b> decided · <b>15</b> left")
    assert status.decided.text().endswith("1 rejected")
    assert status.saved.text().startswith("saved ")
    assert "northmere.sqlite" in status.saved.text()
    assert status.saved.text().endswith("reviewer: AR")
    assert status.unclaimed.text().startswith("unclaimed text ")
    assert status.warnings.text() == "1 warning"
    window.session.edit(lambda: window.session.store.flag(go("8").id, due="2020-01-01"))
    assert "1 follow-up open" in status.due.text()
    assert "1 overdue" in status.due.text()


def test_the_title_names_the_report(window: MainWindow) -> None:
    assert window.windowTitle() == "Northmere — Reviewer"


def test_the_details_say_why_the_theme_was_proposed(window: MainWindow, go: Go) -> None:
    row = go("7")
    said = window.details.finding.why.text()
    assert bool(said) is bool(row.theme_why)
    for word in row.theme_why[:6]:
        assert word in said
    assert any(one.theme_why for one in window.session.report.findings)  # type: ignore[union-attr]


def test_the_queue_may_begin_with_what_is_least_certain(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("5")
    report = window.session.report
    assert report is not None
    undecided = [row for row in report.findings if row.decision is Decision.UNDECIDED]
    press(qtbot, window, Qt.Key.Key_L)
    assert window.action("least_certain").isChecked()
    press(qtbot, window, Qt.Key.Key_Space)
    first = current()
    assert first.confidence == min(row.confidence or 1.0 for row in undecided if row.number != "5")
    press(qtbot, window, Qt.Key.Key_Return)
    assert current().id != first.id
    assert (current().confidence or 1.0) >= (first.confidence or 1.0)
    press(qtbot, window, Qt.Key.Key_L)
    go("6")
    press(qtbot, window, Qt.Key.Key_Space)
    assert current().number == "7"
    assert not window.settings.flag("least_certain_first", True)
