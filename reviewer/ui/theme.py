"""The look: colours in light and dark, fonts, palette and style sheet. One accent, lines instead of boxes."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from reviewer.colours import CONTRAST, DARK, LIGHT, PAPER, PAPER_IN_CONTRAST, Colours
from reviewer.resources import resource
from reviewer.ui.style_sheet import style_sheet

__all__ = ["LIGHT", "Colours", "Theme", "icon", "palette", "pixmap"]

Scheme = Literal["system", "light", "dark", "contrast"]
Face = Literal["serif", "sans"]

READING_FAMILIES: Final = (
    "Charter",
    "Source Serif 4",
    "Georgia",
    "Cambria",
    "Noto Serif",
    "DejaVu Serif",
    "Liberation Serif",
    "serif",
)
SANS_FAMILIES: Final = (
    "Source Sans 3",
    "Segoe UI",
    "Helvetica Neue",
    "Noto Sans",
    "DejaVu Sans",
    "Liberation Sans",
    "sans-serif",
)
ZOOMS: Final = (0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6, 1.8, 2.0)


class Theme(QObject):
    """The scheme and text size in force; ``changed`` when either changes. One for the application."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        # Kept once: scaling the application's font again and again would drift.
        self._system_font = QFont(app.font())
        self._scheme: Scheme = "system"
        self._zoom = 1.0
        self._face: Face = "serif"
        self.colours = LIGHT
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    @property
    def scheme(self) -> Scheme:
        """What the reviewer chose."""
        return self._scheme

    @property
    def zoom(self) -> float:
        """How much larger than the system's text ours is."""
        return self._zoom

    @property
    def face(self) -> Face:
        """What reports are set in."""
        return self._face

    @property
    def paper(self) -> Colours:
        """The colours of marks on a white page."""
        return PAPER_IN_CONTRAST if self.colours is CONTRAST else PAPER

    def set(
        self, *, scheme: Scheme | None = None, zoom: float | None = None, face: Face | None = None
    ) -> None:
        """Choose the scheme, the zoom, the face that reports are set in, or several of them."""
        self._scheme = scheme or self._scheme
        self._face = face or self._face
        if zoom is not None:
            self._zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        self._apply()

    def step_zoom(self, steps: int) -> None:
        """Go to the next larger (1) or smaller (-1) of the zoom steps."""
        nearest = min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - self._zoom))
        self.set(zoom=ZOOMS[min(max(nearest + steps, 0), len(ZOOMS) - 1)])

    def font(self, size: float = 1.0, *, bold: bool = False) -> QFont:
        """The interface font at ``size`` times the usual."""
        font = QFont(self._app.font())
        font.setPointSizeF(font.pointSizeF() * size)
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def reading_font(self) -> QFont:
        """The face that reports are set in: a third larger than the interface, about 16 px."""
        font = QFont()
        font.setFamilies(list(READING_FAMILIES if self._face == "serif" else SANS_FAMILIES))
        font.setPointSizeF(self._app.font().pointSizeF() * (1.33 if self._face == "serif" else 1.2))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def _follow_system(self) -> None:
        if self._scheme == "system":
            self._apply()

    def _is_dark(self) -> bool:
        if self._scheme == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._scheme == "dark"

    def _apply(self) -> None:
        self.colours = CONTRAST if self._scheme == "contrast" else DARK if self._is_dark() else LIGHT
        font = QFont(self._system_font)
        base = font.pointSizeF() if font.pointSizeF() > 0 else 9.0
        font.setPointSizeF(max(base, 9.0) * self._zoom)
        self._app.setFont(font)
        self._app.setPalette(palette(self.colours))
        self._app.setStyleSheet(style_sheet(self.colours, QFontMetricsF(font).height()))
        self.changed.emit()


def palette(colours: Colours) -> QPalette:
    """The palette of a scheme, for everything that the style draws by itself."""
    role = QPalette.ColorRole
    table = {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.window,
        role.AlternateBase: colours.panel,
        role.Text: colours.text,
        role.Button: colours.panel,
        role.ButtonText: colours.text,
        role.BrightText: colours.negative,
        role.Highlight: colours.accent,
        role.HighlightedText: "#0e1726" if colours.dark else "#ffffff",
        role.Link: colours.accent,
        role.LinkVisited: colours.follow_up,
        role.PlaceholderText: colours.faint,
        role.ToolTipBase: colours.panel,
        role.ToolTipText: colours.text,
        role.Accent: colours.accent,
        role.Mid: colours.line,
        role.Dark: colours.line,
        role.Midlight: colours.line,
        role.Light: colours.window,
        role.Shadow: colours.line,
    }
    result = QPalette()
    for key, value in table.items():
        result.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, key, QColor(colours.faint))
    return result


@cache
def _drawing(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))


@cache
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """One of our drawings in ``colour``, ``size`` device-independent pixels wide, sharp at ``ratio``."""
    image = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour).render(painter)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def icon(name: str, colours: Colours, colour: str | None = None) -> QIcon:
    """An icon for buttons and menus, in the scheme's text colour unless another is given.

    Drawn for the screens that there are: each further picture of every icon costs time at the start.
    """
    result = QIcon()
    for size in (16, 24):
        for ratio in {screen.devicePixelRatio() for screen in QGuiApplication.screens()}:
            result.addPixmap(pixmap(name, colour or colours.text, size, ratio))
            result.addPixmap(pixmap(name, colours.faint, size, ratio), QIcon.Mode.Disabled)
    return result
