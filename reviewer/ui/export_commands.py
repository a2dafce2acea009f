"""Exporting from the window: its dialog, recipes repeated by one click, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu

from reviewer.ui.command_group import CommandGroup
from reviewer.ui.transfers import Exported

if TYPE_CHECKING:
    from reviewer.exporting.recipes import Recipe
    from reviewer.ui.export_dialog import ExportDialog
    from reviewer.ui.main_window import MainWindow


_LAST: Final = "last_export"
"""Under which name the settings keep what was exported last."""


class ExportCommands(CommandGroup):
    """The actions of exporting."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: ExportDialog | None = None
        window.transfers.exported.connect(self.tell)
        window.session.store_changed.connect(self._forget_dialog)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        return {"export": self.open, "export_again": self.repeat}

    def submenus(self) -> dict[str, tuple[str, Callable[[QMenu], None]]]:
        """The recipes, below the two actions."""
        return {"export_again": (self.tr("Export by &recipe"), self.fill)}

    def open(self) -> None:
        """Open the export window, or bring it to the front."""
        # The dialog, with all that it imports, is made when it is first asked for.
        from reviewer.exporting.choice import Choice
        from reviewer.exporting.recipes import Recipe
        from reviewer.ui.export_dialog import ExportDialog

        window = self._window
        if self.dialog is None:
            recipe = self.last() or Recipe("", ("xlsx",), Choice())
            folder = window.settings.folder("export") or str(Path.home() / self.tr("Reviewer export"))
            self.dialog = ExportDialog(window.session, window.theme, recipe, folder, window)
            self.dialog.wanted.connect(self.run)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def repeat(self) -> None:
        """Do the latest export again; open the window where there is none yet."""
        recipe = self.last()
        if recipe is None:
            self.open()
        else:
            self.run(recipe)

    def last(self) -> Recipe | None:
        """What was exported last; None where that can't be read any more."""
        from reviewer.exporting import ExportError
        from reviewer.exporting.recipes import parse

        kept = self._window.settings.choice(_LAST, "")
        try:
            return parse("", kept) if kept else None
        except ExportError:
            return None

    def fill(self, menu: QMenu) -> None:
        """Put the recipes into the menu."""
        from reviewer.exporting import ExportError
        from reviewer.exporting.recipes import recipes

        menu.clear()
        try:
            known = recipes()
        except ExportError as error:
            self._window.notice.say(str(error), bad=True)
            known = {}
        for recipe in known.values():
            action = menu.addAction(recipe.name.replace("&", "&&"))
            action.setEnabled(bool(self._window.session.reports))
            action.triggered.connect(partial(self.run, recipe))
        if not known:
            menu.addAction(self.tr("None yet: keep one in the export window")).setEnabled(False)

    def run(self, recipe: Recipe) -> None:
        """Export as a recipe says; ask for the folder where it names none."""
        from reviewer.exporting import FORMATS
        from reviewer.exporting.recipes import to_toml

        window = self._window
        unknown = next((name for name in recipe.formats if name not in FORMATS), None)
        if unknown is not None:
            window.notice.say(self.tr("There is no format ‘{name}’.").format(name=unknown[:40]), bad=True)
            return
        folder = recipe.output
        if not folder:
            folder = QFileDialog.getExistingDirectory(
                window, self.tr("Export into a folder"), window.settings.folder("export")
            )
        if folder:
            window.settings.set_folder("export", Path(folder))
            window.settings.set_choice(_LAST, to_toml(replace(recipe, output=folder)))
            window.transfers.export_to(Path(folder), recipe.formats, recipe.choice)

    def tell(self, done: Exported) -> None:
        """Say what was written."""
        if done.cancelled and not done.paths:
            self._window.notice.say(self.tr("Export cancelled, nothing was written."))
            return
        count = len(done.paths)
        text = self.tr("1 file") if count == 1 else self.tr("{count} files").format(count=count)
        text = self.tr("{files} written to {folder}.").format(files=text, folder=done.folder)
        if done.cancelled:
            text = self.tr("Export cancelled: {written}").format(written=text)
        self._window.notice.say(text, action=self.tr("Open the folder"), do=partial(open_folder, done.folder))

    def _forget_dialog(self) -> None:
        """Another store has other reports."""
        if self.dialog is not None:
            self.dialog.close()
            self.dialog.deleteLater()
            self.dialog = None


def open_folder(folder: Path) -> None:
    """Show a folder in the system's own program for that."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
