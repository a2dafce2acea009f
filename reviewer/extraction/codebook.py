"""The codebook: kinds and themes with their definitions, and the words that speak for a theme or a polarity.

The default is ``resources/codebook.toml``, written to be read and edited by a reviewer. A codebook never
changes once loaded.
"""

from __future__ import annotations

import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from reviewer.extraction.phrases import PhraseIndex
from reviewer.model import Kind, Polarity
from reviewer.resources import resource

Payload = TypeVar("Payload")

ThemeWeights = tuple[tuple[str, float], ...]
"""``(theme, weight)``: what one phrase says for each theme."""

ROLES: Final = ("praise", "concern", "both", "hedge", "negator", "reverser", "aim", "contrast", "neutral")
"""What a phrase can do to a polarity. Praise and concern count by their weight, both as both, a hedge as a
little concern. A negator turns the praise or concern that follows round, a reverser only concern. After an
aim praise does not count ('should ensure that visits are timely'). A contrast word begins a new clause. A
neutral phrase keeps its words from counting."""


class CodebookError(ValueError):
    """A codebook that cannot be used; the message says where and why, in a sentence for the reviewer."""


@dataclass(frozen=True, slots=True)
class KindEntry:
    """One kind of finding. ``polarity`` and ``theme`` are what every finding of the kind has, None where its
    words decide."""

    key: str
    label: str
    definition: str
    polarity: str | None
    theme: str | None


@dataclass(frozen=True, slots=True)
class ThemeEntry:
    """One theme. ``words`` are the indicators with their weights; ``headings`` the same for a heading."""

    key: str
    label: str
    definition: str
    words: Mapping[str, float]
    headings: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PolarityWord:
    """What a phrase does to a polarity: its role (one of ``ROLES``) and how much it weighs."""

    role: str
    weight: float


@dataclass(frozen=True, slots=True)
class Codebook:
    """Everything the proposals are made from, with the phrases indexed for searching.

    ``settings`` are the numbers under ``[scoring]`` of the file; ``priors`` what a type of report or a kind
    of finding adds to each theme.
    """

    kinds: Mapping[str, KindEntry]
    themes: Mapping[str, ThemeEntry]
    priors: Mapping[str, ThemeWeights]
    settings: Mapping[str, float]
    theme_words: PhraseIndex[ThemeWeights]
    theme_headings: PhraseIndex[ThemeWeights]
    polarity_words: PhraseIndex[PolarityWord]
    polarity_headings: PhraseIndex[float]


def load(path: Path | None = None) -> Codebook:
    """The codebook at ``path``, or the default one. The same file is read once.

    Raises CodebookError when the file is not a codebook, OSError when it cannot be read.
    """
    return _load(path or resource("codebook.toml"))


@cache
def _load(path: Path) -> Codebook:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodebookError(f"The codebook {path.name} is not a TOML file: {error}.") from error


def parse(source: str) -> Codebook:
    """The codebook that the TOML text ``source`` describes.

    Raises CodebookError, or tomllib.TOMLDecodeError when it is not TOML at all.
    """
    data = tomllib.loads(source)
    themes = {key: _theme(key, entry) for key, entry in _tables(data, "themes").items()}
    kinds = {key: _kind(key, entry, themes) for key, entry in _tables(data, "kinds").items()}
    polarity = data.get("polarity")
    if not isinstance(polarity, dict):
        raise CodebookError("The codebook has no part [polarity].")
    headings = polarity.pop("headings", {})
    missing = [kind.value for kind in Kind if kind.value not in kinds]
    if missing:
        raise CodebookError(f"The codebook has no kind {missing[0]!r}.")
    if not themes:
        raise CodebookError("The codebook has no themes.")
    return Codebook(
        kinds=MappingProxyType(kinds),
        themes=MappingProxyType(themes),
        priors=_priors(data.get("priors", {}), themes),
        settings=_weights(data.get("scoring", {}), "scoring"),
        theme_words=_theme_index({theme.key: theme.words for theme in themes.values()}),
        theme_headings=_theme_index({theme.key: theme.headings for theme in themes.values()}),
        polarity_words=_polarity_index(polarity),
        polarity_headings=_index(_weights(headings, "polarity.headings"), "polarity.headings"),
    )


