"""Word files (.docx): paragraphs by style, list numbers worked out, tables, footnotes, headers and footers.

Numbers and bullets of lists are not in a Word file's words; a reader sees them, so the canonical text has
them.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from reviewer.reading.document import Document, ReadingError
from reviewer.reading.text import CONTROL, UNSEEN
from reviewer.reading.writer import Writer

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_PART: Final = 64 * 1024 * 1024
"""Bytes that one unpacked part may have: more is no report but a trap."""
MAX_PARTS: Final = 5_000
MAX_NESTING: Final = 200

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_CHOICE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Characters of symbol fonts, private-use area or not, as what they look like.
_GLYPHS: Final = dict(
    zip((0xB7, 0xA7, 0xA8, 0x6E, 0x6F, 0xD8, 0xFC, 0x76, 0x71, 0x2D, 0xBE), "•▪▪◼o▪▪▪▪––", strict=True)
)
_SYMBOL_FONTS: Final = ("symbol", "wingdings", "webdings")
_SKIPPED: Final = frozenset(
    ["del", "moveFrom", "instrText", "delText", "rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr"]
)


@dataclass(slots=True)
class _Style:
    """A paragraph or character style; what it leaves open comes from the style it is based on."""

    based_on: str = ""
    name: str = ""
    outline: int | None = None
    bold: bool | None = None
    size: float | None = None
    numbering: tuple[str | None, int | None] | None = None
    hidden: bool | None = None


@dataclass(slots=True)
class _Level:
    """One level of a list: ``pattern`` as Word writes it, ``%1.%2``."""

    form: str = "decimal"
    pattern: str = "%1."
    start: int = 1


@dataclass(slots=True)
class _Numbering:
    """Lists, and how far each has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)


def read_docx(path: Path, data: bytes, sha256: str) -> Document:
    """Read a Word file's bytes; ``path`` is only a name.

    Raises ReadingError: ``damaged``, ``encrypted``, ``not_a_report_file``, ``no_text``, ``too_large``.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadingError(
            "encrypted",
            "It is protected by a password, or an old Word file. Save it as .docx without a password.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_PARTS:
                raise ReadingError("too_large", "It unpacks to more files than a report has.")
            reader = _Reader(archive)
            reader.read()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise ReadingError("damaged", "The Word file is damaged. Download it again.") from error
    document = reader.writer.document(str(path), sha256, MEDIA_TYPE)
    if not any(char.isalnum() for char in document.text):
        raise ReadingError("no_text", "It holds no words: pictures of pages, or nothing.")
    return document


def is_docx(data: bytes) -> bool:
    """Whether the bytes are a Word file's."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _name(element: ElementTree.Element) -> str:
    """The tag's own name: Word writes the same words in two namespaces."""
    tag = element.tag
    for space in (_W, _STRICT):
        if tag.startswith(space):
            return tag[len(space) :]
    return tag


def _value(element: ElementTree.Element | None, key: str = "val") -> str | None:
    if element is None:
        return None
    return element.get(_W + key) or element.get(_STRICT + key)


def _child(element: ElementTree.Element | None, *names: str) -> ElementTree.Element | None:
    """The first child of a child …, by their own names."""
    for name in names:
        if element is None:
            return None
        element = next((inner for inner in element if _name(inner) == name), None)
    return element


def _is_on(element: ElementTree.Element | None) -> bool | None:
    if element is None:
        return None
    return (_value(element) or "true") not in ("false", "0", "none", "off")


def _number(text: str | None) -> int | None:
    try:
        return int(text) if text is not None and len(text) < 10 else None
    except ValueError:
        return None


