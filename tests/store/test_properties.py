"""Any edits in any order: undoing all gives back what was imported, redoing all what was last there."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from reviewer.model import Kind, Measure, Polarity, joined
from reviewer.store import Change, Decision, FindingRow, FollowUpState, ReportState, Store, StoreError
from reviewer.store.facts import FIELDS
from reviewer.store.words import within
from tests import factories
from tests.factories import TEXT

words = st.text(max_size=12)
picks = st.lists(st.integers(0, 30), min_size=1, max_size=3)
offsets = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(
    lambda pair: tuple(sorted(pair))
)
dates = st.dates().map(lambda date: date.isoformat())

State = dict[str, Any]


class Edits(RuleBasedStateMachine):
    """A reviewer with two reports, who edits, undoes, redoes and restarts; ``states`` is all there were."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "reviewer.sqlite"
        self.open("ada")
        given, other = factories.report(), factories.report(original=b"other")
        self.report = self.store.import_report(
            given.document, given.extraction, given.original, name="a.pdf"
        ).report_id
        self.other = self.store.import_report(
            other.document, other.extraction, other.original, name="b.pdf"
        ).report_id
        self.machine = self.store.machine_extraction(self.report)
        self.untouched = self.state(self.other)
        self.states = [self.state(self.report)]
        self.place = 0

    def open(self, reviewer: str) -> None:
        self.store = Store.open(self.path, reviewer=reviewer)
        # No power cut is tested here, and thousands of commits need not wait for the disk.
        self.store._db.execute("PRAGMA synchronous = OFF")

    def state(self, report_id: int) -> State:
        return {
            "sections": self.store.sections(report_id),
            "judgements": self.store.judgements(report_id),
            "findings": self.store.findings(report_id),
            "notes": self.store.notes(report_id),
            "follow_ups": [row for row in self.store.follow_ups() if row.report_id == report_id],
            "metadata": self.store.metadata(report_id),
            "report": self.store.report(report_id),
            "seen": self.store.seen(report_id),
            "unclaimed": self.store.unclaimed(report_id),
        }

    def chosen(self, picked: list[int]) -> list[int]:
        rows = self.store.findings(self.report)
        return [rows[pick % len(rows)].id for pick in picked]

    def edited(self, change: Change) -> None:
        now = self.state(self.report)
        before = self.states[self.place]
        if not change.name:
            assert change == Change(change.report_id, "")
            assert now == before
            return
        assert now != before
        assert change.report_id == self.report
        assert differing(before["findings"], now["findings"]) <= change.findings
        assert differing(before["judgements"], now["judgements"]) <= change.judgements
        assert differing(before["notes"], now["notes"]) <= change.notes
        assert change.report or differing(before["follow_ups"], now["follow_ups"]) <= change.follow_ups | {
            row.id for row in now["follow_ups"] if row.finding_id in change.findings
        }
        assert differing(before["sections"], now["sections"]) <= change.sections
        assert change.coverage or before["unclaimed"] == now["unclaimed"]
        assert change.report or all(before[part] == now[part] for part in ("metadata",))
        for tree in ("sections", "judgements", "findings"):
            order = [[row.id for row in state[tree]] for state in (before, now)]
            assert order[0] == order[1] or change.structure
        del self.states[self.place + 1 :]
        self.states.append(now)
        self.place += 1
        assert self.store.undo_name(self.report) == change.name
        assert self.store.redo_name(self.report) is None

    @rule(picked=picks, kind=st.sampled_from(Kind))
    def kind(self, picked: list[int], kind: Kind) -> None:
        self.edited(self.store.set_kind(self.chosen(picked), kind))

    @rule(picked=picks, polarity=st.sampled_from(Polarity))
    def polarity(self, picked: list[int], polarity: Polarity) -> None:
        self.edited(self.store.set_polarity(self.chosen(picked), polarity))

    @rule(picked=picks, theme=st.sampled_from(["workforce", "recording"]))
    def theme(self, picked: list[int], theme: str) -> None:
        self.edited(self.store.set_theme(self.chosen(picked), theme))

    @rule(picked=picks, wording=st.none() | words)
    def wording(self, picked: list[int], wording: str | None) -> None:
        self.edited(self.store.set_wording(self.chosen(picked)[0], wording))

    @rule(picked=picks, number=st.none() | words)
    def number(self, picked: list[int], number: str | None) -> None:
        self.edited(self.store.set_number(self.chosen(picked)[0], number))

    @rule(picked=picks, spans=st.lists(offsets, max_size=2))
    def spans(self, picked: list[int], spans: list[tuple[int, int]]) -> None:
        finding = self.chosen(picked)[0]
        try:
            change = self.store.set_spans(finding, tuple(spans))
        except StoreError:
            change = Change(self.report, "")
        self.edited(change)

    @rule(picked=picks)
    def spans_of_the_machine(self, picked: list[int]) -> None:
        row = self.store.finding(self.chosen(picked)[0])
        if row.machine:
            self.edited(self.store.set_spans(row.id, row.machine["spans"]))  # type: ignore[arg-type]

    @rule(picked=picks, what=st.sampled_from(["accept", "reject", "restore"]))
    def decide(self, picked: list[int], what: str) -> None:
        self.edited(getattr(self.store, what)(self.chosen(picked)))

    @rule(spans=st.lists(offsets, min_size=1, max_size=2))
    def add(self, spans: list[tuple[int, int]]) -> None:
        try:
            change = self.store.add_finding(self.report, tuple(spans))
        except StoreError:
            change = Change(self.report, "")
        else:
            assert change.created_id in change.findings
        self.edited(change)

    def tried(self, edit: Callable[[], Change]) -> Change:
        """What ``edit`` changed; nothing where it is refused."""
        try:
            return edit()
        except StoreError:
            return Change(self.report, "")

    def some_section(self, pick: int) -> int | None:
        rows: list[int | None] = [None, *(row.id for row in self.store.sections(self.report))]
        return rows[pick % len(rows)]

    @rule(picked=picks, share=st.floats(0, 1))
    def split(self, picked: list[int], share: float) -> None:
        row = self.store.finding(self.chosen(picked)[0])
        start, end = row.spans[0][0], row.spans[-1][1]
        change = self.tried(lambda: self.store.split(row.id, start + round((end - start) * share)))
        if change.created_id is not None:
            first, second = self.store.finding(row.id), self.store.finding(change.created_id)
            assert visible(first) | visible(second) <= visible(row)
            assert first.spans[-1][1] <= second.spans[0][0]
        self.edited(change)

    @rule(picked=picks)
    def merge(self, picked: list[int]) -> None:
        ids = self.chosen(picked)
        words_before = {offset for row_id in ids for offset in visible(self.store.finding(row_id))}
        notes = sum(self.store.finding(row_id).notes for row_id in set(ids))
        change = self.tried(lambda: self.store.merge(ids))
        if change.name:
            (kept,) = [row for row in self.store.findings(self.report) if row.id in ids]
            assert visible(kept) == words_before
            assert kept.notes == notes
        self.edited(change)

    @rule(picked=picks, pick=st.integers(0, 9))
    def section(self, picked: list[int], pick: int) -> None:
        self.edited(self.store.set_section(self.chosen(picked), self.some_section(pick)))

    @rule(picked=picks, before=st.none() | st.integers(0, 30))
    def move(self, picked: list[int], before: int | None) -> None:
        ids = self.chosen(picked)
        target = None if before is None else self.store.finding(self.chosen([before])[0])
        if target is None or target.id in ids:
            self.edited(self.store.move_findings(ids, self.some_section(picked[0])))
        else:
            self.edited(self.store.move_findings(ids, target.section_id, target.id))

    @rule(picked=picks, themes=st.lists(st.sampled_from(["workforce", "recording", "overall"]), min_size=1))
    def themes(self, picked: list[int], themes: list[str]) -> None:
        self.edited(self.store.set_themes(self.chosen(picked), themes))

    @rule(picked=picks, theme=st.sampled_from(["workforce", "recording", "overall"]), on=st.booleans())
    def one_more_theme(self, picked: list[int], theme: str, on: bool) -> None:
        verb = self.store.add_theme if on else self.store.remove_theme
        self.edited(verb(self.chosen(picked), theme))

    @rule(picked=picks, first=st.none() | words | st.just("2.9"))
    def numbers(self, picked: list[int], first: str | None) -> None:
        self.edited(self.store.set_numbers(self.chosen(picked), first))

    @rule(picked=picks)
    def accept_what_is_undecided(self, picked: list[int]) -> None:
        judgements = [row.id for row in self.store.judgements(self.report)]
        self.edited(self.store.accept_undecided(self.report, self.chosen(picked), judgements[:1]))

    @rule(picked=picks, spans=st.lists(offsets, min_size=1, max_size=2), polarity=st.sampled_from(Polarity))
    def add_statement(self, picked: list[int], spans: list[tuple[int, int]], polarity: Polarity) -> None:
        finding = self.chosen(picked)[0]
        self.edited(self.tried(lambda: self.store.add_statement(finding, tuple(spans), polarity)))

    @rule(picked=picks, place=st.integers(0, 3), polarity=st.none() | st.sampled_from(Polarity))
    def change_statement(self, picked: list[int], place: int, polarity: Polarity | None) -> None:
        finding = self.chosen(picked)[0]
        if polarity is None:
            self.edited(self.tried(lambda: self.store.remove_statement(finding, place)))
        else:
            self.edited(self.tried(lambda: self.store.set_statement(finding, place, polarity=polarity)))

    @rule(picked=picks, value=st.none() | st.floats(-9, 9), place=st.none() | st.integers(0, 2))
    def measure(self, picked: list[int], value: float | None, place: int | None) -> None:
        row = self.store.finding(self.chosen(picked)[0])
        given = Measure("", row.spans[:1], value, "percent", "children")
        if place is None:
            self.edited(self.tried(lambda: self.store.add_measure(row.id, given)))
        elif value is None:
            self.edited(self.tried(lambda: self.store.remove_measure(row.id, place)))
        else:
            self.edited(self.tried(lambda: self.store.set_measure(row.id, place, given)))

    @rule(spans=st.lists(offsets, max_size=1), heading=st.none() | words, pick=st.integers(0, 9))
    def add_section(self, spans: list[tuple[int, int]], heading: str | None, pick: int) -> None:
        parent = self.some_section(pick)
        self.edited(
            self.tried(
                lambda: self.store.add_section(self.report, heading, spans=tuple(spans), parent_id=parent)
            )
        )

    @precondition(lambda self: self.store.sections(self.report))
    @rule(pick=st.integers(1, 9), what=st.sampled_from(["heading", "grade", "remove", "move"]), text=words)
    def change_section(self, pick: int, what: str, text: str) -> None:
        rows = self.store.sections(self.report)
        section = rows[pick % len(rows)].id
        edit: Callable[[], Change]
        if what == "heading":
            edit = lambda: self.store.set_section_heading(section, text)  # noqa: E731
        elif what == "grade":
            edit = lambda: self.store.set_section_grade(section, text)  # noqa: E731
        elif what == "remove":
            edit = lambda: self.store.remove_section(section)  # noqa: E731
        else:
            edit = lambda: self.store.move_section(section, self.some_section(len(text)))  # noqa: E731
        self.edited(self.tried(edit))

    @rule(area=words, spans=st.lists(offsets, max_size=1))
    def add_judgement(self, area: str, spans: list[tuple[int, int]]) -> None:
        self.edited(self.tried(lambda: self.store.add_judgement(self.report, area, "Good", tuple(spans))))

    @rule(field=st.sampled_from(FIELDS), value=st.none() | words | st.just("2024-05"))
    def metadata(self, field: str, value: str | None) -> None:
        if field == "document_type":
            value = "sif"
        self.edited(self.tried(lambda: self.store.set_metadata(self.report, field, value)))

    @rule(state=st.none() | st.sampled_from(ReportState), starred=st.none() | st.booleans())
    def report_state(self, state: ReportState | None, starred: bool | None) -> None:
        if starred is None:
            self.edited(self.store.set_report_state(self.report, state))
        else:
            self.edited(self.store.set_report_star(self.report, starred))

    @rule(picked=st.none() | picks, name=st.sampled_from(["ask", "Ask", "later"]), on=st.booleans())
    def tag(self, picked: list[int] | None, name: str, on: bool) -> None:
        if picked is None:
            verb = self.store.tag_report if on else self.store.untag_report
            self.edited(verb(self.report, name))
        else:
            self.edited((self.store.tag if on else self.store.untag)(self.chosen(picked), name))

    @rule(picked=picks, starred=st.booleans())
    def star(self, picked: list[int], starred: bool) -> None:
        self.edited(self.store.set_star(self.chosen(picked), starred))

    @rule(spans=st.lists(offsets, min_size=1, max_size=2), on=st.booleans())
    def seen(self, spans: list[tuple[int, int]], on: bool) -> None:
        verb = self.store.mark_seen if on else self.store.unmark_seen
        self.edited(self.tried(lambda: verb(self.report, tuple(spans))))

    @rule(pick=st.integers(0, 9), body=st.sampled_from(["Why?", "How?"]))
    def note_on_section(self, pick: int, body: str) -> None:
        self.edited(self.store.add_note(self.report, body, section_id=self.some_section(pick)))

    @rule(place=st.integers(0, 40))
    def go_to(self, place: int) -> None:
        place %= self.place + 1
        for _ in range(self.place - place):
            self.store.undo(self.report)
        edits = [entry for entry in self.store.history(self.report) if entry.what == "edit"]
        standing = [entry.id for entry in edits if not entry.undone]
        now = self.state(self.report)
        for _ in range(self.place - place):
            self.store.redo(self.report)
        self.store.undo_to(self.report, standing[0] if standing else 0)
        assert self.state(self.report) == now
        self.place = place

    @rule(pick=st.integers(0, 1), what=st.sampled_from(["accept", "reject", "restore"]))
    def decide_judgement(self, pick: int, what: str) -> None:
        judgement = self.store.judgements(self.report)[pick].id
        self.edited(getattr(self.store, f"{what}_judgement")(judgement))

    @rule(pick=st.integers(0, 1), grade=st.sampled_from(["Good", "Outstanding", "Inadequate"]))
    def grade(self, pick: int, grade: str) -> None:
        self.edited(self.store.set_judgement(self.store.judgements(self.report)[pick].id, grade=grade))

    @rule(picked=picks, body=st.text(min_size=1, max_size=9), whole=st.booleans())
    def note(self, picked: list[int], body: str, whole: bool) -> None:
        finding = None if whole else self.chosen(picked)[0]
        try:
            change = self.store.add_note(self.report, body, finding)
        except StoreError:
            change = Change(self.report, "")
        self.edited(change)

    @precondition(lambda self: self.store.notes(self.report))
    @rule(pick=st.integers(0, 9), body=st.none() | st.sampled_from(["Seen.", "Ask again."]))
    def change_note(self, pick: int, body: str | None) -> None:
        notes = self.store.notes(self.report)
        note = notes[pick % len(notes)].id
        self.edited(self.store.remove_note(note) if body is None else self.store.edit_note(note, body))

    @rule(picked=picks, reason=words, due=st.none() | dates)
    def flag(self, picked: list[int], reason: str, due: str | None) -> None:
        self.edited(self.store.flag(self.chosen(picked)[0], reason=reason, due=due))

    @rule(picked=picks)
    def unflag(self, picked: list[int]) -> None:
        self.edited(self.store.unflag(self.chosen(picked)[0]))

    @precondition(lambda self: self.store.follow_ups())
    @rule(
        pick=st.integers(0, 9),
        state=st.sampled_from(FollowUpState),
        owner=st.none() | words,
        clear=st.booleans(),
    )
    def follow_up(self, pick: int, state: FollowUpState, owner: str | None, clear: bool) -> None:
        rows = self.store.follow_ups()
        row = rows[pick % len(rows)].id
        self.edited(self.store.set_follow_up(row, state=state, owner=owner, clear_due=clear))

    @rule()
    def undo(self) -> None:
        change = self.store.undo(self.report)
        if self.place == 0:
            assert change is None
        else:
            assert change is not None
            self.place -= 1

    @rule()
    def redo(self) -> None:
        change = self.store.redo(self.report)
        if self.place == len(self.states) - 1:
            assert change is None
        else:
            assert change is not None
            self.place += 1

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.open("ben")

    @invariant()
    def the_rows_are_those_of_this_place_in_the_history(self) -> None:
        assert self.state(self.report) == self.states[self.place]
        assert (self.store.undo_name(self.report) is None) == (self.place == 0)
        assert (self.store.redo_name(self.report) is None) == (self.place == len(self.states) - 1)

    @invariant()
    def each_row_agrees_with_itself(self) -> None:
        for row in self.store.findings(self.report):
            undecided = row.decision is Decision.UNDECIDED
            assert undecided == (row.decided_by is None) == (row.decided_at is None)
            assert row.verbatim == joined(TEXT, row.spans)
            assert row.wording != row.verbatim
            as_machine = (
                bool(row.machine)
                and row.wording is None
                and all(
                    getattr(row, field) == row.machine[field]
                    for field in ("kind", "polarity", "theme", "number", "spans")
                )
                and row.themes == (row.theme,)
                and not row.absorbed
                and self.under_its_own_heading(row.id)
                and self.with_its_own_parts(row.id)
            )
            if undecided or row.decision is Decision.ACCEPTED:
                assert as_machine
            elif row.decision is Decision.CORRECTED:
                assert row.machine
                assert not as_machine
            elif row.decision is Decision.ADDED:
                assert not row.machine
            assert all(within(part.spans, row.spans) for part in (*row.statements, *row.measures))
            assert all(part.text == joined(TEXT, part.spans) for part in (*row.statements, *row.measures))
            assert row.themes[0] == row.theme
        report = self.store.report(self.report)
        decisions = [row.decision for row in self.store.findings(self.report)]
        decisions += [row.decision for row in self.store.judgements(self.report)]
        rejected = decisions.count(Decision.REJECTED)
        assert report.findings == len(decisions) - rejected
        assert report.decided == report.findings - decisions.count(Decision.UNDECIDED)

    def under_its_own_heading(self, finding_id: int) -> bool:
        return bool(
            self.store._db.value(
                "SELECT section_id IS home_section_id FROM finding WHERE id = ?", (finding_id,)
            )
        )

    def with_its_own_parts(self, finding_id: int) -> bool:
        return bool(
            self.store._db.value(
                "SELECT own_statements IS NULL AND own_measures IS NULL FROM finding WHERE id = ?",
                (finding_id,),
            )
        )

    @invariant()
    def the_headings_are_a_tree_in_order(self) -> None:
        rows = self.store.sections(self.report)
        places = {row.id: place for place, row in enumerate(rows)}
        assert len({row.position for row in rows}) == len(rows)
        for row in rows:
            assert row.parent_id is None or row.parent_id in places
            above, steps_up = row.parent_id, 0
            while above is not None:
                above, steps_up = rows[places[above]].parent_id, steps_up + 1
                assert steps_up <= len(rows)
        positions = [row.position for row in self.store.findings(self.report)]
        assert len(set(positions)) == len(positions)

    @invariant()
    def what_is_unclaimed_is_what_nothing_claims(self) -> None:
        source = self.store.source_text(self.report)
        claimed = [*source.furniture, *source.metadata_spans, *self.store.seen(self.report)]
        rows = (
            *self.store.findings(self.report),
            *self.store.sections(self.report),
            *self.store.judgements(self.report),
        )
        claimed += [span for row in rows for span in row.spans]
        inside = {offset for start, end in claimed for offset in range(start, end)}
        left = {offset for offset, char in enumerate(TEXT) if not char.isspace()} - inside
        shown = {offset for start, end in self.store.unclaimed(self.report) for offset in range(start, end)}
        assert {offset for offset in shown if not TEXT[offset].isspace()} == left
        share = self.store.report(self.report).unclaimed_share
        assert abs(share - len(left) / sum(map(len, TEXT.split()))) < 1e-9

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        try:
            self.undo_and_redo_all()
        finally:
            self.store.close()
            self.folder.cleanup()

    def undo_and_redo_all(self) -> None:
        final = self.state(self.report)
        undone = 0
        while self.store.undo(self.report) is not None:
            undone += 1
        assert undone == self.place
        assert self.state(self.report) == self.states[0]
        for _ in range(undone):
            assert self.store.redo(self.report) is not None
        assert self.state(self.report) == final
        assert self.state(self.other) == self.untouched
        assert self.store.machine_extraction(self.report) == self.machine
        assert self.store._db.value("PRAGMA integrity_check") == "ok"
        assert self.store._db.all("PRAGMA foreign_key_check") == []


def visible(row: FindingRow) -> set[int]:
    """The offsets of a finding's characters, white space aside."""
    return {offset for start, end in row.spans for offset in range(start, end) if not TEXT[offset].isspace()}


def differing(before: list[Any], after: list[Any]) -> set[int]:
    """The ids of rows that came, went, or are not as they were."""
    return {row.id for row in set(map(Hashed, before)) ^ set(map(Hashed, after))}


class Hashed:
    """A row that compares by what it says (its ``machine`` is a dict, so rows themselves don't hash)."""

    def __init__(self, row: Any) -> None:
        self.id = row.id
        self.said = repr(row)

    def __hash__(self) -> int:
        return hash(self.said)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hashed) and self.said == other.said


TestEdits = Edits.TestCase
TestEdits.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
