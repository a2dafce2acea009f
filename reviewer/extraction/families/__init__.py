"""One small module a report family: which headings it has, and what stands under them."""

from __future__ import annotations

from reviewer.extraction.families import area_send, early, ilacs, letters, other, sif
from reviewer.extraction.families.grammar import Family
from reviewer.model import DocumentType

_FAMILIES = {
    DocumentType.CRA_LETTER: letters.CRA_LETTER,
    DocumentType.LOOKED_AFTER_CHILDREN: early.FAMILY,
    DocumentType.PROTECTION_OF_CHILDREN: early.FAMILY,
    DocumentType.SIF: sif.FAMILY,
    DocumentType.ILACS: ilacs.FAMILY,
    DocumentType.FOCUSED_VISIT: letters.FOCUSED_VISIT,
    DocumentType.MONITORING_VISIT: letters.MONITORING_VISIT,
    DocumentType.JTAI: letters.JTAI,
    DocumentType.AREA_SEND: area_send.FAMILY,
    DocumentType.OTHER: other.FAMILY,
}


def family(document_type: str) -> Family:
    """The grammar of a document type."""
    return _FAMILIES[DocumentType(document_type)]
