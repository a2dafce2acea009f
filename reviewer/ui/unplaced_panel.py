"""What a reviewer worked on and the latest extraction no longer has: kept where it was, listed to look at."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from reviewer.store import StoreError
from reviewer.store.rows import Change
from reviewer.store.unplaced import Unplaced
from reviewer.ui import words
from reviewer.ui.session import Item, Session, Table
from reviewer.ui.words import QT_TRANSLATE_NOOP

WHAT: Final[dict[str, str]] = {
    "finding": QT_TRANSLATE_NOOP("Words", "finding"),
    "judgement": QT_TRANSLATE_NOOP("Words", "judgement"),
    "section": QT_TRANSLATE_NOOP("Words", "heading"),
}
_ROW: Final = Qt.ItemDataRole.UserRole


class UnplacedPanel(QWidget):
    """The list over all reports. ``opened`` with a report's id and the item."""

    opened = Signal(int, Item)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: list[Unplaced] | None = None
        self.hint = QLabel(
            self.tr(
                "These were decided on or annotated, and the latest extraction of their report has no such"
                " place any more. They are kept as they are. Reject what is no finding; the rest stays."
            ),
            self,
        )
        self.hint.setWordWrap(True)
        self.hint.setProperty("tone", "muted")
        self.hint.setContentsMargins(14, 8, 14, 8)
        self.list = QTreeWidget(self)
        self.list.setObjectName("problems")
        self.list.setAccessibleName(self.tr("Kept without a place in the latest extraction"))
        self.list.setHeaderLabels(
            [self.tr("Report"), self.tr("What"), self.tr("No."), self.tr("Words"), self.tr("Decision")]
        )
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        em = self.list.fontMetrics().horizontalAdvance("0")
        for column, width in ((0, 34), (1, 12), (2, 7), (4, 14)):
            header.resizeSection(column, em * width)
        self.empty = QLabel(
            self.tr("Nothing: all that was worked on has its place in the latest extraction."), self
        )
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(16, 24, 16, 24)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.hint)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        self.list.itemActivated.connect(self._open)
        session.changed.connect(self._change)
        session.library_changed.connect(self._read_if_seen)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    def _change(self, change: Change) -> None:
        if self.isVisible() and (change.findings or change.judgements or change.sections):
            self.read(change.report_id or None)

    def _read_if_seen(self) -> None:
        if self.isVisible():
            self.read()

    def read(self, report_id: int | None = None) -> None:
        """Find out again what has no place: in one report, or in all."""
        try:
            rows = self._session.store.unplaced(report_id) if self._session.is_open else []
        except StoreError as error:
            self._session.failed.emit(str(error))
            return
        if report_id is not None:
            others = [row for row in self._rows or () if row.report_id != report_id]
            rows = sorted([*others, *rows], key=lambda row: row.report_id)
        if rows != self._rows:
            self._rows = rows
            self._show(rows)

    def _show(self, rows: list[Unplaced]) -> None:
        reports = {report.id: report for report in self._session.reports}
        self.list.clear()
        for row in rows:
            report = reports.get(row.report_id)
            title = "" if report is None else f"{words.report_title(report)} · {words.report_days(report)}"
            item = QTreeWidgetItem(
                [
                    title,
                    words.word(WHAT, row.table),
                    row.number or "",
                    " ".join(row.words.split()),
                    "" if row.decision is None else words.decision(row.decision),
                ]
            )
            item.setData(0, _ROW, row)
            item.setToolTip(3, row.words)
            self.list.addTopLevelItem(item)
        for widget in (self.list, self.hint):
            widget.setVisible(bool(rows))
        self.empty.setVisible(not rows)

    def _open(self, item: QTreeWidgetItem) -> None:
        row = item.data(0, _ROW)
        assert isinstance(row, Unplaced)
        self.opened.emit(row.report_id, Item(Table(row.table), row.id))