class _Reader:
    """Goes through the parts of one file and writes what a reader sees."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.writer = Writer()
        self.styles: dict[str, _Style] = {}
        self.default_style = ""
        self.default_size = 0.0
        self.numbering = _Numbering()
        self.notes: list[tuple[str, str]] = []
        self.nested = 0

    def read(self) -> None:
        body = _child(self._part("word/document.xml"), "body")
        if body is None:
            raise ReadingError("not_a_report_file", "It is no Word file, whatever its name says.")
        self._read_styles(self._part("word/styles.xml"))
        self._read_numbering(self._part("word/numbering.xml"))
        self._furniture("header")
        self._blocks(body)
        self._footnotes()
        self._furniture("footer")
        self.writer.close()

    def _part(self, name: str) -> ElementTree.Element | None:
        try:
            info = self.archive.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & 1:
            raise ReadingError("encrypted", "It is protected by a password. Save a copy without it.")
        with self.archive.open(info) as file:
            data = file.read(MAX_PART + 1)
        if len(data) > MAX_PART:
            raise ReadingError("too_large", "A part of it unpacks to more than a report holds.")
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise ReadingError("damaged", "It holds declarations that no Word file has. Download it again.")
        try:
            return ElementTree.fromstring(data)
        except (ElementTree.ParseError, LookupError) as error:
            raise ReadingError("damaged", "The Word file is damaged. Download it again.") from error

    # -- styles

    def _read_styles(self, root: ElementTree.Element | None) -> None:
        if root is None:
            return
        half_points = _number(_value(_child(root, "docDefaults", "rPrDefault", "rPr", "sz")))
        self.default_size = half_points / 2 if half_points else 0.0
        for element in root:
            if _name(element) != "style":
                continue
            key = _value(element, "styleId") or ""
            paragraph, run = _child(element, "pPr"), _child(element, "rPr")
            size = _number(_value(_child(run, "sz")))
            numbering = _child(paragraph, "numPr")
            self.styles[key] = _Style(
                based_on=_value(_child(element, "basedOn")) or "",
                name=(_value(_child(element, "name")) or "").casefold(),
                outline=_number(_value(_child(paragraph, "outlineLvl"))),
                bold=_is_on(_child(run, "b")),
                size=size / 2 if size else None,
                numbering=_numbering_of(numbering) if numbering is not None else None,
                hidden=_is_on(_child(run, "vanish")),
            )
            if _value(element, "type") == "paragraph" and _value(element, "default") in ("1", "true"):
                self.default_style = key

    def _chain(self, key: str) -> Iterator[_Style]:
        """The style and those it is based on, nearest first."""
        seen: set[str] = set()
        while key in self.styles and key not in seen:
            seen.add(key)
            yield self.styles[key]
            key = self.styles[key].based_on

    def _heading_level(self, key: str, paragraph: ElementTree.Element | None) -> int:
        """1 to 6 for a heading, 0 for anything else."""
        outline = _number(_value(_child(paragraph, "outlineLvl")))
        for style in self._chain(key):
            if outline is not None:
                break
            if style.name.startswith("heading ") and style.name[8:].isdecimal():
                return min(6, max(1, int(style.name[8:10])))
            if style.name == "title":
                return 1
            outline = style.outline
        return min(6, outline + 1) if outline is not None and 0 <= outline < 9 else 0

    # -- numbering

    def _read_numbering(self, root: ElementTree.Element | None) -> None:
        if root is None:
            return
        for element in root:
            if _name(element) == "abstractNum":
                key = _value(element, "abstractNumId") or ""
                self.numbering.levels[key] = {
                    _number(_value(level, "ilvl")) or 0: _level(level)
                    for level in element
                    if _name(level) == "lvl"
                }
            elif _name(element) == "num":
                key = _value(element, "numId") or ""
                self.numbering.lists[key] = _value(_child(element, "abstractNumId")) or ""
                for override in element:
                    start = _number(_value(_child(override, "startOverride")))
                    if start is not None:
                        self.numbering.restarts[key, _number(_value(override, "ilvl")) or 0] = start

    def _label(self, key: str, paragraph: ElementTree.Element | None) -> tuple[str, int]:
        """A list paragraph's bullet or number, and its depth from 1; empty and 0 for other paragraphs."""
        direct = _child(paragraph, "numPr")
        number, depth = _numbering_of(direct) if direct is not None else (None, None)
        for style in self._chain(key):
            if number is not None and depth is not None:
                break
            if style.numbering:
                number = number if number is not None else style.numbering[0]
                depth = depth if depth is not None else style.numbering[1]
        level = max(0, min(8, depth or 0))
        if number is None or number == "0":
            return "", 0
        return _counted(self.numbering, number, level), level + 1

    # -- what is written

    def _furniture(self, kind: str) -> None:
        """Headers go before the text and footers after it, each once: there are no pages to repeat them."""
        seen: set[str] = set()
        for name in sorted(self.archive.namelist()):
            if not (name.startswith(f"word/{kind}") and name.endswith(".xml")):
                continue
            root = self._part(name)
            words = " ".join(" ".join(self._plain(root)).split()) if root is not None else ""
            if words and words not in seen:
                seen.add(words)
                self.writer.role = ("Artifact", -1, 0)
                self.writer.text(words)
                self.writer.end_block()
                self.writer.role = None

    def _footnotes(self) -> None:
        known: dict[str, ElementTree.Element] = {}
        for part in ("footnotes", "endnotes"):
            root = self._part(f"word/{part}.xml")
            for element in root if root is not None else ():
                known[f"{part}{_value(element, 'id')}"] = element
        for label, key in self.notes:
            note = known.get(key)
            words = " ".join(" ".join(self._plain(note)).split()) if note is not None else ""
            if words:
                self.writer.role = ("Note", self.writer.new_element(), 0)
                self.writer.text(f"{label} {words}")
                self.writer.end_block()
                self.writer.role = None

    def _plain(self, element: ElementTree.Element) -> Iterator[str]:
        for inner in element.iter():
            if _name(inner) == "t":
                yield _clean(inner.text or "")
            elif _name(inner) in ("p", "tab", "br"):
                yield " "

    def _blocks(self, parent: ElementTree.Element, tag: str = "") -> None:
        self.nested += 1
        if self.nested <= MAX_NESTING:
            for element in parent:
                name = _name(element)
                if name == "p":
                    self._paragraph(element, tag)
                elif name == "tbl":
                    self._table(element)
                elif name == "sdt":
                    gallery = _value(_child(element, "sdtPr", "docPartObj", "docPartGallery")) or ""
                    content = _child(element, "sdtContent")
                    if content is not None:
                        self._blocks(content, "TOC" if "contents" in gallery.casefold() else tag)
                elif name in ("ins", "moveTo", "customXml", "smartTag"):
                    self._blocks(element, tag)
        self.nested -= 1

    def _table(self, table: ElementTree.Element) -> None:
        self.writer.tag("table", closing=False)
        for row in table:
            if _name(row) != "tr":
                continue
            self.writer.row()
            for cell in row:
                inner = _child(cell, "sdtContent", "tc") if _name(cell) == "sdt" else cell
                if inner is None or _name(inner) != "tc":
                    continue
                merged = _child(inner, "tcPr", "vMerge")
                self.writer.cell("TD")
                if merged is None or _value(merged) == "restart":
                    self._blocks(inner)
            self.writer.end_row()
        self.writer.tag("table", closing=True)

    def _paragraph(self, element: ElementTree.Element, tag: str) -> None:
        properties = _child(element, "pPr")
        key = _value(_child(properties, "pStyle")) or self.default_style
        style_name = next((style.name for style in self._chain(key)), "")
        label, depth = self._label(key, properties)
        heading = self._heading_level(key, properties)
        if tag == "TOC" or style_name.startswith("toc "):
            self.writer.role = ("TOC", self.writer.new_element(), 0)
        elif heading:
            self.writer.role = (f"H{heading}", self.writer.new_element(), 0)
        elif depth:
            self.writer.role = ("LI", self.writer.new_element(), depth)
        else:
            self.writer.role = ("P", self.writer.new_element(), 0) if not self.writer.in_cell else None
        pieces = list(self._runs(element, key))
        if any(words.strip() for words, _, _ in pieces):
            if label:
                self.writer.bold, self.writer.size = pieces[0][1], pieces[0][2]
                self.writer.text(label + " ", tag="" if heading else "Lbl")
            for words, bold, size in pieces:
                self.writer.bold, self.writer.size = bold, size
                for number, line in enumerate(words.split("\n")):
                    if number:
                        self.writer.tag("br", closing=False)
                    self.writer.text(line)
        self.writer.bold, self.writer.size = False, 0.0
        self.writer.role = None
        self.writer.tag("p", closing=True)

    def _runs(self, parent: ElementTree.Element, key: str) -> Iterator[tuple[str, bool, float]]:
        """A paragraph's pieces of text with weight and size, revisions accepted."""
        self.nested += 1
        if self.nested <= MAX_NESTING:
            for element in parent:
                name = _name(element)
                if name in _SKIPPED:
                    continue
                if name == "r":
                    yield from self._run(element, key)
                elif name == _CHOICE + "AlternateContent":
                    choice = next(iter(element), None)
                    if choice is not None:
                        yield from self._runs(choice, key)
                else:
                    yield from self._runs(element, key)
        self.nested -= 1

    def _run(self, run: ElementTree.Element, key: str) -> Iterator[tuple[str, bool, float]]:
        properties = _child(run, "rPr")
        style = _value(_child(properties, "rStyle")) or ""
        chain = [*self._chain(style), *self._chain(key)]
        if self._toggle(_is_on(_child(properties, "vanish")), [s.hidden for s in chain]):
            return
        bold = self._toggle(_is_on(_child(properties, "b")), [s.bold for s in chain])
        half_points = _number(_value(_child(properties, "sz")))
        size = half_points / 2 if half_points else next((s.size for s in chain if s.size), self.default_size)
        font = _value(_child(properties, "rFonts"), "ascii") or ""
        words = "".join(self._text(run, font.casefold()))
        if words:
            yield words, bold, size

    @staticmethod
    def _toggle(direct: bool | None, inherited: list[bool | None]) -> bool:
        if direct is not None:
            return direct
        return next((value for value in inherited if value is not None), False)

    def _text(self, run: ElementTree.Element, font: str) -> Iterator[str]:
        for element in run:
            name = _name(element)
            if name == "t":
                words = _clean(element.text or "")
                yield "".join(_glyph(char) for char in words) if font.startswith(_SYMBOL_FONTS) else words
            elif name == "tab" or name == "ptab":
                yield "\t"
            elif name in ("br", "cr"):
                yield "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "sym":
                yield _glyph(chr(int(_value(element, "char") or "20", 16) & 0xFFFF))
            elif name in ("footnoteReference", "endnoteReference"):
                label = str(len(self.notes) + 1)
                self.notes.append((label, f"{name[:-9]}s{_value(element, 'id')}"))
                yield label
            elif name == _CHOICE + "AlternateContent" or name in ("drawing", "pict", "object"):
                yield from self._drawn(element)

    def _drawn(self, element: ElementTree.Element) -> Iterator[str]:
        """The words of a text box; of two versions of one drawing, the first."""
        if element.tag == _CHOICE + "AlternateContent":
            first = next(iter(element), None)
            if first is None:
                return
            element = first
        for box in element.iter():
            if _name(box) == "txbxContent":
                words = " ".join(" ".join(self._plain(box)).split())
                if words:
                    yield f"\n{words}\n"
                return


