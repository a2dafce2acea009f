"""The files of the last imports that could not be read, each with the reason and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.outcome import Outcome
from reviewer.reading import shown


class Problems(QWidget):
    """A list of files with reasons, to read and to copy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcomes: list[Outcome] = []
        self.list = QTreeWidget(self)
        self.list.setObjectName("problems")
        self.list.setAccessibleName(self.tr("Files that couldn't be read"))
        self.list.setHeaderLabels([self.tr("File"), self.tr("Why, and what to do"), self.tr("Folder")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(0, 260)
        header.resizeSection(2, 260)
        self.empty = QLabel(self.tr("Every file could be read."), self)
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.copy = QPushButton(self.tr("Copy the list"), self)
        self.copy.setObjectName("link")
        self.copy.clicked.connect(self._copy)
        self.clear = QPushButton(self.tr("Clear"), self)
        self.clear.setObjectName("link")
        self.clear.clicked.connect(self.forget)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.addStretch(1)
        bar.addWidget(self.copy)
        bar.addWidget(self.clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.list, 1)
        layout.addLayout(bar)
        self._show()

    def add(self, outcome: Outcome) -> None:
        """Add a file that could not be read."""
        self.outcomes.append(outcome)
        path = shown(outcome.path)
        item = QTreeWidgetItem([shown(outcome.path.name), outcome.message, shown(outcome.path.parent)])
        item.setToolTip(1, outcome.message)
        item.setToolTip(2, path)
        self.list.addTopLevelItem(item)
        self._show()

    def forget(self) -> None:
        """Empty the list."""
        self.outcomes.clear()
        self.list.clear()
        self._show()

    def _show(self) -> None:
        self.empty.setVisible(not self.outcomes)
        for widget in (self.list, self.copy, self.clear):
            widget.setVisible(bool(self.outcomes))

    def _copy(self) -> None:
        lines = [f"{shown(one.path)}\t{one.message}" for one in self.outcomes]
        details = [one.details for one in self.outcomes if one.details]
        QGuiApplication.clipboard().setText("\n".join([*lines, *details]))
