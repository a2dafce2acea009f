"""Notes on reports, sections and findings, tags, stars: by keyboard, undone, redone, after a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.ui.filters import Facet, Mark
from reviewer.ui.findings_model import Column
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, Table
from tests.ui.test_review import CONTROL, SHIFT, Current, Go, press

MakeWindow = Callable[[Path | None], MainWindow]


def report_id(window: MainWindow) -> int:
    assert window.session.report is not None
    return window.session.report.row.id


def bodies(window: MainWindow, item: Item) -> list[str]:
    return [note.body for note in window.session.notes(item)]


def section_item(window: MainWindow, place: int = 1) -> Item:
    assert window.session.report is not None
    return Item(Table.SECTION, window.session.report.sections[place].id)


def report_item(window: MainWindow) -> Item:
    return Item(Table.REPORT, report_id(window))


def tags(window: MainWindow) -> list[str]:
    return [chip.text() for chip in window.details.annotations.tags.chips]


def test_n_writes_on_the_section_where_one_is_current(qtbot: QtBot, window: MainWindow) -> None:
    item = section_item(window)
    window.session.set_current(item)
    press(qtbot, window, Qt.Key.Key_N)
    notes = window.details.annotations.notes
    assert QApplication.focusWidget() is notes.new
    qtbot.keyClicks(notes.new, "Only half a page.")
    qtbot.keyClick(notes.new, Qt.Key.Key_Return, CONTROL)
    assert bodies(window, item) == ["Only half a page."]
    assert window.session.section is not None
    assert window.session.section.notes == 1
    assert window.action("undo").text().startswith("Undo note on ‘")
    assert not window.details.annotations.tags.isVisible(), "a section has no tags"
    window.tree.setFocus()
    press(qtbot, window, Qt.Key.Key_Z, CONTROL)
    assert bodies(window, item) == []
    press(qtbot, window, Qt.Key.Key_Y, CONTROL)
    assert bodies(window, item) == ["Only half a page."]


def test_shift_n_writes_on_the_report_from_anywhere(
    qtbot: QtBot, window: MainWindow, go: Go, make_window: MakeWindow, store_path: Path
) -> None:
    go("7")
    press(qtbot, window, Qt.Key.Key_N, SHIFT)
    notes = window.details.annotations.notes
    assert window.session.current == report_item(window)
    for words in ("A careful report.", "Compare with 2022."):
        qtbot.keyClicks(notes.new, words)
        qtbot.keyClick(notes.new, Qt.Key.Key_Return, CONTROL)
    assert bodies(window, report_item(window)) == ["A careful report.", "Compare with 2022."]
    go("7")
    assert notes.cards == [], "what is on the report is not on its findings"
    window.close()
    again = make_window(store_path)
    assert bodies(again, report_item(again)) == ["A careful report.", "Compare with 2022."]
    again.session.set_current(report_item(again))
    again.details.annotations.notes.cards[0].remove.click()
    assert bodies(again, report_item(again)) == ["Compare with 2022."]
    again.action("undo").trigger()
    assert bodies(again, report_item(again)) == ["A careful report.", "Compare with 2022."]


def test_n_on_a_judgement_writes_on_the_report(qtbot: QtBot, window: MainWindow) -> None:
    assert window.session.report is not None
    window.session.set_current(Item(Table.JUDGEMENT, window.session.report.judgements[0].id))
    assert not window.details.annotations.isVisible()
    press(qtbot, window, Qt.Key.Key_N)
    assert window.session.current == report_item(window)
    assert QApplication.focusWidget() is window.details.annotations.notes.new


def test_a_note_being_typed_stays_with_what_it_was_typed_on(qtbot: QtBot, window: MainWindow, go: Go) -> None:
    seven = go("7")
    window.details.annotations.notes.new.setPlainText("Half a thought")
    go("8")
    assert bodies(window, Item(Table.FINDING, seven.id)) == ["Half a thought"]
    assert window.details.annotations.notes.new.toPlainText() == ""


def test_g_tags_the_finding_and_esc_goes_back(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("7")
    press(qtbot, window, Qt.Key.Key_G)
    line = window.details.annotations.tags.line
    assert QApplication.focusWidget() is line
    qtbot.keyClicks(line, "board paper, chronology")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert current().tags == ("board paper", "chronology")
    assert tags(window) == ["board paper ×", "chronology ×"]
    assert QApplication.focusWidget() is line, "for the next one"
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window.tree
    press(qtbot, window, Qt.Key.Key_Z, CONTROL)
    assert current().tags == ("board paper",)
    press(qtbot, window, Qt.Key.Key_Y, CONTROL)
    assert current().tags == ("board paper", "chronology")
    window.details.annotations.tags.chips[0].click()
    assert current().tags == ("chronology",)
    index = window.tree.findings_model.index_of(Item(Table.FINDING, current().id))
    assert index.siblingAtColumn(Column.MARKS).data() == "chronology"


def test_tags_in_use_are_offered(qtbot: QtBot, window: MainWindow, go: Go, current: Current) -> None:
    go("5")
    window.annotations.tag(window.session.current or report_item(window), "Board paper")
    seven = go("7")
    press(qtbot, window, Qt.Key.Key_G)
    line = window.details.annotations.tags.line
    qtbot.keyClicks(line, "pap")
    qtbot.waitUntil(line.offered.isVisible)
    qtbot.keyClick(line.offered, Qt.Key.Key_Down)
    qtbot.keyClick(line.offered, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.store.finding(seven.id).tags == ("Board paper",))
    assert line.text() == ""
    qtbot.keyClicks(line, "board")
    qtbot.waitUntil(line.offered.isVisible)
    qtbot.keyClick(line.offered, Qt.Key.Key_Return)
    assert window.session.store.finding(seven.id).tags == ("Board paper", "board"), (
        "a new tag, part of another"
    )


def test_tags_and_stars_of_several_findings_at_once(qtbot: QtBot, window: MainWindow, go: Go) -> None:
    five = go("5")
    window.annotations.tag(Item(Table.FINDING, five.id), "old")
    for _ in range(4):  # over the statements of the first
        press(qtbot, window, Qt.Key.Key_Down, SHIFT)
    ids = window.session.selected
    assert len(ids) > 1
    assert tags(window) == [f"old · 1 of {len(ids)} ×"]
    item = Item(Table.FINDING, five.id)
    window.annotations.tag(item, "new")
    store = window.session.store
    assert all("new" in store.finding(id_).tags for id_ in ids)
    assert window.action("undo").text() == f"Undo tag {len(ids)} findings with new"
    window.annotations.untag(item, "old")
    assert store.finding(five.id).tags == ("new",)
    press(qtbot, window, Qt.Key.Key_Asterisk)
    assert all(store.finding(id_).starred for id_ in ids)
    press(qtbot, window, Qt.Key.Key_Asterisk)
    assert not any(store.finding(id_).starred for id_ in ids)
    press(qtbot, window, Qt.Key.Key_Z, CONTROL)
    assert all(store.finding(id_).starred for id_ in ids)


def test_stars_and_tags_filter_the_tree(window: MainWindow, go: Go) -> None:
    seven = go("7")
    window.action("star").trigger()
    window.annotations.tag(Item(Table.FINDING, seven.id), "urgent")
    bar, model = window.filter_bar, window.tree.findings_model
    bar.toggle(Facet.MARK, Mark.STAR)
    assert model.shown == 1
    assert [chip.text() for chip in bar.chips] == ["starred ×"]
    bar.toggle(Facet.MARK, Mark.STAR)
    bar.toggle(Facet.TAG, "urgent")
    assert model.shown == 1
    assert [chip.text() for chip in bar.chips] == ["urgent ×"]
    window.annotations.untag(Item(Table.FINDING, seven.id), "urgent")
    assert model.shown == 0, "the filter follows the edit"


def test_the_report_has_a_star_and_tags(
    qtbot: QtBot, window: MainWindow, go: Go, make_window: MakeWindow, store_path: Path
) -> None:
    go("7")
    press(qtbot, window, Qt.Key.Key_D, CONTROL)
    assert window.session.report is not None
    assert window.session.report.row.starred
    assert window.action("report_star").isChecked()
    press(qtbot, window, Qt.Key.Key_G, SHIFT)
    line = window.details.annotations.tags.line
    assert QApplication.focusWidget() is line
    qtbot.keyClicks(line, "2026 round")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.session.report.row.tags == ("2026 round",)
    star = window.details.annotations.tags.star
    assert star.accessibleName() == "Star of the report"
    assert star.isChecked()
    star.click()
    assert not window.session.report.row.starred
    window.action("undo").trigger()
    window.close()
    again = make_window(store_path)
    row = next(one for one in again.session.reports if one.tags)
    assert row.starred
    assert row.tags == ("2026 round",)


def test_what_only_reads_shows_notes_and_changes_none(window: MainWindow, go: Go, store_path: Path) -> None:
    seven = go("7")
    window.session.add_note("Here.", seven.id)
    assert window.open_store(store_path, read_only=True)
    window.session.open_report(seven.report_id, Item(Table.FINDING, seven.id))
    assert [card.body.toPlainText() for card in window.details.annotations.notes.cards] == ["Here."]
    assert not window.details.annotations.isEnabled()
    for name in ("note", "tag", "star", "report_note", "report_tag", "report_star"):
        assert not window.action(name).isEnabled()
