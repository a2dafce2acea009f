"""What files of other programs brought: what came, and each thing that did not come over."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.outcome import Outcome
from reviewer.ui.theme import Theme


class BroughtDialog(QDialog):
    """``beside_wanted`` to see what is kept beside our findings. Beside the work, not over it."""

    beside_wanted = Signal()

    def __init__(self, outcomes: Sequence[Outcome], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._outcomes = list(outcomes)
        self.setWindowTitle(self.tr("Brought in"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.resize(720, 460)
        title = QLabel(self.tr("What came from other programs"), self)
        title.setFont(theme.font(1.25, bold=True))
        about = QLabel(
            self.tr(
                "Findings of other machines are kept beside ours: nothing of them is accepted by itself."
            ),
            self,
        )
        about.setProperty("tone", "muted")
        about.setWordWrap(True)
        about.setVisible(any(one.beside for one in self._outcomes))
        self.list = QTreeWidget(self)
        self.list.setObjectName("grid")
        self.list.setAccessibleName(self.tr("What came, file by file, and what did not come over"))
        self.list.setHeaderHidden(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for one in self._outcomes:
            item = QTreeWidgetItem([f"{one.path.name}: {one.message}"])
            item.setFont(0, theme.font(bold=True))
            for problem in one.problems:
                child = QTreeWidgetItem(item, [problem])
                child.setToolTip(0, problem)
            if not one.problems:
                QTreeWidgetItem(item, [self.tr("Everything came over.")])
            self.list.addTopLevelItem(item)
        self.list.expandAll()
        self.copy = QPushButton(self.tr("Copy the list"), self)
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.as_text()))
        self.beside = QPushButton(self.tr("Show beside ours"), self)
        self.beside.setAutoDefault(False)
        self.beside.setVisible(any(one.beside for one in self._outcomes))
        self.beside.clicked.connect(self._show_beside)
        done = QPushButton(self.tr("Close"), self)
        done.setDefault(True)
        done.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        buttons.addWidget(self.beside)
        buttons.addWidget(done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        for widget in (title, about):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)

    def as_text(self) -> str:
        """The list, a line each."""
        lines = []
        for one in self._outcomes:
            lines += [f"{one.path}: {one.message}", *(f"\t{problem}" for problem in one.problems)]
        return "\n".join(lines)

    def _show_beside(self) -> None:
        self.close()
        self.beside_wanted.emit()
