"""The follow-up of the current finding: what to do, who, by when, how far it is."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reviewer.store.rows import FindingRow, FollowUpRow, FollowUpState, Priority
from reviewer.ui import words
from reviewer.ui.due_field import DueField
from reviewer.ui.fields import CommitLine, Option, Picker
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme


def state_options() -> list[Option]:
    """The states of a follow-up."""
    return [Option(state, words.follow_up_state(state)) for state in FollowUpState]


def priority_options() -> list[Option]:
    """The priorities of a follow-up."""
    return [Option(priority, words.priority(priority)) for priority in Priority]


class FollowUpFields(QWidget):
    """A button that flags the finding; once flagged, the fields of its follow-up."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._row: FollowUpRow | None = None
        self.flag = QPushButton(self.tr("Flag for follow-up"), self)
        self.flag.setObjectName("link")
        self.flag.setToolTip(self.tr("Mark this finding to come back to (F)"))
        self.flag.clicked.connect(session.toggle_flag)
        self.reason = CommitLine(self)
        self.reason.setPlaceholderText(self.tr("What to do"))
        self.reason.setAccessibleName(self.tr("Reason for the follow-up"))
        self.owner = CommitLine(self)
        self.owner.setPlaceholderText(self.tr("Owner"))
        self.owner.setAccessibleName(self.tr("Owner of the follow-up"))
        self._owners = QStringListModel(self)
        completer = QCompleter(self._owners, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.owner.setCompleter(completer)
        self.due = DueField(theme, self)
        self.due.setAccessibleName(self.tr("Due date"))
        self.state = Picker(theme, state_options, self)
        self.state.setAccessibleName(self.tr("State of the follow-up"))
        self.priority = Picker(theme, priority_options, self)
        self.priority.setAccessibleName(self.tr("Priority of the follow-up"))
        self.unflag = QPushButton(self.tr("Remove"), self)
        self.unflag.setObjectName("link")
        self.unflag.setToolTip(self.tr("Take the follow-up away (F)"))
        self.unflag.clicked.connect(session.toggle_flag)
        self.reason.committed.connect(lambda text: self._set(reason=text.strip()))
        self.owner.committed.connect(lambda text: self._set(owner=text.strip()))
        self.due.picked.connect(lambda due: self._set(due=due))
        self.state.picked.connect(lambda state: self._set(state=FollowUpState(state)))
        self.priority.picked.connect(lambda priority: self._set(priority=Priority(priority)))
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(self.owner, 1)
        second.addWidget(self.due, 1)
        third = QHBoxLayout()
        third.setSpacing(8)
        third.addWidget(self.state, 1)
        third.addWidget(self.priority, 1)
        third.addWidget(self.unflag)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.flag, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.reason)
        layout.addLayout(second)
        layout.addLayout(third)
        self._fields = (
            self.reason,
            self.owner,
            self.due,
            self.state,
            self.priority,
            self.unflag,
        )

    def show_row(self, finding: FindingRow) -> None:
        """Show a finding's follow-up, or the button that makes one."""
        row = finding.follow_up
        self._row = row
        self.flag.setVisible(row is None)
        for field in self._fields:
            field.setVisible(row is not None)
        if row is None:
            return
        self._owners.setStringList(self._session.owners())
        self.reason.show_value(row.reason)
        self.owner.show_value(row.owner)
        self.due.show_value(row.due or "")
        self.state.show_value(row.state)
        self.priority.show_value(row.priority)

    def commit(self) -> None:
        """Hand over what is being typed."""
        if self._row is not None:
            self.reason.commit()
            self.owner.commit()

    def _set(
        self,
        *,
        reason: str | None = None,
        owner: str | None = None,
        due: str | None = None,
        state: FollowUpState | None = None,
        priority: Priority | None = None,
    ) -> None:
        if self._row is not None:
            self._session.set_follow_up(
                self._row.id, reason=reason, owner=owner, due=due, state=state, priority=priority
            )
