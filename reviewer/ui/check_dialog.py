"""Whether the store is whole: what a check finds, counted and explained, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.store.check import Problem
from reviewer.ui.jobs import Jobs
from reviewer.ui.theme import Theme
from reviewer.ui.upkeep import Looked


class CheckDialog(QDialog):
    """Shows a check at work and what it found; the window does what the buttons ask for."""

    repair_wanted = Signal()
    restore_wanted = Signal()
    salvage_wanted = Signal()

    def __init__(self, name: str, jobs: Jobs, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Check of {store}").format(store=name))
        self.resize(680, 420)
        self._jobs = jobs
        self._writable = False
        self.title = QLabel(self)
        self.title.setFont(theme.font(1.25, bold=True))
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setProperty("tone", "muted")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the check"))
        self.list = self._table()
        self.repair = QPushButton(self.tr("Repair"), self)
        self.repair.setObjectName("primary")
        self.salvage = QPushButton(self.tr("Salvage into a new file…"), self)
        self.restore = QPushButton(self.tr("Restore a backup…"), self)
        self.close_button = QPushButton(self.tr("Close"), self)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.restore)
        buttons.addWidget(self.salvage)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.repair)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        for widget in (self.title, self.said, self.bar):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        self._rest = QWidget(self)
        layout.addWidget(self._rest, 1)
        layout.addLayout(buttons)
        for button in (self.repair, self.salvage, self.restore, self.close_button):
            button.setAutoDefault(False)
        self.repair.clicked.connect(self.repair_wanted)
        self.salvage.clicked.connect(self.salvage_wanted)
        self.restore.clicked.connect(self.restore_wanted)
        self.close_button.clicked.connect(self.close)
        self.finished.connect(self._leave)
        jobs.changed.connect(self._follow)
        self.running = False

    def _table(self) -> QTreeWidget:
        table = QTreeWidget(self)
        table.setObjectName("problems")
        table.setAccessibleName(self.tr("Problems found"))
        table.setHeaderLabels([self.tr("How many"), self.tr("What is wrong"), self.tr("Where")])
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        header = table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        em = table.fontMetrics().horizontalAdvance("0")
        header.resizeSection(0, em * 13)
        header.resizeSection(2, em * 26)
        return table

    def begin(self, title: str) -> None:
        """Show that work is under way."""
        self.running = True
        self.title.setText(title)
        self.said.setText(self.tr("You can go on working. Nothing is changed by looking."))
        self.bar.setRange(0, 0)
        self.bar.show()
        self._show_problems(())
        for button in (self.repair, self.salvage, self.restore):
            button.hide()
        self.close_button.setText(self.tr("Cancel"))

    def show_result(self, looked: Looked, *, writable: bool) -> None:
        """Show what was found, and what can be done."""
        self.running = False
        self.bar.hide()
        self.close_button.setText(self.tr("Close"))
        problems = looked.problems
        count = sum(problem.count for problem in problems)
        if not problems:
            self.title.setText(
                self.tr("The store is whole.") if not looked.repaired else self.tr("Repaired.")
            )
        elif count == 1:
            self.title.setText(self.tr("1 problem"))
        else:
            self.title.setText(self.tr("{count} problems").format(count=count))
        self.said.setText(self._advice(looked, writable))
        self._show_problems(problems)
        self.repair.setVisible(looked.repairable and writable and not looked.repaired)
        self.salvage.setVisible(looked.damaged)
        self.restore.setVisible(bool(problems))

    def _advice(self, looked: Looked, writable: bool) -> str:
        if not looked.problems:
            text = self.tr(
                "The file can be read through, its rows fit together and are as the log of changes has them,"
                " every finding reads as its place in the report, and the files are those that were imported."
            )
            if looked.repaired:
                text = (
                    self.tr("A backup of the store as it was before is in the list of backups.") + " " + text
                )
            return text
        if looked.damaged:
            return self.tr(
                "Parts of the file can't be read. It is left as it is. Restore a backup, or salvage all that"
                " can be read into a new file."
            )
        if looked.repaired:
            return self.tr(
                "This is left after the repair, and was not changed. A backup from before may have it whole."
            )
        if looked.repairable and not writable:
            return self.tr("The store is open to read only. Open it to write, then check and repair it.")
        if looked.repairable:
            return self.tr(
                "A repair writes only what the log of changes, the reports' text or the machine's extraction"
                " say, after a backup. Nothing is dropped."
            )
        return self.tr("This can't be mended in place. A backup may have it whole.")

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        self.list.clear()
        for problem in problems:
            more = ", …" if problem.count > len(problem.where) else ""
            where = ", ".join(problem.where) + more
            item = QTreeWidgetItem([str(problem.count), problem.explanation, where])
            item.setToolTip(1, problem.explanation)
            item.setToolTip(2, where)
            self.list.addTopLevelItem(item)
        self.list.setVisible(bool(problems))
        self._rest.setVisible(not problems)

    def _follow(self) -> None:
        if self.running and self._jobs.current is not None:
            self.bar.setRange(0, self._jobs.all_parts)
            self.bar.setValue(self._jobs.done_parts)

    def _leave(self) -> None:
        if self.running:
            self.running = False
            self._jobs.cancel()
