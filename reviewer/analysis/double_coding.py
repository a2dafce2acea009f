"""Two or more codings of the same reports side by side: what agrees, how far, and where not.

A rater is a reviewer with a store, or the machine. Findings of raters are the same unit where they share most
of their words, or both come from the same finding of the machine. What a rater has not decided on is not
coded; what a rater rejected, or never marked in a report that is done, is said not to be a finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from reviewer.analysis.agreement import (
    NOTHING,
    Code,
    CodeReport,
    Interval,
    Report,
    bootstrap,
    bootstrap_all,
    marked_texts,
    report,
    unitising_alpha,
)
from reviewer.analysis.raters import Coded, CodedReport, Rater, named_apart
from reviewer.model import Span, Spans, overlap

FIELDS: Final = ("presence", "boundaries", "kind", "polarity", "theme")
"""What agreement is told of. Presence: whether there is a finding at all."""
CODED: Final = ("kind", "polarity", "theme")
YES: Final = "finding"
NO: Final = "no finding"
_ANY: Final = "any"
_SHARED: Final = 0.5
"""Of the words of two findings together, the share that both must have to be the same unit."""
_DRAWS_OF_TEXTS: Final = 400
_DRAWS_OF_A_KIND: Final = 150
"""Laying texts end to end takes time, and there are many kinds: fewer draws than of units."""
FEW_UNITS: Final = 30
FEW_TEXTS: Final = 10
FEW_OF_A_CODE: Final = 10
"""Below these an interval is wide and itself uncertain: said with the figure, never hidden."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Unit:
    """What may be a finding, with what each rater made of it, in their order; None where one has nothing."""

    report_key: str
    title: str
    codings: tuple[Coded | None, ...]
    presence: tuple[str | None, ...]

    @property
    def spans(self) -> Spans:
        """Where it stands, as the first rater who has it says."""
        return next(one.spans for one in self.codings if one is not None)

    @property
    def text(self) -> str:
        """Its words, as the first rater who has it says."""
        return next(one.text for one in self.codings if one is not None)

    def codes(self, name: str) -> tuple[str | None, ...]:
        """What the raters say in one of the coded fields; None where one says nothing."""
        if name == "presence":
            return self.presence
        return tuple(getattr(one, name) if one is not None and one.counts else None for one in self.codings)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A unit on which raters differ in a field; ``codes`` in the order of the raters, None for nothing."""

    unit: Unit
    field: str
    codes: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """Agreement in one field. ``texts`` is how many reports it is from; ``few`` where that is little."""

    field: str
    report: Report
    texts: int
    few: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement between ``raters``, on the reports that at least two of them have begun."""

    raters: tuple[str, ...]
    reports: int
    fields: tuple[FieldAgreement, ...]
    disagreements: tuple[Disagreement, ...] = field(repr=False)
    notes: tuple[str, ...] = ()


# Units


def units_of(raters: Sequence[Rater]) -> tuple[list[Unit], list[str]]:
    """What the raters coded, unit by unit, in reading order; and a sentence for each report left out."""
    notes: list[str] = []
    found: list[Unit] = []
    for key in dict.fromkeys(key for rater in raters for key in rater.reports):
        having = [rater.reports.get(key) for rater in raters]
        given = [one for one in having if one is not None and one.begun]
        if len(given) < 2:
            continue
        if any(one.text != given[0].text for one in given):
            notes.append(
                f"{given[0].title}: its text was read in different ways, so that places can't be compared."
            )
            continue
        found += _aligned([one if one is not None and one.begun else None for one in having])
    return found, notes


def _aligned(reports: Sequence[CodedReport | None]) -> list[Unit]:
    """The units of one report. The first of a unit stands for it when the next rater's are compared."""
    rows: list[list[Coded | None]] = []
    for place, one in enumerate(reports):
        if one is None:
            for row in rows:
                row.append(None)
            continue
        taken = _matched([_first(row) for row in rows], one.findings)
        for index, row in enumerate(rows):
            row.append(taken.get(index))
        used = {id(coded) for coded in taken.values()}
        rows += [[*[None] * place, coded] for coded in one.findings if id(coded) not in used]
    rows.sort(key=lambda row: _first(row).spans)
    title = next(one for one in reports if one is not None)
    return [
        Unit(
            title.key,
            title.title,
            tuple(row),
            tuple(_presence(one, coded) for one, coded in zip(reports, row, strict=True)),
        )
        for row in rows
    ]


def _first(row: Sequence[Coded | None]) -> Coded:
    return next(one for one in row if one is not None)


def _presence(report: CodedReport | None, coded: Coded | None) -> str | None:
    if report is None or (coded is not None and not coded.decided):
        return None
    if coded is None:
        return NO if report.done else None
    return NO if coded.rejected else YES


def _matched(known: Sequence[Coded], given: Sequence[Coded]) -> dict[int, Coded]:
    """Which of the given findings is which of the known ones: the best pairs first, each once."""
    by_origin = {origin: index for index, one in enumerate(given) for origin in one.origins}
    pairs: list[tuple[float, int, int]] = []
    for index, one in enumerate(known):
        same = {by_origin[origin] for origin in one.origins if origin in by_origin}
        for other, theirs in enumerate(given):
            share = overlap(one.spans, theirs.spans)
            if share >= _SHARED or other in same:
                pairs.append((share, -index, -other))
    found: dict[int, Coded] = {}
    taken: set[int] = set()
    for _share, index, other in sorted(pairs, reverse=True):
        if -index not in found and -other not in taken:
            found[-index] = given[-other]
            taken.add(-other)
    return found


# Agreement


