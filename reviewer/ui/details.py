"""Everything about what is current, to read and to correct; nothing that the tree shows is only there.

What is shown for each kind of row has a module of its own, and is made when first needed.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from reviewer.store.rows import Change
from reviewer.ui.annotations import Annotations
from reviewer.ui.corrections import Corrections
from reviewer.ui.details_annotations import AnnotationDetails
from reviewer.ui.details_finding import FindingDetails
from reviewer.ui.part_corrections import PartCorrections
from reviewer.ui.session import Session, Table
from reviewer.ui.suggestions import Suggestions
from reviewer.ui.theme import Theme

if TYPE_CHECKING:
    from reviewer.ui.details_judgement import JudgementDetails
    from reviewer.ui.details_many import ManyDetails
    from reviewer.ui.details_report import ReportDetails
    from reviewer.ui.details_section import SectionDetails


Page = TypeVar("Page", bound=QWidget)

_REST: Final = 40
"""Milliseconds that what is current must stay so before its fields are filled."""


class Details(QScrollArea):
    """The panel under the tree; follows the session. ``left`` when the field with the focus is gone.

    Fields take longer to fill than tree and text to follow. They are filled a moment after what is current
    was changed, so that a held key never waits for them; whoever asks for a page gets it filled.
    """

    left = Signal()
    years_wanted = Signal()

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
        self._canvas = canvas
        self._corrections = corrections
        self._parts = parts
        self._suggestions = suggestions
        self._theme = theme
        self._filling = QTimer(self)
        self._filling.setSingleShot(True)
        self._filling.setInterval(_REST)
        self._filling.timeout.connect(self._show_current)
        self._layout = layout = QVBoxLayout(canvas)
        layout.setContentsMargins(0, 0, 0, 0)
        self._pages: list[QWidget] = [self.empty]
        self._shown: QWidget = self.empty
        layout.addWidget(self.unsaved)
        layout.addWidget(self.empty)
        self._annotations = AnnotationDetails(session, annotations, theme, canvas)
        layout.addWidget(self._annotations)
        layout.addStretch(1)
        self.setWidget(canvas)
        session.unsaved.changed.connect(self._show_unsaved)
        session.current_changed.connect(self._show_soon)
        session.report_changed.connect(self._show_soon)
        session.selection_changed.connect(self._show_selection)
        session.changed.connect(self._change)
        theme.changed.connect(self._show_current)
        self._show_current()

    # The pages

    @property
    def finding(self) -> FindingDetails:
        """The fields of a finding."""
        self.flush()
        return self._finding

    @property
    def many(self) -> ManyDetails:
        """The fields of several findings."""
        self.flush()
        return self._many

    @property
    def judgement(self) -> JudgementDetails:
        """The fields of a judgement."""
        self.flush()
        return self._judgement

    @property
    def section(self) -> SectionDetails:
        """The fields of a section."""
        self.flush()
        return self._section

    @property
    def report(self) -> ReportDetails:
        """The fields of the report."""
        self.flush()
        return self._report

    @property
    def annotations(self) -> AnnotationDetails:
        """Tags, star and notes of what is current."""
        self.flush()
        return self._annotations

    @cached_property
    def _finding(self) -> FindingDetails:
        return self._added(
            FindingDetails(
                self._session, self._corrections, self._parts, self._suggestions, self._theme, self._canvas
            )
        )

    @cached_property
    def _many(self) -> ManyDetails:
        from reviewer.ui.details_many import ManyDetails

        return self._added(
            ManyDetails(self._session, self._corrections, self._parts, self._theme, self._canvas)
        )

    @cached_property
    def _judgement(self) -> JudgementDetails:
        from reviewer.ui.details_judgement import JudgementDetails

        return self._added(JudgementDetails(self._session, self._theme, self._canvas))

    @cached_property
    def _section(self) -> SectionDetails:
        from reviewer.ui.details_section import SectionDetails

        return self._added(SectionDetails(self._session, self._corrections, self._theme, self._canvas))

    @cached_property
    def _report(self) -> ReportDetails:
        from reviewer.ui.details_report import ReportDetails

        page = self._added(ReportDetails(self._session, self._corrections, self._theme, self._canvas))
        page.years.clicked.connect(self.years_wanted)
        return page

    def _added(self, page: Page) -> Page:
        page.hide()
        self._layout.insertWidget(1, page)
        self._pages.append(page)
        return page

    # Following

    def flush(self) -> None:
        """Fill the fields now, if they wait to be."""
        if self._filling.isActive():
            self._show_current()

    def _show_soon(self) -> None:
        """Fields in which someone is typing are committed and filled at once."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._show_current()
        else:
            self._filling.start()
            # What was typed belongs to what is still shown.
            self._annotations.commit()
            commit = getattr(self._shown, "commit", None)
            if commit is not None:
                commit()

    def _change(self, _change: Change) -> None:
        if not self._filling.isActive():
            self._show_current()

    def _show_unsaved(self) -> None:
        """Where nothing waits any more, the fields show what is stored."""
        if self._session.unsaved:
            self.unsaved.setVisible(self._session.unsaved.holds(self._session.current))
        else:
            self._show_current()

    def _show_current(self) -> None:
        self._filling.stop()
        self.unsaved.setVisible(self._session.unsaved.holds(self._session.current))
        focus = QApplication.focusWidget()
        focused = focus if focus is not None and self.isAncestorOf(focus) else None
        shown = self._filled_page()
        another = shown is not self._shown
        self._shown = shown
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
        several = len(self._session.selected) > 1
        if several or (self._shown is not self.empty and self._shown is self.__dict__.get("_many")):
            self._show_current()
        elif not self._filling.isActive():
            self._show_annotations()

    def show_suggestion(self) -> None:
        """Show anew what is suggested for the current finding."""
        finding = self._session.finding
        if finding is not None and not self._filling.isActive():
            self._finding.suggestion.show_row(finding)

    def _show_annotations(self) -> None:
        current = self._session.current if self._session.report is not None else None
        self._annotations.show_item(current)
        self._annotations.setEnabled(self._session.writable)

    def _filled_page(self) -> QWidget:
        """The page for what is current, with its fields filled."""
        session = self._session
        if len(session.selected) > 1:
            self._many.show_rows(session.targets())
            return self._many
        if (finding := session.finding) is not None:
            self._finding.show_row(finding)
            self.show_suggestion()
            return self._finding
        if (judgement := session.judgement) is not None:
            self._judgement.show_row(judgement)
            return self._judgement
        if (section := session.section) is not None:
            self._section.show_row(section)
            return self._section
        current, report = session.current, session.report
        if report is not None and current is not None and current.table is Table.REPORT:
            self._report.show_report(report)
            return self._report
        return self.empty
