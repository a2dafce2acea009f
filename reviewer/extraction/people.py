"""People whom a report names: the inspectors, the director it is addressed to, those who get a copy.

Names come out plain: no ``Mr``, no ``HMI``, no job; apostrophes straight, so that one person has one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reviewer.model import Span

_words: Final = str.split
_TITLES: Final = frozenset(
    _words("mr mrs ms miss mx dr sir dame lord lady prof professor rev reverend cllr councillor baroness")
)
_PARTICLES: Final = frozenset(
    _words("de da di del della van von der den du la le bin al el ap dos ten ter st y")
)
# Words that end a name or are none: jobs, honours, bodies, labels.
_NO_NAME: Final = frozenset(
    _words("""
    accountable acting additional adviser advisor an analyst and any area areas as assistant
    associate at author board borough cabinet care cbe chair chief children children's city clinical
    commission commissioner commissioning copied copy corporate council county cqc data date dates
    dbe dear deputy director directors district early education ended executive families family for
    from group head headline health her his hmi hmic hmicfrs hmip hmis honours improvement in
    independent information inspection inspector inspectorate inspectors integrated interim is its
    joint judgement judgements lead leader learning local london majesty's manager managers managing
    mbe member metropolitan national nhs no number oba obe of office officer ofsted ofsted's on
    operations our overall partnership people place police probation programme qfsm qpm quality re
    regional regulation regulatory report reporting royal safeguarding sccri scri seconded secretary
    section send senior service services shadow shmi social specialist standards statutory strategic
    team the this to trust visit was we were with your yours youth
    """)
)
_TOKEN: Final = re.compile(r"\S+")
_EDGE: Final = '()[]{}“”"‘*:;,.…•▪◼|'
_WORD: Final = re.compile(r"[^\W\d_][\w’'‘`.\-‑]*\Z")


@dataclass(frozen=True, slots=True)
class Person:
    """A plain name and where it stands; ``role`` is what the source prints after it."""

    name: str
    span: Span
    role: str = ""


def name_at(text: str, start: int, end: int, *, wrap: bool = False, least: int = 2) -> Person | None:
    """The name that begins at ``start``, titles skipped; None unless it has ``least`` words or more.

    A name ends at a job, a comma, a line end (unless ``wrap``) or the sixth word.
    """
    words: list[str] = []
    first = last = -1
    for token in _TOKEN.finditer(text, start, end):
        if words and not wrap and "\n" in text[last : token.start()] and not words[-1].endswith("-"):
            break
        core = token.group().strip(_EDGE)
        plain = core.casefold().replace("’", "'").rstrip(".")
        if plain in _TITLES and not words:
            continue
        if not core or not _is_name_word(core, plain, text, token.end(), has_words=bool(words)):
            break
        if token.group()[0] in "([" and words:
            break
        words.append(core + "." if len(core) <= 2 and f"{core}." in token.group() else core)
        first = token.start() if first < 0 else first
        last = token.end()
        if _closes(token.group(), core) or len(words) == 6:
            break
    name = _joined(words)
    if len(name.split()) < least or not any(len(word) > 1 for word in words):
        return None
    return Person(name, (first, last - (len(text[first:last]) - len(text[first:last].rstrip(_EDGE)))))


def _is_name_word(core: str, plain: str, text: str, end: int, *, has_words: bool) -> bool:
    if plain in _NO_NAME or not _WORD.match(core.lstrip("-‑")):
        return False
    if core[0].isupper() or core[0] in "-‑":
        return True
    following = text[end : end + 3].strip()[:1]
    return has_words and plain in _PARTICLES and following.isupper()


def _closes(token: str, core: str) -> bool:
    """Whether what the token ends with ends the name: a comma, or a full stop that is no initial's."""
    tail = token[token.rfind(core) + len(core) :]
    return bool(tail.strip("’'")) and not (tail == "." and len(core) <= 2)


