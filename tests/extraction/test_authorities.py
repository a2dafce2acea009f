"""Which local authority a report is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.extraction.authorities import find_authority
from reviewer.register import register

TITLES = (
    "Inspection of {} local authority\nchildren’s services\nInspection dates: 3 to 7 March 2025\n",
    "Inspection of {} Council local\nauthority children's services\n",
    "{}\nInspection of children’s social care services\nInspection dates: 3 to 7 March 2019\n",
    "{} Metropolitan Borough\nCouncil\nInspection of services for children in need of help and\nprotection\n",
    "Area SEND inspection of {} Local\nArea Partnership\nInspection dates: 3 to 7 March 2025\n",
    "Dear Ms Ash\nFocused visit to {} children’s services\nThis letter summarises the findings.\n",
    "Dear Ms Ash\nMonitoring visit of {} Council children’s services\nThis letter summarises.\n",
    "Dear Ms Ash\n\nAnnual unannounced inspection of contact, referral and assessment arrangements within {} "
    "Council children's services\n\nThis letter summarises the findings.\n",
    "Dear local partnership\nJoint targeted area inspection of the multi-agency response to neglect in {}\n"
    "Between 3 and 7 March 2017, inspectors came.\n",
    "Inspection of looked after children\nservices\n{} Council\n\nInspection dates: 3 – 7 March 2013\n",
)


@pytest.mark.parametrize("title", TITLES)
def test_every_authority_is_found_in_every_kind_of_title(title: str) -> None:
    letterhead = "Ofsted\nPiccadilly Gate\nStore Street\nManchester M1 2WD\n\n"
    body = (
        "Services in this area work with partners in Kent and Leeds. Reading is promoted, as is York.\n" * 3
    )
    wrong = {}
    for authority in register():
        found, span = find_authority(letterhead + title.format(authority.name) + body)
        if found != authority.name or span is None:
            wrong[authority.name] = found
    assert wrong == {}


@pytest.mark.parametrize("title", TITLES)
def test_an_authority_that_the_register_does_not_know(title: str) -> None:
    text = (
        "Ofsted\nPiccadilly Gate\nManchester M1 2WD\n\n" + title.format("Northmere Vale") + "Children wait.\n"
    )
    found, span = find_authority(text)
    assert found == "Northmere Vale"
    assert span is not None
    assert "Northmere" in text[slice(*span)]


def test_no_authority() -> None:
    assert find_authority("A letter about nothing in particular.") == (None, None)


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    name, span = find_authority(text)
    assert (name is None) == (span is None)


@pytest.mark.parametrize(
    "unit", ["Kent ", "Inspection of A ", "London Borough of ", "A and ", "\n", "Council "]
)
def test_long_texts(unit: str) -> None:
    find_authority(unit * 30_000)
