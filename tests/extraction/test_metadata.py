"""Authority, dates and people, in every family's way of printing them. All names are made up."""

# Lines of letters are long.
# ruff: noqa: E501

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.extraction.families.detect import document_type
from reviewer.extraction.metadata import find_metadata
from reviewer.model import Metadata
from reviewer.reading import read as read_file
from reviewer.reading.text import read_text
from reviewer.register import find

LETTERHEAD = """Ofsted
Lantern Court
Quay Street
Northmere
NM1 2QD

T 0300 123 1231
Textphone 0161 618 8524
enquiries@ofsted.gov.uk
www.gov.uk/ofsted

"""


def metadata(text: str) -> Metadata:
    document = read_text(Path("report.txt"), text.encode(), "0" * 64)
    kind, _ = document_type(document)
    found, spans = find_metadata(document, kind)
    assert list(spans) == sorted(spans)
    assert all(0 <= start < end <= len(document.text) for start, end in spans)
    return found


def test_contact_referral_and_assessment_letter() -> None:
    found = metadata(
        "Freshford House Redcliffe Way Bristol BS1 6NL T 0300 1231231\n\n9 July 2009\n\n"
        "Mrs Anne-Marie O’Dell\nCorporate Director, Children and Learning\nNorthmere County Council\nShire Hall\n"
        "Northmere\nNM1 4QA\n\nDear Mrs O’Dell\n\nAnnual unannounced inspection of contact, referral and assessment "
        "arrangements within Northmere County Council children’s services\n\nThis letter summarises the findings of "
        "the recent unannounced inspection of contact, referral and assessment arrangements within local authority "
        "children’s services in Northmere County Council which was conducted on 9 and 10 June 2009.\n\n"
        "Areas for development identified at the previous inspection in May 2008 have been addressed.\n\n"
        "Yours sincerely\n\n\nBrian St. John Carter\nHer Majesty’s Inspector\n\nCopy: Ada Loft, Chief Executive, "
        "Northmere County Council Bo Birch and Di van Elm, Lead Members for Children’s Services, Northmere County "
        "Council\nCy Drew, Department for Education\n"
    )
    assert found.document_type == "cra_letter"
    assert found.authority == "Northmere"
    assert (found.inspection_start, found.inspection_end) == ("2009-06-09", "2009-06-10")
    assert found.publication_date == "2009-07-09"
    assert found.addressee == "Anne-Marie O'Dell"
    assert found.lead_inspector == "Brian St. John Carter"
    assert found.copied_to == (
        "Ada Loft, Chief Executive, Northmere County Council",
        "Bo Birch and Di van Elm, Lead Members for Children's Services, Northmere County Council",
        "Cy Drew, Department for Education",
    )
    assert [(p.date, p.what) for p in found.previous_inspections] == [("2008-05", "previous inspection")]


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        (
            "on 5 and 6 June 2018. The inspectors were Ann Ash, HMI, and Bo Birch-Hall, HMI.",
            "2018-06-05",
            "2018-06-06",
        ),
        (
            "on Tuesday 5 and Wednesday 6 June 2018. Her Majesty’s Inspectors for this visit were: Ann Ash and Bo "
            "Birch-Hall.",
            "2018-06-05",
            "2018-06-06",
        ),
        (
            "that took place between 30 May and 1 June 2018. The visit was carried out by Ann Ash, Her Majesty’s "
            "Inspector (HMI), and Bo Birch-Hall HMI. It looked at children in need.",
            "2018-05-30",
            "2018-06-01",
        ),
        (
            "on 6 June 2018. The visit was carried out by HMIs Ann Ash and Bo Birch-Hall.",
            "2018-06-06",
            "2018-06-06",
        ),
    ],
)
def test_focused_visit(sentence: str, start: str, end: str) -> None:
    found = metadata(
        LETTERHEAD
        + "17 July 2018\n\nMs Cat Hall, Director of Children’s Services\nSt. Helens Borough Council\nTown "
        "Hall\n\n\nDear Ms Hall\n\nFocused visit to St. Helens local authority children’s services\n\nThis letter "
        f"summarises the findings of a focused visit to St. Helens local authority children’s services {sentence}\n\n"
        "Inspectors looked at the local authority’s arrangements for care leavers.\n\nOverview\n\nYours sincerely\n\n"
        "Ann Ash\nHer Majesty’s Inspector\n"
    )
    assert found.document_type == "focused_visit"
    assert found.authority == "St. Helens"
    assert (found.inspection_start, found.inspection_end) == (start, end)
    assert found.publication_date == "2018-07-17"
    assert found.addressee == "Cat Hall"
    assert found.lead_inspector == "Ann Ash"
    assert found.team_inspectors == ("Bo Birch-Hall",)


