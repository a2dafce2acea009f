"""The follow-ups under their headings, as a tree of two levels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from reviewer.store.rows import FollowUpRow, FollowUpState, Priority
from reviewer.ui import words
from reviewer.ui.follow_up_groups import Filter, Group, GroupBy, by_priority, grouped, urgency
from reviewer.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns of the board."""

    DUE = 0
    PRIORITY = 1
    STATE = 2
    OWNER = 3
    REASON = 4
    AUTHORITY = 5
    NUMBER = 6
    FINDING = 7


EDITED: Final = frozenset({Column.DUE, Column.PRIORITY, Column.STATE, Column.OWNER, Column.REASON})
"""The columns that are the follow-up's own."""

_SORTS: Final[dict[Column, Callable[[FollowUpRow], object]]] = {
    Column.DUE: urgency,
    Column.PRIORITY: by_priority,
    Column.STATE: lambda row: list(FollowUpState).index(row.state),
    Column.OWNER: lambda row: (not row.owner, row.owner.casefold()),
    Column.REASON: lambda row: row.reason.casefold(),
    Column.AUTHORITY: lambda row: (not row.authority, (row.authority or "").casefold()),
    Column.NUMBER: lambda row: _number(row.finding_number),
    Column.FINDING: lambda row: row.finding_text.casefold(),
}


def today() -> date:
    """The reader's day."""
    return datetime.now().astimezone().date()


class FollowUpsModel(QAbstractItemModel):
    """The rows that pass the filter, sorted, under their headings."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: list[FollowUpRow] = []
        """All of the store, whatever is shown."""
        self.filter = Filter()
        self.by = GroupBy.DUE
        self.groups: list[Group] = []
        self._column = Column.DUE
        self._order = Qt.SortOrder.AscendingOrder

    def show(self, rows: Sequence[FollowUpRow]) -> None:
        """Show the store's rows as they now are."""
        self.rows = list(rows)
        self.again()

    def again(self) -> None:
        """Filter, sort and group once more."""
        now = today()
        self.beginResetModel()
        kept = sorted((row for row in self.rows if self.filter.passes(row, now)), key=urgency)
        kept.sort(key=_SORTS[self._column], reverse=self._order is Qt.SortOrder.DescendingOrder)  # type: ignore[arg-type]
        self.groups = grouped(kept, self.by, now) if kept else []
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._order = Column(max(0, column)), order
        self.again()

    @property
    def shown(self) -> list[FollowUpRow]:
        """The rows that are shown, in their order."""
        return [row for group in self.groups for row in group.rows]

    def row_at(self, index: Index) -> FollowUpRow | None:
        """The follow-up of an index; None for a heading."""
        if not index.isValid():
            return None
        if self.by is GroupBy.NOTHING:
            return self.groups[0].rows[index.row()]
        group = index.internalId()
        return self.groups[group - 1].rows[index.row()] if group else None

    def index_of(self, follow_up_id: int, column: Column = Column.DUE) -> QModelIndex:
        """Where a follow-up is shown, invalid where it is not."""
        for number, group in enumerate(self.groups):
            for place, row in enumerate(group.rows):
                if row.id == follow_up_id:
                    inside = 0 if self.by is GroupBy.NOTHING else number + 1
                    return self.createIndex(place, column, inside)
        return QModelIndex()

    # Qt's way of asking

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        group = index.internalId() if index.isValid() else 0
        return self.createIndex(group - 1, 0, 0) if group else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            if self.by is GroupBy.NOTHING:
                return len(self.groups[0].rows) if self.groups else 0
            return len(self.groups)
        if self.by is GroupBy.NOTHING or parent.internalId() or parent.column():
            return 0
        return len(self.groups[parent.row()].rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.row_at(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if index.column() == Column.REASON else usual

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return self.title(Column(section))

    def title(self, column: Column) -> str:
        """What a column holds."""
        return {
            Column.DUE: self.tr("Due"),
            Column.PRIORITY: self.tr("Priority"),
            Column.STATE: self.tr("State"),
            Column.OWNER: self.tr("Owner"),
            Column.REASON: self.tr("What to do"),
            Column.AUTHORITY: self.tr("Authority"),
            Column.NUMBER: self.tr("No."),
            Column.FINDING: self.tr("Finding"),
        }[column]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.row_at(index)
        if row is None:
            return self._of_group(self.groups[index.row()], index.column(), role)
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return row.reason
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.title(column)}: {self._text(row, column) or self.tr('nothing')}"
        if role == Qt.ItemDataRole.ToolTipRole and column in (Column.FINDING, Column.REASON):
            return row.finding_text if column is Column.FINDING else row.reason
        return self._look(row, column, role)

    def _of_group(self, group: Group, column: int, role: int) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{group.title} · {len(group.rows)}" if column == 0 else None
        if role == Qt.ItemDataRole.FontRole:
            return self._theme.font(bold=True)
        if role == Qt.ItemDataRole.ForegroundRole and group.late:
            return QColor(self._theme.colours.negative)
        return None

    def _look(self, row: FollowUpRow, column: Column, role: int) -> object:
        late = words.is_overdue(row.due, row.state)
        stands_out = (late and column is Column.DUE) or (
            row.priority is Priority.HIGH and column is Column.PRIORITY
        )
        if role == Qt.ItemDataRole.ForegroundRole:
            if row.state is FollowUpState.DONE:
                return QColor(self._theme.colours.muted)
            if late and column is Column.DUE:
                return QColor(self._theme.colours.negative)
            if column is Column.PRIORITY and row.priority is not Priority.HIGH:
                return QColor(self._theme.colours.muted)
        if role == Qt.ItemDataRole.FontRole and stands_out and row.state is not FollowUpState.DONE:
            font = QFont(self._theme.font())
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None

    def _text(self, row: FollowUpRow, column: Column) -> str:
        late = words.is_overdue(row.due, row.state)
        due = words.day(row.due)
        return {
            Column.DUE: self.tr("{day} · overdue").format(day=due) if late else due,
            Column.PRIORITY: words.priority(row.priority),
            Column.STATE: words.follow_up_state(row.state),
            Column.OWNER: row.owner,
            Column.REASON: " ".join(row.reason.split()),
            Column.AUTHORITY: row.authority or "",
            Column.NUMBER: row.finding_number or "",
            Column.FINDING: " ".join(row.finding_text.split()),
        }[column]


def _number(text: str | None) -> tuple[bool, list[int], str]:
    """Printed numbers as people count them: 2 before 10, 4.2 before 4.10."""
    parts = (text or "").replace("(", "").replace(")", "").split(".")
    return not text, [int(part) for part in parts if part.isdecimal()], text or ""
