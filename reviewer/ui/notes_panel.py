"""The notes of the open report or of all reports in one list: found by words, edited in place, gone to."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reviewer.store.rows import Change, NotedRow
from reviewer.ui import words
from reviewer.ui.fields import CommitText
from reviewer.ui.rows_model import Index, RowsModel
from reviewer.ui.session import Item, Session, Table

SORT_ROLE = int(Qt.ItemDataRole.UserRole)


class Column(IntEnum):
    """The columns of the list."""

    NOTE = 0
    ON = 1
    REPORT = 2
    BY = 3
    WHEN = 4


class NotesModel(RowsModel[NotedRow]):
    """The rows as the store gives them: the latest first."""

    edited = Signal(int, str)

    def __init__(self, session: Session, parent: QObject) -> None:
        heads = {
            Column.NOTE: self.tr("Note"),
            Column.ON: self.tr("On"),
            Column.REPORT: self.tr("Report"),
            Column.BY: self.tr("By"),
            Column.WHEN: self.tr("When"),
        }
        super().__init__([heads[column] for column in Column], parent)
        self._session = session

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        editable = index.column() == Column.NOTE and self._session.writable
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return row.note.body
        if role == SORT_ROLE:
            when = column is Column.WHEN
            return row.note.created_at if when else self._text(row, column).casefold()
        if role == Qt.ItemDataRole.ToolTipRole and column in (Column.NOTE, Column.ON):
            return row.note.body if column is Column.NOTE else row.finding_text or row.heading
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.rows[index.row()]
        if str(value).strip() != row.note.body:
            self.edited.emit(row.note.id, str(value))
        return True

    def _text(self, row: NotedRow, column: Column) -> str:
        note = row.note
        when = words.moment(note.created_at)
        return {
            Column.NOTE: " ".join(note.body.split()),
            Column.ON: on(row),
            Column.REPORT: report_name(row),
            Column.BY: note.created_by,
            Column.WHEN: self.tr("{when} · edited").format(when=when) if note.edited_at else when,
        }[column]


def on(row: NotedRow) -> str:
    """What a note is on, in a few words."""
    if row.finding_text is not None:
        number = f"{row.finding_number}  " if row.finding_number else ""
        return f"{number}{' '.join(row.finding_text.split())}"
    return row.heading if row.heading is not None else words.tr("the report")


def report_name(row: NotedRow) -> str:
    """The report that a note belongs to: 'Northmere · Inspection · 9 Mar 2026'."""
    parts = (
        row.authority or row.source_name,
        words.document_type(row.document_type),
        words.day(row.inspection_start or row.publication_date),
    )
    return " · ".join(part for part in parts if part)


def place_of(row: NotedRow) -> Item:
    """What a note is on."""
    note = row.note
    if note.finding_id is not None:
        return Item(Table.FINDING, note.finding_id)
    if note.section_id is not None:
        return Item(Table.SECTION, note.section_id)
    return Item(Table.REPORT, note.report_id)


class NotesFilter(QSortFilterProxyModel):
    """Notes of one report, on one sort of thing, by someone, holding some words."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.report_id: int | None = None
        self.table: Table | None = None
        self.by: str | None = None
        self.held = ""
        self.setSortRole(SORT_ROLE)

    def again(self) -> None:
        """Filter once more: a condition has changed."""
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        model = self.sourceModel()
        assert isinstance(model, NotesModel)
        row = model.rows[source_row]
        held = f"{row.note.body} {on(row)} {report_name(row)} {row.note.created_by}".casefold()
        return (
            (self.report_id is None or row.note.report_id == self.report_id)
            and (self.table is None or place_of(row).table == self.table)
            and (self.by is None or row.note.created_by == self.by)
            and all(word in held for word in self.held.casefold().split())
        )


class NotesTable(QTableView):
    """Enter goes to what a note is on, F2 edits the note, Del removes it."""

    opened = Signal(QModelIndex)
    removed = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not editing:
            self.opened.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and not editing:
            self.removed.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_F2 and self.currentIndex().isValid():
            self.edit(self.currentIndex().siblingAtColumn(Column.NOTE))
        else:
            super().keyPressEvent(event)


