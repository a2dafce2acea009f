"""What stands under which heading in reports of each family, and what pages do to paragraphs.

All words here are made up; only headings and standing phrases are those of published reports.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from reviewer.extraction import grades
from reviewer.extraction.blocks import blocks
from reviewer.extraction.extractor import run
from reviewer.extraction.families import family
from reviewer.extraction.furniture import running_lines
from reviewer.extraction.judgements import judgements
from reviewer.extraction.kinds import refined
from reviewer.extraction.layout import Block
from reviewer.extraction.structure import Structure, structure
from reviewer.model import DocumentType, Kind, Section
from reviewer.reading.document import Document, Line, Page, Run
from reviewer.reading.text import read_text

BODY = 12.0
PITCH = 14.5
LEFT, RIGHT = 70.0, 510.0
TOP, FLOOR = 760.0, 70.0
WIDTH = 5.5
"""Points a character of the body, so that a full line has 80."""


@dataclass(frozen=True)
class Printed:
    """A printed line: where it begins, how high it stands, and how it looks."""

    words: str
    x: float = LEFT
    y: float | None = None
    size: float = BODY
    bold: bool = False
    raised: str = ""
    """A raised footnote mark after the words."""
    gap: float = PITCH
    element: int = -1


def pdf(*pages: Iterable[Printed]) -> Document:
    """A document of pages as a reader returns it for an untagged PDF."""
    text, lines, sheets = "", [], []
    for number, page in enumerate(pages, start=1):
        begin, y = len(text), TOP + PITCH
        for printed in page:
            y = printed.y if printed.y is not None else y - printed.gap
            start, end = len(text), len(text) + len(printed.words)
            runs = [Run(start, end, "", printed.element, printed.size, printed.bold)]
            if printed.raised:
                runs.append(Run(end, end + len(printed.raised), "", -1, 6.5, False))
            right = printed.x + len(printed.words) * WIDTH * printed.size / BODY
            box = (printed.x, y, right, y + printed.size)
            words = printed.words + printed.raised
            look = ("", printed.element, printed.size, printed.bold)
            lines.append(Line(start, start + len(words), number, box, *look, 0, tuple(runs)))
            text += words + "\n"
        sheets.append(Page(number, begin, len(text), 595.0, 842.0))
    return Document("fictional.pdf", "", "application/pdf", text, tuple(sheets), tuple(lines), False)


def paragraph(words: str, *, x: float = LEFT, first: str = "", gap: float = 24.0) -> list[Printed]:
    """A paragraph's lines, wrapped at the margin; ``first`` is a number or bullet that hangs left of it."""
    room = int((RIGHT - x - (20 if first else 0)) / WIDTH)
    wrapped, line = [], ""
    for word in words.split():
        if line and len(line) + 1 + len(word) > room:
            wrapped.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    wrapped.append(line)
    if first:
        return [
            Printed(f"{first} {wrapped[0]}", x, gap=gap),
            *(Printed(words, x + 20) for words in wrapped[1:]),
        ]
    return [Printed(wrapped[0], x, gap=gap), *(Printed(words, x) for words in wrapped[1:])]


def heading(words: str, *, size: float = BODY) -> Printed:
    return Printed(words, size=size, bold=True, gap=30.0)


def sentences(count: int, subject: str = "Children") -> str:
    """Fictional prose of ``count`` sentences."""
    return " ".join(
        f"{subject} in Northmere are seen in week {n} by a worker they know." for n in range(count)
    )


def text(content: str) -> Document:
    return read_text(Path("fictional.txt"), content.encode(), "")


def outline(document: Document, kind: DocumentType) -> Structure:
    found, layout = blocks(document)
    return structure(found, layout, family(kind))


def section_of(found: Structure, beginning: str) -> Section | None:
    return next(item.section for item in found.items if item.text.startswith(beginning))


def path_of(found: Structure, section: Section | None) -> list[str]:
    """Headings from the section up to the top."""
    by_id = {s.id: s for s in found.sections}
    path: list[str] = []
    while section is not None:
        path.append(section.heading)
        section = by_id.get(section.parent or "")
    return path


# -- single inspections


