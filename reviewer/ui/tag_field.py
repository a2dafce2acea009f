"""The tags of the report or of the selected findings as chips, a field for more, and the star."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QListView, QSizePolicy, QToolButton, QWidget

from reviewer.ui.annotations import Annotations
from reviewer.ui.flow_layout import FlowLayout
from reviewer.ui.session import Item, Table
from reviewer.ui.theme import Theme, icon

_LONGEST = 190
"""How wide a chip can become, in pixels."""


class TagLine(QLineEdit):
    """Completes the tags in use as one types. ``committed`` by Enter, by choosing, and by leaving."""

    committed = Signal(str)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Add a tag"))
        self.setAccessibleName(self.tr("Add a tag"))
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("M" * 12))
        self.known = QStringListModel(self)
        completer = QCompleter(self.known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.offered = QListView()
        self.offered.setAccessibleName(self.tr("Tags in use"))
        completer.setPopup(self.offered)
        self.offered.installEventFilter(self)
        self.setCompleter(completer)
        # Queued: the completer writes its choice into the field after this.
        completer.activated.connect(self._commit, Qt.ConnectionType.QueuedConnection)
        self.returnPressed.connect(self._commit)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.entered.emit()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Enter takes what is typed unless one of the tags offered is marked: a new tag may be part of one.
        if watched is self.offered and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and not self.offered.currentIndex().isValid():
                self.offered.hide()
                self._commit()
                return True
        return super().eventFilter(watched, event)

    def _commit(self, *_ignored: object) -> None:
        text = self.text().strip()
        self.clear()
        if text:
            self.committed.emit(text)


class TagField(QWidget):
    """Chips with a cross each, then the field; the star at the end of the row."""

    def __init__(self, annotations: Annotations, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._annotations = annotations
        self._theme = theme
        self._item: Item | None = None
        self._shown: list[str] | None = None
        self.chips: list[QToolButton] = []
        holder = QWidget(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        self._flow = FlowLayout(holder)
        self.line = TagLine(holder)
        self.line.committed.connect(self._add)
        self.line.entered.connect(lambda: self.line.known.setStringList(annotations.known_tags()))
        self._flow.addWidget(self.line)
        self.star = QToolButton(self)
        self.star.setObjectName("quiet")
        self.star.setCheckable(True)
        self.star.setAccessibleName(self.tr("Star"))
        self.star.clicked.connect(self._toggle_star)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(holder, 1)
        row.addWidget(self.star, 0, Qt.AlignmentFlag.AlignTop)

    def show_item(self, item: Item) -> None:
        """Show the tags and the star of the report, or of the selected findings."""
        if item != self._item:
            self.commit()
        self._item = item
        counts = self._annotations.tags(item)
        of = 1 if item.table is Table.REPORT else max(1, self._annotations.selected)
        names = sorted(counts, key=str.casefold)
        said = [name if counts[name] == of else self._some(name, counts[name], of) for name in names]
        if said != self._shown:
            self._shown = said
            self._show_chips(list(zip(names, said, strict=True)))
        self._show_star(self._annotations.starred(item))

    def commit(self) -> None:
        """Hand over what is being typed."""
        text = self.line.text().strip()
        self.line.clear()
        if text:
            self._add(text)

    def _some(self, name: str, count: int, of: int) -> str:
        return self.tr("{tag} · {count} of {of}").format(tag=name, count=count, of=of)

    def _show_chips(self, tags: list[tuple[str, str]]) -> None:
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self.line)
        self.chips = [self._chip(name, said) for name, said in tags]
        for widget in (*self.chips, self.line):
            self._flow.addWidget(widget)
            widget.show()
        self.updateGeometry()

    def _chip(self, name: str, said: str) -> QToolButton:
        chip = QToolButton(self._flow.parentWidget())
        chip.setObjectName("chip")
        chip.setText(f"{self.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, _LONGEST)} ×")
        chip.setToolTip(self.tr("Take the tag ‘{tag}’ off").format(tag=name))
        chip.setAccessibleName(self.tr("Tag {tag}; press to take it off").format(tag=said))
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.clicked.connect(lambda: self._remove(name))
        return chip

    def _show_star(self, starred: bool) -> None:
        colours = self._theme.colours
        self.star.setChecked(starred)
        self.star.setIcon(
            icon("star" if starred else "star-outline", colours, colours.mixed if starred else colours.muted)
        )
        of_report = self._item is not None and self._item.table is Table.REPORT
        name = self.tr("Star of the report") if of_report else self.tr("Star")
        self.star.setAccessibleName(name)
        self.star.setToolTip(self.tr("Take the star away") if starred else self.tr("Give it a star"))

    def _add(self, text: str) -> None:
        if self._item is not None:
            self._annotations.tag(self._item, text)

    def _remove(self, name: str) -> None:
        # The chip goes: whoever went on by keyboard goes on in the field.
        self.line.setFocus()
        if self._item is not None:
            self._annotations.untag(self._item, name)

    def _toggle_star(self) -> None:
        if self._item is not None and self._item.table is Table.REPORT:
            self._annotations.toggle_report_star()
        else:
            self._annotations.toggle_star()
