"""Text and Markdown files, with the scars that converters leave in them.

What a reader of the report never saw is left out of the canonical text: HTML tags and entities, Markdown's
``#``, ``**`` and table rules. What they meant is kept as tags, weights and cells of the lines.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from reviewer.reading.document import Document, ReadingError
from reviewer.reading.writer import GLYPHS, Writer

MAX_BYTES: Final = 50 * 1024 * 1024

_TAGS: Final = (
    "p|ul|ol|li|br|b|strong|i|em|u|s|a|h[1-6]|div|span|table|thead|tbody|tfoot|tr|td|th|caption|sup|sub|hr"
    "|blockquote|font|small|center|section|figure|figcaption|img|html|body|head|title|meta|code|pre|colgroup|col"
)
_INLINE = re.compile(
    rf"<(?P<close>/?)(?P<tag>{_TAGS})(?:\s[^<>]{{0,500}}|/)?>"
    r"|(?P<comment><!--[^<>]{0,500}-->)"
    r"|&(?P<entity>#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
    r"|(?P<bold>\*\*)"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+\-.!|<>~&$])"
    r"|!\[[^\[\]]{0,300}\]\([^()\s]{0,500}\)"
    r"|\[(?P<linked>[^\[\]^][^\[\]]{0,300})\]\((?P<target>[^()\s]{1,500})\)"
    r"|\[\^(?P<note>[0-9A-Za-z]{1,8})\]"
    r"|(?<![\w*_])(?P<italic>[*_])(?=[^\s*_])(?P<slanted>[^*_\n]{1,300})(?<=[^\s*_])(?P=italic)(?![\w*_])",
    re.IGNORECASE,
)
_MARKDOWN_ONLY: Final = ("escaped", "linked", "note", "italic")
_BOLD_OR_BLANK = re.compile(r"\*\*|\n[ \t]*\n")
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(?=\S)")
_RULE = re.compile(r"[ ]{0,3}(?:-{3,}|\*{3,}|_{3,}|={3,})[ \t]*$")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})[ \t]*$")
_NOTE_BODY = re.compile(r"\[\^([0-9A-Za-z]{1,8})\]:[ \t]*")
_HAS_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
_CONTENTS_LINE = re.compile(r"\S.{0,200}?(?:\t| {2,}|\.{3,} ?|…+ ?)\d{1,3}[ \t]*$")
# Control characters show nothing: spaces in the canonical text. The others take no room: left out of it.
CONTROL: Final = {code: " " for code in range(0x20) if code not in (0x09, 0x0A, 0x0C)} | {0x7F: " "}
UNSEEN: Final = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))

_SYMBOLS: Final = {
    **{0xF000 + code: "•" for code in range(0x20, 0x100)},
    **dict.fromkeys((0xF02D, 0xF0BE), "–"),
    **dict.fromkeys((0xF0A7, 0xF0A8, 0xF0D8), "▪"),
    0xF06E: "◼",
}
"""Characters of symbol fonts, as a converter leaves them: bullets, and the dash of an inner list."""


def read_text(path: Path, data: bytes, sha256: str) -> Document:
    """Read a text or Markdown file's bytes; ``path`` is only a name.

    Raises ReadingError: ``too_large``, ``not_a_report_file``, ``no_text``.
    """
    if len(data) > MAX_BYTES:
        raise ReadingError(
            "too_large", f"It is larger than {MAX_BYTES // 2**20} MB, the most for a text file."
        )
    refuse_known_formats(data)
    text = decode(data)
    refuse_binary(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # A form feed is a page's end and gets a line of its own; the others end a line as well.
    text = text.replace("\f", "\n\f\n")
    for ending in ("\v", "\x85", "\u2028", "\u2029"):
        text = text.replace(ending, "\n")
    text = text.translate(CONTROL).translate(UNSEEN).translate(_SYMBOLS)
    if not any(char.isalnum() for char in text):
        raise ReadingError("no_text", "It holds no words.")
    suffix = path.suffix.lower()
    bold = _bold_marks(text)
    markdown = suffix in (".md", ".markdown") or bool(bold) or _HAS_HEADING.search(text) is not None
    writer = Writer()
    _write(text, writer, bold, markdown)
    return writer.document(
        str(path), sha256, "text/markdown" if suffix in (".md", ".markdown") else "text/plain"
    )


# -- bytes to characters ----------------------------------------------------------------------------------


def refuse_known_formats(data: bytes) -> None:
    """Raise ReadingError where the bytes begin as those of another kind of file do."""
    kinds = {
        "a picture": (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM"),
        "an archive or an office file": (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!"),
        "an old Word file": (b"\xd0\xcf\x11\xe0",),
        "a rich text file": (b"{\\rtf",),
        "a sound or a film": (b"ID3", b"RIFF", b"OggS", b"\0\0\0\x18ftyp", b"\0\0\0\x20ftyp"),
        "a program": (b"\x7fELF", b"MZ\x90"),
    }
    for what, magics in kinds.items():
        if data.startswith(magics):
            raise ReadingError("not_a_report_file", f"It is {what}, not text. Save it as a PDF or as text.")


def decode(data: bytes) -> str:
    """The characters of a text file: by its byte order mark, else UTF-8, else Windows-1252."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"\0\0\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    head = data[:4096]
    if head.count(0) > len(head) // 4:
        odd, even = head[1::2].count(0), head[0::2].count(0)
        if max(odd, even) > 4 * min(odd, even):
            return data.decode("utf-16-le" if odd > even else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        as_utf8 = data.decode("utf-8", "replace")
        wrong = as_utf8.count("\ufffd")
        right = sum(1 for char in as_utf8 if ord(char) > 0x7F) - wrong
        return as_utf8 if right > wrong else data.decode("cp1252", "replace")


def refuse_binary(text: str) -> None:
    """Raise ReadingError where the characters are no text."""
    head = text[:200_000]
    strange = sum(1 for char in head if char == "\ufffd" or (ord(char) < 0x20 and char not in "\t\n\r\f\v"))
    if strange > max(8, len(head) // 50):
        raise ReadingError(
            "not_a_report_file", "It is not text, whatever its name says. Get the report again."
        )


# -- lines ------------------------------------------------------------------------------------------------


def _bold_marks(text: str) -> frozenset[int]:
    """Offsets of the ``**`` that open and close bold words; one without its partner is only two asterisks."""
    found: list[int] = []
    opened = -1
    for match in _BOLD_OR_BLANK.finditer(text):
        at = match.start()
        if match.group() != "**":
            opened = -1
        elif opened < 0:
            if not text[at + 2 : at + 3].isspace() and at + 2 < len(text):
                opened = at
        elif not text[at - 1].isspace() and at > opened + 2:
            found += (opened, at)
            opened = -1
    return frozenset(found)


def _write(text: str, writer: Writer, bold: frozenset[int], markdown: bool) -> None:
    lines = text.split("\n")
    contents = _contents_lines(lines)
    at = 0
    fenced = False
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        before = lines[number - 1] if number else ""
        if markdown and line.lstrip().startswith("```"):
            fenced = not fenced
        elif markdown and (_is_table_rule(line) or (_RULE.match(line) and _is_rule(line, before))):
            writer.end_line()
        elif markdown and not before.strip() and 0 < len(line.strip()) < 120 and _UNDERLINE.match(following):
            writer.heading(1 if following.startswith("=") else 2)
            _inline(line, at, writer, bold, markdown)
            writer.heading(0)
        elif line == "\f":
            writer.page_end()
        elif number in contents:
            writer.text(line, tag="TOC")
            writer.end_line()
        else:
            _one_line(line, at, writer, bold, markdown)
        at += len(line) + 1
    writer.close()


def _is_table_rule(line: str) -> bool:
    words = line.strip()
    return "--" in words and "|" in words and not words.strip("|-: \t")


def _is_rule(line: str, before: str) -> bool:
    """A line of dashes or stars draws a rule; of equals signs, only under a heading."""
    return "=" not in line or bool(before.strip())


def _one_line(line: str, at: int, writer: Writer, bold: frozenset[int], markdown: bool) -> None:
    heading = _HEADING.match(line) if markdown else None
    if heading:
        writer.heading(len(heading.group(1)))
        end = len(line.rstrip().rstrip("#").rstrip())
        _inline(line[heading.end() : max(end, heading.end())], at + heading.end(), writer, bold, markdown)
        writer.heading(0)
        return
    if markdown:
        quote = len(line) - len(line.lstrip("> ")) if line.lstrip().startswith(">") else 0
        note = _NOTE_BODY.match(line)
        if note:
            writer.text(note.group(1) + " ", tag="Note")
            writer.text(line[note.end() :], tag="Note")
            writer.end_line()
            return
        if line.strip().startswith("|") and line.strip().endswith("|") and len(line.strip()) > 2:
            _table_row(line, at, writer, bold)
            return
        line, at = line[quote:], at + quote
    _inline(line, at, writer, bold, markdown)
    writer.end_line()


def _table_row(line: str, at: int, writer: Writer, bold: frozenset[int]) -> None:
    writer.row()
    begin = line.index("|") + 1
    while begin < len(line):
        end = line.find("|", begin)
        if end < 0:
            break
        writer.cell("TD")
        inner = line[begin:end]
        skipped = len(inner) - len(inner.lstrip())
        _inline(inner.strip(), at + begin + skipped, writer, bold, True)
        begin = end + 1
    writer.end_row()


def _inline(line: str, at: int, writer: Writer, bold: frozenset[int], markdown: bool) -> None:
    """Write one line's words; ``at`` is its offset in the source."""
    done = 0
    for match in _inline_marks(line, at, bold, markdown):
        writer.text(line[done : match.start()])
        done = match.end()
        if match.group("tag"):
            writer.tag(match.group("tag").lower(), closing=bool(match.group("close")))
        elif match.group("entity"):
            writer.text(_entity(match.group()))
        elif match.group("bold"):
            writer.bold = not writer.bold
        elif match.group("escaped"):
            writer.text(match.group("escaped"))
        elif match.group("linked"):
            writer.text(match.group("linked"))
        elif match.group("note"):
            writer.text(match.group("note"))
        elif match.group("italic"):
            writer.text(match.group("slanted"))
    writer.text(line[done:])


def _inline_marks(line: str, at: int, bold: frozenset[int], markdown: bool) -> Iterator[re.Match[str]]:
    if not any(mark in line for mark in "<&*\\[_"):
        return
    for match in _INLINE.finditer(line):
        kind = match.lastgroup
        if kind == "bold" and at + match.start() not in bold:
            continue
        if not markdown and (kind is None or any(match.group(name) for name in _MARKDOWN_ONLY)):
            continue
        yield match


def _entity(entity: str) -> str:
    seen = html.unescape(entity).translate(CONTROL).translate(UNSEEN)
    return seen.replace("\n", " ").replace("\u2028", " ").replace("\u2029", " ").replace("\x85", " ")


def _contents_lines(lines: list[str]) -> frozenset[int]:
    """The lines of a contents page: after a line 'Contents', words and a page number far to the right."""
    found: list[int] = []
    inside = False
    missed = 0
    for number, line in enumerate(lines):
        words = line.strip()
        if words.strip("#*: ").casefold() in ("contents", "table of contents"):
            inside, missed = True, 0
        elif inside and words:
            if len(words) < 300 and words[0] not in GLYPHS and _CONTENTS_LINE.match(words):
                found.append(number)
                missed = 0
            else:
                missed += 1
                inside = missed < 2
    return frozenset(found)
