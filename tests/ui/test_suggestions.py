"""Suggestions in the window: learned from decisions, shown, taken, looked into, handed on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reviewer.analysis.learning import Coded, Lesson
from reviewer.store.rows import Decision, FindingRow
from reviewer.ui.filters import FindingFilter
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, Table
from reviewer.ui.settings import Settings
from reviewer.ui.suggestions import Mode, Suggestions

TAUGHT = 7


def undecided(window: MainWindow) -> list[FindingRow]:
    report = window.session.report
    assert report is not None
    return [row for row in report.findings if row.decision is Decision.UNDECIDED]


def learn(window: MainWindow) -> Suggestions:
    """Learn now rather than in a moment."""
    window.suggestions.learn()
    window.jobs.finish()
    return window.suggestions


@pytest.fixture
def taught(window: MainWindow) -> MainWindow:
    """A reviewer who says 'workforce' whatever the codebook proposed, in a few decisions."""
    window.suggestions.set_mode(Mode.ON)
    window.jobs.finish()
    for row in undecided(window)[:TAUGHT]:
        window.session.set_current(Item(Table.FINDING, row.id))
        window.session.set_theme("workforce")
    learn(window)
    window.session.next_undecided()
    return window


def test_nothing_is_learned_or_shown_before_a_decision(window: MainWindow) -> None:
    assert window.suggestions.learned is None
    assert not window.details.finding.suggestion.isVisible()
    assert not window.actions_by_name["take_suggestion"].isEnabled()


def test_decisions_are_learned_a_moment_later(window: MainWindow) -> None:
    window.session.accept()
    assert window.suggestions._timer.isActive()
    window.suggestions._timer.timeout.emit()
    window.jobs.finish()
    learned = window.suggestions.learned
    assert learned is not None
    assert learned.decisions > 0


def test_a_suggestion_is_shown_with_its_words_and_taken_with_a_key(
    taught: MainWindow, current: Callable[[], FindingRow]
) -> None:
    before = current()
    line = taught.details.finding.suggestion
    assert line.isVisible()
    assert "Workforce" in line.said.text()
    assert "“" in line.said.text(), "the words that speak for it"
    assert before.decision is Decision.UNDECIDED, "a suggestion decides nothing"
    taught.tree.setFocus()
    QTest.keyClick(taught.tree, Qt.Key.Key_Y)
    assert (current().theme, current().decision) == ("workforce", Decision.CORRECTED)
    assert not line.isVisible()
    taught.session.undo()
    assert current().theme == before.theme
    assert line.isVisible()


def test_it_is_taken_for_all_that_are_alike_and_visible(taught: MainWindow) -> None:
    suggestions = taught.suggestions
    finding = taught.session.finding
    assert finding is not None
    first = suggestions.of(finding)[0]
    everywhere = suggestions.alike(first, undecided(taught))
    assert len(everywhere) > 2
    word = finding.text.split()[0]
    taught.filter_bar.set_filter(FindingFilter(words=word))
    visible = [row.id for row in everywhere if word.casefold() in row.text.casefold()]
    assert 0 < len(visible) < len(everywhere)
    QTest.keyClick(taught.tree, Qt.Key.Key_Y, Qt.KeyboardModifier.ShiftModifier)
    report = taught.session.report
    assert report is not None
    now = {row.id: row.theme for row in report.findings}
    assert all(now[one] == "workforce" for one in visible)
    assert all(now[row.id] == row.theme for row in everywhere if row.id not in visible)
    name = taught.session.undo_name()
    taught.session.undo()
    report = taught.session.report
    assert report is not None
    assert all(row.decision is Decision.UNDECIDED for row in report.findings if row.id in visible), name


def test_by_itself_only_what_a_trial_found_better_is_shown(taught: MainWindow) -> None:
    suggestions = taught.suggestions
    suggestions.set_mode(Mode.AUTO)
    finding = taught.session.finding
    assert finding is not None
    assert suggestions.of(finding) == (), "too few decisions to tell"
    better = {Coded.THEME: 9, Coded.KIND: 5, Coded.POLARITY: 5}
    suggestions.lessons = [Lesson(250, 10, better, dict.fromkeys(Coded, 5))]
    assert suggestions.shown_fields() == {Coded.THEME}
    assert suggestions.of(finding)
    suggestions.lessons = [Lesson(250, 10, dict.fromkeys(Coded, 5), dict.fromkeys(Coded, 5))]
    assert suggestions.of(finding) == (), "as good is not better"


def test_they_are_switched_off_for_good(
    taught: MainWindow, make_window: Callable[[Path | None], MainWindow], settings: Settings, store_path: Path
) -> None:
    taught.actions_by_name["suggestions"].trigger()
    assert not taught.details.finding.suggestion.isVisible()
    assert not taught.actions_by_name["suggestions"].isChecked()
    taught.close()
    again = make_window(store_path)
    again.session.accept()
    assert not again.suggestions._timer.isActive()
    again.actions_by_name["suggestions"].trigger()
    assert again.suggestions.mode is Mode.ON


def test_the_queue_takes_first_what_would_teach_most(taught: MainWindow) -> None:
    taught.actions_by_name["most_instructive"].trigger()
    assert taught.actions_by_name["most_instructive"].isChecked()
    left = [row for row in undecided(taught) if row != taught.session.finding]
    most = max(left, key=taught.suggestions.doubt)
    taught.session.next_undecided()
    assert taught.session.finding is not None
    assert taught.session.finding.id == most.id
    taught.actions_by_name["most_instructive"].trigger()
    assert taught.session.doubt is None


def test_what_was_learned_can_be_looked_into_and_forgotten(taught: MainWindow) -> None:
    taught.actions_by_name["suggestions_learned"].trigger()
    group = next(one for one in taught.command_groups if hasattr(one, "look_into"))
    dialog = group.look_into()
    assert "decisions" in dialog.title.text()
    themes = dialog.words.topLevelItem(0)
    assert themes is not None
    codes = {themes.child(i).text(0): themes.child(i).text(1) for i in range(themes.childCount())}
    assert codes["Workforce"]
    taught.suggestions.reset("2999-01-01T00:00:00Z")
    taught.jobs.finish()
    assert taught.suggestions.learned is not None
    assert taught.suggestions.learned.decisions == 0
    assert dialog.title.text() == "Nothing learned yet"
    dialog.close()


def test_a_colleague_begins_from_a_file(
    taught: MainWindow, make_window: Callable[[Path | None], MainWindow], tmp_path: Path
) -> None:
    file = tmp_path / "handed-on.json"
    group = next(one for one in taught.command_groups if hasattr(one, "export_to"))
    group.export_to(file)
    said = json.loads(file.read_text("utf-8"))
    assert said["decisions"] == TAUGHT
    taught.suggestions.reset("2999-01-01T00:00:00Z")
    taught.jobs.finish()
    group.import_from(file)
    taught.jobs.finish()
    assert taught.suggestions.learned is not None
    assert taught.suggestions.learned.model.decisions == TAUGHT
    assert taught.session.finding is not None
    assert taught.suggestions.of(taught.session.finding)
    broken = tmp_path / "broken.json"
    broken.write_text("no json", encoding="utf-8")
    group.import_from(broken)
    assert "no suggestions" in taught.notice.label.text()
