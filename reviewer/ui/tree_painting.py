"""How the rows of the findings tree look: one line each, glyphs of one family, a pill for a grade."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from reviewer.store.rows import Decision, FindingRow, FollowUpState, JudgementRow, Relation
from reviewer.ui import words
from reviewer.ui.findings_model import FindingsModel
from reviewer.ui.theme import Colours, Theme, pixmap
from reviewer.ui.tree_nodes import COUNTED, Column, Node, NodeType, finding_text, measure_text

_DECISION_TONES = {
    Decision.ACCEPTED: "positive",
    Decision.CORRECTED: "accent",
    Decision.ADDED: "accent",
    Decision.REJECTED: "muted",
    Decision.UNDECIDED: "muted",
}


_PLAIN = frozenset({Column.KIND, Column.THEME, Column.CONFIDENCE, Column.PAGE, Column.FOLLOW_UP, Column.TAGS})
"""Columns of plain words."""
INDENT = 16
"""By how much a heading in another one stands further in, in pixels."""
MARK_WIDTH = 19
"""A mark at the end of a row with its space, in pixels."""


@dataclass(frozen=True, slots=True)
class RowState:
    """What the view knows about a row that the model does not."""

    selected: bool
    current: bool
    expanded: bool
    hovered: bool
    focused: bool


class RowPainter:
    """Paints one row of the tree into its columns' rectangles."""

    def __init__(self, theme: Theme, model: FindingsModel) -> None:
        self._theme = theme
        self._model = model
        self.repeated_starts: frozenset[str] = frozenset()
        """The first words that several headings share; such headings lose their beginning, not their end."""

    def paint(
        self, painter: QPainter, row: QRect, cells: dict[Column, QRect], node: Node, state: RowState
    ) -> None:
        """Paint a row. ``cells`` holds the visible columns only."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, row, state)
        finding, judgement = self._model.finding(node), self._model.judgement(node)
        if node.type is NodeType.REPORT:
            self._report(painter, row, node)
        elif node.type in (NodeType.SECTION, NodeType.JUDGEMENTS):
            self._heading(painter, row, node, state)
        elif node.type is NodeType.FINDING and finding is not None:
            self._finding(painter, cells, finding)
        elif judgement is not None:
            self._judgement(painter, row, cells, judgement)
        elif finding is not None:
            self._part(painter, cells, node)
        painter.restore()

    def _ground(self, painter: QPainter, row: QRect, state: RowState) -> None:
        c = self._theme.colours
        rect = QRectF(row).adjusted(5, 1, -5, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if state.selected:
            painter.setBrush(QColor(c.accent_tint))
            if state.current:
                painter.setPen(QPen(QColor(c.accent), 2 if state.focused else 1))
            painter.drawRoundedRect(rect, 6, 6)
        elif state.hovered:
            painter.setBrush(QColor(c.hover))
            painter.drawRoundedRect(rect, 6, 6)

    def _report(self, painter: QPainter, row: QRect, node: Node) -> None:
        c = self._theme.colours
        drawing = pixmap("file", c.muted, 14, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(row.left() + 10, row.center().y() - 6.5), drawing)
        report = self._model.report()
        marks = [("tag", c.muted)] if report is not None and report.tags else []
        marks += [("star", c.mixed)] if report is not None and report.starred else []
        right = self._drawings(painter, row, row.right() - 14, marks)
        rect = QRect(row.left() + 28, row.top(), right - row.left() - 28, row.height())
        self._text(painter, rect, self._model.heading(node), c.text, self._theme.font(bold=True))

    def _heading(self, painter: QPainter, row: QRect, node: Node, state: RowState) -> None:
        c = self._theme.colours
        arrow = pixmap(
            "down" if state.expanded else "right", c.muted, 14, painter.device().devicePixelRatioF()
        )
        left = row.left() + node.depth * INDENT
        painter.drawPixmap(QPointF(left + 10, row.center().y() - 6.5), arrow)
        right = row.right() - 14
        section = self._model.section(node)
        if node.type is NodeType.JUDGEMENTS:
            decided, of = self._model.progress(node)
            tone = "positive" if decided == of else "neutral"
            said = self._model.tr("{decided} of {of} decided").format(decided=decided, of=of)
            right = self._pill(painter, row, right, said, tone)
        elif section is not None and section.grade:
            right = self._pill(painter, row, right, section.grade, words.grade_tone(section.grade))
        if section is not None and section.notes:
            right = self._drawings(painter, row, right - 4, [("note", c.muted)])
        font = self._theme.font(bold=True)
        painter.setFont(font)
        painter.setPen(QColor(c.text))
        text = self._model.heading(node)
        if section is not None and section.grade:
            text = _without_grade(text, section.grade)
        rect = QRect(left + 28, row.top(), right - left - 36, row.height())
        shares = " ".join(text.split()[:3]) in self.repeated_starts
        mode = Qt.TextElideMode.ElideLeft if shares else Qt.TextElideMode.ElideRight
        painter.drawText(
            rect, Qt.AlignmentFlag.AlignVCenter, QFontMetrics(font).elidedText(text, mode, rect.width())
        )

    def grade_rect(self, row: QRect, node: Node) -> QRectF:
        """Where a row's grade stands in its row; empty where it has none."""
        section, judgement = self._model.section(node), self._model.judgement(node)
        grade = section.grade if section is not None else judgement.grade if judgement is not None else None
        return self._pill_rect(row, row.right() - 14, grade) if grade else QRectF()

    def _pill_rect(self, row: QRect, right: int, text: str) -> QRectF:
        metrics = QFontMetrics(self._theme.font(0.88, bold=True))
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, (right - row.left()) // 2)
        width, height = metrics.horizontalAdvance(text) + 18, metrics.height() + 4
        return QRectF(right - width, row.center().y() - height / 2 + 0.5, width, height)

    def _pill(self, painter: QPainter, row: QRect, right: int, text: str, tone: str) -> int:
        """A grade on its tint, ending at ``right``; returns where it begins."""
        c = self._theme.colours
        font = self._theme.font(0.88, bold=True)
        text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, (right - row.left()) // 2)
        rect = self._pill_rect(row, right, text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.tint_of_polarity(tone)))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        painter.setFont(font)
        painter.setPen(QColor(c.of_polarity(tone)))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        return round(rect.left())

    def _finding(self, painter: QPainter, cells: dict[Column, QRect], finding: FindingRow) -> None:
        c = self._theme.colours
        rejected = finding.decision is Decision.REJECTED
        self._decision(painter, cells, finding.decision)
        font = self._theme.font()
        if Column.NUMBER in cells:
            rect = cells[Column.NUMBER].adjusted(0, 0, -8, 0)
            self._text(painter, rect, finding.number or "•", c.muted, font, right=True)
        if Column.POLARITY in cells:
            self._sign(painter, cells[Column.POLARITY], finding.polarity)
        if Column.WORDS in cells:
            struck = QFont(font)
            struck.setStrikeOut(rejected)
            text = " ".join(finding.text[:400].split())
            rect = cells[Column.WORDS].adjusted(4, 0, -8, 0)
            self._text(painter, rect, text, c.muted if rejected else c.text, struck)
        small = self._theme.font(0.95)
        for column in _PLAIN & cells.keys():
            late = column is Column.FOLLOW_UP and _is_late(finding)
            self._text(
                painter,
                cells[column].adjusted(0, 0, -6, 0),
                finding_text(finding, column),
                c.negative if late else c.muted,
                small,
                right=column in COUNTED,
            )
        if Column.MARKS in cells:
            self._marks(painter, cells[Column.MARKS], finding)

    def _judgement(
        self, painter: QPainter, whole: QRect, cells: dict[Column, QRect], judgement: JudgementRow
    ) -> None:
        c = self._theme.colours
        self._decision(painter, cells, judgement.decision)
        rejected = judgement.decision is Decision.REJECTED
        font = self._theme.font()
        font.setStrikeOut(rejected)
        right = whole.right() - 14
        row = cells[Column.WORDS].united(cells.get(Column.NUMBER, QRect()))
        begin = self._pill(painter, whole, right, judgement.grade, words.grade_tone(judgement.grade))
        if judgement.disputes:
            begin = self._drawings(painter, whole, begin - 4, [("disputed", c.negative)])
        left = row.left() + 8
        rect = QRect(left, row.top(), begin - left - 8, row.height())
        shares = " ".join(judgement.area.split()[:3]) in self.repeated_starts
        self._text(painter, rect, judgement.area, c.muted if rejected else c.text, font, left=shares)

    def _part(self, painter: QPainter, cells: dict[Column, QRect], node: Node) -> None:
        c = self._theme.colours
        font = self._theme.font(0.95)
        rect = cells[Column.WORDS].adjusted(8, 0, 0, 0)
        rect.setRight(max(cell.right() for cell in cells.values()) - 12)
        sign = cells[Column.POLARITY].translated(6, 0) if Column.POLARITY in cells else None
        statement, measure = self._model.statement(node), self._model.measure(node)
        if statement is not None:
            if sign is not None:
                self._sign(painter, sign, statement.polarity, smaller=2)
            self._text(painter, rect, statement.text, c.muted, font)
        elif measure is not None:
            if sign is not None:
                self._sign(painter, sign, "neutral", "#", smaller=2)
            self._text(painter, rect, measure_text(measure), c.muted, font)

    def _decision(self, painter: QPainter, cells: dict[Column, QRect], decision: Decision) -> None:
        if Column.DECISION not in cells:
            return
        c = self._theme.colours
        colour = getattr(c, _DECISION_TONES[decision])
        rect = cells[Column.DECISION]
        name = words.DECISION_ICONS[decision]
        drawing = pixmap(name, colour, 16, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(rect.right() - 18, rect.center().y() - 7.5), drawing)

    def _sign(
        self, painter: QPainter, rect: QRect, polarity: str, sign: str = "", *, smaller: int = 0
    ) -> None:
        c = self._theme.colours
        size = QFontMetrics(self._theme.font()).height() + 3 - smaller
        box = QRectF(rect.left() + 2, rect.center().y() - size / 2 + 0.5, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.tint_of_polarity(polarity)))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(self._theme.font(0.95, bold=True))
        painter.setPen(QColor(c.of_polarity(polarity)))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign or words.SIGNS[polarity])

    def _marks(self, painter: QPainter, cell: QRect, finding: FindingRow) -> None:
        right = cell.right() - 12
        if finding.links:
            font = self._theme.font(0.88)
            year = linked_year(finding)
            width = QFontMetrics(font).horizontalAdvance(year)
            place = QRect(right - width, cell.top(), width + 2, cell.height())
            self._text(painter, place, year, self._theme.colours.muted, font)
            right -= width + 3 if year else 0
        self._drawings(painter, cell, right, marks_of(finding, self._theme.colours))

    def _drawings(self, painter: QPainter, row: QRect, right: int, marks: list[tuple[str, str]]) -> int:
        """Marks from ``right`` to the left, the first at the right; returns where they begin."""
        for name, colour in marks:
            drawing = pixmap(name, colour, 16, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(right - 16, row.center().y() - 7.5), drawing)
            right -= MARK_WIDTH
        return right

    def _text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        colour: str,
        font: QFont,
        *,
        right: bool = False,
        left: bool = False,
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        mode = Qt.TextElideMode.ElideLeft if left else Qt.TextElideMode.ElideRight
        shown = QFontMetrics(font).elidedText(text, mode, rect.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | side, shown)


