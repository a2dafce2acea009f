"""``reviewer export``: its options, and what they choose."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.command_line.choosing import add_report_options, given
from reviewer.exporting import FORMATS, ExportError, export
from reviewer.exporting.choice import Choice
from reviewer.exporting.recipes import Recipe, find, save
from reviewer.exporting.tables import DECISIONS

if TYPE_CHECKING:
    from reviewer.store import Store


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command; its formats are listed at the end of the help, one a line."""
    width = max(map(len, FORMATS))
    listed = "\n".join(f"  {one.name.ljust(width)}  {one.description}" for one in FORMATS.values())
    parser.epilog = f"formats:\n{listed}\n\n{parser.epilog or ''}"
    parser.set_defaults(usage_error=parser.error)
    parser.add_argument(
        "--format", nargs="+", choices=tuple(FORMATS), metavar="FORMAT", help="one or more, see below"
    )
    parser.add_argument(
        "--output", metavar="DIR", help="the folder, made where it is missing (default: the recipe's)"
    )
    choice = parser.add_argument_group("what is exported (default: everything)")
    add_report_options(choice)
    choice.add_argument(
        "--decisions", nargs="+", metavar="DECISION", choices=DECISIONS,
        help=f"findings and judgements that are {', '.join(DECISIONS)}",
    )  # fmt: skip
    choice.add_argument(
        "--reviewed", action="store_true", default=None, help="only what is accepted, corrected or added"
    )
    choice.add_argument(
        "--follow-ups", action="store_true", default=None, help="only findings with a follow-up to do"
    )
    choice.add_argument(
        "--fields", nargs="+", metavar="COLUMN", help="only these columns of tables: column or table.column"
    )
    choice.add_argument(
        "--without-sources",
        dest="sources",
        action="store_false",
        default=None,
        help="leave the reports' files out of json and jsonl",
    )
    recipes = parser.add_argument_group("recipes")
    recipes.add_argument(
        "--recipe", metavar="NAME", help="export as a recipe says: its name, or a file that ends in .toml"
    )
    recipes.add_argument("--save-recipe", metavar="NAME", help="keep the format and the choice under a name")


def recipe_of(options: argparse.Namespace) -> Recipe:
    """What the options ask for: those of the recipe, and over them those that are given.

    Raises ExportError where the recipe cannot be used; ends the program where no format is given.
    """
    recipe = find(options.recipe) if options.recipe else Recipe("", (), Choice())
    settings = {**asdict(recipe.choice), **given(options)}
    recipe = replace(
        recipe,
        formats=tuple(options.format or recipe.formats),
        choice=Choice(**settings),
        output=options.output or recipe.output,
    )
    if not recipe.formats:
        options.usage_error("give --format or --recipe")
    if not recipe.output:
        options.usage_error("give --output, for the recipe names no folder")
    unknown = [name for name in recipe.formats if name not in FORMATS]
    if unknown:
        raise ExportError(f"The recipe {recipe.name!r} asks for an unknown format: {unknown[0][:40]}.")
    if options.save_recipe:
        save(replace(recipe, name=options.save_recipe, output=""))
    return recipe


def run(store: Store, recipe: Recipe, say: Callable[[str], None]) -> list[Path]:
    """Export; tell of the progress on standard error where that is a terminal. Raises ExportError."""
    counted = 0

    def progress(done: int, total: int) -> None:
        nonlocal counted
        counted = total
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{done} of {total} reports" + ("\n" if done == total else ""))
            sys.stderr.flush()

    printer = None
    if "pdf" in recipe.formats:
        # The toolkit is large, and only this format needs it.
        from reviewer.ui.printing import to_pdf

        printer = to_pdf
    paths = [
        path
        for name in recipe.formats
        for path in export(
            store, name, Path(recipe.output), choice=recipe.choice, progress=progress, printer=printer
        )
    ]
    say(f"{counted} {'report' if counted == 1 else 'reports'} exported.")
    return paths
