"""Reports extracted again from the window: every correction kept, what has no place listed, one undo."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer import reextracting
from reviewer.extraction import EXTRACTOR_VERSION, extract
from reviewer.model import joined
from reviewer.reading import read_bytes
from reviewer.store import Store, backup
from reviewer.store.rows import Decision
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, Table
from tests.ui.test_transfers import LETTER

MakeWindow = Callable[[Path | None], MainWindow]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Two letters as an older version read them: one finding where there are two sentences, themes amiss."""
    path = tmp_path / "old.sqlite"
    with Store.open(path, reviewer="AR") as store:
        for place in ("Ashby Vale", "Eastwold"):
            data = LETTER.replace("Ashby Vale", place).encode()
            document = read_bytes(Path(f"{place}.txt"), data)
            now = extract(document)
            first, *others = now.findings
            title = document.text.index("Focused visit")
            lost = dataclasses.replace(
                first,
                id="f99",
                spans=((title, title + 13),),
                text=joined(document.text, ((title, title + 13),)),
                statements=(),
                measures=(),
            )
            before = dataclasses.replace(
                now,
                extractor="0",
                findings=(lost, dataclasses.replace(first, theme="placements"), *others),
                furniture=(),
            )
            store.import_report(document, before, data, name=f"{place}.txt")
    return path


@pytest.fixture
def bench(make_window: MakeWindow, old: Path) -> MainWindow:
    """The older store open at the letter to Ashby Vale, with two findings decided on."""
    window = make_window(old)
    session = window.session
    report = next(row for row in session.reports if row.source_name == "Ashby Vale.txt")
    session.open_report(report.id)
    assert session.report is not None
    lost, _first, plans, *_ = session.report.findings
    session.set_current(Item(Table.FINDING, lost.id))
    session.set_wording(lost.id, "What the visit looked at.")
    session.set_current(Item(Table.FINDING, plans.id))
    session.reject()
    return window


def run(window: MainWindow, action: str) -> None:
    window.action(action).trigger()
    window.jobs.finish()


def test_a_report_is_extracted_again_and_every_correction_stays(bench: MainWindow, old: Path) -> None:
    session = bench.session
    assert session.report is not None
    furniture = session.report.source.furniture
    current = session.current
    run(bench, "reextract")
    assert session.report is not None
    assert session.report.row.extractor == EXTRACTOR_VERSION
    lost, first, plans, *_ = session.report.findings
    assert lost.wording == "What the visit looked at."
    assert first.theme != "placements", "what nobody looked at is as the machine has it now"
    assert plans.decision is Decision.REJECTED
    assert session.report.source.furniture != furniture, "the text shows what is set aside now"
    assert session.current == current
    said = bench.notice.label.text()
    assert said.startswith("1 report extracted again")
    assert "1 kept without a place in the new extraction" in said
    assert backup.backups(old)[0].reason == "reextraction"
    assert bench.action("undo").text().startswith("Undo re-extract with")
    bench.action("undo").trigger()
    assert session.report.row.extractor == "0"
    assert session.report.findings[1].theme == "placements"
    assert session.report.source.furniture == furniture


def test_what_has_no_place_is_listed_and_opened(bench: MainWindow) -> None:
    run(bench, "reextract")
    bench.notice.button.click()
    panel = bench.reextraction.panel
    assert bench.unplaced_dock.isVisible()
    bench.unplaced_dock.hide()
    bench.action("unplaced").trigger()
    assert bench.unplaced_dock.isVisible(), "by its action as well"
    assert panel.list.topLevelItemCount() == 1
    item = panel.list.topLevelItem(0)
    assert item is not None
    assert item.text(0).startswith("Ashby Vale")
    assert (item.text(1), item.text(3), item.text(4)) == (
        "finding",
        "What the visit looked at.",
        "corrected",
    )
    panel.list.itemActivated.emit(item, 0)
    finding = bench.session.finding
    assert finding is not None
    assert finding.wording == "What the visit looked at."
    bench.session.reject()
    assert panel.empty.isVisible(), "what is rejected needs no place"
    bench.session.undo()
    assert panel.list.topLevelItemCount() == 1
    bench.session.undo()
    assert panel.empty.isVisible(), "the extraction was undone, so all has its place"


def test_all_that_older_versions_read_is_extracted_again(bench: MainWindow) -> None:
    run(bench, "reextract_older")
    assert {row.extractor for row in bench.session.reports} == {EXTRACTOR_VERSION}
    assert bench.notice.label.text().startswith("2 reports extracted again")
    run(bench, "reextract_older")
    assert bench.notice.label.text() == "Every report was extracted by this version of Reviewer."
    run(bench, "reextract")
    assert bench.notice.label.text() == "1 came out as it was."


def test_it_can_be_cancelled_and_what_is_done_stays(
    qtbot: QtBot, bench: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = reextracting.read_and_extract
    assert real is not None
    bench.action("reextract_older").trigger()
    qtbot.waitUntil(lambda: bench.status.job.isVisible() and bench.jobs.all_parts == 2)
    bench.status.cancel.click()
    bench.jobs.finish()
    with Store.open(bench.session.store.path, read_only=True) as store:
        assert store.check() == []
        done = sum(row.extractor == EXTRACTOR_VERSION for row in store.reports())
    shown = sum(row.extractor == EXTRACTOR_VERSION for row in bench.session.reports)
    assert done == shown, "the window shows what is in the store"
    assert bench.notice.label.text().endswith("cancelled.")


def test_a_report_that_cannot_be_read_again_is_left_and_said(
    bench: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "original", lambda *_args: b"<!DOCTYPE html><html></html>")
    before = bench.session.finding
    run(bench, "reextract")
    assert bench.notice.label.text() == "1 left as it was."
    assert bench.session.finding == before
    bench.notice.button.click()
    item = bench.problems.list.topLevelItem(0)
    assert item is not None
    assert item.text(0) == "Ashby Vale.txt"


def test_without_a_backup_nothing_is_extracted_again(
    bench: MainWindow, monkeypatch: pytest.MonkeyPatch, old: Path
) -> None:
    folder = backup.folder_of(old)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("in the way", encoding="utf-8")
    run(bench, "reextract")
    assert "can't be opened" in bench.notice.label.text()
    assert bench.session.report is not None
    assert bench.session.report.row.extractor == "0"


def test_reports_of_other_programs_are_not_older_ones(bench: MainWindow) -> None:
    row = bench.session.reports[0]
    theirs = dataclasses.replace(row, extractor="QualCoder (REFI-QDA)")
    newest = dataclasses.replace(row, extractor=EXTRACTOR_VERSION)
    assert reextracting.older([row, theirs, newest]) == [row.id]
