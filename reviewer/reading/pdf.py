"""PDF files by PDFium: characters with their text objects, and the structure tree where a file is tagged.

The canonical text is PDFium's text of each page, character for character, in lines; running footers, which
PDFium gives first although they sit at the bottom, are moved to the end of their page. ``Line.source_index``
leads from an offset back to PDFium's character, and so to its rectangle on the page.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from reviewer.reading.document import Box, Document, Line, Page, ReadingError, Run, refuse_endless

PDFIUM_LOCK: Final = threading.RLock()
"""PDFium is not thread-safe: whoever calls it, to read or to draw a page, holds this."""

MAX_PAGES: Final = 3_000
MAX_DEPTH: Final = 60
MAX_ELEMENTS: Final = 200_000

# Symbol and Wingdings glyphs that reports use as bullets, in the private-use area; one character for one.
_GLYPHS: Final = {0xF06E: "◼", 0xF0A7: "▪", 0xF02D: "–", 0xF0BE: "–", 0xF0B7: "•", 0xF0A8: "▪", 0xF0D8: "▪"}
_PARAGRAPHS: Final = frozenset("P H H1 H2 H3 H4 H5 H6 Caption Title Figure".split())
_INLINE: Final = frozenset("LBody Span Link Reference Quote Em Strong".split())
_OWN_ELEMENT: Final = {kind: kind for kind in (*_PARAGRAPHS, "LI", "TR", "TD", "TH", "TOC", "Note")} | {
    "H": "H1",
    "Title": "H1",
    "TOCI": "TOC",
    "FENote": "Note",
}
"""Kinds of structure elements that are blocks of their own → the tag that a run of theirs gets."""
_TAIL: Final = 1024
"""The bytes at a file's end among which its end mark stands."""
_LINE_ENDS: Final = frozenset({0x85, 0x2028, 0x2029})
"""Characters that would end a line of the text for some readers of it."""
_BAND: Final = 0.14
"""The share of a page's height at its foot in which running footers stand."""


@dataclass(frozen=True, slots=True)
class _Role:
    """What the structure tree says of a piece of marked content."""

    tag: str
    element: int
    depth: int
    cell: tuple[int, int, int] | None


_NOTHING: Final = _Role("", -1, 0, None)
_ARTIFACT: Final = _Role("Artifact", -1, 0, None)


@dataclass(slots=True)
class _Counter:
    elements: int = 0
    tables: int = 0
    before: dict[tuple[int, ...], int] = field(default_factory=dict)
    after: dict[tuple[int, ...], int] = field(default_factory=dict)
    """Elements with content on other pages too, by their contents: those of the last page, those of this."""


@dataclass(frozen=True, slots=True)
class _Look:
    """One text object: its role, its size in points, its weight."""

    role: _Role
    size: float
    bold: bool


_PLAIN: Final = _Look(_NOTHING, 0.0, False)


@dataclass(frozen=True, slots=True)
class _RawLine:
    """A line before its place in the text is known; run offsets count from the line's start."""

    text: str
    index: int
    box: Box
    runs: tuple[Run, ...]


def read_pdf(path: Path, data: bytes, sha256: str) -> Document:
    """Read a PDF file's bytes.

    Raises ReadingError: ``encrypted``, ``damaged``, ``not_a_report_file``, ``no_text``, ``too_large``.
    """
    with PDFIUM_LOCK:
        pdf = _open(data)
        try:
            if len(pdf) > MAX_PAGES:
                raise ReadingError("too_large", f"It has {len(pdf)} pages; at most {MAX_PAGES} can be read.")
            tagged = bool(raw.FPDFCatalog_IsTagged(pdf.raw))
            pages = _read_pages(pdf, tagged)
        finally:
            pdf.close()
    return replace(_assemble(path, sha256, pages, tagged), warnings=tuple(_missing(data, pages)))


def _read_pages(pdf: Any, tagged: bool) -> list[_RawPage]:
    counter = _Counter()
    pages: list[_RawPage] = []
    characters = 0
    for number in range(len(pdf)):
        pages.append(_read_page(pdf, number, tagged, counter))
        characters += sum(len(line.text) for line in pages[-1].lines)
        refuse_endless(characters)
    if not any(page.whole for page in pages):
        raise ReadingError("damaged", "None of its pages can be read: it is damaged. Download it again.")
    return pages


def _missing(data: bytes, pages: list[_RawPage]) -> Iterator[str]:
    """What is to be said of a file that could be read in part only."""
    unread = [str(number) for number, page in enumerate(pages, start=1) if not page.whole]
    if len(unread) == 1:
        yield f"Page {unread[0]} is damaged: its words are missing."
    elif unread:
        shown = ", ".join(unread[:20]) + (" and others" if len(unread) > 20 else "")
        yield f"Pages {shown} are damaged: their words are missing."
    if b"%%EOF" not in data[-_TAIL:]:
        yield "The file ends too early: words may be missing. Compare it with the published one."


