"""What the actions on the source do: its views, highlights, boundaries, places found."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from reviewer.boundaries import Edge
from reviewer.ui.highlights import HighlightBy
from reviewer.ui.settings import Settings
from reviewer.ui.source_panel import Mode

if TYPE_CHECKING:
    from reviewer.ui.main_window import MainWindow


class SourceCommands(QObject):
    """The source's actions by the names of the table in ``actions``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._panel = window.source

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        panel, pages = self._panel, self._panel.pages
        handlers: dict[str, Callable[[], None]] = {
            "text_view": partial(self.set_mode, Mode.TEXT),
            "pages_view": partial(self.set_mode, Mode.PAGES),
            "both_views": partial(self.set_mode, Mode.BOTH),
            "page_zoom_in": partial(pages.step_zoom, 1),
            "page_zoom_out": partial(pages.step_zoom, -1),
            "page_fit": partial(pages.set_zoom, None),
            "legend": self.toggle_legend,
            "furniture": self.toggle_furniture,
            "sans_face": self.toggle_face,
            "edge_start": partial(self.move_edge, Edge.START),
            "edge_end": partial(self.move_edge, Edge.END),
            "find": panel.open_find,
            "find_next": partial(panel.find_step, 1),
            "find_previous": partial(panel.find_step, -1),
        }
        return handlers | {f"by_{by}": partial(self.set_by, by) for by in HighlightBy}

    def checks(self) -> dict[str, bool]:
        """Which switches are on."""
        panel = self._panel
        checks = {f"by_{by}": panel.by is by for by in HighlightBy}
        return checks | {
            "text_view": panel.mode is Mode.TEXT,
            "pages_view": panel.mode is Mode.PAGES,
            "both_views": panel.mode is Mode.BOTH,
            "legend": not panel.legend.isHidden(),
            "furniture": panel.view.shows_furniture,
            "sans_face": self._window.theme.face == "sans",
        }

    def set_mode(self, mode: Mode) -> None:
        """Show the text, the pages, or both."""
        self._panel.set_mode(mode)
        self._window.follow()

    def set_by(self, by: HighlightBy) -> None:
        """Choose what the highlights tell apart."""
        self._panel.set_by(by)
        self._window.refresh_checks()

    def toggle_legend(self) -> None:
        """Show or hide the legend."""
        self._panel.legend.setVisible(self._panel.legend.isHidden())
        self._window.refresh_checks()

    def toggle_furniture(self) -> None:
        """Show text set aside, or only where it stands."""
        self._panel.set_shows_furniture(not self._panel.view.shows_furniture)
        self._window.refresh_checks()

    def toggle_face(self) -> None:
        """Set reports in a face with serifs or without."""
        theme = self._window.theme
        theme.set(face="serif" if theme.face == "sans" else "sans")
        self._window.refresh_checks()

    def move_edge(self, edge: Edge) -> None:
        """Take hold of an edge of the current finding; the arrow keys move it."""
        self._panel.boundary.begin(edge)

    # Between two starts

    def restore(self, settings: Settings) -> None:
        """Show the source as it was left."""
        panel = self._panel
        mode, by = settings.choice("source", Mode.TEXT), settings.choice("highlights", HighlightBy.POLARITY)
        panel.set_mode(Mode(mode) if mode in list(Mode) else Mode.TEXT)
        panel.set_by(HighlightBy(by) if by in list(HighlightBy) else HighlightBy.POLARITY)
        panel.set_shows_furniture(settings.flag("furniture", True))
        panel.set_shows_unclaimed(settings.flag("unclaimed", True))
        panel.legend.setVisible(settings.flag("legend", True))

    def save(self, settings: Settings) -> None:
        """Remember how the source is shown."""
        panel = self._panel
        settings.set_choice("source", panel.mode)
        settings.set_choice("highlights", panel.by)
        settings.set_flag("furniture", panel.view.shows_furniture)
        settings.set_flag("unclaimed", panel.view.shows_unclaimed)
        settings.set_flag("legend", not panel.legend.isHidden())
        settings.face = self._window.theme.face
