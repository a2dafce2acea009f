"""The details of a finding: everything about it, to read and to correct."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from reviewer.store.rows import FindingRow
from reviewer.ui.detail_text import as_printed, machine_difference, measures_html, statements_html, why_theme
from reviewer.ui.details_form import details_form, field_label, reading_line, say, side_by_side
from reviewer.ui.fields import CommitLine, CommitText, Picker
from reviewer.ui.follow_up_fields import FollowUpFields
from reviewer.ui.notes_list import NotesList
from reviewer.ui.options import kind_options, polarity_options, theme_options
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme


class FindingDetails(QWidget):
    """The fields of one finding."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._finding_id = 0
        self.wording = CommitText(self, least=2, most=10)
        self.wording.setAccessibleName(self.tr("Wording"))
        self.wording.committed.connect(self._reword)
        self.printed = reading_line(self)
        self.said = reading_line(self)
        self.why = reading_line(self)
        self.kind = self._picker(self.tr("Kind"), kind_options, session.set_kind)
        self.theme = self._picker(self.tr("Theme"), theme_options, session.set_theme)
        self.polarity = self._picker(
            self.tr("Polarity"), lambda: polarity_options(theme.colours), session.set_polarity
        )
        self.number = CommitLine(self)
        self.number.setAccessibleName(self.tr("Printed number"))
        self.number.setPlaceholderText(self.tr("No."))
        self.number.committed.connect(lambda text: session.set_number(self._finding_id, text))
        self.statements = reading_line(self)
        self.measures = reading_line(self)
        self.follow_up = FollowUpFields(session, theme, self)
        self.notes = NotesList(session, theme, self)
        self._lay_out()

    def show_row(self, finding: FindingRow) -> None:
        """Show a finding as stored; a field in which someone is typing keeps what is being typed."""
        if finding.id != self._finding_id:
            self._leave_fields()
        self._finding_id = finding.id
        self.wording.show_value(finding.text)
        self.printed.setText(as_printed(finding))
        say(self.said, machine_difference(finding, self._theme.colours))
        say(self.why, why_theme(finding))
        self.kind.show_value(finding.kind)
        self.theme.show_value(finding.theme)
        self.polarity.show_value(finding.polarity)
        self.number.show_value(finding.number or "")
        self._show_list(self.statements, statements_html(finding, self._theme.colours))
        self._show_list(self.measures, measures_html(finding))
        self.follow_up.show_row(finding)
        self.notes.show_notes(finding.id, self._session.notes())

    def _show_list(self, label: QLabel, text: str) -> None:
        label.setText(text)
        self.form.setRowVisible(label, bool(text))

    def _leave_fields(self) -> None:
        """What was typed belongs to the finding that was shown."""
        self.wording.commit()
        self.number.commit()
        self.follow_up.commit()
        self.notes.commit()

    def _reword(self, text: str) -> None:
        self._session.set_wording(self._finding_id, text)

    def _picker(self, name: str, options, committed) -> Picker:  # type: ignore[no-untyped-def]
        picker = Picker(self._theme, options, self)
        picker.setAccessibleName(name)
        picker.picked.connect(committed)
        return picker

    def _lay_out(self) -> None:
        self.form = form = details_form(self)
        wording = QVBoxLayout()
        wording.setSpacing(4)
        wording.addWidget(self.wording)
        wording.addWidget(self.printed)
        form.addRow(field_label(self.tr("Wording"), self, self.wording), wording)
        kinds = QVBoxLayout()
        kinds.setSpacing(4)
        kinds.addLayout(side_by_side(self.kind, self.theme))
        kinds.addWidget(self.why)
        form.addRow(field_label(self.tr("Kind, theme"), self, self.kind), kinds)
        polarity = side_by_side(self.polarity, self.number)
        polarity.setStretch(0, 3)
        polarity.setStretch(1, 1)
        # A wrapped label in a row of its own would be given the height of a narrower one.
        coded = QVBoxLayout()
        coded.setSpacing(6)
        coded.addLayout(polarity)
        coded.addWidget(self.said)
        form.addRow(field_label(self.tr("Polarity, no."), self, self.polarity), coded)
        form.addRow(field_label(self.tr("Measures"), self, level=0), self.measures)
        form.addRow(field_label(self.tr("Follow-up"), self), self.follow_up)
        form.addRow(field_label(self.tr("Notes"), self), self.notes)
        form.addRow(field_label(self.tr("Statements"), self, level=0), self.statements)
