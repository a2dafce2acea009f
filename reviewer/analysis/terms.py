"""What a text speaks of, as terms that can be compared between reports, and the themes that its words name.

A term is a thing with several names (``resources/synonyms.toml``: 'strategy discussion' and 'strategy
meeting' are one), or the stem of a word that says something.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from reviewer.extraction.codebook import Codebook, ThemeWeights
from reviewer.extraction.phrases import Hit, PhraseIndex, Word, words
from reviewer.resources import resource

_SILENT: Final = frozenset(
    """a about across after against all also although always an and any are as at be because been before
    being between both but by can could current currently did do does during each few for from
    further general generally had has have having he her here his how however i if in include
    included includes including into is it its itself less many may might more most much must no nor
    not now of often on only or other our over own recent recently same several she should so some
    sometimes still such than that the their them then there these they this those though through to
    too under up usual usually very was we well were what when where which while who whom whose why
    will with within without would yet you your
    way ways make makes made making take takes taken taking ensure ensures ensured ensuring local authority
    authorities council councils""".split()
)
_ENDINGS: Final = (
    ("ies", "y"),
    ("sses", "ss"),
    ("ations", "at"),
    ("ation", "at"),
    ("ements", "e"),
    ("ement", "e"),
    ("ments", "ment"),
    ("ingly", ""),
    ("edly", ""),
    ("ings", ""),
    ("ing", ""),
    ("ions", ""),
    ("ion", ""),
    ("ed", ""),
    ("ers", "er"),
    ("es", "e"),
    ("ly", ""),
    ("s", ""),
)
_NOT_ABOUT: Final = frozenset({"context", "overall"})
"""Themes that say how a finding speaks rather than what of."""

_REMEMBERED: Final = 20_000


class Term(NamedTuple):
    """A term and where it stands in the text: half-open offsets."""

    key: str
    start: int
    end: int


@lru_cache(maxsize=_REMEMBERED)
def terms(text: str, *, synonyms: bool = True) -> tuple[Term, ...]:
    """The terms of ``text`` in order; words without a say and plain numbers are left out. No text raises."""
    return terms_of(words(text), synonyms=synonyms)


def terms_of(said: Sequence[Word], *, synonyms: bool = True) -> tuple[Term, ...]:
    """The terms of a text's words."""
    if not synonyms:
        return tuple(_single(said))
    found: list[Term] = []
    after = 0
    for hit in _synonyms().find(said):
        found += _single(said[after : hit.first])
        found.append(Term(hit.payload, said[hit.first].start, said[hit.last - 1].end))
        after = hit.last
    return (*found, *_single(said[after:]))


def _single(said: Iterable[Word]) -> Iterator[Term]:
    for word in said:
        if word.word not in _SILENT and not word.word.isdigit():
            # A stem may read like the name of a line of synonyms, and is not it.
            yield Term(f"{stem(word.word)}~", word.start, word.end)


@lru_cache(maxsize=_REMEMBERED)
def stem(word: str) -> str:
    """A word without its ending: 'recorded' and 'records' are one. Rough, and always the same."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word


def theme_points(said: Sequence[Word], codebook: Codebook) -> dict[str, float]:
    """What a text's words say for each theme."""
    return _points(codebook.theme_words.find(said), codebook.settings.get("theme_repeated", 0.5))


def heading_points(heading: str, codebook: Codebook) -> dict[str, float]:
    """What a heading says for each theme of what stands under it."""
    return _points(codebook.theme_headings.find(words(heading)), 1.0)


def _points(hits: Iterable[Hit[ThemeWeights]], repeated: float) -> dict[str, float]:
    points: defaultdict[str, float] = defaultdict(float)
    times: Counter[str] = Counter()
    for hit in hits:
        for theme, weight in hit.payload:
            points[theme] += weight * repeated ** times[hit.phrase]
        times[hit.phrase] += 1
    return dict(points)


def profile(points: Mapping[str, float]) -> dict[str, float]:
    """The share of each theme that is a subject, as a vector of length 1; may be empty."""
    return unit({theme: value for theme, value in points.items() if value > 0 and theme not in _NOT_ABOUT})


def unit(vector: Mapping[str, float]) -> dict[str, float]:
    """The vector at length 1; an empty one stays empty."""
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {key: value / length for key, value in vector.items()} if length else {}


def dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The scalar product of two vectors; the same whatever the order of their keys."""
    return math.fsum([one[key] * other[key] for key in one.keys() & other.keys()])


@cache
def _synonyms() -> PhraseIndex[str]:
    lines = tomllib.loads(resource("synonyms.toml").read_text(encoding="utf-8"))["same"]
    return PhraseIndex({phrase: key for key, phrases in lines.items() for phrase in phrases})