def compare(raters: Sequence[Rater], progress: Progress = lambda _done, _of: None) -> list[Agreement]:
    """Agreement of each pair of raters, and of all together where there are more than two.

    ``progress`` hears of each group that is done; what it raises ends the work.
    """
    named = named_apart(raters)
    groups = list(combinations(named, 2))
    wanted: list[Sequence[Rater]] = [*groups, named] if len(named) > 2 else list(groups)
    found = []
    progress(0, len(wanted))
    for done, group in enumerate(wanted, start=1):
        found.append(agreement(group))
        progress(done, len(wanted))
    return found


def agreement(raters: Sequence[Rater]) -> Agreement:
    """How far raters agree, in each field."""
    units, notes = units_of(raters)
    keys = {unit.report_key for unit in units}
    fields = [_of_field(name, units) for name in ("presence", *CODED)]
    bounded, more = _of_boundaries(raters, keys, units)
    fields.insert(1, bounded)
    return Agreement(
        raters=tuple(rater.name for rater in raters),
        reports=len(keys),
        fields=tuple(fields),
        disagreements=tuple(_disagreements(units)),
        notes=(*notes, *more),
    )


def _of_field(name: str, units: Sequence[Unit]) -> FieldAgreement:
    found = report([unit.codes(name) for unit in units])
    coded = {unit.report_key for unit in units if sum(one is not None for one in unit.codes(name)) > 1}
    return FieldAgreement(name, found, len(coded), found.units < FEW_UNITS)


def _of_boundaries(
    raters: Sequence[Rater], keys: Iterable[str], units: Sequence[Unit]
) -> tuple[FieldAgreement, list[str]]:
    """Percent: pairs with the same passages. Alpha: unitised, of the reports that all raters have done."""
    pairs = [pair for unit in units if (pair := _same_passages(unit))[1]]
    percent = bootstrap(pairs, _share)
    texts = []
    left_out = 0
    for key in sorted(keys):
        given = [rater.reports.get(key) for rater in raters]
        whole = [one for one in given if one is not None and one.done]
        if len(whole) < len(raters):
            left_out += 1
            continue
        texts.append(_text(whole))
    alpha, by_code = _unitised(texts)
    found = Report(len(pairs), percent, NOTHING, alpha, by_code)
    notes = []
    if left_out:
        notes.append(
            f"Boundaries: {left_out} of {left_out + len(texts)} reports are left out of alpha, for not every"
            " finding there is decided on by all."
        )
    few = len(texts) < FEW_TEXTS or found.units < FEW_UNITS
    return FieldAgreement("boundaries", found, len(texts), few), notes


def _unitised(
    texts: Sequence[tuple[dict[Code, list[list[Span]]], int]],
) -> tuple[Interval, dict[Code, CodeReport]]:
    marked = marked_texts(texts)
    if not marked:
        return NOTHING, {}
    kinds = sorted((code for code in marked if code != _ANY), key=str)

    def measure(code: Code) -> Callable[[Sequence[int]], float | None]:
        return lambda drawn: unitising_alpha({code: [marked[code][place] for place in drawn]}, [code])

    places = range(len(texts))
    alpha = bootstrap(places, measure(_ANY), samples=_DRAWS_OF_TEXTS)
    by_kind = bootstrap_all(places, [measure(kind) for kind in kinds], samples=_DRAWS_OF_A_KIND)
    used = {kind: sum(len(rater) for text, _ in texts for rater in text.get(kind, ())) for kind in kinds}
    return alpha, {kind: CodeReport(used[kind], one) for kind, one in zip(kinds, by_kind, strict=True)}


def _same_passages(unit: Unit) -> tuple[int, int]:
    """How many pairs of raters have the same passages for it, of how many who have any."""
    given = [coded.spans for coded in unit.codings if coded is not None and coded.counts]
    pairs = list(combinations(given, 2))
    return sum(one == other for one, other in pairs), len(pairs)


def _share(pairs: Sequence[tuple[int, int]]) -> float | None:
    whole = sum(of for _, of in pairs)
    return sum(same for same, _ in pairs) / whole if whole else None


def _text(reports: Sequence[CodedReport]) -> tuple[dict[Code, list[list[Span]]], int]:
    """The passages of a report: all of each rater under one code, and under each kind."""
    by_code: dict[Code, list[list[Span]]] = defaultdict(lambda: [[] for _ in reports])
    for place, one in enumerate(reports):
        at = 0
        standing = [coded for coded in one.findings if coded.counts and coded.spans]
        for coded in sorted(standing, key=lambda coded: coded.spans):
            # From its first word to its last: what interrupts it on the page does not divide it. Passages
            # that overlap can't be told by this measure: the later one begins where the earlier one ends.
            start, end = max(at, coded.spans[0][0]), coded.spans[-1][1]
            if start < end:
                by_code[_ANY][place].append((start, end))
                by_code[coded.kind][place].append((start, end))
                at = end
    return dict(by_code), len(reports[0].text)


def _disagreements(units: Sequence[Unit]) -> Iterable[Disagreement]:
    for unit in units:
        if len({one for one in unit.presence if one is not None}) > 1:
            yield Disagreement(unit, "presence", unit.presence)
            continue
        standing = [one for one in unit.codings if one is not None and one.counts]
        if len(standing) < 2:
            continue
        if len({one.spans for one in standing}) > 1:
            places = tuple(
                _place(one.spans) if one is not None and one.counts else None for one in unit.codings
            )
            yield Disagreement(unit, "boundaries", places)
        for name in CODED:
            codes = unit.codes(name)
            if len({one for one in codes if one is not None}) > 1:
                yield Disagreement(unit, name, codes)


def _place(spans: Spans) -> str:
    return ", ".join(f"{start}–{end}" for start, end in spans)
