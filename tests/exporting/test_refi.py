"""REFI-QDA projects and codebooks: valid by the official schema, no loose ends, positions as quoted."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from reviewer.exporting import export
from reviewer.exporting.qdpx import plain
from reviewer.exporting.refi_codes import guid
from reviewer.model import joined
from reviewer.store import Store
from tests import factories
from tests.conftest import CORPUS

SCHEMAS = Path(os.environ.get("REVIEWER_SCHEMAS") or CORPUS.parent / "schemas")
PROJECT = "{urn:QDA-XML:project:1.0}"
CODEBOOK_SCHEMA = Path(__file__).parent / "data" / "codebook.xsd"


@pytest.fixture(scope="session")
def project_schema() -> etree.XMLSchema:
    path = SCHEMAS / "refi-qda" / "Project.xsd"
    if not path.is_file():
        pytest.skip(f"the REFI-QDA schema is not at {path}: set REVIEWER_SCHEMAS to the folder of schemas")
    return etree.XMLSchema(etree.parse(path))


def project(path: Path) -> tuple[etree._Element, dict[str, bytes]]:
    """The project of a .qdpx file, and its sources by name."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(files.pop("project.qde"))
    assert all(name.startswith("sources/") and name.count("/") == 1 for name in files)
    return root, {name.removeprefix("sources/"): data for name, data in files.items()}


def unresolved(root: etree._Element) -> list[str]:
    """References to what is not there."""
    known = {element.get("guid") for element in root.iter() if element.get("guid")}
    wanted = (
        "targetGUID",
        "creatingUser",
        "modifyingUser",
        "creatingUserGUID",
        "originGUID",
    )
    return [
        value
        for element in root.iter()
        for name in wanted
        if (value := element.get(name)) and value not in known
    ]


def texts(root: etree._Element, sources: dict[str, bytes]) -> Iterator[tuple[etree._Element, str]]:
    """Each source of text with its text."""
    for source in root.iter(f"{PROJECT}TextSource", f"{PROJECT}Representation"):
        yield source, sources[source.get("plainTextPath").removeprefix("internal://")].decode("utf-8")


def check(path: Path, store: Store, schema: etree.XMLSchema) -> etree._Element:
    """Everything that must hold of a project."""
    root, sources = project(path)
    schema.assertValid(root)
    guids = [element.get("guid") for element in root.iter() if element.get("guid")]
    assert len(guids) == len(set(guids))
    assert unresolved(root) == []
    for element in root.iter(f"{PROJECT}Variables", f"{PROJECT}Cases", f"{PROJECT}Notes", f"{PROJECT}Links"):
        assert len(element)
    written = {}
    for source, text in texts(root, sources):
        assert "\r" not in text
        assert not text.startswith("\ufeff")
        for selection in source.iter(f"{PROJECT}PlainTextSelection"):
            start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
            assert 0 <= start < end <= len(text)
        written[source.get("guid")] = (
            text,
            [
                (int(one.get("startPosition")), int(one.get("endPosition")))
                for one in source.iter(f"{PROJECT}PlainTextSelection")
            ],
        )
    for row in store.reports():
        text, places = written[guid(row.source_sha256, "text")]
        findings = store.findings(row.id)
        rows = [*store.judgements(row.id), *findings]
        assert places == [span for one in rows for span in one.spans]
        assert [joined(text, one.spans) for one in findings] == [one.verbatim for one in findings]
    return root


def codes_at(root: etree._Element, words: str, sources: dict[str, bytes]) -> set[str]:
    """The names of the codes of the selection that reads as ``words``."""
    names = {code.get("guid"): code.get("name") for code in root.iter(f"{PROJECT}Code")}
    for source, text in texts(root, sources):
        for selection in source.iter(f"{PROJECT}PlainTextSelection"):
            if text[int(selection.get("startPosition")) : int(selection.get("endPosition"))] == words:
                refs = selection.iterfind(f"{PROJECT}Coding/{PROJECT}CodeRef")
                found = {names[ref.get("targetGUID")] for ref in refs}
                if "Undecided" not in found:
                    return found
    raise AssertionError(words)


def test_a_project_is_valid_and_whole(store: Store, tmp_path: Path, project_schema: etree.XMLSchema) -> None:
    path, said = export(store, "qdpx", tmp_path / "out")
    assert (path.name, said.name) == ("project.qdpx", "project-not-carried.txt")
    root = check(path, store, project_schema)
    cases = {
        case.get("name"): len(case.findall(f"{PROJECT}SourceRef")) for case in root.iter(f"{PROJECT}Case")
    }
    assert cases == {"Ashby": 1, "Northmere": 1}
    values = {
        (element.findtext(f"{PROJECT}DateValue") or element.findtext(f"{PROJECT}TextValue"))
        for element in root.iter(f"{PROJECT}VariableValue")
    }
    assert {"2024-03-04", "Outstanding", "Good", "ilacs"} <= values
    dates = {
        one.get("name") for one in root.iter(f"{PROJECT}Variable") if one.get("typeOfVariable") == "Date"
    }
    assert dates == {"Inspection start", "Inspection end"}


