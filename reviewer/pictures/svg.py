"""A picture as SVG: text stays text, every figure has its words, the same picture gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Final

from reviewer.colours import LIGHT, Colours
from reviewer.pictures.metrics import FAMILIES
from reviewer.pictures.shapes import Box, Dot, Path, Picture, Shape, Spot, Target, Words

Link = Callable[[Target], str | None]
"""The address of what a part of the picture stands for; None where there is none."""

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DASHES: Final = "4 3"
_COLOUR_CLASSES: Final = tuple(
    name for name in Colours.__dataclass_fields__ if name not in ("dark", "series")
)


def svg(picture: Picture, colours: Colours = LIGHT, *, link: Link | None = None, inline: bool = False) -> str:
    """The picture as an SVG document, or (``inline``) as an element for a web page.

    An inline picture has its colours as classes too (``c-negative``), for the page to set: see
    :func:`style`. ``link`` gives the parts of the picture their addresses.
    """
    size = f'width="{_n(picture.width)}" height="{_n(picture.height)}"'
    box = f'viewBox="0 0 {_n(picture.width)} {_n(picture.height)}"'
    name = f'role="{"group" if link else "img"}" aria-label="{_t(picture.title)}"'
    parts = [] if inline else ['<?xml version="1.0" encoding="UTF-8"?>\n']
    parts.append(f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} {name}')
    parts.append(f' font-family="{FAMILIES}" font-size="{_n(picture.em)}">\n')
    parts.append(f"<title>{_t(picture.title)}</title>\n<desc>{_t(picture.description)}</desc>\n")
    writer = _Writer(picture.em, colours, inline)
    parts.append(writer.shape(Box(0, 0, picture.width, picture.height, fill="window")))
    parts += [writer.shape(shape) for shape in picture.shapes]
    parts += [_spot(spot, link) for spot in picture.spots]
    parts.append("</svg>\n")
    return "".join(parts)


def style(colours: Colours, scope: str = "svg") -> str:
    """The rules by which a page gives its inline pictures the colours of a scheme."""
    return "\n".join(
        f"{scope} .c-{name} {{ fill: {value}; }} {scope} .s-{name} {{ stroke: {value}; }}"
        for name in _COLOUR_CLASSES
        if isinstance(value := getattr(colours, name), str)
    )


class _Writer:
    def __init__(self, em: float, colours: Colours, inline: bool) -> None:
        self._em = em
        self._colours = colours
        self._inline = inline

    def shape(self, shape: Shape) -> str:
        if isinstance(shape, Box):
            return (
                f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}"'
                f' height="{_n(shape.height)}"{_if("rx", shape.radius)}'
                f"{self._look(shape.fill, shape.stroke, dashed=shape.dashed)}/>\n"
            )
        if isinstance(shape, Path):
            points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
            look = self._look("", shape.colour, width=shape.width, dashed=shape.dashed)
            return f'<polyline points="{points}"{look}/>\n'
        if isinstance(shape, Dot):
            return self._dot(shape)
        return self._words(shape)

    def _dot(self, dot: Dot) -> str:
        look = self._look(dot.fill, dot.stroke)
        if not dot.diamond:
            return f'<circle cx="{_n(dot.x)}" cy="{_n(dot.y)}" r="{_n(dot.radius)}"{look}/>\n'
        x, y, r = dot.x, dot.y, dot.radius
        corners = " ".join(f"{_n(a)},{_n(b)}" for a, b in ((x, y - r), (x + r, y), (x, y + r), (x - r, y)))
        return f'<polygon points="{corners}"{look}/>\n'

    def _words(self, words: Words) -> str:
        anchor = "" if words.anchor == "start" else f' text-anchor="{words.anchor}"'
        weight = ' font-weight="600"' if words.font.bold else ""
        size = "" if words.font.size == 1 else f' font-size="{_n(self._em * words.font.size)}"'
        return (
            f'<text x="{_n(words.x)}" y="{_n(words.y)}"{anchor}{size}{weight}'
            f"{self._look(words.colour, '')}>{_t(words.text)}</text>\n"
        )

    def _look(self, fill: str, stroke: str, *, width: float = 1.0, dashed: bool = False) -> str:
        fill, _, fill_share = fill.partition("/")
        stroke, _, stroke_share = stroke.partition("/")
        classes = [f"{kind}-{name}" for kind, name in (("c", fill), ("s", stroke)) if name]
        look = f' class="{" ".join(classes)}"' if self._inline and classes else ""
        look += f' fill="{getattr(self._colours, fill)}"' if fill else ' fill="none"'
        look += f' fill-opacity="{int(fill_share) / 100:g}"' if fill_share else ""
        if stroke:
            look += f' stroke="{getattr(self._colours, stroke)}"'
            look += f' stroke-opacity="{int(stroke_share) / 100:g}"' if stroke_share else ""
            look += f' stroke-width="{_n(width)}"' if width != 1 else ""
            look += f' stroke-dasharray="{_DASHES}"' if dashed else ""
        return look


def _spot(spot: Spot, link: Link | None) -> str:
    """What a part stands for, as an unseen box over it that has a name."""
    place = f'x="{_n(spot.x)}" y="{_n(spot.y)}" width="{_n(spot.width)}" height="{_n(spot.height)}"'
    box = f'<rect {place} fill="#000000" fill-opacity="0"><title>{_t(spot.name)}</title></rect>'
    address = link(spot.target) if link is not None else None
    if address is None:
        return f"{box}\n"
    return f'<a href="{_t(address)}" aria-label="{_t(spot.name)}">{box}</a>\n'


def _if(name: str, value: float) -> str:
    return f' {name}="{_n(value)}"' if value else ""


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _t(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text), quote=True)
