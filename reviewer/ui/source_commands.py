"""What the actions on the source do: its views, highlights, boundaries, places found."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reviewer.boundaries import Edge
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.highlights import HighlightBy
from reviewer.ui.offsets import whole_words
from reviewer.ui.settings import Settings
from reviewer.ui.source_panel import Mode

if TYPE_CHECKING:
    from reviewer.ui.main_window import MainWindow


class SourceCommands(CommandGroup):
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
            "split": self.split,
            "merge": self.merge,
            "seen": self.mark_seen,
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

    def split(self) -> None:
        """Divide the current finding where the caret is, or say how to put it there."""
        finding, offset = self._window.session.finding, self._panel.split_offset()
        if finding is not None and offset is not None:
            self._window.session.split(finding.id, offset)
        else:
            self._window.notice.say(
                self.tr("Click in this finding's words where the second one begins, then split.")
            )

    def merge(self) -> None:
        """Join the selected findings, or the current one and the next."""
        self._window.session.merge()

    def mark_seen(self) -> None:
        """Say that the selected words, or the loose passage with the caret, hold no finding."""
        view, report = self._panel.view, self._window.session.report
        span = view.selected_span()
        if span is not None and report is not None:
            span = whole_words(report.source.text, span)
            view.clear_selection()
        span = span or view.loose_passage()
        if span is not None:
            self._window.session.mark_seen((span,))
        else:
            self._window.notice.say(
                self.tr("Click in a passage that nothing claims, or select words, then mark them as seen.")
            )

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
