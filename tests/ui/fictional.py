"""A longer fictional report, built paragraph by paragraph, wrapped as paper wraps it."""

from __future__ import annotations

import hashlib
import textwrap

from reviewer.model import (
    Extraction,
    Finding,
    Judgement,
    Measure,
    Metadata,
    ReportWarning,
    Section,
    Source,
    Span,
    Statement,
    joined,
)
from reviewer.reading.document import Document, Page
from tests.factories import Imported


class Writer:
    """Writes a report and notes where everything stands."""

    def __init__(self) -> None:
        self.text = ""
        self.pages = [0]
        self.metadata: list[Span] = []
        self.furniture: list[Span] = []
        self.unclaimed: list[Span] = []
        self.judgements: list[Judgement] = []
        self.sections: list[Section] = []
        self.findings: list[Finding] = []

    def _put(self, words: str, width: int = 92) -> Span:
        start = len(self.text)
        wrapped = "\n".join(textwrap.fill(line, width) for line in words.split("\n"))
        self.text += wrapped + "\n"
        return start, start + len(wrapped)

    def facts(self, words: str) -> None:
        self.metadata.append(self._put(words))
        self.text += "\n"

    def page(self, footer: str) -> None:
        self.furniture.append(self._put(footer))
        self.pages.append(len(self.text))

    def loose(self, words: str) -> None:
        self.unclaimed.append(self._put(words))

    def judgement(self, area: str, grade: str) -> None:
        self.judgements.append(Judgement(area, grade, (self._put(f"{area} {grade}"),), len(self.pages)))

    def heading(self, words: str, grade: str | None = None, parent: str | None = None) -> None:
        span = self._put(words)
        self.sections.append(
            Section(f"s{len(self.sections)}", parent, words, grade, (span,), len(self.pages))
        )

    def finding(
        self,
        sentences: list[tuple[str, str]],
        polarity: str,
        theme: str,
        *,
        number: str | None = None,
        kind: str = "narrative",
        lead: str = "",
        footer: str | None = None,
        measures: tuple[tuple[str, float, str, str], ...] = (),
        repeat: bool = False,
        confidence: float = 0.86,
    ) -> None:
        words = " ".join(sentence for sentence, _ in sentences)
        page = len(self.pages)
        lead = f"{number}. " if number else lead
        start, end = self._put(lead + words)
        if lead:
            self.furniture.append((start, start + len(lead.rstrip())))
        spans = [(start + len(lead), end)]
        if footer is not None:
            # The footer cuts the paragraph at the end of its first printed line.
            cut = self.text.index("\n", start) + 1
            rest = self.text[cut:]
            self.text = self.text[:cut]
            self.page(footer)
            spans = [(spans[0][0], cut - 1), (len(self.text), len(self.text) + len(rest) - 1)]
            self.text += rest
        section = self.sections[-1] if self.sections else None
        self.findings.append(
            Finding(
                id=f"f{len(self.findings)}",
                section=section.heading if section else None,
                section_id=section.id if section else None,
                number=number,
                kind=kind,
                polarity=polarity,
                theme=theme,
                page=page,
                text=joined(self.text, tuple(spans)),
                spans=tuple(spans),
                confidence=confidence,
                repeat_of_previous=repeat,
                theme_why=tuple(words.split()[:2]),
                statements=tuple(
                    Statement(sentence, (self._find(sentence, start),), said) for sentence, said in sentences
                )
                if len(sentences) > 1 and footer is None
                else (),
                measures=tuple(
                    Measure(quoted, (self._find(quoted, start),), value, unit, of)
                    for quoted, value, unit, of in measures
                ),
            )
        )

    def _find(self, words: str, start: int) -> Span:
        flat = self.text.replace("\n", " ")
        at = flat.index(words, start)
        return at, at + len(words)

    def imported(self, name: str, warnings: tuple[str, ...] = (), **facts: object) -> Imported:
        original = f"{name}\n{self.text}".encode()
        sha256 = hashlib.sha256(original).hexdigest()
        ends = [*self.pages[1:], len(self.text)]
        pages = tuple(
            Page(index + 1, start, end, 595.0, 842.0)
            for index, (start, end) in enumerate(zip(self.pages, ends, strict=True))
        )
        document = Document(name, sha256, "application/pdf", self.text, pages, (), tagged=True)
        extraction = Extraction(
            source=Source(name, sha256, "application/pdf", len(pages), len(self.text)),
            text=self.text,
            report=Metadata(**facts),  # type: ignore[arg-type]
            metadata_spans=tuple(self.metadata),
            judgements=tuple(self.judgements),
            sections=tuple(self.sections),
            findings=tuple(self.findings),
            furniture=tuple(self.furniture),
            unclaimed=tuple(self.unclaimed),
            extractor="test",
            warnings=tuple(ReportWarning("dates", message) for message in warnings),
        )
        return Imported(document, extraction, original, name)


