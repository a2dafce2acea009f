"""Bytes to a document: canonical text, pages, lines with their fonts and boxes; one module a format."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import Final

from reviewer.reading.document import Document, Line, Page, ReadingError, Run, refuse_endless

__all__ = [
    "SUFFIXES",
    "Document",
    "Line",
    "Page",
    "ReadingError",
    "Run",
    "load",
    "read",
    "read_bytes",
    "shown",
]

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
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            with os.scandir(path):
                # Raises where it cannot be opened: then that is what is to be said.
                pass
            raise ReadingError(
                "not_a_report_file", "It is a folder. Give the files in it, or import the folder."
            )
        if not stat.S_ISREG(found.st_mode):
            # To open a pipe would wait for whoever writes to it.
            raise ReadingError("not_a_report_file", "It is a device or a pipe, not a file.")
        if found.st_size > MAX_BYTES:
            raise _too_large()
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ReadingError("not_found", "There is no such file.") from error
    except OSError as error:
        raise ReadingError("not_found", f"It cannot be opened: {error.strerror or error}.") from error
    except ValueError as error:
        raise ReadingError("not_found", "No file can have such a name.") from error
    if len(data) > MAX_BYTES:
        raise _too_large()
    return data


def _too_large() -> ReadingError:
    return ReadingError("too_large", f"It is larger than {MAX_BYTES // 2**20} MB.")


def shown(name: object) -> str:
    """A file's name or path on one line: what cannot be printed, such as a line end, as ``\ufffd``."""
    return "".join(char if char.isprintable() else "\ufffd" for char in str(name))


def read_bytes(path: Path, data: bytes) -> Document:
    """Read a report's bytes; ``path`` is only a name, its ending tells the format where the bytes do not.

    Raises ReadingError where they cannot be read as a report.
    """
    if not data.strip():
        raise ReadingError("not_a_report_file", "The file is empty.")
    document = _read_format(path, data)
    refuse_endless(len(document.text))
    return document


def _read_format(path: Path, data: bytes) -> Document:
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
