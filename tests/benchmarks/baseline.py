"""What bare reading costs: ``python -m tests.benchmarks.baseline plain|characters FOLDER``.

``plain``: PDFium's plain text of each page. ``characters``: each character with its code, box, font size and
weight, its text object's marked content, and the page's structure tree.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw


def plain(page: Any) -> int:
    """Read a page's plain text; returns the number of characters."""
    textpage = page.get_textpage()
    length = len(textpage.get_text_range())
    textpage.close()
    return length


def characters(page: Any) -> int:
    """Read a page's characters with their looks, and its structure; returns the number of characters."""
    textpage = page.get_textpage()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    count = raw.FPDFText_CountChars(textpage.raw)
    for index in range(count):
        raw.FPDFText_GetUnicode(textpage.raw, index)
        raw.FPDFText_GetCharBox(textpage.raw, index, left, right, bottom, top)
        raw.FPDFText_GetFontSize(textpage.raw, index)
        raw.FPDFText_GetFontWeight(textpage.raw, index)
        found = raw.FPDFText_GetTextObject(textpage.raw, index)
        if found:
            raw.FPDFPageObj_GetMarkedContentID(found)
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if tree:
        for child in range(raw.FPDF_StructTree_CountChildren(tree)):
            walk(raw.FPDF_StructTree_GetChildAtIndex(tree, child))
        raw.FPDF_StructTree_Close(tree)
    textpage.close()
    return int(count)


def walk(element: Any) -> None:
    """Visit a structure element and all below it: type and marked content."""
    if not element:
        return
    raw.FPDF_StructElement_GetType(element, None, 0)
    for index in range(raw.FPDF_StructElement_GetMarkedContentIdCount(element)):
        raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, index)
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        walk(raw.FPDF_StructElement_GetChildAtIndex(element, index))


def main() -> int:
    """Read all PDFs of a folder and print pages and characters."""
    read = {"plain": plain, "characters": characters}[sys.argv[1]]
    pages = total = 0
    for path in sorted(Path(sys.argv[2]).rglob("*.pdf")):
        try:
            pdf = pdfium.PdfDocument(path)
        except pdfium.PdfiumError:
            continue
        for page in pdf:
            total += read(page)
            pages += 1
            page.close()
        pdf.close()
    print(f"{pages} pages, {total} characters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
