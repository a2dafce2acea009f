"""Which report family a document belongs to: by its title, and by the phrases that its family prints."""

from __future__ import annotations

import re
from typing import Final

from reviewer.model import DocumentType
from reviewer.reading.document import Document

_HEAD: Final = 6_000
"""Characters in which a title stands: the cover, or a letter down to its subject line and first sentences."""

_QUOTES: Final = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-"})

# Titles, as they begin a line: white space collapsed, straight quotes, lower case.
_OF: Final = r"(?: report| letter)? (?:to|of|in|at|for|on)\b"
_NTH: Final = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th))"
_TITLES: Final[tuple[tuple[DocumentType, str], ...]] = (
    (
        DocumentType.CRA_LETTER,
        r"(?:annual )?unannounced inspection of (?:the )?contact,? referral,? and assessment",
    ),
    (DocumentType.JTAI, rf"joint targeted area (?:re-?)?inspection(?: \(jtai\))?{_OF}"),
    (DocumentType.MONITORING_VISIT, rf"(?:ofsted )?(?:{_NTH} )?monitoring visit{_OF}"),
    (DocumentType.FOCUSED_VISIT, rf"(?:ofsted )?(?:virtual )?focus+ed (?:assurance )?visit{_OF}"),
    (DocumentType.FOCUSED_VISIT, rf"(?:covid-19 )?assurance visit{_OF}"),
    (
        DocumentType.AREA_SEND,
        rf"(?:joint )?(?:local )?area send (?:re-?visit|(?:full |monitoring |re-?)?inspection){_OF}",
    ),
    (DocumentType.AREA_SEND, r"local area partnership report\b"),
    (
        DocumentType.ILACS,
        r"(?:short |standard )?(?:re-?)?inspection of (?:the )?[\w' .,&-]{2,90}? local authority(?:'s)? "
        r"children's (?:social care )?services",
    ),
    (
        DocumentType.ILACS,
        r"(?:short |standard )?(?:re-?)?inspection of (?:local authority )?children's (?:social care )?serv",
    ),
    (DocumentType.ILACS, r"re-?visit (?:to|of) [\w' .,&-]{2,90}? (?:local authority )?children's services"),
    (
        DocumentType.SIF,
        r"(?:re-?)?inspection of services for children in need of help and protection,? "
        r"children looked after and care leavers",
    ),
    (DocumentType.SIF, r"review of the effectiveness of the local safeguarding children board"),
    (
        DocumentType.PROTECTION_OF_CHILDREN,
        r"inspection of (?:the )?[\w' ]{0,60}?arrangements for the protection of children",
    ),
    (
        DocumentType.LOOKED_AFTER_CHILDREN,
        r"inspection of (?:local authority )?(?:services for )?(?:looked[ -]after child|children looked)",
    ),
)

_NOT_ONE_OF_THEM: Final = re.compile(
    r"inspection of safeguarding and (?:looked after children|services for looked after children)"
    r"|guidance for inspectors|framework and guidance|consultation document|inspectors' handbook"
)

