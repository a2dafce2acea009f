"""Find as you type within the report."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from reviewer.model import Span
from reviewer.patterns import PatternError, hits, pattern
from reviewer.ui.theme import Theme, icon

_PAUSE = 60
"""Milliseconds after the last key."""


class FindBar(QFrame):
    """``found``: other hits; ``gone_to``: this hit is to be shown; ``closed``: by Esc or its button."""

    found = Signal()
    gone_to = Signal(tuple)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._from = 0
        self.hits: tuple[Span, ...] = ()
        self.place = -1
        self._complete = True
        self.setObjectName("strip")
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find in this report"))
        self.field.setAccessibleName(self.tr("Find in this report"))
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumWidth(120)
        self.count = QLabel(self)
        self.count.setProperty("tone", "muted")
        self.count.setAccessibleName(self.tr("Places found"))
        self.regex = self._button(".*", self.tr("Regular expression"))
        self.regex.setCheckable(True)
        self.back = self._button("‹", self.tr("Previous place (Shift+F3)"))
        self.on = self._button("›", self.tr("Next place (F3)"))
        self.close_button = self._button("✕", self.tr("Close (Esc)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 10, 5)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addSpacing(4)
        for widget in (self.count, self.regex, self.back, self.on, self.close_button):
            row.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.search)
        self.field.textEdited.connect(lambda _text: self._timer.start())
        self.field.textChanged.connect(lambda text: None if text else self.search())
        self.regex.toggled.connect(lambda _on: self.search())
        self.back.clicked.connect(lambda: self.step(-1))
        self.on.clicked.connect(lambda: self.step(1))
        self.close_button.clicked.connect(self.close_bar)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def _button(self, text: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(name)
        button.setAccessibleName(name.split(" (")[0])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _restyle(self) -> None:
        for action in self.field.actions():
            if action.objectName() == "lens":
                self.field.removeAction(action)
        lens = self.field.addAction(
            icon("search", self._theme.colours, self._theme.colours.muted),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        lens.setObjectName("lens")

    def show_text(self, text: str) -> None:
        """Look in another text."""
        self._text = text
        self._from = 0
        if self.isVisible():
            self.search(go=False)
        else:
            self._set(())

    def open(self, start: int, words: str = "") -> None:
        """Show the bar; the first hit at or after ``start`` is shown first. ``words`` are looked for."""
        self._from = start
        self.show()
        if words:
            self.field.setText(words)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if self.field.text():
            self.search(go=bool(words))

    def close_bar(self) -> None:
        """Hide the bar and its hits."""
        self._timer.stop()
        self.hide()
        self._set(())
        self.closed.emit()

    @property
    def hit(self) -> Span | None:
        """The hit that is shown."""
        return self.hits[self.place] if 0 <= self.place < len(self.hits) else None

    def search(self, *, go: bool = True) -> None:
        """Look for what is written."""
        self._timer.stop()
        try:
            wanted = pattern(self.field.text(), regex=self.regex.isChecked())
        except PatternError as error:
            self._set(())
            self.count.setText(self.tr("not usable"))
            self.count.setToolTip(str(error))
            return
        found, self._complete = hits(self._text, wanted) if wanted is not None else ((), True)
        self._set(found)
        if go and self.hit is not None:
            self.gone_to.emit(self.hit)

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) hit, round the ends."""
        if self._timer.isActive():
            self.search()
        elif self.hits:
            self.place = (self.place + by) % len(self.hits)
            self._tell()
            self.found.emit()
            self.gone_to.emit(self.hits[self.place])

    def _set(self, found: tuple[Span, ...]) -> None:
        self.hits = found
        after = (place for place, hit in enumerate(found) if hit[0] >= self._from)
        self.place = next(after, 0 if found else -1)
        self._tell()
        self.found.emit()

    def _tell(self) -> None:
        self.count.setToolTip("")
        if not self.field.text().strip():
            self.count.setText("")
        elif not self.hits:
            self.count.setText(self.tr("not found"))
        else:
            many = f"{len(self.hits)}" if self._complete else f"{len(self.hits)}+"
            self.count.setText(self.tr("{place} of {count}").format(place=self.place + 1, count=many))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.step(-1 if back else 1)
        else:
            super().keyPressEvent(event)
