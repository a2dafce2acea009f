"""How far reviewers and the machine agree: figures field by field, and each place where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.analysis.agreement import Interval
from reviewer.analysis.double_coding import FEW_OF_A_CODE, FIELDS, NO, YES, Agreement, Disagreement
from reviewer.analysis.raters import MACHINE
from reviewer.ui import words
from reviewer.ui.page import Page
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme, icon

_DIFFERENCE: Final = int(Qt.ItemDataRole.UserRole)
_MOST_ROWS: Final = 2000
"""Differences listed at once: nobody reads more, and the tables of the export have all."""


class AgreementPage(Page):
    """The page. It is given what was compared, and asks for it when something has changed.

    ``wanted`` when it wants to be given it anew, with the colleagues' files; ``place_wanted`` with a
    difference to show; ``add_wanted`` for another file, ``export_wanted`` for the tables.
    """

    wanted = Signal()
    place_wanted = Signal(object)
    add_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._stale = True
        self.found: Sequence[Agreement] = ()
        self.paths: list[Path] = []
        """The colleagues' files."""
        self.title = QLabel(self.tr("Agreement"), self)
        self.facts = QLabel(self)
        self.facts.setProperty("tone", "muted")
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.add_button = QPushButton(self.tr("Compare with a colleague…"), self)
        self.add_button.setToolTip(self.tr("A colleague's store, review bundle, or dataset exported as JSON"))
        self.export_button = QPushButton(self.tr("Export the tables…"), self)
        self.close_button = QToolButton(self)
        self.close_button.setToolTip(self.tr("Back to the reports (Esc)"))
        self.close_button.setAccessibleName(self.tr("Back to the reports"))
        self.raters = QComboBox(self)
        self.raters.setAccessibleName(self.tr("Raters compared"))
        self.raters.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.undecided = QCheckBox(self.tr("Count what is undecided as accepted"), self)
        self.forget_button = QPushButton(self.tr("Only this store"), self)
        self.forget_button.setObjectName("link")
        self.figures = QTreeWidget(self)
        self.field = QComboBox(self)
        self.field.setAccessibleName(self.tr("Field in which they differ"))
        self.field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.field.setMinimumContentsLength(14)
        self.count = QLabel(self)
        self.count.setProperty("tone", "muted")
        self.differences = QTreeWidget(self)
        self.explanation = QLabel(self)
        self.explanation.setProperty("tone", "muted")
        self.explanation.setWordWrap(True)
        self.empty = QLabel(self)
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(48, 24, 48, 24)
        self._set_up_tables()
        self._lay_out()
        self.add_button.clicked.connect(self.add_wanted)
        self.export_button.clicked.connect(self.export_wanted)
        self.close_button.clicked.connect(self.closed)
        self.forget_button.clicked.connect(lambda: self.compare_with([]))
        self.undecided.toggled.connect(self.mark_stale)
        self.raters.currentIndexChanged.connect(self._show_group)
        self.field.currentIndexChanged.connect(self._show_differences)
        self.figures.currentItemChanged.connect(self._follow_figure)
        self.differences.itemActivated.connect(self._open)
        for signal in (session.changed, session.library_changed, session.store_changed):
            signal.connect(self.mark_stale)
        session.store_changed.connect(self.paths.clear)
        theme.changed.connect(self._restyle)
        self._restyle()

    # Being asked and told

    def compare_with(self, paths: Sequence[Path]) -> None:
        """Compare with these files of colleagues, and no others."""
        self.paths[:] = dict.fromkeys(paths)
        self.raters.clear()
        self.mark_stale()

    def mark_stale(self, *_ignored: object) -> None:
        """Something has changed: compare again when next shown, or now."""
        self._stale = True
        self._ask()

    def show_found(self, found: Sequence[Agreement]) -> None:
        """Show what was compared."""
        chosen = self.raters.currentText()
        self.found = [one for one in found if one.reports]
        with QSignalBlocker(self.raters):
            self.raters.clear()
            for one in self.found:
                self.raters.addItem(self._between(one))
            self.raters.setCurrentIndex(max(0, self.raters.findText(chosen)))
        self._show_group()

    def say_busy(self) -> None:
        """The work has begun."""
        self.facts.setText(self.tr("Comparing…"))

    def say_cancelled(self) -> None:
        """The work was cancelled; it begins anew when the page is next shown."""
        self.facts.setText(self.tr("Cancelled"))
        self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def _ask(self) -> None:
        if self._stale and self.isVisible() and self._session.is_open:
            self._stale = False
            self.wanted.emit()

    # Showing

    def _current(self) -> Agreement | None:
        place = self.raters.currentIndex()
        return self.found[place] if 0 <= place < len(self.found) else None

    def _between(self, one: Agreement) -> str:
        return self.tr(" and ").join(self._name(rater) for rater in one.raters)

    def _name(self, rater: str) -> str:
        return self.tr("the machine") if rater == MACHINE else rater

    def _show_group(self) -> None:
        one = self._current()
        for widget in (self.body, self.raters, self.export_button):
            widget.setVisible(one is not None)
        self.forget_button.setVisible(bool(self.paths))
        self.empty.setVisible(one is None)
        self.empty.setText(
            self.tr(
                "There is nothing to compare: these files have no report in common on which two raters have "
                "decided. Compare with another file, or decide on some findings."
            )
            if self.paths
            else self.tr(
                "Nothing to compare yet. Decide on some findings to see how far you agree with the machine, "
                "or compare with a colleague who has reviewed the same reports."
            )
        )
        self.facts.setText("")
        if one is None:
            return
        count = one.reports
        self.facts.setText(self.tr("1 report") if count == 1 else self.tr("{} reports").format(count))
        self._show_figures(one)
        chosen = self.field.currentData()
        with QSignalBlocker(self.field):
            self.field.clear()
            self.field.addItem(self.tr("Every field"), "")
            for name in FIELDS:
                self.field.addItem(self._field(name), name)
            self.field.setCurrentIndex(max(0, self.field.findData(chosen)))
        self._show_differences()
        self.explanation.setText(
            " ".join(
                (
                    self.tr(
                        "1 is full agreement, 0 what chance gives; in brackets the interval that holds the "
                        "true value in 95 of 100 cases. A dash: only one code was ever used. ‘Few’: too few "
                        "units for a figure to lean on. Boundaries count in reports that all have finished."
                    ),
                    *one.notes,
                )
            )
        )

    def _show_figures(self, one: Agreement) -> None:
        self.figures.clear()
        faint = QColor(self._theme.colours.muted)
        rows: list[QTreeWidgetItem] = []
        for field in one.fields:
            found = field.report
            item = QTreeWidgetItem(
                [
                    self._field(field.field),
                    str(found.units),
                    _share(found.percent),
                    _figure(found.kappa),
                    _figure(found.alpha),
                    self.tr("few") if field.few else "",
                ]
            )
            item.setData(0, _DIFFERENCE, field.field)
            item.setFont(0, self._theme.font(bold=True))
            for code, part in found.by_code.items():
                few = field.few or part.units < FEW_OF_A_CODE
                cells = [
                    self._code(field.field, str(code)),
                    str(part.units),
                    "",
                    "",
                    _figure(part.alpha),
                    self.tr("few") if few else "",
                ]
                child = QTreeWidgetItem(item, cells)
                child.setData(0, _DIFFERENCE, field.field)
                rows.append(child)
            rows.append(item)
            self.figures.addTopLevelItem(item)
        for row in rows:
            for column in range(1, 5):
                row.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column in range(1, 6) if row.text(5) else ():
                row.setForeground(column, faint)
        for column in range(6):
            self.figures.resizeColumnToContents(column)

    def _show_differences(self) -> None:
        one = self._current()
        if one is None:
            return
        wanted = self.field.currentData()
        listed = [two for two in one.disagreements if not wanted or two.field == wanted]
        self.differences.clear()
        self.differences.setHeaderLabels(
            [self.tr("Report"), self.tr("Field"), *map(self._name, one.raters), self.tr("Words")]
        )
        for difference in listed[:_MOST_ROWS]:
            text = " ".join(difference.unit.text.split())
            item = QTreeWidgetItem(
                [
                    difference.unit.title,
                    self._field(difference.field),
                    *(self._code(difference.field, code) for code in difference.codes),
                    text,
                ]
            )
            item.setData(0, _DIFFERENCE, difference)
            item.setToolTip(len(one.raters) + 2, text[:500])
            self.differences.addTopLevelItem(item)
        self.count.setText(self._counted(len(listed)))
        for column in range(len(one.raters) + 2):
            self.differences.resizeColumnToContents(column)
            self.differences.setColumnWidth(column, min(180, self.differences.columnWidth(column)))

    def _counted(self, count: int) -> str:
        if not count:
            return self.tr("no differences")
        if count > _MOST_ROWS:
            return self.tr("the first {shown} of {all} differences").format(shown=_MOST_ROWS, all=count)
        return self.tr("1 difference") if count == 1 else self.tr("{} differences").format(count)

    def _follow_figure(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.field.setCurrentIndex(max(0, self.field.findData(item.data(0, _DIFFERENCE))))

    def _open(self, item: QTreeWidgetItem) -> None:
        difference = item.data(0, _DIFFERENCE)
        assert isinstance(difference, Disagreement)
        self.place_wanted.emit(difference)

    def _field(self, name: str) -> str:
        return {
            "presence": self.tr("Finding or not"),
            "boundaries": self.tr("Boundaries"),
            "kind": self.tr("Kind"),
            "polarity": self.tr("Polarity"),
            "theme": self.tr("Theme"),
        }[name]

    def _code(self, field: str, code: str | None) -> str:
        if code is None:
            return "–"
        if code in (YES, NO):
            return self.tr("finding") if code == YES else self.tr("no finding")
        say = {"kind": words.kind, "boundaries": words.kind, "polarity": words.polarity, "theme": words.theme}
        return say[field](code) if field in say else code

    # Keys

    def panes(self) -> list[QWidget]:
        """What F6 goes round."""
        return [self.figures, self.differences]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # Putting together

    def _set_up_tables(self) -> None:
        self.figures.setHeaderLabels(
            [
                self.tr("Field"),
                self.tr("Units"),
                self.tr("Percent"),
                self.tr("Cohen's kappa"),
                self.tr("Krippendorff's alpha"),
                "",
            ]
        )
        self.figures.setAccessibleName(self.tr("Agreement by field and code"))
        self.differences.setAccessibleName(self.tr("Where they differ; Enter goes to the place"))
        self.differences.setRootIsDecorated(False)
        for table in (self.figures, self.differences):
            table.setObjectName("grid")
            table.setFrameShape(QFrame.Shape.NoFrame)
            table.setUniformRowHeights(True)
            table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
            table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            table.header().setSectionsMovable(False)
        self.figures.header().setStretchLastSection(False)
        for column in range(1, 5):
            self.figures.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight)

    def _lay_out(self) -> None:
        head = QFrame(self)
        head.setObjectName("header")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 6, 10, 6)
        row.setSpacing(12)
        for widget in (self.title, self.facts):
            row.addWidget(widget, widget is self.facts)
        for button in (self.add_button, self.export_button, self.close_button):
            row.addWidget(button)
        bar = QFrame(self)
        bar.setObjectName("header")
        controls = QHBoxLayout(bar)
        controls.setContentsMargins(16, 6, 16, 6)
        controls.setSpacing(12)
        controls.addWidget(self.raters)
        controls.addWidget(self.forget_button)
        controls.addStretch(1)
        controls.addWidget(self.undecided)
        left = QWidget(self)
        left_column = QVBoxLayout(left)
        left_column.setContentsMargins(0, 0, 0, 0)
        left_column.setSpacing(0)
        left_column.addWidget(self.figures, 1)
        self.explanation.setContentsMargins(16, 8, 16, 12)
        left_column.addWidget(self.explanation)
        right = QWidget(self)
        right_column = QVBoxLayout(right)
        right_column.setContentsMargins(0, 0, 0, 0)
        right_column.setSpacing(0)
        filters = QHBoxLayout()
        filters.setContentsMargins(12, 8, 12, 8)
        filters.setSpacing(8)
        filters.addWidget(self.field)
        filters.addWidget(self.count, 1)
        right_column.addLayout(filters)
        right_column.addWidget(self.differences, 1)
        self.body = QSplitter(Qt.Orientation.Horizontal, self)
        self.body.setHandleWidth(1)
        self.body.setChildrenCollapsible(False)
        self.body.addWidget(left)
        self.body.addWidget(right)
        self.body.setSizes([780, 620])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(bar)
        layout.addWidget(self.body, 1)
        layout.addWidget(self.empty, 1)

    def _restyle(self) -> None:
        self.title.setFont(self._theme.font(1.15, bold=True))
        self.close_button.setIcon(icon("close", self._theme.colours))
        if self.found:
            self._show_group()


def _share(one: Interval) -> str:
    if one.value is None:
        return "–"
    if one.low is None or one.high is None:
        return words.percent(one.value)
    return f"{words.percent(one.value)} ({words.percent(one.low)} – {words.percent(one.high)})"


def _figure(one: Interval) -> str:
    if one.value is None:
        return "–"
    if one.low is None or one.high is None:
        return f"{one.value:.2f}"
    return f"{one.value:.2f} ({one.low:.2f} – {one.high:.2f})"