def long_report() -> Imported:
    """An inspection of Northmere on three pages: judgements, bullets, numbers, a footer inside a finding."""
    w = Writer()
    w.facts(
        "Inspection of Northmere local authority children’s services\nInspection dates: 9 to 13 March 2026"
    )
    w.facts("Lead inspector: Rosa Lindqvist, His Majesty’s Inspector")
    w.judgement("The impact of leaders on social work practice", "Requires improvement to be good")
    w.judgement("The experiences and progress of children who need help and protection", "Good")
    w.judgement("The experiences and progress of children in care", "Good")
    w.judgement("The experiences and progress of care leavers", "Outstanding")
    w.finding(
        [
            ("Children in Northmere mostly get the help that they need when they first need it.", "positive"),
            (
                "Since the last inspection, leaders have rebuilt the front door and put money into it.",
                "positive",
            ),
        ],
        "positive",
        "overall",
        kind="summary",
    )
    w.heading("What needs to improve")
    for words, theme in (
        (
            "The consistency of planning for children, so that each says what should change and when.",
            "planning_and_review",
        ),
        ("The timeliness of the minutes of child protection conferences.", "recording"),
        ("The response to children who go missing from care at night.", "risk_exploitation_missing"),
    ):
        w.finding([(words, "negative")], "negative", theme, kind="area_for_improvement", lead="\uf0b7 ")
    w.page("Inspection of Northmere local authority children’s services\n9 to 13 March 2026\n2")
    w.heading("The experiences and progress of children who need help and protection: good", "Good")
    w.finding(
        [
            (
                "The out-of-hours team is effective in keeping children safe at night and at weekends.",
                "positive",
            ),
            ("The handover to the day service is prompt and complete.", "positive"),
        ],
        "positive",
        "front_door",
        number="5",
    )
    w.finding(
        [
            ("When there are worries about significant harm, strategy meetings are quick.", "positive"),
            (
                "The right professionals attend, and they write action plans that families can understand.",
                "positive",
            ),
        ],
        "positive",
        "child_protection",
        number="6",
        footer="Inspection of Northmere local authority children’s services\n9 to 13 March 2026\n3",
    )
    w.finding(
        [
            (
                "Most assessments are detailed and show a good understanding of what children need.",
                "positive",
            ),
            (
                "Weaker assessments are too brief in their analysis, so plans don’t name every action.",
                "negative",
            ),
            ("For 18% of families, specialist assessments took longer than 45 days.", "negative"),
        ],
        "mixed",
        "assessment",
        number="7",
        measures=(("18% of families", 18.0, "percent", "specialist assessments over 45 days"),),
    )
    w.finding(
        [
            ("Minutes of first child protection conferences still go out late.", "negative"),
            ("This was raised at the last inspection and it has not been put right.", "negative"),
        ],
        "negative",
        "recording",
        number="8",
        repeat=True,
        confidence=0.61,
    )
    w.finding(
        [
            ("Enquiries under section 47 are timely.", "positive"),
            ("Children’s wishes are gathered with care and they inform what happens next.", "positive"),
        ],
        "positive",
        "child_protection",
        number="9",
    )
    w.finding(
        [
            (
                "At the time of the inspection, 412 children had a child protection plan, 388 a year ago.",
                "neutral",
            )
        ],
        "neutral",
        "context",
        number="10",
        kind="context",
        measures=(("412 children", 412.0, "count", "children with a child protection plan"),),
    )
    w.loose("Table 2 continues overleaf in the printed edition of this report.")
    w.heading("The experiences and progress of care leavers: outstanding", "Outstanding")
    for number, words, theme in (
        (
            "11",
            "Personal advisers know their young people well and stay in touch past their 25th year.",
            "care_leavers",
        ),
        (
            "12",
            "Nearly every care leaver has a home that suits them, and a say in where it is.",
            "care_leavers",
        ),
        (
            "13",
            "Two in three care leavers are in work or education, more than in similar areas.",
            "education_and_employment",
        ),
    ):
        w.finding([(words, "positive")], "positive", theme, number=number)
    return w.imported(
        "northmere-2026.pdf",
        warnings=("The judgement table and the heading disagree about leaders.",),
        document_type="ilacs",
        authority="Northmere",
        inspection_start="2026-03-09",
        inspection_end="2026-03-13",
        lead_inspector="Rosa Lindqvist",
    )


def short_report(authority: str, document_type: str, start: str, end: str) -> Imported:
    """A report of two findings."""
    w = Writer()
    w.facts(f"{authority} children’s services\nVisit of {start}")
    w.heading("Headline findings")
    w.finding([(f"Leaders in {authority} know their services well.", "positive")], "positive", "overall")
    w.finding(
        [("Supervision is not regular in every team.", "negative")], "negative", "supervision_and_oversight"
    )
    return w.imported(
        f"{authority.lower()}-{start}.pdf",
        document_type=document_type,
        authority=authority,
        inspection_start=start,
        inspection_end=end,
    )


def library() -> list[Imported]:
    """Reports of three authorities."""
    return [
        long_report(),
        short_report("Northmere", "focused_visit", "2021-05-12", "2021-05-13"),
        short_report("Northmere", "sif", "2014-01-28", "2014-02-05"),
        short_report("Northmere", "cra_letter", "2010-12-07", "2010-12-08"),
        short_report("Eastwold", "ilacs", "2022-10-03", "2022-10-14"),
        short_report("Eastwold", "area_send", "2023-09-25", "2023-09-29"),
        short_report("Ashby Vale", "ilacs", "2019-03-18", "2019-03-22"),
    ]
