"""The codebook for programs of qualitative analysis: REFI-QDA 1.5, ``codebook.qdc``."""

from __future__ import annotations

from reviewer import __version__
from reviewer.exporting.dataset import Dataset
from reviewer.exporting.files import Writing
from reviewer.exporting.refi_codes import CodeTree
from reviewer.exporting.refi_xml import HEAD, codes, element


def write(dataset: Dataset, writing: Writing) -> None:
    """Write the codebook, and what the chosen reports use beyond it; the same codes as in a project."""
    tree = CodeTree(dataset.codes())
    for report in dataset:
        for finding in report.findings:
            tree.of_finding(finding)
        for judgement in report.judgements:
            tree.of_judgement(judgement)
    attributes = {"xmlns": "urn:QDA-XML:codebook:1.0", "origin": f"Reviewer {__version__}"}
    writing.open("codebook.qdc").write(HEAD + element("CodeBook", dict(attributes), codes(tree)))
