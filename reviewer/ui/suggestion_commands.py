"""What the actions on suggestions do: take one, take all that are alike, switch them, look into them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from reviewer.store.rows import FindingRow
from reviewer.store.store import utc_now
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.settings import Settings
from reviewer.ui.suggestions import Mode
from reviewer.ui.tree_nodes import NodeType

if TYPE_CHECKING:
    from reviewer.ui.main_window import MainWindow
    from reviewer.ui.suggestions_dialog import SuggestionsDialog


class SuggestionCommands(CommandGroup):
    """The actions on suggestions by the names of the table in ``actions``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._suggestions = window.suggestions
        line = window.details.finding.suggestion
        line.shown = self.shown
        line.taken.connect(self.take)
        line.taken_alike.connect(self.take_alike)
        self._suggestions.changed.connect(self._follow)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        return {
            "take_suggestion": self.take,
            "take_suggestion_alike": self.take_alike,
            "suggestions": self.toggle,
            "suggestions_learned": self.show_learned,
            "most_instructive": self.toggle_instructive,
        }

    def checks(self) -> dict[str, bool]:
        """Which switches are on."""
        return {
            "suggestions": self._suggestions.mode is not Mode.OFF,
            "most_instructive": self._session.doubt is not None,
        }

    def has(self) -> dict[str, bool]:
        """Whether something is suggested for the current finding."""
        finding = self._session.finding
        return {"suggestion": finding is not None and bool(self._suggestions.of(finding))}

    def restore(self, settings: Settings) -> None:
        """Take up the order of the queue as it was left."""
        self._set_instructive(settings.flag("most_instructive_first", False))

    def save(self, settings: Settings) -> None:
        """Remember the order of the queue."""
        settings.set_flag("most_instructive_first", self._session.doubt is not None)

    # Taking

    def take(self) -> None:
        """Give the current finding what is suggested for it."""
        finding = self._session.finding
        found = self._suggestions.of(finding) if finding is not None else ()
        if finding is not None and found:
            self._suggestions.take(found[0], [finding])

    def take_alike(self) -> None:
        """Give it to all findings that the tree shows and for which the same is suggested: one step."""
        finding = self._session.finding
        found = self._suggestions.of(finding) if finding is not None else ()
        if not found:
            return
        rows = self._suggestions.alike(found[0], self.shown())
        self._suggestions.take(found[0], rows)
        self._window.notice.say(
            self.tr("1 finding coded as suggested.")
            if len(rows) == 1
            else self.tr("{count} findings coded as suggested.").format(count=len(rows)),
            action=self.tr("Undo"),
            do=self._session.undo,
        )

    def shown(self) -> list[FindingRow]:
        """The findings that the tree shows."""
        report = self._session.report
        if report is None:
            return []
        shown = set(self._window.tree.findings_model.shown_ids(NodeType.FINDING))
        return [row for row in report.findings if row.id in shown]

    # Switching

    def toggle(self) -> None:
        """Show suggestions, or no longer."""
        on = self._suggestions.mode is Mode.OFF
        self._suggestions.set_mode(Mode.ON if on else Mode.OFF)
        self._window.notice.say(
            self.tr("Suggestions are learned from your decisions, and shown beside the codebook's own.")
            if on
            else self.tr("Nothing is suggested from your decisions any more.")
        )
        self._window.refresh_checks()

    def toggle_instructive(self) -> None:
        """Take first what a decision on would teach most, or go by the report again."""
        self._set_instructive(self._session.doubt is None)
        self._window.notice.say(
            self.tr("Next undecided: what would teach most first.")
            if self._session.doubt is not None
            else self.tr("Next undecided: in the order of the report.")
        )
        self._window.refresh_checks()

    def _set_instructive(self, on: bool) -> None:
        self._session.doubt = self._suggestions.doubt if on else None

    def _follow(self) -> None:
        if self._session.finding is not None:
            self._window.details.show_suggestion()
        self._window.follow()

    # Looking into

    def show_learned(self) -> None:
        """The action of that name."""
        self.look_into()

    def look_into(self) -> SuggestionsDialog:
        """Show what was learned, and what can be done with it."""
        from reviewer.ui.suggestions_dialog import SuggestionsDialog

        dialog = SuggestionsDialog(self._suggestions, self._window.theme, self._window)
        dialog.reset_wanted.connect(lambda: self._suggestions.reset(utc_now()))
        dialog.export_wanted.connect(self._export)
        dialog.import_wanted.connect(self._import)
        dialog.show()
        if self._suggestions.learned is None:
            self._suggestions.learn()
        return dialog

    def _export(self) -> None:
        name, _chosen = QFileDialog.getSaveFileName(
            self._window, self.tr("Export what was learned"), self.tr("suggestions.json"), self._files()
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write what was learned to a file."""
        from reviewer.exporting.files import ExportError

        try:
            self._suggestions.write(path)
        except ExportError as error:
            self._window.notice.say(str(error), bad=True)
            return
        self._window.notice.say(self.tr("Written: {path}").format(path=path))

    def _import(self) -> None:
        name, _chosen = QFileDialog.getOpenFileName(
            self._window, self.tr("Begin from a colleague's file"), "", self._files()
        )
        if name:
            self.import_from(Path(name))

    def import_from(self, path: Path) -> None:
        """Begin from what a colleague's Reviewer learned."""
        from reviewer.exporting.files import ExportError

        try:
            self._suggestions.bring(path)
        except OSError as error:
            self._window.notice.say(
                self.tr("{path} can't be read: {why}").format(path=path, why=error.strerror), bad=True
            )
        except (json.JSONDecodeError, UnicodeDecodeError):
            self._window.notice.say(self.tr("This file holds no suggestions of Reviewer."), bad=True)
        except (ValueError, ExportError) as error:
            self._window.notice.say(str(error), bad=True)

    def _files(self) -> str:
        return self.tr("Suggestions (*.json)")