def _open(data: bytes) -> Any:
    if b"%PDF-" not in data[:1024]:
        raise ReadingError("not_a_report_file", _what_it_is(data))
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise ReadingError(
                "encrypted",
                "It is protected by a password. Save a copy without the password and import that.",
            ) from error
        raise ReadingError("damaged", "The PDF is damaged. Download it again.") from error


def _what_it_is(data: bytes) -> str:
    head = data[:2048].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<html" in head:
        return "It is a web page saved as .pdf. Download the PDF again."
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        return "It is a picture saved as .pdf. Look for the report as a PDF."
    if data.startswith((b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf")):
        return "It is an archive saved as .pdf. Unpack it and import the files in it."
    return "It is not a PDF, whatever its name says. Download the report again."


@dataclass(frozen=True, slots=True)
class _RawPage:
    lines: tuple[_RawLine, ...]
    width: float
    height: float
    whole: bool = True


def _read_page(pdf: Any, number: int, tagged: bool, counter: _Counter) -> _RawPage:
    try:
        page = pdf[number]
    except pdfium.PdfiumError:
        return _RawPage((), 0.0, 0.0, whole=False)
    try:
        width, height = page.get_size()
        roles = _roles(page.raw, counter) if tagged else {}
        textpage = page.get_textpage()
        try:
            lines = list(_lines(textpage.raw, roles, tagged))
        finally:
            textpage.close()
    except pdfium.PdfiumError:
        return _RawPage((), 0.0, 0.0, whole=False)
    finally:
        page.close()
    return _RawPage(tuple(_footers_last(lines, height)), width, height)


def page_lines(pdf: Any, index: int) -> list[tuple[str, int]]:
    """The lines of page ``index`` (from 0) of an open file in the order of the canonical text.

    Each as its words and the index of their first character in PDFium's text of the page. The caller holds
    the lock.
    """
    tagged = bool(raw.FPDFCatalog_IsTagged(pdf.raw))
    lines = _read_page(pdf, index, tagged, _Counter()).lines
    return [(line.text, line.index) for line in lines]


def _footers_last(lines: list[_RawLine], height: float) -> list[_RawLine]:
    """Lines that come first in the file but stand at the page's foot, moved to where a reader meets them."""
    lead = 0
    while lead < len(lines) and lines[lead].box[3] < height * _BAND:
        lead += 1
    if lead == 0 or lead == len(lines):
        return lines
    return lines[lead:] + lines[:lead]


# -- structure tree ---------------------------------------------------------------------------------------


def _roles(page: Any, counter: _Counter) -> dict[int, _Role]:
    """Marked content id → what the structure tree says it is."""
    roles: dict[int, _Role] = {}
    counter.before, counter.after = counter.after, {}
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return roles
    try:
        buffer = ctypes.create_string_buffer(128)
        budget = [MAX_ELEMENTS]
        for child in range(max(0, raw.FPDF_StructTree_CountChildren(tree))):
            element = raw.FPDF_StructTree_GetChildAtIndex(tree, child)
            if element:
                _walk(element, _NOTHING, 0, roles, counter, buffer, budget)
    finally:
        raw.FPDF_StructTree_Close(tree)
    return roles


def _walk(
    element: Any,
    around: _Role,
    level: int,
    roles: dict[int, _Role],
    counter: _Counter,
    buffer: ctypes.Array[ctypes.c_char],
    budget: list[int],
) -> None:
    budget[0] -= 1
    if level > MAX_DEPTH or budget[0] < 0:
        return
    kind = _element_type(element, buffer)
    role = _role(kind, around, counter)
    children = range(max(0, raw.FPDF_StructElement_CountChildren(element)))
    contents = [raw.FPDF_StructElement_GetChildMarkedContentID(element, index) for index in children]
    own = [content for content in contents if content >= 0]
    if own:
        role = _over_pages(element, role, len(own), counter)
        roles.update(dict.fromkeys(own, role))
    inner = role
    for index in children:
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if not child:
            continue
        if kind == "TR" and role.cell:
            inner = replace(role, cell=(*role.cell[:2], index))
        _walk(child, inner, level + 1, roles, counter, buffer, budget)


def _over_pages(element: Any, role: _Role, own: int, counter: _Counter) -> _Role:
    """The role, its number that of the page before where one element has content on both pages."""
    count = max(0, raw.FPDF_StructElement_GetMarkedContentIdCount(element))
    if count <= own:
        return role
    contents = [raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, index) for index in range(count)]
    key = tuple(content for content in contents if content >= 0)
    if len(key) <= own:
        return role
    role = replace(role, element=counter.before.get(key, role.element))
    counter.after[key] = role.element
    return role


def _role(kind: str, around: _Role, counter: _Counter) -> _Role:
    """The role of an element of a ``kind`` inside an element of role ``around``."""
    if kind == "Artifact":
        return _ARTIFACT
    if kind == "Lbl" and around.tag == "LI":
        return replace(around, tag="Lbl")
    if kind in _INLINE:
        return around if around.tag != "Lbl" else replace(around, tag="LI")
    if kind == "Table":
        counter.tables += 1
        return replace(around, cell=(counter.tables, 0, 0))
    inside = around.tag in ("LI", "Note", "TOC")
    if kind not in _OWN_ELEMENT or (kind in _PARAGRAPHS and inside):
        return around
    counter.elements += 1
    if kind == "TR":
        return replace(around, cell=(around.cell[0], counter.elements, 0)) if around.cell else around
    if kind == "LI":
        return _Role("LI", counter.elements, around.depth + 1, around.cell)
    if kind in _PARAGRAPHS:
        return replace(around, tag=_OWN_ELEMENT[kind], element=counter.elements)
    return _Role(_OWN_ELEMENT[kind], counter.elements, 0, around.cell if kind in ("TD", "TH") else None)


def _element_type(element: Any, buffer: ctypes.Array[ctypes.c_char]) -> str:
    size = raw.FPDF_StructElement_GetType(element, buffer, len(buffer))
    if size < 2 or size > len(buffer):
        return ""
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


# -- characters -------------------------------------------------------------------------------------------


def _direct(function: Any, result: Any) -> Any:
    """A PDFium function of (handle, index) that takes and gives plain numbers.

    Called once or twice for each character; wrapping handles in pointer objects would cost more than PDFium.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, ctypes.c_void_p, ctypes.c_int)(address)


_code_at: Final = _direct(raw.FPDFText_GetUnicode, ctypes.c_uint)
_object_at: Final = _direct(raw.FPDFText_GetTextObject, ctypes.c_void_p)


def _lines(textpage: Any, roles: dict[int, _Role], tagged: bool) -> Iterator[_RawLine]:
    """The page's lines, split where PDFium ends a line, and after a line-end hyphen."""
    handle = ctypes.cast(textpage, ctypes.c_void_p).value
    looks: dict[int, _Look] = {}
    same: dict[_Look, _Look] = {}
    line = _OpenLine()
    look = shown = _PLAIN
    previous = None
    for index in range(raw.FPDFText_CountChars(textpage)):
        code = _code_at(handle, index)
        if code in (0x0D, 0x0A):
            if line.chars:
                yield line.closed(textpage)
                line, shown = _OpenLine(), _PLAIN
            continue
        key = _object_at(handle, index)
        if key and key != previous:
            # Generated characters have no object: they look like what they follow.
            if key not in looks:
                pointer = raw.FPDFText_GetTextObject(textpage, index)
                new = _look(textpage, index, pointer, roles, tagged)
                looks[key] = same.setdefault(new, new)
            look, previous = looks[key], key
        if not line.chars:
            line.index = index
        char = _character(code)
        # White space shows no look of its own.
        if look is not shown and not char.isspace():
            if line.marks and _next_cell(shown.role.cell, look.role.cell):
                yield line.closed(textpage)
                line = _OpenLine()
                line.index = index
            line.marks.append((len(line.chars), look))
            shown = look
        line.chars.append(char)
        if code in (0x02, 0xFFFE):
            # PDFium gives this for a hyphen at a line end and, at times, no line end after it.
            yield line.closed(textpage)
            line, shown = _OpenLine(), _PLAIN
    if line.chars:
        yield line.closed(textpage)


def _next_cell(before: tuple[int, int, int] | None, now: tuple[int, int, int] | None) -> bool:
    """Whether words stand in another cell of the same row."""
    return before is not None and now is not None and before[:2] == now[:2] and before[2] != now[2]


class _OpenLine:
    """A line being read: its characters, and where their look changes."""

    def __init__(self) -> None:
        self.index = 0
        self.chars: list[str] = []
        self.marks: list[tuple[int, _Look]] = []

    def closed(self, textpage: Any) -> _RawLine:
        """The line as read, looks that differ by a hair taken for one."""
        runs: list[Run] = []
        ends = [start for start, _ in self.marks[1:]] + [len(self.chars)]
        at = 0
        for (_, look), end in zip(self.marks or [(0, _PLAIN)], ends, strict=True):
            role = look.role
            last = runs[-1] if runs else None
            if last and abs(last.size - look.size) < 0.3 and _unchanged(last, look):
                runs[-1] = replace(last, end=end)
            else:
                runs.append(Run(at, end, role.tag, role.element, look.size, look.bold, role.depth, role.cell))
            at = end
        box = _box(textpage, self.index, self.chars, runs)
        return _RawLine("".join(self.chars), self.index, box, tuple(runs))


def _unchanged(run: Run, look: _Look) -> bool:
    role = look.role
    return (run.tag, run.element, run.bold, run.cell) == (role.tag, role.element, look.bold, role.cell)


def _character(code: int) -> str:
    if 0x20 <= code < 0x7F:
        return chr(code)
    if code in (0x02, 0xFFFE):
        return "-"
    if code in _GLYPHS:
        return _GLYPHS[code]
    if code <= 0x7F or code in _LINE_ENDS:
        return " "
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return chr(code)


def _look(textpage: Any, index: int, pointer: Any, roles: dict[int, _Role], tagged: bool) -> _Look:
    mcid = raw.FPDFPageObj_GetMarkedContentID(pointer)
    role = roles.get(mcid, _NOTHING)
    if role is _NOTHING and tagged and _is_artifact(pointer):
        role = _ARTIFACT
    matrix = raw.FS_MATRIX()
    scale = 1.0
    if raw.FPDFText_GetMatrix(textpage, index, ctypes.byref(matrix)):
        scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    size = round(raw.FPDFText_GetFontSize(textpage, index) * scale, 1)
    return _Look(role, size, _is_bold(textpage, index, pointer))


def _is_bold(textpage: Any, index: int, pointer: Any) -> bool:
    if raw.FPDFText_GetFontWeight(textpage, index) >= 600:
        return True
    font = raw.FPDFTextObj_GetFont(pointer)
    if not font:
        return False
    buffer = ctypes.create_string_buffer(128)
    size = raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    name = buffer.raw[: max(0, min(size, len(buffer)) - 1)].lower()
    return b"bold" in name or b"black" in name or b"heavy" in name


def _is_artifact(pointer: Any) -> bool:
    buffer = (ctypes.c_ushort * 32)()
    size = ctypes.c_ulong()
    for index in range(max(0, raw.FPDFPageObj_CountMarks(pointer))):
        mark = raw.FPDFPageObj_GetMark(pointer, index)
        found = raw.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), ctypes.byref(size))
        if found and "".join(map(chr, buffer[: size.value // 2 - 1])) == "Artifact":
            return True
    return False


def _box(textpage: Any, start: int, chars: list[str], runs: list[Run]) -> Box:
    """The rectangle around the line's first and last visible characters and the objects between them.

    Where a font does not say how high it is, PDFium gives the ink of a character only: the box reaches at
    least as far from the base line as letters do, so that lines are as far apart as they are printed.
    """
    seen = [start + offset for offset, char in enumerate(chars) if not char.isspace()]
    if not seen:
        seen = [start]
    rect = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    left, bottom, right, top = 1e9, 1e9, -1e9, -1e9
    for index in {seen[0], seen[len(seen) // 2], seen[-1]}:
        if raw.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(rect)):
            left, right = min(left, rect.left), max(right, rect.right)
            bottom, top = min(bottom, rect.bottom), max(top, rect.top)
            if raw.FPDFText_GetCharOrigin(textpage, index, ctypes.byref(x), ctypes.byref(y)):
                size = next(run.size for run in runs if index - start < run.end)
                bottom, top = min(bottom, y.value - 0.2 * size), max(top, y.value + 0.75 * size)
    if left > right:
        return (0.0, 0.0, 0.0, 0.0)
    return (round(left, 1), round(bottom, 1), round(right, 1), round(top, 1))


# -- putting together -------------------------------------------------------------------------------------


def _assemble(path: Path, sha256: str, raw_pages: list[_RawPage], tagged: bool) -> Document:
    pieces: list[str] = []
    lines: list[Line] = []
    pages: list[Page] = []
    at = 0
    for number, page in enumerate(raw_pages, start=1):
        begin = at
        for line in page.lines:
            lines.append(_placed(line, at, number))
            pieces.append(line.text + "\n")
            at += len(line.text) + 1
        pages.append(Page(number, begin, at, page.width, page.height))
    text = "".join(pieces)
    if not any(char.isalnum() for char in text):
        raise ReadingError(
            "no_text",
            "It holds pictures of pages and no text. Run text recognition (OCR) on it, then import it.",
        )
    return Document(str(path), sha256, "application/pdf", text, tuple(pages), tuple(lines), tagged)


def _placed(line: _RawLine, at: int, page: int) -> Line:
    runs = tuple(replace(run, start=run.start + at, end=run.end + at) for run in line.runs)
    main = max(runs, key=lambda run: run.end - run.start)
    return Line(
        at, at + len(line.text), page, line.box, main.tag, main.element, main.size, main.bold, line.index,
        runs, main.depth, main.cell,
    )  # fmt: skip