def _joined(words: list[str]) -> str:
    """The words of a name as one; a hyphen that a wrap or a slip set apart binds again."""
    name = " ".join(words).replace("’", "'").replace("‘", "'").replace("`", "'").replace("‑", "-")
    return re.sub(r"\s*-\s*", "-", name).strip("- ")


def names_in_list(text: str, start: int, end: int) -> list[Person]:
    """The people of ``A, HMI, B (seconded) and C``."""
    found: list[Person] = []
    at = start
    for stop in [*(m for m in re.finditer(r"[,;:]|\band\b|&|\n\s*\n|[•▪◼]", text[start:end])), None]:
        piece_end = start + stop.start() if stop else end
        begin = at
        while begin < piece_end and (text[begin].isspace() or text[begin] in "-–"):
            begin += 1
        person = name_at(text, begin, piece_end, wrap=True)
        if person:
            found.append(person)
        at = start + stop.end() if stop else end
    return found


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


# -- inspectors -------------------------------------------------------------------------------------------

_LEAD_LABEL: Final = re.compile(
    r"(?:(?:^|\n)[ \t•▪]*(?:Lead|LEAD|Reporting)\s+[Ii](?:nspector|NSPECTOR)s?"
    r"|(?<![Dd]eputy )[Ll]ead\s+[Ii]nspector(?=(?:\s+on\s+site)?\s*:)|\bReporting\s+inspector\b)"
    r"(?:\s+on\s+site)?(?:\s*\([^()\n]{0,40}\))?\s*[:–-]?\s*"
)
_TEAM_LABEL: Final = re.compile(
    r"(?:(?:^|\n)[ \t•▪]*(?:Team|Additional|Other)\s+[Ii]nspectors?(?:\s+on\s+site)?\s*[:–-]"
    r"|\bTeam\s+inspectors?\s*:)\s*"
)
_NEXT_LABEL: Final = re.compile(
    r"\n[ \t]*(?:\n|\d{1,3}[ \t]*\n|[A-Z][A-Za-z ]{2,45}:|©"
    r"|(?:Any|The|Raising|If|Page|Report|Shadow|Quality|Senior\s+data)\s)"
    r"|\s(?:Shadow\s+inspectors?|Senior\s+data|Quality\s+assurance|Deputy\s+lead|Any\s+complaints|The\s+Office)\b"
)
_INSPECTORS_WERE: Final = re.compile(
    r"(?:(?:visit|inspection)\s+was\s+(?:carried\s+out|undertaken|conducted|led|completed)\s+by"
    r"|inspectors?\s+(?:were|was|who\s+(?:carried\s+out|undertook|conducted)\s+(?:this|the)\s+(?:visit|inspection)\s+(?:were|was))"
    r"|inspectors?(?:\s+\(HMIs?\))?\s+(?:for|on|undertaking|carrying\s+out)\s+(?:this|the)\s+(?:\w+\s+)?(?:visit|inspection)\s+(?:were|was)"
    r"|inspectors?\s+(?:on|for)\s+this\s+(?:visit|inspection)\s*:)"
    r"\s*:?\s*(?:(?:one|two|three|four|five)\s+(?:of\s+)?)?"
    r"(?:(?:(?:Her|His)\s+Majesty[’']s|Ofsted|social\s+care|senior)\s+){0,2}(?:Inspectors?|HMIs?|inspectors?)?"
    r"(?:\s*\(HMIs?\))?(?:\s+from\s+Ofsted)?\s*[:,–-]?\s*",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"\.(?=\s+[A-Z]|\s*\n|\s*$)(?<!\b[A-Z]\.)")
_SINCERELY: Final = re.compile(
    r"(?:^|\n)\W{0,4}yours\s+(?:sincerely|faithfully|truly)\b[ \t]*,?", re.IGNORECASE
)


def lead_by_label(text: str) -> Person | None:
    """The name after ``Lead inspector:`` or ``Reporting inspector``."""
    for match in _LEAD_LABEL.finditer(text):
        person = name_at(text, match.end(), min(len(text), match.end() + 120))
        if person:
            return person
    return None


