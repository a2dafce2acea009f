"""The details of a finding: everything about it, to read and to correct."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from reviewer.store.rows import FindingRow
from reviewer.ui.corrections import Corrections
from reviewer.ui.detail_text import as_printed, earlier, machine_difference, rewording, why_theme
from reviewer.ui.details_form import DetailsForm, field_label, reading_line, say, side_by_side
from reviewer.ui.fields import CommitLine, CommitText, Option, Picker
from reviewer.ui.follow_up_fields import FollowUpFields
from reviewer.ui.measure_rows import MeasureRows
from reviewer.ui.options import kind_options, polarity_options, section_options, theme_options
from reviewer.ui.part_corrections import PartCorrections
from reviewer.ui.session import Session
from reviewer.ui.statement_rows import StatementRows
from reviewer.ui.suggestion_line import SuggestionLine
from reviewer.ui.suggestions import Suggestions
from reviewer.ui.theme import Theme
from reviewer.ui.theme_chips import ThemeChips


class FindingDetails(QWidget):
    """The fields of one finding."""

    def __init__(
        self,
        session: Session,
        corrections: Corrections,
        parts: PartCorrections,
        suggestions: Suggestions,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._finding_id = 0
        self.wording = CommitText(self, least=2, most=10)
        self.wording.setAccessibleName(self.tr("Wording"))
        self.wording.committed.connect(self._reword)
        self.printed = reading_line(self)
        self.rewording = reading_line(self)
        self.earlier = reading_line(self)
        self.as_printed = QPushButton(self.tr("Back to the words as printed"), self)
        self.as_printed.setObjectName("link")
        self.as_printed.clicked.connect(lambda: self._reword(""))
        self.said = reading_line(self)
        self.why = reading_line(self)
        self.suggestion = SuggestionLine(suggestions, self)
        self.kind = self._picker(self.tr("Kind"), kind_options, session.set_kind)
        self.theme = self._picker(self.tr("Main theme"), theme_options, session.set_theme)
        self.more_themes = ThemeChips(theme, theme_options, self)
        self.more_themes.added.connect(parts.add_theme)
        self.more_themes.made_first.connect(parts.make_first)
        self.more_themes.removed.connect(parts.remove_theme)
        self.polarity = self._picker(
            self.tr("Polarity"), lambda: polarity_options(theme.colours), session.set_polarity
        )
        self.number = CommitLine(self)
        self.number.setAccessibleName(self.tr("Printed number"))
        self.number.setPlaceholderText(self.tr("No."))
        self.number.committed.connect(lambda text: session.set_number(self._finding_id, text))
        self.section = self._picker(self.tr("Section"), self._sections, corrections.put_under)
        self.statements = StatementRows(parts, theme, self)
        self.measures = MeasureRows(parts, theme, self)
        self.follow_up = FollowUpFields(session, theme, self)
        self._lay_out()

    def show_row(self, finding: FindingRow) -> None:
        """Show a finding as stored; a field in which someone is typing keeps what is being typed."""
        if finding.id != self._finding_id:
            self.commit()
        self._finding_id = finding.id
        colours = self._theme.colours
        self.wording.show_value(finding.text)
        self.printed.setText(as_printed(finding))
        say(self.rewording, rewording(finding, colours))
        say(self.earlier, earlier(finding))
        self.as_printed.setVisible(finding.wording is not None)
        report = self._session.report
        section = report.section(finding.section_id) if report is not None else None
        say(self.said, machine_difference(finding, colours, section))
        say(self.why, why_theme(finding))
        self.kind.show_value(finding.kind)
        self.theme.show_value(finding.theme)
        self.more_themes.show_themes(finding.themes)
        self.polarity.show_value(finding.polarity)
        self.number.show_value(finding.number or "")
        self.section.show_value(str(finding.section_id or ""))
        self.statements.show_row(finding)
        self.measures.show_row(finding)
        self.follow_up.show_row(finding)

    def commit(self) -> None:
        """Hand over what is being typed: it belongs to the finding that is shown."""
        self.wording.commit()
        self.number.commit()
        self.measures.commit()
        self.follow_up.commit()

    def _reword(self, text: str) -> None:
        self._session.set_wording(self._finding_id, text)

    def _sections(self) -> list[Option]:
        return section_options(self._session.report, self.tr("before the first heading"))

    def _picker(
        self, name: str, options: Callable[[], list[Option]], committed: Callable[[str], None]
    ) -> Picker:
        picker = Picker(self._theme, options, self)
        picker.setAccessibleName(name)
        picker.picked.connect(committed)
        return picker

    def _lay_out(self) -> None:
        self.form = form = DetailsForm(self)
        wording = QVBoxLayout()
        wording.setSpacing(4)
        wording.addWidget(self.wording)
        wording.addWidget(self.printed)
        wording.addWidget(self.rewording)
        wording.addWidget(self.as_printed)
        wording.addWidget(self.earlier)
        form.add_row(field_label(self.tr("Wording"), self, self.wording), wording)
        kinds = QVBoxLayout()
        kinds.setSpacing(6)
        kinds.addLayout(side_by_side(self.kind, self.theme))
        kinds.addWidget(self.more_themes)
        kinds.addWidget(self.why)
        kinds.addWidget(self.suggestion)
        form.add_row(field_label(self.tr("Kind, theme"), self, self.kind), kinds)
        polarity = side_by_side(self.polarity, self.number)
        polarity.setStretch(0, 3)
        polarity.setStretch(1, 1)
        form.add_row(field_label(self.tr("Polarity, no."), self, self.polarity), polarity)
        # A wrapped label in a row of its own would be given the height of a narrower one.
        coded = QVBoxLayout()
        coded.setSpacing(6)
        coded.addWidget(self.section)
        coded.addWidget(self.said)
        form.add_row(field_label(self.tr("Section"), self, self.section), coded)
        form.add_row(field_label(self.tr("Figures"), self), self.measures)
        form.add_row(field_label(self.tr("Follow-up"), self), self.follow_up)
        form.add_row(field_label(self.tr("Statements"), self), self.statements)