class NoteDelegate(QStyledItemDelegate):
    """Edits a note in place, in as many lines as it has; Ctrl+Enter and Esc end it, what was typed stays."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = CommitText(parent, least=2, most=8)
        field.setAccessibleName(self.tr("Note"))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, CommitText)
        editor.show_value(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, CommitText)
        model.setData(index, editor.toPlainText())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setFixedWidth(option.rect.width())
        parent = editor.parentWidget()
        assert parent is not None
        lowest = parent.height() - editor.height()
        editor.move(option.rect.left(), max(0, min(option.rect.top(), lowest)))

    def eventFilter(self, editor: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            ends = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control
            if ends or event.key() == Qt.Key.Key_Escape:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                return True
        return super().eventFilter(editor, event)


class NotesPanel(QWidget):
    """The list with its filters. ``opened`` with a report's id and the item that a note is on."""

    opened = Signal(int, Item)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = True
        self.rows_model = NotesModel(session, self)
        self.rows_model.edited.connect(self._edit)
        self.shown = NotesFilter(self)
        self.shown.setSourceModel(self.rows_model)
        self.reports = self._choice(self.tr("Reports"))
        self.reports.addItem(self.tr("This report"), True)
        self.reports.addItem(self.tr("All reports"), False)
        self.tables = self._choice(self.tr("What the notes are on"))
        self.tables.addItem(self.tr("On anything"), None)
        self.tables.addItem(self.tr("On findings"), Table.FINDING)
        self.tables.addItem(self.tr("On sections"), Table.SECTION)
        self.tables.addItem(self.tr("On reports"), Table.REPORT)
        self.by = self._choice(self.tr("Written by"))
        self.by.setMinimumContentsLength(10)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find in notes"))
        self.field.setAccessibleName(self.tr("Find in notes"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(260)
        self.count = QLabel(self)
        self.count.setProperty("tone", "muted")
        self.empty = QLabel(self)
        self.empty.setProperty("tone", "muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table = NotesTable(self)
        self.table.setAccessibleName(self.tr("Notes"))
        self.table.setModel(self.shown)
        self.table.setItemDelegateForColumn(Column.NOTE, NoteDelegate(self.table))
        self._set_up_table()
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 8, 14, 8)
        bar.setSpacing(8)
        for widget in (self.reports, self.tables, self.by, self.field):
            bar.addWidget(widget)
        bar.addWidget(self.count, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.table, 1)
        for choice in (self.reports, self.tables, self.by):
            choice.currentIndexChanged.connect(self._filter)
        self.field.textChanged.connect(self._filter)
        self.table.doubleClicked.connect(self._open)
        self.table.opened.connect(self._open)
        self.table.removed.connect(self._remove)
        session.changed.connect(self._change)
        session.library_changed.connect(self._read_when_seen)
        session.report_changed.connect(self._filter)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.read()

    def read(self) -> None:
        """Read the store's notes again."""
        self._stale = False
        rows = self._session.store.all_notes() if self._session.is_open else []
        self.rows_model.show(rows)
        chosen = self.by.currentData()
        self.by.blockSignals(True)
        self.by.clear()
        self.by.addItem(self.tr("Everyone"), None)
        for name in sorted({row.note.created_by for row in rows}, key=str.casefold):
            self.by.addItem(name, name)
        self.by.setCurrentIndex(max(0, self.by.findData(chosen) if chosen is not None else 0))
        self.by.blockSignals(False)
        self._filter()

    def _choice(self, name: str) -> QComboBox:
        choice = QComboBox(self)
        choice.setAccessibleName(name)
        return choice

    def _read_when_seen(self) -> None:
        if self.isVisible():
            self.read()
        else:
            self._stale = True

    def _change(self, change: Change) -> None:
        noted = {row.note.finding_id for row in self.rows_model.rows}
        if change.notes or change.structure or change.sections or not noted.isdisjoint(change.findings):
            self._read_when_seen()

    def _filter(self, _ignored: object = None) -> None:
        report = self._session.report
        one = bool(self.reports.currentData()) and report is not None
        self.shown.report_id = report.row.id if one and report is not None else None
        self.shown.table = self.tables.currentData()
        self.shown.by = self.by.currentData()
        self.shown.held = self.field.text()
        self.shown.again()
        shown, of = self.shown.rowCount(), len(self.rows_model.rows)
        self.count.setText(self.tr("{shown} of {all} shown").format(shown=shown, all=of) if of else "")
        self.empty.setText(
            self.tr("No note is like that. Choose fewer conditions, or other words.")
            if of
            else self.tr("No notes yet. N writes one on a finding or a section, Shift+N on the report.")
        )
        self.empty.setVisible(not shown)
        self.table.setVisible(bool(shown))

    def _row(self, index: QModelIndex) -> NotedRow | None:
        return self.rows_model.rows[self.shown.mapToSource(index).row()] if index.isValid() else None

    def _open(self, index: QModelIndex) -> None:
        row = self._row(index)
        if row is not None:
            self.opened.emit(row.note.report_id, place_of(row))

    def _edit(self, note_id: int, body: str) -> None:
        row = next((one for one in self.rows_model.rows if one.note.id == note_id), None)
        if row is not None:
            # Undo means the open report: what is changed here must be in it.
            self._session.open_report(row.note.report_id, place_of(row))
            self._session.edit_note(note_id, body)

    def _remove(self, index: QModelIndex) -> None:
        row = self._row(index)
        if row is not None and self._session.writable:
            self._session.open_report(row.note.report_id, place_of(row))
            self._session.remove_note(row.note.id)

    def _set_up_table(self) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSortingEnabled(True)
        table.sortByColumn(Column.WHEN, Qt.SortOrder.DescendingOrder)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 14)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        em = table.fontMetrics().horizontalAdvance("0")
        for column, width in (
            (Column.ON, em * 40),
            (Column.REPORT, em * 36),
            (Column.BY, em * 12),
            (Column.WHEN, em * 22),
        ):
            header.resizeSection(column, width)
        header.setSectionResizeMode(Column.NOTE, QHeaderView.ResizeMode.Stretch)
