"""The details of a section: its heading, its grade, where it stands, and a new one beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from reviewer.store.rows import SectionRow
from reviewer.ui.corrections import Corrections
from reviewer.ui.detail_text import section_difference, under_section
from reviewer.ui.details_form import DetailsForm, field_label, reading_line, say
from reviewer.ui.fields import CommitText, Option, Picker
from reviewer.ui.new_parts import NewSection
from reviewer.ui.options import grade_options, section_options
from reviewer.ui.outline import Outline
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme


class SectionDetails(QWidget):
    """The fields of one section."""

    def __init__(self, session: Session, corrections: Corrections, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._corrections = corrections
        self._theme = theme
        self._section: SectionRow | None = None
        self.heading = CommitText(self, least=1, most=4)
        self.heading.setAccessibleName(self.tr("Heading"))
        self.heading.committed.connect(self._set_heading)
        self.grade = Picker(theme, self._grades, self, free=True)
        self.grade.setAccessibleName(self.tr("Grade"))
        self.grade.picked.connect(self._set_grade)
        self.inside = Picker(theme, self._places, self)
        self.inside.setAccessibleName(self.tr("Section that it stands in"))
        self.inside.picked.connect(self._put_into)
        self.under = reading_line(self)
        self.said = reading_line(self)
        self.new = NewSection(corrections, theme, self)
        self.remove = QPushButton(self.tr("Remove this section"), self)
        self.remove.setObjectName("link")
        self.remove.setToolTip(self.tr("Its findings go to the section before it (Shift+Del)"))
        self.remove.clicked.connect(self._remove)
        self.form = DetailsForm(self)
        self.form.add_row(field_label(self.tr("Heading"), self, self.heading), self.heading)
        self.form.add_row(field_label(self.tr("Grade"), self, self.grade), self.grade)
        self.form.add_row(field_label(self.tr("Stands in"), self, self.inside), self.inside)
        self.form.add_row(None, self.under)
        self.form.add_row(None, self.said)
        self.form.add_row(field_label(self.tr("New section"), self, self.new.heading), self.new)
        self.form.addWidget(self.remove, self.form.rowCount(), 1, Qt.AlignmentFlag.AlignLeft)

    def show_row(self, section: SectionRow) -> None:
        """Show a section as stored."""
        if self._section is None or section.id != self._section.id:
            self.commit()
        self._section = section
        self.heading.show_value(section.heading)
        self.grade.show_value(section.grade or "")
        self.inside.show_value(str(section.parent_id or ""))
        report = self._session.report
        self.under.setText(under_section(section, report.findings) if report else "")
        say(self.said, section_difference(section, self._theme.colours))
        self.new.beside(section.id)

    def commit(self) -> None:
        """Hand over what is being typed: it belongs to the section that is shown."""
        self.heading.commit()

    def _remove(self) -> None:
        if self._section is not None:
            self._corrections.remove_section(self._section.id)

    def _set_heading(self, text: str) -> None:
        if self._section is not None:
            self._corrections.set_heading(self._section.id, text)

    def _set_grade(self, grade: str) -> None:
        if self._section is not None:
            self._corrections.set_section_grade(self._section.id, grade)

    def _put_into(self, parent: str) -> None:
        if self._section is not None:
            self._corrections.move_section(self._section.id, int(parent) if parent else None)

    def _grades(self) -> list[Option]:
        return grade_options((self._section.grade if self._section else None) or "", none=True)

    def _places(self) -> list[Option]:
        """All headings but this one and those in it."""
        report, section = self._session.report, self._section
        if report is None or section is None:
            return []
        inside = Outline(report.sections, report.findings).inside(section.id)
        return section_options(report, self.tr("the report itself"), but=inside)
