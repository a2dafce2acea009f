"""The report as it was printed: its pages one below the other, with the same marks as the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QLabel, QWidget

from reviewer.model import Span, Spans
from reviewer.reading import ReadingError
from reviewer.store.rows import FindingRow
from reviewer.ui.highlights import HighlightBy
from reviewer.ui.page_item import PageItem
from reviewer.ui.page_pictures import PagePictures
from reviewer.ui.session import Item, OpenReport, Table
from reviewer.ui.theme import Theme

if TYPE_CHECKING:
    from reviewer.reading.pages import PdfPages

PDF: Final = "application/pdf"
ZOOMS: Final = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
"""Times the printed size, at 96 dots an inch."""

_GAP: Final = 14.0
_MARGIN: Final = 12.0
_REACH: Final = 8
"""How near to a handle a press takes hold of it, in pixels."""


class PagesView(QGraphicsView):
    """Shows pages. ``pointed``: a click at an offset; ``swept``: words were swept over with the mouse.

    ``gripped``, ``dragged`` and ``let_go`` follow a handle of the current finding.
    """

    pointed = Signal(int)
    swept = Signal(tuple)
    gripped = Signal(str)
    dragged = Signal(int)
    let_go = Signal()
    moved = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, theme: Theme, original: Callable[[int], bytes], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._original = original
        self.report: OpenReport | None = None
        self.pages: PdfPages | None = None
        self.pictures = PagePictures(self)
        self.by = HighlightBy.POLARITY
        self.current: Item | None = None
        self.preview: Spans | None = None
        self.edge = ""
        self.caret: int | None = None
        self.selection: Span | None = None
        self.hits: tuple[Span, ...] = ()
        self.hit: Span | None = None
        self.unclaimed: Spans = ()
        self.shows_unclaimed = True
        self.shows_furniture = False
        self.items_by_page: list[PageItem] = []
        self._starts: list[int] = []
        self._zoom: float | None = None
        self._opened = False
        self._anchor: int | None = None
        self._gripping = False
        self._wanted_item: Item | None = None
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("pages")
        self.setAccessibleName(self.tr("Pages of the report as printed"))
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.nothing = QLabel(self)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.nothing.setProperty("tone", "muted")
        self.nothing.hide()
        self.pictures.drawn.connect(self._page_drawn)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.changed.connect(self._restyle)
        self._restyle()

    # What is shown

    def show_report(self, report: OpenReport | None) -> None:
        """Show another report; its file is read when the pages are first seen."""
        self.close_file()
        self.report = report
        self.unclaimed = report.unclaimed if report else ()
        self.current = self._wanted_item = None
        self.preview = self.hit = self.caret = self.selection = None
        self.hits = ()
        if self.isVisible():
            self._open()

    def close_file(self) -> None:
        """Let go of the file."""
        self.pictures.show(None)
        self._scene.clear()
        self.items_by_page = []
        self._starts = []
        if self.pages is not None:
            self.pages.close()
        self.pages = None
        self._opened = False

    def rows_changed(self, *, structure: bool) -> None:
        """Draw again after an edit; ``structure`` when findings came, went or have other words."""
        if structure:
            for item in self.items_by_page:
                item.forget_marks()
        self.viewport().update()

    def set_current(self, item: Item | None, *, scroll: bool = True) -> None:
        """Mark ``item``, and bring it a third of the way down."""
        self.current = item
        if scroll and item is not None:
            if self._opened and self.isVisible():
                self._scroll_to(item)
            else:
                self._wanted_item = item
        self.viewport().update()

    def current_finding(self) -> FindingRow | None:
        """The current finding, None where another thing is current."""
        if self.report is None or self.current is None or self.current.table is not Table.FINDING:
            return None
        return self.report.finding(self.current.id)

    def current_spans(self) -> Spans:
        """The words to outline: those of the current item, or as its edge is being moved."""
        if self.preview is not None:
            return self.preview
        return self.report.spans(self.current) if self.report and self.current else ()

    def redraw(self) -> None:
        """Draw the marks again: what they show has changed."""
        self.viewport().update()

    def show_offset(self, offset: int) -> None:
        """Bring the line at ``offset`` into view, a third of the way down where it was not seen."""
        item = self._item_of(offset)
        if item is None:
            return
        place = next(iter(item.lines(((offset, offset + 1),))), QRectF(0, 0, 1, 1))
        shown = self.mapToScene(self.viewport().rect()).boundingRect()
        if not shown.contains(item.mapRectToScene(place)):
            self._bring(item, place)

    def share(self, offset: int) -> float:
        """About how far down the pages an offset is, 0 to 1."""
        item = self._item_of(offset)
        height = self._scene.sceneRect().height()
        if item is None or not height:
            return 0.0
        inside = (offset - item.start) / max(1, item.end - item.start)
        return (item.y() + inside * item.height) / height

    def page_at_top(self) -> int:
        """The number of the page at the top of the view, 0 where none is shown."""
        y = self.mapToScene(0, self.viewport().height() // 4).y()
        shown = [item.number for item in self.items_by_page if item.y() <= y]
        return shown[-1] if shown else min(1, len(self.items_by_page))

    # Zoom

    @property
    def zoom(self) -> float | None:
        """Times the printed size; None when the page fits the width."""
        return self._zoom

    def set_zoom(self, zoom: float | None) -> None:
        """Show pages at ``zoom`` times the printed size, or fitting the width for None."""
        self._zoom = zoom
        self._set_scale()

    def step_zoom(self, steps: int) -> None:
        """Go to the next larger (1) or smaller (-1) step."""
        now = self.transform().m11() * 0.75
        larger = steps > 0
        beyond = [zoom for zoom in ZOOMS if (zoom > now * 1.02 if larger else zoom < now * 0.98)]
        if beyond:
            self.set_zoom(beyond[0] if larger else beyond[-1])

    def percent(self) -> int:
        """The zoom in force in percent of the printed size."""
        return round(self.transform().m11() * 75)

    def _set_scale(self) -> None:
        if not self.items_by_page:
            return
        top = self.mapToScene(0, 0)
        widest = max(item.width for item in self.items_by_page) + 2 * _MARGIN
        scale = self.viewport().width() / widest if self._zoom is None else self._zoom / 0.75
        self.pictures.drop_wishes()
        self.setTransform(QTransform.fromScale(scale, scale))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + self.mapFromScene(top).y())
        self.moved.emit()

    # The file

    def _open(self) -> None:
        """Read the file and lay the pages out; where there are none, say so."""
        self._opened = True
        report = self.report
        if report is None:
            self._say("")
            return
        if report.row.media_type != PDF or not report.source.pages:
            self._say(self.tr("This report came without printed pages.\nIts text is in the Text view."))
            return
        try:
            # PDFium loads with the first page that is shown.
            from reviewer.reading.pages import PdfPages

            self.pages = PdfPages(self._original(report.row.id))
        except ReadingError as error:
            self._say(str(error))
            return
        self._say("")
        self.pictures.show(self.pages)
        y = _MARGIN
        widest = max(width for width, _height in self.pages.sizes)
        for number, start, end in report.source.pages:
            if number > len(self.pages.sizes):
                break
            item = PageItem(self, number, (start, end), self.pages.sizes[number - 1])
            item.setPos((widest - item.width) / 2, y)
            y += item.height + _GAP
            self._scene.addItem(item)
            self.items_by_page.append(item)
            self._starts.append(start)
        self._scene.setSceneRect(-_MARGIN, 0, widest + 2 * _MARGIN, y)
        self._set_scale()

    def _say(self, words: str) -> None:
        self.nothing.setText(words)
        self.nothing.setVisible(bool(words))
        self._place_words()

    def _place_words(self) -> None:
        self.nothing.setGeometry(self.rect().adjusted(24, 24, -24, -24))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._opened:
            self._open()
        wanted, self._wanted_item = self._wanted_item, None
        if wanted is not None:
            self._scroll_to(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_words()
        if self._zoom is None and event.oldSize().width() != event.size().width():
            self._set_scale()

    def _restyle(self) -> None:
        self.setBackgroundBrush(QBrush(QColor(self.theme.colours.panel)))
        self.viewport().update()

    # Places

    def _item_of(self, offset: int) -> PageItem | None:
        place = bisect_right(self._starts, offset) - 1
        return self.items_by_page[place] if place >= 0 else None

    def _scroll_to(self, wanted: Item) -> None:
        spans = self.report.spans(wanted) if self.report else ()
        item = self._item_of(spans[0][0]) if spans else None
        if item is None:
            return
        if wanted.table is Table.FINDING:
            lines = item.marks().findings.get(wanted.id, [])
        else:
            lines = item.lines(spans[:1])
        self._bring(item, lines[0] if lines else QRectF(0, 0, 1, 1))
        # The neighbours are likely to be next.
        for number in (item.number + 1, item.number - 1):
            self.pictures.want(number, self.transform().m11() * self.devicePixelRatioF())

    def _bring(self, item: PageItem, rect: QRectF) -> None:
        place = self.mapFromScene(item.mapToScene(rect.topLeft()))
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + place.y() - self.viewport().height() // 3)

    def _page_drawn(self, number: int) -> None:
        if 0 < number <= len(self.items_by_page):
            self.items_by_page[number - 1].update()

    def _scrolled(self) -> None:
        self.pictures.drop_wishes()
        self.moved.emit()

    def offset_at(self, place: QPointF) -> int | None:
        """The offset of the character at a point of the viewport, None where no word is."""
        at = self.mapToScene(place.toPoint())
        for item in self.items_by_page:
            inside = item.mapFromScene(at)
            if 0 <= inside.y() <= item.height and 0 <= inside.x() <= item.width and self.pages is not None:
                return self.pages.offset_at(item.number, item.start, inside.x(), inside.y())
        return None

    def _grip_at(self, place: QPointF) -> str:
        for item in self.items_by_page:
            if item.holds(self.current_spans()):
                for edge, grip in item.grips():
                    there = self.mapFromScene(item.mapToScene(grip))
                    if (there - place.toPoint()).manhattanLength() <= _REACH:
                        return edge
        return ""

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        edge = self._grip_at(event.position())
        self._gripping = bool(edge)
        if edge:
            self.gripped.emit(edge)
            return
        self._anchor = self.offset_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            shape = Qt.CursorShape.SizeHorCursor if self._grip_at(event.position()) else None
            if shape is not None:
                self.viewport().setCursor(shape)
            else:
                self.viewport().unsetCursor()
            return
        offset = self.offset_at(event.position())
        if offset is None:
            return
        if self._gripping:
            self.dragged.emit(offset)
        elif self._anchor is not None and abs(offset - self._anchor) > 1:
            self.swept.emit((min(self._anchor, offset), max(self._anchor, offset) + 1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._gripping:
            self._gripping = False
            self.let_go.emit()
            return
        offset = self.offset_at(event.position())
        if offset is not None and self._anchor is not None and abs(offset - self._anchor) <= 1:
            self.pointed.emit(offset)
        self._anchor = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def drawForeground(self, painter: QPainter, _rect: QRectF | object) -> None:
        if self.hasFocus():
            painter.resetTransform()
            painter.fillRect(QRectF(0, 0, self.viewport().width(), 2), QColor(self.theme.colours.accent))
