"""Who changed what, when, from what to what: of the current finding or of the whole report, and the way back.

Read from the store's log, the latest step first; nothing here is kept by the window.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.store.rows import HeardStep, HistoryEntry
from reviewer.ui import words
from reviewer.ui.history_text import Line, lines
from reviewer.ui.session import OpenReport, Session
from reviewer.ui.theme import Theme

_AT_ONCE: Final = 200
"""Steps that are shown until older ones are asked for."""

_STEP: Final = Qt.ItemDataRole.UserRole
_FINDING, _REPORT = range(2)
_WHEN, _WHO, _WHAT, _BEFORE, _AFTER = range(5)


class HistoryPanel(QWidget):
    """The list with its scope. ``export_wanted`` with the finding's id, 0 for the report's history."""

    export_wanted = Signal(int)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._most = _AT_ONCE
        self._read_for: tuple[int, int] | None = None
        self.scope = QComboBox(self)
        self.scope.setAccessibleName(self.tr("Whose history"))
        self.scope.addItem(self.tr("This finding"))
        self.scope.addItem(self.tr("The whole report"))
        self.subject = QLabel(self)
        self.subject.setProperty("tone", "muted")
        self.subject.setTextFormat(Qt.TextFormat.PlainText)
        self.back = QPushButton(self.tr("Take the finding back to here"), self)
        self.export = QPushButton(self.tr("Export this history…"), self)
        self.list = self._table()
        self.empty = QLabel(self)
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.older = QPushButton(self.tr("Show older steps"), self)
        self.older.setObjectName("link")
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        bar.addWidget(self.scope)
        bar.addWidget(self.subject, 1)
        bar.addWidget(self.back)
        bar.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.older, 0, Qt.AlignmentFlag.AlignLeft)
        self.scope.currentIndexChanged.connect(self._again)
        self.older.clicked.connect(self._show_older)
        self.back.clicked.connect(self.take_back)
        self.export.clicked.connect(lambda: self.export_wanted.emit(self._finding_id()))
        self.list.itemSelectionChanged.connect(self._enable)
        session.changed.connect(self._changed)
        session.current_changed.connect(self._moved)
        session.report_changed.connect(self._again)
        theme.changed.connect(self._again)

    def _table(self) -> QTreeWidget:
        table = QTreeWidget(self)
        table.setObjectName("problems")
        table.setAccessibleName(self.tr("Changes, the latest first"))
        table.setHeaderLabels(
            [self.tr("When"), self.tr("Who"), self.tr("What"), self.tr("From"), self.tr("To")]
        )
        table.setUniformRowHeights(True)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = table.header()
        em = table.fontMetrics().horizontalAdvance("0")
        for column, width in ((_WHEN, 24), (_WHO, 14), (_WHAT, 40), (_BEFORE, 36)):
            header.resizeSection(column, em * width)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        return table

    # What is shown

    def show_scope(self, whole_report: bool) -> None:
        """Show the history of the report, or of the current finding."""
        self.scope.setCurrentIndex(_REPORT if whole_report else _FINDING)
        self._again()

    def _finding_id(self) -> int:
        finding = self._session.finding
        return finding.id if finding is not None and self.scope.currentIndex() == _FINDING else 0

    def _shown(self) -> tuple[int, int] | None:
        """The report and the finding whose history is to be shown; None where there is neither."""
        report = self._session.report
        if report is None or (self.scope.currentIndex() == _FINDING and not self._finding_id()):
            return None
        return report.row.id, self._finding_id()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._again()

    def _changed(self, _change: object) -> None:
        self._read_for = None
        if self.isVisible():
            self.read()

    def _moved(self) -> None:
        if self.isVisible() and self._shown() != self._read_for:
            self._again()

    def _again(self) -> None:
        self._most = _AT_ONCE
        self._read_for = None
        if self.isVisible():
            self.read()

    def _show_older(self) -> None:
        self._most *= 10
        self.read()

    def read(self) -> None:
        """Read the log again; the step that was selected stays so."""
        chosen = self.step_id
        self.list.clear()
        shown = self._shown()
        self._read_for = shown
        report = self._session.report
        entries: list[HistoryEntry] = []
        if shown is not None and report is not None:
            entries = self._session.store.history(shown[0], shown[1] or None, latest=self._most + 1)
            headings = {row.id: row.heading for row in report.sections}
            heard = {} if shown[1] else self._heard(shown[0])
            for entry in entries[: self._most]:
                self._add(entry, report, headings, shown[1])
                self._add_heard(heard.get(entry.id, ()))
        self.older.setVisible(len(entries) > self._most)
        if entries and len(entries) <= self._most:
            self._add_beginning(report)
        self.list.setVisible(bool(entries))
        self.empty.setVisible(not entries)
        self.empty.setText(self._nothing(shown))
        self.subject.setText(self._called())
        self._select(chosen)
        self._enable()

    def _add(
        self, entry: HistoryEntry, report: OpenReport, headings: Mapping[int, str], finding_id: int
    ) -> None:
        found = [
            line
            for line in lines(entry, self._name, report.source.text, headings)
            if line.before != line.after
        ]
        item = QTreeWidgetItem([words.moment(entry.at), entry.by, self._title(entry), "", ""])
        item.setData(0, _STEP, entry.id)
        if len(found) == 1:
            _fill(item, found[0])
        else:
            for line in found:
                child = QTreeWidgetItem(["", "", line.what, "", ""])
                child.setToolTip(_WHAT, line.what)
                child.setData(0, _STEP, entry.id)
                _fill(child, line)
                item.addChild(child)
        if entry.undone:
            muted = QColor(self._theme.colours.muted)
            font = QFont(self.list.font())
            font.setStrikeOut(True)
            for column in range(self.list.columnCount()):
                item.setForeground(column, muted)
            item.setFont(_WHAT, font)
        self.list.addTopLevelItem(item)
        if finding_id:
            item.setExpanded(True)

    def _heard(self, report_id: int) -> dict[int, list[HeardStep]]:
        """What colleagues did, by the step that merged it."""
        found: dict[int, list[HeardStep]] = {}
        for step in self._session.store.heard(report_id):
            found.setdefault(step.merged_in, []).append(step)
        return found

    def _add_heard(self, told: Sequence[HeardStep]) -> None:
        """A colleague's steps under the merge that brought them, which has just been added."""
        merge = self.list.topLevelItem(self.list.topLevelItemCount() - 1)
        for step in told:
            title = step.name[:1].upper() + step.name[1:]
            child = QTreeWidgetItem([words.moment(step.at), step.by, title, "", ""])
            child.setToolTip(_WHAT, title)
            if merge is not None:
                child.setData(0, _STEP, merge.data(0, _STEP))
                merge.addChild(child)

    def _add_beginning(self, report: OpenReport | None) -> None:
        if report is None:
            return
        item = QTreeWidgetItem(
            [words.moment(report.row.imported_at), "", self.tr("Imported, as the machine read it"), "", ""]
        )
        item.setData(0, _STEP, 0)
        self.list.addTopLevelItem(item)

    def _title(self, entry: HistoryEntry) -> str:
        title = entry.name[:1].upper() + entry.name[1:]
        if entry.batch:
            title = self.tr("{step} (in all reports)").format(step=title)
        return self.tr("{step} (undone)").format(step=title) if entry.undone else title

    def _name(self, table: str, row_id: int, fields: Mapping[str, Any]) -> str:
        """How a row is called: a finding by its number or first words, others by what they are."""
        report = self._session.report
        if table == "finding":
            row = report.finding(row_id) if report is not None else None
            number = row.number if row is not None else fields.get("number")
            if number:
                return self.tr("Finding {number}").format(number=number)
            text = row.text if row is not None else str(fields.get("verbatim") or "")
            if not text:
                return self.tr("A finding that is gone")
            return self.tr("Finding ‘{words}’").format(words=shorten(text, 40, placeholder="…"))
        return {
            "judgement": self.tr("Judgement"),
            "section": self.tr("Heading"),
            "note": self.tr("Note"),
            "follow_up": self.tr("Follow-up"),
            "tag": self.tr("Tag"),
            "seen": self.tr("Passage seen"),
            "review": self.tr("Report"),
            "assignment": self.tr("Whose work it is"),
            "link": self.tr("Earlier concern"),
        }.get(table, table.replace("_", " ").capitalize())

    def _called(self) -> str:
        report, finding = self._session.report, self._session.finding
        if report is None:
            return ""
        if self.scope.currentIndex() == _REPORT:
            return words.report_title(report.row)
        return "" if finding is None else self._name("finding", finding.id, {})

    def _nothing(self, shown: tuple[int, int] | None) -> str:
        if self._session.report is None:
            return self.tr("Open a report to see who changed what in it.")
        if shown is None:
            return self.tr("Choose a finding to see who changed what in it.")
        return self.tr("Nothing was changed yet: all is as the machine read it.")

    # The way back

    @property
    def step_id(self) -> int | None:
        """The step that is selected, 0 for the import; None where none is."""
        items = self.list.selectedItems()
        return None if not items else int(items[0].data(0, _STEP))

    def _select(self, step_id: int | None) -> None:
        if step_id is None:
            return
        for index in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(index)
            if item is not None and item.data(0, _STEP) == step_id:
                self.list.setCurrentItem(item)
                return

    def _enable(self) -> None:
        whole = self.scope.currentIndex() == _REPORT
        self.back.setText(
            self.tr("Take the report back to here") if whole else self.tr("Take the finding back to here")
        )
        self.back.setToolTip(
            self.tr(
                "As it was after the chosen step. What came since stays in the history; undo takes this back."
            )
        )
        first = self.list.topLevelItem(0)
        latest = first is not None and self.step_id == first.data(0, _STEP)
        self.back.setEnabled(self._session.writable and self.step_id is not None and not latest)
        self.export.setEnabled(first is not None)

    def take_back(self) -> None:
        """Put the finding, or the report, as it was after the chosen step: itself a step."""
        shown, step_id = self._shown(), self.step_id
        if shown is None or step_id is None or not self.back.isEnabled():
            return
        report_id, finding_id = shown
        self._session.edit(lambda: self._session.store.take_back(report_id, step_id, finding_id or None))


def _fill(item: QTreeWidgetItem, line: Line) -> None:
    for column, value in ((_BEFORE, line.before), (_AFTER, line.after)):
        one_line = " ".join(value.split())
        item.setText(column, shorten(one_line, 300, placeholder="…") if one_line else "—")
        item.setToolTip(column, value)
