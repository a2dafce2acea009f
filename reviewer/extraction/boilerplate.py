"""Standing words that are no finding: legal and contact text, signatures, table heads, closing sentences."""

from __future__ import annotations

import re
from typing import Final

_ANY: Final = re.compile(
    r"""^\W*(?:
      the\ office\ for\ standards\ in\ education
    | if\ you\ would\ like\ a\ copy\ of\ this\ document
    | if\ you\ are\ not\ happy\ with\ the\ inspection
    | any\ complaints\ about\ the\ inspection
    | you\ (?:may|can)\ (?:re-?use|copy|use)\ this\ (?:information|document)
    | this\ (?:publication|document|report)\ (?:is\ available|may\ be\ reproduced)
    | (?:to\ view\ this\ licence|further\ copies\ of\ this\ report|interested\ in\ our\ work)
    | to\ receive\ regular\ email\ alerts
    | raising\ standards,?\ improving\ lives
    | (?:©|\(c\)\ ?)\ ?crown\ copyright
    | no\.\ \d{6}
    | piccadilly\ gate | (?:t|e|w|textphone|telephone|website|email|enquiries)\s*:\s
    | royal\ exchange\ buildings | aviation\ house
    | that\ the\ information\ quoted | publication\ are\ stated
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SIGNATURE: Final = re.compile(r"^\W*yours\s+(?:sincerely|faithfully|truly)\b", re.IGNORECASE)
_COPIES: Final = re.compile(r"^\W*(?:copy|copies|cc)\s*(?:to)?\s*:", re.IGNORECASE)
_TABLE_HEAD: Final = re.compile(
    r"""^\W*(?:
      (?:key\ )?judge?ments?(?:\s+(?:judge?ment\s+)?grades?)? | grades?
    | responsible\ bod(?:y|ies)(?:\s+areas?\ for\ (?:priority\ action|improvement))?
    | local\ authority\s+integrated\ care\ board
    | ofsted\s+care\ quality\ commission
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_TEAM: Final = re.compile(
    r"^\W*(?:(?:deputy|lead|reporting|team|shadow|additional|seconded|associate|senior|regional|data|quality|assurance"
    r"|report|ofsted|cqc|hmi)\s+)*(?:inspectors?|analysts?|managers?|author)\b(?:\s+\w+){0,2}\s*(?::\s*\S|\bHMI\b)",
    re.IGNORECASE,
)
_STANDING: Final = re.compile(
    r"""^\W*(?:
      (?:any\ |the\ )?areas?\ (?:for|of)\ (?:development|improvement|priority\ action)
      (?:\ (?:and|or)\ (?:areas?\ (?:for|of)\ )?(?:development|improvement|priority\ action))?
      \ identified\ (?:above|in\ this\ letter)\ will\ be
    | ofsted\ will\ (?:take|use)\ the\ findings\ (?:from|of)\ this\ .{0,80}\ when\ planning
    | this\ letter\ (?:will\ be|is)\ (?:published|copied)
    | from\ the\ evidence\ gathered,?\ the\ following\ features
    | (?:i\ am|we\ are)\ copying\ this\ letter\ to
    | a\ copy\ of\ this\ (?:letter|report)\ (?:will\ be|has\ been|is)
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def is_boilerplate(text: str) -> bool:
    """Whether a block is legal, copyright or contact text."""
    return bool(_ANY.match(text))


def is_signature(text: str) -> bool:
    """Whether a block begins a letter's signature."""
    return bool(_SIGNATURE.match(text))


def is_copy_list(text: str) -> bool:
    """Whether a block begins the list of those who get a copy."""
    return bool(_COPIES.match(text))


def is_table_head(text: str) -> bool:
    """Whether a block is the head of a table and says nothing itself."""
    return bool(_TABLE_HEAD.match(text))


def is_standing(text: str) -> bool:
    """Whether a block is a sentence that every letter of its family carries."""
    return bool(_STANDING.match(text))


def is_team_list(text: str) -> bool:
    """Whether a block names members of the inspection team: 'Deputy lead inspector: …'."""
    return bool(_TEAM.match(text))
