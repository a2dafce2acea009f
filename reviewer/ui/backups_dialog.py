"""The backups of a store: when, why, how large; one more now, or one put back."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractItemView,
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

from reviewer.store.backup import Backup, Reason, backups, folder_of
from reviewer.ui import words
from reviewer.ui.theme import Theme
from reviewer.ui.words import QT_TRANSLATE_NOOP

REASONS: Final[dict[str, str]] = {
    Reason.DAY: QT_TRANSLATE_NOOP("Words", "before the first change of the day"),
    Reason.UPGRADE: QT_TRANSLATE_NOOP("Words", "before an upgrade"),
    Reason.REEXTRACTION: QT_TRANSLATE_NOOP("Words", "before reports were extracted again"),
    Reason.MERGE: QT_TRANSLATE_NOOP("Words", "before another store was merged in"),
    Reason.REPAIR: QT_TRANSLATE_NOOP("Words", "before a repair"),
    Reason.RESTORE: QT_TRANSLATE_NOOP("Words", "before a backup was restored"),
    Reason.MANUAL: QT_TRANSLATE_NOOP("Words", "asked for"),
    Reason.DAMAGED: QT_TRANSLATE_NOOP("Words", "damaged, set aside as it was"),
}


class BackupsDialog(QDialog):
    """Lists the backups of ``store``; the window does what the buttons ask for."""

    restore_wanted = Signal(Path)
    salvage_wanted = Signal(Path)
    backup_wanted = Signal()

    def __init__(self, store: Path, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Backups of {store}").format(store=store.name))
        self.resize(640, 440)
        self._store = store
        title = QLabel(self.windowTitle(), self)
        title.setFont(theme.font(1.25, bold=True))
        hint = QLabel(
            self.tr(
                "Each was opened and checked when it was made. Restoring one first backs up the store as it"
                " is now, so you can take that back from this list."
            ),
            self,
        )
        hint.setWordWrap(True)
        hint.setProperty("tone", "muted")
        self.list = self._table()
        self.empty = QLabel(
            self.tr("No backup yet. One is made before the first change of each day, and whenever you ask."),
            self,
        )
        self.empty.setProperty("tone", "muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.now = QPushButton(self.tr("Back up now"), self)
        self.folder = QPushButton(self.tr("Open the folder"), self)
        self.restore = QPushButton(self.tr("Restore"), self)
        self.restore.setObjectName("primary")
        self.close_button = QPushButton(self.tr("Close"), self)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.now)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.restore)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        for widget in (title, hint):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        layout.addLayout(buttons)
        for button in (self.now, self.folder, self.restore, self.close_button):
            button.setAutoDefault(False)
        self.now.clicked.connect(self.backup_wanted)
        self.folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder_of(store))))
        )
        self.restore.clicked.connect(self._restore)
        self.close_button.clicked.connect(self.close)
        self.list.itemSelectionChanged.connect(self._enable)
        self.list.itemActivated.connect(lambda _item, _column: self._restore())
        self.read()

    def _table(self) -> QTreeWidget:
        table = QTreeWidget(self)
        table.setObjectName("problems")
        table.setAccessibleName(self.tr("Backups, the latest first"))
        table.setHeaderLabels([self.tr("When"), self.tr("Why"), self.tr("Size")])
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        em = table.fontMetrics().horizontalAdvance("0")
        header.resizeSection(0, em * 26)
        header.resizeSection(2, em * 12)
        return table

    def read(self) -> None:
        """Read the folder again."""
        made = backups(self._store)
        self.list.clear()
        for one in made:
            item = QTreeWidgetItem([words.moment(one.made_at), reason(one), words.size(one.size)])
            item.setData(0, Qt.ItemDataRole.UserRole, one)
            item.setToolTip(1, one.path.name)
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.list.addTopLevelItem(item)
        self.list.setVisible(bool(made))
        self.empty.setVisible(not made)
        self.folder.setEnabled(bool(made))
        if first := self.list.topLevelItem(0):
            self.list.setCurrentItem(first)
        self._enable()

    @property
    def chosen(self) -> Backup | None:
        """The backup that is selected."""
        item = self.list.currentItem()
        found = None if item is None else item.data(0, Qt.ItemDataRole.UserRole)
        return found if isinstance(found, Backup) else None

    def _enable(self) -> None:
        chosen = self.chosen
        damaged = chosen is not None and chosen.reason == Reason.DAMAGED
        self.restore.setEnabled(chosen is not None)
        self.restore.setText(self.tr("Salvage…") if damaged else self.tr("Restore"))

    def _restore(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        wanted = self.salvage_wanted if chosen.reason == Reason.DAMAGED else self.restore_wanted
        self.close()
        wanted.emit(chosen.path)


def reason(backup: Backup) -> str:
    """Why a backup was made, in the reviewer's words."""
    return words.word(REASONS, backup.reason)
