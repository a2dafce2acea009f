"""Edits of many rows at once: one step each, undone as one."""

from __future__ import annotations

from reviewer.store import Decision, Store


def ids(store: Store, report_id: int) -> list[int]:
    return [row.id for row in store.findings(report_id)]


def test_what_is_undecided_is_accepted_in_one_step(store: Store, report_id: int) -> None:
    first, second, *_ = ids(store, report_id)
    judgements = [row.id for row in store.judgements(report_id)]
    store.reject([first])
    before = store.findings(report_id)
    change = store.accept_undecided(report_id, ids(store, report_id), judgements)
    count = len(before) - 1
    said = "1 judgement" if len(judgements) == 1 else f"{len(judgements)} judgements"
    assert change.name == f"accept {count} findings and {said}"
    assert store.finding(first).decision is Decision.REJECTED, "what is decided stays so"
    assert store.finding(second).decision is Decision.ACCEPTED
    assert all(row.decision is Decision.ACCEPTED for row in store.judgements(report_id))
    assert store.accept_undecided(report_id, ids(store, report_id), judgements).name == ""
    store.undo(report_id)
    assert store.findings(report_id) == before
    assert store.accept_undecided(report_id, [second]).name.startswith("accept ")


def test_numbers_go_on_from_the_first(store: Store, report_id: int) -> None:
    rows = ids(store, report_id)[:3]
    assert store.set_numbers(rows, "2.9").name == "number of 3 findings"
    assert [store.finding(row).number for row in rows] == ["2.9", "2.10", "2.11"]
    store.set_numbers(rows, "07")
    assert [store.finding(row).number for row in rows] == ["07", "08", "09"]
    store.set_numbers(reversed(rows), "a")
    assert [store.finding(row).number for row in rows] == ["a", "a", "a"]
    store.set_numbers(rows, None)
    assert [store.finding(row).number for row in rows] == [None, None, None]
    assert store.set_numbers([], "1").name == ""
    for _ in range(4):
        store.undo(report_id)
    assert all(store.finding(row).decision is Decision.UNDECIDED for row in rows)


def test_one_theme_more_or_less(store: Store, report_id: int) -> None:
    first, second, *_ = ids(store, report_id)
    store.set_themes([first], ["workforce", "recording"])
    store.set_themes([second], ["overall"])
    change = store.add_theme([first, second], "recording")
    assert change.findings == {second}, "the first has it already"
    assert store.finding(second).themes == ("overall", "recording")
    store.remove_theme([first, second], "overall")
    assert store.finding(second).themes == ("recording",)
    assert store.remove_theme([second], "recording").name == "", "the last one stays"
    store.remove_theme([first], "workforce")
    assert store.finding(first).theme == "recording"
    store.undo(report_id)
    assert store.finding(first).themes == ("workforce", "recording")
