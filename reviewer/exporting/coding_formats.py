"""The formats of programs that code and annotate texts: name, what it is for, the module that writes it."""

from __future__ import annotations

from typing import Final

ALL: Final = (
    ("qdpx", "a REFI-QDA project for NVivo, ATLAS.ti, MAXQDA and QualCoder", "reviewer.exporting.qdpx"),
    ("qdc", "the codebook alone, for the same programs", "reviewer.exporting.qdc"),
    (
        "webannotation",
        "W3C Web Annotations as JSON-LD, by position and by quotation",
        "reviewer.exporting.webannotation",
    ),
    (
        "labelstudio",
        "tasks for Label Studio, machine and reviewer side by side",
        "reviewer.exporting.labelstudio",
    ),
    ("doccano", "labelled texts for doccano", "reviewer.exporting.doccano"),
    ("langextract", "annotated documents of LangExtract", "reviewer.exporting.langextract"),
    ("brat", "standoff annotation for brat", "reviewer.exporting.brat"),
)
