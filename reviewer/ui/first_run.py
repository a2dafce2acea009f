"""The page a new reviewer sees: what this is, and where to begin."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reviewer.resources import resource
from reviewer.ui.theme import Theme, icon


def app_icon() -> QIcon:
    """The product's icon, in all the sizes there are."""
    result = QIcon()
    try:
        for path in sorted(resource("icons").glob("reviewer*.*")):
            result.addFile(str(path))
    except FileNotFoundError:
        return result
    return result


class FirstRun(QWidget):
    """Three lines and three ways to begin."""

    sample = Signal()
    import_reports = Signal()
    open_store = Signal()
    recent = Signal(Path)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = QLabel("Reviewer", self)
        self._picture = QLabel(self)
        self._picture.setPixmap(app_icon().pixmap(64, 64))
        self._lines = QLabel(
            self.tr(
                "Bring in published inspection reports; Reviewer lifts out every finding.\n"
                "Check each one beside the original words: accept it, correct it, or flag it.\n"
                "Export a dataset in which every row leads back to the page it came from."
            ),
            self,
        )
        self._lines.setWordWrap(True)
        self.sample_button = QPushButton(self.tr("Open the sample project"), self)
        self.sample_button.setObjectName("primary")
        self.import_button = QPushButton(self.tr("Import reports…"), self)
        self.open_button = QPushButton(self.tr("Open a store…"), self)
        self.sample_button.clicked.connect(self.sample)
        self.import_button.clicked.connect(self.import_reports)
        self.open_button.clicked.connect(self.open_store)
        self._drop = QLabel(self.tr("You can also drop files or folders on this window."), self)
        self._drop.setProperty("tone", "muted")
        self._recent_title = QLabel(self.tr("Recent stores"), self)
        self._recent_title.setProperty("tone", "muted")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.sample_button, self.import_button, self.open_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(16)
        column.addWidget(self._picture)
        column.addWidget(self._title)
        column.addWidget(self._lines)
        column.addSpacing(4)
        column.addLayout(buttons)
        column.addWidget(self._drop)
        column.addSpacing(8)
        column.addWidget(self._recent_title)
        column.addLayout(self._recent)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        middle = QVBoxLayout()
        middle.addStretch(2)
        middle.addLayout(column)
        middle.addStretch(3)
        outer.addLayout(middle)
        outer.addStretch(1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_recent(self, stores: list[Path]) -> None:
        """List the stores opened last."""
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._recent_title.setVisible(bool(stores))
        for path in stores:
            button = QPushButton(path.name, self)
            button.setObjectName("link")
            button.setToolTip(str(path))
            button.setIcon(icon("file", self._theme.colours, self._theme.colours.accent))
            button.clicked.connect(lambda _checked=False, path=path: self.recent.emit(path))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _restyle(self) -> None:
        self._title.setFont(self._theme.font(2.0, bold=True))
        font = self._theme.font(1.15)
        self._lines.setFont(font)
        self._lines.setFixedWidth(round(self._theme.font().pointSizeF() * 66))
