"""The codebook in a window of its own: kinds and themes in their order, the fields of one, undo, history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QColor, QFontMetrics, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.store.rows import Change, CodeRole, CodeRow
from reviewer.ui import actions, codes, words
from reviewer.ui.codebook_form import CodeForm
from reviewer.ui.highlights import blend, colour_of
from reviewer.ui.keymap import Keymap
from reviewer.ui.question import Question
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme

_ID: Final = int(Qt.ItemDataRole.UserRole)
_KEY: Final = _ID + 1
_USES: Final = _ID + 2
_MUTED: Final = _ID + 3
_STEP_WIDTH: Final = 240
"""How wide the name of a step on a button can be, in pixels."""


class CodeDelegate(QStyledItemDelegate):
    """A code's sign in its colour, its name, and how many findings use it."""

    def __init__(self, role: Callable[[], CodeRole], theme: Theme, view: QListWidget) -> None:
        super().__init__(view)
        self._role = role
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index) -> QSize:  # type: ignore[no-untyped-def]
        return QSize(160, self._view.fontMetrics().height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index) -> None:  # type: ignore[no-untyped-def]
        c = self._theme.colours
        rect: QRect = option.rect
        key = str(index.data(_KEY))
        muted = bool(index.data(_MUTED))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = rect.adjusted(6, 1, -6, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(c.accent_tint))
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus) and self._view.hasFocus()
            painter.setPen(QColor(c.accent) if focused else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(card, 6, 6)
        colour = c.muted if muted else colour_of(self._role(), key, c)
        small = self._theme.font(0.86, bold=True)
        side = QFontMetrics(small).height() + 6
        box = QRect(card.left() + 8, rect.center().y() - side // 2 + 1, side + 10, side)
        painter.setPen(QColor(colour))
        painter.setBrush(QColor(blend(colour, c)))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(small)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, codes.in_use().sign(self._role(), key))
        font = self._theme.font()
        painter.setFont(font)
        uses = str(index.data(_USES) or "")
        right = card.right() - 8 - QFontMetrics(font).horizontalAdvance(uses)
        painter.setPen(QColor(c.muted))
        painter.drawText(
            QRect(right, rect.top(), card.right() - 8 - right + 1, rect.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            uses,
        )
        name = QRect(box.right() + 10, rect.top(), right - box.right() - 18, rect.height())
        painter.setPen(QColor(c.muted if muted else c.text))
        said = QFontMetrics(font).elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)), Qt.TextElideMode.ElideRight, name.width()
        )
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, said)
        painter.restore()


