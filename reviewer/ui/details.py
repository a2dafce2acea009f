"""Everything about the current finding, to read and to correct; nothing that the tree shows is only there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from reviewer.store.rows import Change, FindingRow, JudgementRow
from reviewer.ui.detail_text import (
    as_printed,
    heading_of_part,
    machine_difference,
    measures_html,
    statements_html,
    why_theme,
)
from reviewer.ui.fields import CommitLine, CommitText, Picker
from reviewer.ui.follow_up_fields import FollowUpFields
from reviewer.ui.notes_list import NotesList
from reviewer.ui.options import grade_options, kind_options, polarity_options, theme_options
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme


class Details(QScrollArea):
    """The panel under the tree; follows the session."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("detailsPanel")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        canvas = QWidget(self)
        canvas.setObjectName("canvas")
        self.empty = QLabel(self.tr("Choose a finding to see and correct it here."), canvas)
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.finding = FindingDetails(session, theme, canvas)
        self.judgement = JudgementDetails(session, theme, canvas)
        self.heading = QLabel(canvas)
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.RichText)
        self.heading.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.heading.setContentsMargins(14, 14, 14, 14)
        layout = QVBoxLayout(canvas)
        layout.setContentsMargins(0, 0, 0, 0)
        self._pages = (self.empty, self.finding, self.judgement, self.heading)
        for page in self._pages:
            layout.addWidget(page)
        layout.addStretch(1)
        self.setWidget(canvas)
        session.current_changed.connect(self._show_current)
        session.report_changed.connect(self._show_current)
        session.changed.connect(self._change)
        theme.changed.connect(self._show_current)
        self._show_current()

    def _change(self, _change: Change) -> None:
        self._show_current()

    def _show_current(self) -> None:
        finding, judgement = self._session.finding, self._session.judgement
        part = heading_of_part(self._session)
        shown: QWidget = self.empty
        if finding is not None:
            self.finding.show_row(finding)
            shown = self.finding
        elif judgement is not None:
            self.judgement.show_row(judgement)
            shown = self.judgement
        elif part:
            self.heading.setText(part)
            shown = self.heading
        for page in self._pages:
            page.setVisible(page is shown)
            page.setEnabled(self._session.writable or page is self.empty)


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
        self.printed = _line(self)
        self.said = _line(self)
        self.why = _line(self)
        self.kind = self._picker(self.tr("Kind"), kind_options, session.set_kind)
        self.theme = self._picker(self.tr("Theme"), theme_options, session.set_theme)
        self.polarity = self._picker(
            self.tr("Polarity"), lambda: polarity_options(theme.colours), session.set_polarity
        )
        self.number = CommitLine(self)
        self.number.setAccessibleName(self.tr("Printed number"))
        self.number.setPlaceholderText(self.tr("No."))
        self.number.committed.connect(lambda text: session.set_number(self._finding_id, text))
        self.statements = _line(self)
        self.measures = _line(self)
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
        said = machine_difference(finding, self._theme.colours)
        self.said.setText(said)
        self.said.setVisible(bool(said))
        why = why_theme(finding)
        self.why.setText(why)
        self.why.setVisible(bool(why))
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
        self._form.setRowVisible(label, bool(text))

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
        form = QFormLayout(self)
        self._form = form
        form.setContentsMargins(14, 12, 14, 16)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        wording = QVBoxLayout()
        wording.setSpacing(4)
        wording.addWidget(self.wording)
        wording.addWidget(self.printed)
        form.addRow(_label(self.tr("Wording"), self, self.wording), wording)
        kinds = QVBoxLayout()
        kinds.setSpacing(4)
        kinds.addLayout(_side_by_side(self.kind, self.theme))
        kinds.addWidget(self.why)
        form.addRow(_label(self.tr("Kind, theme"), self, self.kind), kinds)
        polarity = _side_by_side(self.polarity, self.number)
        polarity.setStretch(0, 3)
        polarity.setStretch(1, 1)
        # A wrapped label in a row of its own would be given the height of a narrower one.
        coded = QVBoxLayout()
        coded.setSpacing(6)
        coded.addLayout(polarity)
        coded.addWidget(self.said)
        form.addRow(_label(self.tr("Polarity, no."), self, self.polarity), coded)
        form.addRow(_label(self.tr("Measures"), self, level=0), self.measures)
        form.addRow(_label(self.tr("Follow-up"), self), self.follow_up)
        form.addRow(_label(self.tr("Notes"), self), self.notes)
        form.addRow(_label(self.tr("Statements"), self, level=0), self.statements)


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
        self.grade = Picker(theme, lambda: grade_options(self._grade), self)
        self.grade.setAccessibleName(self.tr("Grade"))
        self.grade.picked.connect(lambda grade: session.set_judgement(self._judgement_id, grade=grade))
        self.printed = _line(self)
        self.said = _line(self)
        form = QFormLayout(self)
        form.setContentsMargins(14, 12, 14, 16)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow(_label(self.tr("Area"), self, self.area), self.area)
        form.addRow(_label(self.tr("Grade"), self, self.grade), self.grade)
        form.addRow("", self.printed)
        form.addRow("", self.said)

    def show_row(self, judgement: JudgementRow) -> None:
        """Show a judgement as stored."""
        if judgement.id != self._judgement_id:
            self.area.commit()
        self._judgement_id = judgement.id
        self._grade = judgement.grade
        self.area.show_value(judgement.area)
        self.grade.show_value(judgement.grade)
        self.printed.setText(as_printed(judgement))
        said = machine_difference(judgement, self._theme.colours)
        self.said.setText(said)
        self.said.setVisible(bool(said))


def _label(text: str, parent: QWidget, buddy: QWidget | None = None, *, level: int = 6) -> QLabel:
    """A field's name, ``level`` pixels down so that it stands on the line of the field's words."""
    label = QLabel(text, parent)
    label.setProperty("tone", "muted")
    label.setContentsMargins(0, level, 0, 0)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setMinimumWidth(label.fontMetrics().horizontalAdvance("M" * 7))
    if buddy is not None:
        label.setBuddy(buddy)
    return label


def _line(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setProperty("tone", "muted")
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _side_by_side(*widgets: QWidget) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget, 1)
    return layout
