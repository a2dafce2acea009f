"""Blocks to sections and items: what stands under which heading, and what is no finding at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from reviewer.extraction import boilerplate, grades
from reviewer.extraction.families.grammar import Family, Front, Heading, Role
from reviewer.extraction.layout import Block, Layout
from reviewer.model import Kind, Section, Span, Spans

_TOPIC_LEVEL: Final = 7
_QUOTED_GRADE: Final = re.compile(rf"^[^.:]{{4,110}}:\s*{grades.GRADE.pattern}\W*$", re.IGNORECASE)
_ASKS: Final = re.compile(r":$|\b(?:must|should|needs?\s+to)\b")
"""What a cell of a table of improvements says, where it does not end like a sentence."""
_PROSE: Final = 110
"""A block of so many characters that ends like a sentence is a paragraph, whatever it looks like."""


@dataclass(slots=True)
class Item:
    """A finding to be: its block, and the section and kind that its place gives it."""

    block: Block
    section: Section | None
    kind: Kind
    spans: Spans = ()
    text: str = ""

    @property
    def lead_in(self) -> bool:
        """Whether it introduces a list: 'Leaders need to:'."""
        return self.block.bullet is None and self.block.text.endswith(":")


@dataclass(slots=True)
class Structure:
    """What a report is made of, in reading order. ``front`` are the blocks before the report's own words."""

    sections: list[Section] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    front: list[Block] = field(default_factory=list)
    furniture: list[Span] = field(default_factory=list)
    metadata: list[Span] = field(default_factory=list)
    markers: list[Span] = field(default_factory=list)


def structure(blocks: list[Block], layout: Layout, family: Family) -> Structure:
    """Put each block in its place."""
    walker = _Walker(blocks, layout, family)
    walker.walk()
    return walker.found


@dataclass(frozen=True, slots=True)
class _Open:
    """A section whose words are being read; ``level`` counts from 1, deeper is higher."""

    level: int
    section: Section
    kind: Kind
    role: Role
    style: tuple[float, int, bool]
    contents: bool = False
    heading: Heading | None = None
    """What the family's grammar says of it; None for a topic."""


