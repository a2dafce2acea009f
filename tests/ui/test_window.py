"""The window as a whole: actions, keys, menus, look, what it remembers, faults."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reviewer import app as app_module
from reviewer.store import Store
from reviewer.ui import actions
from reviewer.ui.command_sheet import CommandSheet
from reviewer.ui.dialogs import About, FaultDialog, NameDialog
from reviewer.ui.findings_model import Column
from reviewer.ui.main_window import MainWindow
from reviewer.ui.settings import Settings
from reviewer.ui.theme import DARK, LIGHT, Colours, Theme

MakeWindow = Callable[[Path | None], MainWindow]


def test_every_action_is_in_its_menu_once_and_no_key_means_two_things(window: MainWindow) -> None:
    for menu, shown in window.menus.items():
        names = [action.objectName() for action in shown.actions() if action.objectName()]
        assert names == [spec.name for spec in actions.SPECS if spec.menu == menu]
    keys = Counter(key for spec in actions.SPECS for key in spec.keys)
    assert [key for key, count in keys.items() if count > 1] == []
    assert [spec.name for spec in actions.SPECS if not spec.keys] == [], "every action has a key"
    for spec in actions.SPECS:
        mnemonics = [one.text.split("&")[1][0].casefold() for one in actions.SPECS if one.menu == spec.menu]
        assert "&" in spec.text
        assert mnemonics


def test_the_sheet_lists_every_action_with_its_keys(window: MainWindow) -> None:
    QTest.keyClick(window.tree, Qt.Key.Key_F1)
    (sheet,) = window.findChildren(CommandSheet)
    for spec in actions.SPECS:
        item = sheet.item_of(action=spec.name)
        assert item is not None
        assert item.text(0) == actions.plain(spec.text)
        assert item.text(1) == actions.key_words(spec.keys[0])
    sheet.close()


def test_actions_are_off_where_they_mean_nothing(make_window: MakeWindow) -> None:
    window = make_window(None)
    off = {name for name, action in window.actions_by_name.items() if not action.isEnabled()}
    assert {"accept_next", "reject", "undo", "export", "follow_up", "add", "next_undecided"} <= off
    assert window.action("import").isEnabled()
    assert window.pages.currentWidget() is window.first_run


def controls(window: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QAbstractItemView)
    inner = ("qt_", "ExtensionButton")
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, kinds)
        and not widget.objectName().startswith(inner)
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.window().inherits("QComboBoxPrivateContainer")
        and not isinstance(widget.parent(), QComboBox)
    ]


def test_every_control_has_a_name_for_assistive_technology(window: MainWindow) -> None:
    window.session.toggle_flag()
    window.session.add_note("A note.", window.session.finding.id)  # type: ignore[union-attr]
    nameless = []
    for widget in controls(window):
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name):
            nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    assert nameless == []


def test_f6_goes_round_the_panes(window: MainWindow) -> None:
    seen = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert seen == [window.details.finding.wording, window.library.view, window.source.view, window.tree]


def test_the_library_can_be_hidden(window: MainWindow) -> None:
    window.action("library").trigger()
    assert not window.library.isVisible()
    assert not window.action("library").isChecked()
    window.action("find_report").trigger()
    assert window.library.isVisible(), "looking for a report brings it back"


def test_light_dark_and_the_window_remembers(
    window: MainWindow, make_window: MakeWindow, store_path: Path
) -> None:
    window.action("dark").trigger()
    assert window.theme.colours is DARK
    assert window.palette().window().color() == QColor(DARK.window)
    window.action("kind_column").trigger()
    window.action("library").trigger()
    window.bench.setSizes([0, 700, 740])
    window.action("zoom_in").trigger()
    window.resize(1300, 850)
    window.right.setSizes([200, 500])
    sizes = window.right.sizes()
    window.close()
    window.theme.set(scheme="light", zoom=1.0)
    again = make_window(store_path)
    assert again.theme.colours is DARK
    assert again.theme.zoom == 1.1
    assert not again.tree.isColumnHidden(Column.KIND)
    assert not again.library.isVisible()
    now = again.right.sizes()
    assert now[0] / sum(now) == pytest.approx(sizes[0] / sum(sizes), abs=0.1)


def test_zoom_goes_in_steps_and_ends(theme: Theme) -> None:
    for _ in range(20):
        theme.step_zoom(1)
    assert theme.zoom == 2.0
    for _ in range(20):
        theme.step_zoom(-1)
    assert theme.zoom == 0.8


def luminance(colour: str) -> float:
    def part(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    one = QColor(colour)
    return 0.2126 * part(one.redF()) + 0.7152 * part(one.greenF()) + 0.0722 * part(one.blueF())


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(colours: Colours) -> None:
    c = colours
    pairs = [(ink, ground) for ink in (c.text, c.muted, c.faint, c.accent) for ground in (c.window, c.panel)]
    pairs += [(c.text, tint) for tint in (c.accent_tint, c.positive_tint, c.negative_tint, c.mixed_tint)]
    pairs += [(c.muted, c.accent_tint), (c.accent, c.accent_tint), (c.window, c.accent)]
    for polarity in ("positive", "negative", "mixed", "neutral"):
        pairs += [
            (c.of_polarity(polarity), ground) for ground in (c.window, c.panel, c.tint_of_polarity(polarity))
        ]
    pairs += [(c.follow_up, c.window), (c.follow_up, c.panel)]
    weak = [
        (ink, ground, round(contrast(ink, ground), 2)) for ink, ground in pairs if contrast(ink, ground) < 4.5
    ]
    assert weak == []


def test_the_reviewers_name_signs_what_follows(window: MainWindow) -> None:
    window.action("reviewer").trigger()
    (dialog,) = window.findChildren(NameDialog)
    dialog.field.setText("Bo Reed")
    here = window.session.current
    dialog.accept()
    assert window.session.store.reviewer == "Bo Reed"
    assert window.session.current == here
    window.session.accept()
    finding = window.session.finding
    assert finding is not None
    assert finding.decided_by == "Bo Reed"
    assert window.status.saved.text().endswith("reviewer: Bo Reed")


def test_about_says_version_and_store(window: MainWindow, store_path: Path) -> None:
    window.action("about").trigger()
    (dialog,) = window.findChildren(About)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Reviewer 0." in said
    assert str(store_path) in said
    dialog.close()


def test_a_fault_is_shown_calmly_and_the_window_goes_on(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    app_module._show_faults(window)
    try:
        raise LookupError("an unexpected thing")
    except LookupError as error:
        sys.excepthook(LookupError, error, error.__traceback__)
    (dialog,) = window.findChildren(FaultDialog)
    assert "an unexpected thing" in dialog.report
    assert "an unexpected thing" in capsys.readouterr().err
    dialog.findChildren(QAbstractButton)[0].click()
    assert QGuiApplication.clipboard().text() == dialog.report
    dialog.close()
    window.session.accept()
    assert window.session.undo_name() is not None


def test_a_store_that_cannot_be_opened_leaves_the_open_one(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_text("This is no store but a letter, and rather a long one at that.\n" * 40, encoding="utf-8")
    assert not window.open_store(path)
    assert window.notice.isVisible()
    assert window.session.report is not None
    window.session.accept()
    assert path not in window.settings.stores


def test_a_store_that_another_program_has_open_can_be_read(make_window: MakeWindow, store_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from reviewer.store import Store\n"
        "with Store.open(Path(sys.argv[1])): print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(store_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"open"
        window = make_window(None)
        assert not window.open_store(store_path)
        assert window.notice.button.text() == "Open to read only"
        window.notice.button.click()
        assert window.session.report is not None
        assert "read only" in window.status.saved.text()
        off = {name for name, action in window.actions_by_name.items() if not action.isEnabled()}
        assert {"accept_next", "reject", "follow_up", "note", "import", "remove_report"} <= off
        assert window.action("next_undecided").isEnabled()
        assert not window.details.finding.wording.isEnabled()
        window.session.accept()
        assert window.notice.isVisible(), "an edit that comes all the same is refused in words"
        other.communicate()


def test_recent_stores_are_offered(make_window: MakeWindow, store_path: Path, settings: Settings) -> None:
    settings.add_store(store_path)
    settings.add_store(store_path.with_name("gone.sqlite"))
    window = make_window(None)
    assert settings.stores == [store_path]
    (button,) = [
        one for one in window.first_run.findChildren(QAbstractButton) if one.text() == store_path.name
    ]
    button.click()
    assert window.session.store.path == store_path
    assert window.pages.currentWidget() is window.bench
    window.recent_menu.aboutToShow.emit()
    assert [action.text() for action in window.recent_menu.actions()] == [str(store_path)]


def test_a_report_is_removed_only_when_confirmed(window: MainWindow) -> None:
    report = window.session.report
    assert report is not None
    before = len(window.session.reports)
    window.action("remove_report").trigger()
    box = QApplication.activeModalWidget()
    assert box is not None
    buttons = {button.text().replace("&", ""): button for button in box.findChildren(QAbstractButton)}
    buttons["Cancel"].click()
    assert len(window.session.reports) == before
    window.action("remove_report").trigger()
    box = QApplication.activeModalWidget()
    assert box is not None
    next(one for one in box.findChildren(QAbstractButton) if one.text().endswith("Remove")).click()
    assert len(window.session.reports) == before - 1
    assert window.session.report is None
    assert window.source.view.toPlainText() == ""
    assert not window.action("accept_next").isEnabled()


def test_all_decided_is_said(window: MainWindow) -> None:
    report = window.session.report
    assert report is not None
    window.session.edit(lambda: window.session.store.accept([row.id for row in report.findings]))
    window.action("next_undecided").trigger()
    assert window.notice.label.text() == "Every finding of this report is decided."
    window.notice.close_button.click()
    assert not window.notice.isVisible()


def test_a_picture_of_the_window(qtbot: QtBot, theme: Theme, store_path: Path, tmp_path: Path) -> None:
    picture = tmp_path / "pictures" / "window.png"
    app_module.screenshot(store_path, picture, (1100, 700), dark=True)
    image = QGuiApplication.primaryScreen() and picture.read_bytes()
    assert image
    assert image.startswith(b"\x89PNG")
    assert sorted(path.name for path in picture.parent.iterdir()) == ["window.png"]


def test_setting_texts_loses_no_reference_to_none(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(20_000):
        label.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 100


def test_the_store_is_closed_with_the_window(window: MainWindow, store_path: Path) -> None:
    window.close()
    assert not window.session.is_open
    with Store.open(store_path, reviewer="BR") as store:
        assert store.reports()


def test_whoever_leaves_a_field_goes_on_in_the_tree(window: MainWindow) -> None:
    for field in (
        window.details.finding.wording,
        window.details.finding.number,
        window.details.annotations.notes.new,
        window.filter_bar.field,
    ):
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is window.tree


def test_a_new_store_is_made_and_an_old_one_opened_by_menu(
    window: MainWindow, store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = str(tmp_path / "fresh")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (name, ""))
    window.action("new_store").trigger()
    assert window.session.store.path == tmp_path / "fresh.sqlite"
    assert window.pages.currentWidget() is window.first_run
    assert not window.tool_bar.isVisible()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(store_path), ""))
    window.action("open_store").trigger()
    assert window.session.store.path == store_path
    assert window.pages.currentWidget() is window.bench
    assert window.tool_bar.isVisible()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    window.action("open_store").trigger()
    assert window.session.store.path == store_path


def test_quit_closes_the_window(window: MainWindow) -> None:
    window.action("quit").trigger()
    assert not window.isVisible()
    assert not window.session.is_open


def test_view_switches(window: MainWindow) -> None:
    window.action("unclaimed").trigger()
    assert not window.source.view.shows_unclaimed
    assert not window.action("unclaimed").isChecked()
    window.action("problems").trigger()
    assert window.problems_dock.isVisible()
    window.action("problems").trigger()
    assert not window.problems_dock.isVisible()
    for name in ("dark", "light", "system"):
        window.action(name).trigger()
        assert window.theme.scheme == name
        assert window.action(name).isChecked()
    window.action("zoom_out").trigger()
    assert window.theme.zoom == 0.9


def test_accept_stays_and_previous_goes_up(window: MainWindow) -> None:
    window.session.step(1)
    here = window.session.finding
    assert here is not None
    window.action("accept").trigger()
    assert window.session.finding is not None
    assert window.session.finding.id == here.id
    assert window.session.finding.decision == "accepted"
    window.action("previous").trigger()
    assert window.session.finding.id != here.id
    window.action("next").trigger()
    assert window.session.finding.id == here.id


def test_good_news_fades_and_bad_news_stays(qtbot: QtBot, window: MainWindow) -> None:
    window.notice.say("All well.")
    window.notice._fade.setInterval(1)
    window.notice.say("All well.")
    qtbot.waitUntil(lambda: not window.notice.isVisible())
    window.notice.say("The disk is full.", bad=True)
    assert not window.notice._fade.isActive()


def test_tips_say_the_keys(window: MainWindow) -> None:
    action: QAction = window.action("reject")
    assert action.toolTip() == "Reject (X)"
    assert window.tool_bar.buttons["reject"].toolTip() == "Reject (X)"


def test_the_sample_project_is_opened_in_a_store_of_its_own(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[Path]] = []
    monkeypatch.setattr(window.transfers, "import_paths", lambda paths: asked.append(list(paths)))
    window.action("open_sample").trigger()
    assert window.session.store.path == tmp_path / "own-sample.sqlite"
    (paths,) = asked
    assert paths
    assert all(path.is_file() for path in paths)
