"""The inspections of 2012 and 2013 on a four-point scale with Adequate: looked after children's services, and
arrangements for the protection of children."""

from __future__ import annotations

import re
from typing import Final

from reviewer.extraction.families.grammar import FURNITURE, METADATA, Family, Front, heading
from reviewer.model import Kind

FAMILY: Final = Family(
    front=Front.HEADING,
    kind=Kind.NARRATIVE,
    opens=re.compile(
        r"^\W*(?:contents|about\s+this\s+inspection|(?:overall|service)\s.{3,90}|inspection\s+of\s+local\s+authority\s+arrangements.*)\W*$",
        re.IGNORECASE,
    ),
    headings=(
        heading(r"contents", 1, None, FURNITURE),
        heading(
            r"(?:about|information\s+about)\s+this\s+inspection|inspection\s+of\s+local\s+authority\s+arrangements.{3,80}",
            1,
            Kind.CONTEXT,
        ),
        heading(r"the\s+inspection\s+judge?ments\s+and\s+what\s+they\s+mean", 1, None, FURNITURE),
        heading(r"service\s+information", 1, Kind.CONTEXT),
        heading(r"overall\s+effectiveness(?:\s+of\s.{3,90})?", 1, Kind.NARRATIVE),
        heading(r"capacity\s+(?:to|for)\s+improve(?:ment)?", 1, Kind.NARRATIVE),
        heading(r"areas\s+for\s+improvement", 2, Kind.AREA_FOR_IMPROVEMENT),
        heading(
            r"(?:take\s+)?immediate(?:ly|\s+actions?)|within\s+[\w-]+\s+(?:weeks?|months?|years?)(?:\s*\(.{3,40}\))?",
            3,
            None,
        ),
        heading(r"(?:the\s+)?outcomes\s+for\s.{3,90}", 1, Kind.NARRATIVE),
        heading(r"(?:the\s+)?quality\s+of\s+(?:provision|practice)", 1, Kind.NARRATIVE),
        heading(r"(?:the\s+)?effectiveness\s+of\s+the\s+help\s+and\s+protection.{3,120}", 1, Kind.NARRATIVE),
        heading(r"leadership\s+and\s+(?:management|governance)", 1, Kind.NARRATIVE),
        heading(
            r"(?:ambition\s+and\s+)?(?:performance\s+management|partnership\s+working)",
            2,
            Kind.NARRATIVE,
            always=False,
        ),
        heading(r"record\s+of\s+main\s+findings", 1, None, METADATA, rest=True),
    ),
)
