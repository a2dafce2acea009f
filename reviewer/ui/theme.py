"""The look: colours in light and dark, fonts, palette and style sheet. One accent, lines instead of boxes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from reviewer.model import Polarity
from reviewer.resources import resource
from reviewer.ui.style_sheet import style_sheet

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


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one scheme as ``#rrggbb``. A ``…_tint`` is the quiet ground under its mark."""

    dark: bool
    window: str
    panel: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_tint: str
    accent_hover: str
    hover: str
    positive: str
    positive_tint: str
    negative: str
    negative_tint: str
    mixed: str
    mixed_tint: str
    neutral: str
    neutral_tint: str
    follow_up: str
    follow_up_tint: str
    series: tuple[str, ...]
    """For codes of any number, told apart by people who see few colours; used in turn, beside a sign."""
    unseen: str
    """The hatching of text that nothing claims, and the ends of a dragged edge's path."""

    def of_polarity(self, polarity: str) -> str:
        """The colour of a polarity's sign and bar."""
        return {
            Polarity.POSITIVE: self.positive,
            Polarity.NEGATIVE: self.negative,
            Polarity.MIXED: self.mixed,
        }.get(Polarity(polarity), self.neutral)

    def tint_of_polarity(self, polarity: str) -> str:
        """The ground of a polarity's sign."""
        return {
            Polarity.POSITIVE: self.positive_tint,
            Polarity.NEGATIVE: self.negative_tint,
            Polarity.MIXED: self.mixed_tint,
        }.get(Polarity(polarity), self.neutral_tint)


LIGHT: Final = Colours(
    dark=False,
    window="#ffffff",
    panel="#f5f6f8",
    line="#dfe3e8",
    text="#1d2430",
    muted="#5b6675",
    faint="#66707f",
    accent="#1f5fbf",
    accent_tint="#e8f0fd",
    accent_hover="#dbe7fb",
    hover="#eceff3",
    positive="#00724f",
    positive_tint="#e2f4ec",
    negative="#b03a00",
    negative_tint="#fdeae0",
    mixed="#7a5a00",
    mixed_tint="#fbf1d3",
    neutral="#5b6675",
    neutral_tint="#eceff3",
    follow_up="#8a2b8f",
    follow_up_tint="#f7e9f8",
    series=("#1f5fbf", "#b03a00", "#00724f", "#8a2b8f", "#7a5a00", "#006a80", "#a3204f", "#5b6675"),
    unseen="#c3cad3",
)
DARK: Final = Colours(
    dark=True,
    window="#1d2127",
    panel="#15181d",
    line="#323943",
    text="#e6eaf0",
    muted="#9aa5b3",
    faint="#8b96a5",
    accent="#7fb0ff",
    accent_tint="#22344f",
    accent_hover="#2a3f5f",
    hover="#262c35",
    positive="#58cfa3",
    positive_tint="#17382c",
    negative="#ff9a6b",
    negative_tint="#452517",
    mixed="#e8c45a",
    mixed_tint="#3d3214",
    neutral="#9aa5b3",
    neutral_tint="#2a3039",
    follow_up="#dd8fe2",
    follow_up_tint="#3b2340",
    series=("#7fb0ff", "#ff9a6b", "#58cfa3", "#dd8fe2", "#e8c45a", "#5fd0e0", "#ff8fb5", "#9aa5b3"),
    unseen="#4a5361",
)
CONTRAST: Final = Colours(
    dark=True,
    window="#000000",
    panel="#000000",
    line="#8f8f8f",
    text="#ffffff",
    muted="#e0e0e0",
    faint="#c8c8c8",
    accent="#ffd83d",
    accent_tint="#2e2600",
    accent_hover="#463a00",
    hover="#262626",
    positive="#5dffb4",
    positive_tint="#003820",
    negative="#ffb08a",
    negative_tint="#4a1c00",
    mixed="#ffe27a",
    mixed_tint="#3a2e00",
    neutral="#e0e0e0",
    neutral_tint="#2a2a2a",
    follow_up="#ffb0ff",
    follow_up_tint="#420042",
    series=("#9cc4ff", "#ffb08a", "#5dffb4", "#ffb0ff", "#ffe27a", "#7df0ff", "#ffa8c4", "#e0e0e0"),
    unseen="#8f8f8f",
)
PAPER: Final = replace(LIGHT, accent="#1449a0", text="#000000")
"""On pages as printed, which are white whatever the scheme."""

PAPER_IN_CONTRAST: Final = replace(
    PAPER,
    accent="#0000c8",
    accent_tint="#d0d8ff",
    positive_tint="#bdf0d8",
    negative_tint="#ffd2bd",
    mixed_tint="#ffe38f",
    neutral_tint="#d5dae0",
    line="#595959",
    unseen="#808080",
)


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
