"""The line that says which edge is being moved, and with which keys."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from reviewer.boundaries import Edge
from reviewer.ui.boundary_editor import BoundaryEditor


class BoundaryBar(QFrame):
    """Shown while an edge is held."""

    def __init__(self, editor: BoundaryEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.setObjectName("strip")
        self.what = QLabel(self)
        self.keys = QLabel(self)
        self.keys.setProperty("tone", "muted")
        self.keys.setWordWrap(True)
        self.keep = QPushButton(self.tr("Keep"), self)
        self.drop = QPushButton(self.tr("Drop"), self)
        self.keep.setToolTip(self.tr("Keep (Enter)"))
        self.drop.setToolTip(self.tr("Drop (Esc)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 6, 14, 6)
        row.setSpacing(10)
        row.addWidget(self.what)
        row.addWidget(self.keys, 1)
        row.addWidget(self.keep)
        row.addWidget(self.drop)
        self.keep.clicked.connect(editor.keep)
        self.drop.clicked.connect(editor.drop)
        editor.changed.connect(self._show)
        self.hide()

    def _show(self) -> None:
        editor = self._editor
        start = self.tr("Moving the <b>start</b>")
        end = self.tr("Moving the <b>end</b>")
        if editor.active:
            self.what.setText(start if editor.edge is Edge.START else end)
            self.keys.setText(
                self.tr("← → word · Ctrl+← → sentence · ↑ ↓ line · Tab other end · Enter keep · Esc drop")
            )
            self.keep.setEnabled(editor.moved)
            self.setAccessibleName(self.what.text().replace("<b>", "").replace("</b>", ""))
        self.setVisible(editor.active)
