"""Pictures as SVG: valid, with words, the same bytes for the same figures."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import fields

import pytest

from reviewer.analysis import timeline_table
from reviewer.analysis.comparison import Choice, compare
from reviewer.analysis.timeline import Given, timeline
from reviewer.colours import CONTRAST, DARK, LIGHT
from reviewer.pictures import heat_map, metrics, svg
from reviewer.pictures import timeline as timeline_picture
from reviewer.pictures.shapes import Box, Dot, Path, Picture, Target, Words
from tests.analysis.rows import finding, judgement, measure, report
from tests.analysis.test_comparison import FINDINGS, ROWS
from tests.analysis.test_timeline import LOOKED_AFTER, late_minutes, northmere

NS = "{http://www.w3.org/2000/svg}"


def years() -> Picture:
    """Northmere with ladders, themes, figures, and words that XML minds."""
    given = [
        *northmere(),
        *(
            Given(
                report("sif", f"{year}-09-01"),
                [judgement("Overall <effectiveness> & more", "Good")],
                [
                    finding(
                        LOOKED_AFTER.format(year, number),
                        "negative",
                        "context",
                        measures=(measure(str(number), number, "count", "children"),),
                    ),
                    finding("Good.", "positive", "recording"),
                ],
            )
            for year, number in ((2015, 310), (2017, 290))
        ),
    ]
    return timeline_picture.draw(timeline("Northmere", given), em=14, measure=metrics.measure(14), width=900)


def heat() -> Picture:
    return heat_map.draw(compare(ROWS, FINDINGS, Choice()), em=14, measure=metrics.measure(14))


@pytest.mark.parametrize("made", [years, heat])
@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST])
def test_is_valid_and_says_everything_in_words(made, colours) -> None:  # type: ignore[no-untyped-def]
    picture = made()
    root = ET.fromstring(svg.svg(picture, colours))
    assert root.tag == f"{NS}svg"
    assert root.findtext(f"{NS}title") == picture.title
    assert root.findtext(f"{NS}desc") == picture.description
    titles = [
        one.findtext(f"{NS}title") for one in root.iter(f"{NS}rect") if one.find(f"{NS}title") is not None
    ]
    assert titles == [spot.name for spot in picture.spots]
    words = [one.text for one in root.iter(f"{NS}text")]
    assert words == [shape.text for shape in picture.shapes if isinstance(shape, Words)]


def threads() -> Picture:
    given, links = late_minutes()
    found = timeline("Northmere", given, links=links)
    return timeline_picture.draw(found, em=14, measure=metrics.measure(14))


def one_visit() -> Picture:
    given = [Given(report("focused_visit", "2019-02-05"), [], [finding("Late.", "mixed", "recording")])]
    return timeline_picture.draw(timeline("Northmere", given), em=14, measure=metrics.measure(14))


@pytest.mark.parametrize("made", [years, heat, one_visit, threads])
def test_nothing_leaves_the_picture(made) -> None:  # type: ignore[no-untyped-def]
    picture = made()
    width = metrics.measure(picture.em)
    for shape in picture.shapes:
        if isinstance(shape, Box):
            assert shape.x >= 0
            assert shape.x + shape.width <= picture.width
            assert shape.y + shape.height <= picture.height
        elif isinstance(shape, Path):
            assert all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in shape.points)
        elif isinstance(shape, Words):
            left = {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor] * width(shape.text, shape.font)
            assert shape.x - left >= 0
            assert shape.x - left + width(shape.text, shape.font) <= picture.width
        else:
            assert isinstance(shape, Dot)


@pytest.mark.parametrize("made", [years, heat])
def test_same_figures_give_the_same_bytes(made) -> None:  # type: ignore[no-untyped-def]
    assert svg.svg(made()) == svg.svg(made())


def test_cells_are_a_grid_without_holes() -> None:
    for picture in (years(), heat()):
        places = {(spot.row, spot.column) for spot in picture.spots}
        assert len(places) == len(picture.spots)
        columns = {column for _, column in places}
        assert {column for row, column in places if row == 0} == columns


def test_parts_are_links_where_there_is_an_address() -> None:
    def link(target: Target) -> str | None:
        return f"#report-{target.report_id}" if target.report_id else None

    root = ET.fromstring(svg.svg(years(), link=link))
    links = [one.get("href") for one in root.iter(f"{NS}a")]
    assert links
    assert all(one and one.startswith("#report-") for one in links)


def test_an_inline_picture_takes_the_colours_of_its_page() -> None:
    root = ET.fromstring(svg.svg(years(), inline=True))
    used = {name for one in root.iter() for name in (one.get("class") or "").split()}
    rules = svg.style(DARK)
    assert used
    assert all(f".{name} {{" in rules for name in used)
    assert DARK.negative in rules


def test_every_colour_of_the_look_can_be_styled() -> None:
    rules = svg.style(LIGHT)
    for field in fields(LIGHT):
        if isinstance(getattr(LIGHT, field.name), str):
            assert f".c-{field.name} " in rules


def test_rows_of_the_table_are_those_of_the_picture() -> None:
    given, links = late_minutes()
    found = timeline("Northmere", [*given, *northmere()], links=links)
    picture = timeline_picture.draw(found, em=14, measure=metrics.measure(14))
    by_place = {(spot.row, spot.column): spot for spot in picture.spots}
    rows = timeline_table.rows(found)
    assert {row.place for row in rows} == {place for place in by_place if place[0]}
    for row in rows:
        target = by_place[row.place].target
        assert target.report_id == row.inspection.report.id
        assert (target.judgement_id, target.finding_ids) == (row.judgement_id, row.finding_ids)
