"""Pictures as PNG, drawn by the window's toolkit. Works without a window and without a screen."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtGui import QFont, QGuiApplication

from reviewer.pictures.metrics import EM
from reviewer.pictures.shapes import Measure, Picture
from reviewer.ui.picture_painter import Faces, png

_FAMILIES = ("Segoe UI", "Helvetica Neue", "Arial", "Liberation Sans", "DejaVu Sans", "sans-serif")


def file_faces() -> Faces:
    """The fonts of pictures in files: the same whatever the window's text size is."""
    font = QFont()
    font.setFamilies(list(_FAMILIES))
    return Faces(font, EM)


def png_of(draw: Callable[[Measure], Picture]) -> bytes:
    """What ``draw`` draws, given a way to measure text, as a PNG file.

    Makes the toolkit's application where there is none, off screen.
    """
    application = QGuiApplication.instance()
    if application is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        application = QGuiApplication([])
    faces = file_faces()
    return png(draw(faces.measure), faces)
