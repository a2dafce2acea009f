"""Which part of the dataset is exported: reports, what is decided, fields; a form that gives a choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from reviewer.exporting.choice import Choice
from reviewer.exporting.recipes import is_date
from reviewer.exporting.tables import DECISIONS, TABLES
from reviewer.store.rows import Decision
from reviewer.ui import words
from reviewer.ui.fields import Option
from reviewer.ui.multi_picker import MultiPicker
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme

_KEY: Final = 16
"""Characters of a file's SHA-256 by which a recipe names a report: enough in any store."""


class ChoiceForm(QWidget):
    """The form. ``changed`` whenever it gives another choice."""

    changed = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.reports = MultiPicker(
            theme, self._reports, self.tr("All reports"), self.tr("{count} reports"), self
        )
        self.authorities = MultiPicker(
            theme, self._authorities, self.tr("All authorities"), self.tr("{count} authorities"), self
        )
        self.types = MultiPicker(theme, self._types, self.tr("All types"), self.tr("{count} types"), self)
        self.decisions = MultiPicker(
            theme, _decisions, self.tr("Whatever was decided"), self.tr("{count} decisions"), self
        )
        self.fields = MultiPicker(theme, _fields, self.tr("All columns"), self.tr("{count} columns"), self)
        self.since, self.until = (
            self._date(self.tr("Inspected since")),
            self._date(self.tr("Inspected until")),
        )
        self.reviewed = QCheckBox(self.tr("Only what is accepted, corrected or added"), self)
        self.follow_ups = QCheckBox(self.tr("Only findings with a follow-up to do"), self)
        self.sources = QCheckBox(self.tr("The reports' own files, too"), self)
        self.sources.setToolTip(self.tr("In formats that can hold them: JSON and REFI-QDA projects"))
        self.sources.setChecked(True)
        self.fault = QLabel(self)
        self.fault.setProperty("tone", "bad")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self._lay_out(theme)
        for picker in self._pickers():
            picker.changed.connect(self._change)
        for field in (self.since, self.until):
            field.textChanged.connect(self._change)
        for box in (self.reviewed, self.follow_ups, self.sources):
            box.toggled.connect(self._change)

    def _pickers(self) -> tuple[MultiPicker, ...]:
        return self.reports, self.authorities, self.types, self.decisions, self.fields

    def _date(self, name: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setAccessibleName(name)
        field.setPlaceholderText(self.tr("2024 or 2024-03-01"))
        field.setClearButtonEnabled(True)
        return field

    def _lay_out(self, theme: Theme) -> None:
        dates = QHBoxLayout()
        dates.setSpacing(8)
        dates.addWidget(self.since, 1)
        dates.addWidget(QLabel(self.tr("until"), self))
        dates.addWidget(self.until, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(8)
        parts: tuple[tuple[str, tuple[tuple[str, MultiPicker | QHBoxLayout | QCheckBox], ...]], ...] = (
            (
                self.tr("Which reports"),
                (
                    (self.tr("Reports"), self.reports),
                    (self.tr("Authority"), self.authorities),
                    (self.tr("Type"), self.types),
                    (self.tr("Inspected"), dates),
                ),
            ),
            (
                self.tr("Which findings"),
                ((self.tr("Decided"), self.decisions), ("", self.reviewed), ("", self.follow_ups)),
            ),
            (self.tr("What of them"), ((self.tr("Columns"), self.fields), ("", self.sources))),
        )
        labels = []
        for heading, rows in parts:
            title = QLabel(heading, self)
            title.setFont(theme.font(bold=True))
            column.addWidget(title)
            form = QFormLayout()
            form.setHorizontalSpacing(12)
            form.setVerticalSpacing(8)
            form.setContentsMargins(0, 0, 0, 12)
            for text, field in rows:
                label = QLabel(text, self)
                label.setProperty("tone", "muted")
                labels.append(label)
                # Beside the middle of its field, however high that is.
                label.setMinimumHeight(field.sizeHint().height())
                if isinstance(field, MultiPicker):
                    field.setAccessibleName(text)
                form.addRow(label, field)
            column.addLayout(form)
        # The fields of all three begin in one line.
        width = max(label.sizeHint().width() for label in labels)
        for label in labels:
            label.setMinimumWidth(width)
        self.fields.setToolTip(self.tr("Of formats that are tables; keys always stay"))
        column.addWidget(self.fault)
        column.addStretch(1)

    # The choice

    def choice(self) -> Choice | None:
        """What the form says; None where a date is none."""
        dates = [field.text().strip() or None for field in (self.since, self.until)]
        if not all(date is None or is_date(date) for date in dates):
            return None
        return Choice(
            reports=self.reports.values,
            authorities=self.authorities.values,
            document_types=self.types.values,
            inspected_from=dates[0],
            inspected_to=dates[1],
            decisions=self.decisions.values,
            reviewed=self.reviewed.isChecked(),
            follow_ups=self.follow_ups.isChecked(),
            fields=self.fields.values,
            sources=self.sources.isChecked(),
        )

    def show_choice(self, choice: Choice) -> None:
        """Fill the form in, as a recipe has it."""
        with QSignalBlocker(self):
            self.reports.show_values(self._keys(choice.reports))
            self.authorities.show_values(choice.authorities)
            self.types.show_values(choice.document_types)
            self.since.setText(choice.inspected_from or "")
            self.until.setText(choice.inspected_to or "")
            self.decisions.show_values(choice.decisions)
            self.reviewed.setChecked(choice.reviewed)
            self.follow_ups.setChecked(choice.follow_ups)
            self.fields.show_values(choice.fields)
            self.sources.setChecked(choice.sources)
        self._change()

    def _keys(self, reports: Sequence[str]) -> list[str]:
        """Reports as the form names them; a recipe may name them by their number, or by more of the hash."""
        rows = self._session.reports
        found = []
        for key in reports:
            named = [row.source_sha256[:_KEY] for row in rows if Choice(reports=(key,)).has_report(row)]
            found += named or [key]
        return list(dict.fromkeys(found))

    def _change(self) -> None:
        wrong = self.choice() is None
        self.fault.setText(self.tr("A date is a year, a month or a day: 2024, 2024-03 or 2024-03-01."))
        self.fault.setVisible(wrong)
        self.changed.emit()

    # What there is to choose from

    def _reports(self) -> list[Option]:
        return [
            Option(
                row.source_sha256[:_KEY],
                " · ".join(
                    part
                    for part in (
                        words.report_title(row),
                        words.document_type(row.document_type),
                        words.report_days(row),
                    )
                    if part
                ),
            )
            for row in self._session.reports
        ]

    def _authorities(self) -> list[Option]:
        names = sorted({row.authority for row in self._session.reports if row.authority}, key=str.casefold)
        return [Option(name, name) for name in names]

    def _types(self) -> list[Option]:
        found = sorted({row.document_type for row in self._session.reports}, key=words.document_type)
        return [Option(one, words.document_type(one)) for one in found]


def _decisions() -> list[Option]:
    return [Option(one, words.decision(Decision(one))) for one in DECISIONS]


def _fields() -> list[Option]:
    return [
        Option(f"{table.name}.{column.name}", f"{table.title}: {column.name.replace('_', ' ')}")
        for table in TABLES.values()
        for column in table.columns
        if column.name != table.key and column.name not in table.links
    ]
