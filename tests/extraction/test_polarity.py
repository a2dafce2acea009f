"""What sentences and findings say about the quality of the service."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.extraction import codebook, polarity, statements
from reviewer.model import Kind, Polarity

BOOK = codebook.load()


def verdict(text: str, kind: str = "narrative", section: str | None = None) -> polarity.Verdict:
    return polarity.of_finding(text, statements.split(text), kind=kind, section=section, codebook=BOOK)


@pytest.mark.parametrize(
    "sentence",
    [
        "Social workers visit children regularly and know them well.",
        "Strategy meetings are timely and well attended.",
        "Children are seen without delay.",
        "Leaders have tackled drift and delay effectively.",
        "When children cannot live at home, they move to a good foster home quickly.",
        "Support for those who do not attend school is thorough.",
    ],
)
def test_praise(sentence: str) -> None:
    assert polarity.of_statement(sentence, BOOK) == Polarity.POSITIVE


@pytest.mark.parametrize(
    "sentence",
    [
        "Too many plans are out of date.",
        "Supervision is not effective.",
        "There is a lack of timely, clear planning for children.",
        "Leaders do not ensure that visits are regular and purposeful.",
        "Minutes are not always sent promptly.",
        "Return interviews are not recorded.",
        "Records are not linked, and recording of decisions is inconsistent.",
        "Young people need better plans.",
        "The quality of assessments is too variable.",
    ],
)
def test_concern(sentence: str) -> None:
    assert polarity.of_statement(sentence, BOOK) == Polarity.NEGATIVE


def test_both_in_one_sentence() -> None:
    sentence = "Plans are clear and thorough, but reviews are often delayed."
    assert polarity.of_statement(sentence, BOOK) == Polarity.MIXED
    assert polarity.of_statement("Feedback from families is mixed.", BOOK) == Polarity.MIXED


@pytest.mark.parametrize("sentence", ["The panel meets in Northmere.", "", "2014", "•"])
def test_nothing_said(sentence: str) -> None:
    assert polarity.of_statement(sentence, BOOK) == Polarity.NEUTRAL


def test_a_finding_with_praise_and_a_shortfall_is_mixed() -> None:
    found = verdict(
        "Assessments are thorough and timely. Social workers know children well. "
        "However, plans are not specific and too many reviews are late."
    )
    assert found.polarity == Polarity.MIXED
    assert found.statements == (Polarity.POSITIVE, Polarity.POSITIVE, Polarity.NEGATIVE)


def test_a_hedge_or_a_plan_alone_does_not_make_it_mixed() -> None:
    found = verdict(
        "Most foster carers are well supported and value the good training. Children live in stable homes. "
        "Leaders know what they want to do next."
    )
    assert found.polarity == Polarity.POSITIVE


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.AREA_FOR_IMPROVEMENT, Polarity.NEGATIVE),
        (Kind.AREA_FOR_DEVELOPMENT, Polarity.NEGATIVE),
        (Kind.PRIORITY_ACTION, Polarity.NEGATIVE),
        (Kind.WEAKNESS, Polarity.NEGATIVE),
        (Kind.STRENGTH, Polarity.POSITIVE),
        (Kind.CONTEXT, Polarity.NEUTRAL),
    ],
)
def test_the_kind_decides_where_the_codebook_says_so(kind: Kind, expected: Polarity) -> None:
    found = verdict("The quality of supervision is good but records are poor.", kind=kind)
    assert (found.polarity, found.sure) == (expected, 1.0)


def test_what_meets_requirements_is_praise_unless_it_says_much_else() -> None:
    text = "Caseloads are variable and are reviewed by managers."
    assert verdict(text).polarity == Polarity.NEGATIVE
    assert verdict(text, kind="meets_requirements").polarity != Polarity.NEGATIVE


def test_the_grade_in_the_heading_tips_the_balance() -> None:
    text = "The team is good. Records are incomplete."
    good = verdict(text, section="The experiences of care leavers: outstanding")
    bad = verdict(text, section="The experiences of care leavers: inadequate")
    assert good.polarity == Polarity.MIXED
    assert bad.sure != good.sure


@given(
    st.text(max_size=200) | st.text(alphabet="notgd wel,.;however ", max_size=200),
    st.sampled_from([kind.value for kind in Kind]),
    st.none() | st.text(max_size=40),
)
def test_any_text_has_a_polarity(text: str, kind: str, section: str | None) -> None:
    found = verdict(text, kind, section)
    assert isinstance(found.polarity, Polarity)
    assert 0.0 <= found.sure <= 1.0
    assert len(found.statements) == len(statements.split(text))
    assert isinstance(polarity.of_statement(text, BOOK), Polarity)
