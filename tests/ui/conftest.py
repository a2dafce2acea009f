"""The real window on a real store of fictional reports; jobs are finished before a test ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.store import Store
from reviewer.store.rows import FindingRow
from reviewer.ui import actions
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, Table
from reviewer.ui.settings import Settings
from reviewer.ui.theme import Theme
from tests.ui import fictional

if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Said by the off-screen platform, which has no window manager to ask.
QUIET = r"(This plugin does not support|propagateSizeHints|QFontDatabase: Cannot find font directory)"


EXERCISED: set[str] = set()
"""The actions of the window that a test has done so far, by a key, a menu, a button or by name."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the off-screen platform say what it cannot do; what looks at all other tests comes last."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(QUIET))
    items.sort(key=lambda item: item.path.name == "test_all_exercised.py")


@pytest.fixture(scope="session", autouse=True)
def _note_actions() -> Iterator[None]:
    """Notes each action that is done in any window of any test."""
    build = actions.build

    def noting(*given: Any) -> dict[str, QAction]:
        made = build(*given)
        for name, action in made.items():
            action.triggered.connect(partial(_done, name))
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "build", noting)
        yield


def _done(name: str, *_checked: bool) -> None:
    EXERCISED.add(name)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp)
    made.set(scheme="light")
    yield made
    made.set(scheme="light", zoom=1.0)
    made.deleteLater()


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    """A store of seven fictional reports; the first is the long one."""
    path = tmp_path / "northmere.sqlite"
    with Store.open(path, reviewer="AR") as store:
        for given in fictional.library():
            store.import_report(given.document, given.extraction, given.original, name=given.name)
    return path


@pytest.fixture
def make_window(
    qtbot: QtBot, theme: Theme, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Path | None], MainWindow]]:
    """Builds windows, shown and active, and closes those that are left."""
    places = {name: tmp_path / f"own-{name}.sqlite" for name in ("reviewer", "sample")}
    monkeypatch.setattr("reviewer.ui.commands.default_path", lambda: places["reviewer"])
    monkeypatch.setattr("reviewer.ui.commands.sample_store", lambda: places["sample"])
    monkeypatch.setattr("reviewer.exporting.recipes.place", lambda: tmp_path / "recipes.toml")
    settings.reviewer = "AR"
    windows: list[MainWindow] = []

    def make(store: Path | None) -> MainWindow:
        window = MainWindow(theme, settings)
        windows.append(window)
        window.resize(1440, 900)
        if store is not None:
            assert window.open_store(store)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield make
    for window in windows:
        if window.isVisible():
            window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(make_window: Callable[[Path | None], MainWindow], store_path: Path) -> MainWindow:
    """The window on the fictional library, the long report of Northmere open, the tree with the focus."""
    made = make_window(store_path)
    long_one = next(row for row in made.session.reports if row.source_name == "northmere-2026.pdf")
    made.session.open_report(long_one.id)
    made.tree.setFocus()
    return made


@pytest.fixture
def go(window: MainWindow) -> Callable[[str], FindingRow]:
    """Makes the finding current that has this number, or whose words begin so."""

    def to(what: str) -> FindingRow:
        report = window.session.report
        assert report is not None
        (row,) = [one for one in report.findings if one.number == what or one.text.startswith(what)]
        window.session.set_current(Item(Table.FINDING, row.id))
        return row

    return to


@pytest.fixture
def current(window: MainWindow) -> Callable[[], FindingRow]:
    """The current finding as it now is."""

    def read() -> FindingRow:
        finding = window.session.finding
        assert finding is not None
        return finding

    return read
