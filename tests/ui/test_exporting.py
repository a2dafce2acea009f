"""The export window: formats, what is chosen, the count, recipes, and what is said afterwards."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from reviewer.exporting import FORMATS
from reviewer.exporting.choice import Choice
from reviewer.exporting.recipes import Recipe, recipes, save
from reviewer.ui.export_commands import ExportCommands
from reviewer.ui.export_dialog import ExportDialog
from reviewer.ui.export_formats import READERS, WORDS
from reviewer.ui.main_window import MainWindow
from reviewer.ui.multi_picker import TickList
from reviewer.ui.theme import Theme
from reviewer.ui.transfers import Exported


@pytest.fixture
def commands(window: MainWindow) -> ExportCommands:
    return next(group for group in window.command_groups if isinstance(group, ExportCommands))


@pytest.fixture
def dialog(window: MainWindow, commands: ExportCommands, tmp_path: Path, qtbot: QtBot) -> ExportDialog:
    window.action("export").trigger()
    assert commands.dialog is not None
    qtbot.waitExposed(commands.dialog)
    commands.dialog.folder.setText(str(tmp_path / "out"))
    return commands.dialog


def exported(qtbot: QtBot, window: MainWindow, dialog: ExportDialog) -> Exported:
    with qtbot.waitSignal(window.transfers.exported, timeout=20_000) as heard:
        dialog.export.click()
    done = heard.args[0]
    assert isinstance(done, Exported)
    return done


def rows(folder: Path, table: str = "findings") -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_format_has_its_place_and_words() -> None:
    listed = [name for names in READERS.values() for name in names]
    assert sorted(listed) == sorted(FORMATS) == sorted(WORDS)


def test_chosen_formats_are_written_and_said(
    qtbot: QtBot, window: MainWindow, dialog: ExportDialog, tmp_path: Path
) -> None:
    assert not dialog.isModal()
    assert dialog.formats.chosen == ("xlsx",)
    dialog.formats.boxes["csv"].click()
    assert dialog.count.text() == "7 of 7 reports · 25 findings · 4 judgements"
    done = exported(qtbot, window, dialog)
    assert not dialog.isVisible()
    assert {path.name for path in done.paths} == {
        "findings.xlsx",
        "findings.csv",
        "judgements.csv",
        "reports.csv",
        "follow_ups.csv",
        "links.csv",
    }
    assert window.notice.label.text() == f"6 files written to {tmp_path / 'out'}."
    assert window.notice.button.text() == "Open the folder"
    assert len(rows(tmp_path / "out")) == 25


def test_the_count_follows_the_choice_and_the_work(window: MainWindow, dialog: ExportDialog) -> None:
    form = dialog.form
    form.reviewed.setChecked(True)
    assert dialog.count.text() == "7 of 7 reports · 0 findings"
    window.session.accept()
    assert dialog.count.text() == "7 of 7 reports · 1 finding"
    window.session.toggle_flag()
    assert dialog.count.text() == "7 of 7 reports · 1 finding · 1 follow-up to do"
    form.reviewed.setChecked(False)
    popup = form.types.open()
    popup.field.setText("focused")
    popup.all.click()
    popup.close()
    assert form.types.values == ("focused_visit",)
    shown = dialog.counted()
    assert 0 < shown.reports < 7
    form.authorities.show_values(["Nowhere"])
    form.changed.emit()
    assert "No report is chosen" in dialog.count.text()
    assert not dialog.export.isEnabled()


def test_what_is_missing_is_said(dialog: ExportDialog) -> None:
    dialog.formats.choose(())
    assert dialog.count.text() == "Tick a format on the left."
    dialog.formats.choose(("csv",))
    dialog.folder.clear()
    assert dialog.count.text() == "Choose the folder to write to."
    dialog.folder.setText("x")
    dialog.form.since.setText("March")
    assert dialog.form.fault.isVisible()
    assert not dialog.export.isEnabled()
    dialog.form.since.setText("2024-03")
    assert not dialog.form.fault.isVisible()
    assert dialog.export.isEnabled()


def test_a_choice_made_with_the_keys(qtbot: QtBot, dialog: ExportDialog) -> None:
    picker = dialog.form.decisions
    picker.setFocus()
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    popup = picker.findChild(TickList)
    assert popup is not None
    popup.field.setText("reject")
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    assert picker.values == ("rejected",)
    qtbot.keyClick(popup.field, Qt.Key.Key_Down)
    qtbot.keyClick(popup.list, Qt.Key.Key_Space)
    assert picker.values == ("undecided", "rejected")
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert picker.accessibleDescription() == "undecided, rejected"
    assert dialog.form.choice() == Choice(decisions=("undecided", "rejected"))


def test_a_recipe_is_kept_repeated_and_forgotten(
    qtbot: QtBot, window: MainWindow, dialog: ExportDialog, commands: ExportCommands, tmp_path: Path
) -> None:
    sha = window.session.reports[2].source_sha256
    dialog.formats.choose(("csv",))
    dialog.form.reports.show_values([sha[:16]])
    dialog.form.fields.show_values(["findings.text"])
    dialog.form.sources.setChecked(False)
    dialog.keep.click()
    dialog.name.setText("Board & pack")
    dialog.save.click()
    assert "Kept." in dialog.count.text()
    kept = recipes()["Board & pack"]
    assert kept == Recipe(
        "Board & pack",
        ("csv",),
        Choice(reports=(sha[:16],), fields=("findings.text",), sources=False),
        str(tmp_path / "out"),
    )
    dialog.close()
    menu = QMenu(window)
    commands.fill(menu)
    (action,) = menu.actions()
    assert action.text() == "Board && pack"
    with qtbot.waitSignal(window.transfers.exported, timeout=20_000):
        action.trigger()
    first = (tmp_path / "out" / "findings.csv").read_bytes()
    assert len(rows(tmp_path / "out", "reports")) == 1
    assert list(rows(tmp_path / "out")[0]) == ["report_id", "finding_id", "text", "missing"]
    # The same again, by the key for it, with the same bytes.
    with qtbot.waitSignal(window.transfers.exported, timeout=20_000):
        window.action("export_again").trigger()
    assert (tmp_path / "out" / "findings.csv").read_bytes() == first
    # The window begins with it the next time, and can take it up by name.
    window.action("export").trigger()
    assert commands.dialog is not None
    commands.dialog.recipe_menu.aboutToShow.emit()
    load, _line, forget = commands.dialog.recipe_menu.actions()
    load.trigger()
    assert commands.dialog.recipe() == kept
    forget.menu().actions()[0].trigger()
    assert recipes() == {}


def test_a_recipe_of_the_command_line_is_taken_whole(window: MainWindow, dialog: ExportDialog) -> None:
    row = window.session.reports[0]
    given = Recipe(
        "all",
        ("json", "csv"),
        Choice(
            reports=(str(row.id), "feedfeedfeedfeed"),
            authorities=("Northmere", "Elsewhere"),
            document_types=("sif",),
            inspected_from="2013",
            inspected_to="2014-02",
            decisions=("accepted",),
            reviewed=True,
            follow_ups=True,
            fields=("kind",),
            sources=False,
        ),
    )
    dialog.show_recipe(given)
    choice = dialog.form.choice()
    assert choice is not None
    assert choice.reports == (row.source_sha256[:16], "feedfeedfeedfeed")
    assert choice == Choice(
        **{name: getattr(given.choice, name) for name in Choice.__dataclass_fields__ if name != "reports"},
        reports=choice.reports,
    )
    assert dialog.formats.chosen == ("csv", "json")


def test_a_recipe_without_a_folder_asks_for_one(
    qtbot: QtBot,
    window: MainWindow,
    commands: ExportCommands,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save(Recipe("lines", ("jsonl",), Choice()))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    commands.run(recipes()["lines"])
    assert not window.jobs.busy
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "asked"))
    with qtbot.waitSignal(window.transfers.exported, timeout=20_000):
        commands.run(recipes()["lines"])
    assert (tmp_path / "asked" / "dataset.jsonl").exists()
    commands.run(Recipe("old", ("papyrus",), Choice(), str(tmp_path)))
    assert "no format ‘papyrus’" in window.notice.label.text()


def test_an_export_can_be_cancelled(
    qtbot: QtBot, window: MainWindow, dialog: ExportDialog, tmp_path: Path
) -> None:
    dialog.formats.choose(("csv", "json"))
    with qtbot.waitSignal(window.transfers.exported, timeout=20_000) as heard:
        dialog.export.click()
        window.jobs.cancel()
    assert heard.args[0].cancelled
    assert "cancelled" in window.notice.label.text()
    assert not (tmp_path / "out" / "dataset.json").exists()


def test_an_export_that_cannot_be_written_is_said(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder", encoding="utf-8")
    with qtbot.waitSignal(window.transfers.failed, timeout=20_000):
        window.transfers.export_to(in_the_way / "below", ("csv",))
    assert window.notice.isVisible()


def test_a_missing_extra_says_which_one(
    window: MainWindow, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    dialog = ExportDialog(window.session, theme, Recipe("", ("parquet",), Choice()), "out", window)
    box = dialog.formats.boxes["parquet"]
    assert not box.isEnabled()
    assert "pip install 'reviewer[parquet]'" in box.accessibleDescription()
    assert dialog.formats.chosen == ()
    dialog.deleteLater()
