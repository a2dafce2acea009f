"""The filter as a value."""

from __future__ import annotations

from reviewer.store.rows import Decision, FindingRow, FollowUpRow, FollowUpState
from reviewer.ui.filters import Facet, FindingFilter, Flag, Mark, Sureness, sureness


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


def test_how_sure_the_machine_is() -> None:
    unsure = FindingFilter(confidences=frozenset((Sureness.LOW, Sureness.LEAST)))
    assert unsure.passes(finding(confidence=0.4))
    assert unsure.passes(finding(confidence=0.5))
    assert not unsure.passes(finding(confidence=0.7))
    assert not unsure.passes(finding(confidence=None)), "a reviewer who added a finding is sure"
    assert [sureness(share) for share in (1.0, 0.9, 0.89, 0.69, 0.0, None)] == [
        Sureness.HIGH,
        Sureness.HIGH,
        Sureness.FAIR,
        Sureness.LOW,
        Sureness.LEAST,
        Sureness.ADDED,
    ]


def test_follow_ups() -> None:
    def flagged(state: FollowUpState, due: str | None) -> FindingRow:
        return finding(follow_up=FollowUpRow(1, 1, 1, "", "", due, state, "AR", "2026-01-01T00:00:00"))

    def passes(flag: Flag, row: FindingRow) -> bool:
        return FindingFilter(follow_ups=frozenset((flag,))).passes(row)

    late, done = flagged(FollowUpState.WAITING, "2020-01-01"), flagged(FollowUpState.DONE, "2020-01-01")
    assert [flag for flag in Flag if passes(flag, late)] == [Flag.ANY, Flag.WAITING, Flag.OVERDUE]
    assert [flag for flag in Flag if passes(flag, done)] == [Flag.ANY, Flag.DONE]
    assert [flag for flag in Flag if passes(flag, finding())] == [Flag.NONE]


def test_marks_and_tags() -> None:
    assert FindingFilter(marks=frozenset((Mark.NOTES,))).passes(finding(notes=1))
    assert FindingFilter(marks=frozenset((Mark.REPEAT,))).passes(finding(repeat_of_previous=True))
    assert not FindingFilter(marks=frozenset((Mark.STAR,))).passes(finding())
    assert FindingFilter(tags=frozenset(("ask",))).passes(finding(tags=("ask", "later")))
    assert not FindingFilter(tags=frozenset(("ask",))).passes(finding())


def test_every_facet_can_be_set_and_is_empty_at_first() -> None:
    for facet in Facet:
        one = FindingFilter().having(facet, frozenset(("x",)))
        assert one
        assert one.values(facet) == {"x"}
        assert not one.passes(finding())
        assert not one.passes_judgement(Decision.UNDECIDED, "x")
        assert not one.having(facet, frozenset())


def test_words_in_any_order_in_wording_and_verbatim() -> None:
    assert FindingFilter(words="DETAILED most").passes(finding())
    assert FindingFilter(words="thorough").passes(finding(wording="They are thorough."))
    assert FindingFilter(words="detailed").passes(finding(wording="They are thorough."))
    assert not FindingFilter(words="detailed late").passes(finding())


def test_judgements_have_words_and_decisions_only() -> None:
    assert FindingFilter(words="good").passes_judgement(Decision.UNDECIDED, "Leaders Good")
    assert not FindingFilter(polarities=frozenset(("mixed",))).passes_judgement(Decision.UNDECIDED, "Leaders")
    assert not FindingFilter(decisions=frozenset(("accepted",))).passes_judgement(Decision.UNDECIDED, "x")
