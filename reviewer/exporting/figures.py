"""Timelines and comparisons as files: a drawing, a table, data, a page for reading."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any, Final

from reviewer.analysis import naming, timeline_table
from reviewer.analysis.comparison import Comparison
from reviewer.analysis.naming import Names
from reviewer.analysis.timeline import Timeline
from reviewer.exporting.csv_tables import cell
from reviewer.exporting.html_parts import beginning, table, text
from reviewer.pictures import heat_map, metrics, svg, timeline_words
from reviewer.pictures import timeline as timeline_picture
from reviewer.pictures.shapes import Measure, Picture

_MEASURE: Final = metrics.measure(metrics.EM)
WIDTH: Final = 1040.0
"""How wide pictures in files are where their content needs no more, in pixels."""

_COMPARED: Final = (
    "theme",
    "theme_label",
    "group",
    "findings",
    "share",
    "decided",
    "in_reports",
    "reports",
    "reports_reviewed",
    "findings_of_group",
)


# An authority over the years


def timeline_drawing(
    timeline: Timeline,
    names: Names,
    *,
    shares: bool = False,
    measure: Measure = _MEASURE,
    parts: Sequence[timeline_picture.Part] = timeline_picture.PARTS,
) -> Picture:
    """The picture for a file; ``measure`` where the program that draws it knows its fonts."""
    return timeline_picture.draw(
        timeline,
        em=metrics.EM,
        measure=measure,
        width=WIDTH,
        names=names,
        shares=shares,
        parts=parts,
    )


def timeline_csv(timeline: Timeline, names: Names) -> str:
    """All figures, a row each."""
    records = [timeline_table.record(row) for row in timeline_table.rows(timeline, names)]
    return csv_text(timeline_table.COLUMNS, (record.values() for record in records))


def timeline_json(timeline: Timeline, names: Names) -> str:
    """The inspections with all figures of each."""
    rows = timeline_table.rows(timeline, names)
    inspections = [
        {
            "authority": one.report.authority,
            "own": one.own,
            "family": one.report.document_type,
            "date": one.date,
            "published": one.report.publication_date,
            "visit": one.is_visit,
            "findings": one.findings,
            "decided": one.decided,
            "file": one.report.source_name,
            "sha256": one.report.source_sha256,
            "copies": [row.source_name for row in one.copies],
            "figures": [
                {
                    name: value
                    for name, value in timeline_table.record(row).items()
                    if value is not None and name not in _SAID_ONCE
                }
                for row in rows
                if row.inspection is one
            ],
        }
        for one in timeline.inspections
    ]
    whole = {
        "authority": timeline.authority,
        "predecessors": list(timeline.predecessors),
        "undated": [row.source_name for row in timeline.undated],
        "notes": timeline_words.notes(timeline),
        "inspections": inspections,
    }
    return _json(whole)


_SAID_ONCE: Final = frozenset({"authority", "family", "date", "findings", "file"})


def timeline_section(
    timeline: Timeline,
    names: Names,
    *,
    shares: bool = False,
    link: svg.Link | None = None,
    remark: str = "",
) -> Iterator[str]:
    """The timeline for a page: for each of its parts a picture, and its figures as a table."""
    rows = timeline_table.rows(timeline, names)
    if remark:
        yield f"<p>{text(remark)}</p>\n"
    for part, title in timeline_picture.TITLES.items():
        of_part = [row for row in rows if row.part == part]
        if of_part:
            yield figure(timeline_drawing(timeline, names, shares=shares, parts=(part,)), link)
            yield from _table_of(part, title, timeline, of_part)


def _table_of(part: str, title: str, timeline: Timeline, rows: Sequence[timeline_table.Row]) -> Iterator[str]:
    if part == "figure":
        heads = ("Figure", "Value", "As of", "Inspection", "Words")
        yield from table(title, heads, map(_figure_row, rows))
        return
    if part == "thread":
        lines = ((row.value, naming.day(row.inspection.date), row.cells["words"]) for row in rows)
        yield from table(title, ("What became of it", "Inspection", "Words"), lines)
        return
    values: dict[str, list[str]] = {}
    for row in rows:
        values.setdefault(row.what, []).append(row.value)
    whens = (naming.day(one.date) for one in timeline.inspections)
    first = "Area" if part == "judgement" else "Theme"
    yield from table(title, (first, *whens), ((what, *said) for what, said in values.items()))


def _figure_row(row: timeline_table.Row) -> tuple[object, ...]:
    when = str(row.cells.get("as_of") or "")
    return (
        row.what,
        row.value,
        naming.day(when) or "at the inspection",
        naming.day(row.inspection.date),
        row.cells["words"],
    )


def timeline_page(timeline: Timeline, names: Names, *, shares: bool = False) -> str:
    """The timeline as a web page that needs no other file."""
    title = f"{timeline.authority} over the years"
    return page(title, timeline_section(timeline, names, shares=shares))


# Across authorities


def comparison_drawing(comparison: Comparison, names: Names, *, measure: Measure = _MEASURE) -> Picture:
    """The picture for a file; ``measure`` where the program that draws it knows its fonts."""
    return heat_map.draw(comparison, em=metrics.EM, measure=measure, width=WIDTH, names=names)


def comparison_rows(comparison: Comparison, names: Names) -> Iterator[tuple[str | int | float, ...]]:
    """A row for each theme of each group."""
    for theme in comparison.themes:
        for group in comparison.groups:
            found = comparison.cell(theme, group)
            yield (
                theme,
                names.theme(theme),
                group.label,
                found.count,
                round(comparison.share(theme, group), 4),
                found.decided,
                found.reports,
                len(group.reports),
                group.reviewed,
                group.findings,
            )


def comparison_csv(comparison: Comparison, names: Names) -> str:
    """All figures, a row each."""
    return csv_text(_COMPARED, comparison_rows(comparison, names))


def comparison_json(comparison: Comparison, names: Names) -> str:
    """What is compared, the groups, and all figures."""
    choice = comparison.choice
    whole = {
        "title": heat_map.title(comparison),
        "by": choice.by.value,
        "counted": choice.counted.value,
        "notes": heat_map.notes(comparison),
        "groups": [
            {
                "group": group.label,
                "reports": len(group.reports),
                "reports_reviewed": group.reviewed,
                "findings": group.findings,
                "decided": group.decided,
            }
            for group in comparison.groups
        ],
        "figures": [dict(zip(_COMPARED, row, strict=True)) for row in comparison_rows(comparison, names)],
    }
    return _json(whole)


def comparison_page(comparison: Comparison, names: Names) -> str:
    """The comparison as a web page that needs no other file."""
    labels = [group.label for group in comparison.groups]
    rows = [
        (
            names.theme(theme),
            *(
                f"{comparison.cell(theme, group).count} ({naming.percent(comparison.share(theme, group))})"
                for group in comparison.groups
            ),
        )
        for theme in comparison.themes
    ]
    facts = (
        ("Reports", *(len(group.reports) for group in comparison.groups)),
        ("of them reviewed", *(group.reviewed for group in comparison.groups)),
        ("Findings counted", *(group.findings for group in comparison.groups)),
    )

    def parts() -> Iterator[str]:
        yield figure(comparison_drawing(comparison, names), None)
        yield from table("What stands behind it", ("", *labels), facts)
        yield from table("Findings, and their share of those counted", ("Theme", *labels), rows)

    return page(heat_map.title(comparison), parts())


# Shared


def csv_text(heads: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """A table as the other CSV files of the product are: UTF-8 with its mark, CRLF, nothing that runs."""
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([cell(value) for value in row] for row in rows)
    return "\ufeff" + file.getvalue()


def _json(whole: dict[str, Any]) -> str:
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def figure(picture: Picture, link: svg.Link | None = None) -> str:
    """A picture as a part of a page."""
    return f'<figure class="picture">\n{svg.svg(picture, link=link, inline=True)}</figure>\n'


def page(title: str, parts: Iterable[str]) -> str:
    """A web page that needs no other file."""
    return f"{beginning(title)}<main>\n<h1>{text(title)}</h1>\n{''.join(parts)}</main>\n</body>\n</html>\n"
