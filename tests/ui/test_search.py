"""The search over everything, in the window: typed, gone through by keyboard, opened at the place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from reviewer.store.rows import FindingRow
from reviewer.store.search import Where
from reviewer.ui.main_window import MainWindow
from reviewer.ui.search_panel import SearchPanel
from reviewer.ui.search_results import Heading
from reviewer.ui.session import Item, Table
from reviewer.ui.source_panel import Mode

Go = Callable[[str], FindingRow]


@pytest.fixture
def panel(window: MainWindow) -> SearchPanel:
    """The panel, opened by its key."""
    QTest.keyClick(
        window.tree, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    made = window.search.panel
    assert made.isVisible()
    assert QApplication.focusWidget() is made.field
    return made


def typed(qtbot: QtBot, panel: SearchPanel, words: str) -> None:
    """Type words, and wait until they were looked for."""
    panel.field.clear()
    qtbot.keyClicks(panel.field, words)
    qtbot.waitUntil(lambda: not panel._timer.isActive() and not panel.jobs.busy)


def told(panel: SearchPanel) -> str:
    return panel.message.text() if panel.pages.currentWidget() is panel.message else ""


def test_hits_come_as_one_types_grouped_by_report(
    qtbot: QtBot, window: MainWindow, panel: SearchPanel
) -> None:
    assert panel.pages.currentWidget() is panel.empty
    typed(qtbot, panel, "leaders")
    assert panel.pages.currentWidget() is panel.list
    headings = [row for row in panel.model.rows if isinstance(row, Heading)]
    assert {heading.title for heading in headings} >= {"Northmere", "Eastwold"}
    assert sum(heading.hits for heading in headings) == len(panel.hits)
    for hit in panel.hits:
        assert "leaders" in {hit.excerpt[start:end].casefold() for start, end in hit.marks}
    assert panel.where.button(0).text().startswith("All ")
    assert panel.where.button(2).text() == f"Findings {sum(h.where is Where.FINDINGS for h in panel.hits)}"
    assert "reports" in panel.count.text()
    typed(qtbot, panel, "lead")
    assert panel.hits, "the last word may go on"


def test_enter_opens_the_place_with_its_words_marked(
    qtbot: QtBot, window: MainWindow, panel: SearchPanel
) -> None:
    typed(qtbot, panel, '"Leaders in Eastwold"')
    wanted = panel.current_hit()
    assert wanted is not None
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    report, view = window.session.report, window.source.view
    assert report is not None
    assert report.row.authority == "Eastwold"
    assert window.session.current == Item(Table.FINDING, wanted.finding_id or 0)
    assert view.hit is not None
    assert report.source.text[slice(*view.hit)] == "Leaders in Eastwold"
    assert view.hit in view.hits
    assert window.source.pages.hit == view.hit
    y = view.place(view.hit).top() - view.verticalScrollBar().value()
    assert 0 <= y < view.viewport().height()
    assert QApplication.focusWidget() is window.tree
    assert panel.isVisible(), "the other hits stay at hand"


def test_arrows_choose_and_f4_goes_from_hit_to_hit(
    qtbot: QtBot, window: MainWindow, panel: SearchPanel
) -> None:
    typed(qtbot, panel, "children")
    hits = list(panel.hits)
    assert len(hits) > 4
    assert panel.current_hit() == hits[0]
    QTest.keyClick(panel.field, Qt.Key.Key_Down)
    QTest.keyClick(panel.field, Qt.Key.Key_Down)
    assert panel.current_hit() == hits[2]
    QTest.keyClick(panel.field, Qt.Key.Key_Up)
    assert panel.current_hit() == hits[1]
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Down)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert panel.current_hit() == hits[2]
    focus = QApplication.focusWidget()
    assert focus is window.tree
    QTest.keyClick(focus, Qt.Key.Key_F4)
    assert panel.current_hit() == hits[3]
    assert window.session.report is not None
    assert window.session.report.row.id == hits[3].report_id
    QTest.keyClick(focus, Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    assert panel.current_hit() == hits[2]
    for _ in hits:
        window.action("search_next").trigger()
    assert panel.current_hit() == hits[-1]
    assert "last hit" in window.notice.label.text()


def test_a_letter_typed_in_the_list_goes_on_in_the_field(
    qtbot: QtBot, window: MainWindow, panel: SearchPanel
) -> None:
    typed(qtbot, panel, "child")
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_R)
    assert panel.field.text() == "childr"
    assert QApplication.focusWidget() is panel.field
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Up)
    assert QApplication.focusWidget() is panel.field


def test_what_is_looked_through_can_be_chosen(
    qtbot: QtBot, window: MainWindow, panel: SearchPanel, go: Go
) -> None:
    store, report = window.session.store, window.session.report
    assert report is not None
    window.session.edit(lambda: store.add_note(report.row.id, "Where is the okapi?", go("7").id))
    window.session.edit(lambda: store.add_note(report.row.id, "Leaders of okapis."))
    panel.field.setFocus()
    typed(qtbot, panel, "okapi")
    assert {hit.where for hit in panel.hits} == {Where.NOTES}
    panel.open_current()
    assert window.session.finding is not None
    assert window.session.finding.number == "7"
    assert window.source.view.hits == ()
    typed(qtbot, panel, "leaders")
    panel.where.button(3).click()
    (note,) = panel.hits
    assert note.note_id is not None
    panel.open_current()
    assert window.session.current == Item(Table.REPORT, report.row.id)
    panel.where.button(1).click()
    assert {hit.where for hit in panel.hits} == {Where.TEXT}
    panel.where.button(0).click()
    everywhere = len(panel.hits)
    panel.here.click()
    assert {hit.report_id for hit in panel.hits} == {report.row.id}
    assert len(panel.hits) < everywhere


def test_text_that_no_finding_holds_is_opened_at_its_heading(
    qtbot: QtBot, window: MainWindow, panel: SearchPanel
) -> None:
    typed(qtbot, panel, '"What needs to improve"')
    wanted = next(hit for hit in panel.hits if hit.where is Where.TEXT)
    panel.list.setCurrentIndex(panel.model.index(panel.model.rows.index(wanted)))
    panel.open_current()
    current = window.session.current
    assert current is not None
    assert current.table is Table.SECTION
    assert window.source.view.hit == wanted.places[0]
    window.source.set_mode(Mode.PAGES)
    assert window.source.pages.hit == wanted.places[0]


def test_regular_expressions_are_looked_for_beside_the_window(
    qtbot: QtBot, window: MainWindow, panel: SearchPanel
) -> None:
    panel.regex.setChecked(True)
    typed(qtbot, panel, r"\b4[15]\d?\b")
    assert {hit.excerpt[start:end] for hit in panel.hits for start, end in hit.marks} == {"412", "45"}
    assert not panel.stop.isVisible()
    typed(qtbot, panel, "(")
    assert "no regular expression" in told(panel)
    typed(qtbot, panel, "zebra|okapi")
    assert "Nothing holds this" in told(panel)
    panel.field.setText("child")
    panel.search()
    assert panel.jobs.busy
    assert panel.stop.isVisible()
    panel.stop.click()
    qtbot.waitUntil(lambda: not panel.jobs.busy)


def test_a_wrong_query_says_what_to_change(qtbot: QtBot, window: MainWindow, panel: SearchPanel) -> None:
    typed(qtbot, panel, '"children')
    assert "quotation mark is not closed" in told(panel)
    assert panel.hits == ()
    qtbot.keyClicks(panel.field, '"')
    qtbot.waitUntil(lambda: bool(panel.hits))
    typed(qtbot, panel, "zebra")
    assert "plan*" in told(panel)
    panel.where.button(2).click()
    assert "Look everywhere" in told(panel)
    window.action("search_next").trigger()
    assert QApplication.focusWidget() is panel.field, "without a hit, F4 asks for words"


def test_examples_and_recent_searches_can_be_chosen(
    qtbot: QtBot, window: MainWindow, panel: SearchPanel
) -> None:
    examples = panel.empty.findChildren(QPushButton)
    expression = next(one for one in examples if one.text().startswith("\\d"))
    expression.click()
    assert panel.regex.isChecked()
    qtbot.waitUntil(lambda: not panel.jobs.busy)
    assert panel.hits
    panel.regex.setChecked(False)
    typed(qtbot, panel, "conferences")
    panel.open_current()
    panel.field.clear()
    assert panel.pages.currentWidget() is panel.empty
    recent = next(one for one in panel.empty.findChildren(QPushButton) if one.text() == "conferences")
    assert "Recent searches" in {label.text() for label in panel.empty.findChildren(QLabel)}
    recent.click()
    assert panel.field.text() == "conferences"
    assert panel.hits


def test_searches_are_remembered(
    qtbot: QtBot, make_window: Callable[[Path | None], MainWindow], store_path: Path
) -> None:
    window = make_window(store_path)
    window.search.open("conferences")
    window.search.panel.open_current()
    window.close()
    again = make_window(store_path)
    assert again.search.panel.recent == ["conferences"]


def test_esc_closes_and_leaves_the_text_unmarked(
    qtbot: QtBot, window: MainWindow, panel: SearchPanel
) -> None:
    typed(qtbot, panel, "children")
    panel.open_current(stay=True)
    assert window.source.view.hits
    panel.field.setFocus()
    QTest.keyClick(panel.field, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert window.source.view.hits == ()
    assert QApplication.focusWidget() is window.source.view


def test_the_selected_words_are_looked_for(window: MainWindow) -> None:
    report = window.session.report
    assert report is not None
    start = report.source.text.index("child protection")
    window.source.view.select((start, start + len("child protection")))
    window.action("search").trigger()
    assert window.search.panel.field.text() == '"child protection"'
    assert window.search.panel.hits


def test_the_tool_bar_and_the_palette_lead_to_it(qtbot: QtBot, window: MainWindow) -> None:
    window.tool_bar.search.click()
    assert window.search.panel.isVisible()
    window.search.close()
    window.action("palette").trigger()
    palette = window.palette_popup
    palette.field.setText("conferences minutes")
    assert palette.entries[-1].hint == "search"
    palette.entries[-1].run()
    assert window.search.panel.field.text() == "conferences minutes"
    assert window.search.panel.isVisible()


def test_the_hits_follow_edits_and_the_store(
    qtbot: QtBot, window: MainWindow, panel: SearchPanel, go: Go, store_path: Path
) -> None:
    typed(qtbot, panel, "okapi")
    assert not panel.hits
    window.session.set_wording(go("7").id, "An okapi.")
    qtbot.waitUntil(lambda: bool(panel.hits))
    (hit,) = panel.hits
    assert hit.reworded
    window.session.edit(lambda: window.session.store.reject([go("7").id]))
    qtbot.waitUntil(lambda: "rejected" in str(panel.list.currentIndex().data()))
    assert window.open_store(store_path.with_name("other.sqlite"))
    assert panel.hits == ()
    assert panel.field.text() == ""


def test_it_is_spoken(qtbot: QtBot, window: MainWindow, panel: SearchPanel, go: Go) -> None:
    typed(qtbot, panel, "conferences")
    said = str(panel.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
    assert said.startswith(("finding", "page"))
    assert "conferences" in said
    for widget in (panel.field, panel.regex, panel.here, panel.list, panel.help, *panel.where.buttons()):
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name)


def test_without_reports_there_is_nothing_to_search(make_window: Callable[[Path | None], MainWindow]) -> None:
    window = make_window(None)
    assert not window.action("search").isEnabled()
    assert not window.tool_bar.search.isEnabled()
