"""The commands that keep a store safe: ``backup``, ``restore``, ``check``, ``reextract``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer.store.check import Problem
    from reviewer.store.reextract import Reextracted

Say = Callable[[str], None]
Run = Callable[[argparse.Namespace, Path, Say], int]
"""Does the work on the store at the path, tells people what it does, returns the exit status. Raises
StoreError where that can't be done."""


def add_commands(
    command: Callable[..., argparse.ArgumentParser],
    wrapped: Callable[[Run], Callable[[argparse.Namespace], int]],
) -> None:
    """Add the commands with ``command(name, run, help, description, *examples)``."""
    backing_up = command(
        "backup",
        wrapped(_backup),
        "copy the store into its folder of backups",
        """
        Copy the store into the folder 'backups' beside it, open the copy and check it, and print its path.
        This is also done before the first change of a day, and before every upgrade and repair. The last ten
        backups are kept, one a day for two weeks, one a week for three months.
        """,
        "reviewer backup",
    )
    backing_up.add_argument(
        "--list", action="store_true", dest="listed", help="only show the backups that there are"
    )
    restoring = command(
        "restore",
        wrapped(_restore),
        "put a backup back",
        """
        Put a backup back as the store: the latest, or the one named. The store as it is now is backed up
        first, so that this can be undone in the same way.
        """,
        "reviewer restore --list",
        "reviewer restore reviewer-20260301T101112Z-day.sqlite",
    )
    restoring.add_argument(
        "backup",
        nargs="?",
        metavar="BACKUP",
        help="the file, or its name in the folder (default: the latest)",
    )
    restoring.add_argument(
        "--list", action="store_true", dest="listed", help="only show the backups that there are"
    )
    checking = command(
        "check",
        wrapped(_check),
        "look whether the store is whole",
        """
        Look whether the store can be read through, whether its rows fit together, read as their report and
        are as the log of changes has them, and whether the files are those that were imported. Exit status 1
        where something is wrong.
        """,
        "reviewer check",
        "reviewer check --repair",
    )
    checking.add_argument(
        "--repair",
        action="store_true",
        help="mend what can be, after a backup; a file that can't be read through is salvaged into a new one",
    )
    again = command(
        "reextract",
        wrapped(_reextract),
        "extract reports anew, keeping every correction",
        """
        Extract reports of the store again from their files, with this version. What was decided on stays as
        it is; what nobody looked at becomes as the machine has it now; what has no place any more is kept and
        named. The store is backed up first, and each report can be undone as one step.
        """,
        "reviewer reextract",
        "reviewer reextract 3 7",
    )
    again.add_argument(
        "reports",
        nargs="*",
        type=int,
        metavar="REPORT",
        help="a report's number in 'reviewer list' (default: all)",
    )


def _backup(options: argparse.Namespace, store: Path, say: Say) -> int:
    from reviewer.store import backup
    from reviewer.store.store import utc_now

    if options.listed:
        return _list(store, say)
    must_exist(store)
    made = backup.make(store, backup.Reason.MANUAL, utc_now(), _Progress(say, "Backing up"))
    print(made.path)  # noqa: T201
    return 0


def _restore(options: argparse.Namespace, store: Path, say: Say) -> int:
    from reviewer.store import StoreError, backup
    from reviewer.store.store import utc_now

    if options.listed:
        return _list(store, say)
    there = [one for one in backup.backups(store) if one.reason != backup.Reason.DAMAGED]
    if options.backup is None:
        if not there:
            raise StoreError(f"There is no backup in {backup.folder_of(store)}.")
        chosen = there[0].path
    else:
        chosen = Path(options.backup)
        if not chosen.exists():
            chosen = backup.folder_of(store) / options.backup
        if not chosen.exists():
            raise StoreError(f"There is no backup {options.backup}: 'reviewer restore --list' shows them.")
    before = backup.restore(store, chosen, utc_now())
    say(f"The store is as it was in {chosen.name}.")
    if before is not None:
        say(f"To undo this: reviewer restore {before.path.name}")
    return 0


