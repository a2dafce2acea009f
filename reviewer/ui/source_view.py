"""The report as a well-set page: numbers and bars in the margin, the current finding outlined."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from reviewer.model import Polarity, Span, Spans
from reviewer.store.rows import Decision, FindingRow
from reviewer.ui.highlights import HighlightBy, Mark, mark_of
from reviewer.ui.offsets import Offsets
from reviewer.ui.page_item import UNDERLINES
from reviewer.ui.reading_layout import HIDDEN, Block, Claim, ReadingLayout, Role, arrange, claims_of
from reviewer.ui.session import Item, OpenReport, Table
from reviewer.ui.source_geometry import line_rects, outline
from reviewer.ui.theme import Colours, Theme

LINE_HEIGHT = 138
"""In percent of the face's own height, which is a good sixth more than its size: 1.6 times the size."""

CHARACTERS_A_LINE = 76
GUTTER = 4.7
"""The margin for bars, numbers and signs, in heights of the interface font."""

RIGHT_MARGIN = 28
BAR = 4
_OVERLAPS = 12
"""How many claims back one is looked for that still holds a place."""

_GRIP = 4.5
_REACH = 9
"""How near to a handle a press takes hold of it, in pixels."""

_TABLES = {
    Role.FINDING: Table.FINDING,
    Role.JUDGEMENT: Table.JUDGEMENT,
    Role.HEADING: Table.SECTION,
}


