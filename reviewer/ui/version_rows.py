"""The versions of one value that reviewers disagree on, one above the other, each with its key."""

from __future__ import annotations

import json
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reviewer.store import StoreError
from reviewer.store.disputes import value_of
from reviewer.store.rows import DisputeRow, Version
from reviewer.ui import dispute_words, words
from reviewer.ui.fields import CommitLine, Option, Picker
from reviewer.ui.options import kind_options, polarity_options, theme_options
from reviewer.ui.theme import Theme

MACHINE_KEY = "0"
OTHER_KEY = "W"


class VersionRows(QWidget):
    """Mine, the colleague's, the machine's, a field for another. ``taken`` with the value to settle with."""

    taken = Signal(object)
    refused = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._dispute: DisputeRow | None = None
        self._keys: dict[str, object] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        self.picker = Picker(theme, self._options, self)
        self.picker.setAccessibleName(self.tr("Another value"))
        self.picker.setMinimumWidth(220)
        self.picker.picked.connect(self._write)
        self.line = CommitLine(self)
        self.line.setAccessibleName(self.tr("Another value"))
        self.line.setPlaceholderText(self.tr("Write another one, then Enter"))
        self.line.returnPressed.connect(self._write_line)
        self.in_place = QLabel(
            self.tr("To give another one, correct it in its place: that settles it, too."), self
        )
        self.in_place.setProperty("tone", "muted")
        self.in_place.setWordWrap(True)
        self.other = QLabel(self)
        self.other.setProperty("tone", "muted")
        last = QHBoxLayout()
        last.setContentsMargins(0, 0, 0, 0)
        last.setSpacing(12)
        last.addWidget(self.other)
        for widget in (self.picker, self.line, self.in_place):
            last.addWidget(widget, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._grid)
        column.addLayout(last)
        column.addStretch(1)

    @property
    def keys(self) -> dict[str, object]:
        """For each key the value that it takes."""
        return self._keys

    def buttons(self) -> list[QPushButton]:
        """The buttons that take a version, from above."""
        return self.findChildren(QPushButton, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def show_dispute(self, dispute: DisputeRow, text: str, reviewer: str) -> None:
        """Show the versions; ``text`` is the report's, ``reviewer`` who is at work."""
        self._dispute = dispute
        self._clear()
        mine = [side for side in dispute.sides if side.by == reviewer]
        theirs = [side for side in dispute.sides if side.by != reviewer]
        for number, side in enumerate([*mine, *theirs], start=1):
            who = self.tr("Mine") if side in mine else escape(side.by)
            if side in mine:
                who += f" · {escape(side.by)}"
            if not side.by:
                who = self.tr("Taken back")
            self._add(str(number), who, side, text)
        if dispute.machine is not None:
            self._add(MACHINE_KEY, self.tr("The machine’s"), dispute.machine, text)
        self._show_field(dispute)

    def _clear(self) -> None:
        self._keys = {}
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()

    def _add(self, key: str, who: str, side: Version, text: str) -> None:
        assert self._dispute is not None
        row = self._grid.rowCount()
        said = dispute_words.value(self._dispute, side, text)
        shown = " ".join(said.split()) or self.tr("nothing")
        button = QPushButton(key, self)
        button.setObjectName("row")
        button.setFixedWidth(max(32, button.fontMetrics().height() + 16))
        button.setToolTip(self.tr("Take this version ({key})").format(key=key))
        button.setAccessibleName(self.tr("Take: {said}").format(said=shown))
        button.clicked.connect(lambda _checked=False, value=side.value: self.taken.emit(value))
        when = f"<br><span style='color:{self._theme.colours.muted}'>{words.moment(side.at)}</span>"
        name = QLabel(f"<b>{who}</b>{when if side.at else ''}", self)
        name.setTextFormat(Qt.TextFormat.RichText)
        value = QLabel(shown, self)
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for column, widget in enumerate((button, name, value)):
            self._grid.addWidget(
                widget,
                row,
                column,
                Qt.AlignmentFlag.AlignTop if column < 2 else Qt.AlignmentFlag.AlignVCenter,
            )
        self._keys[key] = side.value

    # Another value

    def _options(self) -> list[Option]:
        field = self._dispute.field if self._dispute is not None else ""
        if field == "kind":
            return kind_options()
        return theme_options() if field == "themes" else polarity_options(self._theme.colours)

    def _show_field(self, dispute: DisputeRow) -> None:
        chosen = dispute.table == "finding" and dispute.field in ("kind", "themes", "polarity")
        written = not chosen and self._can_be_written(dispute)
        self.picker.setVisible(chosen)
        self.line.setVisible(written)
        self.in_place.setVisible(not chosen and not written and dispute.field not in ("there", "decision"))
        self.other.setVisible(chosen or written)
        self.other.setText(self.tr("{key}  Another").format(key=OTHER_KEY))
        if chosen:
            base = dispute.base.value
            self.picker.show_value(str(base[0] if isinstance(base, list) else base or ""))
        self.line.setText("")

    def _can_be_written(self, dispute: DisputeRow) -> bool:
        if dispute.field in ("there", "state", "priority", "relation", "document_type"):
            return False
        try:
            value_of(dispute, "x")
        except StoreError:
            return False
        return True

    def write_another(self) -> None:
        """Go to the field for another value."""
        if self.picker.isVisible():
            self.picker.open()
        elif self.line.isVisible():
            self.line.setFocus()

    def _write(self, code: str) -> None:
        dispute = self._dispute
        if dispute is not None:
            self.taken.emit([code, json.dumps([])] if dispute.field == "themes" else code)

    def _write_line(self) -> None:
        if self._dispute is None:
            return
        try:
            self.taken.emit(value_of(self._dispute, self.line.text()))
        except StoreError as error:
            self.refused.emit(str(error))
