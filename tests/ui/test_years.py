"""An authority over the years and themes across authorities in the window, by keys and by pointer."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.analysis.comparison import By, Counted
from reviewer.pictures.shapes import Spot
from reviewer.store.rows import FindingRow
from reviewer.ui.across_page import AcrossPage
from reviewer.ui.brief_list import BriefLine, Heading
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Table
from reviewer.ui.timeline_page import TimelinePage

Key = Qt.Key


@pytest.fixture
def years(window: MainWindow) -> TimelinePage:
    """The page, on the authority of the open report."""
    window.action("over_the_years").trigger()
    page = window.years.timeline_page()
    assert window.pages.currentWidget() is page
    return page


@pytest.fixture
def across(window: MainWindow) -> AcrossPage:
    """The page, counted."""
    window.action("across_authorities").trigger()
    window.jobs.finish()
    page = window.years.across_page()
    assert window.pages.currentWidget() is page
    return page


def spot(page: TimelinePage | AcrossPage, words: str) -> Spot:
    """The part of the picture whose name begins so."""
    picture = page.picture.picture
    assert picture is not None
    return next(one for one in picture.spots if one.name.startswith(words))


def press(*keys: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or focus, key)


def test_shows_the_authority_of_the_open_report(window: MainWindow, years: TimelinePage) -> None:
    assert years.title.text() == "Northmere over the years"
    assert years.timeline is not None
    dates = [one.date for one in years.timeline.inspections]
    assert len(dates) > 1
    assert dates == sorted(dates)
    assert years.picture.hasFocus()


def test_arrows_go_through_the_picture_and_the_table_follows(years: TimelinePage) -> None:
    press(Key.Key_Right, Key.Key_Down)
    current = years.picture.current
    assert current is not None
    assert (current.row, current.column) == (1, 0)
    assert years.picture.accessibleDescription() == current.name
    row = years.table.currentIndex().row()
    assert years.table.figures_model.figures[row].place == (1, 0)
    press(Key.Key_End)
    assert years.timeline is not None
    assert years.picture.current is not None
    assert years.picture.current.column == len(years.timeline.inspections) - 1
    press(Key.Key_Up)
    assert years.picture.current.row == 0


def test_the_table_moves_the_picture(years: TimelinePage) -> None:
    years.table.setFocus()
    years.table.selectRow(3)
    figure = years.table.figures_model.figures[3]
    assert years.picture.current is not None
    assert (years.picture.current.row, years.picture.current.column) == figure.place


def test_every_part_of_the_picture_but_its_heads_has_a_row(years: TimelinePage) -> None:
    picture = years.picture.picture
    assert picture is not None
    places = {figure.place for figure in years.table.figures_model.figures}
    assert {(one.row, one.column) for one in picture.spots if one.row} == places


def test_enter_on_a_grade_goes_to_its_words(window: MainWindow, years: TimelinePage) -> None:
    graded = next(
        one
        for one in years.picture.picture.spots
        if one.target.judgement_id is not None  # type: ignore[union-attr]
    )
    years.picture.set_current((graded.row, graded.column))
    press(Key.Key_Return)
    assert window.pages.currentWidget() is window.bench
    current = window.session.current
    assert current is not None
    assert (current.table, current.id) == (Table.JUDGEMENT, graded.target.judgement_id)


def test_enter_on_a_theme_lists_its_findings_and_enter_again_opens_one(
    window: MainWindow, years: TimelinePage
) -> None:
    picture = years.picture.picture
    assert picture is not None
    several = next(one for one in picture.spots if len(one.target.finding_ids) > 1)
    years.picture.set_current((several.row, several.column))
    press(Key.Key_Return)
    lines = [line for line in years.findings.brief_model.lines if isinstance(line, BriefLine)]
    assert [line.brief.finding_id for line in lines] == list(several.target.finding_ids)
    assert years.findings.hasFocus()
    assert years.behind.text() == several.name
    press(Key.Key_Down, Key.Key_Return)
    assert window.pages.currentWidget() is window.bench
    assert window.session.finding is not None
    assert window.session.finding.id == lines[1].brief.finding_id


def test_a_click_opens_too(window: MainWindow, years: TimelinePage) -> None:
    head = spot(years, years.picture.picture.spots[0].name)  # type: ignore[union-attr]
    at = QPoint(round(head.x + head.width / 2), round(head.y + head.height / 2))
    QTest.mouseClick(years.picture.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert window.pages.currentWidget() is window.bench
    assert window.session.report is not None
    assert window.session.report.row.id == head.target.report_id


def test_escape_goes_back_from_the_list_and_from_the_page(window: MainWindow, years: TimelinePage) -> None:
    picture = years.picture.picture
    assert picture is not None
    several = next(one for one in picture.spots if len(one.target.finding_ids) > 1)
    years.open_target(several.target, several.name)
    press(Key.Key_Escape)
    assert years.picture.hasFocus()
    assert window.pages.currentWidget() is years
    press(Key.Key_Escape)
    assert window.pages.currentWidget() is window.bench
    assert window.tree.hasFocus()


def test_letters_decide_nothing_unseen(window: MainWindow, years: TimelinePage) -> None:
    before = window.session.finding
    assert before is not None
    press(Key.Key_X, Key.Key_E, Key.Key_Space)
    assert window.session.store.finding(before.id).decision == before.decision
    assert not window.action("reject").isEnabled()
    press(Key.Key_Escape)
    assert window.action("reject").isEnabled()


def test_f6_goes_round_the_panes(years: TimelinePage) -> None:
    press(Key.Key_F6)
    assert years.table.hasFocus()
    press(Key.Key_F6)
    assert years.picture.hasFocus()


def test_an_edit_is_seen_when_the_page_is_shown_again(
    window: MainWindow, go: Callable[[str], FindingRow]
) -> None:
    window.action("over_the_years").trigger()
    page = window.years.timeline_page()
    assert page.timeline is not None
    before = sum(one.findings for one in page.timeline.inspections)
    press(Key.Key_Escape)
    report = window.session.report
    assert report is not None
    go(report.findings[0].text[:20])
    window.session.reject()
    window.action("over_the_years").trigger()
    assert page.timeline is not None
    assert sum(one.findings for one in page.timeline.inspections) == before - 1


def test_themes_as_shares(years: TimelinePage) -> None:
    assert not any("%" in one.text for one in _words(years) if one.text[:1] in "\u2212+")
    years.shares.click()
    assert any("%" in one.text for one in _words(years) if one.text[:1] in "\u2212+")


def _words(page: TimelinePage) -> list:  # type: ignore[type-arg]
    from reviewer.pictures.shapes import Words

    picture = page.picture.picture
    assert picture is not None
    return [shape for shape in picture.shapes if isinstance(shape, Words)]


def test_another_authority_can_be_picked(years: TimelinePage) -> None:
    names = [option.value for option in years._options()]
    assert "Northmere" in names
    other = next(name for name in names if name != "Northmere")
    years.authority.picked.emit(other)
    QApplication.processEvents()
    assert years.title.text() == f"{other} over the years"


def test_from_the_library_by_the_authority_s_heading(window: MainWindow, qtbot: QtBot) -> None:
    view = window.library.view
    name = window.library.library_model.row_at(window.library.library_model.index(0)).authority  # type: ignore[union-attr]
    rect = view.visualRect(window.library.library_model.index(0))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert window.pages.currentWidget() is window.years.timeline_page()
    assert window.years.timeline_page().authority.value == name


@pytest.mark.parametrize("form", ["png", "svg", "csv", "html"])
def test_exports(window: MainWindow, years: TimelinePage, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"northmere.{form}"
    window.years.write(years, form, path)
    _is_valid(form, path)
    assert str(path) in window.notice.label.text()


def _is_valid(form: str, path: Path) -> None:
    if form == "png":
        assert not QImage(str(path)).isNull()
    elif form == "svg":
        assert ET.parse(path).getroot().tag == "{http://www.w3.org/2000/svg}svg"
    elif form == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.DictReader(file))) > 3
    else:
        assert "<svg" in path.read_text(encoding="utf-8")


def test_an_export_that_cannot_be_written_is_told(
    window: MainWindow, years: TimelinePage, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    window.years.write(years, "csv", tmp_path / "file" / "northmere.csv")
    assert "can't be written" in window.notice.label.text()


# Across authorities


def test_counts_by_authority(across: AcrossPage) -> None:
    found = across.comparison
    assert found is not None
    assert "Northmere" in [group.label for group in found.groups]
    assert across.facts.text().startswith(f"{found.reports} reports")
    picture = across.picture.picture
    assert picture is not None
    assert len([one for one in picture.spots if one.row]) == len(found.themes) * len(found.groups)


def test_enter_on_a_cell_lists_the_findings_behind_it(window: MainWindow, across: AcrossPage) -> None:
    picture = across.picture.picture
    assert picture is not None
    several = next(one for one in picture.spots if len(one.target.finding_ids) > 1)
    across.picture.set_current((several.row, several.column))
    press(Key.Key_Return)
    lines = across.findings.brief_model.lines
    assert isinstance(lines[0], Heading)
    listed = [line.brief.finding_id for line in lines if isinstance(line, BriefLine)]
    assert listed == list(several.target.finding_ids)
    press(Key.Key_Return)
    assert window.session.finding is not None
    assert window.session.finding.id == listed[0]


def test_filters_are_chips_that_can_be_taken_away(window: MainWindow, across: AcrossPage) -> None:
    across.choose(by=By.FAMILY, counted=Counted.ALL, families=("ilacs",), reviewed=True)
    _count(window)
    assert across.comparison is None or not across.comparison.themes
    assert "Nothing passes" in across.empty.text()
    assert len(across.chips) == 2
    across.chips[1].click()
    _count(window)
    assert across.choice.reviewed is False
    assert across.comparison is not None
    assert [group.key for group in across.comparison.groups] == ["ilacs"]
    assert len(across.chips) == 1


def test_the_menu_of_filters_offers_what_there_is(across: AcrossPage) -> None:
    menu = across.add.menu()
    menu.aboutToShow.emit()
    below = {action.text().replace("&", ""): action.menu() for action in menu.actions() if action.menu()}
    assert set(below) >= {
        "Kind of report",
        "Authority",
        "Polarity",
        "Kind of finding",
        "From year",
        "To year",
    }
    authority = next(one for one in below["Authority"].actions() if one.text() == "Northmere")  # type: ignore[union-attr]
    authority.trigger()
    assert list(across.choice.authorities) == ["Northmere"]


def test_beside_its_neighbours(window: MainWindow, across: AcrossPage) -> None:
    across.show_beside("Northmere")
    _count(window)
    assert across.comparison is not None
    assert across.comparison.groups[0].label == "Northmere"


def test_another_store_starts_anew(
    window: MainWindow, across: AcrossPage, store_path: Path, tmp_path: Path
) -> None:
    across.choose(families=("ilacs",))
    other = tmp_path / "other.sqlite"
    other.write_bytes(store_path.read_bytes())
    assert window.open_store(other)
    assert not across.choice.families


def _count(window: MainWindow) -> None:
    QApplication.processEvents()
    window.jobs.finish()


def test_comparison_is_exported(window: MainWindow, across: AcrossPage, tmp_path: Path) -> None:
    for form in ("png", "svg", "csv", "html"):
        path = tmp_path / f"across.{form}"
        window.years.write(across, form, path)
        _is_valid(form, path)


# Like this one


def test_findings_like_this_one_elsewhere(window: MainWindow, go: Callable[[str], FindingRow]) -> None:
    report = window.session.report
    assert report is not None
    finding = max(report.findings, key=lambda row: len(row.text))
    window.session.set_current(_item(finding.id))
    window.action("alike").trigger()
    window.jobs.finish()
    panel = window.years.alike_panel()
    assert panel.isVisible()
    lines = [line for line in panel.list.brief_model.lines if isinstance(line, BriefLine)]
    assert all(line.brief.report_id != report.row.id for line in lines)
    assert str(len(lines)) in panel.head.text() or "No finding" in panel.head.text()


def _item(finding_id: int):  # type: ignore[no-untyped-def]
    from reviewer.ui.session import Item

    return Item(Table.FINDING, finding_id)


def test_from_the_details_of_a_report(window: MainWindow) -> None:
    from reviewer.ui.session import Item

    report = window.session.report
    assert report is not None
    window.session.set_current(Item(Table.REPORT, report.row.id))
    assert window.details.report.years.isVisible()
    window.details.report.years.click()
    assert window.pages.currentWidget() is window.years.timeline_page()
    assert window.years.timeline_page().title.text() == f"{report.row.authority} over the years"


def test_from_the_timeline_to_its_neighbours(window: MainWindow, years: TimelinePage) -> None:
    assert not years.beside.isVisible(), "Northmere is in no register"
    years.compare_wanted.emit("Coventry")
    _count(window)
    assert window.pages.currentWidget() is window.years.across_page()
    assert window.years.across_page().by.value == "beside:Coventry"