class SourceView(QTextEdit):
    """Shows a report's text. ``chosen``: a click means an item; ``moved``: the page scrolled.

    ``gripped``, ``dragged`` and ``let_go`` follow a handle of the current finding.
    """

    chosen = Signal(Item)
    gripped = Signal(str)
    dragged = Signal(int)
    let_go = Signal()
    moved = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._report: OpenReport | None = None
        self._document: QTextDocument | None = None
        self._offsets = Offsets("")
        self._layout: ReadingLayout = arrange("", [])
        self._claims: list[Claim] = []
        self._starts: list[int] = []
        self._current: Item | None = None
        self.shows_unclaimed = True
        self.shows_furniture = True
        self.by = HighlightBy.POLARITY
        self.preview: Spans | None = None
        self.edge = ""
        self.caret: int | None = None
        self.hits: tuple[Span, ...] = ()
        self.hit: Span | None = None
        self._gripping = False
        self._shape: list[Claim] = []
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("source")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Text of the report"))
        self.verticalScrollBar().valueChanged.connect(self.moved)
        theme.changed.connect(self._restyle)

    # What is shown

    def show_report(self, report: OpenReport | None) -> None:
        """Set the text of ``report``; an empty page for None."""
        self._report = report
        self._current = None
        self.preview = self.hit = self.caret = None
        self.hits = ()
        self._set_text()
        self.verticalScrollBar().setValue(0)

    def rows_changed(self, *, structure: bool) -> None:
        """Draw again after an edit; ``structure`` when findings came, went or have other words."""
        # What only went under another heading stands where it stood.
        if structure and self._report is not None and _shape(_claims(self._report)) != self._shape:
            at = self.verticalScrollBar().value()
            self._set_text()
            self.verticalScrollBar().setValue(at)
        self.viewport().update()

    def set_current(self, item: Item | None, *, scroll: bool = True) -> None:
        """Mark ``item``, and bring it a third of the way down the page."""
        self._current = item
        if scroll and item is not None:
            self._scroll_to(item)
        self.viewport().update()

    def set_shows_unclaimed(self, shows: bool) -> None:
        """Whether text that nothing claims is hatched."""
        self.shows_unclaimed = shows
        self.viewport().update()

    def set_shows_furniture(self, shows: bool) -> None:
        """Whether text set aside as furniture is shown, or only the rule where it stands."""
        if shows != self.shows_furniture:
            self.shows_furniture = shows
            self._restyle()

    def redraw(self) -> None:
        """Draw the marks again: what they show has changed."""
        self.viewport().update()

    def current_spans(self) -> Spans:
        """The words to outline: those of the current item, or as its edge is being moved."""
        if self.preview is not None:
            return self.preview
        return self._report.spans(self._current) if self._report and self._current else ()

    def show_offset(self, offset: int) -> None:
        """Bring the line at ``offset`` into view, a third of the way down where it was not seen."""
        rect = self.place((offset, offset + 1))
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if not rect.isNull() and not 8 <= rect.top() - bar.value() <= height - rect.height() - 8:
            bar.setValue(round(rect.top() - height / 3))

    # Offsets

    def selected_span(self) -> Span | None:
        """The selection as code points of the canonical text, None where nothing is selected."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        return (
            self._offsets.to_code_points(cursor.selectionStart()),
            self._offsets.to_code_points(cursor.selectionEnd()),
        )

    def caret_offset(self) -> int:
        """Where the caret is, as a code point."""
        return self._offsets.to_code_points(min(self.textCursor().position(), self._offsets.units))

    def set_caret(self, offset: int) -> None:
        """Put the caret at ``offset``; nothing is selected and nothing scrolls."""
        top = self.verticalScrollBar().value()
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_units(offset))
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(top)

    def select(self, span: Span) -> None:
        """Select the words at ``span`` (code points)."""
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_units(span[0]))
        cursor.setPosition(self._offsets.to_units(span[1]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def clear_selection(self) -> None:
        """Select nothing."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def offset_at_top(self) -> int:
        """The code point at the top of the page as shown."""
        y = self.verticalScrollBar().value()
        block = self._block_at_y(y)
        layout = block.layout()
        inside = y - self.document().documentLayout().blockBoundingRect(block).top()
        lines = (layout.lineAt(index) for index in range(layout.lineCount()))
        line = next((line for line in lines if line.y() + line.height() > inside), None)
        position = block.position() + (line.textStart() if line is not None else max(0, block.length() - 1))
        return self._offsets.to_code_points(min(position, self._offsets.units))

    def item_at(self, offset: int) -> Item | None:
        """What claims the character at ``offset``."""
        # A finding that someone added may lie inside another one: the one that begins last is meant.
        first = bisect_right(self._starts, offset) - 1
        for claim in reversed(self._claims[max(0, first - _OVERLAPS) : first + 1]):
            if offset < claim.end and claim.ref is not None:
                return Item(_TABLES[claim.role], claim.ref)
        return None

    def loose_passage(self) -> Span | None:
        """The paragraph with the caret where nothing claims it, None elsewhere."""
        block = self._layout.blocks[self._layout.block_at(self.caret_offset())]
        return (block.start, block.end) if block.role is Role.UNCLAIMED else None

    def place(self, span: Span) -> QRectF:
        """The first line of the words at ``span``, in document coordinates; null where none is seen."""
        first = next(self._rects((span,)), None)
        return QRectF() if first is None else first

    def height_of(self, offset: int) -> float:
        """How far down the whole text, in document coordinates, the line of a code point stands."""
        position = self._offsets.to_units(min(offset, len(self._layout.display)))
        block = self.document().findBlock(position)
        line = block.layout().lineForTextPosition(position - block.position())
        top = self.document().documentLayout().blockBoundingRect(block).top()
        return top + (line.y() + line.height() / 2 if line.isValid() else 0.0)

    # Setting the text

    def _set_text(self) -> None:
        report = self._report
        text = report.source.text if report else ""
        claims = list(_claims(report)) if report else []
        self._shape = _shape(claims)
        self._layout = arrange(text, claims)
        if not self.shows_furniture:
            self._layout = _without_furniture(self._layout)
        self._offsets = Offsets(text)
        self._claims = sorted((claim for claim in claims if claim.ref is not None), key=lambda c: c.start)
        self._starts = [claim.start for claim in self._claims]
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setDefaultFont(self._theme.reading_font())
        document.setPlainText(self._layout.display)
        self._format(document)
        # Before it is shown, or it would be laid out twice.
        self._set_margins(document)
        self.setDocument(document)
        if self._document is not None:
            self._document.deleteLater()
        self._document = document
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(self._theme.colours.window))
        self.setPalette(palette)

    def _format(self, document: QTextDocument) -> None:
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        unit = QFontMetricsF(self._theme.font()).height()
        formats = {role: (_block_format(role, unit), self._char_format(role)) for role in Role}
        for block in self._layout.blocks:
            cursor.setPosition(self._offsets.to_units(block.start))
            cursor.setPosition(self._offsets.to_units(block.end), QTextCursor.MoveMode.KeepAnchor)
            block_format, char_format = formats[block.role]
            cursor.setBlockFormat(block_format)
            if char_format is not None:
                cursor.setCharFormat(char_format)
        cursor.endEditBlock()

    def _char_format(self, role: Role) -> QTextCharFormat | None:
        colours = self._theme.colours
        if role is Role.FINDING:
            return None
        char_format = QTextCharFormat()
        if role is Role.HEADING:
            char_format.setFont(self._theme.font(1.18, bold=True))
        elif role is Role.FURNITURE:
            char_format.setFont(self._theme.font(0.88 if self.shows_furniture else 0.3))
            char_format.setForeground(QColor(colours.faint))
        elif role is Role.JUDGEMENT:
            char_format.setFont(self._theme.font(1.08))
        elif role is Role.METADATA:
            char_format.setFont(self._theme.font(1.0))
            char_format.setForeground(QColor(colours.muted))
        return char_format

    def _set_margins(self, document: QTextDocument) -> None:
        """Keep the column at a comfortable width, in the middle of a wide pane."""
        width = self.viewport().width()
        metrics = QFontMetricsF(self._theme.reading_font())
        column = metrics.averageCharWidth() * CHARACTERS_A_LINE
        left = max(GUTTER * QFontMetricsF(self._theme.font()).height(), (width - column) / 2)
        frame = document.rootFrame()
        frame_format = QTextFrameFormat(frame.frameFormat())
        frame_format.setLeftMargin(left)
        frame_format.setRightMargin(max(RIGHT_MARGIN, width - left - column))
        frame_format.setTopMargin(28)
        frame_format.setBottomMargin(self.viewport().height() * 0.6)
        frame.setFrameFormat(frame_format)

    def _restyle(self) -> None:
        top = self.offset_at_top()
        self._set_text()
        self._scroll_to_offset(top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        top = self.offset_at_top()
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._set_margins(self.document())
            if self.verticalScrollBar().value() > 0:
                self._scroll_to_offset(top)

    def _scroll_to(self, item: Item) -> None:
        spans = self._report.spans(item) if self._report else ()
        if not spans:
            return
        third = self.viewport().height() / 3
        self.verticalScrollBar().setValue(round(self.place(spans[0]).top() - third))

    def _scroll_to_offset(self, offset: int) -> None:
        position = self._offsets.to_units(min(offset, len(self._layout.display)))
        block = self.document().findBlock(position)
        rect = self.document().documentLayout().blockBoundingRect(block)
        line = block.layout().lineForTextPosition(position - block.position())
        # Without its size the document's scroll bar would end where the former layout did.
        self.document().size()
        self.verticalScrollBar().setValue(round(rect.top() + (line.y() if line.isValid() else 0)))

    def _rects(self, spans: Spans) -> Iterator[QRectF]:
        for start, end in spans:
            yield from line_rects(self.document(), self._offsets.to_units(start), self._offsets.to_units(end))

    # Reading with mouse and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        edge = self._grip_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else ""
        self._gripping = bool(edge)
        if edge:
            self.gripped.emit(edge)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._gripping:
            position = self.cursorForPosition(event.position().toPoint()).position()
            self.dragged.emit(self._offsets.to_code_points(min(position, self._offsets.units)))
            return
        if not event.buttons():
            over = bool(self._grip_at(event.position()))
            self.viewport().setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def _grips(self) -> Iterator[tuple[str, QPointF]]:
        """The handles of the current finding, in document coordinates."""
        spans = self.current_spans() if self._current_finding() else ()
        if spans:
            rects = list(self._rects(spans))
            if rects:
                yield "start", rects[0].topLeft() + QPointF(-5, -2)
                yield "end", rects[-1].bottomRight() + QPointF(5, 2)

    def _grip_at(self, place: QPointF) -> str:
        at = place + QPointF(0, self.verticalScrollBar().value())
        near = (edge for edge, grip in self._grips() if (grip - at).manhattanLength() <= _REACH)
        return next(near, "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._gripping:
            self._gripping = False
            self.let_go.emit()
            return
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or self.textCursor().hasSelection():
            return
        position = self.cursorForPosition(event.position().toPoint()).position()
        item = self.item_at(self._offsets.to_code_points(min(position, self._offsets.units)))
        if item is not None:
            self.chosen.emit(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.textCursor().hasSelection():
            self.clear_selection()
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def copy_selection(self) -> None:
        """Copy the selected words as printed, not as set for reading."""
        # Set as text: a mime object of Python's own on the clipboard outlives the interpreter, and crashes.
        span = self.selected_span()
        if span is not None and self._report is not None:
            QGuiApplication.clipboard().setText(self._report.source.text[span[0] : span[1]])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        # The painter must be gone before the text paints itself on the same surface.
        shift = QPointF(0, -self.verticalScrollBar().value())
        rect = event.rect()
        colours = self._theme.colours
        under = QPainter(self.viewport())
        under.setRenderHint(QPainter.RenderHint.Antialiasing)
        under.translate(shift)
        visible = list(self._visible_blocks(rect.top(), rect.bottom()))
        for block, text_block in visible:
            self._paint_ground(under, block, text_block, colours)
        self._paint_current_ground(under, colours)
        self._paint_hits(under, visible, colours)
        under.end()
        super().paintEvent(event)
        over = QPainter(self.viewport())
        over.setRenderHint(QPainter.RenderHint.Antialiasing)
        over.translate(shift)
        for block, text_block in visible:
            self._paint_margin(over, block, text_block, colours)
        self._paint_current_lines(over, colours)
        self._paint_handles(over, colours)
        if self.hasFocus():
            over.resetTransform()
            over.fillRect(QRectF(0, 0, self.viewport().width(), 2), QColor(colours.accent))
        over.end()

    def _visible_blocks(self, top: int, bottom: int) -> Iterator[tuple[Block, QTextBlock]]:
        layout = self.document().documentLayout()
        scrolled = self.verticalScrollBar().value()
        limit = bottom + scrolled
        # A ground reaches a little beyond its paragraph, into the one above.
        text_block = self._block_at_y(top + scrolled - 24)
        while text_block.isValid() and layout.blockBoundingRect(text_block).top() <= limit:
            if text_block.blockNumber() < len(self._layout.blocks):
                yield self._layout.blocks[text_block.blockNumber()], text_block
            text_block = text_block.next()

    def _block_at_y(self, y: float) -> QTextBlock:
        """The last paragraph that begins at or above ``y`` (document coordinates), or the first one."""
        document = self.document()
        layout = document.documentLayout()
        # Asked for a place, Qt lays out all the text above it: so the search begins at the top.
        low, high, last = 0, 1, document.blockCount() - 1
        while high < last and layout.blockBoundingRect(document.findBlockByNumber(high)).top() <= y:
            low, high = high, high * 2
        high = min(high, last)
        while low < high:
            middle = (low + high + 1) // 2
            if layout.blockBoundingRect(document.findBlockByNumber(middle)).top() <= y:
                low = middle
            else:
                high = middle - 1
        return document.findBlockByNumber(low)

    def _text_rect(self, text_block: QTextBlock) -> QRectF:
        """The block's lines, from the top of the first line's letters to the bottom of the last's."""
        layout = text_block.layout()
        rect = self.document().documentLayout().blockBoundingRect(text_block)
        if layout.lineCount() == 0:
            return QRectF(rect.topLeft(), rect.topLeft())
        first, last = layout.lineAt(0), layout.lineAt(layout.lineCount() - 1)
        top = rect.top() + first.y()
        return QRectF(
            rect.left() + first.x(),
            top,
            first.width(),
            rect.top() + last.y() + last.ascent() + last.descent() - top,
        )

    def _paint_ground(self, painter: QPainter, block: Block, text_block: QTextBlock, c: Colours) -> None:
        rect = self._text_rect(text_block)
        if block.role is Role.FURNITURE:
            painter.setPen(QPen(QColor(c.line), 1, Qt.PenStyle.DashLine))
            for y in (rect.top() - 7, rect.bottom() + 7):
                painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
            self._paint_page(painter, block, text_block, rect, c)
        elif block.role is Role.UNCLAIMED and self._is_seen(block):
            self._paint_seen(painter, text_block, rect, c)
        elif block.role is Role.UNCLAIMED and self.shows_unclaimed and text_block.text().strip():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_hatch(c.unseen))
            painter.drawRoundedRect(rect.adjusted(-8, -4, 8, 4), 6, 6)

    def _is_seen(self, block: Block) -> bool:
        seen = self._report.seen if self._report else ()
        return any(start < block.end and block.start < end for start, end in seen)

    def _paint_seen(self, painter: QPainter, text_block: QTextBlock, rect: QRectF, c: Colours) -> None:
        """A passage that someone has read and that holds no finding."""
        font = self._theme.font(0.88)
        said = self.tr("✓ seen")
        painter.setFont(font)
        painter.setPen(QColor(c.muted))
        baseline = rect.top() + text_block.layout().lineAt(0).ascent()
        painter.drawText(
            QPointF(rect.left() - 12 - QFontMetricsF(font).horizontalAdvance(said), baseline), said
        )

    def _paint_page(
        self, painter: QPainter, block: Block, text_block: QTextBlock, rect: QRectF, c: Colours
    ) -> None:
        """The page that a running header or footer belongs to, where there is room beside it."""
        pages = self._report.source.pages if self._report else ()
        here = next((page for page in reversed(pages) if page[1] <= block.start), None)
        layout = text_block.layout()
        if here is None or layout.lineCount() != 1:
            return
        font = self._theme.font(0.88)
        said = self.tr("page {page}").format(page=here[0])
        free = rect.right() - rect.left() - layout.lineAt(0).naturalTextWidth()
        width = QFontMetricsF(font).horizontalAdvance(said)
        if free > width + 12:
            painter.setFont(font)
            painter.setPen(QColor(c.faint))
            baseline = rect.top() + layout.lineAt(0).ascent()
            painter.drawText(QPointF(rect.right() - width, baseline), said)

    def _paint_current_ground(self, painter: QPainter, c: Colours) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.accent_tint))
        for path in self._current_outlines():
            painter.drawPath(path)
        finding = self._current_finding() if self.preview is None else None
        for statement in finding.statements if finding else ():
            painter.setBrush(QColor(c.tint_of_polarity(statement.polarity)))
            if statement.polarity != Polarity.NEUTRAL:
                for rect in self._rects(statement.spans):
                    painter.drawRect(rect)

    def _paint_current_lines(self, painter: QPainter, c: Colours) -> None:
        finding = self._current_finding() if self.preview is None else None
        for statement in finding.statements if finding else ():
            style = UNDERLINES.get(Polarity(statement.polarity))
            if style is None:
                continue
            pen = QPen(QColor(c.of_polarity(statement.polarity)), 1.6, style)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            for rect in self._rects(statement.spans):
                y = rect.bottom() + 0.5
                painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        style = Qt.PenStyle.SolidLine if self.preview is None else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(c.accent), 2, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for path in self._current_outlines():
            painter.drawPath(path)

    def _current_outlines(self) -> Iterator[QPainterPath]:
        for span in self.current_spans():
            rects = list(self._rects((span,)))
            if rects:
                yield outline(rects, 5, 6)

    def _paint_hits(self, painter: QPainter, visible: list[tuple[Block, QTextBlock]], c: Colours) -> None:
        if not self.hits or not visible:
            return
        first = bisect_left(self.hits, visible[0][0].start, key=lambda hit: hit[1])
        for hit in self.hits[first:]:
            if hit[0] > visible[-1][0].end:
                break
            painter.setBrush(QColor(c.mixed_tint))
            painter.setPen(QPen(QColor(c.mixed), 1.8 if hit == self.hit else 0.8))
            for rect in self._rects((hit,)):
                painter.drawRoundedRect(rect.adjusted(-1.5, -0.5, 1.5, 0.5), 3, 3)

    def _paint_handles(self, painter: QPainter, c: Colours) -> None:
        for edge, place in self._grips():
            painter.setPen(QPen(QColor(c.accent), 2))
            painter.setBrush(QColor(c.accent if edge == self.edge else c.window))
            painter.drawEllipse(place, _GRIP, _GRIP)
        cut = self.place((self.caret, self.caret + 1)) if self.caret is not None else QRectF()
        if not cut.isNull():
            top, bottom = cut.topLeft() + QPointF(-1.5, -5), cut.bottomLeft() + QPointF(-1.5, 4)
            painter.setPen(QPen(QColor(c.negative), 2, Qt.PenStyle.DashLine))
            painter.drawLine(top, bottom)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.negative))
            painter.drawPolygon([top + QPointF(-4, -4), top + QPointF(4, -4), top + QPointF(0, 2)])

    def _current_finding(self) -> FindingRow | None:
        if self._report is None or self._current is None or self._current.table is not Table.FINDING:
            return None
        return self._report.finding(self._current.id)

    def _paint_margin(self, painter: QPainter, block: Block, text_block: QTextBlock, c: Colours) -> None:
        if block.role is not Role.FINDING or block.ref is None or self._report is None:
            return
        finding = self._report.finding(block.ref)
        if finding is None:
            return
        rect = self._text_rect(text_block)
        painter.setPen(Qt.PenStyle.NoPen)
        rejected = finding.decision is Decision.REJECTED
        mark = mark_of(finding, self.by, c)
        painter.setBrush(QColor(c.line if rejected else mark.colour))
        painter.drawRoundedRect(QRectF(rect.left() - 14, rect.top(), BAR, rect.height()), 2, 2)
        self._paint_sign(painter, block, text_block, rect, mark, rejected=rejected)
        if block.mark:
            font = self._theme.font(0.92)
            font.setStrikeOut(rejected)
            painter.setFont(font)
            painter.setPen(QColor(c.muted))
            metrics = QFontMetricsF(font)
            baseline = rect.top() + text_block.layout().lineAt(0).ascent()
            right = rect.left() - 22
            painter.drawText(QPointF(right - metrics.horizontalAdvance(block.mark), baseline), block.mark)

    def _paint_sign(
        self,
        painter: QPainter,
        block: Block,
        text_block: QTextBlock,
        rect: QRectF,
        mark: Mark,
        *,
        rejected: bool,
    ) -> None:
        """The code's sign, at the outer edge of the margin: no bar speaks by its colour alone."""
        font = self._theme.font(0.92, bold=True)
        metrics = QFontMetricsF(font)
        gutter = GUTTER * QFontMetricsF(self._theme.font()).height()
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colours.faint if rejected else mark.colour))
        baseline = rect.top() + text_block.layout().lineAt(0).ascent()
        left = rect.left() - gutter + 6
        painter.drawText(
            QPointF(left + max(0.0, 16 - metrics.horizontalAdvance(mark.sign)) / 2, baseline), mark.sign
        )


