"""What the words of a new finding say about its codes, read as the machine would have read them."""

from __future__ import annotations

from reviewer.model import Polarity, Spans, joined
from reviewer.store.rows import CodeRole, Decision
from reviewer.ui import codes
from reviewer.ui.session import OpenReport


def read_codes(report: OpenReport, spans: Spans) -> dict[str, str]:
    """Theme and polarity of the words at ``spans``, each only where the words or the neighbours say it.

    Where all findings under a heading praise or all criticise, as in a list of what needs to improve, a new
    one there does as well, whatever its words: its polarity is left to its place.
    """
    from reviewer.extraction import codebook, polarity, statements, themes

    words, start = joined(report.source.text, spans), spans[0][0]
    before = [row for row in report.sections if row.spans and row.spans[0][0] <= start]
    section = max(before, key=lambda row: row.spans[0][0], default=None)
    near = [
        row
        for row in report.findings
        if section is not None and row.section_id == section.id and row.decision is not Decision.REJECTED
    ]
    nearest = min(near, key=lambda row: abs(row.spans[0][0] - start) if row.spans else start, default=None)
    kind = nearest.kind if nearest is not None else "narrative"
    heading = section.heading if section is not None else None
    book, sentences = codebook.load(), statements.split(words)
    theme = themes.propose(
        words,
        kind=kind,
        section=heading,
        document_type=report.row.document_type or "",
        codebook=book,
        sentences=sentences,
    )
    found = {}
    if theme.why and theme.theme in [row.key for row in codes.in_use().offered(CodeRole.THEME)]:
        found["theme"] = theme.theme
    if len({row.polarity for row in near}) != 1:
        said = polarity.of_finding(words, sentences, kind=kind, section=heading, codebook=book).polarity
        if said is not Polarity.NEUTRAL:
            found["polarity"] = said.value
    return found
