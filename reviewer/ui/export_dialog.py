"""The export window: for whom, which part of the dataset, into which folder. Beside the work, not over it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.exporting import ExportError
from reviewer.exporting.choice import Choice
from reviewer.exporting.counting import Counted, counted
from reviewer.exporting.recipes import Recipe, recipes, remove, save
from reviewer.ui.export_choice import ChoiceForm
from reviewer.ui.export_formats import FormatList
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme


class ExportDialog(QDialog):
    """Begins with what ``recipe`` says and a ``folder``; ``wanted`` with what is to be exported."""

    wanted = Signal(Recipe)

    def __init__(self, session: Session, theme: Theme, recipe: Recipe, folder: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._name = ""
        self.setWindowTitle(self.tr("Export"))
        self.setModal(False)
        self.resize(940, 680)
        self.setMinimumSize(720, 480)
        self.formats = FormatList(theme, self)
        self.form = ChoiceForm(session, theme, self)
        self.recipe_button = QToolButton(self)
        self.recipe_button.setText(self.tr("Recipes"))
        self.recipe_button.setToolTip(self.tr("Choices that were kept under a name"))
        self.recipe_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.recipe_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.recipe_button.setObjectName("addFilter")
        self.recipe_menu = QMenu(self.recipe_button)
        self.recipe_menu.aboutToShow.connect(self._fill_recipes)
        self.recipe_button.setMenu(self.recipe_menu)
        self.folder = QLineEdit(folder, self)
        self.folder.setAccessibleName(self.tr("Folder"))
        self.folder.setPlaceholderText(self.tr("The folder to write to; it is made if it is not there"))
        self.browse = QPushButton(self.tr("Choose…"), self)
        self.browse.clicked.connect(self._browse)
        self.count = QLabel(self)
        self.count.setWordWrap(True)
        self.keep = QPushButton(self.tr("Keep as a recipe…"), self)
        self.keep.clicked.connect(partial(self._name_recipe, True))
        self.close_button = QPushButton(self.tr("Close"), self)
        self.close_button.clicked.connect(self.close)
        self.export = QPushButton(self.tr("Export"), self)
        self.export.setObjectName("primary")
        self.export.setDefault(True)
        self.export.clicked.connect(self._export)
        self.name = QLineEdit(self)
        self.name.setAccessibleName(self.tr("Name of the recipe"))
        self.name.setPlaceholderText(self.tr("A name, such as Board pack"))
        self.name.setMaximumWidth(280)
        self.name.returnPressed.connect(self._save)
        self.save = QPushButton(self.tr("Keep"), self)
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self._save)
        self._lay_out(theme)
        self.formats.changed.connect(self._show)
        self.form.changed.connect(self._show)
        self.folder.textChanged.connect(self._show)
        self.name.textChanged.connect(self._show)
        session.library_changed.connect(self._read)
        session.changed.connect(self._read)
        session.store_changed.connect(self._read)
        self._tallies = session.store.tallies()
        self.show_recipe(recipe)

    def _lay_out(self, theme: Theme) -> None:
        title = QLabel(self.tr("Export the dataset"), self)
        title.setFont(theme.font(1.25, bold=True))
        head = QHBoxLayout()
        head.setContentsMargins(20, 16, 20, 12)
        head.addWidget(title, 1)
        head.addWidget(self.recipe_button)
        choice = QScrollArea(self)
        choice.setFrameShape(QFrame.Shape.NoFrame)
        choice.setWidgetResizable(True)
        choice.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.form.setObjectName("canvas")
        choice.setWidget(self.form)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.formats, 1)
        middle.addWidget(_line(self, vertical=True))
        middle.addWidget(choice, 1)
        folder_label = QLabel(self.tr("Folder"), self)
        folder_label.setBuddy(self.folder)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(folder_label)
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse)
        self.naming = QWidget(self)
        naming = QHBoxLayout(self.naming)
        naming.setContentsMargins(0, 0, 0, 0)
        naming.setSpacing(8)
        naming.addWidget(self.name, 1)
        naming.addWidget(self.save)
        naming.addStretch(1)
        self.naming.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.count, 1)
        for button in (self.keep, self.close_button, self.export):
            buttons.addWidget(button)
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 12, 20, 16)
        foot.setSpacing(12)
        foot.addLayout(place)
        foot.addWidget(self.naming)
        foot.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(_line(self))
        column.addLayout(middle, 1)
        column.addWidget(_line(self))
        column.addLayout(foot)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()
        next(box for box in self.formats.boxes.values() if box.isEnabled()).setFocus()

    # What is chosen

    def recipe(self) -> Recipe | None:
        """What the window asks for; None while something is missing."""
        choice = self.form.choice()
        if choice is None or not self.formats.chosen or not self.folder.text().strip():
            return None
        return Recipe(self._name, self.formats.chosen, choice, self.folder.text().strip())

    def show_recipe(self, recipe: Recipe) -> None:
        """Fill the window in."""
        self._name = recipe.name
        self.formats.choose(recipe.formats)
        if recipe.output:
            self.folder.setText(recipe.output)
        self.form.show_choice(recipe.choice)

    def counted(self) -> Counted:
        """What would be written."""
        return counted(self.form.choice() or Choice(), self._session.reports, self._tallies)

    def _read(self, *_ignored: object) -> None:
        if self.isVisible() and self._session.is_open:
            self._tallies = self._session.store.tallies()
            self._show()

    def _show(self) -> None:
        found = self.counted()
        parts = [
            self.tr("{count} of {all} reports").format(count=found.reports, all=len(self._session.reports)),
            self.tr("1 finding") if found.findings == 1 else self.tr("{} findings").format(found.findings),
        ]
        if found.judgements:
            one = found.judgements == 1
            parts.append(self.tr("1 judgement") if one else self.tr("{} judgements").format(found.judgements))
        if found.follow_ups:
            one = found.follow_ups == 1
            parts.append(
                self.tr("1 follow-up to do")
                if one
                else self.tr("{} follow-ups to do").format(found.follow_ups)
            )
        text = " · ".join(parts)
        if not self.formats.chosen:
            text = self.tr("Tick a format on the left.")
        elif not found.reports:
            text = self.tr("No report is chosen: widen the choice on the right.")
        elif not self.folder.text().strip():
            text = self.tr("Choose the folder to write to.")
        self._tell(text)
        self.export.setEnabled(self.recipe() is not None and found.reports > 0)
        self.save.setEnabled(bool(self.name.text().strip()) and self.recipe() is not None)

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Export into a folder"), self.folder.text())
        if folder:
            self.folder.setText(str(Path(folder)))

    def _export(self) -> None:
        recipe = self.recipe()
        if recipe is not None:
            self.close()
            self.wanted.emit(recipe)

    # Recipes

    def _fill_recipes(self) -> None:
        self.recipe_menu.clear()
        try:
            known = recipes()
        except ExportError as error:
            self._tell(str(error), bad=True)
            known = {}
        for recipe in known.values():
            action = self.recipe_menu.addAction(recipe.name.replace("&", "&&"))
            action.triggered.connect(partial(self.show_recipe, recipe))
        if known:
            self.recipe_menu.addSeparator()
            forget = self.recipe_menu.addMenu(self.tr("Forget"))
            for name in known:
                forget.addAction(name.replace("&", "&&")).triggered.connect(partial(self._forget, name))
        else:
            self.recipe_menu.addAction(self.tr("None yet")).setEnabled(False)

    def _name_recipe(self, wanted: bool) -> None:
        self.naming.setVisible(wanted)
        self.keep.setVisible(not wanted)
        self.name.setText(self._name)
        self.name.selectAll()
        self.name.setFocus()

    def _save(self) -> None:
        recipe = self.recipe()
        name = self.name.text().strip()
        if recipe is None or not name:
            return
        try:
            save(Recipe(name, recipe.formats, recipe.choice, recipe.output))
        except ExportError as error:
            self._tell(str(error), bad=True)
            return
        self._name = name
        self._name_recipe(False)
        self._tell(self.tr("Kept. Repeat it with File › Export by recipe."))

    def _forget(self, name: str) -> None:
        try:
            remove(name)
        except ExportError as error:
            self._tell(str(error), bad=True)

    def _tell(self, text: str, *, bad: bool = False) -> None:
        self.count.setText(text)
        self.count.setAccessibleName(text)
        self.count.setProperty("tone", "bad" if bad else "")
        self.count.style().polish(self.count)


def _line(parent: QWidget, *, vertical: bool = False) -> QFrame:
    line = QFrame(parent)
    line.setObjectName("uprightRule" if vertical else "rule")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line
