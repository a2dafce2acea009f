"""The pages of a stored PDF as printed: pictures, where words stand, and which word stands at a point.

Offsets are those of the canonical text: a page's lines are read again in the same way, so nothing but the
original file and the page's first offset is needed.
"""

from __future__ import annotations

import bisect
import ctypes
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from reviewer.model import Span
from reviewer.reading.document import ReadingError
from reviewer.reading.pdf import PDFIUM_LOCK, page_lines

Rect = tuple[float, float, float, float]
"""``(left, top, width, height)`` in points from the page's upper left corner."""

_KEPT: Final = 24
"""How many pages' lines are remembered."""
MAX_PIXELS: Final = 40_000_000
"""A picture is made smaller rather than larger than this."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page drawn: four bytes a pixel (blue, green, red, unused), ``stride`` bytes a row."""

    width: int
    height: int
    stride: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class _Lines:
    """A page's lines: where each starts in the page's text, its length, its first character's index."""

    starts: tuple[int, ...]
    lengths: tuple[int, ...]
    indexes: tuple[int, ...]
    text: str


class PdfPages:
    """An open PDF. Every call holds PDFium's lock, so it may be used from any thread."""

    def __init__(self, data: bytes) -> None:
        """Open the file.

        Raises ReadingError ``damaged`` where PDFium cannot.
        """
        self._lines: OrderedDict[int, _Lines] = OrderedDict()
        self._text: tuple[int, Any, Any] | None = None
        with PDFIUM_LOCK:
            try:
                self._pdf: Any = pdfium.PdfDocument(data)
            except pdfium.PdfiumError as error:
                raise ReadingError("damaged", "The pages cannot be shown: the PDF is damaged.") from error
            self.sizes: tuple[tuple[float, float], ...] = tuple(
                self._pdf.get_page_size(index) for index in range(len(self._pdf))
            )
            """Width and height of each page in points."""

    def close(self) -> None:
        """Free the file's memory."""
        with PDFIUM_LOCK:
            self._forget_text()
            self._pdf.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def draw(self, number: int, scale: float) -> Picture:
        """Page ``number`` (from 1) at ``scale`` pixels a point, annotations included."""
        width, height = self.sizes[number - 1]
        scale = min(scale, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
        with PDFIUM_LOCK:
            page = self._pdf[number - 1]
            try:
                bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True, may_draw_forms=False)
                picture = Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
                bitmap.close()
            finally:
                page.close()
        return picture

    def rects(self, number: int, page_start: int, spans: tuple[Span, ...]) -> list[Rect]:
        """Where the words at ``spans`` stand on a page, one rectangle a line and piece.

        ``page_start`` is the page's first offset in the canonical text. What lies on other pages is left out.
        """
        return self.rects_of_each(number, page_start, (spans,))[0]

    def rects_of_each(
        self, number: int, page_start: int, passages: Sequence[tuple[Span, ...]]
    ) -> list[list[Rect]]:
        """What :meth:`rects` gives for each of several passages; much faster than one after the other."""
        lines = self._page_lines(number)
        height = self.sizes[number - 1][1]
        each: list[list[Rect]] = []
        edges = [ctypes.c_double() for _ in range(4)]
        with PDFIUM_LOCK:
            for spans in passages:
                found: list[Rect] = []
                pieces = (
                    piece
                    for span in spans
                    for piece in _pieces(lines, span[0] - page_start, span[1] - page_start)
                )
                for index, count in pieces:
                    words = self._textpage(number).raw
                    for place in range(raw.FPDFText_CountRects(words, index, count)):
                        if raw.FPDFText_GetRect(words, place, *edges):
                            left, top, right, bottom = (edge.value for edge in edges)
                            found.append((left, height - top, right - left, top - bottom))
                each.append(found)
        return each

    def offset_at(
        self, number: int, page_start: int, x: float, y: float, tolerance: float = 6.0
    ) -> int | None:
        """The canonical offset of the character at a point of a page (points from the upper left corner)."""
        lines = self._page_lines(number)
        height = self.sizes[number - 1][1]
        with PDFIUM_LOCK:
            words = self._textpage(number).raw
            index = raw.FPDFText_GetCharIndexAtPos(words, x, height - y, tolerance, tolerance)
        if index < 0:
            return None
        for start, length, first in zip(lines.starts, lines.lengths, lines.indexes, strict=True):
            if first <= index < first + length:
                return int(page_start + start + index - first)
        return None

    def text(self, number: int) -> str:
        """A page's piece of the canonical text."""
        return self._page_lines(number).text

    def _textpage(self, number: int) -> Any:
        """A page's words. The latest page's are kept open: a pointer that moves asks again and again."""
        if self._text is None or self._text[0] != number:
            self._forget_text()
            page = self._pdf[number - 1]
            self._text = (number, page, page.get_textpage())
        return self._text[2]

    def _forget_text(self) -> None:
        if self._text is not None:
            _number, page, textpage = self._text
            self._text = None
            textpage.close()
            page.close()

    def _page_lines(self, number: int) -> _Lines:
        with PDFIUM_LOCK:
            if number not in self._lines:
                self._lines[number] = _read_lines(self._pdf, number)
                if len(self._lines) > _KEPT:
                    self._lines.popitem(last=False)
            self._lines.move_to_end(number)
            return self._lines[number]


def _read_lines(pdf: Any, number: int) -> _Lines:
    read = page_lines(pdf, number - 1)
    starts: list[int] = []
    at = 0
    for words, _ in read:
        starts.append(at)
        at += len(words) + 1
    return _Lines(
        tuple(starts),
        tuple(len(words) for words, _ in read),
        tuple(index for _, index in read),
        "".join(words + "\n" for words, _ in read),
    )


def _pieces(lines: _Lines, start: int, end: int) -> list[tuple[int, int]]:
    """A stretch of a page's text as ``(character index, count)``, one a line."""
    pieces: list[tuple[int, int]] = []
    for place in range(max(0, bisect.bisect_right(lines.starts, start) - 1), len(lines.starts)):
        first = lines.starts[place]
        if first >= end:
            break
        begin, finish = max(start, first), min(end, first + lines.lengths[place])
        if begin < finish:
            pieces.append((lines.indexes[place] + begin - first, finish - begin))
    return pieces
