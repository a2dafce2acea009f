"""Corrections of a report beyond the values of its findings: facts, sections, judgements, what goes where.

One method a user action; each is one step of the store, and undone as one.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from reviewer.model import Span, Spans, joined
from reviewer.store.facts import Value
from reviewer.store.rows import Change, FindingRow, SectionRow
from reviewer.ui.options import GRADES
from reviewer.ui.outline import Outline
from reviewer.ui.session import Item, Session, Table

Selection = Callable[[], Span | None]
"""The words selected in the text, which are no longer selected then; None where there are none."""


class Place(StrEnum):
    """Where a new section stands, seen from another one."""

    AFTER = "after"
    BEFORE = "before"
    UNDER = "under"


class Corrections(QObject):
    """What the details, the tree and the actions do to the open report.

    ``advice`` says what is missing for an action, and what to do about it.
    """

    advice = Signal(str)

    def __init__(self, session: Session, selection: Selection, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._selection = selection

    def selected(self) -> Spans:
        """The words selected in the text, taken; advice where there are none."""
        span = self._selection()
        if span is None:
            self.advice.emit(self.tr("Select the words in the text first."))
        return () if span is None else (span,)

    # The report

    def set_fact(self, field: str, value: Value) -> None:
        """Correct a fact about the open report."""
        report = self._session.report
        if report is not None:
            self._session.edit(lambda: self._session.store.set_metadata(report.row.id, field, value))

    # Sections

    def set_heading(self, section_id: int, heading: str) -> None:
        """Correct the words of a heading."""
        self._session.edit(lambda: self._session.store.set_section_heading(section_id, heading.strip()))

    def set_section_grade(self, section_id: int, grade: str) -> None:
        """Set the grade that stands in a heading; empty for none."""
        self._session.edit(lambda: self._session.store.set_section_grade(section_id, grade or None))

    def add_section(self, heading: str, place: Place, section_id: int | None) -> None:
        """Add a heading before, after or under another one; without one, at the end."""
        report = self._session.report
        if report is None or not heading.strip():
            return
        store = self._session.store
        where = {} if section_id is None else {_ARGUMENTS[place]: section_id}
        self._become(store.add_section, Table.SECTION, report.row.id, heading.strip(), **where)

    def section_from_selection(self) -> None:
        """Make a heading of the words selected in the text; the findings below them stand under it then."""
        report = self._session.report
        if report is not None and (spans := self.selected()):
            self._become(self._session.store.add_section, Table.SECTION, report.row.id, spans=spans)

    def remove_section(self, section_id: int) -> None:
        """Take a heading out; its findings go to the heading before it, which becomes current."""
        outline = self._outline()
        before = outline.before(section_id) if outline else None
        change = self._session.edit(lambda: self._session.store.remove_section(section_id))
        if change is not None and before is not None:
            self._session.set_current(Item(Table.SECTION, before.id))

    def move_section(self, section_id: int, parent_id: int | None, before_id: int | None = None) -> None:
        """Put a heading, with all under it, into another one or to the top, before one that stands there."""
        store = self._session.store
        self._session.edit(lambda: store.move_section(section_id, parent_id, before_id))

    # Judgements

    def add_judgement(self, area: str, grade: str, spans: Spans = ()) -> bool:
        """Add a graded area and make it current; False where the store refuses."""
        report, store = self._session.report, self._session.store
        return report is not None and self._become(
            store.add_judgement, Table.JUDGEMENT, report.row.id, area, grade, spans
        )

    def judgement_at(self, spans: Spans) -> tuple[str, str]:
        """Area and grade as the words at ``spans`` have them; the grade empty where none ends them."""
        report = self._session.report
        words = joined(report.source.text, spans) if report is not None else ""
        folded = words.casefold().rstrip(" .")
        grade = next((one for one in _LONGEST_FIRST if folded.endswith(one.casefold())), "")
        area = words[: len(folded) - len(grade)] if grade else words
        return area.rstrip(" :–—-|\t"), grade

    # What goes where

    def put_under(self, section: str) -> None:
        """Put the selected findings under the heading that a picker names, in the order of their words."""
        if ids := [row.id for row in self._session.targets()]:
            section_id = int(section) if section else None
            self._session.edit(lambda: self._session.store.set_section(ids, section_id))

    def move_findings(
        self, finding_ids: list[int], section_id: int | None, before_id: int | None = None
    ) -> None:
        """Put findings under a heading, before one that stands there, or at its end."""
        if finding_ids:
            store = self._session.store
            self._session.edit(lambda: store.move_findings(finding_ids, section_id, before_id))

    def move_along(self, by: int) -> None:
        """Put what is current one place up (-1) or down (1): the selected findings, or a heading."""
        outline = self._outline()
        if outline is None:
            return
        section, rows = self._moving()
        if section is not None:
            there = outline.section_along(section, by)
            if there is None:
                self.advice.emit(self.tr("It stands at the end of its level already."))
            else:
                self.move_section(section.id, *there)
        elif rows:
            place = outline.findings_along(rows, by)
            if place is None:
                self.advice.emit(self.tr("There is no place further on."))
            else:
                self.move_findings([row.id for row in rows], *place)

    def move_across(self, by: int) -> None:
        """A heading goes out of (-1) or into (1) the one above it; findings to the one before or after."""
        outline = self._outline()
        if outline is None:
            return
        section, rows = self._moving()
        if section is not None:
            there = outline.section_across(section, by)
            if there is not None:
                self.move_section(section.id, *there)
            elif by < 0:
                self.advice.emit(self.tr("It stands at the top already."))
            else:
                self.advice.emit(self.tr("There is no heading before it on its level to put it into."))
        elif rows:
            place = outline.findings_across(rows, by)
            if place is None:
                self.advice.emit(self.tr("There is no heading further on."))
            else:
                self.move_findings([row.id for row in rows], *place)

    def _moving(self) -> tuple[SectionRow | None, list[FindingRow]]:
        """What is to be moved: the selected findings, or else the current heading with all under it."""
        rows = self._session.targets()
        return (None if rows else self._session.section), rows

    # Many at once

    def accept_all(self, finding_ids: list[int], judgement_ids: list[int]) -> int:
        """Accept what is undecided of these, as one step; how many that were."""
        report = self._session.report
        if report is None:
            return 0
        store = self._session.store
        change = self._session.edit(lambda: store.accept_undecided(report.row.id, finding_ids, judgement_ids))
        return 0 if change is None else len(change.findings) + len(change.judgements)

    def _outline(self) -> Outline | None:
        report = self._session.report
        return None if report is None else Outline(report.sections, report.findings)

    def _become(self, verb: Callable[..., Change], table: Table, *given: object, **more: object) -> bool:
        """Do a step that makes a row, and make that current."""
        change = self._session.edit(lambda: verb(*given, **more))
        if change is None or change.created_id is None:
            return False
        self._session.set_current(Item(table, change.created_id))
        return True


_ARGUMENTS = {Place.AFTER: "after_id", Place.BEFORE: "before_id", Place.UNDER: "parent_id"}
_LONGEST_FIRST = sorted(GRADES, key=len, reverse=True)