def _list(store: Path, say: Say) -> int:
    from reviewer.store import backup

    there = backup.backups(store)
    for one in there:
        megabytes = one.size / 1_000_000
        print(f"{one.made_at}  {one.reason:<12}  {megabytes:8.1f} MB  {one.path.name}")  # noqa: T201
    if not there:
        say(f"There is no backup in {backup.folder_of(store)}.")
    return 0


def _check(options: argparse.Namespace, store: Path, say: Say) -> int:
    from reviewer.store import Store, StoreError
    from reviewer.store.errors import is_damage

    must_exist(store)
    try:
        with Store.open(store, read_only=True) as opened:
            problems = opened.check(progress=_Progress(say, "Checking"))
    except StoreError as error:
        if not is_damage(error):
            raise
        say(str(error))
        return _salvage(store, say) if options.repair else 1
    _tell(problems)
    if not problems:
        say("The store is whole.")
        return 0
    if not options.repair:
        say("'reviewer check --repair' mends what can be, after a backup.")
        return 1
    if any(problem.kind == "damage" for problem in problems):
        return _salvage(store, say)
    with Store.open(store) as opened:
        left = opened.repair()
    say("After the repair:" if left else "Repaired, nothing is left.")
    _tell(left)
    return 1 if left else 0


def _reextract(options: argparse.Namespace, store: Path, say: Say) -> int:
    from reviewer.reextracting import reextract_reports
    from reviewer.store import Store, StoreError

    must_exist(store)
    failed = False
    with Store.open(store) as opened:
        known = {row.id for row in opened.reports()}
        for number in options.reports:
            if number not in known:
                raise StoreError(f"There is no report {number}: 'reviewer list' shows them.")
        for outcome in reextract_reports(opened, options.reports or None):
            if outcome.done is None:
                failed = True
                say(f"{outcome.name}: left as it was: {outcome.message}")
                continue
            say(f"{outcome.name}: {_became(outcome.done)}")
            for table, row_id in outcome.done.without_place:
                say(f"  kept without a place in the new extraction: {table} {row_id}")
    return 1 if failed else 0


def _became(done: Reextracted) -> str:
    if not done.change.name:
        return "as it was"
    parts = [f"{done.kept} kept as decided", f"{done.new} new", f"{done.replaced} replaced"]
    if done.differs:
        parts.append(f"{len(done.differs)} of which the machine now says something else")
    return ", ".join(parts)


def _salvage(store: Path, say: Say) -> int:
    from reviewer.store.salvage import salvage
    from reviewer.store.store import utc_now

    done = salvage(store, store.with_name(f"{store.stem}-salvaged{store.suffix}"), now=utc_now)
    for table, count in done.read.items():
        lost = f", {done.lost[table]} lost" if done.lost[table] else ""
        say(f"{table}: {count} read{lost}")
    say(f"{store} was left as it is. What could be read of it is in {done.path}.")
    say("A backup may have more: 'reviewer restore --list' shows them.")
    print(done.path)  # noqa: T201
    return 1


def _tell(problems: list[Problem]) -> None:
    for problem in problems:
        more = ", …" if problem.count > len(problem.where) else ""
        print(f"{problem.count}: {problem.explanation} ({', '.join(problem.where)}{more})")  # noqa: T201


def must_exist(store: Path) -> None:
    """Raises StoreError where there is no store."""
    from reviewer.store import StoreError

    if not store.exists():
        raise StoreError(f"There is no store at {store}: name one with --store.")


class _Progress:
    """Tells a person in front of a terminal how far long work is, now and then."""

    def __init__(self, say: Say, what: str) -> None:
        self._say = say
        self._what = what
        self._told = 0

    def __call__(self, done: int, of: int) -> None:
        tenth = 10 * done // max(1, of)
        if tenth > self._told and of > 2000 and sys.stderr.isatty():
            self._say(f"{self._what}: {tenth * 10}%")
        self._told = tenth
