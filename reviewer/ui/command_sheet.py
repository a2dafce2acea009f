"""The sheet of all actions with their keys: searched, and changed in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.store.rows import CodeRole, CodeRow
from reviewer.ui import actions
from reviewer.ui.key_recorder import KeyRecorder
from reviewer.ui.keymap import MOST, Holder, Keymap
from reviewer.ui.question import Question
from reviewer.ui.theme import Theme

_ACTION_ROLE = int(Qt.ItemDataRole.UserRole)
_CODE_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class KeyTable(QTreeWidget):
    """Actions by menu, with a column for each key. Enter records a key, Del takes it away."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.record: Callable[[], None] = lambda: None
        self.clear_key: Callable[[], None] = lambda: None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.record()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_key()
        else:
            super().keyPressEvent(event)


class CommandSheet(QDialog):
    """All actions with their keys, by menu; narrows while one types."""

    def __init__(self, known: Mapping[str, QAction], keymap: Keymap, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._known = known
        self._keymap = keymap
        self._theme = theme
        self.recorder: KeyRecorder | None = None
        self._recording: tuple[QTreeWidgetItem, int] | None = None
        self.setWindowTitle(self.tr("Keys and actions"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 660)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find an action or a key"))
        self.field.setAccessibleName(self.tr("Find an action or a key"))
        self.field.setClearButtonEnabled(True)
        hint = QLabel(
            self.tr(
                "Single letters act on the current finding while you are not typing in a field. To change a"
                " key, double-click it or press Enter on it, then press the new one; Del takes it away."
            ),
            self,
        )
        hint.setProperty("tone", "muted")
        hint.setWordWrap(True)
        self.table = KeyTable(self)
        self.table.record = self._record
        self.table.clear_key = self._clear
        self._set_up_table()
        self.empty = QLabel(self.tr("No action and no key is called that."), self)
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.question = Question(self)
        self.reset_one = QPushButton(self.tr("&Usual keys for this action"), self)
        self.reset_all = QPushButton(self.tr("Usual keys for &all"), self)
        close = QPushButton(self.tr("&Close"), self)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.reset_one)
        foot.addWidget(self.reset_all)
        foot.addStretch(1)
        foot.addWidget(close)
        for button in (self.reset_one, self.reset_all, close):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        for widget in (self.field, hint, self.question):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)
        layout.addLayout(foot)
        self.field.textChanged.connect(self._narrow)
        self.table.itemDoubleClicked.connect(lambda _item, _column: self._record())
        self.table.currentItemChanged.connect(self._show_buttons)
        self.reset_one.clicked.connect(self._reset)
        self.reset_all.clicked.connect(keymap.reset_all)
        close.clicked.connect(self.close)
        keymap.changed.connect(self._fill)
        theme.changed.connect(self._fill)
        self._fill()
        self.field.setFocus()

    # The table

    def _set_up_table(self) -> None:
        table = self.table
        table.setObjectName("problems")
        table.setAccessibleName(self.tr("Actions and their keys"))
        table.setColumnCount(1 + MOST)
        table.setHeaderLabels([self.tr("Action"), self.tr("Key"), self.tr("Other key")])
        table.setRootIsDecorated(False)
        table.setItemsExpandable(False)
        table.setExpandsOnDoubleClick(False)
        table.setIndentation(0)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        em = table.fontMetrics().horizontalAdvance("0")
        for column in range(1, 1 + MOST):
            header.resizeSection(column, em * 19)

    def _fill(self) -> None:
        """Show the keys as they are, the same place current."""
        here = self._place()
        at = self.table.verticalScrollBar().value()
        self._end_recording()
        self.table.clear()
        for menu, title in actions.MENUS.items():
            specs = [spec for spec in actions.SPECS if spec.menu == menu]
            if specs:
                group = self._group(actions.plain(actions.translated(title)))
                for spec in specs:
                    self._add_action(group, spec)
        for role, title in ((CodeRole.KIND, self.tr("Kinds")), (CodeRole.THEME, self.tr("Themes"))):
            group = self._group(title)
            for row in self._keymap.codes():
                if row.role is role:
                    self._add_code(group, row)
        self.table.expandAll()
        self._narrow(self.field.text())
        self._go_to(*here)
        self.table.verticalScrollBar().setValue(at)

    def _group(self, title: str) -> QTreeWidgetItem:
        group = QTreeWidgetItem([title])
        group.setFont(0, self._theme.font(bold=True))
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.table.addTopLevelItem(group)
        group.setFirstColumnSpanned(True)
        return group

    def _add_action(self, group: QTreeWidgetItem, spec: actions.Spec) -> None:
        keys = [actions.key_words(key) for key in self._keymap.keys(spec.name)]
        item = QTreeWidgetItem([actions.plain(actions.translated(spec.text)), *keys])
        item.setData(0, _ACTION_ROLE, spec.name)
        if self._keymap.is_changed(spec.name):
            usual = ", ".join(map(actions.key_words, self._keymap.usual(spec.name))) or self.tr("none")
            said = self.tr("changed; usually {keys}").format(keys=usual)
            item.setText(0, f"{item.text(0)} · {said}")
            for column in range(1 + MOST):
                item.setFont(column, self._theme.font(bold=True))
        group.addChild(item)

    def _add_code(self, group: QTreeWidgetItem, row: CodeRow) -> None:
        item = QTreeWidgetItem([row.label, actions.key_words(row.shortcut)])
        item.setData(0, _CODE_ROLE, row.id)
        item.setToolTip(0, row.definition)
        holder = self._keymap.holder(row.shortcut) if row.shortcut else None
        if holder is not None and holder.code_id != row.id:
            said = self.tr("not in force: {key} is the key of ‘{other}’ here")
            key = actions.key_words(row.shortcut)
            item.setText(0, f"{row.label} · {said.format(key=key, other=holder.words)}")
        group.addChild(item)

    def _narrow(self, text: str) -> None:
        wanted, groups = text.casefold().split(), set[int]()
        for group, item in self._rows():
            held = " ".join((group.text(0), *(item.text(column) for column in range(1 + MOST)))).casefold()
            hit = all(word in held for word in wanted)
            item.setHidden(not hit)
            if hit:
                groups.add(self.table.indexOfTopLevelItem(group))
        for place in range(self.table.topLevelItemCount()):
            self.table.setRowHidden(place, QModelIndex(), place not in groups)
        self.empty.setVisible(not groups)
        self.table.setVisible(bool(groups))

    def _rows(self) -> Iterator[tuple[QTreeWidgetItem, QTreeWidgetItem]]:
        """The rows of actions and codes, each with its group."""
        for place in range(self.table.topLevelItemCount()):
            group = self.table.topLevelItem(place)
            assert group is not None
            for row in range(group.childCount()):
                item = group.child(row)
                assert item is not None
                yield group, item

    def _place(self) -> tuple[str, int, int]:
        """What is current: an action or a code, and which of its columns."""
        item = self.table.currentItem()
        if item is None:
            return "", 0, 1
        return (
            str(item.data(0, _ACTION_ROLE) or ""),
            int(item.data(0, _CODE_ROLE) or 0),
            self.table.currentColumn(),
        )

    def _go_to(self, action: str, code_id: int, column: int) -> None:
        item = self.item_of(action=action, code_id=code_id)
        if item is not None and not item.isHidden():
            self.table.setCurrentItem(item, column)
        self._show_buttons()

    def item_of(self, *, action: str = "", code_id: int = 0) -> QTreeWidgetItem | None:
        """The row of an action or of a code."""
        for _group, item in self._rows():
            if action and item.data(0, _ACTION_ROLE) == action:
                return item
            if code_id and item.data(0, _CODE_ROLE) == code_id:
                return item
        return None

    # Changing a key

    def _record(self) -> None:
        """Wait for a key in the current cell; in the first of them where the name is current."""
        item = self.table.currentItem()
        action, code_id, column = self._place()
        if item is None or not (action or code_id):
            return
        # A code has one key.
        column = 1 if code_id else max(1, column)
        self._end_recording()
        self.question.hide()
        self.table.setCurrentItem(item, column)
        self.recorder = KeyRecorder(self.table)
        self._recording = (item, column)
        self.table.setItemWidget(item, column, self.recorder)
        self.recorder.recorded.connect(self._take)
        self.recorder.left.connect(self._leave)
        self.recorder.setFocus()

    def _take(self, key: str) -> None:
        action, code_id, column = self._place()
        self._leave()
        refusal = self._keymap.refusal(key)
        holder = self._keymap.holder(key)
        if refusal:
            self.question.tell(refusal)
        elif holder is None or (holder.action, holder.code_id) == (action, code_id):
            self._set(action, code_id, column, key)
        else:
            self._ask(holder, key, (action, code_id, column))

    def _ask(self, holder: Holder, key: str, place: tuple[str, int, int]) -> None:
        said = self.tr("{key} is the key of ‘{other}’.").format(
            key=actions.key_words(key), other=holder.words
        )
        self.question.ask(
            said,
            (
                (self.tr("Take it from there"), partial(self._take_from, holder, key, place)),
                (self.tr("Leave it there"), self.table.setFocus),
            ),
        )

    def _take_from(self, holder: Holder, key: str, place: tuple[str, int, int]) -> None:
        self._keymap.take(holder, key)
        # One key can be the beginning of several.
        another = self._keymap.holder(key)
        if another is not None and (another.action, another.code_id) != place[:2]:
            self._ask(another, key, place)
            return
        self._set(*place, key)
        self.table.setFocus()

    def _set(self, action: str, code_id: int, column: int, key: str) -> None:
        self.question.hide()
        if action:
            self._keymap.set_key(action, max(0, column - 1), key)
        elif code_id:
            self._keymap.set_code_key(code_id, key)

    def _clear(self) -> None:
        action, code_id, column = self._place()
        self._set(action, code_id, column, "")

    def _leave(self) -> None:
        self._end_recording()
        self.table.setFocus()

    def _end_recording(self) -> None:
        if self._recording is None:
            return
        item, column = self._recording
        self._recording, self.recorder = None, None
        # The recorder may be in the middle of handling its key.
        QTimer.singleShot(0, self, partial(self._remove_recorder, self.table.itemWidget(item, column)))

    def _remove_recorder(self, widget: QWidget | None) -> None:
        for _group, item in self._rows():
            for column in range(1, 1 + MOST):
                if widget is not None and self.table.itemWidget(item, column) is widget:
                    self.table.removeItemWidget(item, column)

    def _reset(self) -> None:
        action, _code_id, _column = self._place()
        if not action:
            return
        taken = self._keymap.reset(action)
        if taken:
            said = self.tr("A usual key was left where it is now: with {others}.")
            self.question.tell(said.format(others=", ".join(f"‘{one.words}’" for one in taken)))

    def _show_buttons(self, *_ignored: object) -> None:
        action, _code_id, _column = self._place()
        self.reset_one.setEnabled(bool(action) and self._keymap.is_changed(action))
        self.reset_all.setEnabled(any(map(self._keymap.is_changed, self._known)))
