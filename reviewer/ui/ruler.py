"""The ruler beside the scroll bar: where undecided, flagged, negative and current findings lie."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QToolTip, QWidget

from reviewer.model import Polarity, Span
from reviewer.store.rows import Decision, FindingRow
from reviewer.ui.highlights import HighlightBy, mark_of
from reviewer.ui.pages_view import PagesView
from reviewer.ui.session import Item, Session, Table
from reviewer.ui.source_view import SourceView
from reviewer.ui.theme import Theme

WIDTH = 14
_SOON_MS = 60


class Ruler(QWidget):
    """Marks at the height of their finding in the whole text; a click goes there."""

    def __init__(
        self, session: Session, view: SourceView, pages: PagesView, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._pages = pages
        self._follows_pages = False
        self.by = HighlightBy.POLARITY
        self._theme = theme
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Where findings lie in the report"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # Where each line lies is asked once for each layout of the text: that is what takes time.
        self._places: dict[Span, float] = {}
        self._whole = 0.0
        self._drawn: QPixmap | None = None
        self._drawn_for: tuple[object, ...] = ()
        # Drawn a moment after a report opens or an edit: the words and the tree come first.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._draw)
        session.current_changed.connect(self._repaint)
        session.changed.connect(self._soon.start)
        for signal in (session.report_changed, theme.changed, view.verticalScrollBar().rangeChanged):
            signal.connect(self._forget)

    def follow_pages(self, follows: bool) -> None:
        """Whether marks stand where they are on the pages rather than in the text."""
        self._follows_pages = follows
        self._forget()

    def _repaint(self, *_ignored: object) -> None:
        self.update()

    def _draw(self) -> None:
        self._soon.stop()
        ratio = self.devicePixelRatioF()
        self._drawn, self._drawn_for = self._draw_marks(ratio), (self.width(), self.height(), ratio, self.by)
        self.update()

    def _forget(self, *_ignored: object) -> None:
        self._places.clear()
        self._soon.start()

    def flush(self) -> None:
        """Draw the marks now, if they wait to be."""
        if self._soon.isActive():
            self._draw()

    def _marks(self) -> Iterator[tuple[float, FindingRow]]:
        """Each finding with its place, 0 (first line) to 1 (last)."""
        report = self._session.report
        for finding in report.findings if report else ():
            share = self._share(finding)
            if share is not None:
                yield share, finding

    def _share(self, finding: FindingRow) -> float | None:
        """How far down a finding begins; None where it has no words, or nothing is shown."""
        if not finding.spans:
            return None
        if not self._places:
            self._whole = self._view.document().size().height()
        if not self._whole:
            return None
        span = finding.spans[0]
        if span not in self._places:
            self._places[span] = (
                self._pages.share(span[0])
                if self._follows_pages
                else self._view.height_of(span[0]) / self._whole
            )
        return self._places[span]

    def paintEvent(self, event: QPaintEvent) -> None:
        key = (self.width(), self.height(), self.devicePixelRatioF(), self.by)
        if self._drawn_for != key and not self._soon.isActive():
            self._soon.start()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._drawn is not None:
            painter.drawPixmap(0, 0, self._drawn)
        current = self._session.finding
        # While the marks wait, the text below is not laid out yet, and the first paint must not wait for it.
        known = self._places and current is not None and current.spans
        share = self._share(current) if known and current is not None else None
        if share is not None:
            c = self._theme.colours
            painter.setPen(QPen(QColor(c.window), 1))
            painter.setBrush(QColor(c.accent))
            painter.drawRoundedRect(QRectF(1.5, 4 + share * (self.height() - 8) - 6.5, 10, 13), 2, 2)
        painter.end()

    def _draw_marks(self, ratio: float) -> QPixmap:
        """All marks but the current one's: they stay as they are from one finding to the next."""
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        c = self._theme.colours
        for share, finding in self._marks():
            y = 4 + share * (self.height() - 8)
            follow_up = finding.follow_up is not None
            colour = c.follow_up if follow_up else mark_of(finding, self.by, c).colour
            notable = follow_up or finding.polarity in (Polarity.NEGATIVE, Polarity.MIXED)
            mark = QRectF(2, y - 1, 9, 2.4) if notable else QRectF(7, y - 0.8, 4, 1.6)
            if finding.decision is Decision.UNDECIDED:
                painter.setBrush(QColor(colour))
            elif notable:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(colour), 0.8))
            else:
                continue
            painter.drawRoundedRect(mark, 1, 1)
            painter.setPen(Qt.PenStyle.NoPen)
        painter.end()
        return picture

    def _nearest(self, position: QPointF) -> FindingRow | None:
        height = max(1, self.height() - 8)
        share = (position.y() - 4) / height
        return min(self._marks(), key=lambda mark: abs(mark[0] - share), default=(0.0, None))[1]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        finding = self._nearest(event.position())
        if finding is not None:
            self._session.set_current(Item(Table.FINDING, finding.id))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            finding = self._nearest(QPointF(event.pos()))
            if finding is not None:
                QToolTip.showText(event.globalPos(), " ".join(finding.text[:160].split()), self)
            return True
        return super().event(event)
