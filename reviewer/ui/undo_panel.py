"""The undo history of the open report: its steps, the latest first; going to one undoes or redoes to it."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from reviewer.store.rows import StepState, UndoStep
from reviewer.ui import words
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns of the list."""

    STEP = 0
    STATE = 1
    BY = 2
    WHEN = 3


class UndoModel(QAbstractTableModel):
    """The steps as the store gives them, and the report as it came in below them."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.steps: list[UndoStep] = []
        self._imported_at: str | None = None

    def show(self, steps: list[UndoStep], imported_at: str | None) -> None:
        """Show these steps; without a report there is no beginning either."""
        self.beginResetModel()
        self.steps = steps
        self._imported_at = imported_at
        self.endResetModel()

    @property
    def here(self) -> int:
        """The row of the latest step that stands: where the report is."""
        return next(
            (row for row, step in enumerate(self.steps) if step.state is StepState.STANDS), len(self.steps)
        )

    def step_at(self, row: int) -> UndoStep | None:
        """The step of a row, None for the report as it came in."""
        return self.steps[row] if row < len(self.steps) else None

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        return len(self.steps) + (self._imported_at is not None)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return {
            Column.STEP: self.tr("Step"),
            Column.STATE: "",
            Column.BY: self.tr("By"),
            Column.WHEN: self.tr("When"),
        }[Column(section)]

    def flags(self, index: Index) -> Qt.ItemFlag:
        step = self.step_at(index.row())
        if step is not None and step.state is StepState.REPLACED:
            return Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        step, column = self.step_at(index.row()), Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(step, column, here=index.row() == self.here)
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.STEP:
            return self._text(step, column, here=False)
        font = QFont(self._theme.font())
        if role == Qt.ItemDataRole.FontRole and index.row() == self.here:
            font.setWeight(QFont.Weight.DemiBold)
            return font
        undone = step is not None and step.state is not StepState.STANDS
        if role == Qt.ItemDataRole.FontRole and undone and column is Column.STEP:
            font.setStrikeOut(step is not None and step.state is StepState.REPLACED)
            font.setItalic(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and undone:
            return QColor(self._theme.colours.muted)
        return None

    def _text(self, step: UndoStep | None, column: Column, *, here: bool) -> str:
        if step is None:
            return {
                Column.STEP: self.tr("As the machine read it"),
                Column.STATE: self.tr("▸ now") if here else "",
                Column.WHEN: words.moment(self._imported_at or ""),
            }.get(column, "")
        state = {
            StepState.STANDS: self.tr("▸ now") if here else "",
            StepState.UNDONE: self.tr("undone"),
            StepState.REPLACED: self.tr("undone for good"),
        }[step.state]
        if step.batch and step.state is StepState.STANDS:
            state = " · ".join(filter(None, (state, self.tr("by the codebook"))))
        name = step.name[:1].upper() + step.name[1:]
        return {
            Column.STEP: name,
            Column.STATE: state,
            Column.BY: step.by,
            Column.WHEN: words.moment(step.at),
        }[column]


class UndoTable(QTableView):
    """Enter or a click goes to a step."""

    gone_to = Signal(QModelIndex)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.clicked.connect(self.gone_to)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.gone_to.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class UndoPanel(QWidget):
    """The list; follows the session while it is seen."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = True
        self.steps_model = UndoModel(theme, self)
        hint = QLabel(
            self.tr("Click a step, or press Enter on it, to have the report as it was just after it."), self
        )
        hint.setProperty("tone", "muted")
        hint.setContentsMargins(14, 8, 14, 8)
        self.table = UndoTable(self)
        self.table.setAccessibleName(self.tr("Undo history, the latest step first"))
        self.table.setModel(self.steps_model)
        self.table.gone_to.connect(self._go)
        self.empty = QLabel(self.tr("Open a report to see its steps here."), self)
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._set_up_table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(hint)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.table, 1)
        session.changed.connect(self._read_when_seen)
        session.report_changed.connect(self._read_when_seen)
        theme.changed.connect(self._read_when_seen)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.read()

    def read(self) -> None:
        """Read the steps again, and stand where the report is."""
        self._stale = False
        report = self._session.report
        steps = self._session.store.undo_steps(report.row.id) if report is not None else []
        self.steps_model.show(steps, report.row.imported_at if report is not None else None)
        self.empty.setVisible(report is None)
        self.table.setVisible(report is not None)
        if report is not None:
            self.table.setCurrentIndex(self.steps_model.index(self.steps_model.here, 0))

    def _read_when_seen(self, *_ignored: object) -> None:
        if self.isVisible():
            self.read()
        else:
            self._stale = True

    def _go(self, index: QModelIndex) -> None:
        if not index.isValid() or not self._session.writable:
            return
        step = self.steps_model.step_at(index.row())
        if index.row() != self.steps_model.here:
            self._session.go_to_step(step.id if step is not None else 0)

    def _set_up_table(self) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 14)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        em = table.fontMetrics().horizontalAdvance("0")
        for column, width in ((Column.STATE, em * 22), (Column.BY, em * 14), (Column.WHEN, em * 24)):
            header.resizeSection(column, width)
        header.setSectionResizeMode(Column.STEP, QHeaderView.ResizeMode.Stretch)
