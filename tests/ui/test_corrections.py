"""Correcting what is beyond a finding's values in the real window: through undo, redo and restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.store import Store
from reviewer.store.rows import Decision, FindingRow, SectionRow
from reviewer.ui.fields import PickerPopup
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, OpenReport, Table

Go = Callable[[str], FindingRow]
Current = Callable[[], FindingRow]


def opened(window: MainWindow) -> OpenReport:
    assert window.session.report is not None
    return window.session.report


def section(window: MainWindow, begins: str) -> SectionRow:
    (row,) = [one for one in opened(window).sections if one.heading.startswith(begins)]
    return row


def choose(window: MainWindow, item: Item) -> None:
    window.session.set_current(item)
    window.tree.setFocus()


def outline(window: MainWindow) -> list[str]:
    """Headings with a dot for each level, and what stands under them, as the tree has it."""
    model = window.tree.findings_model
    lines: list[str] = []

    def walk(parent: object, depth: int) -> None:
        for row in range(model.rowCount(parent)):  # type: ignore[arg-type]
            index = model.index(row, 0, parent)  # type: ignore[arg-type]
            node = model.node(index)
            assert node is not None
            finding, held = model.finding(node), model.section(node)
            if held is not None:
                assert node.depth == depth
                lines.append("." * depth + held.heading[:16])
                walk(index, depth + 1)
            elif finding is not None and node.item is not None and not node.place:
                lines.append(finding.number or finding.text[:8])

    from PySide6.QtCore import QModelIndex

    walk(QModelIndex(), 0)
    return lines


@pytest.fixture
def restarted(
    window: MainWindow, make_window: Callable[[Path | None], MainWindow], store_path: Path
) -> Callable[[], MainWindow]:
    """Closes the window and opens another one on the same store."""

    def restart() -> MainWindow:
        window.close()
        return make_window(store_path)

    return restart


def pick(qtbot: QtBot, typed: str) -> None:
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, PickerPopup)
    qtbot.keyClicks(popup.field, typed)
    QTest.keyClick(popup.field, Qt.Key.Key_Return)


def both_ways(window: MainWindow, state: Callable[[], object], steps: int = 1) -> None:
    """Undoing gives another state, redoing this one again."""
    now = state()
    for _ in range(steps):
        window.action("undo").trigger()
    assert state() != now
    for _ in range(steps):
        window.action("redo").trigger()
    assert state() == now


# The report


def test_i_goes_to_the_facts_and_the_authority_is_searched_for(
    qtbot: QtBot, window: MainWindow, restarted: Callable[[], MainWindow]
) -> None:
    report_id = opened(window).row.id
    QTest.keyClick(window.tree, Qt.Key.Key_I)
    page = window.details.report
    assert page.isVisible()
    assert QApplication.focusWidget() is page.authority
    QTest.keyClick(page.authority, Qt.Key.Key_Down)
    pick(qtbot, "hackn")
    assert window.session.store.report(report_id).authority == "Hackney"
    assert "Northmere" in page.said["authority"].text()
    assert "Hackney" in window.windowTitle()
    assert window.tree.findings_model.index(0, 0).data().startswith("Hackney · ")
    library = window.library.library_model
    names = [library.index(row).data() for row in range(library.rowCount())]
    assert names.index("Hackney") < names.index("Northmere"), "the library groups it anew"
    both_ways(window, lambda: window.session.store.report(report_id).authority)
    assert restarted().session.store.metadata(report_id).values.authority == "Hackney"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Coventrey City Council", "Not in the register of authorities. Did you mean Coventry"),
        ("Zzyzx", "Not in the register of authorities."),
        ("Achieving for Children", "It serves Kingston upon Thames, Richmond upon Thames"),
        ("London Borough of Hackney", ""),
    ],
)
def test_what_the_register_says_of_a_name(window: MainWindow, typed: str, said: str) -> None:
    report_id = opened(window).row.id
    window.session.set_current(Item(Table.REPORT, report_id))
    window.corrections.set_fact("authority", typed)
    page = window.details.report
    assert page.unknown.text().startswith(said)
    assert page.unknown.isVisible() is bool(said)


def test_an_authority_that_no_register_has_is_typed(qtbot: QtBot, window: MainWindow) -> None:
    window.action("facts").trigger()
    window.details.report.authority.open()
    pick(qtbot, "Vale of Eastwold")
    assert window.session.store.report(opened(window).row.id).authority == "Vale of Eastwold"
    assert window.details.report.authority.value == "Vale of Eastwold"


def test_dates_are_typed_as_people_write_them(qtbot: QtBot, window: MainWindow) -> None:
    window.action("facts").trigger()
    page, store = window.details.report, window.session.store
    line = page.lines["publication_date"]
    report_id = opened(window).row.id
    for typed, iso, shown in (
        ("4 May 2026", "2026-05-04", "4 May 2026"),
        ("2026-05-07", "2026-05-07", "7 May 2026"),
        ("June 2026", "2026-06", "Jun 2026"),
        ("2026", "2026", "2026"),
    ):
        line.setFocus()
        line.selectAll()
        qtbot.keyClicks(line, typed)
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert store.metadata(report_id).values.publication_date == iso
        assert line.text() == shown
    line.selectAll()
    qtbot.keyClicks(line, "soon")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert store.metadata(report_id).values.publication_date == "2026"
    assert "soon is no date" in window.notice.label.text()
    assert "none" in page.said["publication_date"].text()


def test_lists_of_names_and_the_other_facts(window: MainWindow, restarted: Callable[[], MainWindow]) -> None:
    window.action("facts").trigger()
    page, store = window.details.report, window.session.store
    report_id = opened(window).row.id
    for field, typed in (
        ("lead_inspector", "Ada Quill"),
        ("addressee", "Dr Olu Marsh"),
        ("team_inspectors", "Ben Oak\n\n  Cy Elm "),
        ("copied_to", "Department for Education"),
    ):
        line = page.lines[field]
        line.setFocus()
        line.selectAll()
        line.insert(typed) if hasattr(line, "insert") else line.insertPlainText(typed)  # type: ignore[union-attr]
        line.clearFocus()
    assert "Rosa Lindqvist" in page.said["lead_inspector"].text()
    page.document_type.open()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, PickerPopup)
    popup.field.setText("monitoring")
    popup.pick()
    both_ways(window, lambda: store.metadata(report_id).values, 5)
    again = restarted()
    values = again.session.store.metadata(report_id).values
    assert values.team_inspectors == ("Ben Oak", "Cy Elm")
    assert (values.lead_inspector, values.addressee) == ("Ada Quill", "Dr Olu Marsh")
    assert values.copied_to == ("Department for Education",)
    assert values.document_type == "monitoring_visit"


# Sections


def test_heading_and_grade_of_a_section(
    qtbot: QtBot, window: MainWindow, restarted: Callable[[], MainWindow]
) -> None:
    leavers = section(window, "The experiences and progress of care")
    choose(window, Item(Table.SECTION, leavers.id))
    QTest.keyClick(window.tree, Qt.Key.Key_E)
    heading = window.details.section.heading
    assert QApplication.focusWidget() is heading
    heading.setPlainText("Care leavers")
    heading.clearFocus()
    assert section(window, "Care leavers").id == leavers.id
    assert "machine said heading" in window.details.section.said.text()
    window.tree.setFocus()
    QTest.keyClick(window.tree, Qt.Key.Key_Q)
    pick(qtbot, "requires improvement to")
    assert section(window, "Care leavers").grade == "Requires improvement to be good"
    both_ways(window, lambda: opened(window).sections, 2)
    window.tree.setFocus()
    QTest.keyClick(window.tree, Qt.Key.Key_Q)
    pick(qtbot, "no grade")
    assert section(window, "Care leavers").grade is None
    again = restarted()
    assert section(again, "Care leavers").grade is None


def test_a_section_is_made_of_selected_words(window: MainWindow) -> None:
    text = opened(window).source.text
    start = text.index("Table 2 continues")
    window.source.view.select((start, start + len("Table 2 continues overleaf")))
    window.source.view.setFocus()
    QTest.keyClick(window.source.view, Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    made = window.session.section
    assert made is not None
    assert made.heading == "Table 2 continues overleaf"
    assert window.details.section.isVisible()
    assert "Added by a reviewer" in window.details.section.said.text()
    both_ways(window, lambda: len(opened(window).sections))


SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize(
    ("modifiers", "place", "is_child"),
    [(Qt.KeyboardModifier.NoModifier, 1, False), (SHIFT, 0, False), (ALT, 1, True)],
    ids=["after", "before", "under"],
)
def test_a_section_is_added_by_hand(
    qtbot: QtBot, window: MainWindow, modifiers: Qt.KeyboardModifier, place: int, is_child: bool
) -> None:
    needs = section(window, "What needs")
    choose(window, Item(Table.SECTION, needs.id))
    QTest.keyClick(window.tree, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier | modifiers)
    new = window.details.section.new
    assert QApplication.focusWidget() is new.heading
    before = opened(window).sections
    qtbot.keyClicks(new.heading, "New one")
    QTest.keyClick(new.heading, Qt.Key.Key_Return)
    made = opened(window).sections[place]
    assert made.heading == "New one"
    assert made.parent_id == (needs.id if is_child else None)
    assert window.session.section == made
    window.action("undo").trigger()
    assert opened(window).sections == before


def test_a_section_is_removed_and_its_findings_go_up(window: MainWindow) -> None:
    leavers = section(window, "The experiences and progress of care")
    above = section(window, "The experiences and progress of children")
    choose(window, Item(Table.SECTION, leavers.id))
    QTest.keyClick(window.tree, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert opened(window).section(leavers.id) is None
    assert window.session.section is not None
    assert window.session.section.id == above.id
    eleven = next(row for row in opened(window).findings if row.number == "11")
    assert eleven.section_id == above.id
    assert eleven.decision is Decision.UNDECIDED
    both_ways(window, lambda: opened(window).sections)
    choose(window, Item(Table.SECTION, above.id))
    window.details.section.remove.click()
    assert opened(window).section(above.id) is None


def test_alt_arrows_move_a_section_in_out_up_and_down(
    window: MainWindow, restarted: Callable[[], MainWindow]
) -> None:
    leavers = section(window, "The experiences and progress of care")
    above = section(window, "The experiences and progress of children")
    choose(window, Item(Table.SECTION, leavers.id))
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(window.tree, Qt.Key.Key_Right, alt)
    assert section(window, "The experiences and progress of care").parent_id == above.id
    assert ".The experiences " in outline(window)
    assert window.session.section is not None, "it stays current"
    assert window.details.section.inside.value == str(above.id)
    QTest.keyClick(window.tree, Qt.Key.Key_Right, alt)
    assert "no heading before it" in window.notice.label.text()
    QTest.keyClick(window.tree, Qt.Key.Key_Left, alt)
    assert section(window, "The experiences and progress of care").parent_id is None
    QTest.keyClick(window.tree, Qt.Key.Key_Left, alt)
    assert "at the top already" in window.notice.label.text()
    QTest.keyClick(window.tree, Qt.Key.Key_Up, alt)
    assert [row.id for row in opened(window).sections][-1] == above.id
    QTest.keyClick(window.tree, Qt.Key.Key_Down, alt)
    assert [row.id for row in opened(window).sections][-1] == leavers.id
    QTest.keyClick(window.tree, Qt.Key.Key_Down, alt)
    assert "end of its level" in window.notice.label.text()
    both_ways(window, lambda: opened(window).sections)
    QTest.keyClick(window.tree, Qt.Key.Key_Right, alt)
    again = restarted()
    assert section(again, "The experiences and progress of care").parent_id == above.id


def test_a_section_is_put_into_another_by_the_picker(qtbot: QtBot, window: MainWindow) -> None:
    leavers, needs = section(window, "The experiences and progress of care"), section(window, "What needs")
    choose(window, Item(Table.SECTION, leavers.id))
    popup = window.details.section.inside.open()
    offered = [popup._model.item(row).text().strip() for row in range(popup._model.rowCount())]
    assert not any(one.startswith("The experiences and progress of care ") for one in offered)
    pick(qtbot, "what needs")
    assert section(window, "The experiences and progress of care").parent_id == needs.id


# Judgements


def test_a_judgement_is_made_of_selected_words_with_its_grade(window: MainWindow) -> None:
    text = opened(window).source.text
    start = text.index("The experiences and progress of children in care Good")
    end = start + len("The experiences and progress of children in care Good")
    window.source.view.select((start, end))
    window.source.view.setFocus()
    before = len(opened(window).judgements)
    QTest.keyClick(window.source.view, Qt.Key.Key_Q, Qt.KeyboardModifier.ShiftModifier)
    made = window.session.judgement
    assert made is not None
    assert (made.area, made.grade) == ("The experiences and progress of children in care", "Good")
    assert made.decision is Decision.ADDED
    assert len(opened(window).judgements) == before + 1
    both_ways(window, lambda: len(opened(window).judgements))


def test_a_judgement_without_a_grade_in_its_words_asks_for_it(qtbot: QtBot, window: MainWindow) -> None:
    text = opened(window).source.text
    start = text.index("Table 2 continues")
    window.source.view.select((start, start + len("Table 2 continues")))
    window.action("add_judgement").trigger()
    new = window.details.report.new_judgement
    assert new.area.text() == "Table 2 continues"
    assert QApplication.focusWidget() is new.grade
    new.grade.open()
    pick(qtbot, "Exemplary")
    new.add.click()
    made = window.session.judgement
    assert made is not None
    assert (made.area, made.grade) == ("Table 2 continues", "Exemplary"), "a grade of its own"
    assert made.spans == ((start, start + len("Table 2 continues")),)
    assert new.area.text() == ""


def test_a_judgement_is_added_by_hand(qtbot: QtBot, window: MainWindow) -> None:
    window.tree.setFocus()
    QTest.keyClick(window.tree, Qt.Key.Key_Q, Qt.KeyboardModifier.ShiftModifier)
    new = window.details.report.new_judgement
    assert QApplication.focusWidget() is new.area
    qtbot.keyClicks(new.area, "Overall effectiveness")
    QTest.keyClick(new.area, Qt.Key.Key_Return)
    pick(qtbot, "inadequate")
    QTest.keyClick(new.area, Qt.Key.Key_Return)
    made = window.session.judgement
    assert made is not None
    assert (made.area, made.grade) == ("Overall effectiveness", "Inadequate")


# What goes where


def test_alt_arrows_move_findings_over_headings(window: MainWindow, go: Go, current: Current) -> None:
    alt = Qt.KeyboardModifier.AltModifier
    here, leavers = (
        section(window, "The experiences and progress of children"),
        section(window, "The experiences and progress of care"),
    )
    go("9")
    QTest.keyClick(window.tree, Qt.Key.Key_Up, alt)
    order = [row.number for row in opened(window).findings]
    assert order.index("9") == order.index("8") - 1
    assert current().decision is Decision.UNDECIDED, "another place is no correction"
    assert current().number == "9"
    for _ in range(2):
        QTest.keyClick(window.tree, Qt.Key.Key_Down, alt)
    order = [row.number for row in opened(window).findings]
    assert order.index("9") == order.index("10") + 1
    QTest.keyClick(window.tree, Qt.Key.Key_Down, alt)
    assert current().section_id == leavers.id
    assert current().decision is Decision.CORRECTED
    order = [row.number for row in opened(window).findings]
    assert order.index("9") == order.index("11") - 1
    QTest.keyClick(window.tree, Qt.Key.Key_Left, alt)
    assert current().section_id == here.id
    QTest.keyClick(window.tree, Qt.Key.Key_Right, alt)
    assert current().section_id == leavers.id
    QTest.keyClick(window.tree, Qt.Key.Key_Right, alt)
    assert "no heading further on" in window.notice.label.text()
    both_ways(window, lambda: [(row.id, row.section_id) for row in opened(window).findings])


def test_h_puts_a_finding_under_another_heading(
    qtbot: QtBot, window: MainWindow, go: Go, current: Current, restarted: Callable[[], MainWindow]
) -> None:
    nine = go("9")
    QTest.keyClick(window.tree, Qt.Key.Key_H)
    pick(qtbot, "what needs")
    assert current().section_id == section(window, "What needs").id
    assert "machine said section" in window.details.finding.said.text()
    both_ways(window, lambda: current().section_id)
    assert restarted().session.store.finding(nine.id).decision is Decision.CORRECTED


def test_the_store_keeps_what_the_window_did(window: MainWindow, store_path: Path, go: Go) -> None:
    go("9")
    window.action("move_in").trigger()
    window.action("facts").trigger()
    window.corrections.set_fact("addressee", "Dr Olu Marsh")
    window.close()
    with Store.open(store_path, reviewer="AR") as store:
        assert store.check() == []
