"""The page on agreement: with the machine at once, with a colleague by file, and the way to each place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from reviewer.store import Store
from reviewer.ui.agreement_commands import AgreementCommands
from reviewer.ui.agreement_page import AgreementPage
from reviewer.ui.main_window import MainWindow


@pytest.fixture
def commands(window: MainWindow) -> AgreementCommands:
    return next(group for group in window.command_groups if isinstance(group, AgreementCommands))


@pytest.fixture
def page(window: MainWindow, commands: AgreementCommands) -> AgreementPage:
    """The page, shown on a store with four findings accepted, one of them corrected."""
    report = window.session.report
    assert report is not None
    ids = [row.id for row in report.findings[:4]]
    window.session.edit(lambda: window.session.store.accept(ids))
    window.session.edit(lambda: window.session.store.set_theme([ids[1]], "recording"))
    window.action("agreement").trigger()
    window.jobs.finish()
    return commands.page


@pytest.fixture
def colleague(store_path: Path, tmp_path: Path) -> Path:
    """Ben's store of the same reports: the long one reviewed, with a finding of his own way."""
    path = Path(shutil.copy(store_path, tmp_path / "ben.sqlite"))
    with Store.open(path, reviewer="Ben") as store:
        row = next(row for row in store.reports() if row.source_name == "northmere-2026.pdf")
        findings = store.findings(row.id)
        store.accept([one.id for one in findings])
        store.set_polarity([findings[2].id], "mixed" if findings[2].polarity != "mixed" else "neutral")
        store.reject([findings[3].id])
    return path


def figure(page: AgreementPage, name: str) -> list[str]:
    rows = [page.figures.topLevelItem(place) for place in range(page.figures.topLevelItemCount())]
    return next([row.text(column) for column in range(6)] for row in rows if row and row.text(0) == name)


def test_agreement_with_the_machine(window: MainWindow, page: AgreementPage) -> None:
    assert window.pages.currentWidget() is page
    assert page.raters.currentText() == "AR and the machine"
    assert page.facts.text() == "1 report"
    assert figure(page, "Theme")[1:3] == ["4", "75% (25% – 100%)"]
    assert figure(page, "Theme")[5] == "few"
    assert page.differences.topLevelItemCount() == 1
    assert page.count.text() == "1 difference"
    page.undecided.click()
    window.jobs.finish()
    assert figure(page, "Theme")[1] == "25"


def test_with_a_colleague_and_to_the_place(
    qtbot: QtBot,
    window: MainWindow,
    page: AgreementPage,
    colleague: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(colleague)], ""))
    page.add_button.click()
    window.jobs.finish()
    assert [page.raters.itemText(place) for place in range(page.raters.count())] == [
        "AR and Ben",
        "AR and the machine",
        "Ben and the machine",
        "AR and Ben and the machine",
    ]
    assert page.raters.currentText() == "AR and Ben"
    assert page.count.text() == "3 differences"
    page.figures.setCurrentItem(page.figures.topLevelItem(3))
    assert page.field.currentText() == "Polarity"
    assert page.count.text() == "1 difference"
    item = page.differences.topLevelItem(0)
    assert item is not None
    page.differences.setCurrentItem(item)
    page.differences.setFocus()
    qtbot.keyClick(page.differences, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is window.bench
    report, finding = window.session.report, window.session.finding
    assert report is not None
    assert finding == report.findings[2]
    # The tables, and back by Esc.
    window.action("agreement").trigger()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "tables"))
    page.export_button.click()
    assert (tmp_path / "tables" / "disagreements.csv").exists()
    assert window.notice.label.text().startswith("3 files written")
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.bench


def test_a_finding_that_only_the_colleague_has(
    window: MainWindow, commands: AgreementCommands, colleague: Path
) -> None:
    report = window.session.report
    assert report is not None
    with Store.open(colleague, reviewer="Ben") as store:
        row = next(row for row in store.reports() if row.source_name == "northmere-2026.pdf")
        span = next(span for span in report.unclaimed if report.source.text[span[0] : span[1]].strip())
        store.add_finding(row.id, (span,))
    for one in report.findings:
        window.session.edit(lambda one=one: window.session.store.accept([one.id]))  # type: ignore[misc]
    window.action("agreement").trigger()
    window.jobs.finish()
    page = commands.page
    page.compare_with([colleague])
    window.jobs.finish()
    (added,) = [
        one for one in page.found[0].disagreements if one.field == "presence" and one.unit.codings[0] is None
    ]
    page.place_wanted.emit(added)
    assert window.source.view.selected_span() is not None
    start, end = added.unit.spans[0]
    selected = window.source.view.selected_span()
    assert selected is not None
    assert selected[0] >= start
    assert selected[1] <= end


def test_what_cannot_be_compared_is_said(window: MainWindow, page: AgreementPage, tmp_path: Path) -> None:
    page.compare_with([tmp_path / "none.sqlite"])
    window.jobs.finish()
    assert "There is no file" in window.notice.label.text()
    assert page.empty.isVisible()
    page.forget_button.click()
    window.jobs.finish()
    assert not page.empty.isVisible()


def test_nothing_to_compare_yet(window: MainWindow, commands: AgreementCommands) -> None:
    window.action("agreement").trigger()
    window.jobs.finish()
    assert commands.page.empty.isVisible()
    assert commands.page.empty.text().startswith("Nothing to compare yet.")
    assert not commands.page.raters.isVisible()
