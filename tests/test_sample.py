"""The sample project: fictional, of our own words, built from its sources, and read as intended."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from reviewer.extraction import extract
from reviewer.model import Extraction
from reviewer.reading import read
from reviewer.reading.document import Document
from reviewer.resources import resource

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "packaging" / "sample"
LETTER = "2010-11-09_northmere_contact-referral-assessment.txt"
SINGLE_INSPECTION = "2014-08-15_northmere.pdf"
ILACS = "2024-06-14_eastwold.pdf"
REPORTS = (LETTER, SINGLE_INSPECTION, ILACS)
RUN = 14
"""Words in a row that no two writers hit on by chance."""


@cache
def document(name: str) -> Document:
    return read(resource(f"sample/{name}"))


@cache
def extraction(name: str) -> Extraction:
    return extract(document(name))


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", text.lower()))


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1)}


def test_the_folder_holds_three_reports_and_says_that_they_are_fictional() -> None:
    folder = resource("sample")
    reports = [path.name for path in folder.iterdir() if path.suffix]
    assert sorted(reports) == sorted(REPORTS)
    assert "made up" in (folder / "README").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "pages"), [(SINGLE_INSPECTION, range(14, 20)), (ILACS, range(8, 11))])
def test_the_pdfs_are_small_and_tagged_like_published_ones(name: str, pages: range) -> None:
    assert resource(f"sample/{name}").stat().st_size < 300_000
    read_document = document(name)
    assert len(read_document.pages) in pages
    assert read_document.tagged
    page_numbers = {line.page for line in read_document.lines if line.tag == "Artifact"}
    assert len(page_numbers) >= len(read_document.pages) - 1


@pytest.mark.parametrize("name", [SINGLE_INSPECTION, ILACS])
def test_the_pdfs_were_built_from_their_sources(name: str) -> None:
    """Each source line begins and ends in the PDF as it does in the source; ``make sample`` mends this."""
    printed = f" {' '.join(words(document(name).text))} "
    stale = [
        edge
        for line in source_lines(SOURCES / Path(name).with_suffix(".txt").name)
        for edge in (" ".join(words(line)[:5]), " ".join(words(line)[-5:]))
        if f" {edge} " not in printed
    ]
    assert stale == []


def source_lines(path: Path) -> Iterator[str]:
    """The words of the source lines that are printed as they stand: no settings, signs, notes or tables."""
    _, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    for line in body.splitlines():
        if "|" in line or "^[" in line or line in ("---", "]") or line.startswith("["):
            continue
        if plain := re.sub(r"^(={1,4}b?s?|\+|\*|-) ", "", line).replace("**", "").strip():
            yield plain


def test_no_real_authority_is_named() -> None:
    with resource("authorities.csv").open(encoding="utf-8", newline="") as file:
        real = [row["name"] for row in csv.DictReader(file)]
    assert len(real) > 100
    for name in REPORTS:
        named = [each for each in real if re.search(rf"\b{re.escape(each)}\b", document(name).text)]
        assert named == []


@pytest.mark.corpus
def test_no_sentence_is_taken_from_a_published_letter(corpus: Path) -> None:
    letters = sorted((corpus / "letters").glob("*.txt"))
    assert letters
    published = set[tuple[str, ...]]().union(*(runs(path.read_text(encoding="utf-8")) for path in letters))
    ours = {name: document(name).text for name in REPORTS}
    ours |= {path.name: path.read_text(encoding="utf-8") for path in SOURCES.glob("*.txt")}
    shared = {name: [" ".join(run) for run in runs(text) & published] for name, text in ours.items()}
    assert {name: found for name, found in shared.items() if found} == {}


@pytest.mark.parametrize(
    ("name", "document_type", "authority", "start", "end"),
    [
        (LETTER, "cra_letter", "Northmere", "2010-10-12", "2010-10-13"),
        (SINGLE_INSPECTION, "sif", "Northmere", "2014-06-03", "2014-06-26"),
        (ILACS, "ilacs", "Eastwold", "2024-04-22", "2024-05-03"),
    ],
)
def test_the_facts_of_each_report_are_found(
    name: str, document_type: str, authority: str, start: str, end: str
) -> None:
    facts = extraction(name).report
    assert (facts.document_type, facts.authority) == (document_type, authority)
    assert (facts.inspection_start, facts.inspection_end) == (start, end)


def test_every_numbered_paragraph_of_the_pdfs_is_one_finding() -> None:
    for name, last in ((SINGLE_INSPECTION, 81), (ILACS, 46)):
        numbers = [finding.number for finding in extraction(name).findings if finding.number]
        assert numbers == [str(number) for number in range(1, last + 1)]


def test_footers_break_paragraphs_of_the_pdfs() -> None:
    for name in (SINGLE_INSPECTION, ILACS):
        broken = [
            finding for finding in extraction(name).findings if finding.number and len(finding.spans) > 1
        ]
        assert broken, name


def test_the_judgements_are_found() -> None:
    grades = [judgement.grade.lower() for judgement in extraction(ILACS).judgements]
    assert grades == ["good", "good", "good", "requires improvement to be good", "good"]
    areas = {
        judgement.area.lower(): judgement.grade for judgement in extraction(SINGLE_INSPECTION).judgements
    }
    assert next(grade for area, grade in areas.items() if "adoption" in area).lower() == "good"


def test_late_conference_minutes_come_back_in_all_three() -> None:
    for name in REPORTS:
        late = [finding for finding in extraction(name).findings if "minutes" in finding.text.lower()]
        assert any(finding.polarity == "negative" for finding in late), name
    for name in (LETTER, ILACS):
        assert any(
            finding.repeat_of_previous
            for finding in extraction(name).findings
            if "conference" in finding.text and "minutes" in finding.text.lower()
        ), name


def test_nothing_is_left_unclaimed() -> None:
    for name in REPORTS:
        left = [document(name).text[start:end] for start, end in extraction(name).unclaimed]
        assert left == [], name


def test_addresses_notices_and_standing_words_are_no_findings() -> None:
    for name in REPORTS:
        taken = " ".join(finding.text for finding in extraction(name).findings)
        for words_of_nobody in (
            "invented body",
            "Tollgate House",
            "inspectorate.example",
            "From the evidence",
        ):
            assert words_of_nobody not in taken, name
