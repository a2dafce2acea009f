"""The command ``reviewer``: the window, or one job without it.

Data goes to standard output, words for people to standard error. Exit status: 0, 1 for a problem with what
was given (a file that cannot be read, a store that is not one), 2 for wrong usage, 70 for a fault of ours,
130 when interrupted.
"""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import json
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from types import FrameType
from typing import TYPE_CHECKING, Final, TextIO

from reviewer import __version__, diagnostics
from reviewer.command_line import (
    accuracy,
    agreement,
    assign,
    export,
    recurrences,
    search,
    sharing,
    upkeep,
    years,
)
from reviewer.exporting import ExportError

if TYPE_CHECKING:
    from reviewer.store import ReportRow, Store
    from reviewer.worker import Worker

FAULT: Final = 70
INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141

_ABOUT: Final = """\
Turn published inspection reports into a reviewed dataset, beside the original words.

Without a command, Reviewer opens its window."""

_EXAMPLES: Final = """\
examples:
  reviewer                                       open the window
  reviewer import reports/                       bring in all reports of a folder
  reviewer list                                  show what is in the store
  reviewer export --format csv --output dataset  write the reviewed dataset as tables
  reviewer extract letter.pdf > letter.jsonl     extract a file without a store

'reviewer COMMAND --help' says more about a command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return the exit status. Raises SystemExit for wrong usage, --help and --version."""
    multiprocessing.freeze_support()
    _write_utf_8(sys.stdout)
    options = _parser().parse_args(arguments)
    try:
        run: Callable[[argparse.Namespace], int] = options.run
        status = run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except _RefusedError as refusal:
        _say(str(refusal))
        return 1
    except KeyboardInterrupt:
        _say("Stopped.")
        return INTERRUPTED
    except Exception as error:
        _say(f"Reviewer failed, please report it: {diagnostics.summary(error)}")
        _keep(diagnostics.fault_report(error))
        return FAULT
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reviewer",
        description=_ABOUT,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Reviewer {__version__}")
    _add_store(parser, default=None)
    parser.set_defaults(run=_window)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    extract = _command(
        commands,
        "extract",
        _extract,
        "print what the machine extracts from files",
        """
        Print one JSON object a line for each file, in the order given. Nothing is stored. A file that
        cannot be read gives a line that says why, and exit status 1.
        """,
        "reviewer extract report.pdf letter.txt > extracted.jsonl",
        "reviewer extract --jobs 2 reports/*.pdf > extracted.jsonl",
    )
    extract.add_argument("paths", nargs="+", metavar="PATH", help="a report: PDF, text or Markdown")
    extract.add_argument(
        "--jobs", type=_jobs, default=1, metavar="N", help="work on N files at once (default: 1)"
    )

    importing = _command(
        commands,
        "import",
        _import,
        "bring reports into the store",
        """
        Extract reports and keep them, with their files, in the store. A file that is there already is
        recognised by its content. A file that cannot be read is named with the reason, and the others go
        on. Ctrl+C stops; what is in the store by then is whole and stays.

        Also taken: REFI-QDA projects (.qdpx) and codebooks (.qdc), findings of LangExtract (.jsonl) and
        Label Studio (.json), which are kept beside our own, and tables of follow-ups (.csv). What does not
        come over is named.
        """,
        "reviewer import report.pdf",
        "reviewer import project.qdpx",
        "reviewer import --store work.sqlite reports/",
    )
    importing.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        type=Path,
        help="a report, a folder (all reports in it and below), or a dataset exported as json or jsonl",
    )

    listing = _command(
        commands,
        "list",
        _list,
        "show the reports in the store",
        "Show the reports in the store: authority, type, date, how much is decided.",
        "reviewer list",
        "reviewer list --format json",
    )
    listing.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")
    listing.add_argument(
        "--others",
        action="store_true",
        help="show instead what other machines and programs say of the reports",
    )

    exporting = _command(
        commands,
        "export",
        _export,
        "write the reviewed dataset to files",
        """
        Write the reviewed dataset into a folder. Every row says where its words are printed, what the
        machine said, and who decided what. Prints the paths of the files.
        """,
        "reviewer export --format csv --output dataset",
        "reviewer export --format xlsx --reviewed --types ilacs --output dataset --save-recipe board",
        "reviewer export --recipe board --output dataset",
        "reviewer export --store work.sqlite --format json --output dataset",
    )
    export.add_options(exporting)
    for module in (accuracy, agreement, assign, recurrences, search, sharing, upkeep, years):
        module.add_commands(partial(_command, commands), _upkeep)
    return parser


