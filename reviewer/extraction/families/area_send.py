"""Area SEND inspections of local area partnerships, 2023 on: an outcome in a box, questions as headings."""

from __future__ import annotations

import re
from typing import Final

from reviewer.extraction.families.grammar import METADATA, Family, Front, heading
from reviewer.model import Kind

FAMILY: Final = Family(
    front=Front.HEADING,
    kind=Kind.CONTEXT,
    tables=True,
    opens=re.compile(
        r"^\W*inspection\s+outcome\W*$",
        re.IGNORECASE,
    ),
    headings=(
        heading(r"inspection\s+outcome", 1, Kind.SUMMARY),
        heading(r"information\s+about\s+the\s+local\s+area\s+partnership", 1, Kind.CONTEXT),
        heading(r"what\s+is\s+it\s+like\s+to\s+be\s+a\s+child.{3,120}", 1, Kind.NARRATIVE),
        heading(
            r"what\s+is\s+the\s+(?:local\s+)?area\s+partnership\s+doing\s+that\s+is\s+effective",
            1,
            Kind.NARRATIVE,
        ),
        heading(
            r"what\s+does\s+the\s+(?:local\s+)?area\s+partnership\s+need\s+to\s+do\s+better",
            1,
            Kind.AREA_FOR_IMPROVEMENT,
        ),
        heading(r"areas\s+for\s+priority\s+action", 1, Kind.PRIORITY_ACTION),
        heading(r"areas\s+for\s+improvement", 1, Kind.AREA_FOR_IMPROVEMENT),
        heading(r"local\s+area\s+partnership\s+details", 1, Kind.CONTEXT, METADATA),
        heading(r"information\s+about\s+this\s+inspection", 1, Kind.CONTEXT),
        heading(r"inspection\s+team", 1, Kind.CONTEXT, METADATA),
    ),
)
