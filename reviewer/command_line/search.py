"""The command ``search``: full-text search over everything in the store."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reviewer.command_line.upkeep import Run, Say

if TYPE_CHECKING:
    from reviewer.store import ReportRow, Store
    from reviewer.store.search import SearchHit, SearchResults

_BOLD: Final = ("\x1b[1m", "\x1b[0m")


def add_commands(
    command: Callable[..., argparse.ArgumentParser],
    wrapped: Callable[[Run], Callable[[argparse.Namespace], int]],
) -> None:
    """Add the command with ``command(name, run, help, description, *examples)``."""
    searching = command(
        "search",
        wrapped(_search),
        "find words in reports, findings and notes",
        """
        Find words in the texts of the reports, in findings (as printed and as reworded) and in notes. All the
        words must be there, in any order; "a phrase" in quotation marks, plan* for the beginning of a word,
        audit NEAR review for words close to each other; OR, NOT and brackets. Case and accents make no
        difference.
        """,
        "reviewer search 'late minutes'",
        "reviewer search '\"strategy meetings\" NEAR minutes' --in findings",
        "reviewer search --regex '\\d+ (working )?days' --format json",
    )
    searching.add_argument("query", metavar="QUERY", help="what to look for")
    searching.add_argument("--regex", action="store_true", help="QUERY is a regular expression")
    searching.add_argument(
        "--in",
        action="append",
        dest="where",
        choices=("text", "findings", "notes"),
        help="look only there; may be given more than once",
    )
    searching.add_argument(
        "--report", type=int, metavar="REPORT", help="only in the report of this number in 'reviewer list'"
    )
    searching.add_argument(
        "--limit", type=_count, default=200, metavar="N", help="show at most N hits (default: 200)"
    )
    searching.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of hits: give 1 or more")
    return int(text)


def _search(options: argparse.Namespace, store: Path, say: Say) -> int:
    from reviewer.store import Store, StoreError, StoreInUseError
    from reviewer.store.search import Where

    if not store.exists():
        raise StoreError(f"There is no store at {store}: name one with --store.")
    try:
        opened = Store.open(store)
    except StoreInUseError:
        opened = Store.open(store, read_only=True)
    with opened:
        if options.report is not None:
            opened.report(options.report)
        found = opened.search(
            options.query,
            regex=options.regex,
            where=[Where(one) for one in options.where or Where],
            report_id=options.report,
            limit=options.limit,
        )
        if options.format == "json":
            json.dump(_as_json(opened, found), sys.stdout, ensure_ascii=False, indent=2)
            print()  # noqa: T201
        else:
            _print(opened, found)
    say(_told(found))
    return 0


def _as_json(store: Store, found: SearchResults) -> dict[str, object]:
    from reviewer.store.search import as_json

    reports = {row.id: row for row in store.reports()}
    return {
        "counts": {where.value: count for where, count in found.counts.items()},
        "hits": [as_json(hit, _facts(reports[hit.report_id])) for hit in found.hits],
    }


def _facts(row: ReportRow) -> dict[str, object]:
    return {
        "authority": row.authority,
        "document_type": row.document_type,
        "inspection_start": row.inspection_start,
        "publication_date": row.publication_date,
        "source_name": row.source_name,
        "source_sha256": row.source_sha256,
    }


def _print(store: Store, found: SearchResults) -> None:
    reports = {row.id: row for row in store.reports()}
    marks = _BOLD if sys.stdout.isatty() else ("", "")
    for report_id, hits in groupby(found.hits, key=lambda hit: hit.report_id):
        row = reports[report_id]
        facts = (str(row.id), row.authority or "–", row.document_type, row.inspection_start, row.source_name)
        print("  ".join(fact for fact in facts if fact))  # noqa: T201
        for hit in hits:
            print(f"    {_place(hit):<14}  {_marked(hit, *marks)}")  # noqa: T201


def _place(hit: SearchHit) -> str:
    """Where a hit is, in a word or two."""
    named = {"text": "text", "findings": "finding", "notes": "note"}[hit.where.value]
    return f"{named} {hit.number}" if hit.number else named


def _marked(hit: SearchHit, on: str, off: str) -> str:
    said, last = "", 0
    for start, end in hit.marks:
        said += f"{hit.excerpt[last:start]}{on}{hit.excerpt[start:end]}{off}"
        last = end
    return said + hit.excerpt[last:]


def _told(found: SearchResults) -> str:
    names = {
        "text": ("passage", "passages"),
        "findings": ("finding", "findings"),
        "notes": ("note", "notes"),
    }
    parts = [f"{count} {names[where.value][count != 1]}" for where, count in found.counts.items() if count]
    if not parts:
        return "Nothing found."
    shown = "" if found.complete else f"; {len(found.hits)} shown, the others with --limit or more words"
    return f"{', '.join(parts)}{shown}."
