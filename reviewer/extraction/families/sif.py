"""The single inspection framework, 2013–2018: the local authority, then its Safeguarding Children Board.

Three layouts: to mid 2014 ('Summary of key findings', graded headings), to mid 2015 ('Key judgement' boxes,
'The local authority's strengths', topic headings), and from then on ('Executive summary', 'Recommendations').
"""

from __future__ import annotations

import re
from typing import Final

from reviewer.extraction.families.grammar import FURNITURE, METADATA, QUOTE, Family, Front, heading
from reviewer.model import Kind

_BOARD = (
    r"(?:the\s+)?(?:effectiveness\s+of\s+)?(?:the\s+)?(?:[\w&’' -]+\s)?(?:local\s+)?"
    r"(?:LSCB|safeguarding\s+children\s+board)(?:\s*\(\w*LSCB\))?"
)
_INSPECTION = r"information\s+about\s+(?:this|the)\s+inspection(?:\s+and\s+(?:the\s+)?review)?"

FAMILY: Final = Family(
    front=Front.HEADING,
    kind=Kind.SUMMARY,
    opens=re.compile(
        r"^\W*(?:contents|executive\s+summary|section\s+\d\b.*|the\s+local\s+authority|summary\s+of\s+(?:key\s+)?findings)\W*$",
        re.IGNORECASE,
    ),
    headings=(
        heading(r"contents", 1, None, FURNITURE),
        heading(
            r"what\s+the\s+inspection\s+judge?ments\s+mean.*",
            1,
            None,
            FURNITURE,
            holds=rf"the\s+local\s+authority|{_BOARD}",
        ),
        heading(_INSPECTION, 2, Kind.CONTEXT, never_in=rf"the\s+local\s+authority|{_BOARD}.*"),
        heading(r"the\s+inspection\s+team", 3, Kind.CONTEXT, METADATA, prose=True),
        heading(r"section\s+\d\s*[:.–-].*", 1, Kind.CONTEXT),
        heading(r"the\s+local\s+authority", 1, Kind.CONTEXT),
        heading(
            r"(?:the\s+)?(?:[\w&’'-]+\s+){0,5}local\s+safeguarding\s+children\s+board(?:\s*\(\w*LSCB\))?",
            1,
            Kind.CONTEXT,
        ),
        heading(rf"{_BOARD}\s+(?:is|are|requires?)\b(?!.*\bbecause).*", 2, Kind.SUMMARY),
        heading(r"executive\s+summary", 3, Kind.SUMMARY),
        heading(r"summary\s+of\s+(?:key\s+)?findings", 3, Kind.SUMMARY),
        heading(
            r".{3,120}\b(?:serious\s+weaknesses|not\s+yet\s+good|requires?\s+improvement|inadequate)\b.{0,40}\bbecause",
            4,
            Kind.WEAKNESS,
        ),
        heading(r".{3,120}\b(?:is|are)\s+(?:good|outstanding)\b.{0,20}\bbecause", 4, Kind.STRENGTH),
        heading(
            r"(?:the\s+|this\s+)?(?:local\s+authority|LSCB)\s+has\s+the\s+following\s+(?:areas\s+of\s+)?strengths?",
            4,
            Kind.STRENGTH,
        ),
        heading(rf"the\s+(?:local\s+authority|LSCB|board){QUOTE}s\s+strengths", 3, Kind.STRENGTH),
        heading(r"progress\s+since\s+(?:the\s+)?(?:last|previous)\s+inspection", 3, Kind.PROGRESS),
        heading(r"what\s+(?:does|do)\s+.{3,60}\s+need\s+to\s+improve", 3, Kind.AREA_FOR_IMPROVEMENT),
        heading(r"(?:areas\s+for\s+)?priority(?:\s+and\s+immediate)?\s+actions?", 4, Kind.PRIORITY_ACTION),
        heading(r"areas\s+for\s+improvement", 4, Kind.AREA_FOR_IMPROVEMENT),
        heading(r"recommendations", 3, Kind.AREA_FOR_IMPROVEMENT),
        heading(r"summary\s+for\s+children\s+and\s+young\s+people", 3, Kind.SUMMARY),
        heading(
            r"information\s+about\s+this\s+(?:local\s+authority\s+)?area",
            3,
            Kind.CONTEXT,
            never_in=_INSPECTION,
        ),
        heading(r"(?:previous|other)\s+ofsted\s+inspections", 4, Kind.CONTEXT),
        heading(r"local\s+leadership", 4, Kind.CONTEXT),
        heading(
            r"(?:children\s+living|child\s+protection|children\s+looked\s+after)\s+in\s+this\s+area",
            4,
            Kind.CONTEXT,
        ),
        heading(r"other\s+information\s+about\s+this\s+area", 4, Kind.CONTEXT),
        heading(r"inspection\s+judge?ments?\s+about\s+.{3,60}", 2, Kind.NARRATIVE),
        heading(
            r"(?:the\s+)?experiences?\s+and\s+progress\s+of\s+(?:children|care)\s.{3,160}", 3, Kind.NARRATIVE
        ),
        heading(r"the\s+graded\s+judge?ment\s+(?:for|about|of)\s.{3,160}", 4, Kind.NARRATIVE),
        heading(r"leadership,?\s+management\s+and\s+governance\b.{0,60}", 3, Kind.NARRATIVE, graded=True),
        heading(r"key\s+strengths\s+and\s+weaknesses\s+of\s+the\s+LSCB", 3, Kind.NARRATIVE),
        # In the boxes of 2014 no other heading parts the summary from the numbered findings below it.
        heading(r"summary", 4, Kind.SUMMARY, numbered=False),
        heading(
            r"inspection\s+findings\b.{0,60}",
            4,
            Kind.NARRATIVE,
            never_in=r"recommendations|executive\s+summary",
        ),
    ),
)
