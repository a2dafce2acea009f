from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from reviewer.reading import Document, ReadingError, read, read_bytes
from reviewer.resources import folder

DATA = Path(__file__).parent / "data"
SAMPLES = sorted(folder().glob("sample/*.pdf"))


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda path: path.stem)
def sample(request: pytest.FixtureRequest) -> Document:
    return read(request.param)


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(ReadingError) as caught:
        read_bytes(Path(name), data)
    assert caught.value.message.endswith(".")
    return caught.value.code


def test_lines_and_pages_tile_the_text(sample: Document) -> None:
    at = 0
    for line in sample.lines:
        assert line.start == at
        assert sample.text[line.end] == "\n"
        at = line.end + 1
    assert at == len(sample.text)
    assert sample.pages[0].start == 0
    assert sample.pages[-1].end == len(sample.text)
    for page, following in zip(sample.pages, sample.pages[1:], strict=False):
        assert page.end == following.start
    for line in sample.lines:
        page = sample.pages[line.page - 1]
        assert page.start <= line.start < page.end


def test_runs_tile_their_line(sample: Document) -> None:
    for line in sample.lines:
        assert line.runs[0].start == line.start
        assert line.runs[-1].end == line.end
        for run, following in zip(line.runs, line.runs[1:], strict=False):
            assert run.end == following.start


def test_offsets_lead_back_to_the_characters_of_the_page(sample: Document) -> None:
    pdf = pdfium.PdfDocument(sample.path)
    for page in sample.pages:
        textpage = pdf[page.number - 1].get_textpage()
        for line in sample.lines:
            if line.page != page.number:
                continue
            for distance, char in enumerate(sample.words(line)):
                code = raw.FPDFText_GetUnicode(textpage.raw, line.source_index + distance)
                assert char == chr(code) or not chr(code).isprintable() or 0xE000 <= code <= 0xF8FF
    pdf.close()


def test_running_footers_end_their_page(sample: Document) -> None:
    later = [page for page in sample.pages[1:] if any(line.page == page.number for line in sample.lines)]
    footed = 0
    for page in later:
        lines = [line for line in sample.lines if line.page == page.number]
        tags = [line.tag for line in lines]
        if "Artifact" in tags:
            footed += tags[-1] == "Artifact"
    assert footed >= len(later) - 1


def test_the_structure_tree_is_used(sample: Document) -> None:
    assert sample.tagged
    tags = {run.tag for line in sample.lines for run in line.runs}
    assert {"P", "LI"} <= tags
    assert any(tag.startswith("H") for tag in tags)
    assert any(run.cell for line in sample.lines for run in line.runs)


def test_headings_are_larger_or_bolder(sample: Document) -> None:
    heading = next(
        line
        for line in sample.lines
        if sample.words(line).startswith("What needs to improve")
        or (sample.words(line).startswith("Summary of key findings") and not sample.words(line)[-1].isdigit())
    )
    body = max((line for line in sample.lines if line.tag == "P"), key=lambda line: line.end - line.start)
    assert heading.bold or heading.size > body.size
    assert not body.bold


def test_the_same_bytes_give_the_same_document() -> None:
    data = SAMPLES[0].read_bytes()
    first, second = (read_bytes(Path("report.pdf"), data) for _ in range(2))
    assert first == second
    assert first.sha256 == hashlib.sha256(data).hexdigest()


def test_what_is_no_pdf_is_refused() -> None:
    assert refusal("page.pdf", b"<!DOCTYPE html><html><body>Not found</body></html>") == "not_a_report_file"
    assert refusal("scan.pdf", b"\x89PNG\r\n\x1a\n" + bytes(100)) == "not_a_report_file"
    assert refusal("pack.pdf", b"PK\x03\x04" + bytes(100)) == "not_a_report_file"
    assert refusal("empty.pdf", b"") == "not_a_report_file"


def test_a_protected_file_is_refused() -> None:
    assert refusal("letter.pdf", (DATA / "encrypted.pdf").read_bytes()) == "encrypted"


def test_a_damaged_file_is_refused() -> None:
    assert refusal("cut.pdf", b"%PDF-1.7\n" + b"garbage" * 50) == "damaged"


def test_pages_without_text_are_refused() -> None:
    pdf = pdfium.PdfDocument.new()
    pdf.new_page(300, 400).close()
    stream = io.BytesIO()
    pdf.save(stream)
    pdf.close()
    assert refusal("scan.pdf", stream.getvalue()) == "no_text"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.pdf", "not_found"), (tmp_path, "not_a_report_file")):
        with pytest.raises(ReadingError) as caught:
            read(path)
        assert caught.value.code == code
