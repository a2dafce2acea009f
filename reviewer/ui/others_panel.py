"""What other machines and programs say of the open report, beside ours; taken over one by one, if at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reviewer.model import Polarity, overlap
from reviewer.store.rows import Decision, FindingRow
from reviewer.store.second import OtherFinding
from reviewer.store.taking_over import SAME
from reviewer.ui import words
from reviewer.ui.rows_model import Index, RowsModel
from reviewer.ui.session import OpenReport, Session
from reviewer.ui.theme import Theme


class Standing(StrEnum):
    """How a finding of another one stands to ours."""

    SAME = "same"
    DIFFERS = "differs"
    NEW = "new"
    NO_PLACE = "no place"


class Column(IntEnum):
    """The columns of the list."""

    STANDING = 0
    BY = 1
    POLARITY = 2
    KIND = 3
    THEME = 4
    TEXT = 5


@dataclass(frozen=True, slots=True)
class OtherRow:
    """A finding of another one: the extraction that it is in, its place there, and the one of ours."""

    other_id: int
    place: int
    by: str
    finding: OtherFinding
    standing: Standing
    differs: tuple[str, ...]
    ours: FindingRow | None


class OthersModel(RowsModel[OtherRow]):
    """The rows, in reading order."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        heads = {
            Column.STANDING: self.tr("Beside ours"),
            Column.BY: self.tr("Said by"),
            Column.POLARITY: self.tr("Polarity"),
            Column.KIND: self.tr("Kind"),
            Column.THEME: self.tr("Theme"),
            Column.TEXT: self.tr("Words"),
        }
        super().__init__([heads[column] for column in Column], parent)
        self._theme = theme

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row) if column in (Column.TEXT, Column.BY) else self._text(row, column)
        if role == Qt.ItemDataRole.ForegroundRole and column is Column.STANDING:
            c = self._theme.colours
            shown = {Standing.SAME: c.muted, Standing.NO_PLACE: c.negative, Standing.NEW: c.accent}
            return QColor(shown.get(row.standing, c.text))
        return None

    def _text(self, row: OtherRow, column: Column) -> str:
        one = row.finding
        polarity = one.polarity if one.polarity in tuple(Polarity) else None
        return {
            Column.STANDING: self._standing(row),
            Column.BY: row.by,
            Column.POLARITY: f"{words.SIGNS[polarity]} {words.polarity(polarity)}" if polarity else "",
            Column.KIND: words.kind(one.kind) if one.kind else "",
            Column.THEME: words.theme(one.theme) if one.theme else "",
            Column.TEXT: " ".join(one.text.split()),
        }[column]

    def _standing(self, row: OtherRow) -> str:
        if row.standing is Standing.DIFFERS:
            return self.tr("differs: {what}").format(what=", ".join(map(self._field, row.differs)))
        return {
            Standing.SAME: self.tr("as ours"),
            Standing.NEW: self.tr("not among ours"),
            Standing.NO_PLACE: self.tr("no place in the text"),
        }[row.standing]

    def _field(self, name: str) -> str:
        return {
            "kind": self.tr("kind"),
            "polarity": self.tr("polarity"),
            "theme": self.tr("theme"),
            "rejected": self.tr("we rejected it"),
        }[name]

    def _tip(self, row: OtherRow) -> str:
        lines = [row.finding.text[:600]]
        lines += [f"{name}: {value}" for name, value in row.finding.said]
        if row.finding.confidence is not None:
            lines.append(self.tr("{share} sure").format(share=words.percent(row.finding.confidence)))
        return "\n".join(lines)


