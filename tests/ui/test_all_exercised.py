"""Every action of the window has a key, words for those who don't see it, and is done by some test."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtWidgets import QMenu

from reviewer.ui import actions
from reviewer.ui.main_window import MainWindow
from tests.ui.conftest import EXERCISED


def test_every_action_has_a_key_and_words(window: MainWindow) -> None:
    for spec in actions.SPECS:
        action = window.action(spec.name)
        assert actions.plain(action.text()).strip(), f"{spec.name} has no words"
        assert action.toolTip().strip(), f"{spec.name} has no tip"
        assert action.shortcuts(), f"{spec.name} has no key"
        for key in action.shortcuts():
            assert not key.isEmpty(), f"a key of {spec.name} is none that Qt knows"
            said = key.toString(QKeySequence.SequenceFormat.PortableText)
            assert said in {QKeySequence(one).toString() for one in spec.keys}


def test_every_entry_of_a_menu_has_a_name_for_assistive_technology(window: MainWindow) -> None:
    nameless = []
    for menu in window.findChildren(QMenu):
        interface = QAccessible.queryAccessibleInterface(menu)
        assert interface is not None
        for place in range(interface.childCount()):
            entry = interface.child(place)
            if entry is None or entry.state().invisible:
                continue
            is_line = menu.actions()[place].isSeparator()
            if not is_line and not entry.text(QAccessible.Text.Name).strip():
                nameless.append(f"{menu.title()} {place}")
    assert nameless == []


def test_every_action_is_done_by_some_test(request: pytest.FixtureRequest) -> None:
    """Each action was triggered in a real window, by whatever way, by the tests that ran before this one."""
    ran = {item.path.name for item in request.session.items}
    there = {path.name for path in Path(__file__).parent.glob("test_*.py")}
    options = request.config.option
    if not there <= ran or options.keyword or options.markexpr:
        pytest.skip("only where all tests of the window run")
    assert sorted({spec.name for spec in actions.SPECS} - EXERCISED) == []
