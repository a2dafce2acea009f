"""Between the two ways of counting characters: ours (code points) and Qt's (UTF-16 units)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from reviewer.model import Span

_LAST_OF_THE_BASIC_PLANE = "\uffff"


class Offsets:
    """Converts offsets of one text. Characters beyond U+FFFF take two UTF-16 units, all others one.

    Both directions accept the text's length (the end of the last span) and raise ValueError outside of it.
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        # Reports hardly ever hold such characters: max() finds out in C, at no cost to the usual text.
        wide = max(text, default="") > _LAST_OF_THE_BASIC_PLANE
        self._wide = [at for at, c in enumerate(text) if c > _LAST_OF_THE_BASIC_PLANE] if wide else []
        self._wide_units = [at + before for before, at in enumerate(self._wide)]

    @property
    def units(self) -> int:
        """The length of the text in UTF-16 units."""
        return self._length + len(self._wide)

    def to_units(self, code_point: int) -> int:
        """The UTF-16 offset of a code point offset."""
        if not 0 <= code_point <= self._length:
            raise ValueError(f"offset {code_point} lies outside a text of {self._length}")
        return code_point + bisect_left(self._wide, code_point)

    def to_code_points(self, unit: int) -> int:
        """The code point offset of a UTF-16 offset; inside a pair, that of the pair's character."""
        if not 0 <= unit <= self.units:
            raise ValueError(f"UTF-16 offset {unit} lies outside a text of {self.units}")
        before = bisect_right(self._wide_units, unit)
        if before and unit == self._wide_units[before - 1]:
            return self._wide[before - 1]
        if before and unit == self._wide_units[before - 1] + 1:
            return self._wide[before - 1]
        return unit - before


def whole_words(text: str, span: Span) -> Span:
    """``span`` reaching to the ends of the words that it begins and ends in; nobody means half a word."""
    start, end = span
    while 0 < start < len(text) and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end
