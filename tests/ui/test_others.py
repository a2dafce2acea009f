"""Findings of other machines beside ours: the way in, what did not come over, taking over by one key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from reviewer.store.rows import Decision
from reviewer.ui.main_window import MainWindow
from reviewer.ui.others_panel import Column, OthersPanel, Standing


@pytest.fixture
def predictions(window: MainWindow, tmp_path: Path) -> Path:
    """What LangExtract found: one as ours, one of another polarity, one that we have not, one nowhere."""
    report = window.session.report
    assert report is not None
    text = report.source.text
    first, second = report.findings[1], report.findings[2]
    loose = next(span for span in report.unclaimed if len(text[span[0] : span[1]].split()) > 3)

    def one(span: tuple[int, int] | None, words: str, **attributes: str) -> dict[str, object]:
        place = None if span is None else {"start_pos": span[0], "end_pos": span[1]}
        return {
            "extraction_class": "finding",
            "extraction_text": words,
            "char_interval": place,
            "attributes": attributes,
        }

    def words(span: tuple[int, int]) -> str:
        return text[span[0] : span[1]]

    other = "negative" if second.polarity != "negative" else "positive"
    document = {
        "text": text,
        "extractions": [
            one(first.spans[0], words(first.spans[0]), polarity=first.polarity),
            one(second.spans[0], words(second.spans[0]), polarity=other),
            one(loose, words(loose), theme="workforce", polarity="negative"),
            one(None, "Words that the report does not have at all.", kind="strength"),
        ],
    }
    path = tmp_path / "found.jsonl"
    path.write_text(json.dumps(document) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def panel(
    qtbot: QtBot, window: MainWindow, predictions: Path, monkeypatch: pytest.MonkeyPatch
) -> OthersPanel:
    """The panel, opened from the notice of the import."""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(predictions)], ""))
    with qtbot.waitSignal(window.transfers.imported, timeout=20_000):
        window.action("import_other").trigger()
    window.action("others").trigger()
    return window.others.panel


def test_what_came_and_what_did_not_is_said(
    qtbot: QtBot, window: MainWindow, predictions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(predictions)], ""))
    before = window.session.store.tallies()
    with qtbot.waitSignal(window.transfers.imported, timeout=20_000) as heard:
        window.action("import_other").trigger()
    assert window.session.store.tallies() == before, "nothing is accepted by itself"
    assert window.notice.label.text() == (
        "4 findings of another machine kept beside 1 report; 1 thing did not come over."
    )
    dialog = window.others.show_brought(heard.args[0].brought)
    dialog.show()
    item = dialog.list.topLevelItem(0)
    assert item is not None
    assert item.text(0).startswith("found.jsonl: 4 findings")
    assert "no place in the text" in item.child(0).text(0)
    dialog.copy.click()
    assert "found.jsonl" in QApplication.clipboard().text()
    dialog.beside.click()
    assert window.others.panel.isVisible()


def test_they_stand_beside_ours(panel: OthersPanel, window: MainWindow) -> None:
    standings = [row.standing for row in panel.rows_model.rows]
    assert sorted(standings) == sorted(Standing)
    assert standings[-1] is Standing.NO_PLACE
    texts = {
        row.standing: panel.rows_model.index(place, Column.STANDING).data()
        for place, row in enumerate(panel.rows_model.rows)
    }
    assert texts[Standing.DIFFERS] == "differs: polarity"
    assert texts[Standing.NEW] == "not among ours"
    panel.table.selectRow(standings.index(Standing.NEW))
    assert window.source.view.hit == panel.rows_model.rows[standings.index(Standing.NEW)].finding.spans[0]
    panel.standing.setCurrentIndex(4)
    assert [row.standing for row in panel.rows_model.rows] == [Standing.NO_PLACE]
    assert panel.count.text() == "1 of 4"
    panel.table.selectRow(0)
    assert not panel.take.isEnabled()
    assert not window.action("take_over").isEnabled()


def test_one_key_takes_one_over(qtbot: QtBot, panel: OthersPanel, window: MainWindow) -> None:
    report = window.session.report
    assert report is not None
    panel.standing.setCurrentIndex(1)
    panel.table.selectRow(0)
    panel.table.setFocus()
    before = len(report.findings)
    qtbot.keyClick(panel.table, Qt.Key.Key_O)
    assert len(report.findings) == before + 1
    finding = window.session.finding
    assert finding is not None
    assert (finding.decision, finding.theme) == (Decision.ADDED, "workforce")
    assert panel.rows_model.rows == []
    panel.standing.setCurrentIndex(2)
    panel.table.selectRow(0)
    row = panel.current()
    assert row is not None
    panel.take.click()
    assert row.ours is not None
    assert window.session.store.finding(row.ours.id).polarity == row.finding.polarity
    window.action("undo").trigger()
    window.action("undo").trigger()
    assert len(report.findings) == before


def test_enter_goes_to_ours(qtbot: QtBot, panel: OthersPanel, window: MainWindow) -> None:
    panel.standing.setCurrentIndex(3)
    panel.table.selectRow(0)
    row = panel.current()
    assert row is not None
    assert row.ours is not None
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert window.session.finding is not None
    assert window.session.finding.id == row.ours.id


def test_a_report_of_which_nobody_says_anything(window: MainWindow) -> None:
    window.action("others").trigger()
    panel = window.others.panel
    assert panel.isVisible()
    assert panel.empty.text().startswith("No other machine or program")
    window.action("others").trigger()
    assert not panel.isVisible()
