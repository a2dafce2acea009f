"""Suggestions for kind, theme and polarity, learned from the decisions of this machine's reviewers.

A linear model for each field: every word of a finding, of its first words and of its heading speaks for some
codes and against others, and so does what the codebook proposed, which counts until corrections outweigh it.
Learning is by mistakes only (the passive-aggressive rule PA-I of K. Crammer and others, 2006, with averaged
weights), in plain Python: thousands of decisions take seconds. A suggestion says
which words speak for it. Whether suggestions help is tried on the decisions themselves, see :func:`trial`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

FORMAT: Final = "reviewer.suggestions/1"
ENOUGH: Final = 200
"""Decisions after which it shows whether suggestions are better than the codebook alone."""

_ROUNDS: Final = 10
_MARGIN: Final = 1.0
_STEP: Final = 0.1
_TRUST: Final = 0.8
"""What the codebook's proposal counts before anything was learned."""
_SEED: Final = 1
_FIRST: Final = 12
_ABSURD: Final = 1e6
_MOST_REASONS: Final = 6
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENDINGS: Final = ("ings", "ing", "ies", "ied", "es", "ed", "s", "ly")
_LEAST_STEM: Final = 4
_EMPTY: Final = frozenset(
    "a all also an and any are as at be been between but by for from had has have how in into is it its more"
    " most not of on or other some such than that the their them there these they this those to was were what"
    " when where which who with".split()
)

Weights = dict[str, dict[str, float]]
"""For each feature, what it says for (above 0) or against each code."""


class Coded(StrEnum):
    """A field for which codes are suggested."""

    KIND = "kind"
    THEME = "theme"
    POLARITY = "polarity"


@dataclass(frozen=True, slots=True)
class Example:
    """A finding as the model sees it: its features, what the machine proposed, what was decided (or None)."""

    features: tuple[str, ...]
    proposed: Mapping[Coded, str]
    decided: Mapping[Coded, str] | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code that differs from the one proposed. ``why`` are the words that speak for it, the weightiest
    first; ``lead`` is by how much it is ahead of the proposed one."""

    field: Coded
    code: str
    why: tuple[str, ...]
    lead: float


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned, from how many decisions."""

    weights: Mapping[Coded, Weights] = field(default_factory=dict)
    decisions: int = 0

    def suggest(self, example: Example) -> tuple[Suggestion, ...]:
        """What speaks against the machine's proposal, a field at a time; empty where nothing does."""
        found = []
        for what in Coded:
            proposed = example.proposed[what]
            weights = self.weights.get(what, {})
            scores = _scores(weights, example.features, proposed)
            best = max(scores, key=lambda code: (scores[code], code == proposed, code))
            if best != proposed:
                why = _why(weights, example.features, best, proposed)
                found.append(Suggestion(what, best, why, scores[best] - scores[proposed]))
        return tuple(found)

    def doubt(self, example: Example) -> float:
        """How much a decision on this finding would teach, 0 to 1: all where two codes are level."""
        doubts = []
        for what in Coded:
            scores = sorted(
                _scores(self.weights.get(what, {}), example.features, example.proposed[what]).values()
            )
            lead = scores[-1] - (scores[-2] if len(scores) > 1 else 0.0)
            doubts.append(1.0 / (1.0 + max(lead, 0.0) / _MARGIN))
        return max(doubts)

    def speaks_for(self, what: Coded, code: str, most: int = 12) -> list[tuple[str, float]]:
        """The features that speak most for a code, with what they count, the weightiest first."""
        found = [
            (feature, codes[code])
            for feature, codes in self.weights.get(what, {}).items()
            if codes.get(code, 0.0) > 0
        ]
        return sorted(found, key=lambda one: (-one[1], one[0]))[:most]

    def codes(self, what: Coded) -> list[str]:
        """All codes of which anything was learned."""
        return sorted({code for codes in self.weights.get(what, {}).values() for code in codes})


def features(text: str, section: str | None, kind: str, family: str) -> tuple[str, ...]:
    """What the model sees of a finding: stems of its words, of its first ones again, of its heading."""
    words = _stems(text)
    found = {*words}
    found |= {f"first:{word}" for word in words[:_FIRST]}
    found |= {f"heading:{word}" for word in _stems(section or "")}
    return (*sorted(found), f"kind:{kind}", f"family:{family}")


def _stems(text: str) -> list[str]:
    return [
        _stem(word)
        for word in (match.group().casefold().replace("’", "'") for match in _WORD.finditer(text))
        if word not in _EMPTY
    ]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


def learn(
    examples: Iterable[Example], *, before: Model | None = None, progress: Callable[[], None] = lambda: None
) -> Model:
    """Learn from decided examples, in any order: the same ones give the same model.

    ``before`` is a model to begin with, a colleague's for instance. ``progress`` is called now and then; what
    it raises ends the work.
    """
    decided = [one for one in examples if one.decided is not None]
    begin = before or Model()
    weights = {what: _learned(decided, what, begin.weights.get(what, {}), progress) for what in Coded}
    return Model(weights, begin.decisions + len(decided))


def _learned(
    examples: Sequence[Example], what: Coded, before: Weights, progress: Callable[[], None]
) -> Weights:
    weights: Weights = {feature: dict(codes) for feature, codes in before.items()}
    drift: Weights = {}
    # What was right by far is not looked at again: most are, and nothing is learned from them.
    order = list(range(len(examples)))
    chance = random.Random(_SEED)
    time = 1
    for _ in range(_ROUNDS):
        chance.shuffle(order)
        unsure = []
        for place in order:
            if time % 256 == 0:
                progress()
            lead = _correct(weights, drift, examples[place], what, time)
            if lead < 2 * _MARGIN:
                unsure.append(place)
            time += 1
        order = unsure
    # The average over all times: a late correction must not outweigh all that held before it.
    return {
        feature: kept
        for feature, codes in weights.items()
        if (
            kept := {
                code: round(value - drift.get(feature, {}).get(code, 0.0) / time, 5)
                for code, value in codes.items()
            }
        )
    }


