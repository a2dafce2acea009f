"""The statements of a finding, to correct: polarity, words, away with it, one more."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from reviewer.model import Statement
from reviewer.store.rows import FindingRow
from reviewer.ui.fields import Picker
from reviewer.ui.options import polarity_options
from reviewer.ui.part_corrections import PartCorrections
from reviewer.ui.theme import Theme, icon


class StatementRow(QWidget):
    """One statement, the one at ``place``."""

    def __init__(self, theme: Theme, place: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        number = place + 1
        self.polarity = Picker(theme, lambda: polarity_options(theme.colours), self)
        self.polarity.signs_only = True
        self.polarity.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.polarity.setFixedWidth(self.fontMetrics().horizontalAdvance("±") + 44)
        self.polarity.setAccessibleName(self.tr("Polarity of statement {number}").format(number=number))
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setContentsMargins(0, 6, 0, 0)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.use = quiet_button(self, self.tr("Give it the words selected in the text"))
        self.use.setAccessibleName(
            self.tr("Give statement {number} the words selected in the text").format(number=number)
        )
        self.remove = quiet_button(self, self.tr("Remove this statement"))
        self.remove.setAccessibleName(self.tr("Remove statement {number}").format(number=number))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.polarity, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.use, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_statement(self, statement: Statement) -> None:
        """Show a statement as stored."""
        self.polarity.show_value(statement.polarity)
        self.words.setText(statement.text)

    def _restyle(self) -> None:
        colours = self._theme.colours
        self.use.setIcon(icon("import", colours, colours.muted))
        self.remove.setIcon(icon("delete", colours, colours.muted))


class StatementRows(QWidget):
    """All statements of the current finding. One alone that says what the finding says is not repeated."""

    def __init__(self, parts: PartCorrections, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = parts
        self._theme = theme
        self._finding_id = 0
        self.rows: list[StatementRow] = []
        self.add = QPushButton(self.tr("Add from the selection"), self)
        self.add.setObjectName("link")
        self.add.setAccessibleName(self.tr("Add a statement from the selection"))
        self.add.clicked.connect(parts.add_statement)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_row(self, finding: FindingRow) -> None:
        """Show the statements of a finding as stored; rows are kept for the next one."""
        self._finding_id = finding.id
        shown = finding.statements
        if len(shown) == 1 and (shown[0].spans, shown[0].polarity) == (finding.spans, finding.polarity):
            shown = ()
        while len(self.rows) < len(shown):
            self._add_row()
        for place, row in enumerate(self.rows):
            if row.isHidden() is (place < len(shown)):
                row.setVisible(place < len(shown))
            if place < len(shown):
                row.show_statement(shown[place])

    def _add_row(self) -> None:
        place = len(self.rows)
        row = StatementRow(self._theme, place, self)
        row.polarity.picked.connect(partial(self._set_polarity, place))
        row.use.clicked.connect(lambda: self._parts.set_statement_words(self._finding_id, place))
        row.remove.clicked.connect(lambda: self._parts.remove_statement(self._finding_id, place))
        self.rows.append(row)
        self._layout.insertWidget(place, row)

    def _set_polarity(self, place: int, polarity: str) -> None:
        self._parts.set_statement_polarity(self._finding_id, place, polarity)


def quiet_button(parent: QWidget, tip: str) -> QToolButton:
    """A small button with an icon and no frame."""
    button = QToolButton(parent)
    button.setObjectName("quiet")
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
