"""Bytes to a document: canonical text, pages, lines with their fonts and boxes; one module a format."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from reviewer.reading.document import Document, Line, Page, ReadingError, Run

__all__ = ["SUFFIXES", "Document", "Line", "Page", "ReadingError", "Run", "load", "read", "read_bytes"]

SUFFIXES: Final = (".pdf", ".docx", ".html", ".htm", ".txt", ".md", ".text", ".markdown")
"""The endings, in lower case, of the files that can be read."""

MAX_BYTES: Final = 200 * 1024 * 1024


def read(path: Path) -> Document:
    """Read the file at ``path``.

    Raises ReadingError where it cannot be read as a report.
    """
    return read_bytes(path, load(path))


def load(path: Path) -> bytes:
    """The bytes of the file at ``path``.

    Raises ReadingError where there is no such file, it cannot be opened, or it is too large for a report.
    """
    try:
        if path.is_dir():
            raise ReadingError(
                "not_a_report_file", "It is a folder. Give the files in it, or import the folder."
            )
        if path.stat().st_size > MAX_BYTES:
            raise ReadingError("too_large", f"It is larger than {MAX_BYTES // 2**20} MB.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadingError("not_found", "There is no such file.") from error
    except OSError as error:
        raise ReadingError("not_found", f"It cannot be opened: {error.strerror or error}.") from error


def read_bytes(path: Path, data: bytes) -> Document:
    """Read a report's bytes; ``path`` is only a name, its ending tells the format where the bytes do not.

    Raises ReadingError where they cannot be read as a report.
    """
    if not data.strip():
        raise ReadingError("not_a_report_file", "The file is empty.")
    sha256 = hashlib.sha256(data).hexdigest()
    if data.startswith(b"%PDF-") or path.suffix.lower() == ".pdf":
        from reviewer.reading.pdf import read_pdf

        return read_pdf(path, data, sha256)
    from reviewer.reading.docx import is_docx, read_docx

    if path.suffix.lower() == ".docx" or is_docx(data):
        return read_docx(path, data, sha256)
    from reviewer.reading.html import looks_like_html, read_html

    if path.suffix.lower() in (".html", ".htm") or looks_like_html(data):
        return read_html(path, data, sha256)
    from reviewer.reading.text import read_text

    return read_text(path, data, sha256)
