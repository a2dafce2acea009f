"""The page that says how good the extractor is: figures, corrections to open, files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reviewer.store import ReportState
from reviewer.store.rows import FindingRow
from reviewer.ui.accuracy_page import AccuracyPage
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, Table
from reviewer.ui.years_commands import YearsCommands, content_of


def group(window: MainWindow) -> YearsCommands:
    (found,) = (one for one in window.command_groups if isinstance(one, YearsCommands))
    return found


@pytest.fixture
def page(window: MainWindow) -> AccuracyPage:
    """The open report reviewed to the end, one theme of it corrected."""
    report = window.session.report
    assert report is not None
    window.session.set_current(Item(Table.FINDING, report.findings[0].id))
    window.session.set_theme("workforce")
    window.session.edit(lambda: window.session.store.set_report_state(report.row.id, ReportState.REVIEWED))
    window.actions_by_name["accuracy"].trigger()
    window.jobs.finish()
    return group(window).accuracy_page()


def test_before_anything_is_reviewed_it_says_what_to_do(window: MainWindow) -> None:
    window.actions_by_name["accuracy"].trigger()
    window.jobs.finish()
    shown = group(window).accuracy_page()
    assert window.pages.currentWidget() is shown
    assert shown.empty.isVisible()
    assert "reviewed to the end" in shown.empty.text()
    assert not shown.export_button.isEnabled()


def test_figures_and_corrections_are_shown(page: AccuracyPage) -> None:
    assert page.facts.text().startswith("1 reviewed report")
    assert page.picture.picture is not None
    names = [spot.name for spot in page.picture.picture.spots]
    theme = next(name for name in names if name.startswith("Main theme"))
    assert "few" in theme, "so few cases say little"
    listed = [figure.cells for figure in page.table.figures_model.figures]
    assert any(cells[0] == "Theme" and cells[2] == "Workforce" for cells in listed)


def test_every_figure_stands_in_a_table_beside_the_picture(page: AccuracyPage) -> None:
    page.beside.picked.emit("figures")
    cells = {figure.cells[0]: figure.cells for figure in page.table.figures_model.figures}
    assert int(cells["Main theme"][1]) == int(cells["Main theme"][2]) - 1
    assert "few" in cells["Main theme"][3]
    assert "Authority" in cells
    page.beside.picked.emit("corrections")
    assert page.table.figures_model.heads[0] == "What"


def test_a_correction_opens_its_place_by_keys(
    page: AccuracyPage, window: MainWindow, current: Callable[[], FindingRow]
) -> None:
    rows = page.table.figures_model.figures
    wanted = next(row for row, figure in enumerate(rows) if figure.cells[0] == "Theme")
    page.table.setFocus()
    page.table.selectRow(wanted)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is window.bench
    assert current().theme == "workforce"
    window.actions_by_name["accuracy"].trigger()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.bench


def test_it_is_written_as_drawing_table_and_page(
    page: AccuracyPage, window: MainWindow, tmp_path: Path
) -> None:
    drawing = content_of(page, "svg")
    assert drawing is not None
    assert ElementTree.fromstring(drawing).tag.endswith("svg")
    table = content_of(page, "csv")
    assert table is not None
    lines = table.decode("utf-8-sig").splitlines()
    assert lines[0] == "group,figure,right,of,share,low,high,few"
    assert any(line.startswith("all,theme,") for line in lines)
    reading = content_of(page, "html")
    assert reading is not None
    assert b"<svg" in reading
    assert b"</html>" in reading
    group(window).write(page, "png", tmp_path / "accuracy.png")
    assert (tmp_path / "accuracy.png").read_bytes().startswith(b"\x89PNG")
