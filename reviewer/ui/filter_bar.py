"""The chips above the tree: what is filtered by, each with a cross, and a menu for more."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from reviewer.model import Polarity
from reviewer.store.rows import CodeRole, Decision
from reviewer.ui import codes, words
from reviewer.ui.filters import LIMITS, Facet, FindingFilter, Flag, Mark, Sureness, values_of
from reviewer.ui.flow_layout import FlowLayout
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme, icon


class FilterBar(QFrame):
    """Holds the filter; ``changed`` when it becomes another."""

    changed = Signal(FindingFilter)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._filter = FindingFilter()
        self.setObjectName("header")
        self.field = _FilterField(self)
        self.field.setPlaceholderText(self.tr("Filter findings"))
        self.field.setAccessibleName(self.tr("Filter findings by words"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(170)
        self.add = QToolButton(self)
        self.add.setObjectName("addFilter")
        self.add.setText(self.tr("+ Filter"))
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.add.setToolTip(self.tr("Show only some findings"))
        self.menu = QMenu(self.add)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.add.setMenu(self.menu)
        self.chips: list[QToolButton] = []
        holder = QWidget(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        self._flow = FlowLayout(holder)
        self._flow.addWidget(self.add)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(holder, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.field)
        # Long reports are filtered once the typing pauses.
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(120)
        self._typed.timeout.connect(self._apply_words)
        self.field.textChanged.connect(lambda _text: self._typed.start())
        theme.changed.connect(self._show_chips)
        session.changed.connect(lambda _change: self._show_chips())
        session.report_changed.connect(self._show_chips)

    @property
    def finding_filter(self) -> FindingFilter:
        """The filter in force."""
        return self._filter

    def set_filter(self, finding_filter: FindingFilter) -> None:
        """Filter by something else."""
        self._filter = finding_filter
        if self.field.text().strip() != finding_filter.words:
            self.field.setText(finding_filter.words)
        self._show_chips()
        self.changed.emit(finding_filter)

    def toggle(self, facet: Facet, value: str) -> None:
        """Choose a value of a facet, or no longer."""
        self.set_filter(self._filter.toggled(facet, value))

    def _apply_words(self) -> None:
        text = self.field.text().strip()
        if text != self._filter.words:
            self.set_filter(replace(self._filter, words=text))

    def _show_chips(self) -> None:
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        self._flow.removeWidget(self.add)
        for facet in Facet:
            values = self._filter.values(facet)
            if values:
                self.chips.append(self._chip(facet, values))
        if self._filter.words:
            text = self.tr("“{words}”").format(words=self._filter.words)
            self.chips.append(self._removable(text, lambda: self.set_filter(replace(self._filter, words=""))))
        for widget in (*self.chips, self.add):
            self._flow.addWidget(widget)
            widget.show()
        self.updateGeometry()

    def _chip(self, facet: Facet, values: frozenset[str]) -> QToolButton:
        text = ", ".join(name for value, name in _choices(facet, values) if value in values)
        if facet is Facet.POLARITY:
            signs = " ".join(words.SIGNS[value] for value in Polarity if value in values)
            text = self.tr("Polarity: {signs}").format(signs=signs)
        elif facet is Facet.DECISION:
            findings = self._session.report.findings if self._session.report else []
            count = sum(1 for row in findings if row.decision in values)
            text = f"{text[:1].upper()}{text[1:]} {count}"
        return self._removable(text, lambda: self.set_filter(self._filter.having(facet, frozenset())))

    def _removable(self, text: str, remove: Callable[[], None]) -> QToolButton:
        chip = QToolButton(self._flow.parentWidget())
        chip.setObjectName("chip")
        text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, 190)
        chip.setText(f"{text} ×".replace("&", "&&"))
        chip.setToolTip(self.tr("Remove this filter"))
        chip.setAccessibleName(self.tr("Filter {what}; press to remove").format(what=text))
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.clicked.connect(lambda: remove())
        return chip

    def open_menu(self) -> None:
        """Open what can be filtered by."""
        self.menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height() + 2)))

    def _fill_menu(self) -> None:
        self.menu.clear()
        findings = self._session.report.findings if self._session.report else []
        for facet in Facet:
            submenu = self.menu.addMenu(_facet_name(facet))
            used = {value for row in findings for value in values_of(row, facet)}
            for value, name in _choices(facet, used | self._filter.values(facet)):
                count = sum(1 for row in findings if value in values_of(row, facet))
                action = QAction(f"{name}\t{count}", submenu)
                action.setCheckable(True)
                action.setChecked(value in self._filter.values(facet))
                action.setEnabled(count > 0 or action.isChecked())
                action.triggered.connect(
                    lambda _checked=False, facet=facet, value=value: self.toggle(facet, value)
                )
                submenu.addAction(action)
        if self._filter:
            self.menu.addSeparator()
            clear = self.menu.addAction(icon("close", self._theme.colours), self.tr("Clear all filters"))
            clear.triggered.connect(lambda: self.set_filter(FindingFilter()))


class _FilterField(QLineEdit):
    """Esc empties it, and once more leaves it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.clearFocus()
        else:
            super().keyPressEvent(event)