def test_monitoring_visit() -> None:
    found = metadata(
        LETTERHEAD
        + "21 March 2017\n\nMr Dan Poole\nInterim Strategic Director for People\nKirklees Council\nCivic "
        "Centre 3\nHuddersfield\nHD1 2EY\n\nDear Mr Poole\n\nMonitoring visit of Kirklees children’s services\n\n"
        "This letter summarises the findings of the monitoring visit to Kirklees children’s services on 22 and 23 "
        "February 2017. The visit was the second monitoring visit since the local authority was judged inadequate in "
        "November 2016. The inspectors were Ann Ash, HMI, and Bo Birch, HMI.\n\nAreas covered by the visit\n\n"
        "I am copying this letter to the Department for Education.\n\nYours sincerely\n\nAnn Ash\n\n"
        "Her Majesty’s Inspector\n"
    )
    assert found.document_type == "monitoring_visit"
    assert found.authority == "Kirklees"
    assert (found.inspection_start, found.inspection_end) == ("2017-02-22", "2017-02-23")
    assert found.publication_date == "2017-03-21"
    assert found.addressee == "Dan Poole"
    assert found.lead_inspector == "Ann Ash"
    assert found.team_inspectors == ("Bo Birch",)
    assert found.copied_to == ("Department for Education",)
    assert [p.date for p in found.previous_inspections] == ["2016-11"]


def test_a_letter_with_the_director_in_its_last_line_only() -> None:
    found = metadata(
        LETTERHEAD + "21 March 2023\n\nDirector of Children’s Services\nLeeds City Council\n\nDear Ms Elm\n\n"
        "Monitoring visit to Leeds children’s services\n\nThis letter summarises the findings of the monitoring "
        "visit to Leeds children’s services on 22 February 2023. His Majesty’s Inspector for this visit was Ann Ash.\n"
    )
    assert found.addressee == "Elm"
    assert found.lead_inspector == "Ann Ash"
    assert found.inspection_start == found.inspection_end == "2023-02-22"


def test_joint_targeted_area_inspection_of_a_partnership() -> None:
    found = metadata(
        LETTERHEAD
        + "8 March 2019\n\nAda Loft, Strategic Director of Children’s Services, Derby City Council\nBo Birch, "
        "Police and Crime Commissioner\nCy Drew, Chief Nurse, NHS Derby\nDi Elm, Chief Constable\n\nDear local "
        "partnership\n\nJoint targeted area inspection of the multi-agency response to sexual abuse in the family in "
        "Derby\n\nBetween 14 January and 18 January 2019, Ofsted, the Care Quality Commission (CQC), HMICFRS and HMI "
        "Probation undertook a joint inspection of the multi-agency response to abuse in Derby.\n\nYours sincerely\n\n"
        "Ofsted\tCare Quality Commission\nEve Fox\nNational Director, Social Care\tGil Hart\nDeputy Chief Inspector\n"
    )
    assert found.document_type == "jtai"
    assert found.authority == "Derby"
    assert (found.inspection_start, found.inspection_end) == ("2019-01-14", "2019-01-18")
    assert found.publication_date == "2019-03-08"
    assert found.addressee is None
    assert found.lead_inspector is None


