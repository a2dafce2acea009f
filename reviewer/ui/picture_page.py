"""A page with a picture, its figures as a table and the findings behind them: what such pages share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.pictures.shapes import Measure, Picture, Spot, Target
from reviewer.store import StoreError
from reviewer.store.across import Brief
from reviewer.store.rows import ReportRow
from reviewer.ui import words
from reviewer.ui.brief_list import BriefLine, BriefList, Heading, Line
from reviewer.ui.figures_table import Figure, FiguresTable
from reviewer.ui.flow_layout import FlowLayout
from reviewer.ui.page import Page
from reviewer.ui.picture_view import PictureView
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme, icon

FORMATS: Final = ("png", "svg", "csv", "html")


class PicturePage(Page):
    """``place_wanted`` with a report, a finding or a judgement to show; ``closed`` to go back to the bench.

    ``export_wanted`` with one of :data:`FORMATS`. A page reads its figures when it is shown and something
    has changed since.
    """

    place_wanted = Signal(object)
    export_wanted = Signal(str)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.theme = theme
        self._stale = True
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.facts = QLabel(self)
        self.facts.setProperty("tone", "muted")
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.picture = PictureView(theme, self)
        self.empty = QLabel(self)
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(48, 24, 48, 24)
        self.table = FiguresTable(self)
        self.findings = BriefList(theme, self)
        self.behind = QLabel(self)
        self.behind.setWordWrap(True)
        self.behind.setContentsMargins(14, 10, 14, 8)
        self.controls = QWidget(self)
        self.control_row = FlowLayout(self.controls)
        self.export_button = QToolButton(self)
        self.close_button = QToolButton(self)
        self._lay_out()
        self.picture.opened.connect(lambda spot: self.open_target(spot.target, spot.name))
        self.picture.moved.connect(self._follow_picture)
        self.table.opened.connect(lambda figure: self.open_target(figure.target, " · ".join(figure.cells)))
        self.table.moved.connect(lambda figure: self.picture.set_current(figure.place))
        self.findings.chosen.connect(self._choose)
        for signal in (session.changed, session.library_changed, session.store_changed):
            signal.connect(self.mark_stale)
        theme.changed.connect(self._restyle)
        self._restyle()

    # What a page is

    def read(self) -> None:
        """Read the figures again and show them."""
        raise NotImplementedError

    def export_name(self) -> str:
        """What a file of this page is to be called, without its ending."""
        raise NotImplementedError

    def as_picture(self, measure: Measure | None = None) -> Picture | None:
        """The picture for a file, None where there is nothing to show."""
        raise NotImplementedError

    def as_text(self, form: str) -> str:
        """The figures as ``csv``, or the page for reading as ``html``."""
        raise NotImplementedError

    # Showing

    def show_page_of(
        self,
        draw: Callable[..., Picture] | None,
        name: str,
        heads: tuple[str, ...],
        figures: Sequence[Figure],
        widths: tuple[float, ...],
        empty: str = "",
    ) -> None:
        """Show a picture with its table, or the words ``empty`` where there is nothing to draw."""
        self._shown.setCurrentWidget(self.empty if draw is None else self.picture)
        self.empty.setText(empty)
        self.picture.show_picture(draw, name)
        self.table.show_figures(heads, figures, widths)
        self.export_button.setEnabled(draw is not None)
        self.show_behind("", ())
        self.show_figures()

    def show_behind(self, title: str, lines: Sequence[Line]) -> None:
        """Show the findings behind a figure in the side pane."""
        self.behind.setText(title or self.tr("Choose a figure to see the findings behind it."))
        self.findings.show_lines(lines)

    def show_figures(self) -> None:
        """Show the table in the side pane."""
        self._side.setCurrentIndex(0)
        self.figures_button.setChecked(True)

    def show_findings(self) -> None:
        """Show the findings in the side pane."""
        self._side.setCurrentIndex(1)
        self.findings_button.setChecked(True)

    def panes(self) -> list[QWidget]:
        """What F6 goes round."""
        return [self.picture, self.table, self.findings]

    def mark_stale(self, *_ignored: object) -> None:
        """Something was edited: read again when next shown."""
        self._stale = True
        if self.isVisible() and self.session.is_open:
            # Several edits and signals in a row are one.
            QTimer.singleShot(0, self, self._read_if_stale)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_if_stale()

    def _read_if_stale(self) -> None:
        if not self._stale or not self.session.is_open or not self.isVisible():
            return
        self._stale = False
        try:
            self.read()
        except StoreError as error:
            self.session.failed.emit(str(error))

    # Opening

    def open_target(self, target: Target, name: str) -> None:
        """Go to the words: of a report or judgement at once, of several findings by way of their list."""
        if target.finding_ids:
            self._list(target.finding_ids, name)
        elif target.report_id is not None:
            self.place_wanted.emit(target)

    def _list(self, finding_ids: Sequence[int], name: str) -> None:
        try:
            briefs = self.session.store.briefs(finding_ids)
        except StoreError as error:
            self.session.failed.emit(str(error))
            return
        if len(briefs) == 1:
            self._choose(briefs[0].report_id, briefs[0].finding_id)
            return
        self.show_behind(name, self.lines_of(briefs))
        self.show_findings()
        self.findings.setFocus()

    def lines_of(self, briefs: Sequence[Brief]) -> list[Line]:
        """Findings with a heading for each report, in the order in which they come."""
        reports = {row.id: row for row in self.session.reports}
        lines: list[Line] = []
        last = None
        for brief in briefs:
            if brief.report_id != last:
                lines.append(Heading(report_words(reports.get(brief.report_id))))
                last = brief.report_id
            lines.append(BriefLine(brief, words.decision(brief.decision)))
        return lines

    def _choose(self, report_id: int, finding_id: int) -> None:
        self.place_wanted.emit(Target(report_id, finding_ids=(finding_id,)))

    def _follow_picture(self, spot: Spot) -> None:
        self.table.set_current((spot.row, spot.column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._side.currentIndex() == 1 and self.findings.hasFocus():
            self.show_figures()
            self.picture.setFocus()
        else:
            self.closed.emit()

    # Putting together

    def _lay_out(self) -> None:
        head = QFrame(self)
        head.setObjectName("header")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 6, 10, 6)
        row.setSpacing(12)
        row.addWidget(self.title)
        row.addWidget(self.facts, 1)
        self.export_button.setText(self.tr("Export"))
        self.export_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.export_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export_button.setMenu(self._export_menu())
        self.close_button.setToolTip(self.tr("Back to the reports (Esc)"))
        self.close_button.setAccessibleName(self.tr("Back to the reports"))
        self.close_button.clicked.connect(self.closed)
        row.addWidget(self.export_button)
        row.addWidget(self.close_button)
        bar = QFrame(self)
        bar.setObjectName("header")
        bar_row = QVBoxLayout(bar)
        bar_row.setContentsMargins(16, 6, 12, 6)
        bar_row.addWidget(self.controls)
        self._shown = QStackedWidget(self)
        self._shown.addWidget(self.picture)
        self._shown.addWidget(self.empty)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._shown)
        self.splitter.addWidget(self._side_pane())
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([900, 380])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(bar)
        layout.addWidget(self.splitter, 1)

    def _side_pane(self) -> QWidget:
        pane = QWidget(self)
        pane.setMinimumWidth(300)
        segments = QFrame(pane)
        segments.setObjectName("segments")
        segment_row = QHBoxLayout(segments)
        segment_row.setContentsMargins(0, 0, 0, 0)
        segment_row.setSpacing(0)
        self.figures_button, self.findings_button = QToolButton(segments), QToolButton(segments)
        group = QButtonGroup(self)
        for number, (button, text) in enumerate(
            ((self.figures_button, self.tr("Figures")), (self.findings_button, self.tr("Findings")))
        ):
            button.setObjectName("segment")
            button.setText(text)
            button.setCheckable(True)
            group.addButton(button, number)
            segment_row.addWidget(button)
        top = QHBoxLayout()
        top.setContentsMargins(12, 8, 12, 8)
        top.addWidget(segments)
        top.addStretch(1)
        behind = QWidget(pane)
        behind_column = QVBoxLayout(behind)
        behind_column.setContentsMargins(0, 0, 0, 0)
        behind_column.setSpacing(0)
        behind_column.addWidget(self.behind)
        behind_column.addWidget(self.findings, 1)
        self._side = QStackedWidget(pane)
        self._side.addWidget(self.table)
        self._side.addWidget(behind)
        group.idClicked.connect(self._side.setCurrentIndex)
        self.figures_button.setChecked(True)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._side, 1)
        return pane

    def _export_menu(self) -> QMenu:
        menu = QMenu(self.export_button)
        texts = {
            "png": self.tr("Picture (&PNG)…"),
            "svg": self.tr("Drawing (&SVG)…"),
            "csv": self.tr("&Table (CSV)…"),
            "html": self.tr("Page for &reading (HTML)…"),
        }
        for name, text in texts.items():
            action = menu.addAction(text)
            action.setObjectName(name)
            action.triggered.connect(lambda _checked=False, name=name: self.export_wanted.emit(name))
        return menu

    def _restyle(self) -> None:
        self.title.setFont(self.theme.font(1.15, bold=True))
        self.export_button.setIcon(icon("export", self.theme.colours))
        self.close_button.setIcon(icon("close", self.theme.colours))


def report_words(row: ReportRow | None) -> str:
    """A report in a line: authority, kind, days."""
    if row is None:
        return ""
    facts = (words.report_title(row), words.document_type(row.document_type), words.report_days(row))
    return " · ".join(fact for fact in facts if fact)