SIF = """\
Northmere Council
Inspection of services for children in need of help and protection

Contents
The local authority 3
Information about this inspection 9

The local authority

Summary of findings

Children’s services in Northmere require improvement because:

1. Too many children wait for a plan that says what will change for them.

What does the local authority need to improve?

Priority and immediate action

2. No areas were identified for immediate improvement.

Areas for improvement

Early help

3. Make sure that families get help before their problems get worse.

Inspection judgements about the local authority

Key judgement    Judgement grade

The experiences and progress of children who need help and protection

Requires improvement

Summary

Families find help close to home, and most say that it came when they needed it.

4. Thresholds are known to schools and nurses, who ask for advice when they are not sure.

5. Assessments say what life is like for the child, and are shared with the parents.

The graded judgement for adoption performance is that it is good

6. Children wait less time for their new families than they did two years ago.

The Local Safeguarding Children Board (LSCB)

The Local Safeguarding Children Board is good

Recommendations

7. Ask partners what difference the training has made to children.

Inspection findings

8. The chair is heard by all partners, and they are challenged when they fall behind.

What the inspection judgements mean

The local authority

A local authority that is outstanding does far more for children than it is asked to do.

The LSCB

An LSCB that is good coordinates the activity of its partners and checks how well they do it for children.

Information about this inspection

Inspectors looked closely at what children told them about their lives in the town and its villages.

The inspection team

Lead inspector: Ada Marsh

Team inspectors: Ben Reed, Cora Finch
"""


@pytest.fixture(scope="module")
def single() -> Structure:
    return outline(text(SIF), DocumentType.SIF)


def test_numbered_paragraphs_end_the_summary_of_a_judgement_box(single: Structure) -> None:
    judged = "The experiences and progress of children who need help and protection"
    assert path_of(single, section_of(single, "Families find"))[:2] == ["Summary", judged]
    assert path_of(single, section_of(single, "Thresholds are"))[0] == judged
    kinds = {item.block.number: item.kind for item in single.items if item.block.number}
    assert (kinds["4"], kinds["5"]) == (Kind.NARRATIVE, Kind.NARRATIVE)
    assert next(item.kind for item in single.items if item.text.startswith("Families find")) is Kind.SUMMARY


def test_a_grade_beside_its_heading_is_taken_with_it(single: Structure) -> None:
    judged = next(s for s in single.sections if s.heading.endswith("help and protection"))
    assert judged.grade == "Requires improvement"


def test_definitions_of_grades_are_no_findings(single: Structure) -> None:
    words = [item.text for item in single.items]
    assert not any(w.startswith(("An outstanding local authority", "An LSCB that is good")) for w in words)
    assert [s.heading for s in single.sections].count("The local authority") == 1
    assert section_of(single, "Inspectors looked").heading == "Information about this inspection"  # type: ignore[union-attr]


def test_sections_stand_where_they_belong(single: Structure) -> None:
    assert path_of(single, section_of(single, "Make sure"))[:3] == [
        "Early help",
        "Areas for improvement",
        "What does the local authority need to improve?",
    ]
    assert path_of(single, section_of(single, "Children wait less"))[1].endswith("help and protection")
    assert (
        path_of(single, section_of(single, "The chair"))[1] == "The Local Safeguarding Children Board is good"
    )
    assert path_of(single, section_of(single, "Inspectors looked")) == ["Information about this inspection"]


def test_names_of_the_team_are_no_findings(single: Structure) -> None:
    assert not any("Marsh" in item.text or "Finch" in item.text for item in single.items)


def test_what_managers_are_asked_to_do_is_no_list_of_names() -> None:
    found = outline(
        text(
            "The local authority\n\nRecommendations\n\n"
            "- Managers: check that plans are read by all who need them.\n\n"
            "- Senior managers: ask families what has changed.\n"
        ),
        DocumentType.SIF,
    )
    assert len(found.items) == 2


def test_early_reports_hold_the_inspection_in_the_first_section() -> None:
    found = outline(
        text(
            "Contents\n\nSection 1: the local authority\n\nSummary of key findings\n\n"
            "This local authority requires improvement and is not yet good because\n\n"
            "1. Too many plans do not say who will do what, or when it should be done.\n\n"
            "Information about this inspection\n\n"
            "Inspectors looked closely at what children told them about their lives in the town.\n\n"
            "Information about this local authority area²\n\nChildren living in this area\n\n"
            "- Approximately 4,000 children live in Northmere, a fifth of all its people.\n"
        ),
        DocumentType.SIF,
    )
    assert path_of(found, section_of(found, "Approximately")) == [
        "Children living in this area",
        "Information about this local authority area",
        "Section 1: the local authority",
    ]