class _Walker:
    def __init__(self, blocks: list[Block], layout: Layout, family: Family) -> None:
        self.blocks = blocks
        self.layout = layout
        self.family = family
        self.found = Structure()
        self.stack: list[_Open] = []
        self.kinds: set[Kind] = set()
        """The kinds of the known headings so far."""
        self.last_findings = -1
        self.begin = _front_end(blocks, family, layout)
        self.end = _tail_start(blocks, family, self.begin)

    def walk(self) -> None:
        for index, block in enumerate(self.blocks):
            if block.marker:
                self.found.markers.append(block.marker)
            self.found.furniture.extend(block.notes)
            if index < self.begin:
                self.found.front.append(block)
                self.found.metadata.extend(block.spans)
            elif index >= self.end:
                self.found.furniture.extend(block.spans)
            else:
                self._place(index, block)

    # -- one block

    def _place(self, index: int, block: Block) -> None:
        if self._is_furniture(block):
            self.found.furniture.extend(block.spans)
            return
        current = self.stack[-1] if self.stack else None
        if current and current.contents and self._is_contents(index):
            self.found.furniture.extend(block.spans)
            return
        if self._take_quoted_grade(block):
            return
        known = self._known(index, block)
        if known is not None and not (current and _keeps(current, block)):
            self._open_known(index, block, known)
            return
        if current and current.role is not Role.FINDINGS and not _says_something(block, current):
            (self.found.metadata if current.role is Role.METADATA else self.found.furniture).extend(
                block.spans
            )
            return
        if current and self._take_grade(block, current):
            return
        if not block.number and not block.bullet and boilerplate.is_team_list(block.text):
            self.found.metadata.extend(block.spans)
            return
        if self._is_topic(index, block):
            self._open_topic(block)
            return
        self._add_item(block)

    def _is_contents(self, index: int) -> bool:
        """Whether a block under 'Contents' is an entry, or the first line of one that wraps."""
        block = self.blocks[index]
        following = self.blocks[index + 1 : index + 2]
        return _is_contents_line(block) or any(
            other.page == block.page and not other.number and _is_contents_line(other) for other in following
        )

    def _is_furniture(self, block: Block) -> bool:
        text = block.text
        return (
            block.tag == "TOC"
            or not any(char.isalnum() for char in text)
            or boilerplate.is_boilerplate(text)
            or boilerplate.is_table_head(text)
            or (self.family.letter and boilerplate.is_standing(text))
        )

    def _carries_grade(self, index: int, block: Block) -> bool:
        following = self.blocks[index + 1].text if index + 1 < len(self.blocks) else ""
        return bool(
            block.size > self.layout.body + 0.9
            or grades.GRADE.search(block.text)
            or grades.alone(following)
            or (index and boilerplate.is_table_head(self.blocks[index - 1].text))
        )

    def _known(self, index: int, block: Block) -> Heading | None:
        if block.bullet or block.number or len(block.text) > 240:
            return None
        text = " ".join(block.text.split())
        for heading in self.family.headings:
            if heading.pattern.match(text) and (heading.always or block.heading):
                if (
                    not (block.heading or block.bold)
                    and text.endswith(".")
                    and not self._may_stop(index, text)
                ):
                    continue
                if heading.graded and not self._carries_grade(index, block):
                    continue
                return heading
        return None

    def _may_stop(self, index: int, text: str) -> bool:
        """Whether a line that ends like a sentence may be a heading: short, or with a grade over a number."""
        below = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        over = below is not None and (below.number is not None or below.heading or len(below.text) < _PROSE)
        return len(text) <= 50 or (over and grades.in_heading(text) is not None)

    # -- sections

    def _open_known(self, index: int, block: Block, heading: Heading) -> None:
        if heading.role is not Role.FURNITURE and self._take_repeat(block):
            return
        self._close(heading.level, heading.never_in)
        kind = heading.kind or self._kind()
        if heading.lead and self._leads(index, heading):
            kind = heading.lead
        self.kinds.add(kind)
        contents = heading.role is Role.FURNITURE and "contents" in block.text.casefold()
        if heading.role is Role.FURNITURE:
            self.found.furniture.extend(block.spans)
            section = self._section(block, record=False)
        else:
            section = self._section(block)
        self.stack.append(_Open(heading.level, section, kind, heading.role, _style(block), contents, heading))

    def _leads(self, index: int, heading: Heading) -> bool:
        """Whether what stands under a heading only leads up to findings that follow under their own."""
        if heading.lead in self.kinds:
            return False
        if self.last_findings < 0:
            places = (place for place in range(self.end - 1, index, -1) if self._is_findings(place, heading))
            self.last_findings = next(places, 0)
        return index < self.last_findings

    def _is_findings(self, place: int, heading: Heading) -> bool:
        later = self._known(place, self.blocks[place])
        return (
            later is not None
            and later is not heading
            and later.kind is heading.kind
            and later.level == heading.level
        )

    def _open_topic(self, block: Block) -> None:
        style = _style(block)
        if self.family.flat:
            level = next((o.level for o in self.stack if o.style <= style), len(self.stack) + 1)
            self._close(level)
            kind = self.family.kind if not self.stack or level == 1 else self._kind()
            self.stack.append(_Open(level, self._section(block), kind, Role.FINDINGS, style))
            return
        level = _TOPIC_LEVEL
        for open_section in self.stack:
            if open_section.level >= _TOPIC_LEVEL:
                level = open_section.level if open_section.style <= style else open_section.level + 1
                if open_section.style <= style:
                    break
        if not self.stack and self.family.letter:
            level = 1
        self._close(level)
        kind = self._kind()
        self.stack.append(_Open(level, self._section(block), kind, Role.FINDINGS, style))

    def _close(self, level: int, never_in: re.Pattern[str] | None = None) -> None:
        while self.stack and (
            self.stack[-1].level >= level or (never_in and never_in.match(self.stack[-1].section.heading))
        ):
            self.stack.pop()

    def _kind(self) -> Kind:
        return self.stack[-1].kind if self.stack else self.family.kind

    def _section(self, block: Block, *, record: bool = True) -> Section:
        heading, cell_grade = grades.split_cell(_without_note_mark(block, self.layout))
        parent = next((o.section.id for o in reversed(self.stack) if o.section.id), None)
        section = Section(
            f"s{len(self.found.sections) + 1}" if record else "",
            parent,
            heading,
            cell_grade or grades.in_heading(heading),
            block.spans,
            block.page or None,
        )
        if record:
            self.found.sections.append(section)
        return section

    def _take_grade(self, block: Block, current: _Open) -> bool:
        """A grade in a cell of its own, beside or below the heading it belongs to."""
        grade = grades.alone(block.text)
        if grade is None or block.bullet or block.number or not self._is_bare(current):
            return False
        self._extend(current, block, grade)
        return True

    def _take_repeat(self, block: Block) -> bool:
        """The heading of a page, printed again at the head of the table or box below it."""
        if not self.stack or not self._is_bare(self.stack[-1]):
            return False
        current = self.stack[-1]
        heading, cell_grade = grades.split_cell(_without_note_mark(block, self.layout))
        if heading.casefold() != current.section.heading.casefold():
            return False
        self._extend(current, block, cell_grade or current.section.grade)
        return True

    def _take_quoted_grade(self, block: Block) -> bool:
        """A line of a list of earlier grades that the item above introduces: 'Adoption performance: good.'"""
        last = self.found.items[-1] if self.found.items else None
        if last is None or block.heading or not last.block.text.endswith(":"):
            return False
        if (
            not self.stack
            or last.section is not self.stack[-1].section
            or not _QUOTED_GRADE.match(block.text)
        ):
            return False
        last.spans += block.spans
        return True

    def _is_bare(self, current: _Open) -> bool:
        """Whether nothing stands under the heading yet."""
        recorded = self.found.sections
        return (
            bool(recorded)
            and recorded[-1].id == current.section.id
            and not (self.found.items and self.found.items[-1].section is current.section)
        )

    def _extend(self, current: _Open, block: Block, grade: str | None) -> None:
        section = replace(current.section, grade=grade, spans=current.section.spans + block.spans)
        self.found.sections[-1] = section
        self.stack[-1] = replace(current, section=section)

    # -- topics and items

    def _is_topic(self, index: int, block: Block) -> bool:
        if block.heading:
            return not (len(block.text) > _PROSE and _is_sentence(block.text))
        if self._in_table():
            return False
        if block.bullet or block.number or len(block.lines) > 2:
            return False
        text = block.text
        first = not self.stack and self.family.letter
        if len(text) > (220 if first else 90) or _is_sentence(text) or not text[:1].isupper():
            return False
        if text.endswith((":", ",", ";", "-")) or not any(char.islower() for char in text):
            return False
        following = self.blocks[index + 1] if index + 1 < min(self.end, len(self.blocks)) else None
        if following is None:
            return False
        if following.number or following.bullet or len(following.text) > _PROSE:
            return True
        return (len(following.text) > 50 and _is_sentence(following.text)) or (
            not self.found.items and self._known(index + 1, following) is not None
        )

    def _in_table(self) -> bool:
        """Whether what is read stands in a table of improvements, beside the names of those responsible."""
        return self.family.tables and self._kind() in (Kind.PRIORITY_ACTION, Kind.AREA_FOR_IMPROVEMENT)

    def _add_item(self, block: Block) -> None:
        while block.number and self.stack and _ends_at_number(self.stack[-1]):
            self.stack.pop()
        self._end_box(block)
        section = self.stack[-1].section if self.stack else None
        if self._in_table():
            last = self.found.items[-1] if self.found.items else None
            if block.bullet and last and last.section is section and last.lead_in:
                last.spans += (
                    ((block.marker[0], block.spans[0][1]), *block.spans[1:]) if block.marker else block.spans
                )
                return
            if not (block.bullet or _is_sentence(block.text) or _ASKS.search(block.text)):
                self.found.metadata.extend(block.spans)
                return
        self.found.items.append(Item(block, section, self._kind(), block.spans, block.text))

    def _end_box(self, block: Block) -> None:
        """A bullet after a box goes on with the list that the box interrupts."""
        if block.bullet is None or len(self.stack) < 2:
            return
        current, around = self.stack[-1], self.stack[-2]
        if current.heading is None or not current.heading.box:
            return
        inside = 0
        for item in reversed(self.found.items):
            if item.section is not current.section:
                break
            if item.block.bullet:
                return
            inside += 1
        before = self.found.items[-1 - inside] if len(self.found.items) > inside else None
        if before is not None and before.section is around.section and before.block.bullet:
            self.stack.pop()


