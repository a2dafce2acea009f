"""A fictional report with a machine's reading of it that has a mistake of each sort, and what is true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reviewer.model import Extraction, Finding, joined
from tests.factories import Imported
from tests.ui.fictional import Writer

HELP = "The experiences and progress of children who need help and protection: good"
LEADERS = "The impact of leaders on social work practice: good"
NO_FINDING = "Table 1 continues overleaf in the printed edition."
MISSED = "The quality of supervision, so that it challenges drift and delay."


@dataclass(frozen=True, slots=True)
class Mistaken:
    """A report as it should be reviewed, and as a machine read it."""

    truth: Imported
    read: Imported


def mistaken_report() -> Mistaken:
    """An inspection of Eastwold and thirteen mistakes in what the machine made of it."""
    truth = _truth()
    extraction = replace(
        truth.extraction,
        findings=tuple(_read(truth.extraction)),
        judgements=(truth.extraction.judgements[0], replace(truth.extraction.judgements[1], grade="Good")),
        unclaimed=(),
    )
    return Mistaken(truth, replace(truth, extraction=extraction))


def _truth() -> Imported:
    w = Writer()
    w.facts("Inspection of Eastwold local authority children’s services\nInspection dates: 8 to 12 June 2026")
    w.judgement("The impact of leaders on social work practice", "Good")
    w.judgement("The experiences and progress of children in care", "Requires improvement to be good")
    w.heading("What needs to improve")
    for words, theme in (
        ("The timeliness of first visits to children in need.", "assessment"),
        (MISSED, "supervision_and_oversight"),
        ("The recording of why decisions are made.", "recording"),
    ):
        w.finding([(words, "negative")], "negative", theme, kind="area_for_improvement", lead="\uf0b7 ")
    w.heading(HELP, "Good")
    narrative = (
        ("Families get early help before problems grow. Schools know whom to call.", "early_help"),
        (
            "Partners share what they know on the day that they learn it. Strategy meetings follow soon.",
            "child_protection",
        ),
        ("Assessments are thorough and say what the child thinks.", "assessment"),
        ("They are brought up to date whenever something changes in a child’s life.", "assessment"),
    )
    for number, (words, theme) in enumerate(narrative, 1):
        w.finding([(words, "positive")], "positive", theme, number=str(number))
    w.finding(
        [
            (
                "Children who go missing are spoken to quickly when they come back, by someone they know and "
                "trust, and what they say leads to action that keeps them safe.",
                "positive",
            )
        ],
        "positive",
        "risk_exploitation_missing",
        number="5",
        footer="Inspection of Eastwold local authority children’s services\n8 to 12 June 2026\n2",
    )
    for number, words, polarity, theme in (
        ("6", "Disabled children have social workers who know what they need.", "positive", DISABILITY),
        ("7", "Children in private fostering are not always known.", "negative", "placements"),
        ("8", "Homes are near to school and family. Moves are few and prepared.", "positive", "placements"),
    ):
        w.finding([(words, polarity)], polarity, theme, number=number)
    w.loose(NO_FINDING)
    w.heading(LEADERS, "Good")
    for number, words, polarity, theme in (
        ("9", "Leaders know their services well, and visit teams every month.", "positive", LEADERSHIP),
        ("10", "Caseloads have fallen, and social workers have time for children.", "positive", "workforce"),
        ("11", "The authority closed two of its children’s homes in 2025.", "neutral", "context"),
    ):
        kind = "context" if theme == "context" else "narrative"
        w.finding([(words, polarity)], polarity, theme, kind=kind, number=number)
    return w.imported(
        "eastwold-2026.pdf", document_type="ilacs", authority="Eastwold", inspection_start="2026-06-08"
    )


DISABILITY = "disability_and_send"
LEADERSHIP = "leadership_and_partnership"


def _read(truth: Extraction) -> Iterator[Finding]:
    """The findings as the machine read them."""
    text, by_number = truth.text, {one.number: one for one in truth.findings}
    help_section = next(one for one in truth.sections if one.heading == HELP)
    (cut, rest), fourth, eighth = by_number["5"].spans, by_number["4"], by_number["8"]
    changed = {
        "1": _with_words(text, by_number["1"], end="grow."),
        "2": _with_words(text, by_number["2"], start="Strategy"),
        "3": replace(
            by_number["3"],
            spans=(*by_number["3"].spans, *fourth.spans),
            text=joined(text, (*by_number["3"].spans, *fourth.spans)),
        ),
        "5": replace(by_number["5"], spans=(cut,), text=joined(text, (cut,))),
        "6": replace(by_number["6"], theme="workforce"),
        "7": replace(by_number["7"], polarity="positive"),
        "8": _with_words(text, eighth, start="near", end="few"),
        "9": replace(by_number["9"], section=HELP, section_id=help_section.id),
        "10": replace(by_number["10"], number=None),
        "11": replace(by_number["11"], kind="narrative"),
    }
    for one in truth.findings:
        if one.text != MISSED and one is not fourth:
            yield changed.get(one.number or "", one)
        if one.number == "5":
            yield replace(one, id="f5b", number=None, spans=(rest,), text=joined(text, (rest,)))
        elif one.number == "8":
            start = text.index(NO_FINDING)
            spans = ((start, start + len(NO_FINDING)),)
            yield replace(one, id="f8b", number=None, spans=spans, text=NO_FINDING)


def _with_words(text: str, one: Finding, *, start: str = "", end: str = "") -> Finding:
    """The finding from the word ``start`` on, or up to the word ``end``."""
    (begins, ends), *_ = one.spans
    span = (
        text.index(start, begins) if start else begins,
        text.index(end, begins) + len(end) if end else ends,
    )
    return replace(one, spans=(span,), text=joined(text, (span,)), statements=())
