"""The tree of findings: rows, filters, editing in place, what it says to a screen reader."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from reviewer.store.rows import Decision, FindingRow
from reviewer.ui.fields import CommitText
from reviewer.ui.filters import Facet, FindingFilter
from reviewer.ui.findings_model import Column, FindingsModel, NodeType
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, Table

Go = Callable[[str], FindingRow]
Current = Callable[[], FindingRow]


def tops(window: MainWindow) -> list[str]:
    model = window.tree.findings_model
    return [model.heading(model.node(model.index(row, 0))) for row in range(model.rowCount())]  # type: ignore[arg-type]


def index_of(window: MainWindow, row: FindingRow, column: Column = Column.DECISION) -> QModelIndex:
    return window.tree.findings_model.index_of(Item(Table.FINDING, row.id)).siblingAtColumn(column)


def shown(window: MainWindow) -> list[str | None]:
    model = window.tree.findings_model
    found = []
    for top in range(model.rowCount()):
        parent = model.index(top, 0)
        for row in range(model.rowCount(parent)):
            node = model.node(model.index(row, 0, parent))
            assert node is not None
            finding = model.finding(node)
            if node.type is NodeType.FINDING and finding is not None:
                found.append(finding.number or finding.text[:12])
    return found


def test_the_model_is_sound(window: MainWindow) -> None:
    QAbstractItemModelTester(
        window.tree.findings_model, QAbstractItemModelTester.FailureReportingMode.Warning
    )
    window.filter_bar.toggle(Facet.POLARITY, "negative")
    window.session.accept()
    window.filter_bar.set_filter(FindingFilter())


def test_headings_stand_in_reading_order(window: MainWindow) -> None:
    assert tops(window) == [
        "Northmere · Inspection · 9–13 Mar 2026",
        "Judgements",
        "Before the first heading",
        "What needs to improve",
        "The experiences and progress of children who need help and protection: good",
        "The experiences and progress of care leavers: outstanding",
    ]


def test_only_the_current_finding_shows_its_parts(window: MainWindow, go: Go) -> None:
    seven, eight = go("7"), go("8")
    assert not window.tree.isExpanded(index_of(window, seven))
    assert window.tree.isExpanded(index_of(window, eight))
    model = window.tree.findings_model
    index = index_of(window, seven)
    parts = [model.index(row, Column.WORDS, index).data() for row in range(model.rowCount(index))]
    assert len(parts) == 4
    assert parts[1].startswith("Weaker assessments")
    assert parts[3] == "18% of families · specialist assessments over 45 days"


def test_arrow_keys_move_through_the_tree_and_the_session_follows(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("12")
    QTest.keyClick(window.tree, Qt.Key.Key_Down)
    assert current().number == "13"
    QTest.keyClick(window.tree, Qt.Key.Key_Left)
    assert window.session.current is not None
    assert window.session.current.table is Table.SECTION
    assert "3 findings" in window.details.section.under.text()
    QTest.keyClick(window.tree, Qt.Key.Key_Left)
    assert not window.tree.isExpanded(window.tree.currentIndex().siblingAtColumn(0))
    QTest.keyClick(window.tree, Qt.Key.Key_Right)
    assert window.tree.isExpanded(window.tree.currentIndex().siblingAtColumn(0))


def test_filters_combine_and_show_as_chips(window: MainWindow, go: Go) -> None:
    go("7")
    bar = window.filter_bar
    bar.toggle(Facet.POLARITY, "negative")
    bar.toggle(Facet.POLARITY, "mixed")
    assert shown(window)[-2:] == ["7", "8"]
    bar.toggle(Facet.KIND, "narrative")
    assert shown(window) == ["7", "8"]
    assert [chip.text() for chip in bar.chips] == ["Polarity: − ± ×", "Narrative ×"]
    assert "Judgements" not in tops(window)
    window.session.accept()
    bar.toggle(Facet.DECISION, "undecided")
    assert shown(window) == ["8"]
    assert bar.chips[0].text() == "Undecided 12 ×"
    bar.chips[1].click()
    bar.chips[1].click()
    assert len(shown(window)) == 12
    window.action("clear_filter").trigger()
    assert len(shown(window)) == 13
    assert bar.chips == []


def test_a_finding_decided_leaves_the_filter_of_undecided(window: MainWindow, go: Go) -> None:
    window.filter_bar.toggle(Facet.DECISION, "undecided")
    go("8")
    window.session.accept_and_go_on()
    assert "8" not in shown(window)
    assert "9" in shown(window)
    assert window.filter_bar.chips[0].text() == "Undecided 12 ×"
    window.action("undo").trigger()
    assert "8" in shown(window)


def test_words_are_filtered_by_typing(qtbot: QtBot, window: MainWindow) -> None:
    window.action("filter").trigger()
    assert QApplication.focusWidget() is window.filter_bar.field
    qtbot.keyClicks(window.filter_bar.field, "MINUTES late")
    qtbot.waitUntil(lambda: shown(window) == ["8"])
    QTest.keyClick(window.filter_bar.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(shown(window)) == 13)


def test_the_filter_menu_counts(window: MainWindow) -> None:
    window.filter_bar.menu.aboutToShow.emit()
    polarity = window.filter_bar.menu.actions()[1].menu()
    assert polarity is not None
    assert [action.text().replace("\t", " ") for action in polarity.actions()] == [
        "+  positive 7",
        "−  negative 4",
        "±  mixed 1",
        "·  neutral 1",
    ]
    polarity.actions()[3].trigger()
    assert shown(window) == ["10"]


def test_the_wording_is_edited_in_place(qtbot: QtBot, window: MainWindow, go: Go, current: Current) -> None:
    go("9")
    QTest.keyClick(window.tree, Qt.Key.Key_F2)
    editor = window.tree.viewport().findChild(CommitText)
    assert editor is not None
    editor.setPlainText("Enquiries are on time.")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert current().wording == "Enquiries are on time."
    assert index_of(window, current(), Column.WORDS).data() == "Enquiries are on time."


def test_esc_in_the_tree_keeps_what_was_typed(window: MainWindow, go: Go, current: Current) -> None:
    go("9")
    window.tree.edit(index_of(window, current(), Column.NUMBER))
    editor = window.tree.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.setText("9b")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert current().number == "9b"


def test_a_double_click_on_the_theme_opens_the_list(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current
) -> None:
    go("9")
    place = window.tree.visualRect(index_of(window, current(), Column.THEME)).center()
    QTest.mouseClick(window.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(window.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    qtbot.keyClicks(popup.field, "voice")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert current().theme == "voice_and_participation"


def test_a_double_click_on_a_judgement_opens_the_grades(qtbot: QtBot, window: MainWindow) -> None:
    report = window.session.report
    assert report is not None
    judgement = report.judgements[0]
    window.session.set_current(Item(Table.JUDGEMENT, judgement.id))
    index = window.tree.findings_model.index_of(Item(Table.JUDGEMENT, judgement.id))
    place = QPoint(window.tree.viewport().width() - 30, window.tree.visualRect(index).center().y())
    QTest.mouseClick(window.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(window.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    qtbot.keyClicks(popup.field, "inad")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert window.session.store.judgement(judgement.id).grade == "Inadequate"


def test_a_click_on_the_circle_accepts(qtbot: QtBot, window: MainWindow, go: Go, current: Current) -> None:
    go("9")
    place = window.tree.visualRect(index_of(window, current())).center()
    QTest.mouseClick(window.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert current().decision is Decision.ACCEPTED


def test_a_click_on_a_heading_folds_it(window: MainWindow) -> None:
    index = window.tree.findings_model.index(3, 0)
    window.tree.scrollTo(index)
    arrow = QPoint(15, window.tree.visualRect(index).center().y())
    assert window.tree.isExpanded(index)
    QTest.mouseClick(window.tree.viewport(), Qt.MouseButton.LeftButton, pos=arrow)
    assert not window.tree.isExpanded(index)
    QTest.mouseClick(window.tree.viewport(), Qt.MouseButton.LeftButton, pos=arrow)
    assert window.tree.isExpanded(index)


def test_a_click_on_the_words_of_a_heading_only_chooses_it(window: MainWindow) -> None:
    index = window.tree.findings_model.index(3, 0)
    window.tree.scrollTo(index)
    place = window.tree.visualRect(index).center() + QPoint(100, 0)
    QTest.mouseClick(window.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.session.section is not None
    assert window.tree.isExpanded(index)
    QTest.mouseClick(window.tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.tree.isExpanded(index)


def test_rows_speak(window: MainWindow, go: Go) -> None:
    seven = go("7")
    window.session.toggle_flag()
    said = [index_of(window, seven, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in Column]
    assert said[0] == "undecided"
    assert said[1:3] == ["7", "mixed"]
    assert said[3].startswith("Most assessments")
    assert said[4:] == ["Narrative", "Assessment", "86%", "3", "open", "", "open"]
    top = window.tree.findings_model.index(4, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert top.endswith("protection: good Good, 0 of 6 decided")


def test_columns_can_be_chosen(window: MainWindow) -> None:
    assert window.tree.isColumnHidden(Column.KIND)
    window.action("kind_column").trigger()
    assert not window.tree.isColumnHidden(Column.KIND)
    assert window.action("kind_column").isChecked()
    window.action("theme_column").trigger()
    assert window.tree.isColumnHidden(Column.THEME)


def test_an_empty_model_has_no_rows() -> None:
    model = FindingsModel()
    assert model.rowCount() == 0
    assert not model.index(0, 0).isValid()