def _tables(data: Mapping[str, Any], name: str) -> Mapping[str, Mapping[str, Any]]:
    table = data.get(name)
    if not isinstance(table, dict) or not all(isinstance(entry, dict) for entry in table.values()):
        raise CodebookError(f"The codebook has no part [{name}].")
    return table


def _text(entry: Mapping[str, Any], field: str, where: str) -> str:
    value = entry.get(field)
    if not isinstance(value, str) or not value.strip():
        raise CodebookError(f"In the codebook, [{where}] has no {field}.")
    return value


def _kind(key: str, entry: Mapping[str, Any], themes: Container[str]) -> KindEntry:
    polarity = entry.get("polarity")
    if polarity is not None and polarity not in {value.value for value in Polarity}:
        raise CodebookError(f"In the codebook, [kinds.{key}] has no such polarity: {polarity!r}.")
    theme = entry.get("theme")
    if theme is not None and theme not in themes:
        raise CodebookError(f"In the codebook, [kinds.{key}] has no such theme: {theme!r}.")
    where = f"kinds.{key}"
    return KindEntry(key, _text(entry, "label", where), _text(entry, "definition", where), polarity, theme)


def _theme(key: str, entry: Mapping[str, Any]) -> ThemeEntry:
    where = f"themes.{key}"
    return ThemeEntry(
        key,
        _text(entry, "label", where),
        _text(entry, "definition", where),
        _weights(entry.get("words", {}), f"{where}.words"),
        _weights(entry.get("headings", {}), f"{where}.headings"),
    )


def _weights(table: Any, where: str) -> Mapping[str, float]:
    if not isinstance(table, dict):
        raise CodebookError(f"In the codebook, [{where}] is not a table of words and weights.")
    for word, weight in table.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float):
            raise CodebookError(f"In the codebook, [{where}] gives {word!r} no weight.")
    return MappingProxyType({word: float(weight) for word, weight in table.items()})


def _priors(tables: Any, themes: Container[str]) -> Mapping[str, ThemeWeights]:
    """What ``[priors.X]`` adds for report type or kind X."""
    priors: dict[str, ThemeWeights] = {}
    for key, table in _tables({"priors": tables}, "priors").items():
        weights = _weights(table, f"priors.{key}")
        unknown = [theme for theme in weights if theme not in themes]
        if unknown:
            raise CodebookError(f"In the codebook, [priors.{key}] has no such theme: {unknown[0]!r}.")
        priors[key] = tuple(weights.items())
    return MappingProxyType(priors)


def _theme_index(tables: Mapping[str, Mapping[str, float]]) -> PhraseIndex[ThemeWeights]:
    phrases: dict[str, ThemeWeights] = {}
    for theme, table in tables.items():
        for phrase, weight in table.items():
            phrases[phrase] = (*phrases.get(phrase, ()), (theme, weight))
    return _index(phrases, "themes")


def _polarity_index(tables: Mapping[str, Any]) -> PhraseIndex[PolarityWord]:
    phrases: dict[str, PolarityWord] = {}
    for role, table in tables.items():
        if role not in ROLES:
            raise CodebookError(f"In the codebook, [polarity.{role}] is not one of {', '.join(ROLES)}.")
        listed = dict.fromkeys(table, 0) if isinstance(table, list) else table
        for phrase, weight in _weights(listed, f"polarity.{role}").items():
            if phrase in phrases:
                raise CodebookError(f"In the codebook, [polarity] lists {phrase!r} twice.")
            phrases[phrase] = PolarityWord(role, weight)
    return _index(phrases, "polarity")


def _index(phrases: Mapping[str, Payload], where: str) -> PhraseIndex[Payload]:
    try:
        return PhraseIndex(phrases)
    except ValueError as error:
        raise CodebookError(f"In the codebook, [{where}] has {error}.") from error
