"""What stands where in a report: its headings in each other, and the findings under them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reviewer.store.rows import FindingRow, SectionRow

SectionPlace = tuple[int | None, int | None]
"""The heading that it goes into (None: the top), and the one there that it goes before (None: the end)."""

FindingPlace = tuple[int | None, int | None]
"""The heading that they go under, and the finding there that they go before (None: the end)."""


class Outline:
    """The headings of a report in reading order, and its findings."""

    def __init__(self, sections: Sequence[SectionRow], findings: Sequence[FindingRow]) -> None:
        self._sections = sections
        self._findings = findings
        self._by_id = {row.id: row for row in sections}
        self._by_parent: dict[int | None, list[SectionRow]] = {}
        for row in sections:
            parent = row.parent_id if row.parent_id in self._by_id else None
            self._by_parent.setdefault(parent, []).append(row)

    def children(self, section_id: int | None) -> list[SectionRow]:
        """The headings that stand in one, or at the top."""
        return self._by_parent.get(section_id, [])

    def depth(self, section: SectionRow) -> int:
        """How many headings a heading stands in."""
        depth, parent = 0, self._by_id.get(section.parent_id or 0)
        while parent is not None and depth < len(self._by_id):
            depth, parent = depth + 1, self._by_id.get(parent.parent_id or 0)
        return depth

    def inside(self, section_id: int) -> set[int]:
        """A heading and all that stand in it, however deep."""
        found = {section_id}
        for child in self.children(section_id):
            found |= self.inside(child.id)
        return found

    def with_parents(self, section_ids: Iterable[int | None]) -> set[int]:
        """These headings and all that they stand in."""
        found: set[int] = set()
        for section_id in section_ids:
            while section_id in self._by_id and section_id not in found:
                found.add(self._by_id[section_id].id)
                section_id = self._by_id[section_id].parent_id
        return found

    def before(self, section_id: int) -> SectionRow | None:
        """The heading before one in reading order."""
        place = next((index for index, row in enumerate(self._sections) if row.id == section_id), 0)
        return self._sections[place - 1] if place else None

    def findings_of(self, section_id: int | None) -> list[FindingRow]:
        """The findings right under a heading."""
        return [row for row in self._findings if row.section_id == section_id]

    def section_along(self, section: SectionRow, by: int) -> SectionPlace | None:
        """The place one up (-1) or down (1) among the headings of its level; None at the end."""
        siblings = self.children(section.parent_id)
        here = siblings.index(section)
        there = here + by
        if not 0 <= there < len(siblings):
            return None
        before = there if by < 0 else there + 1
        return section.parent_id, siblings[before].id if before < len(siblings) else None

    def section_across(self, section: SectionRow, by: int) -> SectionPlace | None:
        """Out of the heading that it stands in, to after that one; or into the one before it, at its end."""
        siblings = self.children(section.parent_id)
        here = siblings.index(section)
        if by > 0:
            return (siblings[here - 1].id, None) if here else None
        parent = self._by_id.get(section.parent_id or 0)
        if parent is None:
            return None
        beside = self.children(parent.parent_id)
        after = beside.index(parent) + 1
        return parent.parent_id, beside[after].id if after < len(beside) else None

    def neighbour(self, section_id: int | None, by: int) -> int | None:
        """The heading before (-1) or after (1) one in reading order; None where there is no further one.

        What stands before the first heading has the first one after it.
        """
        ids = [row.id for row in self._sections]
        place = ids.index(section_id) + by if section_id in ids else 0 if by > 0 else -1
        return ids[place] if 0 <= place < len(ids) else None

    def findings_across(self, rows: Sequence[FindingRow], by: int) -> FindingPlace | None:
        """The end of the heading before (-1), or the beginning of the one after (1); None for no further."""
        next_id = self.neighbour(rows[0 if by < 0 else -1].section_id, by)
        if next_id is None:
            return None
        first = next((row.id for row in self.findings_of(next_id) if row not in rows), None)
        return next_id, first if by > 0 else None

    def findings_along(self, rows: Sequence[FindingRow], by: int) -> FindingPlace | None:
        """The place one up or down for findings, which come together; over a heading's end to the next."""
        moving = {row.id for row in rows}
        section_id = rows[0 if by < 0 else -1].section_id
        here = self.findings_of(section_id)
        if by < 0:
            above = [row for row in here[: here.index(rows[0])] if row.id not in moving]
            if above:
                return section_id, above[-1].id
        else:
            below = [row for row in here[here.index(rows[-1]) + 1 :] if row.id not in moving]
            if below:
                return section_id, below[1].id if len(below) > 1 else None
        return self.findings_across(rows, by)
