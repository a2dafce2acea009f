"""The figures of a picture as a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from reviewer.pictures.shapes import Target

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Figure:
    """A row: its cells, what stands behind it, and which part of the picture it is."""

    cells: tuple[str, ...]
    target: Target
    place: tuple[int, int]


class FiguresModel(QAbstractTableModel):
    """The rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.heads: tuple[str, ...] = ()
        self.figures: Sequence[Figure] = ()
        self._by_place: dict[tuple[int, int], int] = {}

    def show(self, heads: tuple[str, ...], figures: Sequence[Figure]) -> None:
        """Show these."""
        self.beginResetModel()
        self.heads, self.figures = heads, figures
        self._by_place = {figure.place: row for row, figure in enumerate(figures)}
        self.endResetModel()

    def row_of(self, place: tuple[int, int]) -> int | None:
        """The row of a part of the picture."""
        return self._by_place.get(place)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.figures)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section] if section < len(self.heads) else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cell = self.figures[index.row()].cells[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell
        if role == Qt.ItemDataRole.TextAlignmentRole and cell[:1].isdigit() and index.column() > 1:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


class FiguresTable(QTableView):
    """The table. ``opened`` with a row's figure by Enter or a double click, ``moved`` when one is current."""

    opened = Signal(object)
    moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures_model = FiguresModel(self)
        self.setModel(self.figures_model)
        self._following = False
        self._widths: tuple[float, ...] = ()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(24)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Figures of the picture"))
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._move)

    def show_figures(
        self, heads: tuple[str, ...], figures: Sequence[Figure], widths: tuple[float, ...]
    ) -> None:
        """Show these; ``widths`` are the columns' shares of the room, in any measure."""
        self._following = True
        self._widths = widths
        self.figures_model.show(heads, figures)
        self._share_out()
        self._following = False

    def _share_out(self) -> None:
        room, whole = self.viewport().width(), sum(self._widths)
        for column, width in enumerate(self._widths):
            self.horizontalHeader().resizeSection(column, int(room * width / whole))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share_out()

    def set_current(self, place: tuple[int, int]) -> None:
        """Make the row of a part of the picture current."""
        row = self.figures_model.row_of(place)
        if row is not None and row != self.currentIndex().row():
            self._following = True
            self.selectRow(row)
            self._following = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.figures_model.figures[index.row()])

    def _move(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._following:
            self.moved.emit(self.figures_model.figures[current.row()])
