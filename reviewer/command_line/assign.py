"""``reviewer assign``: split the reports of a store between reviewers, some of them to be coded twice."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.command_line.choosing import add_report_options, given
from reviewer.command_line.upkeep import Run, Say, must_exist
from reviewer.exporting.choice import Choice

if TYPE_CHECKING:
    from reviewer.analysis.assigning import Plan
    from reviewer.store import ReportRow


def add_commands(
    command: Callable[..., argparse.ArgumentParser],
    wrapped: Callable[[Run], Callable[[argparse.Namespace], int]],
) -> None:
    """Add the command with ``command(name, run, help, description, *examples)``."""
    assigning = command(
        "assign",
        wrapped(_assign),
        "split reports between reviewers",
        """
        Make reports the work of reviewers, with a chosen share that two of them code independently. Each
        gets about as many reports of each type, and about as much work. The same reports and the same seed
        give the same plan. It is kept in the store: the window shows whose each report is, exports and
        bundles carry it. Without --reviewers, the plan that there is is shown.
        """,
        "reviewer assign --reviewers Ada,Ben --double 0.2",
        "reviewer assign --reviewers Ada,Ben,Cem --types ilacs sif --by pages --dry-run",
        "reviewer assign --clear",
    )
    assigning.add_argument(
        "--reviewers", metavar="NAMES", type=_names, help="the names that they review under, with commas"
    )
    assigning.add_argument(
        "--double", type=_share, default=0.0, metavar="SHARE",
        help="the share of reports that two of them code, from 0 to 1 (default: 0)",
    )  # fmt: skip
    assigning.add_argument(
        "--by", choices=("findings", "pages"), default="findings",
        help="what makes a report more work (default: findings)",
    )  # fmt: skip
    assigning.add_argument(
        "--seed", type=int, default=1, metavar="N", help="another number, another plan (default: 1)"
    )
    assigning.add_argument(
        "--again", action="store_true", help="assign anew what is assigned already (default: it stays)"
    )
    assigning.add_argument("--clear", action="store_true", help="take reports out of the plan")
    assigning.add_argument("--dry-run", action="store_true", help="show the plan and keep nothing")
    assigning.add_argument(
        "--format", choices=("text", "csv", "json"), default="text", help="(default: text)"
    )
    add_report_options(assigning.add_argument_group("which reports (default: all)"))


def _assign(options: argparse.Namespace, path: Path, say: Say) -> int:
    from reviewer.analysis.assigning import make_plan, works_of
    from reviewer.store import Store, StoreError

    must_exist(path)
    choice = Choice(**given(options))
    changes = not options.dry_run and (options.clear or options.reviewers)
    with Store.open(path, read_only=not changes) as store:
        rows = [row for row in store.reports() if choice.has_report(row)]
        if not rows:
            raise StoreError("No report is chosen: 'reviewer list' shows them.")
        if not options.clear and not options.reviewers:
            _show(options.format, rows, {row.id: row.assigned for row in rows}, say)
            return 0
        if options.clear:
            plan: Mapping[int, Sequence[str]] = dict.fromkeys((row.id for row in rows), ())
        else:
            try:
                made = make_plan(
                    works_of(rows, options.by),
                    options.reviewers,
                    double=options.double,
                    seed=options.seed,
                    given={} if options.again else {row.id: row.assigned for row in rows},
                )
            except ValueError as error:
                raise StoreError(str(error)) from error
            plan = made.names
            _tell(made, options.by, say)
        if changes:
            store.assign(plan)
        _show(options.format, rows, plan, say)
    if options.dry_run:
        say("Nothing was kept: leave --dry-run out.")
    return 0


def _tell(plan: Plan, by: str, say: Say) -> None:
    for name in sorted({name for names in plan.names.values() for name in names}, key=str.casefold):
        shared = len(set(plan.of(name)) & set(plan.doubled))
        say(f"{name}: {len(plan.of(name))} reports, {shared} of them shared, {plan.load(name)} {by}")
    say(f"{len(plan.doubled)} of {len(plan.names)} reports are coded twice.")


def _show(form: str, rows: Sequence[ReportRow], plan: Mapping[int, Sequence[str]], say: Say) -> None:
    listed = [
        {
            "report_id": row.id,
            "source_sha256": row.source_sha256,
            "source_name": row.source_name,
            "authority": row.authority,
            "document_type": row.document_type,
            "reviewers": list(plan[row.id]),
        }
        for row in rows
    ]
    if form == "json":
        json.dump(listed, sys.stdout, ensure_ascii=False, indent=2)
        print()  # noqa: T201
    elif form == "csv":
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(listed[0])
        for one in listed:
            table.writerow([_cell(value) for value in one.values()])
    else:
        for row in rows:
            names = ", ".join(plan[row.id]) or "–"
            print(f"{row.id:>4}  {names:<24}  {row.authority or '–'}, {row.document_type}")  # noqa: T201
    if not any(plan.values()):
        say("Nobody has work assigned.")


def _cell(value: object) -> object:
    from reviewer.exporting.csv_tables import cell

    return cell("; ".join(value) if isinstance(value, list) else value)


def _names(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(" ".join(name.split()) for name in text.split(",") if name.strip()))
    if not names:
        raise argparse.ArgumentTypeError("give at least one name")
    return names


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no share from 0 to 1")
    return share
