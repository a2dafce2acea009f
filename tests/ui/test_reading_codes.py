"""The codes of a finding that a reviewer adds: from its words, and from where it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reviewer.model import Span
from reviewer.store.rows import CodeRole, Decision, FindingRow
from reviewer.ui.main_window import MainWindow
from reviewer.ui.reading_codes import read_codes

Current = Callable[[], FindingRow]


def place(window: MainWindow, words: str) -> Span:
    report = window.session.report
    assert report is not None
    start = report.source.text.replace("\n", " ").index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("words", "about", "polarity"),
    [
        ("Weaker assessments are too brief in their analysis", "assessment", "negative"),
        ("strategy meetings are quick", "child_protection", "positive"),
        # Where every finding criticises, whatever the words are.
        ("The consistency of planning for children", "planning_and_review", "negative"),
    ],
)
def test_the_words_say_theme_and_polarity(
    window: MainWindow, current: Current, words: str, about: str, polarity: str
) -> None:
    window.source.view.select(place(window, words))
    QTest.keyClick(window.tree, Qt.Key.Key_A)
    added = current()
    assert added.decision is Decision.ADDED
    assert (added.theme, added.polarity) == (about, polarity)
    window.action("undo").trigger()
    window.action("redo").trigger()
    report = window.session.report
    assert report is not None
    assert [(row.theme, row.polarity) for row in report.findings if row.id == added.id] == [(about, polarity)]


def test_words_that_say_nothing_leave_the_codes_to_the_place(window: MainWindow) -> None:
    report = window.session.report
    assert report is not None
    assert read_codes(report, (place(window, "overleaf in the printed edition"),)) == {}


def test_a_theme_that_is_no_longer_offered_is_not_taken(window: MainWindow) -> None:
    report = window.session.report
    assert report is not None
    span = place(window, "Weaker assessments are too brief in their analysis")
    assert read_codes(report, (span,))["theme"] == "assessment"
    session = window.session
    code = next(
        row for row in session.store.codes() if row.key == "assessment" and row.role == CodeRole.THEME
    )
    session.edit(lambda: session.store.retire_code(code.id))
    assert "theme" not in read_codes(report, (span,))
