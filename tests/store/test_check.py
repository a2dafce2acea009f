"""Checking, mending, salvaging: every kind of problem is found, explained, and mended or left in peace."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.store import Store, StoreError
from reviewer.store.rows import CodeRole
from reviewer.store.salvage import salvage
from reviewer.store.store import utc_now
from tests import factories
from tests.factories import at
from tests.torture.edits import edit_at_random


@pytest.fixture
def worked(store: Store, report_id: int, ids: Callable[[str], int]) -> Store:
    """A store in which something of everything was done."""
    other = factories.report(original=b"other", name="other.pdf")
    store.import_report(other.document, other.extraction, other.original, name=other.name)
    store.set_wording(ids("Families"), "Early help.")
    store.set_kind([ids("1."), ids("2.")], "strength")
    store.reject([ids("3.")])
    store.set_spans(ids("The timeliness"), (at("The timeliness of minutes"),))
    added = store.add_finding(report_id, (at("Nobody has placed these words."),)).created_id
    assert added is not None
    store.flag(added, reason="Which team?", owner="Ben", due="2026-04-01")
    store.set_metadata(report_id, "lead_inspector", "Ida Quill-Moss")
    code = store.add_code(CodeRole.THEME, "Kinship care").created_id
    assert code is not None
    store.set_code(code, label="Kinship")
    themes = {row.key: row.id for row in store.codes(CodeRole.THEME)}
    store.merge_codes(themes["placements"], themes["care_leavers"])
    note = store.add_note(report_id, "Ask the author.", ids("2.")).created_id
    assert note is not None
    store.edit_note(note, "Ask both authors.")
    store.set_judgement(store.judgements(report_id)[0].id, grade="Inadequate")
    store.undo(report_id)
    gone = store.add_note(report_id, "Mistaken.").created_id
    assert gone is not None
    store.remove_note(gone)
    return store


def past_the_rules(store: Store, *statements: str) -> None:
    """Write what no verb would."""
    db = store._db
    triggers = db.all("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA ignore_check_constraints = ON")
    for row in triggers:
        db.execute(f"DROP TRIGGER {row['name']}")
    for statement in statements:
        db.execute(statement)
    for row in triggers:
        db.execute(row["sql"])
    db.execute("PRAGMA ignore_check_constraints = OFF")
    db.execute("PRAGMA foreign_keys = ON")


def kinds(store: Store) -> dict[str, int]:
    return {problem.kind: problem.count for problem in store.check()}


def state(store: Store, report_id: int) -> list[object]:
    return [
        store.findings(report_id),
        store.findings(2),
        store.judgements(report_id),
        store.sections(report_id),
        store.notes(report_id),
        store.follow_ups(),
        store.metadata(report_id),
        store.codes(),
    ]


def test_a_sound_store_has_no_problems(worked: Store) -> None:
    said: list[tuple[int, int]] = []
    assert worked.check(progress=lambda done, of: said.append((done, of))) == []
    assert said == [(1, 2), (2, 2)]
    assert worked.check(quick=True) == []


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE finding SET verbatim = 'Other words.' WHERE id = 2", "words"),
        ("UPDATE finding SET theme = 'other' WHERE id = 1", "machine"),
        ("UPDATE finding SET wording = 'Slipped in.' WHERE id = 1", "log"),
        ("UPDATE finding SET wording = 'Slipped in.' WHERE id = 3", "machine"),
        ("UPDATE finding SET decision = 'undecided', decided_by = NULL, decided_at = NULL", "log"),
        ("UPDATE note SET body = 'Never mind.'", "log"),
        ("DELETE FROM note", "log"),
        ("DELETE FROM follow_up", "log"),
        ("UPDATE section SET heading = 'Elsewhere' WHERE id = 2", "machine"),
        ("DROP INDEX finding_report", "schema"),
        ("DELETE FROM finding WHERE id = 8", "machine"),
        ("DELETE FROM finding WHERE id IN (1, 3, 4)", "machine"),
        ("DELETE FROM judgement WHERE id = 1", "machine"),
        ("DELETE FROM section WHERE id IN (3, 6)", "machine"),
        ("UPDATE finding SET machine = '{}' WHERE id = 4", "machine"),
        ("DELETE FROM review WHERE id = 1", "log"),
        ("UPDATE code SET label = 'Nonsense' WHERE label = 'Kinship'", "log"),
        ("DELETE FROM code WHERE label = 'Kinship'", "log"),
        ("UPDATE code SET retired = 0, merged_into = NULL", "log"),
    ],
)
def test_what_slipped_in_is_found_and_mended(
    worked: Store, report_id: int, statement: str, kind: str
) -> None:
    before = state(worked, report_id)
    past_the_rules(worked, statement)
    assert kind in kinds(worked)
    (problem, *_) = [one for one in worked.check() if one.kind == kind]
    assert problem.explanation
    assert problem.repairable
    assert worked.repair() == []
    assert state(worked, report_id) == before
    assert any(made.reason == "repair" for made in worked.backups())


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE source_bytes SET bytes = x'00'", "source"),
        ("UPDATE finding SET spans = '[[0,999999]]' WHERE id = 8", "spans"),
        ("UPDATE finding SET spans = 'nonsense' WHERE id = 8", "spans"),
        ("DELETE FROM extraction WHERE report_id = 1", "missing"),
        ("DELETE FROM report_text WHERE report_id = 1", "missing"),
        ("UPDATE finding SET polarity = 'glum' WHERE id = 8", "rules"),
        ("INSERT INTO note (report_id, body, created_by, created_at) VALUES (1, 'a', 'b', 'c')", "log"),
        ('UPDATE change SET after = \'{"wording":"x"}\' WHERE id = 1', "log"),
    ],
)
def test_what_cannot_be_mended_is_told_and_left(worked: Store, statement: str, kind: str) -> None:
    past_the_rules(worked, statement)
    assert kind in kinds(worked)
    notes = worked._db.value("SELECT count(*) FROM note")
    worked.repair()
    assert worked._db.value("SELECT count(*) FROM note") >= notes


def test_machine_rows_come_back_whatever_was_done_to_them(tmp_path: Path) -> None:
    """Any edits, then any of the rows that the import made lost: all come back as they were."""
    for seed in range(12):
        chance = random.Random(seed)
        with Store.open(tmp_path / f"{seed}.sqlite", reviewer="ada") as store:
            for name in ("one.pdf", "two.pdf"):
                given = factories.report(original=name.encode(), name=name)
                store.import_report(given.document, given.extraction, given.original, name=name)
            for _ in range(25):
                edit_at_random(store, chance.choice([1, 2]), chance)
            before = [state(store, report_id) for report_id in (1, 2)]
            lost = []
            for table in ("finding", "section", "judgement"):
                rows = [row["id"] for row in store._db.all(f"SELECT id FROM {table} ORDER BY id")]
                gone = chance.sample(rows, len(rows) // 3)
                if table == "judgement":
                    # Of each report one is left that tells the number of the other.
                    gone = [chance.choice([1, 2]), chance.choice([3, 4])]
                lost.append(f"DELETE FROM {table} WHERE id IN ({', '.join(map(str, gone))})")
            past_the_rules(store, *lost)
            assert "machine" in kinds(store) or "log" in kinds(store)
            assert store.repair() == [], seed
            assert [state(store, report_id) for report_id in (1, 2)] == before, seed


def test_rows_that_nothing_names_come_back_with_new_numbers(worked: Store) -> None:
    before = worked.findings(2)
    past_the_rules(worked, "DELETE FROM finding WHERE report_id = 2")
    assert worked.repair() == []
    after = worked.findings(2)
    assert [dataclasses.replace(row, id=0) for row in after] == [
        dataclasses.replace(row, id=0) for row in before
    ]
    assert not {row.id for row in after} & {row.id for row in worked.findings(1)}


def test_rows_whose_numbers_nothing_tells_stay_lost_and_are_told(worked: Store) -> None:
    past_the_rules(worked, "DELETE FROM finding WHERE report_id = 1")
    left = {problem.kind for problem in worked.repair()}
    assert "machine" in left
    assert "references" not in left


def test_what_refers_to_nothing_is_loosened_and_kept(worked: Store, report_id: int) -> None:
    (added,) = [row for row in worked.findings(report_id) if row.follow_up]
    past_the_rules(
        worked,
        f"DELETE FROM finding WHERE id = {added.id}",
        "DELETE FROM finding WHERE id = (SELECT finding_id FROM note)",
        "DELETE FROM section WHERE id = 3",
    )
    found = kinds(worked)
    assert found["references"] >= 3
    worked.repair()
    assert "references" not in kinds(worked)
    bodies = [note.body for note in worked.notes(report_id)]
    assert "Ask both authors." in bodies
    # The added finding comes back from the log, with its follow-up.
    assert [row.reason for row in worked.follow_ups()] == ["Which team?"]


def test_no_problem_quotes_a_report(worked: Store) -> None:
    past_the_rules(
        worked,
        "UPDATE finding SET verbatim = 'Secret words.', wording = 'Secret words.'",
        "UPDATE finding SET polarity = 'Secret words.' WHERE id = 8",
        "UPDATE section SET heading = 'Secret words.'",
    )
    assert "Secret" not in repr(worked.check())


def test_a_truncated_file_is_a_problem_not_an_error(worked: Store, store_path: Path) -> None:
    worked.close()
    data = store_path.read_bytes()
    store_path.write_bytes(data[: len(data) // 2])
    with pytest.raises(StoreError, match="is damaged, it was left as it is"):
        Store.open(store_path, read_only=True)
    store_path.write_bytes(data[: -len(data) // 3] + b"\xa5" * (len(data) // 3))
    with Store.open(store_path, read_only=True) as damaged:
        assert "damage" in kinds(damaged)
        assert "damage" in [one.kind for one in damaged.check(quick=True)]


def test_salvage_of_a_sound_store_is_the_store(worked: Store, store_path: Path, report_id: int) -> None:
    before = state(worked, report_id)
    worked.close()
    done = salvage(store_path, store_path.with_name("salvaged.sqlite"), now=utc_now)
    assert sum(done.lost.values()) == 0
    with Store.open(done.path) as again:
        assert state(again, report_id) == before
        assert again.check() == []
        assert again.undo(report_id) is not None


@pytest.mark.parametrize(
    "table",
    ["report", "source", "report_text", "step", "section", "finding", "extraction", "code", "review", "tag"],
)
def test_what_belongs_to_something_lost_is_kept(
    worked: Store, store_path: Path, table: str, tmp_path: Path
) -> None:
    notes = [note.body for note in worked.notes(1)]
    past_the_rules(worked, f"DELETE FROM {table}")
    worked.close()
    done = salvage(store_path, tmp_path / "salvaged.sqlite", now=utc_now)
    with Store.open(done.path) as again:
        assert again._db.all("PRAGMA foreign_key_check") == []
        assert {"references", "damage", "schema"} & set(kinds(again)) == set()
        (first, *_) = sorted(again.reports(), key=lambda row: row.id)
        assert set(notes) <= {note.body for note in again.notes(first.id)}
        if table != "finding":
            assert again.findings(first.id)[0].wording == "Early help."
        if table == "report_text":
            text = again.source_text(first.id).text
            row = again.findings(first.id)[1]
            ((start, end),) = row.spans
            assert text[start:end] == row.verbatim


def test_a_damaged_file_is_read_as_far_as_it_goes_and_left_alone(
    worked: Store, store_path: Path, tmp_path: Path
) -> None:
    worked._db.value("PRAGMA wal_checkpoint(TRUNCATE)")
    worked.close()
    whole = store_path.read_bytes()
    chance = random.Random(5)
    rescued = 0
    for number in range(12):
        data = bytearray(whole)
        page = chance.randrange(1, len(data) // 4096) * 4096
        data[page : page + 4096] = chance.randbytes(4096)
        path = tmp_path / f"damaged-{number}.sqlite"
        path.write_bytes(data)
        try:
            done = salvage(path, tmp_path / f"salvaged-{number}.sqlite", now=utc_now)
        except StoreError:
            assert not (tmp_path / f"salvaged-{number}.sqlite").exists()
        else:
            rescued += 1
            with Store.open(done.path) as again:
                assert {"damage", "references"} & set(kinds(again)) == set()
        assert path.read_bytes() == bytes(data)
    assert rescued >= 8


def test_salvage_takes_nobodys_place(worked: Store, store_path: Path, tmp_path: Path) -> None:
    worked.close()
    there = tmp_path / "there.sqlite"
    there.write_bytes(b"mine")
    with pytest.raises(StoreError, match="there already"):
        salvage(store_path, there, now=utc_now)
    assert there.read_bytes() == b"mine"
    nothing = tmp_path / "nothing.sqlite"
    nothing.write_bytes(b"\xa5" * 9000)
    with pytest.raises(StoreError):
        salvage(nothing, tmp_path / "new.sqlite", now=utc_now)
    assert not (tmp_path / "new.sqlite").exists()
    assert [entry for entry in tmp_path.iterdir() if ".part" in entry.name] == []


def test_salvaging_can_be_given_up(worked: Store, store_path: Path, tmp_path: Path) -> None:
    worked.close()

    def stop(done: int, of: int) -> None:
        assert 1 <= done <= of
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        salvage(store_path, tmp_path / "new.sqlite", now=utc_now, progress=stop)
    assert [path.name for path in tmp_path.iterdir() if "new" in path.name] == []


def test_work_on_a_finding_that_is_lost_for_good_becomes_a_note(worked: Store, report_id: int) -> None:
    earlier, later = worked.findings(2)[1], worked.findings(report_id)[1]
    worked.settle(later.id, earlier.id, "recurs")
    worked.flag(later.id, reason="Ask why")
    past_the_rules(
        worked, "DELETE FROM finding WHERE report_id = 1", "DELETE FROM extraction WHERE report_id = 1"
    )
    worked.repair()
    bodies = {note.body for note in worked.notes(report_id)}
    assert "Link to an earlier concern of a finding that is lost: recurs" in bodies
    assert any(body.startswith("Follow-up of a finding that is lost: Ask why") for body in bodies)
    assert "references" not in kinds(worked)
