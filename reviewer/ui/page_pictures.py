"""Pictures of printed pages, drawn one at a time beside the window when it is idle, the latest ones kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from reviewer.reading.pages import PdfPages, Picture

KEPT_BYTES: Final = 80_000_000
_PAUSE: Final = 8
"""Milliseconds between two pages: keys and paint come first."""

_Key = tuple[int, float]


class PagePictures(QObject):
    """A small cache. ``drawn`` says that a page's picture is there.

    PDFium draws in a thread: one at most, and none once nothing is wanted. Pictures are kept
    and told of on the thread of the window.
    """

    drawn = Signal(int)
    _done = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages: PdfPages | None = None
        self._kept: OrderedDict[_Key, QImage] = OrderedDict()
        self._wanted: OrderedDict[_Key, None] = OrderedDict()
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._draw_one)
        self._done.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a page is being drawn, or waits for it."""
        return self._thread is not None or self._timer.isActive()

    def show(self, pages: PdfPages | None) -> None:
        """Draw from ``pages`` from now on; from the former ones no more, which can be closed."""
        self._timer.stop()
        self._wanted.clear()
        self._kept.clear()
        self._join()
        self._pages = pages

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
        if not self.busy:
            self._timer.start()

    def drop_wishes(self) -> None:
        """What was wanted at a former place or scale is so no more."""
        self._wanted.clear()

    def _draw_one(self) -> None:
        pages = self._pages
        if pages is None or not self._wanted or self._thread is not None:
            return
        key, _none = self._wanted.popitem(last=False)
        self._thread = threading.Thread(target=self._work, args=(pages, key), name="page picture")
        self._thread.start()

    def _work(self, pages: PdfPages, key: _Key) -> None:
        try:
            found: Picture | Exception = pages.draw(*key)
            # Whoever looks at it asks next where its words stand, which is then known.
            pages.text(key[0])
        except Exception as error:
            found = error
        self._done.emit(pages, key, found)

    def _join(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join()

    def _keep(self, pages: PdfPages, key: _Key, found: Picture | Exception) -> None:
        if pages is not self._pages:
            # Drawn for a report that was left meanwhile.
            return
        self._join()
        if self._wanted:
            self._timer.start()
        if isinstance(found, Exception):
            # Shown like any other fault.
            raise found
        image = QImage(found.pixels, found.width, found.height, found.stride, QImage.Format.Format_RGB32)
        self._kept[key] = image.copy()
        while len(self._kept) > 1 and sum(one.sizeInBytes() for one in self._kept.values()) > KEPT_BYTES:
            self._kept.popitem(last=False)
        self.drawn.emit(key[0])
