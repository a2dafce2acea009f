"""Extract the published reports and score the result against the hand-checked ones: ``make score``.

The gold annotations and the scorer lie beside the reports, in ``gold`` and ``tools/score_extraction.py``.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reviewer.cli import main as reviewer
from tests.benchmarks import recurrences
from tests.conftest import CORPUS, MISSING

GOLD = CORPUS.parent / "gold"
SCORER = CORPUS.parent / "tools" / "score_extraction.py"


@dataclass(frozen=True, slots=True)
class Score:
    """The scorer's totals as shares (0 to 1). ``worst`` is the lowest F1 of findings of any one report."""

    findings: float
    worst: float
    judgements: float
    metadata: float
    sections: float
    kind: float
    polarity: float
    theme: float
    number: float
    section: float
    page: float
    broken: int
    table: str


def gold_reports() -> list[Path]:
    """The published reports that have gold annotations."""
    names = {json.loads(path.read_text("utf-8"))["file"] for path in sorted(GOLD.glob("*.json"))}
    return [path for path in sorted(CORPUS.glob("*/*")) if path.name in names]


def score(extraction: Path) -> Score:
    """Score a file of JSON Lines with the scorer that stands beside the reports."""
    done = subprocess.run(
        [sys.executable, str(SCORER), str(GOLD), str(extraction)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    total = done.stdout.strip().splitlines()[-1]

    def figure(pattern: str) -> float:
        match = re.search(pattern, total)
        if match is None:
            raise ValueError(f"The scorer's last line has no {pattern}: {total}")
        return float(match.group(1))

    def share(pattern: str) -> float:
        match = re.search(pattern + r" (\d+)/(\d+)", total)
        if match is None:
            raise ValueError(f"The scorer's last line has no {pattern}: {total}")
        return int(match.group(1)) / int(match.group(2))

    return Score(
        findings=figure(r"findings F1 ([\d.]+)"),
        worst=min(float(f1) for f1 in re.findall(r"^   findings .*? F1 ([\d.]+)", done.stdout, re.MULTILINE)),
        judgements=figure(r"judgements F1 ([\d.]+)"),
        metadata=share("metadata"),
        sections=share("sections"),
        kind=figure(r"kind ([\d.]+)"),
        polarity=figure(r"polarity [\d.]+ \(also accepted ([\d.]+)\)"),
        theme=figure(r"theme [\d.]+ \(also accepted ([\d.]+)\)"),
        number=figure(r"number ([\d.]+)"),
        section=figure(r" section ([\d.]+)"),
        page=figure(r"page ([\d.]+)"),
        broken=int(figure(r"broken promises (\d+)")),
        table=done.stdout,
    )


def unclaimed_share(lines: Iterable[str]) -> float:
    """Unclaimed characters over all characters of extracted reports, white space aside."""
    unclaimed = total = 0
    for line in lines:
        report = json.loads(line)
        text = report.get("text", "")
        total += sum(not char.isspace() for char in text)
        unclaimed += sum(not char.isspace() for a, b in report.get("unclaimed", ()) for char in text[a:b])
    return unclaimed / total if total else 0.0


def main() -> int:
    """Extract everything, print the scorers' tables and the unclaimed share."""
    if not SCORER.is_file():
        print(f"Nothing to score: {MISSING}", file=sys.stderr)
        return 1
    folder = Path("build", "score")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "extraction.jsonl"
    files = [str(path) for path in sorted(CORPUS.glob("*/*")) if path.suffix in (".pdf", ".txt")]
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        reviewer(["extract", "--jobs", "2", *files])
    target.write_text(output.getvalue(), encoding="utf-8", newline="\n")
    print(score(target).table)
    lines = output.getvalue().splitlines()
    for line in (*recurrences.scores(recurrences.extracted(lines)), recurrences.TARGETS):
        print(line)
    print(f"{len(lines)} files, unclaimed text {unclaimed_share(lines):.3%}; extraction in {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