def test_fields_are_codes_and_remarks_are_notes(store: Store, tmp_path: Path) -> None:
    path, said = export(store, "qdpx", tmp_path / "out")
    root, sources = project(path)
    found = codes_at(root, "Social workers see children often", sources)
    assert found == {"Strength", "Workforce", "Mixed", "Corrected", "Sure (0.9 and above)"}
    found = codes_at(root, "3. Return interviews happen within three days.", sources)
    assert found == {"Rejected"}
    found = codes_at(root, "Leadership Good", sources)
    assert found == {"Outstanding", "Corrected"}
    notes = {
        note.get("name"): note.findtext(f"{PROJECT}PlainTextContent") for note in root.iter(f"{PROJECT}Note")
    }
    assert notes["Compare with 2021."] == "Compare with 2021."
    assert notes["Reworded"] == "Social workers know children."
    assert notes["Follow-up"] == "State: open\nOwner: Bo Lind\nDue: 2026-05-01\nReason: Ask for figures"
    assert {link.get("name") for link in root.iter(f"{PROJECT}Link")} == {"continues"}
    words = said.read_text(encoding="utf-8")
    assert "- 1 rejected findings" in words
    assert "- 2 findings of several parts" in words
    assert root.findtext(f"{PROJECT}Description") == words


def test_the_original_pdf_goes_along_unless_sources_are_left_out(store: Store, tmp_path: Path) -> None:
    from reviewer.exporting.choice import Choice

    path, _ = export(store, "qdpx", tmp_path / "out")
    root, sources = project(path)
    pdfs = [one.get("path").removeprefix("internal://") for one in root.iter(f"{PROJECT}PDFSource")]
    assert sorted(sources[name] for name in pdfs) == [b"%PDF fictional", b"%PDF other"]
    assert {name.rpartition(".")[2] for name in sources} == {"pdf", "txt"}
    path, _ = export(store, "qdpx", tmp_path / "out", choice=Choice(sources=False))
    root, sources = project(path)
    assert {name.rpartition(".")[2] for name in sources} == {"txt"}
    assert root.find(f".//{PROJECT}PDFSource") is None


def test_guids_do_not_depend_on_the_store(store: Store, tmp_path: Path) -> None:
    given = factories.report()
    found = []
    for number in range(2):
        with Store.open(
            tmp_path / f"{number}.sqlite", reviewer="ada", clock=lambda: "2026-01-01T00:00:00Z"
        ) as one:
            if number:
                other = factories.report(original=b"%PDF third")
                one.remove_report(
                    one.import_report(
                        other.document, other.extraction, other.original, name="x.pdf"
                    ).report_id
                )
            one.import_report(given.document, given.extraction, given.original, name=given.name)
            found.append(export(one, "qdpx", tmp_path / f"out{number}")[0].read_bytes())
    assert found[0] == found[1]


def test_an_empty_store_gives_a_valid_project(tmp_path: Path, project_schema: etree.XMLSchema) -> None:
    with Store.open(tmp_path / "empty.sqlite") as store:
        root, sources = project(export(store, "qdpx", tmp_path / "out")[0])
    project_schema.assertValid(root)
    assert sources == {}


def test_the_codebook_is_valid(store: Store, tmp_path: Path) -> None:
    (path,) = export(store, "qdc", tmp_path / "out")
    root = etree.parse(path).getroot()
    etree.XMLSchema(etree.parse(CODEBOOK_SCHEMA)).assertValid(root)
    names = [code.get("name") for code in root.iter("{urn:QDA-XML:codebook:1.0}Code")]
    assert len(names) == len({name.casefold() for name in names})
    assert {"Kind", "Area for improvement", "Theme", "Workforce", "Outstanding"} <= set(names)


@pytest.mark.parametrize("text", ["a\r\nb\rc", "\ufeffa", "a\0b", "a\ud800b", "plain\n"])
def test_plain_text_is_as_long_and_clean(text: str) -> None:
    made = plain(text)
    assert len(made) == len(text)
    assert not set(made) & {"\r", "\0", "\ufeff", "\ud800"}


def test_the_sample_project(sample: Store, tmp_path: Path, project_schema: etree.XMLSchema) -> None:
    path, _ = export(sample, "qdpx", tmp_path)
    root = check(path, sample, project_schema)
    assert len(root.findall(f".//{PROJECT}PDFSource")) == 2


@pytest.mark.corpus
def test_published_reports(published: Store, tmp_path: Path, project_schema: etree.XMLSchema) -> None:
    path, _ = export(published, "qdpx", tmp_path)
    check(path, published, project_schema)
    (book,) = export(published, "qdc", tmp_path)
    etree.XMLSchema(etree.parse(CODEBOOK_SCHEMA)).assertValid(etree.parse(book))