def _is_late(finding: FindingRow) -> bool:
    row = finding.follow_up
    return row is not None and words.is_overdue(row.due, row.state)


def marks_of(finding: FindingRow, c: Colours) -> list[tuple[str, str]]:
    """The drawings that say what a finding carries, each with its colour; the weightiest first."""
    marks = []
    follow_up = finding.follow_up
    if finding.links:
        # Its year stands beside it.
        addressed = all(link.relation is Relation.ADDRESSED for link in finding.links)
        marks.append(("addressed", c.positive) if addressed else ("repeat", c.negative))
    if follow_up is not None and follow_up.state is FollowUpState.DONE:
        marks.append(("flag-outline", c.muted))
    elif follow_up is not None:
        marks.append(("flag", c.negative if _is_late(finding) else c.follow_up))
    if finding.starred:
        marks.append(("star", c.mixed))
    if finding.disputes:
        marks.append(("disputed", c.negative))
    if finding.repeat_of_previous and not finding.links:
        marks.append(("repeat", c.text))
    if finding.notes:
        marks.append(("note", c.muted))
    if finding.tags:
        marks.append(("tag", c.muted))
    return marks


def linked_year(finding: FindingRow) -> str:
    """The year of the earliest concern that a finding is settled to be about."""
    return next((link.date[:4] for link in finding.links if link.date), "")


def _without_grade(heading: str, grade: str) -> str:
    """A heading without the grade that its pill says already."""
    if heading.casefold().endswith(grade.casefold()):
        return heading[: -len(grade)].rstrip(" :–-") or heading
    return heading


def repeated_starts(headings: list[str]) -> frozenset[str]:
    """The first three words that more than one heading begins with."""
    starts = [" ".join(heading.split()[:3]) for heading in headings]
    return frozenset(start for start in starts if starts.count(start) > 1)
