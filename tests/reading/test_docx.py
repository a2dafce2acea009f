"""Word files, written here part by part."""

# Word's XML makes long lines.
# ruff: noqa: E501

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.reading import read_bytes
from reviewer.reading.document import Document, ReadingError
from reviewer.reading.docx import read_docx
from tests.reading.test_text import check, words

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COMPATIBILITY = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'

STYLES = f"""<w:styles {SPACE}>
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Report head"/><w:basedOn w:val="H1"/></w:style>
<w:style w:type="paragraph" w:styleId="Out"><w:name w:val="Out"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Para"><w:name w:val="Numbered"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
</w:styles>"""

NUMBERING = f"""<w:numbering {SPACE}>
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def paragraph(text: str, style: str = "", number: str = "", depth: int = 0, run: str = "") -> str:
    listed = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{listed}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def packed(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(body: str, **parts: str) -> bytes:
    document = f"<w:document {SPACE} {COMPATIBILITY}><w:body>{body}</w:body></w:document>"
    others = {f"word/{name}.xml": content for name, content in parts.items()}
    return packed(
        {"word/document.xml": document, "word/styles.xml": STYLES, "word/numbering.xml": NUMBERING, **others}
    )


def read(body: str, **parts: str) -> Document:
    document = read_docx(Path("report.docx"), word(body, **parts), "0" * 64)
    check(document)
    return document


def seen(document: Document) -> list[str]:
    return [line for line in words(document) if line.strip()]


def test_headings_by_style() -> None:
    document = read(
        paragraph("Northmere", "H1")
        + paragraph("Findings", "Own")
        + paragraph("Deep", "Out")
        + paragraph("Text.")
    )
    lines = [line for line in document.lines if line.runs]
    assert [line.tag for line in lines] == ["H1", "H1", "H3", "P"]
    assert [(line.bold, line.size) for line in lines] == [
        (True, 18.0),
        (True, 18.0),
        (False, 12.0),
        (False, 12.0),
    ]
    assert document.tagged


def test_numbers_and_bullets_that_only_word_shows() -> None:
    document = read(
        paragraph("One", "Para")
        + paragraph("Two", "Para")
        + paragraph("Part", number="1", depth=1)
        + paragraph("Part", number="1", depth=1)
        + paragraph("Three", "Para")
        + paragraph("Again", number="3")
        + paragraph("Point", number="2")
        + paragraph("Sub", number="2", depth=1)
        + paragraph("None", "Para", number="0")
    )
    assert seen(document) == [
        "1. One", "2. Two", "2.a) Part", "2.b) Part", "3. Three", "1. Again", "• Point", "o Sub", "None",
    ]  # fmt: skip
    assert [line.depth for line in document.lines if line.runs] == [1, 1, 2, 2, 1, 1, 1, 2, 0]
    assert [run.tag for run in document.lines[0].runs] == ["Lbl", "LI"]


def test_runs_revisions_and_special_characters() -> None:
    document = read(
        "<w:p><w:r><w:t xml:space='preserve'>Plans </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>are</w:t></w:r>"
        "<w:del><w:r><w:delText> not</w:delText></w:r></w:del><w:ins><w:r><w:t> well</w:t><w:noBreakHyphen/>"
        "<w:t>made</w:t></w:r></w:ins><w:r><w:softHyphen/><w:tab/><w:sym w:font='Wingdings' w:char='F0A7'/></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:hyperlink><w:r><w:t> here</w:t></w:r></w:hyperlink>"
        "<w:r><w:instrText>PAGE</w:instrText><w:br/><w:t>Next</w:t></w:r></w:p>"
    )
    assert seen(document) == ["Plans are well-made\t▪ here", "Next"]
    assert [run.bold for run in document.lines[0].runs] == [False, True, False]


def test_tables() -> None:
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    document = read(
        "<w:tbl>"
        + row.format(paragraph("Help and protection"), paragraph("Good"))
        + row.format(paragraph("Care") + paragraph("and leaving"), paragraph("Requires improvement"))
        + "</w:tbl>"
        + paragraph("After.")
    )
    assert seen(document) == [
        "Help and protection\tGood",
        "Care",
        "and leaving\tRequires improvement",
        "After.",
    ]
    cells = [line.cell for line in document.lines if line.runs]
    assert cells[-1] is None
    assert len({cell[0] for cell in cells if cell}) == 1
    assert len({cell[1] for cell in cells if cell}) == 2


def test_footnotes_headers_contents_and_text_boxes() -> None:
    box = f"<w:drawing><w:txbxContent {SPACE}>{paragraph('In a box')}</w:txbxContent></w:drawing>"
    document = read(
        "<w:p><w:r><w:t>Boards meet</w:t><w:footnoteReference w:id='4'/></w:r></w:p>"
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{paragraph('Summary 3')}</w:sdtContent></w:sdt>{paragraph('Findings 4', 'TOC1')}"
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
        footnotes=f"<w:footnotes {SPACE}><w:footnote w:id='4'>{paragraph('Every month.')}</w:footnote></w:footnotes>",
        header1=f"<w:hdr {SPACE}>{paragraph('Northmere')}</w:hdr>",
        header2=f"<w:hdr {SPACE}>{paragraph('Northmere')}</w:hdr>",
        footer1=f"<w:ftr {SPACE}>{paragraph('Page 1')}</w:ftr>",
    )
    assert [(line.tag, document.words(line)) for line in document.lines if document.words(line).strip()] == [
        ("Artifact", "Northmere"), ("P", "Boards meet1"), ("TOC", "Summary 3"), ("TOC", "Findings 4"), ("P", "In a box"),
        ("Note", "1 Every month."), ("Artifact", "Page 1"),
    ]  # fmt: skip


def test_it_is_known_by_its_bytes() -> None:
    document = read_bytes(Path("report"), word(paragraph("Words.")))
    assert document.text == "Words.\n"
    assert document.media_type.endswith("wordprocessingml.document")


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaa">]><w:document xmlns:w="x"><w:body/></w:document>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 cut off", "damaged"),
        (word(paragraph("Words."))[:300], "damaged"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "encrypted"),
        (packed({"word/styles.xml": STYLES}), "not_a_report_file"),
        (packed({"word/document.xml": "<w:document"}), "damaged"),
        (packed({"word/document.xml": BOMB}), "damaged"),
        (word(paragraph(" ")), "no_text"),
    ],
)
def test_refused(data: bytes, code: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read_docx(Path("report.docx"), data, "0" * 64)
    assert caught.value.code == code


def test_what_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.reading.docx.MAX_PART", 10_000)
    with pytest.raises(ReadingError) as caught:
        read_docx(Path("report.docx"), word(paragraph("a" * 20_000)), "0" * 64)
    assert caught.value.code == "too_large"


def test_deep_nesting_does_no_harm() -> None:
    assert (
        "Words"
        in read("<w:sdt><w:sdtContent>" * 3_000 + "</w:sdtContent></w:sdt>" * 3_000 + paragraph("Words")).text
    )


@given(st.data())
def test_any_damage_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(word(paragraph("One", "Para") + paragraph("Two", number="2")))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        document = read_docx(Path("report.docx"), bytes(whole), "0" * 64)
    except ReadingError:
        return
    check(document)
