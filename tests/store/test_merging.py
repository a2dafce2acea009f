"""Two reviewers of the same reports: what one of them changed comes over, what both changed is settled."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reviewer.store import Decision, Priority, Store, StoreError, records, replay
from reviewer.store.merging.facets import FACETS
from reviewer.store.merging.merge import Incoming, Merged
from reviewer.store.merging.sides import read_side
from tests import factories
from tests.store.conftest import Clock

Two = tuple[Store, Store]


def opened(path: Path, name: str) -> Store:
    path.parent.mkdir(exist_ok=True)
    clock = Clock()
    # Of two who do the same, ada is the first.
    clock.now += timedelta(minutes=ord(name[0]) - ord("a"))
    store = Store.open(path, reviewer=name, clock=clock)
    store._db.execute("PRAGMA synchronous = OFF")
    given = factories.report()
    store.import_report(given.document, given.extraction, given.original, name=given.name)
    return store


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    with (
        opened(tmp_path / "a" / "ada.sqlite", "ada") as ada,
        opened(tmp_path / "b" / "ben.sqlite", "ben") as ben,
    ):
        yield ada, ben


def shared(store: Store) -> Incoming:
    """What a store sends, through JSON as in a file."""
    records_ = [json.loads(json.dumps(store.record(row.id, sources=False))) for row in store.reports()]
    for record, row in zip(records_, store.reports(), strict=True):
        record["source_bytes"] = [{"source_id": record["source"][0]["id"], "bytes": store.original(row.id)}]
    return Incoming(store.reviewer, records_, json.loads(json.dumps(store.codebook_record())))


def merge(into: Store, of: Store) -> Merged:
    return into.merge_review(shared(of))


def finding(store: Store, words: str) -> int:
    report = store.reports()[0].id
    (found,) = [row.id for row in store.findings(report) if words in row.verbatim]
    return found


def state(store: Store, report_id: int | None = None) -> dict[str, Any]:
    """All that a reviewer sees of a report, without the ids of the store."""
    report = store.reports()[0].id if report_id is None else report_id
    side = read_side(records.stored(store._db, report))
    extra = (
        "decision",
        "decided_by",
        "decided_at",
        "created_by",
        "created_at",
        "edited_at",
        "verbatim",
        "page",
    )
    rows = {
        uid: (table, side.values[uid], {name: row[name] for name in extra if name in row})
        for uid, (table, row) in side.rows.items()
    }
    disputes = sorted(
        (row["uid"], row["field"], row["base"], row["sides"], row["settled"] or "") for row in side.disputes
    )
    return {"rows": rows, "order": side.order, "disputes": disputes, "heard": side.heard}


def test_what_only_one_side_changed_merges_by_itself(two: Two) -> None:
    ada, ben = two
    report = ada.reports()[0].id
    early, seen = finding(ada, "Families"), finding(ada, "Social workers")
    ada.set_kind([early], "strength")
    ada.set_wording(seen, "Seen often.")
    ada.add_note(report, "Ask.", early)
    ada.tag([early], "board")
    ada.set_metadata(report, "authority", "Southmere")
    ben.set_polarity([finding(ben, "Families")], "negative")
    ben.reject([finding(ben, "Supervision")])
    ben.flag(finding(ben, "Families"), reason="Figures", owner="Bo", priority=Priority.HIGH)
    ben.set_judgement(ben.judgements(report)[0].id, grade="Outstanding")
    ben.set_section_heading(ben.sections(report)[1].id, "In short")
    ben.set_report_star(report, True)
    done = merge(ada, ben)
    assert done.disputes == 0
    row = ada.finding(early)
    assert (row.kind, row.polarity, row.decision) == ("strength", "negative", Decision.CORRECTED)
    assert row.follow_up is not None
    assert (row.follow_up.reason, row.follow_up.owner, row.follow_up.created_by) == ("Figures", "Bo", "ben")
    assert row.tags == ("board",)
    assert ada.finding(finding(ada, "Supervision")).decided_by == "ben"
    assert ada.judgements(report)[0].grade == "Outstanding"
    assert ada.sections(report)[1].heading == "In short"
    assert ada.report(report).starred
    merge(ben, ada)
    assert state(ada) == state(ben)
    assert ben.metadata(report).values.authority == "Southmere"
    assert [note.body for note in ben.notes(report)] == ["Ask."]
    assert ada.check() == ben.check() == []


def test_what_both_changed_differently_is_in_dispute_on_both_sides(two: Two) -> None:
    ada, ben = two
    for store, kind in ((ada, "strength"), (ben, "weakness")):
        store.set_kind([finding(store, "Families")], kind)
    assert merge(ada, ben).disputes == 1
    merge(ben, ada)
    assert state(ada) == state(ben)
    for store in two:
        row = store.finding(finding(store, "Families"))
        assert (row.kind, row.decision) == ("summary", Decision.UNDECIDED)
        (dispute,) = store.disputes()
        assert [(side.value, side.by) for side in dispute.sides] == [("strength", "ada"), ("weakness", "ben")]
        assert dispute.machine is not None
        assert dispute.machine.value == "summary"


def test_accepting_is_a_word_on_every_value(two: Two) -> None:
    ada, ben = two
    ada.accept([finding(ada, "Families")])
    ben.set_kind([finding(ben, "Families")], "strength")
    merge(ada, ben)
    (dispute,) = ada.disputes()
    assert [(side.value, side.by) for side in dispute.sides] == [("summary", "ada"), ("strength", "ben")]
    ada.settle_dispute(dispute.id, "summary")
    assert ada.finding(finding(ada, "Families")).decision is Decision.ACCEPTED
    merge(ben, ada)
    assert ben.finding(finding(ben, "Families")).kind == "summary"
    assert state(ada) == state(ben)


def test_merging_once_more_changes_nothing(two: Two) -> None:
    ada, ben = two
    for store, kind in ((ada, "strength"), (ben, "weakness")):
        store.set_kind([finding(store, "Families")], kind)
        store.add_finding(store.reports()[0].id, (factories.at("Nobody has placed these words."),))
    sent = shared(ben)
    ada.merge_review(sent)
    before, history = state(ada), ada.history(ada.reports()[0].id)
    again = ada.merge_review(sent)
    assert [one.what for one in again.reports] == ["known"]
    assert again.change.name == ""
    assert (state(ada), ada.history(ada.reports()[0].id)) == (before, history)


def test_a_settled_dispute_goes_over_and_says_who_said_what(two: Two) -> None:
    ada, ben = two
    for store, kind in ((ada, "strength"), (ben, "weakness")):
        store.set_kind([finding(store, "Families")], kind)
    sent = shared(ben)
    ada.merge_review(sent)
    ada.settle_dispute(ada.disputes()[0].id, "weakness")
    assert ada.disputes() == []
    ada.merge_review(sent)
    assert ada.finding(finding(ada, "Families")).kind == "weakness"
    merge(ben, ada)
    assert ben.disputes() == []
    (dispute,) = ben.disputes(settled=True)
    assert dispute.settled is not None
    assert (dispute.settled.value, dispute.settled.by) == ("weakness", "ada")
    assert state(ada) == state(ben)


def test_editing_a_disputed_value_settles_it_and_undo_opens_it_again(two: Two) -> None:
    ada, ben = two
    report = ada.reports()[0].id
    for store, kind in ((ada, "strength"), (ben, "weakness")):
        store.set_kind([finding(store, "Families")], kind)
    merge(ada, ben)
    early = finding(ada, "Families")
    ada.set_kind([early], "narrative")
    assert ada.disputes() == []
    ada.undo(report)
    assert len(ada.disputes()) == 1
    ada.redo(report)
    merge(ben, ada)
    assert ben.disputes() == []
    assert ben.finding(finding(ben, "Families")).kind == "narrative"


def test_the_same_words_added_twice_are_one_finding(two: Two) -> None:
    ada, ben = two
    for store in two:
        report = store.reports()[0].id
        store.add_finding(report, (factories.at("Nobody has placed these words."),))
        store.mark_seen(report, (factories.at("Northmere Council"),))
        store.tag([finding(store, "Families")], "board")
        store.flag(finding(store, "Families"), reason="Why?")
    ben.set_theme([finding(ben, "Nobody")], "workforce")
    ada.set_theme([finding(ada, "Nobody")], "recording")
    merge(ada, ben)
    merge(ben, ada)
    assert state(ada) == state(ben)
    assert len(ada.findings(ada.reports()[0].id)) == 7
    assert [dispute.field for dispute in ada.disputes()] == ["themes"]
    assert ada.finding(finding(ada, "Nobody")).theme == "recording"


def test_one_split_what_the_other_noted(two: Two) -> None:
    ada, ben = two
    row = ada.finding(finding(ada, "Families"))
    ada.split(row.id, row.spans[0][0] + len("Families in Northmere get help early."))
    ben.add_note(ben.reports()[0].id, "Look.", finding(ben, "Families"))
    merge(ada, ben)
    merge(ben, ada)
    assert state(ada) == state(ben)
    assert len(ben.findings(ben.reports()[0].id)) == 7
    assert ben.disputes() == []


def test_one_merged_away_what_the_other_worked_on(two: Two) -> None:
    ada, ben = two
    ids = [finding(ada, words) for words in ("timeliness", "Supervision")]
    ada.merge(ids)
    ben.set_theme([finding(ben, "Supervision")], "overall")
    ben.add_note(ben.reports()[0].id, "Keep.", finding(ben, "Supervision"))
    merge(ada, ben)
    merge(ben, ada)
    assert state(ada) == state(ben)
    (dispute,) = ada.disputes()
    assert dispute.field == "there"
    gone = next(side.value for side in dispute.sides if side.value is not True)
    assert len(ada.findings(ada.reports()[0].id)) == 6
    ada.settle_dispute(dispute.id, gone)
    assert len(ada.findings(ada.reports()[0].id)) == 5
    assert ada.finding(ids[0]).notes == 1
    merge(ben, ada)
    assert state(ada) == state(ben)
    assert ada.check() == ben.check() == []


def test_headings_that_go_take_nothing_with_them(two: Two) -> None:
    ada, ben = two
    report = ada.reports()[0].id
    ada.remove_section(ada.sections(report)[3].id)
    row = ben.finding(finding(ben, "Supervision"))
    ben.split(row.id, row.spans[0][0] + len("Supervision"))
    ben.add_finding(report, (factories.at("Nobody has placed these words."),))
    merge(ada, ben)
    merge(ben, ada)
    assert state(ada) == state(ben)
    assert [row.heading for row in ben.sections(report)][-1] == "Help and protection: good"
    assert ben.disputes() == []


def test_the_merge_is_one_step_that_can_be_undone_and_done_again(two: Two) -> None:
    ada, ben = two
    report = ada.reports()[0].id
    ada.set_kind([finding(ada, "Families")], "strength")
    for words in ("Families", "Supervision"):
        ben.set_kind([finding(ben, words)], "weakness")
    before = state(ada)
    sent = shared(ben)
    ada.merge_review(sent)
    merged = state(ada)
    assert merged != before
    with pytest.raises(StoreError, match="as a whole in the menu File"):
        ada.undo(report)
    assert ada.merge_undo_name() == "merge of ben’s review"
    ada.undo_merge()
    assert state(ada) == before
    ada.redo_merge()
    assert state(ada) == merged
    ada.undo_merge()
    ada.merge_review(sent)
    assert state(ada) == merged
    assert [backup.reason for backup in ada.backups()].count("merge") == 2


def test_colleagues_steps_stay_readable(two: Two) -> None:
    ada, ben = two
    ben.set_kind([finding(ben, "Families")], "weakness")
    merge(ada, ben)
    (told,) = ada.heard(ada.reports()[0].id)
    assert (told.by, told.name) == ("ben", "kind of ‘Families in Northmere get…’ to Weakness")
    assert ("kind", "summary", "weakness") in [change[2:] for change in told.changes]


def test_a_report_that_is_not_here_comes_whole(two: Two) -> None:
    ada, ben = two
    other = factories.report(original=b"another", name="eastwold.pdf")
    new = ben.import_report(other.document, other.extraction, other.original, name=other.name).report_id
    ben.set_kind([ben.findings(new)[0].id], "strength")
    done = merge(ada, ben)
    assert sorted(one.what for one in done.reports) == ["known", "whole"]
    (came,) = [row for row in ada.reports() if row.source_name == "eastwold.pdf"]
    assert ada.findings(came.id)[0].kind == "strength"
    # From then on it is a report that both have.
    ada.set_theme([ada.findings(came.id)[1].id], "workforce")
    merge(ben, ada)
    assert state(ben, new) == state(ada, came.id)


def test_codebooks_are_merged(two: Two) -> None:
    ada, ben = two
    ada.add_code("theme", "Kinship care")  # type: ignore[arg-type]
    ben.add_code("theme", "Kinship care", definition="Relatives.")  # type: ignore[arg-type]
    codes = {row.key: row.id for row in ben.codes()}
    ben.merge_codes(codes["placements"], codes["care_leavers"])
    ada.set_theme([finding(ada, "Families")], "placements")
    ada.set_code(codes["recording"], label="Records")
    ben.set_code(codes["recording"], label="Case records")
    done = merge(ada, ben)
    assert done.codebook is not None
    assert done.codebook.disputes == 2
    merge(ben, ada)
    for store in two:
        named = {row.key: row for row in store.codes()}
        assert named["placements"].merged_into == "care_leavers"
        assert store.finding(finding(store, "Families")).theme == "care_leavers"
        assert {dispute.field for dispute in store.disputes(0)} == {"label", "definition"}
    assert state(ada) == state(ben)
    ada.settle_dispute(next(one.id for one in ada.disputes(0) if one.field == "label"), "Records")
    merge(ben, ada)
    assert {row.label for row in ben.codes() if row.key == "recording"} == {"Records"}


def test_another_extraction_of_the_report_is_left_alone(two: Two, tmp_path: Path) -> None:
    ada, ben = two
    given = factories.report()
    newer = dataclasses.replace(given.extraction, extractor="0.2.0", judgements=())
    ben.reextract(ben.reports()[0].id, newer)
    ben.set_kind([finding(ben, "Supervision")], "weakness")
    before = state(ada)
    (one,) = merge(ada, ben).reports
    assert one.what == "refused"
    assert "0.2.0" in one.why
    assert state(ada) == before
    ada.reextract(ada.reports()[0].id, newer)
    ada.set_kind([finding(ada, "Families")], "strength")
    (one,) = merge(ada, ben).reports
    assert one.what == "merged"
    assert one.disputes == 0
    merge(ben, ada)
    assert state(ada) == state(ben)


def test_every_column_that_is_edited_is_merged(two: Two) -> None:
    """A column that comes later has to have a facet, or to be named here."""
    whose = {"id", "report_id", "position", "decided_by", "decided_at", "edited_at"}
    made = {"created_by", "created_at", "seen_by", "seen_at", "name", "reviewer", "role", "key"}
    made |= {"earlier_sha256", "earlier_spans"}
    machine = {"machine", "machine_id", "machine_heading", "machine_grade", "machine_area", "statements"}
    machine |= {"measures", "theme_why", "confidence", "verbatim", "page", "extraction_number"}
    where_it_is = {"section", "judgement"}
    for table in {*replay.TABLES, "code"} - {"merging", "dispute"}:
        merged = {column for facet in FACETS[table].values() for column in facet.columns}
        columns = {row["name"] for row in two[0]._db.all(f"PRAGMA table_info({table})")}
        fixed = whose | made | machine | ({"spans"} if table in where_it_is else set())
        assert columns - merged <= fixed, table
