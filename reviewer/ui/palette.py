"""The command palette: any action, report or finding by typing a few letters of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.store.rows import CodeRole
from reviewer.ui import codes, words
from reviewer.ui.actions import key_words, plain
from reviewer.ui.session import Item, Session, Table
from reviewer.ui.theme import Theme

_SHOWN: Final = 60
_ROW: Final = 30
_ROWS: Final = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """Something the palette can do: its words, a hint at the right, how to do it."""

    words: str
    hint: str
    run: Callable[[], None]


def ranked(entries: Iterable[Entry], typed: str) -> list[Entry]:
    """The entries that hold every word typed, those that begin with them first; else in the order given.

    Case aside. A word typed counts most where it begins the entry, then where it begins a word of it.
    """
    wanted = typed.casefold().split()
    found: list[tuple[int, int, Entry]] = []
    for place, entry in enumerate(entries):
        said = entry.words.casefold()
        cost = 0
        for word in wanted:
            at = said.find(word)
            if at < 0:
                break
            begins = at == 0 or not said[at - 1].isalnum() or f" {word}" in said
            cost += 0 if at == 0 else 1 if begins else 3
        else:
            found.append((cost, place, entry))
    found.sort(key=lambda one: one[:2])
    return [entry for _, _, entry in found[:_SHOWN]]


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.words
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{entry.words}, {entry.hint}" if entry.hint else entry.words
        if role == Qt.ItemDataRole.UserRole:
            return entry.hint
        return None


class _Delegate(QStyledItemDelegate):
    """One line: the words, and small at the right what it is or its key."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = self._theme.colours
        rect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accent_tint))
        inner = rect.adjusted(14, 0, -14, 0)
        hint = str(index.data(Qt.ItemDataRole.UserRole) or "")
        small = self._theme.font(0.86)
        painter.setFont(small)
        painter.setPen(QColor(colours.muted))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, hint)
        room = inner.width() - QFontMetrics(small).horizontalAdvance(hint) - 16
        font = self._theme.font()
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        said = QFontMetrics(font).elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)), Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex):  # type: ignore[no-untyped-def]
        size = super().sizeHint(option, index)
        size.setHeight(max(_ROW, size.height() + 8))
        size.setWidth(0)  # what is too long is elided, not scrolled to
        return size


class Palette(QFrame):
    """A field over the window with what fits below it; Enter does it, Esc leaves everything as it was."""

    def __init__(
        self,
        session: Session,
        actions: Callable[[], Iterable[QAction]],
        search: Callable[[str], None],
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Command palette"))
        self._window = parent
        self._session = session
        self._actions = actions
        self._search = search
        self._entries: list[Entry] = []
        self.field = QLineEdit(self)
        self.field.setAccessibleName(self.tr("Find an action, report or finding"))
        self.field.setPlaceholderText(self.tr("Type an action, a report or words of a finding"))
        self.field.textChanged.connect(self._narrow)
        self.field.installEventFilter(self)
        self._model = _Model(self)
        self.list = QListView(self)
        self.list.setAccessibleName(self.tr("What fits"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Delegate(theme, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.clicked.connect(self._run)
        self.empty = QLabel(self.tr("Nothing is called that."), self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        layout.addWidget(self.empty)

    def open(self) -> None:
        """Show it over the window's upper third, with everything that can be done now."""
        self._entries = [
            *self._action_entries(),
            *self._code_entries(),
            *self._report_entries(),
            *self._finding_entries(),
        ]
        window = self._window
        width = min(680, max(420, window.width() - 200))
        self.setFixedWidth(width)
        self.field.clear()
        self._narrow("")
        corner = window.mapToGlobal(QPoint((window.width() - width) // 2, max(48, window.height() // 8)))
        self.move(corner)
        self.show()
        self.field.setFocus()

    @property
    def entries(self) -> Sequence[Entry]:
        """What is listed now."""
        return self._model.entries

    def run_current(self) -> None:
        """Do what is chosen."""
        self._run(self.list.currentIndex())

    # What can be found

    def _action_entries(self) -> list[Entry]:
        return [
            Entry(
                plain(action.text()),
                key_words(action.shortcut()),
                action.trigger,
            )
            for action in self._actions()
            if action.isEnabled()
        ]

    def _code_entries(self) -> list[Entry]:
        """Each kind and theme, to be set on the selected findings."""
        if not (self._session.targets() and self._session.writable):
            return []
        setters = {
            CodeRole.KIND: (self.tr("Kind: {label}"), self._session.set_kind),
            CodeRole.THEME: (self.tr("Theme: {label}"), self._session.set_theme),
        }
        return [
            Entry(pattern.format(label=row.label), key_words(row.shortcut), partial(setter, row.key))
            for role, (pattern, setter) in setters.items()
            for row in codes.in_use().offered(role)
        ]

    def _report_entries(self) -> list[Entry]:
        return [
            Entry(
                " · ".join(
                    (row.authority or row.source_name, words.report_title(row), words.report_days(row))
                ),
                self.tr("report"),
                partial(self._session.open_report, row.id),
            )
            for row in self._session.reports
        ]

    def _finding_entries(self) -> list[Entry]:
        report = self._session.report
        if report is None:
            return []
        return [
            Entry(
                f"{row.number + '  ' if row.number else ''}{' '.join(row.text.split())}",
                self.tr("finding"),
                partial(self._session.set_current, Item(Table.FINDING, row.id)),
            )
            for row in report.findings
        ]

    def _search_entries(self, typed: str) -> list[Entry]:
        """What is called nothing here may stand in some report."""
        words = typed.strip()
        if not words or not self._session.reports:
            return []
        text = self.tr("Search all reports, findings and notes for “{words}”").format(words=words)
        return [Entry(text, self.tr("search"), partial(self._search, words))]

    # Typing and choosing

    def _narrow(self, typed: str) -> None:
        fitting = [*ranked(self._entries, typed), *self._search_entries(typed)]
        self._model.show(fitting)
        self.list.setCurrentIndex(self._model.index(0))
        self.list.setVisible(bool(fitting))
        self.empty.setVisible(not fitting)
        self.list.setFixedHeight(min(len(fitting), _ROWS) * self.list.sizeHintForRow(0) + 4 if fitting else 0)
        self.adjustSize()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event.key())
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _ROWS,
            Qt.Key.Key_PageUp: -_ROWS,
        }
        if key in steps and self._model.entries:
            row = self.list.currentIndex().row() + steps[Qt.Key(key)]
            row = max(0, min(len(self._model.entries) - 1, row))
            self.list.setCurrentIndex(self._model.index(row))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run_current()
            return True
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False

    def _run(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        entry = self._model.entries[index.row()]
        self.hide()
        entry.run()
