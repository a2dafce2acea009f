"""Differences to settle: what two reviewers changed differently, one by one, with the words it is about."""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.exporting.versions import of_what
from reviewer.model import Spans, joined
from reviewer.store import StoreError
from reviewer.store.rows import Change, DisputeRow
from reviewer.ui import dispute_words, words
from reviewer.ui.session import Item, Session, Table
from reviewer.ui.theme import Theme
from reviewer.ui.version_rows import OTHER_KEY, VersionRows

_ROW: Final = Qt.ItemDataRole.UserRole
_WORDS: Final = 420
"""Characters of the source that are shown."""


class DisputeList(QTreeWidget):
    """The differences. ``key`` with a key that is one of the view's own; Enter activates."""

    key = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.own_keys: frozenset[str] = frozenset()

    def event(self, event: QEvent) -> bool:
        # The window's keys mean the finding; here they mean the version.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_own(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_own(event):
            self.key.emit(event.text().upper())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem(), 0)
        else:
            super().keyPressEvent(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        strong = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        return event.text().upper() in self.own_keys and not event.modifiers() & strong


class SettlePanel(QWidget):
    """``shown`` with the report and the item to show, ``opened`` to go there; ``count`` when it changes."""

    shown = Signal(int, object)
    opened = Signal(int, object)

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.disputes: list[DisputeRow] = []
        self.count = QLabel(self)
        self.hint = QLabel(self)
        self.hint.setProperty("tone", "muted")
        self.list = DisputeList(self)
        self.list.setObjectName("problems")
        self.list.setAccessibleName(self.tr("Differences to settle"))
        self.list.setHeaderLabels([self.tr("Report"), self.tr("Where"), self.tr("What differs")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        header = self.list.header()
        header.setStretchLastSection(False)
        em = self.list.fontMetrics().horizontalAdvance("0")
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(0, em * 17)
        header.resizeSection(2, em * 17)
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.RichText)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.until = QLabel(self)
        self.until.setProperty("tone", "muted")
        self.until.setWordWrap(True)
        self.versions = VersionRows(theme, self)
        self.empty = QLabel(
            self.tr(
                "Nothing to settle. Merge a colleague’s review: what you both changed differently is"
                " listed here."
            ),
            self,
        )
        self.empty.setProperty("tone", "muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.list.currentItemChanged.connect(self._show)
        self.list.itemActivated.connect(self._open)
        self.list.key.connect(self._press)
        self.versions.taken.connect(self.settle)
        self.versions.refused.connect(session.failed)
        session.changed.connect(self._change)
        session.library_changed.connect(self._read_if_seen)
        session.store_changed.connect(self._read_if_seen)
        theme.changed.connect(self._read_if_seen)

    def _lay_out(self) -> None:
        em = self.fontMetrics().horizontalAdvance("0")
        top = QHBoxLayout()
        top.setContentsMargins(14, 8, 14, 8)
        top.setSpacing(16)
        top.addWidget(self.count)
        top.addWidget(self.hint, 1)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        for widget in (self.title, self.words, self.versions, self.until):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(right)
        self.body = QSplitter(Qt.Orientation.Horizontal, self)
        self.body.setHandleWidth(1)
        self.body.setChildrenCollapsible(False)
        self.body.addWidget(self.list)
        self.body.addWidget(scroll)
        self.body.setStretchFactor(0, 1)
        self.body.setStretchFactor(1, 1)
        self.body.setSizes([em * 80, em * 80])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.body, 1)
        layout.addWidget(self.empty, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    @property
    def current(self) -> DisputeRow | None:
        """The difference that is shown."""
        item = self.list.currentItem()
        return None if item is None else item.data(0, _ROW)

    def read(self) -> None:
        """Read what is left to settle again; the current one stays, or the one after it comes."""
        try:
            found = self._session.store.disputes() if self._session.is_open else []
        except StoreError as error:
            self._session.failed.emit(str(error))
            return
        shown, current = self.list.currentItem(), self.current
        at = 0 if shown is None else self.list.indexOfTopLevelItem(shown)
        self.disputes = found
        self.list.blockSignals(True)
        self.list.clear()
        for row in found:
            self.list.addTopLevelItem(self._item(row))
        self.list.blockSignals(False)
        place = next((i for i, row in enumerate(found) if current is not None and row.id == current.id), at)
        self._say()
        if found:
            item = self.list.topLevelItem(min(place, len(found) - 1))
            assert item is not None
            self.list.setCurrentItem(item)
        for widget in (self.body, self.hint):
            widget.setVisible(bool(found))
        self.empty.setVisible(not found)

    def _item(self, row: DisputeRow) -> QTreeWidgetItem:
        report = next((one for one in self._session.reports if one.id == row.report_id), None)
        title = self.tr("Codebook") if report is None else words.report_title(report)
        item = QTreeWidgetItem([title, of_what(self._session.store, row), dispute_words.field(row)])
        item.setData(0, _ROW, row)
        if report is not None:
            item.setToolTip(0, f"{title} · {words.report_days(report)}")
        item.setToolTip(1, item.text(1))
        return item

    def _say(self) -> None:
        count = len(self.disputes)
        text = self.tr("1 difference to settle") if count == 1 else self.tr("{count} differences to settle")
        self.count.setText(f"<b>{text.format(count=count)}</b>" if count else "")
        self.count.setVisible(bool(count))
        self.hint.setText(
            self.tr(
                "↑ ↓ choose · 1, 2 take a version · 0 the machine’s · {other} another · Enter to its words"
            ).format(other=OTHER_KEY)
        )

    def _change(self, change: Change) -> None:
        if self.isVisible():
            self.read()

    def _read_if_seen(self) -> None:
        if self.isVisible():
            self.read()

    # One difference

    def _show(self, *_ignored: object) -> None:
        row = self.current
        if row is None:
            return
        text, spans = "", self._spans(row)
        if row.report_id is not None:
            text = self._session.store.source_text(row.report_id).text
        where = escape(of_what(self._session.store, row))
        self.title.setText(f"<b>{where}</b> · {escape(dispute_words.field(row))}")
        said = joined(text, spans) if spans else ""
        shown = said if len(said) <= _WORDS else said[:_WORDS].rsplit(" ", 1)[0] + " …"
        self.words.setFont(self._theme.reading_font())
        self.words.setText(f"“{shown}”" if shown else "")
        self.words.setVisible(bool(shown))
        self.versions.show_dispute(row, text, self._session.store.reviewer)
        base = " ".join(dispute_words.value(row, row.base, text).split())
        self.until.setText(self.tr("Until you settle it: {value}").format(value=base or self.tr("nothing")))
        self.list.own_keys = frozenset({*self.versions.keys, OTHER_KEY})
        if row.report_id is not None:
            self.shown.emit(row.report_id, self._place(row))

    def _spans(self, row: DisputeRow) -> Spans:
        """The words that it is about, as they stand now."""
        store = self._session.store
        try:
            if row.finding_id is not None:
                return store.finding(row.finding_id).spans
            if row.table == "judgement":
                return store.judgement(row.row_id).spans
            if row.table == "section" and row.report_id is not None:
                return next((one.spans for one in store.sections(row.report_id) if one.id == row.row_id), ())
        except StoreError:
            pass
        return ()

    def _place(self, row: DisputeRow) -> Item | None:
        if row.finding_id is not None:
            return Item(Table.FINDING, row.finding_id)
        if row.table in ("judgement", "section"):
            return Item(Table(row.table), row.row_id)
        return None if row.report_id is None else Item(Table.REPORT, row.report_id)

    def _open(self, item: QTreeWidgetItem) -> None:
        row = item.data(0, _ROW)
        if row.report_id is not None:
            self.opened.emit(row.report_id, self._place(row))

    def _press(self, key: str) -> None:
        if key in self.versions.keys:
            self.settle(self.versions.keys[key])
        elif key == OTHER_KEY:
            self.versions.write_another()

    def settle(self, value: object) -> None:
        """Settle the current difference; the next one comes."""
        row = self.current
        if row is None:
            return
        self._session.edit(lambda: self._session.store.settle_dispute(row.id, value))
        if self.isVisible():
            self.list.setFocus()
