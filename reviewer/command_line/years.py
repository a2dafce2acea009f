"""The commands that look across reports: ``timeline`` and ``compare``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reviewer.command_line.upkeep import Run, Say
from reviewer.model import DocumentType, Kind, Polarity

if TYPE_CHECKING:
    from reviewer.pictures.shapes import Picture

_FORMATS: Final = ("json", "csv", "svg", "png", "html")
# In words, for the parser is made before anything of the store is loaded.
BYS: Final = ("authority", "region", "family", "year", "grade")
COUNTED: Final = ("concerns", "strengths", "all")


def add_commands(
    command: Callable[..., argparse.ArgumentParser],
    wrapped: Callable[[Run], Callable[[argparse.Namespace], int]],
) -> None:
    """Add the commands with ``command(name, run, help, description, *examples)``."""
    years = command(
        "timeline",
        wrapped(_timeline),
        "show an authority over the years",
        """
        Write an authority's inspections in date order: judgements as ladders across frameworks, concerns and
        strengths by theme, figures that come again. As data, a table, a picture or a page; on standard
        output unless --output names a file.
        """,
        "reviewer timeline --authority Coventry --format csv",
        "reviewer timeline --authority 'Coventry City Council' --format svg --output coventry.svg",
    )
    years.add_argument("--authority", required=True, metavar="NAME", help="by any of its names")
    years.add_argument(
        "--predecessors", action="store_true", help="show the reports of abolished predecessors with it"
    )
    years.add_argument(
        "--shares", action="store_true", help="in pictures, say themes as shares of the findings"
    )
    _add_output(years)
    across = command(
        "compare",
        wrapped(_compare),
        "compare themes across authorities",
        """
        Count themes by authority, region, family, year or overall grade, or for an authority beside its
        statistical neighbours; with how many reports stand behind each figure, and how many are reviewed.
        """,
        "reviewer compare --by region --families ilacs --from 2022",
        "reviewer compare --beside Coventry --format svg --output neighbours.svg",
    )
    chosen = across.add_mutually_exclusive_group()
    chosen.add_argument("--by", choices=BYS, default="authority", help="the columns (default: authority)")
    chosen.add_argument("--beside", metavar="NAME", help="this authority beside its statistical neighbours")
    across.add_argument(
        "--count",
        choices=COUNTED,
        default="concerns",
        help="which findings are counted (default: concerns)",
    )
    across.add_argument("--families", nargs="+", choices=tuple(DocumentType), default=(), metavar="FAMILY")
    across.add_argument("--polarities", nargs="+", choices=tuple(Polarity), default=(), metavar="POLARITY")
    across.add_argument(
        "--kinds", nargs="+", default=(), metavar="KIND", help=f"such as {Kind.AREA_FOR_IMPROVEMENT}"
    )
    across.add_argument("--authorities", nargs="+", default=(), metavar="NAME")
    across.add_argument("--regions", nargs="+", default=(), metavar="REGION")
    across.add_argument("--from", dest="first", type=_year, metavar="YEAR")
    across.add_argument("--to", dest="last", type=_year, metavar="YEAR")
    across.add_argument("--reviewed", action="store_true", help="only findings that are decided")
    _add_output(across)


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=_FORMATS, default="json", help="(default: json)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="(default: standard output)")


def _year(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise argparse.ArgumentTypeError(f"{text!r} is no year such as 2022")
    return text


def _timeline(options: argparse.Namespace, store: Path, say: Say) -> int:
    from reviewer.analysis import gathering
    from reviewer.exporting import figures

    with _opened(store) as opened:
        found = gathering.timeline_of(opened, options.authority, predecessors=options.predecessors)
        names = gathering.names_of(opened)
        known = gathering.authorities(opened)
    if not found.inspections:
        say(f"There is no dated report of {found.authority} in the store. There are: {', '.join(known)}.")
        return 1
    if options.format in ("svg", "png"):
        draw = partial(figures.timeline_drawing, found, names, shares=options.shares)
        return _write_picture(draw, options, say)
    makers: dict[str, Callable[[], str]] = {
        "csv": lambda: figures.timeline_csv(found, names),
        "json": lambda: figures.timeline_json(found, names),
        "html": lambda: figures.timeline_page(found, names, shares=options.shares),
    }
    return _write(makers[options.format]().encode(), options.output, say)


def _compare(options: argparse.Namespace, store: Path, say: Say) -> int:
    from reviewer.analysis import gathering
    from reviewer.analysis.comparison import By, Choice, Counted
    from reviewer.analysis.history import name_of
    from reviewer.exporting import figures

    beside = name_of(options.beside)
    choice = Choice(
        by=By.NEIGHBOURS if beside else By(options.by),
        counted=Counted(options.count),
        families=options.families,
        polarities=options.polarities,
        kinds=options.kinds,
        authorities=[name_of(name) for name in options.authorities],
        regions=options.regions,
        first_year=options.first or "",
        last_year=options.last or "",
        reviewed=options.reviewed,
        authority=beside,
    )
    with _opened(store) as opened:
        found = gathering.comparison_of(opened, choice)
        names = gathering.names_of(opened)
    if not found.themes:
        say("No finding of the store passes this choice.")
        return 1
    if options.format in ("svg", "png"):
        return _write_picture(partial(figures.comparison_drawing, found, names), options, say)
    make = {
        "csv": figures.comparison_csv,
        "json": figures.comparison_json,
        "html": figures.comparison_page,
    }[options.format]
    return _write(make(found, names).encode(), options.output, say)


def _opened(store: Path) -> Any:
    from reviewer.store import Store, StoreError

    if not store.exists():
        raise StoreError(f"There is no store at {store}: make one with 'reviewer import PATH'.")
    return Store.open(store, read_only=True)


def _write_picture(draw: Callable[..., Picture], options: argparse.Namespace, say: Say) -> int:
    if options.format == "png":
        # The toolkit is large, and only this format needs it.
        from reviewer.ui.picture_files import png_of

        return _write(png_of(lambda measure: draw(measure=measure)), options.output, say)
    from reviewer.pictures.svg import svg

    return _write(svg(draw()).encode(), options.output, say)


def _write(content: bytes, output: Path | None, say: Say) -> int:
    from reviewer.exporting.files import ExportError, Writing

    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return 0
    try:
        with Writing(output.parent) as writing:
            writing.place(output.name).write_bytes(content)
    except ExportError as error:
        say(str(error))
        return 1
    print(output)  # noqa: T201
    return 0
