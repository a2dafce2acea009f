"""Inspections of local authority children's services (ILACS), 2018 on: standard, short and re-visits."""

from __future__ import annotations

from typing import Final

from reviewer.extraction.families.grammar import Family, Front, heading
from reviewer.model import Kind

FAMILY: Final = Family(
    front=Front.PROSE,
    kind=Kind.SUMMARY,
    headings=(
        heading(r"what\s+needs\s+to\s+improve.{0,60}", 1, Kind.AREA_FOR_IMPROVEMENT),
        heading(r"areas?\s+for\s+priority\s+action", 1, Kind.PRIORITY_ACTION),
        heading(
            r"(?:the\s+)?experiences?\s+and\s+progress\s+of\s+(?:children|care\s+leavers).{0,160}",
            1,
            Kind.NARRATIVE,
        ),
        heading(r"the\s+impact\s+of\s+leaders\s+on.{3,160}", 1, Kind.NARRATIVE),
        heading(r"(?:main|inspection)\s+findings", 1, Kind.NARRATIVE),
        heading(r"information\s+about\s+this\s+inspection", 1, Kind.CONTEXT),
    ),
)
