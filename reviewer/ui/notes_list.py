"""The dated notes on a finding, a section or a report: read, edited in place, removed, added."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from reviewer.store.rows import NoteRow
from reviewer.ui import words
from reviewer.ui.fields import CommitText
from reviewer.ui.session import Item, Session
from reviewer.ui.theme import Theme, icon


class NotesList(QWidget):
    """Notes in the order they were written, then an empty field."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._item: Item | None = None
        self.cards: list[NoteCard] = []
        self.new = CommitText(self, least=1, most=6)
        self.new.setPlaceholderText(self.tr("Write a note"))
        self.new.setAccessibleName(self.tr("New note"))
        self.new.committed.connect(self._add)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addWidget(self.new)

    def show_notes(self, item: Item) -> None:
        """Show the notes on an item; cards stay where the same note does, so that typing goes on."""
        if item != self._item:
            self.commit()
            self.new.show_value("")
        self._item = item
        notes = self._session.notes(item)
        wanted = [note.id for note in notes]
        if [card.note_id for card in self.cards] != wanted:
            for card in self.cards:
                self._layout.removeWidget(card)
                card.hide()
                card.deleteLater()
            self.cards = [NoteCard(self._session, self._theme, note.id, self) for note in notes]
            for place, card in enumerate(self.cards):
                self._layout.insertWidget(place, card)
        for card, note in zip(self.cards, notes, strict=True):
            card.show_note(note)

    def commit(self) -> None:
        """Hand over what is being typed."""
        for card in self.cards:
            card.body.commit()
        self.new.commit()

    def _add(self, text: str) -> None:
        item = self._item
        # Emptied first: storing the note shows the notes anew.
        self.new.clear()
        self.new.commit()
        if item is not None:
            self._session.note_on(item, text)


class NoteCard(QWidget):
    """One note: its words, who wrote them when, and a button to remove it."""

    def __init__(self, session: Session, theme: Theme, note_id: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.note_id = note_id
        self.body = CommitText(self, least=1, most=8)
        self.body.setAccessibleName(self.tr("Note"))
        self.body.committed.connect(lambda text: session.edit_note(note_id, text))
        self.by = QLabel(self)
        self.by.setProperty("tone", "muted")
        self.remove = QToolButton(self)
        self.remove.setObjectName("quiet")
        self.remove.setIcon(icon("delete", theme.colours, theme.colours.muted))
        self.remove.setToolTip(self.tr("Remove this note"))
        self.remove.setAccessibleName(self.tr("Remove this note"))
        self.remove.clicked.connect(lambda: session.remove_note(note_id))
        foot = QHBoxLayout()
        foot.setContentsMargins(4, 0, 0, 0)
        foot.addWidget(self.by, 1)
        foot.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.body)
        layout.addLayout(foot)

    def show_note(self, note: NoteRow) -> None:
        """Show a note as stored."""
        self.body.show_value(note.body)
        self.by.setText(words.signed(note))
        self.body.setAccessibleDescription(self.by.text())
