"""Pages as printed: drawn, and words found on them. On the sample reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.reading import Document, ReadingError, read
from reviewer.reading.pages import MAX_PIXELS, PdfPages
from reviewer.resources import folder

SAMPLES = sorted(folder().glob("sample/*.pdf"))


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda path: path.stem)
def document(request: pytest.FixtureRequest) -> Document:
    return read(request.param)


@pytest.fixture
def pages(document: Document) -> Iterator[PdfPages]:
    with PdfPages(Path(document.path).read_bytes()) as opened:
        yield opened


def test_a_page_has_its_piece_of_the_canonical_text(document: Document, pages: PdfPages) -> None:
    for page in document.pages:
        assert pages.text(page.number) == document.text[page.start : page.end]
        assert pages.sizes[page.number - 1] == (page.width, page.height)


def test_words_are_found_where_their_line_is_printed(document: Document, pages: PdfPages) -> None:
    line = next(one for one in document.lines if one.page == 3 and len(document.words(one).strip()) > 40)
    page = document.pages[2]
    (rect,) = pages.rects(3, page.start, ((line.start, line.end),))[:1]
    assert line.box is not None
    left, bottom, right, top = line.box
    assert rect[0] == pytest.approx(left, abs=3)
    assert rect[1] == pytest.approx(page.height - top, abs=6)
    assert rect[1] + rect[3] == pytest.approx(page.height - bottom, abs=6)
    assert rect[0] + rect[2] <= right + 3
    assert pages.rects(2, document.pages[1].start, ((line.start, line.end),)) == []


def test_a_span_of_several_lines_has_a_rectangle_on_each(document: Document, pages: PdfPages) -> None:
    first = next(i for i, one in enumerate(document.lines) if one.page == 3 and one.tag in ("P", "LI"))
    lines = document.lines[first : first + 3]
    rects = pages.rects(3, document.pages[2].start, ((lines[0].start, lines[-1].end),))
    tops = {round(rect[1]) for rect in rects}
    assert len(tops) >= 3


def test_the_word_at_a_point(document: Document, pages: PdfPages) -> None:
    page = document.pages[2]
    line = next(one for one in document.lines if one.page == 3 and len(document.words(one).strip()) > 40)
    offset = line.start + document.words(line).index(" ") - 1
    ((left, top, width, height),) = pages.rects(3, page.start, ((offset, offset + 1),))
    found = pages.offset_at(3, page.start, left + width / 2, top + height / 2)
    assert found == offset
    assert pages.offset_at(3, page.start, 2, 2) is None


def test_a_picture_has_the_size_asked_for(pages: PdfPages) -> None:
    width, height = pages.sizes[0]
    picture = pages.draw(1, 1.5)
    assert abs(picture.width - width * 1.5) <= 1
    assert abs(picture.height - height * 1.5) <= 1
    assert len(picture.pixels) == picture.stride * picture.height
    assert set(picture.pixels[:: picture.stride // 3]) != {255}, "the cover is not blank"
    huge = pages.draw(1, 100)
    assert huge.width * huge.height <= MAX_PIXELS * 1.01


def test_what_is_damaged_is_said() -> None:
    with pytest.raises(ReadingError) as caught:
        PdfPages(b"%PDF-1.7 nothing")
    assert caught.value.code == "damaged"
