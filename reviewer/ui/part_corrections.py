"""Corrections inside a finding: its themes, its statements, its figures, its number among others.

One method a user action; each is one step of the store, and undone as one.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from reviewer.model import Measure, Polarity, Spans, joined
from reviewer.ui.corrections import Corrections
from reviewer.ui.session import Session


class PartCorrections(QObject):
    """What the details, the tree and the actions do to the parts of findings."""

    def __init__(self, session: Session, corrections: Corrections, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._corrections = corrections

    def advise(self, message: str) -> None:
        """Say what is missing for an action."""
        self._corrections.advice.emit(message)

    def selected(self) -> Spans:
        """The words selected in the text, taken; advice where there are none."""
        return self._corrections.selected()

    # Themes and numbers

    def add_theme(self, theme: str) -> None:
        """Give the selected findings a further theme."""
        if ids := [row.id for row in self._session.targets()]:
            self._session.edit(lambda: self._session.store.add_theme(ids, theme))

    def remove_theme(self, theme: str) -> None:
        """Take a theme from the selected findings; the next one is the main one then. The last one stays."""
        if ids := [row.id for row in self._session.targets()]:
            self._session.edit(lambda: self._session.store.remove_theme(ids, theme))

    def make_first(self, theme: str) -> None:
        """Make a theme of the current finding its main one."""
        finding = self._session.finding
        if finding is not None:
            themes = [theme, *(one for one in finding.themes if one != theme)]
            self._session.edit(lambda: self._session.store.set_themes([finding.id], themes))

    def number_from(self, first: str) -> None:
        """Number the selected findings in reading order from ``first`` on; nothing clears their numbers."""
        if ids := [row.id for row in self._session.targets()]:
            self._session.edit(lambda: self._session.store.set_numbers(ids, first.strip() or None))

    # Statements

    def set_statement_polarity(self, finding_id: int, place: int, polarity: str) -> None:
        """Give a statement a polarity."""
        store = self._session.store
        self._session.edit(lambda: store.set_statement(finding_id, place, polarity=polarity))

    def set_statement_words(self, finding_id: int, place: int) -> None:
        """Give a statement the words selected in the text."""
        if spans := self.selected():
            self._session.edit(lambda: self._session.store.set_statement(finding_id, place, spans=spans))

    def add_statement(self) -> None:
        """Make the words selected in the text a statement of the current finding, with its polarity."""
        finding = self._session.finding
        if finding is not None and (spans := self.selected()):
            polarity = finding.polarity if finding.polarity in list(Polarity) else Polarity.NEUTRAL
            self._session.edit(lambda: self._session.store.add_statement(finding.id, spans, polarity))

    def remove_statement(self, finding_id: int, place: int) -> None:
        """Take a statement out."""
        self._session.edit(lambda: self._session.store.remove_statement(finding_id, place))

    # Figures

    def set_measure(self, finding_id: int, place: int, measure: Measure) -> None:
        """Correct a figure."""
        self._session.edit(lambda: self._session.store.set_measure(finding_id, place, measure))

    def add_measure(self) -> bool:
        """Make the words selected in the text a figure of the current finding, read as the machine reads.

        False where nothing came of it.
        """
        finding, report = self._session.finding, self._session.report
        if finding is None or report is None or not (spans := self.selected()):
            return False
        from reviewer.extraction import measures

        found = measures.find(joined(report.source.text, spans))
        one = found[0] if found else None
        measure = (
            Measure("", spans, None, "", "")
            if one is None
            else Measure("", spans, one.value, one.unit, one.of, one.as_of, one.value_to, one.comparator)
        )
        return self._session.edit(lambda: self._session.store.add_measure(finding.id, measure)) is not None

    def remove_measure(self, finding_id: int, place: int) -> None:
        """Take a figure out."""
        self._session.edit(lambda: self._session.store.remove_measure(finding_id, place))
