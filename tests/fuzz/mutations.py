"""One changed file after another, each from its number alone, so that any of them can be made again."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reviewer.resources import resource
from tests.conftest import CORPUS

SEEDS: Final = Path(__file__).with_name("seeds")
LARGE: Final = 60_000
_STREAM: Final = re.compile(rb"<<([^<>]*/FlateDecode[^<>]*)>>\s*stream\r?\n")
_NUMBER: Final = re.compile(rb"-?\d+(?:\.\d+)?")
_NUMBERS: Final = (
    b"0",
    b"-1",
    b"1",
    b"65536",
    b"2147483647",
    b"-2147483648",
    b"4294967296",
    b"1e38",
    b"9" * 40,
)
_PIECES: Final = (
    *(
        b"\0",
        b"\xff",
        b"\r",
        b"\n\n",
        b"\f",
        b"\t",
        b"  ",
        b"**",
        b"#",
        b"|",
        b"<",
        b">",
        b"&",
        b"&#x110000;",
    ),
    *(b"(", b")", b"[", b"]", b"<<", b">>", b"endobj", b"endstream", b"obj", b" 0 R", b"/Kids", b"BT", b"ET"),
    *(
        b"\xe2\x80\xa2 ",
        b"\xef\x82\xb7 ",
        b"\xe2\x80\xa8",
        b"\xc2\xa0",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\xcc\x81",
    ),
    *(
        b"1. ",
        b"12. ",
        b"99999. ",
        b"(a) ",
        b"- ",
        b"o ",
        b"Good",
        b"Inadequate",
        b"Contents",
        b"50%",
        b"5 of 7",
    ),
    *(
        b"<table><tr><td>",
        b"</td>",
        b"<ul><li>",
        b"</ul>",
        b"<!--",
        b"-->",
        b"<script>",
        b"<p hidden>",
        b"<pre>",
    ),
    *(b"<w:p>", b"</w:p>", b"<w:tbl>", b"<w:t>", b"&amp;", b"<w:numPr>", b'w:val="9"', b"w:val=''"),
    *(
        b"What needs to improve",
        b"Areas for development",
        b"Main findings",
        b"Yours sincerely",
        b"March 2019",
    ),
)


@dataclass(frozen=True, slots=True)
class Seed:
    """A file that cases are made from."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Case:
    """One changed file: its number, the name it goes by, what it was made from, its bytes."""

    number: int
    name: str
    seed: str
    data: bytes


def seeds(corpus: bool = True) -> list[Seed]:
    """All seeds: the kept ones, the sample reports, and the published reports where they are at hand."""
    paths = sorted(path for path in SEEDS.rglob("*") if path.is_file())
    paths += sorted(path for path in resource("sample").iterdir() if path.suffix)
    if corpus and CORPUS.is_dir():
        paths += [path for path in sorted(CORPUS.glob("*/*")) if path.suffix in (".pdf", ".txt")]
    found = [Seed(path.name, path.read_bytes()) for path in paths]
    return [*found, *(Seed(seed.name, unpacked(seed.data)) for seed in found if seed.name.endswith(".pdf"))]


def case(number: int, given: Sequence[Seed]) -> Case:
    """The case of this number. Large seeds are taken seldom: they take the time of many small ones."""
    chance = random.Random(number)
    large = [seed for seed in given if len(seed.data) > LARGE]
    small = [seed for seed in given if len(seed.data) <= LARGE]
    seed = chance.choice(large if large and chance.random() < 0.06 else small)
    others = chance.choice(small)
    changed = _in_parts if seed.data.startswith(b"PK") and chance.random() < 0.8 else _changed
    suffix = Path(seed.name).suffix
    if chance.random() < 0.02:
        suffix = chance.choice((".pdf", ".docx", ".html", ".txt", ".md", ""))
    return Case(number, f"case-{number}{suffix}", seed.name, changed(seed.data, others.data, chance))


def unpacked(data: bytes) -> bytes:
    """A PDF with its packed contents unpacked, where changes do more than break the packing."""
    out, at = bytearray(), 0
    for match in _STREAM.finditer(data):
        end = data.find(b"endstream", match.end())
        try:
            content = zlib.decompressobj().decompress(data[match.end() : end], 200_000)
        except zlib.error:
            continue
        entries = re.sub(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])", b"", match.group(1))
        entries = re.sub(rb"/Length\s+\d+(?:\s+\d+\s+R)?", b"/Length %d" % len(content), entries)
        out += data[at : match.start()] + b"<<" + entries + b">>\nstream\n" + content + b"\n"
        at = end
    return bytes(out + data[at:])


def _changed(data: bytes, other: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5, 10, 40))):
        if not changed:
            break
        chance.choice(_CHANGES)(changed, other, chance)
    if changed == data:
        _insert(changed, other, chance)
    return bytes(changed)


def _in_parts(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """A change inside a packed file, packed again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        return _changed(data, other, chance)
    if not parts:
        return _changed(data, other, chance)
    name = chance.choice(sorted(parts))
    parts[name] = _changed(parts[name], other, chance)
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


# -- changes ----------------------------------------------------------------------------------------------


def _place(data: bytearray, chance: random.Random, longest: int = 400) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randrange(1, longest))


def _flip(data: bytearray, other: bytes, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _overwrite(data: bytearray, other: bytes, chance: random.Random) -> None:
    start, end = _place(data, chance, 20)
    data[start:end] = chance.randbytes(end - start)


def _cut(data: bytearray, other: bytes, chance: random.Random) -> None:
    start, end = _place(data, chance)
    del data[start:end]


def _end_early(data: bytearray, other: bytes, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _repeat(data: bytearray, other: bytes, chance: random.Random) -> None:
    start, end = _place(data, chance)
    data[end:end] = data[start:end] * chance.choice((1, 2, 10, 50))


def _move(data: bytearray, other: bytes, chance: random.Random) -> None:
    start, end = _place(data, chance)
    piece = bytes(data[start:end])
    del data[start:end]
    at = chance.randrange(len(data) + 1)
    data[at:at] = piece


def _mix(data: bytearray, other: bytes, chance: random.Random) -> None:
    start = chance.randrange(len(other) + 1)
    at = chance.randrange(len(data) + 1)
    data[at:at] = other[start : start + chance.randrange(1, 2_000)]


def _insert(data: bytearray, other: bytes, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.choice(_PIECES) * chance.choice((1, 1, 1, 2, 5, 300))


def _renumber(data: bytearray, other: bytes, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    match = _NUMBER.search(data, start, start + 5_000)
    if match:
        data[match.start() : match.end()] = chance.choice(_NUMBERS)


def _swap_lines(data: bytearray, other: bytes, chance: random.Random) -> None:
    if len(data) > LARGE:
        return
    lines = bytes(data).split(b"\n")
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    data[:] = b"\n".join(lines)


def _join_lines(data: bytearray, other: bytes, chance: random.Random) -> None:
    at = data.find(b"\n", chance.randrange(len(data)))
    if at >= 0:
        data[at : at + 1] = chance.choice((b"", b" ", b"\r", b"\n\n"))


_CHANGES: Final[tuple[Callable[[bytearray, bytes, random.Random], None], ...]] = (
    _flip,
    _overwrite,
    _cut,
    _end_early,
    _repeat,
    _move,
    _mix,
    _insert,
    _insert,
    _renumber,
    _renumber,
    _swap_lines,
    _join_lines,
)
