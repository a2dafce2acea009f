"""Two windows on two stores: a review goes over, comes together, and differences are settled by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from reviewer.interchange.bundles import write_bundle
from reviewer.store import Decision, Store
from reviewer.ui.findings_model import FindingsModel
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, Table
from tests.ui import fictional


@pytest.fixture
def colleague(tmp_path: Path) -> Store:
    """A store of the same library, with a colleague's own changes."""
    path = tmp_path / "colleague" / "theirs.sqlite"
    path.parent.mkdir()
    store = Store.open(path, reviewer="BL")
    for given in fictional.library():
        store.import_report(given.document, given.extraction, given.original, name=given.name)
    return store


@pytest.fixture
def bundle(colleague: Store, window: MainWindow, tmp_path: Path) -> Path:
    """Both set the kind of the first finding, each another one; the colleague also a theme and a note."""
    report = window.session.report
    assert report is not None
    theirs = next(row.id for row in colleague.reports() if row.source_name == "northmere-2026.pdf")
    mine, others = report.findings, colleague.findings(theirs)
    window.session.set_current(Item(Table.FINDING, mine[0].id))
    window.session.set_kind("strength")
    colleague.set_kind([others[0].id], "weakness")
    colleague.set_theme([others[1].id], "workforce")
    colleague.add_note(theirs, "Ask about the sample.", others[1].id)
    path = write_bundle(colleague, tmp_path / "from-bl.reviewbundle", colleague.reports())
    colleague.close()
    return path


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(
            QPointF(10, 10),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    window.jobs.finish()


def test_a_dropped_bundle_is_merged_and_what_differs_is_settled_by_keys(
    window: MainWindow, bundle: Path, qtbot: QtBot
) -> None:
    drop(window, bundle)
    report = window.session.report
    assert report is not None
    first, second = report.findings[:2]
    assert (second.theme, second.notes) == ("workforce", 1)
    assert (first.decision, first.disputes) == (Decision.UNDECIDED, 1)
    assert "1 difference to settle" in window.status.disputes.text()
    assert "1 difference to settle" in window.notice.label.text()
    qtbot.mouseClick(window.notice.button, Qt.MouseButton.LeftButton)
    panel = window.sharing.panel
    assert window.settle_dock.isVisible()
    qtbot.waitUntil(panel.list.hasFocus)
    assert window.session.current == Item(Table.FINDING, first.id)
    assert first.verbatim[:40] in panel.words.text()
    assert panel.versions.keys == {"1": "strength", "2": "weakness", "0": first.machine["kind"]}
    qtbot.keyClick(panel.list, Qt.Key.Key_2)
    assert window.session.report is not None
    now = window.session.report.findings[0]
    assert (now.kind, now.decision, now.disputes) == ("weakness", Decision.CORRECTED, 0)
    assert panel.disputes == []
    assert panel.empty.isVisible()
    assert window.status.disputes.text() == ""
    window.session.undo()
    assert [dispute.field for dispute in panel.disputes] == ["kind"]
    assert window.session.report.findings[0].disputes == 1


def test_a_bundle_is_chosen_from_the_menu(
    window: MainWindow, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(bundle)], ""))
    window.actions_by_name["merge_review"].trigger()
    window.jobs.finish()
    report = window.session.report
    assert report is not None
    assert report.findings[1].theme == "workforce"
    assert window.settings.folder("share") == str(bundle.parent)


def test_accepting_settles_nothing_and_says_so(window: MainWindow, bundle: Path) -> None:
    drop(window, bundle)
    report = window.session.report
    assert report is not None
    window.session.set_current(Item(Table.FINDING, report.findings[0].id))
    window.session.accept()
    assert report.findings[0].decision is Decision.UNDECIDED
    assert report.findings[0].disputes == 1
    assert "settle that first" in window.notice.label.text()


def test_another_value_is_written(window: MainWindow, bundle: Path, qtbot: QtBot) -> None:
    drop(window, bundle)
    window.sharing.show_panel()
    panel = window.sharing.panel
    qtbot.keyClick(panel.list, Qt.Key.Key_W)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()
    panel.versions.picker.picked.emit("narrative")
    assert window.session.report is not None
    assert window.session.report.findings[0].kind == "narrative"
    assert panel.disputes == []


