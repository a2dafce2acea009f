"""Times what looks across reports, on a store of 550 reports with 60,000 findings: ``make bench``.

The years of an authority are those of ten of its longest reports, taken for one authority's. Printed, never
asserted: a busy machine proves nothing.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from reviewer.analysis import gathering
from reviewer.analysis.comparison import By, Choice
from reviewer.analysis.timeline import Given, timeline
from reviewer.exporting import figures
from reviewer.pictures.svg import svg
from reviewer.store import Store
from tests.benchmarks.large_store import large_store
from tests.conftest import CORPUS, MISSING

ROUNDS = 3
TEN = 10


def main() -> int:
    """Print the table."""
    if not CORPUS.is_dir():
        print(f"Nothing to measure: {MISSING}", file=sys.stderr)
        return 1
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with Store.open(large_store(CORPUS), read_only=True) as store:
        rows = sorted(store.reports(), key=lambda row: -row.findings)[:TEN]
        names = gathering.names_of(store)
        choice = Choice(By.AUTHORITY)

        def read_ten() -> list[Given]:
            return [
                Given(
                    replace(row, authority="Northmere", inspection_start=f"{2010 + number}-01-01"),
                    store.judgements(row.id),
                    store.findings(row.id),
                )
                for number, row in enumerate(rows)
            ]

        given = read_ten()
        years = timeline("Northmere", given)
        counted = gathering.comparison_of(store, choice)
        drawing = figures.timeline_drawing(years, names)
        finding = store.coded()[1000].finding_id
        measured: dict[str, Callable[[], object]] = {
            f"years: read {TEN} reports, {sum(len(one.findings) for one in given)} findings": read_ten,
            "years: put together": lambda: timeline("Northmere", given),
            "years: draw": lambda: figures.timeline_drawing(years, names),
            "years: write as SVG": lambda: svg(drawing),
            f"across: count {counted.reports} reports": lambda: gathering.comparison_of(store, choice),
            f"across: draw {len(counted.groups)} columns": lambda: figures.comparison_drawing(counted, names),
            "alike: find": lambda: store.alike(finding),
        }
        for name, act in measured.items():
            times = [_timed(act) for _ in range(ROUNDS)]
            print(f"{name:<48} {statistics.median(times):8.0f} ms")
    return 0


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    sys.exit(main())
