"""The whole path in the real window, on published reports: bring in, correct, flag, close, reopen, export."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.store import Store
from reviewer.store.rows import Decision, FindingRow
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, Table
from reviewer.ui.transfers import Summary

pytestmark = pytest.mark.corpus

REPORTS = (
    "letters/2011-01-13_coventry_contact-referral-assessment.txt",
    "childrens-services/2014-03-21_coventry.pdf",
    "childrens-services/2024-05-16_hartlepool.pdf",
    "area-send/2023-05-05_warrington.pdf",
    "bad-input/web-page-saved-as.pdf",
)


def drop(qtbot: QtBot, window: MainWindow, paths: list[Path]) -> Summary:
    """Drop files on the window, as from a file manager, and wait until they are in."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(window.transfers.imported, timeout=120_000) as heard:
        window.dropEvent(event)
    summary = heard.args[0]
    assert isinstance(summary, Summary)
    return summary


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    qtbot.keyClick(QApplication.focusWidget() or window, key, held)


def open_report(window: MainWindow, name: str) -> None:
    row = next(row for row in window.session.reports if row.source_name == name)
    window.session.open_report(row.id)
    window.tree.setFocus()


def choose(window: MainWindow, number: str) -> FindingRow:
    report = window.session.report
    assert report is not None
    row = next(row for row in report.findings if row.number == number)
    window.session.set_current(Item(Table.FINDING, row.id))
    return row


def exported(qtbot: QtBot, window: MainWindow, folder: Path) -> dict[str, list[dict[str, str]]]:
    """Export tables and JSON from the window; the tables by name."""
    with qtbot.waitSignal(window.transfers.exported, timeout=60_000):
        window.transfers.export_to(folder, ("csv", "json"))
    tables = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            tables[path.stem] = list(csv.DictReader(stream))
    return tables


def test_from_a_folder_of_reports_to_a_reviewed_dataset(
    qtbot: QtBot,
    make_window: Callable[[Path | None], MainWindow],
    corpus: Path,
    tmp_path: Path,
) -> None:
    store_path = tmp_path / "work.sqlite"
    Store.open(store_path, reviewer="AR").close()
    window = make_window(store_path)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

    # Bring in four reports and a file that is none; then the same once more.
    paths = [corpus / name for name in REPORTS]
    summary = drop(qtbot, window, paths)
    assert len(summary.imported) == 4
    assert [(bad.path.name, bad.code) for bad in summary.failed] == [
        ("web-page-saved-as.pdf", "not_a_report_file")
    ]
    assert drop(qtbot, window, paths[:2]).imported == []
    assert len(window.session.reports) == 4

    # Work on the long report: accept, correct, reject, add, note, flag; some of it taken back.
    open_report(window, "2014-03-21_coventry.pdf")
    accepted = choose(window, "1")
    press(qtbot, window, Qt.Key.Key_Return)
    corrected = choose(window, "3")
    press(qtbot, window, Qt.Key.Key_3)
    rejected = choose(window, "5")
    press(qtbot, window, Qt.Key.Key_X)
    reworded = choose(window, "7")
    window.session.set_wording(reworded.id, '=HYPERLINK("x") in the reviewer\'s words')
    flagged = choose(window, "9")
    press(qtbot, window, Qt.Key.Key_F)
    follow_up = next(row for row in window.session.follow_ups() if row.finding_id == flagged.id)
    window.session.set_follow_up(
        follow_up.id, reason="Ask for the audit", owner="Quality team", due="2026-12-01"
    )
    window.session.add_note("Compare with the letter of 2011.", flagged.id)
    window.tree.setFocus()  # the flag's reason had it, and there Ctrl+Z takes back typing
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_Z, control)
    assert window.session.store.finding(flagged.id).follow_up is not None
    assert window.session.store.notes(flagged.report_id, flagged.id) == []
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_Z, control, shift)
    assert [note.body for note in window.session.store.notes(flagged.report_id, flagged.id)] == [
        "Compare with the letter of 2011."
    ]

    # A finding from selected words: the first heading of the report is as good as any.
    report = window.session.report
    assert report is not None
    start, end = report.sections[1].spans[0]
    window.source.view.select((start, end))
    window.action("add").trigger()
    added = window.session.finding
    assert added is not None
    assert added.decision is Decision.ADDED

    # Clicking in the text and choosing in the tree are one: the current finding is shown in both.
    choose(window, "12")
    twelve = window.session.finding
    assert twelve is not None
    assert window.tree.findings_model.node(window.tree.currentIndex()).item == Item(Table.FINDING, twelve.id)
    place = window.source.view.place(twelve.spans[0])
    shown = window.source.view.verticalScrollBar().value()
    assert shown <= place.top() <= shown + window.source.view.viewport().height()

    # Close, reopen: everything is there, and can still be undone.
    added_last = window.action("undo").text()
    assert added_last.startswith("Undo add")
    window.close()
    again = make_window(store_path)
    open_report(again, "2014-03-21_coventry.pdf")
    store = again.session.store
    assert store.finding(accepted.id).decision is Decision.ACCEPTED
    assert store.finding(corrected.id).polarity == "mixed"
    assert store.finding(rejected.id).decision is Decision.REJECTED
    assert again.action("undo").text() == added_last
    press(qtbot, again, Qt.Key.Key_Z, control)
    assert all(row.id != added.id for row in store.findings(added.report_id))
    press(qtbot, again, Qt.Key.Key_Z, control, shift)
    assert store.finding(added.id).decision is Decision.ADDED

    # Export: every row leads back to the file, the page and the words.
    tables = exported(qtbot, again, tmp_path / "out")
    sources = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths[:4]}
    rows = {row["finding_id"]: row for row in tables["findings"]}
    text = {row.source_name: store.source_text(row.id).text for row in again.session.reports}
    for row in tables["findings"]:
        assert row["source_sha256"] == sources[row["source_name"]]
        words = " ".join(text[row["source_name"]][start:end] for start, end in json.loads(row["spans"]))
        assert squeezed(words) == squeezed(row["verbatim"])
    assert rows[str(corrected.id)]["polarity"] == "mixed"
    assert rows[str(corrected.id)]["machine_polarity"] == corrected.polarity
    assert rows[str(corrected.id)]["decided_by"] == "AR"
    assert rows[str(rejected.id)]["decision"] == "rejected"
    assert rows[str(reworded.id)]["wording"].startswith("'=")
    assert [row["reason"] for row in tables["follow_ups"]] == ["Ask for the audit"]
    assert len(tables["reports"]) == 4
    assert len([row for row in tables["judgements"] if row["authority"] == "Coventry"]) == 7
    dataset = json.loads((tmp_path / "out" / "dataset.json").read_text(encoding="utf-8"))
    assert dataset


def squeezed(words: str) -> str:
    return "".join(words.split()).replace("-", "")
