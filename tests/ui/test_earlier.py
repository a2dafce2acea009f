"""Earlier concerns in the window: what a finding may be about, settled by one key; what keeps coming back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.store import Decision, Relation, Store
from reviewer.ui.earlier_panel import EarlierPanel
from reviewer.ui.filters import Facet, Mark, values_of
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, Table
from reviewer.ui.tree_nodes import Column, finding_text
from tests import over_the_years

MakeWindow = Callable[[Path | None], MainWindow]


@pytest.fixture
def years(tmp_path: Path) -> Path:
    path = tmp_path / "highmarsh.sqlite"
    with Store.open(path, reviewer="AR") as store:
        over_the_years.bring_in(store)
    return path


@pytest.fixture
def window(make_window: MakeWindow, years: Path) -> MainWindow:
    return make_window(years)


def go(window: MainWindow, report: int, begins: str) -> int:
    """Make a finding current: of the first, second or third letter."""
    finding = over_the_years.finding(window.session.store, report, begins)
    window.session.open_report(report, Item(Table.FINDING, finding))
    return finding


def ready(window: MainWindow, qtbot: QtBot) -> EarlierPanel:
    """The panel with suggestions for what is current."""
    panel = window.earlier.panel
    if panel.isHidden() or not panel.isVisible():
        window.action("earlier").trigger()
    assert window.earlier.recurrences is not None
    qtbot.waitUntil(lambda: window.earlier.recurrences.is_ready, timeout=10_000)
    panel.read()
    return panel


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> EarlierPanel:
    """The panel on the records of strategy meetings in the second letter."""
    go(window, 2, "The timeliness of records")
    return ready(window, qtbot)


def test_candidates_with_both_texts_and_why(window: MainWindow, panel: EarlierPanel) -> None:
    assert panel.list.lines[0].text.startswith("Minutes of child protection conferences")
    assert panel.list.lines[0].year == "2011"
    assert panel.list.lines[0].outcome() == "recurs?"
    assert "records of strategy meetings" in panel.now.toPlainText()
    assert "Minutes of child protection conferences" in panel.then.toPlainText()
    assert "records / minutes" in panel.why.text()
    assert "same theme" in panel.why.text()
    assert panel.list.hasFocus()


def test_one_key_settles(window: MainWindow, panel: EarlierPanel, qtbot: QtBot) -> None:
    qtbot.keyClick(panel.list, Qt.Key.Key_R)
    finding = window.session.finding
    assert finding is not None
    assert [(mark.relation, mark.date[:4]) for mark in finding.links] == [(Relation.RECURS, "2011")]
    assert panel.list.lines[0].outcome() == "recurs"
    assert panel.buttons[Relation.RECURS].isChecked()
    assert finding_text(finding, Column.MARKS) == "recurs (2011)"
    assert "recurs (2011)" in window.details.finding.earlier.text()
    assert Mark.REPEAT in values_of(finding, Facet.MARK)
    qtbot.keyClick(panel.list, Qt.Key.Key_W)
    assert window.session.store.links()[0].relation is Relation.WORSENED
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert window.session.store.links() == []
    window.action("undo").trigger()
    assert window.session.store.links()[0].relation is Relation.WORSENED
    assert panel.list.lines[0].outcome() == "worsened"


@pytest.mark.parametrize(
    ("key", "relation"),
    [
        (Qt.Key.Key_I, Relation.IMPROVED_BUT_PERSISTS),
        (Qt.Key.Key_A, Relation.ADDRESSED),
        (Qt.Key.Key_N, Relation.NOT_SAME),
    ],
)
def test_every_key(
    window: MainWindow, panel: EarlierPanel, qtbot: QtBot, key: Qt.Key, relation: Relation
) -> None:
    qtbot.keyClick(panel.list, key)
    assert [link.relation for link in window.session.store.links()] == [relation]
    finding = window.session.finding
    assert finding is not None
    assert finding.decision is Decision.UNDECIDED
    assert finding.notes == 0


def test_after_not_the_same_the_next_one_is_current(window: MainWindow, qtbot: QtBot) -> None:
    go(window, 3, "Minutes of child protection conferences")
    panel = ready(window, qtbot)
    assert len(panel.list.lines) > 1
    qtbot.keyClick(panel.list, Qt.Key.Key_N)
    assert panel.list.row == 1
    qtbot.keyClick(panel.list, Qt.Key.Key_R)
    assert [line.outcome() for line in panel.list.lines[:2]] == ["not the same", "recurs"]
    qtbot.keyClick(panel.list, Qt.Key.Key_1)
    assert panel.list.row == 0


def test_from_the_menu_with_the_focus_in_the_tree(window: MainWindow, panel: EarlierPanel) -> None:
    window.tree.setFocus()
    window.action("earlier_recurs").trigger()
    assert window.session.store.links()[0].relation is Relation.RECURS
    window.action("earlier_clear").trigger()
    assert window.session.store.links() == []
    window.action("earlier_open").trigger()
    assert window.session.report is not None
    assert window.session.report.row.source_name == "2011-06-06_highmarsh.txt"
    assert window.session.finding is not None
    assert window.session.finding.text.startswith("Minutes")


def test_settling_asks_for_an_earlier_concern(window: MainWindow) -> None:
    assert not window.action("earlier_recurs").isEnabled()
    assert window.action("earlier").isEnabled()


def test_what_there_is_nothing_to_compare_with(window: MainWindow, qtbot: QtBot) -> None:
    go(window, 1, "Minutes")
    window.action("earlier").trigger()
    panel = window.earlier.panel
    assert "no earlier report of Highmarsh" in panel.message.text()
    assert panel.pages.currentWidget() is panel.message
    assert not window.action("earlier_recurs").isEnabled()
    window.session.set_current(None)
    panel.read()
    assert "Choose a finding" in panel.message.text()


def test_a_report_without_an_authority(window: MainWindow) -> None:
    go(window, 2, "Strategy meetings")
    window.session.edit(lambda: window.session.store.set_metadata(2, "authority", None))
    window.session.read_library()
    window.action("earlier").trigger()
    assert "names no authority" in window.earlier.panel.message.text()


def test_edits_bring_other_candidates(window: MainWindow, panel: EarlierPanel, qtbot: QtBot) -> None:
    recurrences = window.earlier.recurrences
    assert recurrences is not None
    minutes = over_the_years.finding(window.session.store, 1, "Minutes")
    window.session.edit(lambda: window.session.store.reject([minutes]))
    recurrences.mark_stale()
    panel.read()
    qtbot.waitUntil(lambda: not recurrences.jobs.busy, timeout=10_000)
    qtbot.waitUntil(lambda: minutes not in [line.finding_id for line in panel.list.lines], timeout=5_000)


def test_a_link_that_is_no_suggestion_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    records = go(window, 2, "The choice of foster placements")
    minutes = over_the_years.finding(window.session.store, 1, "Minutes")
    window.session.edit(lambda: window.session.store.settle(records, minutes, Relation.NOT_SAME))
    panel = ready(window, qtbot)
    shown = {line.finding_id: line for line in panel.list.lines}
    assert shown[minutes].link is not None


def test_the_panel_hides_by_its_key(window: MainWindow, panel: EarlierPanel, qtbot: QtBot) -> None:
    assert window.action("earlier").isChecked()
    window.action("earlier").trigger()
    assert not panel.isVisible()
    assert not window.action("earlier").isChecked()
    assert window.tree.hasFocus()


def test_the_board_without_threads(window: MainWindow) -> None:
    window.action("coming_back").trigger()
    board = window.earlier.board
    assert window.pages.currentWidget() is board
    assert "Nothing is settled yet" in board.empty.text()
    assert not board.follow_up.isEnabled()
    assert not window.action("accept").isEnabled()


def test_the_board(window: MainWindow, panel: EarlierPanel, qtbot: QtBot) -> None:
    store = window.session.store
    minutes = over_the_years.finding(store, 1, "Minutes")
    records = over_the_years.finding(store, 2, "The timeliness of records")
    again = over_the_years.finding(store, 3, "Minutes of child protection conferences")
    interviews = over_the_years.finding(store, 1, "Return interviews")
    offered = over_the_years.finding(store, 2, "Children who go missing")
    for later, earlier, relation in (
        (records, minutes, Relation.RECURS),
        (again, records, Relation.WORSENED),
        (offered, interviews, Relation.ADDRESSED),
    ):
        window.session.edit(lambda one=(later, earlier, relation): store.settle(*one))
    window.action("coming_back").trigger()
    board = window.earlier.board
    assert not panel.isVisible()
    assert [line.years for line in board.lines.rows] == ["2011 → 2019 → 2022", "2011 → 2019"]
    assert [line.now for line in board.lines.rows] == ["worsened", "addressed"]
    assert "1 still open" in board.facts.text()
    assert board.line is not None
    assert board.line.thread.last.finding_id == again
    assert board.findings.brief_model.rowCount() == 3

    board.state.setCurrentIndex(board.state.findData(True))
    assert board.shown.rowCount() == 1
    board.field.setText("zebra")
    assert "No thread passes" in board.empty.text()
    board.field.setText("")
    board.state.setCurrentIndex(0)
    assert board.shown.rowCount() == 2
    board.table.setCurrentIndex(board.shown.index(0, 0))

    qtbot.keyClick(board.table, Qt.Key.Key_F)
    (follow_up,) = store.follow_ups()
    assert follow_up.finding_id == again
    assert follow_up.reason == "Keeps coming back: 2011 → 2019 → 2022"
    assert board.lines.rows[0].follow_up == "open"
    assert not board.follow_up.isEnabled()

    qtbot.keyClick(board.table, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is window.bench
    assert window.session.finding is not None
    assert window.session.finding.id == again
    assert panel.isVisible()


def test_esc_leaves_the_board(window: MainWindow, qtbot: QtBot) -> None:
    go(window, 2, "Strategy meetings")
    window.action("coming_back").trigger()
    qtbot.keyClick(window.earlier.board, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.bench
    assert window.action("accept").isEnabled()


def test_a_store_to_read_only(make_window: MakeWindow, years: Path, qtbot: QtBot) -> None:
    window = make_window(None)
    assert window.open_store(years, read_only=True)
    go(window, 2, "The timeliness of records")
    panel = ready(window, qtbot)
    assert panel.list.lines
    assert not panel.buttons[Relation.RECURS].isEnabled()
    panel.settle(Relation.RECURS)
    assert window.session.store.links() == []
    assert not window.action("earlier_recurs").isEnabled()


def test_another_store_is_another_matter(
    window: MainWindow, panel: EarlierPanel, tmp_path: Path, qtbot: QtBot
) -> None:
    with Store.open(tmp_path / "other.sqlite"):
        pass
    window.open_store(tmp_path / "other.sqlite")
    assert window.earlier.recurrences is not None
    assert not window.earlier.recurrences.is_ready
    panel.read()
    assert not panel.list.lines


@pytest.mark.parametrize(
    ("action", "relation"),
    [
        ("earlier_recurs", Relation.RECURS),
        ("earlier_improved", Relation.IMPROVED_BUT_PERSISTS),
        ("earlier_worsened", Relation.WORSENED),
        ("earlier_addressed", Relation.ADDRESSED),
        ("earlier_not_same", Relation.NOT_SAME),
    ],
)
def test_every_relation_has_an_action(
    window: MainWindow, panel: EarlierPanel, action: str, relation: Relation
) -> None:
    window.action(action).trigger()
    assert [link.relation for link in window.session.store.links()] == [relation]


def test_to_the_next_candidate_and_back(window: MainWindow, qtbot: QtBot) -> None:
    go(window, 3, "Minutes of child protection conferences")
    panel = ready(window, qtbot)
    window.action("earlier_next").trigger()
    assert panel.list.row == 1
    window.action("earlier_previous").trigger()
    assert panel.list.row == 0
