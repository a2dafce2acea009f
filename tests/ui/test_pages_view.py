"""The pages as printed, beside the text: drawn, marked, clicked, zoomed, followed. On a sample report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reviewer.extraction import extract
from reviewer.reading import read
from reviewer.resources import folder
from reviewer.store import Store
from reviewer.store.rows import FindingRow
from reviewer.ui.highlights import HighlightBy, mark_of
from reviewer.ui.main_window import MainWindow
from reviewer.ui.pages_view import PagesView
from reviewer.ui.session import Item, Table
from reviewer.ui.source_panel import Mode
from reviewer.ui.theme import PAPER

SAMPLE = folder() / "sample" / "2024-06-14_eastwold.pdf"


@pytest.fixture(scope="module")
def printed_store(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("printed") / "printed.sqlite"
    document = read(SAMPLE)
    with Store.open(path, reviewer="AR") as store:
        store.import_report(document, extract(document), SAMPLE.read_bytes(), name=SAMPLE.name)
    return path.read_bytes()


@pytest.fixture
def printed(
    make_window: Callable[[Path | None], MainWindow], printed_store: bytes, tmp_path: Path
) -> MainWindow:
    """The window on a report with printed pages, pages alone."""
    path = tmp_path / "printed.sqlite"
    path.write_bytes(printed_store)
    window = make_window(path)
    window.action("pages_view").trigger()
    QApplication.processEvents()
    return window


def pages_of(window: MainWindow) -> PagesView:
    return window.source.pages


def far_finding(window: MainWindow, place: int = 20) -> FindingRow:
    report = window.session.report
    assert report is not None
    return report.findings[place]


def on_screen(pages: PagesView, start: int) -> QPoint:
    """Where the character at an offset is printed, in the viewport."""
    item = next(one for one in pages.items_by_page if one.start <= start < one.end)
    (rect,) = item.lines(((start, start + 1),))
    return pages.mapFromScene(item.mapToScene(rect.center()))


def drawn(qtbot: QtBot, window: MainWindow) -> QImage:
    """The pages as they look once every page in sight is drawn."""
    pages = pages_of(window)
    qtbot.waitUntil(lambda: not pages.pictures.busy, timeout=5000)
    QApplication.processEvents()
    return pages.viewport().grab().toImage()


def test_the_switch_shows_text_pages_or_both_and_is_remembered(
    printed: MainWindow, make_window: Callable[[Path | None], MainWindow]
) -> None:
    assert printed.source.pages.isVisible()
    assert not printed.source.view.isVisible()
    QTest.keyClick(printed.tree, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert printed.source.pages.isVisible()
    assert printed.source.view.isVisible()
    assert printed.action("both_views").isChecked()
    path = printed.session.store.path
    printed.close()
    again = make_window(path)
    assert again.source.mode is Mode.BOTH
    QTest.keyClick(again.tree, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert again.source.mode is Mode.TEXT
    assert not again.action("page_zoom_in").isEnabled()


def test_pages_are_drawn_when_seen_and_sharp(qtbot: QtBot, printed: MainWindow) -> None:
    pages = pages_of(printed)
    image = drawn(qtbot, printed)
    report = printed.session.report
    assert report is not None
    assert len(pages.items_by_page) == len(report.source.pages)
    dark = sum(
        image.pixelColor(x, y).lightness() < 90
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )
    assert dark > 200, "letters are printed"
    shown = {number for number, _scale in pages.pictures._kept}
    assert shown
    assert len(shown) < len(pages.items_by_page), "what nobody has looked at is not drawn"
    scale = pages.transform().m11() * pages.devicePixelRatioF()
    assert any(abs(kept - scale) < 0.001 for _number, kept in pages.pictures._kept)


def test_the_current_finding_is_a_third_of_the_way_down_and_outlined(
    qtbot: QtBot, printed: MainWindow
) -> None:
    finding = far_finding(printed)
    printed.session.set_current(Item(Table.FINDING, finding.id))
    pages = pages_of(printed)
    place = on_screen(pages, finding.spans[0][0])
    assert abs(place.y() - pages.viewport().height() / 3) < 24
    image = drawn(qtbot, printed)
    near = {
        image.pixelColor(x, y).name()
        for x in range(max(0, place.x() - 14), place.x() + 200)
        for y in range(place.y() - 14, place.y() + 12)
    }
    assert QColor(PAPER.accent).name() in near


def test_highlights_tint_the_words_and_never_speak_by_colour_alone(qtbot: QtBot, printed: MainWindow) -> None:
    finding = next(
        row
        for row in printed.session.report.findings
        if row.polarity == "positive" and len(row.text) > 80  # type: ignore[union-attr]
    )
    printed.session.set_current(Item(Table.FINDING, finding.id))
    pages = pages_of(printed)
    image = drawn(qtbot, printed)
    item = next(one for one in pages.items_by_page if one.holds(finding.spans))
    line = item.marks().findings[finding.id][0]
    corner = pages.mapFromScene(item.mapToScene(line.topLeft()))
    words = {
        image.pixelColor(x, y).name()
        for x in range(corner.x(), corner.x() + 120)
        for y in range(corner.y(), corner.y() + 12)
    }
    assert QColor(mark_of(finding, HighlightBy.POLARITY, PAPER).tint).name() in words
    for by in HighlightBy:
        assert mark_of(finding, by, PAPER).sign
        assert mark_of(finding, by, PAPER).word


def test_a_click_on_a_page_chooses_its_finding_and_scrolls_nothing(printed: MainWindow) -> None:
    first = far_finding(printed)
    printed.session.set_current(Item(Table.FINDING, first.id))
    pages = pages_of(printed)
    report = printed.session.report
    assert report is not None
    height = pages.viewport().height()
    other = next(
        row
        for row in report.findings[21:]
        if 0 < on_screen(pages, row.spans[0][0] + 2).y() < height and len(row.text) > 20
    )
    before = pages.verticalScrollBar().value()
    QTest.mouseClick(pages.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(pages, other.spans[0][0] + 2))
    assert printed.session.finding is not None
    assert printed.session.finding.id == other.id
    assert pages.verticalScrollBar().value() == before


def test_words_swept_over_on_a_page_are_selected_and_become_a_finding(printed: MainWindow) -> None:
    finding = far_finding(printed)
    printed.session.set_current(Item(Table.FINDING, finding.id))
    pages = pages_of(printed)
    start = finding.spans[0][0]
    viewport = pages.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=on_screen(pages, start + 1))
    QTest.mouseMove(viewport, on_screen(pages, start + 9))
    sweep(pages, on_screen(pages, start + 12))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=on_screen(pages, start + 12))
    span = printed.source.view.selected_span()
    assert span is not None
    assert abs(span[0] - start - 1) <= 1
    assert abs(span[1] - start - 13) <= 1
    assert pages.selection == span
    assert printed.action("add").isEnabled()
    printed.action("add").trigger()
    assert printed.session.finding is not None
    assert printed.session.finding.decision == "added"
    assert pages.selection is None


def sweep(pages: PagesView, place: QPoint) -> None:
    """A move with the button held, which QTest's moves are not."""
    at = place.toPointF()
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        pages.viewport().mapToGlobal(at),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(pages.viewport(), event)


