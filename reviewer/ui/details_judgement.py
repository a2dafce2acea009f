"""The details of a judgement: its area and its grade."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer.store.rows import JudgementRow
from reviewer.ui.detail_text import as_printed, machine_difference
from reviewer.ui.details_form import DetailsForm, field_label, reading_line, say
from reviewer.ui.fields import CommitText, Picker
from reviewer.ui.options import grade_options
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme


class JudgementDetails(QWidget):
    """The fields of one judgement."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._judgement_id = 0
        self._theme = theme
        self.area = CommitText(self, least=1, most=4)
        self.area.setAccessibleName(self.tr("Area"))
        self.area.committed.connect(lambda text: session.set_judgement(self._judgement_id, area=text.strip()))
        self._grade = ""
        self.grade = Picker(theme, lambda: grade_options(self._grade), self, free=True)
        self.grade.setAccessibleName(self.tr("Grade"))
        self.grade.picked.connect(lambda grade: session.set_judgement(self._judgement_id, grade=grade))
        self.printed = reading_line(self)
        self.said = reading_line(self)
        self.form = DetailsForm(self)
        self.form.add_row(field_label(self.tr("Area"), self, self.area), self.area)
        self.form.add_row(field_label(self.tr("Grade"), self, self.grade), self.grade)
        self.form.add_row(None, self.printed)
        self.form.add_row(None, self.said)

    def show_row(self, judgement: JudgementRow) -> None:
        """Show a judgement as stored."""
        if judgement.id != self._judgement_id:
            self.commit()
        self._judgement_id = judgement.id
        self._grade = judgement.grade
        self.area.show_value(judgement.area)
        self.grade.show_value(judgement.grade)
        self.printed.setText(as_printed(judgement))
        say(self.said, machine_difference(judgement, self._theme.colours))

    def commit(self) -> None:
        """Hand over what is being typed: it belongs to the judgement that is shown."""
        self.area.commit()
