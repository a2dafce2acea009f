"""Pieces of web pages that need no other file: text that HTML allows, tables, the page around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from reviewer.colours import DARK, LIGHT
from reviewer.exporting.html_style import SCREEN
from reviewer.pictures import svg

_NO_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def text(value: object) -> str:
    """A value as the page's text; what HTML does not allow is a replacement character."""
    return escape(_NO_XML.sub("\ufffd", str(value)), quote=True)


def beginning(title: str) -> str:
    """The page up to its body. Its pictures take the reader's light or dark colours."""
    pictures = (
        f"{svg.style(LIGHT, '.picture svg')}\n@media (prefers-color-scheme: dark) {{\n"
        f"{svg.style(DARK, '.picture svg')}\n}}\n@media print {{\n{svg.style(LIGHT, '.picture svg')}\n}}\n"
    )
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>\n{SCREEN}{pictures}</style>\n</head>\n<body>\n"
    )


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A table; the first cell of each row names it."""
    yield f"<table>\n<caption>{text(caption)}</caption>\n{table_heads(heads)}"
    for first, *others in rows:
        yield f'<tr><th scope="row">{text(first)}</th>'
        yield "".join(f"<td>{text(cell)}</td>" for cell in others) + "</tr>\n"
    yield "</tbody>\n</table>\n"


def table_heads(names: Iterable[str], widths: Iterable[int] = ()) -> str:
    """The heads of a table, and the beginning of its body; ``widths`` of its columns are in percent."""
    styles = (f' style="width: {width}%"' for width in widths)
    cells = "".join(f'<th scope="col"{next(styles, "")}>{text(name)}</th>' for name in names)
    return f"<thead>\n<tr>{cells}</tr>\n</thead>\n<tbody>\n"