def _upkeep(run: upkeep.Run) -> Callable[[argparse.Namespace], int]:
    def refusing(options: argparse.Namespace) -> int:
        from reviewer.store import StoreError
        from reviewer.store.places import default_path

        try:
            return run(options, options.store or default_path(), _say)
        except StoreError as error:
            raise _RefusedError(str(error)) from error

    return refusing


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    help: str,  # noqa: A002
    description: str,
    *examples: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=help,
        description=inspect.cleandoc(description),
        epilog="\n  ".join(("examples:", *examples)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    # Without a default of its own, so that one given before the command stays.
    _add_store(parser, default=argparse.SUPPRESS)
    parser.set_defaults(run=run)
    return parser


def _add_store(parser: argparse.ArgumentParser, *, default: str | None) -> None:
    parser.add_argument(
        "--store",
        type=Path,
        default=default,
        metavar="PATH",
        help="the store to use (default: your own, where the system keeps such files)",
    )


def _jobs(text: str) -> int:
    try:
        jobs = int(text)
    except ValueError:
        jobs = 0
    if jobs < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of files: give 1 or more")
    return jobs


def _window(options: argparse.Namespace) -> int:
    from reviewer.app import run_window

    return int(run_window(options.store))


# Extract


def _extract(options: argparse.Namespace) -> int:
    failed = False
    with _interruptible() as cancelled, closing(_lines(options.paths, options.jobs, cancelled)) as lines:
        for line, error, details in lines:
            sys.stdout.write(line + "\n")
            if error:
                failed = True
                _say(error)
            if details:
                _keep(details)
            if cancelled():
                break
        if cancelled():
            _say("Stopped.")
            return INTERRUPTED
    return 1 if failed else 0


def _lines(
    paths: Sequence[str], jobs: int, cancelled: Callable[[], bool]
) -> Generator[tuple[str, str, str], None, None]:
    """Each file's line, what to tell the user where it is an error, and a report where the fault is ours.

    In the order given, whatever the number of jobs; only a few files ahead, so that memory stays small. Ends
    early when ``cancelled``.
    """
    from reviewer.worker import Stopped, Worker, extract_line

    closed = threading.Event()
    idle: SimpleQueue[Worker[str]] = SimpleQueue()

    def stopped() -> bool:
        return closed.is_set() or cancelled()

    def line(path: str) -> tuple[str, str, str]:
        worker = idle.get()
        try:
            return _line(worker, path, stopped)
        finally:
            idle.put(worker)

    with ExitStack() as stack:
        for _ in range(min(jobs, len(paths))):
            worker = stack.enter_context(Worker(extract_line))
            worker.start()
            idle.put(worker)
        threads = stack.enter_context(ThreadPoolExecutor(jobs))
        stack.callback(closed.set)
        waiting: deque[Future[tuple[str, str, str]]] = deque()
        try:
            for path in paths:
                waiting.append(threads.submit(line, path))
                if len(waiting) >= jobs * 2:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except Stopped:
            return
        finally:
            for future in waiting:
                future.cancel()


def _line(worker: Worker[str], path: str, stopped: Callable[[], bool]) -> tuple[str, str, str]:
    from reviewer.contract import error_line
    from reviewer.reading import ReadingError, shown
    from reviewer.worker import WorkError

    try:
        size = os.stat(path).st_size  # noqa: PTH116 - what is no path at all is the worker's to say
    except (OSError, ValueError):
        size = 0
    try:
        return worker.run(path, size=size, cancelled=stopped), "", ""
    except ReadingError as error:
        return error_line(path, error.code, error.message), f"{shown(path)}: {error.message}", ""
    except WorkError as error:
        message = f"Reviewer failed on this file, please report it: {error}"
        return error_line(path, "internal", message), f"{shown(path)}: {message}", error.details


# Import


def _import(options: argparse.Namespace) -> int:
    from reviewer.importing import files_in, import_files
    from reviewer.outcome import Outcome, Result
    from reviewer.reading import shown

    files = files_in(options.paths)
    if not files:
        _say("There are no reports in there: Reviewer reads PDF, text and Markdown files.")
        return 1
    counts = dict.fromkeys(Result, 0)

    def tell(number: int, outcome: Outcome) -> None:
        said = {
            Result.IMPORTED: outcome.message or f"{outcome.findings} findings",
            Result.ALREADY: "in the store already",
            Result.FAILED: f"not imported: {outcome.message}",
        }
        _say(f"[{number}/{len(files)}] {shown(outcome.path)}: {said[outcome.result]}")
        for problem in outcome.problems:
            _say(f"  {shown(problem)}")
        if outcome.details:
            _keep(outcome.details)

    with _opened(options.store) as store, _interruptible() as cancelled:
        for number, outcome in enumerate(import_files(store, files, cancelled=cancelled), start=1):
            counts[outcome.result] += 1
            tell(number, outcome)
        stopped = sum(counts.values()) < len(files)
        done = (
            ", ".join(f"{count} {result}" for result, count in counts.items() if count) or "nothing imported"
        )
        _say(f"{'Stopped: ' if stopped else ''}{done}. Store: {store.path}")
    if stopped:
        return INTERRUPTED
    return 1 if counts[Result.FAILED] else 0


# List


def _list(options: argparse.Namespace) -> int:
    if options.others:
        return _list_others(options)
    with _opened(options.store, must_exist=True) as store:
        rows = store.reports()
    if options.format == "json":
        json.dump([dataclasses.asdict(row) for row in rows], sys.stdout, ensure_ascii=False, indent=2)
        print()
    elif rows:
        _print_table(rows)
    if not rows:
        _say("The store is empty: bring reports in with 'reviewer import PATH'.")
    return 0


def _list_others(options: argparse.Namespace) -> int:
    with _opened(options.store, must_exist=True) as store:
        found = store.others()
    if options.format == "json":
        json.dump([dataclasses.asdict(one) for one in found], sys.stdout, ensure_ascii=False, indent=2)
        print()
    elif found:
        table = [("report", "by", "brought in", "findings", "without a place")]
        for one in found:
            lost = sum(not finding.grounded for finding in one.findings)
            table.append((str(one.report_id), one.by, one.at[:10], str(len(one.findings)), str(lost)))
        _print_columns(table)
    if not found:
        _say("No other machine or program says anything: bring its files in with 'reviewer import PATH'.")
    return 0


def _print_table(rows: list[ReportRow]) -> None:
    table = [("id", "authority", "type", "inspected", "decided", "follow-ups", "file")]
    table += [
        (
            str(row.id),
            row.authority or "–",
            row.document_type,
            row.inspection_start or row.publication_date or "–",
            f"{row.decided}/{row.findings}",
            f"{row.follow_ups} ({row.overdue} overdue)" if row.overdue else str(row.follow_ups),
            row.source_name,
        )
        for row in rows
    ]
    _print_columns(table)


def _print_columns(table: Sequence[Sequence[str]]) -> None:
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]))]
    for line in table:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


