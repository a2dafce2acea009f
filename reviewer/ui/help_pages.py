"""The pages of the help: Markdown files of ``resources/help``, in the order of their names. No widgets here.

A new page is a new file: ``45-worked-example.md``, whose first line is its title (``# A worked example``).
``{accept_next}`` in it becomes the words and key of that action as they are now, ``{key:accept_next}`` its
key alone, ``{menu:accept_next}`` where it is in the menus. Links go to other files and to places in them
(``60-searching.md#near``): the words of a heading in small letters, with hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from reviewer.resources import resource

_ACTION: Final = re.compile(r"\{(?:(?P<how>key|menu):)?(?P<name>[a-z][a-z0-9_]*)\}")
_LINK: Final = re.compile(r"\]\((?P<target>[^)\s]+)\)")
_HEADING: Final = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
_MARKS: Final = re.compile(r"[*`_#|>]|\]\([^)]*\)|\[|^\s*[-:| ]+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """``name`` is what other parts of the program call it, ``file`` what links do."""

    name: str
    file: str
    title: str
    text: str

    @property
    def places(self) -> frozenset[str]:
        """The places of its headings."""
        return frozenset(place(heading) for heading in _HEADING.findall(self.text))

    @property
    def links(self) -> tuple[str, ...]:
        """Where its links go."""
        return tuple(match["target"] for match in _LINK.finditer(self.text))

    @property
    def actions(self) -> frozenset[str]:
        """The actions that it names."""
        return frozenset(match["name"] for match in _ACTION.finditer(self.text))


@dataclass(frozen=True, slots=True)
class ActionWords:
    """What the pages say of an action: its words, its keys, the menus above it."""

    words: str
    keys: tuple[str, ...]
    menu: str


@cache
def pages() -> tuple[Page, ...]:
    """All pages in their order."""
    return tuple(_page(path) for path in sorted(resource("help").glob("*.md")))


def _page(path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    title = text.split("\n", 1)[0].removeprefix("#").strip()
    return Page(re.sub(r"^\d+-", "", path.stem), path.name, title, text)


def page(name: str) -> Page | None:
    """The page of a name, or of a file's name; None where there is none."""
    return next((one for one in pages() if name in (one.name, one.file)), None)


def place(heading: str) -> str:
    """The place of a heading, as links name it."""
    words = re.sub(r"[^\w\s-]", "", _ACTION.sub("", heading)).strip().casefold()
    return re.sub(r"\s+", "-", words)


def filled(text: str, of: Callable[[str], ActionWords | None]) -> str:
    """The Markdown with the words and keys of its actions; ``of`` knows them."""

    def fill(match: re.Match[str]) -> str:
        known = of(match["name"])
        if known is None:
            return match[0]
        keys = " or ".join(f"`{_code(key)}`" for key in known.keys)
        if match["how"] == "key":
            return keys or f"**{known.words}**"
        if match["how"] == "menu":
            return f"**{known.menu} › {known.words}**"
        return f"**{known.words}** ({keys})" if keys else f"**{known.words}**"

    return _ACTION.sub(fill, text)


def _code(key: str) -> str:
    return key.replace("`", "")


def holding(words: str, of: Callable[[str], ActionWords | None]) -> list[Page]:
    """The pages that hold all the words, those that are about them first; all of them for no words."""
    wanted = words.casefold().split()
    said = {one.name: _plain(filled(one.text, of)).casefold() for one in pages()}
    found = [one for one in pages() if _has(said[one.name], wanted)]
    if not wanted:
        return found
    return sorted(
        found,
        key=lambda one: (not _has(one.title, wanted), -sum(said[one.name].count(word) for word in wanted)),
    )


def _plain(text: str) -> str:
    return _MARKS.sub("", text)


def _has(text: str, wanted: Iterable[str]) -> bool:
    said = text.casefold()
    return all(word in said for word in wanted)
