"""Three fictional letters to one council: late minutes come back, other things are mended."""

# ruff: noqa: E501 - printed lines

from __future__ import annotations

from pathlib import Path
from typing import Final

from reviewer.extraction import extract
from reviewer.reading import read_bytes
from reviewer.store import Store

LETTER_2011: Final = """\
Lantern House
Quay Street
Northmere NM1 4QT

6 June 2011

Mr Piers Olden
Director of Children's Services
Highmarsh Council

Dear Mr Olden

Annual unannounced inspection of contact, referral and assessment arrangements within Highmarsh Council children's services

This letter says what inspectors found when they came unannounced to inspect contact, referral and assessment \
arrangements in the children's services of Highmarsh Council which was conducted on 4 and 5 May 2011.

From the evidence gathered, the following features of the service were identified:

Strengths

Audit is part of daily work. Team managers read two records each week with the social worker who wrote them.

The service meets the requirements of statutory guidance in the following areas

- Thresholds are understood and consistently applied.

Areas for development

- Minutes of child protection conferences and strategy discussions are not sent out in time.
- Return interviews with children who have gone missing are not always offered.
- Caseloads in the assessment team are too high, and newly qualified social workers carry complex work.

Any areas for development identified above will be specifically considered in any future inspection of services \
to safeguard children within your area.

Yours sincerely

Queenie Rudd
Her Majesty's Inspector
"""

LETTER_2019: Final = """\
18 March 2019

Rosalind Fenn
Director of Children's Services
Highmarsh Council

Dear Ms Fenn

Focused visit to Highmarsh local authority children's services

This letter summarises the findings of a focused visit to Highmarsh local authority children's services on \
12 February 2019. The inspectors were Quentin Ash, Her Majesty's Inspector, and Ida Moor, Her Majesty's Inspector.

Overview

Leaders have steadied the service. Some weaknesses found at the last inspection remain.

What needs to improve in this area of social work practice

- The timeliness of records of strategy meetings and conferences.
- The choice of foster placements near to children's schools.

Findings

- Strategy meetings are well attended. However, their minutes are still circulated late, and partners don't \
always know what was agreed. This was an area for development at the last inspection.
- Children who go missing are offered return home interviews promptly, and what is learned is used well.
- Caseloads have fallen since the last inspection, but some newly qualified social workers still carry too many cases.

Yours sincerely

Quentin Ash
Her Majesty's Inspector
"""

LETTER_2022: Final = """\
30 May 2022

Rosalind Fenn
Director of Children's Services
Highmarsh Council

Dear Ms Fenn

Focused visit to Highmarsh local authority children's services

This letter summarises the findings of a focused visit to Highmarsh local authority children's services on \
26 April 2022. The inspectors were Ida Moor, Her Majesty's Inspector, and Bram Ley, Her Majesty's Inspector.

Headline findings

Services for children in care are strong. Recording has not kept up.

What needs to improve in this area of social work practice

- Minutes of child protection conferences, which reach families weeks after the meeting.

Findings

- Conference chairs prepare children well. Minutes of conferences take more than three weeks to reach parents.
- More foster carers have been recruited, and children live close to their schools and friends.
- Social workers have manageable caseloads, and newly qualified staff are well supported.

Yours sincerely

Ida Moor
Her Majesty's Inspector
"""

LETTERS: Final = {
    "2011-06-06_highmarsh.txt": LETTER_2011,
    "2019-03-18_highmarsh.txt": LETTER_2019,
    "2022-05-30_highmarsh.txt": LETTER_2022,
}


def write(folder: Path) -> list[Path]:
    """The letters as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in LETTERS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in LETTERS]


def bring_in(store: Store) -> list[int]:
    """Import the letters; the ids of their reports, the oldest first."""
    found = []
    for name, text in LETTERS.items():
        data = text.encode()
        document = read_bytes(Path(name), data)
        found.append(store.import_report(document, extract(document), data, name=name).report_id)
    return found


def finding(store: Store, report_id: int, begins: str) -> int:
    """The only finding of the report whose words begin so."""
    (found,) = [row.id for row in store.findings(report_id) if row.verbatim.startswith(begins)]
    return found