def test_grades_of_an_earlier_inspection_stay_with_the_item_that_quotes_them() -> None:
    found = outline(
        text(
            "The local authority\n\nInformation about this local authority area\n\n"
            "Previous Ofsted inspections\n\n"
            "- The last inspection was published in June 2012. The judgements were:\n\n"
            "Overall effectiveness: Inadequate.\n\n"
            "Leadership, management and governance: Inadequate.\n\n"
            "Local leadership\n\n"
            "- The director of children’s services has been in post since March 2014.\n"
        ),
        DocumentType.SIF,
    )
    assert len(found.items) == 2
    first = found.items[0]
    assert sum(end - start for start, end in first.spans) > 120
    assert [s.heading for s in found.sections][-2:] == ["Previous Ofsted inspections", "Local leadership"]


def test_a_heading_printed_again_in_its_box_is_one_section() -> None:
    title = "The experiences and progress of children looked after and achieving permanence"
    found = outline(
        pdf(
            [
                heading("Executive summary", size=16.0),
                *paragraph(sentences(4)),
                heading(title, size=16.0),
                heading(title),
                heading("Good"),
                heading("Summary"),
                *paragraph(sentences(3, "Carers")),
            ]
        ),
        DocumentType.SIF,
    )
    same = [s for s in found.sections if s.heading == title]
    assert len(same) == 1
    assert same[0].grade == "Good"
    assert path_of(found, section_of(found, "Carers"))[:2] == ["Summary", title]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        (
            "The overall judgement is that children’s services require\nimprovement\n",
            ("The overall judgement", "Requires improvement"),
        ),
        (
            "Children’s services in Northmere and Fell require improvement\nto be good\n",
            ("Children’s services in Northmere and Fell", "Requires improvement to be good"),
        ),
        (
            "The effectiveness of the Local Safeguarding Children Board (LSCB)\nrequires improvement\n",
            ("The effectiveness of the Local Safeguarding Children Board (LSCB)", "Requires improvement"),
        ),
    ],
)
def test_a_judgement_that_wraps(front: str, expected: tuple[str, str]) -> None:
    document = text(f"Northmere Council\n\n{front}\nExecutive summary\n\n{sentences(3)}\n")
    found, layout = blocks(document)
    graded = judgements(DocumentType.SIF, structure(found, layout, family(DocumentType.SIF)), layout)
    assert (graded[0].area, graded[0].grade) == expected


@pytest.mark.parametrize(
    "words",
    [
        "No areas were identified for immediate improvement.",
        "There are no areas for priority action.",
        "None identified at this inspection.",
    ],
)
def test_nothing_to_act_on_is_no_priority_action(words: str) -> None:
    kind = refined(
        Kind.PRIORITY_ACTION, words, document_type="sif", opening=False, section=None, numbered=True
    )
    assert kind is Kind.CONTEXT


# -- the inspections of 2012 and 2013


EARLY = """\
Contents

Inspection of local authority arrangements for the protection of children 2
Record of main findings 9

Inspection of local authority arrangements for the protection of children

The inspection judgements and what they mean

1. All inspection judgements are made using the following four point scale.

Outstanding    a service that significantly exceeds minimum requirements

Overall effectiveness

Adequate

2. The overall effectiveness of the arrangements to protect children in Northmere is adequate.

Areas for improvement

3. In order to improve the help given to children, the authority should take the following action.

Immediately:

- make sure that every child at risk is seen on the day

Within three months (by October 2012):

- check that decisions are written down with their reasons

About this inspection

4. The evidence evaluated by inspectors included:

- discussions with children and with the adults who care for them
- the files of 40 children

The quality of practice

Grade 2 (Good)

5. Visits are made when they are due, and children are seen alone by someone they know.

Record of main findings

Local authority arrangements for the protection of children

Overall effectiveness    Adequate

The effectiveness of the help and protection provided to children,
young people, families and carers    Adequate

The quality of practice    Good

Leadership and governance    Good
"""


