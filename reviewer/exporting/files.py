"""Files that are whole or not there: written beside their place, moved when all of them are done."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO


class ExportError(Exception):
    """The files could not be written, in one sentence for the reviewer."""


class Writing:
    """The files of one export. On leaving, all are moved to their places; after an error, none is.

    ``paths`` is where they are, in the order they were opened.
    """

    def __init__(self, folder: Path) -> None:
        self.paths: list[Path] = []
        self._folder = folder
        self._open: list[tuple[TextIO, Path, Path]] = []

    def open(self, name: str, *, encoding: str = "utf-8") -> TextIO:
        """A new text file that will be ``name``; line ends are written as they are given."""
        target = self._folder / name
        part = self._folder / f".{name}.{os.getpid()}.part"
        file = part.open("w", encoding=encoding, newline="")
        self._open.append((file, part, target))
        self.paths.append(target)
        return file

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
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
        for file, _, _ in self._open:
            file.flush()
            os.fsync(file.fileno())
            file.close()
        for _, part, target in self._open:
            part.replace(target)

    def _clear(self) -> None:
        for file, part, _ in self._open:
            # What cannot be flushed to a full disk is thrown away with the file.
            with suppress(OSError):
                file.close()
            part.unlink(missing_ok=True)


def _explained(folder: Path, error: OSError) -> str:
    name = Path(error.filename2 or error.filename or folder).name
    if isinstance(error, PermissionError):
        return (
            f"{name} can't be written: close it in other programs, and check that you may write in {folder}."
        )
    return f"The files can't be written in {folder}: {error.strerror or error}."
