"""A line above the work that says what happened, with a way to see more; never in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from reviewer.ui.theme import Theme, icon

_GOOD_NEWS_MS = 8000


class Notice(QFrame):
    """Hidden until something is said."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._do: Callable[[], object] | None = None
        self._bad = False
        self.setObjectName("notice")
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sign = QLabel(self)
        self.button = QPushButton(self.tr("Show"), self)
        self.button.setObjectName("link")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self._act)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("quiet")
        self.close_button.setToolTip(self.tr("Close this message"))
        self.close_button.setAccessibleName(self.tr("Close this message"))
        self.close_button.clicked.connect(self.hide)
        self.choices: list[QPushButton] = []
        self._asks = False
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.setSpacing(10)
        layout.addWidget(self._sign)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.close_button)
        # Good news goes by itself; what asks for something stays.
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(_GOOD_NEWS_MS)
        self._fade.timeout.connect(self.hide)
        theme.changed.connect(self._restyle)
        self.hide()

    def say(
        self, text: str, *, bad: bool = False, action: str = "", do: Callable[[], object] | None = None
    ) -> None:
        """Show a message; ``bad`` where something went wrong, ``action`` the words of a button for ``do``."""
        self._forget_choices()
        self._bad = bad
        self._do = do
        self.label.setText(text)
        self.label.setAccessibleName(text)
        self.button.setText(action or self.tr("Show"))
        self.button.setVisible(bool(action))
        self._restyle()
        self.show()
        if bad or action:
            self._fade.stop()
        else:
            self._fade.start()

    def ask(self, text: str, choices: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """Ask something without being in the way: a button for each choice, the first with the focus.

        Esc or the cross leaves it at that.
        """
        self.say(text)
        self._fade.stop()
        self._asks = True
        for words, do in choices:
            button = QPushButton(words, self)
            button.setObjectName("link")
            button.setAutoDefault(True)  # Enter presses it, on every platform
            button.clicked.connect(partial(self._choose, do))
            self.choices.append(button)
            self._row.insertWidget(self._row.indexOf(self.close_button), button)
            button.show()
        self._restyle()
        if self.choices:
            self.choices[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _choose(self, do: Callable[[], object]) -> None:
        self.hide()
        do()

    def _forget_choices(self) -> None:
        self._asks = False
        for button in self.choices:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.choices = []

    def _act(self) -> None:
        # What is done may have something to say itself.
        do, self._do = self._do, None
        self.hide()
        if do is not None:
            do()

    def _restyle(self) -> None:
        c = self._theme.colours
        ground, mark = (c.negative_tint, c.negative) if self._bad else (c.positive_tint, c.positive)
        if self._asks:
            ground, mark = c.accent_tint, c.accent
        name = "warning" if self._bad else "undecided" if self._asks else "accept"
        self.setStyleSheet(f"QFrame#notice {{ background: {ground}; border-bottom: 1px solid {c.line}; }}")
        self._sign.setPixmap(icon(name, c, mark).pixmap(16, 16))
        self.close_button.setIcon(icon("close", c, c.muted))
