"""Which reports the library shows: by words, state, star and tag; and the field, menu and chips for that."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from reviewer.store.rows import ReportRow, ReportState
from reviewer.ui import words
from reviewer.ui.flow_layout import FlowLayout
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme, icon


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """All parts must hold, an empty one lets all through; of several states or tags one is enough."""

    words: str = ""
    states: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    starred: bool = False
    assigned: frozenset[str] = frozenset()
    """Names of reviewers, an empty one for reports that are nobody's work."""

    @property
    def narrows(self) -> bool:
        """Whether it asks for more than words."""
        return bool(self.states or self.tags or self.starred or self.assigned)

    def passes(self, report: ReportRow) -> bool:
        """Whether a report is shown. Words are those of authority, type, dates, inspector, tags and file."""
        return (
            (not self.states or report.state in self.states)
            and (not self.tags or not self.tags.isdisjoint(report.tags))
            and (not self.starred or report.starred)
            and (not self.assigned or not self.assigned.isdisjoint(report.assigned or ("",)))
            and self._has_words(report)
        )

    def _has_words(self, report: ReportRow) -> bool:
        wanted = self.words.casefold().split()
        if not wanted:
            return True
        held = " ".join(
            (
                report.authority or "",
                words.document_type(report.document_type),
                words.short_type(report.document_type),
                words.report_days(report),
                report.source_name,
                report.lead_inspector or "",
                *report.tags,
                *report.assigned,
            )
        ).casefold()
        return all(word in held for word in wanted)


class LibraryFilterBar(QWidget):
    """The field for words, the menu for the rest, and a chip for each that is chosen there."""

    changed = Signal(LibraryFilter)

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._filter = LibraryFilter()
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find a report"))
        self.field.setAccessibleName(self.tr("Filter the library"))
        self.field.setClearButtonEnabled(True)
        self.button = QToolButton(self)
        self.button.setObjectName("addFilter")
        self.button.setText(self.tr("+ Filter"))
        self.button.setToolTip(self.tr("Show only reports of some state, with a star or a tag"))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.button.setMenu(self.menu)
        self.chips: list[QToolButton] = []
        self._holder = QWidget(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._holder.setSizePolicy(policy)
        self._flow = FlowLayout(self._holder)
        self._holder.hide()
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 0, 10, 4)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(self._holder)
        self.field.textChanged.connect(lambda text: self.set_filter(replace(self._filter, words=text)))

    @property
    def library_filter(self) -> LibraryFilter:
        """The filter in force."""
        return self._filter

    def set_filter(self, library_filter: LibraryFilter) -> None:
        """Filter by something else."""
        if library_filter == self._filter:
            return
        self._filter = library_filter
        if self.field.text() != library_filter.words:
            self.field.setText(library_filter.words)
        self._show_chips()
        self.changed.emit(library_filter)

    def _show_chips(self) -> None:
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        one = self._filter
        self.chips = [
            *(
                self._chip(words.report_state(state), replace(one, states=one.states - {state}))
                for state in ReportState
                if state in one.states
            ),
            *([self._chip(words.tr("starred"), replace(one, starred=False))] if one.starred else []),
            *(
                self._chip(self._whose(name), replace(one, assigned=one.assigned - {name}))
                for name in sorted(one.assigned)
            ),
            *(self._chip(tag, replace(one, tags=one.tags - {tag})) for tag in sorted(one.tags)),
        ]
        for chip in self.chips:
            self._flow.addWidget(chip)
            chip.show()
        self._holder.setVisible(bool(self.chips))

    def _chip(self, said: str, without: LibraryFilter) -> QToolButton:
        chip = QToolButton(self._holder)
        chip.setObjectName("chip")
        chip.setText(f"{self.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, 150)} ×")
        chip.setToolTip(self.tr("Remove this filter"))
        chip.setAccessibleName(self.tr("Filter {what}; press to remove").format(what=said))
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.clicked.connect(lambda: self.set_filter(without))
        return chip

    def _fill_menu(self) -> None:
        self.menu.clear()
        one, reports = self._filter, self._session.reports
        states = Counter(str(row.state) for row in reports)
        for state in ReportState:
            self._choice(
                words.report_state(state),
                states[state],
                replace(one, states=one.states ^ {str(state)}),
                on=state in one.states,
            )
        self.menu.addSeparator()
        stars = sum(row.starred for row in reports)
        self._choice(words.tr("starred"), stars, replace(one, starred=not one.starred), on=one.starred)
        tags = Counter(tag for row in reports for tag in row.tags)
        if tags:
            self.menu.addSeparator()
        for tag in sorted(tags, key=str.casefold):
            self._choice(tag, tags[tag], replace(one, tags=one.tags ^ {tag}), on=tag in one.tags)
        self._fill_assigned()
        if one.narrows:
            self.menu.addSeparator()
            clear = self.menu.addAction(icon("close", self._theme.colours), self.tr("Clear these filters"))
            clear.triggered.connect(lambda: self.set_filter(LibraryFilter(one.words)))

    def _fill_assigned(self) -> None:
        """Mine, each colleague's, nobody's: where there is a plan."""
        one = self._filter
        owners = Counter(name for row in self._session.reports for name in row.assigned or ("",))
        if not one.assigned and set(owners) <= {""}:
            return
        self.menu.addSeparator()
        for name in sorted(
            {*owners, *one.assigned}, key=lambda name: (not self._is_mine(name), not name, name)
        ):
            self._choice(
                self._whose(name),
                owners[name],
                replace(one, assigned=one.assigned ^ {name}),
                on=name in one.assigned,
            )

    def _is_mine(self, name: str) -> bool:
        return self._session.is_open and name.casefold() == self._session.store.reviewer.casefold()

    def _whose(self, name: str) -> str:
        if not name:
            return words.tr("nobody's work")
        if self._is_mine(name):
            return words.tr("my work")
        return words.tr("work of {name}").format(name=name)

    def _choice(self, said: str, count: int, then: LibraryFilter, *, on: bool) -> None:
        action = QAction(f"{said.replace('&', '&&')}\t{count}", self.menu)
        action.setCheckable(True)
        action.setChecked(on)
        action.setEnabled(count > 0 or on)
        action.triggered.connect(lambda: self.set_filter(then))
        self.menu.addAction(action)