def test_joint_targeted_area_inspection_that_names_its_days_in_a_sentence() -> None:
    found = metadata(
        "Joint targeted area inspection of\nHarrow\n\nHeadline findings\n\nThis inspection took place from 15 to 19 May "
        "2023. It was carried out by inspectors from Ofsted, CQC and HMICFRS.\n"
    )
    assert found.document_type == "jtai"
    assert found.authority == "Harrow"
    assert (found.inspection_start, found.inspection_end) == ("2023-05-15", "2023-05-19")
    assert found.publication_date is None


def test_protection_of_children_cover() -> None:
    found = metadata(
        "Inspection of local authority\narrangements for the protection of\nchildren\nRoyal Borough of Kingston upon\n"
        "Thames\n\nInspection dates:\t28 May – 6 June 2013\nLead inspector\tPaul d’Armitage HMI\n\nAge group: All\n"
        "Published: 9 July 2013\n\nThe effectiveness of the help and protection provided to children, young people, "
        "families and carers\n"
    )
    assert found.document_type == "protection_of_children"
    assert found.authority == "Kingston upon Thames"
    assert (found.inspection_start, found.inspection_end) == ("2013-05-28", "2013-06-06")
    assert found.publication_date == "2013-07-09"
    assert found.addressee is None


def test_single_inspection_with_its_team() -> None:
    found = metadata(
        "Northmere Metropolitan Borough\nCouncil\nInspection of services for children in need of help and\nprotection, "
        "children looked after and care leavers\nand\nReview of the effectiveness of the local safeguarding children\n"
        "board\nInspection date: 5 November 2014 - 25 November 2014\nReport published: 20 January 2015\n\nExecutive "
        "summary\nSince the last inspection, in June 2011, services have improved. A focused visit in March 2013 and "
        "October 2013 found delay.\n\nInformation about this inspection\nThe inspection team\nLead inspector: Ann "
        "McAsh, HMI\nDeputy lead inspector: Bo Birch\nTeam inspectors: Cy Drew (seconded inspector), Di Elm-\nFox HMI, "
        "Eve\nGill and Hal van Holt\nSenior data analyst: Ida Ivy\nQuality assurance manager: Jo Kay Senior HMI\n"
    )
    assert found.document_type == "sif"
    assert found.authority == "Northmere"
    assert found.publication_date == "2015-01-20"
    assert found.lead_inspector == "Ann McAsh"
    assert found.team_inspectors == ("Cy Drew", "Di Elm-Fox", "Eve Gill", "Hal van Holt")
    assert [p.date for p in found.previous_inspections] == ["2011-06", "2013-03", "2013-10"]


@pytest.mark.parametrize(
    "lead",
    ["Lead inspector: Ann Ash\n\t\tHer Majesty’s Inspector", "Lead inspector: Ann Ash, His Majesty’s Inspector",
     "Lead inspector: Ann Ash HMI", "Lead Inspector Ann Ash", "Lead inspector: Dr Ann Ash (HMI)"],
)  # fmt: skip
def test_ilacs_cover(lead: str) -> None:
    found = metadata(
        "Inspection of Bristol City Council\nlocal authority children’s services\nInspection dates: 28 November to 9 "
        f"December 2022\n{lead}\nJudgement\tGrade\nThe impact of leaders on social work\npractice with children and "
        "families\tGood\nIn 2018, children’s services were judged to be good. A joint targeted area inspection (JTAI) "
        "in May 2021 agreed. One of the city’s children’s homes was judged to be good at an inspection in May 2022.\n"
    )
    assert found.document_type == "ilacs"
    assert found.authority == "Bristol"
    assert (found.inspection_start, found.inspection_end) == ("2022-11-28", "2022-12-09")
    assert found.publication_date is None
    assert found.lead_inspector == "Ann Ash"
    assert [p.date for p in found.previous_inspections] == ["2018", "2021-05"]