def _facet_name(facet: Facet) -> str:
    return {
        Facet.DECISION: words.tr("Decision"),
        Facet.POLARITY: words.tr("Polarity"),
        Facet.KIND: words.tr("Kind"),
        Facet.THEME: words.tr("Theme"),
        Facet.FOLLOW_UP: words.tr("Follow-up"),
        Facet.CONFIDENCE: words.tr("How sure the machine is"),
        Facet.TAG: words.tr("Tag"),
        Facet.MARK: words.tr("Marked"),
    }[facet]


def _choices(facet: Facet, used: Collection[str]) -> list[tuple[str, str]]:
    """The values of a facet with their names; ``used`` are those that the report has or the filter holds."""
    if facet is Facet.DECISION:
        return [(value, words.decision(value)) for value in Decision]
    if facet is Facet.POLARITY:
        return [(value, f"{words.SIGNS[value]}  {words.polarity(value)}") for value in Polarity]
    if facet is Facet.KIND:
        return [(key, words.kind(key)) for key in codes.in_use().keys_in_order(CodeRole.KIND, used)]
    if facet is Facet.THEME:
        return [(key, words.theme(key)) for key in codes.in_use().keys_in_order(CodeRole.THEME, used)]
    if facet is Facet.TAG:
        return [(tag, tag) for tag in sorted(used, key=str.casefold)]
    if facet is Facet.FOLLOW_UP:
        return list(_flag_names().items())
    if facet is Facet.CONFIDENCE:
        return list(_sureness_names().items())
    return [
        (Mark.STAR, words.tr("starred")),
        (Mark.NOTES, words.tr("with notes")),
        (Mark.REPEAT, words.tr("raised before")),
    ]


def _flag_names() -> dict[str, str]:
    return {
        Flag.ANY: words.tr("for follow-up"),
        Flag.OPEN: words.tr("follow-up open"),
        Flag.WAITING: words.tr("follow-up waiting"),
        Flag.OVERDUE: words.tr("follow-up overdue"),
        Flag.DONE: words.tr("follow-up done"),
        Flag.NONE: words.tr("no follow-up"),
    }


def _sureness_names() -> dict[str, str]:
    """The bands from the top, as shares."""
    names: dict[str, str] = {}
    above: float | None = None
    for limit, band in LIMITS:
        low, high = words.percent(limit), "" if above is None else words.percent(above)
        if above is None:
            names[band] = words.tr("{share} sure or more").format(share=low)
        elif limit:
            names[band] = words.tr("{share} sure or more, under {limit}").format(share=low, limit=high)
        else:
            names[band] = words.tr("under {limit} sure").format(limit=high)
        above = limit
    names[Sureness.ADDED] = words.tr("added by a reviewer")
    return names
