"""Where words of a laid-out text document lie: rectangles by line, and one outline round a passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import cast

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QTextBlock, QTextDocument, QTextLine


def line_rects(document: QTextDocument, start: int, end: int) -> Iterator[QRectF]:
    """The rectangles of the words between two positions (UTF-16), a line each, in document coordinates.

    White space at a line's end is left out; rectangles have the height of the letters, not of the line.
    """
    block = document.findBlock(start)
    while block.isValid() and block.position() < end:
        yield from _rects_in_block(document, block, start - block.position(), end - block.position())
        block = block.next()


def _rects_in_block(document: QTextDocument, block: QTextBlock, start: int, end: int) -> Iterator[QRectF]:
    origin = document.documentLayout().blockBoundingRect(block).topLeft()
    layout = block.layout()
    for index in range(layout.lineCount()):
        line = layout.lineAt(index)
        first, last = line.textStart(), line.textStart() + line.textLength()
        if last <= start or first >= end:
            continue
        left = _x(line, max(first, start))
        right = min(_x(line, min(last, end)), line.naturalTextRect().right())
        if right > left:
            top = origin.y() + line.y()
            yield QRectF(origin.x() + left, top, right - left, line.ascent() + line.descent())


def _x(line: QTextLine, position: int) -> float:
    # The binding gives (x, position), its types say object.
    x, _position = cast(tuple[float, int], line.cursorToX(position))
    return x


def outline(rects: Sequence[QRectF], pad: float, radius: float) -> QPainterPath:
    """One closed shape round the lines of a passage, with round corners.

    All lines but the last reach to the same right edge, so that the shape is calm on a ragged text.
    """
    rows = [rect.adjusted(-pad, -pad / 2, pad, pad / 2) for rect in rects]
    if len(rows) > 1:
        body_right = max(row.right() for row in rows[:-1])
        for row in rows[:-1]:
            row.setRight(body_right)
        left = min(row.left() for row in rows[1:])
        for row in rows[1:]:
            row.setLeft(left)
        for upper, lower in pairwise(rows):
            middle = (upper.bottom() + lower.top()) / 2
            upper.setBottom(middle)
            lower.setTop(middle)
    return _rounded(_corners(rows), radius)


def _corners(rows: Sequence[QRectF]) -> list[QPointF]:
    down = [point for row in rows for point in (row.topRight(), row.bottomRight())]
    up = [point for row in reversed(rows) for point in (row.bottomLeft(), row.topLeft())]
    corners: list[QPointF] = []
    for point in down + up:
        if not corners or (point - corners[-1]).manhattanLength() > 0.5:
            corners.append(point)
    # A corner on a straight edge is none.
    count = len(corners)
    return [
        point
        for index, point in enumerate(corners)
        if not _straight(corners[index - 1], point, corners[(index + 1) % count])
    ]


def _straight(before: QPointF, point: QPointF, after: QPointF) -> bool:
    return abs(before.x() - point.x()) + abs(point.x() - after.x()) < 0.5 or (
        abs(before.y() - point.y()) + abs(point.y() - after.y()) < 0.5
    )


def _rounded(corners: Sequence[QPointF], radius: float) -> QPainterPath:
    path = QPainterPath()
    count = len(corners)
    if count < 3:
        return path
    for index, corner in enumerate(corners):
        before, after = corners[index - 1], corners[(index + 1) % count]
        entry = _towards(corner, before, radius)
        if index == 0:
            path.moveTo(entry)
        else:
            path.lineTo(entry)
        path.quadTo(corner, _towards(corner, after, radius))
    path.closeSubpath()
    return path


def _towards(start: QPointF, end: QPointF, distance: float) -> QPointF:
    step = end - start
    length = (step.x() ** 2 + step.y() ** 2) ** 0.5
    share = min(distance, length / 2) / length if length else 0.0
    return start + step * share


def lines_of(rects: Sequence[QRectF]) -> list[QRectF]:
    """Rectangles of words, joined to one a printed line where they stand side by side."""
    lines: list[QRectF] = []
    for rect in rects:
        last = lines[-1] if lines else None
        if last is not None and _side_by_side(last, rect):
            lines[-1] = last.united(rect)
        else:
            lines.append(QRectF(rect))
    return lines


def _side_by_side(left: QRectF, right: QRectF) -> bool:
    height = min(left.height(), right.height())
    overlap = min(left.bottom(), right.bottom()) - max(left.top(), right.top())
    return overlap > height / 2 and -1 <= right.left() - left.right() + height / 4 <= height * 1.75
