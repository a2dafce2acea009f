"""The page 'Authority over the years': ladders, themes by inspection and figures that come again."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from reviewer import register
from reviewer.analysis import gathering, history, timeline_table
from reviewer.analysis.naming import Names
from reviewer.analysis.timeline import Timeline
from reviewer.exporting import figures
from reviewer.pictures import timeline as timeline_picture
from reviewer.pictures.shapes import Measure, Picture, Target
from reviewer.ui import words
from reviewer.ui.fields import Option, Picker
from reviewer.ui.figures_table import Figure
from reviewer.ui.picture_page import PicturePage
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme

_WIDTHS: Final = (6, 5.3, 6)


class TimelinePage(PicturePage):
    """One authority. ``compare_wanted`` with its name, to see it beside its neighbours."""

    compare_wanted = Signal(str)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(session, theme, parent)
        self._authority = ""
        self._names = Names()
        self.timeline: Timeline | None = None
        self.authority = Picker(theme, self._options, self)
        self.authority.setAccessibleName(self.tr("Authority"))
        self.authority.setMinimumWidth(220)
        self.authority.picked.connect(self.show_authority)
        self.predecessors = QCheckBox(self)
        self.predecessors.toggled.connect(self.read)
        self.shares = QCheckBox(self.tr("Themes as shares"), self)
        self.shares.setToolTip(self.tr("Say themes as percentages of each inspection's findings"))
        self.shares.toggled.connect(self._redraw)
        self.beside = QPushButton(self.tr("Beside its neighbours"), self)
        self.beside.setObjectName("link")
        self.beside.setToolTip(self.tr("Compare its themes with those of its statistical neighbours"))
        self.beside.clicked.connect(lambda: self.compare_wanted.emit(self._authority))
        for widget in (self.authority, self.shares, self.predecessors, self.beside):
            self.control_row.addWidget(widget)

    def show_authority(self, name: str) -> None:
        """Show an authority that the store has reports of."""
        self._authority = name
        self.mark_stale()

    def read(self, *_ignored: object) -> None:
        """Read the reports of the authority again."""
        store = self.session.store
        known = gathering.authorities(store)
        if self._authority not in known:
            self._authority = known[0] if known else ""
        self.beside.setVisible(register.find(self._authority) is not None)
        before = history.predecessors(self._authority)
        with_reports = [name for name in before if name in known]
        self.predecessors.setVisible(bool(with_reports))
        listed = ", ".join(with_reports)
        self.predecessors.setText(self.tr("With its predecessors: {names}").format(names=listed))
        self._names = Names(
            themes=gathering.names_of(store).themes, family=words.document_type, day=words.day
        )
        shown_with = bool(with_reports) and self.predecessors.isChecked()
        self.timeline = gathering.timeline_of(store, self._authority, predecessors=shown_with)
        self.authority.show_value(self._authority)
        self._redraw()

    def _redraw(self, *_ignored: object) -> None:
        found = self.timeline
        if found is None:
            return
        self.title.setText(
            self.tr("{authority} over the years").format(authority=found.authority)
            if found.authority
            else self.tr("Authority over the years")
        )
        self.facts.setText(facts(found))
        listed = [
            Figure(
                (row.what, self._names.day(row.inspection.date), row.value),
                Target(row.inspection.report.id, row.judgement_id, row.finding_ids),
                row.place,
            )
            for row in timeline_table.rows(found, self._names)
        ]
        heads = (self.tr("What"), self.tr("Inspection"), self.tr("Figure"))
        draw = self._draw if found.inspections else None
        empty = self.tr(
            "No dated report of an authority yet. Import reports, or set authority and dates in the details "
            "of a report."
        )
        self.show_page_of(draw, self.title.text(), heads, listed, _WIDTHS, empty)

    def _draw(self, em: float, measure: Measure, width: float) -> Picture:
        assert self.timeline is not None
        return timeline_picture.draw(
            self.timeline,
            em=em,
            measure=measure,
            width=width,
            names=self._names,
            shares=self.shares.isChecked(),
        )

    def _options(self) -> list[Option]:
        store = self.session.store
        return [Option(name, name) for name in gathering.authorities(store)]

    # Files

    def export_name(self) -> str:
        """What a file of this page is to be called."""
        return self.tr("{authority} over the years").format(authority=self._authority)

    def as_picture(self, measure: Measure | None = None) -> Picture | None:
        """The picture for a file."""
        if self.timeline is None or not self.timeline.inspections:
            return None
        shares = self.shares.isChecked()
        if measure is None:
            return figures.timeline_drawing(self.timeline, self._names, shares=shares)
        return figures.timeline_drawing(self.timeline, self._names, shares=shares, measure=measure)

    def as_text(self, form: str) -> str:
        """The figures as CSV, or the page for reading."""
        assert self.timeline is not None
        if form == "csv":
            return figures.timeline_csv(self.timeline, self._names)
        return figures.timeline_page(self.timeline, self._names, shares=self.shares.isChecked())


def facts(found: Timeline) -> str:
    """How much there is, and how much of it is reviewed."""
    inspections = found.inspections
    if not inspections:
        return ""
    visits = sum(one.is_visit for one in inspections)
    findings = sum(one.findings for one in inspections)
    decided = sum(one.decided for one in inspections)
    graded = len(inspections) - visits
    counted = (
        (graded, words.tr("1 inspection"), words.tr("{count} inspections")),
        (visits, words.tr("1 visit or letter"), words.tr("{count} visits and letters")),
    )
    parts = [one if count == 1 else many.format(count=count) for count, one, many in counted if count]
    parts.append(words.tr("{decided} of {of} findings decided").format(decided=decided, of=findings))
    return " · ".join(parts)
