"""How a rewording differs from the words as printed, word by word. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from html import escape
from typing import Final, Literal

from reviewer.ui.theme import Colours

Change = Literal["same", "gone", "new"]

_TOKEN: Final = re.compile(r"\w+|[^\w\s]", re.UNICODE)
_LONGEST: Final = 2000
"""In words. A passage longer than that is compared as a whole."""

_BRIEF: Final = 4


def differences(before: str, now: str) -> list[tuple[Change, str]]:
    """Runs of words that both have, that are gone, that are new; joined they are one or the other text.

    White space counts as one space.
    """
    old, new = _pieces(before), _pieces(now)
    if len(old) > _LONGEST or len(new) > _LONGEST:
        return [("same", "".join(new))] if old == new else [("gone", "".join(old)), ("new", "".join(new))]
    runs: list[tuple[Change, str]] = []
    matcher = SequenceMatcher(
        None, [one.strip() for one in old], [one.strip() for one in new], autojunk=False
    )
    a = c = 0
    for match in matcher.get_matching_blocks():
        ends = (match.a + match.size, match.b + match.size) == (len(old), len(new))
        if match.size and not ends and not any(one.strip().isalnum() for one in new[match.b :][: match.size]):
            # A comma between words that are all new holds nothing together.
            continue
        if a < match.a:
            runs.append(("gone", "".join(old[a : match.a])))
        if c < match.b:
            runs.append(("new", "".join(new[c : match.b])))
        a, c = match.a + match.size, match.b + match.size
        if match.size:
            runs.append(("same", "".join(new[match.b : c])))
    return runs


def shared(before: str, now: str) -> float:
    """How much of their words two texts have in common, in the same order: 0 none, 1 all."""
    old, new = _words(before), _words(now)
    if not old or not new or max(len(old), len(new)) > _LONGEST:
        return 1.0 if old == new else 0.0
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def differences_html(before: str, now: str, c: Colours, *, brief: bool = False) -> str:
    """The same as rich text: what is gone struck out in brackets, what is new underlined and bold.

    With ``brief``, only a few words are left of what both have.
    """
    parts: list[str] = []
    for change, words in differences(before, now):
        if brief and change == "same":
            words = _shortened(words)
        text, space = escape(words.rstrip()), " " if words != words.rstrip() else ""
        if change == "gone":
            # The words that stay have the space of the new text, which may have none here.
            before_it = " " if parts and not parts[-1].endswith((" ", "(")) else ""
            parts.append(f"{before_it}<span style='color:{c.negative}'>[<s>{text}</s>]</span>{space}")
        elif change == "new":
            parts.append(f"<u style='color:{c.positive}'><b>{text}</b></u>{space}")
        else:
            parts.append(f"{text}{space}")
    return "".join(parts)


def _shortened(words: str) -> str:
    split = words.split(" ")
    return f"{' '.join(split[:_BRIEF])} … {' '.join(split[-_BRIEF:])}" if len(split) > 3 * _BRIEF else words


def _words(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"\w+", text)]


def _pieces(text: str) -> list[str]:
    """Words and marks, each with the space that follows it."""
    text = " ".join(text.split())
    found = []
    for match in _TOKEN.finditer(text):
        space = " " if text[match.end() : match.end() + 1] == " " else ""
        found.append(match.group() + space)
    return found
