"""The commands by which two reviewers share their work: ``bundle``, ``merge``, ``conflicts``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewer.command_line.choosing import add_report_options, given
from reviewer.command_line.upkeep import Run, Say, must_exist
from reviewer.exporting.choice import Choice

if TYPE_CHECKING:
    from reviewer.store import Store
    from reviewer.store.rows import DisputeRow, ReportOutcome, Version

LEFT_TO_SETTLE: Final = 3
"""The exit status where all went well and differences are left for a person to settle."""

_TABLES: Final = {
    "finding": ("finding", "findings"),
    "judgement": ("judgement", "judgements"),
    "section": ("section", "sections"),
    "note": ("note", "notes"),
    "follow_up": ("follow-up", "follow-ups"),
    "tag": ("tag", "tags"),
    "link": ("link", "links"),
    "seen": ("passage seen", "passages seen"),
    "review": ("set of facts", "sets of facts"),
    "assignment": ("assignment", "assignments"),
    "code": ("code", "codes"),
}


def add_commands(
    command: Callable[..., argparse.ArgumentParser],
    wrapped: Callable[[Run], Callable[[argparse.Namespace], int]],
) -> None:
    """Add the commands with ``command(name, run, help, description, *examples)``."""
    bundling = command(
        "bundle",
        wrapped(_bundle),
        "write reports with their review into one file for a colleague",
        """
        Write reports into one file that ends in .reviewbundle: their files, what the machine read, every
        decision, note and follow-up, the codebook and the log. A colleague merges it with 'reviewer merge',
        or by dropping it on the window. The same reviews give the same bytes. Prints the path of the file.
        """,
        "reviewer bundle --output northmere.reviewbundle",
        "reviewer bundle --output for-ben --types ilacs --from 2024",
    )
    bundling.add_argument("--output", required=True, type=Path, metavar="FILE", help="the file to write")
    _add_name(bundling)
    add_report_options(bundling.add_argument_group("which reports (default: all)"))
    merging = command(
        "merge",
        wrapped(_merge),
        "merge a colleague's review into the store",
        f"""
        Merge a review bundle. Reports that are not here come whole. In the others, what only one of you
        changed is as they have it; what both changed differently is kept, with both versions, and settled in
        the window ('Differences to settle') or by editing the value. Until then it is what both knew last.
        The store is backed up first; the merge is one step that --undo takes back. Merging the same bundle
        again changes nothing. Exit status {LEFT_TO_SETTLE} where differences are left to settle, 1 where a
        report could not be merged.
        """,
        "reviewer merge from-ben.reviewbundle",
        "reviewer merge --undo",
    )
    which = merging.add_mutually_exclusive_group(required=True)
    which.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the bundle")
    which.add_argument("--undo", action="store_true", help="take the latest merge back, in all reports")
    _add_name(merging)
    listing = command(
        "conflicts",
        wrapped(_conflicts),
        "list what two reviewers changed differently",
        f"""
        List the differences that a merge left to settle: where each is, what you say, what your colleague
        says, what the machine said. Exit status {LEFT_TO_SETTLE} where there are any.
        """,
        "reviewer conflicts",
        "reviewer conflicts --format json",
        "reviewer conflicts --settled",
    )
    listing.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")
    listing.add_argument("--settled", action="store_true", help="list instead those that were settled")


def _add_name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reviewer", metavar="NAME", help="the name that you review under (default: yours on this machine)"
    )


def _bundle(options: argparse.Namespace, path: Path, say: Say) -> int:
    from reviewer.exporting import ExportError
    from reviewer.interchange.bundles import write_bundle
    from reviewer.store import Store, StoreError

    must_exist(path)
    choice = Choice(**given(options))
    with Store.open(path, reviewer=options.reviewer, read_only=True) as store:
        rows = [row for row in store.reports() if choice.has_report(row)]
        if not rows:
            raise StoreError("No report is chosen: 'reviewer list' shows them.")
        try:
            made = write_bundle(store, options.output, rows)
        except ExportError as error:
            raise StoreError(str(error)) from error
    say(f"{len(rows)} {'report' if len(rows) == 1 else 'reports'} shared.")
    print(made)  # noqa: T201
    return 0


def _merge(options: argparse.Namespace, path: Path, say: Say) -> int:
    from reviewer.interchange.bundles import merge_bundle
    from reviewer.interchange.safe import RefusedError
    from reviewer.store import Store, StoreError

    with Store.open(path, reviewer=options.reviewer) as store:
        if options.undo:
            return _undo(store, say)
        try:
            done = merge_bundle(store, options.file)
        except RefusedError as error:
            raise StoreError(f"{options.file}: {error}") from error
        except OSError as error:
            raise StoreError(f"{options.file} can't be opened: {error.strerror or error}.") from error
        for one in done.reports:
            print(f"{one.name}: {told(one)}")  # noqa: T201
        if done.codebook is not None and done.codebook.what == "merged":
            print(f"codebook: {told(done.codebook)}")  # noqa: T201
        left = sum(store.dispute_counts().values())
        if left:
            say(f"{left} left to settle: 'reviewer conflicts' lists them, the window settles them.")
    if any(one.what == "refused" for one in done.reports):
        return 1
    return LEFT_TO_SETTLE if left else 0


def _undo(store: Store, say: Say) -> int:
    from reviewer.store import StoreError

    name = store.merge_undo_name()
    if name is None or store.undo_merge() is None:
        raise StoreError("The latest step of the whole store is no merge: there is nothing to take back.")
    say(f"Taken back: {name}.")
    return 0


def told(one: ReportOutcome) -> str:
    """What a merge did to a report, in words."""
    if one.what == "whole":
        return f"new here, {one.came.get('finding', 0)} findings"
    if one.what == "known":
        return "nothing new"
    if one.what == "refused":
        return f"not merged: {one.why}"
    parts = [
        f"{_counted(counts)} {word}"
        for counts, word in ((one.changed, "changed"), (one.came, "added"), (one.went, "taken out"))
        if counts
    ]
    parts.append(f"{one.disputes} to settle" if one.disputes else "nothing to settle")
    return "; ".join(parts)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(
        f"{count} {_TABLES[table][count != 1]}" for table, count in sorted(counts.items()) if count
    )


def _conflicts(options: argparse.Namespace, path: Path, say: Say) -> int:
    from reviewer.store import Store

    must_exist(path)
    with Store.open(path, read_only=True) as store:
        found = store.disputes(settled=options.settled)
        if options.format == "json":
            json.dump([_as_json(store, one) for one in found], sys.stdout, ensure_ascii=False, indent=2)
            print()  # noqa: T201
        else:
            for one in found:
                _print(store, one)
    if not found:
        say("Nothing was settled." if options.settled else "There is nothing to settle.")
    return LEFT_TO_SETTLE if found and not options.settled else 0


def _print(store: Store, one: DisputeRow) -> None:
    from reviewer.exporting.versions import field_name, of_what, said

    text = "" if one.report_id is None else store.source_text(one.report_id).text
    where = "codebook" if one.report_id is None else store.report(one.report_id).source_name
    print(f"{where}, {of_what(store, one)}: {field_name(one)}")  # noqa: T201
    lines = [(f"{side.by}, {side.at[:10]}", side) for side in one.sides]
    lines += [("the machine", one.machine)] if one.machine is not None else []
    lines += [(f"settled by {one.settled.by}, {one.settled.at[:10]}", one.settled)] if one.settled else []
    for who, version in lines:
        print(f"  {who}: {said(one, version, text)}")  # noqa: T201


def _as_json(store: Store, one: DisputeRow) -> dict[str, object]:
    from reviewer.exporting.versions import field_name, of_what, said

    text = "" if one.report_id is None else store.source_text(one.report_id).text

    def version(given: Version | None) -> dict[str, object] | None:
        return None if given is None else {"by": given.by, "at": given.at, "said": said(one, given, text)}

    return {
        "id": one.id,
        "report_id": one.report_id,
        "source_sha256": None if one.report_id is None else store.report(one.report_id).source_sha256,
        "finding_id": one.finding_id,
        "of": of_what(store, one),
        "field": one.field,
        "field_name": field_name(one),
        "sides": [version(side) for side in one.sides],
        "machine": version(one.machine),
        "until_settled": said(one, one.base, text),
        "settled": version(one.settled),
    }
