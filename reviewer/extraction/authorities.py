"""Which local authority a report is about."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Final

from reviewer.model import Span
from reviewer.register import find, plain_name, register

_HEAD: Final = 6_000
"""Characters in which a title stands: the cover, or a letter down to its first sentences."""

_COMMON: Final = r"(?:metropolitan|borough|city|county|district|unitary|council|of|the|and|royal|london)"
_AFTER: Final = re.compile(
    r"\s+(?:(?:metropolitan|borough|city|county|district|unitary|m\.?b\.?c)\s+){0,3}"
    r"(?:council\b|local\s+(?:authority|area\s+partnership)|children[’'`]s\s+(?:social\s+care\s+)?services"
    r"|children[’'`]s\s+trust|(?:local\s+)?safeguarding)",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"(?:london\s+borough|royal\s+borough|metropolitan\s+borough|city|county|council|borough)\s+of\s+(?:the\s+)?",
    re.IGNORECASE,
)
_POSTCODE: Final = re.compile(r",?\s*(?:[A-Z]{1,2}\d[\dA-Z]?\s*\d[A-Z]{2})\b")

# What stands around the name in a title; the name is the group. Words may wrap over lines.
_NAME: Final = r"(?:the\s+)?(?P<name>[A-Z&][\w&’'.,\s-]{1,80}?)"
_KINDS: Final = (
    r"(?:(?:Metropolitan|Borough|City|County|District|Unitary)\s+){0,3}Council(?:[’']s)?|"
    r"(?:Metropolitan\s+)?(?:Borough|City|County)(?=\s+(?:local|children))"
)
_CHILDRENS: Final = r"[Cc]hildren[’']s\s+(?:[Ss]ocial\s+[Cc]are\s+)?[Ss]ervices"
_WORD: Final = r"[A-Z][\w&’'.-]*"
_TITLES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[Aa]rea SEND\s+(?:\w+\s+)?(?:inspection|re-?visit|visit)\s+(?:of|to|in)\s+{_NAME}"
        r"\s+[Ll]ocal\s+[Aa]rea",
        rf"(?:[Ii]nspection|[Rr]e-?visit|[Vv]isit)\s+(?:of|to|at|in)\s+{_NAME}\s+(?:{_KINDS}\s+)?"
        rf"(?:[Ll]ocal\s+[Aa]uthority(?:[’']s)?\s+)?{_CHILDRENS}",
        rf"(?:services|arrangements|Services)\s+(?:within|in|for|at)\s+{_NAME}\s+(?:{_KINDS}\s+)?{_CHILDRENS}",
        r"(?:multi-agency response|[Jj]oint targeted area inspection)[^.]{0,160}?"
        rf"\s(?:in|of)\s+{_NAME}(?<!\sSt)"
        r"(?=\s*(?:\n|\.|,|$|local\b|[Tt]his\b|[Bb]etween\b|[Dd]ates?\b|[Ii]nspect))",
        # A cover run together, then a cover as it is: the authority's line, then 'Inspection of …'.
        r"\A\W*(?P<name>[A-Z][^\d\n]{1,80}?)\s+(?:Re-?)?[Ii]nspection\s+of\b",
        r"(?:^|\n)[ \t]*(?P<name>[A-Z&][^\n\d]{1,80}?(?:\n[ \t]*(?:[A-Z]\w+[ \t]+){0,2}Council)?)"
        r"[ \t]*(?:\n\s*)?\n[ \t]*(?:Short\s+|Standard\s+)?(?:Re-?)?[Ii]nspection\s+of\b",
        # A line that is the council's name and nothing else.
        rf"(?:^|\n)[ \t]*(?:The[ \t]+)?(?P<name>{_WORD},?"
        rf"(?:[ \t]+(?:{_WORD},?|&|and|of|upon|on|with|the)){{0,7}}?)"
        r"(?:\s+(?:Metropolitan|Borough|City|County|District|Unitary)){0,3}\s+Council[ \t]*(?=\n|$)",
        rf"(?:London|Royal)\s+Borough\s+of\s+(?P<name>{_WORD}(?:\s+(?:{_WORD}|and|upon)){{0,4}})",
    )
)
_ENDS_NAME: Final = re.compile(
    r"\s*(?:$|[\n.,;:()’']|\s[a-z]|Metropolitan|Borough|City|County|District|Council|Local|(?:Re-?)?[Ii]nspection)"
)


@cache
def _mentions() -> re.Pattern[str]:
    """Any authority's name as it may be printed; the longest first."""
    names = sorted({name for a in register() for name in (a.name, *a.other_names)}, key=len, reverse=True)
    patterns = []
    for name in names:
        pattern = r"\s+".join(re.escape(word) for word in name.split())
        pattern = pattern.replace(r"\-", r"[-‑–\s]\s?").replace(r"\s+and\s+", r"\s+(?:and|&)\s+")
        patterns.append(pattern.replace(r"St\.", r"St\.?").replace("upon", "[uU]pon"))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])(?!\s+(?:Road|Street|Lane|House)\b)")


