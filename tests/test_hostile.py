"""Files that are broken, or made to break their reader: a clear sentence each, or read as far as they go."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer import importing, reading
from reviewer.importing import Result, files_in, import_files
from reviewer.reading import Document, ReadingError, document, load, shown
from reviewer.store import Store
from reviewer.worker import Limits, Worker, read_and_extract
from tests import hostile
from tests.promises import broken

WORDS = hostile.WORDS
SUFFIXES = {b"%PDF": ".pdf", b"PK\3\4": ".docx", b"<htm": ".html"}

READ: dict[str, bytes] = {
    "a plain page": hostile.page(),
    "a page tree of a hundred levels": hostile.deep_page_tree(100),
    "a page tree that holds itself": hostile.looping_page_tree(),
    "brackets in brackets": hostile.nested_arrays(20_000),
    "a form that draws itself": hostile.looping_form(),
    "contents that unpack to 50 MB": hostile.bomb(50_000_000),
    "a picture of 2,000,000,000 points": hostile.huge_image(),
    "a page larger than the world": hostile.page(box="-1e30 -1e30 1e30 1e30"),
    "a page of no size": hostile.page(box="(x) [] null 7"),
    "a deep structure": hostile.wide_structure(50),
    "a structure without end": hostile.wide_structure(20_000),
    "a structure in a circle": hostile.wide_structure(5, loop=True),
    "three thousand pages": hostile.pages(3_000),
    "a Word file": hostile.docx(),
    "a Word file with paths outside": hostile.docx(
        others=[
            ("../../northmere", "x"),
            ("/northmere", "x"),
            ("C:\\northmere", "x"),
            ("word/media/x", b"\0"),
        ]
    ),
    "UTF-16": WORDS.encode("utf-16"),
    "UTF-16 without its mark": WORDS.encode("utf-16-le"),
    "UTF-16, big end first": WORDS.encode("utf-16-be"),
    "UTF-8 with its mark": WORDS.encode("utf-8-sig"),
    "NULs between the words": (WORDS + WORDS.replace(" ", " \0", 3)).encode(),
    "a hundred thousand open tags": b"<html><body>" + b"<div><ul><li>" * 100_000 + WORDS.encode(),
}
"""Strange, but the words can be read."""

REFUSED: dict[str, tuple[str, bytes]] = {
    "one page too many": ("too_large", hostile.pages(3_001)),
    "objects that are each other": ("no_text", hostile.looping_objects()),
    "filters without end": ("no_text", hostile.many_filters(10_000)),
    "a page tree of ten thousand levels": ("damaged", hostile.deep_page_tree(10_000)),
    "a password": ("encrypted", hostile.encrypted()),
    "an unknown lock": ("encrypted", hostile.encrypted_strangely()),
    "half of a file": ("damaged", hostile.page()[:300]),
    "all but the end of a file": ("damaged", hostile.page()[:-60]),
    "a mere beginning": ("damaged", b"%PDF-1.7\n"),
    "an empty file": ("not_a_report_file", b""),
    "white space": ("not_a_report_file", b" \r\n\t"),
    "a Word file that unpacks to 200 MB": ("too_large", hostile.docx_bomb(200_000_000)),
    "entities of entities": ("damaged", hostile.laughing_docx()),
    "half of a Word file": ("damaged", hostile.docx()[:150]),
    "elements in elements": (
        "no_text",
        hostile.docx("<w:sdt><w:sdtContent>" * 9_000 + "</w:sdtContent></w:sdt>" * 9_000),
    ),
    "no characters at all": ("not_a_report_file", bytes(range(256)) * 40),
    "punctuation": ("no_text", b"(" * 100_000),
}
"""Not to be read; what is said of each."""


@pytest.fixture(scope="module")
def reader() -> Iterator[importing.Reader]:
    with Worker(read_and_extract, Limits(seconds=120)) as made:
        yield made


def name_of(data: bytes) -> Path:
    return Path("report" + SUFFIXES.get(data[:4], ".txt"))


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_strange_files_are_read(reader: importing.Reader, data: bytes) -> None:
    read, extraction = reader.run(name_of(data), data, size=len(data))
    assert WORDS in " ".join(read.text.split())
    assert broken(read, extraction) == []


@pytest.mark.parametrize(("code", "data"), REFUSED.values(), ids=REFUSED)
def test_other_files_are_refused_in_a_sentence(reader: importing.Reader, code: str, data: bytes) -> None:
    with pytest.raises(ReadingError) as caught:
        reader.run(name_of(data), data, size=len(data))
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("kind", ["FontFile", "FontFile2", "FontFile3"])
def test_broken_fonts_do_no_harm(reader: importing.Reader, kind: str) -> None:
    data = hostile.broken_font(kind)
    assert broken(*reader.run(name_of(data), data)) == []


def test_forms_of_forms_end_somehow() -> None:
    data = hostile.billion_words()
    with Worker(read_and_extract, Limits(seconds=5, memory=600 * 2**20)) as reader:
        with pytest.raises(ReadingError) as caught:
            reader.run(name_of(data), data)
        assert caught.value.code in ("damaged", "too_large")
        assert reader.run(Path("x.txt"), WORDS.encode())[0].text == WORDS + "\n"


def test_windows_characters(reader: importing.Reader) -> None:
    read, _ = reader.run(Path("x.txt"), "Children’s “voices” – heard".encode("cp1252"))
    assert read.text == "Children’s “voices” – heard\n"


def test_missing_pages_are_said() -> None:
    objects = hostile.one_page()
    page = objects[3]
    objects[2] = "<< /Type /Pages /Kids [3 0 R 9 0 R 3 0 R 8 0 R] /Count 4 >>"
    whole: Document = reading.read_bytes(Path("x.pdf"), hostile.pdf({**objects, 8: page}))
    assert whole.text.count(WORDS) == 3
    assert whole.warnings == ("Page 2 is damaged: its words are missing.",)


def test_a_text_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MAX_CHARACTERS", 100)
    for data in (
        WORDS.encode() * 3,
        hostile.pages(3),
        hostile.docx(f"<w:p><w:r><w:t>{WORDS * 3}</w:t></w:r></w:p>"),
    ):
        with pytest.raises(ReadingError) as caught:
            reading.read_bytes(name_of(data), data)
        assert caught.value.code == "too_large"


def test_a_file_of_500_megabytes_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(500 * 2**20)
    with pytest.raises(ReadingError) as caught:
        load(path)
    assert caught.value.code == "too_large"


# Folders and names


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.sqlite", reviewer="ada") as opened:
        yield opened


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no such pipes")
def test_pipes_and_devices_are_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    for path in (tmp_path / "pipe.pdf", Path(os.devnull), Path("/dev/zero")):
        with pytest.raises(ReadingError) as caught:
            load(path)
        assert caught.value.code == "not_a_report_file"


@pytest.mark.parametrize("name", ["nul\0.pdf", "half\ud800.pdf", "x" * 5_000, "a/" * 3_000])
def test_names_that_no_file_can_have(name: str) -> None:
    with pytest.raises(ReadingError) as caught:
        load(Path(name))
    assert caught.value.code == "not_found"
    assert files_in([Path(name)]) == [Path(name)]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system has no such names")
def test_names_that_cannot_be_printed(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    names = [b"two\nlines.txt", b"bell\x07.txt", b"\xff\xfe.txt", "‮txt.fdp.txt".encode()]
    for number, name in enumerate(names):
        (folder / os.fsdecode(name)).write_text(f"{WORDS} {number}", encoding="utf-8")
    outcomes = list(import_files(store, files_in([folder])))
    assert [outcome.result for outcome in outcomes] == [Result.IMPORTED] * len(names)
    assert sorted(row.source_name for row in store.reports()) == [
        "bell\ufffd.txt",
        "two\ufffdlines.txt",
        "\ufffdtxt.fdp.txt",
        "\ufffd\ufffd.txt",
    ]


def test_names_on_one_line() -> None:
    assert shown(Path("reports") / "two\nlines\u2028.pdf") == str(
        Path("reports") / "two\ufffdlines\ufffd.pdf"
    )
    assert shown("Größe “7” 🙂.pdf") == "Größe “7” 🙂.pdf"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_in_circles(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(WORDS, encoding="utf-8")
    (folder / "itself").symlink_to(folder)
    (folder / "parent").symlink_to(tmp_path)
    (folder / "b.txt").symlink_to(folder / "b.txt")
    (folder / "c.txt").symlink_to(folder / "nowhere.txt")
    (folder / "d.txt").symlink_to(folder / "a.txt")
    files = files_in([folder])
    assert [path.name for path in files] == ["a.txt", "b.txt", "c.txt", "d.txt"]
    codes = []
    for path in files:
        try:
            load(path)
            codes.append("read")
        except ReadingError as error:
            codes.append(error.code)
    assert codes == ["read", "not_found", "not_found", "read"]


def test_a_folder_that_cannot_be_opened_is_reported(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = tmp_path / "reports" / "locked"
    locked.mkdir(parents=True)
    (locked / "a.txt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "reports" / "b.txt").write_text(WORDS, encoding="utf-8")
    scandir = os.scandir

    def refuse(path: os.PathLike[str] | str) -> object:
        if Path(path) == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    files = files_in([tmp_path / "reports"])
    assert files == [tmp_path / "reports" / "b.txt", locked]
    _, outcome = import_files(store, files)
    assert (outcome.code, outcome.message) == ("not_found", "It cannot be opened: Permission denied.")


def test_ten_thousand_files_at_once(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(10_000):
        (folder / f"{number:05}.pdf").touch()
    files = files_in([folder, folder / "00000.pdf", folder])
    assert [path.name for path in files] == [f"{number:05}.pdf" for number in range(10_000)]
    outcomes = import_files(store, files)
    assert {outcome.code for outcome in outcomes} == {"not_a_report_file"}


def test_a_walk_through_folders_can_be_cancelled(tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"{number:02}.txt").touch()
    looks = iter([False] * 11 + [True] * 2)
    assert len(files_in([tmp_path, tmp_path], cancelled=lambda: next(looks))) == 11