class OthersTable(QTableView):
    """The table. ``opened`` by Enter or a double click."""

    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class OthersPanel(QWidget):
    """The panel. ``place_wanted`` with the passages to mark; ``take_wanted`` for the current row.

    ``current_changed`` when another row is current, for the action that takes it over.
    """

    place_wanted = Signal(object)
    opened = Signal(object)
    take_wanted = Signal()
    current_changed = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._all: list[OtherRow] = []
        self._reading = False
        self.rows_model = OthersModel(theme, self)
        self.by = QComboBox(self)
        self.by.setAccessibleName(self.tr("Said by"))
        self.by.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.standing = QComboBox(self)
        self.standing.setAccessibleName(self.tr("Beside ours"))
        for text, standings in (
            (self.tr("All"), tuple(Standing)),
            (self.tr("Not among ours"), (Standing.NEW,)),
            (self.tr("Different from ours"), (Standing.DIFFERS,)),
            (self.tr("As ours"), (Standing.SAME,)),
            (self.tr("Without a place"), (Standing.NO_PLACE,)),
        ):
            self.standing.addItem(text, standings)
        self.count = QLabel(self)
        self.count.setProperty("tone", "muted")
        self.take = QPushButton(self.tr("Take over"), self)
        self.take.setToolTip(self.tr("Add it to our findings, or give ours its codes (O)"))
        self.table = OthersTable(self)
        self.table.setModel(self.rows_model)
        self.table.setAccessibleName(self.tr("Findings of other machines and programs"))
        self.empty = QLabel(self)
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self._lay_out()
        self.by.currentIndexChanged.connect(self._filter)
        self.standing.currentIndexChanged.connect(self._filter)
        self.take.clicked.connect(self.take_wanted)
        self.table.selectionModel().currentRowChanged.connect(self._move)
        self.table.doubleClicked.connect(self._open)
        self.table.opened.connect(self._open)
        for signal in (session.report_changed, session.changed, session.library_changed):
            signal.connect(self.read)
        theme.changed.connect(self.table.viewport().update)
        self.read()

    def read(self, *_ignored: object) -> None:
        """Read what others say of the open report again."""
        report = self._session.report
        self._all = _rows(self._session, report) if report is not None else []
        chosen = self.by.currentData()
        with QSignalBlocker(self.by):
            self.by.clear()
            self.by.addItem(self.tr("Everyone"), "")
            for name in sorted({row.by for row in self._all}, key=str.casefold):
                self.by.addItem(name, name)
            self.by.setCurrentIndex(max(0, self.by.findData(chosen)))
        self._filter()

    def current(self) -> OtherRow | None:
        """The row that is current."""
        index = self.table.currentIndex()
        return self.rows_model.rows[index.row()] if index.isValid() else None

    def _filter(self) -> None:
        self._reading = True
        before, at = self.current(), self.table.currentIndex().row()
        by, standings = self.by.currentData(), self.standing.currentData() or ()
        rows = [row for row in self._all if (not by or row.by == by) and row.standing in standings]
        self.rows_model.show(rows)
        self.count.setText(
            self.tr("{shown} of {all}").format(shown=len(rows), all=len(self._all)) if self._all else ""
        )
        self.empty.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.empty.setText(
            self.tr("None of these.")
            if self._all
            else self.tr(
                "No other machine or program says anything of this report. Bring in findings of LangExtract "
                "or Label Studio, or a REFI-QDA project, with File › Import from another program."
            )
        )
        if before is not None and rows:
            same = [
                place
                for place, row in enumerate(rows)
                if (row.other_id, row.place) == (before.other_id, before.place)
            ]
            self.table.selectRow(same[0] if same else min(at, len(rows) - 1))
        self._reading = False
        self._tell()

    def _move(self) -> None:
        row = self.current()
        # Only where the reviewer went to it: reading the list again must not move the text.
        if row is not None and row.finding.grounded and not self._reading:
            self.place_wanted.emit(row.finding.spans)
        if not self._reading:
            self._tell()

    def _tell(self) -> None:
        row = self.current()
        self.take.setEnabled(self._session.writable and row is not None and self.can_take(row))
        self.current_changed.emit()

    def can_take(self, row: OtherRow) -> bool:
        """Whether there is anything of it to take over."""
        return row.standing in (Standing.NEW, Standing.DIFFERS)

    def _open(self) -> None:
        row = self.current()
        if row is not None:
            self.opened.emit(row)

    def _lay_out(self) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 14)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        em = table.fontMetrics().horizontalAdvance("0")
        for column, width in (
            (Column.STANDING, em * 24),
            (Column.BY, em * 22),
            (Column.POLARITY, em * 12),
            (Column.KIND, em * 18),
            (Column.THEME, em * 22),
        ):
            header.resizeSection(column, width)
        header.setSectionResizeMode(Column.TEXT, QHeaderView.ResizeMode.Stretch)
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 8, 14, 8)
        bar.setSpacing(8)
        bar.addWidget(self.standing)
        bar.addWidget(self.by)
        bar.addWidget(self.count, 1)
        bar.addWidget(self.take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.table, 1)


def _rows(session: Session, report: OpenReport) -> list[OtherRow]:
    rows = [
        _row(report, other.id, place, other.by, finding)
        for other in session.store.others(report.row.id)
        for place, finding in enumerate(other.findings)
    ]
    return sorted(rows, key=lambda row: (not row.finding.grounded, row.finding.spans))


def _row(report: OpenReport, other_id: int, place: int, by: str, finding: OtherFinding) -> OtherRow:
    if not finding.grounded:
        return OtherRow(other_id, place, by, finding, Standing.NO_PLACE, (), None)
    ours = max(report.findings, key=lambda one: overlap(one.spans, finding.spans), default=None)
    if ours is None or overlap(ours.spans, finding.spans) < SAME:
        return OtherRow(other_id, place, by, finding, Standing.NEW, (), None)
    differs = [
        name
        for name in ("kind", "polarity", "theme")
        if getattr(finding, name) and getattr(finding, name) != getattr(ours, name)
    ]
    if ours.decision is Decision.REJECTED:
        differs.append("rejected")
    standing = Standing.DIFFERS if differs else Standing.SAME
    return OtherRow(other_id, place, by, finding, standing, tuple(differs), ours)
