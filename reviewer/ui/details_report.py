"""The details of the report itself: the facts about it, as reviewed and as the machine read them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from reviewer.store.rows import MetadataRow
from reviewer.ui import words
from reviewer.ui.corrections import Corrections, Place
from reviewer.ui.detail_text import authority_note, fact_difference, previous_inspections, source_facts
from reviewer.ui.details_form import DetailsForm, field_label, reading_line, say
from reviewer.ui.fields import CommitLine, CommitText, Picker
from reviewer.ui.new_parts import NewJudgement, NewSection
from reviewer.ui.options import authority_options, document_type_options
from reviewer.ui.session import OpenReport, Session
from reviewer.ui.theme import Theme

_DATES = ("inspection_start", "inspection_end", "publication_date")
_LISTS = ("team_inspectors", "copied_to")


class ReportDetails(QWidget):
    """The fields of the open report; each with what the machine read, where that is something else."""

    def __init__(self, session: Session, corrections: Corrections, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._corrections = corrections
        self._theme = theme
        self._report_id = 0
        self.form = DetailsForm(self)
        self.authority = Picker(theme, authority_options, self, free=True)
        self.document_type = Picker(theme, document_type_options, self)
        self.lines: dict[str, CommitLine | CommitText] = {}
        self.said: dict[str, QLabel] = {}
        self._add_picker("authority", self.tr("Authority"), self.authority)
        self.unknown = reading_line(self)
        self.form.add_row(field_label("", self), self.unknown)
        self.years = QPushButton(self.tr("Over the years"), self)
        self.years.setObjectName("link")
        self.years.setToolTip(self.tr("All inspections of this authority in one picture"))
        self.form.add_row(field_label("", self), self.years)
        self._add_picker("document_type", self.tr("Type"), self.document_type)
        for field, name in (
            ("inspection_start", self.tr("From")),
            ("inspection_end", self.tr("To")),
            ("publication_date", self.tr("Published")),
            ("lead_inspector", self.tr("Lead")),
            ("team_inspectors", self.tr("Team")),
            ("addressee", self.tr("Addressee")),
            ("copied_to", self.tr("Copied to")),
        ):
            self._add_line(field, name)
        self.previous = reading_line(self)
        self.source = reading_line(self)
        self.new_section = NewSection(corrections, theme, self)
        self.new_judgement = NewJudgement(corrections, theme, self)
        self.form.add_row(field_label(self.tr("Earlier"), self, level=0), self.previous)
        self.form.add_row(field_label(self.tr("File"), self, level=0), self.source)
        self.form.add_row(
            field_label(self.tr("New section"), self, self.new_section.heading), self.new_section
        )
        self.form.add_row(
            field_label(self.tr("New grade"), self, self.new_judgement.area), self.new_judgement
        )

    def show_report(self, report: OpenReport) -> None:
        """Show the facts as stored."""
        if report.row.id != self._report_id:
            self._leave_fields()
        self._report_id = report.row.id
        row = self._session.store.metadata(report.row.id)
        self.authority.show_value(row.values.authority or "")
        unknown = authority_note(row.values.authority)
        say(self.unknown, unknown)
        self.form.show_row(self.unknown, bool(unknown))
        self.document_type.show_value(row.values.document_type)
        for field, line in self.lines.items():
            line.show_value(shown_fact(field, row, of_machine=False))
        for field, label in self.said.items():
            before, now = (shown_fact(field, row, of_machine=of) for of in (True, False))
            say(label, fact_difference(before, now, self._theme.colours))
        earlier = previous_inspections(row.values)
        self.previous.setText(earlier)
        self.form.show_row(self.previous, bool(earlier))
        self.source.setText(source_facts(report.row))
        self.new_section.beside(None, Place.AFTER)

    def _leave_fields(self) -> None:
        """What was typed belongs to the report that was shown, which is no longer open."""
        for line in self.lines.values():
            line.show_value("")
        self.new_judgement.clear()

    def _add_picker(self, field: str, name: str, picker: Picker) -> None:
        picker.setAccessibleName(name)
        picker.picked.connect(partial(self._corrections.set_fact, field))
        self._add(field, name, picker)

    def _add_line(self, field: str, name: str) -> None:
        line: CommitLine | CommitText
        if field in _LISTS:
            line = CommitText(self, least=1, most=6)
            line.setPlaceholderText(self.tr("One name a line"))
        else:
            line = CommitLine(self)
            if field in _DATES:
                line.setPlaceholderText(self.tr("A day, a month or a year"))
        line.setAccessibleName(_long_name(field))
        line.committed.connect(partial(self._set, field))
        self.lines[field] = line
        self._add(field, name, line)

    def _add(self, field: str, name: str, widget: QWidget) -> None:
        self.said[field] = reading_line(self)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(widget)
        column.addWidget(self.said[field])
        self.form.add_row(field_label(name, self, widget), column)

    def _set(self, field: str, typed: str) -> None:
        if field in _LISTS:
            self._corrections.set_fact(field, typed.splitlines())
        elif field in _DATES:
            # Typed anew, or a date that is none: either way what is shown is what is stored.
            self._corrections.set_fact(field, words.iso_of(typed))
        else:
            self._corrections.set_fact(field, typed)


def _long_name(field: str) -> str:
    """A field's name for those who don't see where it stands."""
    return {
        "inspection_start": words.tr("First day of the inspection"),
        "inspection_end": words.tr("Last day of the inspection"),
        "publication_date": words.tr("Date of publication"),
        "lead_inspector": words.tr("Lead inspector"),
        "team_inspectors": words.tr("Inspectors of the team"),
        "addressee": words.tr("Addressee"),
        "copied_to": words.tr("Copied to"),
    }[field]


def shown_fact(field: str, row: MetadataRow, *, of_machine: bool) -> str:
    """A fact as its field shows it: dates in the reader's language, a name a line."""
    value = getattr(row.machine if of_machine else row.values, field)
    if field in _LISTS:
        return "\n".join(value)
    if field in _DATES:
        return words.day(value)
    return words.document_type(value) if field == "document_type" else value or ""
