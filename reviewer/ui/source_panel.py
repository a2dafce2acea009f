"""The middle of the window: the report's facts, its text, its pages as printed, and the ruler beside them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from reviewer.boundaries import Edge
from reviewer.model import Span, Spans
from reviewer.store.rows import Change
from reviewer.ui import words
from reviewer.ui.boundary_bar import BoundaryBar
from reviewer.ui.boundary_editor import BoundaryEditor
from reviewer.ui.find_bar import FindBar
from reviewer.ui.highlights import HighlightBy
from reviewer.ui.legend import Legend
from reviewer.ui.offsets import whole_words
from reviewer.ui.pages_view import PagesView
from reviewer.ui.ruler import Ruler
from reviewer.ui.session import Item, Session
from reviewer.ui.source_header import SourceHeader
from reviewer.ui.source_view import SourceView
from reviewer.ui.theme import Theme

_SIDE_BY_SIDE = 780
"""In a pane at least so wide, in pixels at the usual text size, text and pages stand side by side."""


class Mode(StrEnum):
    """Which views of the source are shown."""

    TEXT = "text"
    PAGES = "pages"
    BOTH = "both"


class SourcePanel(QWidget):
    """Follows the session: what is open, what is current, what changed. Keeps the two views in step."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.mode = Mode.TEXT
        self.by = HighlightBy.POLARITY
        self._chosen_here = False
        self.setObjectName("sourcePanel")
        self.view = SourceView(theme, self)
        self.pages = PagesView(theme, lambda report_id: session.store.original(report_id), self)
        self.ruler = Ruler(session, self.view, self.pages, theme, self)
        self.boundary = BoundaryEditor(session, self)
        self.boundary_bar = BoundaryBar(self.boundary, self)
        self.find_bar = FindBar(theme, self)
        self.legend = Legend(theme, self)
        self.header = SourceHeader(theme, self)
        self.title, self.facts, self.warning = self.header.title, self.header.facts, self.header.warning
        self._lay_out()
        self._connect()
        self.set_mode(Mode.TEXT)
        self._show_facts()

    def _lay_out(self) -> None:
        # The ruler stands beside the scroll bar, which marks the pane's edge.
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.views = QSplitter(Qt.Orientation.Horizontal, self)
        self.views.setHandleWidth(1)
        self.views.setChildrenCollapsible(False)
        self.views.addWidget(self.view)
        self.views.addWidget(self.pages)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.views, 1)
        middle.addWidget(self.ruler)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.find_bar)
        layout.addLayout(middle, 1)
        layout.addWidget(self.boundary_bar)
        layout.addWidget(self.legend)

    def _connect(self) -> None:
        session, view, pages = self._session, self.view, self.pages
        view.chosen.connect(self._choose)
        view.selectionChanged.connect(self._selected)
        view.cursorPositionChanged.connect(self._show_caret)
        pages.pointed.connect(self._point)
        pages.swept.connect(view.select)
        for one in (view, pages):
            one.moved.connect(self._show_facts)
            one.gripped.connect(lambda edge: self.boundary.begin(Edge(edge)))
            one.dragged.connect(self.boundary.drag_to)
            one.let_go.connect(self.boundary.keep)
        self.boundary.changed.connect(self._show_boundary)
        self.find_bar.found.connect(self._show_hits)
        self.find_bar.gone_to.connect(self._go_to_hit)
        self.find_bar.closed.connect(self.focus_view)
        session.report_changed.connect(self._show_report)
        session.current_changed.connect(self._show_current)
        session.changed.connect(self._change)
        self._theme.changed.connect(self._restyle)

    def add_actions(self, table: Mapping[str, QAction]) -> None:
        """Give the header and the legend their buttons; ``table`` is the window's actions by name."""
        self.header.add_actions(table)
        for by in HighlightBy:
            self.legend.scheme.menu().addAction(table[f"by_{by}"])

    # What is shown

    def set_mode(self, mode: Mode) -> None:
        """Show the text, the pages, or both; the current finding stays in sight."""
        self.mode = mode
        focused = self.view.hasFocus() or self.pages.hasFocus()
        self.view.setVisible(mode is not Mode.PAGES)
        self.pages.setVisible(mode is not Mode.TEXT)
        self.header.show_zoom(mode is not Mode.TEXT)
        self.ruler.follow_pages(mode is Mode.PAGES)
        self._turn()
        if mode is Mode.BOTH:
            self.views.setSizes([1000, 1000])
        if self._session.current is not None:
            self.view.set_current(self._session.current)
            self.pages.set_current(self._session.current)
        if focused:
            self.focus_view()
        self._show_facts()

    def focus_view(self) -> None:
        """Give the focus to the view that is shown."""
        (self.pages if self.mode is Mode.PAGES else self.view).setFocus(Qt.FocusReason.OtherFocusReason)

    def set_by(self, by: HighlightBy) -> None:
        """Choose what the highlights tell apart."""
        self.by = self.view.by = self.pages.by = self.ruler.by = by
        self._redraw()
        self._show_legend()

    def set_shows_unclaimed(self, shows: bool) -> None:
        """Whether text that nothing claims is hatched."""
        self.view.set_shows_unclaimed(shows)
        self.pages.shows_unclaimed = shows
        self.pages.redraw()

    def set_shows_furniture(self, shows: bool) -> None:
        """Whether text set aside as furniture is shown in the text and marked on pages."""
        self.view.set_shows_furniture(shows)
        self.pages.shows_furniture = shows
        self.pages.redraw()

    def _turn(self) -> None:
        wide = self.width() >= _SIDE_BY_SIDE * max(1.0, self._theme.zoom)
        wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.views.orientation() != wanted:
            self.views.setOrientation(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _redraw(self) -> None:
        self.view.redraw()
        self.pages.redraw()
        self.ruler.update()

    # Following

    def _choose(self, item: Item) -> None:
        # What was clicked on stays under the pointer.
        self._chosen_here = True
        self._session.set_current(item)
        self._chosen_here = False

    def _point(self, offset: int) -> None:
        item = self.view.item_at(offset)
        self.view.set_caret(offset)
        if item is not None:
            self._choose(item)
        if self.mode is Mode.BOTH:
            self.view.show_offset(offset)

    def _selected(self) -> None:
        self.pages.selection = self.view.selected_span()
        self.pages.redraw()

    def _show_report(self) -> None:
        report = self._session.report
        self.view.show_report(report)
        self.pages.show_report(report)
        self.find_bar.show_text(report.source.text if report else "")
        self._show_facts()
        self._show_legend()

    def _show_current(self) -> None:
        self.view.set_current(self._session.current, scroll=not self._chosen_here)
        self.pages.set_current(self._session.current, scroll=not self._chosen_here)
        self._show_caret()
        self._show_facts()

    def _change(self, change: Change) -> None:
        report = self._session.report
        if report is not None and report.row.id == change.report_id:
            others = change.structure or change.coverage
            self.view.rows_changed(structure=others)
            self.pages.unclaimed = report.unclaimed
            self.pages.rows_changed(structure=others)
            self._show_caret()
            self._show_facts()
            self._show_legend()

    def _show_legend(self) -> None:
        self.legend.show_report(self._session.report, self.by)

    def _show_boundary(self) -> None:
        boundary = self.boundary
        edge = str(boundary.edge or "")
        for one in (self.view, self.pages):
            one.preview, one.edge = boundary.spans, edge
            one.redraw()
        if boundary.spans:
            start, end = boundary.spans[0][0], boundary.spans[-1][1] - 1
            offset = start if boundary.edge is Edge.START else end
            self.view.show_offset(offset)
            if self.pages.isVisible():
                self.pages.show_offset(offset)

    # The selection and the caret, where a finding would be split

    def take_selection(self) -> Span | None:
        """The selected words, whole ones, which are no longer selected then."""
        span, report = self.view.selected_span(), self._session.report
        if span is None or report is None:
            return None
        self.view.clear_selection()
        return whole_words(report.source.text, span)

    def split_offset(self) -> int | None:
        """Where the current finding would be split: the word with the caret, inside of its words."""
        report, finding = self._session.report, self._session.finding
        if report is None or finding is None or not finding.spans:
            return None
        caret = self.view.caret_offset()
        if not finding.spans[0][0] < caret < finding.spans[-1][1]:
            return None
        offset = whole_words(report.source.text, (caret, caret))[0]
        return offset if offset > finding.spans[0][0] else None

    def _show_caret(self) -> None:
        offset = None if self.view.textCursor().hasSelection() else self.split_offset()
        if offset != self.view.caret:
            self.view.caret = self.pages.caret = offset
            self.view.redraw()
            self.pages.redraw()

    # Finding words

    def open_find(self) -> None:
        """Open the find bar, with the selected words if they are few."""
        span, report = self.view.selected_span(), self._session.report
        taken = report.source.text[span[0] : span[1]] if span and report else ""
        wanted = taken if len(taken) <= 60 and "\n" not in taken else ""
        self.find_bar.open(span[0] if span else self.view.offset_at_top(), wanted)

    def find_step(self, by: int) -> None:
        """Go to the next or previous place found; open the bar where it is closed."""
        if self.find_bar.isVisible():
            self.find_bar.step(by)
        else:
            self.open_find()

    def _show_hits(self) -> None:
        for one in (self.view, self.pages):
            one.hits, one.hit = self.find_bar.hits, self.find_bar.hit
            one.redraw()

    def show_places(self, places: Spans, at: Span | None) -> None:
        """Mark places found elsewhere, and show the one at ``at``."""
        for one in (self.view, self.pages):
            one.hits, one.hit = places, at
            one.redraw()
        if at is not None:
            self._go_to_hit(at)

    def _go_to_hit(self, hit: Span) -> None:
        self.show_offset(hit[0])

    def show_offset(self, offset: int) -> None:
        """Bring a place of the text into sight, in each view that is shown."""
        self.view.show_offset(offset)
        if self.pages.isVisible():
            self.pages.show_offset(offset)

    # The header

    def _restyle(self) -> None:
        self._turn()
        self._show_facts()
        self._show_legend()

    def _show_facts(self) -> None:
        report = self._session.report
        self.header.show_percent(self.pages.percent(), fits=self.pages.zoom is None)
        if report is None:
            self.header.show_facts("", "", "", ())
            return
        row = report.row
        kind = words.short_type(row.document_type).strip() or words.document_type(row.document_type)
        if kind == words.tr("letter"):
            kind = words.document_type(row.document_type)
        parts = (kind, words.report_days(row), self._page())
        said = " · ".join(part for part in parts if part)
        self.header.show_facts(words.report_title(row), said, row.source_name, report.source.warnings)

    def _page(self) -> str:
        report = self._session.report
        if report is None or not report.source.pages:
            return ""
        page = self.pages.page_at_top() if self.mode is Mode.PAGES else 0
        if not page:
            offset = self.view.offset_at_top()
            here = [number for number, start, _end in report.source.pages if start <= offset]
            page = here[-1] if here else 1
        return self.tr("page {page} of {pages}").format(page=page, pages=len(report.source.pages))
