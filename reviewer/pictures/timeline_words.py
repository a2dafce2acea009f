"""What the picture of an authority over the years says in words: names of its cells, notes under it."""

from __future__ import annotations

from typing import Final

from reviewer.analysis import naming
from reviewer.analysis.frameworks import Grade
from reviewer.analysis.naming import Names
from reviewer.analysis.timeline import Inspection, Rung, State, ThemeCount, Timeline

OLD_SCALE: Final = frozenset({Grade.ADEQUATE, Grade.SATISFACTORY})
"""Grades of the scales before requires improvement."""
NARROWER: Final = "¹"
"""Marks a grade that is of less than its ladder."""


def describe(inspection: Inspection, names: Names) -> str:
    """An inspection in a few words: 'Single inspection, 28 Jan 2014'."""
    words = f"{names.family(inspection.report.document_type)}, {names.day(inspection.date)}"
    return words if inspection.own else f"{words}, {inspection.report.authority}"


def said(rung: Rung) -> str:
    """What an inspection says on a ladder, in words."""
    if rung.judged is not None:
        words = rung.judged.words
        if rung.joint:
            words += ", judged as one with another area"
        if rung.judged.scope:
            words += f", {rung.judged.scope}"
        return words
    return {
        State.VISIT: "a visit or letter, which gives no grades",
        State.NOT_READ: "no grade was read, though this framework has one",
    }.get(rung.state, "not part of this framework")


def counts_said(counted: ThemeCount, inspection: Inspection) -> str:
    """A theme's counts, in words."""
    concerns, strengths = len(counted.concerns), len(counted.strengths)
    if not concerns and not strengths:
        return "none"
    mixed = f" ({counted.mixed} of them mixed)" if counted.mixed else ""
    return (
        f"{naming.count(concerns, 'concern')}{mixed}, {naming.count(strengths, 'strength')}, of "
        f"{naming.count(inspection.findings, 'finding')}; {counted.decided} of {concerns + strengths} decided"
    )


def notes(timeline: Timeline) -> list[str]:
    """What has to be known to read the picture and its table."""
    judged = [one for inspection in timeline.inspections for one in inspection.judgements]
    scopes = dict.fromkeys(one.scope for one in judged if one.scope)
    found = [f"{NARROWER} {scope[:1].upper()}{scope[1:]}." for scope in scopes]
    if any(one.grade in OLD_SCALE for one in judged):
        found.append(
            "Adequate was the third grade of four up to 2013, requires improvement has been since; "
            "they are not the same."
        )
    for inspection in timeline.inspections:
        if inspection.copies:
            files = ", ".join(row.source_name for row in (inspection.report, *inspection.copies))
            found.append(
                f"{naming.day(inspection.date)}: one inspection in {len(inspection.copies) + 1} files "
                f"({files}); the figures are those of {inspection.report.source_name}."
            )
    if timeline.undated:
        listed = ", ".join(row.source_name for row in timeline.undated)
        found.append(f"Without a date, and so not shown: {listed}.")
    found.append(
        "Counts leave rejected findings out. A finding with several themes counts once in each; a concern is "
        "negative, mixed, or asks for something to be done."
    )
    return found


def about(inspection: Inspection, names: Names) -> str:
    """An inspection with how much it found and how much of that is decided."""
    words = f"{describe(inspection, names)}: {inspection.decided} of {inspection.findings} findings decided"
    counts = (
        f"{naming.count(inspection.concerns, 'concern')}, {naming.count(inspection.strengths, 'strength')}"
    )
    visit = ", a visit or letter without grades" if inspection.is_visit else ""
    return f"{words}; {counts}{visit}"


def description(timeline: Timeline, names: Names) -> str:
    """The inspections and ladders, all in words."""
    parts = [about(one, names) for one in timeline.inspections]
    for lane in timeline.lanes:
        rungs = zip(timeline.inspections, lane.rungs, strict=True)
        parts.append(
            f"{lane.label}: " + "; ".join(f"{names.day(one.date)} {said(rung)}" for one, rung in rungs)
        )
    return ". ".join(parts) + "."