def test_enter_goes_to_the_words(window: MainWindow, bundle: Path, qtbot: QtBot) -> None:
    drop(window, bundle)
    window.action("settle").trigger()
    panel = window.sharing.panel
    qtbot.waitUntil(panel.list.hasFocus)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    qtbot.waitUntil(window.tree.hasFocus)


def test_what_is_in_dispute_has_a_mark_that_is_read_out(window: MainWindow, bundle: Path) -> None:
    drop(window, bundle)
    model = window.tree.model()
    source = model.sourceModel() if hasattr(model, "sourceModel") else model
    assert isinstance(source, FindingsModel)
    report = window.session.report
    assert report is not None
    from reviewer.ui.findings_model import Column
    from reviewer.ui.tree_nodes import finding_text

    assert "in dispute" in finding_text(report.findings[0], Column.MARKS)


def test_the_merge_is_taken_back_and_done_again(window: MainWindow, bundle: Path) -> None:
    assert not window.action("undo_merge").isEnabled()
    drop(window, bundle)
    assert window.action("undo_merge").isEnabled()
    window.action("undo_merge").trigger()
    report = window.session.report
    assert report is not None
    assert report.findings[0].kind == "strength"
    assert report.findings[1].notes == 0
    assert "taken back" in window.notice.label.text()
    window.action("redo_merge").trigger()
    assert window.session.report is not None
    assert window.session.report.findings[1].notes == 1


def test_a_review_is_shared_from_the_window(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.reviewbundle"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (str(target), ""))
    dialog = window.sharing.dialog()
    dialog.show()
    assert len(dialog.chosen()) == len(window.session.reports)
    dialog.none.click()
    assert not dialog.share.isEnabled()
    item = dialog.list.topLevelItem(0)
    assert item is not None
    item.setCheckState(0, Qt.CheckState.Checked)
    dialog.share.click()
    window.jobs.finish()
    assert target.exists()
    assert "1 report shared in out.reviewbundle" in window.notice.label.text()


def test_a_file_that_is_no_bundle_is_refused_in_words(window: MainWindow, tmp_path: Path) -> None:
    bad = tmp_path / "bad.reviewbundle"
    bad.write_bytes(b"no zip")
    drop(window, bad)
    assert "not a zip file" in window.notice.label.text()


def test_reviews_go_both_ways_between_two_windows(
    window: MainWindow, bundle: Path, make_window: Callable[[Path | None], MainWindow], tmp_path: Path
) -> None:
    """What one settles is settled for the other when it comes back."""
    drop(window, bundle)
    panel = window.sharing.panel
    window.sharing.show_panel()
    panel.settle("weakness")
    back = tmp_path / "back.reviewbundle"
    window.sharing.write(back, [row.id for row in window.session.reports])
    window.jobs.finish()
    window.settings.reviewer = "BL"
    other = make_window(tmp_path / "colleague" / "theirs.sqlite")
    drop(other, back)
    ours, theirs = (
        {row.source_name: one.session.store.findings(row.id) for row in one.session.reports}
        for one in (window, other)
    )
    for name, rows in ours.items():
        assert [(row.kind, row.theme, row.decision, row.notes) for row in rows] == [
            (row.kind, row.theme, row.decision, row.notes) for row in theirs[name]
        ]
    assert other.session.store.disputes() == []
    (settled,) = other.session.store.disputes(settled=True)
    assert settled.settled is not None
    assert {side.by for side in settled.sides} == {"AR", "BL"}
    assert settled.settled.by == "AR"


def test_a_colleagues_steps_are_read_under_the_merge_that_brought_them(
    window: MainWindow, bundle: Path
) -> None:
    drop(window, bundle)
    window.action("report_changes").trigger()
    panel = window.history.panel
    merge = panel.list.topLevelItem(0)
    assert merge is not None
    assert "BL’s review" in merge.text(2)
    under = [merge.child(place) for place in range(merge.childCount())]
    theirs = [item.text(2) for item in under if item is not None and item.text(1) == "BL"]
    assert any(title.startswith("Kind of") and title.endswith("to Weakness") for title in theirs)
