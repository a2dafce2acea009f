"""Shows a picture of figures: scrolled with its heads in sight, its parts reached by pointer and by keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QFontInfo,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from reviewer.pictures.shapes import Measure, Picture, Spot
from reviewer.ui.picture_painter import Faces, paint
from reviewer.ui.theme import Theme

Draw = Callable[[float, Measure, float], Picture]
"""Draws a picture for a text size, a way to measure text, and a width."""

_ARROWS: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_PAGE_ROWS: Final = 6


class PictureView(QAbstractScrollArea):
    """A picture. ``opened`` when a part is clicked or Enter pressed on it, ``moved`` when one is current."""

    opened = Signal(object)
    moved = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._draw: Draw | None = None
        self._name = ""
        self.picture: Picture | None = None
        self.current: Spot | None = None
        self._hovered: Spot | None = None
        self._by_place: dict[tuple[int, int], Spot] = {}
        self._faces = self._new_faces()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.setSingleStep(24)
            bar.valueChanged.connect(self.viewport().update)
        theme.changed.connect(self._restyle)

    def show_picture(self, draw: Draw | None, name: str = "") -> None:
        """Show what ``draw`` draws, again whenever width or text size change; None shows nothing.

        The part that was current stays so, by its row and column.
        """
        self._draw = draw
        self._name = name
        self.setAccessibleName(name)
        self._lay_out()

    def set_current(self, place: tuple[int, int]) -> None:
        """Make the part at a row and column current, as by keys, without opening it."""
        spot = self._by_place.get(place)
        if spot is not None and spot is not self.current:
            self._go(spot)

    @property
    def faces(self) -> Faces:
        """The fonts in force."""
        return self._faces

    # Laying out

    def _new_faces(self) -> Faces:
        font = self._theme.font()
        return Faces(font, float(QFontInfo(font).pixelSize()))

    def _restyle(self) -> None:
        self._faces = self._new_faces()
        self._lay_out()

    def _lay_out(self) -> None:
        if self._draw is None:
            self.picture, self._by_place, self.current = None, {}, None
        else:
            width = float(self.viewport().width())
            self.picture = self._draw(self._faces.em, self._faces.measure, width)
            self._by_place = {(spot.row, spot.column): spot for spot in self.picture.spots}
            before = self.current
            self.current = self._by_place.get((before.row, before.column)) if before is not None else None
        self._hovered = None
        self._set_bars()
        self.viewport().update()

    def _set_bars(self) -> None:
        size = self.viewport().size()
        picture = self.picture
        for bar, whole, shown in (
            (self.horizontalScrollBar(), picture.width if picture else 0.0, size.width()),
            (self.verticalScrollBar(), picture.height if picture else 0.0, size.height()),
        ):
            bar.setPageStep(shown)
            bar.setRange(0, max(0, round(whole) - shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self._draw is not None:
            self._lay_out()
        self._set_bars()

    def sizeHint(self) -> QSize:
        return QSize(800, 560)

    # Painting

    def _offset(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        colours = self._theme.colours
        painter.fillRect(self.viewport().rect(), QColor(colours.window))
        picture = self.picture
        if picture is not None:
            left, top = picture.frozen_left, picture.frozen_top
            wide, high = float(self.viewport().width()), float(self.viewport().height())
            x, y = self._offset().x(), self._offset().y()
            for part, offset in (
                (QRectF(left, top, wide - left, high - top), QPointF(x, y)),
                (QRectF(0, top, left, high - top), QPointF(0, y)),
                (QRectF(left, 0, wide - left, top), QPointF(x, 0)),
                (QRectF(0, 0, left, top), QPointF(0, 0)),
            ):
                self._paint_part(painter, picture, part, offset)
            painter.setClipping(False)
            if y > 0:
                painter.setPen(QPen(QColor(colours.line), 1))
                painter.drawLine(QPointF(0, top - 0.5), QPointF(wide, top - 0.5))
        painter.end()

    def _paint_part(self, painter: QPainter, picture: Picture, part: QRectF, offset: QPointF) -> None:
        if part.width() <= 0 or part.height() <= 0:
            return
        painter.save()
        painter.setClipRect(part)
        painter.translate(-offset)
        paint(painter, picture, self._theme.colours, self._faces, part.translated(offset))
        for spot, colour, width in (
            (self._hovered, self._theme.colours.muted, 1.0),
            (self.current if self.hasFocus() else None, self._theme.colours.accent, 2.0),
        ):
            if spot is not None:
                painter.setPen(QPen(QColor(colour), width))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(spot.x, spot.y, spot.width, spot.height), 5, 5)
        painter.restore()

    # Pointing

    def spot_at(self, at: QPointF) -> Spot | None:
        """The part under a point of the viewport."""
        picture = self.picture
        if picture is None:
            return None
        x = at.x() + (self._offset().x() if at.x() >= picture.frozen_left else 0)
        y = at.y() + (self._offset().y() if at.y() >= picture.frozen_top else 0)
        return next(
            (
                spot
                for spot in picture.spots
                if spot.x <= x <= spot.x + spot.width and spot.y <= y <= spot.y + spot.height
            ),
            None,
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.spot_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go(spot)
            self.opened.emit(spot)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self.spot_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), spot.name if spot else "", self)
            return True
        return super().viewportEvent(event)

    def _hover(self, spot: Spot | None) -> None:
        if spot is not self._hovered:
            self._hovered = spot
            shape = Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
        elif not self._step(key, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)):
            super().keyPressEvent(event)

    def _step(self, key: Qt.Key, with_control: bool) -> bool:
        if not self._by_place:
            return False
        if self.current is None:
            self._go(self._by_place[min(self._by_place)])
            return key in _ARROWS
        row, column = self.current.row, self.current.column
        last_row, last_column = (max(places) for places in zip(*self._by_place, strict=True))
        wanted = {
            Qt.Key.Key_Home: (0 if with_control else row, 0),
            Qt.Key.Key_End: (last_row if with_control else row, last_column),
            Qt.Key.Key_PageUp: (max(0, row - _PAGE_ROWS), column),
            Qt.Key.Key_PageDown: (min(last_row, row + _PAGE_ROWS), column),
        }.get(key)
        if wanted is not None:
            return self._go_near(wanted)
        if key not in _ARROWS:
            return False
        down, right = _ARROWS[key]
        for _ in range(max(last_row, last_column) + 1):
            row, column = row + down, column + right
            if (row, column) in self._by_place:
                self._go(self._by_place[row, column])
                break
        return True

    def _go_near(self, place: tuple[int, int]) -> bool:
        row, column = place
        self._go(
            min(
                self._by_place.values(),
                key=lambda spot: (abs(spot.row - row), abs(spot.column - column)),
            )
        )
        return True

    def _go(self, spot: Spot) -> None:
        self.current = spot
        self._bring_into_sight(spot)
        self.setAccessibleDescription(spot.name)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spot.name))
        self.viewport().update()
        self.moved.emit(spot)

    def _bring_into_sight(self, spot: Spot) -> None:
        picture = self.picture
        assert picture is not None
        for bar, start, length, frozen, shown in (
            (
                self.horizontalScrollBar(),
                spot.x,
                spot.width,
                picture.frozen_left,
                self.viewport().width(),
            ),
            (
                self.verticalScrollBar(),
                spot.y,
                spot.height,
                picture.frozen_top,
                self.viewport().height(),
            ),
        ):
            if start < frozen:
                continue
            if start - bar.value() < frozen:
                bar.setValue(round(start - frozen - 4))
            elif start + length - bar.value() > shown:
                bar.setValue(round(start + length - shown + 4))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Whoever comes by keys sees where they are; a page that opens shows no mark yet.
        by_keys = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        if by_keys and self.current is None and self._by_place:
            self._go(self._by_place[min(self._by_place)])
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
