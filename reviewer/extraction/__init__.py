"""A document as read to what the machine takes from it; pure, no Qt, no SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reviewer.model import Extraction
    from reviewer.reading.document import Document

__all__ = ["EXTRACTOR_VERSION", "extract"]

EXTRACTOR_VERSION: Final = "1"
"""Raised whenever the same file may give another result."""


def extract(document: Document) -> Extraction:
    """Everything that can be taken from a report. The same document gives the same extraction."""
    # The rules and the codebook are loaded at the first report, not with the window.
    from reviewer.extraction.extractor import run

    return run(document)
