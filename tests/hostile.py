"""Builds small files that are broken, or made to break whoever reads them. All words are made up."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import Final

WORDS: Final = "Staff in Northmere listen to children and write it down."
SHOW: Final = f"BT /F1 12 Tf 72 700 Td ({WORDS}) Tj ET"
FONT: Final = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(objects: Mapping[int, str | bytes], trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF file of numbered objects, with the table that says where each begins."""
    out = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + _bytes(body) + b"\nendobj\n"
    table, last = len(out), max(objects)
    out += f"xref\n0 {last + 1}\n0000000000 65535 f \n".encode()
    for number in range(1, last + 1):
        out += f"{places.get(number, 0):010d} 00000 {'n' if number in places else 'f'} \n".encode()
    out += f"trailer\n<< /Size {last + 1} {trailer} >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)


def stream(content: str | bytes, entries: str = "") -> bytes:
    """A stream object's body."""
    data = _bytes(content)
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def page(content: str | bytes = SHOW, *, box: str = "0 0 595 842", more: str = "", font: str = FONT) -> bytes:
    """A PDF of one page."""
    return pdf(one_page(content, box=box, more=more, font=font))


def one_page(
    content: str | bytes = SHOW, *, box: str = "0 0 595 842", more: str = "", font: str = FONT
) -> dict[int, str | bytes]:
    """The objects of a PDF of one page: catalogue 1, page tree 2, page 3, contents 4, font 5."""
    return {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R"
        f" /Resources << /Font << /F1 5 0 R >> {more} >> >>",
        4: content if isinstance(content, bytes) else stream(content),
        5: font,
    }


def pages(count: int) -> bytes:
    """A PDF that says its words on each of so many pages."""
    kids = " ".join(f"{number} 0 R" for number in range(5, count + 5))
    leaf = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R"
        " /Resources << /Font << /F1 4 0 R >> >> >>"
    )
    return pdf(
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
            3: stream(SHOW),
            4: FONT,
            **dict.fromkeys(range(5, count + 5), leaf),
        }
    )


def deep_page_tree(depth: int) -> bytes:
    """A page tree that is one long branch."""
    leaf = one_page()
    branch: dict[int, str | bytes] = {
        number: f"<< /Type /Pages /Kids [{number + 1} 0 R] /Count 1 >>" for number in range(6, depth + 6)
    }
    return pdf(
        {**leaf, 2: "<< /Type /Pages /Kids [6 0 R] /Count 1 >>", **branch, depth + 6: leaf[3]},
    )


def looping_page_tree() -> bytes:
    """A page tree that holds itself."""
    return pdf({**one_page(), 2: "<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 3 >>"})


def looping_objects() -> bytes:
    """Objects that are each other: lengths, contents, resources, parents."""
    return pdf(
        {
            **one_page(),
            3: "<< /Type /Page /Parent 3 0 R /MediaBox 6 0 R /Contents [4 0 R 7 0 R] /Resources 8 0 R >>",
            4: b"<< /Length 4 0 R >>\nstream\nBT (x) Tj ET\nendstream",
            6: "6 0 R",
            7: "[7 0 R 4 0 R]",
            8: "<< /Font 8 0 R /XObject 8 0 R >>",
        }
    )


def nested_arrays(depth: int) -> bytes:
    """Brackets inside brackets."""
    return pdf({**one_page(), 6: "[" * depth + "]" * depth}, f"/Root 1 0 R /Info 6 0 R /ID {'[' * depth}")


def looping_form() -> bytes:
    """A form that draws itself."""
    form = stream(f"{SHOW} /X Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 7 0 R")
    return pdf(
        {
            **one_page("/X Do", more="/XObject << /X 6 0 R >>"),
            6: form,
            7: "<< /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >>",
        }
    )


def billion_words(levels: int = 9, each: int = 10) -> bytes:
    """Forms that draw forms that draw forms, each of them so many times."""
    objects = one_page(f"{SHOW} " + "/X Do " * each, more="/XObject << /X 6 0 R >>")
    for number in range(6, 6 + levels):
        inner = f"/Resources << /Font << /F1 5 0 R >> /XObject << /X {number + 1} 0 R >> >>"
        objects[number] = stream(
            "/X Do " * each, f"/Type /XObject /Subtype /Form /BBox [0 0 999 999] {inner}"
        )
    objects[6 + levels] = stream(
        SHOW, "/Type /XObject /Subtype /Form /BBox [0 0 999 999] /Resources << /Font << /F1 5 0 R >> >>"
    )
    return pdf(objects)


def bomb(size: int) -> bytes:
    """Page contents that unpack to so many bytes, packed twice."""
    packed = zlib.compress(zlib.compress(SHOW.encode() + b" " * size + SHOW.encode(), 9), 9)
    return page(stream(packed, "/Filter [/FlateDecode /FlateDecode]"))