def _without_furniture(layout: ReadingLayout) -> ReadingLayout:
    """Furniture as empty paragraphs, every offset as it was."""
    shown = list(layout.display)
    for block in layout.blocks:
        if block.role is Role.FURNITURE:
            shown[block.start : block.end] = HIDDEN * (block.end - block.start)
    return replace(layout, display="".join(shown))


def _shape(claims: Iterable[Claim]) -> list[Claim]:
    """Claims in an order that does not depend on that of the rows."""
    return sorted(claims, key=lambda one: (one.start, one.end, one.role, one.ref or 0))


def _claims(report: OpenReport) -> Iterator[Claim]:
    """Who claims what; findings that were rejected still show where they were."""
    for finding in report.findings:
        yield from claims_of(finding.spans, Role.FINDING, finding.id, finding.number)
    for judgement in report.judgements:
        yield from claims_of(judgement.spans, Role.JUDGEMENT, judgement.id)
    for section in report.sections:
        yield from claims_of(section.spans, Role.HEADING, section.id)
    yield from claims_of(report.source.metadata_spans, Role.METADATA)
    yield from claims_of(report.source.furniture, Role.FURNITURE)
    yield from claims_of(report.unclaimed, Role.UNCLAIMED)
    yield from claims_of(report.seen, Role.UNCLAIMED)


def _block_format(role: Role, unit: float) -> QTextBlockFormat:
    """Spacing of a paragraph; ``unit`` is the height of the interface font."""
    above, below, height = {
        Role.HEADING: (2.0, 0.5, 125),
        Role.FURNITURE: (1.3, 1.3, 125),
        Role.JUDGEMENT: (0.4, 0.4, 125),
        Role.METADATA: (0.4, 0.4, 130),
    }.get(role, (0.85, 0.85, LINE_HEIGHT))
    block_format = QTextBlockFormat()
    block_format.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    block_format.setTopMargin(above * unit)
    block_format.setBottomMargin(below * unit)
    return block_format


def _hatch(colour: str) -> QBrush:
    return QBrush(QColor(colour), Qt.BrushStyle.BDiagPattern)
