"""The details of several findings selected together: what all have, and what all are to have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from reviewer.store.rows import Decision, FindingRow
from reviewer.ui import words
from reviewer.ui.corrections import Corrections
from reviewer.ui.details_form import DetailsForm, field_label, side_by_side
from reviewer.ui.fields import Option, Picker
from reviewer.ui.new_parts import DraftLine
from reviewer.ui.options import kind_options, polarity_options, section_options, theme_options
from reviewer.ui.part_corrections import PartCorrections
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme
from reviewer.ui.theme_chips import ThemeChips

_VARIOUS = "\0"
"""Stands for values that differ."""


class ManyDetails(QWidget):
    """Each field changes all selected findings in one step."""

    def __init__(
        self,
        session: Session,
        corrections: Corrections,
        parts: PartCorrections,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.title = QLabel(self)
        self.title.setFont(theme.font(bold=True))
        self.decided = QLabel(self)
        self.decided.setProperty("tone", "muted")
        self.accept = self._button(self.tr("Accept"), self.tr("Accept all selected findings"), session.accept)
        self.reject = self._button(self.tr("Reject"), self.tr("Reject all selected findings"), session.reject)
        self.restore = self._button(
            self.tr("Restore"), self.tr("Restore all selected findings"), session.restore
        )
        self.kind = self._picker(self.tr("Kind of all"), kind_options, session.set_kind)
        self.theme = self._picker(self.tr("Main theme of all"), theme_options, session.set_theme)
        self.more_themes = ThemeChips(theme, theme_options, self)
        self.more_themes.added.connect(parts.add_theme)
        self.more_themes.made_first.connect(session.set_theme)
        self.more_themes.removed.connect(parts.remove_theme)
        self.polarity = self._picker(
            self.tr("Polarity of all"), lambda: polarity_options(theme.colours), session.set_polarity
        )
        self.section = self._picker(self.tr("Section of all"), self._sections, corrections.put_under)
        self.number = DraftLine(self)
        self.number.setPlaceholderText(self.tr("From, for example 7"))
        self.number.setAccessibleName(self.tr("Number them in reading order, from"))
        self.number.returnPressed.connect(lambda: parts.number_from(self.number.text()))
        self.renumber = self._button(
            self.tr("Number"),
            self.tr("Number them in reading order; without a number, take theirs away"),
            lambda: parts.number_from(self.number.text()),
        )
        self._lay_out()

    def show_rows(self, findings: list[FindingRow]) -> None:
        """Show what several findings have in common."""
        self.title.setText(self.tr("{count} findings selected").format(count=words.number(len(findings))))
        self.title.setFont(self._theme.font(bold=True))
        counts = {one: sum(1 for row in findings if row.decision is one) for one in Decision}
        said = [f"{words.number(count)} {words.decision(one)}" for one, count in counts.items() if count]
        self.decided.setText(" · ".join(said))
        rejected = counts[Decision.REJECTED]
        self.restore.setVisible(rejected > 0)
        self.reject.setVisible(rejected < len(findings))
        self.kind.show_value(_common(row.kind for row in findings))
        self.theme.show_value(_common(row.theme for row in findings))
        main = _common(row.theme for row in findings)
        shared = [one for one in findings[0].themes if all(one in row.themes for row in findings)]
        self.more_themes.show_themes([main, *(one for one in shared if one != main)])
        self.polarity.show_value(_common(row.polarity for row in findings))
        self.section.show_value(_common(str(row.section_id or "") for row in findings))

    def _sections(self) -> list[Option]:
        return section_options(self._session.report, self.tr("before the first heading"))

    def _picker(
        self, name: str, options: Callable[[], list[Option]], committed: Callable[[str], None]
    ) -> Picker:
        def offered() -> list[Option]:
            various = Option(_VARIOUS, self.tr("various"), offered=False)
            return [*options(), various]

        picker = Picker(self._theme, offered, self)
        picker.setAccessibleName(name)
        picker.picked.connect(partial(_unless_various, committed))
        return picker

    def _button(self, text: str, tip: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: do())
        return button

    def _lay_out(self) -> None:
        self.form = DetailsForm(self)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.decided, 1)
        self.form.addLayout(head, 0, 0, 1, 2)
        decide = QHBoxLayout()
        decide.setSpacing(8)
        for button in (self.accept, self.reject, self.restore):
            decide.addWidget(button)
        decide.addStretch(1)
        numbers = QHBoxLayout()
        numbers.setSpacing(8)
        numbers.addWidget(self.number, 1)
        numbers.addWidget(self.renumber)
        self.form.add_row(field_label(self.tr("Decision"), self), decide)
        self.form.add_row(
            field_label(self.tr("Kind, theme"), self, self.kind), side_by_side(self.kind, self.theme)
        )
        self.form.add_row(None, self.more_themes)
        self.form.add_row(field_label(self.tr("Polarity"), self, self.polarity), self.polarity)
        self.form.add_row(field_label(self.tr("Section"), self, self.section), self.section)
        self.form.add_row(field_label(self.tr("Numbers"), self, self.number), numbers)


def _unless_various(committed: Callable[[str], None], value: str) -> None:
    if value != _VARIOUS:
        committed(value)


def _common(values: Iterable[str]) -> str:
    """The value that all have, or what stands for several."""
    found = set(values)
    return found.pop() if len(found) == 1 else _VARIOUS
