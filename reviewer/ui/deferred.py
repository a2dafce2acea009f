"""A panel that is made when it is first seen: what may never be opened costs nothing at the start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

Content = TypeVar("Content", bound=QWidget)


class Deferred(QWidget, Generic[Content]):
    """Holds one widget that ``make`` gives, given its parent."""

    def __init__(self, make: Callable[[QWidget], Content], parent: QWidget) -> None:
        super().__init__(parent)
        self._make = make
        self._content: Content | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    @property
    def content(self) -> Content:
        """The widget, made now if it was not yet."""
        if self._content is None:
            self._content = self._make(self)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self._content)
            # Its parent may be seen already, and has shown the children that it had.
            self._content.show()
        return self._content

    def showEvent(self, event: QShowEvent) -> None:
        assert self.content
        super().showEvent(event)
