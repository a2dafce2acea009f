"""Other machines' findings, tables of follow-ups and codebooks into the store; and the command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer import cli
from reviewer.exporting import export
from reviewer.importing import Result, import_files
from reviewer.interchange import bring, takes
from reviewer.store import Decision, FollowUpState, OtherFinding, Store
from tests import factories
from tests.factories import TEXT, at


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """One report, untouched."""
    with Store.open(tmp_path / "reviewer.sqlite", reviewer="ada") as opened:
        given = factories.report()
        opened.import_report(given.document, given.extraction, given.original, name=given.name)
        yield opened


def extraction(kind: str, words: str, place: tuple[int, int] | None, **attributes: str) -> dict[str, object]:
    return {
        "extraction_class": kind,
        "extraction_text": words,
        "char_interval": None if place is None else {"start_pos": place[0], "end_pos": place[1]},
        "alignment_status": None if place is None else "match_exact",
        "attributes": attributes,
    }


def write(path: Path, *values: object) -> Path:
    path.write_text("\n".join(json.dumps(value) for value in values), encoding="utf-8")
    return path


def test_langextract_is_kept_beside_and_nothing_is_accepted(store: Store, tmp_path: Path) -> None:
    words = "3. Return interviews happen within three days."
    document = {
        "text": TEXT,
        "document_id": "doc_1",
        "extractions": [
            extraction("strength", words, at(words), theme="Workforce", polarity="positive", weight="high"),
            extraction("strength", "Nobody wrote these words.", None),
            extraction("oddity", "Return interviews are prompt.", at(words)),
        ],
    }
    path = write(tmp_path / "found.jsonl", document, {"text": "Another text.", "extractions": []})
    before = [(one.decision, one.spans) for one in store.findings(1)]
    brought = bring(store, path)
    assert brought.summary == "3 findings of another machine kept beside 1 report"
    assert brought.problems == (
        "Report 1: 2 of 3 have no place in the text.",
        "Line 2: its text is of no report in the store.",
    )
    (other,) = store.others()
    assert (other.report_id, other.by) == (1, "LangExtract, found.jsonl")
    first, second, third = other.findings
    assert (first.kind, first.theme, first.polarity) == ("strength", "workforce", "positive")
    assert (first.spans, first.said) == ((at(words),), (("weight", "high"), ("alignment", "match_exact")))
    assert not second.grounded
    # Words of its own at a place that has others.
    assert not third.grounded
    assert third.kind is None
    assert dict(third.said)["class"] == "oddity"
    assert [(one.decision, one.spans) for one in store.findings(1)] == before
    assert all(one.decision == Decision.UNDECIDED for one in store.findings(1))
    assert store.machine_extraction(1)["text"] == TEXT
    assert "there already" in bring(store, path).problems[0]
    assert len(store.others()) == 1


def test_another_text_of_the_same_report_is_searched(store: Store, tmp_path: Path) -> None:
    document = {
        "text": "Other converter. Supervision of newly  qualified staff.",
        "document_id": "northmere.pdf",
        "extractions": [
            extraction("weakness", "Supervision of newly\nqualified staff.", (17, 55)),
            extraction("weakness", "of", (29, 31)),
        ],
    }
    bring(store, write(tmp_path / "found.jsonl", document))
    found, short = store.others(1)[0].findings
    assert found.spans == (at("Supervision of newly qualified staff."),)
    assert not short.grounded


def test_what_is_exported_comes_back_with_every_place(store: Store, tmp_path: Path) -> None:
    wanted = [(one.spans, one.kind, one.theme, one.polarity) for one in store.findings(1)]
    for name in ("langextract", "labelstudio"):
        path, *_ = export(store, name, tmp_path / name)
        assert bring(store, path).problems == ()
        found = store.others()[-1].findings
        assert [(one.spans, one.kind, one.theme, one.polarity) for one in found] == wanted
    assert {one.confidence for one in store.others()[-1].findings} == {0.9}


def test_label_studio_predictions_only(store: Store, tmp_path: Path) -> None:
    value = {"start": at("Nobody")[0], "end": at("Nobody")[1], "text": "Somebody", "labels": ["weakness"]}
    region = {"id": "a", "type": "labels", "from_name": "label", "to_name": "text", "value": value}
    task = {
        "data": {"words": TEXT},
        "predictions": [{"model_version": "m2", "result": [region, "?", {"type": "choices"}]}],
        "annotations": [{"result": [region]}],
    }
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps([task, {"data": {}, "predictions": []}, 3]), encoding="utf-8")
    brought = bring(store, path)
    (other,) = store.others()
    assert other.by == "Label Studio, m2"
    assert [(one.kind, one.grounded) for one in other.findings] == [("weakness", False)]
    assert brought.problems == (
        "Report 1: 1 of 1 have no place in the text.",
        "Task 2: its text is of no report in the store.",
        "Task 3 is no task of Label Studio.",
        "1 annotations were left out: only predictions are taken.",
    )


@pytest.mark.parametrize("content", ["", "{", "[]", '{"schema":"reviewer.dataset/1"}', '{"text": "x"}'])
@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_other_json_is_left_to_others(tmp_path: Path, content: str, suffix: str) -> None:
    path = tmp_path / f"file{suffix}"
    path.write_text(content, encoding="utf-8")
    assert not takes(path)


def test_a_second_extraction_goes_with_its_report(store: Store, tmp_path: Path) -> None:
    document = {"text": TEXT, "extractions": [extraction("strength", "x", None)]}
    bring(store, write(tmp_path / "found.jsonl", document))
    with pytest.raises(ValueError, match="leaves the text"):
        store.add_other(1, "them", [OtherFinding(((0, 10**6),), "x")])
    store.remove_report(1)
    assert store.others() == []


# -- follow-ups


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_a_table_of_follow_ups_updates_them(store: Store, tmp_path: Path) -> None:
    first, second, third, *_ = (one.id for one in store.findings(1))
    store.flag(first, reason="Ask", owner="Bo", due="2026-05-01")
    store.flag(second, reason="Ask again", owner="Bo", due="2026-05-01")
    sha256 = store.report(1).source_sha256
    path = table(
        tmp_path / "follow-ups.csv",
        "\ufefffinding_id;state;owner;reason;due;source_sha256",
        f"{first};Done;Cy;'=Ask;;{sha256}",
        f"{second};;Bo;Ask again;2026-05-01;",
        f"{third};waiting;Di;New;2026-06-01;",
        f"{first};later;Bo;Ask;;",
        f"{first};open;Bo;Ask;31.5.2026;",
        "12345;open;Bo;Ask;;",
        "x;open;Bo;Ask;;",
        f"{first};open;Bo;Ask;;{'0' * 64}",
        ";;;;;",
    )
    brought = bring(store, path)
    assert brought.summary == "2 follow-ups changed"
    assert [problem.partition(":")[0] for problem in brought.problems] == [f"Row {n}" for n in range(5, 10)]
    assert "it can be open, waiting, done" in brought.problems[0]
    assert "write it as 2026-05-31" in brought.problems[1]
    rows = {row.finding_id: row for row in store.follow_ups()}
    assert (rows[first].state, rows[first].owner, rows[first].reason, rows[first].due) == (
        FollowUpState.DONE,
        "Cy",
        "=Ask",
        None,
    )
    assert (rows[second].state, rows[second].due) == (FollowUpState.OPEN, "2026-05-01")
    assert (rows[third].state, rows[third].owner) == (FollowUpState.WAITING, "Di")


def test_the_exported_table_changes_nothing(store: Store, tmp_path: Path) -> None:
    store.flag(1, reason='=Ask, "them"', owner="Bo\nLind", due="2026-05-01")
    before = store.follow_ups()
    (path,) = export(store, "followups-csv", tmp_path)
    assert bring(store, path).summary == "0 follow-ups changed"
    assert store.follow_ups() == before


@pytest.mark.parametrize("head", ["", "a,b", "finding_id,page", "owner,due"])
def test_other_tables_are_refused(store: Store, tmp_path: Path, head: str) -> None:
    brought = bring(store, table(tmp_path / "t.csv", head, "1,2"))
    assert brought.refused
    assert "no table of follow-ups" in brought.summary


# -- codebooks and the command


def test_a_codebook_is_compared_with_ours(store: Store, tmp_path: Path) -> None:
    (path,) = export(store, "qdc", tmp_path)
    assert bring(store, path).problems == ()
    xml = (
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Other"><Codes><Code name="Care leavers"/>'
        '<Code name="Hope"/></Codes></CodeBook>'
    )
    path.write_text(xml, encoding="utf-8")
    brought = bring(store, path)
    assert brought.summary == "2 codes of Other, 1 of them known here"
    assert brought.problems == ("No code here is called Hope.",)
    path.write_text("<!DOCTYPE a><CodeBook/>", encoding="utf-8")
    assert bring(store, path).refused


def test_import_takes_them_among_reports(store: Store, tmp_path: Path) -> None:
    qdpx, _ = export(store, "qdpx", tmp_path)
    broken = tmp_path / "broken.qdpx"
    broken.write_bytes(b"no")
    outcomes = list(import_files(store, [broken, qdpx, tmp_path / "gone.csv"]))
    assert [one.result for one in outcomes] == [Result.FAILED, Result.IMPORTED, Result.FAILED]
    assert outcomes[0].message == "It is not a zip file, or a damaged one."
    assert "kept beside it" in outcomes[1].problems[0]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--store", str(tmp_path / "s.sqlite")]
    letter = tmp_path / "letter.txt"
    letter.write_text("Northmere\n\nPlans are late in the whole area.\n", encoding="utf-8")
    assert cli.main(["import", *place, str(letter)]) == 0
    assert cli.main(["list", "--others", *place]) == 0
    assert "No other machine" in capsys.readouterr().err
    with Store.open(tmp_path / "s.sqlite") as store:
        text = store.source_text(1).text
    found = write(
        tmp_path / "found.jsonl",
        {"text": text, "extractions": [extraction("weakness", "Plans are late", at("Plans are late", text))]},
    )
    assert cli.main(["import", *place, str(found)]) == 0
    assert "1 finding of another machine kept beside 1 report" in capsys.readouterr().err
    assert cli.main(["list", "--others", *place]) == 0
    line = capsys.readouterr().out.splitlines()[1].split()
    assert line[0] == "1"
    assert line[-2:] == ["1", "0"]
    assert cli.main(["list", "--others", "--format", "json", *place]) == 0
    assert json.loads(capsys.readouterr().out)[0]["findings"][0]["kind"] == "weakness"
