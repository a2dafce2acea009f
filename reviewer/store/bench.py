"""The verbs of the review bench: those by which a report is corrected beyond the values of a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reviewer.model import Measure, Spans
from reviewer.store import (
    across,
    assigning,
    bulk,
    codebook,
    codes,
    coverage,
    edits,
    facts,
    filters,
    links,
    marks,
    parts,
    queries,
    reshape,
    sections,
    steps,
    whole,
)
from reviewer.store.database import StoreDatabase
from reviewer.store.filters import FindingFilter, QueueOrder
from reviewer.store.rows import (
    Change,
    CodeRole,
    CodeRow,
    HistoryEntry,
    LinkRow,
    MetadataRow,
    Relation,
    ReportState,
    TagRow,
    Undecided,
    UndoStep,
)
from reviewer.store.steps import Context


class Bench:
    """A part of :class:`reviewer.store.Store`; each edit is one step and returns what it changed."""

    _db: StoreDatabase

    def _context(self) -> Context:
        raise NotImplementedError

    # Findings divided, joined, moved

    def split(self, finding_id: int, offset: int) -> Change:
        """Divide a finding at ``offset``, a code point of the report's text; ``created_id`` is the second.

        The first half keeps number, notes, tags and follow-up; the second gets the same heading and codes,
        and the number printed at its head. StoreError where one side has no words.
        """
        return reshape.split(self._context(), finding_id, offset)

    def merge(self, finding_ids: Iterable[int]) -> Change:
        """Join findings of one report into the first in reading order, which keeps its codes.

        Notes, tags, stars and follow-ups move along. StoreError for fewer than two.
        """
        return reshape.merge(self._context(), finding_ids)

    def set_section(self, finding_ids: Iterable[int], section_id: int | None) -> Change:
        """Put findings of one report under another heading, where their words have their place there."""
        return reshape.set_section(self._context(), finding_ids, section_id)

    def move_findings(
        self, finding_ids: Iterable[int], section_id: int | None, before_id: int | None = None
    ) -> Change:
        """Put findings under a heading: before the finding ``before_id`` that stands there, or at the end."""
        return reshape.move_findings(self._context(), finding_ids, section_id, before_id)

    def set_themes(self, finding_ids: Iterable[int], themes: Sequence[str]) -> Change:
        """Set all themes of findings of one report, the main one first. ValueError where there is none."""
        return edits.set_themes(self._context(), finding_ids, themes)

    # Many at once

    def accept_undecided(
        self, report_id: int, finding_ids: Iterable[int], judgement_ids: Iterable[int] = ()
    ) -> Change:
        """Accept those of these findings and judgements of a report that are undecided, as one step."""
        return bulk.accept_undecided(self._context(), report_id, finding_ids, judgement_ids)

    def set_numbers(self, finding_ids: Iterable[int], first: str | None) -> Change:
        """Number findings of one report in reading order from ``first`` on; nothing clears their numbers."""
        return bulk.set_numbers(self._context(), finding_ids, first)

    def add_theme(self, finding_ids: Iterable[int], theme: str) -> Change:
        """Give findings of one report a further theme; those that have it are left alone."""
        return bulk.add_theme(self._context(), finding_ids, theme)

    def remove_theme(self, finding_ids: Iterable[int], theme: str) -> Change:
        """Take a theme from findings of one report; the next is the main one then, and the last one stays."""
        return bulk.remove_theme(self._context(), finding_ids, theme)

    # Statements and figures; ``place`` counts from 0 in what the finding's row shows

    def add_statement(self, finding_id: int, spans: Spans, polarity: str) -> Change:
        """Add a statement. StoreError where its words are not the finding's."""
        return parts.add_statement(self._context(), finding_id, spans, polarity)

    def set_statement(
        self, finding_id: int, place: int, *, spans: Spans | None = None, polarity: str | None = None
    ) -> Change:
        """Move a statement's boundaries, set its polarity, or both; None leaves as is."""
        return parts.set_statement(self._context(), finding_id, place, spans=spans, polarity=polarity)

    def remove_statement(self, finding_id: int, place: int) -> Change:
        """Take a statement out."""
        return parts.remove_statement(self._context(), finding_id, place)

    def add_measure(self, finding_id: int, measure: Measure) -> Change:
        """Add a figure; its ``text`` follows from its spans. StoreError where these are not the finding's."""
        return parts.add_measure(self._context(), finding_id, measure)

    def set_measure(self, finding_id: int, place: int, measure: Measure) -> Change:
        """Correct a figure: ``measure`` takes its place; ``text`` follows from the spans."""
        return parts.set_measure(self._context(), finding_id, place, measure)

    def remove_measure(self, finding_id: int, place: int) -> Change:
        """Take a figure out."""
        return parts.remove_measure(self._context(), finding_id, place)

    # Headings and judgements

    def add_section(
        self,
        report_id: int,
        heading: str | None = None,
        *,
        spans: Spans = (),
        parent_id: int | None = None,
        before_id: int | None = None,
        after_id: int | None = None,
    ) -> Change:
        """Add a heading: the words at ``spans``, or ``heading`` where it is given; ``created_id`` is its id.

        It stands before the heading ``before_id``, or beside the heading ``after_id`` after all that stands
        in it, otherwise where its words are, otherwise at the end of ``parent_id`` or of the report; it
        stands in ``parent_id``, otherwise beside the heading that it follows. The findings below its words,
        up to the next heading, stand under it then.
        """
        return sections.add_section(
            self._context(),
            report_id,
            heading,
            spans=spans,
            parent_id=parent_id,
            before_id=before_id,
            after_id=after_id,
        )

    def set_section_heading(self, section_id: int, heading: str) -> Change:
        """Correct the words of a heading. StoreError for a blank one."""
        return sections.set_heading(self._context(), section_id, heading)

    def set_section_grade(self, section_id: int, grade: str | None) -> Change:
        """Set or clear the grade that stands in a heading."""
        return sections.set_grade(self._context(), section_id, grade)

    def remove_section(self, section_id: int) -> Change:
        """Take a heading out; its findings and notes go to the heading before it, undecided as they were."""
        return sections.remove_section(self._context(), section_id)

    def move_section(self, section_id: int, parent_id: int | None, before_id: int | None = None) -> Change:
        """Put a heading, with all under it, into another one (None: the top), before one there or at the end.

        StoreError where it would stand in itself.
        """
        return sections.move_section(self._context(), section_id, parent_id, before_id)

    def add_judgement(self, report_id: int, area: str, grade: str, spans: Spans = ()) -> Change:
        """Add a graded area; ``created_id`` is its id. StoreError for a blank area or grade."""
        return sections.add_judgement(self._context(), report_id, area, grade, spans)

    # The report's own facts and state

    def metadata(self, report_id: int) -> MetadataRow:
        """The facts about a report, as reviewed and as the machine read them."""
        return facts.metadata(self._db, report_id)

    def set_metadata(self, report_id: int, field: str, value: facts.Value) -> Change:
        """Correct one of ``facts.FIELDS``; nothing, or None, clears it.

        Dates are ISO as far as they are known, ``team_inspectors`` and ``copied_to`` lists of names.
        StoreError for a date that is none, ValueError for another field or an unknown document type.
        """
        return facts.set_metadata(self._context(), report_id, field, value)

    def set_report_state(self, report_id: int, state: ReportState | None) -> Change:
        """Say how far the review of a report is; None lets it follow from the work again."""
        return facts.set_state(self._context(), report_id, state)

    def undecided(self, report_id: int) -> Undecided:
        """What is left to do in a report: findings, judgements, and text that nothing claims."""
        return facts.undecided(self._db, report_id)

    # Whose work it is

    def assign(self, plan: Mapping[int, Sequence[str]]) -> list[Change]:
        """Make reports the work of these reviewers alone, all or none; a step in the log of each.

        No names: nobody's. StoreError for a blank name.
        """
        return assigning.assign(self._context(), plan)

    def reviewers(self) -> list[str]:
        """Everyone who has work assigned or has edited anything, in alphabetical order."""
        return assigning.reviewers(self._db)

    # Marks

    def tag(self, finding_ids: Iterable[int], name: str) -> Change:
        """Put a tag on findings of one report; spelt as it is elsewhere. StoreError for a blank one."""
        return marks.tag(self._context(), finding_ids, name)

    def untag(self, finding_ids: Iterable[int], name: str) -> Change:
        """Take a tag off findings of one report."""
        return marks.untag(self._context(), finding_ids, name)

    def tag_report(self, report_id: int, name: str) -> Change:
        """Put a tag on a report. StoreError for a blank one."""
        return marks.tag_report(self._context(), report_id, name)

    def untag_report(self, report_id: int, name: str) -> Change:
        """Take a tag off a report."""
        return marks.untag_report(self._context(), report_id, name)

    def tags(self) -> list[TagRow]:
        """All tags of all reports and findings, by name, with how many carry them."""
        return queries.tags(self._db)

    def set_star(self, finding_ids: Iterable[int], starred: bool) -> Change:
        """Star findings of one report, or take their stars away; no decision."""
        return marks.star(self._context(), finding_ids, starred)

    def set_report_star(self, report_id: int, starred: bool) -> Change:
        """Star a report, or take its star away."""
        return marks.star_report(self._context(), report_id, starred)

    def mark_seen(self, report_id: int, spans: Spans) -> Change:
        """Say that a passage was read and holds no finding. StoreError where there is no word."""
        return marks.mark_seen(self._context(), report_id, spans)

    def unmark_seen(self, report_id: int, spans: Spans) -> Change:
        """Take that back for what lies in ``spans``."""
        return marks.unmark_seen(self._context(), report_id, spans)

    def seen(self, report_id: int) -> Spans:
        """The passages that were marked as seen, in reading order."""
        return marks.seen(self._db, report_id)

    def unclaimed(self, report_id: int) -> Spans:
        """The text that no finding, heading, judgement, furniture or mark accounts for now, line by line."""
        return coverage.unclaimed(self._db, report_id)

    def follow_up_history(self, follow_up_id: int) -> list[HistoryEntry]:
        """What was done to a follow-up, the latest first."""
        return queries.follow_up_history(self._db, follow_up_id)

    # The codebook; its edits have an undo of their own

    def codes(self, role: CodeRole | None = None) -> list[CodeRow]:
        """All kinds and themes, or those of one role, in their order; retired and merged ones too."""
        return codes.listed(self._db, role)

    def code_uses(self, role: CodeRole) -> dict[str, int]:
        """How many findings of all reports use each key of a role; further themes count."""
        return codes.uses(self._db, role)

    def code_reach(self, role: CodeRole, key: str) -> tuple[int, int]:
        """How many findings use a code, and in how many reports; further themes count."""
        return codes.reach(self._db, role, key)

    def add_code(
        self,
        role: CodeRole,
        label: str,
        *,
        definition: str = "",
        colour: str = "",
        shortcut: str = "",
        key: str | None = None,
    ) -> Change:
        """Add a kind or theme; ``created_id`` is its id, its key follows from the label unless given.

        StoreError for a blank label, and for a label, key or shortcut that another code has; ValueError for a
        colour that is not ``#rrggbb`` (lower case) or nothing.
        """
        return codebook.add_code(
            self._context(), role, label, definition=definition, colour=colour, shortcut=shortcut, key=key
        )

    def set_code(
        self,
        code_id: int,
        *,
        label: str | None = None,
        definition: str | None = None,
        colour: str | None = None,
        shortcut: str | None = None,
    ) -> Change:
        """Rename, define, colour a code or give it a shortcut; None leaves as is."""
        return codebook.set_code(
            self._context(), code_id, label=label, definition=definition, colour=colour, shortcut=shortcut
        )

    def retire_code(self, code_id: int) -> Change:
        """Offer a code no longer; what uses it keeps it."""
        return codebook.retire_code(self._context(), code_id)

    def restore_code(self, code_id: int) -> Change:
        """Offer a retired code again. StoreError for one that was merged into another."""
        return codebook.restore_code(self._context(), code_id)

    def move_code(self, code_id: int, before_id: int | None = None) -> Change:
        """Put a code before another one of its role, or at the end."""
        return codebook.move_code(self._context(), code_id, before_id)

    def merge_codes(self, code_id: int, into_id: int) -> Change:
        """Merge a code into another of its role: what used it, in all reports, uses the other; it retires.

        One step, undone by :meth:`undo_codebook`; no decision on a finding changes by it.
        """
        return codebook.merge_codes(self._context(), code_id, into_id)

    def undo_codebook(self) -> Change | None:
        """Take back the latest edit of the codebook, in all reports; None where there is none.

        StoreError, and nothing done, where later edits of a report stand on it.
        """
        return codebook.undo_codebook(self._context())

    def redo_codebook(self) -> Change | None:
        """Do the edit of the codebook again that was undone last; None where there is none."""
        return whole.redo(self._context())

    def codebook_undo_name(self) -> str | None:
        """The name of the step that :meth:`undo_codebook` would take back."""
        target = steps.undoable(self._db, 0)
        return None if target is None else target["name"]

    def codebook_redo_name(self) -> str | None:
        """The name of the step that :meth:`redo_codebook` would do again."""
        target = steps.redoable(self._db, 0)
        return None if target is None else target["name"]

    def codebook_history(self) -> list[HistoryEntry]:
        """The log of the codebook, the latest step first."""
        return queries.history(self._db, 0)

    # What to look at

    def filter_findings(self, report_id: int, wanted: FindingFilter) -> list[int]:
        """The ids of the findings of a report that pass the filter, in reading order."""
        return filters.findings(self._db, report_id, wanted)

    def queue(self, report_id: int, order: QueueOrder = "document") -> list[int]:
        """The ids of undecided findings: in the report's order, or (``least_certain``) by confidence."""
        return filters.queue(self._db, report_id, order)

    # Across reports

    def coded(self) -> list[across.Coded]:
        """How all findings that are not rejected are coded, of all reports."""
        return across.coded(self._db)

    def briefs(self, finding_ids: Iterable[int]) -> list[across.Brief]:
        """These findings of any reports, in the order given; those that are gone are left out."""
        return across.briefs(self._db, finding_ids)

    def alike(self, finding_id: int, *, least: float = 0.2, most: int = 60) -> list[across.Alike]:
        """Findings of other reports worded most like this one. Slow: not for the main thread."""
        return across.alike(self._db, finding_id, least=least, most=most)

    # The same issue in earlier reports

    def settle(self, finding_id: int, earlier_id: int, relation: Relation) -> Change:
        """Say what a finding says of an earlier concern of another report; said before, it is said anew."""
        return links.settle(self._context(), finding_id, earlier_id, relation)

    def unsettle(self, link_id: int) -> Change:
        """Take a link out; the log keeps it."""
        return links.unsettle(self._context(), link_id)

    def links(self, report_id: int | None = None) -> list[LinkRow]:
        """All links, or those of one later report, sleeping ones too."""
        return links.links(self._db, report_id)

    def links_of(self, finding_id: int) -> list[LinkRow]:
        """The links of one later finding, sleeping ones too."""
        return links.links_of(self._db, finding_id)

    # History

    def undo_steps(self, report_id: int) -> list[UndoStep]:
        """The edits of a report as undo and redo see them, the latest first; :meth:`undo_to` goes to one."""
        return queries.undo_steps(self._db, report_id)

    def undo_to(self, report_id: int, step_id: int) -> Change | None:
        """Go to the moment just after an edit of the history, by undoing or redoing; 0 is before the first.

        Each undo and redo is a step of its own. None where that is where the report is. StoreError where the
        edit was undone and new ones came since.
        """
        return steps.undo_to(self._context(), report_id, step_id)
