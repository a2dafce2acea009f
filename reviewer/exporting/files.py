"""Files that are whole or not there: written beside their place, moved when all of them are done."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self, TextIO
from zipfile import ZIP_DEFLATED, ZipInfo


class ExportError(Exception):
    """The files could not be written, in one sentence for the reviewer."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: its size in bytes and its SHA-256, in hexadecimal."""

    size: int
    sha256: str


class Writing:
    """The files of one export. On leaving, all are moved to their places; after an error, none is.

    ``paths`` is where they are, in the order they were opened. A name may have folders before it, with
    forward slashes.
    """

    def __init__(self, folder: Path) -> None:
        self.paths: list[Path] = []
        self._folder = folder
        self._open: list[tuple[IO[str] | None, Path, Path]] = []
        self._made: list[Path] = []

    def open(self, name: str, *, encoding: str = "utf-8") -> TextIO:
        """A new text file that will be ``name``; line ends are written as they are given."""
        part, target = self._names(name)
        file = open(part, "w", encoding=encoding, newline="", opener=_for_owner)  # noqa: SIM115
        self._open.append((file, part, target))
        self.paths.append(target)
        return file

    def place(self, name: str) -> Path:
        """Where a library may write the file that will be ``name``; nothing is there yet."""
        part, target = self._names(name)
        part.unlink(missing_ok=True)
        self._open.append((None, part, target))
        self.paths.append(target)
        return part

    def content(self, name: str) -> Content:
        """What was written so far to the file that will be ``name``."""
        target = self._folder / name
        file, part = next((file, part) for file, part, place in self._open if place == target)
        if file is not None:
            file.flush()
        with part.open("rb") as written:
            return Content(part.stat().st_size, hashlib.file_digest(written, "sha256").hexdigest())

    def _names(self, name: str) -> tuple[Path, Path]:
        target = self._folder / name
        if not target.parent.exists():
            target.parent.mkdir(parents=True)
            self._made.append(target.parent)
        return target.with_name(f".{target.name}.{os.getpid()}.part"), target

    def __enter__(self) -> Self:
        try:
            # A folder that is made here is its owner's alone, like the files.
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ExportError(_explained(self._folder, error)) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._finish()
        except OSError as fault:
            raise ExportError(_explained(self._folder, fault)) from fault
        finally:
            self._clear()
        if isinstance(error, OSError):
            raise ExportError(_explained(self._folder, error)) from error

    def _finish(self) -> None:
        for file, part, _ in self._open:
            if file is not None:
                file.flush()
                os.fsync(file.fileno())
                file.close()
            else:
                part.chmod(0o600)
                with part.open("rb+") as written:
                    os.fsync(written.fileno())
        for _, part, target in self._open:
            part.replace(target)

    def _clear(self) -> None:
        for file, part, _ in self._open:
            # What cannot be flushed to a full disk is thrown away with the file.
            with suppress(OSError):
                if file is not None:
                    file.close()
            with suppress(OSError):
                part.unlink(missing_ok=True)
        for made in self._made:
            # Stays where it holds what was moved into it.
            with suppress(OSError):
                made.rmdir()


def zip_entry(name: str) -> ZipInfo:
    """A file of a zip, the same on every platform and at any time."""
    info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _explained(folder: Path, error: OSError) -> str:
    name = Path(error.filename2 or error.filename or folder).name
    if isinstance(error, PermissionError):
        return (
            f"{name} can't be written: close it in other programs, and check that you may write in {folder}."
        )
    return f"The files can't be written in {folder}: {error.strerror or error}."
