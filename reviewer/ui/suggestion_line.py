"""What is suggested for the current finding: code, the words that speak for it, and how to take it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from reviewer.store.rows import FindingRow
from reviewer.ui import words
from reviewer.ui.details_form import reading_line
from reviewer.ui.flow_layout import FlowLayout
from reviewer.ui.suggestions import Suggestions


class SuggestionLine(QFrame):
    """``taken`` for the current finding, ``taken_alike`` for all that are shown and alike."""

    taken = Signal()
    taken_alike = Signal()

    def __init__(self, suggestions: Suggestions, parent: QWidget) -> None:
        super().__init__(parent)
        self._suggestions = suggestions
        self.shown: Callable[[], list[FindingRow]] = list
        """What the tree shows."""
        self.setObjectName("suggestion")
        self.said = reading_line(self)
        self.said.setAccessibleName(self.tr("Suggestion from your decisions"))
        self.take = QPushButton(self.tr("Take it"), self)
        self.take.setObjectName("link")
        self.take.clicked.connect(self.taken)
        self.take_alike = QPushButton(self.tr("Take it for all that are shown"), self)
        self.take_alike.setObjectName("link")
        self.take_alike.clicked.connect(self.taken_alike)
        buttons = FlowLayout()
        buttons.addWidget(self.take)
        buttons.addWidget(self.take_alike)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.said)
        layout.addLayout(buttons)
        self.hide()

    def show_row(self, finding: FindingRow) -> None:
        """Show the first suggestion for a finding, or nothing."""
        found = self._suggestions.of(finding)
        self.setVisible(bool(found))
        if not found:
            return
        first = found[0]
        label = {"kind": words.kind, "theme": words.theme, "polarity": words.polarity}[first.field.value]
        field = {
            "kind": self.tr("kind"),
            "theme": self.tr("theme"),
            "polarity": self.tr("polarity"),
        }[first.field.value]
        why = ", ".join(f"“{escape(word)}”" for word in first.why[:4])
        self.said.setText(
            self.tr("Your decisions suggest the {field} <b>{code}</b>: {why}").format(
                field=field, code=escape(label(first.code)), why=why
            )
        )
        alike = len(self._suggestions.alike(first, self.shown()))
        self.take_alike.setVisible(alike > 1)
        self.take_alike.setText(self.tr("Take it for all {count} shown").format(count=alike))
