"""The board 'Keeps coming back': threads of settled links, the longest first, with all their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QObject,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.store import StoreError
from reviewer.store.across import Brief
from reviewer.store.rows import ReportRow
from reviewer.ui import words
from reviewer.ui.brief_list import BriefLine, BriefList
from reviewer.ui.earlier_list import TONES
from reviewer.ui.page import Page
from reviewer.ui.rows_model import Index, RowsModel
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme, icon

if TYPE_CHECKING:
    from reviewer.analysis.threads import Thread

_SORT: Final = int(Qt.ItemDataRole.UserRole)
_COLUMNS: Final = ("authority", "issue", "theme", "inspections", "length", "now", "follow_up")


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A thread as the board shows it. ``first`` and ``last`` are its findings in their words."""

    thread: Thread
    authority: str
    first: Brief
    last: Brief
    follow_up: str
    """How far the follow-up of its latest finding is, empty where there is none."""

    @property
    def now(self) -> str:
        """What the latest inspection says."""
        relation = self.thread.last.relation
        return words.relation(relation) if relation is not None else ""

    @property
    def years(self) -> str:
        """The years of its inspections."""
        return " → ".join(year or "?" for year in self.thread.years)


class ThreadsModel(RowsModel[ThreadLine]):
    """The threads, a row each."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        heads = {
            "authority": self.tr("Authority"),
            "issue": self.tr("What was said first"),
            "theme": self.tr("Theme"),
            "inspections": self.tr("Inspections"),
            "length": self.tr("How many"),
            "now": self.tr("At the latest"),
            "follow_up": self.tr("Follow-up"),
        }
        super().__init__([heads[column] for column in _COLUMNS], parent)
        self._theme = theme

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self.rows[index.row()], _COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == _SORT:
            return line.thread.length if column == "length" else self._text(line, column).casefold()
        if role == Qt.ItemDataRole.ToolTipRole and column == "issue":
            return line.first.text
        relation = line.thread.last.relation
        if role == Qt.ItemDataRole.ForegroundRole and column == "now" and relation is not None:
            return QColor(self._theme.colours.of_polarity(TONES[relation]))
        return None

    def _text(self, line: ThreadLine, column: str) -> str:
        return {
            "authority": line.authority,
            "issue": " ".join(line.first.text.split()),
            "theme": words.theme(line.first.theme),
            "inspections": line.years,
            "length": str(line.thread.length),
            "now": line.now,
            "follow_up": line.follow_up,
        }[column]


class ThreadsFilter(QSortFilterProxyModel):
    """Threads of one authority, as long as this, open or addressed, holding some words."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.authority = ""
        self.least = 2
        self.addressed: bool | None = None
        self.held = ""
        self.setSortRole(_SORT)

    def again(self) -> None:
        """Filter once more: a condition has changed."""
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        model = self.sourceModel()
        assert isinstance(model, ThreadsModel)
        line = model.rows[source_row]
        held = f"{line.first.text} {line.last.text} {words.theme(line.first.theme)} {line.years}".casefold()
        return (
            self.authority in ("", line.authority)
            and line.thread.length >= self.least
            and self.addressed in (None, line.thread.is_addressed)
            and all(word in held for word in self.held.casefold().split())
        )


class ThreadsTable(QTableView):
    """Enter goes to the latest finding of a thread, F follows it up."""

    opened = Signal()
    flagged = Signal()
    moved = Signal()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_F and not event.modifiers():
            self.flagged.emit()
        else:
            super().keyPressEvent(event)


