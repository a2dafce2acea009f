"""``reviewer agreement``: how far reviewers, and the machine, agree on reports that several have coded."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.command_line.upkeep import Run, Say

if TYPE_CHECKING:
    from reviewer.analysis.agreement import Interval
    from reviewer.analysis.double_coding import Agreement, FieldAgreement
    from reviewer.analysis.raters import Rater

_MOST_CODES = 40


def add_commands(
    command: Callable[..., argparse.ArgumentParser],
    wrapped: Callable[[Run], Callable[[argparse.Namespace], int]],
) -> None:
    """Add the command with ``command(name, run, help, description, *examples)``."""
    parser = command(
        "agreement",
        wrapped(_agreement),
        "say how far reviewers agree",
        """
        Compare codings of the same reports: of the store, of colleagues' stores, review bundles or datasets
        (exported as json or jsonl), and of the machine. For each pair of raters, and all together: whether
        there is a finding, its boundaries, kind, polarity and theme, in percent, as Cohen's kappa and
        Krippendorff's alpha (nominal; unitised for boundaries), with bootstrap intervals of 95%. Only what
        is decided on counts. 1 is full agreement, 0 what chance gives.
        """,
        "reviewer agreement",
        "reviewer agreement ben.sqlite --machine",
        "reviewer agreement ada.json ben.json cem.sqlite --format csv > agreement.csv",
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH",
        help="a colleague's store, bundle or dataset; our own store is compared, too, unless two or more are"
        " given",
    )  # fmt: skip
    parser.add_argument(
        "--machine", action="store_true", help="the machine is a rater, too (it is where there is one other)"
    )
    parser.add_argument(
        "--undecided", action="store_true", help="what a reviewer has not looked at counts as accepted"
    )
    parser.add_argument(
        "--names", metavar="NAMES", help="what to call the raters, with commas, in the order of their files"
    )
    parser.add_argument("--format", choices=("text", "csv", "json"), default="text", help="(default: text)")
    parser.add_argument(
        "--disagreements", action="store_true", help="list where they differ instead (with text or csv)"
    )


def _agreement(options: argparse.Namespace, path: Path, say: Say) -> int:
    from reviewer.analysis.double_coding import compare
    from reviewer.analysis.raters import machine_of, rater_of
    from reviewer.interchange.opening import opened_to_read
    from reviewer.store import StoreError

    paths = options.paths if len(options.paths) > 1 else [path, *options.paths]
    names = [name.strip() for name in options.names.split(",")] if options.names else []
    raters: list[Rater] = []
    with ExitStack() as stack:
        for place, one in enumerate(paths):
            store = stack.enter_context(opened_to_read(one))
            name = names[place] if place < len(names) else ""
            raters.append(rater_of(store, name, undecided=options.undecided))
            if place == 0:
                machine = machine_of(store)
    if options.machine or len(raters) < 2:
        raters.append(machine)
    found = compare(raters)
    if not any(one.reports for one in found):
        raise StoreError(
            "They have no report in common that two have decided on: there is nothing to compare."
        )
    _write(options, found, say)
    return 0


def _write(options: argparse.Namespace, found: list[Agreement], say: Say) -> None:
    from reviewer.exporting import agreement

    if options.format == "json":
        sys.stdout.write(agreement.to_json(found))
    elif options.format == "csv" and options.disagreements:
        sys.stdout.write(agreement.to_csv(agreement.DIFFERENCES, agreement.differences(found)))
    elif options.format == "csv":
        sys.stdout.write(agreement.to_csv(agreement.FIGURES, agreement.figures(found)))
    elif options.disagreements:
        for one in found:
            _print_disagreements(one)
    else:
        for one in found:
            _print_figures(one)
    for note in dict.fromkeys(note for one in found for note in one.notes):
        say(note)


def _print_figures(one: Agreement) -> None:
    print(f"{' & '.join(one.raters)}: {one.reports} reports")  # noqa: T201
    print(f"  {'':<22} {'units':>6} {'percent':>18} {'kappa':>20} {'alpha':>20}")  # noqa: T201
    for field in one.fields:
        print(_line(field.field, field.report.units, *_measures(field), field.few))  # noqa: T201
        for code, part in list(field.report.by_code.items())[:_MOST_CODES]:
            few = field.few or part.units < _few_of_a_code()
            print(_line(f"  {code}", part.units, "", "", _interval(part.alpha), few))  # noqa: T201
    if any(field.few for field in one.fields):
        print("  * few: the figure is uncertain, and so is its interval")  # noqa: T201
    print()  # noqa: T201


def _few_of_a_code() -> int:
    from reviewer.analysis.double_coding import FEW_OF_A_CODE

    return FEW_OF_A_CODE


def _line(name: str, units: int, percent: str, kappa: str, alpha: str, few: bool) -> str:
    return f"  {name:<22} {units:>6} {percent:>18} {kappa:>20} {alpha:>20}{' *' if few else ''}".rstrip()


def _measures(field: FieldAgreement) -> tuple[str, str, str]:
    found = field.report
    percent = "–"
    if found.percent.value is not None:
        percent = f"{found.percent.value:.0%}"
        if found.percent.low is not None and found.percent.high is not None:
            percent += f" ({found.percent.low:.0%} to {found.percent.high:.0%})"
    return percent, _interval(found.kappa), _interval(found.alpha)


def _interval(one: Interval) -> str:
    if one.value is None:
        return "–"
    if one.low is None or one.high is None:
        return f"{one.value:.2f}"
    return f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f})"


def _print_disagreements(one: Agreement) -> None:
    print(f"{' & '.join(one.raters)}: {len(one.disagreements)} disagreements")  # noqa: T201
    for difference in one.disagreements:
        said = "; ".join(
            f"{rater}: {code or '–'}" for rater, code in zip(one.raters, difference.codes, strict=True)
        )
        start = difference.unit.spans[0][0] if difference.unit.spans else 0
        words = " ".join(difference.unit.text.split())
        words = f"{words[:60]}…" if len(words) > 60 else words
        print(f"  {difference.unit.title}, {difference.field}, {start}: {said} | {words}")  # noqa: T201
    print()  # noqa: T201
