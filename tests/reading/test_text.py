"""Text files: encodings, the scars of converters, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.reading.document import Document, ReadingError
from reviewer.reading.text import read_text


def read(content: str | bytes, name: str = "report.txt") -> Document:
    data = content.encode("utf-8") if isinstance(content, str) else content
    return read_text(Path(name), data, "0" * 64)


def words(document: Document) -> list[str]:
    return [document.words(line) for line in document.lines]


def check(document: Document) -> None:
    """The lines cover the text, in order, a line end apart; their runs cover the lines."""
    at = 0
    for line in document.lines:
        assert line.start == at
        assert "\n" not in document.words(line)
        at = line.end + 1
        assert [run.start for run in line.runs] == [line.start, *(run.end for run in line.runs)][
            : len(line.runs)
        ]
        assert not line.runs or line.runs[-1].end == line.end
    assert at == len(document.text)


def test_plain_lines_come_out_as_they_are() -> None:
    document = read("Northmere Council\n\n1. Children wait.\tGood\n")
    assert document.text == "Northmere Council\n\n1. Children wait.\tGood\n"
    assert words(document) == ["Northmere Council", "", "1. Children wait.\tGood"]
    assert not document.tagged
    check(document)


@pytest.mark.parametrize(
    "data",
    [
        "Children’s views – heard".encode("utf-8-sig"),
        b"\xff\xfe" + "Children’s views – heard".encode("utf-16-le"),
        b"\xfe\xff" + "Children’s views – heard".encode("utf-16-be"),
        "Children’s views – heard".encode("utf-16-le"),
        "Children’s views – heard".encode("cp1252"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert read(data).text == "Children’s views – heard\n"


def test_a_cut_character_does_not_spoil_the_rest() -> None:
    assert read("Children’s views – heard by ‘all’".encode()[:-1] + b"\n").text.startswith(
        "Children’s views – "
    )


def test_line_ends_and_page_ends() -> None:
    document = read(b"one\r\ntwo\rthree\x0cfour\n")
    assert words(document) == ["one", "two", "three", "", "four"]
    assert [line.tag for line in document.lines] == ["", "", "", "Artifact", ""]


def test_markdown_headings_and_bold_words() -> None:
    document = read("# Northmere\n\n## Strengths ##\n\nAn **outstanding** board.\n", "r.md")
    assert words(document) == ["Northmere", "", "Strengths", "", "An outstanding board."]
    assert [line.tag for line in document.lines] == ["H1", "", "H2", "", ""]
    assert [run.bold for run in document.lines[4].runs] == [False, True, False]
    assert document.media_type == "text/markdown"
    check(document)


def test_a_sign_that_is_no_markup_stays() -> None:
    document = read("Fewer than 5% < 10%; see note ** below & 3 * 4. snake_case_name #4\n")
    assert document.text == "Fewer than 5% < 10%; see note ** below & 3 * 4. snake_case_name #4\n"


def test_underlined_headings_and_rules() -> None:
    document = read("# Title\n\nStrengths\n---------\nText.\n\n---\n\nMore.\n")
    assert [(line.tag, document.words(line)) for line in document.lines if line.runs] == [
        ("H1", "Title"), ("H2", "Strengths"), ("", "Text."), ("", "More."),
    ]  # fmt: skip


def test_leftover_html_paragraphs_are_paragraphs() -> None:
    document = read("<p>The board is good</p> <p>Children are <b>safe</b> &amp; well.</p>\t\n1. Help\tGood\n")
    assert [line for line in words(document) if line.strip()] == [
        "The board is good", "Children are safe & well.", "1. Help\tGood",
    ]  # fmt: skip
    assert "" in words(document)


def test_two_bullets_on_one_line_of_leftover_html() -> None:
    document = read('<ul style="list-style: none">▪ Plans are clear.▪ Views are heard</ul>\n\nin full.\n')
    assert words(document) == ["▪ Plans are clear.", "▪ Views are heard", "", "in full."]


def test_a_bullet_between_words_of_an_ordinary_line_stays() -> None:
    assert words(read("Telephone 1 • Fax 2\n")) == ["Telephone 1 • Fax 2"]


def test_html_lists_get_the_marks_that_a_reader_saw() -> None:
    document = read("<ol><li>Ask <i>why</i></li><li>Act<ul><li>soon</li></ul></li></ol>\n")
    assert words(document) == ["1. Ask why", "2. Act", "• soon"]
    assert [(line.tag, line.depth) for line in document.lines] == [("LI", 1), ("LI", 1), ("LI", 2)]
    assert [run.tag for run in document.lines[0].runs] == ["Lbl", "LI"]
    check(document)


def test_tables_have_cells() -> None:
    document = read("| Area | Grade |\n|:---|---:|\n| Help | **Good** |\n", "r.md")
    assert words(document) == ["Area\tGrade", "Help\tGood"]
    cells = [run.cell for line in document.lines for run in line.runs if run.cell]
    assert len({table for table, _, _ in cells}) == 1
    assert len({row for _, row, _ in cells}) == 2
    assert {column for _, _, column in cells} == {0, 1}
    check(document)
    html = read("<table><tr><td>Help</td><td>Good</td></tr><tr><td>Care</td><td>Poor</td></tr></table>\n")
    assert words(html) == ["Help\tGood", "Care\tPoor"]


def test_contents_lines_are_marked() -> None:
    document = read("Contents\n\nSummary\t3\nFindings ..... 12\n\nSummary\n\nAll is well in 12\n")
    assert [document.words(line) for line in document.lines if line.tag == "TOC"] == [
        "Summary\t3",
        "Findings ..... 12",
    ]


def test_a_tag_that_nothing_ends_ends_with_its_paragraph() -> None:
    document = read("<b>Bold <td>cell\n\nPlain.\n")
    last = document.lines[-1]
    assert (last.bold, last.tag, last.cell) == (False, "", None)


def test_footnote_marks_of_markdown() -> None:
    document = read("# Report\n\nThe board[^1] met.\n\n[^1]: A panel.\n")
    assert words(document)[2:] == ["The board1 met.", "", "1 A panel."]
    assert document.lines[-1].tag == "Note"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "not_a_report_file"),
        (b"PK\x03\x04" + bytes(200), "not_a_report_file"),
        (bytes(range(256)) * 40, "not_a_report_file"),
        (b"{\\rtf1\\ansi Report}", "not_a_report_file"),
        (b"-- ... --", "no_text"),
    ],
)
def test_refused(data: bytes, code: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read(data)
    assert caught.value.code == code


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.reading.text.MAX_BYTES", 10)
    with pytest.raises(ReadingError) as caught:
        read("A report of more than ten bytes")
    assert caught.value.code == "too_large"


MARKS = (
    "** <p> </p> <ul> <li> </li> <td> <tr> <table> </h2> <h2> &amp; &#0; ▪ # | --- word [^1]: * _ <br> "
    "&#x2028; \\* [a](b) == 1. - o"
)
marks = st.sampled_from([*MARKS.split(" "), "\n", "\n\n", " ", "\t", "# "])


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=300), st.lists(marks, max_size=60).map("".join)))
def test_any_text_keeps_the_promises_of_a_document(content: str) -> None:
    try:
        document = read(content.encode("utf-8", "replace"))
    except ReadingError:
        return
    check(document)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read(data)
    except ReadingError:
        return
    check(document)


@pytest.mark.parametrize(
    "unit", ["word ", "▪ a", "**a** ", "<p", "&amp;", "| ", " ", "[a](", "*a ", "- ", "<li>a"]
)
def test_a_very_long_line_is_read(unit: str) -> None:
    check(read("x" + unit * (300_000 // len(unit))))


@pytest.mark.corpus
def test_letters_of_the_corpus_have_no_markup_left(corpus: Path) -> None:
    for path in sorted((corpus / "letters").glob("*.txt")):
        document = read_text(path, path.read_bytes(), "0" * 64)
        check(document)
        assert not any(mark in document.text for mark in ("<p>", "<ul", "**", "&nbsp;"))
