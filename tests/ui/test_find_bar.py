"""Finding words in the open report as one types."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer import patterns
from reviewer.patterns import PatternError, hits, pattern
from reviewer.ui.main_window import MainWindow


def found(text: str, query: str, *, regex: bool = False) -> list[str]:
    wanted = pattern(query, regex=regex)
    assert wanted is not None
    spans, _complete = hits(text, wanted)
    return [text[start:end] for start, end in spans]


def test_plain_words_match_over_lines_and_kinds_of_quotes_and_dashes() -> None:
    text = "Children’s plans are well-\nkept. CHILDREN'S  plans (a.b)"
    assert found(text, "children's plans") == ["Children’s plans", "CHILDREN'S  plans"]
    assert found(text, "are well-kept") == ["are well-\nkept"]
    assert found(text, "a.b") == ["a.b"]
    assert pattern("   ", regex=False) is None


def test_regular_expressions_are_taken_as_such_or_refused() -> None:
    assert found("4.1 and 12.3", r"\d+\.\d", regex=True) == ["4.1", "12.3"]
    assert found("aaa", "x*", regex=True) == []
    for wrong in ("(", "[z-a]"):
        with pytest.raises(PatternError):
            pattern(wrong, regex=True)


def test_an_endless_expression_shows_what_it_found() -> None:
    wanted = pattern("(a|aa)+$", regex=True)
    assert wanted is not None
    spans, complete = hits("a" * 5000 + "b", wanted)
    assert spans == ()
    assert not complete


def test_endless_hits_are_cut_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "LIMIT", 10)
    wanted = pattern("a", regex=False)
    assert wanted is not None
    spans, complete = hits("a" * 50, wanted)
    assert len(spans) == 10
    assert not complete


def test_hits_come_as_one_types_and_are_gone_through(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window.tree, Qt.Key.Key_Slash)
    bar = window.source.find_bar
    assert bar.isVisible()
    assert QApplication.focusWidget() is bar.field
    qtbot.keyClicks(bar.field, "care leavers")
    qtbot.waitUntil(lambda: bool(bar.hits))
    report = window.session.report
    assert report is not None
    wanted = report.source.text.lower().replace("\n", " ").count("care leavers")
    assert bar.count.text() == f"{bar.place + 1} of {wanted}"
    assert window.source.view.hits == bar.hits == window.source.pages.hits
    before = bar.place
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.place == (before + 1) % wanted
    assert window.source.view.hit == bar.hit
    window.action("find_previous").trigger()
    assert bar.place == before
    window.action("find_next").trigger()
    hit = bar.hit
    assert hit is not None
    view = window.source.view
    y = view.place(hit).top() - view.verticalScrollBar().value()
    assert 0 <= y < view.viewport().height()
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert view.hits == ()
    assert view.hasFocus()


def test_what_is_not_found_and_what_cannot_be_used_is_said(window: MainWindow) -> None:
    window.action("find").trigger()
    bar = window.source.find_bar
    bar.field.setText("zebra")
    bar.search()
    assert bar.count.text() == "not found"
    bar.regex.setChecked(True)
    bar.field.setText("(")
    bar.search()
    assert bar.count.text() == "not usable"
    assert "regular expression" in bar.count.toolTip()
    bar.field.setText(r"\bsection \d+")
    bar.search()
    assert bar.count.text() == "1 of 1"
    bar.close_button.click()
    window.action("find_next").trigger()
    assert bar.isVisible(), "F3 opens it again with the same words"
    assert bar.hits


def test_selected_words_are_looked_for(window: MainWindow) -> None:
    report = window.session.report
    assert report is not None
    start = report.source.text.index("conferences")
    window.source.view.select((start, start + len("conferences")))
    window.action("find").trigger()
    assert window.source.find_bar.field.text() == "conferences"
    assert window.source.find_bar.hit == (start, start + len("conferences"))


def test_another_report_is_looked_through_anew(window: MainWindow) -> None:
    window.action("find").trigger()
    bar = window.source.find_bar
    bar.field.setText("Leaders in Eastwold")
    bar.search()
    assert not bar.hits
    other = next(row for row in window.session.reports if row.authority == "Eastwold")
    window.session.open_report(other.id)
    assert bar.count.text() == "1 of 1"
    assert window.source.view.hits == bar.hits
