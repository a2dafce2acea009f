"""How good the extractor is, told from what reviewers corrected in the reports that they reviewed to the end.

What a machine says of a report is laid beside what its reviewers decided: passages are paired by the words
that they hold, then codes are compared pair by pair. A number counts cases, never weighs them; it comes with
how many there were and a 95% interval. Recall is honest only as far as reviewers looked at what the machine
left out: the share of the text that nobody claimed or marked as seen is part of the figures.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from reviewer.analysis.pairing import BOUNDARY_FAULTS, Fault, Pairing, pair
from reviewer.model import Spans
from reviewer.store import Decision, FindingRow, JudgementRow
from reviewer.store.codec import spans_from

SMALL: Final = 30
"""Figures from fewer cases than this are said to be small."""

BINS: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
"""The edges of the bins of confidence in the picture of its reliability."""

FACTS: Final = (
    "document_type",
    "authority",
    "inspection_start",
    "inspection_end",
    "publication_date",
    "lead_inspector",
    "team_inspectors",
    "addressee",
    "copied_to",
)

_Z: Final = 1.959964


class Part(StrEnum):
    """What is right or wrong of an extraction."""

    PRECISION = "findings_right"
    """Of the machine's findings, those whose words stood."""
    RECALL = "findings_found"
    """Of the reviewed findings, those that the machine had with just these words."""
    TOUCHED = "findings_touched"
    """Of the reviewed findings, those of which the machine had at least the greater part."""
    KIND = "kind"
    POLARITY = "polarity"
    THEME = "theme"
    ANY_THEME = "any_theme"
    """The machine's theme is one of the reviewed ones."""
    JUDGEMENTS = "judgements"
    FACTS = "facts"
    MEASURES_RIGHT = "measures_right"
    MEASURES_FOUND = "measures_found"


@dataclass(frozen=True, slots=True)
class Rate:
    """``right`` of ``of`` cases."""

    right: int = 0
    of: int = 0

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.right + other.right, self.of + other.of)

    @property
    def share(self) -> float | None:
        """0 to 1, None where there was no case."""
        return self.right / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95% interval of the share (E. B. Wilson, 1927: holds for few cases and for all right, too)."""
        if not self.of:
            return None
        p, n, z2 = self.right / self.of, self.of, _Z * _Z
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        reach = _Z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return max(0.0, middle - reach), min(1.0, middle + reach)

    @property
    def small(self) -> bool:
        """Whether there are too few cases to say much."""
        return self.of < SMALL


@dataclass(frozen=True, slots=True)
class Said:
    """One finding as a machine has it; ``measures`` as ``(spans, value, unit)``."""

    spans: Spans
    kind: str
    polarity: str
    theme: str
    confidence: float | None
    measures: frozenset[tuple[Spans, float | None, str | None]]
    text: str = ""
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a machine says of one report."""

    extractor: str
    findings: tuple[Said, ...]
    judgements: tuple[tuple[str, str], ...]
    """Area and grade."""
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What the reviewers made of one report.

    ``unseen`` is text that nothing claims and nobody marked as seen.
    """

    report_id: int
    family: str
    authority: str
    text: str
    findings: tuple[FindingRow, ...]
    judgements: tuple[JudgementRow, ...]
    facts: Mapping[str, object]
    unseen: Spans
    codes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """For ``(role, key)`` of a code that was merged, the key of the code that it is now."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that was wrong: what the machine had and what it became. ``finding_id`` opens the place."""

    report_id: int
    finding_id: int | None
    fault: Fault
    machine: str
    reviewed: str
    words: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted over one report or many. ``facts`` holds a rate for each field of the metadata."""

    reports: int = 0
    rates: Mapping[Part, Rate] = field(default_factory=dict)
    facts: Mapping[str, Rate] = field(default_factory=dict)
    faults: Mapping[Fault, int] = field(default_factory=dict)
    confidence: tuple[Rate, ...] = ()
    """For each bin of :data:`BINS`, the findings with such a confidence, right in words and codes."""
    letters: int = 0
    unseen: int = 0
    """Letters of the text, and those that nothing claims and nobody marked as seen."""

    @property
    def unseen_share(self) -> float | None:
        """How much of the text nobody has answered for; recall is not known there."""
        return self.unseen / self.letters if self.letters else None


@dataclass(frozen=True, slots=True)
class Score:
    """One report's figures and what was wrong in it."""

    report_id: int
    family: str
    authority: str
    extractor: str
    figures: Figures
    cases: tuple[Case, ...]


# What a machine said


