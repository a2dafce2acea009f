"""Web pages: what a reader sees, in lines with tags."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.reading.document import Document, ReadingError
from reviewer.reading.html import looks_like_html, read_html
from tests.reading.test_text import check, words


def read(content: str | bytes) -> Document:
    data = content.encode("utf-8") if isinstance(content, str) else content
    return read_html(Path("report.html"), data, "0" * 64)


PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Seen by nobody</title><style>p { color: red }</style>
<script>if (a < b) { document.write("<p>no</p>") }</script></head>
<body><nav><a href="/">Home</a></nav>
<main>
<h1>Inspection of Northmere
   local authority children&rsquo;s services</h1>
<p>Children are <b>safe</b>, and
 seen.<sup>1</sup></p>
<p hidden>Nothing here.</p><div style="display:none">Nor <p>here</p>.</div>
<h2>What needs to improve</h2>
<ul><li>Plans &amp; reviews<ul><li>minutes</li></ul></li><li><p>Advice.</p></li></ul>
<ol start="7"><li>One visit.</li><li>Two visits.</li></ol>
<table><tr><th>Judgement</th><th>Grade</th></tr>
<tr><td><p>Help and protection</p></td><td><p>Good</p></td></tr></table>
<!-- <p>no</p> -->
</main><footer>Crown copyright</footer></body></html>
"""


def test_a_page_is_read_as_it_is_seen() -> None:
    document = read(PAGE)
    check(document)
    assert [(line.tag, document.words(line)) for line in document.lines if document.words(line).strip()] == [
        ("Artifact", "Home"),
        ("H1", "Inspection of Northmere local authority children’s services"),
        ("P", "Children are safe, and seen.1"),
        ("H2", "What needs to improve"),
        ("LI", "• Plans & reviews"),
        ("LI", "• minutes"),
        ("LI", "• Advice."),
        ("LI", "7. One visit."),
        ("LI", "8. Two visits."),
        ("TH", "Judgement\tGrade"),
        ("TD", "Help and protection\tGood"),
        ("Artifact", "Crown copyright"),
    ]
    assert document.tagged
    assert document.media_type == "text/html"


def test_depths_weights_and_cells() -> None:
    document = read(PAGE)
    by_words = {document.words(line): line for line in document.lines}
    assert [by_words[item].depth for item in ("• Plans & reviews", "• minutes", "• Advice.")] == [1, 2, 1]
    assert [run.bold for run in by_words["Children are safe, and seen.1"].runs] == [False, True, False]
    cells = [run.cell for run in by_words["Help and protection\tGood"].runs if run.cell]
    assert cells[-1][2] == 1
    assert {cell[0] for cell in cells} == {
        cell[0] for run in by_words["Judgement\tGrade"].runs if (cell := run.cell)
    }


def test_paragraphs_in_a_cell_are_lines_of_it() -> None:
    document = read("<html><table><tr><td><h3>Head</h3><p>One.</p><p>Two.</p></td><td>Next</td></tr></table>")
    assert [line for line in words(document) if line.strip()] == ["Head", "One.", "Two.\tNext"]
    assert all(line.cell for line in document.lines if line.runs)


def test_bullets_that_a_word_processor_wrote_as_symbols() -> None:
    document = read(
        '<html><p><span style="font-family:Symbol">·</span><span>&nbsp;&nbsp; </span>Plans</p>'
        '<p><span style="font-family:Wingdings">§</span> Reviews</p></html>'
    )
    assert ["".join(line.split()) for line in words(document) if line.strip()] == ["•Plans", "▪Reviews"]


@pytest.mark.parametrize(
    "data",
    [
        '<html><meta charset="windows-1252"><p>Children’s</p>'.encode("cp1252"),
        '<html><meta http-equiv="Content-Type" content="charset=iso-8859-1"><p>Children’s</p>'.encode(
            "cp1252"
        ),
        "<html><meta charset=utf-8><p>Children’s</p>".encode(),
        b"\xff\xfe" + "<html><p>Children’s</p>".encode("utf-16-le"),
        '<html><meta charset="no-such-thing"><p>Children’s</p>'.encode(),
    ],
)
def test_encodings(data: bytes) -> None:
    assert read(data).text.strip() == "Children’s"


def test_what_a_page_is() -> None:
    assert looks_like_html(b"\xef\xbb\xbf <!DOCTYPE HTML><p>")
    assert looks_like_html(b'<?xml version="1.0"?>\n<html>')
    assert not looks_like_html(b"Dear Ms Ash, <p>hello</p>")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><script>words()</script>", "no_text"),
        (b"%\x00\x01" * 200, "not_a_report_file"),
        (b"\x89PNG\r\n", "not_a_report_file"),
    ],
)
def test_refused(data: bytes, code: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read(data)
    assert caught.value.code == code


TAGS = (
    "<p> </p> <ul> <ol> <li> </ul> <table> <tr> <td> </table> <h2> </h2> <b> <br> <pre> </pre> <nav> </nav> "
    "<!-- --> <script> </script> <td < > <a' &amp; <p hidden> <div"
)
parts = st.sampled_from(
    [*TAGS.split(" "), "word", " ", "\n", "• ", "1. ", "<span style='font-family:Symbol'>"]
)


@settings(max_examples=300)
@given(st.lists(parts, max_size=60).map("".join))
def test_any_page(content: str) -> None:
    try:
        document = read("<html>words " + content)
    except ReadingError:
        return
    check(document)


@pytest.mark.parametrize(
    "unit",
    [
        "<a ",
        "<!--",
        "<p>a",
        "<td>b",
        "<script>",
        "</p>",
        "<a b=",
        "<a b='",
        '<a "',
        "a",
        "<ul><li>x",
        "<![",
        "&a",
    ],
)
def test_a_very_long_page(unit: str) -> None:
    check(read("<html>words " + unit * (200_000 // len(unit))))
