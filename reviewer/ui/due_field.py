"""A due date: none, one of the usual ones, or a day picked in a calendar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QMenu, QWidget, QWidgetAction

from reviewer.ui import words
from reviewer.ui.fields import Picker, PickerPopup
from reviewer.ui.theme import Theme


class DueField(Picker):
    """Shows an ISO date, ``""`` for none; ``picked`` with the new one."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, list, parent)
        self.menu_shown: QMenu | None = None

    def show_value(self, value: str) -> None:
        """Show the stored date."""
        super().show_value(value)
        day = words.iso_date(value)
        this_year = day is not None and day.year() == QDate.currentDate().year()
        self._words = words.day(value, year=not this_year) if value else self.tr("No date")
        self.setAccessibleDescription(self._words)
        self.setToolTip(self._words)
        self.update()

    def open(self) -> PickerPopup:
        """Open the dates under the field; returns at once."""
        self.menu_shown = due_menu(self, self._value, self._pick)
        self.menu_shown.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        return None  # type: ignore[return-value]


def due_menu(parent: QWidget, current: str, pick: Callable[[str], None]) -> QMenu:
    """The usual dates, a calendar, and no date: ``pick`` gets the ISO date, ``""`` for none."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    today = QDate.currentDate()
    for text, day in (
        (words.tr("Today"), today),
        (words.tr("In a week"), today.addDays(7)),
        (words.tr("In four weeks"), today.addDays(28)),
        (words.tr("In three months"), today.addMonths(3)),
    ):
        iso = day.toString(Qt.DateFormat.ISODate)
        action = menu.addAction(f"{text}\t{words.day(iso, year=day.year() != today.year())}")
        action.triggered.connect(lambda _checked=False, iso=iso: pick(iso))
    menu.addSeparator()
    calendar = QCalendarWidget(menu)
    calendar.setAccessibleName(words.tr("Due date"))
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setSelectedDate(words.iso_date(current) or today)
    holder = QWidgetAction(menu)
    holder.setDefaultWidget(calendar)
    menu.addAction(holder)

    def choose(day: QDate) -> None:
        menu.close()
        pick(day.toString(Qt.DateFormat.ISODate))

    calendar.clicked.connect(choose)
    calendar.activated.connect(choose)
    menu.addSeparator()
    menu.addAction(words.tr("No date")).triggered.connect(lambda: pick(""))
    return menu
