"""``python -m tests.fuzz --cases 20000``: run cases and print what was found.

The exit status is 1 where there are faults; ``--keep FOLDER`` writes the files that led to them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.fuzz.mutations import case, seeds
from tests.fuzz.runner import Tally, run


def main() -> int:
    """Run the cases that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000, metavar="N", help="(default: 20000)")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="the number of the first case")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where to write what led to faults")
    options = parser.parse_args()
    given = seeds()

    def tell(tally: Tally) -> None:
        if tally.cases % 500 == 0:
            print(tally.line(), file=sys.stderr, flush=True)

    tally = run((case(options.first + number, given) for number in range(options.cases)), tell)
    for one, said in [*tally.broken_off, *tally.faults]:
        print(f"{one.number} {one.name} of {one.seed} ({len(one.data)} bytes): {said}")
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / one.name).write_bytes(one.data)
    print(tally.line())
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
