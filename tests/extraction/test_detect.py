"""Document types from titles and standing phrases, with made-up authorities."""

# Titles of reports are long lines.
# ruff: noqa: E501

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.extraction.families.detect import document_type
from reviewer.reading.document import Document
from reviewer.reading.text import read_text


def read(text: str) -> Document:
    return read_text(Path("report.txt"), ("Report\n" + text).encode(), "0" * 64)


LETTER = "Ofsted\nPiccadilly Gate\nManchester M1 2WD\n\n3 May 2019\n\nMs Ann Ash\nNorthmere Council\n\nDear Ms Ash\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            LETTER
            + "Annual unannounced inspection of contact, referral and assessment arrangements within Northmere\n"
            "This letter summarises the findings of the recent unannounced inspection.\nStrengths\n",
            "cra_letter",
        ),
        (
            "Inspection of looked after children\nservices\nNorthmere Council\nInspection dates: 3 – 7 June 2013\n"
            "Reporting inspector Ann Ash HMI\nOutcomes for looked after children and young people\n",
            "looked_after_children",
        ),
        (
            "Inspection of local authority\narrangements for the protection of\nchildren\nNorthmere Council\n"
            "Inspection dates: 3 – 12 June 2012\nLead inspector Ann Ash HMI\n",
            "protection_of_children",
        ),
        (
            "Northmere\nInspection of services for children in need of help and\nprotection, children looked after and\n"
            "care leavers\nand\nReview of the effectiveness of the Local Safeguarding Children\nBoard\n",
            "sif",
        ),
        (
            "Northmere\nRe-inspection of services for children in need of help and\nprotection, children looked after "
            "and care leavers\nInspection date: 3 May to 27 May 2017\n",
            "sif",
        ),
        (
            "Inspection of Northmere local authority\nchildren’s services\nInspection dates: 3 to 7 May 2023\n",
            "ilacs",
        ),
        (
            "Northmere\nInspection of children’s social care services\nFollowing a joint targeted area inspection\n",
            "ilacs",
        ),
        (
            "Inspection of Northmere local\nauthority children’s services\nInspection dates: 3 to 7 May 2023\nA\n"
            "focused visit in March 2021 and a\nmonitoring visit in 2022 found weaknesses.\nThe impact of leaders on "
            "social work practice with children and families: Good\n",
            "ilacs",
        ),
        (
            "Northmere\nInspection of local authority children’s services\nShort inspection\nInspection dates: 3 May 2018\n",
            "ilacs",
        ),
        (
            LETTER
            + "Focused visit to Northmere children’s services\nThis letter summarises the findings of a focused visit.",
            "focused_visit",
        ),
        (
            LETTER + "COVID-19 assurance visit to Northmere local authority children’s services\nThis letter",
            "focused_visit",
        ),
        (
            LETTER
            + "Monitoring visit of Northmere local authority children’s services\nThis letter summarises the "
            "findings of the monitoring visit. It was the third monitoring visit since the inspection of Northmere "
            "local authority children’s services in 2018, judged inadequate.\nAreas covered by the visit\n",
            "monitoring_visit",
        ),
        (
            LETTER.replace("Ms Ash", "local partnership")
            + "Joint targeted area inspection of the multi-agency response "
            "to child exploitation in Northmere\nBetween 3 and 7 May 2019, Ofsted and others undertook a joint "
            "inspection. Local authority children’s services were part of it.\n",
            "jtai",
        ),
        (
            "Joint targeted area inspection of Northmere\nInspection dates: 3 to 7 May 2023\nHeadline findings\n",
            "jtai",
        ),
        (
            "Local area partnership report\nArea SEND inspection of Northmere Local Area\nPartnership\n",
            "area_send",
        ),
        (
            "Inspection of safeguarding and looked after children services\nNorthmere\nInspection dates: 3 May 2011\n",
            "other",
        ),
        (
            "Northmere Primary School\nInspection dates: 3 May 2019\nOverall effectiveness Good\nFocused visits help.",
            "other",
        ),
        (
            "Minutes of the board. A monitoring visit was noted, and a joint targeted area inspection.",
            "other",
        ),
    ],
)
def test_families(text: str, expected: str) -> None:
    found, sure = document_type(read(text))
    assert found == expected
    assert 0.5 <= sure <= 1.0


@given(st.text(min_size=1, max_size=300))
def test_any_text(text: str) -> None:
    found, sure = document_type(read(text))
    assert found
    assert 0.0 <= sure <= 1.0
