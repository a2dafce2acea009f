"""The text in the middle: what is clicked, shown, selected, copied."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reviewer.store.rows import Decision, FindingRow
from reviewer.ui.main_window import MainWindow
from reviewer.ui.offsets import Offsets
from reviewer.ui.session import Item, Table
from reviewer.ui.theme import LIGHT

Go = Callable[[str], FindingRow]
Current = Callable[[], FindingRow]


def on_screen(window: MainWindow, start: int) -> QPoint:
    """Where the character at an offset is, in the text's viewport."""
    view = window.source.view
    rect = view.place((start, start + 3))
    return QPoint(round(rect.left()) + 3, round(rect.center().y()) - view.verticalScrollBar().value())


def test_a_click_in_the_text_chooses_its_finding_and_scrolls_nothing(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("7")
    view = window.source.view
    eight = next(row for row in window.session.report.findings if row.number == "8")  # type: ignore[union-attr]
    before = view.verticalScrollBar().value()
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(window, eight.spans[0][0] + 10)
    )
    assert current().id == eight.id
    assert view.verticalScrollBar().value() == before
    assert window.tree.findings_model.node(window.tree.currentIndex()).item == Item(Table.FINDING, eight.id)  # type: ignore[union-attr]


def test_choosing_a_finding_brings_it_a_third_of_the_way_down(window: MainWindow, go: Go) -> None:
    go("5")
    seven = go("7")
    place = on_screen(window, seven.spans[0][0])
    height = window.source.view.viewport().height()
    assert abs(place.y() - height / 3) < 20


def test_a_click_on_a_heading_and_on_a_judgement_chooses_it(qtbot: QtBot, window: MainWindow) -> None:
    report = window.session.report
    assert report is not None
    section, judgement = report.sections[0], report.judgements[1]
    for item, start in (
        (Item(Table.SECTION, section.id), section.spans[0][0]),
        (Item(Table.JUDGEMENT, judgement.id), judgement.spans[0][0]),
    ):
        window.source.view.verticalScrollBar().setValue(0)
        QTest.mouseClick(
            window.source.view.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(window, start)
        )
        assert window.session.current == item
    assert window.details.judgement.isVisible()


def test_the_current_finding_is_tinted_and_outlined(window: MainWindow, go: Go) -> None:
    def colours_at(row: FindingRow) -> set[str]:
        QApplication.processEvents()
        view = window.source.view
        rect = view.place(row.spans[0])
        image = view.viewport().grab().toImage()
        ratio = image.devicePixelRatio()
        top = round(rect.top()) - view.verticalScrollBar().value()
        found = set()
        for x in range(round(rect.left()) - 8, round(rect.right())):
            for y in range(top - 5, top + round(rect.height()) + 4):
                if 0 <= x * ratio < image.width() and 0 <= y * ratio < image.height():
                    found.add(image.pixelColor(round(x * ratio), round(y * ratio)).name())
        return found

    seven = go("7")
    assert {LIGHT.accent_tint, LIGHT.accent, LIGHT.positive_tint} <= colours_at(seven)
    go("8")
    assert QColor(LIGHT.accent_tint).name() not in colours_at(seven)


def test_a_finding_is_added_from_selected_words_and_undone(
    qtbot: QtBot, window: MainWindow, current: Current
) -> None:
    report = window.session.report
    assert report is not None
    text = report.source.text
    start = text.index("Table 2 continues")
    assert not window.action("add").isEnabled()
    window.source.view.select((start + 2, start + 25))
    window.source.view.setFocus()
    assert window.action("add").isEnabled()
    QTest.keyClick(window.source.view, Qt.Key.Key_A)
    added = current()
    assert added.decision is Decision.ADDED
    assert added.verbatim == "Table 2 continues overleaf", "half a word means the word"
    assert "Added by a reviewer" in window.details.finding.said.text()
    assert not window.source.view.textCursor().hasSelection()
    window.action("undo").trigger()
    assert window.session.store.findings(report.row.id) == report.findings
    assert current().id != added.id
    window.action("redo").trigger()
    assert current().verbatim == added.verbatim


def test_a_selection_becomes_the_words_of_the_current_finding(
    window: MainWindow, go: Go, current: Current
) -> None:
    nine = go("9")
    start, _end = nine.spans[0]
    window.source.view.select((start, start + len("Enquiries under section 47 are timely.")))
    window.action("use_selection").trigger()
    assert current().verbatim == "Enquiries under section 47 are timely."
    window.action("undo").trigger()
    assert current().verbatim == nine.verbatim


def test_esc_drops_the_selection(window: MainWindow) -> None:
    window.source.view.select((5, 20))
    QTest.keyClick(window.source.view, Qt.Key.Key_Escape)
    assert window.source.view.selected_span() is None


def test_copied_words_are_those_that_were_printed(window: MainWindow, go: Go) -> None:
    six = go("6")
    (start, _), (_, end) = six.spans
    window.source.view.select((start, end))
    QTest.keyClick(window.source.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    report = window.session.report
    assert report is not None
    assert QApplication.clipboard().text() == report.source.text[start:end]
    assert "\n" in QApplication.clipboard().text()
    window.source.view.select((0, 9))
    window.action("copy").trigger()
    assert QApplication.clipboard().text() == report.source.text[:9]


def test_right_clicks_offer_what_can_be_done(window: MainWindow, go: Go, current: Current) -> None:
    go("9")
    window.source.view.menu_wanted.emit(QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert not window.action("copy").isEnabled()
    assert [action.objectName() for action in menu.actions()][:3] == ["copy", "add", "use_selection"]
    menu.close()
    window.tree.customContextMenuRequested.emit(QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(one for one in menu.actions() if one.objectName() == "negative").trigger()
    menu.close()
    assert current().polarity == "negative"


def test_positions_are_code_points_whatever_the_text_holds(window: MainWindow) -> None:
    view = window.source.view
    report = window.session.report
    assert report is not None
    view._offsets = Offsets("😀" + report.source.text[1:])
    view.select((4, 9))
    assert view.textCursor().selectionStart() == 5
    assert view.selected_span() == (4, 9)


def test_a_narrower_pane_keeps_its_place(window: MainWindow, go: Go) -> None:
    go("10")
    view = window.source.view
    top = view.offset_at_top()
    window.bench.setSizes([240, 400, 800])
    QApplication.processEvents()
    assert abs(view.offset_at_top() - top) < 120


def test_header_and_page_follow(window: MainWindow, go: Go) -> None:
    assert window.source.title.text() == "Northmere"
    assert window.source.facts.text().startswith("ILACS · 9–13 Mar 2026 · page ")
    go("13")
    assert "page 3 of 3" in window.source.facts.text()
    assert "1 warning" in window.source.warning.text()


def test_a_click_on_the_ruler_goes_to_the_nearest_finding(window: MainWindow, current: Current) -> None:
    ruler = window.source.ruler
    QTest.mouseClick(ruler, Qt.MouseButton.LeftButton, pos=QPoint(5, 2))
    assert current().text.startswith("Children in Northmere")
    QTest.mouseClick(ruler, Qt.MouseButton.LeftButton, pos=QPoint(5, ruler.height() - 2))
    assert current().number == "13"


def test_the_text_follows_the_zoom(window: MainWindow) -> None:
    before = window.source.view.document().defaultFont().pointSizeF()
    window.action("zoom_in").trigger()
    assert window.source.view.document().defaultFont().pointSizeF() > before
    window.action("zoom_reset").trigger()
    assert window.source.view.document().defaultFont().pointSizeF() == before
