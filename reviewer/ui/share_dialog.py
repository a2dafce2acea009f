"""Which reports go into a bundle for a colleague."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.store.rows import ReportRow
from reviewer.ui import words

_ID: Final = Qt.ItemDataRole.UserRole


class ShareDialog(QDialog):
    """``wanted`` with the reports' ids. Beside the work, not over it."""

    wanted = Signal(list)

    def __init__(self, reports: Iterable[ReportRow], chosen: Iterable[int], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Share reports with a colleague"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.resize(760, 520)
        self.setMinimumSize(560, 360)
        self.about = QLabel(
            self.tr(
                "One file holds the reports with everything that was decided, noted and marked, the codebook"
                " and the log. A colleague drops it on their window: what only one of you changed is merged,"
                " the rest is listed to settle."
            ),
            self,
        )
        self.about.setWordWrap(True)
        self.about.setProperty("tone", "muted")
        self.list = QTreeWidget(self)
        self.list.setObjectName("grid")
        self.list.setAccessibleName(self.tr("Reports to share"))
        self.list.setHeaderLabels(
            [self.tr("Report"), self.tr("Inspected"), self.tr("Decided"), self.tr("Whose work")]
        )
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        em = self.list.fontMetrics().horizontalAdvance("0")
        for column, width in ((1, 22), (2, 12), (3, 18)):
            header.resizeSection(column, em * width)
        ticked = set(chosen)
        for row in reports:
            item = QTreeWidgetItem(
                [
                    words.report_title(row),
                    words.report_days(row),
                    f"{row.decided} / {row.findings}",
                    ", ".join(row.assigned),
                ]
            )
            item.setToolTip(0, row.source_name)
            item.setData(0, _ID, row.id)
            item.setCheckState(0, _state(row.id in ticked))
            self.list.addTopLevelItem(item)
        self.all = QPushButton(self.tr("All"), self)
        self.none = QPushButton(self.tr("None"), self)
        self.count = QLabel(self)
        self.count.setProperty("tone", "muted")
        self.close_button = QPushButton(self.tr("Close"), self)
        self.share = QPushButton(self.tr("Share…"), self)
        self.share.setObjectName("primary")
        self.share.setDefault(True)
        for button in (self.all, self.none, self.close_button):
            button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for widget in (self.all, self.none, self.count):
            foot.addWidget(widget)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.share)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.about)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        self.list.itemChanged.connect(self._say)
        self.all.clicked.connect(lambda: self._tick(True))
        self.none.clicked.connect(lambda: self._tick(False))
        self.close_button.clicked.connect(self.close)
        self.share.clicked.connect(self._share)
        self._say()
        self.list.setFocus()

    def chosen(self) -> list[int]:
        """The ids of the reports that are ticked."""
        items = [self.list.topLevelItem(place) for place in range(self.list.topLevelItemCount())]
        return [
            item.data(0, _ID)
            for item in items
            if item is not None and item.checkState(0) is Qt.CheckState.Checked
        ]

    def _tick(self, on: bool) -> None:
        for place in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(place)
            if item is not None:
                item.setCheckState(0, _state(on))

    def _say(self, *_ignored: object) -> None:
        count = len(self.chosen())
        self.count.setText(self.tr("1 report") if count == 1 else self.tr("{} reports").format(count))
        self.share.setEnabled(bool(count))

    def _share(self) -> None:
        self.wanted.emit(self.chosen())
        self.close()


def _state(on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
