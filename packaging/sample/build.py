"""Rebuild the sample project's PDF reports from their plain sources: ``python packaging/sample/build.py``.

Needs pypdfium2, LibreOffice Writer and the DejaVu fonts (Debian: ``libreoffice-writer-nogui fonts-dejavu``).
A source is a text file in a small markup, one line a paragraph:

    key: value                 settings, up to the first blank line; ``\\n`` parts the lines of the footer
    = words                    title; ``=b`` is a bold line below it, ``=s`` small print
    == ===  ====  words        headings, three levels
    + words                    paragraph with a printed number, counted through the whole report
    * words   - words          bullet, bullet below a bullet
    ---                        new page
    [contents]                 contents page with the pages that the headings really have
    [box … ]                   framed lines, the first one larger
    [grades … ]                two-column judgement table; ``|`` parts the cells, the first row is its head
    [judgements … ]            judgement list; rows that begin with ``>`` are sub-judgements
    **bold**   ^[footnote]     within any words

The pages are tagged (headings, lists, tables; headers and footers as artifacts), as published reports are.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

import pypdfium2

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parent.parent / "resources" / "sample"
HEADING_LEVELS = {"==": 1, "===": 2, "====": 3}
PLAIN_STYLES = {"=": "Title", "=b": "Subtitle", "=s": "Small", "": "Text"}
PDF_OPTIONS = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "UseLosslessCompression": {"type": "boolean", "value": "true"},
}


@dataclass(frozen=True, slots=True)
class Block:
    """``mark`` is the block's sign or the name of its bracket, ``lines`` its words without the sign."""

    mark: str
    lines: tuple[str, ...]


def parse(source: str) -> tuple[dict[str, str], list[Block]]:
    """The settings and the blocks of a source; neighbouring items of a list are one block.

    Raises ValueError for a bracket that is not closed.
    """
    head, _, body = source.partition("\n\n")
    settings = {key: value.strip() for key, _, value in (line.partition(":") for line in head.splitlines())}
    blocks: list[Block] = []
    lines = iter(body.splitlines())
    for line in lines:
        blocks += _block(line, lines, blocks)
    return settings, blocks


def _block(line: str, rest: Iterator[str], before: list[Block]) -> list[Block]:
    if not line.strip():
        return []
    if opened := re.fullmatch(r"\[(\w+)(\])?", line):
        return [Block(opened[1], () if opened[2] else tuple(_until_closed(rest, line)))]
    found = re.match(r"(={1,4}|=b|=s|\+|\*|-) ", line)
    mark, words = (found[1], line[found.end() :]) if found else ("---" if line == "---" else "", line)
    if mark == "-":
        mark, words = "*", "\t" + words
    if mark in ("+", "*") and before and before[-1].mark == mark:
        before[-1] = Block(mark, (*before[-1].lines, words))
        return []
    return [Block(mark, (words,))]


def _until_closed(lines: Iterator[str], opening: str) -> Iterator[str]:
    for line in lines:
        if line == "]":
            return
        yield line
    raise ValueError(f"Not closed: {opening}")


