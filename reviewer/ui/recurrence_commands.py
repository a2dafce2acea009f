"""What the actions on earlier concerns do: the panel, what became of a concern, the board."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QDockWidget

from reviewer.store.rows import Relation
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.page import Page
from reviewer.ui.settings import Settings

if TYPE_CHECKING:
    from reviewer.ui.coming_back_page import ComingBackPage
    from reviewer.ui.earlier_panel import EarlierPanel
    from reviewer.ui.main_window import MainWindow
    from reviewer.ui.recurrences import Recurrences

_SETTLES: Final = {
    "earlier_recurs": Relation.RECURS,
    "earlier_improved": Relation.IMPROVED_BUT_PERSISTS,
    "earlier_worsened": Relation.WORSENED,
    "earlier_addressed": Relation.ADDRESSED,
    "earlier_not_same": Relation.NOT_SAME,
    "earlier_clear": None,
}


class RecurrenceCommands(CommandGroup):
    """The actions by the names of the table in ``actions``. Panel and board are made when first wanted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.recurrences: Recurrences | None = None
        self._panel: EarlierPanel | None = None
        self._dock: QDockWidget | None = None
        self._board: ComingBackPage | None = None
        self._put_by = False
        """Whether the panel is hidden for as long as a page is shown."""

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        settles = {name: partial(self.settle, relation) for name, relation in _SETTLES.items()}
        return {
            "earlier": self.toggle,
            **settles,
            "earlier_next": partial(self.step, 1),
            "earlier_previous": partial(self.step, -1),
            "earlier_open": self.open_current,
            "coming_back": self.show_board,
        }

    def checks(self) -> dict[str, bool]:
        """Whether the panel is shown."""
        return {"earlier": self._dock is not None and not self._dock.isHidden()}

    def has(self) -> dict[str, bool]:
        """Whether an earlier concern is current."""
        panel = self._panel
        return {"earlier": panel is not None and panel.isVisible() and panel.line is not None}

    def save(self, settings: Settings) -> None:
        """The window closes: compare nothing more."""
        if self.recurrences is not None:
            self.recurrences.finish()

    # The panel

    @property
    def panel(self) -> EarlierPanel:
        """The panel, in its dock."""
        if self._panel is None:
            from reviewer.ui.earlier_panel import EarlierPanel
            from reviewer.ui.recurrences import Recurrences

            window = self._window
            self.recurrences = Recurrences(window.session, self)
            self.recurrences.jobs.failed.connect(window.jobs.failed)
            panel = self._panel = EarlierPanel(window.session, self.recurrences, window.theme, window)
            panel.opened.connect(window.open_place)
            panel.left.connect(window.tree.setFocus)
            panel.moved.connect(window.follow)
            dock = self._dock = window._dock("earlier", self.tr("Earlier concerns"), panel)
            window.tabifyDockWidget(window.follow_ups_dock, dock)
            window.restoreDockWidget(dock)
            dock.hide()
            dock.visibilityChanged.connect(window.follow)
            window.pages.currentChanged.connect(self._follow_page)
        return self._panel

    def toggle(self) -> None:
        """Show the panel with the focus in it; hide it where it has the focus."""
        panel = self.panel
        assert self._dock is not None
        if not self._dock.isHidden() and panel.isAncestorOf(self._window.focusWidget() or panel.list):
            self._dock.hide()
            self._window.tree.setFocus()
            return
        self._window.show_page(self._window.bench)
        self._dock.show()
        self._dock.raise_()
        panel.list.setFocus()

    def settle(self, relation: Relation | None) -> None:
        """Say what became of the current earlier concern."""
        if self._panel is not None:
            self._panel.settle(relation)

    def step(self, by: int) -> None:
        """Make the next or the previous earlier concern current."""
        if self._panel is not None:
            self._panel.step(by)

    def open_current(self) -> None:
        """Go to the earlier concern's words."""
        if self._panel is not None:
            self._panel.open_current()

    # The board

    def show_board(self) -> None:
        """Show what keeps coming back, in place of the bench."""
        board = self.board
        self._window.show_page(board)
        board.table.setFocus()
        self._window.follow()

    @property
    def board(self) -> ComingBackPage:
        """The board, made when first wanted."""
        if self._board is None:
            from reviewer.ui.coming_back_page import ComingBackPage

            window = self._window
            self._board = ComingBackPage(window.session, window.theme, window)
            self._board.opened.connect(window.open_place)
            self._board.closed.connect(self._close)
        return self._board

    def _follow_page(self, _index: int) -> None:
        """The panel speaks of what is current on the bench: it goes, and comes again, with it."""
        assert self._dock is not None
        away = isinstance(self._window.pages.currentWidget(), Page)
        if self._put_by and not away:
            self._put_by = False
            self._dock.show()
        elif away and not self._dock.isHidden():
            self._put_by = True
            self._dock.hide()

    def _close(self) -> None:
        self._window.show_page(self._window.bench)
        self._window.tree.setFocus()
        self._window.follow()
