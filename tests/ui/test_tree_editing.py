"""The tree at work: editing in place, moving by drag and drop, columns, several rows at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reviewer.store.rows import Decision, FindingRow
from reviewer.ui.fields import CommitText
from reviewer.ui.filters import Facet, FindingFilter
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, Table
from reviewer.ui.tree_nodes import Column
from tests.ui.test_corrections import both_ways, choose, opened, outline, pick, section

Go = Callable[[str], FindingRow]
Current = Callable[[], FindingRow]


def finding(window: MainWindow, number: str) -> FindingRow:
    return next(row for row in opened(window).findings if row.number == number)


def index_of(window: MainWindow, table: Table, row_id: int) -> QModelIndex:
    return window.tree.findings_model.index_of(Item(table, row_id))


def select(window: MainWindow, *numbers: str) -> None:
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    window.session.set_current(Item(Table.FINDING, finding(window, numbers[0]).id))
    for number in numbers[1:]:
        window.tree.selectionModel().select(
            index_of(window, Table.FINDING, finding(window, number).id), flags
        )


def editor_of(window: MainWindow) -> CommitText:
    editor = window.tree.viewport().findChild(CommitText)
    assert editor is not None
    return editor


def double_click(window: MainWindow, place: QPoint) -> None:
    QTest.mouseClick(window.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(window.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseRelease(window.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)


# Editing in place


def test_a_heading_is_edited_in_place_and_its_grade_by_a_double_click(
    qtbot: QtBot, window: MainWindow
) -> None:
    leavers = section(window, "The experiences and progress of care")
    choose(window, Item(Table.SECTION, leavers.id))
    QTest.keyClick(window.tree, Qt.Key.Key_F2)
    editor = editor_of(window)
    assert editor.accessibleName() == "Heading"
    editor.setPlainText("Care leavers")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert section(window, "Care leavers").id == leavers.id
    index = index_of(window, Table.SECTION, leavers.id)
    window.tree.scrollTo(index)
    place = QPoint(window.tree.viewport().width() - 30, window.tree.visualRect(index).center().y())
    double_click(window, place)
    pick(qtbot, "good")
    assert section(window, "Care leavers").grade == "Good"
    both_ways(window, lambda: opened(window).sections, 2)


def test_an_area_is_edited_in_place(window: MainWindow) -> None:
    first = opened(window).judgements[0]
    choose(window, Item(Table.JUDGEMENT, first.id))
    index = index_of(window, Table.JUDGEMENT, first.id)
    window.tree.scrollTo(index)
    place = QPoint(90, window.tree.visualRect(index).center().y())
    double_click(window, place)
    editor = editor_of(window)
    assert editor.accessibleName() == "Area"
    editor.setPlainText("The impact of leaders")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert window.session.store.judgement(first.id).area == "The impact of leaders"
    both_ways(window, lambda: window.session.store.judgement(first.id).area)


def test_shift_e_edits_the_number(window: MainWindow, go: Go, current: Current) -> None:
    go("9")
    QTest.keyClick(window.tree, Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    editor = QApplication.focusWidget()
    assert editor is not None
    assert editor.accessibleName() == "Printed number"
    QTest.keyClick(editor, Qt.Key.Key_B)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert current().number == "b"
    window.tree.columns.show(Column.NUMBER, False)
    window.tree.setFocus()
    QTest.keyClick(window.tree, Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is window.details.finding.number


def test_the_tree_of_a_store_to_read_only_is_not_edited(
    window: MainWindow, make_window: Callable[[Path | None], MainWindow], store_path: Path
) -> None:
    window.close()
    again = make_window(None)
    assert again.open_store(store_path, read_only=True)
    QTest.keyClick(again.tree, Qt.Key.Key_F2)
    assert again.tree.viewport().findChild(CommitText) is None
    assert not again.tree.dragEnabled()
    assert not again.action("move_up").isEnabled()


# Moving by drag and drop


def drop(window: MainWindow, dragged: list[QModelIndex], row: int, parent: QModelIndex) -> bool:
    """Drop rows as the view would: only where the model says that they may be dropped."""
    model = window.tree.findings_model
    data = model.mimeData(dragged)
    move = Qt.DropAction.MoveAction
    may = model.canDropMimeData(data, move, row, 0, parent)
    assert model.dropMimeData(data, move, row, 0, parent) is may
    return may


def test_findings_are_dropped_onto_a_heading_and_between_findings(window: MainWindow) -> None:
    leavers = section(window, "The experiences and progress of care")
    dragged = [index_of(window, Table.FINDING, finding(window, number).id) for number in ("6", "8")]
    assert drop(window, dragged, -1, index_of(window, Table.SECTION, leavers.id))
    numbers = [row.number for row in opened(window).findings if row.section_id == leavers.id]
    assert numbers == ["11", "12", "13", "6", "8"]
    assert window.action("undo").text().replace("&", "").startswith("Undo move of 2 findings")
    both_ways(window, lambda: outline(window))
    thirteen = index_of(window, Table.FINDING, finding(window, "13").id)
    assert drop(window, [thirteen], 0, thirteen.parent())
    numbers = [row.number for row in opened(window).findings if row.section_id == leavers.id]
    assert numbers == ["13", "11", "12", "6", "8"]
    assert finding(window, "13").decision is Decision.UNDECIDED


def test_headings_are_dropped_into_each_other_and_back(window: MainWindow) -> None:
    leavers = section(window, "The experiences and progress of care")
    needs = section(window, "What needs")
    assert drop(
        window,
        [index_of(window, Table.SECTION, leavers.id)],
        -1,
        index_of(window, Table.SECTION, needs.id),
    )
    assert section(window, "The experiences and progress of care").parent_id == needs.id
    assert outline(window)[outline(window).index(".The experiences ") - 1].startswith("The resp")
    both_ways(window, lambda: outline(window))
    inner, outer = index_of(window, Table.SECTION, leavers.id), index_of(window, Table.SECTION, needs.id)
    assert not drop(window, [outer], -1, inner), "no heading goes into itself"
    assert drop(window, [inner], outer.row(), QModelIndex())
    assert section(window, "The experiences and progress of care").parent_id is None
    assert next(row.id for row in opened(window).sections) == leavers.id


def test_what_cannot_be_dropped_there_is_refused(window: MainWindow) -> None:
    model = window.tree.findings_model
    nine = index_of(window, Table.FINDING, finding(window, "9").id)
    leavers = index_of(window, Table.SECTION, section(window, "The experiences and progress of care").id)
    before = outline(window)
    assert not drop(window, [nine], -1, index_of(window, Table.FINDING, finding(window, "8").id))
    assert not drop(window, [nine, leavers], -1, leavers)
    assert not drop(window, [nine], 0, QModelIndex())
    assert not drop(window, [model.index(1, 0)], -1, leavers)
    assert outline(window) == before
    assert window.session.undo_name() is None
    assert model.supportedDropActions() == Qt.DropAction.MoveAction
    assert model.flags(nine) & Qt.ItemFlag.ItemIsDragEnabled
    assert not model.flags(nine) & Qt.ItemFlag.ItemIsDropEnabled


def test_folded_headings_stay_folded_when_rows_move(window: MainWindow, go: Go) -> None:
    needs = section(window, "What needs")
    window.tree.collapse(index_of(window, Table.SECTION, needs.id))
    go("9")
    window.action("move_up").trigger()
    assert not window.tree.isExpanded(index_of(window, Table.SECTION, needs.id))
    assert window.tree.isExpanded(index_of(window, Table.FINDING, finding(window, "9").id).parent())


# Columns


def test_columns_are_chosen_at_the_header_and_remembered(
    window: MainWindow, make_window: Callable[[Path | None], MainWindow], store_path: Path
) -> None:
    header = window.tree.header()
    assert header.isVisible()
    header.customContextMenuRequested.emit(QPoint(5, 5))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = [action.objectName() for action in menu.actions() if action.objectName()]
    assert len(names) == len(Column)  # all but the words, and the names of the columns
    next(one for one in menu.actions() if one.objectName() == "page_column").trigger()
    menu.close()
    window.tree.setFocus()
    QTest.keyClick(window.tree, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.tree, Qt.Key.Key_S)
    window.action("polarity_column").trigger()
    window.action("headings").trigger()
    assert window.tree.columns.shown(Column.CONFIDENCE)
    window.tree.columns._drawn[Column.THEME] = 70
    window.close()
    again = make_window(store_path)
    assert again.tree.columns.shown(Column.PAGE)
    assert again.tree.columns.shown(Column.CONFIDENCE)
    assert not again.tree.columns.shown(Column.POLARITY)
    assert again.action("page_column").isChecked()
    assert again.tree.isHeaderHidden()
    assert again.tree.columnWidth(Column.THEME) == 70


def test_every_column_says_its_cells_and_its_name(window: MainWindow, go: Go) -> None:
    eight = go("8")
    window.session.edit(
        lambda: window.session.store.flag(eight.id, due="2020-01-01", reason="Ask", owner="AR")
    )
    window.session.edit(lambda: window.session.store.tag([eight.id], "urgent"))
    index = index_of(window, Table.FINDING, eight.id)
    said = {column: index.siblingAtColumn(column).data() for column in Column}
    assert (said[Column.CONFIDENCE], said[Column.PAGE]) == ("61%", "3")
    assert said[Column.FOLLOW_UP] == "overdue · 1 Jan 2020"
    assert said[Column.TAGS] == "urgent"
    model = window.tree.findings_model
    across = Qt.Orientation.Horizontal
    for column in Column:
        assert model.headerData(column, across, Qt.ItemDataRole.AccessibleTextRole)
    assert model.headerData(Column.THEME, across) == "Theme"
    assert model.headerData(Column.POLARITY, across) == ""


def test_however_many_columns_the_words_keep_some_room(window: MainWindow) -> None:
    for column in Column:
        window.tree.columns.show(column, True)
    window.right.resize(340, window.right.height())
    QApplication.processEvents()
    em = window.tree.fontMetrics().horizontalAdvance("0")
    assert window.tree.columnWidth(Column.WORDS) >= 10 * em


# Several at once


def test_several_findings_are_changed_together_in_one_step_each(qtbot: QtBot, window: MainWindow) -> None:
    select(window, "5", "6", "9")
    page = window.details.many
    assert page.isVisible()
    assert page.title.text() == "3 findings selected"
    assert page.decided.text() == "3 undecided"
    assert page.polarity.value == "positive"
    assert page.theme._words == "various"

    def state() -> list[FindingRow]:
        return [finding(window, number) for number in ("5", "6", "9")]

    for picker, typed, of in (
        (page.polarity, "mixed", lambda row: row.polarity == "mixed"),
        (page.kind, "context", lambda row: row.kind == "context"),
        (page.theme, "workf", lambda row: row.theme == "workforce"),
        (page.section, "what needs", lambda row: row.section_id == section(window, "What needs").id),
    ):
        picker.open()
        pick(qtbot, typed)
        assert all(of(row) for row in state())
        assert len(window.session.selected) == 3, "they stay selected"
        both_ways_selected(window, state)
        select(window, "5", "6", "9")
    page.more_themes.open()
    pick(qtbot, "recording")
    assert all(row.themes[-1] == "recording" for row in state())
    assert [chip.text() for chip in page.more_themes.chips] == ["Recording"]
    page.accept.click()
    page.reject.click()
    assert page.decided.text() == "3 rejected"
    assert not page.reject.isVisibleTo(page)
    page.restore.click()
    assert all(row.decision is Decision.CORRECTED for row in state())


def both_ways_selected(window: MainWindow, state: Callable[[], object]) -> None:
    now = state()
    window.session.undo()
    assert state() != now
    window.session.redo()
    assert state() == now


def test_several_findings_are_numbered(qtbot: QtBot, window: MainWindow) -> None:
    select(window, "11", "12", "13")
    ids = [finding(window, number).id for number in ("11", "12", "13")]
    window.tree.setFocus()
    QTest.keyClick(window.tree, Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    page = window.details.many
    assert QApplication.focusWidget() is page.number
    qtbot.keyClicks(page.number, "21")
    QTest.keyClick(page.number, Qt.Key.Key_Return)
    store = window.session.store
    assert [store.finding(one).number for one in ids] == ["21", "22", "23"]
    both_ways_selected(window, lambda: [store.finding(one).number for one in ids])
    select(window, "21", "22", "23")
    page.number.clear()
    page.renumber.click()
    assert [store.finding(one).number for one in ids] == [None, None, None]


def test_several_findings_move_together_and_stay_selected(window: MainWindow) -> None:
    select(window, "5", "6")
    window.tree.setFocus()
    QTest.keyClick(window.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    numbers = [row.number for row in opened(window).findings]
    assert numbers[4:8] == ["7", "5", "6", "8"]
    assert len(window.session.selected) == 2
    assert len(window.tree.selectionModel().selectedRows()) == 2
    QTest.keyClick(window.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [row.number for row in opened(window).findings][4:8] == ["5", "6", "7", "8"]


def test_keys_open_the_lists_for_several_findings(qtbot: QtBot, window: MainWindow) -> None:
    select(window, "5", "6")
    window.tree.setFocus()
    QTest.keyClick(window.tree, Qt.Key.Key_H)
    pick(qtbot, "what needs")
    needs = section(window, "What needs").id
    assert [finding(window, number).section_id for number in ("5", "6")] == [needs, needs]
    window.tree.setFocus()
    QTest.keyClick(window.tree, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    pick(qtbot, "workf")
    assert all("workforce" in finding(window, number).themes for number in ("5", "6"))
    window.details.many.number.clearFocus()
    window.session.step(1)
    assert window.details.finding.isVisible(), "one alone is shown as such again"


def test_all_that_is_shown_is_accepted_in_one_step(window: MainWindow, go: Go) -> None:
    go("12")
    window.session.reject()
    window.filter_bar.toggle(Facet.THEME, "care_leavers")
    window.tree.setFocus()
    strong = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.tree, Qt.Key.Key_Return, strong)
    decisions = {row.number: row.decision for row in opened(window).findings}
    assert decisions["11"] is Decision.ACCEPTED
    assert decisions["12"] is Decision.REJECTED, "what is decided stays as it is"
    assert decisions["13"] is Decision.UNDECIDED, "what the filter hides is left alone"
    assert all(row.decision is Decision.UNDECIDED for row in opened(window).judgements)
    window.filter_bar.toggle(Facet.THEME, "care_leavers")
    window.action("accept_shown").trigger()
    assert all(row.decision is not Decision.UNDECIDED for row in opened(window).findings)
    assert all(row.decision is Decision.ACCEPTED for row in opened(window).judgements)
    assert window.notice.label.text().startswith("15 accepted")
    window.notice.button.click()
    assert all(row.decision is Decision.UNDECIDED for row in opened(window).judgements)
    window.session.redo()
    window.action("accept_shown").trigger()
    assert window.notice.label.text() == "Nothing that is shown is undecided."


def test_what_the_filter_hides_is_selected_no_longer(window: MainWindow) -> None:
    select(window, "5", "7", "8")
    window.filter_bar.set_filter(FindingFilter(polarities=frozenset(("negative", "mixed"))))
    assert window.session.selected == (finding(window, "7").id, finding(window, "8").id)
    assert window.details.many.title.text() == "2 findings selected"
    window.filter_bar.toggle(Facet.DECISION, "undecided")
    window.details.many.accept.click()
    assert finding(window, "5").decision is Decision.UNDECIDED
    assert finding(window, "7").decision is Decision.ACCEPTED
    assert window.session.selected == (finding(window, "5").id,), "what is current, and that alone"
    assert window.details.finding.isVisible()


# Filters


def test_filters_by_follow_up_confidence_and_words_are_chips(
    qtbot: QtBot, window: MainWindow, go: Go
) -> None:
    eight = go("8")
    window.session.edit(lambda: window.session.store.flag(eight.id))
    window.tree.setFocus()
    QTest.keyClick(window.tree, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert menu is window.filter_bar.menu
    names = [action.text() for action in window.filter_bar.menu.actions()]
    assert names[:8] == [
        "Decision",
        "Polarity",
        "Kind",
        "Theme",
        "Follow-up",
        "How sure the machine is",
        "Tag",
        "Marked",
    ]
    window.filter_bar.menu.close()
    bar = window.filter_bar
    bar.toggle(Facet.FOLLOW_UP, "open")
    bar.toggle(Facet.CONFIDENCE, "low")
    bar.field.setText("minutes")
    qtbot.waitUntil(lambda: len(bar.chips) == 3)
    texts = [chip.text() for chip in bar.chips]
    assert texts == ["follow-up open ×", "50% sure or more, under 70% ×", "“minutes” ×"]
    assert outline(window) == ["The experiences ", "8"]
    for left in (2, 1, 0):
        bar.chips[-1].click()
        assert len(bar.chips) == left
    assert bar.field.text() == ""


def test_an_inner_heading_brings_those_that_it_stands_in(window: MainWindow) -> None:
    needs = section(window, "What needs")
    window.corrections.move_section(section(window, "The experiences and progress of care").id, needs.id)
    window.filter_bar.toggle(Facet.THEME, "care_leavers")
    assert outline(window) == ["What needs to im", ".The experiences ", "11", "12"]
