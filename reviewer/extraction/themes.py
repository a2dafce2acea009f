"""Proposes what a finding is about, and says which words spoke for it.

Each theme scores the sum of the weights of its phrases (``codebook.py``): those of the first statement count
in full, because inspectors name their topic first, those of the others for part, those of the heading as the
codebook says. The kind of finding and of report add what they make likely before a word is read.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.extraction import statements
from reviewer.extraction.codebook import Codebook, ThemeWeights
from reviewer.extraction.phrases import Hit, Word, words
from reviewer.model import Span

_MOST_REASONS = 8


@dataclass(frozen=True, slots=True)
class ThemeChoice:
    """The proposed theme. ``why`` holds the words that spoke for it as they stand in the finding, the
    weightiest first, those of the heading after 'heading: '. ``sure`` runs from 0 to 1; ``runner_up`` is the
    theme that came second, None where no other scored."""

    theme: str
    why: tuple[str, ...]
    sure: float
    runner_up: str | None


class _Tally:
    """Adds up what speaks for each theme, and remembers the words."""

    def __init__(self, repeated: float) -> None:
        self.scores: dict[str, float] = defaultdict(float)
        self._reasons: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._times: dict[str, int] = defaultdict(int)
        self._repeated = repeated

    def add(self, hit: Hit[ThemeWeights], shown: str, factor: float) -> None:
        times = self._times[hit.phrase]
        self._times[hit.phrase] += 1
        factor *= self._repeated**times
        for theme, weight in hit.payload:
            self.scores[theme] += weight * factor
            if weight > 0:
                self._reasons[theme][shown.lower()] += weight * factor

    def why(self, theme: str) -> tuple[str, ...]:
        reasons = sorted(self._reasons[theme].items(), key=lambda reason: (-reason[1], reason[0]))
        return tuple(shown for shown, _ in reasons[:_MOST_REASONS])


def propose(
    text: str,
    *,
    kind: str,
    section: str | None,
    document_type: str,
    codebook: Codebook,
    sentences: Sequence[Span] | None = None,
) -> ThemeChoice:
    """The theme of the finding ``text`` of ``kind`` under the heading ``section``.

    ``sentences`` are its statements, where the caller has them already. No text raises.
    """
    fixed = codebook.kinds[kind].theme if kind in codebook.kinds else None
    if fixed is not None:
        return ThemeChoice(fixed, (), 1.0, None)
    tally = _Tally(codebook.settings.get("theme_repeated", 0.5))
    for theme, weight in _prior(codebook, document_type) + _prior(codebook, kind):
        tally.scores[theme] += weight
    spans = statements.split(text) if sentences is None else sentences
    for number, (start, end) in enumerate(spans):
        place = "theme_first_statement" if number == 0 else "theme_later_statement"
        said = words(text, start, end)
        for hit in codebook.theme_words.find(said):
            tally.add(hit, _shown(text, said, hit), codebook.settings.get(place, 1.0))
    if section:
        said = words(section)
        for hit in codebook.theme_headings.find(said):
            tally.add(hit, f"heading: {_shown(section, said, hit)}", 1.0)
    return _choice(tally, codebook)


def _prior(codebook: Codebook, key: str) -> ThemeWeights:
    return codebook.priors.get(key, ())


def _shown(text: str, said: Sequence[Word], hit: Hit[ThemeWeights]) -> str:
    return " ".join(text[said[hit.first].start : said[hit.last - 1].end].split())


def _choice(tally: _Tally, codebook: Codebook) -> ThemeChoice:
    order = list(codebook.themes)
    ranked = sorted(order, key=lambda theme: (-tally.scores.get(theme, 0.0), order.index(theme)))
    best = ranked[0]
    second = ranked[1] if len(ranked) > 1 and tally.scores.get(ranked[1], 0.0) > 0 else None
    top = tally.scores.get(best, 0.0)
    sharpness = codebook.settings.get("theme_sharpness", 1.0)
    rest = sum(math.exp(max(-60.0, sharpness * (tally.scores.get(theme, 0.0) - top))) for theme in order)
    floor = codebook.settings.get("theme_floor", 0.7)
    return ThemeChoice(best, tally.why(best), round(floor + (1.0 - floor) / rest, 3), second)
