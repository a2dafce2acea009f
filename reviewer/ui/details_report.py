"""The details of the report itself: the facts about it, as reviewed and as the machine read them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer.ui.corrections import Corrections
from reviewer.ui.details_form import details_form, field_label
from reviewer.ui.fields import CommitLine
from reviewer.ui.session import OpenReport, Session
from reviewer.ui.theme import Theme


class ReportDetails(QWidget):
    """The fields of the open report."""

    def __init__(self, session: Session, corrections: Corrections, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.authority = CommitLine(self)
        self.authority.setAccessibleName(self.tr("Authority"))
        self.authority.committed.connect(lambda text: corrections.set_fact("authority", text))
        self.form = details_form(self)
        self.form.addRow(field_label(self.tr("Authority"), self, self.authority), self.authority)

    def show_report(self, report: OpenReport) -> None:
        """Show the facts as stored."""
        values = self._session.store.metadata(report.row.id).values
        self.authority.show_value(values.authority or "")
