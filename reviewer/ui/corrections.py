"""Corrections beyond the values of a finding: of sections, and of the facts about the report.

One method a user action; each is one step of the store, and undone as one.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from reviewer.store.facts import Value
from reviewer.ui.session import Session


class Corrections(QObject):
    """What the details, the tree and the actions do to the open report."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def set_heading(self, section_id: int, heading: str) -> None:
        """Correct the words of a heading."""
        self._session.edit(lambda: self._session.store.set_section_heading(section_id, heading.strip()))

    def set_section_grade(self, section_id: int, grade: str) -> None:
        """Set the grade that stands in a heading; empty for none."""
        self._session.edit(lambda: self._session.store.set_section_grade(section_id, grade or None))

    def set_fact(self, field: str, value: Value) -> None:
        """Correct a fact about the open report."""
        report = self._session.report
        if report is not None:
            self._session.edit(lambda: self._session.store.set_metadata(report.row.id, field, value))
