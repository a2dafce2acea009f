"""The search over everything: its panel, made when first wanted, and the way to what it finds."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDockWidget

from reviewer.model import Spans
from reviewer.store.search import SearchHit, places
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.session import Item, Table
from reviewer.ui.settings import Settings

if TYPE_CHECKING:
    from reviewer.ui.main_window import MainWindow
    from reviewer.ui.search_panel import SearchPanel


class SearchCommands(CommandGroup):
    """The actions of searching by the names of the table in ``actions``. ``help_wanted``: the page on it."""

    help_wanted = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._dock: QDockWidget | None = None
        self._panel: SearchPanel | None = None
        self._recent: list[str] = []

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        return {
            "search": self.open,
            "search_next": partial(self.step, 1),
            "search_previous": partial(self.step, -1),
        }

    @property
    def panel(self) -> SearchPanel:
        """The panel, in its dock."""
        if self._panel is None:
            from reviewer.ui.search_panel import SearchPanel

            window = self._window
            panel = self._panel = SearchPanel(self._session, window.theme, window)
            panel.recent = self._recent
            panel.search()
            panel.opened.connect(self.show)
            panel.closed.connect(self.close)
            panel.help_wanted.connect(self.help_wanted)
            dock = self._dock = window._dock("search", self.tr("Search"), panel)
            window.tabifyDockWidget(window.follow_ups_dock, dock)
            window.restoreDockWidget(dock)
            dock.hide()
            dock.visibilityChanged.connect(self._visible)
        return self._panel

    def open(self, words: str = "") -> None:
        """Show the panel with the focus in its field; the words selected in the text are looked for."""
        panel = self.panel
        assert self._dock is not None
        self._dock.show()
        self._dock.raise_()
        panel.open(words or self._selected())
        panel.activateWindow()

    def close(self) -> None:
        """Hide the panel and its hits; the focus goes to the text."""
        if self._dock is not None:
            self._dock.hide()
        self._window.source.show_places((), None)
        self._window.source.focus_view()

    def step(self, by: int) -> None:
        """Show the next or the previous hit; open the panel where nothing was looked for yet."""
        if self._panel is None or not self._panel.hits:
            self.open()
        elif not self._panel.step(by):
            self._window.notice.say(
                self.tr("That was the last hit.") if by > 0 else self.tr("That was the first hit.")
            )

    def show(self, hit: SearchHit, go: bool) -> None:
        """Show a hit on the bench, its words marked; with the focus there where ``go``."""
        window, session = self._window, self._session
        session.open_report(hit.report_id, _item(hit))
        report = session.report
        if report is None or report.row.id != hit.report_id:
            return
        found = places(report.source.text, hit)
        if found and _item(hit) is None:
            item = window.source.view.item_at(found[0][0])
            if item is not None:
                session.set_current(item)
        window.show_page(window.bench)
        window.source.show_places(self._places_here(report.source.text, hit), found[0] if found else None)
        if go:
            window.activateWindow()
            window.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _places_here(self, text: str, shown: SearchHit) -> Spans:
        """The places of all hits of a report, in order, none inside another one."""
        hits = [hit for hit in self.panel.hits if hit.report_id == shown.report_id]
        spans = sorted({span for hit in (*hits, shown) for span in places(text, hit)})
        kept: list[tuple[int, int]] = []
        for span in spans:
            if not kept or span[0] >= kept[-1][1]:
                kept.append(span)
        return tuple(kept)

    def _selected(self) -> str:
        span, report = self._window.source.view.selected_span(), self._session.report
        words = report.source.text[span[0] : span[1]] if span and report else ""
        words = " ".join(words.replace('"', " ").split())
        if not words or len(words) > 100:
            return ""
        return f'"{words}"' if " " in words else words

    def _visible(self, visible: bool) -> None:
        if not visible and self._dock is not None and self._dock.isHidden():
            self._window.source.show_places((), None)

    # Between two starts

    def restore(self, settings: Settings) -> None:
        """Know what was looked for before."""
        try:
            kept = json.loads(settings.choice("searches", "[]"))
        except ValueError:
            kept = []
        self._recent = [one for one in kept if isinstance(one, str)] if isinstance(kept, list) else []

    def save(self, settings: Settings) -> None:
        """Remember what was looked for, and look no further: the window closes."""
        if self._panel is not None:
            self._panel.finish()
            settings.set_choice("searches", json.dumps(self._panel.recent))


def _item(hit: SearchHit) -> Item | None:
    """The row that a hit is on; None for a passage of the text."""
    if hit.finding_id is not None:
        return Item(Table.FINDING, hit.finding_id)
    if hit.section_id is not None:
        return Item(Table.SECTION, hit.section_id)
    return Item(Table.REPORT, hit.report_id) if hit.note_id is not None else None
