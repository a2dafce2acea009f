"""What a converter leaves of a page's foot and head between the lines of a text file.

Page numbers, running headers and footers, footnotes, and the ends of pages. A text file does not say where
they stood, so they are known by their company: footers recur, beside page numbers or the ends of pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reviewer.reading.document import Document

_PAGE_NUMBER = re.compile(
    r"\s*(?:page\s+)?\d{1,3}(?:\s*(?:of|/|\|)\s*(?:\d{1,3}|p\s?a\s?g\s?e))?\s*|\s*[–-]\s*\d{1,3}\s*[–-]\s*",
    re.IGNORECASE,
)
_ENDS_IN_NUMBER = re.compile(r"(?:\s{3,}|\t|\|\s*)(?:page\s+)?\d{1,3}\s*$", re.IGNORECASE)
_RAISED_NOTE = re.compile(r"^\s*(?:[¹²³⁴-⁹]{1,2}|\[\d{1,2}\])\s*\S")
_NOTE = re.compile(
    r"^\s*(\d{1,2})\s+(?!(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)(?=[A-Z‘“'\"])"
)
_BARE_MARK = re.compile(r"\s*\d{1,2}\s*")
_NOTE_MARK = re.compile(r"[A-Za-z.,:;?!)’'”](\d{1,2})(?=[\s.,;:)’”]|$)(?!\.\d)")
_NAMES_REPORT = re.compile(r"\b(?:inspection|visit|report|letter|review)\b", re.IGNORECASE)
_FINDS = re.compile(r"\bfindings?\b|\bjudge?ment|\binformation about\b|\bsummary\b", re.IGNORECASE)
_CONTENTS = re.compile(r"\W*(?:table\s+of\s+)?contents\W*", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r"^(?!\s*\d{1,3}\s).*\D(?:\t|\s{2,}|\.{3,}\s?|…+\s?|\s(?=\d{1,2}$))\d{1,3}\s*$")
_DIGITS = re.compile(r"\d+")
_FOOTER_LINES: Final = 3
"""A header or footer has no more lines than this."""
_LONGEST_NOTE: Final = 14
"""A footnote has no more lines than this."""


def running_text(document: Document) -> set[int]:
    """Indexes of the lines of a document without geometry that belong to a page's head or foot."""
    return _Pages(document).running()


