"""Suggestions learned from decisions: invented findings, a reviewer with a rule of their own."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.analysis.learning import (
    Coded,
    Example,
    Model,
    features,
    from_json,
    helps,
    learn,
    to_json,
    trial,
)
from reviewer.analysis.learning_in_store import decided_reports, of_report
from reviewer.store import Store
from tests import factories

TOPICS = ("caseloads", "conference minutes", "foster homes", "return interviews", "pathway plans")


def finding(number: int, *, ruled: bool = True) -> Example:
    """Every fifth is about minutes, which the codebook calls child protection and the reviewer recording."""
    topic = TOPICS[number % len(TOPICS)]
    words = f"In team {number}, managers have looked at {topic} again and see some change."
    proposed = {Coded.KIND: "narrative", Coded.THEME: "child_protection", Coded.POLARITY: "mixed"}
    theme = "recording" if ruled and "minutes" in topic else "child_protection"
    decided = {**proposed, Coded.THEME: theme}
    return Example(features(words, "Help and protection", "narrative", "ilacs"), proposed, decided)


def test_nothing_is_suggested_before_anything_is_learned() -> None:
    assert Model().suggest(finding(1)) == ()
    assert learn([]).decisions == 0


def test_a_rule_of_the_reviewer_is_learned_and_explained() -> None:
    model = learn(finding(number) for number in range(40))
    assert model.decisions == 40
    (suggestion,) = model.suggest(finding(101))
    assert (suggestion.field, suggestion.code) == (Coded.THEME, "recording")
    assert suggestion.lead > 0
    assert "minut" in " ".join(suggestion.why)
    assert all(model.suggest(finding(number)) == () for number in (100, 102, 103, 104))
    assert "minut" in " ".join(word for word, _ in model.speaks_for(Coded.THEME, "recording"))
    assert model.codes(Coded.THEME) == ["child_protection", "recording"]


def test_a_codebook_that_is_always_right_is_never_contradicted() -> None:
    model = learn(finding(number, ruled=False) for number in range(60))
    assert all(model.suggest(finding(number)) == () for number in range(100, 120))


def test_what_would_teach_most_is_what_is_least_clear() -> None:
    model = learn(finding(number) for number in range(40))
    seen = finding(101)
    mixture = features("Managers see conference minutes and caseloads.", None, "narrative", "ilacs")
    doubtful = Example(mixture, seen.proposed)
    clear = Example(finding(100).features, seen.proposed)
    assert 0 <= model.doubt(clear) < model.doubt(doubtful) <= 1


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_same_decisions_give_the_same_model(chance: random.Random) -> None:
    examples = [finding(number) for number in range(chance.randint(1, 30))]
    assert learn(examples) == learn(list(examples))


def test_a_trial_counts_only_what_was_not_known_before() -> None:
    reports = [[finding(number) for number in range(start, start + 50)] for start in range(0, 300, 50)]
    lessons = trial(reports)
    assert [(one.decisions, one.of) for one in lessons] == [(known, 50) for known in range(50, 300, 50)]
    assert all(one.proposed[Coded.THEME] == 40 for one in lessons)
    assert all(one.suggested[Coded.THEME] == 50 for one in lessons)
    assert helps(lessons, Coded.THEME) is True
    assert helps(lessons, Coded.POLARITY) is False, "as good as the codebook is not better"
    assert helps(lessons[:2], Coded.THEME) is None, "too few decisions to tell"


def test_a_model_is_handed_on_as_a_file() -> None:
    model = learn(finding(number) for number in range(40))
    again = from_json(json.loads(json.dumps(to_json(model))))
    assert again == model
    further = learn((finding(number) for number in (200, 202)), before=again)
    assert further.decisions == 42
    assert further.suggest(finding(101)), "what a colleague taught is not forgotten at once"


@pytest.mark.parametrize(
    "broken",
    [
        None,
        {},
        {"format": "reviewer.suggestions/1"},
        {"format": "reviewer.suggestions/1", "decisions": -1, "weights": {}},
        {"format": "reviewer.suggestions/1", "decisions": 1, "weights": {"theme": {"a": {"b": "c"}}}},
        {
            "format": "reviewer.suggestions/1",
            "decisions": 1,
            "weights": {"theme": {"a": {"b": float("nan")}}},
        },
    ],
)
def test_a_file_that_is_no_model_is_refused(broken: object) -> None:
    with pytest.raises(ValueError, match="file"):
        from_json(broken)


def test_learning_can_be_stopped() -> None:
    class StoppedError(Exception):
        pass

    def stop() -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        learn((finding(number) for number in range(300)), progress=stop)


def test_decisions_of_a_store(tmp_path: Path) -> None:
    given = factories.report()
    times = iter(f"2026-03-0{day}T10:00:00Z" for day in range(1, 10))
    with Store.open(tmp_path / "s.sqlite", reviewer="ada", clock=lambda: next(times)) as store:
        store.import_report(given.document, given.extraction, given.original, name=given.name)
        assert decided_reports(store) == []
        first, second, third, fourth, *_ = (row.id for row in store.findings(1))
        store.accept([first])
        store.set_theme([second], "workforce")
        store.reject([third])
        store.set_wording(fourth, "Said otherwise.")
        added = store.add_finding(1, (factories.at("Nobody has placed these words."),)).created_id
        (decided,) = decided_reports(store)
        assert [dict(one.decided or {})[Coded.THEME] for one in decided] == [
            "early_help",
            "workforce",
            "risk_exploitation_missing",
        ]
        assert decided[1].proposed[Coded.THEME] == "assessment"
        assert "worker" in decided[1].features, "the words as printed"
        assert "heading:help" in decided[1].features
        whole = of_report(store, 1)
        assert len(whole) == len(store.findings(1))
        assert sum(one.decided is not None for one in whole) == 3
        assert added in {row.id for row in store.findings(1)}
        later = store.finding(second).decided_at
        assert later is not None
        (since,) = decided_reports(store, since=later)
        assert len(since) == 2
