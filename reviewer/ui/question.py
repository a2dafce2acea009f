"""A line in a window of its own that says or asks something, without being in the way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget


class Question(QWidget):
    """Hidden until something is said or asked; ``margins`` around it are there only with it."""

    def __init__(self, parent: QWidget, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> None:
        super().__init__(parent)
        card = QFrame(self)
        card.setObjectName("card")
        around = QHBoxLayout(self)
        around.setContentsMargins(*margins)
        around.addWidget(card)
        self.label = QLabel(card)
        self.label.setWordWrap(True)
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout(card)
        self._row.setContentsMargins(12, 6, 6, 6)
        self._row.addWidget(self.label, 1)
        self.hide()

    def tell(self, text: str) -> None:
        """Say something."""
        self.ask(text, ())

    def ask(self, text: str, choices: tuple[tuple[str, Callable[[], object]], ...]) -> None:
        """Ask something, a button for each choice; the first has the focus."""
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        self.label.setText(text)
        self.label.setAccessibleName(text)
        for words, do in choices:
            button = QPushButton(words, self)
            button.setObjectName("link")
            button.setAutoDefault(True)
            button.clicked.connect(partial(self._choose, do))
            self._row.addWidget(button)
            self.buttons.append(button)
        self.show()
        if self.buttons:
            self.buttons[0].setFocus()

    def _choose(self, do: Callable[[], object]) -> None:
        self.hide()
        do()
