"""The filter as a value."""

from __future__ import annotations

from reviewer.store.rows import Decision, FindingRow
from reviewer.ui.filters import Facet, FindingFilter, Mark


def finding(**changes: object) -> FindingRow:
    values: dict[str, object] = {
        "id": 1,
        "report_id": 1,
        "section_id": None,
        "position": 1,
        "number": "7",
        "kind": "narrative",
        "polarity": "mixed",
        "theme": "assessment",
        "page": 1,
        "spans": ((0, 10),),
        "verbatim": "Most assessments are detailed.",
        "wording": None,
        "decision": Decision.UNDECIDED,
        "decided_by": None,
        "decided_at": None,
        "confidence": 0.9,
        "repeat_of_previous": False,
        "addressed_since_previous": False,
        "statements": (),
        "measures": (),
        "theme_why": (),
        "machine": {},
        "notes": 0,
        "follow_up": None,
    }
    return FindingRow(**(values | changes))  # type: ignore[arg-type]


def test_an_empty_filter_lets_everything_through() -> None:
    assert not FindingFilter()
    assert FindingFilter().passes(finding())
    assert not FindingFilter(words="  ")


def test_facets_combine_with_and_values_with_or() -> None:
    both = FindingFilter().toggled(Facet.POLARITY, "mixed").toggled(Facet.POLARITY, "negative")
    assert both.passes(finding())
    assert both.passes(finding(polarity="negative"))
    assert not both.passes(finding(polarity="positive"))
    assert not both.toggled(Facet.THEME, "workforce").passes(finding())
    assert both.toggled(Facet.POLARITY, "mixed").polarities == {"negative"}


def test_each_facet_filters() -> None:
    for facet, right, wrong in (
        (Facet.DECISION, "undecided", "accepted"),
        (Facet.POLARITY, "mixed", "neutral"),
        (Facet.KIND, "narrative", "summary"),
        (Facet.THEME, "assessment", "overall"),
    ):
        assert FindingFilter().toggled(facet, right).passes(finding())
        assert not FindingFilter().toggled(facet, wrong).passes(finding())


def test_marks() -> None:
    unsure = FindingFilter(marks=frozenset((Mark.UNSURE,)))
    assert unsure.passes(finding(confidence=0.4))
    assert not unsure.passes(finding())
    assert not unsure.passes(finding(confidence=None)), "a reviewer who added a finding is sure"
    assert FindingFilter(marks=frozenset((Mark.NOTES,))).passes(finding(notes=1))
    assert FindingFilter(marks=frozenset((Mark.REPEAT,))).passes(finding(repeat_of_previous=True))
    assert not FindingFilter(marks=frozenset((Mark.FOLLOW_UP,))).passes(finding())


def test_words_in_any_order_in_wording_and_verbatim() -> None:
    assert FindingFilter(words="DETAILED most").passes(finding())
    assert FindingFilter(words="thorough").passes(finding(wording="They are thorough."))
    assert FindingFilter(words="detailed").passes(finding(wording="They are thorough."))
    assert not FindingFilter(words="detailed late").passes(finding())


def test_judgements_have_words_and_decisions_only() -> None:
    assert FindingFilter(words="good").passes_judgement(Decision.UNDECIDED, "Leaders Good")
    assert not FindingFilter(polarities=frozenset(("mixed",))).passes_judgement(Decision.UNDECIDED, "Leaders")
    assert not FindingFilter(decisions=frozenset(("accepted",))).passes_judgement(Decision.UNDECIDED, "x")
