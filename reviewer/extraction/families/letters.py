"""The families that are letters: contact, referral and assessment (2009–2012), focused and monitoring visits,
joint targeted area inspections."""

from __future__ import annotations

from typing import Final

from reviewer.extraction.families.grammar import Family, Front, heading
from reviewer.model import Kind

CRA_LETTER: Final = Family(
    front=Front.SALUTATION,
    kind=Kind.CONTEXT,
    letter=True,
    headings=(
        heading(r"(?:areas?\s+of\s+)?strengths?", 2, Kind.STRENGTH),
        heading(
            r"(?:the\s+service\s+)?meets\s+the\s+requirements\s+of\s+statutory\s+guidance.{0,40}",
            2,
            Kind.MEETS_REQUIREMENTS,
        ),
        heading(r"areas?\s+(?:for|of)\s+development", 2, Kind.AREA_FOR_DEVELOPMENT),
        heading(r"(?:areas?\s+(?:for|of)\s+)?priority\s+actions?", 2, Kind.PRIORITY_ACTION),
    ),
)

_SUMS_UP: Final = (
    r"headlines?(?:\s+findings?)?|overview|(?:executive\s+)?summary(?:\s+of\s+(?:key\s+|main\s+)?findings?)?"
)
_IMPROVE: Final = (
    heading(r"what\s+needs\s+to\s+improve.{0,80}", 2, Kind.AREA_FOR_IMPROVEMENT),
    heading(r"(?:key\s+)?areas?\s+for\s+(?:improvement|development)", 2, Kind.AREA_FOR_IMPROVEMENT),
    heading(r"recommendations?", 2, Kind.AREA_FOR_IMPROVEMENT),
    heading(r"(?:areas?\s+(?:for|of)\s+)?(?:immediate\s+)?priority\s+actions?", 2, Kind.PRIORITY_ACTION),
    heading(r"(?:key\s+|areas?\s+of\s+)?strengths?", 2, Kind.STRENGTH),
)
# 'Main findings' are the headlines of letters that go on with 'Findings'; elsewhere they are the findings.
_FINDINGS: Final = (
    heading(r"(?:main|key)\s+findings?", 2, Kind.NARRATIVE, lead=Kind.SUMMARY),
    heading(
        r"(?:inspection\s+)?findings(?:\s+and\s+evaluation\s+of\s+progress)?|evaluation\s+of\s+(?:findings|progress)",
        2,
        Kind.NARRATIVE,
    ),
)
_CONTEXT: Final = (
    heading(r"next\s+steps?(?:\s+and\s+follow[-\s]up)?", 2, Kind.CONTEXT),
    heading(r"background|context|scope(?:\s+of\s+(?:the|this)\s+(?:visit|inspection))?", 2, Kind.CONTEXT),
)

_VISIT: Final = Family(
    Front.SALUTATION,
    Kind.CONTEXT,
    (
        heading(
            r"(?:the\s+)?areas?\s+(?:covered|reviewed)\s+(?:by|during|in)\s+(?:the|this)\s+(?:monitoring\s+|focused\s+)?visit",
            2,
            Kind.CONTEXT,
        ),
        heading(_SUMS_UP, 2, Kind.SUMMARY),
        *_IMPROVE,
        *_FINDINGS,
        *_CONTEXT,
    ),
    letter=True,
)
FOCUSED_VISIT: Final = _VISIT
MONITORING_VISIT: Final = _VISIT

JTAI: Final = Family(
    front=Front.SALUTATION,
    kind=Kind.CONTEXT,
    letter=True,
    headings=(
        heading(_SUMS_UP, 2, Kind.SUMMARY),
        *_IMPROVE,
        *_FINDINGS,
        *_CONTEXT,
        heading(r"(?:practice\s+stud(?:y|ies)|case\s+stud(?:y|ies))\b.{0,100}", 3, Kind.NARRATIVE, box=True),
    ),
)
