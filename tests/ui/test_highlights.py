"""Highlight schemes, their legend, text set aside, the reading face and high contrast."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reviewer.store import Store
from reviewer.store.rows import CodeRole, FindingRow
from reviewer.ui import codes, words
from reviewer.ui.codes import sign
from reviewer.ui.highlights import HighlightBy, mark
from reviewer.ui.main_window import MainWindow
from reviewer.ui.theme import CONTRAST, DARK, LIGHT, PAPER, PAPER_IN_CONTRAST, Colours
from tests.ui.test_window import contrast

Go = Callable[[str], FindingRow]
ALL = {
    "light": LIGHT,
    "dark": DARK,
    "contrast": CONTRAST,
    "paper": PAPER,
    "contrast paper": PAPER_IN_CONTRAST,
}


@pytest.mark.parametrize("colours", ALL.values(), ids=ALL)
@pytest.mark.parametrize("by", HighlightBy)
def test_every_mark_stands_out_and_has_a_sign_of_its_own(
    by: HighlightBy, colours: Colours, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "new.sqlite", reviewer="AR") as store:
        codes.use(store.codes())
    keys = {
        HighlightBy.POLARITY: list(words.POLARITIES),
        HighlightBy.KIND: [row.key for row in codes.in_use().offered(CodeRole.KIND)],
        HighlightBy.THEME: [row.key for row in codes.in_use().offered(CodeRole.THEME)],
        HighlightBy.STATUS: list(words.DECISIONS),
    }[by]
    assert keys
    marks = [mark(key, by, colours) for key in keys]
    for one in marks:
        assert one.word
        assert contrast(one.colour, colours.window) >= 4.5
        assert contrast(one.colour, one.tint) >= 4.5 or contrast(colours.text, one.tint) >= 7
        assert contrast(colours.text, one.tint) >= 4.5
    assert len({(one.sign, one.colour) for one in marks}) == len(marks)


def test_the_signs_of_a_word_or_two() -> None:
    assert sign("Care leavers") == "CL"
    assert sign("Planning and review") == "PR"
    assert sign("Recording") == "Re"
    assert sign("and") == "An"
    assert sign("") == "·"


@pytest.mark.parametrize("by", HighlightBy)
def test_a_scheme_changes_bars_ruler_and_legend(window: MainWindow, go: Go, by: HighlightBy) -> None:
    go("8")
    if by is not HighlightBy.STATUS:
        window.action("by_status").trigger()
    else:
        window.action("by_theme").trigger()
    before = window.source.view.viewport().grab().toImage()
    legend = window.source.legend.marks.accessibleName()
    window.action(f"by_{by}").trigger()
    QApplication.processEvents()
    assert window.source.view.viewport().grab().toImage() != before
    assert window.source.legend.marks.accessibleName() != legend
    assert window.action(f"by_{by}").isChecked()
    assert window.source.ruler.by is by
    assert window.source.legend.scheme.text().casefold().startswith(f"by {by}")


def test_the_legend_counts_and_follows_edits(window: MainWindow, go: Go) -> None:
    QTest.keyClick(
        window.tree, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    go("8")
    assert "✓" not in window.source.legend.marks.accessibleName()
    window.session.accept()
    assert "✓ accepted 1" in window.source.legend.marks.accessibleName()
    window.action("legend").trigger()
    assert not window.source.legend.isVisible()


def test_text_set_aside_can_leave_the_text_and_every_offset_stays(window: MainWindow, go: Go) -> None:
    six = go("6")
    view = window.source.view
    shown = view.document().toPlainText()
    window.action("furniture").trigger()
    hidden = view.document().toPlainText()
    assert "9 to 13 March 2026 2" in shown
    assert "9 to 13 March 2026 2" not in hidden
    assert len(hidden) == len(shown)
    assert not view.place(six.spans[1]).isNull()
    view.select(six.spans[0])
    assert view.selected_span() == six.spans[0]
    window.action("furniture").trigger()
    assert view.document().toPlainText() == shown


def test_high_contrast_and_face_are_remembered(
    window: MainWindow, make_window: Callable[[Path | None], MainWindow], store_path: Path
) -> None:
    window.action("contrast").trigger()
    assert window.theme.colours is CONTRAST
    assert window.palette().window().color() == QColor("#000000")
    window.action("sans_face").trigger()
    family = window.source.view.document().defaultFont().families()
    assert "DejaVu Sans" in family
    window.action("by_kind").trigger()
    window.close()
    window.theme.set(scheme="light", face="serif")
    again = make_window(store_path)
    assert again.theme.colours is CONTRAST
    assert again.theme.face == "sans"
    assert again.source.by is HighlightBy.KIND
    assert again.action("contrast").isChecked()
    again.action("sans_face").trigger()
    again.action("light").trigger()


def test_lines_and_controls_stand_out_in_high_contrast() -> None:
    c = CONTRAST
    assert contrast(c.line, c.window) >= 3
    for ink in (c.text, c.muted, c.faint, c.accent, c.positive, c.negative, c.mixed, c.follow_up):
        for ground in (c.window, c.panel, c.hover, c.accent_tint):
            assert contrast(ink, ground) >= 7