def find_authority(text: str) -> tuple[str | None, Span | None]:
    """The short plain name of the authority that a report is about, and where its title says so.

    An authority that is not in the register is named as the title prints it.
    """
    unknown: tuple[str, Span] | None = None
    for name, span in _titled(text[:_HEAD]):
        authority = find(name)
        if authority:
            return authority.name, span
        if unknown is None and _is_name(name):
            unknown = (plain_name(name), span)
    known = _most_mentioned(text)
    if known and (unknown is None or known[2] >= _STRONG):
        return known[0], known[1]
    return unknown or (None, None)


def _titled(head: str) -> Iterator[tuple[str, Span]]:
    """Names in titles, the surest first; at each the register's longest name and the words of the title."""
    for pattern in _TITLES:
        for match in pattern.finditer(head):
            start, end = match.span("name")
            before = _BEFORE.match(head, start)
            known = _mentions().match(head, before.end() if before else start)
            if known and _ENDS_NAME.match(head, known.end()):
                yield known.group(), known.span()
            yield match.group("name"), (start, end)


def _is_name(name: str) -> bool:
    """Whether all words that count are capitalised and one of them is no kind of council."""
    words = [word for word in re.split(r"[\s-]+", name) if word]
    if len(words) > 8 or any(char.isdigit() for char in name):
        return False
    small = {"and", "of", "upon", "on", "with", "the", "in", "le", "&"}
    if any(not word[:1].isupper() and word not in small for word in words):
        return False
    return any(not re.fullmatch(_COMMON, word, re.IGNORECASE) for word in words)


_STRONG: Final = 8.0


def _most_mentioned(text: str) -> tuple[str, Span, float] | None:
    """The register's authority that the report names most, the cover and council names counting most."""
    points: defaultdict[str, float] = defaultdict(float)
    counts: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for match in _mentions().finditer(text):
        authority = find(match.group())
        if authority is None or _POSTCODE.match(text, match.end()):
            continue
        name = authority.name
        counts[name] += 1
        if match.start() >= _HEAD:
            continue
        first.setdefault(name, match.span())
        early = 1.0 + 2.0 * (1 - match.start() / _HEAD) ** 4
        if _AFTER.match(text, match.end()) or _BEFORE.search(
            text[max(0, match.start() - 40) : match.start()]
        ):
            points[name] += 3 * early
        elif _alone(text, match.span()):
            points[name] += 4 * early
        else:
            points[name] += 0.5
    if not counts:
        return None
    most = max(counts.values())
    for name, count in counts.items():
        points[name] += 10 * count / most if count > 2 else 0.1
    best = min(points, key=lambda name: (-points[name], name))
    return best, first.get(best, (0, 0)), points[best]


def _follows_of(text: str, at: int) -> bool:
    """Whether 'London Borough of' or the like stands before."""
    before = text[max(0, at - 40) : at]
    return any(match.end() == len(before) for match in _BEFORE.finditer(before))


def _alone(text: str, span: Span) -> bool:
    """Whether the name is a line of its own."""
    before = text[max(0, span[0] - 60) : span[0]].rpartition("\n")[2]
    after = text[span[1] : span[1] + 60].partition("\n")[0]
    return not before.strip() and not after.strip()
