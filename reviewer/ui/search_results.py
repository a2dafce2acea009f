"""The hits of a search in one list: a heading for each report, a line for each hit, its words marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from reviewer.store.rows import Decision, ReportRow
from reviewer.store.search import SearchHit, Where
from reviewer.ui import words
from reviewer.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
HIT_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Heading:
    """A report, and how many of its hits follow."""

    title: str
    facts: str
    hits: int


class ResultsModel(QAbstractListModel):
    """The hits as the store gives them, with a heading before those of each report."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Heading | SearchHit] = []

    def show(self, hits: Sequence[SearchHit], reports: Mapping[int, ReportRow]) -> None:
        """Show these hits."""
        self.beginResetModel()
        self.rows = []
        last = None
        for hit in hits:
            if hit.report_id != last:
                last = hit.report_id
                count = sum(one.report_id == last for one in hits)
                self.rows.append(_heading(reports.get(last), count))
            self.rows.append(hit)
        self.endResetModel()

    def hit(self, index: Index) -> SearchHit | None:
        """The hit of a row; None for a heading."""
        row = self.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None
        return row if isinstance(row, SearchHit) else None

    def next_hit(self, row: int, by: int) -> int | None:
        """The row of the next (1) or previous (-1) hit after ``row``; None at the end."""
        row += by
        while 0 <= row < len(self.rows):
            if isinstance(self.rows[row], SearchHit):
                return row
            row += by
        return None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.hit(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == HIT_ROLE:
            return row
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if isinstance(row, Heading):
            return f"{row.title}, {row.facts}"
        said = [place(row), *remarks(row)]
        return f"{', '.join(said)}: {row.excerpt}"


def _heading(report: ReportRow | None, hits: int) -> Heading:
    if report is None:
        return Heading(words.tr("A report that came meanwhile"), "", hits)
    counted = words.tr("1 hit") if hits == 1 else words.tr("{count} hits").format(count=hits)
    facts = (words.document_type(report.document_type), words.report_days(report), counted)
    return Heading(words.report_title(report), " · ".join(fact for fact in facts if fact), hits)


def place(hit: SearchHit) -> str:
    """Where a hit is, in a word or two."""
    if hit.where is Where.TEXT:
        return words.tr("page {page}").format(page=hit.page) if hit.page else words.tr("text")
    kind = words.tr("finding") if hit.where is Where.FINDINGS else words.tr("note")
    if hit.number:
        return f"{kind} {hit.number}"
    if hit.where is Where.FINDINGS and hit.page:
        return words.tr("finding, p. {page}").format(page=hit.page)
    return kind


def remarks(hit: SearchHit) -> list[str]:
    """What one should know of a hit before it is opened."""
    said = []
    if hit.decision == Decision.REJECTED:
        said.append(words.decision(Decision.REJECTED))
    if hit.reworded:
        said.append(words.tr("reworded"))
    if hit.by:
        said.append(hit.by)
    return said


class ResultsDelegate(QStyledItemDelegate):
    """Paints headings and hits."""

    def __init__(self, theme: Theme, model: ResultsModel, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._model = model
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = self._view.fontMetrics().height()
        heading = self._model.hit(index) is None
        return QSize(100, height + (20 if heading and index.row() else 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._model.rows[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Heading):
            self._paint_heading(painter, QRectF(option.rect), row)
        else:
            self._paint_hit(painter, option, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRectF, heading: Heading) -> None:
        c = self._theme.colours
        box = rect.adjusted(16, 0, -16, -4)
        bold = self._theme.font(bold=True)
        metrics = QFontMetricsF(bold)
        baseline = box.bottom() - metrics.descent()
        painter.setFont(bold)
        painter.setPen(QColor(c.text))
        title = metrics.elidedText(heading.title, Qt.TextElideMode.ElideRight, box.width() * 0.6)
        painter.drawText(QPointF(box.left(), baseline), title)
        left = box.left() + metrics.horizontalAdvance(title) + 12
        small = self._theme.font(0.92)
        painter.setFont(small)
        painter.setPen(QColor(c.muted))
        facts = QFontMetricsF(small).elidedText(
            heading.facts, Qt.TextElideMode.ElideRight, box.right() - left
        )
        painter.drawText(QPointF(left, baseline), facts)

    def _paint_hit(self, painter: QPainter, option: QStyleOptionViewItem, hit: SearchHit) -> None:
        c = self._theme.colours
        state = option.state
        card = QRectF(option.rect).adjusted(8, 1, -8, -1)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = selected and self._view.hasFocus()
        painter.setPen(QPen(QColor(c.accent), 1.5) if selected else Qt.PenStyle.NoPen)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(c.accent_tint if selected else c.hover))
            painter.drawRoundedRect(card, 6, 6)
        if focused:
            painter.drawRoundedRect(card.adjusted(1.5, 1.5, -1.5, -1.5), 5, 5)
        small = self._theme.font(0.92)
        inner = card.adjusted(8, 0, -8, 0)
        font = self._theme.font()
        baseline = inner.center().y() + (QFontMetricsF(font).ascent() - QFontMetricsF(font).descent()) / 2
        painter.setFont(small)
        painter.setPen(QColor(c.muted))
        metrics = QFontMetricsF(small)
        column = metrics.horizontalAdvance("finding, p. 000")
        where = metrics.elidedText(place(hit), Qt.TextElideMode.ElideRight, column)
        painter.drawText(QPointF(inner.left(), baseline), where)
        said = " · ".join(remarks(hit))
        right = inner.right() - (metrics.horizontalAdvance(said) + 12 if said else 0)
        if said:
            painter.drawText(QPointF(right + 12, baseline), said)
        words_at = QRectF(inner)
        words_at.setLeft(inner.left() + column + 12)
        words_at.setRight(right)
        self._paint_words(painter, words_at, baseline, font, hit)

    def _paint_words(
        self, painter: QPainter, rect: QRectF, baseline: float, font: QFont, hit: SearchHit
    ) -> None:
        """The excerpt, its hits bold on a ground of their own, as far as there is room."""
        c = self._theme.colours
        bold = self._theme.font(bold=True)
        x = rect.left()
        last = 0
        ends = [*hit.marks, (len(hit.excerpt), len(hit.excerpt))]
        for start, end in ends:
            for said, marked in ((hit.excerpt[last:start], False), (hit.excerpt[start:end], True)):
                if not said:
                    continue
                metrics = QFontMetricsF(bold if marked else font)
                wide = metrics.horizontalAdvance(said)
                shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, max(0.0, rect.right() - x))
                painter.setFont(bold if marked else font)
                if marked and shown:
                    ground = QRectF(x - 1, baseline - metrics.ascent(), wide + 2, metrics.height())
                    painter.setPen(QPen(QColor(c.mixed), 0.8))
                    painter.setBrush(QColor(c.mixed_tint))
                    painter.drawRoundedRect(ground.intersected(rect.adjusted(-2, 0, 2, 0)), 3, 3)
                painter.setPen(QColor(c.text))
                painter.drawText(QPointF(x, baseline), shown)
                x += wide
                if x >= rect.right() or shown != said:
                    return
            last = end


class ResultsView(QListView):
    """The list. ``opened`` by Enter or a double click; ``left`` with a key that is the field's."""

    opened = Signal()
    left = Signal(QKeyEvent)

    def __init__(self, model: ResultsModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._results = model
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("results")
        self.setModel(model)
        self.setItemDelegate(ResultsDelegate(theme, model, self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def go(self, by: int) -> bool:
        """Choose the next (1) or previous (-1) hit; False at the end."""
        here = self.currentIndex().row() if self.currentIndex().isValid() else -1
        row = self._results.next_hit(here, by)
        if row is None:
            return False
        self.setCurrentIndex(self._results.index(row))
        # With its report's heading, where there is one above.
        above = self._results.index(row - 1)
        if by < 0 and row and self._results.hit(above) is None:
            self.scrollTo(above)
        self.scrollTo(self.currentIndex())
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps:
            if not self.go(steps[key]) and key is Qt.Key.Key_Up:
                self.left.emit(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key is Qt.Key.Key_Escape or (event.text().isprintable() and event.text().strip()):
            self.left.emit(event)
        else:
            super().keyPressEvent(event)
