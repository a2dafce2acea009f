"""The accuracy of the extractor as files: a drawing, a table, a page for reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from reviewer.analysis import naming
from reviewer.analysis.accuracy import BINS, Case, Figures, Rate
from reviewer.exporting.figures import csv_text, figure, page
from reviewer.exporting.html_parts import table
from reviewer.pictures import accuracy as picture
from reviewer.pictures import metrics
from reviewer.pictures.shapes import Measure, Picture

WIDTH: Final = 1040.0
_MEASURE: Final = metrics.measure(metrics.EM)
HEADS: Final = ("group", "figure", "right", "of", "share", "low", "high", "few")


def rates_of(figures: Figures) -> Iterator[tuple[str, Rate]]:
    """Every share by the name that files give it."""
    for part, rate in figures.rates.items():
        yield part.value, rate
    for name, rate in figures.facts.items():
        yield f"fact:{name}", rate
    for low, high, rate in zip(BINS, BINS[1:], figures.confidence, strict=False):
        yield f"confidence:{low:g}-{high:g}", rate


def rows_of(group: str, figures: Figures) -> Iterator[dict[str, Any]]:
    """The figures as a table: a row each by :data:`HEADS`, shares from 0 to 1; errors have a count only."""
    for name, rate in rates_of(figures):
        low, high = rate.interval or (None, None)
        values = (group, name, rate.right, rate.of, rate.share, low, high, rate.small)
        yield dict(zip(HEADS, values, strict=True))
    for fault, count in figures.faults.items():
        yield dict.fromkeys(HEADS) | {"group": group, "figure": f"error:{fault.value}", "of": count}


def as_csv(groups: Mapping[str, Figures]) -> str:
    """The figures of each group as a table."""
    rows = (row.values() for group, figures in groups.items() for row in rows_of(group, figures))
    return csv_text(HEADS, rows)


def cases_csv(cases: Sequence[Case], names: Mapping[int, str]) -> str:
    """What was corrected, a row each."""
    heads = ("source_name", "report_id", "finding_id", "error", "machine", "reviewed", "words")
    rows = (
        (
            names.get(case.report_id, ""),
            case.report_id,
            case.finding_id,
            case.fault.value,
            case.machine,
            case.reviewed,
            case.words,
        )
        for case in cases
    )
    return csv_text(heads, rows)


def drawing(figures: Figures, *, measure: Measure = _MEASURE) -> Picture:
    """The picture for a file; ``measure`` where the program that draws it knows its fonts."""
    return picture.draw(figures, em=metrics.EM, measure=measure, width=WIDTH)


def as_page(figures: Figures) -> str:
    """A page for reading: the picture, then every figure."""
    rows = [
        (naming.plain(name.replace(":", ", ")), picture.rate_said(rate))
        for name, rate in rates_of(figures)
        if rate.of
    ]
    return page(
        picture.title(figures),
        (figure(drawing(figures)), *table("Every figure", ("Figure", "Right"), rows)),
    )
