"""Web pages to PDF, with the window's toolkit. Works without a window and without a screen."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QUrl, QUuid
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

# The toolkit's rich text knows HTML 4 and a little CSS: no grid, no variables, no <mark>.
_STYLE: Final = """
body { color: #1d232b; }
h1 { font-size: 17pt; } h2 { font-size: 14pt; } h3 { font-size: 12pt; margin-top: 16px; }
h4 { font-size: 10.5pt; margin-top: 12px; margin-bottom: 4px; }
table { border-collapse: collapse; margin-top: 2px; margin-bottom: 2px; } th { background-color: #eef1f4; }
p { margin-top: 0px; margin-bottom: 4px; } .between { margin-top: 0px; margin-bottom: 1px; }
.page { margin-top: 10px; margin-bottom: 2px; font-size: 8pt; }
a { color: #1d4f91; text-decoration: none; }
.positive { background-color: #dcefe2; } .negative { background-color: #f7dfd9; }
.mixed { background-color: #f5e9cd; } .neutral { background-color: #e9ecef; }
.number, .between, .page, small { color: #59626e; }
"""
_MOMENT: Final = re.compile(rb"(/(?:Creation|Mod)Date \(D:)\d{14}")
_XMP_MOMENT: Final = re.compile(rb'(xmp:(?:Create|Modify|Metadata)Date=")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d')
_ASIDE: Final = re.compile(
    r'<section class="finding" id="(?P<id>[^"]*)"[^>]*>\s*<p>(?P<words>.*?)</p>\s*<aside[^>]*>(?P<margin>.*?)'
    r"</aside>\s*</section>",
    re.DOTALL,
)
_DOTS_PER_INCH: Final = 96
_PRINTED_WIDTH: Final = 640
_PRINTED_HEIGHT: Final = 900
"""Pixels between the margins of an A4 page."""
_FINER: Final = 2
"""Drawings have so many pixels for one of the page."""


def to_pdf(page: str) -> bytes:
    """The page as a PDF file on A4. The same page gives the same bytes on the same machine.

    Makes the toolkit's application where there is none, off screen.
    """
    application = QGuiApplication.instance()
    if application is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        application = QGuiApplication([])
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    # The document adds margins and page numbers of its own.
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    writer.setResolution(_DOTS_PER_INCH)
    writer.setTitle(_title(page))
    writer.setCreator("Reviewer")
    # A random one would make each file another.
    writer.setDocumentId(QUuid("{4f1c1e0a-6d0e-5b57-9d2b-52455657574b}"))
    document = QTextDocument()
    font = document.defaultFont()
    font.setPointSizeF(9)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(_STYLE)
    page, drawings = _drawings(page)
    for name, drawing in drawings.items():
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), drawing)
    document.setHtml(_simpler(page))
    document.setDocumentMargin(0)
    document.print_(writer)
    buffer.close()
    return _undated(bytes(content.data()))


def _drawings(page: str) -> tuple[str, dict[str, QImage]]:
    """The page with its inline drawings as images, for the toolkit's rich text knows no SVG; and these."""
    found: dict[str, QImage] = {}

    def as_image(match: re.Match[str]) -> str:
        from PySide6.QtSvg import QSvgRenderer

        renderer = QSvgRenderer(QByteArray(match[0].encode()))
        size = renderer.defaultSize()
        drawing = QImage(size * _FINER, QImage.Format.Format_RGB32)
        drawing.fill(QColor("white"))
        painter = QPainter(drawing)
        renderer.render(painter)
        painter.end()
        name = f"drawing:{len(found)}"
        found[name] = drawing
        share = min(1.0, _PRINTED_WIDTH / size.width(), _PRINTED_HEIGHT / size.height())
        return f'<img src="{name}" width="{round(size.width() * share)}">'

    return re.sub(r"<svg .*?</svg>", as_image, page, flags=re.DOTALL), found


def _title(page: str) -> str:
    from html import unescape

    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    return unescape(found[1]) if found else ""


def _simpler(page: str) -> str:
    """The page in the HTML that the toolkit knows: margins as a second column, marks as spans."""
    page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    page = re.sub(r"<nav .*?</nav>", "", page, flags=re.DOTALL)
    page = _ASIDE.sub(
        r'<table width="100%" cellpadding="4"><tr><td width="62%"><a name="\g<id>"></a>\g<words></td>'
        r"<td><small>\g<margin></small></td></tr></table>",
        page,
    )
    page = re.sub(r'(<section id="years-[^>]*>\s*)<h2>', r'\1<h2 style="page-break-before: always">', page)
    page = re.sub(r'(<article id="[^"]*">\s*)<h2>', _on_a_page_of_its_own(), page)
    page = re.sub(r'<article id="([^"]*)">', r'<div><a name="\1"></a>', page).replace("</article>", "</div>")
    # The toolkit centres and embolds such cells.
    page = re.sub(r'<th scope="row">(.*?)</th>', r"<td>\1</td>", page, flags=re.DOTALL)
    page = re.sub(r'<th scope="col" style="width: (\d+%)">', r'<th align="left" width="\1">', page)
    page = page.replace('<th scope="col">', '<th align="left">')
    page = re.sub(r"<caption>(.*?)</caption>", "", _captions(page), flags=re.DOTALL)
    page = re.sub(r"<mark ", "<span ", page).replace("</mark>", "</span>")
    page = re.sub(r"<dt>(.*?)</dt><dd>(.*?)</dd>", r"<div><b>\1</b>: \2</div>", page)
    page = re.sub(r"</?dl[^>]*>", "", page)
    return re.sub(r"<table>", '<table width="100%" border="1" cellspacing="0" cellpadding="3">', page)


def _on_a_page_of_its_own() -> Callable[[re.Match[str]], str]:
    """Begins each report but the first on a new page."""
    seen = False

    def heading(match: re.Match[str]) -> str:
        nonlocal seen
        first, seen = not seen, True
        return f"{match[1]}<h2>" if first else f'{match[1]}<h2 style="page-break-before: always">'

    return heading


def _captions(page: str) -> str:
    return re.sub(r"<table>\s*<caption>(.*?)</caption>", r"<h3>\1</h3><table>", page, flags=re.DOTALL)


def _undated(content: bytes) -> bytes:
    """The file without the moment at which it was printed, byte for byte as long."""
    content = _MOMENT.sub(rb"\g<1>20000101000000", content)
    return _XMP_MOMENT.sub(rb"\g<1>2000-01-01T00:00:00", content)
