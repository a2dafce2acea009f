"""What a report family's headings mean: a small table a family, read by ``structure``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from reviewer.model import Kind


class Role(Enum):
    """What stands under a heading."""

    FINDINGS = "findings"
    FURNITURE = "furniture"
    METADATA = "metadata"


class Front(Enum):
    """Where a family's own words begin; what stands before is metadata."""

    SALUTATION = "after 'Dear …'"
    HEADING = "at the first heading of the family"
    PROSE = "at the first paragraph after the judgement table"
    NONE = "at once"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a family: what it looks like, how deep it stands, what stands under it.

    ``kind`` None: the kind of the heading above. ``kind`` may differ for the words under the Local
    Safeguarding Children Board's part; nothing else depends on what came before.
    """

    pattern: re.Pattern[str]
    level: int
    kind: Kind | None
    role: Role = Role.FINDINGS
    always: bool = False
    """Taken for a heading in any look, also in a text file without looks, when it fills its line."""
    rest: bool = False
    """All that follows belongs to it, whatever it looks like."""
    graded: bool = False
    """Only with a grade in it or beside it; without one the same words are a topic."""
    numbered: bool = True
    """Whether numbered paragraphs stand under it; if not, the first one ends it."""
    prose: bool = False
    """Among names and addresses, whole paragraphs are findings all the same."""
    holds: re.Pattern[str] | None = None
    """Headings that belong to it here, whatever they open elsewhere."""
    never_in: re.Pattern[str] | None = None
    """Sections that it ends although they are of a higher level."""
    lead: Kind | None = None
    """The kind where a heading of the same kind and level follows, and nothing summed up before."""
    box: bool = False
    """A box in the middle of a list: the next bullet belongs to the list again."""


@dataclass(frozen=True, slots=True)
class Family:
    """A report family's grammar. ``kind`` is that of words under no heading."""

    front: Front
    kind: Kind
    headings: tuple[Heading, ...]
    letter: bool = False
    """Ends with a signature; its title is a section."""
    tables: bool = False
    """What needs to improve stands in tables: a lead-in with its bullets is one finding, and the names of the
    responsible bodies beside it are none."""
    opens: re.Pattern[str] | None = None
    """For ``Front.HEADING``: the heading that the report's own words begin with."""
    flat: bool = False
    """Its own headings stand beside the known ones, not in them."""


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{pattern})[:.?]?[\d¹²³⁰-⁹]{{0,2}}\W*$", re.IGNORECASE)


def heading(
    pattern: str,
    level: int,
    kind: Kind | None,
    role: Role = Role.FINDINGS,
    *,
    always: bool = True,
    rest: bool = False,
    graded: bool = False,
    numbered: bool = True,
    prose: bool = False,
    holds: str | None = None,
    never_in: str | None = None,
    lead: Kind | None = None,
    box: bool = False,
) -> Heading:
    """A heading by a pattern for its whole text, case aside; a closing colon or footnote mark is allowed."""
    return Heading(
        _whole(pattern),
        level,
        kind,
        role,
        always,
        rest,
        graded,
        numbered,
        prose,
        _whole(holds) if holds else None,
        _whole(never_in) if never_in else None,
        lead,
        box,
    )


FURNITURE: Final = Role.FURNITURE
METADATA: Final = Role.METADATA
QUOTE: Final = "['’‘]"
