"""``reviewer accuracy``: how good the extractor is, told from the corrections of reviewed reports."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.command_line.choosing import add_report_options, given
from reviewer.command_line.upkeep import Run, Say, must_exist
from reviewer.exporting.choice import Choice

if TYPE_CHECKING:
    from reviewer.analysis.accuracy import Case, Figures, Score


def add_commands(
    command: Callable[..., argparse.ArgumentParser],
    wrapped: Callable[[Run], Callable[[argparse.Namespace], int]],
) -> None:
    """Add the command with ``command(name, run, help, description, *examples)``."""
    measuring = command(
        "accuracy",
        wrapped(_accuracy),
        "say how good the extractor is, from what reviewers corrected",
        """
        Lay what the machine said beside what reviewers decided, in the reports that are reviewed to the end:
        whose words stood, where boundaries were wrong, how often kind, theme and polarity were right, and
        whether its confidence can be relied on. Each figure says how many cases it is from, with a 95%
        interval; fewer than 30 are called few.
        """,
        "reviewer accuracy",
        "reviewer accuracy --by family --format csv > accuracy.csv",
        "reviewer accuracy --cases",
        "reviewer accuracy --compare 1 2",
    )
    measuring.add_argument(
        "--by", choices=("family", "extractor", "authority"), help="tell the figures apart by this"
    )
    measuring.add_argument("--cases", action="store_true", help="list what was corrected")
    measuring.add_argument(
        "--compare",
        nargs=2,
        metavar="VERSION",
        help="two versions of the extractor on the reports that both have read",
    )
    measuring.add_argument(
        "--format", choices=("text", "json", "csv"), default="text", help="(default: text)"
    )
    add_report_options(measuring.add_argument_group("which reports (default: all that are reviewed)"))


def _accuracy(options: argparse.Namespace, path: Path, say: Say) -> int:
    from reviewer.analysis import accuracy, accuracy_in_store
    from reviewer.store import Store, StoreError

    must_exist(path)
    choice = Choice(**given(options))
    with Store.open(path, read_only=True) as store:
        rows = [row for row in accuracy_in_store.reviewed_reports(store) if choice.has_report(row)]
        if not rows:
            raise StoreError(
                "No report is reviewed to the end yet: decide on all findings of one, or mark it as reviewed."
            )
        names = {row.id: row.source_name for row in rows}
        if options.compare:
            known = accuracy_in_store.versions(store, rows)
            for version in options.compare:
                if version not in known:
                    raise StoreError(f"Version {version} has read no report; these have: {', '.join(known)}.")
            first, second = (
                accuracy_in_store.scores(store, rows, extractor=version) for version in options.compare
            )
            compared = accuracy.compare(first, second)
            groups = dict(zip(options.compare, (compared.first, compared.second), strict=True))
            _show(options.format, groups)
            if options.format == "text":
                _show_cases(compared.mended, names, f"better in {options.compare[1]}")
                _show_cases(compared.broken, names, f"worse in {options.compare[1]}")
            return 0
        scores = accuracy_in_store.scores(store, rows)
    if options.cases:
        _list_cases(options.format, scores, names)
        return 0
    groups = {"all": accuracy.together(scores)}
    if options.by:
        groups |= accuracy.grouped(scores, accuracy.By(options.by))
    _show(options.format, groups)
    return 0


def _show(form: str, groups: dict[str, Figures]) -> None:
    from reviewer.exporting.accuracy_files import rows_of

    table = [row for group, figures in groups.items() for row in rows_of(group, figures)]
    if form == "json":
        json.dump(table, sys.stdout, ensure_ascii=False, indent=2)
        print()  # noqa: T201
    elif form == "csv":
        writer = csv.DictWriter(sys.stdout, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    else:
        for group, figures in groups.items():
            _print(group, figures)


def _print(group: str, figures: Figures) -> None:
    from reviewer.exporting.accuracy_files import rows_of

    unseen = figures.unseen_share
    print(f"{group}: {figures.reports} reviewed report{'' if figures.reports == 1 else 's'}")  # noqa: T201
    for row in rows_of(group, figures):
        if row["share"] is None and row["right"] is not None:
            continue
        if row["right"] is None:
            print(f"  {row['figure']:<28} {row['of']:>6}")  # noqa: T201
            continue
        few = "  few" if row["few"] else ""
        print(  # noqa: T201
            f"  {row['figure']:<28} {row['right']:>6} of {row['of']:<6} {row['share']:.3f}"
            f"  ({row['low']:.3f}–{row['high']:.3f}){few}"
        )
    if unseen:
        print(  # noqa: T201
            f"  {unseen:.1%} of the text is neither in a finding nor marked as seen: what was missed there is"
            " not known"
        )
    print()  # noqa: T201


def _list_cases(form: str, scores: Sequence[Score], names: dict[int, str]) -> None:
    cases = [case for one in scores for case in one.cases]
    listed = [{"source_name": names[case.report_id], **asdict(case)} for case in cases]
    if form == "json":
        json.dump(listed, sys.stdout, ensure_ascii=False, indent=2)
        print()  # noqa: T201
    elif form == "csv" and listed:
        from reviewer.exporting.csv_tables import cell

        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(listed[0])
        table.writerows([cell(value) for value in one.values()] for one in listed)
    elif form == "text":
        _show_cases(cases, names, "corrected")


def _show_cases(cases: Sequence[Case], names: dict[int, str], title: str) -> None:
    print(f"{title}: {len(cases)}")  # noqa: T201
    for case in cases:
        print(  # noqa: T201
            f"  {names[case.report_id]}: {case.fault.value}: {_short(case.machine)} → {_short(case.reviewed)}"
            f"  [{_short(case.words)}]"
        )


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"
