"""Fictional reports, in the forms in which converters hand reports on, and what is to be found in them.

A file in ``fictional/`` is written in a small markup, one paragraph a line: ``%`` words that are no finding,
``~`` a standing sentence, ``@`` a line of a contents page, ``#`` and ``##`` headings, ``=`` the kind of the
findings that follow, ``*`` a bullet, ``**`` a bullet inside it, ``12.`` a numbered paragraph, ``|`` a row of
a table (a cell that begins with ``>`` is a finding, the cells after it are its bullets), ``//`` where a line
of the original ended; all else is a paragraph.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "fictional"


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding as the fictional report means it."""

    kind: str
    number: str | None
    section: str | None
    text: str


@dataclass(slots=True)
class Part:
    """One line of the markup: ``sort`` is its sign, ``cells`` are the cells of a table row."""

    sort: str
    words: str
    number: str | None = None
    cells: list[str] = field(default_factory=list)
    blank: bool = False


def parts(name: str) -> list[Part]:
    """The lines of a fictional report."""
    found: list[Part] = []
    blank = False
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip():
            blank = True
            continue
        found.append(_part(line, blank))
        blank = False
    return found


def _part(line: str, blank: bool) -> Part:
    for sort in ("##", "#", "**", "*", "%", "~", "@", "="):
        if line.startswith(sort + " "):
            return Part(sort, line[len(sort) + 1 :], blank=blank)
    if line.startswith("|"):
        return Part("|", "", cells=[cell.strip() for cell in line.strip("|").split("|")], blank=blank)
    match = re.match(r"(\d+)\. (.*)", line)
    if match:
        return Part("1", match.group(2), match.group(1), blank=blank)
    return Part("p", line, blank=blank)


def expected(name: str) -> list[Expected]:
    """The findings of a fictional report."""
    found: list[Expected] = []
    kind, section = "narrative", None
    for part in parts(name):
        if part.sort == "=":
            kind = part.words
        elif part.sort in ("#", "##"):
            section = part.words
        elif part.sort == "**":
            last = found.pop()
            found.append(Expected(last.kind, last.number, last.section, f"{last.text} {part.words}"))
        elif part.sort in ("p", "*", "1"):
            found.append(Expected(kind, part.number, section, part.words.replace(" // ", " ")))
        elif part.sort == "|":
            begin = next((i for i, cell in enumerate(part.cells) if cell.startswith(">")), None)
            if begin is not None:
                found.append(Expected(kind, None, section, " ".join(part.cells[begin:])[1:]))
    return found


# -- renderings