class ComingBackPage(Page):
    """``opened`` with a report's and a finding's id."""

    opened = Signal(int, int)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._stale = True
        self.setObjectName("comingBack")
        self.title = QLabel(self.tr("Keeps coming back"), self)
        self.title.setFont(theme.font(1.25, bold=True))
        self.facts = QLabel(self)
        self.facts.setProperty("tone", "muted")
        self.close_button = QToolButton(self)
        self.close_button.setText(self.tr("Back"))
        self.close_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.close_button.setToolTip(self.tr("Back to the report (Esc)"))
        self.authority = QComboBox(self)
        self.authority.setAccessibleName(self.tr("Authority"))
        self.authority.setMinimumContentsLength(16)
        self.length = QComboBox(self)
        self.length.setAccessibleName(self.tr("How many inspections"))
        for least in (2, 3, 4, 5):
            text = self.tr("{count} inspections or more").format(count=least)
            self.length.addItem(self.tr("Any length") if least == 2 else text, least)
        self.state = QComboBox(self)
        self.state.setAccessibleName(self.tr("What the latest inspection says"))
        self.state.addItem(self.tr("Open or addressed"), None)
        self.state.addItem(self.tr("Still open"), False)
        self.state.addItem(self.tr("Addressed"), True)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find in threads"))
        self.field.setAccessibleName(self.tr("Find in threads"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(260)
        self.lines = ThreadsModel(theme, self)
        self.shown = ThreadsFilter(self)
        self.shown.setSourceModel(self.lines)
        self.table = ThreadsTable(self)
        self.table.setAccessibleName(self.tr("Threads: the same issue over several inspections"))
        self.table.setModel(self.shown)
        self.findings = BriefList(theme, self)
        self.findings.setAccessibleName(self.tr("What each inspection said"))
        self.follow_up = QPushButton(self)
        self.follow_up.setToolTip(self.tr("Mark the latest finding to come back to (F)"))
        self.empty = QLabel(self)
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(48, 24, 48, 24)
        self._set_up_table()
        self._lay_out()
        self._connect()
        self._restyle()

    def _set_up_table(self) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 14)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        # The order of the threads themselves: the longest, then the latest.
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        table.setSortingEnabled(True)
        em = table.fontMetrics().horizontalAdvance("0")
        for name, width in (
            ("authority", 20),
            ("theme", 22),
            ("inspections", 28),
            ("length", 13),
            ("now", 22),
            ("follow_up", 14),
        ):
            header.resizeSection(_COLUMNS.index(name), em * width)
        header.setSectionResizeMode(_COLUMNS.index("issue"), QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 12, 16, 8)
        head.setSpacing(12)
        head.addWidget(self.close_button)
        head.addWidget(self.title)
        head.addWidget(self.facts, 1)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 0, 16, 8)
        bar.setSpacing(8)
        for widget in (self.authority, self.length, self.state, self.field):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.follow_up)
        whole = QSplitter(Qt.Orientation.Vertical, self)
        whole.setChildrenCollapsible(False)
        whole.setHandleWidth(1)
        whole.addWidget(self.table)
        whole.addWidget(self.findings)
        whole.setStretchFactor(0, 3)
        whole.setStretchFactor(1, 2)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.empty)
        self.pages.addWidget(whole)
        self._whole = whole
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(bar)
        layout.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.close_button.clicked.connect(self.closed)
        for box in (self.authority, self.length, self.state):
            box.currentIndexChanged.connect(self._filter)
        self.field.textChanged.connect(self._filter)
        self.table.moved.connect(self._follow)
        self.table.opened.connect(self.open_latest)
        self.table.doubleClicked.connect(lambda _index: self.open_latest())
        self.table.flagged.connect(self.raise_follow_up)
        self.findings.chosen.connect(self.opened)
        self.follow_up.clicked.connect(self.raise_follow_up)
        session = self._session
        for signal in (session.changed, session.library_changed, session.store_changed):
            signal.connect(self.mark_stale)
        self._theme.changed.connect(self._restyle)

    def panes(self) -> list[QWidget]:
        return [self.table, self.findings, self.authority]

    # What is current

    @property
    def line(self) -> ThreadLine | None:
        """The current thread."""
        index = self.table.currentIndex()
        return self.lines.rows[self.shown.mapToSource(index).row()] if index.isValid() else None

    def open_latest(self) -> None:
        """Go to the latest finding of the current thread."""
        if self.line is not None:
            last = self.line.thread.last
            self.opened.emit(last.report_id, last.finding_id)

    def raise_follow_up(self) -> None:
        """Mark the latest finding of the current thread to come back to, with why."""
        line, store = self.line, self._session.store
        if line is None or not self._session.writable:
            return
        reason = self.tr("Keeps coming back: {years}").format(years=line.years)
        self._session.edit(lambda: store.flag(line.last.finding_id, reason=reason))

    # Reading

    def mark_stale(self, *_ignored: object) -> None:
        """Read again, now where the page is seen, else when it is shown."""
        self._stale = True
        if self.isVisible():
            self.read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.read()

    def read(self) -> None:
        """Read the threads again."""
        self._stale = False
        kept = self.line.thread.knots[0].finding_id if self.line is not None else None
        try:
            lines = self._read() if self._session.is_open else []
        except StoreError as error:
            self._say(str(error))
            return
        self.lines.show(lines)
        names = sorted({line.authority for line in lines}, key=str.casefold)
        chosen = self.authority.currentData() or ""
        self.authority.blockSignals(True)
        self.authority.clear()
        self.authority.addItem(self.tr("All authorities"), "")
        for name in names:
            self.authority.addItem(name, name)
        self.authority.setCurrentIndex(max(0, self.authority.findData(chosen)))
        self.authority.blockSignals(False)
        self._filter()
        row = next((at for at, line in enumerate(lines) if line.thread.knots[0].finding_id == kept), 0)
        if lines:
            index = self.shown.mapFromSource(self.lines.index(row, 0))
            self.table.setCurrentIndex(index if index.isValid() else self.shown.index(0, 0))
        self._follow()

    def _read(self) -> list[ThreadLine]:
        from reviewer.analysis.history import date_of, name_of
        from reviewer.analysis.threads import threads

        reports = {row.id: row for row in self._session.reports}
        found = threads(self._session.store.links(), {key: date_of(row) for key, row in reports.items()})
        ends = [knot.finding_id for one in found for knot in (one.knots[0], one.last)]
        briefs = {brief.finding_id: brief for brief in self._session.store.briefs(ends)}
        states = {row.finding_id: row.state for row in self._session.follow_ups()}
        lines = []
        for one in found:
            first, last = briefs.get(one.knots[0].finding_id), briefs.get(one.last.finding_id)
            report = reports.get(one.last.report_id)
            if first is None or last is None or report is None:
                continue
            state = states.get(last.finding_id)
            said = words.follow_up_state(state) if state is not None else ""
            lines.append(ThreadLine(one, name_of(report.authority), first, last, said))
        return lines

    # Showing

    def _say(self, text: str) -> None:
        self.empty.setText(text)
        self.pages.setCurrentWidget(self.empty)
        self.follow_up.setEnabled(False)

    def _filter(self, _ignored: object = None) -> None:
        self.shown.authority = self.authority.currentData() or ""
        self.shown.least = self.length.currentData() or 2
        self.shown.addressed = self.state.currentData()
        self.shown.held = self.field.text()
        self.shown.again()
        lines, shown = self.lines.rows, self.shown.rowCount()
        if not lines:
            self.facts.setText("")
            self._say(
                self.tr(
                    "Nothing is settled yet. Open a finding of a later report, press B to see what it may be"
                    " about in earlier ones, and say what became of it: what is settled makes threads here."
                )
            )
            return
        if not shown:
            self._say(self.tr("No thread passes the filters."))
        else:
            self.pages.setCurrentWidget(self._whole)
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.shown.index(0, 0))
        still = sum(not line.thread.is_addressed for line in lines)
        self.facts.setText(
            self.tr("{shown} of {all} threads shown · {open} still open").format(
                shown=shown, all=len(lines), open=still
            )
        )
        self._follow()

    def _follow(self) -> None:
        line = self.line
        marked = line is not None and bool(line.follow_up)
        self.follow_up.setEnabled(line is not None and self._session.writable and not marked)
        self.follow_up.setText(self.tr("Followed up") if marked else self.tr("Follow up"))
        if line is None:
            self.findings.show_lines(())
            return
        reports = {row.id: row for row in self._session.reports}
        relations = {knot.finding_id: knot.relation for knot in line.thread.knots}
        found = self._session.store.briefs(relations)
        lines = []
        for brief in found:
            relation = relations[brief.finding_id]
            said = words.relation(relation) if relation is not None else self.tr("said first")
            report = reports.get(brief.report_id)
            lines.append(BriefLine(brief, " · ".join((_inspection(report), said)) if report else said))
        self.findings.show_lines(lines)

    def _restyle(self) -> None:
        self.close_button.setIcon(icon("back", self._theme.colours))
        self.title.setFont(self._theme.font(1.25, bold=True))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _inspection(report: ReportRow) -> str:
    parts = (
        words.document_type(report.document_type),
        words.day(report.inspection_start or report.publication_date),
    )
    return " · ".join(part for part in parts if part)
