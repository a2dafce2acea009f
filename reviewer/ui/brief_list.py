"""Findings of several reports in a list, in their words: what stands behind a figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from reviewer.store.across import Brief
from reviewer.ui import words
from reviewer.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_PAD = 8
_SIDE = 14


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a group of findings."""

    text: str


@dataclass(frozen=True, slots=True)
class BriefLine:
    """A finding; ``where`` says the report in a few words, ``bold`` are words of it to set off."""

    brief: Brief
    where: str
    bold: tuple[str, ...] = ()


Line = Heading | BriefLine


class BriefModel(QAbstractListModel):
    """The lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Show these."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self.lines[index.row()], BriefLine):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        line = self.lines[index.row()]
        if isinstance(line, Heading):
            return line.text
        brief = line.brief
        said = (words.polarity(brief.polarity), words.theme(brief.theme), line.where, brief.text)
        return ", ".join(said)


class BriefDelegate(QStyledItemDelegate):
    """Paints a finding: its sign, where it stands, and all of its words."""

    def __init__(self, theme: Theme, model: BriefModel, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._model = model
        self._view = view
        self._heights: dict[tuple[int, int], int] = {}

    def forget(self) -> None:
        """The lines or the look are others now."""
        self._heights.clear()

    def _document(self, line: BriefLine, width: float) -> QTextDocument:
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(self._theme.font())
        document.setTextWidth(max(60.0, width))
        c = self._theme.colours
        document.setDefaultStyleSheet(f"p {{ color: {c.text}; margin: 0; }} b {{ color: {c.accent}; }}")
        document.setHtml(f"<p>{_marked(line.brief.text, line.bold)}</p>")
        return document

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        line = self._model.lines[index.row()]
        height = self._view.fontMetrics().height()
        if isinstance(line, Heading):
            return QSize(100, height + 18)
        key = (index.row(), width)
        if key not in self._heights:
            text = self._document(line, width - 2 * _SIDE).size().height()
            self._heights[key] = round(text) + height + 2 * _PAD + 6
        return QSize(100, self._heights[key])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._model.lines[index.row()]
        c = self._theme.colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        if isinstance(line, Heading):
            painter.setFont(self._theme.font(bold=True))
            painter.setPen(QColor(c.text))
            place = box.adjusted(_SIDE, 8, -_SIDE, 0)
            shown = painter.fontMetrics().elidedText(
                line.text, Qt.TextElideMode.ElideRight, round(place.width())
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        else:
            self._finding(painter, box, option.state, line)
        painter.restore()

    def _finding(self, painter: QPainter, box: QRectF, state: QStyle.StateFlag, line: BriefLine) -> None:
        c, brief = self._theme.colours, line.brief
        card = box.adjusted(6, 1, -6, -1)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = selected and self._view.hasFocus()
        painter.setPen(QPen(QColor(c.accent), 1.5) if focused else Qt.PenStyle.NoPen)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(c.accent_tint if selected else c.hover))
            painter.drawRoundedRect(card, 6, 6)
        small = self._theme.font(0.92)
        painter.setFont(self._theme.font(bold=True))
        metrics = painter.fontMetrics()
        baseline = box.top() + _PAD + metrics.ascent()
        painter.setPen(QColor(c.of_polarity(brief.polarity)))
        sign = words.SIGNS.get(brief.polarity, "·")
        painter.drawText(QPointF(box.left() + _SIDE, baseline), sign)
        number = f"{brief.number} · " if brief.number else ""
        page = words.tr("page {page}").format(page=brief.page) if brief.page else ""
        facts = (f"{number}{words.theme(brief.theme)}", words.kind(brief.kind), page, line.where)
        painter.setFont(small)
        painter.setPen(QColor(c.muted))
        left = box.left() + _SIDE + metrics.horizontalAdvance("±") + 8
        room = round(box.right() - _SIDE - left)
        said = " · ".join(fact for fact in facts if fact)
        shown = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(left, baseline), shown)
        painter.translate(box.left() + _SIDE, box.top() + _PAD + metrics.height() + 4)
        self._document(line, box.width() - 2 * _SIDE).drawContents(painter)


class BriefList(QListView):
    """The list. ``chosen`` with a report's and a finding's id by Enter or a double click."""

    chosen = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.brief_model = BriefModel(self)
        self._delegate = BriefDelegate(theme, self.brief_model, self)
        self.setModel(self.brief_model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Findings behind the figure"))
        self.doubleClicked.connect(self._choose)
        theme.changed.connect(self._restyle)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show findings under headings, the first one current."""
        self._delegate.forget()
        self.brief_model.show(lines)
        first = next((row for row, line in enumerate(lines) if isinstance(line, BriefLine)), None)
        if first is not None:
            self.setCurrentIndex(self.brief_model.index(first))
        self.scrollToTop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def _restyle(self) -> None:
        self._delegate.forget()
        self.scheduleDelayedItemsLayout()

    def _choose(self, index: QModelIndex) -> None:
        line = self.brief_model.lines[index.row()] if index.isValid() else None
        if isinstance(line, BriefLine):
            self.chosen.emit(line.brief.report_id, line.brief.finding_id)


def _marked(text: str, bold: Iterable[str]) -> str:
    """A text as HTML with some of its words set off, in whatever case they stand."""
    wanted = {word.casefold() for word in bold}
    if not wanted:
        return escape(text)
    pieces = []
    for word in text.split(" "):
        plain = word.strip(".,;:()‘’“”'\"").casefold()
        pieces.append(f"<b>{escape(word)}</b>" if plain in wanted else escape(word))
    return " ".join(pieces)
