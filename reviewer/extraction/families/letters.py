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
        heading(
            r"the\s+service\s+meets\s+the\s+requirements\s+of\s+statutory\s+guidance.{0,40}",
            2,
            Kind.MEETS_REQUIREMENTS,
        ),
        heading(r"areas?\s+for\s+development", 2, Kind.AREA_FOR_DEVELOPMENT),
        heading(r"(?:areas?\s+for\s+)?priority\s+actions?", 2, Kind.PRIORITY_ACTION),
    ),
)

_VISIT_HEADINGS: Final = (
    heading(r"areas?\s+covered\s+by\s+(?:the|this)\s+(?:monitoring\s+|focused\s+)?visit", 2, Kind.CONTEXT),
    heading(
        r"(?:headlines?(?:\s+findings?)?|main\s+findings?|overview|summary(?:\s+of\s+findings?)?)",
        2,
        Kind.SUMMARY,
    ),
    heading(r"what\s+needs\s+to\s+improve.{0,80}", 2, Kind.AREA_FOR_IMPROVEMENT),
    heading(r"areas?\s+for\s+priority\s+actions?", 2, Kind.PRIORITY_ACTION),
    heading(r"areas?\s+for\s+improvement", 2, Kind.AREA_FOR_IMPROVEMENT),
    heading(r"(?:areas?\s+of\s+)?strengths?", 2, Kind.STRENGTH),
    heading(r"(?:inspection\s+)?findings(?:\s+and\s+evaluation\s+of\s+progress)?", 2, Kind.NARRATIVE),
    heading(r"evaluation\s+of\s+progress|progress", 2, Kind.NARRATIVE),
    heading(r"next\s+steps?", 2, Kind.CONTEXT),
    heading(r"background|context", 2, Kind.CONTEXT),
)

FOCUSED_VISIT: Final = Family(Front.SALUTATION, Kind.CONTEXT, _VISIT_HEADINGS, letter=True)
MONITORING_VISIT: Final = Family(Front.SALUTATION, Kind.CONTEXT, _VISIT_HEADINGS, letter=True)

JTAI: Final = Family(
    front=Front.SALUTATION,
    kind=Kind.CONTEXT,
    letter=True,
    headings=(
        heading(
            r"headlines?(?:\s+findings?)?|summary(?:\s+of\s+findings?)?|overview|main\s+findings",
            2,
            Kind.SUMMARY,
        ),
        heading(r"what\s+needs\s+to\s+improve.{0,80}", 2, Kind.AREA_FOR_IMPROVEMENT),
        heading(r"areas?\s+for\s+improvement", 2, Kind.AREA_FOR_IMPROVEMENT),
        heading(r"areas?\s+for\s+priority\s+actions?", 2, Kind.PRIORITY_ACTION),
        heading(r"(?:key|areas?\s+of\s+)?\s*strengths?", 2, Kind.STRENGTH),
        heading(r"next\s+steps?", 2, Kind.CONTEXT),
        heading(r"practice\s+study.{0,80}|case\s+stud(?:y|ies).{0,80}", 3, Kind.NARRATIVE, always=False),
    ),
)
