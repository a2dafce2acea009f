"""The follow-up board: the follow-ups of all reports, what is due, whose it is, how far it is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.store.rows import Change
from reviewer.ui import words
from reviewer.ui.follow_up_edits import FollowUpEdits
from reviewer.ui.follow_up_groups import Filter, GroupBy, Shown, owners
from reviewer.ui.follow_up_model import Column, FollowUpsModel
from reviewer.ui.follow_up_pane import FollowUpPane
from reviewer.ui.follow_up_view import KEYS, FollowUpsView
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme

__all__ = ["Column", "FollowUps"]


class FollowUps(QWidget):
    """The board with its filters. ``opened`` with a report's and a finding's id; ``left`` by Esc."""

    opened = Signal(int, int)
    left = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._stale = True
        self.setObjectName("followUpBoard")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.edits = FollowUpEdits(session, self)
        self.model = FollowUpsModel(theme, self)
        self.table = FollowUpsView(self.model, self.edits, theme, self)
        self.table.setAccessibleName(self.tr("Follow-ups of all reports"))
        self.pane = FollowUpPane(session, self.edits, theme, self)
        self._build_bar()
        self.empty = QLabel(self)
        self.empty.setProperty("tone", "muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.all_button = QPushButton(self.tr("Show all follow-ups"), self)
        self.all_button.setObjectName("link")
        self.all_button.clicked.connect(self.show_all)
        nothing = QWidget(self)
        column = QVBoxLayout(nothing)
        column.addStretch(1)
        column.addWidget(self.empty)
        column.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.parts = QSplitter(Qt.Orientation.Horizontal, self)
        self.parts.setHandleWidth(1)
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(self.table)
        self.parts.addWidget(self.pane)
        self.parts.setStretchFactor(0, 1)
        self.parts.setSizes([1080, 320])
        self.pages = QStackedWidget(self)
        self.pages.addWidget(nothing)
        self.pages.addWidget(self.parts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar)
        layout.addWidget(self.pages, 1)
        self._connect()

    def _build_bar(self) -> None:
        self.by = QComboBox(self)
        self.by.setAccessibleName(self.tr("Group by"))
        for text, by in (
            (self.tr("By due date"), GroupBy.DUE),
            (self.tr("By owner"), GroupBy.OWNER),
            (self.tr("By authority"), GroupBy.AUTHORITY),
            (self.tr("By state"), GroupBy.STATE),
            (self.tr("Ungrouped"), GroupBy.NOTHING),
        ):
            self.by.addItem(text, by)
        self.state = QComboBox(self)
        self.state.setAccessibleName(self.tr("State"))
        for text, shown in (
            (self.tr("Not done"), Shown.NOT_DONE),
            (self.tr("Overdue"), Shown.OVERDUE),
            (self.tr("Open"), Shown.OPEN),
            (self.tr("Waiting"), Shown.WAITING),
            (self.tr("Done"), Shown.DONE),
            (self.tr("All"), Shown.ALL),
        ):
            self.state.addItem(text, shown)
        self.owner = QComboBox(self)
        self.owner.setAccessibleName(self.tr("Owner"))
        self.owner.setMinimumContentsLength(12)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find in follow-ups"))
        self.field.setAccessibleName(self.tr("Find in follow-ups"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(260)
        self.count = QLabel(self)
        self.count.setProperty("tone", "muted")
        self.export = QToolButton(self)
        self.export.setObjectName("addFilter")
        self.export.setText(self.tr("Export"))
        self.export.setToolTip(self.tr("Write what is shown to a file"))
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._bar = QHBoxLayout()
        self._bar.setContentsMargins(16, 8, 16, 8)
        self._bar.setSpacing(8)
        for widget in (self.by, self.state, self.owner, self.field):
            self._bar.addWidget(widget)
        self._bar.addWidget(self.count, 1)
        self._bar.addWidget(self.export)

    def _connect(self) -> None:
        self.by.currentIndexChanged.connect(self._filter)
        self.owner.currentIndexChanged.connect(self._filter)
        self.state.currentIndexChanged.connect(self._filter)
        self.field.textChanged.connect(self._filter)
        self.table.opened.connect(self.open_current)
        self.table.done_wanted.connect(self.pane.toggle_done)
        self.table.remove_wanted.connect(self.pane.remove)
        self.table.left.connect(self.left)
        self.table.selected.connect(self._show_selected)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._pop_up)
        self.pane.opened.connect(self.open_current)
        self._session.changed.connect(self._change)
        self._session.library_changed.connect(self.read)
        self._theme.changed.connect(self.read)

    # Reading

    def read(self) -> None:
        """Read the store's follow-ups again, at once where they are seen."""
        self._stale = True
        if self.isVisible():
            self._read()

    def read_now(self) -> None:
        """Be up to date, seen or not."""
        if self._stale:
            self._read()

    def _read(self) -> None:
        self._stale = False
        rows = self._session.follow_ups()
        chosen = self.owner.currentData()
        self.owner.blockSignals(True)
        self.owner.clear()
        self.owner.addItem(self.tr("Everyone"), None)
        for owner in owners(rows):
            self.owner.addItem(owner, owner)
        self.owner.addItem(self.tr("Nobody yet"), "")
        self.owner.setCurrentIndex(max(0, self.owner.findData(chosen) if chosen is not None else 0))
        self.owner.blockSignals(False)
        self.model.rows = rows
        self._filter()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read_now()

    def _change(self, change: Change) -> None:
        flagged = {row.finding_id for row in self.model.rows}
        if self._stale or change.follow_ups or change.report or not flagged.isdisjoint(change.findings):
            self.read()

    def _filter(self, _ignored: object = None) -> None:
        self.model.filter = Filter(
            Shown(self.state.currentData()), self.owner.currentData(), self.field.text()
        )
        self.model.by = GroupBy(self.by.currentData())
        self.model.again()
        shown = len(self.model.shown)
        late = sum(words.is_overdue(row.due, row.state) for row in self.model.rows)
        text = self.tr("{shown} of {all} shown").format(shown=shown, all=len(self.model.rows))
        if late:
            bad = self._theme.colours.negative
            text += f" · <span style='color:{bad}'>{self.tr('{count} overdue').format(count=late)}</span>"
        self.count.setText(text if self.model.rows else "")
        self.empty.setText(
            self.tr("No follow-up fits these filters.")
            if self.model.rows
            else self.tr("Nothing to follow up. Press F on a finding to come back to it.")
        )
        self.all_button.setVisible(bool(self.model.rows))
        self.export.setEnabled(bool(shown))
        self.pages.setCurrentIndex(1 if shown else 0)

    def show_all(self) -> None:
        """Filter by nothing."""
        self.field.clear()
        self.owner.setCurrentIndex(0)
        self.state.setCurrentIndex(self.state.findData(Shown.ALL))

    # Doing

    def open_current(self) -> None:
        """Show the current follow-up's finding on the bench."""
        row = self.table.current_row()
        if row is not None:
            self.opened.emit(row.report_id, row.finding_id)

    def _show_selected(self) -> None:
        rows = self.table.rows()
        current = self.table.current_row()
        self.pane.show_rows(rows or ([current] if current else []), owners(self.model.rows))

    def _pop_up(self, at: QPoint) -> None:
        self.menu(self.table.viewport().mapToGlobal(at))

    def menu(self, at: QPoint) -> QMenu:
        """What can be done with the selected follow-ups."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = menu.addAction(f"{self.tr('Open the place')}\t{self.tr('Enter')}")
        place.triggered.connect(self.open_current)
        menu.addSeparator()
        for key, column in KEYS.items():
            action = menu.addAction(f"{self.model.title(column)}…\t{key.name.removeprefix('Key_')}")
            action.triggered.connect(lambda _checked=False, column=column: self.table.edit_column(column))
        menu.addSeparator()
        done = menu.addAction(f"{self.pane.done_button.text()}\t{self.tr('Space')}")
        done.triggered.connect(self.pane.toggle_done)
        remove = menu.addAction(f"{self.tr('Remove')}\t{self.tr('Del')}")
        remove.triggered.connect(self.pane.remove)
        for action in menu.actions()[1:]:
            action.setEnabled(bool(self.pane.rows) and self._session.writable)
        menu.popup(at)
        return menu
