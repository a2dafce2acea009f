"""Panes: hidden, floated for a second screen, brought back, remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reviewer.store.rows import FindingRow
from reviewer.ui.main_window import MainWindow

MakeWindow = Callable[[Path | None], MainWindow]
STRONG = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_the_findings_can_be_hidden_and_come_back_when_they_are_needed(
    window: MainWindow, make_window: MakeWindow, store_path: Path
) -> None:
    QTest.keyClick(window.tree, Qt.Key.Key_B, STRONG)
    assert not window.right.isVisible()
    assert not window.action("findings_pane").isChecked()
    window.action("reword").trigger()
    assert window.right.isVisible(), "editing the wording needs them"
    assert window.action("findings_pane").isChecked()
    window.action("findings_pane").trigger()
    window.close()
    again = make_window(store_path)
    assert not again.right.isVisible()
    again.action("findings_pane").trigger()
    assert again.right.isVisible()


def test_the_findings_float_keys_still_act_and_closing_puts_them_back(
    window: MainWindow, go: Callable[[str], FindingRow]
) -> None:
    go("8")
    sizes = window.bench.sizes()
    window.action("float_findings").trigger()
    floating = window.findings_window
    assert floating.isVisible()
    assert window.right.window() is floating
    assert window.tree.isVisible()
    floating.activateWindow()
    window.tree.setFocus()
    QApplication.processEvents()
    QTest.keyClick(window.tree, Qt.Key.Key_3)
    assert window.session.finding is not None
    assert window.session.finding.polarity == "mixed"
    window.action("reword").trigger()
    # Which window is active is the window manager's to say; where its focus is, ours.
    assert floating.focusWidget() is window.details.finding.wording
    QTest.keyClick(window.details.finding.wording, Qt.Key.Key_Escape)
    assert floating.focusWidget() is window.tree
    floating.close()
    assert not floating.isVisible()
    assert window.right.window() is window
    assert window.bench.indexOf(window.right) == 2
    assert window.bench.sizes() == sizes
    assert not window.action("float_findings").isChecked()


def test_floating_is_remembered(window: MainWindow, make_window: MakeWindow, store_path: Path) -> None:
    window.action("float_findings").trigger()
    window.close()
    again = make_window(store_path)
    assert again.findings_window.isVisible()
    assert again.action("float_findings").isChecked()
    again.action("findings_pane").trigger()
    assert not again.findings_window.isVisible(), "hidden panes are not left floating about"
