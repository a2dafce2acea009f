"""Score what is suggested as recurring, say what each part of the score gives, and time it.

``python -m tests.benchmarks.recurrences`` prints the targets, a table in which one part after another is left
out, and the time for ten reports and for a store of 150 authorities. ``make score`` prints the targets. The
hand-checked links and their scorer lie beside the published reports, in ``gold/links`` and ``tools``.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from reviewer.analysis import history, terms
from reviewer.analysis.recurrence import History, Weights
from reviewer.cli import main as reviewer
from reviewer.command_line.recurrences import as_object
from reviewer.extraction import codebook
from reviewer.store import Store
from tests.benchmarks.large_store import large_store
from tests.conftest import CORPUS, MISSING

LINKS = CORPUS.parent / "gold" / "links"
SCORER = CORPUS.parent / "tools" / "score_recurrences.py"
TARGETS = (
    "targets: concern first 0.65 in three 0.85 | addressed in three 0.60 | strong right 0.80"
    " | strong on no counterpart at most 0.15"
)
WITHOUT = {
    "as it is": Weights(),
    "words by their stems only": Weights(synonyms=False),
    "no themes": Weights(statement_theme=0.0, finding_theme=0.0),
    "no themes of statements": Weights(statement_theme=0.0),
    "no themes of findings": Weights(finding_theme=0.0),
    "statements alone": Weights(whole=0.0),
    "praise counts as criticism does": Weights(light=1.0, praised=1.0),
    "council and board alike": Weights(board=0.0),
    "stems alone": Weights(synonyms=False, statement_theme=0.0, finding_theme=0.0, whole=0.0, board=0.0),
}

Extracted = Sequence[dict[str, Any]]


def extracted(lines: Iterable[str]) -> list[dict[str, Any]]:
    """Extractions from JSON Lines, without those that failed."""
    found = (json.loads(line) for line in lines if line.strip())
    return [one for one in found if "findings" in one]


def scores(extractions: Extracted, weights: Weights | None = None) -> list[str]:
    """The scorer's last line for each authority with hand-checked links."""
    found = []
    for gold in sorted(LINKS.glob("*.json")):
        names = set(json.loads(gold.read_text("utf-8"))["reports"])
        chosen = [one for one in extractions if Path(one["source"]["path"]).name in names]
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder, "suggestions.jsonl")
            target.write_text("\n".join(suggested(chosen, weights)), encoding="utf-8")
            done = subprocess.run(
                [sys.executable, str(SCORER), str(gold), str(target), "--show", "0"],
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=True,
            )
        found.append(done.stdout.strip().splitlines()[-1])
    return found


def suggested(extractions: Extracted, weights: Weights | None = None) -> list[str]:
    """The lines of ``reviewer recurrences --format jsonl``."""
    lines = []
    for authority in history.authorities(history.of_extractions(extractions)):
        if weights is not None:
            authority.history = History(authority.subjects.values(), codebook.load(), weights)
        lines += [json.dumps(as_object(authority, one)) for one in authority.suggestions()]
    return lines


def table(extractions: Extracted) -> list[str]:
    """What each part gives: the figures of each authority with one part left out."""
    lines = [f"{'':34}{'concern 1st':>12}{'in three':>10}{'addressed':>11}{'strong':>8}{'of':>5}{'false':>7}"]
    pattern = re.compile(
        r"TOTAL (.+): concern first (\S+) in three (\S+) \| addressed in three (\S+)"
        r" \| strong right (\S+) of (\d+) \| strong on no counterpart (\S+)"
    )
    for name, weights in WITHOUT.items():
        for place, line in enumerate(scores(extractions, weights)):
            match = pattern.match(line)
            assert match is not None, line
            authority, first, three, addressed, strong, of, false = match.groups()
            label = name if place == 0 else ""
            lines.append(
                f"{label:34}{first:>12}{three:>10}{addressed:>11}{strong:>8}{of:>5}{false:>7}  {authority}"
            )
    return lines


def timed(extractions: Extracted) -> list[str]:
    """The time for ten reports of one authority, and for all authorities of the large store."""
    letters = [one for one in extractions if one["source"]["path"].endswith(".txt")]
    newer = [one for one in extractions if one["report"]["document_type"] == "ilacs"]
    older = [one for one in extractions if one["report"]["document_type"] == "sif"]
    chosen = [*letters[:5], *newer[:4], *older[:1]]
    ten = [{**one, "report": {**one["report"], "authority": "Coventry"}} for one in chosen]
    count = sum(len(one["findings"]) for one in ten)
    codebook.load()
    wall, cpu = _seconds(ten)
    lines = [f"{len(ten)} reports, {count} findings: {wall:.2f} s, {cpu:.2f} s of a core (under 1)"]
    return [*lines, _many(large_store(CORPUS))]


def _many(path: Path) -> str:
    """The time of the command for all authorities of a store."""
    with Store.open(path, read_only=True) as store:
        authorities = len({row.authority for row in store.reports()})
    begin = time.perf_counter()
    with tempfile.TemporaryFile("w") as out:
        subprocess.run(
            [sys.executable, "-m", "reviewer", "recurrences", "--store", str(path), "--format", "jsonl"],
            stdout=out,
            check=True,
        )
    seconds = time.perf_counter() - begin
    return f"{authorities} authorities of a store, {os.cpu_count()} cores: {seconds:.0f} s (under 120)"


def _seconds(extractions: Extracted) -> tuple[float, float]:
    terms.terms.cache_clear()
    begin = time.perf_counter(), time.process_time()
    for authority in history.authorities(history.of_extractions(extractions)):
        list(authority.suggestions())
    return time.perf_counter() - begin[0], time.process_time() - begin[1]


def main() -> int:
    """Extract everything, print targets, table and times."""
    if not SCORER.is_file():
        print(f"Nothing to score: {MISSING}", file=sys.stderr)
        return 1
    files = [str(path) for path in sorted(CORPUS.glob("*/*")) if path.suffix in (".pdf", ".txt")]
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        reviewer(["extract", "--jobs", "2", *files])
    extractions = extracted(output.getvalue().splitlines())
    for line in (*scores(extractions), TARGETS, "", *table(extractions), "", *timed(extractions)):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
