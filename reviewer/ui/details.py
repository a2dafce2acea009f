"""Everything about what is current, to read and to correct; nothing that the tree shows is only there.

What is shown for each kind of row has a module of its own.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from reviewer.store.rows import Change
from reviewer.ui.annotations import Annotations
from reviewer.ui.corrections import Corrections
from reviewer.ui.details_annotations import AnnotationDetails
from reviewer.ui.details_finding import FindingDetails
from reviewer.ui.details_judgement import JudgementDetails
from reviewer.ui.details_many import ManyDetails
from reviewer.ui.details_report import ReportDetails
from reviewer.ui.details_section import SectionDetails
from reviewer.ui.part_corrections import PartCorrections
from reviewer.ui.session import Session, Table
from reviewer.ui.suggestions import Suggestions
from reviewer.ui.theme import Theme


class Details(QScrollArea):
    """The panel under the tree; follows the session. ``left`` when the field with the focus is gone."""

    left = Signal()

    def __init__(
        self,
        session: Session,
        corrections: Corrections,
        parts: PartCorrections,
        annotations: Annotations,
        suggestions: Suggestions,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
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
        self.unsaved = QLabel(self.tr("⚠ Not saved yet: your edit is kept and tried again."), canvas)
        self.unsaved.setProperty("tone", "bad")
        self.unsaved.setWordWrap(True)
        self.unsaved.setContentsMargins(14, 12, 14, 0)
        self.finding = FindingDetails(session, corrections, parts, suggestions, theme, canvas)
        self.many = ManyDetails(session, corrections, parts, theme, canvas)
        self.judgement = JudgementDetails(session, theme, canvas)
        self.section = SectionDetails(session, corrections, theme, canvas)
        self.report = ReportDetails(session, corrections, theme, canvas)
        layout = QVBoxLayout(canvas)
        layout.setContentsMargins(0, 0, 0, 0)
        self._pages = (self.empty, self.finding, self.many, self.judgement, self.section, self.report)
        layout.addWidget(self.unsaved)
        for page in self._pages:
            layout.addWidget(page)
        self.annotations = AnnotationDetails(session, annotations, theme, canvas)
        layout.addWidget(self.annotations)
        layout.addStretch(1)
        self.setWidget(canvas)
        session.unsaved.changed.connect(self._show_unsaved)
        session.current_changed.connect(self._show_current)
        session.report_changed.connect(self._show_current)
        session.selection_changed.connect(self._show_selection)
        session.changed.connect(self._change)
        theme.changed.connect(self._show_current)
        self._show_current()

    def _change(self, _change: Change) -> None:
        self._show_current()

    def _show_unsaved(self) -> None:
        """Where nothing waits any more, the fields show what is stored."""
        if self._session.unsaved:
            self.unsaved.setVisible(self._session.unsaved.holds(self._session.current))
        else:
            self._show_current()

    def _show_current(self) -> None:
        self.unsaved.setVisible(self._session.unsaved.holds(self._session.current))
        focus = QApplication.focusWidget()
        focused = focus if focus is not None and self.isAncestorOf(focus) else None
        shown = self._filled_page()
        another = not shown.isVisibleTo(self)
        for page in self._pages:
            page.setVisible(page is shown)
            page.setEnabled(self._session.writable or page is self.empty)
        self._show_annotations()
        if focused is not None and not focused.isVisibleTo(self):
            # Qt has gone on with any field that is left.
            self.left.emit()
        if another:
            self.verticalScrollBar().setValue(0)

    def _show_selection(self) -> None:
        """One more or one less of several; what becomes current alone is shown as such."""
        if len(self._session.selected) > 1 or self.many.isVisibleTo(self):
            self._show_current()
        else:
            self._show_annotations()

    def show_suggestion(self) -> None:
        """Show anew what is suggested for the current finding."""
        finding = self._session.finding
        if finding is not None:
            self.finding.suggestion.show_row(finding)

    def _show_annotations(self) -> None:
        current = self._session.current if self._session.report is not None else None
        self.annotations.show_item(current)
        self.annotations.setEnabled(self._session.writable)

    def _filled_page(self) -> QWidget:
        """The page for what is current, with its fields filled."""
        session = self._session
        if len(session.selected) > 1:
            self.many.show_rows(session.targets())
            return self.many
        if (finding := session.finding) is not None:
            self.finding.show_row(finding)
            self.show_suggestion()
            return self.finding
        if (judgement := session.judgement) is not None:
            self.judgement.show_row(judgement)
            return self.judgement
        if (section := session.section) is not None:
            self.section.show_row(section)
            return self.section
        current, report = session.current, session.report
        if report is not None and current is not None and current.table is Table.REPORT:
            self.report.show_report(report)
            return self.report
        return self.empty
