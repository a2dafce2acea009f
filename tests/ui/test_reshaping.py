"""Splitting, merging and marking as seen in the window: by key, shown, undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reviewer.store.rows import FindingRow
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, OpenReport, Table
from tests.ui.test_source_view import on_screen

Go = Callable[[str], FindingRow]
Current = Callable[[], FindingRow]


def opened(window: MainWindow) -> OpenReport:
    assert window.session.report is not None
    return window.session.report


def test_s_splits_where_the_text_was_clicked_and_the_place_is_marked(
    window: MainWindow, go: Go, current: Current
) -> None:
    eight = go("8")
    report = opened(window)
    count = len(report.findings)
    cut = report.source.text.index("This was raised", eight.spans[0][0])
    view = window.source.view
    assert view.caret is None
    window.tree.setFocus()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(window, cut + 1))
    assert view.caret == window.source.pages.caret == cut
    QTest.keyClick(view, Qt.Key.Key_S)
    assert len(report.findings) == count + 1
    assert current().id == eight.id
    assert current().verbatim == "Minutes of first child protection conferences still go out late."
    second = report.findings[report.findings.index(current()) + 1]
    assert second.verbatim.startswith("This was raised")
    assert "split of 8" in (window.session.undo_name() or "")
    assert window.action("undo").text().replace("&", "") == "Undo split of 8"
    window.action("undo").trigger()
    assert len(report.findings) == count
    assert current().spans == eight.spans
    window.action("redo").trigger()
    assert len(report.findings) == count + 1


def test_split_by_the_caret_alone_and_what_to_do_where_there_is_none(
    window: MainWindow, go: Go, current: Current
) -> None:
    nine = go("9")
    count = len(opened(window).findings)
    window.source.view.set_caret(0)
    window.action("split").trigger()
    assert window.notice.isVisible()
    assert len(opened(window).findings) == count
    view = window.source.view
    view.setFocus()
    view.set_caret(nine.spans[0][0])
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert view.caret is not None
    QTest.keyClick(view, Qt.Key.Key_S)
    assert len(opened(window).findings) == count + 1
    assert current().verbatim == "Enquiries under section"


def test_m_merges_with_the_next_one(window: MainWindow, go: Go, current: Current) -> None:
    eight = go("8")
    nine = next(row for row in opened(window).findings if row.number == "9")
    QTest.keyClick(window.tree, Qt.Key.Key_M)
    assert current().id == eight.id
    assert current().verbatim.endswith("they inform what happens next.")
    assert opened(window).finding(nine.id) is None
    window.action("undo").trigger()
    assert opened(window).finding(nine.id) is not None
    assert opened(window).finding(eight.id) == eight


def test_m_merges_the_selected_ones_and_the_last_has_none_to_merge_with(
    window: MainWindow, go: Go, current: Current
) -> None:
    report = opened(window)
    rows = [row for row in report.findings if row.number in ("11", "12", "13")]
    go("11")
    window.session.selected = tuple(row.id for row in rows)
    window.action("merge").trigger()
    assert current().id == rows[0].id
    assert current().spans == tuple(span for row in rows for span in row.spans)
    before = window.session.undo_name()
    window.action("merge").trigger()
    assert window.session.undo_name() == before, "it is the last one of the report"


def test_a_loose_passage_is_marked_as_seen_and_not_hatched_then(window: MainWindow) -> None:
    report = opened(window)
    assert len(report.unclaimed) == 1
    (loose,) = report.unclaimed
    view = window.source.view
    view._scroll_to_offset(loose[0])
    QApplication.processEvents()
    hatched = view.viewport().grab().toImage()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(window, loose[0] + 4))
    QTest.keyClick(view, Qt.Key.Key_V)
    assert report.unclaimed == ()
    assert report.seen == (loose,)
    assert window.source.pages.unclaimed == ()
    view._scroll_to_offset(loose[0])
    QApplication.processEvents()
    assert view.viewport().grab().toImage() != hatched
    view.set_caret(loose[0] + 4)
    window.action("seen").trigger()
    assert report.seen == ()
    assert report.unclaimed == (loose,)
    window.action("undo").trigger()
    assert report.seen == (loose,)


def test_selected_words_are_marked_as_seen(window: MainWindow) -> None:
    report = opened(window)
    (loose,) = report.unclaimed
    window.source.view.select((loose[0], loose[0] + 7))
    window.action("seen").trigger()
    assert report.seen == ((loose[0], loose[0] + 7),)
    assert window.source.view.selected_span() is None


def test_where_a_finding_stands_nothing_is_marked_as_seen(window: MainWindow, go: Go) -> None:
    eight = go("8")
    window.source.view.set_caret(eight.spans[0][0] + 3)
    window.action("seen").trigger()
    assert opened(window).seen == ()
    assert window.notice.isVisible()


def test_an_emptied_report_has_nothing_to_merge(window: MainWindow) -> None:
    window.session.set_current(Item(Table.SECTION, opened(window).sections[0].id))
    assert not window.action("merge").isEnabled()
    window.session.merge()
    assert window.session.undo_name() is None


def test_a_click_on_the_empty_margin_marks_no_cut(window: MainWindow, go: Go) -> None:
    go("8")
    view = window.source.view
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    offset = window.source.split_offset()
    finding = window.session.finding
    assert finding is not None
    assert offset is None or finding.spans[0][0] < offset < finding.spans[-1][1]