def _style(block: Block) -> tuple[float, int, bool]:
    """How much a heading stands out: by its size, else by the level that the source gives it, and in bold."""
    rank = 7 - int(block.tag[1]) if not block.size and re.fullmatch(r"H[1-6]", block.tag) else 0
    return block.size, rank, block.bold


def _keeps(current: _Open, block: Block) -> bool:
    """Whether a heading, known as it is, belongs to what the section says."""
    heading = current.heading
    return heading is not None and (
        heading.rest or (heading.holds is not None and bool(heading.holds.match(block.text)))
    )


def _ends_at_number(current: _Open) -> bool:
    return current.heading is not None and not current.heading.numbered


def _says_something(block: Block, current: _Open) -> bool:
    """Whether a block among names and addresses is a paragraph all the same."""
    prose = current.heading is not None and current.heading.prose
    return prose and _is_prose(block) and not boilerplate.is_team_list(block.text)


def _is_sentence(text: str) -> bool:
    return bool(re.search(r"[.!?;][’”\"')\]]*\d{0,2}$", text.rstrip()))


def _is_contents_line(block: Block) -> bool:
    return bool(re.search(r"(?:\s|\.{2,}|…)\d{1,3}$", block.text)) and len(block.text) < 160


def _without_note_mark(block: Block, layout: Layout) -> str:
    """A heading's words without the raised number of a footnote: 'this local authority area2'."""
    text = " ".join(block.text.split())
    return re.sub(r"(?:(?<=[a-z)’”:?])\d{1,2}|[¹²³⁰-⁹]+)$", "", text).rstrip()


