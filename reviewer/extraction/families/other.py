"""A readable document of no known family: its own headings, bullets and paragraphs, and the headings that
reports of any family use."""

from __future__ import annotations

from typing import Final

from reviewer.extraction.families.grammar import FURNITURE, Family, Front, heading
from reviewer.model import Kind

FAMILY: Final = Family(
    front=Front.NONE,
    kind=Kind.NARRATIVE,
    flat=True,
    headings=(
        heading(r"(?:table\s+of\s+)?contents", 1, None, FURNITURE),
        heading(r"(?:key\s+)?strengths", 2, Kind.STRENGTH),
        heading(r"(?:key\s+)?weaknesses", 2, Kind.WEAKNESS),
        heading(r"(?:executive\s+)?summary(?:\s+of\s+(?:key\s+)?findings)?", 2, Kind.SUMMARY),
        heading(r"areas\s+for\s+development", 2, Kind.AREA_FOR_DEVELOPMENT),
        heading(
            r"(?:areas\s+for\s+improvement|what\s+needs\s+to\s+improve|recommendations)",
            2,
            Kind.AREA_FOR_IMPROVEMENT,
        ),
        heading(r"(?:areas\s+for\s+)?priority\s+actions?", 2, Kind.PRIORITY_ACTION),
        heading(
            r"(?:(?:background|context|introduction|methodology|methods|scope)(?:\s+and\s+\w+)?|about\s+this\s+\w+)",
            2,
            Kind.CONTEXT,
        ),
    ),
)
