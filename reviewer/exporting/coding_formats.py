"""The formats of programs that code and annotate texts: name, what it is for, the function that writes it."""

from __future__ import annotations

from typing import Final

from reviewer.exporting import brat, doccano, labelstudio, langextract, qdc, qdpx, webannotation

ALL: Final = (
    ("qdpx", "a REFI-QDA project for NVivo, ATLAS.ti, MAXQDA and QualCoder", qdpx.write),
    ("qdc", "the codebook alone, for the same programs", qdc.write),
    ("webannotation", "W3C Web Annotations as JSON-LD, by position and by quotation", webannotation.write),
    ("labelstudio", "tasks for Label Studio, machine and reviewer side by side", labelstudio.write),
    ("doccano", "labelled texts for doccano", doccano.write),
    ("langextract", "annotated documents of LangExtract", langextract.write),
    ("brat", "standoff annotation for brat", brat.write),
)
