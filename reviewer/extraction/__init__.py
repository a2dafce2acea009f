"""A :class:`~reviewer.reading.document.Document` to an :class:`~reviewer.model.Extraction`; pure, no Qt, no SQL."""

from reviewer.extraction.extract import EXTRACTOR_VERSION, extract

__all__ = ["EXTRACTOR_VERSION", "extract"]
