"""The follow-ups of all reports in one list: what is due, whose it is, how far it is."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reviewer.store.rows import Change, FollowUpRow, FollowUpState
from reviewer.ui import words
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
SORT_ROLE = int(Qt.ItemDataRole.UserRole)


class Column(IntEnum):
    """The columns of the list."""

    DUE = 0
    STATE = 1
    OWNER = 2
    REASON = 3
    AUTHORITY = 4
    NUMBER = 5
    FINDING = 6


class FollowUpsModel(QAbstractTableModel):
    """The rows as the store gives them: the earliest due first."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: list[FollowUpRow] = []

    def show(self, rows: list[FollowUpRow]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return {
            Column.DUE: self.tr("Due"),
            Column.STATE: self.tr("State"),
            Column.OWNER: self.tr("Owner"),
            Column.REASON: self.tr("What to do"),
            Column.AUTHORITY: self.tr("Authority"),
            Column.NUMBER: self.tr("No."),
            Column.FINDING: self.tr("Finding"),
        }[Column(section)]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == SORT_ROLE:
            return (row.due or "9999") if column is Column.DUE else self._text(row, column).casefold()
        if role == Qt.ItemDataRole.ToolTipRole and column in (Column.FINDING, Column.REASON):
            return row.finding_text if column is Column.FINDING else row.reason
        late = words.is_overdue(row.due, row.state)
        if role == Qt.ItemDataRole.ForegroundRole:
            if late and column in (Column.DUE, Column.STATE):
                return QColor(self._theme.colours.negative)
            if row.state is FollowUpState.DONE:
                return QColor(self._theme.colours.muted)
        if role == Qt.ItemDataRole.FontRole and late and column is Column.DUE:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None

    def _text(self, row: FollowUpRow, column: Column) -> str:
        late = words.is_overdue(row.due, row.state)
        due = words.day(row.due)
        return {
            Column.DUE: self.tr("{day} · overdue").format(day=due) if late else due,
            Column.STATE: words.follow_up_state(row.state),
            Column.OWNER: row.owner,
            Column.REASON: " ".join(row.reason.split()),
            Column.AUTHORITY: row.authority or "",
            Column.NUMBER: row.finding_number or "",
            Column.FINDING: " ".join(row.finding_text.split()),
        }[column]


class FollowUpsFilter(QSortFilterProxyModel):
    """Rows of one owner, in some states, holding some words."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.owner: str | None = None
        self.states: frozenset[str] = frozenset((FollowUpState.OPEN, FollowUpState.WAITING))
        self.overdue_only = False
        self.held = ""
        self.setSortRole(SORT_ROLE)

    def again(self) -> None:
        """Filter once more: a condition has changed."""
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        model = self.sourceModel()
        assert isinstance(model, FollowUpsModel)
        row = model.rows[source_row]
        held = f"{row.reason} {row.owner} {row.authority or ''} {row.finding_text}".casefold()
        return (
            (self.owner is None or row.owner == self.owner)
            and row.state in self.states
            and (not self.overdue_only or words.is_overdue(row.due, row.state))
            and all(word in held for word in self.held.casefold().split())
        )


class FollowUpsTable(QTableView):
    """Enter opens the place of a follow-up."""

    opened = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class FollowUps(QWidget):
    """The list with its filters. ``opened`` with a report's and a finding's id."""

    opened = Signal(int, int)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.rows_model = FollowUpsModel(theme, self)
        self.shown = FollowUpsFilter(self)
        self.shown.setSourceModel(self.rows_model)
        self.owner = QComboBox(self)
        self.owner.setAccessibleName(self.tr("Owner"))
        self.owner.setMinimumContentsLength(12)
        self.state = QComboBox(self)
        self.state.setAccessibleName(self.tr("State"))
        for text, states in (
            (self.tr("Not done"), (FollowUpState.OPEN, FollowUpState.WAITING)),
            (self.tr("Overdue"), (FollowUpState.OPEN, FollowUpState.WAITING)),
            (self.tr("Open"), (FollowUpState.OPEN,)),
            (self.tr("Waiting"), (FollowUpState.WAITING,)),
            (self.tr("Done"), (FollowUpState.DONE,)),
            (self.tr("All"), tuple(FollowUpState)),
        ):
            self.state.addItem(text, states)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find in follow-ups"))
        self.field.setAccessibleName(self.tr("Find in follow-ups"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(260)
        self.count = QLabel(self)
        self.count.setProperty("tone", "muted")
        self.empty = QLabel(self.tr("Nothing to follow up. Press F on a finding to come back to it."), self)
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table = FollowUpsTable(self)
        self.table.setAccessibleName(self.tr("Follow-ups of all reports"))
        self.table.setModel(self.shown)
        self._set_up_table()
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 8, 14, 8)
        bar.setSpacing(8)
        bar.addWidget(self.state)
        bar.addWidget(self.owner)
        bar.addWidget(self.field)
        bar.addWidget(self.count, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.table, 1)
        self.owner.currentIndexChanged.connect(self._filter)
        self.state.currentIndexChanged.connect(self._filter)
        self.field.textChanged.connect(self._filter)
        self.table.doubleClicked.connect(self._open)
        self.table.opened.connect(self._open)
        session.changed.connect(self._change)
        session.library_changed.connect(self.read)
        theme.changed.connect(self.read)
        self.read()

    def read(self) -> None:
        """Read the store's follow-ups again."""
        rows = self._session.follow_ups()
        self.rows_model.show(rows)
        chosen = self.owner.currentData()
        self.owner.blockSignals(True)
        self.owner.clear()
        self.owner.addItem(self.tr("Everyone"), None)
        for owner in sorted({row.owner for row in rows if row.owner}, key=str.casefold):
            self.owner.addItem(owner, owner)
        self.owner.addItem(self.tr("Nobody yet"), "")
        self.owner.setCurrentIndex(max(0, self.owner.findData(chosen) if chosen is not None else 0))
        self.owner.blockSignals(False)
        self._filter()

    def _change(self, change: Change) -> None:
        flagged = {row.finding_id for row in self.rows_model.rows}
        if change.follow_ups or not flagged.isdisjoint(change.findings):
            self.read()

    def _filter(self, _ignored: object = None) -> None:
        self.shown.owner = self.owner.currentData()
        self.shown.states = frozenset(self.state.currentData() or ())
        self.shown.overdue_only = self.state.currentIndex() == 1
        self.shown.held = self.field.text()
        self.shown.again()
        shown, late = self.shown.rowCount(), 0
        for row in self.rows_model.rows:
            late += words.is_overdue(row.due, row.state)
        text = self.tr("{shown} of {all} shown").format(shown=shown, all=len(self.rows_model.rows))
        if late:
            bad = self._theme.colours.negative
            text += f" · <span style='color:{bad}'>{self.tr('{count} overdue').format(count=late)}</span>"
        self.count.setText(text if self.rows_model.rows else "")
        self.empty.setVisible(not self.rows_model.rows)
        self.table.setVisible(bool(self.rows_model.rows))

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            row = self.rows_model.rows[self.shown.mapToSource(index).row()]
            self.opened.emit(row.report_id, row.finding_id)

    def _set_up_table(self) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSortingEnabled(True)
        table.sortByColumn(Column.DUE, Qt.SortOrder.AscendingOrder)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 14)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        em = table.fontMetrics().horizontalAdvance("0")
        for column, width in (
            (Column.DUE, em * 22),
            (Column.STATE, em * 9),
            (Column.OWNER, em * 16),
            (Column.REASON, em * 34),
            (Column.AUTHORITY, em * 16),
            (Column.NUMBER, em * 6),
        ):
            header.resizeSection(column, width)
        header.setSectionResizeMode(Column.FINDING, QHeaderView.ResizeMode.Stretch)