def wordy_bomb(repeats: int) -> bytes:
    """A small page with a great many words."""
    return page(stream(zlib.compress((SHOW + "\n").encode() * repeats, 9), "/Filter /FlateDecode"))


def many_filters(count: int) -> bytes:
    """Contents that claim to be packed very many times."""
    return page(stream(zlib.compress(SHOW.encode()), f"/Filter [{'/FlateDecode ' * count}]"))


def huge_image() -> bytes:
    """A picture that claims to be enormous."""
    image = stream(
        b"\0" * 10,
        "/Type /XObject /Subtype /Image /Width 2000000000 /Height 2000000000 /ColorSpace /DeviceRGB"
        " /BitsPerComponent 16",
    )
    return pdf({**one_page(f"{SHOW} /X Do", more="/XObject << /X 6 0 R >>"), 6: image})


def broken_font(kind: str) -> bytes:
    """A font whose program, widths and maps are nonsense."""
    junk = bytes(range(256)) * 8
    descriptor = (
        "<< /Type /FontDescriptor /FontName /Broken /Flags 4 /FontBBox [0 0 0 0] /ItalicAngle 1e38"
        f" /Ascent 99999999999 /Descent -99999999999 /{kind} 7 0 R >>"
    )
    font = (
        "<< /Type /Font /Subtype /TrueType /BaseFont /Broken /FirstChar -5 /LastChar 99999999"
        " /Widths [1e99 (x) 5 0 R null] /FontDescriptor 6 0 R /ToUnicode 8 0 R /Encoding 5 0 R >>"
    )
    cmap = "begincmap 1 begincodespacerange <00> <FFFFFFFFFF> endcodespacerange\n" + (
        "99999 beginbfrange <0000> <FFFFFFFF> <D800> <41> <5A> [<0041> <D83D>] endbfrange"
    )
    return pdf({**one_page(font=font), 6: descriptor, 7: stream(junk, "/Length1 9999999"), 8: stream(cmap)})


def wide_structure(depth: int, loop: bool = False) -> bytes:
    """A tagged file whose structure is very deep, or runs in a circle."""
    objects = one_page(f"/P << /MCID 0 >> BDC {SHOW} EMC")
    objects[1] = "<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 6 0 R >>"
    page_object = objects[3]
    assert isinstance(page_object, str)
    objects[3] = page_object.replace("/Contents", "/StructParents 0 /Contents")
    objects[6] = "<< /Type /StructTreeRoot /K 8 0 R /ParentTree 7 0 R >>"
    last = depth + 8
    objects[7] = f"<< /Nums [0 [{last} 0 R]] >>"
    for number in range(8, last):
        objects[number] = (
            f"<< /Type /StructElem /S /Sect /P {number - 1 if number > 8 else 6} 0 R /K [{number + 1} 0 R] >>"
        )
    inner = "8 0 R" if loop else "0"
    objects[last] = f"<< /Type /StructElem /S /P /P {last - 1} 0 R /Pg 3 0 R /K [{inner} 0] >>"
    return pdf(objects)


def encrypted() -> bytes:
    """A file that asks for a password."""
    secret = "<" + "5a" * 32 + ">"
    return pdf(
        {**one_page(), 6: f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O {secret} /U {secret} >>"},
        f"/Root 1 0 R /Encrypt 6 0 R /ID [{secret} {secret}]",
    )


def encrypted_strangely() -> bytes:
    """A file locked in a way that no reader knows."""
    return pdf({**one_page(), 6: "<< /Filter /Northmere /V 9 >>"}, "/Root 1 0 R /Encrypt 6 0 R")


def docx(
    body: str | bytes = f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>",
    others: Iterable[tuple[str, str | bytes]] = (),
) -> bytes:
    """A Word file with this body; ``others`` are further parts by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        head, tail = f'<w:document xmlns:w="{WORD}"><w:body>'.encode(), b"</w:body></w:document>"
        archive.writestr("word/document.xml", head + _bytes(body) + tail)
        for name, content in others:
            archive.writestr(name, content)
    return file.getvalue()


def docx_bomb(size: int) -> bytes:
    """A Word file whose words unpack to so many bytes."""
    return docx(b"<w:p><w:r><w:t>" + b"a" * size + b"</w:t></w:r></w:p>")


def laughing_docx() -> bytes:
    """A Word file whose words are entities of entities."""
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    text = (
        f'<!DOCTYPE w [{entities}]><w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&a11;</w:t></w:r>'
        "</w:p></w:body></w:document>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", text)
    return file.getvalue()


def _bytes(content: str | bytes) -> bytes:
    return content.encode("latin-1") if isinstance(content, str) else content
