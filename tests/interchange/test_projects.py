"""REFI-QDA projects into the store: our own without a lost coding, others', and hostile ones."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.exporting import export
from reviewer.interchange import safe
from reviewer.interchange.projects import Taken, take_project
from reviewer.interchange.safe import RefusedError
from reviewer.store import Decision, Store
from tests.exporting.conftest import filled, store

__all__ = ["filled", "store"]

STANDING = {Decision.ACCEPTED, Decision.CORRECTED, Decision.ADDED}


def codings(store: Store) -> dict[str, list[object]]:
    """All that is coded, by report; how it came to stand apart."""
    found: dict[str, list[object]] = {}
    for row in store.reports():
        rows: list[object] = []
        for one in store.findings(row.id):
            decision = "stands" if one.decision in STANDING else one.decision.value
            flags = (one.repeat_of_previous, one.addressed_since_previous)
            follow_up = one.follow_up and (
                one.follow_up.reason,
                one.follow_up.owner,
                one.follow_up.due,
                one.follow_up.state,
            )
            values = (
                None if one.decision == "rejected" else (one.kind, one.themes, one.polarity, flags, one.tags)
            )
            rows.append((one.spans, one.number, one.text, values, decision, follow_up))
        for judgement in store.judgements(row.id):
            decision = "stands" if judgement.decision in STANDING else judgement.decision.value
            rows.append((judgement.spans, judgement.area, judgement.grade, decision))
        rows += [(note.body, note.finding_id is None) for note in store.notes(row.id)]
        rows += [
            (store.finding(one.finding_id).spans, one.relation, one.earlier_date, one.earlier_spans)
            for one in store.links(row.id)
        ]
        facts = (row.authority, row.document_type, row.inspection_start, row.inspection_end)
        found[row.source_name] = [facts, *sorted(map(repr, rows))]
    return found


def there_and_back(given: Store, folder: Path) -> tuple[Store, Taken]:
    path, _ = export(given, "qdpx", folder)
    back = Store.open(folder / "back.sqlite", reviewer="ada")
    return back, take_project(back, path)


def test_nothing_coded_is_lost_there_and_back(store: Store, tmp_path: Path) -> None:
    # The other report has the same text, and its file is no PDF: it would be kept beside.
    store.remove_report(next(row.id for row in store.reports() if row.authority == "Ashby"))
    back, taken = there_and_back(store, tmp_path)
    with back:
        assert codings(back) == codings(store)
        assert len(taken.reports) == 1
        assert all("accepted as they stand" in problem for problem in taken.problems)


def test_the_sample_project_there_and_back(sample: Store, tmp_path: Path) -> None:
    back, taken = there_and_back(sample, tmp_path)
    with back:
        assert codings(back) == codings(sample)
        pages = {row.source_name: row.pages for row in back.reports()}
        assert pages == {row.source_name: row.pages for row in sample.reports()}
    assert len(taken.reports) == 3


def test_into_the_same_store_it_is_kept_beside(sample: Store, tmp_path: Path) -> None:
    path, _ = export(sample, "qdpx", tmp_path)
    with (
        closing(sqlite3.connect(sample.path)) as given,
        closing(sqlite3.connect(tmp_path / "same.sqlite")) as to,
    ):
        given.backup(to)
    with Store.open(tmp_path / "same.sqlite", reviewer="ada") as same:
        before = codings(same)
        taken = take_project(same, path)
        assert codings(same) == before
        assert taken.reports == []
        assert sorted(taken.beside) == sorted(row.id for row in same.reports())
        machine = same.machine_extraction(taken.beside[0])
        assert machine["schema"] == "reviewer.extraction/1"
        others = same.others()
        assert {one.report_id for one in others} == set(taken.beside)
        take_project(same, path)
        assert same.others() == others


@pytest.mark.corpus
def test_published_reports_there_and_back(published: Store, tmp_path: Path) -> None:
    back, taken = there_and_back(published, tmp_path)
    with back:
        found, wanted = codings(back), codings(published)
        assert found.keys() == wanted.keys()
        for name, rows in wanted.items():
            assert found[name] == rows
    assert len(taken.reports) == 20


# -- projects of other programs

GUID = "00000000-0000-0000-0000-0000000000{:02d}"
TEXT = "Plans are late.\nFamilies – naïve 🙂 ones too – get help early.\nStaff stay long in Northmere."


def qde(body: str, *, origin: str = "Other 1.0") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="p"'
        f' origin="{origin}">'
        f'<CodeBook><Codes><Code guid="{GUID.format(1)}" name="Topics" isCodable="false">'
        f'<Code guid="{GUID.format(2)}" name="Planning &amp; review" isCodable="true"/>'
        f'<Code guid="{GUID.format(3)}" name="Delay" isCodable="true"/></Code>'
        f'<Code guid="{{{GUID.format(4).upper()}}}" name="NEGATIVE" isCodable="true"/>'
        f'<Code guid="{GUID.format(5)}" name="Area_for_improvement" isCodable="true"/>'
        f"</Codes></CodeBook>{body}</Project>"
    )


def selection(start: int, end: int, *codes: int, name: str = "", inside: str = "") -> str:
    refs = "".join(
        f'<Coding guid="{GUID.format(50 + code)}"><CodeRef targetGUID="{GUID.format(code)}"/></Coding>'
        for code in codes
    )
    place = f'startPosition="{start}" endPosition="{end}" name="{name}"'
    return f"<PlainTextSelection {place}>{inside}{refs}</PlainTextSelection>"


def source(*selections: str, path: str = "internal://t.txt", more: str = "") -> str:
    return (
        f'<Sources><TextSource guid="{GUID.format(10)}" name="Interview 1" plainTextPath="{path}">'
        + "".join(selections)
        + f"{more}</TextSource></Sources>"
    )


def project(folder: Path, body: str, files: dict[str, bytes] | None = None, **settings: str) -> Path:
    path = folder / "project.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", qde(body, **settings))
        for name, data in (files or {"sources/t.txt": TEXT.encode()}).items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    with Store.open(tmp_path / "empty.sqlite", reviewer="ada") as opened:
        yield opened


def at(words: str, text: str = TEXT) -> tuple[int, int]:
    assert text.count(words) == 1
    return text.index(words), text.index(words) + len(words)


def test_codes_are_matched_by_name_and_the_rest_noted(empty: Store, tmp_path: Path) -> None:
    first, last = at("Plans are late."), at("Staff stay long in Northmere.")
    notes = (
        f'<Notes><Note guid="{GUID.format(20)}" name="Memo" creatingUser="{GUID.format(30)}">'
        "<PlainTextContent>Ask why.</PlainTextContent></Note></Notes>"
        '<Sets><Set name="s"/></Sets>'
    )
    ref = f'<Description>See plan.</Description><NoteRef targetGUID="{GUID.format(20)}"/>'
    body = (
        f'<Users><User guid="{GUID.format(30)}" name="Ben"/></Users>'
        + source(
            selection(*first, 2, 4, 3),
            # The same words, selected again for one more code, as some programs do.
            selection(*first, 5, inside=ref),
            selection(*last, 99),
        )
        + notes
    )
    taken = take_project(empty, project(tmp_path, body))
    (report,) = empty.reports()
    assert report.source_name == "Interview 1"
    assert report.extractor == "Other 1.0 (REFI-QDA)"
    one = empty.findings(report.id)[0]
    assert one.verbatim == "Plans are late."
    assert (one.kind, one.theme, one.polarity) == (
        "area_for_improvement",
        "planning_and_review",
        "negative",
    )
    assert one.decision == Decision.UNDECIDED
    assert [note.body for note in empty.notes(report.id, one.id)] == [
        "Memo: Ask why. (Ben)",
        "See plan.",
        "Codes: Topics › Delay",
    ]
    assert "Interview 1: codes without a place here, kept as notes: Topics › Delay." in taken.problems
    assert "A coding refers to a code that is not in the project." in taken.problems
    assert "1 sets: there is no place for them here." in taken.problems
    assert taken.findings == 1


@pytest.mark.parametrize("mark", [False, True])
@pytest.mark.parametrize("as_one", [False, True])
@pytest.mark.parametrize("encoded", ["code points", "utf-16"])
@pytest.mark.parametrize("included", [False, True])
def test_every_way_of_counting_is_found_out(
    empty: Store, tmp_path: Path, mark: bool, as_one: bool, encoded: str, included: bool
) -> None:
    raw = ("\ufeff" if mark else "") + TEXT.replace("\n", "\r\n")

    def counted(offset: int) -> int:
        before = TEXT[:offset]
        found = len(before) if encoded == "code points" else len(before.encode("utf-16-le")) // 2
        return found + (0 if as_one else before.count("\n")) + mark

    wanted = ["Plans", "Families", "ones too", "get help early.", "Staff stay long", "Northmere."]
    places = [(counted(start), counted(end) - included) for start, end in map(at, wanted)]
    body = source(*(selection(*place, 3) for place in places))
    take_project(empty, project(tmp_path, body, {"Sources/T.TXT": raw.encode()}))
    (report,) = empty.reports()
    assert empty.source_text(report.id).text == TEXT
    assert [one.verbatim for one in empty.findings(report.id)] == wanted


def test_the_standard_way_is_kept_where_passages_cut_words(empty: Store, tmp_path: Path) -> None:
    places = [(0, 3), (6, 8), (20, 22), (31, 35)]
    take_project(empty, project(tmp_path, source(*(selection(*place, 3) for place in places))))
    (report,) = empty.reports()
    assert [one.spans for one in empty.findings(report.id)] == [(place,) for place in places]


def test_text_inside_the_project_and_other_sources(empty: Store, tmp_path: Path) -> None:
    body = (
        f'<Sources><TextSource guid="{GUID.format(11)}"><PlainTextContent>{TEXT}</PlainTextContent>'
        + selection(*at("Plans are late."), 2)
        + selection(5, 5000, 2)
        + '</TextSource><PictureSource guid="x"/><PDFSource name="scan"/>'
        '<TextSource name="far" plainTextPath="relative:///etc/passwd"/>'
        '<TextSource name="gone" plainTextPath="internal://gone.txt"/></Sources>'
    )
    taken = take_project(empty, project(tmp_path, body))
    assert len(taken.reports) == 1
    assert [one.verbatim for one in empty.findings(taken.reports[0])] == ["Plans are late."]
    said = " ".join(taken.problems)
    assert "1 selections stand outside the text" in said
    assert "1 pictures" in said
    assert "scan: it has no text" in said
    assert "far: its file lies outside the project" in said
    assert "gone: its file gone.txt is not in the project" in said


# -- files that are not to be trusted


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ('<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>', "declaration"),
        ('<!DOCTYPE p SYSTEM "http://example.invalid/x.dtd"><Project/>', "declaration"),
        ("<Project>", "broken"),
        ("<a>" * 200, "nested"),
        ("<Other/>", "not a REFI-QDA project"),
    ],
)
def test_hostile_xml_is_refused(empty: Store, tmp_path: Path, xml: str, message: str) -> None:
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", xml)
    with pytest.raises(RefusedError, match=message):
        take_project(empty, path)
    assert empty.reports() == []


@pytest.mark.parametrize("name", ["../evil.txt", "/evil.txt", "C:/evil.txt", "sources/../../evil.txt"])
def test_paths_out_of_the_zip_are_refused(empty: Store, tmp_path: Path, name: str) -> None:
    path = project(tmp_path, source(), {name: b"x"})
    with pytest.raises(RefusedError, match="outside"):
        take_project(empty, path)


def test_too_much_is_refused(empty: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe, "MAX_FILE", 5000)
    path = tmp_path / "bomb.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", "<Project>" + " " * 100_000 + "</Project>")
    with pytest.raises(RefusedError, match="unpacks to more"):
        take_project(empty, path)
    monkeypatch.setattr(safe, "MAX_FILES", 0)
    with pytest.raises(RefusedError, match="more than 0"):
        take_project(empty, path)


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 cut"])
def test_what_is_no_zip_is_refused(empty: Store, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "p.qdpx"
    path.write_bytes(data)
    with pytest.raises(RefusedError, match="zip"):
        take_project(empty, path)


def test_a_damaged_entry_is_refused(empty: Store, tmp_path: Path) -> None:
    path = project(tmp_path, source())
    data = bytearray(path.read_bytes())
    spot = data.index(b"<Project")
    data[spot : spot + 8] = b"<Broken "
    path.write_bytes(data)
    with pytest.raises(RefusedError, match="damaged"):
        take_project(empty, path)
