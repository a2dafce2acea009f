"""Any edits in any order: undoing all gives back what was imported, redoing all what was last there."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from reviewer.model import Kind, Polarity, joined
from reviewer.store import Change, Decision, FollowUpState, Store, StoreError
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
        assert [row.id for row in before["findings"]] == [
            row.id for row in now["findings"]
        ] or change.structure
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
            )
            if undecided or row.decision is Decision.ACCEPTED:
                assert as_machine
            elif row.decision is Decision.CORRECTED:
                assert row.machine
                assert not as_machine
            elif row.decision is Decision.ADDED:
                assert not row.machine
        report = self.store.report(self.report)
        decisions = [row.decision for row in self.store.findings(self.report)]
        decisions += [row.decision for row in self.store.judgements(self.report)]
        rejected = decisions.count(Decision.REJECTED)
        assert report.findings == len(decisions) - rejected
        assert report.decided == report.findings - decisions.count(Decision.UNDECIDED)

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
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
        self.store.close()
        self.folder.cleanup()


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
