"""Times the extraction of the published reports against bare reading: ``make bench``.

Whole processes, taken in turn so that a machine that slows down slows down all of them; the median of the
rounds counts. Printed, never asserted: a busy machine proves nothing.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import CORPUS, MISSING

ROUNDS = 3


def main() -> int:
    """Run the rounds and print the table."""
    if not CORPUS.is_dir():
        print(f"Nothing to measure: {MISSING}", file=sys.stderr)
        return 1
    files = [str(path) for path in sorted(CORPUS.glob("*/*")) if path.suffix in (".pdf", ".txt")]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.jsonl")
        commands = {
            "plain text (PDFium)": ["tests.benchmarks.baseline", "plain", str(CORPUS)],
            "characters, fonts, structure": ["tests.benchmarks.baseline", "characters", str(CORPUS)],
            "extract, one worker": ["reviewer", "extract", "--jobs", "1", *files],
            "extract, two workers": ["reviewer", "extract", "--jobs", "2", *files],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        peaks: dict[str, float] = {}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                seconds, peak = timed(command, out)
                times[name].append(seconds)
                peaks[name] = max(peak, peaks.get(name, 0.0))
    show(times, peaks)
    return 0


def timed(command: list[str], out: Path) -> tuple[float, float]:
    """Seconds that a module takes as a process of its own, and its peak memory in MB (0 where unknown)."""
    begin = time.perf_counter()
    with out.open("wb") as stream:
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.measured", *command],
            stdout=stream,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    seconds = time.perf_counter() - begin
    marks = [line for line in done.stderr.splitlines() if line.startswith("PEAK ")]
    return seconds, int(marks[-1].split()[1]) / 1024 if marks else 0.0


def show(times: dict[str, list[float]], peaks: dict[str, float]) -> None:
    """Print medians and the ratios that the project holds itself to."""
    middle = {name: statistics.median(values) for name, values in times.items()}
    for name, seconds in middle.items():
        spread = f"{min(times[name]):.1f}–{max(times[name]):.1f}"
        print(f"{name:32} {seconds:7.2f} s  ({spread})  {peaks[name]:6.0f} MB")
    one, two = middle["extract, one worker"], middle["extract, two workers"]
    characters = middle["characters, fonts, structure"]
    print(f"extract / characters reading     {one / characters:7.2f}   (at most 1.5)")
    print(f"extract / plain text             {one / middle['plain text (PDFium)']:7.2f}")
    print(f"one worker / two workers         {one / two:7.2f}   (at least 1.8)")
    print(f"peak of one worker               {peaks['extract, one worker']:7.0f} MB (under 300)")


if __name__ == "__main__":
    sys.exit(main())