def test_zoom_goes_in_steps_and_fits_the_width_again(printed: MainWindow) -> None:
    pages = pages_of(printed)
    fitting = pages.transform().m11()
    printed.action("page_zoom_in").trigger()
    assert pages.transform().m11() > fitting
    assert pages.zoom is not None
    assert printed.source.header.percent.text() == f"{pages.percent()}%"
    printed.action("page_zoom_out").trigger()
    printed.action("page_zoom_out").trigger()
    assert pages.transform().m11() < fitting
    printed.action("page_fit").trigger()
    assert pages.transform().m11() == pytest.approx(fitting)
    printed.bench.setSizes([200, 500, 740])
    QApplication.processEvents()
    assert pages.transform().m11() != pytest.approx(fitting), "it follows the pane"


def test_header_and_ruler_follow_the_pages(printed: MainWindow) -> None:
    report = printed.session.report
    assert report is not None
    last = report.findings[-1]
    printed.session.set_current(Item(Table.FINDING, last.id))
    pages = len(report.source.pages)
    assert f"of {pages}" in printed.source.facts.text()
    shares = [share for share, _row in printed.source.ruler._marks()]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1
    QTest.mouseClick(printed.source.ruler, Qt.MouseButton.LeftButton, pos=QPoint(5, 2))
    assert printed.session.finding == report.findings[0]


def test_hatching_and_furniture_change_what_is_drawn(qtbot: QtBot, printed: MainWindow) -> None:
    pages = pages_of(printed)
    pages.unclaimed = (far_finding(printed).spans[0],)
    pages.rows_changed(structure=True)
    printed.session.set_current(Item(Table.FINDING, far_finding(printed).id))
    with_hatch = drawn(qtbot, printed)
    printed.action("unclaimed").trigger()
    assert drawn(qtbot, printed) != with_hatch
    footer = next(item for item in pages.items_by_page if item.marks().furniture)
    pages.centerOn(footer.mapToScene(footer.marks().furniture[0].center()))
    with_furniture = drawn(qtbot, printed)
    printed.action("furniture").trigger()
    assert not printed.action("furniture").isChecked()
    assert drawn(qtbot, printed) != with_furniture


def test_a_report_without_pages_says_so(window: MainWindow) -> None:
    window.action("pages_view").trigger()
    pages = window.source.pages
    assert pages.nothing.isVisible(), "what calls itself a PDF may be none"
    assert pages.nothing.text()
    window.action("both_views").trigger()
    assert window.source.view.isVisible()


def test_a_right_click_on_a_page_offers_what_can_be_done(printed: MainWindow) -> None:
    pages_of(printed).menu_wanted.emit(QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "edge_end" in [action.objectName() for action in menu.actions()]
    menu.close()


def test_the_file_is_let_go_with_the_report(printed: MainWindow) -> None:
    pages = pages_of(printed)
    assert pages.pages is not None
    printed.session.close_report()
    assert pages.pages is None
    assert pages.items_by_page == []
    assert not pages.nothing.text()
