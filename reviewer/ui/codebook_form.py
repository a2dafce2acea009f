"""The fields of one code: name, definition, colour, key; how often it is used; retiring and merging."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from reviewer.colours import Colours
from reviewer.store.rows import Change, CodeRole, CodeRow
from reviewer.ui import actions, codes
from reviewer.ui.code_swatches import Swatches
from reviewer.ui.details_form import DetailsForm, field_label, reading_line
from reviewer.ui.fields import CommitLine, CommitText, Option, PickerPopup
from reviewer.ui.key_recorder import KeyRecorder
from reviewer.ui.keymap import Holder, Keymap, portable
from reviewer.ui.question import Question
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme, icon


class CodeForm(QWidget):
    """Shows a code, and edits it in the store. ``became`` with the id of the code to show next."""

    became = Signal(int)

    def __init__(
        self, session: Session, keymap: Keymap, question: Question, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._keymap = keymap
        self._question = question
        self._theme = theme
        self._row: CodeRow | None = None
        self._unknown: tuple[CodeRole, str] | None = None
        self.recorder: KeyRecorder | None = None
        self.label = CommitLine(self)
        self.label.setAccessibleName(self.tr("Name of the code"))
        self.label.committed.connect(lambda text: self._set(label=text))
        self.definition = CommitText(self, least=3, most=8)
        self.definition.setAccessibleName(self.tr("Definition of the code"))
        self.definition.setPlaceholderText(self.tr("What belongs here, and what does not"))
        self.definition.committed.connect(lambda text: self._set(definition=text))
        self.swatches = Swatches(theme, self)
        self.swatches.picked.connect(lambda colour: self._set(colour=colour))
        self.key = QPushButton(self)
        self.key.clicked.connect(self.record)
        self.no_key = QToolButton(self)
        self.no_key.setObjectName("quiet")
        self.no_key.setAccessibleName(self.tr("Take the key away"))
        self.no_key.setToolTip(self.tr("Take the key away"))
        self.no_key.clicked.connect(lambda: self._set(shortcut=""))
        self.uses = reading_line(self)
        self.state = reading_line(self)
        self.retire = QPushButton(self)
        self.retire.clicked.connect(self.toggle_retired)
        self.merge = QPushButton(self.tr("&Merge into…"), self)
        self.merge.clicked.connect(self.choose_target)
        self.adopt = QPushButton(self.tr("Add it to the code&book"), self)
        self.adopt.clicked.connect(self._adopt)
        self._lay_out()
        theme.changed.connect(self._restyle)
        self._restyle()

    def _lay_out(self) -> None:
        self.key_row = QHBoxLayout()
        self.key_row.setSpacing(4)
        self.key_row.addWidget(self.key)
        self.key_row.addWidget(self.no_key)
        self.key_row.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.retire, self.merge, self.adopt):
            buttons.addWidget(button)
        buttons.addStretch(1)
        used = QVBoxLayout()
        used.setSpacing(6)
        used.addWidget(self.uses)
        used.addWidget(self.state)
        used.addLayout(buttons)
        form = DetailsForm(self)
        form.add_row(field_label(self.tr("Name"), self, self.label), self.label)
        form.add_row(field_label(self.tr("Definition"), self, self.definition), self.definition)
        form.add_row(field_label(self.tr("Colour"), self), self.swatches)
        form.add_row(field_label(self.tr("Key"), self), self.key_row)
        form.add_row(field_label(self.tr("Used by"), self, level=0), used)
        form.setRowStretch(form.rowCount(), 1)

    # What is shown

    def show_code(self, row: CodeRow) -> None:
        """Show a code of the codebook."""
        if self._row is None or row.id != self._row.id:
            self._commit()
            self._end_recording()
        self._row, self._unknown = row, None
        self._show_values(row.label, row.definition)
        own = self._theme.colours.series[self._hue(row) % len(self._theme.colours.series)]
        self.swatches.show_value(row.colour, own)
        self.key.setText(actions.key_words(row.shortcut) or self.tr("None: press to choose one"))
        self.key.setAccessibleName(self.tr("Key: {key}; press to record another").format(key=self.key.text()))
        self.no_key.setVisible(bool(row.shortcut))
        self._show_state(row)
        self.retire.setText(self.tr("&Restore") if row.retired else self.tr("&Retire"))
        self.retire.setToolTip(
            self.tr("Offer it again")
            if row.retired
            else self.tr("Offer it no longer; what uses it keeps it (Del)")
        )
        self.retire.setVisible(row.merged_into is None)
        self.merge.setVisible(not row.retired)
        self.adopt.hide()
        self._enable(self._session.writable)

    def show_unknown(self, role: CodeRole, key: str) -> None:
        """Show a key that findings use and the codebook does not have."""
        self._commit()
        self._end_recording()
        self._row, self._unknown = None, (role, key)
        self._show_values(codes.in_use().label(role, key), "")
        self.swatches.show_value("", "")
        self.key.setText(self.tr("None"))
        self.no_key.hide()
        self._say_uses(role, key)
        self.state.setText(self.tr("Not in the codebook: an extraction or another program has it."))
        self.state.show()
        self.retire.hide()
        self.merge.hide()
        self.adopt.show()
        self._enable(False)
        self.adopt.setEnabled(self._session.writable)

    def show_nothing(self) -> None:
        """Show no code."""
        self._commit()
        self._row = self._unknown = None
        self._show_values("", "")
        self.uses.setText("")
        self.state.hide()
        self._enable(False)

    def _show_values(self, label: str, definition: str) -> None:
        self.label.show_value(label)
        self.definition.show_value(definition)

    def _show_state(self, row: CodeRow) -> None:
        self._say_uses(row.role, row.key)
        said = ""
        if row.merged_into is not None:
            into = codes.in_use().label(row.role, row.merged_into)
            said = self.tr("Merged into ‘{other}’; undo that to have it back.").format(other=into)
        elif row.retired:
            said = self.tr("Retired: it is not offered any more.")
        self.state.setText(said)
        self.state.setVisible(bool(said))

    def _say_uses(self, role: CodeRole, key: str) -> None:
        self.uses.setText(self._counted(role, key))

    def _counted(self, role: CodeRole, key: str) -> str:
        findings, reports = self._session.store.code_reach(role, key)
        if not findings:
            return self.tr("no finding")
        said = self.tr("1 finding") if findings == 1 else self.tr("{} findings").format(findings)
        where = self.tr("1 report") if reports == 1 else self.tr("{} reports").format(reports)
        return self.tr("{findings} in {reports}").format(findings=said, reports=where)

    def _enable(self, editable: bool) -> None:
        fields = (self.label, self.definition, self.swatches, self.key, self.no_key, self.retire, self.merge)
        for widget in fields:
            widget.setEnabled(editable)

    def _hue(self, row: CodeRow) -> int:
        return codes.in_use().hue(row.role, row.key)

    def _restyle(self) -> None:
        colours: Colours = self._theme.colours
        self.no_key.setIcon(icon("close", colours, colours.muted))

    def _commit(self) -> None:
        """What was typed belongs to the code that was shown."""
        self.label.commit()
        self.definition.commit()

    # Edits

    def _edit(self, step: Callable[[], Change | None]) -> Change | None:
        self._question.hide()
        return self._session.edit(step)

    def _set(self, **values: str) -> None:
        row, store = self._row, self._session.store
        if row is None:
            return
        if self._edit(lambda: store.set_code(row.id, **values)) is None:
            # Refused, or the same: what is stored is what is shown.
            known = codes.in_use().by_id(row.id)
            if known is not None and self._row is not None and self._row.id == row.id:
                self.show_code(known)

    def toggle_retired(self) -> None:
        """Offer the code no longer, or again."""
        row, store = self._row, self._session.store
        if row is not None and row.merged_into is None:
            self._edit(lambda: (store.restore_code if row.retired else store.retire_code)(row.id))

    def choose_target(self) -> PickerPopup | None:
        """Open the list of codes that this one can be merged into."""
        row = self._row
        if row is None or row.retired:
            return None
        options = [
            Option(str(one.id), one.label, tip=one.definition)
            for one in codes.in_use().offered(row.role)
            if one.id != row.id
        ]
        popup = PickerPopup(self.merge, options, "", name=self.tr("Merge into"))
        popup.picked.connect(lambda id_: self.merge_into(int(id_)))
        popup.open_at(self.merge.mapToGlobal(QPoint(0, self.merge.height() + 2)), 260)
        return popup

    def merge_into(self, target_id: int) -> None:
        """Merge the code into another one, and say what that changed and how to take it back."""
        row, store = self._row, self._session.store
        target = codes.in_use().by_id(target_id)
        if row is None or target is None:
            return
        counted = self._counted(row.role, row.key)
        if self._edit(lambda: store.merge_codes(row.id, target_id)) is None:
            return
        said = self.tr("‘{code}’ is merged into ‘{other}’: {counted} changed.")
        self._question.ask(
            said.format(code=row.label, other=target.label, counted=counted),
            ((self.tr("Undo"), lambda: self._session.edit(store.undo_codebook)),),
        )
        self.became.emit(target_id)

    def _adopt(self) -> None:
        if self._unknown is None:
            return
        (role, key), store = self._unknown, self._session.store
        label = codes.in_use().label(role, key)
        label = label[:1].upper() + label[1:]
        change = self._edit(lambda: store.add_code(role, label, key=key))
        if change is not None and change.created_id is not None:
            self.became.emit(change.created_id)

    # The key

    def record(self) -> None:
        """Wait for the key that is to set this code."""
        if self._row is None:
            return
        self._end_recording()
        self._question.hide()
        self.recorder = KeyRecorder(self)
        self.recorder.setFixedHeight(self.key.height())
        self.key_row.insertWidget(0, self.recorder)
        self.key.hide()
        self.recorder.recorded.connect(self._take)
        self.recorder.left.connect(self._end_recording)
        self.recorder.setFocus()

    def _take(self, key: str) -> None:
        self._end_recording()
        row = self._row
        refusal, holder = self._keymap.refusal(key), self._keymap.holder(key)
        if row is None:
            return
        if refusal:
            self._question.tell(refusal)
        elif holder is None or holder.code_id == row.id:
            self._set(shortcut=portable(key))
        else:
            said = self.tr("{key} is the key of ‘{other}’.")
            self._question.ask(
                said.format(key=actions.key_words(key), other=holder.words),
                (
                    (self.tr("Take it from there"), partial(self._take_from, holder, row, key)),
                    (self.tr("Leave it there"), self.key.setFocus),
                ),
            )

    def _take_from(self, holder: Holder, row: CodeRow, key: str) -> None:
        self._keymap.take(holder, key)
        if self._row is not None and self._row.id == row.id:
            self._set(shortcut=portable(key))
        self.key.setFocus()

    def _end_recording(self) -> None:
        if self.recorder is None:
            return
        recorder, self.recorder = self.recorder, None
        self.key_row.removeWidget(recorder)
        recorder.hide()
        recorder.deleteLater()
        self.key.show()
        self.key.setFocus(Qt.FocusReason.OtherFocusReason)
