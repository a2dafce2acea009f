"""Starts the window, or draws it into a picture where there is no screen."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

import reviewer
from reviewer import diagnostics
from reviewer.store import StoreError
from reviewer.store.places import default_path

# Qt comes after the store: once it is there, it reads the source of every module that is imported.
# isort: split
from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QApplication

from reviewer.ui.first_run import app_icon
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, Table
from reviewer.ui.settings import Settings
from reviewer.ui.theme import Theme

__all__ = ["run_window", "screenshot"]


def run_window(store_path: Path | None, *, open_paths: Iterable[Path] = ()) -> int:
    """Open the window on a store and return the exit status when it is closed.

    Without ``store_path`` it is the reviewer's own store, if it is there already; otherwise the page for a
    first run. ``open_paths`` are files and folders to import.
    """
    _choose_platform()
    app = _application()
    window = MainWindow(Theme(app), Settings())
    _show_faults(window)
    place = store_path or default_path()
    if store_path is not None or place.is_file():
        window.open_store(place)
    window.show()
    spare_collections()
    paths = list(open_paths)
    if paths:
        window.commands.import_paths(paths)
    try:
        return app.exec()
    finally:
        sys.excepthook = sys.__excepthook__


def spare_collections() -> None:
    """Have Python look for unreachable cycles more seldom, and never among what is there since the start.

    One look through all modules and widgets takes as long as an edit, and every few edits bring one on. What
    the window lets go of is freed without it; cycles are found a little later.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def screenshot(
    store_path: Path, output_png: Path, size: tuple[int, int] = (1440, 900), dark: bool = False
) -> None:
    """Draw the window on a store into a PNG file, at a finding in the middle of its fullest report.

    Nothing of the reviewer's settings is read or written. Raises OSError where the file cannot be written.
    """
    _choose_platform()
    app = _application()
    theme = Theme(app)
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.ini")
        settings.scheme = "dark" if dark else "light"
        window = MainWindow(theme, settings, size=QSize(*size))
        try:
            window.open_store(store_path)
            window.show()
            _show_the_best(window)
            window.flush()
            # Fields that grow with their words need a few rounds to settle.
            for _ in range(12):
                app.processEvents()
            # The text has its height only now, and with it the ruler its marks.
            window.flush()
            output_png.parent.mkdir(parents=True, exist_ok=True)
            if not window.grab().save(str(output_png)):
                raise OSError(f"{output_png} cannot be written")
        finally:
            window.close()


def _show_the_best(window: MainWindow) -> None:
    """The fullest report, at its finding with most to show."""
    session = window.session
    reports = sorted(session.reports, key=lambda row: row.findings)
    if not reports:
        return
    session.open_report(reports[-1].id)
    findings = session.report.findings if session.report else []
    if findings:
        best = max(
            findings, key=lambda row: (row.polarity == "mixed", len(row.measures), len(row.statements))
        )
        session.set_current(Item(Table.FINDING, best.id))


def _choose_platform() -> None:
    """Without a screen, Qt would stop the process; drawn off screen, everything works."""
    needs_display = sys.platform.startswith("linux") or "bsd" in sys.platform
    has_display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if needs_display and not has_display:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _application() -> QApplication:
    known = QApplication.instance()
    if isinstance(known, QApplication):
        return known
    QCoreApplication.setOrganizationName("Reviewer")
    QCoreApplication.setApplicationName("Reviewer")
    QCoreApplication.setApplicationVersion(reviewer.__version__)
    app = QApplication(sys.argv[:1])
    app.setWindowIcon(app_icon())
    app.setDesktopFileName("reviewer")
    return app


def _show_faults(window: MainWindow) -> None:
    """An exception that nothing expected is shown with a report to copy, and the window goes on."""

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        if isinstance(error, StoreError):
            # Not a fault of ours: the disk is full, or gone. Said in a line, wherever it was met.
            window.session.failed.emit(str(error))
            return
        from reviewer.ui.dialogs import FaultDialog, fault_report

        report = fault_report(kind, error, trace)
        diagnostics.write_report(report)
        sys.stderr.write(report)
        FaultDialog(report, window.theme, window).open()

    sys.excepthook = show
