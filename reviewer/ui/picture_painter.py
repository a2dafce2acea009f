"""Paints the shapes of a picture: into the window, and into images for files."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from reviewer.colours import LIGHT, Colours
from reviewer.pictures.shapes import Box, Dot, Font, Measure, Path, Picture, Shape, Words

_DASHES: Final = [4.0, 3.0]
_DOTS_PER_METRE: Final = 3780
"""96 dots an inch: a picture pixel is a screen pixel."""


class Faces:
    """Fonts of the sizes that a picture uses, and how wide text is in them."""

    def __init__(self, base: QFont, em: float) -> None:
        self.em = em
        self._base = base
        # Pictures measure the same words again and again while they are laid out.
        self._width = lru_cache(maxsize=4096)(self._measured)
        self._fonts: dict[Font, QFont] = {}
        self._metrics: dict[Font, QFontMetricsF] = {}

    @property
    def measure(self) -> Measure:
        """How wide a text is."""
        return self._width

    def font(self, wanted: Font) -> QFont:
        """The font of that size and weight."""
        if wanted not in self._fonts:
            font = QFont(self._base)
            font.setPixelSize(max(1, round(self.em * wanted.size)))
            if wanted.bold:
                font.setWeight(QFont.Weight.DemiBold)
            self._fonts[wanted] = font
            self._metrics[wanted] = QFontMetricsF(font)
        return self._fonts[wanted]

    def _measured(self, text: str, wanted: Font) -> float:
        self.font(wanted)
        return self._metrics[wanted].horizontalAdvance(text)


def paint(painter: QPainter, picture: Picture, colours: Colours, faces: Faces, seen: QRectF) -> None:
    """Paint what of a picture touches ``seen``, in the picture's own coordinates."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in picture.shapes:
        _paint(painter, shape, colours, faces, seen)


def image(picture: Picture, faces: Faces, colours: Colours = LIGHT, *, ratio: float = 2.0) -> QImage:
    """The whole picture, ``ratio`` image pixels a picture pixel."""
    made = QImage(round(picture.width * ratio), round(picture.height * ratio), QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    made.setDotsPerMeterX(round(_DOTS_PER_METRE * ratio))
    made.setDotsPerMeterY(round(_DOTS_PER_METRE * ratio))
    made.fill(QColor(colours.window))
    painter = QPainter(made)
    paint(painter, picture, colours, faces, QRectF(0, 0, picture.width, picture.height))
    painter.end()
    made.setText("Title", picture.title)
    made.setText("Description", picture.description)
    return made


def png(picture: Picture, faces: Faces, colours: Colours = LIGHT) -> bytes:
    """The whole picture as a PNG file, twice as fine as the screen."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image(picture, faces, colours).save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(content.data())


def _paint(painter: QPainter, shape: Shape, colours: Colours, faces: Faces, seen: QRectF) -> None:
    if isinstance(shape, Words):
        if seen.top() - 2 * faces.em <= shape.y <= seen.bottom() + 2 * faces.em:
            _words(painter, shape, colours, faces)
    elif isinstance(shape, Box):
        box = QRectF(shape.x, shape.y, shape.width, shape.height)
        if seen.intersects(box):
            _look(painter, colours, shape.fill, shape.stroke, dashed=shape.dashed)
            painter.drawRoundedRect(box, shape.radius, shape.radius)
    elif isinstance(shape, Dot):
        _dot(painter, shape, colours)
    else:
        _path(painter, shape, colours)


def _words(painter: QPainter, words: Words, colours: Colours, faces: Faces) -> None:
    painter.setFont(faces.font(words.font))
    painter.setPen(_colour(colours, words.colour))
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[words.anchor]
    x = words.x - (shift * faces.measure(words.text, words.font) if shift else 0.0)
    painter.drawText(QPointF(x, words.y), words.text)


def _dot(painter: QPainter, dot: Dot, colours: Colours) -> None:
    _look(painter, colours, dot.fill, dot.stroke)
    centre, r = QPointF(dot.x, dot.y), dot.radius
    if dot.diamond:
        corners = [centre + QPointF(a, b) for a, b in ((0, -r), (r, 0), (0, r), (-r, 0))]
        painter.drawPolygon(QPolygonF(corners))
    else:
        painter.drawEllipse(centre, r, r)


def _path(painter: QPainter, path: Path, colours: Colours) -> None:
    pen = QPen(_colour(colours, path.colour), path.width)
    if path.dashed:
        pen.setDashPattern(_DASHES)
    # Level and upright lines of one pixel are sharp only between pixels.
    sharp = path.width == 1 and len(path.points) == 2
    shift = 0.5 if sharp else 0.0
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(
        QPolygonF(
            [QPointF(round(x) + shift, round(y) + shift) if sharp else QPointF(x, y) for x, y in path.points]
        )
    )


def _look(painter: QPainter, colours: Colours, fill: str, stroke: str, *, dashed: bool = False) -> None:
    painter.setBrush(_colour(colours, fill) if fill else Qt.BrushStyle.NoBrush)
    if not stroke:
        painter.setPen(Qt.PenStyle.NoPen)
        return
    pen = QPen(_colour(colours, stroke), 1.0)
    if dashed:
        pen.setDashPattern(_DASHES)
    painter.setPen(pen)


def _colour(colours: Colours, name: str) -> QColor:
    name, _, share = name.partition("/")
    colour = QColor(getattr(colours, name))
    if share:
        colour.setAlphaF(int(share) / 100)
    return colour
