"""What the pages of the details are made of: a form of two columns, names of fields, lines to read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QSizePolicy, QWidget


class DetailsForm(QGridLayout):
    """Names at the left, fields as wide as the page.

    Qt's own form layout gives rows of wrapped words the height that they had before they changed.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._names: dict[QWidget, QWidget] = {}
        self.setContentsMargins(14, 12, 14, 16)
        self.setHorizontalSpacing(12)
        self.setVerticalSpacing(8)
        self.setColumnStretch(1, 1)

    def add_row(self, name: QLabel | None, field: QWidget | QLayout) -> None:
        """Add a field, or a layout of several, under the rows that there are."""
        row = self.rowCount()
        if name is not None:
            self.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(field, QWidget):
            self.addWidget(field, row, 1)
            if name is not None:
                self._names[field] = name
        else:
            self.addLayout(field, row, 1)

    def show_row(self, field: QWidget, shown: bool) -> None:
        """Show or hide a field with its name."""
        field.setVisible(shown)
        if field in self._names:
            self._names[field].setVisible(shown)


def field_label(text: str, parent: QWidget, buddy: QWidget | None = None, *, level: int = 6) -> QLabel:
    """A field's name, ``level`` pixels down so that it stands on the line of the field's words."""
    label = QLabel(text, parent)
    label.setProperty("tone", "muted")
    label.setContentsMargins(0, level, 0, 0)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setMinimumWidth(label.fontMetrics().horizontalAdvance("M" * 7))
    if buddy is not None:
        label.setBuddy(buddy)
    return label


def reading_line(parent: QWidget) -> QLabel:
    """Words to read and to select, as rich text, as wide as there is room."""
    label = QLabel(parent)
    label.setProperty("tone", "muted")
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def say(label: QLabel, text: str) -> None:
    """Show a line, or nothing in its place."""
    label.setText(text)
    label.setVisible(bool(text))


def side_by_side(*widgets: QWidget) -> QHBoxLayout:
    """Fields in one row, all as wide."""
    layout = QHBoxLayout()
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget, 1)
    return layout
