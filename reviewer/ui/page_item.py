"""One printed page: its picture, and the marks of what was found on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from reviewer.model import Polarity, Span, Spans
from reviewer.store.rows import Decision
from reviewer.ui.highlights import mark_of
from reviewer.ui.source_geometry import lines_of, outline
from reviewer.ui.theme import Colours

if TYPE_CHECKING:
    from reviewer.ui.pages_view import PagesView

UNDERLINES: Final = {
    Polarity.POSITIVE: Qt.PenStyle.SolidLine,
    Polarity.NEGATIVE: Qt.PenStyle.DashLine,
    Polarity.MIXED: Qt.PenStyle.DotLine,
}
_BAR: Final = 3.0
_GRIP: Final = 3.5
_COLUMN: Final = 90.0
"""What begins no further to the left, in points, is of the same column."""


@dataclass(slots=True)
class PageMarks:
    """Where everything stands on a page, in points: read once from the PDF, lines joined."""

    findings: dict[int, list[QRectF]] = field(default_factory=dict)
    furniture: list[QRectF] = field(default_factory=list)
    unclaimed: list[QRectF] = field(default_factory=list)
    markers: list[QRectF] = field(default_factory=list)


class PageItem(QGraphicsItem):
    """Page ``number`` from 1; ``start`` and ``end`` are its offsets in the canonical text."""

    def __init__(self, view: PagesView, number: int, span: Span, size: tuple[float, float]) -> None:
        super().__init__()
        self._view = view
        self.number = number
        self.start, self.end = span
        self.width, self.height = size
        self._marks: PageMarks | None = None
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        return QRectF(-2, -2, self.width + 4, self.height + 4)

    def forget_marks(self) -> None:
        """The findings are others: their places are read again when the page is seen."""
        self._marks = None

    def holds(self, spans: Spans) -> bool:
        """Whether any of the words at ``spans`` stand on this page."""
        return any(start < self.end and end > self.start for start, end in spans)

    def lines(self, spans: Spans) -> list[QRectF]:
        """Where words stand on this page, a rectangle a line."""
        return self._lines_of_each([spans])[0]

    def marks(self) -> PageMarks:
        """Where everything that was found on the page stands."""
        report = self._view.report
        if self._marks is None and report is not None:
            here = [row for row in report.findings if self.holds(row.spans)]
            # Printed numbers and bullets are furniture too, but nobody wants them struck out.
            furniture = tuple(span for span in report.source.furniture if span not in report.source.markers)
            rest = [furniture, self._view.unclaimed, report.source.markers]
            *each, aside, unclaimed, markers = self._lines_of_each([*(row.spans for row in here), *rest])
            places = {row.id: rects for row, rects in zip(here, each, strict=True)}
            self._marks = PageMarks(places, aside, unclaimed, markers)
        return self._marks or PageMarks()

    def _lines_of_each(self, passages: Sequence[Spans]) -> list[list[QRectF]]:
        pages = self._view.pages
        if pages is None:
            return [[] for _ in passages]
        inside = [
            tuple((max(a, self.start), min(b, self.end)) for a, b in spans if a < self.end and b > self.start)
            for spans in passages
        ]
        found = pages.rects_of_each(self.number, self.start, inside)
        return [lines_of([QRectF(*rect) for rect in rects]) for rects in found]

    # Painting

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        view = self._view
        c, paper = view.theme.colours, view.theme.paper
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_picture(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(c.line), 0))
        painter.drawRect(QRectF(0, 0, self.width, self.height))
        painter.save()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setPen(Qt.PenStyle.NoPen)
        self._paint_rest(painter, paper)
        self._paint_findings(painter, paper)
        self._paint_found(painter, paper)
        painter.restore()
        self._paint_current(painter, paper)

    def _paint_picture(self, painter: QPainter) -> None:
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        transform = painter.worldTransform()
        scale = transform.m11() * ratio
        image, sharp = self._view.pictures.picture(self.number, scale)
        page = QRectF(0, 0, self.width, self.height)
        if image is None:
            painter.fillRect(page, QColor("#ffffff"))
        elif not sharp:
            painter.drawImage(page, image)
        else:
            # Pixel for pixel: anything else blurs the letters.
            corner = transform.map(QPointF(0, 0))
            image.setDevicePixelRatio(ratio)
            painter.save()
            painter.resetTransform()
            painter.drawImage(
                QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio), image
            )
            painter.restore()

    def _paint_rest(self, painter: QPainter, c: Colours) -> None:
        marks = self.marks()
        if self._view.shows_furniture:
            painter.setBrush(QColor("#ececec"))
            for rect in marks.furniture:
                painter.drawRect(rect.adjusted(-2, -1.5, 2, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(c.faint), 0.6, Qt.PenStyle.DashLine))
            for rect in marks.furniture:
                painter.drawLine(rect.bottomLeft() + QPointF(-2, 2), rect.bottomRight() + QPointF(2, 2))
            painter.setPen(Qt.PenStyle.NoPen)
        if self._view.shows_unclaimed:
            painter.setBrush(hatching(painter, c))
            for rect in marks.unclaimed:
                painter.drawRect(rect.adjusted(-2, -1.5, 2, 1.5))

    def _paint_findings(self, painter: QPainter, c: Colours) -> None:
        report = self._view.report
        font = QFont(self._view.theme.font())
        font.setPointSizeF(6.5)
        font.setBold(True)
        for finding_id, rects in self.marks().findings.items():
            finding = report.finding(finding_id) if report else None
            if finding is None or not rects:
                continue
            mark = mark_of(finding, self._view.by, c)
            rejected = finding.decision is Decision.REJECTED
            if not rejected:
                painter.setBrush(QColor(mark.tint))
                for rect in rects:
                    painter.drawRect(rect.adjusted(-1, -1, 1, 1))
            left = self._bar(rects)
            top, bottom = rects[0].top(), rects[-1].bottom()
            painter.setBrush(QColor(c.line if rejected else mark.colour))
            painter.drawRoundedRect(QRectF(left, top, _BAR, bottom - top), 1.5, 1.5)
            painter.setFont(font)
            painter.setPen(QColor(mark.colour))
            where = QRectF(left - 22, top - 1, 20, rects[0].height() + 2)
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, mark.sign)
            painter.setPen(Qt.PenStyle.NoPen)

    def _bar(self, rects: Sequence[QRectF]) -> float:
        """Where a finding's bar stands: left of its column, of its printed numbers and bullets as well."""
        left = min(rect.left() for rect in rects)
        marks = self.marks()
        column = (
            rect.left()
            for one in (*marks.findings.values(), marks.markers)
            for rect in one
            if left - _COLUMN < rect.left() < left
        )
        return max(8.0, min(column, default=left) - 12)

    def _paint_found(self, painter: QPainter, c: Colours) -> None:
        view = self._view
        here = [hit for hit in view.hits if hit[0] < self.end and hit[1] > self.start]
        for hit, rects in zip(here, self._lines_of_each([(hit,) for hit in here]), strict=True):
            painter.setBrush(QColor("#ffe16b"))
            painter.setPen(QPen(QColor(c.text), 1.2) if hit == view.hit else Qt.PenStyle.NoPen)
            for rect in rects:
                painter.drawRect(rect.adjusted(-1, -1, 1, 1))
        painter.setPen(Qt.PenStyle.NoPen)
        if view.selection is not None and self.holds((view.selection,)):
            painter.setBrush(QColor("#b9d2f7"))
            for rect in self.lines((view.selection,)):
                painter.drawRect(rect.adjusted(0, -1, 0, 1))

    def _paint_current(self, painter: QPainter, c: Colours) -> None:
        view = self._view
        finding = view.current_finding()
        if finding is not None and view.preview is None:
            for statement in finding.statements:
                style = UNDERLINES.get(Polarity(statement.polarity))
                if style is None or not self.holds(statement.spans):
                    continue
                pen = QPen(QColor(c.of_polarity(statement.polarity)), 1.1, style)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                for rect in self.lines(statement.spans):
                    y = rect.bottom() + 1.2
                    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        style = Qt.PenStyle.SolidLine if view.preview is None else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(c.accent), 1.6, style))
        for rects in self.current_lines():
            painter.drawPath(outline(rects, 3, 3))
        self._paint_grips(painter, c)
        if view.caret is not None and self.start <= view.caret < self.end:
            for rect in self.lines(((view.caret, view.caret + 1),)):
                painter.setPen(QPen(QColor(c.negative), 1.4, Qt.PenStyle.DashLine))
                painter.drawLine(rect.topLeft() + QPointF(-0.8, -3), rect.bottomLeft() + QPointF(-0.8, 3))

    def current_lines(self) -> Iterator[list[QRectF]]:
        """The lines of the current passage on this page, a list a piece."""
        for span in self._view.current_spans():
            rects = self.lines((span,)) if self.holds((span,)) else []
            if rects:
                yield rects

    def grips(self) -> list[tuple[str, QPointF]]:
        """The handles that stand on this page: which edge, and where."""
        spans = self._view.current_spans() if self._view.current_finding() else ()
        found: list[tuple[str, QPointF]] = []
        if spans and self.holds((spans[0],)) and self.start <= spans[0][0]:
            first = next(iter(self.lines((spans[0],))), None)
            if first is not None:
                found.append(("start", first.topLeft() + QPointF(-3, -2)))
        if spans and self.holds((spans[-1],)) and spans[-1][1] <= self.end:
            last = next(reversed(self.lines((spans[-1],))), None)
            if last is not None:
                found.append(("end", last.bottomRight() + QPointF(3, 2)))
        return found

    def _paint_grips(self, painter: QPainter, c: Colours) -> None:
        for edge, place in self.grips():
            active = edge == self._view.edge
            painter.setPen(QPen(QColor(c.accent), 1.2))
            painter.setBrush(QColor(c.accent) if active else QColor("#ffffff"))
            painter.drawEllipse(place, _GRIP, _GRIP)


def hatching(painter: QPainter, c: Colours) -> QBrush:
    """A hatch of the same width on the screen whatever the zoom."""
    brush = QBrush(QColor(c.unseen), Qt.BrushStyle.BDiagPattern)
    inverted, _possible = painter.worldTransform().inverted()
    brush.setTransform(inverted)
    return brush
