"""A store that can't be read through: what happened, and the two ways out of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reviewer.store.backup import Reason, backups
from reviewer.ui import words
from reviewer.ui.backups_dialog import reason
from reviewer.ui.theme import Theme


class DamagedDialog(QDialog):
    """Offers the backups of ``store``, and to salvage what of it can be read."""

    restore_wanted = Signal()
    salvage_wanted = Signal()

    def __init__(self, store: Path, theme: Theme, parent: QWidget, *, readable: bool) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("{store} is damaged").format(store=store.name))
        title = QLabel(self.windowTitle(), self)
        title.setFont(theme.font(1.25, bold=True))
        text = QLabel(
            self.tr("Parts of the file can't be read as they were written. It is left as it is.")
            + (
                " " + self.tr("What can be read of it is shown; nothing can be changed meanwhile.")
                if readable
                else ""
            ),
            self,
        )
        text.setWordWrap(True)
        made = [one for one in backups(store) if one.reason != Reason.DAMAGED]
        self.restore = QPushButton(self.tr("Restore a backup…"), self)
        self.restore.setObjectName("primary" if made else "")
        self.restore.setEnabled(bool(made))
        if made:
            latest = self.tr("The latest is of {when} ({why}). Work after that is missing in it.").format(
                when=words.moment(made[0].made_at), why=reason(made[0])
            )
        else:
            latest = self.tr("There is no backup of this store.")
        self.salvage = QPushButton(self.tr("Salvage into a new file…"), self)
        self.salvage.setObjectName("" if made else "primary")
        close = QPushButton(self.tr("Not now"), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addSpacing(4)
        for button, said in (
            (self.restore, latest),
            (
                self.salvage,
                self.tr(
                    "Reads every row that can still be read, up to your latest edit. What is lost is counted."
                ),
            ),
        ):
            line = QHBoxLayout()
            line.setSpacing(16)
            label = QLabel(said, self)
            label.setWordWrap(True)
            label.setProperty("tone", "muted")
            button.setMinimumWidth(220)
            line.addWidget(button)
            line.addWidget(label, 1)
            layout.addLayout(line)
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(close)
        layout.addSpacing(4)
        layout.addLayout(last)
        for button in (self.restore, self.salvage, close):
            button.setAutoDefault(False)
        self.setMinimumWidth(620)
        close.clicked.connect(self.close)
        self.restore.clicked.connect(self._restore)
        self.salvage.clicked.connect(self._salvage)

    def _restore(self) -> None:
        self.close()
        self.restore_wanted.emit()

    def _salvage(self) -> None:
        self.close()
        self.salvage_wanted.emit()
