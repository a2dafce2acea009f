"""The few dialogs there are: keys and actions, about, an unexpected fault, where to export."""

from __future__ import annotations

from types import TracebackType

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

import reviewer
from reviewer import diagnostics
from reviewer.ui.first_run import app_icon
from reviewer.ui.theme import Theme


class About(QDialog):
    """What this is, its version, and what it is made with."""

    def __init__(self, theme: Theme, store: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Reviewer"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picture = QLabel(self)
        picture.setPixmap(app_icon().pixmap(64, 64))
        title = QLabel(f"Reviewer {reviewer.__version__}", self)
        title.setFont(theme.font(1.5, bold=True))
        text = QLabel(
            self.tr(
                "Turns published inspection reports into a reviewed dataset, beside the original words.\n"
                "Free software under the MIT licence."
            ),
            self,
        )
        text.setWordWrap(True)
        facts = QLabel(f"{versions()}\n{store}", self)
        facts.setProperty("tone", "muted")
        facts.setWordWrap(True)
        facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 16)
        layout.setSpacing(12)
        for widget in (picture, title, text, facts, buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(460)


class FaultDialog(QDialog):
    """A fault of ours: said calmly, with a report to copy. The window goes on."""

    def __init__(self, report: str, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 420)
        self.report = report
        title = QLabel(self.tr("Something went wrong in Reviewer."), self)
        title.setFont(theme.font(1.25, bold=True))
        text = QLabel(
            self.tr(
                "Your work is saved: every edit is stored as you make it. You can go on. "
                "The report below helps to mend the fault; it names no person and no words of a report."
            ),
            self,
        )
        text.setWordWrap(True)
        details = QPlainTextEdit(report, self)
        details.setReadOnly(True)
        details.setAccessibleName(self.tr("Report of the fault"))
        copy = QPushButton(self.tr("Copy the report"), self)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        close = QPushButton(self.tr("Go on"), self)
        close.setDefault(True)
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(copy)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addWidget(details, 1)
        layout.addLayout(buttons)


class NameDialog(QDialog):
    """Asks for the name that edits are signed with."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Reviewer name"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit(name, self)
        self.field.setAccessibleName(self.tr("Your name or initials"))
        self.field.setMinimumWidth(260)
        self.field.selectAll()
        hint = QLabel(self.tr("Each decision, note and correction is signed with this name."), self)
        hint.setProperty("tone", "muted")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setContentsMargins(24, 20, 24, 16)
        form.setVerticalSpacing(12)
        form.addRow(self.tr("Your name or initials"), self.field)
        form.addRow(hint)
        form.addRow(buttons)


def versions() -> str:
    """Our version and those of what we stand on, for reports of faults."""
    return diagnostics.versions(f"Qt {PySide6.__version__}")


def fault_report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """What to send about an unexpected exception, as the hook for such gets it; without words of a report."""
    return diagnostics.fault_report(error, trace, f"Qt {PySide6.__version__}")