def extracted(body: Mapping[str, Any]) -> Extracted:
    """An object of the extraction format as it is compared here."""
    return Extracted(
        str(body["extractor"]),
        tuple(
            Said(
                spans_from(one["spans"]),
                one["kind"],
                one["polarity"],
                one["theme"],
                one.get("confidence"),
                frozenset(
                    (spans_from(measure["spans"]), measure.get("value"), measure.get("unit"))
                    for measure in one.get("measures", ())
                ),
                one.get("text", ""),
                one.get("number"),
            )
            for one in body["findings"]
        ),
        tuple((one["area"], one["grade"]) for one in body["judgements"]),
        {name: _fact(body["report"].get(name)) for name in FACTS},
    )


def _fact(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


# Scoring


def score(machine: Extracted, reviewed: Reviewed) -> Score:
    """Lay what a machine says of a report beside its review."""
    kept = [row for row in reviewed.findings if row.decision is not Decision.REJECTED]
    pairing = pair(reviewed.text, [one.spans for one in machine.findings], [row.spans for row in kept])
    pairs = [*pairing.exact, *pairing.near]
    cases: list[Case] = _boundary_cases(machine, reviewed, kept, pairing)
    rates: dict[Part, Rate] = defaultdict(Rate)
    rates[Part.PRECISION] = Rate(len(pairing.exact), len(machine.findings))
    rates[Part.RECALL] = Rate(len(pairing.exact), len(kept))
    missed = sum(fault is Fault.MISSED for fault, _, _ in pairing.faults)
    rates[Part.TOUCHED] = Rate(len(kept) - missed, len(kept))
    right = {i for i, _ in pairing.exact}
    for i, j in pairs:
        said, row = machine.findings[i], kept[j]
        wrong = _code_cases(said, row, reviewed)
        cases += wrong
        if wrong:
            right.discard(i)
        for part, fault in (
            (Part.KIND, Fault.KIND),
            (Part.POLARITY, Fault.POLARITY),
            (Part.THEME, Fault.THEME),
        ):
            rates[part] += Rate(all(case.fault is not fault for case in wrong), 1)
        rates[Part.ANY_THEME] += Rate(_now(reviewed, "theme", said.theme) in (row.themes or (row.theme,)), 1)
        found, stood = _measures(said, row)
        rates[Part.MEASURES_RIGHT] += stood
        rates[Part.MEASURES_FOUND] += found
        if found.right < found.of or stood.right < stood.of:
            cases.append(_case(reviewed, row, Fault.MEASURE, f"{stood.right} of {stood.of}", f"{found.of}"))
    judgements, wrong_judgements = _judgements(machine, reviewed)
    facts, wrong_facts = _facts(machine, reviewed)
    rates[Part.JUDGEMENTS] = judgements
    rates[Part.FACTS] = sum(facts.values(), Rate())
    faults = Counter(fault for fault, _, _ in pairing.faults)
    cases += [*wrong_judgements, *wrong_facts]
    faults.update(case.fault for case in cases if case.fault not in BOUNDARY_FAULTS)
    figures = Figures(
        1,
        dict(rates),
        facts,
        dict(faults),
        _reliability((one.confidence, i in right) for i, one in enumerate(machine.findings)),
        sum(not character.isspace() for character in reviewed.text),
        sum(not c.isspace() for start, end in reviewed.unseen for c in reviewed.text[start:end]),
    )
    return Score(
        reviewed.report_id, reviewed.family, reviewed.authority, machine.extractor, figures, tuple(cases)
    )


def _boundary_cases(
    machine: Extracted, reviewed: Reviewed, kept: Sequence[FindingRow], pairing: Pairing
) -> list[Case]:
    rejected = {row.spans: row for row in reviewed.findings if row.decision is Decision.REJECTED}
    cases = []
    for fault, mine, others in pairing.faults:
        said = " | ".join(_words(reviewed.text, machine.findings[i].spans) for i in mine)
        became = " | ".join(_words(reviewed.text, kept[j].spans) for j in others)
        row = kept[others[0]] if others else rejected.get(machine.findings[mine[0]].spans)
        cases.append(Case(reviewed.report_id, row.id if row else None, fault, said, became, became or said))
    return cases


def _code_cases(said: Said, row: FindingRow, reviewed: Reviewed) -> list[Case]:
    codes = (
        (Fault.KIND, _now(reviewed, "kind", said.kind), row.kind),
        (Fault.POLARITY, said.polarity, row.polarity),
        (Fault.THEME, _now(reviewed, "theme", said.theme), row.theme),
    )
    return [_case(reviewed, row, fault, machine, now) for fault, machine, now in codes if machine != now]


def _case(reviewed: Reviewed, row: FindingRow, fault: Fault, machine: str, now: str) -> Case:
    return Case(reviewed.report_id, row.id, fault, machine, now, _words(reviewed.text, row.spans))


def _now(reviewed: Reviewed, role: str, key: str) -> str:
    """A code as the codebook now has it: what was merged is no error of the machine."""
    return reviewed.codes.get((role, key), key)


def _measures(said: Said, row: FindingRow) -> tuple[Rate, Rate]:
    now = {(measure.spans, measure.value, measure.unit) for measure in row.measures}
    both = len(now & said.measures)
    return Rate(both, len(now)), Rate(both, len(said.measures))


def _judgements(machine: Extracted, reviewed: Reviewed) -> tuple[Rate, list[Case]]:
    """Right are area and grade together; one that only one side has is wrong."""
    kept = [row for row in reviewed.judgements if row.decision is not Decision.REJECTED]
    now = Counter((row.area, row.grade) for row in kept)
    said = Counter(machine.judgements)
    wrong = [
        Case(reviewed.report_id, None, Fault.JUDGEMENT, f"{area}: {grade}", "", area)
        for area, grade in (said - now).elements()
    ]
    wrong += [
        Case(reviewed.report_id, None, Fault.JUDGEMENT, "", f"{area}: {grade}", area)
        for area, grade in (now - said).elements()
    ]
    right = (now & said).total()
    return Rate(right, max(now.total(), said.total())), wrong


def _facts(machine: Extracted, reviewed: Reviewed) -> tuple[dict[str, Rate], list[Case]]:
    rates: dict[str, Rate] = {}
    wrong = []
    for name in FACTS:
        said, now = machine.facts.get(name), _fact(reviewed.facts.get(name))
        # Both silent is no achievement.
        if said in (None, ()) and now in (None, ()):
            continue
        rates[name] = Rate(int(said == now), 1)
        if said != now:
            wrong.append(Case(reviewed.report_id, None, Fault.FACT, _spoken(said), _spoken(now), name))
    return rates, wrong


def _spoken(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _reliability(found: Iterable[tuple[float | None, bool]]) -> tuple[Rate, ...]:
    bins = [Rate()] * (len(BINS) - 1)
    for confidence, right in found:
        if confidence is not None:
            place = max(i for i, edge in enumerate(BINS[:-1]) if confidence >= edge or i == 0)
            bins[place] += Rate(int(right), 1)
    return tuple(bins)


def _words(text: str, spans: Spans) -> str:
    return " ".join(" ".join(text[start:end] for start, end in spans).split())


# Many reports


def together(scores: Iterable[Score]) -> Figures:
    """The figures of several reports, case by case, not report by report."""
    total = Figures(confidence=(Rate(),) * (len(BINS) - 1))
    for one in scores:
        total = _sum(total, one.figures)
    return total


def _sum(one: Figures, other: Figures) -> Figures:
    return Figures(
        one.reports + other.reports,
        {part: one.rates.get(part, Rate()) + other.rates.get(part, Rate()) for part in Part},
        {
            name: one.facts.get(name, Rate()) + other.facts.get(name, Rate())
            for name in FACTS
            if name in one.facts or name in other.facts
        },
        {
            fault: one.faults.get(fault, 0) + other.faults.get(fault, 0)
            for fault in Fault
            if fault in one.faults or fault in other.faults
        },
        tuple(a + b for a, b in zip(one.confidence, other.confidence, strict=True)),
        one.letters + other.letters,
        one.unseen + other.unseen,
    )


class By(StrEnum):
    """What figures can be told apart by."""

    FAMILY = "family"
    EXTRACTOR = "extractor"
    AUTHORITY = "authority"


def name_of(score: Score, by: By) -> str:
    """The group that a report is in."""
    return {By.FAMILY: score.family, By.EXTRACTOR: score.extractor, By.AUTHORITY: score.authority}[by]


def grouped(scores: Iterable[Score], by: By) -> dict[str, Figures]:
    """Figures for each family, extractor version or authority, in the order of their names."""
    groups: dict[str, list[Score]] = defaultdict(list)
    for one in scores:
        groups[name_of(one, by)].append(one)
    return {name: together(groups[name]) for name in sorted(groups)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two machines on the same reviewed reports: ``mended`` are errors of the first alone, ``broken`` of the
    second alone."""

    first: Figures
    second: Figures
    mended: tuple[Case, ...]
    broken: tuple[Case, ...]


def compare(first: Sequence[Score], second: Sequence[Score]) -> Comparison:
    """What got better and what got worse from one extractor to another, on the reports that both read."""
    shared = {one.report_id for one in first} & {one.report_id for one in second}
    ours, theirs = ([one for one in side if one.report_id in shared] for side in (first, second))
    before, after = ({_same(case): case for one in side for case in one.cases} for side in (ours, theirs))
    return Comparison(
        together(ours),
        together(theirs),
        tuple(case for key, case in before.items() if key not in after),
        tuple(case for key, case in after.items() if key not in before),
    )


def _same(case: Case) -> tuple[object, ...]:
    """What makes two cases one error: that the answer of the two machines differs makes it no better."""
    return case.report_id, case.finding_id, case.fault, case.words
