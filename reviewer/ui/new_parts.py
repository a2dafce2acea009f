"""Fields for a heading or a grade that the machine missed: nothing is stored before it is added."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from reviewer.model import Spans
from reviewer.ui.corrections import Corrections, Place
from reviewer.ui.fields import Option, Picker
from reviewer.ui.options import grade_options
from reviewer.ui.theme import Theme


class DraftLine(QLineEdit):
    """A line that is stored by its button or by Enter only; Esc leaves it, and keeps what was typed."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            super().keyPressEvent(event)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()


class NewSection(QWidget):
    """A heading, where it goes seen from the one shown, and a button that adds it."""

    def __init__(self, corrections: Corrections, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._corrections = corrections
        self._section_id: int | None = None
        self.heading = DraftLine(self)
        self.heading.setPlaceholderText(self.tr("Heading"))
        self.heading.setAccessibleName(self.tr("Heading of a new section"))
        self.place = Picker(theme, self._places, self)
        self.place.setAccessibleName(self.tr("Where the new section goes"))
        self.place.show_value(Place.AFTER)
        self.add = _add_button(self)
        self.add.setAccessibleName(self.tr("Add the section"))
        self.heading.returnPressed.connect(self.commit)
        self.add.clicked.connect(self.commit)
        _lay_out(self, self.heading, self.place, self.add)

    def beside(self, section_id: int | None, place: Place | None = None) -> None:
        """Let the new section stand seen from this one; without one, at the end of the report."""
        if section_id != self._section_id:
            self.heading.clear()
        self._section_id = section_id
        self.place.setVisible(section_id is not None)
        if place is not None:
            self.place.show_value(place)

    def commit(self) -> None:
        """Add the section, if it has a heading."""
        heading = self.heading.text().strip()
        if heading:
            self.heading.clear()
            self._corrections.add_section(heading, Place(self.place.value), self._section_id)

    def _places(self) -> list[Option]:
        return [
            Option(Place.AFTER, self.tr("after this")),
            Option(Place.BEFORE, self.tr("before this")),
            Option(Place.UNDER, self.tr("under this")),
        ]


class NewJudgement(QWidget):
    """An area, its grade, and a button that adds them."""

    def __init__(self, corrections: Corrections, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._corrections = corrections
        self._spans: Spans = ()
        self.area = DraftLine(self)
        self.area.setPlaceholderText(self.tr("Area"))
        self.area.setAccessibleName(self.tr("Area of a new judgement"))
        self.grade = Picker(theme, self._grades, self, free=True)
        self.grade.setAccessibleName(self.tr("Grade of the new judgement"))
        self.grade.show_value("")
        self.add = _add_button(self)
        self.add.setAccessibleName(self.tr("Add the judgement"))
        self.area.returnPressed.connect(self.commit)
        self.add.clicked.connect(self.commit)
        _lay_out(self, self.area, self.grade, self.add)

    def begin(self, area: str, spans: Spans) -> None:
        """Begin with the words at ``spans``; what is missing is their grade."""
        self._spans = spans
        self.area.setText(area)

    def clear(self) -> None:
        """Forget what was typed."""
        self.begin("", ())
        self.grade.show_value("")

    def commit(self) -> None:
        """Add the judgement; what is missing is asked for."""
        area, grade = self.area.text().strip(), self.grade.value
        if not area:
            self.area.setFocus()
        elif not grade:
            self.grade.open()
        elif self._corrections.add_judgement(area, grade, self._spans):
            self.clear()

    def _grades(self) -> list[Option]:
        return [Option("", self.tr("Grade")), *grade_options("")]


def _add_button(parent: QWidget) -> QPushButton:
    button = QPushButton(parent.tr("Add"), parent)
    button.setObjectName("link")
    return button


def _lay_out(widget: QWidget, line: QWidget, picker: QWidget, button: QWidget) -> None:
    layout = QHBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.addWidget(line, 3)
    layout.addWidget(picker, 2)
    layout.addWidget(button)
