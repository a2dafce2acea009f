"""``reviewer recurrences``: for each concern of a later report, the same issue in an earlier one."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reviewer.command_line.upkeep import Run, Say, must_exist

if TYPE_CHECKING:
    from reviewer.analysis.history import Authority, Report
    from reviewer.analysis.recurrence import Candidate, Suggestion

_LONGEST: Final = 160
"""Characters of a finding that the text shows."""

_FEW: Final = 8
"""Authorities for which it is not worth while to start another process."""


def add_commands(
    command: Callable[..., argparse.ArgumentParser],
    wrapped: Callable[[Run], Callable[[argparse.Namespace], int]],
) -> None:
    """Add the command with ``command(name, run, help, description, *examples)``."""
    finding = command(
        "recurrences",
        wrapped(_recurrences),
        "find what keeps coming back at an authority",
        """
        For each concern of a later report, name the concerns of the authority's earlier reports (its
        predecessors' too) that are likely the same issue, the likeliest first, and why; and for each finding
        that praises, the earlier concerns that it may settle. Reports come from the store, or from the files
        given, which are extracted and not kept.
        """,
        "reviewer recurrences --authority Coventry",
        "reviewer recurrences --format jsonl > recurrences.jsonl",
        "reviewer recurrences 2014.pdf 2017.pdf 2022.pdf --format jsonl",
    )
    finding.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        type=Path,
        help="reports, or folders of them, instead of the store",
    )
    finding.add_argument("--authority", metavar="NAME", help="only this authority (default: all)")
    finding.add_argument(
        "--strong", action="store_true", help="only where the first candidate is likely right"
    )
    finding.add_argument(
        "--jobs",
        type=int,
        default=min(os.cpu_count() or 1, 4),
        metavar="N",
        help="compare N authorities at once where there are many (default: one a core, at most 4)",
    )
    finding.add_argument("--format", choices=("text", "jsonl"), default="text", help="(default: text)")


def _recurrences(options: argparse.Namespace, path: Path, say: Say) -> int:
    from reviewer.analysis.history import authorities, name_of

    failed: list[str] = []
    reports = _from_files(options.paths, say, failed) if options.paths else _from_store(path)
    found = authorities(reports)
    if options.authority is not None:
        wanted = name_of(options.authority).casefold()
        found = [one for one in found if one.name.casefold() == wanted]
        if not found:
            say(f"There is no report of {options.authority} here.")
            return 1
    said = _lines if options.format == "jsonl" else _text
    count = 0
    for text in _each(partial(said, only_strong=options.strong), found, options.jobs):
        sys.stdout.write(text)
        count += bool(text)
    if not count:
        say("Nothing is found: an authority needs two reports with dates, and a concern in the earlier one.")
    return 1 if failed else 0


def _from_store(path: Path) -> list[Report]:
    from reviewer.analysis.history import of_store
    from reviewer.store import Store

    must_exist(path)
    with Store.open(path, read_only=True) as store, store.snapshot():
        return of_store(store, store.reports())


def _from_files(paths: Iterable[Path], say: Say, failed: list[str]) -> list[Report]:
    from reviewer.analysis.history import of_extractions
    from reviewer.importing import files_in
    from reviewer.reading import ReadingError, shown
    from reviewer.worker import Worker, WorkError, extract_line

    extractions: list[dict[str, Any]] = []
    with closing(Worker(extract_line)) as worker:
        for path in files_in(paths):
            try:
                extractions.append(json.loads(worker.run(str(path), size=path.stat().st_size)))
            except (ReadingError, WorkError, OSError) as error:
                failed.append(str(path))
                say(f"{shown(str(path))}: {getattr(error, 'message', error)}")
    return of_extractions(extractions)


def _each(said: Callable[[Authority], str], found: list[Authority], jobs: int) -> Iterator[str]:
    """What is said of each authority, in order; ``jobs`` at once where there are enough of them."""
    jobs = min(jobs, len(found) // _FEW)
    if jobs < 2:
        yield from map(said, found)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Spawned, as everywhere: a copy of a process with threads can hang.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(said, found, chunksize=2)


def _lines(authority: Authority, *, only_strong: bool) -> str:
    return "".join(
        json.dumps(as_object(authority, one), ensure_ascii=False, separators=(",", ":")) + "\n"
        for one in authority.suggestions()
        if one.strong or not only_strong
    )


def as_object(authority: Authority, suggestion: Suggestion) -> dict[str, object]:
    """A suggestion as the command prints it."""
    return {
        "authority": authority.name,
        "later": _place(authority, suggestion.later),
        "candidates": [
            {
                "earlier": _place(authority, one.earlier),
                "score": one.score,
                "relation": one.relation.value,
                "why": reasons(one),
            }
            for one in suggestion.candidates
        ],
        "strong": suggestion.strong,
    }


def reasons(candidate: Candidate) -> list[str]:
    """What speaks for a candidate, in words."""
    why = candidate.why
    said = [one if one == other else f"{one} / {other}" for one, other in why.words]
    found = [f"shared words: {', '.join(said)}"] if said else []
    if why.theme:
        found.append(f"theme: {why.theme}")
    if why.said:
        found.append("the report says that an earlier inspection found it")
    return found


def _place(authority: Authority, finding: int) -> dict[str, object]:
    printed, subject = authority.printed[finding], authority.subjects[finding]
    return {
        "path": printed.path,
        "date": subject.date,
        "number": printed.number,
        "text": subject.text,
    }


def _text(authority: Authority, *, only_strong: bool) -> str:
    lines: list[str] = []
    for suggestion in authority.suggestions():
        if only_strong and not suggestion.strong:
            continue
        lines += ["", _line(authority, suggestion.later)]
        for one in suggestion.candidates[:3]:
            lines += [
                f"  {one.score:.2f} {one.relation.value}  {_line(authority, one.earlier)}",
                f"       {'; '.join(reasons(one))}",
            ]
    return "\n".join((authority.name, *lines, "", "")) if lines else ""


def _line(authority: Authority, finding: int) -> str:
    printed, subject = authority.printed[finding], authority.subjects[finding]
    number = f" {printed.number}" if printed.number else ""
    text = subject.text if len(subject.text) <= _LONGEST else subject.text[: _LONGEST - 1].rstrip() + "…"
    return f"{subject.date[:4]}{number}: {text}"