def _correct(weights: Weights, drift: Weights, example: Example, what: Coded, time: int) -> float:
    """Correct the weights where the right code was not ahead by enough; by how much it was."""
    assert example.decided is not None
    right = example.decided[what]
    scores = _scores(weights, example.features, example.proposed[what])
    rivals = [code for code in scores if code != right]
    if not rivals:
        return 2 * _MARGIN
    rival = max(rivals, key=lambda code: (scores[code], code))
    lead = scores.get(right, 0.0) - scores[rival]
    if lead < _MARGIN:
        step = min(_STEP, (_MARGIN - lead) / (2 * len(example.features)))
        for feature in example.features:
            known, moved = weights.setdefault(feature, {}), drift.setdefault(feature, {})
            for code, by in ((right, step), (rival, -step)):
                known[code] = known.get(code, 0.0) + by
                moved[code] = moved.get(code, 0.0) + by * time
    return lead


def _scores(weights: Weights, seen: Sequence[str], proposed: str) -> dict[str, float]:
    scores = {proposed: _TRUST}
    for feature in seen:
        for code, value in weights.get(feature, {}).items():
            scores[code] = scores.get(code, 0.0) + value
    return scores


def _why(weights: Weights, seen: Sequence[str], code: str, rather_than: str) -> tuple[str, ...]:
    speaks = {
        feature: codes.get(code, 0.0) - codes.get(rather_than, 0.0)
        for feature in seen
        if (codes := weights.get(feature))
    }
    ranked = sorted((item for item in speaks.items() if item[1] > 0), key=lambda item: (-item[1], item[0]))
    return tuple(dict.fromkeys(feature.partition(":")[2] or feature for feature, _ in ranked))[:_MOST_REASONS]


# Whether it helps


@dataclass(frozen=True, slots=True)
class Lesson:
    """One report played as if it came next: ``decisions`` were known before it, ``of`` are in it; how many of
    them the suggestions had right, and how many the codebook alone."""

    decisions: int
    of: int
    suggested: Mapping[Coded, int]
    proposed: Mapping[Coded, int]


def trial(
    reports: Sequence[Sequence[Example]],
    *,
    most: int | None = None,
    progress: Callable[[], None] = lambda: None,
) -> list[Lesson]:
    """Play reviewed reports one after another: learn from those before, suggest for the next.

    With ``most``, neighbours are played together so that there are no more lessons than that: each has to
    learn anew from all that came before it.
    """
    known: list[Example] = []
    lessons = []
    for report in reports if most is None else _joined(reports, most + 1):
        decided = [one for one in report if one.decided is not None]
        if known and decided:
            model = learn(known, progress=progress)
            suggested, proposed = dict.fromkeys(Coded, 0), dict.fromkeys(Coded, 0)
            for one in decided:
                assert one.decided is not None
                offered = {suggestion.field: suggestion.code for suggestion in model.suggest(one)}
                for what in Coded:
                    proposed[what] += one.proposed[what] == one.decided[what]
                    suggested[what] += offered.get(what, one.proposed[what]) == one.decided[what]
            lessons.append(Lesson(len(known), len(decided), suggested, proposed))
        known += decided
    return lessons


def _joined(reports: Sequence[Sequence[Example]], most: int) -> list[list[Example]]:
    """The reports in at most ``most`` groups of about as many examples, in their order."""
    size = max(1, -(-sum(map(len, reports)) // most))
    groups: list[list[Example]] = [[]]
    for report in reports:
        if groups[-1] and len(groups[-1]) + len(report) / 2 > size and len(groups) < most:
            groups.append([])
        groups[-1] += report
    return groups


def helps(lessons: Iterable[Lesson], what: Coded) -> bool | None:
    """Whether suggestions were better than the codebook once :data:`ENOUGH` decisions were known; None where
    there were not so many yet."""
    late = [lesson for lesson in lessons if lesson.decisions >= ENOUGH]
    if not late:
        return None
    return sum(one.suggested[what] for one in late) > sum(one.proposed[what] for one in late)


# As a file


def to_json(model: Model) -> dict[str, Any]:
    """The model as an object to keep or to hand on. It holds words, no sentences."""
    return {
        "format": FORMAT,
        "decisions": model.decisions,
        "weights": {
            what.value: {
                feature: dict(sorted(codes.items()))
                for feature, codes in sorted(model.weights.get(what, {}).items())
            }
            for what in Coded
        },
    }


def from_json(value: object) -> Model:
    """A model from such an object. ValueError, with what is wrong, where it is none."""
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise ValueError("This file holds no suggestions of Reviewer.")
    decisions, given = value.get("decisions"), value.get("weights")
    if not isinstance(decisions, int) or decisions < 0 or not isinstance(given, dict):
        raise ValueError("The file of suggestions is not whole.")
    weights: dict[Coded, Weights] = {}
    for what in Coded:
        table = given.get(what.value, {})
        if not isinstance(table, dict):
            raise ValueError("The file of suggestions is not whole.")
        weights[what] = {}
        for feature, codes in table.items():
            if not isinstance(codes, dict) or not all(
                isinstance(weight, int | float) and not isinstance(weight, bool) and abs(weight) < _ABSURD
                for weight in codes.values()
            ):
                raise ValueError("The file of suggestions holds weights that are no numbers.")
            weights[what][str(feature)] = {str(code): float(weight) for code, weight in codes.items()}
    return Model(weights, decisions)
