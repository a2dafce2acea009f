"""The details of a section: its heading and its grade."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer.store.rows import SectionRow
from reviewer.ui.corrections import Corrections
from reviewer.ui.detail_text import section_difference, under_section
from reviewer.ui.details_form import details_form, field_label, reading_line, say
from reviewer.ui.fields import CommitText, Picker
from reviewer.ui.options import grade_options
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme


class SectionDetails(QWidget):
    """The fields of one section."""

    def __init__(self, session: Session, corrections: Corrections, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._section_id = 0
        self._grade = ""
        self.heading = CommitText(self, least=1, most=4)
        self.heading.setAccessibleName(self.tr("Heading"))
        self.heading.committed.connect(lambda text: corrections.set_heading(self._section_id, text))
        self.grade = Picker(theme, lambda: grade_options(self._grade, none=True), self)
        self.grade.setAccessibleName(self.tr("Grade"))
        self.grade.picked.connect(lambda grade: corrections.set_section_grade(self._section_id, grade))
        self.under = reading_line(self)
        self.said = reading_line(self)
        self.form = details_form(self)
        self.form.addRow(field_label(self.tr("Heading"), self, self.heading), self.heading)
        self.form.addRow(field_label(self.tr("Grade"), self, self.grade), self.grade)
        self.form.addRow("", self.under)
        self.form.addRow("", self.said)

    def show_row(self, section: SectionRow) -> None:
        """Show a section as stored."""
        if section.id != self._section_id:
            self.heading.commit()
        self._section_id = section.id
        self._grade = section.grade or ""
        self.heading.show_value(section.heading)
        self.grade.show_value(self._grade)
        report = self._session.report
        self.under.setText(under_section(section, report.findings) if report else "")
        say(self.said, section_difference(section, self._theme.colours))
