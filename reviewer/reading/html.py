"""Web pages: headings, paragraphs, lists and tables as tagged lines, without what the page does not show."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from reviewer.reading.document import Document, ReadingError
from reviewer.reading.text import CONTROL, MAX_BYTES, UNSEEN, decode, refuse_binary, refuse_known_formats
from reviewer.reading.writer import Writer

# Every scan stops at the next '<', so that the whole takes linear time on any input.
_TAG: Final = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:]*)(?P<rest>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>"
)
_LOOSE_TAG: Final = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:]*)(?P<rest>[^<>]*)>")
_ATTRIBUTE: Final = re.compile(
    r"(?<![A-Za-z-])([A-Za-z-]{1,30})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
)
_DECLARATION: Final = re.compile(r"<[!?][^<>]*>")
_CHARSET: Final = re.compile(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,30})", re.IGNORECASE)
_RAW: Final = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style")}
_WINDOWS: Final = ("iso-8859-1", "latin1", "us-ascii")
"""What pages call by these names is Windows-1252."""
_SPACE: Final = re.compile(r"\s+")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)

_HIDDEN_WORD: Final = re.compile(r"(?:^|\s)hidden(?:\s|$)")

_DROPPED: Final = frozenset(
    {
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "svg",
        "math",
        "object",
        "iframe",
        "select",
        "textarea",
    }
)
_ASIDE: Final = frozenset({"nav", "footer"})
_EMPTY: Final = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"}
)
_AS_BLOCK: Final = frozenset(
    {
        "article",
        "aside",
        "main",
        "header",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "fieldset",
        "address",
        "form",
    }
)
_LIKE_WORD_BULLETS: Final = {"·": "•", "§": "▪", "Ø": "▪", "q": "▪", "v": "▪", "ü": "▪"}


def looks_like_html(data: bytes) -> bool:
    """Whether the bytes are a web page's."""
    head = data[:2_048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html")) or (
        head.startswith((b"<?xml", b"<!--")) and b"<html" in head
    )


def read_html(path: Path, data: bytes, sha256: str) -> Document:
    """Read a web page's bytes; ``path`` is only a name.

    Raises ReadingError: ``too_large``, ``not_a_report_file``, ``no_text``.
    """
    if len(data) > MAX_BYTES:
        raise ReadingError(
            "too_large", f"It is larger than {MAX_BYTES // 2**20} MB, the most for a web page."
        )
    refuse_known_formats(data)
    source = _decode(data)
    refuse_binary(source)
    writer = Writer()
    page = _Page(writer)
    for kind, tag, value in _tokens(source):
        page.take(kind, tag, value)
    writer.close()
    document = writer.document(str(path), sha256, "text/html")
    if not any(char.isalnum() for char in document.text):
        raise ReadingError("no_text", "The page shows no words. Download the report itself.")
    return document


def _decode(data: bytes) -> str:
    named = _CHARSET.search(data[:4_096])
    if named and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = named.group(1).decode("ascii").lower()
        if encoding not in ("utf-8", "utf8"):
            try:
                return data.decode("cp1252" if encoding in _WINDOWS else encoding, "replace")
            except (LookupError, UnicodeError):
                pass
    return decode(data)


def _tokens(source: str) -> Iterator[tuple[str, str, str]]:
    """``(kind, tag, value)``: ``open``, ``close`` with a tag's name and attributes, ``text`` with words."""
    at = 0
    comments = True
    while at < len(source):
        mark = source.find("<", at)
        if mark < 0:
            yield "text", "", source[at:]
            return
        if mark > at:
            yield "text", "", source[at:mark]
        if comments and source.startswith("<!--", mark):
            end = source.find("-->", mark + 4)
            comments = end >= 0
            at = end + 3 if comments else mark + 4
            continue
        match = _TAG.match(source, mark) or _LOOSE_TAG.match(source, mark)
        if match:
            at = match.end()
            name = match.group("name").lower()
            yield ("close" if match.group("close") else "open"), name, match.group("rest")
            if name in _RAW and not match.group("close"):
                closing = _RAW[name].search(source, at)
                at = closing.start() if closing else len(source)
            continue
        declaration = _DECLARATION.match(source, mark)
        if declaration:
            at = declaration.end()
            continue
        yield "text", "", "<"
        at = mark + 1


class _Page:
    """Feeds a page's tokens to the writer: white space collapsed, hidden parts skipped."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.skipping = ""
        self.depth = 0
        self.aside = 0
        self.preformatted = 0
        self.symbols = ""
        self.spaced = True

    def take(self, kind: str, tag: str, value: str) -> None:
        if self.skipping:
            self._skip(kind, tag)
        elif kind == "text":
            self._words(value)
        elif kind == "open":
            self._open(tag, value)
        else:
            self._close(tag)

    def _skip(self, kind: str, tag: str) -> None:
        if self.skipping == "head" and kind == "open" and tag == "body":
            self.skipping = ""
        if tag != self.skipping:
            return
        self.depth += 1 if kind == "open" else -1 if kind == "close" else 0
        if self.depth <= 0:
            self.skipping = ""

    def _open(self, tag: str, rest: str) -> None:
        attributes = {
            name.lower(): html.unescape(one or two or three)
            for name, one, two, three in _ATTRIBUTE.findall(rest)
        }
        style = attributes.get("style", "")
        hidden = _HIDDEN.search(style) or _HIDDEN_WORD.search(rest)
        if tag in _DROPPED or (hidden and tag not in _EMPTY):
            if not rest.rstrip().endswith("/"):
                self.skipping, self.depth = tag, 1
            return
        if tag in _ASIDE:
            self.aside += 1
            self.writer.role = ("Artifact", -1, 0)
        if "wingdings" in style.lower() or "symbol" in style.lower():
            self.symbols = tag
        self.preformatted += tag == "pre"
        if tag == "ol" and attributes.get("start", "").isdecimal():
            self.writer.begin_list("ol", int(attributes["start"][:6]))
        else:
            self.writer.tag("p" if tag in _AS_BLOCK else tag, closing=False)
        self._after(tag)

    def _close(self, tag: str) -> None:
        if tag in _ASIDE and self.aside:
            self.aside -= 1
            if not self.aside:
                self.writer.end_block()
                self.writer.role = None
        if tag == self.symbols:
            self.symbols = ""
        if tag == "pre" and self.preformatted:
            self.preformatted -= 1
        self.writer.tag("p" if tag in _AS_BLOCK else tag, closing=True)
        self._after(tag)

    def _after(self, tag: str) -> None:
        if tag not in (
            "a",
            "b",
            "strong",
            "i",
            "em",
            "u",
            "s",
            "span",
            "sup",
            "sub",
            "font",
            "small",
            "abbr",
            "img",
        ):
            self.spaced = True

    def _words(self, value: str) -> None:
        words = html.unescape(value) if "&" in value else value
        if self.preformatted:
            for number, line in enumerate(words.translate(CONTROL).translate(UNSEEN).split("\n")):
                if number:
                    self.writer.end_line()
                self.writer.text(line)
            return
        # A line end in the source is a space; a no-break space is one that a reader sees.
        words = _SPACE.sub(" ", words.translate(CONTROL).translate(UNSEEN))
        if self.spaced:
            words = words.lstrip(" ")
        if not words:
            return
        if self.symbols:
            words = _LIKE_WORD_BULLETS.get(words.strip(), words.strip()) + " "
        self.spaced = words.endswith(" ")
        self.writer.text(words)