def _clean(words: str) -> str:
    return words.translate(CONTROL).translate(UNSEEN).replace("\n", " ")


def _glyph(char: str) -> str:
    code = ord(char)
    return _GLYPHS.get(code - 0xF000 if 0xF000 <= code <= 0xF0FF else code, char)


def _numbering_of(element: ElementTree.Element) -> tuple[str | None, int | None]:
    return _value(_child(element, "numId")), _number(_value(_child(element, "ilvl")))


def _level(element: ElementTree.Element) -> _Level:
    start = _number(_value(_child(element, "start")))
    return _Level(
        form=_value(_child(element, "numFmt")) or "decimal",
        pattern=_value(_child(element, "lvlText")) or "",
        start=1 if start is None else start,
    )


def _counted(numbering: _Numbering, number: str, depth: int) -> str:
    """Count the list on by one at this depth and write its label as Word would show it."""
    abstract = numbering.lists.get(number, "")
    levels = numbering.levels.get(abstract, {})
    level = levels.get(depth, _Level())
    if level.form == "bullet":
        shown = "".join(_glyph(char) for char in level.pattern.strip())
        return shown if shown and shown.isprintable() else "•"
    if level.form == "none":
        return ""
    counts = numbering.counts.setdefault(abstract, {})
    if (number, depth) not in numbering.begun and (number, depth) in numbering.restarts:
        counts.pop(depth, None)
        level = _Level(level.form, level.pattern, numbering.restarts[number, depth])
    numbering.begun.add((number, depth))
    counts[depth] = counts[depth] + 1 if depth in counts else level.start
    for deeper in [key for key in counts if key > depth]:
        del counts[deeper]
    label = level.pattern
    for place in range(depth, -1, -1):
        shown_level = levels.get(place, _Level())
        count = counts.get(place, shown_level.start)
        label = label.replace(f"%{place + 1}", _written(count, shown_level.form))
    return label.strip()


def _written(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * min(5, (count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4_000:
        roman = ""
        for value, sign in zip(
            (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
            ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
            strict=True,
        ):
            while count >= value:
                roman += sign
                count -= value
        return roman if form == "lowerRoman" else roman.upper()
    return f"{count:02d}" if form == "decimalZero" else str(count)
