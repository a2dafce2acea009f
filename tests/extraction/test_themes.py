"""What findings are about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.extraction import codebook, themes
from reviewer.model import DocumentType, Kind

BOOK = codebook.load()


def propose(
    text: str, kind: str = "narrative", section: str | None = None, document_type: str = "ilacs"
) -> themes.ThemeChoice:
    return themes.propose(text, kind=kind, section=section, document_type=document_type, codebook=BOOK)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Families receive early help from family hubs.", "early_help"),
        ("Contacts and referrals are screened promptly in the MASH.", "front_door"),
        ("Social work assessments are analytical and completed on time.", "assessment"),
        ("Strategy meetings lead to timely section 47 enquiries.", "child_protection"),
        ("Child in need plans and core groups drift.", "planning_and_review"),
        ("Children who go missing are offered return home interviews.", "risk_exploitation_missing"),
        ("Letters before proceedings are clear to parents.", "court_and_permanence"),
        ("Foster carers are recruited and placements are stable.", "placements"),
        ("Personal advisers complete pathway plans.", "care_leavers"),
        ("Initial health assessments and dental checks are late.", "health_and_wellbeing"),
        ("The virtual school monitors personal education plans.", "education_and_employment"),
        ("Children's wishes and feelings are heard through advocacy.", "voice_and_participation"),
        ("Disabled children have access to short breaks.", "disability_and_send"),
        ("Ethnicity, religion and identity are considered.", "equality_and_diversity"),
        ("Supervision is reflective and management oversight is regular.", "supervision_and_oversight"),
        ("Audits and performance data drive improvement.", "quality_assurance"),
        ("Caseloads are too high and staff turnover continues.", "workforce"),
        ("Elected members and the chief executive provide scrutiny.", "leadership_and_partnership"),
        ("Case recording and record keeping are weak.", "recording"),
        ("Overall effectiveness: services for children require improvement.", "overall"),
    ],
)
def test_each_theme_is_proposed_for_its_words(text: str, theme: str) -> None:
    assert propose(text).theme == theme


def test_a_topic_beats_a_cohort() -> None:
    assert propose("Too few care leavers are in education, employment or training.").theme == (
        "education_and_employment"
    )
    assert propose("Care leavers live in suitable accommodation.").theme == "care_leavers"


def test_the_first_sentence_says_what_it_is_about() -> None:
    choice = propose("Caseloads are high. This affects assessments. Plans are late. Adoption is slow.")
    assert choice.theme == "workforce"


def test_the_heading_speaks_as_well() -> None:
    section = "The graded judgement for adoption performance is that it is good"
    choice = propose("Introductions are carefully planned.", section=section)
    assert choice.theme == "court_and_permanence"
    assert "heading: adoption performance" in choice.why


def test_why_lists_the_words_as_they_stand() -> None:
    choice = propose("Foster carers feel valued. Placement stability is good.")
    assert choice.why == ("foster carers", "placement stability")
    assert 0.0 < choice.sure <= 1.0


def test_facts_are_context_whatever_they_say() -> None:
    choice = propose("There were 40 adoption orders in the year.", kind="context")
    assert (choice.theme, choice.sure, choice.runner_up) == ("context", 1.0, None)


def test_without_words_the_kind_of_report_decides() -> None:
    assert propose("This is so.", document_type="area_send").theme == "disability_and_send"
    assert propose("This is so.", kind="summary").theme == "overall"


@given(
    st.text(max_size=200),
    st.sampled_from([kind.value for kind in Kind]),
    st.none() | st.text(max_size=60),
    st.sampled_from([value.value for value in DocumentType]),
)
def test_any_text_has_a_theme(text: str, kind: str, section: str | None, document_type: str) -> None:
    choice = propose(text, kind, section, document_type)
    assert choice.theme in BOOK.themes
    assert choice.runner_up is None or choice.runner_up in BOOK.themes
    assert 0.0 <= choice.sure <= 1.0
