"""The codebook: codes, what uses them, and steps of the whole store."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reviewer.extraction import codebook as shipped
from reviewer.model import Kind
from reviewer.store import Change, CodeRole, CodeRow, Decision, Store, StoreError
from tests import factories
from tests.factories import at

Ids = Callable[[str], int]


def code(store: Store, key: str, role: CodeRole = CodeRole.THEME) -> CodeRow:
    (found,) = [row for row in store.codes(role) if row.key == key]
    return found


@pytest.fixture
def other_id(store: Store, report_id: int) -> int:
    given = factories.report(original=b"another", name="another.pdf")
    return store.import_report(given.document, given.extraction, given.original, name=given.name).report_id


def test_a_store_begins_with_the_shipped_codebook(store: Store) -> None:
    book = shipped.load()
    for role, entries in ((CodeRole.THEME, book.themes), (CodeRole.KIND, book.kinds)):
        rows = store.codes(role)
        assert [(row.key, row.label, row.definition) for row in rows] == [
            (key, entry.label, entry.definition) for key, entry in entries.items()
        ]
        assert {(row.retired, row.merged_into, row.colour, row.shortcut) for row in rows} == {
            (False, None, "", "")
        }
    assert {row.key for row in store.codes(CodeRole.KIND)} == set(Kind)
    assert len(store.codes()) == len(book.themes) + len(book.kinds)
    assert store.codebook_history() == []
    assert store.codebook_undo_name() is None
    assert store.undo_codebook() is None
    assert store.redo_codebook() is None


def test_codes_are_added_and_described(store: Store) -> None:
    before = store.codes()
    change = store.add_code(CodeRole.THEME, "  Late   minutes ", definition=" Sent late.\n", colour="#aa00ff")
    assert change.name == "add theme ‘Late minutes’"
    assert change.created_id is not None
    assert (change.report_id, set(change.codes), change.reports) == (0, {change.created_id}, frozenset())
    row = store.codes(CodeRole.THEME)[-1]
    assert (row.key, row.label, row.definition, row.colour) == (
        "late_minutes",
        "Late minutes",
        "Sent late.",
        "#aa00ff",
    )
    store.add_code(CodeRole.KIND, "Late minutes")
    store.add_code(CodeRole.THEME, "Late, minutes!")
    assert store.codes(CodeRole.THEME)[-1].key == "late_minutes_2"
    store.add_code(CodeRole.THEME, "…", key="dots")
    store.add_code(CodeRole.THEME, "??")
    assert [one.key for one in store.codes(CodeRole.THEME)[-2:]] == ["dots", "theme"]
    assert store.set_code(row.id, label="Minutes", shortcut="m").name == (
        "label and shortcut of theme ‘Late minutes’"
    )
    assert code(store, "late_minutes").label == "Minutes"
    assert store.set_code(row.id, label="Minutes") == Change(0, "")
    assert store.codebook_undo_name() == "label and shortcut of theme ‘Late minutes’"
    assert [entry.by for entry in store.codebook_history()] == ["ada"] * 6
    while store.undo_codebook():
        pass
    assert store.codes() == before
    assert store.codebook_redo_name() == "add theme ‘Late minutes’"
    for _ in range(6):
        store.redo_codebook()
    assert code(store, "late_minutes").shortcut == "m"
    assert store.redo_codebook() is None


def test_a_key_that_findings_use_is_not_given_by_chance(store: Store, report_id: int, ids: Ids) -> None:
    store.set_theme([ids("1. Social")], "late_minutes")
    store.add_code(CodeRole.THEME, "Late minutes")
    assert store.codes(CodeRole.THEME)[-1].key == "late_minutes_2"
    store.add_code(CodeRole.THEME, "Late minutes here", key="late_minutes")
    assert store.code_uses(CodeRole.THEME)["late_minutes"] == 1


def test_codes_that_are_refused(store: Store) -> None:
    recording = code(store, "recording")
    store.set_code(recording.id, shortcut="r")
    for given, why in (
        ({"label": " "}, "needs a name"),
        ({"label": "recording"}, "There is a theme ‘.*’ already"),
        ({"label": "New", "key": "recording"}, "with the key recording already"),
        ({"label": "New", "shortcut": "r"}, "r is the shortcut of theme"),
    ):
        with pytest.raises(StoreError, match=why):
            store.add_code(CodeRole.THEME, **given)
    with pytest.raises(ValueError, match="is no colour"):
        store.add_code(CodeRole.THEME, "New", colour="red")
    with pytest.raises(StoreError, match="already"):
        store.set_code(code(store, "overall").id, label=recording.label)
    store.set_code(recording.id, label=recording.label, shortcut="r")
    with pytest.raises(StoreError, match="That code is no longer in the store"):
        store.retire_code(999)
    store.retire_code(recording.id)
    store.set_code(code(store, "overall").id, shortcut="r")
    with pytest.raises(sqlite3.IntegrityError, match="cannot be changed"):
        store._db.execute("UPDATE code SET key = 'x'")


def test_codes_retire_and_come_back(store: Store, report_id: int, ids: Ids) -> None:
    row = code(store, "assessment")
    assert store.retire_code(row.id).name == f"retire theme ‘{row.label}’"
    assert code(store, "assessment").retired
    assert store.finding(ids("1. Social")).theme == "assessment"
    assert store.restore_code(row.id).name == f"restore theme ‘{row.label}’"
    assert code(store, "assessment") == row


def test_codes_are_put_in_order(store: Store) -> None:
    first, second, *_, last = (row.id for row in store.codes(CodeRole.THEME))
    assert store.move_code(last, second).name.startswith("move of theme")
    assert [row.id for row in store.codes(CodeRole.THEME)][:3] == [first, last, second]
    assert store.move_code(last, second) == Change(0, "")
    store.move_code(first)
    assert store.codes(CodeRole.THEME)[-1].id == first
    kind = store.codes(CodeRole.KIND)[0].id
    for before in (kind, first):
        with pytest.raises(ValueError, match="not of that role"):
            store.move_code(first, before)


def test_merging_rewrites_all_reports_in_one_step(
    store: Store, report_id: int, other_id: int, ids: Ids
) -> None:
    first, second, third = ids("1. Social"), ids("2. Managers"), ids("3. Return")
    store.accept([first])
    store.set_themes([second], ["workforce", "assessment", "recording"])
    store.set_themes([third], ["recording", "assessment"])
    before = [store.findings(one) for one in (report_id, other_id)]
    source, target = code(store, "assessment"), code(store, "recording")
    assert store.code_uses(CodeRole.THEME)["assessment"] == 4
    change = store.merge_codes(source.id, target.id)
    assert change.name == f"merge of theme ‘{source.label}’ into ‘{target.label}’"
    assert change.reports == {report_id, other_id}
    assert {first, second, third} <= change.findings
    assert store.finding(first).theme == "recording"
    assert store.finding(first).decision is Decision.ACCEPTED
    assert store.finding(second).themes == ("workforce", "recording")
    assert store.finding(third).themes == ("recording",)
    assert "assessment" not in store.code_uses(CodeRole.THEME)
    assert (code(store, "assessment").retired, code(store, "assessment").merged_into) == (True, "recording")
    assert store.undo_name(other_id) == change.name
    assert store.history(other_id)[0].batch
    for take_back in (lambda: store.undo(other_id), lambda: store.undo_to(report_id, 0)):
        with pytest.raises(StoreError, match="undo or redo it in the codebook"):
            take_back()
    undone = store.undo_codebook()
    assert undone is not None
    assert undone.reports == {report_id, other_id}
    assert [store.findings(one) for one in (report_id, other_id)] == before
    assert store.redo_name(other_id) == change.name
    with pytest.raises(StoreError, match="undo or redo it in the codebook"):
        store.redo(other_id)
    store.redo_codebook()
    assert store.finding(first).theme == "recording"


def test_what_the_machine_said_keeps_its_meaning(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("1. Social")
    assessment, recording, workforce = (
        code(store, key).id for key in ("assessment", "recording", "workforce")
    )
    store.merge_codes(assessment, recording)
    store.merge_codes(recording, workforce)
    assert store.finding(finding).theme == "workforce"
    assert store.finding(finding).decision is Decision.UNDECIDED
    store.set_theme([finding], "overall")
    assert store.finding(finding).decision is Decision.CORRECTED
    store.set_theme([finding], "workforce")
    assert store.finding(finding).decision is Decision.ACCEPTED
    narrative, summary = (code(store, key, CodeRole.KIND).id for key in ("narrative", "summary"))
    store.merge_codes(narrative, summary)
    assert store.finding(finding).kind == "summary"
    store.restore([finding])
    assert store.finding(finding).decision is Decision.ACCEPTED

    given = factories.report(original=b"later")
    later = store.import_report(given.document, given.extraction, given.original, name="later.pdf").report_id
    rows = store.findings(later)
    assert [row.theme for row in rows if row.machine["theme"] == "assessment"] == ["workforce"]
    assert {row.decision for row in rows} == {Decision.UNDECIDED}
    assert store.undo_name(later) == "codes as merged"


def test_merges_that_are_refused(store: Store) -> None:
    assessment, recording, overall = (code(store, key).id for key in ("assessment", "recording", "overall"))
    narrative = code(store, "narrative", CodeRole.KIND).id
    for target in (assessment, narrative):
        with pytest.raises(StoreError, match="another code of the same sort"):
            store.merge_codes(assessment, target)
    store.merge_codes(assessment, recording)
    with pytest.raises(StoreError, match="is retired already"):
        store.merge_codes(overall, assessment)
    with pytest.raises(StoreError, match="is retired already"):
        store.merge_codes(assessment, overall)
    with pytest.raises(StoreError, match="was merged into another one"):
        store.restore_code(assessment)


def test_an_added_code_that_is_used_stays(store: Store, report_id: int, ids: Ids) -> None:
    store.add_code(CodeRole.THEME, "Late minutes")
    store.set_themes([ids("1. Social")], ["assessment", "late_minutes"])
    with pytest.raises(StoreError, match="is used by 1 findings"):
        store.undo_codebook()
    store.undo(report_id)
    store.undo_codebook()
    assert all(row.key != "late_minutes" for row in store.codes())


def test_undo_out_of_turn(store: Store, report_id: int, other_id: int, ids: Ids) -> None:
    first, second = ids("1. Social"), ids("2. Managers")
    imported = [store.findings(one) for one in (report_id, other_id)]
    store.merge_codes(code(store, "assessment").id, code(store, "recording").id)
    store.set_polarity([first], "mixed")
    store.accept([second])
    store.undo_codebook()
    row = store.finding(first)
    assert (row.theme, row.polarity) == ("assessment", "mixed")
    assert store.undo_name(report_id) == "accept 2"
    store.redo_codebook()
    store.set_theme([first], "overall")
    with pytest.raises(StoreError, match=r"later edits in northmere\.pdf stand on it"):
        store.undo_codebook()
    store.undo(report_id)
    store.undo(report_id)
    store.undo(report_id)
    assert store.undo_codebook() is not None
    assert [store.findings(one) for one in (report_id, other_id)] == imported


def test_redo_out_of_turn(store: Store, report_id: int, ids: Ids) -> None:
    first = ids("1. Social")
    store.set_theme([first], "overall")
    store.set_theme([first], "assessment")
    store.merge_codes(code(store, "assessment").id, code(store, "recording").id)
    store.undo_codebook()
    assert store.redo_name(report_id) is not None
    store.undo(report_id)
    store.undo(report_id)
    # The theme is as the merge found it, but two edits will want their place before it.
    assert store.finding(first).theme == "assessment"
    with pytest.raises(StoreError, match="can't be done again"):
        store.redo_codebook()
    store.redo(report_id)
    store.redo(report_id)
    store.redo_codebook()
    store.undo_codebook()
    store.set_theme([first], "workforce")
    with pytest.raises(StoreError, match="can't be done again"):
        store.redo_codebook()
    store.undo(report_id)
    store.redo_codebook()
    assert store.finding(first).theme == "recording"
    store.undo_codebook()
    store.retire_code(code(store, "overall").id)
    # What cannot be done again any more is not offered in the report either.
    assert store.redo_name(report_id) is None
    assert store.redo(report_id) is None


def test_rows_that_came_or_went_since(store: Store, report_id: int, ids: Ids) -> None:
    added = store.add_finding(report_id, (at("Nobody has placed these words."),)).created_id
    assert added is not None
    store.set_theme([added], "assessment")
    store.merge_codes(code(store, "assessment").id, code(store, "recording").id)
    store.merge([ids("3. Return"), added])
    with pytest.raises(StoreError, match="stand on it"):
        store.undo_codebook()
    store.undo(report_id)
    store.undo_codebook()
    assert store.finding(added).theme == "assessment"


def test_a_code_that_was_merged_away_is_the_one_it_became(store: Store, report_id: int, ids: Ids) -> None:
    finding = ids("3. Return")
    store.merge_codes(code(store, "recording").id, code(store, "workforce").id)
    store.set_themes([finding], ["recording", "workforce", "assessment"])
    assert store.finding(finding).themes == ("workforce", "assessment")
    store.set_theme([finding], "overall")
    store.add_theme([finding], "recording")
    assert store.finding(finding).themes[-1] in ("workforce", "assessment")
    assert "recording" not in store.finding(finding).themes


class Codebooks(RuleBasedStateMachine):
    """Edits of two reports and of the codebook, undone and redone in any order as far as that is allowed."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store.open(Path(self.folder.name) / "reviewer.sqlite", reviewer="ada")
        self.store._db.execute("PRAGMA synchronous = OFF")
        self.reports = []
        for original in (b"a", b"b"):
            given = factories.report(original=original)
            self.reports.append(
                self.store.import_report(
                    given.document, given.extraction, given.original, name=original.decode()
                ).report_id
            )
        self.imported = self.state()

    def state(self) -> Any:
        return [self.store.codes(), *(self.store.findings(report) for report in self.reports)]

    def tried(self, edit: Callable[[], object]) -> None:
        before = self.state()
        try:
            edit()
        except StoreError:
            assert self.state() == before

    themes = st.sampled_from(["assessment", "recording", "workforce", "new"])
    which = st.tuples(st.integers(0, 1), st.integers(0, 30))

    def finding(self, which: tuple[int, int]) -> int:
        rows = self.store.findings(self.reports[which[0]])
        return rows[which[1] % len(rows)].id

    @rule(which=which, themes=st.lists(themes, min_size=1, max_size=3))
    def set_themes(self, which: tuple[int, int], themes: list[str]) -> None:
        self.store.set_themes([self.finding(which)], themes)

    @rule(which=which)
    def accept(self, which: tuple[int, int]) -> None:
        self.store.accept([self.finding(which)])

    @rule(which=which, other=st.integers(0, 30))
    def merge(self, which: tuple[int, int], other: int) -> None:
        self.tried(lambda: self.store.merge([self.finding(which), self.finding((which[0], other))]))

    @rule(one=themes, other=themes)
    def merge_codes(self, one: str, other: str) -> None:
        ids = {row.key: row.id for row in self.store.codes(CodeRole.THEME)}
        self.tried(lambda: self.store.merge_codes(ids.get(one, 1), ids.get(other, 1)))

    @rule(label=st.sampled_from(["New", "Newer"]))
    def add_code(self, label: str) -> None:
        self.tried(lambda: self.store.add_code(CodeRole.THEME, label))

    @rule(one=themes, label=st.sampled_from(["X", "Y"]))
    def rename(self, one: str, label: str) -> None:
        ids = {row.key: row.id for row in self.store.codes(CodeRole.THEME)}
        self.tried(lambda: self.store.set_code(ids.get(one, 1), label=label))

    @rule(report=st.integers(0, 1), what=st.sampled_from(["undo", "redo"]))
    def step(self, report: int, what: str) -> None:
        self.tried(lambda: getattr(self.store, what)(self.reports[report]))

    @rule(what=st.sampled_from(["undo_codebook", "redo_codebook"]))
    def step_of_the_codebook(self, what: str) -> None:
        self.tried(getattr(self.store, what))

    @invariant()
    def an_untouched_finding_is_as_the_machine_had_it(self) -> None:
        merged = {row.key: row.merged_into for row in self.store.codes(CodeRole.THEME)}
        for report in self.reports:
            for row in self.store.findings(report):
                if row.decision in (Decision.UNDECIDED, Decision.ACCEPTED):
                    theme = str(row.machine["theme"])
                    while merged.get(theme):
                        theme = str(merged[theme])
                    assert row.themes == (theme,)

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        try:
            self.undo_and_redo_all()
        finally:
            self.store.close()
            self.folder.cleanup()

    def undo_and_redo_all(self) -> None:
        states, redo = [self.state()], []
        while True:
            for report in self.reports:
                while self.undone(lambda report=report: self.store.undo(report)):  # type: ignore[misc]
                    redo.append(lambda report=report: self.store.redo(report))
                    states.append(self.state())
            if self.store.undo_codebook() is None:
                break
            redo.append(self.store.redo_codebook)
            states.append(self.state())
        assert states.pop() == self.imported
        while redo:
            assert redo.pop()() is not None
            assert self.state() == states.pop()

    def undone(self, undo: Callable[[], Change | None]) -> bool:
        try:
            return undo() is not None
        except StoreError:
            return False


TestCodebooks = Codebooks.TestCase
TestCodebooks.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_the_reach_of_a_code_counts_findings_and_reports(store: Store, report_id: int) -> None:
    first, second, *_ = store.findings(report_id)
    store.set_themes([first.id], ["recording", "placements"])
    store.set_theme([second.id], "placements")
    assert store.code_reach(CodeRole.THEME, "placements") == (2, 1)
    assert store.code_reach(CodeRole.THEME, "nobody_uses_it") == (0, 0)
    kinds = store.code_uses(CodeRole.KIND)
    assert {kind: store.code_reach(CodeRole.KIND, kind)[0] for kind in kinds} == kinds
