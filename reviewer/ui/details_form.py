"""What the pages of the details are made of: a form of two columns, names of fields, lines to read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget


def details_form(page: QWidget) -> QFormLayout:
    """The form of a page: names at the left, fields as wide as the page."""
    form = QFormLayout(page)
    form.setContentsMargins(14, 12, 14, 16)
    form.setHorizontalSpacing(12)
    form.setVerticalSpacing(8)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


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
