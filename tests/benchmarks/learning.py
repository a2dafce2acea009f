"""Do suggestions help? The hand-checked reports are reviewed one after another, and the next one is guessed.

``make score`` prints the curve: for each report the decisions known before it, and how many of its themes,
polarities and kinds the suggestion had right, beside the codebook alone. Played in several orders, since
eight reports in one order say little. Twice: with the codes of the hand-checked reports, and with those of
an invented reviewer who has two rules of their own, which is what learning is for.
"""

from __future__ import annotations

import json
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping

from reviewer.analysis.learning import ENOUGH, Coded, Example, features, trial
from reviewer.extraction import extract
from reviewer.model import Finding
from reviewer.reading import read_bytes
from tests.benchmarks.score import GOLD, gold_reports
from tests.conftest import CORPUS, MISSING

ORDERS = 6
Codes = Mapping[Coded, str]
_DASHES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00ad": ""})


def squashed(text: str) -> str:
    """Words as the gold annotations are compared: without white space, dashes and typographic quotes."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return re.sub(r"[\s\-]", "", plain).lower()


def played(house: Callable[[Finding, Codes], Codes]) -> list[list[Example]]:
    """The findings of each hand-checked report as a reviewer would have decided them."""
    gold = {}
    for path in sorted(GOLD.glob("*.json")):
        one = json.loads(path.read_text("utf-8"))
        gold[one["file"]] = one["findings"]
    reports = []
    for path in gold_reports():
        extraction = extract(read_bytes(path, path.read_bytes()))
        left = list(extraction.findings)
        examples = []
        for wanted in gold[path.name]:
            starts = squashed(wanted["starts"])
            found = next((one for one in left if squashed(one.text).startswith(starts)), None)
            if found is None:
                continue
            left.remove(found)
            decided = house(found, {what: wanted[what.value] for what in Coded})
            seen = features(found.text, found.section, found.kind, extraction.report.document_type)
            proposed = {what: str(getattr(found, what.value)) for what in Coded}
            examples.append(Example(seen, proposed, decided))
        reports.append(examples)
    return reports


def as_checked(_finding: Finding, codes: Codes) -> Codes:
    """The reviewer is the one who checked the reports."""
    return codes


def with_rules(finding: Finding, codes: Codes) -> Codes:
    """A reviewer with rules of their own: records are a theme before all others, oversight is leadership."""
    theme = codes[Coded.THEME]
    if re.search(r"\b(minutes|records?|recording)\b", finding.text):
        theme = "recording"
    elif theme == "supervision_and_oversight":
        theme = "leadership_and_partnership"
    return {**codes, Coded.THEME: theme}


def main() -> int:
    """Print both curves."""
    if not CORPUS.is_dir():
        print(f"Nothing to learn from: {MISSING}", file=sys.stderr)
        return 1
    for name, house in (("hand-checked codes", as_checked), ("a reviewer with two rules", with_rules)):
        print(f"suggestions, {name}: right in the next report (suggestion / codebook alone)")
        show(played(house))
    return 0


def show(reports: list[list[Example]]) -> None:
    """Play the reports in several orders and print a line for each range of decisions known before."""
    edges = (0, 50, 100, ENOUGH, 300, 400, 10_000)
    counts: Counter[tuple[int, str]] = Counter()
    for seed in range(ORDERS):
        order = list(reports)
        random.Random(seed).shuffle(order)
        for lesson in trial(order):
            place = max(i for i, edge in enumerate(edges) if lesson.decisions >= edge)
            counts[place, "of"] += lesson.of
            for what in Coded:
                counts[place, f"{what} suggested"] += lesson.suggested[what]
                counts[place, f"{what} proposed"] += lesson.proposed[what]
    for place, edge in enumerate(edges[:-1]):
        of = counts[place, "of"]
        if not of:
            continue
        shares = {
            what: (counts[place, f"{what} suggested"] / of, counts[place, f"{what} proposed"] / of)
            for what in Coded
        }
        figures = "   ".join(f"{what.value} {ours:.3f} / {book:.3f}" for what, (ours, book) in shares.items())
        print(f"  after {edge:>3} decisions or more: {figures}   ({of} findings)")


if __name__ == "__main__":
    sys.exit(main())
