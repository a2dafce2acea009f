"""Full-text search over texts, findings and notes, and the index that it rests on."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.patterns import PatternError, regular
from reviewer.store import Store, StoreError, search_index
from reviewer.store.salvage import salvage
from reviewer.store.search import SearchHit, Where, places
from reviewer.store.search_query import QueryError, fts_query
from reviewer.store.store import utc_now
from tests import factories
from tests.factories import TEXT, at
from tests.store.test_check import past_the_rules

Ids = Callable[[str], int]


@pytest.fixture
def two(store: Store, report_id: int) -> int:
    """A second report with the same words; its id."""
    other = factories.report(original=b"other", name="other.pdf", authority="Southmere")
    return store.import_report(other.document, other.extraction, other.original, name=other.name).report_id


def marked(hit: SearchHit) -> str:
    """The excerpt with its hits in brackets."""
    said, last = "", 0
    for start, end in hit.marks:
        said += f"{hit.excerpt[last:start]}[{hit.excerpt[start:end]}]"
        last = end
    return said + hit.excerpt[last:]


def found(store: Store, typed: str, **options: object) -> list[str]:
    return [marked(hit) for hit in store.search(typed, **options).hits]  # type: ignore[arg-type]


FINDINGS = frozenset({Where.FINDINGS})


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("children", ["[children] often"]),
        ("CHILDREN often", ["[children] [often]"]),
        ("often children", ["[children] [often]"]),
        ('"children often"', ["[children often]"]),
        ("“children often”", ["[children often]"]),
        ('"often children"', []),
        ("interview*", ["[interviews]"]),
        ('"return inter*"', ["[Return interviews]"]),
        ("interview", []),
        ("naive", ["[naïve]"]),
        ("managers NEAR time", ["[Managers] hold reviews on [time]"]),
        ("managers NEAR/1 time", []),
        ("NEAR(managers time, 3)", ["[Managers] hold reviews on [time]"]),
        ("NEAR(managers time 3)", ["[Managers] hold reviews on [time]"]),
        ("NEAR(managers time, 1)", []),
        ("reviews -thin interviews", []),
        ("interviews OR supervision", ["[interviews]", "[Supervision] of"]),
        ("staff NOT children", ["[staff]"]),
        ("three (interviews OR reviews)", ["[interviews] happen within [three]"]),
        ("*** children", ["[children]"]),
    ],
)
def test_words_phrases_near_and_prefixes(store: Store, report_id: int, typed: str, begins: list[str]) -> None:
    hits = found(store, typed, where=FINDINGS)
    assert len(hits) == len(begins)
    assert all(words in hit for hit, words in zip(hits, begins, strict=True))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Type a word"),
        ("  ", "Type a word"),
        ("?! …", "Type a word"),
        ('"late minutes', "quotation mark is not closed"),
        ("late minutes”", "quotation mark is not closed"),
        ("(late minutes", "bracket is not closed"),
        ("late) minutes", "closing bracket too many"),
        ("NEAR(late minutes", "bracket is not closed"),
        ("NEAR late", "NEAR needs two"),
        ("late NEAR", "NEAR stands between"),
        ("*ing", "only at the end of a word"),
        ("su*vision", "only at the end of a word"),
        ("-late", "as well"),
        ("NOT late", "as well"),
        ("late OR", "OR needs a word"),
        ("OR late", "OR needs a word"),
        ("AND late", "AND needs a word"),
        ("late AND", "AND needs a word"),
        ("late NOT", "NOT needs a word"),
    ],
)
def test_a_wrong_query_gives_a_sentence(store: Store, report_id: int, typed: str, says: str) -> None:
    with pytest.raises(QueryError, match=says) as raised:
        store.search(typed)
    assert str(raised.value).endswith(".")


@given(st.text(alphabet="ab \"“”()*-'^:+{}[],/\\NEAROTD1é", max_size=24))
def test_nothing_that_is_typed_breaks_the_index(typed: str) -> None:
    for typing in (False, True):
        with suppress(QueryError), closing(sqlite3.connect(":memory:")) as connection:
            query = fts_query(typed, typing=typing)
            connection.execute("CREATE VIRTUAL TABLE t USING fts5 (words)")
            assert connection.execute("SELECT count(*) FROM t WHERE t MATCH ?", (query,)).fetchone()


def test_while_typing_the_last_word_may_go_on(store: Store, report_id: int) -> None:
    assert not store.search("superv").hits
    assert found(store, "superv", typing=True, where=FINDINGS) == ["[Supervision] of newly qualified staff."]
    assert not store.search("superv ", typing=True).hits, "a space ends the word"
    assert not store.search("su", typing=True).hits, "two letters begin too many words"
    assert not store.search('"superv"', typing=True).hits


def test_hits_come_from_texts_findings_and_notes(store: Store, report_id: int, ids: Ids) -> None:
    note = store.add_note(report_id, "Ask about placed words.", ids("3.")).created_id
    results = store.search("placed words")
    assert results.counts == {Where.TEXT: 1, Where.FINDINGS: 0, Where.NOTES: 1}
    text, noted = results.hits
    assert (text.where, noted.where) == (Where.TEXT, Where.NOTES)
    assert [TEXT[start:end] for start, end in text.places] == ["placed", "words"]
    assert (noted.note_id, noted.finding_id, noted.by, noted.number) == (note, ids("3."), "ada", "3")
    assert not places(TEXT, noted)
    assert [hit.where for hit in store.search("placed", where=[Where.NOTES]).hits] == [Where.NOTES]


def test_a_passage_that_says_what_a_finding_says_is_not_shown_twice(store: Store, report_id: int) -> None:
    results = store.search("interviews")
    assert results.counts[Where.TEXT] == 1
    assert [hit.where for hit in results.hits] == [Where.FINDINGS]


def test_both_the_printed_and_the_reviewers_words_are_found(store: Store, report_id: int, ids: Ids) -> None:
    store.set_wording(ids("3."), "Interviews after going missing are quick.")
    (own,) = store.search("quick", where=FINDINGS).hits
    assert own.reworded
    assert marked(own).endswith("[quick].")
    assert places(TEXT, own) == ()
    (printed,) = store.search("happen", where=FINDINGS).hits
    assert not printed.reworded
    assert [TEXT[start:end] for start, end in places(TEXT, printed)] == ["happen"]
    (both,) = store.search("interviews", where=FINDINGS).hits
    assert both.reworded
    assert [TEXT[start:end] for start, end in places(TEXT, both)] == ["interviews"]


def test_a_hit_behind_a_footer_has_its_place_in_the_text(store: Store, report_id: int) -> None:
    (hit,) = store.search('"are thin"', where=FINDINGS).hits
    assert places(TEXT, hit) == (at("are thin"),)
    (over,) = store.search('"these reviews"', where=FINDINGS).hits
    ((start, end),) = places(TEXT, over)
    assert TEXT[start:end].startswith("these")
    assert TEXT[start:end].endswith("reviews")


def test_hits_are_grouped_by_report_in_reading_order(store: Store, report_id: int, two: int) -> None:
    results = store.search("reviews OR interviews OR staff", where=FINDINGS)
    assert [hit.report_id for hit in results.hits] == [report_id] * 3 + [two] * 3
    starts = [hit.start for hit in results.hits]
    assert starts == [*sorted(starts[:3]), *sorted(starts[3:])]
    assert results.reports == 2
    only = store.search("staff", report_id=two)
    assert {hit.report_id for hit in only.hits} == {two}
    assert (only.counts[Where.FINDINGS], only.reports) == (1, 1)


def test_beyond_the_limit_hits_are_only_counted(store: Store, report_id: int, two: int) -> None:
    results = store.search("reviews OR interviews OR staff", where=FINDINGS, limit=2)
    assert len(results.hits) == 2
    assert results.counts[Where.FINDINGS] == 6
    assert not results.complete


def test_the_index_follows_edits_undo_and_redo(store: Store, report_id: int, ids: Ids) -> None:
    def count(typed: str) -> int:
        return sum(store.search(typed).counts.values())

    store.set_wording(ids("1."), "Zebras.")
    assert count("zebras") == 1
    store.undo(report_id)
    assert count("zebras") == 0
    store.redo(report_id)
    assert count("zebras") == 1
    note = store.add_note(report_id, "Okapi.").created_id
    assert note is not None
    assert count("okapi") == 1
    store.edit_note(note, "Gnu.")
    assert (count("okapi"), count("gnu")) == (0, 1)
    store.remove_note(note)
    assert count("gnu") == 0
    store.split(ids("3."), TEXT.index("happen"))
    assert found(store, "happen within", where=FINDINGS) == ["[happen] [within] three days."]
    assert store.check() == []


def test_a_removed_report_leaves_nothing(store: Store, report_id: int, two: int) -> None:
    store.add_note(two, "Southern note.")
    store.remove_report(two)
    for table in search_index.TABLES:
        assert search_index.agrees(store._db, table)
    assert {hit.report_id for hit in store.search("placed OR interviews OR note").hits} == {report_id}
    assert store._db.value("SELECT count(*) FROM text_search WHERE rowid >= ?", (two << 20,)) == 0


def test_a_restored_record_can_be_searched(store: Store, report_id: int, ids: Ids, tmp_path: Path) -> None:
    store.add_note(report_id, "Okapi.", ids("1."))
    with Store.open(tmp_path / "other.sqlite") as other:
        other.restore_records([store.record(report_id)])
        for typed in ("okapi", "interviews", "placed"):
            assert sum(other.search(typed).counts.values()) == sum(store.search(typed).counts.values())
        assert other.check() == []


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER index_finding_follows",
        "DROP TRIGGER index_text_goes",
        "DROP TABLE note_search",
        "INSERT INTO finding_search (finding_search) VALUES ('delete-all')",
        "INSERT INTO finding_search (finding_search, rowid, verbatim) VALUES ('delete', 2, 'Nothing')",
        "DELETE FROM note_search_docsize",
        "DELETE FROM text_search WHERE rowid = 1048576",
        "UPDATE text_search SET start = 3 WHERE rowid = 1048576",
        "UPDATE text_search_content SET c0 = 'Other words.' WHERE id = 1048576",
    ],
)
def test_an_index_that_disagrees_is_found_and_made_again(
    store: Store, report_id: int, ids: Ids, statement: str
) -> None:
    store.add_note(report_id, "Okapi.", ids("1."))
    store._db.execute(statement)
    with Store.open(store.path, read_only=True) as reading:
        assert [problem.kind for problem in reading.check()] == [problem.kind for problem in store.check()]
    (problem,) = store.check()
    assert problem.kind == ("schema" if statement.startswith("DROP") else "search")
    assert problem.repairable
    assert store.repair() == []
    assert sum(store.search("okapi OR interviews OR placed").counts.values()) == 3


def test_words_that_slipped_in_disagree_with_the_index(store: Store, report_id: int) -> None:
    past_the_rules(store, "UPDATE finding SET wording = 'Slipped in.' WHERE id = 1")
    assert "search" in {problem.kind for problem in store.check()}
    assert store.repair() == []


def test_a_salvaged_store_can_be_searched(store: Store, report_id: int, ids: Ids, tmp_path: Path) -> None:
    store.add_note(report_id, "Okapi.", ids("1."))
    salvaged = salvage(store.path, tmp_path / "new.sqlite", now=utc_now)
    assert "finding_search_data" not in salvaged.read
    with Store.open(salvaged.path) as new:
        assert sum(new.search("okapi OR interviews OR placed").counts.values()) == 3
        assert new.check() == []


@given(st.text(alphabet="ab .!?\n”", max_size=4000))
def test_passages_tile_the_text(text: str) -> None:
    spans = list(search_index.passages(text))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end <= start + 1500 for start, end in spans)


def test_passages_end_with_sentences() -> None:
    text = " ".join(f"Sentence number {n} says that plans are late." for n in range(100))
    spans = list(search_index.passages(text))
    assert len(spans) > 5
    assert all(text[:end].rstrip().endswith(".") for _start, end in spans)


def test_regular_expressions_find_what_words_cannot(store: Store, report_id: int, ids: Ids) -> None:
    store.add_note(report_id, "See 4.12.", ids("1."))
    assert found(store, r"\d+%", regex=True) == [
        "Families in Northmere get help early. However, [12%] of plans are late."
    ]
    (note,) = store.search(r"\b\d\.\d\d", regex=True).hits
    assert (note.where, note.finding_id) == (Where.NOTES, ids("1."))
    (text,) = store.search("^Nobody .* words", regex=True, where=[Where.TEXT]).hits
    assert text.places == (at("Nobody has placed these words"),)
    (over_lines,) = store.search("these Northmere inspection", regex=True).hits
    assert over_lines.where is Where.TEXT
    assert store.search("zebra|okapi", regex=True).hits == ()


@pytest.mark.parametrize("typed", ["(", "[z-a]", "a**b", "(?P<x", "\\"])
def test_a_wrong_regular_expression_gives_a_sentence(store: Store, report_id: int, typed: str) -> None:
    with pytest.raises(QueryError, match="no regular expression"):
        store.search(typed, regex=True)
    with pytest.raises(QueryError, match="Type a regular"):
        store.search("", regex=True)


def test_an_endless_regular_expression_ends() -> None:
    begun = time.monotonic()
    wanted = regular("(a|aa)+$", seconds=0.1)
    with pytest.raises(PatternError, match="too long"):
        list(wanted("a" * 5000 + "b"))
    assert time.monotonic() - begun < 30


def test_a_search_by_expression_tells_how_far_it_is_and_can_be_ended(
    store: Store, report_id: int, two: int
) -> None:
    said: list[tuple[int, int]] = []
    store.search("x", regex=True, progress=lambda done, of: said.append((done, of)))
    assert said == [(1, 2), (2, 2)]

    class EnoughError(Exception):
        pass

    def stop(done: int, of: int) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        store.search("x", regex=True, progress=stop)


def test_query_errors_are_refusals_like_others() -> None:
    assert issubclass(QueryError, StoreError)
