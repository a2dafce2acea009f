"""Tags, star and notes of a finding, a section or the report, under the page of its fields."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer.ui.annotations import Annotations
from reviewer.ui.details_form import DetailsForm, field_label
from reviewer.ui.notes_list import NotesList
from reviewer.ui.session import Item, Session, Table
from reviewer.ui.tag_field import TagField
from reviewer.ui.theme import Theme


class AnnotationDetails(QWidget):
    """The annotations of what is current; judgements have none."""

    def __init__(self, session: Session, annotations: Annotations, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.tags = TagField(annotations, theme, self)
        self.notes = NotesList(session, theme, self)
        self.form = DetailsForm(self)
        margins = self.form.contentsMargins()
        margins.setTop(0)
        self.form.setContentsMargins(margins)
        self.form.add_row(field_label(self.tr("Tags"), self, self.tags.line), self.tags)
        self.form.add_row(field_label(self.tr("Notes"), self, self.notes.new), self.notes)

    def show_item(self, item: Item | None) -> None:
        """Show the annotations of an item, or nothing where it can have none."""
        if item is None or item.table is Table.JUDGEMENT:
            self.commit()
            self.hide()
            return
        # Sections carry notes, no tags.
        tagged = item.table is not Table.SECTION
        if tagged:
            self.tags.show_item(item)
        else:
            self.tags.commit()
        self.form.show_row(self.tags, tagged)
        self.notes.show_notes(item)
        self.show()

    def commit(self) -> None:
        """Hand over what is being typed."""
        self.tags.commit()
        self.notes.commit()
