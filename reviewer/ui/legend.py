"""The legend below the source: what the bars and grounds mean, with signs and words, and how often."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QToolTip, QWidget

from reviewer.ui.highlights import HighlightBy, Mark, legend
from reviewer.ui.session import OpenReport
from reviewer.ui.theme import Theme


class Marks(QWidget):
    """The marks in one row; those that find no room are counted, and named in the tip."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: list[tuple[Mark, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_marks(self, marks: list[tuple[Mark, int]]) -> None:
        """Show these marks with their counts."""
        self._shown = marks
        said = ", ".join(f"{mark.sign} {mark.word} {count}" for mark, count in marks)
        self.setAccessibleName(self.tr("Legend: {marks}").format(marks=said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, round(QFontMetricsF(self._theme.font(0.92)).height() + 10))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = self._theme.colours
        font = self._theme.font(0.92)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        side = metrics.height() + 2
        middle = self.height() / 2
        x = 1.0
        for index, (mark, count) in enumerate(self._shown):
            words = f"{mark.word} {count}"
            box = max(side, metrics.horizontalAdvance(mark.sign) + 8)
            width = box + 6 + metrics.horizontalAdvance(words)
            left = len(self._shown) - index
            more = self.tr("+{count} more").format(count=left)
            room = self.width() - (0 if left == 1 else metrics.horizontalAdvance(more) + 12)
            painter.setPen(QColor(c.muted))
            if x + width > room:
                painter.drawText(
                    QRectF(x, 0, self.width() - x, self.height()), Qt.AlignmentFlag.AlignVCenter, more
                )
                break
            place = QRectF(x, middle - side / 2, box, side)
            painter.setPen(QPen(QColor(mark.colour), 1))
            painter.setBrush(QColor(mark.tint))
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(QColor(mark.colour))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, mark.sign)
            painter.setPen(QColor(c.muted))
            painter.drawText(
                QRectF(x + box + 6, 0, width, self.height()), Qt.AlignmentFlag.AlignVCenter, words
            )
            x += width + 14
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            lines = [f"{mark.sign}  {mark.word} ({count})" for mark, count in self._shown]
            QToolTip.showText(event.globalPos(), "\n".join(lines), self)
            return True
        return super().event(event)


class Legend(QFrame):
    """Which scheme is on, to be changed by its button, and the scheme's marks in this report."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("strip")
        self.scheme = QToolButton(self)
        self.scheme.setObjectName("quiet")
        self.scheme.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.scheme.setMenu(QMenu(self.scheme))
        self.scheme.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.marks = Marks(theme, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 2, 14, 2)
        row.setSpacing(10)
        row.addWidget(self.scheme)
        row.addWidget(self.marks, 1)

    def show_report(self, report: OpenReport | None, by: HighlightBy) -> None:
        """Show what the highlights of ``report`` mean."""
        name = {
            HighlightBy.POLARITY: self.tr("By polarity"),
            HighlightBy.KIND: self.tr("By kind"),
            HighlightBy.THEME: self.tr("By theme"),
            HighlightBy.STATUS: self.tr("By status"),
        }[by]
        self.scheme.setText(f"{name} ▾")
        self.scheme.setAccessibleName(self.tr("Highlights: {scheme}").format(scheme=name))
        self.marks.show_marks(legend(report.findings, by, self._theme.colours) if report else [])
