"""Moving a finding's edges: by keys with a preview, by mouse, one step, undone; nothing stored before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.boundaries import Edge
from reviewer.store.rows import FindingRow
from reviewer.ui.main_window import MainWindow

Go = Callable[[str], FindingRow]
Current = Callable[[], FindingRow]
CONTROL = Qt.KeyboardModifier.ControlModifier


def press(window: MainWindow, *keys: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or window, key, modifier or Qt.KeyboardModifier.NoModifier)


def words_of(window: MainWindow) -> str:
    report, spans = window.session.report, window.source.view.preview
    assert report is not None
    assert spans is not None
    return " ".join(" ".join(report.source.text[a:b].split()) for a, b in spans)


def test_an_end_follows_the_keys_at_once_and_is_kept_as_one_step(
    window: MainWindow, go: Go, current: Current
) -> None:
    eight = go("8")
    press(window, Qt.Key.Key_BracketRight)
    assert window.source.boundary_bar.isVisible()
    assert "end" in window.source.boundary_bar.what.text()
    press(window, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert words_of(window).endswith("it has not been")
    assert window.source.pages.preview == window.source.view.preview
    press(window, Qt.Key.Key_Left, modifier=CONTROL)
    assert words_of(window) == "Minutes of first child protection conferences still go out late."
    assert current().spans == eight.spans, "nothing is stored yet"
    assert window.session.undo_name() is None
    press(window, Qt.Key.Key_Return)
    assert current().verbatim == "Minutes of first child protection conferences still go out late."
    assert current().id == eight.id, "Enter kept the words and accepted nothing"
    assert not window.source.boundary_bar.isVisible()
    press(window, Qt.Key.Key_Z, modifier=CONTROL)
    assert current().spans == eight.spans
    assert window.session.undo_name() is None
    window.action("redo").trigger()
    assert current().verbatim.endswith("late.")


def test_esc_drops_what_was_moved(window: MainWindow, go: Go, current: Current) -> None:
    eight = go("8")
    press(window, Qt.Key.Key_BracketLeft, Qt.Key.Key_Right)
    assert words_of(window).startswith("of first child")
    press(window, Qt.Key.Key_Escape)
    assert window.source.view.preview is None
    assert current() == eight
    press(window, Qt.Key.Key_J)
    assert window.session.finding != eight


def test_a_start_goes_back_over_a_line_and_the_other_end_is_taken_by_tab(window: MainWindow, go: Go) -> None:
    nine = go("9")
    press(window, Qt.Key.Key_BracketLeft, Qt.Key.Key_Up)
    preview = window.source.view.preview
    assert preview is not None
    assert preview[0][0] < nine.spans[0][0]
    press(window, Qt.Key.Key_Tab)
    assert window.source.boundary.edge is Edge.END
    press(window, Qt.Key.Key_Left)
    assert not words_of(window).endswith("next.")
    press(window, Qt.Key.Key_Escape)


def test_an_edge_steps_over_a_footer_and_leaves_it_out(window: MainWindow, go: Go) -> None:
    six = go("6")
    first, second = six.spans
    press(window, Qt.Key.Key_BracketRight)
    for _ in range(60):
        preview = window.source.view.preview
        assert preview is not None
        if len(preview) == 1:
            break
        press(window, Qt.Key.Key_Left)
    assert window.source.view.preview == (first,)
    press(window, Qt.Key.Key_Right)
    preview = window.source.view.preview
    assert preview is not None
    assert preview[0] == first
    assert preview[1][0] == second[0], "the word after the footer comes in without it"
    assert window.session.report is not None
    assert all("\n3" not in window.session.report.source.text[a:b] for a, b in preview)
    press(window, Qt.Key.Key_Escape)


def test_going_to_another_finding_drops_the_edge(window: MainWindow, go: Go) -> None:
    eight = go("8")
    press(window, Qt.Key.Key_BracketRight, Qt.Key.Key_Left)
    go("9")
    assert not window.source.boundary.active
    assert window.session.store.finding(eight.id) == eight


def test_buttons_keep_and_drop(window: MainWindow, go: Go, current: Current) -> None:
    eight = go("8")
    window.action("edge_end").trigger()
    bar = window.source.boundary_bar
    assert not bar.keep.isEnabled()
    press(window, Qt.Key.Key_Left)
    assert bar.keep.isEnabled()
    bar.drop.click()
    assert current() == eight
    window.action("edge_end").trigger()
    window.tree.setFocus()
    press(window, Qt.Key.Key_Left)
    bar.keep.click()
    assert current().verbatim.endswith("put")


def test_typing_in_a_field_moves_no_edge(window: MainWindow, go: Go) -> None:
    go("8")
    window.action("edge_end").trigger()
    preview = window.source.view.preview
    field = window.details.annotations.notes.new
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Left)
    assert window.source.view.preview == preview


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    for kind, place, buttons in (
        (QEvent.Type.MouseButtonPress, start, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseMove, (start + end) / 2, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseMove, end, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseButtonRelease, end, Qt.MouseButton.NoButton),
    ):
        at = place.toPointF()
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        event = QMouseEvent(kind, at, widget.mapToGlobal(at), button, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(widget, event)


@pytest.mark.parametrize("edge", ["start", "end"])
def test_a_handle_is_dragged_to_a_word(window: MainWindow, go: Go, current: Current, edge: str) -> None:
    eight = go("8")
    view = window.source.view
    scrolled = QPoint(0, view.verticalScrollBar().value())
    grips = dict(view._grips())
    start, end = eight.spans[0][0], eight.spans[-1][1]
    report = window.session.report
    assert report is not None
    target = report.source.text.index("conferences", start)
    target += 1 if edge == "start" else len("conferenc")
    rect = view.place((target, target + 1))
    drag(view.viewport(), grips[edge].toPoint() - scrolled, rect.center().toPoint() - scrolled)
    words = current().verbatim
    if edge == "start":
        assert words.startswith("conferences still go out")
        assert current().spans[-1][1] == end
    else:
        assert words == "Minutes of first child protection conferences"
    assert window.session.undo_name() is not None
    window.action("undo").trigger()
    assert current().spans == eight.spans


def test_nothing_moves_where_nothing_can_be_written(window: MainWindow, go: Go) -> None:
    go("8")
    path = window.session.store.path
    window.session.close()
    assert window.open_store(path, read_only=True)
    assert not window.action("edge_end").isEnabled()
    window.source.boundary.begin(Edge.END)
    assert not window.source.boundary.active
