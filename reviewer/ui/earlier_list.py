"""The list of earlier concerns that a finding may be about: when, how alike, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

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
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from reviewer.store.rows import LinkRow, Relation, ReportRow
from reviewer.ui import words
from reviewer.ui.theme import Theme

if TYPE_CHECKING:
    from reviewer.analysis.recurrence import Candidate

Index = QModelIndex | QPersistentModelIndex

_PAD: Final = 8
_SIDE: Final = 14
_ALIKE: Final = 0.3
"""The score from which a candidate is called alike."""

TONES: Final[dict[Relation, str]] = {
    Relation.RECURS: "negative",
    Relation.WORSENED: "negative",
    Relation.IMPROVED_BUT_PERSISTS: "mixed",
    Relation.ADDRESSED: "positive",
    Relation.NOT_SAME: "neutral",
}
"""The polarity whose colours a relation has; its words always stand beside."""


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """An earlier concern. ``candidate`` is None where only the reviewer says that it is the same;
    ``strong`` where it is likely right."""

    finding_id: int
    report_id: int
    report: ReportRow
    text: str
    theme: str
    candidate: Candidate | None
    link: LinkRow | None
    strong: bool = False

    @property
    def year(self) -> str:
        """When its inspection began, else when its report came out."""
        return (self.report.inspection_start or self.report.publication_date or "")[:4]

    def likeness(self) -> str:
        """How alike it is, in words."""
        if self.candidate is None:
            return ""
        if self.strong:
            return words.tr("likely the same")
        return words.tr("alike") if self.candidate.score >= _ALIKE else words.tr("a little alike")

    def outcome(self) -> str:
        """What became of it, as settled, or as guessed with a question mark."""
        if self.link is not None:
            return words.relation(self.link.relation)
        if self.candidate is None:
            return ""
        return words.tr("{guess}?").format(guess=words.relation(self.candidate.relation))


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: Sequence[EarlierLine] = ()

    def show(self, lines: Sequence[EarlierLine]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if not index.isValid() or role not in roles:
            return None
        line = self.lines[index.row()]
        said = (line.year, line.likeness(), line.outcome(), line.text)
        return ", ".join(one for one in said if one)


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: _Model, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._model = model
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, 2 * self._view.fontMetrics().height() + 2 * _PAD + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, c = self._model.lines[index.row()], self._theme.colours
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = selected and self._view.hasFocus()
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(c.accent), 1.5) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.accent_tint if selected else c.hover))
            painter.drawRoundedRect(box.adjusted(6, 1, -6, -1), 6, 6)
        inner = box.adjusted(_SIDE, _PAD, -_SIDE, -_PAD)
        right = self._outcome(painter, inner, line)
        self._facts(painter, inner, right, line, index.row())
        self._words(painter, inner, line)
        painter.restore()

    def _outcome(self, painter: QPainter, inner: QRectF, line: EarlierLine) -> float:
        """What became of it, at the right: settled on its tint, guessed in plain; returns where it begins."""
        c, said = self._theme.colours, line.outcome()
        if not said:
            return inner.right()
        settled = line.link is not None
        relation = line.link.relation if line.link is not None else None
        painter.setFont(self._theme.font(0.88, bold=settled))
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(said) + (18 if settled else 0), metrics.height() + 2
        pill = QRectF(inner.right() - width, inner.top(), width, height)
        if relation is not None:
            tone = TONES[relation]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.tint_of_polarity(tone)))
            painter.drawRoundedRect(pill, height / 2, height / 2)
            painter.setPen(QColor(c.of_polarity(tone)))
        else:
            painter.setPen(QColor(c.muted))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, said)
        return pill.left() - 8

    def _facts(self, painter: QPainter, inner: QRectF, right: float, line: EarlierLine, row: int) -> None:
        c = self._theme.colours
        painter.setFont(self._theme.font(0.92, bold=True))
        baseline = inner.top() + painter.fontMetrics().ascent()
        painter.setPen(QColor(c.accent))
        if row < 10:
            painter.drawText(QPointF(inner.left(), baseline), str((row + 1) % 10))
        left = inner.left() + painter.fontMetrics().horizontalAdvance("0") + 10
        painter.setPen(QColor(c.text))
        painter.drawText(QPointF(left, baseline), line.year)
        left += painter.fontMetrics().horizontalAdvance(f"{line.year} ") + 4
        painter.setFont(self._theme.font(0.92))
        painter.setPen(QColor(c.muted))
        facts = (line.likeness(), words.theme(line.theme), words.short_type(line.report.document_type))
        said = " · ".join(one for one in facts if one)
        shown = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, round(right - left))
        painter.drawText(QPointF(left, baseline), shown)

    def _words(self, painter: QPainter, inner: QRectF, line: EarlierLine) -> None:
        not_same = line.link is not None and line.link.relation is Relation.NOT_SAME
        painter.setFont(self._theme.font())
        painter.setPen(QColor(self._theme.colours.muted if not_same else self._theme.colours.text))
        metrics = painter.fontMetrics()
        said = " ".join((line.candidate.earlier_part if line.candidate else line.text).split())
        shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, round(inner.width()))
        painter.drawText(QPointF(inner.left(), inner.bottom() - metrics.descent()), shown)


class EarlierList(QListView):
    """``moved`` when another line is current; ``chosen`` by Enter or a double click."""

    moved = Signal()
    chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self._model, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setMinimumWidth(280)
        self.setAccessibleName(self.tr("Earlier concerns that this finding may be about"))
        self.doubleClicked.connect(lambda _index: self.chosen.emit())
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def lines(self) -> Sequence[EarlierLine]:
        """All lines."""
        return self._model.lines

    @property
    def row(self) -> int:
        """The current line's place from 0, -1 where there is none."""
        return self.currentIndex().row()

    @property
    def line(self) -> EarlierLine | None:
        """The current line."""
        return self.lines[self.row] if 0 <= self.row < len(self.lines) else None

    def show_lines(self, lines: Sequence[EarlierLine], *, keep: bool = False) -> None:
        """Show these, the first one current, or with ``keep`` the one that was."""
        kept = self.line.finding_id if keep and self.line is not None else None
        self._model.show(lines)
        row = next((place for place, line in enumerate(lines) if line.finding_id == kept), 0)
        self.setCurrentIndex(self._model.index(row))
        if row == 0:
            self.scrollToTop()

    def go_to(self, row: int) -> None:
        """Make a line current, if there is one."""
        if 0 <= row < len(self.lines):
            self.setCurrentIndex(self._model.index(row))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)
