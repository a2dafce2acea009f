"""The register of English local authorities: facts, names as reports print them, who came before whom.

Facts only, from ``resources/authorities.csv`` and ``resources/trusts.csv``; what a reviewer decides about a
report's authority is in the store. Everything is read once, with the first question.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from reviewer.resources import resource

_THE: Final = re.compile(r"^the\s+", re.IGNORECASE)
_COUNCIL_AFTER: Final = re.compile(
    r"(?:\s+(?:metropolitan|borough|city|county|district|unitary)){0,3}\s+"
    r"(?:council(?:[’']s)?|corporation|m\.?b\.?c\.?|d\.?c\.?|c\.?c\.?)$",
    re.IGNORECASE,
)
_KIND_BEFORE: Final = re.compile(
    r"^(?:(?:(?:the|london|royal|metropolitan|borough|city|county|council|corporation)\s+){1,3}of"
    r"|l\.?b\.?|r\.?b\.?)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_KIND_AFTER: Final = re.compile(
    r"\s+(?:metropolitan\s+borough|metropolitan|borough|local\s+authority)$", re.IGNORECASE
)
_SERVICE_AFTER: Final = re.compile(
    r"(?:\s+local\s+authority)?\s+(?:"
    r"(?:local\s+authority\s+)?children[’'`]?s?[’'`]?\s+(?:social\s+care\s+)?(?:services?|social\s+care)"
    r"|(?:local\s+)?safeguarding\s+children(?:[’'`]s)?\s+(?:board|partnership)"
    r"|local\s+area(?:\s+partnership)?|local\s+authority|l\.?s\.?c\.?b\.?"
    r")$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority. ``population`` is of people under 25, None where it is not known.

    ``neighbours`` are the codes (``la_code``) of its statistical neighbours. ``ended`` is the ISO date of an
    abolished authority's last day, ``became`` the names of those that took its place.
    """

    name: str
    other_names: tuple[str, ...]
    urn: str
    la_code: str
    ons_code: str
    region: str
    kind: str
    population: int | None
    neighbours: tuple[str, ...]
    ended: str | None
    became: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trust:
    """A company or trust that delivers children's services for ``authorities`` (names, in the register)."""

    name: str
    other_names: tuple[str, ...]
    authorities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who a printed name stands for. ``name`` is what to show: the register's, or the printed one as it is.

    ``authority`` is None where the register does not know the name; ``trust`` is set where it is a trust's.
    ``choices`` are the authorities of a trust that serves several, for the reviewer to choose from.
    """

    name: str
    authority: Authority | None
    trust: Trust | None = None
    choices: tuple[Authority, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the register has it."""
        return self.authority is not None


@cache
def register() -> tuple[Authority, ...]:
    """All authorities, abolished ones too, in the order of their names."""
    return tuple(_authority(row) for row in _rows("authorities.csv"))


@cache
def trusts() -> tuple[Trust, ...]:
    """All trusts, in the order of their names."""
    return tuple(
        Trust(row["name"], _listed(row["other_names"]), _listed(row["authorities"]))
        for row in _rows("trusts.csv")
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with resource(name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _authority(row: dict[str, str]) -> Authority:
    return Authority(
        name=row["name"],
        other_names=_listed(row["other_names"]),
        urn=row["urn"],
        la_code=row["la_code"],
        ons_code=row["ons_code"],
        region=row["region"],
        kind=row["type"],
        population=int(row["population_0_25"]) if row["population_0_25"] else None,
        neighbours=tuple(row["statistical_neighbours"].split()),
        ended=row["ended"] or None,
        became=_listed(row["became"]),
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(";") if name.strip())


def resolve(printed: str | None) -> Resolved:
    """Who a name stands for, as reports and people write it; a name that is not known is kept as it is.

    ``Coventry City Council``, ``London Borough of Brent`` and ``Sandwell Children's Trust`` are Coventry,
    Brent and Sandwell. None and blanks have the empty name.
    """
    words = " ".join((printed or "").split())
    authority = find(words)
    trust = _trusts_by_key().get(_key(words))
    if authority is not None:
        return Resolved(authority.name, authority, trust)
    if trust is not None:
        return Resolved(trust.name, None, trust, tuple(named(name) for name in trust.authorities))
    return Resolved(words, None)


def find(name: str) -> Authority | None:
    """The authority of that name, one of its other names, or of the trust of that name that serves it alone.

    What every council is called may stand around it: ``Coventry City Council`` is Coventry's.
    """
    return _by_key().get(_key(name)) or _by_key().get(_key(plain_name(name)))


def named(name: str) -> Authority:
    """The authority with exactly that name in the register. Raises KeyError for another one."""
    return _by_name()[name]


def by_code(la_code: str) -> Authority | None:
    """The authority with the older numeric code."""
    return _by_code().get(la_code)


def plain_name(name: str) -> str:
    """A council's name without what every council is called: ``London Borough of Brent`` is ``Brent``."""
    words = " ".join(name.split()).strip(" ,.")
    for around in (_SERVICE_AFTER, _THE, _COUNCIL_AFTER, _KIND_BEFORE, _KIND_AFTER):
        known = _by_key().get(_key(words))
        if known:
            return known.name
        words = around.sub("", words) or words
    known = _by_key().get(_key(words)) or _by_key().get(_key("City of " + words))
    return known.name if known else words


def neighbours(authority: Authority) -> tuple[Authority, ...]:
    """Its statistical neighbours, the most alike first."""
    found = (_by_code().get(code) for code in authority.neighbours)
    return tuple(one for one in found if one is not None)


def successors(authority: Authority) -> tuple[Authority, ...]:
    """Those that took the place of an abolished authority; none for one that still is."""
    return tuple(named(name) for name in authority.became)


def predecessors(authority: Authority) -> tuple[Authority, ...]:
    """The abolished authorities whose place it took, wholly or with others, and those before them."""
    found: list[Authority] = []
    waiting = [authority]
    while waiting:
        after = waiting.pop()
        before = [one for one in register() if after.name in one.became and one not in found]
        found += before
        waiting += before
    return tuple(found)


def regions() -> tuple[str, ...]:
    """The names of the regions, in order."""
    return tuple(sorted({one.region for one in register()}))


@lru_cache(maxsize=64)
def alike(name: str, most: int = 5) -> tuple[Authority, ...]:
    """Authorities whose names are much like one that is not known, the likest first: to choose from."""
    close = difflib.get_close_matches(_key(plain_name(name)), list(_by_key()), n=most * 3, cutoff=0.6)
    return tuple(dict.fromkeys(_by_key()[key] for key in close))[:most]


def _key(name: str) -> str:
    plain = name.casefold().replace("&", " and ").replace("saint ", "st ")
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain.replace("’", "").replace("'", "")).split())


@cache
def _by_key() -> dict[str, Authority]:
    found = {_key(name): one for one in register() for name in _named(one)}
    for trust in trusts():
        if len(trust.authorities) == 1:
            found.update((_key(name), named(trust.authorities[0])) for name in _named(trust))
    return found


@cache
def _by_name() -> dict[str, Authority]:
    return {one.name: one for one in register()}


@cache
def _by_code() -> dict[str, Authority]:
    return {one.la_code: one for one in register()}


@cache
def _trusts_by_key() -> dict[str, Trust]:
    return {_key(name): trust for trust in trusts() for name in _named(trust)}


def _named(one: Authority | Trust) -> Iterable[str]:
    # Its own name last, so that it wins over another one's other name.
    return (*one.other_names, one.name)
