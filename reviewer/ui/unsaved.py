"""Edits that the disk, the folder or another program kept out of the store: kept here, and tried again.

They are tried in the order in which they were made, every few seconds and whenever asked; until then nothing
on the screen shows them as done. An edit that comes meanwhile waits behind them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDateTime, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.store import StoreError
from reviewer.store.errors import may_pass
from reviewer.store.rows import Change
from reviewer.ui.theme import Theme

if TYPE_CHECKING:
    from reviewer.ui.session import Item, Session

Step = Callable[[], Change | None]

EVERY_MS: Final = 5000
"""Between two tries. A try costs nothing where the disk is still full."""


@dataclass(frozen=True)
class Unsaved:
    """An edit that is not in the store yet: made at ``at`` on ``item`` of a report, kept out by ``why``."""

    step: Step
    name: str
    report_id: int
    item: Item | None
    at: QDateTime
    why: str


class UnsavedEdits(QObject):
    """The edits of a session that wait for the store. ``changed`` when one comes, goes or is saved."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._trying = False
        self.waiting: list[Unsaved] = []
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.retry)

    def __bool__(self) -> bool:
        """Whether any edit waits."""
        return bool(self.waiting)

    def keep(self, step: Step, error: StoreError | None) -> None:
        """Keep an edit that ``error`` kept out; None where it waits behind others."""
        report = self._session.report
        self.waiting.append(
            Unsaved(
                step,
                (error.doing if error else "") or self._what(),
                report.row.id if report else 0,
                self._session.current,
                QDateTime.currentDateTime(),
                str(error) if error else self.waiting[-1].why,
            )
        )
        self._timer.start()
        self.changed.emit()

    def _what(self) -> str:
        """What an edit is called that the store knows no name of yet."""
        finding, judgement = self._session.finding, self._session.judgement
        if finding is not None and finding.number:
            return self.tr("edit of finding {number}").format(number=finding.number)
        words = finding.text if finding is not None else judgement.area if judgement is not None else ""
        if not words:
            return self.tr("edit")
        return self.tr("edit of ‘{words}’").format(words=shorten(words, 50, placeholder="…"))

    def retry(self) -> bool:
        """Try to save what waits, the earliest first; whether nothing waits any more."""
        if self._trying:
            return False
        self._trying = True
        try:
            while self.waiting and self._try(self.waiting[0]):
                self.waiting.pop(0)
                self.changed.emit()
        finally:
            self._trying = False
        if not self.waiting:
            self._timer.stop()
        return not self.waiting

    def _try(self, edit: Unsaved) -> bool:
        """Whether this edit need wait no longer: it is saved, or it never can be, which is said."""
        try:
            change = edit.step()
        except StoreError as error:
            if may_pass(error):
                # A drive that was away needs a new connection; the next try has it.
                with suppress(StoreError):
                    self._session.store.reconnect()
                return False
            said = self.tr("This edit could not be saved: {edit}. {why}")
            self._session.failed.emit(said.format(edit=edit.name, why=error))
            return True
        try:
            self._session.took(change)
        except StoreError:
            self.waiting[0] = replace(edit, step=lambda: change)
            return False
        return True

    def holds(self, item: Item | None) -> bool:
        """Whether an edit of this item waits."""
        return item is not None and any(edit.item == item for edit in self.waiting)

    def take_back(self) -> None:
        """Forget the edit that was made last: undo, before it was saved."""
        if self.waiting and not self._trying:
            self.waiting.pop()
            self._ended()

    def forget(self) -> None:
        """Forget all that waits."""
        if self.waiting:
            self.waiting.clear()
            self._ended()

    def _ended(self) -> None:
        if not self.waiting:
            self._timer.stop()
        self.changed.emit()


class UnsavedDialog(QDialog):
    """Says which edits are not saved; closing goes on once they are, or where the reviewer lets them go."""

    def __init__(self, unsaved: UnsavedEdits, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        count = len(unsaved.waiting)
        said = (
            self.tr("1 edit is not saved yet")
            if count == 1
            else self.tr("{count} edits are not saved yet").format(count=count)
        )
        self.setWindowTitle(said)
        self.title = QLabel(said, self)
        self.title.setFont(theme.font(1.25, bold=True))
        self.why = QLabel(unsaved.waiting[0].why, self)
        self.why.setWordWrap(True)
        self.edits = QListWidget(self)
        self.edits.setObjectName("popup")
        self.edits.setAccessibleName(self.tr("Edits that are not saved"))
        for edit in unsaved.waiting:
            self.edits.addItem(f"{edit.at.toString('HH:mm')}   {edit.name}")
        self.edits.setFixedHeight(132)
        self.leave = QPushButton(self.tr("Close without them"), self)
        self.stay = QPushButton(self.tr("Go on working"), self)
        self.again = QPushButton(self.tr("Try again and close"), self)
        self.again.setObjectName("primary")
        self.again.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        buttons.addWidget(self.stay)
        buttons.addWidget(self.again)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self.title)
        layout.addWidget(self.why)
        layout.addWidget(self.edits)
        layout.addLayout(buttons)
        self.setMinimumWidth(520)
        self.stay.clicked.connect(self.reject)


def ask_before_closing(
    window: QWidget, theme: Theme, unsaved: UnsavedEdits, close: Callable[[], object]
) -> None:
    """Tell what is not saved; ``close`` is called where closing goes on."""
    dialog = UnsavedDialog(unsaved, theme, window)

    def go_on(*, without: bool) -> None:
        dialog.accept()
        if without:
            unsaved.forget()
        # Asks once more where there still is something that can't be saved.
        QTimer.singleShot(0, close)

    dialog.again.clicked.connect(lambda: go_on(without=False))
    dialog.leave.clicked.connect(lambda: go_on(without=True))
    dialog.open()