def letters(name: str) -> str:
    """A paragraph a line, as converters to text leave it: cut where a page ended, tabs between cells."""
    lines: list[str] = []
    room = 2_400
    for part in parts(name):
        words = part.words.replace(" // ", "\n")
        if part.blank or part.sort in ("#", "##"):
            lines.append("")
        if part.sort == "=":
            continue
        if part.sort == "|":
            cells = [cell.lstrip(">") for cell in part.cells]
            lines.append("\t".join(cells[:2]))
            lines += [f"- {cell}" for cell in cells[2:]]
        elif part.sort == "@":
            lines.append("\t".join(words.split(" | ")))
        else:
            sign = {"*": "- ", "**": " - ", "1": f"{part.number}. "}.get(part.sort, "")
            text = sign + words
            if part.sort in ("p", "*", "1") and len(text) > 160 and room < len(text):
                cut = text.rindex(" ", 0, len(text) // 2)
                lines += [text[:cut], "", "", "", text[cut + 1 :]]
                room = 2_400
            else:
                lines.append(text)
        if part.sort in ("p", "#", "##", "~"):
            lines.append("")
        room -= len(words)
    return "\n".join(lines) + "\n"


def markdown(name: str) -> str:
    """Markdown with headings, bold topics, tables and page numbers between the paragraphs."""
    lines: list[str] = []
    page, room = 1, 1_800
    in_table = False
    for part in parts(name):
        words = part.words.replace(" // ", " ")
        if part.sort == "=":
            continue
        if in_table and part.sort != "|":
            lines.append("")
        if part.sort == "|":
            cells = [cell.lstrip(">") for cell in part.cells]
            row = [*cells[:1], " • ".join(cells[1:])] if len(cells) > 1 else cells
            lines.append("| " + " | ".join(row) + " |")
            if not in_table:
                lines.append("|" + "---|" * len(row))
            in_table = True
            continue
        in_table = False
        sign = {"#": "## ", "*": "* ", "**": "    * ", "1": f"{part.number}. "}.get(part.sort, "")
        text = f"**{words}**" if part.sort == "##" else sign + words
        if part.sort == "@":
            text = words.replace(" | ", " ..... ")
        if room < 0 and part.sort in ("p", "*", "1"):
            lines += ["", str(page), ""]
            page, room = page + 1, 1_800
        lines.append(text)
        if part.sort not in ("*", "**", "%", "@"):
            lines.append("")
        elif part.blank:
            lines.insert(-1, "")
        room -= len(words)
    return "\n".join(lines) + "\n"


def wrapped(name: str) -> str:
    """Wrapped lines with form feeds, footers and page numbers, no empty line between most paragraphs."""
    return _paged(_lines(name, indented=False), name, apart=False)


def laid_out(name: str) -> str:
    """As wrapped, but with indents and empty lines between paragraphs, and tables in columns."""
    return _paged(_lines(name, indented=True), name, apart=True)


def _lines(name: str, *, indented: bool) -> list[list[str]]:
    found: list[list[str]] = []
    for part in parts(name):
        if part.sort == "=":
            continue
        if part.blank:
            found.append([])
        found.extend(_part_lines(part, indented=indented))
    return found


def _part_lines(part: Part, *, indented: bool) -> list[list[str]]:
    margin = "       " if indented else ""
    if part.sort == "|":
        cells = [cell.lstrip(">") for cell in part.cells]
        if not indented:
            return [textwrap.wrap(cell, 80) for cell in cells]
        if len(cells) == 1:
            return [textwrap.wrap(cells[0], 80)]
        left = textwrap.wrap(cells[0], 34)
        right = textwrap.wrap(cells[1], 46)
        for cell in cells[2:]:
            right += textwrap.wrap(cell, 46, initial_indent="• ", subsequent_indent="  ")
        rows = max(len(left), len(right))
        left += [""] * (rows - len(left))
        right += [""] * (rows - len(right))
        return [[f"{a:<38}{b}".rstrip() for a, b in zip(left, right, strict=True)]]
    if part.sort == "@":
        return [["".join(f"{a:<70}" if i == 0 else a for i, a in enumerate(part.words.split(" | ")))]]
    sign = {"*": "▪ ", "**": "– ", "1": f"{part.number}. "}.get(part.sort, "")
    if indented and sign:
        sign = (margin if part.sort == "**" else "") + f"{sign:<7}"
    hang = " " * len(sign) if indented else ""
    lines: list[str] = []
    for piece in part.words.split(" // "):
        lines += textwrap.wrap(piece, 86, initial_indent="" if lines else sign, subsequent_indent=hang)
    return [lines]


def _paged(paragraphs: list[list[str]], name: str, *, apart: bool) -> str:
    footer = f"Inspection report: {name.replace('_', ' ')}"
    pages: list[list[str]] = [[]]
    for paragraph in paragraphs:
        if not paragraph:
            pages[-1].append("")
            continue
        for line in paragraph:
            if len(pages[-1]) >= 44:
                pages.append([])
            pages[-1].append(line)
        if apart:
            pages[-1].append("")
    if len(pages) == 1:
        return "\n".join(pages[0]) + "\n"
    return "\f".join(
        "\n".join([*lines, "", footer, "", f"{number}", ""]) for number, lines in enumerate(pages, start=1)
    )


def web_page(name: str) -> str:
    """A web page: headings, paragraphs, lists and tables as tags."""
    out: list[str] = ["<!DOCTYPE html>", "<html><head><title>A report</title></head><body>"]
    open_tag = ""
    for part in parts(name):
        if part.sort == "=":
            continue
        wanted = {"*": "ul", "**": "ul", "|": "table"}.get(part.sort, "")
        if open_tag and open_tag != wanted:
            out.append(f"</{open_tag}>")
        if wanted and open_tag != wanted:
            out.append(f"<{wanted}>")
        open_tag = wanted
        out.append(_tagged(part))
    return "\n".join([*out, f"</{open_tag}>" if open_tag else "", "</body></html>"])


def _tagged(part: Part) -> str:
    words = html.escape(part.words.replace(" // ", " "))
    if part.sort == "|":
        cells = [html.escape(cell.lstrip(">")) for cell in part.cells]
        listed = "".join(f"<li>{cell}</li>" for cell in cells[2:])
        inner = [*cells[:1], *(cell + (f"<ul>{listed}</ul>" if listed else "") for cell in cells[1:2])]
        return "<tr>" + "".join(f"<td>{cell}</td>" for cell in inner) + "</tr>"
    forms = {
        "#": "<h2>{}</h2>",
        "##": "<h3>{}</h3>",
        "*": "<li>{}</li>",
        "**": "<ul><li>{}</li></ul>",
        "1": f"<p>{part.number}. {{}}</p>",
    }
    return forms.get(part.sort, "<p>{}</p>").format(words)


RENDERINGS: dict[str, tuple[str, Callable[[str], str]]] = {
    "letters": (".txt", letters),
    "markdown": (".md", markdown),
    "wrapped": (".txt", wrapped),
    "laid_out": (".txt", laid_out),
    "web_page": (".html", web_page),
}
"""The suffix and the function of each form."""