def team_by_label(text: str) -> list[Person]:
    """The names after ``Team inspectors:``; deputies, shadows and analysts have labels of their own."""
    found: list[Person] = []
    for match in _TEAM_LABEL.finditer(text):
        limit = min(len(text), match.end() + 700)
        stop = _NEXT_LABEL.search(text, match.end(), limit)
        found += names_in_list(text, match.end(), stop.start() if stop else limit)
    return found


def inspectors_in_sentence(text: str, limit: int = 8_000) -> list[Person]:
    """The names in ``The inspectors were A, HMI, and B, HMI.`` in the first ``limit`` characters."""
    for match in _INSPECTORS_WERE.finditer(text[:limit]):
        stop = _SENTENCE_END.search(text, match.end(), min(len(text), match.end() + 600))
        end = stop.start() if stop else min(len(text), match.end() + 200)
        found = names_in_list(text, match.end(), end)
        if found:
            return found
    return []


def signatory(text: str) -> Person | None:
    """The first name under ``Yours sincerely``."""
    closing = _last(_SINCERELY, text)
    if closing is None:
        return None
    at = closing.end()
    for line in re.finditer(r"[^\n]+", text[at : at + 500]):
        begin = at + line.start() + len(line.group()) - len(line.group().lstrip(" \t*•–-"))
        person = name_at(text, begin, at + line.end())
        if person:
            return person
    return None


_TEAM_HEADING: Final = re.compile(
    r"(?:^|\n)[ \t]*Inspection\s+team[ \t]*(?=\n)|\bInspection\s+team\s+(?=Ofsted\s)", re.IGNORECASE
)
_TEAM_ENDS: Final = re.compile(
    r"\n[ \t]*(?:(?:Area\s+SEND\s+)?inspection\s+report\b|if\s+you\s+are\s+not\s+happy"
    r"|the\s+office\s+for\s+standards|©)",
    re.IGNORECASE,
)


def team_in_columns(text: str) -> list[Person]:
    """The people under the heading 'Inspection team', each with the role printed after the name.

    Two columns come out of a page as one line, so a name begins wherever a role has ended.
    """
    heading = _last(_TEAM_HEADING, text)
    if heading is None:
        return []
    limit = min(len(text), heading.end() + 1_500)
    stop = _TEAM_ENDS.search(text, heading.end(), limit)
    end = stop.start() if stop else limit
    found: list[Person] = []
    at = heading.end()
    for token in _TOKEN.finditer(text, heading.end(), end):
        if token.start() < at:
            continue
        person = name_at(text, token.start(), end)
        if person is None:
            continue
        if found:
            found[-1] = _with_role(found[-1], text, person.span[0])
        found.append(person)
        at = person.span[1]
    if found:
        found[-1] = _with_role(found[-1], text, end)
    return [person for person in found if re.search(r"inspector|hmi|ofsted|cqc", person.role, re.IGNORECASE)]


def _with_role(person: Person, text: str, end: int) -> Person:
    return Person(person.name, person.span, " ".join(text[person.span[1] : end].split()).strip(" ,;"))


# -- letters ----------------------------------------------------------------------------------------------