class _Pages:
    """The worded lines of a document and where its pages end.

    ``worded`` are the indexes of the lines with words; a *place* is an index into it.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.worded = [i for i, line in enumerate(document.lines) if document.words(line).strip()]
        self.ends = {
            i for i, line in enumerate(document.lines) if line.tag == "Artifact" and line.start == line.end
        }
        self.numbers = set(self._bare_numbers())

    def running(self) -> set[int]:
        found = self.ends | self.numbers | set(self._footers()) | set(self._contents())
        return found | set(self._notes(found))

    def words(self, index: int) -> str:
        return self.document.words(self.document.lines[index])

    def _bare_numbers(self) -> Iterator[int]:
        lines = self.document.lines
        for index in self.worded:
            if lines[index].cell is not None or not _PAGE_NUMBER.fullmatch(self.words(index)):
                continue
            # A tag that ends a line has taken the empty line for itself.
            before = index == 0 or lines[index - 1].element >= 0 or not self.words(index - 1).strip()
            after = index + 1 == len(lines) or not self.words(index + 1).strip()
            if (before and after) or not self.ends.isdisjoint((index - 2, index - 1, index + 1, index + 2)):
                yield index

    # -- footers

    def _footers(self) -> Iterator[int]:
        """Lines that recur, most of the time beside a page's number or end, or that end in its number."""
        places: dict[str, list[int]] = {}
        for place, index in enumerate(self.worded):
            words = self.words(index)
            if (
                len(words) < 240
                and self.document.lines[index].tag not in ("TOC", "LI")
                and any(map(str.isalpha, words))
            ):
                places.setdefault(_shape(words), []).append(place)
        pages = max(len(self.ends), len(self.numbers))
        wanted = 2 if pages < 6 else max(3, pages // 4)
        recurring = {shape: at for shape, at in places.items() if len(at) >= wanted}
        beside = self._beside()
        running: set[str] = set()
        for _ in range(_FOOTER_LINES):
            more = {
                shape
                for shape, at in recurring.items()
                if shape not in running and self._is_footer(shape, at, beside)
            }
            running |= more
            # A footer of two lines: the second stands beside the first.
            for shape in more:
                for place in recurring[shape]:
                    beside.update((place - 1, place + 1))
        for shape in running:
            yield from (self.worded[place] for place in recurring[shape])

    def _beside(self) -> set[int]:
        """The places next to a page's number or end, empty lines aside."""
        marks = sorted(self.ends | self.numbers)
        found: set[int] = set()
        at = 0
        for place, index in enumerate([*self.worded, len(self.document.lines)]):
            before = self.worded[place - 1] if place else -1
            while at < len(marks) and marks[at] <= before:
                at += 1
            if at < len(marks) and marks[at] < index:
                found.update((place - 1, place))
            if index in self.numbers:
                found.update((place - 1, place + 1))
        return found

    def _is_footer(self, shape: str, places: list[int], beside: set[int]) -> bool:
        near = sum(place in beside for place in places)
        if 3 * near >= 2 * len(places):
            return True
        words = {self.words(self.worded[place]) for place in places}
        if len(words) > 1 and all(map(_ENDS_IN_NUMBER.search, words)):
            return not shape.startswith(("0.", "0 "))
        if len(places) < 3 or len(shape) < 25:
            return False
        return bool(_NAMES_REPORT.search(shape)) and not _FINDS.search(shape)

    # -- contents

    def _contents(self) -> Iterator[int]:
        """The lines of a contents page, its page numbers at their ends or on lines of their own."""
        begin = next((p for p, i in enumerate(self.worded) if _CONTENTS.fullmatch(self.words(i))), None)
        if begin is None:
            return
        place = begin + 1
        while place < len(self.worded):
            entry = next(
                (ahead for ahead in range(place, place + 3) if self._has_page_number(ahead)),
                None,
            )
            if entry is None or any(i in self.ends for i in range(self.worded[place], self.worded[entry])):
                return
            yield from self.worded[place : entry + 1]
            place = entry + 1

    def _has_page_number(self, place: int) -> bool:
        if place >= len(self.worded):
            return False
        words = self.words(self.worded[place])
        return len(words) < 240 and bool(_CONTENTS_LINE.search(words) or self.worded[place] in self.numbers)

    # -- footnotes

    def _notes(self, running: set[int]) -> Iterator[int]:
        """Footnotes: from a line that begins with a mark which the text before glues to a word."""
        marked: dict[str, int] = {}
        for mark in _NOTE_MARK.finditer(self.document.text):
            marked.setdefault(mark.group(1), mark.start(1))
        for place, index in enumerate(self.worded):
            words = self.words(index)
            start = self.document.lines[index].start
            if _RAISED_NOTE.match(words):
                yield from self._paragraph(place, running)
                continue
            match = _NOTE.match(words)
            bare = bool(self.ends and _BARE_MARK.fullmatch(words)) and not self._is_last_number(place)
            note = match.group(1) if match else words.strip() if bare else ""
            if note and (marked.get(note, start) < start or self._at_foot(place, note, running)):
                yield from self._to_page_end(place, running) if self.ends else self._paragraph(place, running)

    def _at_foot(self, place: int, note: str, running: set[int]) -> bool:
        """Whether a numbered line is the last of its page: a footnote, even where its mark got lost."""
        if len(note) > 1 or not self.words(self.worded[place]).lstrip()[:2].endswith(" "):
            return False
        return place + 1 < len(self.worded) and self.worded[place + 1] in running

    def _is_last_number(self, place: int) -> bool:
        """Whether no other bare number stands between this one and the page's end."""
        for index in self.worded[place + 1 : place + _LONGEST_NOTE]:
            if any(i in self.ends for i in range(self.worded[place] + 1, index)):
                return True
            if index in self.numbers:
                return False
        return True

    def _paragraph(self, place: int, running: set[int]) -> list[int]:
        """The line and those that follow it without an empty line."""
        found = [self.worded[place]]
        if len(self.words(found[0])) > 120:
            return found
        for index in self.worded[place + 1 : place + _LONGEST_NOTE]:
            if index != found[-1] + 1 or index in running:
                break
            found.append(index)
        return found

    def _to_page_end(self, place: int, running: set[int]) -> list[int]:
        """The lines from ``place`` to the page's foot; none where the foot is further than a note is long."""
        found = [self.worded[place]]
        for index in self.worded[place + 1 : place + _LONGEST_NOTE]:
            if index in running or any(i in self.ends for i in range(found[-1] + 1, index)):
                # Mark and number one after the other: the note's words stand above its mark.
                return (
                    found if len(found) > 1 or found[0] not in self.numbers else self._above(place, running)
                )
            found.append(index)
        return found if place + len(found) == len(self.worded) else []

    def _above(self, place: int, running: set[int]) -> list[int]:
        found = [self.worded[place]]
        for index in reversed(self.worded[max(0, place - _LONGEST_NOTE) : place]):
            if index in running or index != found[-1] - 1:
                break
            found.append(index)
        return found if len(found) < _LONGEST_NOTE else found[:1]


def _shape(words: str) -> str:
    return _DIGITS.sub("0", " ".join(words.split()).casefold())
