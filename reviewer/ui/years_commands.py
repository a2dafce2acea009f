"""What the actions that look across reports do: years, authorities, findings alike, accuracy."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDockWidget, QFileDialog

from reviewer.ui.command_group import CommandGroup
from reviewer.ui.session import Item, Table

if TYPE_CHECKING:
    from reviewer.pictures.shapes import Target
    from reviewer.ui.accuracy_page import AccuracyPage
    from reviewer.ui.across_page import AcrossPage
    from reviewer.ui.alike_panel import AlikePanel
    from reviewer.ui.main_window import MainWindow
    from reviewer.ui.picture_page import PicturePage
    from reviewer.ui.timeline_page import TimelinePage


class YearsCommands(CommandGroup):
    """The actions by the names of the table in ``actions``. Pages are made when first asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._timeline: TimelinePage | None = None
        self._across: AcrossPage | None = None
        self._accuracy: AccuracyPage | None = None
        self._alike: AlikePanel | None = None
        self._alike_dock: QDockWidget | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        return {
            "over_the_years": self.show_years,
            "across_authorities": self.show_across,
            "alike": self.look_for_alike,
            "accuracy": self.show_accuracy,
        }

    # Over the years

    def show_years(self, authority: str = "") -> None:
        """Show an authority over the years: the one named, else that of the open report."""
        report = self._window.session.report
        if not authority and report is not None:
            from reviewer.analysis.history import name_of

            authority = name_of(report.row.authority)
        page = self.timeline_page()
        page.show_authority(authority)
        self._show(page)

    def timeline_page(self) -> TimelinePage:
        """The page, made when first asked for."""
        if self._timeline is None:
            from reviewer.ui.timeline_page import TimelinePage

            window = self._window
            self._timeline = TimelinePage(window.session, window.theme, window)
            self._connect(self._timeline)
            self._timeline.compare_wanted.connect(self.show_beside)
        return self._timeline

    # Across authorities

    def show_across(self) -> None:
        """Show themes across authorities."""
        self._show(self.across_page())

    def show_beside(self, authority: str) -> None:
        """Show an authority beside its statistical neighbours."""
        page = self.across_page()
        page.show_beside(authority)
        self._show(page)

    def across_page(self) -> AcrossPage:
        """The page, made when first asked for."""
        if self._across is None:
            from reviewer.ui.across_page import AcrossPage

            window = self._window
            self._across = AcrossPage(window.session, window.jobs, window.theme, window)
            self._connect(self._across)
        return self._across

    # How good the extractor is

    def show_accuracy(self) -> None:
        """Show how good the extractor is."""
        self._show(self.accuracy_page())

    def accuracy_page(self) -> AccuracyPage:
        """The page, made when first asked for."""
        if self._accuracy is None:
            from reviewer.ui.accuracy_page import AccuracyPage

            window = self._window
            self._accuracy = AccuracyPage(window.session, window.jobs, window.theme, window)
            self._connect(self._accuracy)
        return self._accuracy

    # Like this one

    def look_for_alike(self) -> None:
        """Show findings of other reports that are worded like the current one."""
        finding = self._window.session.finding
        if finding is None:
            return
        panel = self.alike_panel()
        assert self._alike_dock is not None
        self._alike_dock.show()
        self._alike_dock.raise_()
        panel.look_for(finding)
        panel.list.setFocus()

    def alike_panel(self) -> AlikePanel:
        """The panel, made when first asked for."""
        if self._alike is None:
            from reviewer.ui.alike_panel import AlikePanel

            window = self._window
            self._alike = AlikePanel(window.session, window.jobs, window.theme, window)
            title = self.tr("Findings like this one elsewhere")
            self._alike_dock = window._dock("alike", title, self._alike)
            self._alike.opened.connect(window.open_place)
        return self._alike

    # What the pages share

    def _connect(self, page: PicturePage) -> None:
        page.place_wanted.connect(self._open)
        page.closed.connect(self._close)
        page.export_wanted.connect(partial(self.export, page))

    def _show(self, page: PicturePage) -> None:
        self._window.show_page(page)
        page.picture.setFocus()

    def _close(self) -> None:
        self._window.show_page(self._window.bench)
        self._window.tree.setFocus()

    def _open(self, target: Target) -> None:
        """Show the words of a part of a picture on the bench."""
        window = self._window
        if target.report_id is None:
            return
        if target.finding_ids:
            window.open_place(target.report_id, target.finding_ids[0])
        else:
            item = None if target.judgement_id is None else Item(Table.JUDGEMENT, target.judgement_id)
            window.session.open_report(target.report_id, item)
            window.show_page(window.bench)
            window.tree.setFocus()

    # Files

    def export(self, page: PicturePage, form: str) -> None:
        """Ask for a file and write the page to it."""
        folder = Path(self._window.settings.folder("export") or Path.home())
        kinds = {
            "png": self.tr("Pictures (*.png)"),
            "svg": self.tr("Drawings (*.svg)"),
            "csv": self.tr("Tables (*.csv)"),
            "html": self.tr("Web pages (*.html)"),
        }
        suggested = str(folder / f"{_file_name(page.export_name())}.{form}")
        name, _chosen = QFileDialog.getSaveFileName(self._window, self.tr("Export"), suggested, kinds[form])
        if name:
            path = Path(name) if Path(name).suffix else Path(f"{name}.{form}")
            self._window.settings.set_folder("export", path.parent)
            self.write(page, form, path)

    def write(self, page: PicturePage, form: str, path: Path) -> None:
        """Write the page to a file and say so."""
        from reviewer.exporting.files import ExportError, Writing

        content = content_of(page, form)
        if content is None:
            return
        try:
            with Writing(path.parent) as writing:
                writing.place(path.name).write_bytes(content)
        except ExportError as error:
            self._window.notice.say(str(error), bad=True)
            return
        self._window.notice.say(
            self.tr("Written: {path}").format(path=path),
            action=self.tr("Open"),
            do=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
        )


def content_of(page: PicturePage, form: str) -> bytes | None:
    """The page as a file's content; None where it shows nothing. Files are light, whatever the window is."""
    picture = page.as_picture()
    if picture is None:
        return None
    if form == "svg":
        from reviewer.pictures.svg import svg

        return svg(picture).encode()
    if form == "png":
        from reviewer.ui.picture_files import file_faces
        from reviewer.ui.picture_painter import png

        faces = file_faces()
        measured = page.as_picture(faces.measure)
        return png(measured, faces) if measured is not None else None
    return page.as_text(form).encode()


def _file_name(title: str) -> str:
    """A title as a file's name on any system."""
    return "".join(char if char.isalnum() or char in " -,&'’." else " " for char in title).strip(" .")