class CodebookWindow(QWidget):
    """Edits the codebook of the open store; each edit shows in the bench at once."""

    def __init__(self, session: Session, keymap: Keymap, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._session = session
        self._theme = theme
        self._role = CodeRole.THEME
        self._filling = False
        self.setObjectName("codebook")
        self.setWindowTitle(self.tr("Codebook"))
        self.resize(880, 640)
        self.question = Question(self, (14, 12, 14, 0))
        self.form = CodeForm(session, keymap, self.question, theme, self)
        self.form.became.connect(self.show_code)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Codes"))
        self.list.setItemDelegate(CodeDelegate(lambda: self._role, theme, self.list))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._show_current)
        # The list is read anew by what it does: not while Qt is still moving the row.
        self.list.model().rowsMoved.connect(lambda *_moved: QTimer.singleShot(0, self._dropped))
        self.actions_by_name: dict[str, QAction] = {}
        self._make_actions()
        self.history = self._history_table()
        self._lay_out()
        session.changed.connect(self._change)
        session.store_changed.connect(self._read)
        session.failed.connect(self._tell)
        theme.changed.connect(self._read)
        self._read()

    # Putting together

    def _make_actions(self) -> None:
        table: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("add", self.tr("&Add a code"), "Ctrl+N", self.add),
            ("up", self.tr("Move &up"), "Alt+Up", lambda: self.shift(-1)),
            ("down", self.tr("Move &down"), "Alt+Down", lambda: self.shift(1)),
            ("retire", self.tr("Retire or restore"), "Ctrl+Del", self.form.toggle_retired),
            ("merge", self.tr("Merge into another"), "Ctrl+M", self.form.choose_target),
            ("kinds", self.tr("Kinds"), "Ctrl+1", lambda: self.show_role(CodeRole.KIND)),
            ("themes", self.tr("Themes"), "Ctrl+2", lambda: self.show_role(CodeRole.THEME)),
            ("undo", self.tr("Undo"), "Ctrl+Z", self.undo),
            ("redo", self.tr("Redo"), "Ctrl+Shift+Z", self.redo),
            ("history", self.tr("&History"), "Ctrl+H", self.toggle_history),
            ("close", self.tr("Close"), "Esc", self.close),
        )
        for name, text, key, do in table:
            action = QAction(text, self)
            action.setShortcut(QKeySequence(key))
            action.setToolTip(actions.tip(action))
            action.triggered.connect(lambda _checked=False, do=do: do())
            self.addAction(action)
            self.actions_by_name[name] = action
        self.actions_by_name["redo"].setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self.actions_by_name["history"].setCheckable(True)

    def _button(self, name: str, *, quiet: bool = False) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(self.actions_by_name[name])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(actions.plain(self.actions_by_name[name].text()))
        if quiet:
            button.setObjectName("quiet")
        return button

    def _lay_out(self) -> None:
        segments = QFrame(self)
        segments.setObjectName("segments")
        row = QHBoxLayout(segments)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        group = QButtonGroup(self)
        self.roles: dict[CodeRole, QToolButton] = {}
        for role, name in ((CodeRole.KIND, "kinds"), (CodeRole.THEME, "themes")):
            self.actions_by_name[name].setCheckable(True)
            button = self._button(name)
            button.setObjectName("segment")
            group.addButton(button)
            row.addWidget(button)
            self.roles[role] = button
        self.undo_button, self.redo_button = self._button("undo"), self._button("redo")
        bar = QFrame(self)
        bar.setObjectName("header")
        top = QHBoxLayout(bar)
        top.setContentsMargins(12, 6, 12, 6)
        top.setSpacing(8)
        top.addWidget(segments)
        top.addStretch(1)
        for widget in (self.undo_button, self.redo_button, self._button("history")):
            top.addWidget(widget)
        left = QWidget(self)
        left.setObjectName("libraryPanel")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(4)
        column.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 8, 0)
        foot.setSpacing(4)
        for name in ("add", "up", "down"):
            foot.addWidget(self._button(name, quiet=True))
        foot.addStretch(1)
        column.addLayout(foot)
        right = QWidget(self)
        body = QVBoxLayout(right)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.question)
        body.addWidget(self.form, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(left)
        self.split.addWidget(right)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([330, 550])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.split, 3)
        layout.addWidget(self.history, 1)
        self.history.hide()

    def _history_table(self) -> QTreeWidget:
        table = QTreeWidget(self)
        table.setObjectName("problems")
        table.setAccessibleName(self.tr("History of the codebook, the latest step first"))
        table.setHeaderLabels([self.tr("What"), self.tr("Who"), self.tr("When")])
        table.setRootIsDecorated(False)
        table.header().setStretchLastSection(False)
        table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        em = table.fontMetrics().horizontalAdvance("0")
        table.header().resizeSection(1, em * 16)
        table.header().resizeSection(2, em * 24)
        return table

    # What is shown

    def show_role(self, role: CodeRole) -> None:
        """Show the kinds, or the themes."""
        self._role = role
        self._read()
        self.list.setFocus()

    def show_code(self, code_id: int) -> None:
        """Show a code, whichever role it has."""
        row = codes.in_use().by_id(code_id)
        if row is not None and row.role is not self._role:
            self._role = row.role
        self._read(code_id)

    @property
    def code(self) -> CodeRow | None:
        """The code that is shown, None for one that the codebook does not have."""
        item = self.list.currentItem()
        return codes.in_use().by_id(int(item.data(_ID))) if item is not None else None

    def _change(self, change: Change) -> None:
        if self.isVisible() and (change.codes or change.findings or change.structure):
            self._read()

    def _read(self, code_id: int = 0) -> None:
        """Read the codebook again; the same code stays current unless another is asked for."""
        if not self._session.is_open:
            return
        here = self.list.currentItem()
        wanted = (code_id, "") if code_id else (0, "") if here is None else (here.data(_ID), here.data(_KEY))
        book, uses = codes.in_use(), self._session.store.code_uses(self._role)
        self._filling = True
        self.list.clear()
        rows = [*book.offered(self._role), *(row for row in book.of_role(self._role) if row.retired)]
        for row in rows:
            self._add_row(row, uses.pop(row.key, 0))
        for key in sorted(uses):
            said = self.tr("{code} · not in the codebook").format(code=book.label(self._role, key))
            self._add_item(said, 0, key, uses[key], muted=True)
        self._choose(*wanted)
        self._filling = False
        for role, button in self.roles.items():
            button.defaultAction().setChecked(role is self._role)
        self._show_current()
        self._show_steps()

    def _add_row(self, row: CodeRow, uses: int) -> None:
        said = row.label
        if row.merged_into is not None:
            said = self.tr("{code} · merged").format(code=row.label)
        elif row.retired:
            said = self.tr("{code} · retired").format(code=row.label)
        self._add_item(said, row.id, row.key, uses, muted=row.retired)

    def _add_item(self, said: str, code_id: int, key: str, uses: int, *, muted: bool) -> None:
        item = QListWidgetItem(said)
        item.setData(_ID, code_id)
        item.setData(_KEY, key)
        item.setData(_USES, str(uses) if uses else "")
        item.setData(_MUTED, muted)
        item.setData(
            Qt.ItemDataRole.AccessibleTextRole,
            self.tr("{code}, {count} findings").format(code=said, count=uses),
        )
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not muted and self._session.writable:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        item.setFlags(flags)
        self.list.addItem(item)

    def _choose(self, code_id: int, key: str) -> None:
        for place in range(self.list.count()):
            item = self.list.item(place)
            if (code_id and item.data(_ID) == code_id) or (not code_id and key and item.data(_KEY) == key):
                self.list.setCurrentItem(item)
                return
        self.list.setCurrentRow(0)

    def _show_current(self, *_ignored: object) -> None:
        if self._filling:
            return
        item, row = self.list.currentItem(), self.code
        if row is not None:
            self.form.show_code(row)
        elif item is not None:
            self.form.show_unknown(self._role, str(item.data(_KEY)))
        else:
            self.form.show_nothing()
        offered = [one.id for one in codes.in_use().offered(self._role)]
        place = offered.index(row.id) if row is not None and row.id in offered else -1
        writable = self._session.writable
        enabled = {
            "add": writable,
            "up": writable and place > 0,
            "down": writable and 0 <= place < len(offered) - 1,
            "retire": writable and row is not None and row.merged_into is None,
            "merge": writable and place >= 0,
        }
        for name, on in enabled.items():
            self.actions_by_name[name].setEnabled(on)

    def _show_steps(self) -> None:
        store, writable = self._session.store, self._session.writable
        for action, step, pattern, plain in (
            (
                self.actions_by_name["undo"],
                store.codebook_undo_name(),
                self.tr("Undo {step}"),
                self.tr("Undo"),
            ),
            (
                self.actions_by_name["redo"],
                store.codebook_redo_name(),
                self.tr("Redo {step}"),
                self.tr("Redo"),
            ),
        ):
            whole = plain if step is None else pattern.format(step=step)
            said = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, _STEP_WIDTH)
            action.setText(whole)
            # Of its own, for Qt takes the ellipsis away from a text that becomes a button's.
            action.setIconText(said)
            action.setToolTip(f"{whole} ({actions.key_words(action.shortcut())})")
            action.setEnabled(writable and step is not None)
        if self.history.isHidden():
            return
        self.history.clear()
        for entry in store.codebook_history():
            said = entry.name[:1].upper() + entry.name[1:]
            if entry.undone:
                said = self.tr("{step} · undone").format(step=said)
            item = QTreeWidgetItem([said, entry.by, words.moment(entry.at)])
            item.setToolTip(0, said)
            if entry.undone:
                for column in range(3):
                    item.setForeground(column, QColor(self._theme.colours.muted))
            self.history.addTopLevelItem(item)

    def _tell(self, message: str) -> None:
        if self.isActiveWindow():
            self.question.tell(message)

    # Edits

    def add(self) -> None:
        """Add a code under a name that is free, and go to its name."""
        role, store = self._role, self._session.store
        change = self._session.edit(lambda: store.add_code(role, self._free_name()))
        if change is not None and change.created_id is not None:
            self.show_code(change.created_id)
            self.form.label.setFocus()
            self.form.label.selectAll()

    def _free_name(self) -> str:
        taken = {row.label.casefold() for row in codes.in_use().of_role(self._role)}
        plain = self.tr("New kind") if self._role is CodeRole.KIND else self.tr("New theme")
        name, number = plain, 2
        while name.casefold() in taken:
            name, number = f"{plain} {number}", number + 1
        return name

    def shift(self, by: int) -> None:
        """Put the code one place up (-1) or down (1)."""
        row, offered = self.code, codes.in_use().offered(self._role)
        if row is None or row not in offered:
            return
        there = offered.index(row) + by
        if 0 <= there < len(offered):
            others = [one for one in offered if one.id != row.id]
            self._put_before(row, others[there] if there < len(others) else None)

    def _dropped(self) -> None:
        """A row was dragged: say so to the store, which the list then follows."""
        shown = [int(self.list.item(place).data(_ID)) for place in range(self.list.count())]
        offered = codes.in_use().offered(self._role)
        row = self.code
        if row is None or row not in offered:
            self._read()
            return
        after = shown[shown.index(row.id) + 1 :]
        by_id = {one.id: one for one in offered}
        self._put_before(row, next((by_id[one] for one in after if one in by_id), None))
        self._read()

    def _put_before(self, row: CodeRow, other: CodeRow | None) -> None:
        store = self._session.store
        # At the end means: before the codes that are not offered.
        retired = [one for one in codes.in_use().of_role(self._role) if one.retired]
        before = other.id if other is not None else None
        if before is None and retired:
            last = codes.in_use().offered(self._role)[-1]
            later = [one for one in codes.in_use().of_role(self._role) if one.position > last.position]
            before = later[0].id if later else None
        self._session.edit(lambda: store.move_code(row.id, before))

    def undo(self) -> None:
        """Take back the latest step of the codebook, in all reports."""
        self.question.hide()
        self._session.edit(self._session.store.undo_codebook)

    def redo(self) -> None:
        """Do the step of the codebook again that was undone last."""
        self.question.hide()
        self._session.edit(self._session.store.redo_codebook)

    def toggle_history(self) -> None:
        """Show or hide the log of the codebook."""
        self.history.setVisible(self.history.isHidden())
        self.actions_by_name["history"].setChecked(not self.history.isHidden())
        self._show_steps()

    def closeEvent(self, event: QCloseEvent) -> None:
        focus = self.focusWidget()
        if focus is not None:
            # What is being typed is stored.
            focus.clearFocus()
        super().closeEvent(event)
