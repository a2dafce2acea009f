"""How wide text is where there is no toolkit to ask: for pictures written as SVG.

The widths are those of the common sans-serif faces (Helvetica, Arial, Liberation Sans), a little generous,
for a reader's program may show the text in another face.
"""

from __future__ import annotations

from typing import Final

from reviewer.pictures.shapes import Font, Measure

FAMILIES: Final = "'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"
EM: Final = 14.0
"""The text size of pictures in files, in pixels."""

_GENEROUS: Final = 1.06
_BOLD: Final = 1.07
# Thousandths of the text size; everything that is not listed counts as a small letter does.
_WIDTHS: Final = {
    **dict.fromkeys("ijl|'‘’.,:;!·", 250),
    **dict.fromkeys(" ft/\\I[]()-\u2011", 300),
    **dict.fromkeys('r"“”*°¹²³', 350),
    **dict.fromkeys("csvxyzk", 500),
    **dict.fromkeys("ABEKPSVXY&", 670),
    **dict.fromkeys("CDHNRUGOQ", 750),
    **dict.fromkeys("mM…%", 880),
    **dict.fromkeys("wW", 850),
    **dict.fromkeys("FTLZJ", 610),
    **dict.fromkeys("+−±=<>≈", 600),
}
_OTHER: Final = 560


def measure(em: float) -> Measure:
    """Widths of text of that size."""

    def width(text: str, font: Font) -> float:
        thousandths = sum(_WIDTHS.get(char, _OTHER) for char in text)
        return thousandths / 1000 * em * font.size * _GENEROUS * (_BOLD if font.bold else 1.0)

    return width