_DEAR: Final = re.compile(r"(?:^|\n)[ \t]*Dear\s+(?P<who>[^\n]{1,120})")
_NOBODY: Final = re.compile(
    r"\b(?:local|colleagues?|all|sir|madam|director|chief|partners?|partnership|leaders?|team|area)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Salutation:
    """'Dear …': where the line stands and whom it greets."""

    span: Span
    who: str


def salutation(text: str, limit: int = 8_000) -> Salutation | None:
    """The letter's 'Dear …' line."""
    match = _DEAR.search(text[:limit])
    if match is None:
        return None
    return Salutation(
        (match.start() + len(match.group()) - len(match.group().lstrip()), match.end()), match.group("who")
    )


def addressee(text: str, block_start: int, greeting: Salutation) -> Person | None:
    """To whom a letter goes: the name in the address block that the salutation greets.

    None where it greets nobody by name and more than one person is listed, as letters to a partnership do.
    """
    start, end = block_start, greeting.span[0]
    who = re.sub(r"[,:].*", "", greeting.who).strip()
    if _NOBODY.search(who):
        people = list(_line_names(text, start, end))
        return people[0] if len(people) == 1 else None
    greeted = name_at(who, 0, len(who), least=1)
    last = greeted.name.split()[-1] if greeted else ""
    for person in _line_names(text, start, end):
        words = person.name.split()
        for count in range(2, len(words) + 1):
            if _same(words[count - 1], last):
                return Person(" ".join(words[:count]), person.span)
        if last and _same(words[0], last):
            return person
    found = list(_line_names(text, start, end))
    if found and not last:
        return found[0]
    if greeted is None:
        return None
    offset = text.find(who, greeting.span[0])
    return Person(greeted.name, (offset + greeted.span[0], offset + greeted.span[1]))


def _same(one: str, other: str) -> bool:
    return bool(other) and one.casefold().replace("’", "'") == other.casefold().replace("’", "'")


_TO: Final = re.compile(r"[ \t]*(?:(?:To|For|FAO|For the attention of)\s*:?[ \t]+)?")


def _line_names(text: str, start: int, end: int) -> Iterator[Person]:
    """What could be names at the starts of lines; streets and towns may be among them."""
    for line in re.finditer(r"[^\n]+", text[start:end]):
        begin = start + line.start()
        lead = _TO.match(text, begin)
        person = name_at(text, lead.end() if lead else begin, start + line.end())
        if person:
            yield person


_COPY: Final = re.compile(
    r"(?:^|\n)[ \t]*(?:Cop(?:y|ies)(?:\s+to)?|Copied\s+to|cc|CC|Cc|c\.c\.?)\s*:?[ \t]*(?=\S|\n)"
)
_COPYING: Final = re.compile(
    r"(?:I\s+am|We\s+are)\s+copying\s+this\s+letter\s+to\s+(?:the\s+)?(?P<who>[^.]{3,200})\."
)
_FULL_NAME: Final = r"[A-Z][\w’'-]+(?:\s+(?:(?:de|van|von|der|la|le)\s+)?[A-Z][\w’'.-]*){1,3}"
_ORGANISATION_ENDS: Final = re.compile(rf"(?<=[a-z])\s+(?={_FULL_NAME}(?:\s+and\s+{_FULL_NAME})?,\s)")
_ORGANISATION: Final = re.compile(
    r"(?:council|board|education|corporation|trust|partnership|services?|authority|police|commission|group|committee|ofsted)\Z",
    re.IGNORECASE,
)


def copies(text: str) -> list[Person]:
    """Those who get a copy, each with job and body as printed; ``span`` is the whole entry."""
    closing = _last(_SINCERELY, text)
    start = closing.end() if closing else max(0, len(text) - 3_000)
    label = _COPY.search(text, start)
    found: list[Person] = []
    if label:
        end = min(len(text), label.end() + 2_000)
        for line in re.finditer(r"[^\n]+", text[label.end() : end]):
            at = label.end() + line.start()
            if found and not re.match(r"\s*[\w•▪–-]", line.group()):
                break
            found += _entries(text, at, label.end() + line.end())
    for match in _COPYING.finditer(text):
        found.append(Person(" ".join(match.group("who").split()), match.span("who")))
    return found


def _entries(text: str, start: int, end: int) -> Iterator[Person]:
    """The entries of one printed line; a converter may have run several together."""
    cuts = [start]
    for gap in _ORGANISATION_ENDS.finditer(text, start, end):
        if _ORGANISATION.search(text[cuts[-1] : gap.start()]):
            cuts.append(gap.end())
    for begin, stop in zip(cuts, [*cuts[1:], end], strict=True):
        entry = text[begin:stop]
        words = " ".join(entry.split()).strip(" •▪–-,;")
        if words and any(char.isalpha() for char in words):
            lead = len(entry) - len(entry.lstrip())
            yield Person(words.replace("’", "'"), (begin + lead, begin + len(entry.rstrip())))
