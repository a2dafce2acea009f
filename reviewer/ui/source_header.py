"""The line above the source: the report's facts, the pages' zoom, and which views are shown."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from reviewer.ui import actions
from reviewer.ui.theme import Theme


class ElidedLabel(QLabel):
    """Shows as much of its text as there is room for, and an ellipsis."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class SourceHeader(QFrame):
    """Shows what it is told; its buttons do actions of the table."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("header")
        self.title = QLabel(self)
        self.facts = ElidedLabel(self)
        self.facts.setProperty("tone", "muted")
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.warning = QLabel(self)
        self._warnings: tuple[str, ...] = ()
        self.zoom = QWidget(self)
        self.views = QFrame(self)
        self.views.setObjectName("segments")
        self.zoom_row = _row(self.zoom)
        self.views_row = _row(self.views)
        self.percent = QLabel(self.zoom)
        self.percent.setProperty("tone", "muted")
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 6, 14, 6)
        row.setSpacing(10)
        row.addWidget(self.title)
        row.addWidget(self.facts, 1)
        row.addWidget(self.warning)
        row.addWidget(self.zoom)
        row.addWidget(self.views)
        self.setMinimumHeight(44)
        theme.changed.connect(self._restyle)
        self._restyle()

    def add_actions(self, table: Mapping[str, QAction]) -> None:
        """Make the buttons; ``table`` is the window's actions by name."""
        names = {
            "text_view": self.tr("Text"),
            "pages_view": self.tr("Pages"),
            "both_views": self.tr("Both"),
        }
        for name, words in names.items():
            self.views_row.addWidget(_button(table[name], words, "segment"))
        self.zoom_row.addWidget(_button(table["page_zoom_out"], "−", "quiet"))
        self.zoom_row.addWidget(self.percent)
        self.zoom_row.addWidget(_button(table["page_zoom_in"], "+", "quiet"))
        self.zoom_row.addWidget(_button(table["page_fit"], self.tr("Fit"), "quiet"))

    def show_zoom(self, shows: bool) -> None:
        """Show the zoom of the pages, where there are pages."""
        self.zoom.setVisible(shows)

    def show_percent(self, percent: int, *, fits: bool) -> None:
        """Say how large the pages are; ``fits`` when they follow the width."""
        said = self.tr("{percent}%").format(percent=percent)
        if self.percent.text() != said:
            self.percent.setText(said)
        self.percent.setToolTip(self.tr("Fits the width") if fits else "")

    def show_facts(self, title: str, facts: str, name: str, warnings: tuple[str, ...]) -> None:
        """Say what the report is; ``name`` is that of its file."""
        if self.title.text() != title:
            self.title.setText(title)
        if self.facts.text() != facts:
            self.facts.setText(facts)
        self.facts.setToolTip(name)
        self._warnings = warnings
        one, many = self.tr("1 warning"), self.tr("{count} warnings").format(count=len(warnings))
        said = one if len(warnings) == 1 else many
        colour = self._theme.colours.mixed
        rich = f"<span style='color:{colour}'>{said}</span>" if warnings else ""
        if self.warning.text() != rich:
            self.warning.setText(rich)
            self.warning.setToolTip("\n".join(f"• {message}" for message in warnings))

    def _restyle(self) -> None:
        self.title.setFont(self._theme.font(1.15, bold=True))
        self.percent.setMinimumWidth(self.percent.fontMetrics().horizontalAdvance("400%") + 4)


def _row(holder: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    return row


def _button(action: QAction, words: str, name: str) -> QToolButton:
    """A button with words of its own that does an action, and is on when the action is."""
    button = QToolButton()
    button.setObjectName(name)
    button.setText(words)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setCheckable(action.isCheckable())
    button.clicked.connect(action.trigger)

    def follow() -> None:
        button.setChecked(action.isChecked())
        button.setEnabled(action.isEnabled())
        button.setToolTip(actions.tip(action))
        button.setAccessibleName(actions.plain(action.text()))

    action.changed.connect(follow)
    follow()
    return button
