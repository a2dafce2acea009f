"""Each column of the tree is shown and hidden by its action's key, and said in the menu."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reviewer.ui import actions
from reviewer.ui.findings_model import Column
from reviewer.ui.main_window import MainWindow

COLUMNS = [spec for spec in actions.SPECS if spec.name.endswith("_column")]


@pytest.mark.parametrize("spec", COLUMNS, ids=lambda spec: spec.name)
def test_a_column_comes_and_goes_by_its_key(window: MainWindow, spec: actions.Spec) -> None:
    column = Column[spec.name.removesuffix("_column").upper()]
    shown = window.tree.columns.shown(column)
    assert window.action(spec.name).isChecked() is shown
    for expected in (not shown, shown):
        window.tree.setFocus()
        QTest.keyClick(window.tree, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(window.tree, Qt.Key(ord(spec.keys[0][-1])))
        assert window.tree.columns.shown(column) is expected
        assert window.action(spec.name).isChecked() is expected


def test_each_column_but_the_words_has_an_action() -> None:
    assert {spec.name for spec in COLUMNS} == {
        f"{column.name.lower()}_column" for column in Column if column is not Column.WORDS
    }