# Export


def _export(options: argparse.Namespace) -> int:
    try:
        recipe = export.recipe_of(options)
        with _opened(options.store, must_exist=True) as store:
            paths = export.run(store, recipe, _say)
    except ExportError as error:
        raise _RefusedError(str(error)) from error
    for path in paths:
        print(path)
    return 0


# What the commands share


class _RefusedError(Exception):
    """What was asked cannot be done; the message says why."""


@contextmanager
def _opened(path: Path | None, *, must_exist: bool = False) -> Iterator[Store]:
    """The store; raises _RefusedError where it cannot be opened or used.

    One that ``must_exist`` is only read, so it may be open elsewhere.
    """
    from reviewer.store import Store, StoreError, StoreInUseError
    from reviewer.store.places import default_path, synchronised_folder

    place = path or default_path()
    if must_exist and not place.exists():
        raise _RefusedError(
            f"There is no store at {place}: make one with 'reviewer import PATH', or name one with --store."
        )
    service = synchronised_folder(place)
    if service is not None and not must_exist:
        _say(
            f"Warning: the store is in a folder that {service} copies between computers, which can damage it."
            " Keep the store elsewhere, and exports there."
        )
    try:
        try:
            opened = Store.open(place)
        except StoreInUseError:
            if not must_exist:
                raise
            opened = Store.open(place, read_only=True)
        with opened as store:
            yield store
    except StoreError as error:
        raise _RefusedError(str(error)) from error


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """The first Ctrl+C is remembered, for the work to end in good order; the second ends it at once."""
    asked = False

    def remember(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)


def _write_utf_8(stream: TextIO) -> None:
    """The same bytes on every platform, whatever its own encoding and line ends."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _keep(report: str) -> None:
    """Write a report of a fault to the log folder and say where it is; say it whole where that fails."""
    path = diagnostics.write_report(report)
    _say(f"A report, without words of your files, is in {path}" if path else report)


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
