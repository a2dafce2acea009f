"""``make torture``: kill, fail, damage and upgrade, and print what was lost. Exit status 1 where it was more
than nothing.

``python -m tests.torture [--kills N] [--damaged N] [--fuzz N] [--seed N]``
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from tests.fuzz.mutations import case, seeds
from tests.fuzz.runner import run
from tests.torture.corruption import Damage, damage_at_random
from tests.torture.faults import fail_each_write, fill_the_disk
from tests.torture.kills import Tally, kill_at_random
from tests.torture.upgrades import upgrade_all


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description="Try to lose work.")
    parser.add_argument("--kills", type=int, default=300, metavar="N", help="(default: 300)")
    parser.add_argument("--damaged", type=int, default=200, metavar="N", help="(default: 200)")
    parser.add_argument("--disks", type=int, default=40, metavar="N", help="full disks (default: 40)")
    parser.add_argument("--fuzz", type=int, default=20_000, metavar="N", help="(default: 20000)")
    parser.add_argument("--seed", type=int, default=None, metavar="N", help="(default: another each time)")
    options = parser.parse_args()
    seed = int(time.time()) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    folder = Path(mkdtemp(prefix="torture-"))
    # One line each: what is tried, by whom. Others add theirs here.
    trials: list[tuple[str, Callable[[], Tally]]] = [
        ("upgrades tried", lambda: upgrade_all(folder / "upgrades")),
        ("injected faults survived", lambda: fail_each_write(folder / "faults")),
        ("full disks survived", lambda: fill_the_disk(folder / "disks", options.disks, seed)),
        ("corrupted files handled", lambda: damage_at_random(folder / "damaged", options.damaged, seed)),
        ("fuzz cases run", lambda: _fuzz(options.fuzz)),
        ("kills survived", lambda: kill_at_random(folder / "kills", options.kills, seed, _dot)),
    ]
    lost: list[str] = []
    try:
        for name, trial in trials:
            began = time.monotonic()
            tally = trial()
            lost += tally.lost
            print(
                f"{name:26}{tally.tried:7}   lost: {len(tally.lost)}{_more(tally)}   "
                f"({time.monotonic() - began:.0f} s)",
                flush=True,
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for line in lost:
        print(line)
    return 1 if lost else 0


def _fuzz(cases: int) -> Tally:
    """Changed files through the readers and the extraction; what breaks a promise counts as lost."""
    given = seeds()
    tally = run(case(number, given) for number in range(cases))
    return Tally(tally.cases, lost=[f"{one.name} of {one.seed}: {said}" for one, said in tally.faults])


def _more(tally: Tally) -> str:
    if isinstance(tally, Damage):
        return f"   salvaged without a backup: {tally.salvaged / max(1, tally.rows):.1%} of rows"
    if tally.acknowledged:
        return f"   of {tally.acknowledged} pieces of work that were acknowledged"
    return ""


def _dot(_said: str) -> None:
    sys.stderr.write(".")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
