"""Who changed what, from what to what; and the way back, of one finding and of a whole report."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QTreeWidgetItem

from reviewer.store.rows import Decision, FindingRow
from reviewer.ui.history_panel import HistoryPanel
from reviewer.ui.main_window import MainWindow

Go = Callable[[str], FindingRow]
Shown = list[tuple[str, str, str, list[tuple[str, str, str]]]]


def shown(panel: HistoryPanel) -> Shown:
    """Each step: its name, from, to, and the lines under it."""
    found: Shown = []
    for index in range(panel.list.topLevelItemCount()):
        item = panel.list.topLevelItem(index)
        assert item is not None
        children = [item.child(number) for number in range(item.childCount())]
        found.append(
            (
                item.text(2),
                item.text(3),
                item.text(4),
                [(child.text(2), child.text(3), child.text(4)) for child in children],
            )
        )
    return found


def step(panel: HistoryPanel, name: str) -> QTreeWidgetItem:
    for index in range(panel.list.topLevelItemCount()):
        item = panel.list.topLevelItem(index)
        assert item is not None
        if item.text(2).startswith(name):
            return item
    raise AssertionError(name)


@pytest.fixture
def panel(window: MainWindow, go: Go) -> HistoryPanel:
    """The history of finding 8 after a few edits, one of them of another finding."""
    session = window.session
    row = go("8")
    session.set_theme("workforce")
    session.set_wording(row.id, "Said in other words.")
    session.add_note("Ask for the figures.", row.id)
    session.toggle_flag()
    go("9")
    session.accept()
    go("8")
    session.reject()
    session.undo()
    window.action("finding_changes").trigger()
    return window.history.panel


def test_each_step_says_who_when_and_from_what_to_what(panel: HistoryPanel) -> None:
    steps = shown(panel)
    names = [name for name, *_ in steps]
    assert names[0].startswith("Undo reject")
    assert names[1].startswith("Reject")
    assert names[1].endswith("(undone)")
    assert names[-1] == "Imported, as the machine read it"
    assert not any("9" in name for name in names), "the other finding's edits are its own"
    (theme,) = [one for one in steps if one[0].startswith("Theme of 8")]
    assert ("Finding 8: theme", "Recording", "Workforce") in theme[3]
    assert ("Finding 8: decision", "undecided", "corrected") in theme[3]
    (wording,) = [one for one in steps if one[0].startswith("Wording of 8")]
    assert (wording[1], wording[2]) == ("—", "Said in other words.")
    (note,) = [one for one in steps if one[0].startswith("Note on 8")]
    assert (note[1], note[2]) == ("—", "Ask for the figures.")
    first = panel.list.topLevelItem(0)
    assert first is not None
    assert first.text(0).startswith("today ")
    assert first.text(1) == "AR"


def test_the_whole_report_has_the_steps_of_all_its_findings(window: MainWindow, panel: HistoryPanel) -> None:
    panel.scope.setCurrentIndex(1)
    assert any(name.startswith("Accept 9") for name, *_ in shown(panel))
    assert panel.subject.text() == "Northmere"
    window.session.set_polarity("mixed")
    assert shown(panel)[0][0].startswith("Polarity of 8"), "a new step appears as it is made"


def test_the_list_follows_the_current_finding(panel: HistoryPanel, go: Go) -> None:
    go("9")
    assert panel.subject.text() == "Finding 9"
    assert [name for name, *_ in shown(panel)] == ["Accept 9", "Imported, as the machine read it"]
    go("6")
    assert panel.empty.isVisible()
    assert "Nothing was changed yet" in panel.empty.text()
    assert not panel.export.isEnabled()


def test_a_finding_is_taken_back_to_a_chosen_step(window: MainWindow, panel: HistoryPanel, go: Go) -> None:
    assert not panel.back.isEnabled(), "nothing is chosen"
    panel.list.setCurrentItem(step(panel, "Theme of 8"))
    assert panel.back.text() == "Take the finding back to here"
    panel.back.click()
    finding = window.session.finding
    assert finding is not None
    assert (finding.theme, finding.wording, finding.notes, finding.follow_up) == ("workforce", None, 0, None)
    assert shown(panel)[0][0].startswith("Take a finding back to")
    assert go("9").decision is Decision.ACCEPTED, "only this one"
    go("8")
    window.action("undo").trigger()
    finding = window.session.finding
    assert finding is not None
    assert (finding.wording, finding.notes) == ("Said in other words.", 1)


def test_a_report_is_taken_back_to_the_import(window: MainWindow, panel: HistoryPanel, go: Go) -> None:
    window.action("report_changes").trigger()
    panel.list.setCurrentItem(step(panel, "Imported"))
    assert panel.back.text() == "Take the report back to here"
    panel.back.click()
    report = window.session.report
    assert report is not None
    assert {row.decision for row in report.findings} == {Decision.UNDECIDED}
    window.action("undo").trigger()
    assert go("9").decision is Decision.ACCEPTED


def test_the_history_is_exported_as_a_table_that_cannot_run(
    window: MainWindow, panel: HistoryPanel, go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = go("8")
    window.session.set_wording(row.id, "=HYPERLINK(1)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "history"), ""))
    panel.export.click()
    path = tmp_path / "history.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert f"{len(rows)} changes written" in window.notice.label.text()
    (reworded,) = [one for one in rows if one["after"] == "'=HYPERLINK(1)"]
    assert (reworded["by"], reworded["field"], reworded["before"]) == (
        "AR",
        "wording",
        "Said in other words.",
    )
    assert "Accept 9" not in {one["edit"] for one in rows}
    assert path.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path / "no" / "a.csv"), ""))
    panel.export.click()
    assert "can't be written" in window.notice.label.text()


def test_long_histories_show_the_latest_first_and_the_rest_when_asked(
    window: MainWindow, panel: HistoryPanel, go: Go, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewer.ui.history_panel._AT_ONCE", 3)
    panel._again()
    assert panel.list.topLevelItemCount() == 3
    assert panel.older.isVisible()
    panel.older.click()
    assert not panel.older.isVisible()
    assert shown(panel)[-1][0] == "Imported, as the machine read it"


def test_a_store_to_read_only_shows_its_history_and_offers_no_way_back(
    window: MainWindow, panel: HistoryPanel, go: Go
) -> None:
    report = window.session.report
    assert report is not None
    window.open_store(window.session.store.path, read_only=True)
    window.session.open_report(report.row.id)
    window.action("report_changes").trigger()
    panel.list.setCurrentItem(step(panel, "Imported"))
    assert not panel.back.isEnabled()
    assert panel.export.isEnabled()
