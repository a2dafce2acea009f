"""Pictures of printed pages, drawn one at a time when the window is idle, the latest ones kept."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from reviewer.reading.pages import PdfPages

KEPT_BYTES: Final = 80_000_000
_PAUSE: Final = 8
"""Milliseconds between two pages: keys and paint come first."""


class PagePictures(QObject):
    """A small cache. ``drawn`` says that a page's picture is there."""

    drawn = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages: PdfPages | None = None
        self._kept: OrderedDict[tuple[int, float], QImage] = OrderedDict()
        self._wanted: OrderedDict[tuple[int, float], None] = OrderedDict()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._draw_one)

    def show(self, pages: PdfPages | None) -> None:
        """Draw from ``pages`` from now on."""
        self._timer.stop()
        self._pages = pages
        self._kept.clear()
        self._wanted.clear()

    def picture(self, number: int, scale: float) -> tuple[QImage | None, bool]:
        """A page's picture and whether it is sharp at ``scale``; another scale's one while it is drawn."""
        key = (number, round(scale, 4))
        image = self._kept.get(key)
        if image is not None:
            self._kept.move_to_end(key)
            return image, True
        self.want(number, scale, first=True)
        other = next((one for (page, _), one in reversed(self._kept.items()) if page == number), None)
        return other, False

    def want(self, number: int, scale: float, *, first: bool = False) -> None:
        """Draw a page soon; ``first`` before all others."""
        key = (number, round(scale, 4))
        if self._pages is None or key in self._kept or not 1 <= number <= len(self._pages.sizes):
            return
        self._wanted[key] = None
        self._wanted.move_to_end(key, last=not first)
        if not self._timer.isActive():
            self._timer.start()

    def drop_wishes(self) -> None:
        """What was wanted at a former place or scale is so no more."""
        self._wanted.clear()

    def _draw_one(self) -> None:
        if self._pages is None or not self._wanted:
            return
        key, _none = self._wanted.popitem(last=False)
        drawn = self._pages.draw(*key)
        image = QImage(
            drawn.pixels, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32
        ).copy()
        self._kept[key] = image
        while len(self._kept) > 1 and sum(one.sizeInBytes() for one in self._kept.values()) > KEPT_BYTES:
            self._kept.popitem(last=False)
        self.drawn.emit(key[0])
        if self._wanted:
            self._timer.start()