class Body:
    """Writes blocks as the body of an OpenDocument text; ``pages`` says on which page a heading stands."""

    def __init__(self, blocks: list[Block], pages: dict[str, int]) -> None:
        self._blocks = blocks
        self._pages = pages
        self._notes = count(1)
        self._number = 1
        self._suffix = ""

    def xml(self) -> str:
        return "\n".join(piece for block in self._blocks for piece in self._write(block))

    def _write(self, block: Block) -> Iterator[str]:
        if block.mark == "---":
            self._suffix = "_new"
        elif block.mark == "+":
            yield self._numbered(block.lines)
        elif block.mark == "*":
            yield self._bullets(block.lines)
        elif block.mark in HEADING_LEVELS:
            level = HEADING_LEVELS[block.mark]
            yield (
                f'<text:h text:style-name="{self._style(f"Heading{level}")}" text:outline-level="{level}">'
                f"{self._inline(block.lines[0])}</text:h>"
            )
        elif block.mark == "contents":
            yield from self._contents()
        elif block.mark == "box":
            yield from self._box(block.lines)
        elif block.mark == "grades":
            yield self._grades(block.lines)
        elif block.mark == "judgements":
            yield self._judgements(block.lines)
        else:
            yield self._paragraph(PLAIN_STYLES[block.mark], block.lines[0])

    def _style(self, name: str) -> str:
        name, self._suffix = name + self._suffix, ""
        return name

    def _paragraph(self, style: str, words: str) -> str:
        return f'<text:p text:style-name="{self._style(style)}">{self._inline(words)}</text:p>'

    def _inline(self, words: str) -> str:
        return "".join(map(self._piece, re.split(r"(\*\*.+?\*\*|\^\[.+?\])", words)))

    def _piece(self, piece: str) -> str:
        if piece.startswith("**"):
            return f'<text:span text:style-name="Bold">{escape(piece[2:-2])}</text:span>'
        if piece.startswith("^["):
            number = next(self._notes)
            return (
                f'<text:note text:id="note{number}" text:note-class="footnote">'
                f"<text:note-citation>{number}</text:note-citation>"
                f'<text:note-body><text:p text:style-name="Note"><text:s/>{escape(piece[2:-1])}</text:p>'
                "</text:note-body></text:note>"
            )
        return escape(piece)

    def _numbered(self, lines: tuple[str, ...]) -> str:
        first, self._number = self._number, self._number + len(lines)
        items = "".join(
            f'<text:list-item text:start-value="{number}">'
            f"{self._paragraph('Numbered', words)}</text:list-item>"
            for number, words in enumerate(lines, first)
        )
        return f'<text:list text:style-name="Numbers">{items}</text:list>'

    def _bullets(self, lines: tuple[str, ...]) -> str:
        out, open_below = ['<text:list text:style-name="Bullets">'], False
        for at, words in enumerate(lines):
            below = words.startswith("\t")
            if below and not open_below:
                out.append("<text:list>")
            elif not below:
                out.append(
                    "</text:list></text:list-item>" if open_below else "</text:list-item>" if at else ""
                )
            style = "SubBullet" if below else "Bullet"
            out.append("<text:list-item>" + self._paragraph(style, words.strip()))
            if below:
                out.append("</text:list-item>")
            open_below = below
        out.append(
            "</text:list></text:list-item></text:list>" if open_below else "</text:list-item></text:list>"
        )
        return "".join(out)

    def _contents(self) -> Iterator[str]:
        yield self._paragraph("ContentsTitle", "Contents")
        yield '<text:table-of-content text:name="Contents" text:protected="true">'
        yield "<text:table-of-content-source/><text:index-body>"
        for block in self._blocks:
            if block.mark in ("==", "==="):
                words = _heading(block)
                page = self._pages.get(words, 0)
                style = f"Contents{HEADING_LEVELS[block.mark]}"
                yield f'<text:p text:style-name="{style}">{escape(words)}<text:tab/>{page}</text:p>'
        yield "</text:index-body></text:table-of-content>"

    def _box(self, lines: tuple[str, ...]) -> Iterator[str]:
        for at, words in enumerate(lines):
            yield self._paragraph("BoxHead" if at == 0 else "Box", words)

    def _grades(self, lines: tuple[str, ...]) -> str:
        rows = [[cell.strip() for cell in line.split("|")] for line in lines]
        columns = (
            '<table:table-column table:style-name="Wide"/><table:table-column table:style-name="Narrow"/>'
        )
        head = f"<table:table-header-rows>{self._row(rows[0], 'CellHead')}</table:table-header-rows>"
        body = "".join(self._row(row, "CellText") for row in rows[1:])
        return self._table(columns + head + body)

    def _judgements(self, lines: tuple[str, ...]) -> str:
        names = ("Indent", "Area", "Grade")
        columns = "".join(f'<table:table-column table:style-name="{name}"/>' for name in names)
        rows = []
        for line in lines:
            area, grade = (cell.strip() for cell in line.split("|"))
            if area.startswith(">"):
                rows.append(self._row(["", area.lstrip("> "), grade], "CellText"))
            else:
                rows.append(self._row([area, grade], "CellHead", merge=2))
        return self._table(columns + "".join(rows))

    def _table(self, inside: str) -> str:
        return f'<table:table table:style-name="Grades">{inside}</table:table>{self._paragraph("Gap", "")}'

    def _row(self, cells: list[str], style: str, merge: int = 1) -> str:
        out = []
        for at, words in enumerate(cells):
            span = f' table:number-columns-spanned="{merge}"' if at == 0 and merge > 1 else ""
            covered = "<table:covered-table-cell/>" * (merge - 1) if at == 0 else ""
            paragraph = self._paragraph(style, words)
            out.append(
                f'<table:table-cell table:style-name="Cell"{span}>{paragraph}</table:table-cell>{covered}'
            )
        return f"<table:table-row>{''.join(out)}</table:table-row>"


def _heading(block: Block) -> str:
    return re.sub(r"\^\[.+?\]", "", block.lines[0])


def flat_document(settings: dict[str, str], blocks: list[Block], pages: dict[str, int]) -> str:
    """The whole report as a flat OpenDocument text (.fodt)."""
    template = Template((HERE / "template.fodt").read_text(encoding="utf-8"))
    footer = settings.get("footer", "")
    lines = [escape(line) for line in footer.split("\\n")] if footer else []
    return template.substitute(
        title=escape(settings["title"]),
        date=settings["date"],
        size=settings["size"],
        logo=b64encode((HERE / "inspectorate.svg").read_bytes()).decode("ascii"),
        footer="<text:line-break/>".join(lines),
        first="FirstBare" if footer else "FirstNumbered",
        body=Body(blocks, pages).xml(),
    )


def export(source: str, folder: Path, name: str) -> Path:
    """Write ``name.fodt`` into ``folder`` and have LibreOffice make ``name.pdf`` of it."""
    flat = folder / f"{name}.fodt"
    flat.write_text(source, encoding="utf-8")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        sys.exit("LibreOffice is missing. On Debian: apt-get install libreoffice-writer-nogui fonts-dejavu")
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            f"pdf:writer_pdf_Export:{json.dumps(PDF_OPTIONS)}",
            "--outdir",
            str(folder),
            str(flat),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=240,
    )
    made = folder / f"{name}.pdf"
    if not made.is_file():
        sys.exit(f"LibreOffice made no PDF of {flat}")
    return made


def heading_pages(made: Path) -> dict[str, int]:
    """The page of each heading, counted from 1, taken from the PDF's outline."""
    with pypdfium2.PdfDocument(made) as document:
        return {
            entry.get_title(): destination.get_index() + 1
            for entry in document.get_toc()
            if (destination := entry.get_dest()) is not None
        }


def build(path: Path) -> Path:
    """Build one report; returns the PDF in the sample project."""
    settings, blocks = parse(path.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        first = export(flat_document(settings, blocks, {}), folder, path.stem)
        pages = heading_pages(first)
        second = export(flat_document(settings, blocks, pages), folder, path.stem)
        return Path(shutil.copy(second, OUTPUT / f"{path.stem}.pdf"))


def main() -> None:
    for path in sorted(HERE.glob("*.txt")):
        made = build(path)
        print(f"{made.relative_to(OUTPUT.parent.parent)}  {made.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
