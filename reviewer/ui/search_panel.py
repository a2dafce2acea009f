"""The search over everything: a field, what to look through, the hits as one types."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.store import Store, StoreError
from reviewer.store.rows import Change
from reviewer.store.search import SearchHit, SearchResults, Where
from reviewer.ui.jobs import Cancelled, Job, Jobs, Monitor
from reviewer.ui.search_results import ResultsModel, ResultsView
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme, icon

_PAUSE: Final = 70
_AFTER_AN_EDIT: Final = 600
"""Milliseconds after the last key, and after an edit, until the store is asked."""

_REMEMBERED: Final = 12


class SearchPanel(QWidget):
    """``opened`` with a hit that is to be shown, and whether the focus goes there; ``closed`` by Esc;
    ``help_wanted`` for the page on searching."""

    opened = Signal(SearchHit, bool)
    closed = Signal()
    help_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._results = SearchResults()
        self._known: dict[Where, int] = {}
        self._asked = ""
        self.recent: list[str] = []
        # Its own, so that an expression need not wait for an import.
        self.jobs = Jobs(self)
        self.setObjectName("searchPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build_bar()
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setContentsMargins(24, 24, 24, 24)
        self.model = ResultsModel(self)
        self.list = ResultsView(self.model, theme, self)
        self.list.setAccessibleName(self.tr("Places found"))
        self.empty = _Empty(self)
        self.pages = QStackedWidget(self)
        for page in (self.empty, self.message, self.list):
            self.pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar)
        layout.addWidget(self.progress)
        layout.addWidget(self.pages, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.search)
        self._connect()
        self._restyle()
        self._show_empty()

    def _build_bar(self) -> None:
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Search reports, findings and notes"))
        self.field.setAccessibleName(self.tr("Search reports, findings and notes"))
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumWidth(160)
        self.field.installEventFilter(self)
        self.regex = QToolButton(self)
        self.regex.setText(".*")
        self.regex.setCheckable(True)
        self.regex.setToolTip(self.tr("Regular expression"))
        self.regex.setAccessibleName(self.tr("Regular expression"))
        segments = QFrame(self)
        segments.setObjectName("segments")
        row = QHBoxLayout(segments)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.where = QButtonGroup(self)
        for number, (text, tip) in enumerate(
            (
                (self.tr("All"), self.tr("Look everywhere")),
                (self.tr("Text"), self.tr("Look in the texts of the reports only")),
                (self.tr("Findings"), self.tr("Look in findings only, as printed and as reworded")),
                (self.tr("Notes"), self.tr("Look in notes only")),
            )
        ):
            button = QToolButton(segments)
            button.setObjectName("segment")
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setCheckable(True)
            button.setProperty("words", text)
            self.where.addButton(button, number)
            row.addWidget(button)
        self.where.button(0).setChecked(True)
        self.here = QToolButton(self)
        self.here.setText(self.tr("This report only"))
        self.here.setCheckable(True)
        self.here.setToolTip(self.tr("Look only in the report that is open"))
        self.count = QLabel(self)
        self.count.setProperty("tone", "muted")
        self.count.setAccessibleName(self.tr("Places found"))
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.stop = QPushButton(self.tr("Stop"), self)
        self.stop.setObjectName("link")
        self.stop.setToolTip(self.tr("End this search"))
        self.help = QPushButton(self.tr("How to search"), self)
        self.help.setObjectName("link")
        self.help.setToolTip(self.tr("Words, phrases, NEAR and more, with examples"))
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(2)
        self.progress.setAccessibleName(self.tr("How far the search is"))
        self._bar = QHBoxLayout()
        self._bar.setContentsMargins(16, 8, 12, 8)
        self._bar.setSpacing(8)
        self._bar.addWidget(self.field, 3)
        for widget in (self.regex, segments, self.here):
            self._bar.addWidget(widget)
        self._bar.addWidget(self.count, 2)
        self._bar.addWidget(self.stop)
        self._bar.addWidget(self.help)
        for switch in (self.regex, self.here, *self.where.buttons()):
            switch.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda text: self._later(_PAUSE) if text else self.search())
        self.regex.toggled.connect(lambda _on: self.search())
        self.here.toggled.connect(lambda _on: self.search())
        self.where.idToggled.connect(lambda _id, on: self.search() if on else None)
        self.stop.clicked.connect(self._stop)
        self.help.clicked.connect(self.help_wanted)
        self.empty.help.clicked.connect(self.help_wanted)
        self.empty.chosen.connect(self.look_for)
        self.list.opened.connect(self.open_current)
        self.list.clicked.connect(lambda _index: self.open_current(stay=True))
        self.list.left.connect(self._leave_list)
        self.jobs.changed.connect(self._show_progress)
        self.jobs.failed.connect(self._fail)
        self._session.changed.connect(self._change)
        self._session.store_changed.connect(self._forget)
        self._session.library_changed.connect(lambda: self._later(_AFTER_AN_EDIT))
        self._session.report_changed.connect(self._show_here)
        self._theme.changed.connect(self._restyle)
        self._show_here()
        self._show_progress()

    # Asking

    def open(self, words: str = "") -> None:
        """Put the focus into the field; ``words`` are looked for."""
        if words:
            self.look_for(words)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def look_for(self, words: str, regex: bool = False) -> None:
        """Look for these words, as if they had been typed."""
        self.regex.setChecked(regex)
        self.field.setText(words)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search()

    def search(self) -> None:
        """Look for what is written in the field."""
        self._timer.stop()
        self._stop()
        typed = self.field.text()
        if not typed.strip() or not self._session.is_open:
            self._known = {}
            self._take(SearchResults(), "")
            return
        if typed != self._asked:
            self._known = {}
        self._asked = typed
        if self.regex.isChecked():
            self._search_beside(typed)
            return
        try:
            found = self._session.store.search(
                typed, where=self._where(), report_id=self._report(), typing=not typed.endswith(" ")
            )
        except StoreError as error:
            self._refuse(str(error))
        else:
            self._take(found, typed)

    def _search_beside(self, typed: str) -> None:
        """A regular expression, which has to read every word: in a thread, on a connection of its own."""
        place, where, report_id = self._session.store.path, self._where(), self._report()

        def work(monitor: Monitor) -> SearchResults | StoreError:
            def progress(done: int, of: int) -> None:
                if monitor.cancelled():
                    raise Cancelled
                if done % 10 == 0:
                    monitor.progress(done, of)

            try:
                with Store.open(place, read_only=True) as own:
                    return own.search(typed, regex=True, where=where, report_id=report_id, progress=progress)
            except StoreError as error:
                return error

        def done(result: object) -> None:
            if isinstance(result, SearchResults):
                self._take(result, typed)
            else:
                self._refuse(str(result))

        self.jobs.run(Job(self.tr("Searching"), work, done))

    def _where(self) -> tuple[Where, ...]:
        chosen = self.where.checkedId()
        return (list(Where)[chosen - 1],) if chosen > 0 else tuple(Where)

    def _report(self) -> int | None:
        report = self._session.report
        return report.row.id if report is not None and self.here.isChecked() else None

    def _later(self, milliseconds: int) -> None:
        if self.isVisible() or milliseconds == _PAUSE:
            self._timer.start(milliseconds)

    def _change(self, change: Change) -> None:
        if self._asked and (change.findings or change.notes or change.structure):
            self._later(_AFTER_AN_EDIT)

    def _stop(self) -> None:
        if self.jobs.busy:
            self.jobs.cancel()

    def finish(self) -> None:
        """End what is being looked for, and wait until it has ended."""
        self._timer.stop()
        self.jobs.cancel()
        self.jobs.finish()

    def _forget(self) -> None:
        self.field.clear()
        self.search()

    # Showing

    def _take(self, found: SearchResults, typed: str) -> None:
        kept = self.current_hit()
        self._results = found
        self._known |= found.counts
        self._asked = typed
        self.model.show(found.hits, {row.id: row for row in self._session.reports})
        self._show_counts()
        if not typed:
            self._show_empty()
        elif not found.hits:
            self._say(self.tr("Nothing holds this. {hint}").format(hint=self._hint()))
        else:
            self.pages.setCurrentWidget(self.list)
            row = next((i for i, one in enumerate(self.model.rows) if one == kept), None)
            first = self.model.next_hit(-1, 1) if row is None else row
            self.list.setCurrentIndex(self.model.index(first or 0))
            self.list.scrollToTop() if row is None else self.list.scrollTo(self.list.currentIndex())

    def _hint(self) -> str:
        if self.here.isChecked():
            return self.tr("Look in all reports, or for fewer words.")
        if self.where.checkedId() > 0:
            return self.tr("Look everywhere, or for fewer words.")
        if self.regex.isChecked():
            return self.tr("A regular expression is taken letter by letter.")
        return self.tr("Try fewer words, or the beginning of one with a *: plan* finds planning.")

    def _refuse(self, why: str) -> None:
        self._known = {}
        self._results = SearchResults()
        self.model.show((), {})
        self._show_counts()
        self.count.setText("")
        self._say(why)

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.pages.setCurrentWidget(self.message)

    def _show_empty(self) -> None:
        self.empty.show_recent(self.recent)
        self.pages.setCurrentWidget(self.empty)

    def _show_counts(self) -> None:
        for number, button in enumerate(self.where.buttons()):
            known = sum(self._known.values()) if not number else self._known.get(list(Where)[number - 1])
            complete = number or len(self._known) == len(Where)
            says = button.property("words")
            button.setText(f"{says} {known:n}" if known is not None and complete and self._asked else says)
        counts = self._results.counts
        total = sum(counts.values())
        if not total:
            self.count.setText("")
            return
        shown = len(self._results.hits)
        parts = []
        if not self._results.complete and shown < total:
            parts.append(self.tr("the best {shown} shown").format(shown=shown))
        reports = self._results.reports
        if reports is not None and not self.here.isChecked():
            one, many = self.tr("in 1 report"), self.tr("in {count} reports")
            parts.append(one if reports == 1 else many.format(count=reports))
        elif reports is None:
            parts = [self.tr("{shown} shown: add a word to narrow it down").format(shown=shown)]
        self.count.setText(", ".join(parts))
        self.count.setToolTip(self.count.text())

    def _show_progress(self) -> None:
        busy = self.jobs.busy
        self.stop.setVisible(busy)
        self.progress.setVisible(busy)
        self.progress.setRange(0, self.jobs.all_parts)
        self.progress.setValue(self.jobs.done_parts)
        if busy:
            self.count.setText(self.tr("searching…"))
        elif self.count.text() == self.tr("searching…"):
            self.count.setText("")

    def _fail(self, error: Exception) -> None:
        raise error

    def _show_here(self) -> None:
        self.here.setEnabled(self._session.report is not None)
        if self.here.isChecked():
            self._later(_PAUSE)

    def _restyle(self) -> None:
        for action in self.field.actions():
            if action.objectName() == "lens":
                self.field.removeAction(action)
        lens = self.field.addAction(
            icon("search", self._theme.colours, self._theme.colours.muted),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        lens.setObjectName("lens")
        self.list.doItemsLayout()

    # Going

    def current_hit(self) -> SearchHit | None:
        """The hit that is chosen."""
        return self.model.hit(self.list.currentIndex())

    @property
    def hits(self) -> tuple[SearchHit, ...]:
        """The hits that are listed."""
        return self._results.hits

    def open_current(self, *, stay: bool = False) -> None:
        """Show the chosen hit on the bench; the focus stays here where ``stay``."""
        hit = self.current_hit()
        if hit is None:
            return
        self._remember()
        self.opened.emit(hit, not stay)

    def step(self, by: int) -> bool:
        """Go to the next (1) or previous (-1) hit and show it; False at the end."""
        if self._timer.isActive():
            self.search()
        if not self.list.go(by):
            return False
        self._remember()
        hit = self.current_hit()
        assert hit is not None
        self.opened.emit(hit, False)
        return True

    def _remember(self) -> None:
        typed = self.field.text().strip()
        if typed:
            self.recent = [typed, *(one for one in self.recent if one != typed)][:_REMEMBERED]

    def _leave_list(self, event: QKeyEvent) -> None:
        """A letter, Esc, or up from the first hit: the field goes on with it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if event.text().isprintable() and event.text().strip():
            self.field.insert(event.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if key in steps:
            if self._timer.isActive():
                self.search()
            self.list.go(steps[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive():
                self.search()
            self.open_current()
            return True
        if key is Qt.Key.Key_Escape:
            self.closed.emit()
            return True
        return False


class _Empty(QWidget):
    """What can be typed, and what was: to click on."""

    chosen = Signal(str, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        examples = (
            ("late minutes", self.tr("both words, in any order"), False),
            ('"strategy meetings"', self.tr("a phrase"), False),
            ("plan*", self.tr("words that begin so: plans, planning"), False),
            (
                "audit NEAR review",
                self.tr("close to each other; NEAR/5: at most five words between"),
                False,
            ),
            ("delay OR drift", self.tr("either"), False),
            ("minutes NOT court", self.tr("one without the other"), False),
            (r"\d+ (working )?days", self.tr("a regular expression"), True),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        grid.addWidget(self._title(self.tr("What you can type")), 0, 0, 1, 2)
        for row, (words, says, regex) in enumerate(examples, start=1):
            grid.addWidget(self._link(words, regex), row, 0)
            grid.addWidget(self._muted(says), row, 1)
        self.help = QPushButton(self.tr("More about searching"), self)
        self.help.setObjectName("link")
        grid.addWidget(self.help, len(examples) + 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.setRowStretch(len(examples) + 2, 1)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._holder = QWidget(self)
        self._holder.setLayout(self._recent)
        self._recent.setContentsMargins(0, 0, 0, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 12)
        layout.setSpacing(48)
        layout.addLayout(grid)
        layout.addWidget(self._holder, 0, Qt.AlignmentFlag.AlignTop)
        layout.addStretch(1)

    def show_recent(self, recent: list[str]) -> None:
        """Offer what was looked for before."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._holder.setVisible(bool(recent))
        self._recent.addWidget(self._title(self.tr("Recent searches")))
        for words in recent[:8]:
            self._recent.addWidget(self._link(words, False), 0, Qt.AlignmentFlag.AlignLeft)

    def _title(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("tone", "heading")
        label.setIndent(7)
        label.setContentsMargins(0, 4, 0, 4)
        return label

    def _muted(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("tone", "muted")
        return label

    def _link(self, words: str, regex: bool) -> QPushButton:
        button = QPushButton(words.replace("&", "&&"), self)
        button.setObjectName("link")
        button.setAccessibleName(self.tr("Search for {words}").format(words=words))
        button.clicked.connect(partial(self.chosen.emit, words, regex))
        return button