# Phrases that a family prints and others seldom do, sought in the whole text: (family, weight, pattern).
_SIGNS: Final[tuple[tuple[DocumentType, int, str], ...]] = (
    (
        DocumentType.CRA_LETTER,
        3,
        r"the service meets the requirements of statutory guidance in the following",
    ),
    (DocumentType.CRA_LETTER, 3, r"unannounced inspection of contact, referral and assessment"),
    (
        DocumentType.JTAI,
        3,
        r"findings of the joint targeted area inspection|area inspection of the multi-agency",
    ),
    (
        DocumentType.JTAI,
        2,
        r"undertook a joint inspection|dear (?:local|colleagues|[\w' ]{2,60}safeguarding)",
    ),
    (DocumentType.JTAI, 1, r"majesty's inspectorate of constabulary|hmicfrs|hmi probation"),
    (DocumentType.MONITORING_VISIT, 4, r"findings of (?:the|a|this|our) (?:[a-z]+ )?monitoring visit"),
    (DocumentType.MONITORING_VISIT, 3, r"the [a-z]+ (?:[a-z]+ )?monitoring visit since"),
    (DocumentType.MONITORING_VISIT, 2, r"findings and evaluation of progress|areas covered by the visit"),
    (
        DocumentType.FOCUSED_VISIT,
        4,
        r"findings of (?:the|a|this|our) (?:recent )?(?:virtual )?(?:focus+ed |assurance )+visit",
    ),
    (DocumentType.FOCUSED_VISIT, 2, r"what needs to improve in this area of social work practice"),
    (DocumentType.FOCUSED_VISIT, 2, r"findings from this (?:focus+ed |assurance )+visit"),
    (DocumentType.AREA_SEND, 4, r"the local area partnership's arrangements|area send inspection"),
    (DocumentType.AREA_SEND, 2, r"what is it like to be a child or young person with (?:send|special educ)"),
    (DocumentType.ILACS, 4, r"the impact of leaders on social work practice with children and families"),
    (DocumentType.ILACS, 1, r"experiences and progress of children (?:in care|who need help and protection)"),
    (DocumentType.SIF, 3, r"graded judge?ment (?:for|about|on) (?:the )?(?:experiences?|adoption)"),
    (DocumentType.SIF, 2, r"experiences and progress of children looked after and achieving permanence"),
    (DocumentType.SIF, 2, r"2\.1\.? adoption performance"),
    (
        DocumentType.PROTECTION_OF_CHILDREN,
        3,
        r"effectiveness of the help and protection provided to children,? young people,? (?:and )?families",
    ),
    (DocumentType.LOOKED_AFTER_CHILDREN, 3, r"outcomes for looked after children and young people"),
    (DocumentType.LOOKED_AFTER_CHILDREN, 3, r"overall effectiveness of services for looked after children"),
)

_TITLES_FOUND: Final = [(kind, re.compile(title)) for kind, title in _TITLES]
_SIGNS_FOUND: Final = [(kind, weight, re.compile(sign)) for kind, weight, sign in _SIGNS]
_BLANKS: Final = re.compile(r"[^\S\n]+")
_SPACES: Final = re.compile(r" ?\n ?")
_LINE_START: Final = re.compile(r"(?:^|\n)\W{0,6}")
_LINE_TITLE: Final = 10
_LOOSE_TITLE: Final = 4
_ENOUGH: Final = 7


def document_type(document: Document) -> tuple[str, float]:
    """The family (a value of :class:`DocumentType`) and how sure it is, 0 to 1; ``other`` where none fits."""
    text = document.text.translate(_QUOTES).casefold()
    lines = _SPACES.sub("\n", _BLANKS.sub(" ", text))
    flowing = lines.replace("\n", " ")
    scores: dict[DocumentType, float] = {}
    for kind, weight in _title_scores(lines[:_HEAD]):
        scores[kind] = max(scores.get(kind, 0.0), weight)
    for kind, points, sign in _SIGNS_FOUND:
        if sign.search(flowing):
            scores[kind] = scores.get(kind, 0.0) + points
    if _NOT_ONE_OF_THEM.search(flowing[:1_500]):
        scores = {kind: score - _LINE_TITLE for kind, score in scores.items()}
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < _ENOUGH:
        return DocumentType.OTHER.value, 0.5
    best, score = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    return best.value, round(max(0.5, min(1.0, 0.6 + (score - second) / 15)), 2)


def _title_scores(head: str) -> list[tuple[DocumentType, float]]:
    """Titles found in the head; the higher up, the more they say. A title may wrap over lines."""
    found: list[tuple[DocumentType, float]] = []
    joined = head.replace("\n", " ")
    starts = [match.end() for match in _LINE_START.finditer(head)]
    for kind, pattern in _TITLES_FOUND:
        at = next((start for start in starts if pattern.match(joined, start)), None)
        if at is not None:
            found.append((kind, _LINE_TITLE + 3 * (1 - at / _HEAD)))
        elif match := pattern.search(joined):
            found.append((kind, _LOOSE_TITLE + 2 * (1 - match.start() / _HEAD)))
    return found
