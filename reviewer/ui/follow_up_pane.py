"""The follow-ups that are selected on the board: their fields, for all of them at once, and their history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from reviewer.store import StoreError
from reviewer.store.rows import FollowUpRow, FollowUpState, HistoryEntry, Priority
from reviewer.ui import words
from reviewer.ui.due_field import DueField
from reviewer.ui.fields import CommitLine, Picker
from reviewer.ui.follow_up_edits import FollowUpEdits
from reviewer.ui.follow_up_fields import priority_options, state_options
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme

_MOST_WORDS: Final = 320
"""Characters of a finding that are shown."""


class FollowUpPane(QScrollArea):
    """``opened`` when the place of the follow-up is wanted."""

    opened = Signal()

    def __init__(self, session: Session, edits: FollowUpEdits, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._edits = edits
        self._theme = theme
        self.rows: tuple[FollowUpRow, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        canvas = QWidget(self)
        canvas.setObjectName("canvas")
        self.title = QLabel(canvas)
        self.title.setWordWrap(True)
        self.title.setProperty("tone", "heading")
        self.finding = QLabel(canvas)
        self.finding.setWordWrap(True)
        self.finding.setProperty("tone", "muted")
        self.finding.setTextFormat(Qt.TextFormat.PlainText)
        self._build_fields(canvas)
        self.history = QTextBrowser(canvas)
        self.history.setAccessibleName(self.tr("History of the follow-up"))
        self.history.setFrameShape(QFrame.Shape.NoFrame)
        self.history.setOpenLinks(False)
        self.history.setMinimumHeight(90)
        self.history.document().setDocumentMargin(0)
        self.open_button = QPushButton(self.tr("Open the place"), canvas)
        self.open_button.setToolTip(self.tr("Show the finding in its report (Enter)"))
        self.done_button = QPushButton(canvas)
        self.remove_button = QPushButton(self.tr("Remove"), canvas)
        self.remove_button.setToolTip(self.tr("Take the follow-up away, the finding stays (Del)"))
        self.open_button.clicked.connect(self.opened)
        self.done_button.clicked.connect(self.toggle_done)
        self.remove_button.clicked.connect(self.remove)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.open_button, self.done_button, self.remove_button):
            button.setObjectName("link")
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(canvas)
        layout.setContentsMargins(16, 8, 16, 12)
        layout.setSpacing(8)
        for widget in (self.title, self.finding):
            layout.addWidget(widget)
        layout.addLayout(self._form)
        layout.addLayout(buttons)
        layout.addWidget(self.history, 1)
        self.setWidget(canvas)
        theme.changed.connect(self._show)
        self._show()

    def _build_fields(self, parent: QWidget) -> None:
        self.reason = CommitLine(parent)
        self.owner = CommitLine(parent)
        self._owners = QStringListModel(self)
        completer = QCompleter(self._owners, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.owner.setCompleter(completer)
        self.due = DueField(self._theme, parent)
        self.state = Picker(self._theme, state_options, parent)
        self.priority = Picker(self._theme, priority_options, parent)
        self.reason.committed.connect(lambda text: self._edits.set(self.rows, reason=text.strip()))
        self.owner.committed.connect(lambda text: self._edits.set(self.rows, owner=text.strip()))
        self.due.picked.connect(lambda due: self._edits.set(self.rows, due=due))
        self.state.picked.connect(lambda state: self._edits.set(self.rows, state=FollowUpState(state)))
        self.priority.picked.connect(lambda one: self._edits.set(self.rows, priority=Priority(one)))
        self._form = QGridLayout()
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(4)
        self._form.setColumnStretch(1, 1)
        fields: tuple[tuple[str, QWidget], ...] = (
            (self.tr("What to do"), self.reason),
            (self.tr("Owner"), self.owner),
            (self.tr("Due"), self.due),
            (self.tr("State"), self.state),
            (self.tr("Priority"), self.priority),
        )
        for row, (text, field) in enumerate(fields):
            label = QLabel(text, parent)
            label.setProperty("tone", "muted")
            label.setBuddy(field)
            field.setAccessibleName(text)
            self._form.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
            self._form.addWidget(field, row, 1)

    # Showing

    def show_rows(self, rows: Sequence[FollowUpRow], owners: Sequence[str]) -> None:
        """Show the selected follow-ups; none of them leaves only a hint."""
        self.commit()
        self.rows = tuple(rows)
        self._owners.setStringList(list(owners))
        self._show()

    def commit(self) -> None:
        """Hand over what is being typed, to the follow-ups that it was typed for."""
        if self.rows:
            self.reason.commit()
            self.owner.commit()

    def _show(self) -> None:
        rows = self.rows
        one = rows[0] if len(rows) == 1 else None
        parts = (self.reason, self.owner, self.due, self.state, self.priority)
        for field in (*parts, self.open_button, self.done_button, self.remove_button):
            field.setEnabled(bool(rows) and self._session.writable)
        self.open_button.setEnabled(one is not None)
        self.finding.setVisible(one is not None)
        self.history.setVisible(one is not None)
        if one is not None:
            where = (one.finding_number, one.authority or self.tr("Authority not known"))
            self.title.setText(" · ".join(part for part in where if part))
            said = " ".join(one.finding_text.split())
            self.finding.setText(
                said if len(said) <= _MOST_WORDS else said[:_MOST_WORDS].rsplit(" ", 1)[0] + " …"
            )
        elif rows:
            self.title.setText(self.tr("{count} follow-ups selected").format(count=len(rows)))
        else:
            self.title.setText(self.tr("Choose follow-ups to change them here."))
        several = self.tr("several") if len(rows) > 1 else ""
        for field, of in ((self.reason, _reason), (self.owner, _owner)):
            value = _common(rows, of)
            field.setPlaceholderText(several if value is None else "")
            field.show_value(value or "")
        for picker, of in ((self.due, _due), (self.state, _state), (self.priority, _priority)):
            value = _common(rows, of) if rows else ""
            if value is None:
                picker.show_several(several)
            else:
                picker.show_value(value)
        done = bool(rows) and all(row.state is FollowUpState.DONE for row in rows)
        self.done_button.setText(self.tr("Open again") if done else self.tr("Mark as done"))
        self.done_button.setToolTip(f"{self.done_button.text()} ({self.tr('Space')})")
        if one is not None:
            self.history.setHtml(self._history(one))

    def _history(self, row: FollowUpRow) -> str:
        try:
            entries = self._session.store.follow_up_history(row.id) if self._session.is_open else []
        except StoreError:
            entries = []
        muted = self._theme.colours.muted
        title = f"<p style='margin:4px 0'><b>{escape(self.tr('History'))}</b></p>"
        return title + "".join(
            f"<p style='margin:2px 0 6px 0'><span style='color:{muted}'>"
            f"{escape(words.moment(entry.at))} · {escape(entry.by)}</span><br>"
            f"{'<br>'.join(map(escape, self._said(entry)))}</p>"
            for entry in entries
        )

    def _said(self, entry: HistoryEntry) -> list[str]:
        """What a step did to the follow-up, a line for each field."""
        before = {field: value for _table, _id, field, value, _after in entry.changes}
        after = {field: value for _table, _id, field, _before, value in entry.changes}
        sign = {"undo": self.tr("Undone: "), "redo": self.tr("Done again: ")}.get(entry.what, "")
        if all(value is None for value in before.values()):
            return [sign + self.tr("flagged")]
        if all(value is None for value in after.values()) and "state" in after:
            return [sign + self.tr("removed")]
        lines = []
        for name, (title, shown) in self._fields().items():
            if name in after:
                was, now = (shown(str(value)) if value else "–" for value in (before[name], after[name]))
                lines.append(f"{sign}{title}: {was} → {now}")
        return lines or [sign + entry.name]

    def _fields(self) -> dict[str, tuple[str, Callable[[str], str]]]:
        return {
            "reason": (self.tr("What to do"), str),
            "owner": (self.tr("Owner"), str),
            "due": (self.tr("Due"), words.day),
            "state": (self.tr("State"), lambda value: words.follow_up_state(FollowUpState(value))),
            "priority": (self.tr("Priority"), lambda value: words.priority(Priority(value))),
        }

    # Doing

    def toggle_done(self) -> None:
        """Mark the selected follow-ups as done; where all are, open them again."""
        done = all(row.state is FollowUpState.DONE for row in self.rows)
        if self.rows:
            self._edits.set(self.rows, state=FollowUpState.OPEN if done else FollowUpState.DONE)

    def remove(self) -> None:
        """Take the selected follow-ups away."""
        if self.rows:
            self._edits.remove(self.rows)


def _common(rows: Sequence[FollowUpRow], of: Callable[[FollowUpRow], str]) -> str | None:
    """What all the rows have, None where they differ."""
    values = {of(row) for row in rows}
    return values.pop() if len(values) == 1 else None


def _reason(row: FollowUpRow) -> str:
    return row.reason


def _owner(row: FollowUpRow) -> str:
    return row.owner


def _due(row: FollowUpRow) -> str:
    return row.due or ""


def _state(row: FollowUpRow) -> str:
    return row.state.value


def _priority(row: FollowUpRow) -> str:
    return row.priority.value