def test_the_early_four_point_scale() -> None:
    document = text(EARLY)
    found, layout = blocks(document)
    report = structure(found, layout, family(DocumentType.PROTECTION_OF_CHILDREN))
    assert path_of(report, section_of(report, "make sure"))[:2] == ["Immediately:", "Areas for improvement"]
    assert section_of(report, "check that").heading.startswith("Within three months")  # type: ignore[union-attr]
    assert [item.block.number for item in report.items if item.block.number] == ["2", "3", "4", "5"]
    evidence = next(item for item in report.items if item.block.number == "4")
    assert "files of 40 children" in evidence.text
    assert evidence.kind is Kind.CONTEXT
    graded = judgements(DocumentType.PROTECTION_OF_CHILDREN, report, layout)
    assert [(j.area, j.grade) for j in graded] == [
        ("Overall effectiveness", "Adequate"),
        (
            "The effectiveness of the help and protection provided to children, young people, families and "
            "carers",
            "Adequate",
        ),
        ("The quality of practice", "Good"),
        ("Leadership and governance", "Good"),
    ]


# -- pages


def bodies(document: Document) -> list[Block]:
    return [block for block in blocks(document)[0] if not block.heading]


def test_raised_marks_of_footnotes_are_not_part_of_the_words() -> None:
    document = pdf(
        [
            Printed("What needs to improve?", bold=True, size=14.0, raised="1"),
            Printed("The pace of assessments in the north of the town is too slow.", raised="2", gap=24.0),
            Printed("Seven children live in residential special schools,", raised="11", gap=24.0),
            Printed("and all of them live out of the area."),
        ]
    )
    found, _ = blocks(document)
    assert [block.text for block in found] == [
        "What needs to improve?",
        "The pace of assessments in the north of the town is too slow.",
        "Seven children live in residential special schools, and all of them live out of the area.",
    ]
    assert [document.text[a:b] for block in found for a, b in block.notes] == ["1", "2", "11"]


def test_marks_are_claimed_as_furniture() -> None:
    document = text("Executive summary\n\nCare is good.\n")
    assert run(document).unclaimed == ()


def page_full_to(last: str) -> list[Printed]:
    """A page whose last line is ``last``, at its very foot."""
    above = [
        Printed("Workers meet children at home and at school, and they write down what is said.", y=y)
        for y in (200.0, 185.5, 171.0)
    ]
    return [*above, Printed(last, y=FLOOR)]


FULL = "They read the plans and change them as children grow, and parents have a copy."
SHORT = "They read the plans and change them."


@pytest.mark.parametrize(("last", "count"), [(FULL, 1), (SHORT, 2)])
def test_a_paragraph_cut_between_two_sentences_by_a_full_page(last: str, count: int) -> None:
    following = "Managers read the plans too, and they ask what has changed for a child since then."
    document = pdf(
        page_full_to(last)[-1:],
        [Printed(following), Printed("They say so in writing.")],
        [Printed(FULL, gap=24.0) for _ in range(6)],
    )
    first = [block for block in bodies(document) if block.page <= 2]
    assert len(first) == count


@pytest.mark.parametrize(("gap", "count"), [(PITCH, 1), (PITCH + 9, 2)])
def test_a_stray_line_end_of_the_source_ends_no_paragraph(gap: float, count: int) -> None:
    document = pdf(
        [
            Printed(
                "Workers meet children at home and at school, and they write down what is said.", element=1
            ),
            Printed(FULL, element=1),
            Printed("Managers read the plans too, and they ask what has changed.", element=2, gap=gap),
        ]
    )
    assert len(bodies(document)) == count


def test_an_element_on_two_pages_is_one_paragraph() -> None:
    document = pdf(
        [Printed(SHORT, element=1)],
        [Printed("Managers read them too.", element=1), Printed("Parents have a copy.", element=2, gap=24.0)],
    )
    assert [block.text for block in bodies(document)] == [
        f"{SHORT} Managers read them too.",
        "Parents have a copy.",
    ]


