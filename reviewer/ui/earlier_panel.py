"""The panel 'Earlier': what the current finding may be about in earlier reports, both texts side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from reviewer.store import StoreError
from reviewer.store.rows import Change, FindingRow, LinkRow, Relation, ReportRow
from reviewer.ui import words
from reviewer.ui.earlier_list import EarlierLine, EarlierList
from reviewer.ui.flow_layout import FlowLayout
from reviewer.ui.recurrences import Recurrences
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme

if TYPE_CHECKING:
    from reviewer.analysis.recurrence import Candidate, Why

KEYS: Final = {
    Relation.RECURS: Qt.Key.Key_R,
    Relation.IMPROVED_BUT_PERSISTS: Qt.Key.Key_I,
    Relation.WORSENED: Qt.Key.Key_W,
    Relation.ADDRESSED: Qt.Key.Key_A,
    Relation.NOT_SAME: Qt.Key.Key_N,
}
"""The key that settles, while the list of candidates has the focus."""

_LIST: Final = 420
"""How wide the list is at first, in pixels."""

_PAUSE: Final = 60
"""Milliseconds after the last step through the tree until the panel follows."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two texts: whose it is, its words, those to set off, the statement that is meant."""

    head: str
    text: str
    part: str
    terms: frozenset[str]


class EarlierPanel(QWidget):
    """``opened`` with the report and the finding of an earlier concern to go to; ``moved`` when another
    candidate is current, or none; ``left`` by Esc."""

    opened = Signal(int, int)
    moved = Signal()
    left = Signal()

    def __init__(
        self, session: Session, recurrences: Recurrences, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._recurrences = recurrences
        self._theme = theme
        self._shown: int | None = None
        self.setObjectName("earlierPanel")
        self.list = EarlierList(theme, self)
        self.now = _text(self.tr("This finding"), self)
        self.then = _text(self.tr("The earlier concern"), self)
        self.why = QLabel(self)
        self.why.setProperty("tone", "muted")
        self.why.setWordWrap(True)
        self.why.setContentsMargins(14, 4, 14, 0)
        self.buttons: dict[Relation | None, QPushButton] = {}
        self.message = QLabel(self)
        self.message.setProperty("tone", "muted")
        self.message.setWordWrap(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setContentsMargins(48, 16, 48, 16)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.read)
        self.list.moved.connect(self._follow)
        self.list.chosen.connect(self.open_current)
        self.list.installEventFilter(self)
        session.current_changed.connect(self._soon)
        session.report_changed.connect(self._soon)
        session.changed.connect(self._change)
        recurrences.changed.connect(self._soon)
        theme.changed.connect(self._follow)

    def _lay_out(self) -> None:
        keys = QWidget(self)
        row = FlowLayout(keys)
        for relation in KEYS:
            row.addWidget(self._button(relation))
        row.addWidget(self._button(None))
        texts = QSplitter(Qt.Orientation.Horizontal, self)
        texts.setChildrenCollapsible(False)
        texts.setHandleWidth(1)
        texts.addWidget(self.now)
        texts.addWidget(self.then)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(texts, 1)
        column.addWidget(self.why)
        below = QVBoxLayout()
        below.setContentsMargins(14, 6, 14, 8)
        below.addWidget(keys)
        column.addLayout(below)
        whole = QSplitter(Qt.Orientation.Horizontal, self)
        whole.setChildrenCollapsible(False)
        whole.setHandleWidth(1)
        whole.addWidget(self.list)
        whole.addWidget(right)
        whole.setStretchFactor(1, 1)
        whole.setSizes([_LIST, 3 * _LIST])
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.message)
        self.pages.addWidget(whole)
        self._whole = whole
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)

    def _button(self, relation: Relation | None) -> QPushButton:
        if relation is None:
            text, key = self.tr("Take back"), self.tr("Del")
        else:
            said = words.relation(relation)
            text, key = said[:1].upper() + said[1:], chr(KEYS[relation])
        button = QPushButton(f"{text}  {key}", self)
        button.setObjectName("row")
        button.setCheckable(relation is not None)
        button.setToolTip(self.tr("{what} ({key} in the list)").format(what=text, key=key))
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.settle(relation))
        self.buttons[relation] = button
        return button

    # What is current

    @property
    def line(self) -> EarlierLine | None:
        """The current candidate."""
        return self.list.line

    def step(self, by: int) -> None:
        """Make the next or the previous candidate current."""
        self.list.go_to(self.list.row + by)

    def open_current(self) -> None:
        """Go to the current candidate's words."""
        if self.line is not None:
            self.opened.emit(self.line.report_id, self.line.finding_id)

    def settle(self, relation: Relation | None) -> None:
        """Say what became of the current candidate, None to take back what was said.

        After 'not the same' the next one is current.
        """
        line, finding, store = self.line, self._session.finding, self._session.store
        if line is None or finding is None or self._shown != finding.id or not self._session.writable:
            return
        if relation is None:
            link = line.link
            if link is not None:
                self._session.edit(lambda: store.unsettle(link.id))
        else:
            self._session.edit(lambda: store.settle(finding.id, line.finding_id, relation))
            if relation is Relation.NOT_SAME:
                self.step(1)

    # Following the session

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    def _soon(self) -> None:
        if self.isVisible():
            self._timer.start()

    def _change(self, change: Change) -> None:
        if self.isVisible() and (change.findings or change.links or change.structure or change.report):
            self.read()

    def read(self) -> None:
        """Show what there is for the current finding."""
        if not self.isVisible():
            return
        report, finding = self._session.report, self._session.finding
        if report is None or finding is None:
            self._say(self.tr("Choose a finding: here you see what it may be about in earlier reports."))
            return
        trouble = self._cannot(report.row)
        if trouble:
            self._say(trouble)
            return
        self._recurrences.look_at(report.row)
        try:
            lines = self._lines(finding)
        except StoreError as error:
            self._say(str(error))
            return
        if lines:
            self._show(finding, lines)
        elif self._recurrences.fault:
            self._say(self._recurrences.fault)
        elif not self._recurrences.is_ready:
            self._say(self.tr("Comparing with earlier reports…"))
        else:
            self._say(self.tr("Nothing in earlier reports is like this finding."))

    def _cannot(self, row: ReportRow) -> str:
        """Why there is nothing to compare with, empty where there is."""
        from reviewer.analysis.history import date_of, name_of, same_authority

        name = name_of(row.authority)
        if not name:
            return self.tr("This report names no authority. Set it in the facts of the report.")
        if not date_of(row):
            return self.tr("This report has no date. Set when the inspection began, in its facts.")
        earlier = [
            one
            for one in same_authority(name, self._session.reports)
            if one.id != row.id and date_of(one) and date_of(one) < date_of(row)
        ]
        if not earlier:
            return self.tr("There is no earlier report of {authority} here.").format(authority=name)
        return ""

    def _lines(self, finding: FindingRow) -> list[EarlierLine]:
        """The candidates, and what is settled that was none."""
        suggestion = self._recurrences.suggestion(finding.id)
        candidates = suggestion.candidates if suggestion is not None else ()
        strong = suggestion is not None and suggestion.strong
        links = {
            link.earlier_finding_id: link
            for link in self._session.store.links_of(finding.id)
            if link.earlier_finding_id is not None
        }
        known = {one.earlier for one in candidates}
        lines = [
            self._line(one.earlier, links.get(one.earlier), one, strong=strong and place == 0)
            for place, one in enumerate(candidates)
        ]
        lines += [self._line(key, link, None) for key, link in links.items() if key not in known]
        return [line for line in lines if line is not None]

    def _line(
        self, finding_id: int, link: LinkRow | None, candidate: Candidate | None, *, strong: bool = False
    ) -> EarlierLine | None:
        subject = self._recurrences.subject(finding_id)
        if subject is not None:
            report_id, text, theme = subject.report, subject.text, subject.theme
        elif link is not None and link.earlier_report_id is not None:
            row = self._session.store.finding(finding_id)
            report_id, text, theme = row.report_id, row.text, row.theme
        else:
            return None
        report = next((row for row in self._session.reports if row.id == report_id), None)
        if report is None:
            return None
        return EarlierLine(finding_id, report_id, report, text, theme, candidate, link, strong)

    # Showing

    def _say(self, text: str) -> None:
        self._shown = None
        self.list.show_lines(())
        self.message.setText(text)
        self.pages.setCurrentWidget(self.message)
        self.moved.emit()

    def _show(self, finding: FindingRow, lines: Sequence[EarlierLine]) -> None:
        again = self._shown == finding.id
        self._shown = finding.id
        self.pages.setCurrentWidget(self._whole)
        self.list.show_lines(lines, keep=again)
        self._follow()

    def _follow(self) -> None:
        line, finding, report = self.line, self._session.finding, self._session.report
        for relation, button in self.buttons.items():
            settled = line is not None and line.link is not None
            button.setEnabled(
                line is not None and self._session.writable and (relation is not None or settled)
            )
            if relation is not None:
                button.setChecked(
                    line is not None and line.link is not None and line.link.relation is relation
                )
        if line is not None and finding is not None and report is not None and finding.id == self._shown:
            why = line.candidate.why if line.candidate is not None else None
            terms = why.terms if why is not None else frozenset()
            parts = (line.candidate.later_part, line.candidate.earlier_part) if line.candidate else ("", "")
            self._fill(self.now, _Side(_head(report.row, finding.number), finding.text, parts[0], terms))
            self._fill(self.then, _Side(_head(line.report, None), line.text, parts[1], terms))
            self.why.setText(self._reasons(why, line))
        self.moved.emit()

    def _fill(self, view: QTextBrowser, side: _Side) -> None:
        c = self._theme.colours
        style = f"color: {c.muted}; font-size: {self._theme.font(0.92).pointSizeF():.1f}pt;"
        view.setHtml(
            f'<p style="{style} margin: 0 0 4px 0;">{escape(side.head)}</p>'
            f'<p style="color: {c.text}; margin: 0; line-height: 140%;">{self._marked(side)}</p>'
        )

    def _marked(self, side: _Side) -> str:
        """The words as HTML: the statement that is meant on a ground, what both say in bold."""
        from reviewer.analysis.terms import terms

        start = side.text.find(side.part) if side.part else -1
        end = start + len(side.part)
        whole = start <= 0 and end >= len(side.text)
        c, pieces, at = self._theme.colours, [], 0
        for term in terms(side.text):
            inside = start <= term.start < end
            if term.key in side.terms and (inside or start < 0):
                pieces.append((at, term.start, False))
                pieces.append((term.start, term.end, True))
                at = term.end
        pieces.append((at, len(side.text), False))
        html = []
        for first, last, bold in pieces:
            for left, right, meant in _cut(first, last, start, end):
                said = escape(side.text[left:right])
                said = f"<b>{said}</b>" if bold else said
                if meant and not whole:
                    said = f'<span style="background-color: {c.accent_tint};">{said}</span>'
                html.append(said)
        return "".join(html)

    def _reasons(self, why: Why | None, line: EarlierLine) -> str:
        found = []
        if why is not None and why.words:
            said = ", ".join(one if one == other else f"{one} / {other}" for one, other in why.words)
            found.append(self.tr("Both say: {words}").format(words=said))
        if why is not None and why.theme:
            found.append(self.tr("same theme: {theme}").format(theme=words.theme(why.theme)))
        if why is not None and why.said:
            found.append(self.tr("the report speaks of an earlier inspection itself"))
        if line.link is not None:
            found.append(
                self.tr("settled by {who}, {when}").format(
                    who=line.link.settled_by, when=words.moment(line.link.settled_at)
                )
            )
        return " · ".join(found)

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if watched is not self.list or event.type() not in kinds or not isinstance(event, QKeyEvent):
            return False
        if not self._is_ours(event):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        self._press(event)
        return True

    def _is_ours(self, event: QKeyEvent) -> bool:
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            return False
        own = (*KEYS.values(), Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Escape)
        return event.key() in own or Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9

    def _press(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.settle(None)
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self.list.go_to((key - Qt.Key.Key_1) % 10)
        else:
            self.settle(next(relation for relation, own in KEYS.items() if own == key))


def _text(name: str, parent: QWidget) -> QTextBrowser:
    view = QTextBrowser(parent)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setAccessibleName(name)
    view.setOpenLinks(False)
    view.document().setDocumentMargin(14)
    view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    view.setMinimumWidth(160)
    view.setTabChangesFocus(True)
    return view


def _head(report: ReportRow, number: str | None) -> str:
    parts = (
        words.document_type(report.document_type),
        words.day(report.inspection_start or report.publication_date),
        words.tr("no. {number}").format(number=number) if number else "",
    )
    return " · ".join(part for part in parts if part)


def _cut(first: int, last: int, start: int, end: int) -> Iterable[tuple[int, int, bool]]:
    """A piece in those that lie inside and outside ``start`` to ``end``."""
    edges = sorted({first, last, *(edge for edge in (start, end) if first < edge < last)})
    for left, right in pairwise(edges):
        yield left, right, start <= left < end
