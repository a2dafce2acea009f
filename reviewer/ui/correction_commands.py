"""What the actions do that correct a report's facts, sections, judgements and the parts of findings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from reviewer.ui.command_group import CommandGroup
from reviewer.ui.corrections import Place
from reviewer.ui.fields import CommitText
from reviewer.ui.session import Item, Table
from reviewer.ui.settings import Settings
from reviewer.ui.tree_nodes import Column, NodeType

if TYPE_CHECKING:
    from reviewer.ui.details_finding import FindingDetails
    from reviewer.ui.details_many import ManyDetails
    from reviewer.ui.main_window import MainWindow

COLUMN_ACTIONS = {f"{column.name.lower()}_column": column for column in Column if column is not Column.WORDS}


class CorrectionCommands(CommandGroup):
    """The actions by the names of the table in ``actions``."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._corrections = window.corrections
        self._parts = window.part_corrections
        self._together = False
        window.tree.part_chosen.connect(window.follow)
        self._session.selection_changed.connect(self._show_selection)
        window.tree.part_opened.connect(self._open_measure)
        header = window.tree.header()
        header.customContextMenuRequested.connect(
            lambda at: window.pop_up((*COLUMN_ACTIONS, "", "headings"), header.mapToGlobal(at))
        )

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        corrections, parts = self._corrections, self._parts
        handlers: dict[str, Callable[[], None]] = {
            "facts": self.show_facts,
            "reword": self.reword,
            "number": self.edit_number,
            "section": self.pick_section,
            "more_themes": self.pick_more_themes,
            "grade": self.pick_grade,
            "remove_part": self.remove_part,
            "move_up": partial(corrections.move_along, -1),
            "move_down": partial(corrections.move_along, 1),
            "move_out": partial(corrections.move_across, -1),
            "move_in": partial(corrections.move_across, 1),
            "accept_shown": self.accept_shown,
            "filter_by": self._window.filter_bar.open_menu,
            "use_selection": self.use_selection,
            "reject": self.reject,
            "add_statement": parts.add_statement,
            "add_measure": lambda: self._window.details.finding.measures.add_from_selection(),
            "section_selected": corrections.section_from_selection,
            "section_after": partial(self.new_section, Place.AFTER),
            "section_before": partial(self.new_section, Place.BEFORE),
            "section_under": partial(self.new_section, Place.UNDER),
            "add_judgement": self.add_judgement,
            "headings": self.toggle_headings,
        }
        handlers |= {
            polarity: partial(self.set_polarity, polarity)
            for polarity in ("positive", "negative", "mixed", "neutral")
        }
        return handlers | {name: partial(self.toggle, column) for name, column in COLUMN_ACTIONS.items()}

    def checks(self) -> dict[str, bool]:
        """Which columns are shown."""
        tree = self._window.tree
        checks = {name: tree.columns.shown(column) for name, column in COLUMN_ACTIONS.items()}
        return checks | {"headings": not tree.isHeaderHidden()}

    def has(self) -> dict[str, bool]:
        """What is there to correct."""
        session = self._session
        section, graded = session.section is not None, session.judgement is not None
        return {
            "words": section or graded or session.finding is not None,
            "graded": section or graded,
            "movable": section or bool(session.selected),
            "part": section or self._window.tree.part is not None,
            "section": section,
        }

    def _show_selection(self) -> None:
        """Actions may mean other rows where several are selected, or were."""
        together = len(self._session.selected) > 1
        if together or self._together:
            self._window.follow()
        self._together = together

    # Going to fields

    def show_facts(self) -> None:
        """Make the report itself current, and go to the facts about it."""
        report = self._session.report
        if report is not None:
            self._session.set_current(Item(Table.REPORT, report.row.id))
            self._window.commands.focus(self._window.details.report.authority)

    def reword(self) -> None:
        """Go to the words of what is current: a wording, a heading, an area."""
        details = self._window.details
        field: CommitText = details.finding.wording
        if self._session.section is not None:
            field = details.section.heading
        elif self._session.judgement is not None:
            field = details.judgement.area
        self._window.commands.focus(field)
        field.moveCursor(QTextCursor.MoveOperation.End)

    def edit_number(self) -> None:
        """Edit the number in the tree, or of several findings in the details."""
        tree, page = self._window.tree, self._page
        if len(self._session.selected) > 1:
            self._window.commands.focus(page.number)
        elif tree.columns.shown(Column.NUMBER) and tree.isVisible():
            tree.edit_at(Column.NUMBER)
        else:
            self._window.commands.focus(page.number)

    def pick_section(self) -> None:
        """Open the list of headings for the selected findings."""
        self._window.commands.focus(self._page.section)
        self._page.section.open()

    def pick_more_themes(self) -> None:
        """Open the list of themes that the selected findings may have further."""
        self._window.commands.focus(self._page.more_themes.add)
        self._page.more_themes.open()

    def pick_grade(self) -> None:
        """Open the list of grades for the current heading or judgement."""
        self._window.tree.pick(Column.THEME)

    @property
    def _page(self) -> FindingDetails | ManyDetails:
        details = self._window.details
        return details.many if len(self._session.selected) > 1 else details.finding

    def _open_measure(self, place: int) -> None:
        measures = self._window.details.finding.measures
        measures.open(place)
        self._window.commands.focus(measures.fields.value)

    # Parts, which the tree shows below their finding

    def set_polarity(self, polarity: str) -> None:
        """Give the statement whose row is current a polarity, or else the selected findings."""
        part = self._window.tree.part if self._window.tree.hasFocus() else None
        if part is not None and part.type is NodeType.STATEMENT:
            self._parts.set_statement_polarity(part.id, part.place, polarity)
        else:
            self._session.set_polarity(polarity)

    def reject(self) -> None:
        """Take the statement or figure out whose row is current, or else reject what is selected."""
        if self._window.tree.hasFocus() and self._window.tree.part is not None:
            self.remove_part()
        else:
            self._session.reject()

    def remove_part(self) -> None:
        """Take out the heading, the statement or the figure that is current."""
        section, part = self._session.section, self._window.tree.part
        if section is not None:
            self._corrections.remove_section(section.id)
        elif part is not None and part.type is NodeType.STATEMENT:
            self._parts.remove_statement(part.id, part.place)
        elif part is not None:
            self._parts.remove_measure(part.id, part.place)

    def use_selection(self) -> None:
        """Give the selected words to the statement whose row is current, or else to the current finding."""
        part = self._window.tree.part
        if part is not None and part.type is NodeType.STATEMENT:
            self._parts.set_statement_words(part.id, part.place)
        else:
            self._window.commands.use_selection()

    # New sections and judgements

    def new_section(self, place: Place) -> None:
        """Go to the field for a new heading beside the current one."""
        section = self._session.section
        if section is not None:
            new = self._window.details.section.new
            new.beside(section.id, place)
            self._window.commands.focus(new.heading)

    def add_judgement(self) -> None:
        """Make a judgement of the selected words; without them, or without a grade in them, ask for it."""
        report = self._session.report
        if report is None:
            return
        span = self._window.source.take_selection()
        area, grade = self._corrections.judgement_at((span,)) if span is not None else ("", "")
        spans = (span,) if span is not None else ()
        if area and grade:
            self._corrections.add_judgement(area, grade, spans)
            return
        self._session.set_current(Item(Table.REPORT, report.row.id))
        new = self._window.details.report.new_judgement
        new.begin(area, spans)
        self._window.commands.focus(new.grade if area else new.area)

    # Many at once

    def accept_shown(self) -> None:
        """Accept everything that the filter lets through and nobody has decided on, as one step."""
        model = self._window.tree.findings_model
        count = self._corrections.accept_all(
            model.shown_ids(NodeType.FINDING), model.shown_ids(NodeType.JUDGEMENT)
        )
        if count:
            self._window.notice.say(
                self.tr("{count} accepted, all that were shown and undecided.").format(count=count),
                action=self.tr("Undo"),
                do=partial(self._undo, self._session.undo_name()),
            )
        else:
            self._window.notice.say(self.tr("Nothing that is shown is undecided."))

    def _undo(self, step: str | None) -> None:
        """Take a step back if it is still the latest one."""
        if step is not None and self._session.undo_name() == step:
            self._session.undo()

    # Columns

    def toggle(self, column: Column) -> None:
        """Show or hide a column of the tree."""
        columns = self._window.tree.columns
        columns.show(column, not columns.shown(column))
        self._window.refresh_checks()

    def toggle_headings(self) -> None:
        """Show or hide the names of the columns."""
        tree = self._window.tree
        tree.setHeaderHidden(not tree.isHeaderHidden())
        self._window.refresh_checks()

    def row_menu(self) -> tuple[str, ...]:
        """The names of the actions in the menu of the tree's current row; empty between groups."""
        tree = self._window.tree
        node = tree.findings_model.node(tree.currentIndex())
        return _MENUS.get(node.type if node is not None else NodeType.REPORT, _MENUS[NodeType.FINDING])

    def restore(self, settings: Settings) -> None:
        """Show the columns that were shown."""
        self._window.tree.columns.restore(settings)

    def save(self, settings: Settings) -> None:
        """Remember the columns."""
        self._window.tree.columns.save(settings)


_MOVES = ("move_up", "move_down", "move_out", "move_in")
_MENUS: dict[NodeType, tuple[str, ...]] = {
    NodeType.FINDING: (
        "accept_next",
        "accept",
        "reject",
        "",
        "reword",
        "number",
        "kind",
        "theme",
        "more_themes",
        "section",
        "positive",
        "negative",
        "mixed",
        "neutral",
        "",
        "add_statement",
        "add_measure",
        "",
        *_MOVES,
        "",
        "follow_up",
        "note",
        "tag",
        "star",
        "",
        "alike",
    ),
    NodeType.SECTION: (
        "reword",
        "grade",
        "remove_part",
        "",
        "section_after",
        "section_before",
        "section_under",
        "section_selected",
        "",
        *_MOVES,
    ),
    NodeType.JUDGEMENT: ("accept_next", "accept", "reject", "", "reword", "grade", "add_judgement"),
    NodeType.JUDGEMENTS: ("add_judgement", "accept_shown"),
    NodeType.REPORT: ("facts", "add_judgement", "section_selected", "", "accept_shown"),
    NodeType.STATEMENT: ("positive", "negative", "mixed", "neutral", "", "use_selection", "remove_part"),
    NodeType.MEASURE: ("remove_part",),
}