def test_area_send_with_a_team_in_two_columns() -> None:
    found = metadata(
        "Local area partnership report\nArea SEND inspection of Southend-on-Sea\nLocal Area Partnership\nInspection "
        "dates: 30 June to 4 July 2025\nDates of previous inspection: 8 to 12 October 2018\nInspection outcome\n"
        "The local area partnership’s arrangements lead to inconsistent experiences.\nInspection team\nOfsted\tCare "
        "Quality Commission\nMr Abe Ash, Ofsted HMI, Lead Inspector Bea Birch, CQC Lead Inspector\nCy Drew HMI, Ofsted "
        "Di Elm, CQC Inspector\nEve Fox Gill, Ofsted Inspector\n\nArea SEND inspection report: Southend-on-Sea\n"
        "If you are not happy with the inspection or the report, you can complain to Ofsted.\n"
    )
    assert found.document_type == "area_send"
    assert found.authority == "Southend-on-Sea"
    assert (found.inspection_start, found.inspection_end) == ("2025-06-30", "2025-07-04")
    assert found.lead_inspector == "Abe Ash"
    assert found.team_inspectors == ("Cy Drew", "Eve Fox Gill", "Bea Birch", "Di Elm")
    assert [p.date for p in found.previous_inspections] == ["2018-10-08"]


def test_dates_that_are_something_else() -> None:
    found = metadata(
        LETTERHEAD
        + "Date: 9 May 2018\n\nMs Ann Ash\nNorthmere Council\n\nDear Ms Ash\n\nFocused visit to Northmere "
        "children’s services\n\nThis letter summarises the findings of the focused visit to Northmere children’s services "
        "on 3 and 4 April 2018. The council’s plan was\npublished on 3 March 2018 and is clear.\n"
    )
    assert found.publication_date == "2018-05-09"
    assert (found.inspection_start, found.inspection_end) == ("2018-04-03", "2018-04-04")


@pytest.mark.corpus
def test_published_reports_agree_with_what_others_read(corpus: Path) -> None:
    """Another tool's reading of the same files: dates, lead inspector and authority, where it has them."""
    with (corpus / "peer-output.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        document = read_file(corpus / "childrens-services" / row["file"])
        kind, _ = document_type(document)
        found, _ = find_metadata(document, kind)
        authority = find(row["local_authority"])
        assert authority is not None
        assert found.authority == authority.name, row["file"]
        assert found.lead_inspector, row["file"]
        if row["inspection_start_date"]:
            assert found.lead_inspector.replace(" ", "") == row["inspector_name"].replace(" ", ""), row[
                "file"
            ]
            dates = [found.inspection_start, found.inspection_end]
            assert dates == [
                datetime.datetime.strptime(row[name], "%d/%m/%Y")
                .replace(tzinfo=datetime.UTC)
                .date()
                .isoformat()
                for name in ("inspection_start_date", "inspection_end_date")
            ], row["file"]
        if found.publication_date:
            assert row["file"].startswith(found.publication_date)


def test_a_document_without_any_of_it() -> None:
    found = metadata("Notes\n\nChildren like their school. They meet on Mondays.\n")
    assert found == Metadata(document_type="other")


@given(st.text(min_size=1, max_size=400))
def test_any_text(text: str) -> None:
    metadata("Notes " + text)


@pytest.mark.parametrize(
    "unit",
    [
        "Lead inspector: Ann Ash\n",
        "Dear Ms Ash\n",
        "Yours sincerely\n",
        "inspection in 2014 ",
        "A ",
        "and A, ",
    ],
)
def test_long_texts(unit: str) -> None:
    metadata("Inspection of Leeds local authority children’s services\n" + unit * (200_000 // len(unit)))