def test_the_next_page_goes_on_with_a_numbered_paragraph_of_one_line() -> None:
    document = pdf(
        [
            *paragraph("Visits are made when they are due.", first="1."),
            *paragraph("The board is strong.", first="2."),
        ],
        [Printed("Members ask hard questions and expect an answer from every partner.", LEFT + 20)],
        paragraph(sentences(3), first="3."),
    )
    assert [block.number for block in bodies(document)] == ["1", "2", "3"]


def test_the_next_page_goes_on_with_a_bullet_of_one_line() -> None:
    document = pdf(
        [*paragraph("Visits are made when they are due.", first="•")],
        [
            Printed("Members ask hard questions and expect an answer from every partner.", LEFT + 20),
            *paragraph(sentences(2), first="•"),
        ],
    )
    assert [len(block.lines) for block in bodies(document)] == [2, 2]


def test_a_paragraph_between_two_numbers_is_the_first_ones_after_a_page() -> None:
    document = pdf(
        [Printed("1. Visits are made when they are due."), Printed("2. The board is strong.", gap=24.0)],
        [Printed("Members ask hard questions of every partner."), Printed("3. Plans are clear.", gap=24.0)],
    )
    assert [(block.number, block.text) for block in bodies(document)] == [
        ("1", "Visits are made when they are due."),
        ("2", "The board is strong. Members ask hard questions of every partner."),
        ("3", "Plans are clear."),
    ]


def test_a_false_number_at_a_lines_start_is_a_word() -> None:
    document = pdf(
        [
            *paragraph(sentences(3), first="1."),
            *paragraph("Care leavers are helped until they reach the age of", first="2."),
            Printed("25. Young people say that this is the right time.", LEFT + 20),
            *paragraph(sentences(2), first="3."),
        ]
    )
    assert [block.number for block in bodies(document)] == ["1", "2", "3"]


def test_a_heading_that_wraps_over_a_page_is_one() -> None:
    document = pdf(
        [
            *paragraph(sentences(3)),
            heading("Inspection judgements about the local authority"),
            heading("The experiences and progress of children who need help and protection"),
        ],
        [Printed("are inadequate", bold=True), *paragraph(sentences(3))],
    )
    titles = [block.text for block in blocks(document)[0] if block.heading]
    assert titles == [
        "Inspection judgements about the local authority",
        "The experiences and progress of children who need help and protection are inadequate",
    ]


NAMES = ("", "Nurses", "Families", "Youth workers", "Care leavers")


def test_footers_of_wide_margins_are_running_lines() -> None:
    pages = [
        [
            *paragraph(sentences(8, NAMES[n])),
            Printed("Report on Northmere", y=140.0, size=9.0),
            Printed(str(n), LEFT + 400, 120.0),
        ]
        for n in range(1, 5)
    ]
    document = pdf(*pages)
    running = {document.words(document.lines[index]) for index in running_lines(document)}
    assert running == {"Report on Northmere", "1", "2", "3", "4"}


def test_a_footer_is_the_same_with_and_without_its_page_number() -> None:
    pages = [
        [
            *paragraph(sentences(8, NAMES[n])),
            Printed(f"Northmere, 6 February 2031 {n if n > 1 else ''}".rstrip(), y=30.0),
        ]
        for n in range(1, 5)
    ]
    assert len(running_lines(pdf(*pages))) == 4


def test_an_entry_of_the_contents_may_wrap() -> None:
    found = outline(
        pdf(
            [
                heading("Contents", size=16.0),
                Printed("Service information 3", gap=24.0),
                Printed("Overall effectiveness of services for children and", gap=24.0),
                Printed("young people 4", gap=24.0),
            ],
            [heading("Service information", size=16.0), *paragraph(sentences(2), first="1.")],
        ),
        DocumentType.LOOKED_AFTER_CHILDREN,
    )
    assert [item.block.number for item in found.items] == ["1"]
    assert [s.heading for s in found.sections] == ["Service information"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Leadership, management and governance Inadequate",
            ("Leadership, management and governance", "Inadequate"),
        ),
        ("The effectiveness of the LSCB is good", ("The effectiveness of the LSCB is good", None)),
        ("The experiences of care leavers: Good", ("The experiences of care leavers: Good", None)),
    ],
)
def test_a_grade_in_its_own_cell_is_no_part_of_the_heading(
    words: str, expected: tuple[str, str | None]
) -> None:
    assert grades.split_cell(words) == expected
