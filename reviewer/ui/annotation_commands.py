"""What the actions on notes, tags and stars do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from reviewer.ui.command_group import CommandGroup
from reviewer.ui.session import Item, Table

if TYPE_CHECKING:
    from reviewer.ui.main_window import MainWindow


class AnnotationCommands(CommandGroup):
    """The actions on notes, tags and stars by the names of the table in ``actions``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        annotations = self._window.annotations
        return {
            "note": self.note,
            "report_note": self.note_on_report,
            "tag": self.tag,
            "report_tag": self.tag_report,
            "star": annotations.toggle_star,
            "report_star": annotations.toggle_report_star,
            "notes": self.toggle_notes,
        }

    def checks(self) -> dict[str, bool]:
        """Which switches are on."""
        report = self._session.report
        return {
            "report_star": report is not None and report.row.starred,
            "notes": self._window.notes_dock.isVisible(),
        }

    def note(self) -> None:
        """Go to the field for a new note on the finding or section; on a judgement's report otherwise."""
        current = self._session.current
        if current is None or current.table is Table.JUDGEMENT:
            self._show_report()
        self._focus(self._window.details.annotations.notes.new)

    def note_on_report(self) -> None:
        """Go to the field for a new note on the report."""
        self._show_report()
        self._focus(self._window.details.annotations.notes.new)

    def tag(self) -> None:
        """Go to the field for a tag on the selected findings."""
        self._focus(self._window.details.annotations.tags.line)

    def tag_report(self) -> None:
        """Go to the field for a tag on the report."""
        self._show_report()
        self._focus(self._window.details.annotations.tags.line)

    def toggle_notes(self) -> None:
        """Show the notes with the field for words, or hide them."""
        self._window.commands.toggle(self._window.notes_dock)
        if self._window.notes_dock.isVisible():
            self._window.notes_panel.content.field.setFocus()

    def _show_report(self) -> None:
        report = self._session.report
        if report is not None:
            self._session.set_current(Item(Table.REPORT, report.row.id))

    def _focus(self, field: QWidget) -> None:
        self._window.show_page(self._window.bench)
        self._window.commands.focus(field)
