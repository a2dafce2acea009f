"""Themes, statements and figures of a finding, corrected in details and tree: through undo, redo, restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.store.rows import Decision, FindingRow
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, Table
from reviewer.ui.tree_nodes import NodeType
from tests.ui.test_corrections import both_ways, opened, pick

Go = Callable[[str], FindingRow]
Current = Callable[[], FindingRow]


def select_words(window: MainWindow, words: str) -> tuple[int, int]:
    """Select words in the text of the report; line ends there count as spaces."""
    start = opened(window).source.text.replace("\n", " ").index(words)
    window.source.view.select((start, start + len(words)))
    return start, start + len(words)


def part_row(window: MainWindow, node_type: NodeType, place: int) -> None:
    """Make the row of a statement or figure of the current finding current in the tree."""
    model, current = window.tree.findings_model, window.session.current
    assert current is not None
    parent = model.index_of(current)
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        node = model.node(index)
        assert node is not None
        if (node.type, node.place) == (node_type, place):
            window.tree.setFocus()
            window.tree.setCurrentIndex(index)
            return
    raise AssertionError("no such row")


# Themes


def test_several_themes_one_of_them_first(
    qtbot: QtBot,
    window: MainWindow,
    go: Go,
    current: Current,
    make_window: Callable[[Path | None], MainWindow],
    store_path: Path,
) -> None:
    seven = go("7")
    for typed in ("recording", "workf"):
        window.tree.setFocus()
        QTest.keyClick(window.tree, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
        pick(qtbot, typed)
    assert current().themes == ("assessment", "recording", "workforce")
    chips = window.details.finding.more_themes
    assert [chip.text() for chip in chips.chips] == ["Recording", "Workforce"]
    assert window.details.finding.theme.value == "assessment"
    make_first, _remove = chips.chips[1].menu().actions()
    make_first.trigger()
    assert current().themes == ("workforce", "assessment", "recording")
    assert "machine said theme" in window.details.finding.said.text()
    QTest.keyClick(chips.chips[0], Qt.Key.Key_Delete)
    assert current().themes == ("workforce", "recording")
    both_ways(window, lambda: current().themes, 4)
    window.close()
    assert make_window(store_path).session.store.finding(seven.id).themes == ("workforce", "recording")


def test_only_themes_that_it_has_not_are_offered(window: MainWindow, go: Go) -> None:
    go("7")
    window.part_corrections.add_theme("recording")
    popup = window.details.finding.more_themes.open()
    offered = [
        popup._model.item(row).data(Qt.ItemDataRole.UserRole) for row in range(popup._model.rowCount())
    ]
    assert "workforce" in offered
    assert not {"assessment", "recording"} & set(offered)
    popup.close()


# Statements


def test_a_statement_gets_another_polarity_and_other_words(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("7")
    rows = window.details.finding.statements
    assert [row.isVisibleTo(rows) for row in rows.rows[:4]] == [True, True, True]
    rows.rows[1].polarity.open()
    pick(qtbot, "mixed")
    assert current().statements[1].polarity == "mixed"
    assert current().decision is Decision.CORRECTED
    span = select_words(window, "Weaker assessments are too brief in their analysis")
    rows.rows[1].use.click()
    assert current().statements[1].spans == (span,)
    assert rows.rows[1].words.text() == "Weaker assessments are too brief in their analysis"
    both_ways(window, lambda: current().statements, 2)
    rows.rows[0].use.click()
    assert "Select the words" in window.notice.label.text()
    select_words(window, "Minutes of first")
    rows.rows[0].use.click()
    assert "not the finding's" in window.notice.label.text()


def test_statements_are_added_and_removed(window: MainWindow, go: Go, current: Current) -> None:
    go("10")
    rows = window.details.finding.statements
    assert not any(row.isVisibleTo(rows) for row in rows.rows), "nothing but the finding's own words"
    span = select_words(window, "388 a year ago")
    window.source.view.setFocus()
    QTest.keyClick(window.source.view, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert [one.spans for one in current().statements] == [(span,)]
    assert rows.rows[0].isVisibleTo(rows)
    both_ways(window, lambda: current().statements)
    rows.rows[0].remove.click()
    assert current().statements == ()
    window.action("undo").trigger()
    assert len(current().statements) == 1


def test_keys_act_on_the_statement_whose_row_is_current(window: MainWindow, go: Go, current: Current) -> None:
    seven = go("7")
    part_row(window, NodeType.STATEMENT, 1)
    QTest.keyClick(window.tree, Qt.Key.Key_1)
    assert current().statements[1].polarity == "positive"
    assert current().polarity == seven.polarity, "the finding itself is left alone"
    span = select_words(window, "Weaker assessments are too brief")
    window.action("use_selection").trigger()
    assert current().statements[1].spans == (span,)
    assert current().spans == seven.spans
    part_row(window, NodeType.STATEMENT, 2)
    QTest.keyClick(window.tree, Qt.Key.Key_X)
    assert len(current().statements) == 2
    assert current().decision is Decision.CORRECTED
    both_ways(window, lambda: current().statements, 3)
    window.tree.setCurrentIndex(window.tree.currentIndex().parent())
    QTest.keyClick(window.tree, Qt.Key.Key_2)
    assert current().polarity == "negative"


# Figures


def test_a_figure_is_corrected_field_by_field(
    window: MainWindow,
    go: Go,
    current: Current,
    make_window: Callable[[Path | None], MainWindow],
    store_path: Path,
) -> None:
    seven = go("7")
    measures = window.details.finding.measures
    assert measures.rows[0].accessibleName().startswith("Figure 18% of families")
    assert not measures.fields.isVisibleTo(measures)
    measures.rows[0].click()
    fields = measures.fields
    assert fields.isVisibleTo(measures)
    assert (fields.value.text(), fields.unit.text()) == ("18", "percent")
    for field, typed in (
        (fields.value, "18.5%"),
        (fields.value_to, "20"),
        (fields.unit, "per cent"),
        (fields.of, "assessments"),
        (fields.as_of, "31 March 2026"),
        (fields.comparator, "12% a year before"),
    ):
        field.setFocus()
        field.setText(typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
    one = current().measures[0]
    assert (one.value, one.value_to, one.unit, one.of) == (18.5, 20.0, "per cent", "assessments")
    assert (one.as_of, one.comparator) == ("2026-03-31", "12% a year before")
    assert fields.as_of.text() == "31 Mar 2026"
    both_ways(window, lambda: current().measures, 6)
    fields.value.setText("many")
    fields.value.commit()
    assert "“many” is no number" in window.notice.label.text()
    assert current().measures[0].value == 18.5
    window.close()
    assert make_window(store_path).session.store.finding(seven.id).measures == (one,)


def test_a_figure_is_added_as_the_machine_would_read_it(window: MainWindow, go: Go, current: Current) -> None:
    go("10")
    select_words(window, "388 a year ago")
    window.source.view.setFocus()
    QTest.keyClick(window.source.view, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert [one.text for one in current().measures] == ["412 children", "388 a year ago"]
    measures = window.details.finding.measures
    assert measures.rows[1].isChecked(), "its fields are open"
    assert QApplication.focusWidget() is measures.fields.value
    both_ways(window, lambda: current().measures)
    go("7")
    select_words(window, "For 18% of families")
    window.action("add_measure").trigger()
    assert 18.0 in [one.value for one in current().measures if one.text.startswith("For 18%")]
    assert not window.action("add_measure").isEnabled()
    measures.add.click()
    assert "Select the words" in window.notice.label.text()


def test_a_figure_is_removed_and_opened_from_the_tree(window: MainWindow, go: Go, current: Current) -> None:
    go("7")
    part_row(window, NodeType.MEASURE, 0)
    QTest.keyClick(window.tree, Qt.Key.Key_F2)
    fields = window.details.finding.measures.fields
    assert QApplication.focusWidget() is fields.value
    part_row(window, NodeType.MEASURE, 0)
    QTest.keyClick(window.tree, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert current().measures == ()
    both_ways(window, lambda: current().measures)
    window.action("undo").trigger()
    window.details.finding.measures.open(0)
    fields.remove.click()
    assert current().measures == ()


def test_what_is_typed_into_a_figure_is_kept_when_another_finding_comes(window: MainWindow, go: Go) -> None:
    seven = go("7")
    measures = window.details.finding.measures
    measures.open(0)
    measures.fields.of.setText("long assessments")
    go("8")
    assert window.session.store.finding(seven.id).measures[0].of == "long assessments"
    assert not measures.fields.isVisibleTo(measures)


def test_the_tree_takes_over_where_the_field_with_the_focus_goes(window: MainWindow, go: Go) -> None:
    go("7")
    measures = window.details.finding.measures
    measures.rows[0].click()
    assert QApplication.focusWidget() is measures.fields.value
    go("8")
    assert QApplication.focusWidget() is window.tree
    window.details.finding.wording.setFocus()
    window.session.set_current(Item(Table.JUDGEMENT, opened(window).judgements[0].id))
    assert QApplication.focusWidget() is window.tree
    assert window.details.verticalScrollBar().value() == 0


# Wording


def test_the_words_as_printed_come_back(window: MainWindow, go: Go, current: Current) -> None:
    nine = go("9")
    page = window.details.finding
    assert not page.as_printed.isVisibleTo(page)
    window.session.set_wording(nine.id, nine.verbatim.replace("timely", "on time"))
    said = page.rewording.text()
    assert "[<s>timely</s>]" in said
    assert "<b>on time</b>" in said
    page.as_printed.click()
    assert current().wording is None
    assert not page.rewording.isVisibleTo(page)
    both_ways(window, lambda: current().wording)


def test_a_rewording_that_has_little_in_common_stands_beside_a_quotation(window: MainWindow, go: Go) -> None:
    nine = go("9")
    window.session.set_wording(nine.id, "Child protection works <well>.")
    assert window.details.finding.rewording.text() == f"printed: “{nine.verbatim}”"


def test_moved_boundaries_show_what_the_machine_had(window: MainWindow, go: Go) -> None:
    nine = go("9")
    start = nine.spans[0][0]
    window.session.set_spans(nine.id, ((start, start + len("Enquiries under section 47 are timely.")),))
    said = window.details.finding.said.text()
    assert "machine said" in said
    assert "Children’s wishes are gathered" in said
