"""The figures of a finding: a line each, which opens the fields that correct it."""

from __future__ import annotations

import dataclasses
from functools import partial

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from reviewer.model import Measure
from reviewer.store.rows import FindingRow
from reviewer.ui import words
from reviewer.ui.detail_text import measure_line
from reviewer.ui.details_form import field_label
from reviewer.ui.fields import CommitLine
from reviewer.ui.part_corrections import PartCorrections
from reviewer.ui.statement_rows import quiet_button
from reviewer.ui.theme import Theme, icon


class MeasureRow(QPushButton):
    """One figure in a line, which opens and shuts its fields."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("row")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._line = ""

    def show_measure(self, measure: Measure) -> None:
        """Show a figure as stored."""
        self._line = measure_line(measure)
        self.setAccessibleName(self.tr("Figure {words}").format(words=self._line))
        self.setToolTip(self._line)
        self._elide()

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = self.width() - 20
        self.setText(self.fontMetrics().elidedText(self._line, Qt.TextElideMode.ElideRight, room))


class MeasureFields(QWidget):
    """The fields of one figure. Each commits when it is left."""

    def __init__(self, parts: PartCorrections, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = parts
        self._theme = theme
        self._finding_id = 0
        self._place = 0
        self._measure: Measure | None = None
        self.value = self._line(self.tr("Value"), self._set_value)
        self.value_to = self._line(self.tr("Upper end, where it is a range"), self._set_value_to)
        self.unit = self._line(self.tr("Unit"), partial(self._set, "unit"))
        self.of = self._line(self.tr("Of what"), partial(self._set, "of"))
        self.as_of = self._line(self.tr("As of when"), self._set_date)
        self.comparator = self._line(self.tr("Compared with"), partial(self._set, "comparator"))
        self.use = quiet_button(self, self.tr("Give it the words selected in the text"))
        self.use.setAccessibleName(self.tr("Give this figure the words selected in the text"))
        self.use.clicked.connect(self._use_selection)
        self.remove = quiet_button(self, self.tr("Remove this figure"))
        self.remove.setAccessibleName(self.tr("Remove this figure"))
        self.remove.clicked.connect(lambda: self._parts.remove_measure(self._finding_id, self._place))
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 4, 0, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        values = QHBoxLayout()
        values.setSpacing(8)
        values.addWidget(self.value, 2)
        values.addWidget(QLabel("–", self))
        values.addWidget(self.value_to, 2)
        values.addWidget(self.unit, 3)
        values.addWidget(self.use)
        values.addWidget(self.remove)
        grid.addWidget(field_label(self.tr("Value, unit"), self, self.value), 0, 0)
        grid.addLayout(values, 0, 1)
        for row, (name, field) in enumerate(
            (
                (self.tr("Of"), self.of),
                (self.tr("As of"), self.as_of),
                (self.tr("Compared"), self.comparator),
            ),
            start=1,
        ):
            grid.addWidget(field_label(name, self, field), row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_measure(self, finding_id: int, place: int, measure: Measure) -> None:
        """Show a figure as stored."""
        if (finding_id, place) != (self._finding_id, self._place):
            self.commit()
        self._finding_id, self._place, self._measure = finding_id, place, measure
        self.value.show_value(_typed(measure.value))
        self.value_to.show_value(_typed(measure.value_to))
        self.unit.show_value(measure.unit)
        self.of.show_value(measure.of)
        self.as_of.show_value(words.day(measure.as_of))
        self.comparator.show_value(measure.comparator or "")

    def _restyle(self) -> None:
        colours = self._theme.colours
        self.use.setIcon(icon("import", colours, colours.muted))
        self.remove.setIcon(icon("delete", colours, colours.muted))

    def commit(self) -> None:
        """Hand over what is being typed."""
        for field in (self.value, self.value_to, self.unit, self.of, self.as_of, self.comparator):
            field.commit()

    def _line(self, name: str, committed) -> CommitLine:  # type: ignore[no-untyped-def]
        line = CommitLine(self)
        line.setAccessibleName(name)
        line.setMinimumWidth(40)
        line.committed.connect(committed)
        return line

    def _set(self, field: str, typed: str | float | None) -> None:
        if self._measure is not None:
            self._store(dataclasses.replace(self._measure, **{field: typed}))  # type: ignore[arg-type]

    def _set_value(self, typed: str) -> None:
        self._set_number("value", typed)

    def _set_value_to(self, typed: str) -> None:
        self._set_number("value_to", typed)

    def _set_number(self, field: str, typed: str) -> None:
        value, is_number = _number(typed)
        if is_number or not typed.strip():
            self._set(field, value)
        else:
            self._parts.advise(self.tr("“{typed}” is no number.").format(typed=typed.strip()))

    def _set_date(self, typed: str) -> None:
        self._set("as_of", words.iso_of(typed) or None)

    def _use_selection(self) -> None:
        spans = self._parts.selected()
        if self._measure is not None and spans:
            self._store(dataclasses.replace(self._measure, spans=spans))

    def _store(self, measure: Measure) -> None:
        self._parts.set_measure(self._finding_id, self._place, measure)


class MeasureRows(QWidget):
    """All figures of the current finding; of one at a time the fields are open."""

    def __init__(self, parts: PartCorrections, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = parts
        self._finding: FindingRow | None = None
        self._open: int | None = None
        self.rows: list[MeasureRow] = []
        self.fields = MeasureFields(parts, theme, self)
        self.fields.hide()
        self.add = QPushButton(self.tr("Add from the selection"), self)
        self.add.setObjectName("link")
        self.add.setAccessibleName(self.tr("Add a figure from the selection"))
        self.add.clicked.connect(self.add_from_selection)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_row(self, finding: FindingRow) -> None:
        """Show the figures of a finding as stored; rows are kept for the next one."""
        if self._finding is None or finding.id != self._finding.id:
            self._open = None
        self._finding = finding
        while len(self.rows) < len(finding.measures):
            row = MeasureRow(self)
            row.clicked.connect(partial(self._turn, len(self.rows)))
            self._layout.insertWidget(len(self.rows), row)
            self.rows.append(row)
        if self._open is not None and self._open >= len(finding.measures):
            self._open = None
        for place, row in enumerate(self.rows):
            if row.isHidden() is (place < len(finding.measures)):
                row.setVisible(place < len(finding.measures))
            row.setChecked(place == self._open)
            if place < len(finding.measures):
                row.show_measure(finding.measures[place])
        self._show_fields()

    def open(self, place: int) -> None:
        """Open the fields of a figure."""
        self._open = place
        if self._finding is not None:
            self.show_row(self._finding)
        self.fields.value.setFocus()

    def commit(self) -> None:
        """Hand over what is being typed."""
        if self._open is not None:
            self.fields.commit()

    def add_from_selection(self) -> None:
        """Make a figure of the words selected in the text, and open its fields."""
        before = self._finding.measures if self._finding is not None else ()
        if self._parts.add_measure() and self._finding is not None:
            new = [place for place, one in enumerate(self._finding.measures) if one not in before]
            if new:
                self.open(new[0])

    def _turn(self, place: int, _checked: bool = False) -> None:
        if self._open == place:
            self.commit()
            self._open = None
            if self._finding is not None:
                self.show_row(self._finding)
        else:
            self.open(place)

    def _show_fields(self) -> None:
        finding, place = self._finding, self._open
        self.fields.setVisible(place is not None)
        if finding is not None and place is not None:
            self.fields.show_measure(finding.id, place, finding.measures[place])
            self._layout.removeWidget(self.fields)
            self._layout.insertWidget(place + 1, self.fields)


def _typed(value: float | None) -> str:
    """A figure as one would type it: exact, without a needless point."""
    if value is None:
        return ""
    return QLocale().toString(float(value), "g", 15)


def _number(typed: str) -> tuple[float | None, bool]:
    """What was typed as a number, with a percent or pound sign or without; and whether it is one."""
    value, is_number = QLocale().toDouble(typed.strip().strip("%£ "))
    return (value, True) if is_number else (None, False)
