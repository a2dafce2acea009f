"""Finds many words and phrases in a text at once, without a regular expression for each.

A phrase is one or more words in lower case, separated by spaces; ``*`` at the end of a word stands for any
ending ('assess*'). Hyphens separate words and a possessive is left out, so 'well attended' also finds
'well-attended', and 'child plan' finds 'child's plan'. The time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

Payload = TypeVar("Payload")

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_APOSTROPHES: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
_LONGEST_WORD: Final = 60
_REMEMBERED: Final = 8192


class Word(NamedTuple):
    """One word as it is compared (lower case, no possessive), and where it stands in the text."""

    word: str
    start: int
    end: int


class Hit(NamedTuple, Generic[Payload]):
    """A phrase found at the words ``first`` to ``last``: half-open indexes into the words given."""

    phrase: str
    first: int
    last: int
    payload: Payload


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of ``text[start:end]`` in order; offsets are code points into ``text``."""
    stop = len(text) if end is None else end
    return [
        Word(_plain(match.group()), match.start(), match.end()) for match in _WORD.finditer(text, start, stop)
    ]


def _plain(word: str) -> str:
    low = word[:_LONGEST_WORD].lower().translate(_APOSTROPHES)
    return low.removesuffix("'s")


@dataclass(slots=True)
class _Node(Generic[Payload]):
    exact: dict[str, _Node[Payload]] = field(default_factory=dict)
    prefix: dict[str, _Node[Payload]] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    phrase: str | None = None
    payload: Payload | None = None

    def following(self, word: str) -> tuple[_Node[Payload], ...]:
        """The nodes after ``word``, the stem spelled out least first."""
        found = [
            self.prefix[word[:length]]
            for length in self.lengths
            if length <= len(word) and word[:length] in self.prefix
        ]
        if word in self.exact:
            found.append(self.exact[word])
        return tuple(found)


class PhraseIndex(Generic[Payload]):
    """Phrases with what each stands for. Built once, then only read."""

    __slots__ = ("_begin", "_root")

    def __init__(self, phrases: Mapping[str, Payload]) -> None:
        self._root: _Node[Payload] = _Node()
        for phrase, payload in phrases.items():
            self._add(phrase, payload)
        _measure_prefixes(self._root)
        # Most words begin no phrase, and the same words come again and again.
        self._begin = lru_cache(maxsize=_REMEMBERED)(self._root.following)

    def _add(self, phrase: str, payload: Payload) -> None:
        node = self._root
        for part in phrase_words(phrase):
            stem = part.removesuffix("*")
            branch = node.prefix if part.endswith("*") else node.exact
            node = branch.setdefault(stem, _Node())
        node.phrase, node.payload = phrase, payload

    def find(self, text_words: Sequence[Word]) -> list[Hit[Payload]]:
        """The phrases in ``text_words`` in order, without overlaps.

        At each word the phrase of most words wins, and among those the one spelled out further.
        """
        hits: list[Hit[Payload]] = []
        here = 0
        while here < len(text_words):
            begun = self._begin(text_words[here].word)
            last, node = _longest(begun, text_words, here + 1) if begun else (here, None)
            if node is None or node.phrase is None or node.payload is None:
                here += 1
                continue
            hits.append(Hit(node.phrase, here, last, node.payload))
            here = last
        return hits


def _longest(
    begun: Iterable[_Node[Payload]], text_words: Sequence[Word], start: int
) -> tuple[int, _Node[Payload] | None]:
    """Where the longest phrase ends that goes on from ``begun`` at word ``start``, and its node."""
    best: tuple[int, _Node[Payload] | None] = (start - 1, None)
    ahead = [(start, node) for node in begun]
    while ahead:
        position, node = ahead.pop()
        if node.phrase is not None and position > best[0]:
            best = (position, node)
        if position < len(text_words) and (node.exact or node.prefix):
            ahead.extend((position + 1, after) for after in node.following(text_words[position].word))
    return best


def phrase_words(phrase: str) -> list[str]:
    """The parts of a phrase as they are compared: split at white space and hyphens.

    Raises ValueError when the phrase has no words, or an asterisk that does not end a word.
    """
    parts = [_plain(part) for part in re.split(r"[\s\-‐‑]+", phrase.strip()) if part]
    if not parts or any(not re.fullmatch(r"[^\W_]+(?:'[^\W_]+)*\*?", part) for part in parts):
        raise ValueError(f"not a phrase: {phrase!r}")
    return parts


def _measure_prefixes(root: _Node[Payload]) -> None:
    """Store at each node which lengths its prefixes have, so that a word is cut only so often."""
    ahead = [root]
    while ahead:
        node = ahead.pop()
        node.lengths = tuple(sorted({len(stem) for stem in node.prefix}))
        ahead.extend(node.exact.values())
        ahead.extend(node.prefix.values())
