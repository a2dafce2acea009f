"""The figures of a timeline as one table: a row for each grade, each theme of an inspection, each figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final, Literal

from reviewer.analysis import frameworks, naming
from reviewer.analysis.naming import Names
from reviewer.analysis.threads import Knot, Thread
from reviewer.analysis.timeline import Inspection, Rung, State, ThemeCount, Timeline

Part = Literal["judgement", "theme", "figure", "thread"]

COLUMNS: Final = (
    "part",
    "what",
    "authority",
    "family",
    "date",
    "value",
    "state",
    "concerns",
    "mixed",
    "strengths",
    "findings",
    "decided",
    "series",
    "unit",
    "as_of",
    "worded_alike",
    "words",
    "file",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. ``value`` in words; ``cells`` holds the columns that apply to its part, as text or numbers.

    ``judgement_id`` and ``finding_ids`` are what stands behind it in the report.
    """

    part: Part
    what: str
    inspection: Inspection
    value: str
    cells: dict[str, str | int | float]
    judgement_id: int | None = None
    finding_ids: tuple[int, ...] = ()
    place: tuple[int, int] = (0, 0)
    """Its row and column in the picture, whose row 0 is the heads of the columns."""


def rows(timeline: Timeline, names: Names | None = None) -> list[Row]:
    """All figures: judgements, threads, themes, figures that come again; each in date order."""
    known = names or Names()
    columns = {one.report.id: number for number, one in enumerate(timeline.inspections)}
    found: list[Row] = []
    last, line = None, 0
    parts = (_judgements(timeline), _threads(timeline), _themes(timeline, known), _figures(timeline))
    for row in chain(*parts):
        key = (row.part, row.cells.get("series", row.what))
        line += key != last
        last = key
        found.append(replace(row, place=(line, columns[row.inspection.report.id])))
    return found


def record(row: Row) -> dict[str, str | int | float | None]:
    """A row with all of :data:`COLUMNS`; None where one does not apply."""
    report = row.inspection.report
    given: dict[str, str | int | float] = {
        "part": row.part,
        "what": row.what,
        "authority": report.authority or "",
        "family": report.document_type,
        "date": row.inspection.date,
        "value": row.value,
        "findings": row.inspection.findings,
        "decided": row.inspection.decided,
        "file": report.source_name,
        **row.cells,
    }
    return {name: given.get(name) for name in COLUMNS}


def absent(rung: Rung) -> str:
    """Why there is no grade, in words."""
    return {
        State.VISIT: "visit: no grades",
        State.NOT_READ: "no grade read",
        State.NOT_PART: "not part of this framework",
    }.get(rung.state, "")


def _judgements(timeline: Timeline) -> Iterator[Row]:
    for lane in timeline.lanes:
        for inspection, rung in zip(timeline.inspections, lane.rungs, strict=True):
            judged = rung.judged
            cells: dict[str, str | int | float] = {"state": rung.state.value}
            if judged is None:
                yield Row("judgement", lane.label, inspection, absent(rung), cells)
                continue
            joint = [frameworks.LABELS[one] for one in judged.ladders if len(judged.ladders) > 1]
            remarks = [f"judged as one: {' and '.join(joint).lower()}"] if joint else []
            remarks += [judged.scope] if judged.scope else []
            value = f"{judged.words} ({'; '.join(remarks)})" if remarks else judged.words
            cells["words"] = f"{judged.area}: {judged.printed}"
            yield Row("judgement", lane.label, inspection, value, cells, judged.judgement_id)


def _themes(timeline: Timeline, names: Names) -> Iterator[Row]:
    for theme in timeline.themes:
        for inspection in timeline.inspections:
            counted = inspection.theme(theme)
            yield Row(
                "theme",
                names.theme(theme),
                inspection,
                theme_words(counted),
                {
                    "concerns": len(counted.concerns),
                    "mixed": counted.mixed,
                    "strengths": len(counted.strengths),
                    "decided": counted.decided,
                },
                finding_ids=counted.concerns + counted.strengths,
            )


def theme_words(counted: ThemeCount) -> str:
    """A theme's counts, short: '−9 +1'."""
    signs = (("\u2212", counted.concerns), ("+", counted.strengths))
    return " ".join(f"{sign}{len(ids)}" for sign, ids in signs if ids) or "none"


def _figures(timeline: Timeline) -> Iterator[Row]:
    by_report = {one.report.id: one for one in timeline.inspections}
    for number, series in enumerate(timeline.series, start=1):
        for point in series.points:
            yield Row(
                "figure",
                series.label,
                by_report[point.report_id],
                naming.figure(point.value, point.value_to, series.unit),
                {
                    "series": number,
                    "unit": series.unit,
                    "as_of": point.date if point.dated else "",
                    "worded_alike": "yes" if point.worded_alike else "no",
                    "words": point.sentence,
                },
                finding_ids=(point.finding_id,),
            )


def _threads(timeline: Timeline) -> Iterator[Row]:
    for number, thread in enumerate(timeline.threads, start=1):
        words = timeline.words.get(thread.last.finding_id, "")
        for column, knots in columns_of(timeline, thread):
            yield Row(
                "thread",
                words,
                timeline.inspections[column],
                relation_words(knots),
                {
                    "series": number,
                    "words": " / ".join(timeline.words.get(knot.finding_id, "") for knot in knots),
                },
                finding_ids=tuple(knot.finding_id for knot in knots),
            )


def columns_of(timeline: Timeline, thread: Thread) -> list[tuple[int, list[Knot]]]:
    """The inspections that a thread runs through, with its findings in each."""
    found: dict[int, list[Knot]] = {}
    for knot in thread.knots:
        column = timeline.column(knot.report_id)
        if column is not None:
            found.setdefault(column, []).append(knot)
    return sorted(found.items())


def relation_words(knots: Sequence[Knot]) -> str:
    """What findings of one inspection say of the concern before: 'recurs'; 'first raised' where none was."""
    said = dict.fromkeys(knot.relation for knot in knots)
    return ", ".join(naming.plain(one).lower() if one is not None else "first raised" for one in said)
