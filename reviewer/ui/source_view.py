"""The report as a well-set page: numbers and bars in the margin, the current finding outlined."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

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
from reviewer.ui.offsets import Offsets
from reviewer.ui.reading_layout import Block, Claim, ReadingLayout, Role, arrange, claims_of
from reviewer.ui.session import Item, OpenReport, Table
from reviewer.ui.source_geometry import line_rects, outline
from reviewer.ui.theme import Colours, Theme

LINE_HEIGHT = 138
"""In percent of the face's own height, which is a good sixth more than its size: 1.6 times the size."""

CHARACTERS_A_LINE = 76
GUTTER = 64
RIGHT_MARGIN = 28
BAR = 4
_OVERLAPS = 12
"""How many claims back one is looked for that still holds a place."""

_UNDERLINES = {
    Polarity.POSITIVE: Qt.PenStyle.SolidLine,
    Polarity.NEGATIVE: Qt.PenStyle.DashLine,
    Polarity.MIXED: Qt.PenStyle.DotLine,
}
_TABLES = {
    Role.FINDING: Table.FINDING,
    Role.JUDGEMENT: Table.JUDGEMENT,
    Role.HEADING: Table.SECTION,
}


class SourceView(QTextEdit):
    """Shows a report's text. ``chosen``: a click means an item; ``moved``: the page scrolled."""

    chosen = Signal(Item)
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
        self._set_text()
        self.verticalScrollBar().setValue(0)

    def rows_changed(self, *, structure: bool) -> None:
        """Draw again after an edit; ``structure`` when findings came, went or have other words."""
        if structure:
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

    def place(self, span: Span) -> QRectF:
        """The first line of the words at ``span``, in document coordinates; null where none is seen."""
        first = next(self._rects((span,)), None)
        return QRectF() if first is None else first

    # Setting the text

    def _set_text(self) -> None:
        report = self._report
        text = report.source.text if report else ""
        claims = list(_claims(report)) if report else []
        self._layout = arrange(text, claims)
        self._offsets = Offsets(text)
        self._claims = sorted((claim for claim in claims if claim.ref is not None), key=lambda c: c.start)
        self._starts = [claim.start for claim in self._claims]
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setDefaultFont(self._theme.reading_font())
        document.setPlainText(self._layout.display)
        self._format(document)
        self.setDocument(document)
        if self._document is not None:
            self._document.deleteLater()
        self._document = document
        self._set_margins()
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
            char_format.setFont(self._theme.font(0.88))
            char_format.setForeground(QColor(colours.faint))
        elif role is Role.JUDGEMENT:
            char_format.setFont(self._theme.font(1.08))
        elif role is Role.METADATA:
            char_format.setFont(self._theme.font(1.0))
            char_format.setForeground(QColor(colours.muted))
        return char_format

    def _set_margins(self) -> None:
        """Keep the column at a comfortable width, in the middle of a wide pane."""
        width = self.viewport().width()
        metrics = QFontMetricsF(self._theme.reading_font())
        column = metrics.averageCharWidth() * CHARACTERS_A_LINE
        left = max(GUTTER, (width - column) / 2)
        frame = self.document().rootFrame()
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
            self._set_margins()
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

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
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
        under.end()
        super().paintEvent(event)
        over = QPainter(self.viewport())
        over.setRenderHint(QPainter.RenderHint.Antialiasing)
        over.translate(shift)
        for block, text_block in visible:
            self._paint_margin(over, block, text_block, colours)
        self._paint_current_lines(over, colours)
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
        low, high = 0, document.blockCount() - 1
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
        elif block.role is Role.UNCLAIMED and self.shows_unclaimed and text_block.text().strip():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_hatch(c.line))
            painter.drawRoundedRect(rect.adjusted(-8, -4, 8, 4), 6, 6)

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
        finding = self._current_finding()
        for statement in finding.statements if finding else ():
            painter.setBrush(QColor(c.tint_of_polarity(statement.polarity)))
            if statement.polarity != Polarity.NEUTRAL:
                for rect in self._rects(statement.spans):
                    painter.drawRect(rect)

    def _paint_current_lines(self, painter: QPainter, c: Colours) -> None:
        finding = self._current_finding()
        for statement in finding.statements if finding else ():
            style = _UNDERLINES.get(Polarity(statement.polarity))
            if style is None:
                continue
            pen = QPen(QColor(c.of_polarity(statement.polarity)), 1.6, style)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            for rect in self._rects(statement.spans):
                y = rect.bottom() + 0.5
                painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        painter.setPen(QPen(QColor(c.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for path in self._current_outlines():
            painter.drawPath(path)

    def _current_outlines(self) -> Iterator[QPainterPath]:
        spans = self._report.spans(self._current) if self._report and self._current else ()
        for span in spans:
            rects = list(self._rects((span,)))
            if rects:
                yield outline(rects, 5, 6)

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
        colour = QColor(c.line if rejected else c.of_polarity(finding.polarity))
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(rect.left() - 14, rect.top(), BAR, rect.height()), 2, 2)
        if block.mark:
            font = self._theme.font(0.92)
            font.setStrikeOut(rejected)
            painter.setFont(font)
            painter.setPen(QColor(c.muted))
            metrics = QFontMetricsF(font)
            baseline = rect.top() + text_block.layout().lineAt(0).ascent()
            right = rect.left() - 22
            painter.drawText(QPointF(right - metrics.horizontalAdvance(block.mark), baseline), block.mark)


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
    yield from claims_of(report.source.unclaimed, Role.UNCLAIMED)


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
