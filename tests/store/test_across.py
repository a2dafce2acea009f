"""Findings of all reports at once: codes, words, those that are alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.store import Store, StoreError
from reviewer.store.rows import Decision
from tests.factories import report
from tests.ui.fictional import Writer


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two reports of Northmere, one of Eastwold with words much like theirs."""
    opened = Store.open(tmp_path / "across.sqlite", reviewer="AR")
    for given in (report(), report(original=b"again", name="again.pdf"), eastwold()):
        opened.import_report(given.document, given.extraction, given.original, name=given.name)
    return opened


def eastwold():  # type: ignore[no-untyped-def]
    writer = Writer()
    writer.heading("What needs to improve")
    for words in (
        "Newly qualified staff should have better supervision.",
        "The recruitment of foster carers, adopters, residential workers, nurses and officers, with "
        "the supervision that all of these receive from their own managers in each locality team.",
        "Return interviews take place a week after the child came home.",
    ):
        writer.finding([(words, "negative")], "negative", "workforce", kind="area_for_improvement")
    return writer.imported("eastwold.pdf", document_type="ilacs", authority="Eastwold")


def test_codes_of_all_findings_but_rejected_ones(store: Store) -> None:
    everything = store.coded()
    assert len(everything) == 15
    first = store.findings(1)[0]
    store.set_themes([first.id], ["recording", "workforce"])
    store.reject([store.findings(1)[1].id])
    codes = {one.finding_id: one for one in store.coded()}
    assert len(codes) == 14
    assert codes[first.id].themes == ("recording", "workforce")
    assert codes[first.id].decision is Decision.CORRECTED


def test_briefs_come_as_asked_for(store: Store) -> None:
    ids = [row.id for row in store.findings(1)]
    store.set_wording(ids[0], "Said in other words.")
    wanted = [ids[3], ids[0], 9999, ids[3]]
    briefs = store.briefs(wanted)
    assert [one.finding_id for one in briefs] == [ids[3], ids[0]]
    assert briefs[1].text == "Said in other words."
    assert len(store.briefs(range(2000))) == 15


def finding_of(store: Store, words: str) -> int:
    return next(row.id for row in store.findings(1) if row.text.startswith(words))


def test_alike_finds_the_same_words_in_other_reports(store: Store) -> None:
    found = store.alike(finding_of(store, "Supervision of newly qualified"))
    texts = [one.brief.text for one in found]
    assert texts[0] == "Supervision of newly qualified staff."
    assert texts[1] == "Newly qualified staff should have better supervision."
    assert [one.likeness for one in found] == sorted((one.likeness for one in found), reverse=True)
    assert found[0].likeness == pytest.approx(1.0)
    assert set(found[1].shared) == {"supervision", "newly", "qualified", "staff"}
    assert all(one.brief.report_id != 1 for one in found)


def test_alike_leaves_rejected_and_unlike_findings_out(store: Store) -> None:
    own = finding_of(store, "Supervision of newly qualified")
    before = store.alike(own)
    store.reject([before[0].brief.finding_id])
    assert [one.brief for one in store.alike(own)] == [one.brief for one in before[1:]]
    assert not any("Return interviews" in one.brief.text for one in before)


def test_alike_is_of_the_words_that_count(store: Store) -> None:
    own = finding_of(store, "The timeliness of minutes")
    store.set_wording(own, "Return interviews happen a week late.")
    assert any("Return interviews take place" in one.brief.text for one in store.alike(own))


def test_alike_of_words_that_say_nothing_is_nothing(store: Store) -> None:
    own = finding_of(store, "The timeliness of minutes")
    store.set_wording(own, "“And” -- (OR) 12")
    assert store.alike(own) == []


def test_alike_of_a_finding_that_is_gone(store: Store) -> None:
    with pytest.raises(StoreError):
        store.alike(9999)


def test_works_in_a_store_that_is_only_read(store: Store) -> None:
    place = store.path
    own = finding_of(store, "Supervision of newly qualified")
    store.close()
    with Store.open(place, read_only=True) as reading:
        assert len(reading.coded()) == 15
        assert reading.alike(own)
