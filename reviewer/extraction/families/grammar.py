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


def heading(
    pattern: str,
    level: int,
    kind: Kind | None,
    role: Role = Role.FINDINGS,
    *,
    always: bool = True,
    rest: bool = False,
    graded: bool = False,
) -> Heading:
    """A heading by a pattern for its whole text, case aside; a closing colon or footnote mark is allowed."""
    return Heading(
        re.compile(rf"^\W*(?:{pattern})[:.?]?[\d¹²³⁰-⁹]{{0,2}}\W*$", re.IGNORECASE),
        level,
        kind,
        role,
        always,
        rest,
        graded,
    )


FURNITURE: Final = Role.FURNITURE
METADATA: Final = Role.METADATA
QUOTE: Final = "['’‘]"