def _front_end(blocks: list[Block], family: Family, layout: Layout) -> int:
    """Index of the block that the report's own words begin with."""
    if family.front is Front.NONE:
        return 0
    if family.front is Front.SALUTATION:
        for index, block in enumerate(blocks):
            if re.match(r"^\W*dear\b", block.text, re.IGNORECASE):
                return index + 1
    if family.opens is not None:
        for index, block in enumerate(blocks):
            if family.opens.match(block.text) and not block.bullet and not block.number:
                return _last_cover(blocks, index)
    for index, block in enumerate(blocks):
        if _is_prose(block):
            return index - 1 if index and family.letter and blocks[index - 1].heading else index
    return 0


def _last_cover(blocks: list[Block], index: int) -> int:
    """The same heading again where ``index`` is only the title on the cover: names and dates lie between."""
    title = blocks[index].text.casefold()
    for later in range(index + 1, min(index + 40, len(blocks))):
        block = blocks[later]
        if block.number or (_is_prose(block) and not boilerplate.is_boilerplate(block.text)):
            break
        if block.text.casefold() == title or re.match(r"^\W*contents\W*$", block.text, re.IGNORECASE):
            return later
    return index


def _is_prose(block: Block) -> bool:
    return (
        not block.heading
        and len(block.text) >= _PROSE
        and _is_sentence(block.text)
        and not boilerplate.is_boilerplate(block.text)
    )


def _tail_start(blocks: list[Block], family: Family, begin: int) -> int:
    """Index of the block with which signature, copy list and legal text begin, to the report's end."""
    last_own = max(
        (
            index
            for index, block in enumerate(blocks)
            if index >= begin
            and (
                block.number
                or any(h.pattern.match(block.text) and h.role is Role.FINDINGS for h in family.headings)
            )
        ),
        default=begin - 1,
    )
    for index in range(begin, len(blocks)):
        text = blocks[index].text
        if family.letter and boilerplate.is_signature(text):
            return index
        if index > last_own and (boilerplate.is_boilerplate(text) or boilerplate.is_copy_list(text)):
            return index
    return len(blocks)
