"""Zip and XML from strangers, within limits: nothing is unpacked to disk, fetched or expanded."""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final
from xml.parsers import expat

MAX_FILE: Final = 200 * 1024 * 1024
"""The most bytes of one file, also of one in a zip when it is unpacked."""
MAX_TOTAL: Final = 2 * 1024 * 1024 * 1024
MAX_FILES: Final = 20_000
MAX_DEPTH: Final = 100


class RefusedError(Exception):
    """A file that is not taken; the message is one sentence for the reviewer."""


class Archive:
    """The files of a zip, found by their path, whatever its case, each read whole and within the limits."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._read = 0
        infos = archive.infolist()
        if len(infos) > MAX_FILES:
            raise RefusedError(f"It holds {len(infos)} files, more than {MAX_FILES}.")
        self._files: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            path = PurePosixPath(info.filename.replace("\\", "/"))
            if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
                raise RefusedError("A file in it wants to be outside of it: it is not opened.")
            if not info.is_dir():
                self._files.setdefault(str(path).casefold(), info)

    def names(self) -> list[str]:
        """The paths, in small letters."""
        return list(self._files)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None where there is none. Raises RefusedError."""
        info = self._files.get(str(PurePosixPath(path.replace("\\", "/"))).casefold())
        if info is None:
            return None
        if info.flag_bits & 1:
            raise RefusedError("It is encrypted: save it without a password.")
        try:
            with self._archive.open(info) as file:
                data = file.read(MAX_FILE + 1)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise RefusedError(f"{info.filename} in it is damaged.") from error
        self._read += len(data)
        if len(data) > MAX_FILE or self._read > MAX_TOTAL:
            raise RefusedError(f"It unpacks to more than can be read: {MAX_FILE // 2**20} MB a file.")
        return data


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """A zip file. Raises RefusedError where it is none, OSError where it cannot be opened."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError) as error:
        raise RefusedError("It is not a zip file, or a damaged one.") from error
    with archive:
        yield Archive(archive)


def load(path: Path) -> bytes:
    """The bytes of a file. Raises RefusedError where it is too large, OSError where it cannot be opened."""
    with path.open("rb") as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise RefusedError(f"It is larger than {MAX_FILE // 2**20} MB.")
    return data


def parse_xml(data: bytes) -> ET.Element:
    """The root element, names without their namespaces. Raises RefusedError for DTDs and broken XML."""
    builder = ET.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = 0

    def local(name: str) -> str:
        return name.rpartition("}")[2]

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise RefusedError("Its elements are nested too deep.")
        builder.start(local(name), {local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(local(name))

    def refuse(*_: object) -> None:
        # Entities and DTDs can fetch files or grow without end; no program writes them into a project.
        raise RefusedError("It has a document type declaration, which no project needs: it is not read.")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise RefusedError(f"Its XML is broken: {error}.") from error
    return builder.close()
